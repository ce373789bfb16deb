"""The article in a page's embedded data, for pages whose text comes by script: Next.js, Nuxt, state variables, any JSON script.

What counts is an object that has a title and a long text under names that content systems use ("newsTitle", "bodyHtml"). Where the page
states a title, the object must agree with it: the same data holds teasers, menus and other articles.
"""

from __future__ import annotations

import html
import itertools
import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from harvester.items import Photo
from harvester.layout import block_text, fragment, text_of
from harvester.page import Page, loads_lenient


class Told(NamedTuple):
    """What the data says of the article, strings as they stand there."""

    headline: str | None
    paragraphs: list[str]
    published: str | None
    updated: str | None
    authors: list[str]
    photos: list[Photo]


MAX_SCRIPT = 3_000_000  # characters of one script
MAX_VALUES = 200_000  # values looked at in one page
MAX_DEPTH = 24
LEAST = 120  # weight of the least text: characters, Han counted double
_HAN = re.compile(r"[㐀-鿿]")
# "window.__INITIAL_STATE__={", "var newsData = {", "Fusion.globalContent={", "__NUXT__=JSON.parse("
_ASSIGNED = re.compile(r"[\w$\]]\s{0,3}=\s{0,3}(?P<parse>JSON\.parse\(\s{0,3})?(?=[{\[\"'])")
_NOT_LETTER = re.compile(r"[^a-z]+")
# "newsTitle", "article_content", "storyBody": whose title, content or body
_OWNER = re.compile(r"^(?:news|article|story|post|item|detail|doc|page|info)(?=[a-z]{4})")
_TITLES = ("title", "headline", "subject", "titletext", "head", "name")
_BODIES = frozenset(
    ("content", "contents", "body", "text", "html", "bodyhtml", "contenthtml", "htmlcontent", "bodytext", "contenttext", "fulltext", "articlebody", "maincontent", "richtext",
     "txt", "detail", "paragraphs", "blocks", "contentblocks", "contentelements", "elements", "description", "desc", "body_", "components")
)  # fmt: skip
_PIECES = ("json", "content", "text", "html", "value", "body", "paragraph", "htmltokens", "children", "data", "blocks", "elements", "items", "contentelements")
_PUBLISHED = ("datepublished", "publishedat", "publishtime", "publishdate", "publishdatetime", "publisheddatetime", "publisheddate", "publishedtime", "published", "publish", "pubdate", "pubtime", "firstpublishdate",
              "displaydate", "releasedate", "releasetime", "issuedate", "date", "time", "createdat", "createtime", "createdate", "created", "posttime", "postdate")  # fmt: skip
_UPDATED = ("datemodified", "updatedat", "updatetime", "updatedate", "updated", "modifiedat", "modifydate", "modified", "lastmodified", "lastupdated", "lastupdateddate", "lastupdate")
_AUTHORS = ("author", "authors", "writer", "writers", "reporter", "reporters", "byline", "journalist", "journalists", "authorname")
_PICTURES = ("cover", "coverimage", "image", "images", "photo", "photos", "gallery", "featuredimage", "leadimage", "mainimage", "thumbnail", "picture", "pictures", "pics", "media")
_ADDRESSES = ("url", "src", "original", "path", "imageurl", "large")
_CAPTIONS = ("caption", "imagecaption", "description", "desc")
_CREDITS = ("credit", "credits", "photographer", "copyright", "source")
# addresses that only pictures have: HK01 writes "cdnUrl"
_PICTURE_ADDRESSES = ("url", "src", "cdnurl", "imageurl", "original", "originalurl", "large", "path")
_PICTURE_CAPTIONS = ("caption", "imagecaption", "photocaption", "captiontext", "title")
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|webp|avif)(?:$|[?#/])|/(?:images?|photos?|pictures?|media)/", re.I)
# what an article's data holds of others: related stories, topics, authors with portraits
_OTHERS = re.compile(r"relat|recommend|thumb|topic|more|next|prev|latest|hot|trend|teaser|author|writer|^tag|channel|section|categor|series|^ad|sponsor|comment")


def embedded_article(page: Page) -> Told | None:
    """The article of a page's embedded data; None when no object of it has a title and a text that can be the page's.

    Example: embedded_article(page).headline for <script id="__NEXT_DATA__">{"props":{"pageProps":{"article":{"title":…,"content":"<p>…"}}}}
    """
    cache = page.__dict__
    if "_embedded" not in cache:
        cache["_embedded"] = _article(page)
    found: Told | None = cache["_embedded"]
    return found


def _article(page: Page) -> Told | None:
    shown = next((h for h in page.root.iter("h1") if text_of(h)), None)
    titles = (*page.metas.get("og:title", ())[:1], *page.metas.get("twitter:title", ())[:1], text_of(next(page.root.iter("title"), None)), text_of(shown))
    stated = [_key(t) for t in titles if t]
    stated = [t for t in stated if t]
    best: tuple[tuple[bool, int], dict[str, Any], str, list[str]] | None = None
    for value in map(_joined, _values(page)):
        for node in _objects(value):
            found = _candidate(node)
            if found is None:
                continue
            title, paragraphs = found
            agrees = any(_agree(_key(title), t) for t in stated)
            if stated and not agrees and best is not None:
                continue
            score = agrees, sum(map(weight, paragraphs))
            if best is None or score > best[0]:
                best = score, node, title, paragraphs
    if best is None or (stated and best[0] < (False, 10 * LEAST)):
        return None
    _score, node, title, paragraphs = best
    keys = _keys(node)
    published, updated = _stamp(keys, _PUBLISHED), _stamp(keys, _UPDATED)
    photos = list(_photos(keys))
    known = {photo.url for photo in photos}
    photos.extend(photo for photo in _inner_photos(node) if photo.url not in known)
    return Told(_plain(title), paragraphs, published, updated, _names(_first(keys, _AUTHORS)), photos)


def holds_state(page: Page) -> bool:
    """Whether a page's scripts carry data. A look without parsing."""
    return any(mark in page.text for mark in _STATES) or any("json" in (kind := (s.get("type") or "").lower()) and "ld+json" not in kind and len(s.text or "") > 2 * LEAST for s in page.root.iter("script"))


def holds_captions(page: Page) -> bool:
    """Whether a page's scripts may hold captions of pictures that it shows only when asked: galleries, lazy pictures. A look without parsing."""
    return any(word in page.text for word in ('aption"', 'aption\\"', 'attribs"')) and holds_state(page)


# how the scripts that carry a page's data begin
_STATES = ("self.__next_f", "__NUXT__", "__INITIAL_STATE__", "__PRELOADED_STATE__", "__APOLLO_STATE__", "Fusion.globalContent")


def weight(text: str) -> int:
    """Characters, Chinese ones counted double."""
    return len(text) + len(_HAN.findall(text))


def _values(page: Page) -> Iterator[Any]:
    """Every JSON value that the page's scripts hold, JSON-LD apart."""
    flight: list[str] = []
    for script in page.root.iter("script"):
        kind, text = (script.get("type") or "").lower(), script.text or ""
        if not 2 * LEAST < len(text) < MAX_SCRIPT or "ld+json" in kind:
            continue
        if "json" in kind:
            value = loads_lenient(text)
            yield _devalued(value) if (script.get("id") or "").startswith("__NUXT") and isinstance(value, list) else value
        elif text.startswith("self.__next_f.push("):
            pushed = loads_lenient(text[len("self.__next_f.push(") :].rstrip().removesuffix(";").removesuffix(")"))
            flight.extend(piece for piece in (pushed if isinstance(pushed, list) else ())[1:2] if isinstance(piece, str))
        elif not kind or "javascript" in kind or kind == "module":
            yield from _assigned(text)
    for line in "".join(flight)[:MAX_SCRIPT].split("\n"):  # Next.js streams rows: 5:["$","$L9",null,{"story":{…}}]
        row = line.partition(":")[2]
        if row[:1] in ("[", "{") and len(row) > 2 * LEAST:
            yield loads_lenient(row)


def _assigned(text: str) -> Iterator[Any]:
    """The JSON values assigned in a script, one inside another not again."""
    decoder = json.JSONDecoder(strict=False)
    at = tries = 0
    while tries < 40 and (found := _ASSIGNED.search(text, at)) is not None:
        at = found.end()
        opening = text[at]
        if opening in "\"'" and not found["parse"]:
            continue
        tries += 1
        try:
            value, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            continue
        at = max(at, end)
        yield loads_lenient(value) if isinstance(value, str) else value


def _devalued(values: list[Any]) -> Any:
    """Nuxt 3 writes a list of values that name each other by their places: ["ShallowReactive", 1] wraps, {"title": 7} refers."""

    def read(at: Any, depth: int) -> Any:
        if not isinstance(at, int) or isinstance(at, bool) or not 0 <= at < len(values) or depth > MAX_DEPTH or budget[0] <= 0:
            return None
        budget[0] -= 1
        value = values[at]
        if isinstance(value, dict):
            return {key: read(inner, depth + 1) for key, inner in value.items()}
        if isinstance(value, list):
            if value and isinstance(value[0], str):
                return read(value[1], depth + 1) if len(value) > 1 else None
            return [read(inner, depth + 1) for inner in value]
        return value

    budget = [MAX_VALUES]
    return read(0, 0)


def _joined(value: Any) -> Any:
    """The entries of Apollo's cache that can be an article, each with those it points to in their places; another value as it is.

    {"$ROOT_QUERY.content({…})": {"headline": …, "images": [{"type": "id", "id": "….images.0"}]}, "….images.0": {…}}; since Apollo 3 {"__ref": "Image:7"}
    """
    if not isinstance(value, dict):
        return value
    caches = [value] if _is_cache(value) else [inner for inner in itertools.islice(value.values(), 12) if _is_cache(inner)]
    return [entry for cache in caches for entry in _entries(cache)] if caches else value


def _is_cache(value: Any) -> bool:
    return isinstance(value, dict) and any("ROOT_QUERY" in key for key in itertools.islice(value, 400))


def _entries(cache: dict[str, Any]) -> list[Any]:
    """The entries of a cache that have a title and a text."""
    budget = [MAX_VALUES]

    def read(part: Any, depth: int) -> Any:
        budget[0] -= 1
        if depth > MAX_DEPTH // 2 or budget[0] <= 0:
            return None
        if isinstance(part, list):
            return [read(each, depth + 1) for each in part]
        if isinstance(part, dict):
            name = part.get("__ref") or (part.get("id") if part.get("type") == "id" else None)
            if isinstance(name, str) and isinstance(cache.get(name), dict):
                return read(cache[name], depth + 1)
            return {key: read(each, depth + 1) if isinstance(each, (dict, list)) else each for key, each in part.items()}
        return part

    entries = [entry for entry in cache.values() if isinstance(entry, dict) and (keys := _keys(entry).keys()) & _BODIES and not keys.isdisjoint(_TITLES)]
    return [read(entry, 0) for entry in entries[:40]]


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    """Every object below a value, outermost first."""
    stack = [(value, 0)]
    seen = 0
    while stack and seen < MAX_VALUES:
        value, depth = stack.pop()
        seen += 1
        if isinstance(value, dict):
            yield value
        inner = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else ()
        if depth < MAX_DEPTH:
            stack.extend((each, depth + 1) for each in reversed(inner) if isinstance(each, (dict, list)))


def _keys(node: dict[str, Any]) -> dict[str, Any]:
    """An object's values by their names in plain letters, whose they are left out: "newsTitle" is "title"."""
    found: dict[str, Any] = {}
    for key, value in list(node.items())[:200]:
        plain = _NOT_LETTER.sub("", key.partition("(")[0].lower())  # Apollo's cache: 'body({"customContents":true})'
        found.setdefault(_OWNER.sub("", plain), value)
        found.setdefault(plain, value)
    return found


def _candidate(node: dict[str, Any]) -> tuple[str, list[str]] | None:
    """Title and paragraphs of an object that has both."""
    keys = _keys(node)
    title = next((v for v in map(keys.get, _TITLES) if isinstance(v, str) and 4 <= weight(v) <= 400), None)
    if title is None and isinstance(lines := keys.get("headlines"), dict):  # Arc: "headlines": {"basic": …}
        title = next((v for v in lines.values() if isinstance(v, str) and v), None)
    if title is None:
        return None
    best: list[str] = []
    for key, value in keys.items():
        if key in _BODIES and isinstance(value, (str, list, dict)):
            paragraphs = _paragraphs(value)
            if sum(map(len, paragraphs)) > sum(map(len, best)):
                best = paragraphs
    return (title, best) if sum(map(weight, best)) >= LEAST else None


def _paragraphs(value: Any) -> list[str]:
    """A text value as paragraphs: HTML, lines, or pieces in objects."""
    texts: list[str] = []
    _gather(value, texts, 0)
    found: list[str] = []
    for text in texts:
        plain = block_text(fragment(text)) if "<" in text else html.unescape(text)
        found.extend(p.strip() for p in plain.split("\n\n" if "<" in text else "\n") if p.strip())
    return found


def _gather(value: Any, texts: list[str], depth: int) -> None:
    if isinstance(value, str):
        if value and not value.startswith(("http", "data:", "/")):
            texts.append(value)
    elif isinstance(value, list) and depth < 12:
        runs = len(value) > 1 and all(isinstance(each, (dict, str)) for each in value) and any(_kind(each) == "text" for each in value)
        pieces: list[str] = []
        for inner in value[:2000]:
            _gather(inner, pieces if runs else texts, depth + 1)
        if pieces:
            texts.append("".join(pieces))
    elif isinstance(value, dict) and depth < 12:
        kind = _kind(value)
        if kind not in _NO_TEXT:
            keys = _keys(value)
            inner = next((keys[k] for k in _PIECES if keys.get(k)), None)
            if inner is not None and kind in _PARAGRAPHS:
                pieces = []
                _gather(inner, pieces, depth + 1)
                texts.append("".join(pieces))
            elif inner is not None:
                _gather(inner, texts, depth + 1)


_NO_TEXT = frozenset(("image", "video", "interstitial_link", "gallery", "ad", "embed", "photo", "inline-ad-slot", "inline-newsletter", "iframe", "script", "style", "img"))
# what holds runs of one text: SCMP's {"type": "p", "children": [{"type": "text", "data": …}, {"type": "a", …}]}, ProseMirror's {"type": "paragraph", "content": […]}
_PARAGRAPHS = frozenset(("p", "paragraph", "heading", "h1", "h2", "h3", "h4", "h5", "h6", "pre"))


def _kind(value: Any) -> str:
    """What a piece of a text in data says that it is, lower-case."""
    kind = (value.get("type") or value.get("nodeType") or value.get("tag") or "") if isinstance(value, dict) else ""
    return kind.lower() if isinstance(kind, str) else ""


def _first(keys: dict[str, Any], names: tuple[str, ...]) -> Any:
    return next((keys[n] for n in names if keys.get(n)), None)


def _stamp(keys: dict[str, Any], names: tuple[str, ...]) -> str | None:
    """The first value that can be a date: text with a year in it, or an epoch."""
    for name in names:
        value = keys.get(name)
        if isinstance(value, int) and not isinstance(value, bool) and 10 <= len(str(value)) <= 13:
            return str(value)
        if isinstance(value, str) and 6 <= len(value) <= 60 and sum(c.isdigit() for c in value) >= 4:
            return value
    return None


def _names(value: Any) -> list[str]:
    """Names of an author value: a text, an object with a name, a list of either."""
    found = []
    for each in (value if isinstance(value, list) else [value])[:20]:
        name = next((v for v in map(_keys(each).get, ("name", "displayname", "fullname", "title", "byline")) if isinstance(v, str)), None) if isinstance(each, dict) else each
        if isinstance(name, str) and 0 < len(name.strip()) < 120:
            found.append(_plain(name))
    return found


def _photos(keys: dict[str, Any]) -> Iterator[Photo]:
    """Photos of an object that come with words."""
    for name in _PICTURES:
        value = keys.get(name)
        for each in (value if isinstance(value, list) else [value])[:50]:
            if isinstance(each, dict):
                told = _keys(each)
                url, caption, credit = (next((v for v in map(told.get, names) if isinstance(v, str) and v), None) for names in (_ADDRESSES, _CAPTIONS, _CREDITS))
                if url and (caption or credit):
                    yield Photo(url, _plain(caption) if caption else None, _plain(credit) if credit else None)


def _inner_photos(node: dict[str, Any]) -> list[Photo]:
    """Pictures with captions anywhere in an article's object, in its order, each address once; those of other articles that it names are left out.

    HK01: {"blocks": [{"image": {"cdnUrl": …, "caption": …}}]}; SCMP: {"children": [{"attribs": {"src": …, "title": …}}]}
    """
    found: dict[str, Photo] = {}
    stack: list[tuple[Any, str, int]] = [(node, "", 0)]
    seen = 0
    while stack and seen < MAX_VALUES:
        value, name, depth = stack.pop()
        seen += 1
        if isinstance(value, dict):
            photo = _pictured(value, name) if depth else None
            if photo is not None and photo.url is not None:
                found.setdefault(photo.url, photo)
                continue
            if depth and _is_other(value):
                continue
            below = [(inner, _NOT_LETTER.sub("", key.partition("(")[0].lower()), depth + 1) for key, inner in value.items() if isinstance(inner, (dict, list))]
            below = [each for each in below if not _OTHERS.search(each[1])]
        else:
            below = [(inner, name, depth + 1) for inner in value if isinstance(inner, (dict, list))]
        if depth < MAX_DEPTH:
            stack.extend(reversed(below))
    return list(found.values())


def _pictured(value: dict[str, Any], name: str) -> Photo | None:
    """The photo that an object is, if it has a picture's address and words; a "title" counts only as a sentence."""
    keys = _keys(value)
    url = next((v for v in map(keys.get, _PICTURE_ADDRESSES) if isinstance(v, str) and v.startswith(("http", "/")) and _PICTURE_FILE.search(v)), None)
    if url is None:
        return None
    for key in _PICTURE_CAPTIONS:
        words = keys.get(key)
        if isinstance(words, str) and words.strip() and (key != "title" or (name in ("attribs", "attributes", "attrs", "image", "images", "photos", "pictures", "gallery") and weight(words) >= 16)):
            credit = next((v for v in map(keys.get, _CREDITS[:3]) if isinstance(v, str) and v.strip()), None)
            return Photo(url, _plain(words), _plain(credit) if credit else None)
    return None


def _is_other(value: dict[str, Any]) -> bool:
    """Whether an object is another article: it has a title and an address, a time or a text."""
    keys = _keys(value)
    title = keys.get("title") or keys.get("headline")
    return isinstance(title, str) and 4 <= weight(title) <= 400 and any(isinstance(keys.get(k), (str, int)) and keys.get(k) for k in ("url", "publishurl", "canonicalurl", "link", "slug", "urlalias", *_PUBLISHED[:8]))


def _plain(text: str) -> str:
    """Without markup, on one line."""
    return " ".join((block_text(fragment(text)) if "<" in text else html.unescape(text)).split())


def _key(text: str) -> str:
    return "".join(c for c in html.unescape(text[:400]).lower() if c.isalnum())


def _agree(title: str, stated: str) -> bool:
    """Whether a title is that which the page states, with the site's name or without."""
    return len(title) > 3 and (title in stated or (len(stated) > 7 and stated in title))
