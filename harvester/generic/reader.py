"""The reader: each field from what the page states and from what it shows, in that order or the other."""

from __future__ import annotations

import html
import itertools
import re
from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from harvester.embedded import Told, embedded_article, holds_captions, holds_state
from harvester.generic.lines import bylines_of, stamps_of
from harvester.generic.photos import untold
from harvester.generic.survey import Block, Survey
from harvester.generic.words import (
    BIG,
    BY,
    CLOCK,
    DATE,
    ENDED,
    FILE,
    HAN,
    LOGO,
    MAX_HEADINGS,
    MAX_SECOND,
    MAX_SECOND_BLOCKS,
    MAX_SECOND_ELEMENTS,
    MIDNIGHT,
    NUMERIC,
    PARTS,
    PLAYER,
    SECTION_NAME,
    SITE_NAME,
    STAMPED,
    STANDFIRST,
    TITLELIKE,
    UNSURE,
    URLISH,
    agree,
    clean,
    comparable,
    inline_elements,
    inner_html,
    is_aside,
    letters,
    names_of,
    size_of,
)
from harvester.items import Link, Photo
from harvester.layout import text_of
from harvester.page import Page, kinds_of


class Reader:
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
        node = self.node
        for name in names:
            if node.get(name):
                self.used.add("json-ld")
                return node[name]
        return None

    @cached_property
    def node(self) -> dict[str, Any]:
        """The JSON-LD node of the article, unless what it states is another one's title: a teaser's node on a page that has none."""
        node = self.page.article_data
        title = node.get("headline")
        if not isinstance(title, str) or self.page.is_own(node):
            return node
        own = comparable(title)
        seen = [comparable(inner_html(e)) for e in self.page.root.iter("h1")]
        return node if not own or not any(seen) or any(agree(s, own) for s in seen) or not self.title else {}

    @cached_property
    def told(self) -> Told | None:
        """The article in the page's embedded data, where the page shows next to no text."""
        return embedded_article(self.page) if not self.survey.sure and sum(map(size_of, self.survey.texts)) < UNSURE else None

    def text(self, *names: str) -> str | None:
        """The same, if it is text."""
        value = self.data(*names)
        value = value[0] if isinstance(value, list) and value else value
        return clean(html.unescape(value)) or None if isinstance(value, str) else None

    # --- headline ---------------------------------------------------------------------------------------------------------

    @cached_property
    def title(self) -> str:
        element = next(self.page.root.iter("title"), None)
        return clean(element.text or "") if element is not None else ""

    @cached_property
    def stated_titles(self) -> list[str]:
        found = [self.meta("og:title"), self.text("headline", "name"), self.meta("twitter:title"), self.title]
        return [clean(t) for t in found if t]

    @cached_property
    def headings(self) -> list[Any]:
        """The elements that may show the headline, likeliest first: those whose words the metas repeat, then the first h1."""
        keys = [k for k in map(comparable, self.stated_titles) if k]
        found = []
        first = None
        for element in itertools.islice(self.page.root.iter("h1", "h2", "h3"), MAX_HEADINGS):
            if sum(above.tag in ("h1", "h2", "h3") for above in element.iterancestors()) > 3:
                continue  # never closed; what is in it stands in those around it
            text = inner_html(element)
            words = comparable(text)
            if not words or SECTION_NAME.fullmatch(text) or _leads_home(element) or _in_dialog(element):
                continue
            if len(words) > 3 and any(agree(words, k) for k in keys):
                found.append(element)
            elif first is None and element.tag == "h1" and size_of(words) > 7:
                first = element
        if not found:
            found = self._elsewhere(keys)
            if found and not self.meta("og:title") and not self.text("headline") and self._rest_is_sections(found):
                found = []  # "Financial Secretary - My Blog" and a banner that says the first
        found = self._without_site(found)
        if first is not None:
            found.append(first)
        longest = max((len(comparable(inner_html(e))) for e in found), default=0)
        return [e for e in found if 2 * len(comparable(inner_html(e))) >= longest or e is first][:8]

    def _elsewhere(self, keys: list[str]) -> list[Any]:
        """Elements that are no headings and say what the metas say."""
        found = []
        for element in self.page.root.iter("div", "p", "span", "strong", "td", "b", "font", "h4", "h5", "center", "dt", "dd", "th"):
            own = element.text or (element[0].text if len(element) else None)
            start = comparable(own)[:8] if own and size_of(own) > 7 and len(element) < 7 else ""
            if start and any(start in k for k in keys):
                text = inner_html(element)
                words = comparable(text)
                if size_of(words) > 7 and len(words) < 300 and any(words == k or (size_of(words) > 12 and words in k) for k in keys):
                    if not SECTION_NAME.fullmatch(text) and not _leads_home(element) and not _beside(element):
                        found.append(element)
        return found

    def _without_site(self, found: list[Any]) -> list[Any]:
        """Without those that say a lesser part of the title, the site's or the section's name, where another says its longest part."""
        parts = sorted(map(comparable, PARTS.split(self.title)), key=len)
        if len(parts) < 2 or not found:
            return found
        lesser = {p for p in parts[:-1] if p}
        site = comparable(next(iter(self.page.metas.get("og:site_name", ())), ""))
        better = [e for e in found if (words := comparable(inner_html(e))) not in lesser and words != site]
        if better:
            return better
        # "Harbour Trust - Press Releases": where all else in the title names a section, it says no headline
        return [] if self._rest_is_sections(found) and not self.meta("og:title") else found

    def _rest_is_sections(self, found: list[Any]) -> bool:
        """Whether the title has other parts than those that elements say, and each of them names a section."""
        own = {comparable(inner_html(e)) for e in found}
        rest = [p for p in PARTS.split(self.title) if comparable(p) not in own]
        return bool(rest) and all(SECTION_NAME.fullmatch(p.strip()) for p in rest)

    @property
    def heading(self) -> Any:
        return self.survey.heading

    def headline(self) -> str | None:
        seen = clean(inner_html(self.heading)) if self.heading is not None else None
        if seen:
            return seen
        if self.told is not None and self.told.headline:
            self.used.add("embedded")
            return self.told.headline
        stated = next(iter(self.stated_titles), None)
        return self._bare(stated) if stated else None

    def _bare(self, title: str) -> str:
        """A stated title without the names of the site and of its sections at its ends."""
        parts = PARTS.split(title)
        marks = PARTS.findall(title)
        if len(parts) < 2:
            return title
        host = letters(urlsplit(self.page.url).hostname or "")
        links = {comparable(inner_html(a)) for a in self.page.root.iter("a") if len(a) < 3 and a.text and len(a.text) < 40}
        names = {comparable(n) for n in self.page.metas.get("og:site_name", ())}

        def is_name(part: str) -> bool:
            words = comparable(part)
            return words in names or (len(words) > 3 and words.isascii() and words in host) or bool(SECTION_NAME.fullmatch(part.strip()) or SITE_NAME.search(part.strip()))

        kept = len(parts)
        while kept > 1 and is_name(parts[kept - 1]):
            kept -= 1
        if kept < len(parts) or marks[-1].strip() in "|_｜":
            while kept > 1 and marks[kept - 2].strip() in "|_｜" and size_of(parts[kept - 1]) * 2 < size_of(parts[0]) and (kept < len(parts) or comparable(parts[kept - 1]) in links):
                kept -= 1
        start = 0
        while start < kept - 1 and is_name(parts[start]):
            start += 1
        text = "".join(p + m for p, m in zip(parts[start:kept], [*marks[start : kept - 1], ""], strict=True))
        return text.strip() or title

    # --- the picker -------------------------------------------------------------------------------------------------------

    @cached_property
    def survey(self) -> Survey:
        metas = self.page.metas
        stated = html.unescape(next((metas[n][0] for n in ("og:description", "description", "twitter:description") if n in metas), ""))
        survey = Survey(self.page.root, self.headings, stated)
        # what only a footer or a box beside the article says is the site's name
        if survey.heading not in survey.places and (guess := self._guess(survey)) is not None:
            survey = Survey(self.page.root, [guess], stated)
        return survey

    def _guess(self, survey: Survey) -> Any:
        """The headline of a page whose title names only its site and section: a line above the text that looks like one.

        <TD><FONT SIZE=4><B>…</B></FONT></TD> under "Works Bureau - Press Releases", <div class="prTitle">
        """
        best, reached = None, 0
        for block in [b for b in survey.blocks if b.at < survey.prose][-25:]:
            text = block.text
            if not 10 <= size_of(text) <= 260 or block.linked * 2 > len(text) or text.count("\n") > 2 or SECTION_NAME.fullmatch(text):
                continue
            if BY.match(text) or STAMPED.match(text) or (DATE.search(text) and len(text) < 40):
                continue
            mark = _titled(block, survey) or (2 if _alone(block, survey) else 0)
            if mark and mark >= reached:
                best, reached = block.element, mark
        stated = self.meta("og:title") or self.text("headline")
        if stated or (reached < 3 and size_of(self._bare(self.title)) >= 24):
            return None
        return best if reached > 1 else None

    def paragraphs(self) -> list[str]:
        survey = self.survey
        own = self._without_posts(survey.texts) if self.live() else survey.texts
        size = sum(size_of(t) for t in own)
        if own and len(own) <= 3 and (all_told := self._all_told(own, size)):
            return all_told
        stated = self.text("articleBody")
        if stated and len(stated) > 80 and size < 0.6 * size_of(stated):
            raw = self.data("articleBody")
            blocks = [b.strip() for b in re.split(r"\n+|<br\s?/?>|</p>", html.unescape(raw)) if b.strip()] if isinstance(raw, str) else []
            return [re.sub(r"<[^<>]{0,500}>", "", b) for b in blocks]
        if size >= UNSURE or survey.sure or (own and self.live()):
            return own
        if self.told is not None and sum(map(size_of, self.told.paragraphs)) > size * 1.3:
            self.used.add("embedded")
            return self.told.paragraphs
        other = self.second_opinion()
        all_of_it = size >= 60 and set(map(comparable, own)) <= set(map(comparable, other))  # then the rest of it may be another text
        if sum(size_of(t) for t in other) > size * (4 if all_of_it else 1.3):
            self.used.add("trafilatura")
            return other
        return own

    def _all_told(self, own: list[str], size: int) -> list[str]:
        """The text of the page's data where the page itself shows but the beginning of it: the rest comes by script."""
        told = embedded_article(self.page) if holds_state(self.page) else None
        if told is None or sum(map(size_of, told.paragraphs)) < 2 * size:
            return []
        start = comparable(own[0])[:40]
        if start not in letters("".join(told.paragraphs[:3])) and not comparable(self.survey.description).startswith(start):
            return []
        self.used.add("embedded")
        return told.paragraphs

    def _without_posts(self, texts: list[str]) -> list[str]:
        """A live blog's own text: what stands before the first of the posts that its data lists, if anything does."""
        starts: set[str] = set()
        for node in self.page.linked_data:
            for post in _listed(node.get("liveBlogUpdate")):
                if isinstance(post, dict):
                    starts.update(comparable(v)[:40] for v in (post.get("headline"), post.get("articleBody")) if isinstance(v, str) and v)
        first = next((n for n, text in enumerate(texts) if comparable(text)[:40] in starts), len(texts))
        return texts[:first] or texts

    def second_opinion(self) -> list[str]:
        """The body by trafilatura, imported on first use: the import costs a second."""
        if len(self.page.text) > MAX_SECOND or len(self.survey.blocks) > MAX_SECOND_BLOCKS:
            return []
        if next(itertools.islice(self.page.root.iter(), MAX_SECOND_ELEMENTS, None), None) is not None:
            return []
        from trafilatura import extract

        text = None
        with self.page.bear("second opinion by trafilatura"):
            text = extract(self.page.text, favor_precision=True, include_comments=False, include_tables=False, deduplicate=False)
        title = comparable(self.headline() or "")
        survey = self.survey
        # what stands beside the article, or under "You may also like", is no text of it to anybody
        seen = letters("".join(b.text for b in survey.blocks if b.at < survey.cut or survey.cut > survey.end))
        lines = [line.strip() for line in (text or "").split("\n")]
        return [t for t in lines if t and comparable(t)[:30] in seen and not (len(t) < 120 and (comparable(t) == title or PLAYER.match(t) or (STAMPED.match(t) and DATE.search(t))))]

    # --- dates ------------------------------------------------------------------------------------------------------------

    def published_meta(self) -> str | None:
        stated = self._published_stated()
        if stated is None or len(stated) <= 10:
            # Sky Post: <div class="ga4PublishDateHidden">2025-11-27 17:25:10</div> while its JSON-LD states the day alone
            for element in self.page.root.iter("div", "span"):
                words = element.get("class")
                if words and len(element) == 0 and element.text and "ublish" in words and "ate" in words and DATE.search(element.text) and CLOCK.search(element.text):
                    return clean(element.text)
            marked = self.survey.marked[0]
            if marked and (stated is None or marked[:10] == stated):
                stated = marked
        if stated is None and self.told is not None and self.told.published:
            self.used.add("embedded")
            stated = self.told.published
        return self._honest(stated)

    def _honest(self, stated: str | None) -> str | None:
        """A stated instant; its day alone where it is midnight to the second and the page shows no hour: a day written as an instant."""
        if stated is None or not (found := MIDNIGHT.fullmatch(stated)) or CLOCK.search(self.published() or ""):
            return stated
        if found["hours"] == "00":
            return found["day"] if found["zone"] in ("", "+08:00", "+0800", "Z", "+00:00") else stated
        return (date.fromisoformat(found["day"]) + timedelta(days=1)).isoformat() if found["zone"] in ("Z", "+00:00", "+0000") else stated

    def _published_stated(self) -> str | None:
        return self.text("datePublished", "dateCreated", "uploadDate") or self.meta(
            "article:published_time", "og:published_time", "og:article:published_time", "datepublished", "pubdate", "publishdate", "publish_date", "publish-date", "date", "dc.date",
            "dc.date.issued", "dcterms.created", "livetime", "article.published", "parsely-pub-date", "sailthru.date", "created", "release_date", "weibo:article:create_at",
        )  # fmt: skip

    def updated_meta(self) -> str | None:
        return self.text("dateModified") or self._updated_metas() or self.survey.marked[1] or (self.told.updated if self.told is not None else None)

    def _updated_metas(self) -> str | None:
        return self.meta(
            "article:modified_time", "og:updated_time", "article:updated_time", "datemodified", "lastmod", "last-modified", "dcterms.modified", "weibo:article:update_at", "article.updated",
        )  # fmt: skip

    @cached_property
    def stamps(self) -> tuple[str | None, str | None]:
        return stamps_of(self.survey)

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
                    names.append(clean(html.unescape(name)))
        if not names:
            for key in ("author", "article:author", "byl", "dc.creator", "parsely-author", "sailthru.author", "cse_author"):
                for value in self.page.metas.get(key, ()):
                    self.used.add("opengraph")
                    names.append(clean(html.unescape(value)))
        names = self._shown(n for n in dict.fromkeys(names) if n and not URLISH.search(n) and not NUMERIC.match(n) and len(n) < 200 and not self.is_own(n))
        return names or (list(self.told.authors) if self.told is not None else [])

    def _shown(self, names: Iterator[str]) -> list[str]:
        """The stated names but for those that a reader of the page never sees: those of editors and uploaders, kept for machines."""
        found = list(itertools.islice(names, 60))
        if not found or self.paragraphs() is not self.survey.texts:
            return found  # the text comes by script, and the byline with it
        seen = letters(_visible(self.page.root))
        return [n for n in found if any((word := letters(part)) and word in seen for part in _AND.split(n))]

    @cached_property
    def own_names(self) -> set[str]:
        """What the page's publisher is called: its own name is no author."""
        stated = [*self.page.metas.get("og:site_name", ()), *self.page.metas.get("application-name", ())]
        for node in (self.node, *self.page.linked_data):
            for value in (node.get("publisher"), node if kinds_of(node) & _PUBLISHERS else None):
                name = value.get("name") if isinstance(value, dict) else value
                stated.extend(n for n in _listed(name) if isinstance(n, str))
        return {comparable(n) for n in stated}

    def is_own(self, name: str) -> bool:
        """Whether a name is the publisher's, or the half of it that is in one language: "The Witness" of "法庭線 The Witness"."""
        key = comparable(name)
        if key in self.own_names:
            return True
        return len(key) > 2 and any(key in own and (own.startswith(key) or own.endswith(key)) and bool(HAN.search(key)) != bool(HAN.search(own.replace(key, "", 1))) for own in self.own_names)

    @cached_property
    def bylines(self) -> list[str]:
        return bylines_of(self.survey)

    def byline(self) -> list[str]:
        return [line for line in self.bylines if not self.is_own(BY.sub("", line))]

    # --- the rest -----------------------------------------------------------------------------------------------------------

    def description(self) -> str | None:
        stated = self.meta("og:description", "description") or self.text("description")
        text = clean(stated) if stated else None
        shown = self._standfirst(text)
        if shown or not text:
            return shown
        start = comparable(text.rstrip(".…· "))
        whole = "".join(self.survey.texts)
        body = letters(whole[: 3 * len(text) + 400])
        title = comparable(self.headline() or "")
        start = start.removeprefix(title) if title else start
        return None if len(start) < 8 or start[:24] in body or start in letters(whole) or body[:40] in start else text

    def _standfirst(self, stated: str | None) -> str | None:
        """A line between headline and text whose class says what it is, or that is the stated description."""
        survey, key = self.survey, comparable(stated or "")
        between = (b for b in survey.blocks if survey.heading_at < b.at < survey.prose and 16 <= size_of(b.text) <= 600)
        return next((clean(b.text) for b in between if comparable(b.text) == key or (STANDFIRST.search(survey.names.get(b.element, "")) and not DATE.search(b.text[:40]))), None)

    def section(self) -> str | None:
        stated = self.text("articleSection") or self.meta("article:section")
        if stated:
            return stated
        for node in self.page.linked_data:
            if node.get("@type") == "BreadcrumbList":
                items = [i for i in _listed(node.get("itemListElement")) if isinstance(i, dict)]
                names = [i.get("name") or (i["item"].get("name") if isinstance(i.get("item"), dict) else None) for i in items]
                texts = [clean(html.unescape(n)) for n in names if isinstance(n, str)]
                texts = [n for n in texts[1:] if not any(agree(comparable(n), comparable(t)) for t in self.stated_titles)]
                if texts:
                    self.used.add("json-ld")
                    return texts[-1]
        return None

    def photos(self) -> list[Photo]:
        photos = self.survey.photos
        told = embedded_article(self.page) if "embedded" in self.used or holds_captions(self.page) else None
        if told is not None and (more := untold(photos, told.photos)):
            self.used.add("embedded")
            return photos + more
        if photos and not photos[0].url:
            photos[0].url = self.meta("og:image")
        more = untold(photos, self.credited())
        return photos or more

    def credited(self) -> list[Photo]:
        """The pictures whose credit the linked data state: {"@type": "ImageObject", "url": …, "creditText": "RTHK"}."""
        stated = (value for value in _listed(self.data("image")) if isinstance(value, dict))
        told = ((value.get("contentUrl") or value.get("url"), value.get("creditText")) for value in stated)
        return [Photo(url, None, credit) for url, credit in told if isinstance(url, str) and isinstance(credit, str) and credit.strip()]

    def keywords(self) -> list[str]:
        found: list[str] = []
        stated = self.data("keywords")
        for value in _listed(stated) or self.page.metas.get("article:tag") or self.page.metas.get("news_keywords") or self.page.metas.get("keywords") or ():
            if isinstance(value, str):
                found.extend(word.strip() for word in _COMMA.split(html.unescape(value)))
        return list(dict.fromkeys(k for k in found if k))[:100]

    def links(self, rel: str) -> list[Any]:
        return [e for e in self.page.root.iter("link") if rel in (e.get("rel") or "").lower().split() and e.get("href")]

    def canonical(self) -> str | None:
        found = next(iter(self.links("canonical")), None)
        return str(found.get("href")).strip() if found is not None else self.meta("og:url")

    def language(self) -> str | None:
        root = self.page.root
        value: str | None = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang")
        return value

    def translations(self) -> list[Link]:
        return [Link(url=e.get("href").strip(), rel=e.get("hreflang")) for e in self.links("alternate") if e.get("hreflang") and e.get("hreflang") != "x-default"]

    def attachments(self) -> list[Link]:
        """Files linked in the text or right under it."""
        survey = self.survey
        if survey.container is None:
            return []
        last = survey.places.get(survey.container, 0), survey.end + 20
        found = []
        for element in self.page.root.iter("a"):
            href = (element.get("href") or "").strip()
            if FILE.search(href) and last[0] <= survey.places.get(element, -1) <= last[1]:
                found.append(Link(clean(inner_html(element)) or None, href))
        return found[:50]

    def live(self) -> str | None:
        """Whether the page says that it is a live blog."""
        return "LiveBlogPosting" if any("LiveBlogPosting" in kinds_of(n) for n in self.page.linked_data) else None

    def videos(self) -> list[Link]:
        found = []
        for node in self.page.linked_data:
            if node.get("@type") == "VideoObject":
                url = node.get("contentUrl") or node.get("embedUrl") or node.get("url")
                if isinstance(url, str) and url:
                    self.used.add("json-ld")
                    found.append(Link(node.get("name") if isinstance(node.get("name"), str) else None, url))
        return found or [Link(url=u) for u in self.page.metas.get("og:video", ())[:1]]


# "housing, land supply，北部都會區"
_COMMA = re.compile(r"[,，、;；|]")
# "Mona Yip and Karma Lo", "李明、赵小云"
_AND = re.compile(r"[,，、;；/&|]| and | 及 ")
_PUBLISHERS = frozenset(("WebSite", "Organization", "NewsMediaOrganization", "Corporation", "GovernmentOrganization"))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _visible(root: Any) -> str:
    """A page's text but for what its own markup hides: <div class="vcard" style="display: none">."""
    body = root.find("body")
    pieces: list[str] = []
    unseen: set[Any] = set()
    for element in body.iter() if body is not None else ():
        if element not in unseen:
            if type(element.tag) is not str or element.tag in _UNSEEN_TAGS or element.get("hidden") is not None or "display:none" in (element.get("style") or "").replace(" ", ""):
                unseen.update(element.iter())
            elif element.text:
                pieces.append(element.text)
        if element.tail and element.getparent() not in unseen:
            pieces.append(element.tail)
    return "".join(pieces)


_UNSEEN_TAGS = frozenset(("script", "style", "noscript", "template"))


def _leads_home(element: Any) -> bool:
    """Whether an element is a link to the site's first page, or is named for the site: a logo, not a headline."""
    for link in (*element.iter("a"), element.getparent()):
        if link is not None and link.tag == "a":
            path = re.sub(r"^(?:https?:)?//[^/]{0,200}", "", link.get("href") or "#")
            if path in ("", "/", "./", "../", "/index.html", "index.html", "/index.htm", "index.htm", "/home", "/en/", "/tc/", "/sc/", "/zh/", "/en", "/tc", "/sc", "/zh"):
                return True
    return bool(LOGO.search(names_of(element)))


def _beside(element: Any) -> bool:
    """Whether an element or what is around it is named for something beside the article: <div id="banner">Financial Secretary</div>."""
    return any(names and is_aside(names) for names in map(names_of, (element, *list(element.iterancestors())[:3])))


def _in_dialog(element: Any) -> bool:
    """Whether an element stands in a box over the page: "This site asks for consent to use your data"."""
    return any(a.get("role") in ("dialog", "alertdialog") or a.tag == "dialog" or a.get("aria-modal") == "true" for a in element.iterancestors())


def _titled(block: Block, survey: Survey) -> int:
    """How much a block looks like a headline: 4 a heading, 3 of a title's class, 2 big or bold, 1 centered, 0 like any line."""
    element = block.element
    if element.tag in ("h1", "h2", "h3", "h4"):
        return 4
    above = element.getparent()
    names = [survey.names.get(element, ""), survey.names.get(above, "") if above is not None and len(above) == 1 else ""]
    inside = list(inline_elements(element))
    if any(n and TITLELIKE.search(n) for n in (*names, *(names_of(e) for e in inside))):
        return 3
    for each in (element, *inside):
        if each.tag in ("b", "strong", "h5", "h6", "big") or (each.tag == "font" and (each.get("size") or "").strip() in ("4", "5", "6", "7", "+1", "+2", "+3")):
            return 2 if len(text_of(each)) * 10 >= 8 * len(block.text) else 1
        if BIG.search(each.get("style") or ""):
            return 2
    return 1 if (element.get("align") or "").lower() == "center" or "text-align:center" in (element.get("style") or "").replace(" ", "") else 0


def _alone(block: Block, survey: Survey) -> bool:
    """Whether a line without a full stop stands right between a date and the text, or between the text and a date over it."""
    number = bisect_right(survey.order, block.at) - 1
    near = survey.blocks[max(0, number - 1) : number + 2]
    last = number + 1 < len(survey.blocks) and survey.blocks[number + 1].at >= survey.prose
    dated = any(b is not block and len(b.text) < 60 and DATE.search(b.text) for b in near)
    under = number + 2 < len(survey.blocks) and survey.blocks[number + 2].at >= survey.prose
    return dated and (last or under) and not ENDED.search(block.text) and not block.linked
