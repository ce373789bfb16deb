"""The reader for pages without a layout: JSON-LD and metas for what is stated, its own block picker for what is seen.

The picker weighs blocks of text by their length outside links (a Chinese character counts double) and takes the element that holds most
of them near the headline. trafilatura, 17 times the cost of parsing a page, is asked only where the picker is unsure.
Everything found is a string of the page: meaning is made of it later, by the same pipelines as for layouts.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any, NamedTuple

from harvester.items import SCRAPED_FIELDS, Link, Photo, Scraped
from harvester.layout import SKIPPED, block_text, text_of
from harvester.page import Page


class Generic(NamedTuple):
    """What was read, and which of "json-ld", "opengraph", "trafilatura" gave something of it (the page's own text is always read)."""

    scraped: Scraped
    readers: tuple[str, ...]


def read_generic(page: Page, *, wanted: frozenset[str] | None = None) -> Generic:
    """Read a page of unknown make.

    wanted  names of the Scraped fields to fill; None: all
    Result: strings as the page has them, relative addresses made absolute by the pipelines.
    Example: read_generic(page).scraped.published_meta == "2025-11-30T10:28:36+08:00"
    """
    reader = _Reader(page)
    scraped = Scraped()
    for name in _ORDER:
        if wanted is None or name in wanted:
            value = getattr(reader, name)()
            if value:
                setattr(scraped, name, value)
    used = tuple(name for name in ("json-ld", "opengraph", "trafilatura") if name in reader.used)
    return Generic(scraped, used)


_ORDER = (
    "headline", "description", "section", "byline", "authors", "published", "updated", "published_meta", "updated_meta", "paragraphs",
    "photos", "translations", "videos", "keywords", "canonical", "language",
)  # fmt: skip
assert SCRAPED_FIELDS.issuperset(_ORDER)

# --- words ---------------------------------------------------------------------------------------------------------------

_HAN = re.compile(r"[぀-ヿ㐀-鿿豈-﫿]")
_SPACES = re.compile(r"\s+")
_STOP = re.compile(r"[。！？!?；;]|[.,，](?:\s|$|[”\"’'])|，")
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")

# Class and id names of what is never the article: "related-posts", "article-share", "commentList", "hotNews"
_ASIDE = re.compile(
    r"(?:^|[\s_-])(?:related|relate|relevant|comments?|disqus|sidebar|side-?bar|footer|foot|nav|navbar|navigation|menu|breadcrumbs?|share|sharing|shares|social|addthis|advert\w*|ads?|adv|"
    r"banner|promo\w*|newsletter|subscri\w+|popup|pop-up|modal|dialog|cookies?|consent|gdpr|recommend\w*|recom|trending|most-?(?:read|viewed|popular)|popular|hot-?(?:news|list|article)?|ranking|rank|"
    r"latest|more-?(?:news|articles|stories|from)|read-?more|also-?read|see-?also|pagination|pager|toolbar|tool-?bar|tools|print|copyright|disclaimer|login|signup|sign-?up|"
    r"donat\w+|paywall|taboola|outbrain|dable\w*|next-?(?:article|post)|prev\w*|author-?(?:bio|box|info|card)|bio|tags?|taglist|tag-?list|keywords?|editor|hidden|sr-only|visually-hidden|"
    r"screen-reader-text|jp-relatedposts|sharedaddy|skip-?link|site-?header|masthead|topbar|top-bar|ticker|carousel|swiper|slick|audio-?player|player|mail-?list|feedback|vote|poll|reaction|emoji)"
    r"(?=$|[\s_-])",
)
# "article-content", "entry-content", "articleBody", "news_content", "TRS_Editor", "rm_txt_con"
_BODYLIKE = re.compile(
    r"(?:article|story|news|post|entry|main|blog|detail|page|item|single)[\s_-]?(?:body|content|contents|text|txt|detail|details|con|full-?text|main|inner)|"
    r"(?:^|[\s_-])(?:full-?text|body-?text|text-?content|content-?text|txt-?con|article|story|content|detail|press-?release|pressrelease)(?=$|[\s_-])|trs_?editor|rm_txt|itemfulltext|td-post-content|zoom",
)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_DATELIKE = re.compile(r"(?:date|time|publish|pubtime|posted|timestamp|created|updated?|modified|issued|info|meta|source)")
_BYLIKE = re.compile(r"(?:byline|author|reporter|writer|writtenby|written-by|contributor|journalist)")
_CAPTIONLIKE = re.compile(r"(?:caption|cutline|photo-?(?:text|desc|title|des)|img-?(?:text|desc|title|des|txt)|image-?(?:text|desc|title|des)|pic-?(?:text|desc|title|des|txt)|titletext|imgdesc)")

# "20:29, November 24, 2025", "2025-11-28 00:20", "2025年11月30日 10:28", "30 Nov 2025", "3小時前", "20251126"
_DATE = re.compile(
    r"(?:19|20)\d{2}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d{2}|"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+(?:19|20)\d{2}|"
    r"\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?,?\s+(?:19|20)\d{2}|"
    r"\d{1,2}\s?月\s?\d{1,2}\s?日|\d{1,3}\s?(?:小時|小时|分鐘|分钟|天|日)前|\b\d{1,3}\s?(?:hours?|minutes?|mins?|hrs?|days?) ago",
    re.I,
)
_CLOCK = re.compile(r"\d{1,2}\s?[:：時时]\s?\d{2}|\d{1,2}\s?[ap]\.?m\b", re.I)
# "Published:", "Last updated", "發佈時間：", "更新：", "出版:", "Ends/Tuesday, …", "Issued at HKT 20:16"
_STAMPED = re.compile(
    r"^\W{0,3}(?:(?:first |last |date |time )?(?:published|publish(?:ed)? (?:at|on|time|date)|posted(?: on| at)?|updated?(?: on| at)?|modified|created|issued(?: at)?|released?|date|time)\b|ends?\s?/|"
    r"(?:最後|最后|最近|最新)?(?:更新|修改)(?:時間|时间|日期|於|于)?|(?:發佈|發布|发布|发表|發表|出版|刊登|上載|建立|編輯|录入)(?:時間|时间|日期|於|于|:|：|\s)|(?:日期|時間|时间)\s?[:：]|香港時間|来源\s?[:：]|來源\s?[:：])",
    re.I,
)
_UPDATED = re.compile(r"updat|modif|revis|更新|修改|編輯時間", re.I)
# "By Wang Zhan in Hong Kong", "Reported by", "撰文：", "記者：", "文：", "文/", "【明報專訊】" is no byline
_BY = re.compile(
    r"^\W{0,2}(?:(?:written |reported |story |text |words )?by\s*:?\s+(?=[A-Z\u4e00-\u9fff])|(?:author|reporter|writer|text|words)s?\s?[:：]\s?|"
    r"(?:撰文|撰稿|文字|文|作者|記者|记者|本報記者|本报记者|採訪|采访|採訪、撰文|採訪及撰文|採訪／撰文|報道|報導|报道|特約記者|實習記者|整理|編採|編譯|編輯|编辑|責任編輯|责任编辑|責編|责编|攝影|摄影|翻譯|译)\s?[:：︰﹕／/|｜丨]\s?\S)",
    re.I,
)
_URLISH = re.compile(r"^(?:https?:)?//|^www\.|@\w+\.\w", re.I)
_NUMERIC = re.compile(r"^[\d\s\W]+$")


def _clean(text: str) -> str:
    return _SPACES.sub(" ", text).strip()


def _size(text: str) -> int:
    """Characters without spaces, Han counted double."""
    return len(text) + len(_HAN.findall(text))


def _names(element: Any) -> str:
    """Class and id as lower-case words, camelCase parted."""
    value = element.get("class")
    ident = element.get("id")
    if ident:
        value = f"{value} {ident}" if value else ident
    if not value:
        return ""
    value = value[:300]
    return value.lower() if value.islower() else _CAMEL.sub("-", value).lower()


_SKIP = SKIPPED - {"figure", "figcaption", "form"} | {"footer", "input", "label", "link", "meta", "source", "aside", "figure", "map", "dialog", "menu", "amp-ad"}
_BLOCK = frozenset(
    ("p", "div", "section", "article", "main", "td", "li", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "dd", "dt", "ul", "ol", "table", "tbody", "tr", "header", "form",
     "center", "body", "figure", "dl", "details", "summary", "hgroup", "address", "time", "th", "thead", "tfoot", "fieldset")
)  # fmt: skip
MAX_ELEMENTS = 60_000
UNSURE = 300  # weight of text under which the picker does not trust itself


class _Reader:
    """One reading of one page; each method is named for the field it reads."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.used: set[str] = set()

    # --- stated -----------------------------------------------------------------------------------------------------------

    def meta(self, *names: str) -> str | None:
        """The first meta that the page has."""
        metas = self.page.metas
        for name in names:
            values = metas.get(name)
            if values:
                self.used.add("opengraph")
                return html.unescape(values[0])
        return None

    def data(self, *names: str) -> Any:
        """The first key that the JSON-LD node of the article has."""
        node = self.page.article_data
        for name in names:
            if node.get(name):
                self.used.add("json-ld")
                return node[name]
        return None

    def text(self, *names: str) -> str | None:
        """The same, if it is text."""
        value = self.data(*names)
        value = value[0] if isinstance(value, list) and value else value
        return _clean(html.unescape(value)) or None if isinstance(value, str) else None

    # --- headline ---------------------------------------------------------------------------------------------------------

    @cached_property
    def title(self) -> str:
        element = next(self.page.root.iter("title"), None)
        return _clean(element.text or "") if element is not None else ""

    @cached_property
    def stated_titles(self) -> list[str]:
        found = [self.meta("og:title"), self.text("headline", "name"), self.meta("twitter:title"), self.title]
        return [_clean(t) for t in found if t]

    @cached_property
    def heading(self) -> Any:
        """The element that shows the headline: the h1 (or h2, or titled element) whose words the metas repeat."""
        keys = [_key(t) for t in self.stated_titles]
        keys = [k for k in keys if k]
        first = None
        for element in self.page.root.iter("h1"):
            words = _key(_inner(element))
            if not words:
                continue
            if any(_agree(words, k) for k in keys):
                return element
            if first is None and len(words) > 7:
                first = element
        for element in self.page.root.iter("h2", "h3", "div", "p", "span", "strong", "td"):
            if len(element) > 6:
                continue
            own = element.text or (element[0].text if len(element) else None)
            if own and len(own) > 7:
                words = _key(_inner(element))
                if len(words) > 7 and any(words == k or (len(words) > 12 and _agree(words, k)) for k in keys):
                    return element
        return first

    def headline(self) -> str | None:
        seen = _clean(_inner(self.heading)) if self.heading is not None else None
        return seen or next(iter(self.stated_titles), None)

    # --- the picker -------------------------------------------------------------------------------------------------------

    @cached_property
    def survey(self) -> _Survey:
        return _Survey(self.page.root, self.heading)

    def paragraphs(self) -> list[str]:
        survey = self.survey
        own = survey.texts()
        size = sum(_size(t) for t in own)
        stated = self.text("articleBody")
        if stated and len(stated) > 80 and size < 0.6 * _size(stated):
            raw = self.data("articleBody")
            blocks = [b.strip() for b in re.split(r"\n+|<br\s?/?>|</p>", html.unescape(raw)) if b.strip()] if isinstance(raw, str) else []
            return [re.sub(r"<[^<>]{0,500}>", "", b) for b in blocks]
        if size >= UNSURE:
            return own
        other = self.second_opinion()
        if sum(_size(t) for t in other) > size * 1.3:
            self.used.add("trafilatura")
            return other
        return own

    def second_opinion(self) -> list[str]:
        """The body by trafilatura, imported on first use: the import costs a second."""
        from trafilatura import extract

        try:
            text = extract(self.page.text, favor_precision=True, include_comments=False, include_tables=False, deduplicate=False)
        except Exception:  # a reader of broken pages must not fall over its second opinion
            return []
        return [line.strip() for line in (text or "").split("\n") if line.strip()]

    # --- dates ------------------------------------------------------------------------------------------------------------

    def published_meta(self) -> str | None:
        return self.text("datePublished", "dateCreated", "uploadDate") or self.meta(
            "article:published_time", "og:published_time", "og:article:published_time", "datepublished", "pubdate", "publishdate", "publish_date", "publish-date", "date", "dc.date",
            "dc.date.issued", "dcterms.created", "livetime", "article.published", "parsely-pub-date", "sailthru.date", "created", "release_date", "weibo:article:create_at",
        )  # fmt: skip

    def updated_meta(self) -> str | None:
        return self.text("dateModified") or self.meta(
            "article:modified_time", "og:updated_time", "article:updated_time", "datemodified", "lastmod", "last-modified", "dcterms.modified", "weibo:article:update_at", "article.updated",
        )  # fmt: skip

    @cached_property
    def stamps(self) -> tuple[str | None, str | None]:
        return _stamps(self.survey)

    def published(self) -> str | None:
        return self.stamps[0]

    def updated(self) -> str | None:
        return self.stamps[1]

    # --- authors ----------------------------------------------------------------------------------------------------------

    def authors(self) -> list[str]:
        nodes = {n["@id"]: n for n in self.page.linked_data if isinstance(n.get("@id"), str)}
        names: list[str] = []
        for value in _listed(self.data("author", "creator")):
            if isinstance(value, dict):
                node = value if value.get("name") else nodes.get(str(value.get("@id")), {})
                value = node.get("name")
            for name in _listed(value):
                if isinstance(name, str):
                    names.append(_clean(html.unescape(name)))
        if not names:
            for key in ("author", "article:author", "byl", "dc.creator", "parsely-author", "sailthru.author", "cse_author"):
                for value in self.page.metas.get(key, ()):
                    self.used.add("opengraph")
                    names.append(_clean(html.unescape(value)))
        return list(dict.fromkeys(n for n in names if n and not _URLISH.search(n) and not _NUMERIC.match(n) and len(n) < 200))

    def byline(self) -> list[str]:
        return _bylines(self.survey)

    # --- the rest -----------------------------------------------------------------------------------------------------------

    def description(self) -> str | None:
        text = self.meta("og:description", "description") or self.text("description")
        text = _clean(text) if text else None
        if not text:
            return None
        start = _key(text.rstrip(".…· "))
        body = _key("".join(self.survey.texts())[: 3 * len(text) + 400])
        return None if not start or start[:60] in body or body[:60] in start else text

    def section(self) -> str | None:
        stated = self.text("articleSection") or self.meta("article:section")
        if stated:
            return stated
        for node in self.page.linked_data:
            if node.get("@type") == "BreadcrumbList":
                items = [i for i in _listed(node.get("itemListElement")) if isinstance(i, dict)]
                names = [i.get("name") or (i["item"].get("name") if isinstance(i.get("item"), dict) else None) for i in items]
                names = [_clean(html.unescape(n)) for n in names if isinstance(n, str)]
                names = [n for n in names[1:] if not any(_agree(_key(n), _key(t)) for t in self.stated_titles)]
                if names:
                    self.used.add("json-ld")
                    return names[-1]
        return None

    def photos(self) -> list[Photo]:
        photos = _photos(self.survey)
        if photos and not photos[0].url:
            photos[0].url = self.meta("og:image")
        return photos

    def keywords(self) -> list[str]:
        found: list[str] = []
        stated = self.data("keywords")
        for value in _listed(stated) or self.page.metas.get("article:tag") or self.page.metas.get("news_keywords") or self.page.metas.get("keywords") or ():
            if isinstance(value, str):
                found.extend(re.split(r"\s*[,，、;；|]\s*", html.unescape(value).strip()))
        return list(dict.fromkeys(k for k in found if k))[:100]

    def links(self, rel: str) -> list[Any]:
        return [e for e in self.page.root.iter("link") if rel in (e.get("rel") or "").lower().split() and e.get("href")]

    def canonical(self) -> str | None:
        found = next(iter(self.links("canonical")), None)
        return found.get("href").strip() if found is not None else self.meta("og:url")

    def language(self) -> str | None:
        root = self.page.root
        return root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang")

    def translations(self) -> list[Link]:
        return [Link(url=e.get("href").strip(), rel=e.get("hreflang")) for e in self.links("alternate") if e.get("hreflang") and e.get("hreflang") != "x-default"]

    def videos(self) -> list[Link]:
        found = []
        for node in self.page.linked_data:
            if node.get("@type") == "VideoObject":
                url = node.get("contentUrl") or node.get("embedUrl") or node.get("url")
                if isinstance(url, str) and url:
                    self.used.add("json-ld")
                    found.append(Link(node.get("name") if isinstance(node.get("name"), str) else None, url))
        return found or [Link(url=u) for u in self.page.metas.get("og:video", ())[:1]]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _key(text: str) -> str:
    """Letters and digits alone, lower-case, of a text's first 400 characters."""
    return "".join(c for c in html.unescape(text[:400]).lower() if c.isalnum())


def _agree(seen: str, stated: str) -> bool:
    """Whether one is the beginning of the other, or stands in it whole ("Site - Section - Headline - Site")."""
    if not seen or not stated:
        return False
    shorter, longer = sorted((seen, stated), key=len)
    return len(shorter) > 3 and (longer.startswith(shorter) or (len(shorter) > 7 and shorter in longer))


def _inner(element: Any) -> str:
    return text_of(element)


# --- the survey of blocks ------------------------------------------------------------------------------------------------------


class _Block(NamedTuple):
    """A block with text of its own: its place in the page, its text outside child blocks, how much of it is in links."""

    at: int
    element: Any
    text: str
    linked: int


class _Survey:
    """All blocks of text of a page in page order, and the element that holds the article."""

    def __init__(self, root: Any, heading: Any) -> None:
        self.root = root
        self.heading = heading
        self.blocks: list[_Block] = []
        self.names: dict[Any, str] = {}
        self.places: dict[Any, int] = {}
        self.asides: set[Any] = set()
        self.kept = set(heading.iterancestors()) if heading is not None else set()
        self._collect()
        self.heading_at = self.places.get(heading, 0) if heading is not None else 0
        self._weigh()
        self.container = self._pick()

    def _collect(self) -> None:
        body = self.root.find("body")
        stack = [body if body is not None else self.root]
        places, names, blocks = self.places, self.names, self.blocks
        while stack and len(places) < MAX_ELEMENTS:
            element = stack.pop()
            tag = element.tag
            if type(tag) is not str or tag in _SKIP:
                if tag in ("aside", "footer", "label"):
                    self.asides.add(element)
                continue
            words = _names(element)
            if words and element not in self.kept and tag != "body" and _ASIDE.search(words) and not _BODYLIKE.search(words) and element.get("itemprop") != "articleBody":
                self.asides.add(element)
                continue
            places[element] = len(places)
            if words:
                names[element] = words
            if tag in _BLOCK or tag == "span":
                text, linked = _own_text(element)
                if text:
                    blocks.append(_Block(places[element], element, text, linked))
            stack.extend(reversed(element))

    def _weigh(self) -> None:
        """Each good block's weight to its parent, less to those above."""
        self.total: dict[Any, float] = {}
        score: dict[Any, float] = {}
        for block in self.blocks:
            weight = _weight(block)
            if not weight:
                continue
            element, share = block.element, 1.0
            if "\n" not in block.text:
                element = element.getparent()
            while element is not None:
                self.total[element] = self.total.get(element, 0) + weight
                if share > 0.2:
                    score[element] = score.get(element, 0) + weight * share
                    share *= 0.7
                element = element.getparent()
        for element in score:
            words = self.names.get(element, "")
            if element.get("itemprop") == "articleBody":
                score[element] *= 2.5
            elif element.tag == "article" or (words and _BODYLIKE.search(words)):
                score[element] *= 1.4
        self.score = score

    def _pick(self) -> Any:
        """The best element within the smallest surroundings of the heading that hold enough text."""
        if not self.score:
            return None
        best = max(self.score, key=self.score.__getitem__)
        if self.heading is not None:
            enough = min(0.5 * self.total.get(best, 0), 600)
            for ancestor in self.heading.iterancestors():
                if self.total.get(ancestor, 0) >= enough:
                    inside = [e for e in self.score if e is ancestor or ancestor in e.iterancestors()]
                    best = max(inside, key=self.score.__getitem__, default=best)
                    break
        return best

    def dropped(self) -> set[Any]:
        drop = set(self.asides)
        if self.heading is not None:
            drop.add(self.heading)
        return drop

    def texts(self) -> list[str]:
        """The article's paragraphs."""
        if self.container is None:
            return []
        if not hasattr(self, "_texts"):
            drop = self.dropped()
            container = self.container
            inside = set(container.iter())
            for block in self.blocks:
                if block.element in inside and block.element is not container:
                    words = self.names.get(block.element, "")
                    if (words and (_CAPTIONLIKE.search(words) or (_BYLIKE.search(words) and len(block.text) < 200))) or (
                        len(block.text) < 120 and _STAMPED.match(block.text) and _DATE.search(block.text)
                    ):
                        drop.add(block.element)
            text = block_text(container, drop)
            self._texts = [t for t in text.split("\n\n") if t.strip()]
        return self._texts


_INLINE_SKIP = SKIPPED | {"img", "input", "label"}


def _own_text(element: Any) -> tuple[str, int]:
    """An element's text outside child blocks, "\\n" for a <br>, and how many of its characters are in links."""
    pieces = [element.text] if element.text else []
    linked = 0
    for child in element:
        tag = child.tag
        if type(tag) is str and tag not in _BLOCK and tag not in _INLINE_SKIP:
            if tag == "br":
                pieces.append("\x00")
            elif tag != "span" or element.tag != "span":
                if len(child) == 0:
                    inner = child.text or ""
                elif child.find(".//p") is not None or child.find(".//div") is not None:
                    inner = ""
                else:
                    inner = "".join(child.itertext())
                pieces.append(inner)
                if tag == "a":
                    linked += len(inner)
        if child.tail:
            pieces.append(child.tail)
    text = "".join(pieces)
    if not text or text.isspace():
        return "", 0
    return _clean(text).replace("\x00", "\n").strip("\n "), linked


def _weight(block: _Block) -> float:
    """How much a block speaks for prose: its size outside links, little without punctuation."""
    if block.element.tag == "span":
        return 0
    text = block.text
    free = len(text) - block.linked
    if len(text) < 12 or free * 2 < len(text):
        return 0
    size = _size(text) * free / len(text)
    if size < 40:
        return 0
    return size if _STOP.search(text) else size * 0.3


# --- stamps and bylines ----------------------------------------------------------------------------------------------------------


def _near(survey: _Survey) -> Iterator[_Block]:
    """Blocks around the headline, best first: between it and the text, then shortly before it, then the article's end."""
    at = survey.heading_at
    start = survey.places.get(survey.container, at) if survey.container is not None else at
    end = start
    if survey.container is not None:
        for element in survey.container.iter():
            place = survey.places.get(element)
            if place is not None and place > end:
                end = place
    after = [b for b in survey.blocks if at <= b.at <= max(end, at + 60)]
    before = [b for b in survey.blocks if at - 40 <= b.at < at]
    yield from after[:25]
    yield from reversed(before)
    yield from after[25:][-8:]


def _stamps(survey: _Survey) -> tuple[str | None, str | None]:
    """The visible lines that say when: published (maybe with the update in it) and updated."""
    published = updated = None
    for block in _near(survey):
        text = block.text
        if len(text) > 200:
            continue
        found = _DATE.search(text)
        if not found:
            continue
        names = survey.names.get(block.element, "") or survey.names.get(block.element.getparent(), "")
        line = next((part for part in text.split("\n") if _DATE.search(part)), text)
        labelled = _STAMPED.match(line)
        if not (block.element.tag == "time" or labelled or _DATELIKE.search(names) or len(line) <= len(found[0]) + 22):
            continue
        if labelled and _UPDATED.search(line[:24]) and len(_DATE.findall(line)) == 1:
            updated = updated or line
        elif published is None:
            published = text if len(text) < 120 else line
            if not _CLOCK.search(published):
                follower = _clean("".join(block.element.tail or ""))
                if _CLOCK.search(follower) and len(follower) < 40:
                    published = f"{published} {follower}"
    return published, updated


def _bylines(survey: _Survey) -> list[str]:
    """Visible bylines near the headline."""
    found: list[str] = []
    for block in _near(survey):
        text = block.text
        if len(text) > 160:
            continue
        names = survey.names.get(block.element, "") or survey.names.get(block.element.getparent(), "")
        if _BYLIKE.search(names) or block.element.get("itemprop") == "author" or block.element.get("rel") == "author":
            if not _DATE.search(text):
                found.append(text)
        else:
            found.extend(line for line in text.split("\n") if len(line) < 100 and _BY.match(line))
    return list(dict.fromkeys(found))[:6]


# --- photos ------------------------------------------------------------------------------------------------------------------------

_ICON = re.compile(r"(?:logo|icon|avatar|sprite|blank|spacer|placeholder|loading|qrcode|qr_code|pixel|1x1|emoji|button|arrow)", re.I)


def _photos(survey: _Survey) -> list[Photo]:
    """Figures and captioned images of the article, in page order."""
    container = survey.container
    if container is None:
        return []
    around = container
    if survey.heading is not None:
        ancestors = set(survey.heading.iterancestors())
        around = next((e for e in (container, *container.iterancestors()) if e in ancestors or e is survey.heading), container)
    photos: list[Photo] = []
    seen: set[str] = set()
    for element in around.iter("figure", "img"):
        if any(a in survey.asides for a in element.iterancestors()):
            continue
        photo = _figure(element) if element.tag == "figure" else _image(element, survey)
        if photo is None:
            continue
        key = f"{photo.url}\n{photo.caption}"
        if key not in seen:
            seen.add(key)
            photos.append(photo)
    return photos


def _address(image: Any) -> str | None:
    for name in ("data-src", "data-original", "data-lazy-src", "data-url", "src"):
        url = (image.get(name) or "").strip()
        if url and not url.startswith(("data:", "blob:", "about:")):
            return str(url)
    return None


def _figure(figure: Any) -> Photo | None:
    image = next(figure.iter("img"), None)
    caption = next(figure.iter("figcaption"), None)
    words = text_of(caption) if caption is not None else ""
    url = _address(image) if image is not None else None
    return Photo(url, words or None) if url or words else None


def _image(image: Any, survey: _Survey) -> Photo | None:
    parent = image.getparent()
    if any(a.tag == "figure" for a in image.iterancestors()):
        return None
    url = _address(image)
    if not url or _ICON.search(url[-80:]):
        return None
    words = image.get("data-caption") or image.get("data-title") or image.get("title")
    if not words:
        for holder in (parent, parent.getparent() if parent is not None else None):
            if holder is None:
                break
            found = next((e for e in holder.iter("p", "div", "span") if _CAPTIONLIKE.search(survey.names.get(e, "") or _names(e))), None)
            if found is not None:
                words = text_of(found)
                break
    inside = survey.container in image.iterancestors()
    if not words and not inside:
        return None
    return Photo(url, _clean(words) if words else None)


