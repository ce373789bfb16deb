"""Headlines without their furniture."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.normalize.headline import read_headline

SITES = ("RTHK", "South China Morning Post", "新华网", "香港電台新聞", "Hong Kong Free Press HKFP")


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("Tai Po schools to get special-incident grants - RTHK", "Tai Po schools to get special-incident grants"),
        ("Contractor was warned over risks | South China Morning Post", "Contractor was warned over risks"),
        ("Contractor was warned over risks | SOUTH CHINA MORNING POST", "Contractor was warned over risks"),
        ("武汉的声音：有英勇的你，才有英雄的城！_新华网", "武汉的声音：有英勇的你，才有英雄的城！"),
        ("宏福苑五級火｜13死23傷｜香港電台新聞", "宏福苑五級火｜13死23傷"),
        ("Tai Po fire – RTHK - RTHK", "Tai Po fire"),
        ("Tai Po fire - Hong Kong Free Press HKFP", "Tai Po fire"),
        # not furniture: the name is the headline's own word
        ("Government appoints new head of RTHK", "Government appoints new head of RTHK"),
        ("RTHK", "RTHK"),
        (" - RTHK", "- RTHK"),
        ("A headline - The Standard", "A headline - The Standard"),
    ],
)
def test_site_names(raw: str, text: str) -> None:
    assert read_headline(raw, site_names=SITES).text == text


@pytest.mark.parametrize(
    ("raw", "text", "flags"),
    [
        ("Labour Department promotes lifting work safety (with photos)", "Labour Department promotes lifting work safety", ("with photos",)),
        (
            "Speech by SCST at Hong Kong, China Night in Paris (English only) (with photos)",
            "Speech by SCST at Hong Kong, China Night in Paris",
            ("English only", "with photos"),
        ),
        ("CE continues visit in Cambodia (with photos/videos)", "CE continues visit in Cambodia", ("with photos/videos",)),
        ("Transcript of remarks by CE (with photo/video)", "Transcript of remarks by CE", ("with photo/video",)),
        ("Statement (Chinese version only)", "Statement", ("Chinese version only",)),
        ("房委會廣泛運用創新科技提升工地安全水平（附圖）", "房委會廣泛運用創新科技提升工地安全水平", ("附圖",)),
        ("行政長官會見傳媒談話內容（附圖／短片）", "行政長官會見傳媒談話內容", ("附圖／短片",)),
        ("行政長官致辭全文（只有中文）(附圖)", "行政長官致辭全文", ("只有中文", "附圖")),
        ("行政长官致辞（附图／短片）", "行政长官致辞", ("附图／短片",)),
        ("（有片）碼頭新橋｜行人橋封閉三日", "碼頭新橋｜行人橋封閉三日", ("有片",)),
        ("（有片·多圖）碼頭新橋封閉（附圖）", "碼頭新橋封閉", ("有片·多圖", "附圖")),
        # the publisher's words
        ("（港鐵）碼頭新橋封閉", "（港鐵）碼頭新橋封閉", ()),
        ("有片｜碼頭新橋封閉", "有片｜碼頭新橋封閉", ()),
        ("（有片）", "（有片）", ()),
        ("Missing man in Ngau Tau Kok located (2)", "Missing man in Ngau Tau Kok located (2)", ()),
        ("尋回牛頭角失蹤男子（二）", "尋回牛頭角失蹤男子（二）", ()),
        ('Archive to premiere "Last Romance" (4K digitally restored version) (with photos)',
         'Archive to premiere "Last Romance" (4K digitally restored version)', ("with photos",)),
        ("LCQ7: Land (2) (with photos/video)", "LCQ7: Land (2)", ("with photos/video",)),
        ("內地跨境向「大埔宏福苑援助基金」匯款指南（附詳細流程）", "內地跨境向「大埔宏福苑援助基金」匯款指南（附詳細流程）", ()),
        ("Explainer: How fires shaped housing policy", "Explainer: How fires shaped housing policy", ()),
        ("Opinion | Now is the time", "Opinion | Now is the time", ()),
        ("Ferocious blaze in Hong Kong – as it happened", "Ferocious blaze in Hong Kong – as it happened", ()),
        ("大埔宏福苑五級火｜周霽與農融到訪", "大埔宏福苑五級火｜周霽與農融到訪", ()),
        ("(with photos)", "(with photos)", ()),
        ("", "", ()),
    ],
)  # fmt: skip
def test_flags(raw: str, text: str, flags: tuple[str, ...]) -> None:
    found = read_headline(raw, site_names=SITES)
    assert (found.text, found.flags) == (text, flags)


@pytest.mark.parametrize(
    ("raw", "text", "at", "byline"),
    [
        ("大埔宏福苑五級火｜李家超赴大埔了解情况 (23:04)", "大埔宏福苑五級火｜李家超赴大埔了解情况", "23:04", None),
        ("某事（9：05）", "某事", "9:05", None),
        ("某事(羅泳思報道)", "某事", None, "羅泳思報道"),
        ("某事（记者王茜报道）", "某事", None, "记者王茜报道"),
        ("傳媒操守（報道）", "傳媒操守（報道）", None, None),
    ],
)
def test_time_and_byline(raw: str, text: str, at: str | None, byline: str | None) -> None:
    found = read_headline(raw)
    assert (found.text, found.time, found.byline) == (text, at, byline)


HEADLINES = st.lists(
    st.sampled_from(["Tai Po", "大埔", " ", "(with photos)", "（附圖）", " - ", "RTHK", "(23:04)", "(2)", "｜", "_", ")", "(", "（某某報道）"]) | st.text(max_size=4),
    max_size=10,
).map("".join)


@given(HEADLINES)
def test_a_headline_is_a_part_of_what_stood_there(raw: str) -> None:
    found = read_headline(raw, site_names=SITES)
    assert found.text in raw
    assert bool(found.text) == bool(raw.strip())
    for flag in found.flags:
        assert flag in raw


@pytest.mark.parametrize("unit", [" ", "(", ")", "（附圖）", " - RTHK", "_", "9:", "(2"])
def test_time_is_linear(unit: str) -> None:
    raw = unit * (100_000 // len(unit)) + ")"
    started = time.process_time()
    read_headline(raw, site_names=SITES)
    assert time.process_time() - started < 2
