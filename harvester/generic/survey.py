"""The survey: the blocks of text of a page, what is beside them, and the element that holds the article."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from typing import Any, NamedTuple

from harvester.generic.lines import marked_byline, marked_stamps
from harvester.generic.photos import caption_in, photos_of
from harvester.generic.words import (
    BLOCK,
    BODYLIKE,
    BOILER,
    BY,
    BYLIKE,
    CUT,
    CUT_HARD,
    DATE,
    DECK,
    ENDED,
    FILE,
    FOOT,
    INLINE_SKIP,
    MAX_CLIMB,
    MAX_ELEMENTS,
    MAX_INLINE,
    MEDIA,
    PLAYER,
    REPORTER_AT_END,
    SKIP,
    STAMPED,
    STANDFIRST,
    STOP,
    TRIFLE,
    UNSURE,
    are_few,
    clean,
    comparable,
    inner_html,
    is_aside,
    is_captioned,
    is_long,
    leads_on,
    names_of,
    size_of,
)
from harvester.items import Photo
from harvester.layout import block_text, text_of
from harvester.listing import cards_of


class Block(NamedTuple):
    """A block with text of its own: its place in the page, its text outside child blocks, how much of it is in links."""

    at: int
    element: Any
    text: str
    linked: int


class Survey:
    """All blocks of text of a page in page order, and the element that holds the article."""

    def __init__(self, root: Any, headings: list[Any], description: str) -> None:
        self.root = root
        self.heading: Any = headings[0] if headings else None
        self.blocks: list[Block] = []
        self.names: dict[Any, str] = {}
        self.places: dict[Any, int] = {}
        self.asides: set[Any] = set()
        self.kept = {a for h in headings for a in h.iterancestors()}
        self._collect()
        self.order = [block.at for block in self.blocks]
        self.heading_at = self.places.get(self.heading, 0)
        self._measure()
        self._weigh()
        self.description = description
        self.opening: Block | None = None
        self.standfirst: Any = None
        self.sure = False
        self.pictured: set[str] = set()
        self.container = self._pick()
        while self.container is not None and self.container.tag in ("ol", "ul", "dl", "blockquote"):
            self.container = self.container.getparent()  # a list is part of a text
        self.container = self._widened()
        self.end = self._end()
        self._check_opening()
        self._leave_cards()
        self.prose = self._prose()
        self._part_standfirst()
        self.cut = self._cut()
        # A page may say its headline twice; the one that counts is the last before the text.
        for heading in headings:
            if self.heading_at < self.places.get(heading, 0) < self.prose and comparable(inner_html(heading)) == comparable(inner_html(self.heading)):
                self.heading, self.heading_at = heading, self.places[heading]

    def _collect(self) -> None:
        body = self.root.find("body")
        stack = [(body if body is not None else self.root, False, False)]
        places, names, blocks = self.places, self.names, self.blocks
        teasers = 0
        while stack and len(places) < MAX_ELEMENTS:
            element, told, linked = stack.pop()
            tag = element.tag
            if type(tag) is not str or (tag in SKIP and not (tag == "footer" and _heads(element))):
                self.asides.add(element)
                continue
            words = names_of(element)
            if words:
                if ((is_aside(words) and not (words == "editor" and is_long(element))) or ("teaser" in words and (teasers := teasers + 1) < 200 and leads_on(element))) and element not in self.kept and tag != "body" and element.get("itemprop") != "articleBody":
                    self.asides.add(element)
                    continue
                names[element] = words
            at = places[element] = len(places)
            linked = linked or tag == "a"
            consumed: set[Any] = set()
            if not told:
                text, links = _own_text(element, consumed)
                if text:
                    blocks.append(Block(at, element, text, len(text) if linked else links))
            for child in reversed(element):
                stack.append((child, told or child in consumed, linked))

    @cached_property
    def marked(self) -> tuple[str | None, str | None]:
        """Publication and update as elements state them for machines: <time datetime>, <abbr title>, itemprop, near the headline or under the text."""
        return marked_stamps(self)

    def _measure(self) -> None:
        """How far each element reaches: the place of the last element below it."""
        self.ends: dict[Any, int] = {}
        ends = self.ends
        for element in reversed(self.places):
            end = ends.setdefault(element, self.places[element])
            parent = element.getparent()
            if parent is not None and ends.get(parent, -1) < end:
                ends[parent] = end

    def place_of(self, element: Any) -> int:
        """An element's place; of one in a footer under the text, as blogs have it, that of what is around the footer; -1 in anything else that is aside."""
        at = self.places.get(element)
        if at is not None:
            return at
        for above in element.iterancestors():
            if above in self.asides and not FOOT.search(names_of(above)):
                return -1
            if above in self.places:
                return self.places[above]
        return -1

    def holds(self, outer: Any, inner: Any) -> bool:
        """Whether an element is another or stands below it."""
        at = self.places.get(inner, -1)
        return self.places.get(outer, 1 << 60) <= at <= self.ends.get(outer, -1)

    def _weigh(self) -> None:
        """Each good block's weight to its parent, less to those above."""
        self.total: dict[Any, float] = {}
        score: dict[Any, float] = {}
        for block in self.blocks:
            weight = _weight(block)
            if not weight:
                continue
            element, share, climbed = block.element, 1.0, 0
            if "\n" not in block.text:
                self.total[element] = self.total.get(element, 0) + weight
                if weight >= 80 and element.tag in ("div", "td", "section", "article", "main"):  # a text that stands bare in its box
                    score[element] = score.get(element, 0) + weight
                    share = 0.7
                element = element.getparent()
            while element is not None and climbed < MAX_CLIMB:
                climbed += 1
                self.total[element] = self.total.get(element, 0) + weight
                if share > 0.3:
                    score[element] = score.get(element, 0) + weight * share
                    share *= 0.7
                element = element.getparent()
        for element in score:
            words = self.names.get(element, "")
            if element.get("itemprop") == "articleBody":
                score[element] *= 2.5
            elif element.tag == "article" or (words and BODYLIKE.search(words)):
                score[element] *= 1.4
        self.score = score

    def _widened(self) -> Any:
        """The picked element, or the one above it where neighbors of its make hold prose, too: a block for every few paragraphs."""
        best = inner = self.container
        for _level in range(3):
            parent = inner.getparent() if inner is not None else None
            if parent is None or parent.tag in ("body", "html"):
                break
            make = inner.tag, inner.get("class") or inner.get("data-component") or ("" if inner.get("id") else None)  # <div id="upper">, <div id="lower">
            if inner.tag in ("div", "section") and make[1] is not None and not self.holds(inner, self.heading):
                same = [e for e in parent if e is not inner and (e.tag, e.get("class") or e.get("data-component") or ("" if e.get("id") else None)) == make and e not in self.asides]
                if sum(self.total.get(e, 0) for e in same) >= 80 and not any(h in self.places for e in same for h in e.iter("h1", "h2", "h3", "article")):
                    best = parent
            inner = parent
        return best

    def _leave_cards(self) -> None:
        """Pick anew without teasers where most of what was picked stands in them: a short article above eight of others."""
        if self.sure or self.heading is None or self.container is None:
            return
        inside = {e for card, _text in cards_of(self.container) for e in card.iter()}
        told = [(block, _weight(block)) for block in self.inside()]
        if not inside or sum(w for b, w in told if b.element in inside) < 0.6 * sum(w for _b, w in told):
            return
        every, weights, score, container = self.blocks, self.total, self.score, self.container
        self.blocks = [b for b in every if b.element not in inside]
        self._weigh()
        found = self._pick()
        self.blocks = every
        if found is not None and self.total.get(found, 0) >= 60:
            self.asides |= inside - set(found.iterancestors()) - {found}
            self.container, self.sure = found, True
            self.end = self._end()
        else:
            self.total, self.score, self.container = weights, score, container

    def _openings(self, description: str) -> list[Block]:
        """The blocks that a description made from the body may have been made from: the surest sign of where the body is."""
        start = comparable(description)
        if self.heading is not None:
            title = comparable(inner_html(self.heading))
            start = start.removeprefix(title) if title else start
        start = start[:20] if len(start) >= 12 else ""
        found = []
        for block in self.blocks if start else ():
            if block.linked * 2 > len(block.text) or block.element is self.heading or len(block.text) < 12:
                continue
            if 0 <= comparable(block.text).find(start) <= 40:
                names = self.names.get(block.element, "") + " " + self.names.get(block.element.getparent(), "")
                if not STANDFIRST.search(names) and not is_captioned(names) and not any(a.tag in ("header", "hgroup") for a in block.element.iterancestors()):
                    found.append(block)
        return found

    def _pick(self) -> Any:
        """The best element above the body's known opening, or else in the smallest surroundings of the heading with enough text."""
        score = self.score
        if not score:
            return None
        for element in score if self.heading_at else ():
            if self.ends.get(element, 0) < self.heading_at:
                score[element] *= 0.3  # what ends before the headline is seldom its text
        best = max(score, key=score.__getitem__)
        reached = 0.0
        for block in self._openings(self.description):
            above = [e for e in (block.element, *block.element.iterancestors()) if e in score]
            above = [e for e in above if e.tag not in ("body", "html")] or above
            top = max(above, key=score.__getitem__, default=None)
            if top is not None and score[top] > reached:
                self.opening, best, reached = block, top, score[top]
                self.sure = True
        if self.opening is not None or self.heading is None:
            return best
        own = self._before_rival()
        if own is not None:
            self.sure = True
            return own
        ceiling = score[best]
        over_best = {best, *best.iterancestors()}
        for ancestor in self.heading.iterancestors():
            if self.total.get(ancestor, 0) < 100:
                continue
            inside = max((e for e in score if self.holds(ancestor, e)), key=score.__getitem__, default=None)
            if inside is not None and (score[inside] >= 0.4 * ceiling or _has_twin(ancestor, over_best)):
                return inside
        return best

    def _check_opening(self) -> None:
        """Believe no description that was taken from the middle of the text: prose of the same make stands before it."""
        opening = self.opening
        if opening is None:
            return
        parent, make = opening.element.getparent(), opening.element.get("class")
        before = [b for b in self.inside() if self.heading_at < b.at < opening.at and b.element.getparent() is parent and b.element.tag == opening.element.tag]
        if sum(b.element.get("class") == make and _weight(b) > 0 for b in before) > 1:
            self.opening = None

    def _before_rival(self) -> Any:
        """The best element between the headline and the next headline of the same make, where a page carries several articles."""
        heading, kind = self.heading, self.heading.get("class")
        title = comparable(inner_html(heading))
        rivals = [e for e in self.root.iter(heading.tag) if self.places.get(e, 0) > self.heading_at and e.get("class") == kind] if kind else []
        rival = next((e for e in rivals if comparable(inner_html(e)) not in ("", title)), None)
        if rival is None:
            return None
        above, limit = set(rival.iterancestors()), self.places[rival]
        between = [e for e in self.score if self.places.get(e, limit) < limit and e not in above and self.places[e] > self.heading_at]
        best = max(between, key=self.score.__getitem__, default=None)
        return best if best is not None and self.score[best] >= 100 else None

    def _end(self) -> int:
        if self.container is None:
            return self.heading_at
        return self.ends.get(self.container, 0)

    def _prose(self) -> int:
        """The place of the text's first prose."""
        if self.opening is not None:
            return self.opening.at
        start = self.places.get(self.container, 0)
        return next((b.at for b in self.blocks if start <= b.at and b.at > self.heading_at and _weight(b) >= 80), self.end)

    def inside(self) -> list[Block]:
        """The blocks of the container, in page order."""
        if self.container is None:
            return []
        start = self.places.get(self.container, 0)
        return [b for b in self.blocks if start <= b.at <= self.end]

    @cached_property
    def texts(self) -> list[str]:
        """The article's paragraphs."""
        if self.container is None:
            return []
        text = block_text(self.container, self.asides | self._furniture())
        found = [t.strip() for t in text.split("\n\n")]
        return [line for t in found if t and not (len(t) < 60 and PLAYER.match(t)) for line in _sentences(t)]

    def _furniture(self) -> set[Any]:
        """Elements inside the container that are not its text: what stands before the headline, captions, bylines, stamps, link lists."""
        drop: set[Any] = set()
        if self.heading is not None:
            drop.add(self.heading)
        blocks = self.inside()
        first = next((n for n, b in enumerate(blocks) if b is self.opening or (self.opening is None and _weight(b) >= 60 and b.at > self.heading_at)), 0)
        # headings of a kind that parts the text further down, too
        heads = {b.element.tag for b in blocks[first + 1 :]} & {"h2", "h3", "h4", "h5", "h6"}
        captions = {comparable(p.caption) for p in self.photos if p.caption}
        self.pictured = {comparable(f"{p.caption or ''}{p.credit}") for p in self.photos if p.credit} | {comparable(p.credit) for p in self.photos if p.credit and size_of(p.credit) > 5}
        for number, block in enumerate(blocks):
            element = block.element
            if element is self.container:
                continue
            words = self.names.get(element, "")
            if number <= first + 2 and block is not self.opening and len(block.text) < 40 and DATE.match(block.text) and not STOP.search(block.text):
                drop.add(element)
            above = block.at < self.heading_at  # where the text stands bare in the element around all, there is no first block
            label = _is_label(block) and not (element.tag in heads and not block.linked and not TRIFLE.match(block.text))
            before = (number < first and (above or (self.opening is not None and not _weight(block)) or label)) or (above and not _weight(block))
            if before or self._is_furniture(block, words, captions):
                drop.add(element)
            elif number < first and len(block.text) < 80 and (BY.match(block.text) or REPORTER_AT_END.search(block.text)) and not ENDED.search(block.text):
                drop.add(element.getparent() if element.tag == "li" and not self.total.get(element.getparent()) else element)
        for link in self.container.iter("a"):  # "Annex: project layout" alone on its line is an attachment, no text
            if FILE.search(link.get("href") or ""):
                line = link if _is_line(link) else _file_line(link)
                if line is not None and line is not self.container:
                    drop.add(line)
        if self.heading is not None and self.holds(self.container, self.heading):
            drop.update(self._over_heading())
        drop.update(self._tail(blocks[first + 1 :]))
        if self.standfirst is not None:
            drop.add(self.standfirst)
        drop = {e for e in drop if self.total.get(e, 0) < 100 or e in (self.heading, self.standfirst) or self.places.get(e, 0) >= self.cut}
        return drop | self._boxes(blocks)

    def _boxes(self, blocks: list[Block]) -> set[Any]:
        """What hangs beside the stream of paragraphs, boxed in elements of its own: players, pleas for gifts, lists of shares, lives of the authors.

        The stream is the element that most of the prose stands in directly. A box stands in it or beside it, and all that it says is nested
        two levels deep in it or deeper, otherwise than where the stream itself is.
        """
        streams: dict[Any, float] = {}
        whole = 0.0
        for block in blocks:
            if block.at < self.cut and (weight := _weight(block)):
                whole += weight
                holder = block.element if "\n" in block.text else block.element.getparent()
                if holder is not None and holder.tag in ("ul", "ol"):
                    holder = holder.getparent()
                streams[holder] = streams.get(holder, 0) + weight
        stream = max(streams, key=streams.__getitem__, default=None)
        if stream is None or streams[stream] < max(0.5 * UNSURE, 0.3 * whole) or not self.holds(self.container, stream):
            return set()
        found = {e for e in stream if self._is_box(e, 2)}
        level = stream
        depth = 1
        while level is not self.container:
            found |= {e for e in level.itersiblings() if self._is_box(e, 2, depth)}
            found |= {e for e in level.itersiblings(preceding=True) if self._is_box(e, 2, depth)}
            level = level.getparent()
            depth += 1
        return found

    def _is_box(self, element: Any, least: int, like: int = 0) -> bool:
        """Whether all text of an element is nested that deep in it; prose just as deep as the stream's is no box's."""
        if type(element.tag) is not str or element.tag in _FLOW or element in self.kept or element not in self.places:
            return False
        if self.opening is not None and self.holds(element, self.opening.element):
            return False
        first = bisect_right(self.order, self.places[element] - 1)
        last = self.ends.get(element, -1)
        shallowest, said = 1 << 30, False
        for block in itertools.islice(self.blocks, first, None):
            if block.at > last:
                break
            said = True
            if PLAYER.match(block.text):
                continue
            depth = climbed = 0
            above = block.element
            while above is not element and climbed < MAX_CLIMB:
                climbed += 1
                depth = 1 if above.tag in ("table", "ul", "ol", "dl", "blockquote") else depth + 1  # a table is one thing, however deep it is inside
                above = above.getparent()
            shallowest = min(shallowest, depth)
            if shallowest < least or (like and _weight(block) and depth == like):
                return False
        return said

    def _over_heading(self) -> Iterator[Any]:
        """What stands over the headline and inside the container: <section><span class="date">…</span><h1>…</h1><p>…"""
        for element in (self.heading, *self.heading.iterancestors()):
            if element is self.container:
                break
            yield from (e for e in element.itersiblings(preceding=True) if type(e.tag) is str and self.total.get(e, 0) < 60)

    def _is_furniture(self, block: Block, words: str, captions: set[str]) -> bool:
        text = block.text
        short = len(text) < 120
        if (words and (is_captioned(words) or (short and BYLIKE.search(words)))) or (short and not STOP.search(text) and marked_byline(block.element)):
            return True
        if self.pictured and short and comparable(text) in self.pictured:
            return True
        if caption_in(block) is not None:
            return True
        if PLAYER.match(text) or (short and STAMPED.match(text) and DATE.search(text)) or (captions and comparable(text) in captions):
            return True
        linked = short and block.linked * 10 >= len(text) * 9
        return linked and block.element.tag in ("li", "a", "span", "td", "h3", "h4", "div", "p") and not STOP.search(text)

    def _part_standfirst(self) -> None:
        """A line over the text that its class calls a standfirst; an opening that is the whole description, with a date line between it and the next prose."""
        opening = self.opening
        if opening is None or comparable(opening.text) != comparable(self.description):
            between = (b for b in self.inside() if self.heading_at < b.at < self.prose and b.element.tag in ("p", "div", "h2", "h3", "h4"))
            self.standfirst = next((b.element for b in between if DECK.search(self.names.get(b.element, "")) and not DATE.search(b.text)), None)
            return
        dated = False
        for block in self.inside():
            if block.at <= opening.at:
                continue
            if _weight(block) >= 80:
                if dated:
                    self.standfirst, self.opening, self.prose = opening.element, block, block.at
                return
            dated = dated or bool(STAMPED.match(block.text) and DATE.search(block.text))

    def _cut(self) -> int:
        """The place of a line like "You may also like", when little prose follows it; else behind the end."""
        blocks = [b for b in self.inside() if b.at > self.prose]
        left = whole = sum(map(_weight, blocks))
        for block in blocks:
            text = block.text
            if len(text) < 40 and (CUT_HARD.fullmatch(text) or (CUT.match(text) and left < 0.3 * whole)):
                return block.at
            if left < max(130, 0.1 * whole) and ((len(text) < 40 and MEDIA.fullmatch(text)) or (block.linked * 10 > len(text) * 6 and text.count("|") > 1)):
                return block.at
            left -= _weight(block)
        return self.end + 1

    def _tail(self, blocks: list[Block]) -> set[Any]:
        """What follows the cut, and link-only or trifling ends before it."""
        drop: set[Any] = set()
        for block in reversed(blocks):
            text = block.text
            if block.at >= self.cut or block.linked * 10 >= len(text) * 9 or TRIFLE.match(text) or self._signs(block) or (block.linked * 10 > len(text) * 6 and text.count("|") > 1):
                drop.add(block.element)
            elif block.element not in drop:
                break
        return drop

    def _signs(self, block: Block) -> bool:
        """Whether a line is a name on the right: who wrote it signs it there."""
        style = f"{block.element.get('align') or ''};{block.element.get('style') or ''};{block.element.get('class') or ''}"
        return len(block.text) < 40 and bool(_RIGHT.search(style) and _PERSON.fullmatch(block.text))

    @cached_property
    def photos(self) -> list[Photo]:
        return photos_of(self)


# "附件：", "(PDF, 120 KB)", "Annex 1"
_FILE_NOTE = re.compile(r"(?:[\W\d_]|pdf|docx?|xlsx?|word|excel|kb|mb|bytes|附件|附錄|附录|附表|下載|下载|annex(?:es)?|attachments?|appendix|download|format|版)*", re.I)


def _file_line(link: Any) -> Any:
    """The line around a file's link that says nothing besides what kind of file it is and how large: <li><a href="p.pdf">Paper</a> (PDF, 120 KB)</li>."""
    holder = link.getparent()
    while holder is not None and holder.tag in ("span", "strong", "b", "font"):
        holder = holder.getparent()
    if holder is None or holder.tag not in ("li", "p", "td", "dd", "div") or not are_few(holder, 12):
        return None
    text = text_of(holder)
    if len(text) > 400:
        return None
    for each in holder.iter("a"):
        text = text.replace(text_of(each), " ", 1)
    return holder if _FILE_NOTE.fullmatch(text) else None


def _is_line(link: Any) -> bool:
    """Whether a link is a line of its own: breaks or blocks on both sides of it."""
    before, after, parent = link.getprevious(), link.getnext(), link.getparent()
    alone_before = (before.tag in ("br", "a", *BLOCK) and not (before.tail or "").strip()) if before is not None else not (parent.text or "").strip()
    return alone_before and not (link.tail or "").strip() and (after is None or after.tag in ("br", *BLOCK))


def _sentences(text: str) -> list[str]:
    """A text of several lines as paragraphs where each line is long and ends as a sentence does; else as it stands.

    &emsp;&emsp;…通车。<br>&emsp;&emsp;新桥…: pages that part paragraphs by one break and an indent
    """
    lines = text.split("\n")
    if len(lines) > 1 and all(size_of(line) >= 40 and ENDED.search(line) for line in lines):
        return [line.strip() for line in lines]
    return [text]


_RIGHT = re.compile(r"^right;|text-align\s?:\s?right|(?:^|[;\s])(?:text-?right|alignright|has-text-align-right)(?:$|\s)", re.I)
# "Karma Lo", "By Karma Lo"
_PERSON = re.compile(r"(?:By )?[A-Z][\w.'’-]{1,20}(?: [A-Z][\w.'’-]{0,20}){1,3}")


def _has_twin(element: Any, others: set[Any]) -> bool:
    """Whether a sibling of the same make holds the page's longest text: the page carries several articles."""
    kind = element.get("class")
    if not kind or element.tag not in ("article", "div", "section", "li"):
        return False
    return any(e in others and e.tag == element.tag and e.get("class") == kind for e in element.itersiblings())


def _is_label(block: Block) -> bool:
    """A short line that is a link, a date or a name rather than text."""
    text = block.text
    return len(text) < 60 and (block.linked * 2 > len(text) or bool(DATE.search(text)) or size_of(text) < 12)


# what a stream of paragraphs is made of
_FLOW = frozenset(("p", "ul", "ol", "dl", "blockquote", "table", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "center", "header", "tr", "td", "tbody", "li"))


def _own_text(element: Any, consumed: set[Any]) -> tuple[str, int]:
    """An element's text outside child blocks, "\\n" for a <br>, and how many of its characters are in links; children used up are told."""
    pieces = [element.text] if element.text else []
    linked = 0
    for child in element:
        tag = child.tag
        if type(tag) is str and tag not in BLOCK and tag not in INLINE_SKIP:
            if tag == "br":
                pieces.append("\x00")
            elif len(child) == 0:
                inner = child.text or ""
                if child.get("class") or tag == "time" or _abuts(child):
                    inner = f" {inner} "  # "by Selina Cheng" and "08:00, 30 November" are parted by style alone
                pieces.append(inner)
                linked += len(inner) if tag == "a" else 0
                consumed.add(child)
            elif not _has_block(child):
                consumed.add(child)
                inner = _inline_text(child)
                pieces.append(inner)
                linked += len(inner) if tag == "a" or child[0].tag == "a" else 0
        if child.tail:
            pieces.append(child.tail)
    text = "".join(pieces)
    if not text or text.isspace():
        return "", 0
    return clean(text).replace("\x00", "\n").strip("\n "), linked


def _abuts(element: Any) -> bool:
    """Whether an inline element stands right behind another, as <i>作者：李明</i><i>发布时间：…</i>: parted by style alone."""
    before = element.getprevious()
    return before is not None and not before.tail and type(before.tag) is str and before.tag == element.tag and element.tag in ("i", "em", "span", "small", "label", "b", "font")


def _has_block(element: Any) -> bool:
    """Whether an inline element holds blocks; one that holds very much is taken to."""
    return any(below.tag in BLOCK or n > MAX_INLINE for n, below in enumerate(element.iter()))


def _inline_text(element: Any) -> str:
    """Text of an inline element with its <br> as "\\x00"."""
    pieces = [element.text or ""]
    for below in element.iterdescendants():
        if below.tag == "br":
            pieces.append("\x00")
        elif below.text and below.tag not in INLINE_SKIP:
            pieces.append(f" {below.text} " if below.get("class") or below.tag == "time" else below.text)
        if below.tail:
            pieces.append(below.tail)
    return "".join(pieces)


def _weight(block: Block) -> float:
    """How much a block speaks for prose: its size outside links, little without punctuation."""
    text = block.text
    if len(text) < 600 and BOILER.search(text):
        return 0
    free = len(text) - block.linked
    if len(text) < 12 or free * 2 < len(text):
        return 0
    size = size_of(text) * free / len(text)
    if size < 40:
        return 0
    return size if STOP.search(text) else size * 0.3


NEAR = 20  # elements behind an article's head, among which its text begins


def _heads(footer: Any) -> bool:
    """Whether a footer is an article's head: Drupal's <article><footer>Submitted by … on …</footer><div>text</div>."""
    parent = footer.getparent()
    return parent is not None and parent.tag == "article" and any(type(e.tag) is str and e.tag in ("div", "section", "p") for e in itertools.islice(footer.itersiblings(), NEAR))
