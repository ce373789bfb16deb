"""Where things are on one kind of page: a Layout declares one pick for each field it knows, and decides nothing.

    class Since2018(Layout):
        landmark = "div.itemFullText"
        headline = css("h2.itemTitle")
        published = css("div.createddate")
        paragraphs = css("div.itemFullText")
        photos = each("div.itemSlideShow", url="a::attr(href)", caption="div.detailNewsSlideTitleText")

A tuple of picks means "the first that finds something"; `every(a, b)` means "all of them, in this order".
Names are checked against `Scraped` when the class is made: a typo is a TypeError that names the fields.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, lru_cache
from itertools import islice
from typing import Any, ClassVar

import jmespath
from cssselect import HTMLTranslator, parse
from lxml import etree

from harvester.errors import HarvesterError
from harvester.items import SCRAPED_FIELDS, Link, Photo, Scraped
from harvester.page import Page, tree

_TRANSLATOR = HTMLTranslator()
_PSEUDO = re.compile(r"^(?P<query>.*?)\s*::(?P<what>text|attr\((?P<name>[\w:.-]+)\))$", re.S)


class Pick:
    """Something that finds values on a page: strings, elements or JSON values, in page order.

    `where(pattern)` keeps the values that match and takes group 1 if the pattern has one; `via(function)` hands all
    values through a function (for embedded bodies in a site's own shape).
    """

    __slots__ = ()

    def find(self, page: Page) -> list[Any]:
        """The values on a page; [] when there are none."""
        raise NotImplementedError

    def where(self, pattern: str) -> Pick:
        """Only the values whose text matches; group 1 of the match if the pattern has one."""
        return _Where(self, re.compile(pattern, re.S))

    def joined(self) -> Pick:
        """All values as one text, parted by spaces: for a date line that a page keeps in several elements."""
        return _Via(self, _join)

    def first(self) -> Pick:
        """Only the first value: for a body that an endless scroll follows with other articles'. Example: css("div.entry-content").first()"""
        return _Via(self, _only_first)

    def via(self, function: Callable[[list[Any]], list[Any]]) -> Pick:
        """The values after a function has seen them all."""
        return _Via(self, function)


def _only_first(values: list[Any]) -> list[Any]:
    return values[:1]


def _join(values: list[Any]) -> list[Any]:
    return [" ".join(filter(None, (text_of(v) for v in values)))]


class _XPath(Pick):
    """`written`: the pick as the layout's author wrote it, css("h1.title") rather than what becomes of it."""

    __slots__ = ("__dict__", "query", "written")

    def __init__(self, query: str, written: str = "") -> None:
        self.query, self.written = query, written or f"xpath({query!r})"

    @cached_property
    def compiled(self) -> etree.XPath:
        return etree.XPath(self.query, smart_strings=False)

    def find(self, page: Page) -> list[Any]:
        return self.within(page.root)

    def within(self, element: Any) -> list[Any]:
        """The values below one element."""
        value = self.compiled(element)
        return value if isinstance(value, list) else [value] if value else []

    def __repr__(self) -> str:
        return self.written


class _Meta(Pick):
    __slots__ = ("names",)

    def __init__(self, names: tuple[str, ...]) -> None:
        self.names = tuple(n.lower() for n in names)

    def find(self, page: Page) -> list[Any]:
        metas = page.metas
        return next((metas[n] for n in self.names if n in metas), [])

    def __repr__(self) -> str:
        return f"meta({', '.join(map(repr, self.names))})"


class _Address(Pick):
    """What the page's own address says."""

    __slots__ = ("pattern",)

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.pattern = pattern

    def find(self, page: Page) -> list[Any]:
        found = self.pattern.search(page.url[:2000])
        return [found[1] if self.pattern.groups else found[0]] if found else []

    def __repr__(self) -> str:
        return f"address({self.pattern.pattern!r})"


class _Json(Pick):
    """A JMESPath expression over some JSON of the page. `label`: how the pick is written up to it, "script('__NEXT_DATA__', "."""

    __slots__ = ("label", "path", "root")

    def __init__(self, label: str, root: Callable[[Page], Any], path: str) -> None:
        self.label, self.root, self.path = label, root, jmespath.compile(path)

    def find(self, page: Page) -> list[Any]:
        data = self.root(page)
        return _listed(self.path.search(data)) if data else []

    def __repr__(self) -> str:
        return f"{self.label}{self.path.expression!r})"


class _Where(Pick):
    __slots__ = ("inner", "pattern")

    def __init__(self, inner: Pick, pattern: re.Pattern[str]) -> None:
        self.inner, self.pattern = inner, pattern

    def find(self, page: Page) -> list[Any]:
        kept = []
        for value in self.inner.find(page):
            text = text_of(value)
            found = self.pattern.search(text[:20_000])
            if found:
                kept.append(found.group(1) if self.pattern.groups else text)
        return kept

    def __repr__(self) -> str:
        return f"{self.inner!r}.where({self.pattern.pattern!r})"


class _Via(Pick):
    __slots__ = ("function", "inner")

    def __init__(self, inner: Pick, function: Callable[[list[Any]], list[Any]]) -> None:
        self.inner, self.function = inner, function

    def find(self, page: Page) -> list[Any]:
        values = self.inner.find(page)
        return self.function(values) if values else []

    def __repr__(self) -> str:
        if self.function in (_only_first, _join):
            return f"{self.inner!r}.{'first' if self.function is _only_first else 'joined'}()"
        return f"{self.inner!r}.via({self.function.__name__})"


class _Every(Pick):
    __slots__ = ("picks",)

    def __init__(self, picks: tuple[Pick, ...]) -> None:
        self.picks = picks

    def find(self, page: Page) -> list[Any]:
        return [value for pick in self.picks for value in pick.find(page)]

    def __repr__(self) -> str:
        return f"every({', '.join(map(repr, self.picks))})"


class _Each(Pick):
    """One mapping per element or JSON object found: {"url": …, "caption": …}."""

    __slots__ = ("__dict__", "inner", "parts")

    def __init__(self, inner: Pick, parts: dict[str, str | tuple[str, ...]]) -> None:
        self.inner, self.parts = inner, parts

    @cached_property
    def of_element(self) -> dict[str, list[_XPath]]:
        return {name: [_relative(q) for q in _tuple(query)] for name, query in self.parts.items()}

    @cached_property
    def of_object(self) -> dict[str, list[Any]]:
        return {name: [jmespath.compile(q) for q in _tuple(query)] for name, query in self.parts.items()}

    def find(self, page: Page) -> list[Any]:
        found = []
        known: dict[Any, bool] = {}
        for value in self.inner.find(page):
            if isinstance(value, dict):
                row = {name: _first(_listed(p.search(value)) for p in paths) for name, paths in self.of_object.items()}
            elif not etree.iselement(value) or ("title" not in self.parts and in_aside(value, known)):  # a list of links may be one itself
                continue
            else:
                row = {name: _first(p.within(value) for p in paths) for name, paths in self.of_element.items()}
                if "url" in row and _stands_in(row["url"]):
                    row["url"] = picture_address(value)
            if any(row.values()):
                found.append(row)
        return found

    def __repr__(self) -> str:
        return f"each({self.inner!r}, {', '.join(f'{name}={query!r}' for name, query in self.parts.items())})"


# What stands in for a picture until a script brings it: "data:image/gif;base64,…", "/image/grey.gif", "/static/img/loading-flip-1280x720.png"
_PLACEHOLDER = re.compile(r"data:|about:|[^?#]{0,300}/(?:gr[ae]y|blank|placeholder|loading|lazy|lazyload|spacer|pixel|1x1|transparent|preview_load)[\w.-]{0,40}\.(?:gif|png|svg|jpe?g|webp)(?:$|[?#])", re.I)
LAZY = ("data-src", "data-original", "data-lazy-src", "data-lazy", "original", "data-url")


def _stands_in(url: str | None) -> bool:
    """Whether a picture's address is none: missing, or a placeholder's."""
    return not url or ("." not in url and "/" not in url) or _PLACEHOLDER.match(url) is not None


def picture_address(element: Any) -> str | None:
    """The address of the first picture at or in an element; of a lazy one, from the attribute that keeps it until it is shown. None without one.

    Example: picture_address(<img src="data:image/gif;base64,…" data-src="/a.jpg">) == "/a.jpg"
    """
    for image in element.iter("img"):
        sets = (image.get(name) or "" for name in ("data-srcset", "srcset"))
        for url in (*(image.get(name) for name in LAZY), *(s.split(",")[0].split()[0] for s in sets if s.strip()), image.get("src")):
            if not _stands_in(url):
                return str(url).strip()
    return None


def css(query: str) -> Pick:
    """Elements by CSS selector; `::text` and `::attr(name)` as in Scrapy. An element's text is read as the reader sees it."""
    return _XPath(_css_to_xpath(query, "descendant-or-self::"), f"css({query!r})")


def xpath(query: str) -> Pick:
    """Elements or strings by XPath, from the root."""
    return _XPath(query)


def meta(*names: str) -> Pick:
    """Contents of <meta> by name, property or itemprop; the first name that the page has. Example: meta("og:title")."""
    return _Meta(names)


def address(pattern: str) -> Pick:
    """A piece of the page's own address, group 1 of the pattern: for a day or a channel told nowhere else. Example: address(r"/blog(\\d{8})")."""
    return _Address(re.compile(pattern))


def json_ld(path: str) -> Pick:
    """JMESPath over the JSON-LD node of the article. Example: json_ld("author[].name")."""
    return _Json("json_ld(", lambda page: page.article_data, path)


def script(script_id: str, path: str) -> Pick:
    """JMESPath over the JSON in <script id=…>. Example: script("__NEXT_DATA__", "props.pageProps.article.title")."""
    return _Json(f"script({script_id!r}, ", lambda page: page.script(script_id), path)


def variable(name: str, path: str) -> Pick:
    """JMESPath over the JSON assigned to a script variable. Example: variable("newsData", "publishDate")."""
    return _Json(f"variable({name!r}, ", lambda page: page.variable(name), path)


def every(*picks: Pick) -> Pick:
    """All values of all picks, in this order."""
    return _Every(picks)


def each(inner: Pick | str, **parts: str | tuple[str, ...]) -> Pick:
    """One photo or link per element (parts are CSS below it, "" the element itself) or JSON object (parts are JMESPath).

    Examples: each("figure", url="img::attr(src)", caption="figcaption")
              each(script("__NEXT_DATA__", "…images"), url="url", caption="title")
    """
    return _Each(css(inner) if isinstance(inner, str) else inner, dict(parts))


# "#pressrelease", "div#content p": libxml2 finds an id by a table, thirty times as fast as by looking at every element
_BY_ID = re.compile(r"^(?P<tag>[a-z][a-z0-9]*)?#(?P<id>[A-Za-z][\w-]*)(?P<rest>\s+[^,]+)?$")


def _css_to_xpath(query: str, prefix: str) -> str:
    found = _PSEUDO.match(query)
    plain, what, name = (found["query"], found["what"], found["name"]) if found else (query, None, None)
    known = _BY_ID.match(plain.strip()) if prefix == "descendant-or-self::" else None
    if known and not (known["rest"] or "").strip().startswith((">", "+", "~")):
        path = f"id('{known['id']}')" + (f"[self::{known['tag']}]" if known["tag"] else "")
        if known["rest"]:
            path += "/" + _TRANSLATOR.selector_to_xpath(parse(known["rest"].strip())[0], "descendant::")
    elif plain.strip():
        path = " | ".join(_TRANSLATOR.selector_to_xpath(s, prefix) for s in parse(plain))
    else:
        path = "."
    if what is None:
        return path
    tail = "/text()" if what == "text" else f"/@{name}"
    return " | ".join(part + tail for part in path.split(" | "))


def _relative(query: str) -> _XPath:
    return _XPath(_css_to_xpath(query, "descendant::"))


def _tuple(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value


def _listed(value: Any) -> list[Any]:
    if value is None or value == "":
        return []
    return [v for v in value if v is not None] if isinstance(value, list) else [value]


def _first(candidates: Iterable[list[Any]]) -> str | None:
    for values in candidates:
        for value in values:
            text = text_of(value).strip()
            if text:
                return text
    return None


# --- text of elements --------------------------------------------------------------------------------------------------

SKIPPED = frozenset(
    ("script", "style", "noscript", "template", "iframe", "svg", "button", "select", "textarea", "object", "video", "audio", "head",
     "figure", "figcaption", "canvas", "form", "nav")
)  # fmt: skip
PARAGRAPH = frozenset(
    ("p", "div", "section", "article", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote", "pre", "table", "header", "footer",
     "main", "hr", "aside", "dl", "center", "address", "details", "tbody", "thead")
)  # fmt: skip
LINE = frozenset(("li", "tr", "dt", "dd", "caption", "summary", "option"))
CELL = frozenset(("td", "th"))
# The walk writes \x02 for a break the page states (two part paragraphs) and \x03 for the edge of a line element, which two
# neighbors share; the source's own line ends are mere white space.


# The indent that a page writes into a paragraph's first line: two wide spaces, or four letters of which some are no-break spaces ("&nbsp; &nbsp; &nbsp;")
_INDENT = re.compile("[ \t\r\n]*+(?:[\u2003\u3000]{2}|\u00a0[\u00a0 ]{3})")


MAX_LINE = 20_000  # letters of a text that is one line; figures may stand in one another, each with the text of all below it


def text_of(value: Any, limit: int | None = MAX_LINE) -> str:
    """One value as one line of text: an element's text as the reader sees it, a string or number as it is. limit: letters that are enough."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, (dict, list)):
        return ""
    return " ".join(block_text(value, skipped=_INLINE_SKIPPED, limit=limit).split())


MANY = 2_000  # elements in one of which no more is read than the limit wants


# A figcaption asked for by name is wanted, though it is no body text.
_INLINE_SKIPPED = SKIPPED - {"figure", "figcaption", "button", "form", "nav"}


def block_text(element: Any, drop: frozenset[Any] | set[Any] = frozenset(), skipped: frozenset[str] = SKIPPED, limit: int | None = None) -> str:
    """An element's text with blank lines between paragraphs and line breaks where the page breaks lines.

    drop   elements to leave out with all below them; limit: letters that are enough
    Rules: block elements and two <br> in a row part paragraphs, and so does one <br> before an indent ("<br>　　文", "<br>&nbsp;&nbsp;&nbsp;&nbsp;Text");
    one <br>, a list item and a table row part lines; cells of a row are parted by a tab; white space of the source is one space, except inside <pre>.
    Example: "<p>One<br>two</p><p>three</p>" -> "One\\ntwo\\n\\nthree"
    """
    pieces: list[str] = []
    if limit is not None and len(element) and next(islice(element.iter(), MANY, None), None) is not None:
        _deep(element, pieces, drop, skipped, limit)
    else:
        _walk(element, pieces, drop, skipped, 0)
    parts: list[str] = []
    breaks = 0
    for raw in "".join(pieces)[:limit].split("\x02"):
        part = raw.strip()
        if not part.isprintable() or "  " in part:  # every run of white space is one space; the marks are none
            part = " ".join(part.split()).strip(" \x03")
        if part:
            if parts:
                parts.append("\n\n" if breaks > 1 or _INDENT.match(raw) else "\n")
            parts.append(part if "\x03" not in part else "\n".join(line for line in map(str.strip, part.split("\x03")) if line))
            breaks = 0
        breaks += 1
    return "".join(parts).replace("\x04", "\t").strip()


_MAX_DEPTH = 400  # deeper than any article; the walk is recursive, what lies deeper is read without recursion


def _deep(element: Any, out: list[str], drop: Any, skipped: frozenset[str], limit: int | None = None) -> None:
    """The same without recursion, and no longer than until there is enough: a font element that is never closed, six hundred times, holds text all the way down."""
    looked, at = 0, len(out)
    steps = etree.iterwalk(element, events=("start", "end"))
    for event, inner in steps:
        tag = inner.tag
        passed = inner is not element and (type(tag) is not str or tag in skipped or inner in drop)
        if limit is not None:
            looked, at = looked + 1 + sum(map(len, out[at:])), len(out)
            if looked > limit:
                return
        if tag == "br" or tag in PARAGRAPH or tag in LINE:
            out.append("\x03" if tag in LINE else "\x02" if tag == "br" else "\x02\x02")
        elif event == "start" and tag in CELL and inner.getprevious() is not None:
            out.append("\x04")
        if event == "start" and passed:
            steps.skip_subtree()
        elif event == "start" and inner.text:
            out.append(inner.text)
        if event == "end" and inner is not element and inner.tail:
            out.append(inner.tail)


def _walk(element: Any, out: list[str], drop: Any, skipped: frozenset[str], depth: int) -> None:
    if depth > _MAX_DEPTH:
        _deep(element, out, drop, skipped)
        return
    text = element.text
    if text:
        out.append(text.replace("\n", "\x02") if element.tag == "pre" else text)
    for child in element:
        tag = child.tag
        if type(tag) is not str or child in drop or (tag in skipped and not (tag == "figure" and _is_table(child))):
            pass
        elif tag == "br":
            out.append("\x02")
        elif tag in PARAGRAPH or tag == "figure":
            out.append("\x02\x02")
            _walk(child, out, drop, skipped, depth + 1)
            out.append("\x02\x02")
        elif tag in LINE:
            out.append("\x03")
            _walk(child, out, drop, skipped, depth + 1)
            out.append("\x03")
        elif tag in CELL:
            if child.getprevious() is not None:
                out.append("\x04")
            _walk(_only_paragraph(child, drop), out, drop, skipped, depth + 1)
        else:
            _walk(child, out, drop, skipped, depth + 1)
        tail = child.tail
        if tail:
            out.append(tail)


def _only_paragraph(cell: Any, drop: Any) -> Any:
    """The one paragraph that is all of a cell beside others, as text processors write them (td > p); else the cell."""
    inside = cell[0] if len(cell) == 1 and cell[0].tag == "p" and (cell.getprevious() is not None or cell.getnext() is not None) else None
    if inside is None or inside in drop or (cell.text and cell.text.strip()) or (inside.tail and inside.tail.strip()):
        return cell
    return inside


def _is_table(figure: Any) -> bool:
    """Whether a figure holds a table and no picture: WordPress wraps the tables of a text (figure.wp-block-table)."""
    return next(figure.iter("table"), None) is not None and next(figure.iter("img"), None) is None


def fragment(html: str) -> Any:
    """A piece of HTML out of embedded data as an element, for body picks: `script(…, "desc").via(fragments)`."""
    root = tree(f"<html><body><div>{html}</div></body></html>".encode("utf-8", "replace"))
    return root if root is not None else etree.Element("div")


def fragments(values: list[Any]) -> list[Any]:
    """HTML strings as elements; other values as they are."""
    return [fragment(v) if isinstance(v, str) else v for v in values]


# "div.mB15.f15", "#rightContent", ".ad": told by an element's own attributes
_SIMPLE = re.compile(r"^(?P<tag>[a-z][a-z0-9]*)?(?:#(?P<id>[\w-]+))?(?P<classes>(?:\.[\w-]+)*)$")


# Class or id of what stands inside a text and is none of it: an advert's place ("ad", "ad-slot-inline", "adsbygoogle", "div-gpt-ad-1520909829098-4"),
# a form for a newsletter, buttons, a list of other stories, a post of a network before its script makes a frame of it; not "ad-free", "has-ads", "lead", "address".
_ASIDE = re.compile(
    r"(?:^|\s)(?:"
    r"(?:(?:div-)?(?:gpt|dfp|google)[-_])?(?:in-?article[-_]|inline[-_]|native[-_]|mobile[-_]|desktop[-_])?"
    r"(?:ads?(?![-_]?free)|adslot|adunit|adsbygoogle|advert(?:isement)?s?|newsletter)(?:\d*(?:\s|$)|[-_])"
    r"|(?:sharedaddy|jp-relatedposts|addtoany_\w{1,40}|addthis_\w{1,40}|fb-post|fb-video|twitter-tweet|instagram-media|tiktok-embed)(?:\s|$)"
    r"|(?:social[-_])?share[-_]?(?:buttons?|bar|box|links?|tools?|icons?)(?:\s|$)"
    r"|(?:related|recommend(?:ed)?)[-_]?(?:posts?|articles?|news|stories|box|list|content|links?)(?:\s|$)"
    r")",
    re.I,
)
MAX_STEPS, MAX_MISSES = 4000, 400  # nodes looked at in one, and how many may hold more: a page with more of either is nobody's
MAX_ASIDE = 300  # an element with more letters outside links holds the text itself, whatever it is called


@lru_cache(maxsize=4096)
def _says_aside(label: str) -> bool:
    """Whether a class or an id names something that is none of the text. Remembered: all pages of a site have the same few."""
    return _ASIDE.search(label) is not None


def _is_aside(element: Any) -> bool:
    """Whether an element inside a body looks like none of it by its class or id, or is not shown. Hot path: most elements have none of these.

    A hidden paragraph stays: more of the text, shown on demand.
    """
    keys = element.attrib
    if not keys:
        return False
    label, name, style = keys.get("class"), keys.get("id"), keys.get("style")
    return bool(
        (label and _says_aside(label)) or (name and _says_aside(name)) or (element.tag != "p" and ("hidden" in keys or (style and "display" in style and "display:none" in style.replace(" ", ""))))
    )


def _is_short(element: Any) -> bool:
    """Whether an element holds little text outside links. Looks at so many nodes and no more: elements may be one in another, all with much below them."""
    letters = 0
    for event, inner in islice(steps := etree.iterwalk(element, events=("start", "end")), MAX_STEPS):
        if event == "start" and (inner.tag == "a" or inner.tag in SKIPPED):
            steps.skip_subtree()
        elif event == "start" and inner.text:
            letters += len(inner.text.strip())
        if event == "end" and inner is not element and inner.tail:
            letters += len(inner.tail.strip())
        if letters > MAX_ASIDE:
            return False
    return next(steps, None) is None


def asides(element: Any) -> frozenset[Any]:
    """What stands below an element and is none of its text: for `block_text(element, asides(element))`."""
    return frozenset(_Drop(()).below(element))


def in_aside(element: Any, known: dict[Any, bool]) -> bool:
    """Whether an element stands in something that is none of the story by its class or id: an advert's picture. What is hidden may be an album's.

    known   what was found of the elements around others; what holds the text is none, nor is what holds that
    """
    for around in element.iterancestors():
        label, name = around.get("class"), around.get("id")
        if (label and _says_aside(label)) or (name and _says_aside(name)):
            break
    else:
        return False
    if around not in known:
        known[around] = _is_short(around)
    return known[around]


Drops = tuple["str | Callable[[Any], Iterable[Any]]", ...]


class _Drop:
    """Which elements of a body to leave out: simple selectors by one walk, the others by XPath, functions of the body; adverts and what is hidden always."""

    def __init__(self, selectors: Drops) -> None:
        self.tags: set[str] = set()
        self.ids: set[str] = set()
        self.classes: dict[str, list[tuple[str | None, frozenset[str]]]] = {}
        others = []
        self.functions = [drop for drop in selectors if not isinstance(drop, str)]
        for selector in (drop for drop in selectors if isinstance(drop, str)):
            found = _SIMPLE.match(selector.strip())
            names = frozenset(filter(None, (found["classes"] or "").split("."))) if found else frozenset()
            if found and names and not found["id"]:
                self.classes.setdefault(min(names), []).append((found["tag"], names))
            elif found and found["id"] and not names and not found["tag"]:
                self.ids.add(found["id"])
            elif found and found["tag"] and not names and not found["id"]:
                self.tags.add(found["tag"])
            else:
                others.append(selector)
        self.others = bool(self.tags or self.ids)
        tags = "".join(f" or self::{tag}" for tag in sorted(self.tags))
        self.marked: Callable[[Any], Any] = etree.XPath(f"descendant-or-self::*[@class or @id or @style or @hidden{tags}]", smart_strings=False)
        self.path = _XPath(" | ".join(_css_to_xpath(q, "descendant-or-self::") for q in others)) if others else None

    def below(self, body: Any) -> Iterator[Any]:
        """The elements at and below a body that any selector fits."""
        if self.path is not None:
            yield from self.path.within(body)
        for function in self.functions:
            yield from function(body)
        classes, misses, short = self.classes, 0, None
        for element in self.marked(body):
            label = element.get("class")
            if (label and not classes.keys().isdisjoint(label.split()) and self.fits(element.tag, label)) or (
                self.others and (element.tag in self.tags or element.get("id") in self.ids)
            ):
                yield element
            elif element is not body and _is_aside(element):
                if element.getparent() is short or (misses < MAX_MISSES and _is_short(element)):
                    short = element  # of one in another the outer one says it
                    yield element
                else:
                    misses += 1

    def fits(self, tag: str, label: str) -> bool:
        """Whether an element of this tag and class attribute is one."""
        names = label.split()
        for name in names:
            for wanted, others in self.classes.get(name, ()):
                if (wanted is None or wanted == tag) and others.issubset(names):
                    return True
        return False


# --- the class -----------------------------------------------------------------------------------------------------------

LINK_FIELDS = frozenset(("related", "videos", "attachments", "translations"))
Picks = tuple[Pick, ...]


class Layout:
    """Where things are on one kind of page. Class attributes: one pick (or a tuple of picks) a field of `Scraped`, and

    landmark   a CSS selector or pick: the page is of this kind if it finds something
    render     True: the site's article pages need a browser (README, Pages that need a browser)
    drop       CSS selectors of things inside the body that are not body (widgets, cloned boxes), or functions that yield them. Adverts, buttons, networks' posts and lists of
               other stories need no mention where their class or id says so ("ad-slot-2"), nor does what is hidden
    others     a pick of the parts of a page that hold other articles, appended below the first: they are taken out before anything is read
    textless   True: the body's place was seen on saved pages, and some pages have no text (films, albums). Where the place is there and
               empty, no other text of the page is taken for the body
    translations = {"zh-Hant-HK": pick, …}: language tag -> pick of the link

    `amend(scraped, page)` is the second rung, for the one field a pick cannot say.
    """

    landmark: ClassVar[Any] = None
    render: ClassVar[bool] = False
    drop: ClassVar[Drops] = ()
    others: ClassVar[Pick | None] = None
    textless: ClassVar[bool] = False
    picks: ClassVar[dict[str, Picks]] = {}
    languages: ClassVar[dict[str, Picks]] = {}
    _landmark: ClassVar[Pick | None] = None
    _drop: ClassVar[_Drop] = _Drop(())

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        own = {"landmark", "render", "drop", "others", "textless", "amend", "picks", "languages"}
        picks = dict(cls.picks)
        for name, value in list(vars(cls).items()):
            if name.startswith("_") or name in own or isinstance(value, (classmethod, staticmethod)):
                continue
            if name not in SCRAPED_FIELDS:
                raise TypeError(f"{cls.__qualname__}.{name} is no field of Scraped; the fields are: {', '.join(sorted(SCRAPED_FIELDS))}")
            if name == "translations" and isinstance(value, dict):
                cls.languages = {tag: _picks(cls, name, pick) for tag, pick in value.items()}
                continue
            picks[name] = _picks(cls, name, value)
        cls.picks = picks
        mark = cls.landmark
        cls._landmark = css(mark) if isinstance(mark, str) else mark
        cls._drop = _Drop(cls.drop)

    @classmethod
    def fits(cls, page: Page) -> bool:
        """Whether the landmark is on the page."""
        return cls._landmark is not None and bool(cls._landmark.find(page))

    @classmethod
    def clear(cls, page: Page) -> None:
        """Take other articles out of a page."""
        with page.bear(f"{cls.__name__}.others"):
            for element in cls.others.find(page) if cls.others is not None else ():
                if element.getparent() is not None:
                    element.getparent().remove(element)  # with the text behind it, which is between two articles

    @classmethod
    def bodies(cls, page: Page) -> list[Any]:
        """The elements that the text is read from; [] where it is data."""
        found = (pick.find(page) for pick in cls.picks.get("paragraphs", ()))
        with page.bear(f"{cls.__name__}.paragraphs"):
            return [value for value in next(filter(None, found), []) if etree.iselement(value)]
        return []

    @classmethod
    def dropped(cls, bodies: list[Any]) -> frozenset[Any]:
        """The elements in or of the body that are not body. A selector may begin at the body's own element."""
        return frozenset(element for body in bodies if not isinstance(body, str) for element in cls._drop.below(body))

    @classmethod
    def is_textless(cls, page: Page) -> bool:
        """Whether a page whose body the picks found empty has none: the body's place is there."""
        with page.bear(f"{cls.__name__}.paragraphs"):
            return cls.textless and any(pick.find(page) for pick in cls.picks.get("paragraphs", ()))
        return False

    @classmethod
    def amend(cls, scraped: Scraped, page: Page) -> None:
        """Change what the picks found, where a site needs more than picks. Does nothing here."""


def _picks(cls: type, name: str, value: Any) -> Picks:
    picks = value if isinstance(value, tuple) else (value,)
    for pick in picks:
        if not isinstance(pick, Pick):
            raise TypeError(f"{cls.__qualname__}.{name}: {pick!r} is no pick; use css(), xpath(), meta(), json_ld(), script(), variable()")
    return picks


def values_for(layout: type[Layout], name: str, picks: Picks, page: Page) -> list[Any]:
    """The values of one field, in the field's own shape: strings, blocks of text, Photos or Links; [] when no pick finds any."""
    for pick in picks:
        try:
            values = pick.find(page)
            if name == "paragraphs":  # data may hold an object where a text was
                values = [value for value in values if isinstance(value, str) or etree.iselement(value)]
            shaped = list(_shape(name, values, layout.dropped(values) if name == "paragraphs" and values else frozenset()))
        except HarvesterError:
            raise
        except Exception as error:
            page.note(f"{layout.__name__}.{name}", error)
            continue
        if shaped:
            return shaped
    return []


def layout_of(layouts: Iterable[type[Layout]], page: Page) -> type[Layout] | None:
    """The first layout that a page is of."""
    for layout in layouts:
        try:
            if layout.fits(page):
                return layout
        except HarvesterError:
            raise
        except Exception as error:
            page.note(f"{layout.__name__}.landmark", error)
    return None


def _shape(name: str, values: list[Any], drop: frozenset[Any]) -> Iterator[Any]:
    if name == "paragraphs":
        for value in values:
            text = value if isinstance(value, str) else "" if value in drop else block_text(value, drop)
            if text.strip():
                yield text
    elif name == "photos":
        for value in values:
            photo = _photo(value)
            if photo is not None:
                yield photo
    elif name in LINK_FIELDS:
        for value in values:
            link = _link(value)
            if link is not None:
                yield link
    else:
        for value in values:
            text = text_of(value).strip()
            if text:
                yield text


def _photo(value: Any) -> Photo | None:
    if isinstance(value, dict):
        return Photo(value.get("url"), value.get("caption"), value.get("credit")) if any(value.values()) else None
    if isinstance(value, str):
        return Photo(caption=value) if value.strip() else None
    if value.tag == "img":
        return Photo(url=picture_address(value), caption=value.get("title") or value.get("alt"))
    image = next(value.iter("img"), None)
    caption = next(value.iter("figcaption"), None) if value.tag == "figure" else value
    url = None if image is None else picture_address(image)
    text = text_of(caption) if caption is not None else None
    return Photo(url=url, caption=text or None) if url or text else None


def _link(value: Any) -> Link | None:
    if isinstance(value, dict):
        return Link(value.get("title"), value.get("url"), value.get("rel")) if any(value.values()) else None
    if isinstance(value, str):
        return Link(url=value) if value.strip() else None
    anchor = value if value.tag == "a" else next(value.iter("a"), None)
    if anchor is None:
        text = text_of(value)
        return Link(title=text) if text else None
    return Link(title=text_of(value) or anchor.get("title"), url=anchor.get("href"))
