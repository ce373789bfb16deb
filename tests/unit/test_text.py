"""Text: white space, what no reader sees, paragraphs, flags, mojibake, and the key that two copies share."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.normalize.text import clean, clean_lines, flags, fold, mojibake, paragraphs

# Text as hostile pages have it: spaces, breaks, controls, bidi, joiners, combining marks, surrogates, any script.
DIRTY = st.text(
    st.one_of(
        st.sampled_from(
            " \t\n\r\x00\x0b\x0c\x1b\x1c\x85\xa0\xad\u0301\u200b\u200c\u200d\u200e\u202e\u2028\u2029\u2066\u3000\ufe0f\ufeff\ufffd\ud800\U000e0041"
        ),
        st.sampled_from("aé大龙,.。*_-【】\U0001f469\U0001f525ि"),
        st.characters(),
    ),
    max_size=60,
)


@pytest.mark.parametrize(
    ("raw", "tidy"),
    [
        ("Tai Po fire", "Tai Po fire"),
        ("  Tai\u00a0Po \t fire\n", "Tai Po fire"),
        ("大埔\u3000宏福苑", "大埔 宏福苑"),
        ("\ufeffHK\u200b$300m\u00ad fund", "HK$300m fund"),
        # A title with an override printed backwards, and tag characters after it
        ("\u202eNotice\u202c \u2066No. 3\u2069\U000e0041", "Notice No. 3"),
        ("Alice\u200d Wong", "Alice Wong"),
        ("Family \U0001f469\u200d\U0001f467 safe", "Family \U0001f469\u200d\U0001f467 safe"),
        ("A\x00B\x07C\x1b[31m", "ABC[31m"),
        ("one\u2028two\u2029three\x85four\x0bfive\x1csix\r\nseven", "one two three four five six seven"),
        ("lone \ud800 half", "lone half"),
        ("Cafe\u0301", "Café"),
        ("", ""),
        ("\u200b \u3000", ""),
    ],
)
def test_clean(raw: str, tidy: str) -> None:
    assert clean(raw) == tidy


@given(DIRTY)
def test_clean_is_one_plain_line_and_stays_so(text: str) -> None:
    tidy = clean(text)
    assert clean(tidy) == tidy
    assert tidy == tidy.strip()
    assert "  " not in tidy
    assert len(tidy.splitlines()) <= 1
    assert unicodedata.is_normalized("NFC", tidy)
    assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in tidy)
    assert not flags(tidy) - {"replacement"}
    tidy.encode("utf-8")


@given(DIRTY)
def test_clean_adds_no_characters(text: str) -> None:
    assert set(clean(text)) <= set(unicodedata.normalize("NFC", text)) | set(unicodedata.normalize("NFC", clean(text))) | {" "}
    assert len(clean(text)) <= len(unicodedata.normalize("NFD", text))


def test_clean_returns_what_is_clean_as_it_is() -> None:
    for text in ("Chan: It’s vital to accelerate the project – “now”", "大埔宏福苑五級火｜李家超：", "大湾区（完）"):
        assert clean(text) is text


def test_clean_lines() -> None:
    assert clean_lines("Ends/Tuesday, June 21, 2022\r\n\n  Issued at HKT 20:16 \u2028NNNN") == [
        "Ends/Tuesday, June 21, 2022",
        "Issued at HKT 20:16",
        "NNNN",
    ]


@pytest.mark.parametrize(
    ("blocks", "found"),
    [
        (["One\ntwo\n\n*****", "three"], ["One\ntwo", "three"]),
        (["One\r\ntwo\r\n\r\nthree"], ["One\ntwo", "three"]),
        (["One\n \u3000\u00a0\ntwo"], ["One", "two"]),
        (["One\u2029two"], ["One", "two"]),
        # RTHK's line above "Last updated"
        (["Text.\n______________________________\nLast updated: 2025-11-26 HKT 20:34"], ["Text.\nLast updated: 2025-11-26 HKT 20:34"]),
        (["     Eighteen draft plans", "\u200b", "", "\n\n", "＊＊＊＊＊", "------------"], ["Eighteen draft plans"]),
        # what stays: an ellipsis of the speaker, a dash line that is text
        (["...", "- Draft Mui Wo Fringe OZP", "*Figures are provisional."], ["...", "- Draft Mui Wo Fringe OZP", "*Figures are provisional."]),
    ],
)
def test_paragraphs(blocks: list[str], found: list[str]) -> None:
    assert paragraphs(blocks) == found


@given(st.lists(DIRTY, max_size=5))
def test_paragraphs_are_clean_and_stay_so(blocks: list[str]) -> None:
    found = paragraphs(blocks)
    assert paragraphs(found) == found
    for paragraph in found:
        assert paragraph
        for line in paragraph.split("\n"):
            assert clean(line) == line
            assert line


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Plain text", set()),
        ("大埔 — “text”", set()),
        ("half \ufffd read", {"replacement"}),
        ("A\x00B", {"control"}),
        ("\ud800", {"control"}),
        ("\u202eNotice", {"bidi"}),
        ("soft\u00adhyphen", {"invisible"}),
        ("\ufeff\u2066\x07", {"invisible", "bidi", "control"}),
        ("line\nbreak\tand tab", set()),
    ],
)
def test_flags(text: str, found: set[str]) -> None:
    assert flags(text) == found


def read_as(text: str, encoding: str, wrong: str) -> str:
    return text.encode(encoding).decode(wrong, "replace")


@pytest.mark.parametrize(
    "text",
    [
        "å¤§åŸ”å®\u008fç¦\u008fè‹‘äº”ç´šç\u0081«",
        "It’s Hong Kong’s “eight centers”, he said.".encode().decode("cp1252", "replace"),
        read_as("大埔宏福苑五級火，政府公布最新情況", "utf-8", "latin-1"),
        read_as("發展局今日公布，北部都會區最新進展，並表示", "big5", "latin-1"),
        read_as("发展局今日公布北部都会区最新进展", "gbk", "latin-1"),
    ],
)
def test_mojibake_is_seen(text: str) -> None:
    assert mojibake(text)


@pytest.mark.parametrize(
    "text",
    [
        "Plain English.",
        "大埔宏福苑五級火，政府公布最新情況",
        "Café, crème brûlée, São Tomé, naïve, Ångström, déjà vu, El Niño, Curaçao — “quoted”, 25°C, £5, ½.",
        "À Paris, l’été dernier, « très près » de l’Élysée, où était né Â.",
        "",
    ],
)
def test_mojibake_is_not_seen_in_good_text(text: str) -> None:
    assert not mojibake(text)


def test_one_stray_pair_is_no_mojibake() -> None:
    assert not mojibake("A long English text. " * 40 + "donâ€™t")
    assert not mojibake("They say they donâ€™t know")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“Lantau Tomorrow” gets all-round backing.", "'Lantau Tomorrow' gets all round backing"),
        ("大埔宏福苑五級火｜李家超：追究責任", "大埔宏福苑五級火 | 李家超:追究責任"),
        ("ＨＫ＄１００", "hk$100"),
    ],
)
def test_fold_joins_copies(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_fold_parts_different_text() -> None:
    assert fold("14 dead") != fold("44 dead")
    assert fold("大灣區") != fold("大湾区")


@pytest.mark.parametrize("unit", [" ", "\n", " \n", "\u3000", "\u200d", "*", "(", "1", "\r", "é", "Ã©", "\u2028", "\u200b "])
def test_time_is_linear(unit: str) -> None:
    text = unit * (100_000 // len(unit)) + "x"
    started = time.process_time()
    clean(text)
    paragraphs([text])
    flags(text)
    mojibake(text)
    fold(text)
    assert time.process_time() - started < 4
