"""A first draft of a source from one page: the picks whose places hold what the generic reader found. For `harvester new`; a person checks them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from harvester.generic import read_generic
from harvester.layout import block_text, css, text_of
from harvester.page import Page

# A class or id a person gave; not "css-1x2y3z", "sc-AxjAm", "jsx-123", "post-81234"
_GIVEN = re.compile(r"[A-Za-z][A-Za-z_-]*(?:\d{1,2})?")
_MACHINE = re.compile(r"^(?:css|sc|jsx|svelte|astro|ng|ember|yui)-|\d{3,}|^[a-zA-Z]{1,2}$|--\w{5}$")
# "20251201" in an address is the day
_DAY = re.compile(r"(?:19|20)\d{6}")
_DIGIT = re.compile(r"\d")
_FEED_TYPES = ("application/rss+xml", "application/atom+xml")


class Draft(NamedTuple):
    """What a page suggests. `picks` and `photos`: lines of a Layout; `feeds`: addresses the page names; `pattern`: of article addresses."""

    title: str
    home: str
    host: str
    pattern: str
    language: str
    landmark: str
    picks: list[tuple[str, str]]
    feeds: list[str]


def draft(page: Page, url: str) -> Draft:
    """A source as one page suggests it.

    Example: draft(page, "https://example.hk/news/123").picks[0] == ("headline", 'css("h1.title")')
    """
    found = read_generic(page).scraped
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    body = _body(page, found.paragraphs)
    landmark = selector(page, body) if body is not None else ""
    picks = [("headline", _pick(page, found.headline, ("h1", "h2", "h3", "div", "span")) or 'css("h1")')]
    for name, values in (("byline", found.byline), ("published", [found.published] if found.published else []), ("updated", [found.updated] if found.updated else [])):
        line = _pick(page, values[0] if values else None)
        if line and line not in (pick for _name, pick in picks):
            picks.append((name, line))
    for name, metas in (("published_meta", ("article:published_time", "datepublished")), ("updated_meta", ("article:modified_time", "datemodified"))):
        key = {"published_meta": "datePublished", "updated_meta": "dateModified"}[name]
        if page.article_data.get(key):
            picks.append((name, f'json_ld("{key}")'))
        elif known := next((m for m in metas if m in page.metas), None):
            picks.append((name, f'meta("{known}")'))
    if landmark:
        picks.append(("paragraphs", f'css("{landmark}")'))
        if body.find(".//figure") is not None:
            picks.append(("photos", f'each("{landmark} figure", url="img::attr(src)", caption="figcaption")'))
    title = next(iter(page.metas.get("og:site_name", ())), "") or host
    return Draft(title, f"{parts.scheme}://{host}/", host, pattern(url), _language(page), landmark, picks, _feeds(page, host))


def pattern(url: str) -> str:
    """A pattern of article addresses made of one: the word of most digits that is no date is the site's number.

    Example: pattern("https://example.hk/news/2026/123456-slug") == r"/news/\\d+/(?P<id>\\d+)"
    """
    parts = urlsplit(url)
    path = unquote(parts.path) + (f"?{parts.query}" if len(_DIGIT.findall(parts.query)) >= 3 else "")
    words = [w for w in re.finditer(r"[0-9A-Za-z]+", path) if len(_DIGIT.findall(w[0])) >= 3]
    if not words:
        folder = path.rstrip("/").rpartition("/")[0]
        return f"{_escaped(folder)}/(?P<id>[^/?#]+)"
    number = max(words, key=lambda w: (not _DAY.fullmatch(w[0]), len(_DIGIT.findall(w[0])), w.start()))
    kind = r"\d+" if number[0].isdigit() else "[0-9A-Za-z]+"
    return f"{_escaped(path[: number.start()])}(?P<id>{kind})"


def _escaped(path: str) -> str:
    """A path as a pattern: numbers may be others, non-ASCII channels too."""
    pieces = []
    for part in path.split("/"):
        if part and not part.isascii():
            pieces.append("[^/]+")
        else:
            pieces.append(re.sub(r"\d+", r"\\d+", re.sub(r"([.^$*+?{}\[\]|()])", r"\\\1", part)))
    return "/".join(pieces)


def selector(page: Page, element: Any) -> str:
    """The shortest CSS selector that finds an element first: "#id", "h1.title", "div.story p"; "" when none does."""
    for path in _candidates(element):
        try:
            first = next(iter(css(path).find(page)), None)
        except Exception:  # a class that is no CSS name
            continue
        if first is element:
            return path
    return ""


def _candidates(element: Any) -> Iterable[str]:
    own = list(_own(element))
    yield from own
    parent = element.getparent()
    for _level in range(4):
        if parent is None or parent.tag in ("body", "html"):
            break
        for above in _own(parent):
            if above != parent.tag:
                yield from (f"{above} {mine}" for mine in own)
        parent = parent.getparent()


def _own(element: Any) -> Iterable[str]:
    ident = element.get("id") or ""
    if _GIVEN.fullmatch(ident) and not _MACHINE.search(ident):
        yield f"#{ident}"
    names = [n for n in (element.get("class") or "").split() if _GIVEN.fullmatch(n) and not _MACHINE.search(n)]
    yield from (f"{element.tag}.{name}" for name in names[:3])
    if len(names) > 1:
        yield f"{element.tag}.{names[0]}.{names[1]}"
    yield str(element.tag)


def _pick(page: Page, text: str | None, tags: tuple[str, ...] | None = None) -> str | None:
    """css(…) of the innermost element that says just this text."""
    wanted = _key(text or "")
    if not wanted:
        return None
    elements = [e for tag in tags for e in page.root.iter(tag)] if tags else list(page.root.iter())
    for element in elements:
        if type(element.tag) is not str or element.tag in ("script", "style", "title", "head", "html", "body", "meta", "option"):
            continue
        own = text_of(element)
        if len(own) <= 4 * len(text or "") and _key(own) == wanted and not any(_key(text_of(c)) == wanted for c in element if type(c.tag) is str):
            path = selector(page, element)
            if path:
                return f'css("{path}")'
    return None


def _body(page: Page, paragraphs: list[str]) -> Any:
    """The innermost element that holds nine tenths of the generic reader's body."""
    wanted = _key("".join(paragraphs))
    best = None
    if len(wanted) < 40:
        return None
    element = page.root.find("body")
    while element is not None:
        best = element
        element = next(
            (c for c in element if type(c.tag) is str and c.tag not in ("script", "style") and len(_key(block_text(c))) >= 0.9 * len(wanted) and _holds(c, wanted)), None
        )
    return best if best is not None and best.tag not in ("body", "p") else None


def _holds(element: Any, wanted: str) -> bool:
    text = _key(block_text(element))
    pieces = [wanted[i : i + 24] for i in range(0, len(wanted) - 24, max(24, len(wanted) // 20))] or [wanted]
    return sum(piece in text for piece in pieces) >= 0.9 * len(pieces)


def _key(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


def _language(page: Page) -> str:
    """By the text's script, since lang attributes are often wrong."""
    text = block_text(page.root)[:20_000]
    if sum("㐀" <= c <= "鿿" for c in text) * 5 < len(text):
        return "en"
    simplified = sum(c in "国发会这个来时们为说对学区员报业东车长问" for c in text)
    traditional = sum(c in "國發會這個來時們為說對學區員報業東車長問" for c in text)
    return "zh-Hans-CN" if simplified > traditional else "zh-Hant-HK"


def _feeds(page: Page, host: str) -> list[str]:
    """Feeds the page names of itself, not those of comments."""
    found = []
    for link in page.root.iter("link"):
        href = link.get("href")
        if href and (link.get("type") or "").lower() in _FEED_TYPES and "comment" not in (href + (link.get("title") or "")).lower():
            found.append(urljoin(page.base, href))
    return list(dict.fromkeys(found))[:3]
