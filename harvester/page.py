"""One downloaded page, parsed once: its tree, metas, JSON-LD and embedded data, each made when first asked for.

Layouts and the generic reader read pages only through this class, in a crawl as in `harvester read`.
"""

from __future__ import annotations

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

_PARSER = etree.HTMLParser(encoding="utf-8", recover=True, no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
# lxml's stubs type every XPath result as a union; these three give elements, elements and a string.
_LD: Any = etree.XPath("//script[@type='application/ld+json']")
_METAS: Any = etree.XPath("//meta[@content]")
_BASE: Any = etree.XPath("string(//base/@href)")

ARTICLE_TYPES = frozenset(
    ("NewsArticle", "Article", "ReportageNewsArticle", "LiveBlogPosting", "BlogPosting", "OpinionNewsArticle", "AnalysisNewsArticle",
     "BackgroundNewsArticle", "AdvertiserContentArticle", "Report", "SocialMediaPosting", "WebPage")
)  # fmt: skip

# "<![CDATA[ {...} ]]>" and "//<![CDATA[" around JSON-LD, seen on tkww.hk
_CDATA = re.compile(r"^\s*(?://)?\s*<!\[CDATA\[|(?://)?\s*\]\]>\s*$")


class HostilePage(Exception):
    """A page that is not parsed: it is made to keep the parser busy."""


# A tag's attributes cost libxml2 the square of their number: 200,000 in one tag are 73 seconds inside C, deaf to signals.
MANY_ATTRIBUTES = 20_000
PATIENCE = 5.0  # seconds for a trial parse in a process of its own
_TRIAL = "import sys; from lxml import etree; etree.fromstring(sys.stdin.buffer.read(), etree.HTMLParser(encoding='utf-8', recover=True))"


def examine(data: bytes) -> None:
    """Try suspicious bytes out where the parser can be stopped. Errors: HostilePage when that takes longer than any real page."""
    if len(data) < 5 * MANY_ATTRIBUTES or data.count(b"=") < MANY_ATTRIBUTES:
        return
    try:
        done = subprocess.run([sys.executable, "-c", _TRIAL], input=data, timeout=PATIENCE, capture_output=True, check=False)
    except subprocess.TimeoutExpired:
        raise HostilePage(f"parsing takes longer than {PATIENCE:.0f} s; the page is refused") from None
    if done.returncode < 0:
        raise HostilePage(f"parsing dies of signal {-done.returncode}; the page is refused")


class Page:
    """A page as the readers see it.

    url      its address after redirects
    body     the bytes as received, content coding removed
    charset  the label of the HTTP header, if any

    Example: Page("https://news.rthk.hk/…", b"<html>…").metas["og:title"]
    """

    def __init__(self, url: str, body: bytes, charset: str | None = None) -> None:
        self.url = url
        self._decoded = decode(body, charset)

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
        data = self._decoded.utf8
        examine(data)
        root = etree.fromstring(data, _PARSER) if data.strip() else None
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
        """All JSON-LD nodes, @graph and lists flattened; a broken script is left out."""
        nodes: list[dict[str, Any]] = []
        for script in _LD(self.root):
            value = loads_lenient(_CDATA.sub("", script.text or ""))
            for node in value if isinstance(value, list) else [value]:
                if isinstance(node, dict):
                    graph = node.get("@graph")
                    nodes.extend(n for n in graph if isinstance(n, dict)) if isinstance(graph, list) else nodes.append(node)
        return nodes

    @cached_property
    def article_data(self) -> dict[str, Any]:
        """The JSON-LD node of the article: the one that tells most among those of an article type; {} if none."""
        best: dict[str, Any] = {}
        score = 0
        for node in self.linked_data:
            kinds = node.get("@type")
            kinds = kinds if isinstance(kinds, list) else [kinds]
            if not any(isinstance(k, str) and k in ARTICLE_TYPES for k in kinds):
                continue
            told = sum(key in node for key in ("headline", "datePublished", "author", "articleBody", "dateModified"))
            told = told * 2 + ("WebPage" not in kinds)
            if told > score:
                best, score = node, told
        return best

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
