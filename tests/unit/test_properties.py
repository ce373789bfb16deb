"""What holds of the normalizers for any text: they never raise, add no words of their own, say the same twice, and take time in proportion."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.normalize.body import read_body
from harvester.normalize.bylines import Byline, byline_in_text, merge, read_byline, read_names
from harvester.normalize.captions import agencies, is_caption, read_caption, same_caption
from harvester.normalize.datelines import read_dateline
from harvester.normalize.dates import read_date, split_stamps
from harvester.normalize.headline import read_headline
from harvester.normalize.issuer import read_issuer
from harvester.normalize.language import read_language
from harvester.normalize.names import is_han_name, is_pen_name, is_person, looks_like_organization, organizations, title_case
from harvester.normalize.related import read_related
from harvester.normalize.text import clean, flags, fold, mojibake, paragraphs
from harvester.normalize.topics import Vocabulary
from harvester.normalize.urls import canonical, join_url, path_hash

HKT = ZoneInfo("Asia/Hong_Kong")
NOW = datetime(2025, 12, 2, 10, 0, tzinfo=HKT)
FIND = Vocabulary.load().find

# Words that the normalizers know, and what stands between them: any order of these is met sooner or later.
TOKENS = (
    "By ", "by ", "Anna Lee", "GANG WEN", "Bob Chan", " and ", "and", ", ", " in ", "Hong Kong", "HONG KONG", " – ", " -- ", "(Xinhua)", "Xinhua", "China Daily", " / ", "/", "|", " | ", "：", ":", "﹕", "記者", "撰文", "攝影",
    "文／", "圖：", "編輯：", "陳大文", "李小明", "、", "報道", "攝", "摄", "提供", "圖片", "資料圖片", "（", "）", "(", ")", "【", "】", "[", "]", "Photo: ", "Photo by ", "courtesy of ", " via ", "。", ".", "\n", "\n\n", "  ", "\u00a0", "\u3000",
    "Published", "Updated", "發佈", "更新", "時間", "2025", "-11-", "26", "年", "11月", "26日", " 19:30", "19時", "pm", "下午", "凌晨", "昨日", "小時前", " hours ago", "an hour ago", "Nov ", "November 26, 2025", "HKT", "GMT+8", "+08:00", "T", "Z",
    "1764223881000", "READ MORE: ", "相關新聞", "延伸閱讀", "NNNN", "完", "新华社", "香港", "电", "Source: ", "Editor: ", "contributed to this story", " reports from ", "The Lands Department", " said", "署", "局", " - RTHK", "(23:04)", "(with photos)", "é", "\u200b", "\u202e", "0",
)  # fmt: skip
TEXTS = st.text(max_size=200) | st.lists(st.sampled_from(TOKENS), max_size=24).map("".join)


def plain(text: str) -> str:
    """Letters and digits without case, accents put together."""
    return "".join(c for c in unicodedata.normalize("NFC", text).casefold() if c.isalnum())


def comes_from(name: str, text: str, known: frozenset[str] = frozenset()) -> bool:
    """Whether a name's letters stand in a text, or it is a name that a table gives."""
    return name in known or plain(name) in plain(text)


HOUSES = frozenset(organizations().values())
AGENCIES = frozenset(agencies().values()) | HOUSES


def check_byline(byline: Byline, text: str) -> None:
    for name in byline.names:
        assert name.name == name.name.strip() != "", name
        assert comes_from(name.name, text, HOUSES), (name, text)
        assert name.kind in ("person", "organization")
        assert name.role in ("writer", "contributor", "photographer", "editor", "translator")
        assert name.place is None or comes_from(name.place, text), name
    assert byline.place is None or comes_from(byline.place, text)
    assert byline.agency is None or comes_from(byline.agency, text, HOUSES)


@given(TEXTS)
def test_bylines_name_whom_the_text_names(text: str) -> None:
    check_byline(read_byline(text), text)
    byline, only = byline_in_text([text], [text])
    check_byline(byline, text)
    assert only <= {text}
    names = read_names([text])
    check_byline(Byline(names, None, None), text)
    assert merge(byline, byline) == merge(byline)


@given(TEXTS)
def test_captions_and_credits_are_the_publisher_s_words(text: str) -> None:
    read = read_caption(text)
    for part in (read.caption, read.credit):
        assert part is None or (part == part.strip() != "" and comes_from(part, text))
    assert read.photographer is None or all(comes_from(name, read.credit or "") for name in read.photographer.replace("、", ",").split(","))
    assert read.agency is None or comes_from(read.agency, read.credit or "", AGENCIES)
    assert read.date_taken is None or read.date_taken[:4] in unicodedata.normalize("NFKC", text)
    assert isinstance(is_caption(text), bool)
    assert same_caption(text, text) == bool(fold(text[:3000]))


@given(TEXTS)
def test_dates_are_told_by_what_is_printed(text: str) -> None:
    stamps = split_stamps(text)
    for piece in stamps:
        assert piece is None or comes_from(piece, text)
    for piece in (text, *stamps):
        moment = read_date(piece or "", zone=HKT, now=NOW)
        if moment is not None:
            assert moment.value.utcoffset() is not None
            assert moment.precision in ("minute", "day", "relative")
            assert moment.precision != "day" or (moment.value.hour, moment.value.minute) == (0, 0)
            again = read_date(moment.value.isoformat(), zone=HKT, now=NOW)
            assert again is not None
            assert abs((again.value - moment.value).total_seconds()) < 1
        assert moment == read_date(piece or "", zone=HKT, now=NOW)


@given(TEXTS)
def test_openings(text: str) -> None:
    dateline = read_dateline(text)
    if dateline is not None:
        assert all(part is None or comes_from(part, text) for part in dateline)


@given(TEXTS)
def test_headlines(text: str) -> None:
    read = read_headline(text, site_names=("RTHK",))
    assert read.text in text
    assert read_headline(read.text, site_names=("RTHK",)).text in read.text
    assert read.byline is None or read.byline in text
    assert read.time is None or comes_from(read.time, text)


@given(st.lists(TEXTS, max_size=6))
def test_bodies_are_the_page_s_paragraphs(blocks: list[str]) -> None:
    texts = paragraphs(blocks)
    assert paragraphs(["\n\n".join(texts)]) == texts
    body = read_body(texts, headline=blocks[0] if blocks else None, captions=blocks[1:2])
    assert all(any(kept in text or set(kept.split("\n")) <= set(text.split("\n")) for text in texts) for kept in body.paragraphs)
    assert all(any(line.title in text for text in texts) for line in body.related)
    lines = {line for text in texts for line in (text, *text.split("\n"))}
    assert set(body.dropped) <= lines


@given(TEXTS)
def test_what_is_said_twice_is_the_same(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert fold(fold(text)) == fold(text)
    assert fold(text) == fold(f" {text}。")
    assert title_case(title_case(text)).casefold() == text.casefold() or not text.isascii()
    assert canonical(canonical(text)) == canonical(text)
    assert path_hash(text) == path_hash(text)
    related = read_related(text)
    assert related is None or related.title in text
    assert read_language(text, default="en") in ("en", "zh-Hant-HK", "zh-Hans-CN")
    issuer = read_issuer(text, [text])
    assert issuer is None or comes_from(issuer, text)
    assert all(isinstance(test(text), bool) for test in (is_person, is_pen_name, is_han_name, looks_like_organization, mojibake))
    assert flags(text) <= {"replacement", "control", "bidi", "invisible"}
    assert all(term.casefold() in f"{text}\n{text}".casefold() or term for terms in FIND(text, text).values() for term in terms)
    join_url("https://x.hk/", text)


READERS: dict[str, Callable[[str], object]] = {
    "stamps": split_stamps,
    "date": lambda text: read_date(text, zone=HKT, now=NOW, hint=NOW.date(), after=NOW),
    "byline": read_byline,
    "names": lambda text: read_names([text]),
    "byline in text": lambda text: byline_in_text([text], [text]),
    "caption": read_caption,
    "credit": lambda text: read_caption("x", credit=text),
    "is caption": is_caption,
    "same caption": lambda text: same_caption(text, text + "x"),
    "dateline": read_dateline,
    "headline": lambda text: read_headline(text, site_names=("RTHK",)),
    "issuer": lambda text: read_issuer(text, [text]),
    "language": read_language,
    "related": read_related,
    "body": lambda text: read_body(paragraphs([text])),
    "clean": clean,
    "fold": fold,
    "topics": lambda text: FIND(text[:300], text),
    "organization": looks_like_organization,
    "address": canonical,
}
SIZE = 1_500_000
UNITS = ("記者", "1", "(", "（", " ", "\u3000", "\n", "Aa ", "By Aa ", "攝", "、", "月", "Photo: ", "文/", "|", "12:30 ", "1 hour ago ", "HONG KONG ", "署", "LinandLeopold ", "a>", "a\n\n")


@pytest.mark.parametrize("unit", UNITS, ids=repr)
def test_time_is_in_proportion(unit: str) -> None:
    """1.5 MB of one thing: seconds of CPU at most for all readers together, where a squared cost would take hours. Measured: under 3."""
    for size, limit in ((SIZE // 100, 4), (SIZE, 30)):  # the small one first: a squared cost is told in seconds
        text = unit * (size // len(unit))
        started = time.process_time()
        for name, reader in READERS.items():
            reader(text)
            assert time.process_time() - started < limit, name



def test_the_tables_names_are_their_own() -> None:
    assert all(name == name.strip() != "" for name in AGENCIES)
