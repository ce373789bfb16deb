"""What stands on an index page: readers of feeds, sitemaps, link lists, XML and JSON lists. Pure: bytes in, entries out."""

from __future__ import annotations

import hashlib
import itertools
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any, AnyStr

import jmespath
import orjson
from lxml import etree

from harvester.decoding import decode
from harvester.layout import css, text_of
from harvester.normalize.urls import join_url, tainted
from harvester.page import Page
from harvester.source import Source

MAX_LINKS = 2000
MAX_TAG = 100_000
MAX_DEPTH = 200
MAX_LENIENT = 8 * 1024 * 1024
MAX_SITEMAP = 50 * 1024 * 1024
WHOLE_TEXT = 800  # characters of a feed's item that are more than a teaser


class BadIndex(Exception):
    """An index body that cannot be read; the message says why, in one line."""


class RefusedIndex(BadIndex):
    """An index body that is not read because it is made to harm."""


@dataclass(slots=True)
class Entry:
    """One entry of an index: address (absolute), date, headline and sections as printed.

    version: what tells that the article was changed, if anything does
    """

    url: str
    published: str | None = None
    headline: str | None = None
    version: str | None = None
    sections: tuple[str, ...] = ()


@dataclass(slots=True)
class Listed:
    """What a reader found: entries, why it is incomplete (None: it is whole), what was skipped, further index files, links with control characters."""

    entries: list[Entry]
    partial: str | None = None
    notes: dict[str, int] | None = None
    more: list[str] | None = None
    data: Any = None
    refused: list[str] | None = None

    def no_address(self, base: str, href: str | None, what: str = "no_address") -> None:
        """Count a link that is no address; keep one that holds control characters, to be named."""
        self.note(what)
        if (address := tainted(base, href)) is not None:
            self.refused = [*(self.refused or ()), address][:MAX_REFUSED]

    def note(self, what: str, n: int = 1) -> None:
        """Count something skipped."""
        self.notes = self.notes or {}
        self.notes[what] = self.notes.get(what, 0) + n


class Items:
    """Base of the readers."""

    def read(self, source: Source, url: str, body: bytes, charset: str | None) -> Listed:
        """The entries of an index body. Errors: BadIndex."""
        raise NotImplementedError


# --- feeds -----------------------------------------------------------------------------------------------------------------

_ENTITY = re.compile(r"<!ENTITY\b", re.I)
_DOCTYPE = re.compile(r"<!DOCTYPE\b", re.I)
_BARE_AMPERSAND = re.compile(r"&(?!(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|amp|lt|gt|quot|apos);)")
_ENTRY_END = re.compile(r"</(?:item|entry)\s*>", re.I)
_ENTRY_START = re.compile(r"<(?:item|entry)\b[^<>]{0,500}>", re.I)
MAX_BLOCK = 200_000  # characters of one item, bytes of one <url>
# Opening and closing tags of the fields of an item; told by their tags alone, for items that are no XML
_FIELD_TAG = re.compile(r"<(?P<end>/?)(?:\w{1,20}:)?(?P<name>link|guid|pubDate|published|updated|date|title)\b[^<>]{0,200}>", re.I)
MAX_FIELD = 5000
MAX_SECTIONS = 50  # of an entry
_FEED_START = re.compile(r"<(?:rss|feed|rdf|channel)\b", re.I)
_DOCUMENT = re.compile(r"<html\b", re.I)
MAX_ENTRIES = 10_000  # of a feed or an API's answer; real ones have hundreds
_FEED_END = re.compile(r"</(?:rss|feed|rdf:RDF|channel)\s*>", re.I)
_BAD_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
# "caf&eacute;", "&nbsp;": names that HTML knows and XML does not
_NAMED = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)[A-Za-z]{2,10}\d{0,2};")


def safe_xml(text: str) -> str:
    """XML text made readable: junk before the prolog, control characters and bare ampersands mended; dangerous things refused.

    Errors: BadIndex for entity declarations, for a tag longer than any real one, for text without a tag.
    """
    start = text.find("<")
    if start < 0:
        raise BadIndex("no XML: there is no tag in it")
    text = without_comments(_after_prolog(text[start:]))
    if _ENTITY.search(text, 0, 65536):
        raise RefusedIndex("declares XML entities; refused")
    if found := _DOCTYPE.search(text, 0, 4096):
        end = text.find(">", found.start())
        if "[" in text[found.start() : end]:
            raise RefusedIndex("carries its own DTD; refused")
        text = text[: found.start()] + text[end + 1 :]
    if longest_tag(text) > MAX_TAG:
        raise RefusedIndex(f"holds a tag longer than {MAX_TAG} characters; refused")
    text = _BAD_XML.sub("", text)
    if "&#" in text:
        text = _REFERENCE.sub(_character, text)
    text = _NAMED.sub(_named, text)
    parts = text.split("<![CDATA[")
    if len(parts) == 1:
        return _BARE_AMPERSAND.sub("&amp;", text)
    mended = [_BARE_AMPERSAND.sub("&amp;", parts[0])]
    for part in parts[1:]:
        inside, close, rest = part.partition("]]>")
        mended.append(inside + close + _BARE_AMPERSAND.sub("&amp;", rest))
    return "<![CDATA[".join(mended)


def without_comments(text: AnyStr) -> AnyStr:
    """XML without its comments: what a site has commented out it does not offer. One that is never closed is none, and stays.

    Example: without_comments("<a/><!-- <b/> --><![CDATA[<!-- c -->]]>") == "<a/><![CDATA[<!-- c -->]]>"
    """
    kept: list[AnyStr] = []
    at = 0
    for start, end in _sections(text, comments=True):
        kept.append(text[at:start])
        at = end
    kept.append(text[at:])
    return text[:0].join(kept)


def _sections(text: AnyStr, *, comments: bool) -> Iterator[tuple[int, int]]:
    """Where comments, or else CDATA sections, begin and end; what is closed nowhere is none. One pass."""
    opening, comment, closing, data_end = ("<!--|<!\\[CDATA\\[", "<!--", "-->", "]]>") if isinstance(text, str) else (rb"<!--|<!\[CDATA\[", b"<!--", b"-->", b"]]>")
    at, hopeless = 0, set()
    for mark in re.finditer(opening, text):
        is_comment = mark[0] == comment
        if mark.start() < at or is_comment in hopeless:
            continue
        end = text.find(closing if is_comment else data_end, mark.end())
        if end < 0:
            hopeless.add(is_comment)
            continue
        at = end + 3
        if is_comment == comments:
            yield mark.start(), at


def _without_data(text: str) -> str:
    """Text of the same length in which nothing inside a CDATA section looks like a tag: an <item> that an item's text quotes is none."""
    pieces, at = [], 0
    for start, end in _sections(text, comments=False):
        inside = text[start + 9 : end - 3]
        if "<![CDATA[" not in inside:  # else the first of them was never closed
            pieces += [text[at : start + 9], inside.replace("<", " ")]
            at = end - 3
    return "".join([*pieces, text[at:]]) if pieces else text


def _after_prolog(text: str) -> str:
    """Without the XML declaration, comments and instructions before the first element, however long they are: what they hide is looked at."""
    while True:
        text = text.lstrip(" \t\r\n\ufeff")
        close = "-->" if text.startswith("<!--") else "?>" if text.startswith("<?") else None
        end = text.find(close) if close else -1
        if close is None or end < 0:
            return text
        text = text[end + len(close) :]


def _named(found: re.Match[str]) -> str:
    """A named reference of HTML as its characters; an unknown one stays. What would be markup is no name of these."""
    return unescape(found[0])


def _character(found: re.Match[str]) -> str:
    """A character reference, unless it names what XML has no place for ("&#xD800;", "&#0;"), which lxml cannot give back."""
    number = int(found[1][1:], 16) if found[1][0] in "xX" else int(found[1])
    fits = number in (9, 10, 13) or 0x20 <= number <= 0xD7FF or 0xE000 <= number <= 0xFFFD or 0x10000 <= number <= 0x10FFFF
    return found[0] if fits else ""


_REFERENCE = re.compile(r"&#([xX][0-9a-fA-F]{1,8}|\d{1,10});")


def longest_tag(text: str | bytes) -> int:
    """Length of the longest stretch between < and > : libxml2 is quadratic in a tag's attributes."""
    less, more = ("<", ">") if isinstance(text, str) else (b"<", b">")
    longest = at = 0
    while True:
        start = text.find(less, at)  # type: ignore[arg-type]
        if start < 0:
            return longest
        end = text.find(more, start)  # type: ignore[arg-type]
        if end < 0:
            return max(longest, len(text) - start if len(text) - start < MAX_TAG * 2 else MAX_TAG + 1)
        longest = max(longest, end - start)
        at = end + 1


class FeedItems(Items):
    """RSS 2.0, RSS 1.0 and Atom, broken in the usual ways too: every whole item is read, a torn last one is not."""

    def read(self, source: Source, url: str, body: bytes, charset: str | None) -> Listed:
        """Items with link, date as printed, title. A feed cut in the middle gives its whole items and says so in `partial`."""
        text = decode(body, charset).text
        if not text.strip():
            raise BadIndex("the feed is empty")
        text = safe_xml(text)
        partial = None
        if _DOCUMENT.search(text, 0, 2000) and not _FEED_START.search(text, 0, 2000):
            raise BadIndex("no feed: an HTML page")
        ends = list(_ENTRY_END.finditer(_without_data(text)))
        if len(ends) > MAX_ENTRIES:
            ends = ends[:MAX_ENTRIES]
            text, partial = text[: ends[-1].end()] + "</channel></rss>", f"the feed has more than {MAX_ENTRIES} items; the first {MAX_ENTRIES} are kept"
        if not _FEED_END.search(text[ends[-1].end() if ends else 0 :]):
            if not ends and not _FEED_START.search(text, 0, 2000):
                raise BadIndex("no feed: neither RSS nor Atom")
            text = text[: ends[-1].end()] if ends else ""
            partial = f"the feed ends in the middle, after {len(ends)} whole items"
        parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
        listed = Listed([], partial)
        if not text:
            return listed
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
        if root is None:
            raise BadIndex("no XML")
        if any("depth" in error.message for error in parser.error_log):
            raise RefusedIndex("elements nested too deep; refused")
        if sum(_local(element) in ("item", "entry") for element in root.iter()) < len(ends):
            return self.torn(text, url, listed)
        for element in root.iter():
            if _local(element) in ("item", "entry"):
                entry = self.entry(element, url, listed)
                if entry is not None:
                    listed.entries.append(entry)
        if listed.notes and listed.notes.get("no_link") and ends:
            mended = self.torn(text, url, Listed([], partial))
            if len(mended.entries) > len(listed.entries):
                return mended
        if not ends and root is not None and _local(root) not in ("rss", "feed", "RDF", "rdf"):
            raise BadIndex(f"no feed: the document is <{_local(root)}>")
        return listed

    def torn(self, text: str, base: str, listed: Listed) -> Listed:
        """A feed whose tags do not match ("<br>" in a title): each item by itself, its fields by their tags."""
        listed.note("mended")
        at, tags = 0, _without_data(text)
        for end in _ENTRY_END.finditer(tags):
            starts = [found.end() for found in _ENTRY_START.finditer(tags, at, end.start())]
            at = end.end()
            if not starts or end.start() - starts[-1] > MAX_BLOCK:
                listed.note("no_link")
                continue
            told = _fields(text[starts[-1] : end.start()])
            guid = told.get("guid", "") if told.get("guid", "").startswith("http") else None
            address = join_url(base, told.get("link") or guid)
            if address is None:
                listed.no_address(base, told.get("link") or guid, "no_link")
            else:
                date = told.get("pubdate") or told.get("published") or told.get("updated") or told.get("date")
                listed.entries.append(Entry(address, date or None, told.get("title") or None))
        return listed

    def entry(self, element: Any, base: str, listed: Listed) -> Entry | None:
        """One item or entry; None, counted, without a usable link."""
        link = guid = date = title = changed = None
        whole = ""
        sections: list[str] = []
        for child in element:
            name = _local(child)
            text = (child.text or "").strip()
            if name == "link":
                if child.get("href"):
                    if child.get("rel", "alternate") == "alternate":
                        link = link or child.get("href")
                else:
                    link = link or text or (child.tail or "").strip()  # "<link/>https://…": written by an HTML parser
            elif name in ("guid", "id") and text.startswith("http") and child.get("isPermaLink", "true") != "false":
                guid = guid or text
            elif name in ("pubDate", "published", "date", "pubdate") or name == "updated":
                date = date or text
            elif name == "title":
                title = title or " ".join("".join(child.itertext()).split())
            elif name in ("encoded", "content", "description"):
                whole = max(whole, "".join(child.itertext()), key=len)
            elif name == "category" and (section := text or child.get("term", "")) and len(sections) < MAX_SECTIONS:
                sections.append(section)
            if name in ("updated", "modified"):  # Atom's, and dcterms:modified
                changed = changed or text
        address = join_url(base, link or guid)
        if address is None:
            listed.no_address(base, link or guid, "no_link")
            return None
        return Entry(address, date or None, title or None, version_of(changed, whole), tuple(sections))


def version_of(changed: str | None, text: str = "") -> str | None:
    """What an entry says of its article's version: when it was changed, as printed, and a digest of its text where that is the whole article.

    A teaser stays as it is when the article is changed further down, a day when it is changed again: they say nothing.
    """
    changed = changed if changed and sum(map(str.isdigit, changed)) >= 10 else None  # a day has eight digits, a second since 1970 ten
    digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16] if len(text) >= WHOLE_TEXT else ""
    return f"{changed or ''} {digest}".strip() or None


def _fields(block: str) -> dict[str, str]:
    """The first of each field of an item, by its tags, in one pass."""
    told: dict[str, str] = {}
    opened: dict[str, int] = {}
    for tag in _FIELD_TAG.finditer(block):
        name = tag["name"].lower()
        if not tag["end"]:
            opened[name] = tag.end()
        elif name in opened and name not in told:
            text = block[opened[name] : tag.start()][:MAX_FIELD].replace("<![CDATA[", "").replace("]]>", "")
            told[name] = " ".join(unescape(re.sub(r"<[^<>]{0,200}>", " ", text)).split())
    return told


def _local(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2] if isinstance(tag, str) else ""


# --- sitemaps --------------------------------------------------------------------------------------------------------------

_BLOCK_TAG = re.compile(rb"<(?P<end>/?)(?:\w{1,20}:)?(?P<kind>url|sitemap)(?=[\s/>])[^<>]{0,2000}>", re.I)
_ROOT_TAG = re.compile(rb"<(?:\w{1,20}:)?(?:urlset|sitemapindex)\b", re.I)
_ROOT_END = re.compile(rb"</(?:\w{1,20}:)?(?:urlset|sitemapindex)\s{0,20}>", re.I)
# Possessive: white space without end after a tag would be tried in every division
_LOC = re.compile(rb"<(?:\w+:)?loc\b[^>]{0,200}>\s*+(?:<!\[CDATA\[)?\s*+([^<\]]{1,4000}+)(?:\]\]>)?\s*+</(?:\w+:)?loc\s*+>", re.I)
_LASTMOD = re.compile(rb"<(?:\w+:)?lastmod\b[^>]{0,200}>\s*+([^<]{1,200}+)</", re.I)
_NEWS_DATE = re.compile(rb"<(?:\w+:)?publication_date\b[^>]{0,200}>\s*+([^<]{1,200}+)</")
_NEWS_TITLE = re.compile(rb"<news:title\b[^>]{0,200}>\s*+(?:<!\[CDATA\[)?([^<]{1,1000}+)</news:title")


class SitemapItems(Items):
    """Sitemaps, news sitemaps and sitemap indexes, plain or gzipped; whole entries only, read as a stream of small pieces."""

    def read(self, source: Source, url: str, body: bytes, charset: str | None) -> Listed:
        """Entries with lastmod or news date; `more` holds the files a sitemap index names."""
        body = unpacked(body)
        if b"\0" in body[:64]:
            body = decode(body, charset).utf8  # UTF-16
        body = without_comments(body)
        if b"<!ENTITY" in body[:65536].upper():
            raise RefusedIndex("declares XML entities; refused")
        if not _ROOT_TAG.search(body, 0, 1 << 20):
            raise BadIndex("no sitemap: neither urlset nor sitemapindex")
        listed = Listed([], more=[])
        last = 0
        for kind, inside, last in _blocks(body):  # noqa: B007
            found = _LOC.search(inside)
            if not found:
                listed.note("no_loc")
                continue
            address = join_url(url, _unescaped(found[1]))
            if address is None:
                listed.no_address(url, _unescaped(found[1]), "bad_loc")
                continue
            if kind == b"sitemap":
                assert listed.more is not None
                listed.more.append(address)
                continue
            changed = _LASTMOD.search(inside)
            date = _NEWS_DATE.search(inside) or changed
            title = _NEWS_TITLE.search(inside)
            listed.entries.append(Entry(address, _unescaped(date[1]) if date else None, _unescaped(title[1].rstrip().removesuffix(b"]]>")) if title else None, version_of(changed and _unescaped(changed[1]))))
        if not _ROOT_END.search(body, last):
            listed.partial = f"the sitemap ends in the middle, after {len(listed.entries)} whole entries"
        return listed


def _blocks(body: bytes) -> Iterator[tuple[bytes, bytes, int]]:
    """The <url> and <sitemap> elements of a sitemap, whole ones only: kind, inside, where it ends. One pass, whatever is not closed."""
    opened: dict[bytes, int] = {}
    for tag in _BLOCK_TAG.finditer(body):
        kind = tag["kind"].lower()
        if not tag["end"]:
            opened[kind] = tag.end()
        elif (start := opened.pop(kind, None)) is not None and tag.start() - start <= MAX_BLOCK:
            yield kind, body[start : tag.start()], tag.end()


def unpacked(body: bytes, limit: int = MAX_SITEMAP) -> bytes:
    """A .gz body unpacked, all its members, twice at most (a .gz file that was sent compressed once more). Errors: BadIndex for a cut stream, RefusedIndex for a bomb."""
    for _layer in range(2):
        if body[:2] != b"\x1f\x8b":
            return body
        body = _members(body, limit)
    if body[:2] == b"\x1f\x8b":
        raise RefusedIndex("packed more than twice; refused")
    return body


def _members(body: bytes, limit: int) -> bytes:
    out, size = [], 0
    while body[:2] == b"\x1f\x8b":
        unpacker = zlib.decompressobj(31)
        try:
            out.append(unpacker.decompress(body, limit + 1 - size))
        except zlib.error as error:
            raise BadIndex(f"damaged gzip: {error}") from None
        size += len(out[-1])
        if size > limit:
            raise RefusedIndex(f"decoded sitemap larger than {limit} bytes")
        if not unpacker.eof:
            raise BadIndex(f"gzip stream ended early at {size} bytes")
        body = unpacker.unused_data
    return b"".join(out)


def _unescaped(raw: bytes) -> str:
    text = raw.decode("utf-8", "replace")
    if "&" in text:
        text = unescape(text)
    return text.strip()


# --- link lists ------------------------------------------------------------------------------------------------------------


# The day of an entry as lists print it: "28/06/2023", "(28.11.2021)", "4 Sep 2021", "October 7, 2021", "2025-07-09 09:25", "2025年7月9日",
# "26-11-2025 19:30 HKT", "15 hours ago", "5分鐘前", "昨日 23:16"
_MONTHS = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]{0,6}"
_ROW_DATE = re.compile(
    r"(?<!\d)(?:\d{4}\s?[-./年]\s?\d{1,2}\s?[-./月]\s?\d{1,2}日?(?:\s{1,3}\d{1,2}:\d{2}(?::\d{2})?)?"
    r"|\d{1,3}\s?(?:hours?|hrs?|minutes?|mins?|days?|weeks?)\s?ago|\d{1,3}\s?(?:小時|小时|分鐘|分钟|天|日)前|[今昨]日\s?\d{1,2}:\d{2}"
    rf"|\d{{1,2}}[-./]\d{{1,2}}[-./]\d{{4}}(?:\s\d{{1,2}}:\d{{2}})?|\d{{1,2}}\s{_MONTHS}\.?,?\s\d{{4}}|{_MONTHS}\.?\s\d{{1,2}},?\s\d{{4}})(?!\d)"
)
MAX_ROW = 400
MAX_REFUSED = 10  # links of a page that are named because they cannot be followed
MAX_CLIMB = 8


class Links(Items):
    """Links of an HTML index: every a[href] that the source claims as an article, each article once.

    within  CSS of the part of the page to look at; item: CSS of one entry, with `date` and `title` relative to it.
            Where the page has none of them (its classes have changed) the whole page is read instead, and that is counted
    dated   a date printed in the entry's own row is its day, whatever the elements are called: the table row, the list item, the
            brackets behind the title, or the line above
    """

    def __init__(self, within: str | None = None, *, item: str | None = None, date: str | None = None, title: str | None = None, dated: bool = False) -> None:
        self.within = css(within) if within else None
        self.item = css(item) if item else None
        self.dated = dated
        self.date = _relative(date) if date else None
        self.title = _relative(title) if title else None

    def read(self, source: Source, url: str, body: bytes, charset: str | None) -> Listed:
        """Entries in page order, at most 2,000."""
        if not body.strip():
            raise BadIndex("the page is empty")
        page = Page(url, body, charset)
        listed = Listed([])
        seen: set[str] = set()
        roots = (self.within.find(page) if self.within else None) or [page.root]
        items = self.item.find(page) if self.item else roots
        if not items:
            listed.note("no_item")
            items = roots
        rows = _Rows(source, page) if self.dated else None
        for item in items:
            date = _text(self.date, item)
            title = _text(self.title, item)
            for anchor in item.iter("a") if item.tag != "a" else (item,):
                href = anchor.get("href")
                if not href:
                    continue
                address = join_url(page.base, href)
                key = source.article_key(address) if address else None
                if address is None:
                    listed.no_address(page.base, href)
                    continue
                if key is None:
                    listed.note("no_article")
                    continue
                same = key.id or address.partition("#")[0]
                if same in seen:
                    continue
                if len(seen) >= MAX_LINKS:
                    listed.note("over_limit")
                    listed.partial = f"the page has more than {MAX_LINKS} article links; the first {MAX_LINKS} are kept"
                    return listed
                seen.add(same)
                words = title or text_of(anchor) or anchor.get("title")
                stated = date or (rows.date(anchor) if rows is not None else None)
                listed.entries.append(Entry(address.partition("#")[0], stated, words or None))
        return listed


class _Rows:
    """Finds the date printed beside an article's link: in the widest element around it that holds no other article."""

    def __init__(self, source: Source, page: Page) -> None:
        self.held: dict[Any, set[str]] = {}
        self.above: bool | None = None
        for anchor in page.root.iter("a"):
            address = join_url(page.base, anchor.get("href"))
            key = source.article_key(address) if address else None
            if address is None or key is None:
                continue
            for element in itertools.chain([anchor], itertools.islice(anchor.iterancestors(), MAX_CLIMB)):
                self.held.setdefault(element, set()).add(key.id or address.partition("#")[0])

    def date(self, anchor: Any) -> str | None:
        """The date as printed; None when none stands in the row."""
        row = anchor
        for element in itertools.islice(anchor.iterancestors(), MAX_CLIMB):
            if len(self.held.get(element, ())) != 1 or element.tag in ("body", "html"):
                break
            row = element
            if found := _ROW_DATE.search(_around(element, anchor)):
                return found[0]
        inside = _ROW_DATE.findall(text_of(anchor)[-MAX_ROW:])
        return (inside[-1] if inside else None) or self.beside(row)

    def beside(self, row: Any) -> str | None:
        """For lists without rows: the date between two links, above its link ("4 Sep 2021" and its title) if one stands above the first, else below."""
        above = self.between(row, back=True)
        if self.above is None:
            self.above = above is not None
        return above if self.above else self.between(row, back=False)

    def between(self, row: Any, *, back: bool) -> str | None:
        """The nearest date from an entry to the next one."""
        beside = row.getprevious() if back else row
        while beside is not None and (beside is row or beside not in self.held):
            text = (beside.tail or "")[:MAX_ROW] if beside is row else f"{text_of(beside)[-MAX_ROW:]} {(beside.tail or '')[:MAX_ROW]}"
            dates = _ROW_DATE.findall(text)
            if dates:
                return str(dates[-1] if back else dates[0])
            beside = beside.getprevious() if back else beside.getnext()
        return None


def _around(element: Any, anchor: Any) -> str:
    """A row's text without its link's."""
    return text_of(element)[: MAX_ROW * 2].replace(text_of(anchor), " ", 1)


def _relative(query: str) -> Any:
    from harvester.layout import _relative as relative

    return relative(query)


def _text(pick: Any, item: Any) -> str | None:
    if pick is None:
        return None
    for value in pick.within(item):
        text = text_of(value).strip()
        if text:
            return text
    return None


class XmlItems(Items):
    """Entries of some XML: `item` elements with child elements for address, date and title (names without namespace)."""

    def __init__(self, item: str, *, url: str, date: str | None = None, title: str | None = None) -> None:
        self.item, self.url, self.date, self.title = item, url, date, title

    def read(self, source: Source, url: str, body: bytes, charset: str | None) -> Listed:
        """Entries in document order."""
        text = decode(body, charset).text
        if not text.strip():
            return Listed([])
        parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
        root = etree.fromstring(safe_xml(text).encode("utf-8", "replace"), parser)
        if root is None:
            raise BadIndex("no XML")
        if _local(root).lower() == "html":
            raise BadIndex("an HTML page where XML was asked for")
        listed = Listed([])
        for element in root.iter():
            if _local(element) != self.item:
                continue
            values = {_local(child): (child.text or "").strip() for child in element}
            address = join_url(url, values.get(self.url))
            if address is None:
                listed.no_address(url, values.get(self.url))
                continue
            listed.entries.append(Entry(address, values.get(self.date or "") or None, values.get(self.title or "") or None))
        return listed


# --- JSON ------------------------------------------------------------------------------------------------------------------

_LONG_NUMBER = re.compile(rb"(?<![\w\".])-?\d{400,}")


def loads_guarded(body: bytes, charset: str | None = None) -> Any:
    """JSON of an API: a BOM and raw control characters are borne, NaN and Infinity become null.

    Errors: BadIndex for nesting deeper than 200, numbers of hundreds of digits, HTML, cut or broken JSON.
    """
    body = body.removeprefix(b"\xef\xbb\xbf").strip()
    if not body:
        raise BadIndex("the answer is empty")
    if body[:1] == b"<":
        raise BadIndex("HTML where JSON was asked for")
    if nesting(body) > MAX_DEPTH:
        raise BadIndex(f"invalid JSON: nesting > {MAX_DEPTH}")
    if _LONG_NUMBER.search(body):
        raise BadIndex("invalid JSON: a number of more than 400 digits")
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        pass
    text = decode(body, charset).text
    try:
        return json.loads(text, strict=False, parse_constant=lambda _name: None)
    except (ValueError, RecursionError) as error:
        raise BadIndex(f"invalid JSON: {str(error)[:120]}") from None


def nesting(body: bytes) -> int:
    """Deepest nesting of brackets outside strings; stops counting past the limit."""
    depth = deepest = 0
    for found in _BRACKETS.finditer(body):
        character = found[0]
        if character in (b"[", b"{"):
            depth += 1
            if depth > deepest:
                deepest = depth
                if deepest > MAX_DEPTH:
                    return deepest
        elif character in (b"]", b"}"):
            depth -= 1
    return deepest


# A text's closing quote: another key follows, or the object's end
_VALUE_END = re.compile(rb'"(?=\s*+,\s*+"[A-Za-z_]\w{0,40}+"\s*+:|\s*+\})')


def _without_values(body: bytes, opening: re.Pattern[bytes]) -> bytes:
    """JSON without the keys, and their texts, that a pattern finds; a text with no end in sight stays. One pass."""
    kept, at = [], 0
    while (found := opening.search(body, at)) and (end := _VALUE_END.search(body, found.end())):
        kept += [body[at : found.start()], b'"_":""']
        at = end.end()
    return b"".join([*kept, body[at:]])


_BRACKETS = re.compile(rb'"(?:[^"\\]|\\.)*+"|[\[\]{}]', re.S)


class JsonItems(Items):
    """Entries of a JSON answer. path: JMESPath of the list; url: JMESPath of the address, or a template "https://…/{id}"
    of the entry's values; date, title, changed (when the article was last changed): JMESPath within an entry; fault: JMESPath of the message with which the API says that it failed;
    without: keys of long texts that are not wanted, left out of an answer whose quotes in them break its JSON."""

    def __init__(self, path: str, *, url: str, date: str | None = None, title: str | None = None, fault: str | None = None,
                 changed: str | None = None, without: tuple[str, ...] = ()) -> None:  # fmt: skip
        self.path = jmespath.compile(path)
        names = "|".join(map(re.escape, without))
        self.without = re.compile(rf'"(?:{names})"\s*+:\s*+"'.encode()) if without else None
        self.fault = jmespath.compile(fault) if fault else None
        self.template = url if "{" in url else None
        self.url = None if self.template else jmespath.compile(url)
        self.date = jmespath.compile(date) if date else None
        self.title = jmespath.compile(title) if title else None
        self.changed = jmespath.compile(changed) if changed else None

    def read(self, source: Source, url: str, body: bytes, charset: str | None) -> Listed:
        """Entries in the answer's order; `data` is the parsed answer, for cursors and totals."""
        data = self.parsed(body, charset)
        fault = self.fault.search(data) if self.fault is not None and isinstance(data, dict) else None
        if fault not in (None, "", False):
            raise BadIndex(f"the API says: {str(fault)[:200]}")
        rows = self.path.search(data) if isinstance(data, (dict, list)) else None
        listed = Listed([], data=data)
        if rows is None:
            return listed
        if not isinstance(rows, list):
            raise BadIndex(f"the answer's {self.path.expression} is no list")
        if len(rows) > MAX_ENTRIES:
            listed.partial = f"the answer has {len(rows)} entries; the first {MAX_ENTRIES} are kept"
        for row in rows[:MAX_ENTRIES]:
            address = join_url(url, self.address(row))
            if address is None:
                listed.no_address(url, self.address(row))
                continue
            listed.entries.append(Entry(address, _value(self.date, row), _value(self.title, row), version_of(_value(self.changed, row))))
        return listed

    def parsed(self, body: bytes, charset: str | None) -> Any:
        """The answer; one that is no JSON is tried again without the texts that are not wanted."""
        try:
            return loads_guarded(body, charset)
        except BadIndex:
            if self.without is None or body[:1] == b"<":
                raise
            return loads_guarded(_without_values(body[:MAX_LENIENT], self.without), charset)

    def address(self, row: Any) -> str | None:
        """The address of an entry."""
        if self.template is not None:
            try:
                return self.template.format_map(row) if isinstance(row, dict) else self.template.format(id=row)
            except (KeyError, IndexError, ValueError, AttributeError):
                return None
        assert self.url is not None
        return _value(self.url, row)


def _value(path: Any, row: Any) -> str | None:
    if path is None or not isinstance(row, dict):
        return None
    value = path.search(row)
    if isinstance(value, bool) or value is None:
        return None
    return str(value).strip() or None if isinstance(value, (str, int, float)) else None
