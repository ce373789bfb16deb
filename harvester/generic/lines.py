"""Stamps and bylines: the lines near the headline and at the end that say when and by whom."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Any

from harvester.generic.words import (
    ADVERT,
    AUTHOR_PAGE,
    BY,
    BY_INSIDE,
    BYLIKE,
    CLOCK,
    DATE,
    DATELIKE,
    POSTED_BY,
    PUBLISHED,
    REPORTER_AT_END,
    STAMPED,
    TRIFLE,
    TRUST,
    UPDATED,
    inline_elements,
    names_of,
)
from harvester.layout import block_text, text_of

if TYPE_CHECKING:
    from harvester.generic.survey import Block, Survey


def _zones(survey: Survey) -> tuple[list[Block], list[Block], list[Block]]:
    """Blocks from the headline to the text's first prose, shortly before the headline, and around the text's first and last lines."""
    blocks, at = survey.blocks, survey.heading_at
    start = next((n for n, b in enumerate(blocks) if b.at >= at), len(blocks))
    prose = next((n for n, b in enumerate(blocks) if b.at >= max(survey.prose, at + 1)), len(blocks))
    stop = next((n for n, b in enumerate(blocks) if b.at > survey.end), len(blocks))
    first = [b for b in blocks[start : min(prose, start + 30)] if b.element is not survey.heading]
    before = blocks[max(0, start - 16) : start]
    before.reverse()
    return first, before, [*blocks[prose : prose + 3], *blocks[max(prose + 3, stop - 8) : stop + 4]]


def stamps_of(survey: Survey) -> tuple[str | None, str | None]:
    """The visible lines that say when: published (maybe with the update in it) and updated."""
    published = updated = weak = None
    last = max((b.at for b in survey.inside() if not (STAMPED.match(b.text) or TRIFLE.match(b.text))), default=-1)
    for zone, blocks in enumerate(_zones(survey)):
        pieces = [piece for block in blocks for piece in _pieces(block)]
        for number, (block, heads) in enumerate(pieces):
            text = block.text
            found = DATE.search(text) if len(text) <= 240 else None
            if not found:
                continue
            if published:  # under the text there may still stand when it was updated
                if zone != 1 and updated is None and len(text) < 80 and (told := STAMPED.match(text)) and UPDATED.search(told[0]) and not PUBLISHED.search(text):
                    updated = text
                continue
            names = survey.names.get(block.element, "") or survey.names.get(block.element.getparent(), "")
            line = next((part for part in text.split("\n") if DATE.search(part)), text).strip()
            labelled = STAMPED.search(line) or STAMPED.match(text)
            own, second = _stamp_in(block.element) if heads is None else (None, None)
            dated = block.element.tag == "time" or own or DATELIKE.search(names)
            bare = len(line) - len(found[0]) < 24 or (line.startswith(found[0]) and len(line) < 80) or (len(line) < 140 and len(_rest(line)) < 16)
            bare = bare and (not _CLAUSE.search(line) or len(_rest(line)) <= 4)
            if not (labelled or _ends(pieces, number, survey, zone, last) or (zone < 2 and dated and len(line) < 140) or ((zone == 0 or heads) and bare)):
                if zone == 1 and number < 4 and weak is None and len(line) < 140 and len(_rest(_unlinked(block.element))) < 8:
                    weak = line if CLOCK.search(line) else f"{line} {_clock_beside(pieces, number, zone)}".strip()
                continue
            whole = _COUNTS.sub("", text if len(text) < 160 else line)
            told = PUBLISHED.search(whole) or UPDATED.search(whole)
            if own and not told:
                whole = own
                updated = updated or second
            elif not told and not labelled and (stamp := DATE.search(whole)):
                clock = CLOCK.search(whole)
                whole = whole[min(stamp.start(), clock.start() if clock else stamp.start()) :]
            if labelled and UPDATED.search(line[:24]) and len(DATE.findall(whole)) == 1 and not PUBLISHED.search(whole):
                updated = updated or line
            elif published is None:
                published = whole
                if not CLOCK.search(published):
                    published = f"{published} {_clock_beside(pieces, number, zone)}".strip()
        if published and (updated or UPDATED.search(published)):
            break
    return published or weak or _stamp_beside(survey), updated


def _clock_beside(pieces: list[tuple[Block, bool | None]], number: int, zone: int) -> str:
    """The hour in an element next to the day's: "2025.11.28" and "20:08", "Date:", "2 March 2026", "Time:", "11:00"."""
    near = [number - 1, number - 2] if zone == 1 else [number + 1, number + 2]  # the blocks before the headline are told from the last
    for at in near:
        text = pieces[at][0].text if 0 <= at < len(pieces) else ""
        if len(text) < 40 and CLOCK.search(text) and not DATE.search(text) and len(_rest(text)) < 8:
            return text
        if not _LABELS.fullmatch(text.strip(" :：")):
            break
    return ""


def _stamp_beside(survey: Survey) -> str | None:
    """A labelled date in a box between headline and text that is named for something else: <div class="share-wrapper"><p>文章日期：2025年11月27日 17:12</p>."""
    under = False
    for element in survey.root.iter() if survey.asides and survey.heading is not None else ():
        if not under or element not in survey.asides:
            under = under or element is survey.heading
            if survey.places.get(element, -1) >= survey.prose:
                break
            continue
        for line in block_text(element).split("\n")[:20] if element.tag in _BESIDE else ():
            text = line.strip()
            if len(text) < 80 and STAMPED.match(text) and DATE.search(text):
                return text
    return None


_BESIDE = ("div", "section", "ul", "p", "span", "aside")


def _pieces(block: Block) -> list[tuple[Block, bool | None]]:
    """A block to look for dates in; of a long one its first and last lines: an old page's whole text stands in one element, parted by <br>.

    With each piece: whether it is one of the block's first lines, None for a whole block.
    """
    lines = block.text.split("\n")
    if len(block.text) <= 240 or len(lines) < 2:
        return [(block, None)]
    first, rest = lines[:4], lines[4:][-4:]
    return [(block._replace(text=line.strip()), n < len(first)) for n, line in enumerate((*first, *rest)) if 0 < len(line) <= 160]


def _ends(pieces: list[tuple[Block, bool | None]], number: int, survey: Survey, zone: int, last: int) -> bool:
    """Whether a line of a date alone closes the text: under "Ends", with its hour, or as the last line there is."""
    block = pieces[number][0]
    if zone != 2 or len(block.text) >= 60 or block.linked:
        return False
    closing = block.text.rpartition("\n")[2].strip()
    if block.at == last and closing != block.text and DATE.search(closing) and not _rest(closing):
        return True  # "Transport Department", "2 March 2026"
    if len(_rest(block.text)) > 4:
        return False
    if number and _END_MARK.fullmatch(pieces[number - 1][0].text):
        return True
    return block.at <= survey.end and (bool(CLOCK.search(block.text)) or (block.at == last and not _rest(block.text)))


def _unlinked(element: Any) -> str:
    """An element's text outside links."""
    return block_text(element, set(element.iter("a"))) if element.find(".//a") is not None else text_of(element)


def marked_byline(element: Any) -> bool:
    """Whether an element is a byline by the attributes that sites' own tests find it by: data-hook="user-name", data-testid="byline-contributors"."""
    near = (element, *list(element.iterancestors())[:2], *list(element.iter())[1:4])
    return any(BYLIKE.search(mark) or mark in ("user-name", "username") for e in near for mark in (e.get(n) for n in ("data-testid", "data-hook", "data-qa", "data-component")) if mark)


# 完, "Ends", "-END-": what stands over the day of a release
_END_MARK = re.compile(r"\W{0,3}(?:完|ends?)\W{0,3}", re.I)


def _signed(survey: Survey) -> list[Any]:
    """Elements that say for machines who wrote it, anywhere from shortly before the headline to shortly behind the text."""
    first, last = survey.heading_at - 60, survey.end + 40
    marked = itertools.islice((e for e in survey.root.iter("a", "span", "div", "p", "address") if e.get("rel") == "author" or (e.get("itemprop") or "").lower() == "author"), 200)
    found = [e for e in marked if first <= survey.place_of(e) <= last]
    names = [next((n for n in e.iter() if n.get("itemprop") == "name" and text_of(n)), e) for e in found if not any(a in found for a in e.iterancestors())]
    return names[:6]


# "8月5日，市民試騎新單車徑。" begins with a date and is none
_CLAUSE = re.compile(r"[，。！？]")
# what a line of dates may hold besides dates
_LABELS = re.compile(
    r"published|posted|updated?|modified|submitted|created|last|first|source|written|date|time|views?|hits|read(?:ing)? time|min read|share|print|monday|tuesday|wednesday|thursday|friday|saturday|sunday|"
    r"\b(?:mon|tue|wed|thu|fri|sat|sun|hkt|gmt|utc|cst|est|on|at|am|pm)\b|[\u661f\u9031\u5468][\u671f\u4e00-\u9fff]{1,2}|发[布表]|發[佈布表]|更新|時間|时间|日期|来源|來源|作者|記者|记者|編輯|编辑|責任|责任|字[号號]|字體|字体|浏览|瀏覽|阅读|閱讀|点击|點擊|次数|次數|分享|打印|列印|[大中小]",
    re.I,
)

# "2026-03-02 20:00 12,031 views"
_COUNTS = re.compile(r"\b\d[\d,]{0,12}\s?(?:views?|hits?|reads?|shares?|comments?|likes?|words?|次|人)\b", re.I)
# "Source: Xinhua|", "Editor: huaxia", "來源：本報": a label and who is named by it
_ORIGIN = re.compile(r"(?:source|editor|from|via|来源|來源|编辑|編輯|责编|責編|稿源|频道|頻道|欄目|栏目)s?\s?[:：]\s?[^|｜\n\d:：]{0,30}", re.I)


def _rest(line: str) -> str:
    """The letters of a line that are no date, no label and no name given by one."""
    for pattern in (BY_INSIDE, _ORIGIN, DATE, CLOCK, _LABELS):
        line = pattern.sub(" ", line)
    line = re.sub(r"\bby\s+(?:[A-Z][\w.'’-]+[ ,]{0,2}(?:and )?){1,8}", " ", line)
    return "".join(c for c in line if c.isalpha())


_MACHINE = re.compile(r"(?:19|20)\d{2}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}.{0,20})?")


def marked_stamps(survey: Survey) -> tuple[str | None, str | None]:
    """See Survey.marked. The nearest to the headline counts; what stands far behind the text is a teaser's."""
    told: dict[str, tuple[int, str]] = {}
    classed = -1, ""
    start, last = survey.heading_at, survey.end + 30
    for element in survey.root.iter("time", "abbr", "span", "meta", "div", "p", "dd"):
        prop = (element.get("itemprop") or "").lower()
        if element.tag not in ("time", "abbr") and prop not in ("datepublished", "datemodified"):
            continue
        value = (element.get("datetime") or element.get("content") or (element.get("title") if element.tag == "abbr" else None) or "").strip()
        at = survey.places.get(element, survey.places.get(element.getparent(), -1))
        if not _MACHINE.fullmatch(value) or at < 0 or at > last:
            continue
        names = names_of(element)
        kind = "updated" if prop == "datemodified" or UPDATED.search(names) or UPDATED.search((element.text or "")[:24]) else "published"
        if kind == "updated" and prop != "datemodified" and not UPDATED.search(element.text or ""):
            classed = at, value
        if kind == "published" and prop != "datepublished" and at > survey.prose and not PUBLISHED.search(names):
            continue
        far = at - start if at >= start else (start - at) * 2
        if far < 160 and (kind not in told or far < told[kind][0]):
            told[kind] = far, value
    published, updated = (told[k][1] if k in told else None for k in ("published", "updated"))
    if published is None and updated is not None and updated == classed[1]:
        return updated, None  # hentry's <time class="entry-date updated"> on a page of one date
    return published, updated


def _stamp_in(element: Any) -> tuple[str | None, str | None]:
    """Dates that a block holds in elements of their own: "<time class=published>…</time><time class=updated>…</time>"."""
    found = [e for e in inline_elements(element) if e.tag == "time" or DATELIKE.search(names_of(e))]
    found = [e for e in found if DATE.search(text_of(e))]
    texts = [text_of(e) for e in found if not any(e in other.iterancestors() for other in found)]
    if len(texts) == 2 and texts[0] == texts[1]:
        texts.pop()
    return (texts[0] if texts else None), (texts[1] if len(texts) == 2 else None)


def bylines_of(survey: Survey) -> list[str]:
    """Visible bylines near the headline, and labelled ones in the text's first and last lines."""
    found: list[str] = []
    for zone, blocks in enumerate(_zones(survey)):
        for block in blocks:
            text = block.text
            if len(text) > 240:
                continue
            if zone < 2:
                names = survey.names.get(block.element, "") or survey.names.get(block.element.getparent(), "")
                if (names and BYLIKE.search(names)) or block.element.get("itemprop") == "author" or marked_byline(block.element):
                    named = [e for e in inline_elements(block.element) if "name" in (words := names_of(e)) and BYLIKE.search(words)]
                    if named:  # <div class="columnist"><span class="columnist-name">…</span><span class="columnist-intro">…</span></div>
                        found.extend(_byline_of(text_of(e)) for e in named)
                        continue
                    found.extend(_byline_of(line) for line in text.split("\n") if not STAMPED.match(line))
                else:
                    inside = [e for e in inline_elements(block.element) if e.get("rel") == "author" or e.get("itemprop") == "author" or BYLIKE.search(names_of(e)) or AUTHOR_PAGE.search(e.get("href") or "")]
                    found.extend(_byline_of(text_of(e)) for e in inside if not any(a in inside for a in e.iterancestors()))
            if zone == 2 and survey._signs(block):
                found.append(text)
            for line in text.split("\n"):
                if BY.match(line):
                    found.append(_byline_of(own[0] if (own := BY_INSIDE.match(line)) else line))
                elif posted := POSTED_BY.match(line):
                    found.append(f"By {posted['who']}")
                elif "者" in line or ":" in line or "：" in line or "撰" in line:
                    found.extend(each[0].strip() for each in BY_INSIDE.finditer(line))
                    if len(line) < 60 and (reporter := REPORTER_AT_END.search(line)):
                        found.append(f"記者：{reporter['who']}")
    if not found:
        found = [text_of(e) for e in _signed(survey)]
    unique = list(dict.fromkeys(line for line in found if 2 <= len(line) <= 140 and not ADVERT.search(line)))
    return [line for line in unique if not any(line != other and line in other for other in unique)][:6]


def _byline_of(line: str) -> str:
    """A byline without the date that stands beside it, and without the words that lead to either."""
    line = _LEADING.sub("", line)
    for pattern in (DATE, CLOCK, TRUST):
        stamp = pattern.search(line)
        line = line[: stamp.start()] if stamp else line
    return _TRAILING.sub("", line).strip(" \t|｜·•-–,，/")


# "Submitted by Peter Shum on Tue, " before the date was cut
_TRAILING = re.compile(r"(?:\s(?:on|at)\b)?(?:\s(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6})?[\s,]{0,3}$", re.I)
# "发表于 2026-3-2", "Submitted by Peter Shum on Tue", "Posted by", "Post author:"
_LEADING = re.compile(r"^\s{0,3}(?:(?:author|作者)[,，]|发表于|發表於|发布于|發佈於|posted on|published on|on\b|(?:submitted|posted|published|contributed) (?=by\b)|post author\s?[:：])\s{0,3}", re.I)
