"""A first draft of a source from one page: the picks whose places hold what the generic reader found. For `harvester new`; a person checks them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from harvester.generic import read_generic
from harvester.items import Link, Photo, Scraped
from harvester.layout import LAZY, Pick, block_text, css, json_ld, meta, picture_address, text_of
from harvester.page import Page

# A class or id a person gave; not "css-1x2y3z", "sc-AxjAm", "kQrTb", "styles-module_box_FfWVJ", "jsx-123", "post-81234"
_GIVEN = re.compile(r"[A-Za-z][A-Za-z_-]*(?:\d{1,2})?")
_MACHINE = re.compile(r"^(?:css|sc|jsx|svelte|astro|ng|ember|yui)-|\d{3,}|^[a-zA-Z]{1,2}$|--\w{5}$|_(?=\w{5,6}$)\w*[A-Z0-9]\w*[A-Z0-9]|^(?=[a-zA-Z]{4,8}$)[a-zA-Z]*[a-z][A-Z][a-z]?[A-Z]")
# "20251201" in an address is the day, "t20251201" in those of TRS; "/2026/" and "/202611/" are a year and a month
_DAY = re.compile(r"[A-Za-z]?(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_FOLDER = re.compile(r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])?")
_NAME = re.compile(r"[A-Za-z_]\w{0,60}")
_SINGLE = re.compile(r"'([^'\"\\]*)'")
_DOUBLE = '"'
CAPTIONS = ("data-caption", "title", "alt", "data-title", "data-desc", "caption")
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|zip|ofd|wps)(?:$|[?#])", re.I)
_DIGIT = re.compile(r"\d")
_FEED_TYPES = ("application/rss+xml", "application/atom+xml")


class Draft(NamedTuple):
    """What a page suggests. `picks`: lines of a Layout; `drop`: CSS of boxes in the body; `discovery`: calls that say how new articles are found.

    `hosts`: the page's and those of its feeds; `pattern`: of article addresses; `notes`: what a person should look at first.
    """

    title: str
    home: str
    hosts: tuple[str, ...]
    pattern: str
    language: str
    landmark: str
    picks: list[tuple[str, str]]
    drop: list[str]
    discovery: list[str]
    notes: list[str]


def draft(page: Page, url: str) -> Draft:
    """A source as one page suggests it.

    Example: draft(page, "https://example.hk/news/123").picks[0] == ("headline", 'css("h1.title")')
    """
    found = read_generic(page).scraped
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    home = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}/"
    captions = {letters(f"{photo.caption or ''}{photo.credit or ''}") for photo in found.photos}
    text = [p for p in found.paragraphs if letters(p) not in captions]
    body = _body(page, text)
    where = (selector(page, body) or placed(page, body)) if body is not None else ""
    landmark = _landmark(page, body)
    picks = [("headline", _pick(page, found.headline, ("h1", "h2", "h3", "div", "span")) or 'css("h1")'), *_stated(page, found)]
    for name, values in (("byline", found.byline), ("published", [found.published] if found.published else []), ("updated", [found.updated] if found.updated else [])):
        line = _pick(page, values[0] if values else None)
        if line and line not in (pick for _name, pick in picks):
            picks.append((name, line))
    if found.authors and not found.byline:
        picks.extend(_first_saying("authors", found.authors, (json_ld("author[].name"), json_ld("author.name"), meta("author", "article:author")), page))
    picks.extend(_instants(page, found))
    notes = []
    if body is None and (stated := _in_data(page, found)):
        picks = stated + [pick for pick in picks if pick[0] not in dict(stated)]
        notes.append("the page's text comes by script: its headline and dates are picked from the page's data; paragraphs and photos are the generic reader's until you name them")
    drop: list[str] = []
    if where:
        picks.append(("paragraphs", f'css("{where}")'))
        drop = _boxes(page, body, text, captions)
    photos = _photos(page, body, where, found.photos)
    if photos:
        picks.append(("photos", photos))
    if found.attachments and (line := _attachments(page, found.attachments)):
        picks.append(("attachments", line))
    placed_ones = [name for name, line in picks if ":nth-of-type(" in line or ">" in line]
    if placed_ones:
        notes.append(f"the page's classes are made by a machine, so {', '.join(placed_ones)} are found by their places: check them on other pages")
    discovery = _discovery(page, url, home)
    hosts = tuple(dict.fromkeys((host, *(h.lower() for call in discovery if (h := urlsplit(call.split('"')[1]).hostname)))))
    return Draft(_title(page, host), home, hosts, pattern(url), _language(page), landmark, picks, drop, discovery, notes)


def _in_data(page: Page, found: Scraped) -> list[tuple[str, str]]:
    """Picks of the object that holds the headline in the page's JSON: where a script builds the page, that is where its fields stand."""
    best: list[tuple[str, str]] = []
    for element in page.root.iter("script"):
        ident = element.get("id") or ""
        data = page.script(ident) if re.fullmatch(r"[\w-]{1,60}", ident) and "json" in (element.get("type") or "") else None
        for path, node in _objects(data, "", 0):
            key = next((k for k, v in node.items() if isinstance(v, str) and letters(v) and letters(v) == letters(found.headline or "")), None)
            if key is None:
                continue
            picks = [("headline", key)]
            for name, value in (("published", found.published or found.published_meta), ("updated", found.updated or found.updated_meta)):
                picks.extend((name, k) for k in [next((k for k, v in node.items() if value and not isinstance(v, bool) and str(v) == value), None)] if k)
            people = next(((k, v[0]) for k, v in node.items() if "author" in k.lower() and isinstance(v, list) and v and isinstance(v[0], dict)), None)
            called = next((k for k, v in people[1].items() if "name" in k.lower() and isinstance(v, str)), None) if people else None
            if people and called:
                picks.append(("authors", f"{people[0]}[].{called}"))
            if len(picks) > len(best):
                best = [(field, f'script("{ident}", "{path}{inner}")') for field, inner in picks]
    return best


def _objects(value: Any, path: str, depth: int) -> Iterable[tuple[str, dict[str, Any]]]:
    """The objects of a JSON value with their JMESPath, a dot behind it, without those that only a list's number or an odd key leads to."""
    if isinstance(value, dict) and depth < 10:
        yield path, {k: v for k, v in value.items() if _NAME.fullmatch(k)}
        for key, inner in value.items():
            if _NAME.fullmatch(key):
                yield from _objects(inner, f"{path}{key}.", depth + 1)


def _title(page: Page, host: str) -> str:
    """The publisher's name as the page states it; its host where it does not."""
    for names in (("og:site_name",), ("sitename",), ("application-name",)):
        for value in (v for name in names for v in page.metas.get(name, ())):
            if value.strip():
                return value.strip()
    publisher = page.article_data.get("publisher")
    name = publisher.get("name") if isinstance(publisher, dict) else None
    return name.strip() if isinstance(name, str) and name.strip() else host


def _stated(page: Page, found: Scraped) -> Iterable[tuple[str, str]]:
    """Picks of what the generic reader found in data rather than in the text: standfirst, section, key words."""
    known: tuple[tuple[str, Any, tuple[Pick, ...]], ...] = (
        ("description", found.description, (meta("og:description"), meta("description"), json_ld("description"))),
        ("section", found.section, (json_ld("articleSection"), meta("article:section"), meta("columnname"))),
        ("keywords", found.keywords, (json_ld("keywords"), meta("article:tag"), meta("news_keywords"), meta("keywords"))),
    )
    for name, value, picks in known:
        if not value:
            continue
        lines = list(_first_saying(name, value, picks, page))
        if lines:
            yield from lines
        elif isinstance(value, str) and (line := _pick(page, value)):
            yield name, line


def _first_saying(name: str, value: Any, picks: Iterable[Pick], page: Page) -> Iterable[tuple[str, str]]:
    """The first of some picks that finds just this value, as the line of a Layout."""
    wanted = letters("".join(value) if isinstance(value, list) else value)
    for pick in picks:
        if letters("".join(text_of(v) for v in pick.find(page) if not isinstance(v, (dict, list)))) == wanted:
            yield name, _SINGLE.sub(r'"\1"', repr(pick))
            return


def _instants(page: Page, found: Scraped) -> Iterable[tuple[str, str]]:
    """Picks of the instants in data: JSON-LD, metas, or the attribute of a <time>."""
    for name, value, metas in (
        ("published_meta", found.published_meta, ("article:published_time", "datepublished", "pubdate")),
        ("updated_meta", found.updated_meta, ("article:modified_time", "datemodified")),
    ):
        key = "datePublished" if name == "published_meta" else "dateModified"
        if page.article_data.get(key):
            yield name, f'json_ld("{key}")'
        elif known := next((m for m in metas if m in page.metas), None):
            yield name, f'meta("{known}")'
        elif value:
            element = next((e for e in page.root.iter("time") if e.get("datetime") == value), None)
            path = (selector(page, element) or placed(page, element)) if element is not None else ""
            if path:
                yield name, f'css("{path}::attr(datetime)")'


def _landmark(page: Page, body: Any) -> str:
    """The name of the body or of the nearest element around it that has one; "" when none has."""
    while body is not None and body.tag not in ("body", "html"):
        path = selector(page, body)
        if path and path != "div":
            return path
        body = body.getparent()
    return ""


def _photos(page: Page, body: Any, where: str, photos: list[Photo]) -> str | None:
    """each(…) of the elements around the pictures that the generic reader found, with the places of their captions."""
    boxes: list[Any] = []
    captions: list[str] = []
    for photo in photos:
        image = _image(page, photo.url)
        if image is None:
            continue
        box, place = _around(image, letters(photo.caption or ""), body)
        boxes.append(box)
        captions.extend(() if place in ("", *captions) else (place,))
    if not boxes:
        return None
    tag = max((box.tag for box in boxes), key=[box.tag for box in boxes].count)
    boxes = [box for box in boxes if box.tag == tag]
    names = [name for name in _own(boxes[0]) if name != tag and not name.startswith(("#", "img:"))]
    scopes = dict.fromkeys(filter(None, ("", _landmark(page, _common(boxes)) if len(boxes) > 1 else where, where, "article", "main")))
    queries = [f"{scope} {name}".strip() for name in (*names, tag, f"{tag}:has(> img)") for scope in scopes]
    reached = [(set(css(query).find(page)), query) for query in queries]
    fitting = [(len(found ^ set(boxes)), query) for found, query in reached if len(found & set(boxes)) * 3 >= 2 * len(boxes) and len(found) <= 3 * len(boxes)]
    if not fitting:
        return None
    query = min(fitting, key=lambda row: row[0])[1]  # the first of those with the fewest others
    url = "::attr(src)" if tag == "img" else "img::attr(src)"
    told = f', caption="{captions[0]}"' if len(captions) == 1 else f", caption=({', '.join(f'{_DOUBLE}{c}{_DOUBLE}' for c in captions)})" if captions else ""
    return f'each("{query}", url="{url}"{told})'


def _image(page: Page, url: str | None) -> Any:
    """The <img> of an address, else of a file of its name; None without one."""
    last = (url or "").partition("?")[0].rpartition("/")[2]
    alike = None
    for element in page.root.iter("img"):
        told = [value for name, value in element.items() if "src" in name or name in LAZY]
        if url and (url in told or url == picture_address(element)):
            return element
        if alike is None and len(last) >= 6 and any(value.partition("?")[0].endswith("/" + last) for value in told):
            alike = element
    return alike


def _around(image: Any, caption: str, body: Any) -> tuple[Any, str]:
    """The element that holds a picture and its caption, and the caption's place in it; the picture itself where no such element is."""
    inside = set(body.iterancestors()) | {body} if body is not None else set()
    box = image
    for _level in range(5):
        if box.tag == "figure" and not caption:
            return box, ""
        if caption:
            for element in box.iter():
                own = letters(text_of(element)) if type(element.tag) is str and element is not box else ""
                if own and own.startswith(caption) and len(own) <= len(caption) + 60 and not any(letters(text_of(c)) == own for c in element if type(c.tag) is str):
                    return box, "figcaption" if element.tag == "figcaption" else next(n for n in _own(element) if not n.startswith("#"))
            for element in [e for e in box.iter() if type(e.tag) is str] if box is image or len(list(box.iter("img"))) == 1 else []:
                name = next((n for n, v in element.items() if n in CAPTIONS and (own := letters(v)) and own.startswith(caption[:200]) and len(own) <= len(caption) + 60), None)
                if name:
                    place = "" if element is box else next(n for n in _own(element) if not n.startswith("#"))
                    return box, f"{place}::attr({name})"
        box = box.getparent()
        if box is None or box in inside or box.tag in ("body", "html"):
            break
    figure = next(image.iterancestors("figure"), None)
    return (image if figure is None else figure), ""


def _common(elements: list[Any]) -> Any:
    """The innermost element around all of some."""
    shared = [set(e.iterancestors()) for e in elements]
    return next((above for above in elements[0].iterancestors() if all(above in each_of for each_of in shared)), None)


def _boxes(page: Page, body: Any, text: list[str], captions: set[str]) -> list[str]:
    """CSS of what stands in the body with words that are not its text: share rows, lists of links. Only what has a name and never holds text."""
    wanted = letters("".join(text))
    found: list[str] = []
    for element in body.iter("div", "section", "aside", "details", "ul", "ol", "dl", "nav", "form", "footer"):
        own = letters(block_text(element))
        if element is body or not own or own in wanted or own in captions or element.tag == "figure" or any(p.tag == "figure" for p in element.iterancestors()):
            continue
        for name in _own(element):
            matches = css(name).find(page) if name != element.tag or name in ("aside", "details", "nav", "form") else []
            if matches and not any(_texts_in(match, text, captions) for match in matches) and not any(set(match.iterancestors()) & {m for f in found for m in css(f).find(page)} for match in matches):
                found.append(name)
                break
    return list(dict.fromkeys(found))[:12]


def _texts_in(element: Any, text: list[str], captions: set[str]) -> bool:
    """Whether an element holds a paragraph, a caption, a picture or a file."""
    own = letters(block_text(element))
    if any(key and key in own for key in captions) or any(len(letters(p)) >= 6 and letters(p)[:60] in own for p in text):
        return True
    return element.find(".//img") is not None or any(_FILE.search(a.get("href") or "") for a in element.iter("a"))


def _attachments(page: Page, attachments: list[Link]) -> str | None:
    """css(…) of the links to files."""
    urls = {link.url for link in attachments}
    links = [a for a in page.root.iter("a") if a.get("href") in urls]
    if not links:
        return None
    box = links[0].getparent() if len(links) == 1 else _common(links)
    scope = selector(page, box) if box is not None else ""
    return f'css("{scope} a[href]")' if scope and scope not in ("div", "p") and len(css(f"{scope} a[href]").find(page)) <= 2 * len(links) else None


def _discovery(page: Page, url: str, home: str) -> list[str]:
    """How the site may say what is new: the feeds it names, WordPress's list of posts, else the page of the article's own folder that it links, else its front."""
    found = [f'Feed("{feed}", days=2)' for feed in _feeds(page)]
    api = next((e.get("href") for e in page.root.iter("link") if e.get("rel") == "https://api.w.org/"), None)
    if api:
        base = urljoin(page.base, api).partition("/wp-json")[0].rstrip("/")
        found.append(f'posts("{base}")')
    if found:
        return found
    links = {urljoin(page.base, a.get("href") or "").partition("#")[0] for a in page.root.iter("a")}
    above = max((link for link in links if url.startswith(link) and link.endswith("/") and link.startswith(home)), key=len, default=home)
    return [f'Listing("{above}", days=2)']


def pattern(url: str) -> str:
    """A pattern of article addresses made of one: the word of most digits that is no date is the site's number; without one, the last word of the path.

    Examples: pattern("https://example.hk/news/2026/123456-slug") == r"/news/\\d+/(?P<id>\\d+)"
              pattern("https://example.hk/2026/11/the-pier/") == r"/\\d+/\\d+/(?P<id>[^/?#]+)"
    """
    parts = urlsplit(url)
    path = unquote(parts.path) + (f"?{parts.query}" if len(_DIGIT.findall(parts.query)) >= 3 else "")
    numbers = [w for w in re.finditer(r"[0-9A-Za-z]+", path) if len(_DIGIT.findall(w[0])) >= 3]
    words = [w for w in numbers if not _dated(path, w)] or [w for w in numbers if w.start() > len(unquote(parts.path))]
    if not words:
        folder, _, last = parts.path.rstrip("/").rpartition("/")
        stem, dot, _ending = last.rpartition(".")
        return f"{_escaped(unquote(folder))}/(?P<id>[^/?#{'.' if dot and stem else ''}]+)"
    number = max(words, key=lambda w: (len(_DIGIT.findall(w[0])), w.start()))
    kind = r"\d+" if number[0].isdigit() else "[0-9A-Za-z]+"
    return f"{_escaped(path[: number.start()])}(?P<id>{kind})"


def _dated(path: str, word: re.Match[str]) -> bool:
    """Whether a word of an address is a day, a month or a year: every article of that time has it."""
    text = word[0]
    if _DAY.fullmatch(text):
        return True
    # a year or a month only where it is a folder: /2026/11/ and /202611/, not /news/2026
    return bool(_FOLDER.fullmatch(text)) and path[word.start() - 1 : word.start()] == "/" and path[word.end() : word.end() + 1] in ("/", "-")


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
    return _finding(page, element, _candidates(element))


def placed(page: Page, element: Any) -> str:
    """The selector of an element without a name, by its place below the nearest that has one: "article > div:nth-of-type(2)"; "" when none finds it."""
    steps: list[str] = []
    target = element
    while element is not None and type(element.tag) is str and element.tag != "html" and len(steps) < 5:
        above = element.getparent()
        if steps:
            name = element.tag if element.tag == "body" else selector(page, element)
            if name and name != "div":
                return _finding(page, target, [" > ".join([name, *steps])])
        same = [e for e in above if e.tag == element.tag] if above is not None else [element]
        steps.insert(0, element.tag if len(same) == 1 else f"{element.tag}:nth-of-type({same.index(element) + 1})")
        element = above
    return ""


def _finding(page: Page, element: Any, paths: Iterable[str]) -> str:
    """The first of some selectors that finds an element first; "" when none does."""
    for path in paths:
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
    for attribute in ("itemprop", "data-testid", "data-role", "rel"):
        value = element.get(attribute) or ""
        if _GIVEN.fullmatch(value) and not _MACHINE.search(value):
            yield f"{element.tag}[{attribute}={value}]"
    yield str(element.tag)


def _pick(page: Page, text: str | None, tags: tuple[str, ...] | None = None) -> str | None:
    """css(…) of the innermost element that says just this text."""
    wanted = letters(text or "")
    if not wanted:
        return None
    elements = [e for tag in tags for e in page.root.iter(tag)] if tags else list(page.root.iter())
    for element in elements:
        if type(element.tag) is not str or element.tag in ("script", "style", "title", "head", "html", "body", "meta", "option"):
            continue
        own = text_of(element)
        if len(own) <= 4 * len(text or "") and letters(own) == wanted and not any(letters(text_of(c)) == wanted for c in element if type(c.tag) is str):
            path = selector(page, element) or placed(page, element)
            if path:
                return f'css("{path}")'
    return None


def _body(page: Page, paragraphs: list[str]) -> Any:
    """The innermost element that holds nine tenths of the generic reader's body."""
    wanted = letters("".join(paragraphs))
    best = None
    if len(wanted) < 40:
        return None
    element = page.root.find("body")
    while element is not None:
        best = element
        element = next((c for c in element if type(c.tag) is str and c.tag not in ("script", "style") and _holds(c, paragraphs)), None)
    return best if best is not None and best.tag not in ("body", "p") else None


def _holds(element: Any, paragraphs: list[str]) -> bool:
    """Whether nine tenths of the paragraphs' text are in an element. In pieces: inside a paragraph, and between two, may stand what is no text of it."""
    text = letters(block_text(element))
    pieces = [key[i : i + 24] for key in map(letters, paragraphs) for i in range(0, len(key), 24)]
    return sum(len(piece) for piece in pieces if piece in text) >= 0.9 * sum(map(len, pieces))


def letters(text: str) -> str:
    """A text's letters and figures alone, to compare what markup sets differently. Example: letters("A pier, 2 berths") == "Apier2berths"."""
    return "".join(c for c in text if c.isalnum())


def _language(page: Page) -> str:
    """By the text's script, since lang attributes are often wrong."""
    text = block_text(page.root)[:20_000]
    if sum("㐀" <= c <= "鿿" for c in text) * 5 < len(text):
        return "en"
    simplified = sum(c in "国发会这个来时们为说对学区员报业东车长问" for c in text)
    traditional = sum(c in "國發會這個來時們為說對學區員報業東車長問" for c in text)
    return "zh-Hans-CN" if simplified > traditional else "zh-Hant-HK"


def _feeds(page: Page) -> list[str]:
    """Feeds the page names of itself, not those of comments."""
    found = []
    for link in page.root.iter("link"):
        href = link.get("href")
        if href and (link.get("type") or "").lower() in _FEED_TYPES and "comment" not in (href + (link.get("title") or "")).lower():
            found.append(urljoin(page.base, href))
    return list(dict.fromkeys(found))[:3]
