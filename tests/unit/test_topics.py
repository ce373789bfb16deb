"""Topics: which terms hit, how strong they are, and the vocabulary itself."""

from __future__ import annotations

import time
import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.normalize.topics import Vocabulary

VOCABULARY = Vocabulary.load()
TABLE = tomllib.loads(files("harvester").joinpath("topics.toml").read_text("utf-8"))
SMALL = Vocabulary.load(
    """
[metropolis]
label = { en = "Metropolis", zh = "都會區" }
strong = ["Northern Metropolis", "GBA", "北部都會區"]
[district]
strong = ["都會區", "北部都會區大學教育城"]
[program]
passing = ["Belt and Road", "I&T", "一帶一路"]
"""
)
FILLER = "\n\n".join(["A paragraph about nothing in particular that is long enough to be an opening."] * 2)


@pytest.mark.parametrize(
    ("title", "body", "found"),
    [
        ("", "The Northern Metropolis", {"metropolis": ["Northern Metropolis"]}),
        ("NORTHERN METROPOLIS IN FOCUS", "", {"metropolis": ["Northern Metropolis"]}),
        ("", "the northern metropolis's first phase", {"metropolis": ["Northern Metropolis"]}),
        ("", "(GBA) and GBA-wide", {"metropolis": ["GBA"]}),
        # capitals only in capitals, whole words only
        ("", "gba", {}),
        ("", "non-GBA, GBAs, 3GBA", {}),
        ("", "Northern Metropolises", {}),
        # the longest Chinese term, and nothing inside it
        ("", "發展北部都會區。", {"metropolis": ["北部都會區"]}),
        ("", "發展都會區。北部都會區", {"metropolis": ["北部都會區"], "district": ["都會區"]}),
        ("", "興建北部都會區大學教育城。", {"district": ["北部都會區大學教育城"]}),
        ("", "用GBA中文", {"metropolis": ["GBA"]}),
        # in passing: headline, standfirst or opening; not further down
        ("Belt and Road summit", FILLER, {"program": ["Belt and Road"]}),
        ("", "The Belt and Road\n\n" + FILLER, {"program": ["Belt and Road"]}),
        ("", FILLER + "\n\nthe Belt and Road, I&T and 一帶一路 and Belt and Road", {}),
        # once the topic is sure, all its terms are told, in the vocabulary's order
        ("一帶一路", FILLER + "\n\nI&T, Belt and Road", {"program": ["Belt and Road", "I&T", "一帶一路"]}),
        ("", "", {}),
    ],
)
def test_find(title: str, body: str, found: dict[str, list[str]]) -> None:
    assert SMALL.find(title, body) == found


def test_topics_come_in_the_vocabularys_order() -> None:
    assert list(SMALL.find("Belt and Road", "都會區 and GBA")) == ["metropolis", "district", "program"]


def test_the_seed_article() -> None:
    title = "Lee: HK govt striving to develop 'headquarters economy'"
    body = "\n\n".join(
        (
            "Chief Executive John Lee ka-chiu said Wednesday the Hong Kong government strives to develop a “headquarters economy”",
            "while promoting the Hong Kong Innovation and Technology Development Blueprint, he said.",
            "the “eight centers” under the 14th Five-Year Plan, the Guangdong-Hong Kong-Macao Greater Bay Area and the Belt and Road Initiative.",
            "The Northern Metropolis development will inject new vigor into the entire GBA development, and the “eight centers”",
            "Shenzhen Park of Hetao Shenzhen-Hong Kong Science and Technology Innovation Cooperation Zone",
        )
    )
    assert VOCABULARY.find(title, body) == {
        "northern-metropolis": ["Northern Metropolis"],
        "greater-bay-area": ["Greater Bay Area", "GBA"],
        "hetao-cooperation-zone": ["Hetao"],
        "headquarters-economy": ["headquarters economy"],
    }


@pytest.mark.parametrize(
    ("title", "topics"),
    [
        ("Land premium cut for Kwu Tung North sites", ["northern-metropolis", "land-supply"]),
        ("北環線主線動工 港鐵：料提早通車", ["railway"]),
        ("市建局：市區重建須轉型", ["urban-renewal"]),
        ("粤港澳大湾区北部都会区建设", ["northern-metropolis", "greater-bay-area"]),
        ("Town Planning Board approves Outline Zoning Plan", ["town-planning"]),
        ("施政報告：簡約公屋明年入伙", ["public-housing", "policy-address"]),
        ("AI supercomputing centre at Cyberport", ["innovation-technology", "artificial-intelligence"]),
        # parts of other words, and everyday ones
        ("警方接收地點更改 換地址", []),
        ("He said the aid was held at the airport lounge", []),
        # the police's regions
        ("New Territories North Regional Headquarters holds open day", []),
        ("Government plans New Territories North New Town", ["northern-metropolis"]),
        ("Bank sets up a regional headquarters in Kai Tak", ["headquarters-economy"]),
    ],
)
def test_headlines(title: str, topics: list[str]) -> None:
    assert list(VOCABULARY.find(title, "")) == topics


def test_everyday_words_further_down_make_no_topic() -> None:
    assert VOCABULARY.find("Fire relief", FILLER + "\n\nThe logistics were hard; AI helped; the Transport Department closed a road. 運輸署") == {}


@pytest.mark.parametrize("topic", sorted(TABLE))
def test_the_vocabulary(topic: str) -> None:
    entry = TABLE[topic]
    terms = entry.get("strong", []) + entry.get("passing", [])
    assert set(entry) <= {"label", "strong", "passing"}
    assert set(entry["label"]) == {"en", "zh"}
    assert len(terms) == len(set(terms))
    assert any(t.isascii() for t in terms)
    assert any(not t.isascii() for t in terms)
    for term in terms:
        assert term == term.strip()
        assert topic in VOCABULARY.find(term, ""), term
        assert term in VOCABULARY.find(term, "")[topic]


@pytest.mark.parametrize(
    ("toml", "names"), [("[a]\nlabel={en='A'}", "'a'"), ("[b]\nstrong=['…x','市']", "'市'"), ("[c]\nstrong=['+']", "'c'")]
)
def test_a_wrong_entry_is_named(toml: str, names: str) -> None:
    with pytest.raises(ValueError, match=names):
        Vocabulary.load(toml)


@given(st.text(max_size=80), st.text(max_size=200))
def test_total_and_told_by_the_text(title: str, body: str) -> None:
    for topic, terms in VOCABULARY.find(title, body).items():
        assert terms
        for term in terms:
            assert topic in TABLE
            assert term.casefold() in f"{title}\n{body}".casefold()


@given(st.lists(st.sampled_from(["北部", "都會區", "北部都會區", "大灣區", "GBA", "GBA ", "gba", " ", "İ", "\n\n", "Northern Metropolis", "-"]), max_size=12))
def test_adding_text_before_loses_no_strong_term(parts: list[str]) -> None:
    body = "".join(parts)
    before = VOCABULARY.find("", body)
    after = VOCABULARY.find("", "Something else. " + body)
    assert before == after


@pytest.mark.parametrize("unit", ["北部", "北部都會區", "GBA", "GBA ", "northern ", "-", " ", "İ", "I&", "大"])
def test_time_is_linear(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    started = time.process_time()
    VOCABULARY.find(text, text)
    assert time.process_time() - started < 6
