"""One downloaded page, parsed once: its tree, metas, JSON-LD and embedded data, each made when first asked for.

Layouts and the generic reader read pages only through this class, in a crawl as in `harvester read`.
"""

from __future__ import annotations

import html
import json
import re
import subprocess
import sys
from functools import cached_property
from typing import Any
from urllib.parse import urljoin

import orjson
from lxml import etree

from harvester.decoding import decode
from harvester.errors import HarvesterError

_PARSER = etree.HTMLParser(encoding="utf-8", recover=True, no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
# lxml's stubs type every XPath result as a union; these three give elements, elements and a string.
_LD: Any = etree.XPath("//script[contains(@type, 'ld+json')]")
_METAS: Any = etree.XPath("//meta[@content]")
_BASE: Any = etree.XPath("string(//base/@href)")

ARTICLE_TYPES = frozenset(
    ("NewsArticle", "Article", "ReportageNewsArticle", "LiveBlogPosting", "BlogPosting", "OpinionNewsArticle", "AnalysisNewsArticle",
     "BackgroundNewsArticle", "AdvertiserContentArticle", "Report", "SocialMediaPosting", "WebPage")
)  # fmt: skip

_TITLE: Any = etree.XPath("string(//title)")
_CANONICAL: Any = etree.XPath("string(//link[@rel='canonical']/@href)")

# "<![CDATA[ {...} ]]>" and "//<![CDATA[" around JSON-LD, seen on tkww.hk
_CDATA = re.compile(r"\s*+(?://)?\s*+<!\[CDATA\[")


class HostilePage(HarvesterError):
    """A page that is not read: it is made to keep the parser busy, or to have a part of it overlooked."""

    exit_code = 3


# A tag's attributes cost libxml2 the square of their number: 200,000 in one tag are minutes inside C, deaf to signals. So many need some room.
MANY_ATTRIBUTES = 10_000
ROOM = 4 * MANY_ATTRIBUTES  # bytes
PATIENCE = 5.0  # seconds for a trial parse in a process of its own
_TRIAL = "import sys; from lxml import etree; etree.fromstring(sys.stdin.buffer.read(), etree.HTMLParser(encoding='utf-8', recover=True))"
# Tags with all their attributes (">" may stand in quotes); what a script, a style or a comment holds looks like tags and is passed over.
_TAGS = re.compile(
    rb"""<(?:([sS](?:cript|tyle|CRIPT|TYLE))(?:[^<]++|<(?!/\1))*+|[a-zA-Z][^>=]*+(?:=\s*+(?:"[^"]*+"|'[^']*+')?[^>=]*+)*+|(!--(?:[^-]++|-(?!->))*+))"""
)
_VALUE = re.compile(rb"""=\s*+(?:"[^"]*+"|'[^']*+')""")
# Where another attribute may begin: ' async', '/async', '"async'
_BETWEEN = re.compile(rb"[\s/\"'][^\s/>\"'=]")
MAX_DEPTH = 2000  # libxml2 leaves out what is below 2,046, and does not say so
# Levels of elements that a page is read with; the saved pages have 36 at most. What each of a thousand levels holds is the same text: reading all of them takes the square.
LEVELS = 100
SMALL = 3  # levels of an element that is kept whole below that: a paragraph with its links
LARGE = 4_000  # bytes; smaller pages are not looked at that closely
_AT_THE_LIMIT: Any = etree.XPath("/*" * LEVELS)


def examine(data: bytes) -> None:
    """Try suspicious bytes out where the parser can be stopped. Errors: HostilePage when that takes longer than any real page."""
    if len(data) < ROOM or not suspicious(data):
        return
    try:
        done = subprocess.run([sys.executable, "-c", _TRIAL], input=data, timeout=PATIENCE, capture_output=True, check=False)
    except subprocess.TimeoutExpired:
        raise HostilePage(f"parsing takes longer than {PATIENCE:.0f} s; the page is refused") from None
    if done.returncode < 0:
        raise HostilePage(f"parsing dies of signal {-done.returncode}; the page is refused")


def suspicious(data: bytes) -> bool:
    """Whether tags hold so many attributes that parsing them takes long: one tag of ten thousand, or several of thousands.

    Example: suspicious(b"<p " + b"a " * 200_000 + b">")
    """
    cost = 0
    for tag in _TAGS.finditer(data):
        if tag.lastindex is None and tag.end() - tag.start() > ROOM // 10:
            cost += len(_BETWEEN.findall(_VALUE.sub(b'=""', tag[0]))) ** 2
    return cost > MANY_ATTRIBUTES**2


def tree(data: bytes) -> Any:
    """HTML in UTF-8 as an lxml tree, None where there is nothing in it. The one place where HTML is parsed. Errors: HostilePage."""
    if not data.strip():
        return None
    examine(data)
    root = etree.fromstring(data, _PARSER)
    if root is not None:
        measure(root)
        if len(data) > LARGE:
            lift(root)
    return root


def lift(root: Any) -> None:
    """Take what is nested deeper than 100 levels out of the elements around it, in place: elements and text stay, in their order.

    Old pages open a <font> a paragraph and close none; hostile ones do it with elements that readers look into.
    """
    for top in _AT_THE_LIMIT(root):
        heights: dict[Any, int] = {}
        for element in reversed(list(top.iterdescendants())):
            parent = element.getparent()
            heights[parent] = max(heights.get(parent, 0), heights.get(element, 0) + 1)
        if heights.get(top, 0) > SMALL:
            _flatten(top, heights)


def _flatten(top: Any, heights: dict[Any, int]) -> None:
    """Make siblings of all that is below an element, each as it is but for what was nested in it; small ones stay whole."""
    flat: list[Any] = []
    tails: list[list[str]] = []
    steps = etree.iterwalk(top, events=("start", "end"))
    for event, element in steps:
        if element is top:
            continue
        whole = heights.get(element, 0) <= SMALL
        if event == "start":
            if whole:
                steps.skip_subtree()
            flat.append(element)
            tails.append([])
        if event == "end":
            tails[-1].append(element.tail or "")
    for element, following in zip(reversed(flat), reversed(tails), strict=True):  # the innermost first: what is moved has nothing in it any more
        top.insert(0, element)
        element.tail = _NO_XML.sub("", "".join(following))


# What lxml reads and does not write: control characters of references like "&#31;"
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def measure(root: Any) -> None:
    """Refuse a tree that is not whole: the parser stops where elements are nested too deep, so the last of each is the way down there.

    Errors: HostilePage.
    """
    depth = 0
    while len(root):
        root, depth = root[-1], depth + 1
    if depth > MAX_DEPTH:
        raise HostilePage(f"nesting deeper than {MAX_DEPTH}, page refused")


class Bearing:
    """What `Page.bear` gives; a class because every page enters several."""

    __slots__ = ("page", "what")

    def __init__(self, page: Page, what: str) -> None:
        self.page, self.what = page, what

    def __enter__(self) -> None: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _trace: object) -> bool:
        if not isinstance(error, Exception) or isinstance(error, HarvesterError):
            return False
        self.page.note(self.what, error)
        return True


class Page:
    """A page as the readers see it.

    url      its address after redirects
    body     the bytes as received, content coding removed
    charset  the label of the HTTP header, if any
    `troubles` is what went wrong while it was read, and was borne: what was not read by what cause

    Example: Page("https://news.rthk.hk/…", b"<html>…").metas["og:title"]
    """

    def __init__(self, url: str, body: bytes, charset: str | None = None) -> None:
        self.url = url
        self.troubles: dict[str, str] = {}
        self._decoded = decode(body, charset)

    def bear(self, what: str) -> Bearing:
        """Go on without one part of the reading where it raises: a site's data may have other types than it had. Noted in `troubles`.

        Errors: HarvesterError as it is. Example: with page.bear("Page2026.authors"): values = pick.find(page)
        """
        return Bearing(self, what)

    def note(self, what: str, error: Exception) -> None:
        """One part of the reading raised, and is gone on without."""
        self.troubles[what] = f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"

    @property
    def encoding(self) -> str:
        """The encoding the page was really in."""
        return self._decoded.encoding

    @property
    def text(self) -> str:
        """The page's source as text."""
        return self._decoded.text

    @cached_property
    def root(self) -> Any:
        """The lxml tree; an empty page gives an empty <html>."""
        root = tree(self._decoded.utf8)
        return root if root is not None else etree.fromstring(b"<html></html>", _PARSER)

    @cached_property
    def base(self) -> str:
        """What relative links are relative to."""
        href = _BASE(self.root)
        try:
            return str(urljoin(self.url, href)) if href else self.url
        except ValueError:
            return self.url

    @cached_property
    def metas(self) -> dict[str, list[str]]:
        """Contents of the meta elements by name, property or itemprop (lower-case), in page order."""
        found: dict[str, list[str]] = {}
        for element in _METAS(self.root):
            get = element.get
            name = get("property") or get("name") or get("itemprop")
            if name:
                content = get("content").strip()
                if content:
                    found.setdefault(name.lower(), []).append(content)
        return found

    @cached_property
    def linked_data(self) -> list[dict[str, Any]]:
        """All JSON-LD nodes, @graph and lists flattened; of a broken script what can be read of its article."""
        nodes: list[dict[str, Any]] = []
        for script in _LD(self.root):
            text = _uncovered(script.text or "")
            value = loads_lenient(text)
            if value is None:
                value = salvaged(text)
            for node in value if isinstance(value, list) else [value]:
                if isinstance(node, dict):
                    graph = node.get("@graph")
                    nodes.extend(n for n in graph if isinstance(n, dict)) if isinstance(graph, list) else nodes.append(node)
        return nodes

    @cached_property
    def article_data(self) -> dict[str, Any]:
        """The JSON-LD node of the article; {} if none.

        Among nodes of an article type the one of the page's own title or address (teasers have nodes, too), then the one that tells most.
        """
        best: dict[str, Any] = {}
        score = 0
        nodes = [node for node in self.linked_data if kinds_of(node) & ARTICLE_TYPES]
        for node in nodes:
            told = sum(key in node for key in ("headline", "datePublished", "author", "articleBody", "dateModified"))
            told = told * 2 + ("WebPage" not in kinds_of(node)) + (100 if told and len(nodes) > 1 and self.is_own(node) else 0)
            if told > score:
                best, score = node, told
        return best

    def is_own(self, node: dict[str, Any]) -> bool:
        """Whether a JSON-LD node has the page's title or address."""
        titles = [_letters(t) for t in (node.get("headline"), node.get("name")) if isinstance(t, str)]
        if any(len(t) > 3 and any(t in s or (len(s) > 7 and s in t) for s in self._own_titles) for t in titles):
            return True
        main = node.get("mainEntityOfPage")
        addresses = (node.get("url"), node.get("@id"), main.get("@id") if isinstance(main, dict) else main)
        return any(isinstance(a, str) and len(_path(a)) > 1 and _path(a) in self._own_paths for a in addresses)

    @cached_property
    def _own_titles(self) -> list[str]:
        return [_letters(t) for t in (*self.metas.get("og:title", ())[:1], _TITLE(self.root))]

    @cached_property
    def _own_paths(self) -> set[str]:
        return {_path(a) for a in (self.url, _CANONICAL(self.root), *self.metas.get("og:url", ())[:1])}

    def script(self, script_id: str) -> Any:
        """The JSON inside <script id=script_id>, parsed; None when absent or broken. Example: script("__NEXT_DATA__")."""
        cache = self.__dict__.setdefault("_scripts", {})
        if script_id not in cache:
            element = next(iter(self.root.xpath("//script[@id=$id]", id=script_id)), None)
            cache[script_id] = loads_lenient(element.text or "") if element is not None else None
        return cache[script_id]

    def variable(self, name: str) -> Any:
        """The JSON value assigned to a script variable ("var newsData = {…}"); None when absent or broken."""
        cache = self.__dict__.setdefault("_variables", {})
        if name not in cache:
            cache[name] = _assigned(self.text, name)
        return cache[name]


def _uncovered(text: str) -> str:
    """A script's text without the CDATA marks around it."""
    found = _CDATA.match(text)
    text = (text[found.end() :] if found else text).rstrip()
    return text[:-3].rstrip().removesuffix("//") if text.endswith("]]>") else text


def loads_lenient(text: str) -> Any:
    """JSON as sites embed it: strict first, then with raw control characters allowed; None when it is no JSON."""
    text = text.strip().rstrip(";")
    if not text:
        return None
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        pass
    try:
        return json.loads(text, strict=False, parse_constant=lambda _name: None)
    except (ValueError, RecursionError):
        return None


# what an article's script says though a quote or a comma too many makes it no JSON: "datePublished":"2026-03-03T10:20:00+08:00"
_SALVAGED = re.compile(r'"(?P<key>headline|datePublished|dateModified|articleSection)"\s{0,9}:\s{0,9}"(?P<value>[^"\\<>\n]{4,400})"')
_SALVAGED_AUTHOR = re.compile(r'"author"\s{0,9}:\s{0,9}(?:\[\s{0,9})?(?:\{[^{}"]{0,20}(?:"(?:@type|url|@id)"\s{0,9}:\s{0,9}"[^"\n]{0,200}"\s{0,9},\s{0,9}){0,3}"name"\s{0,9}:\s{0,9})?"(?P<name>[^"\\\n]{2,80})"')


def salvaged(text: str) -> dict[str, Any] | None:
    """What can be read of the first article in a JSON-LD script that is no JSON; None when it tells no date.

    Example: salvaged('{"headline":"A","description":"He said "no"","datePublished":"2026-03-03"}')["datePublished"] == "2026-03-03"
    """
    if '"datePublished"' not in text[:200_000]:
        return None
    node: dict[str, Any] = {"@type": "Article"}
    for found in _SALVAGED.finditer(text[:200_000]):
        node.setdefault(found["key"], found["value"])
    if author := _SALVAGED_AUTHOR.search(text[:200_000]):
        node["author"] = author["name"]
    return node if "datePublished" in node else None


def kinds_of(node: dict[str, Any]) -> set[str]:
    """The types a JSON-LD node names, without a vocabulary's prefix."""
    kinds = node.get("@type")
    return {k.rpartition("/")[2].rpartition(":")[2] for k in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(k, str)}


def _letters(text: str) -> str:
    return "".join(c for c in html.unescape(text[:400]).lower() if c.isalnum())


def _path(address: str) -> str:
    """An address without scheme, host, query and last slash."""
    return re.sub(r"^(?:https?:)?//[^/]{0,200}", "", address).partition("#")[0].partition("?")[0].rstrip("/")


def _assigned(text: str, name: str) -> Any:
    """The first JSON object or array assigned to `name` in a page's scripts."""
    start = 0
    while (at := text.find(name, start)) >= 0:
        start = at + len(name)
        rest = text[start : start + 40].lstrip()
        if not rest.startswith(("=", '"]', "']")):
            continue
        opening = min((i for i in (text.find("{", start, start + 60), text.find("[", start, start + 60)) if i >= 0), default=-1)
        if opening < 0:
            continue
        try:
            value, _end = json.JSONDecoder(strict=False).raw_decode(text, opening)
        except (ValueError, RecursionError):
            continue
        return value
    return None
