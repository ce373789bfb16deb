"""The morning's page: every state told, nothing loaded from anywhere, everything escaped; the same in status and Prometheus."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import lxml.html
import pytest

from harvester.errors import HarvesterError
from harvester.health import STATES
from harvester.report import Standing, prometheus, standings, to_do
from harvester.report_html import page
from harvester.sources import Catalogue
from tests.unit.standing_data import NOW, STATE_OF, build


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> list[Standing]:
    output = tmp_path_factory.mktemp("month")
    build(output, days=12, a_day=2)
    return standings(Catalogue.load(), output, now=NOW, days=30)


def test_states_are_told(found: list[Standing]) -> None:
    told = {s.name: s.state for s in found}
    assert {n: told[n] for n in ("hkfp", "mingpao", "chinadaily_hk", "news_gov_hk_en", "thestandard", "info_gov_hk_en")} == {
        "hkfp": "blocked", "mingpao": "broken", "chinadaily_hk": "hollow", "news_gov_hk_en": "thin", "thestandard": "late", "info_gov_hk_en": "ok",
    }  # fmt: skip
    assert [s.name for s in found][:2] == ["hkfp", "mingpao"], "the gravest first"


def test_numbers_of_a_source(found: list[Standing]) -> None:
    s = next(s for s in found if s.name == "mingpao")
    assert (s.day["rejected"], s.day["failed"]) == (9, 0), "addresses, not how often they were asked for"
    assert s.rejects == {"body missing": [f"https://news.example/mingpao/新聞/{i}?a=1&b=2" for i in range(9)]}
    assert s.usual is not None
    assert s.usual[0] <= s.usual[1] <= s.usual[2]
    assert len(s.series) == 30
    assert [d.word for d in s.incomplete] == ["2 missing", "index incomplete", "2 missing"]
    hollow = next(s for s in found if s.name == "chinadaily_hk")
    images = next(f for f in hollow.coverage if f.name == "images")
    assert images.usual is not None
    assert images.share < images.usual


def test_one_cure_is_one_thing_to_do(found: list[Standing]) -> None:
    thin = [s for s in found if any(f.state == "thin" for f in s.findings)]
    rows = to_do([*found, replace(thin[0], name="other_thin")])
    assert len([state for state, _cure, _sources in rows if state == "thin"]) == 1, "a public holiday is said once"
    assert [state for state, _cure, _sources in rows] == sorted((state for state, _cure, _sources in rows), key=STATES.index)
    (hollow,) = [sources for state, _cure, sources in rows if state == "hollow"]
    assert [(s.name, len(findings)) for s, findings in hollow] == [("chinadaily_hk", 2)]
    tree = lxml.html.document_fromstring(page([*found, replace(thin[0], name="other_thin")], now=NOW, days=30))
    assert f"{len(thin) + 1} sources" in tree.xpath("//ul[contains(@class,'todo')]/li//b//text()")


def test_what_is_as_usual_is_folded_away(found: list[Standing]) -> None:
    tree = lxml.html.document_fromstring(page(found, now=NOW, days=30))
    well = sorted(s.name for s in found if s.state == "ok")
    assert well == sorted(tree.xpath("//details[not(@id)]//table[@class='all']//td[1]/a/text()"))
    assert sorted(s.name for s in found if s.state != "ok") == sorted(tree.xpath("//div[@class='card']/table[@class='all']//td[1]/a/text()"))
    assert not tree.xpath("//details[not(@id)]/@open")
    alone = lxml.html.document_fromstring(page([s for s in found if s.state == "ok"], now=NOW, days=30))
    assert not alone.xpath("//details[not(@id)]"), "nothing to fold where all is well"


def test_the_page_needs_nothing_else(found: list[Standing]) -> None:
    text = page(found, now=NOW, days=30, never=["a<b"])
    tree = lxml.html.document_fromstring(text)
    assert not tree.xpath("//script|//link|//img|//iframe|//@src|//style[contains(.,'url(')]|//style[contains(.,'@import')]")
    ids = tree.xpath("//details/@id")
    assert sorted(ids) == sorted(s.name for s in found)
    assert {href[1:] for href in tree.xpath("//a[starts-with(@href,'#')]/@href")} <= set(ids)
    assert tree.xpath("//ul[contains(@class,'todo')]/li[1]//b//text()") == ["hkfp"]
    assert "a<b" not in text
    assert "新聞/0?a=1&amp;b=2" in text
    assert len(tree.xpath("//svg")) >= 2 * len(found)
    assert not re.search(r"nan|None|inf\b", "".join(tree.itertext()))
    assert "prefers-color-scheme:dark" in text
    assert "@media(max-width" in text


def test_hostile_words_stay_words(found: list[Standing]) -> None:
    s = next(s for s in found if s.name == "hkfp")
    s.failures = {"<script>alert(1)</script>": ["javascript:alert(1)", 'https://x.hk/"><b>']}
    text = page([s], now=NOW, days=30)
    tree = lxml.html.document_fromstring(text)
    assert not tree.xpath("//script")
    assert not [h for h in tree.xpath("//a/@href") if h.startswith("javascript:")]


def test_prometheus_of_a_month(found: list[Standing]) -> None:
    text = prometheus(found, now=NOW)
    assert 'harvester_state{source="hkfp",state="blocked"} 1\n' in text
    assert 'harvester_field_share{source="chinadaily_hk",field="images"}' in text
    assert text.count("# TYPE") == len(set(re.findall(r"# TYPE (\S+)", text)))


def test_without_a_ledger(tmp_path: Path) -> None:
    with pytest.raises(HarvesterError, match="no ledger yet"):
        standings([], tmp_path, now=NOW)


def test_reports_that_cannot_be_read(tmp_path: Path) -> None:
    build(tmp_path, {"hkfp": STATE_OF["hkfp"]}, days=3, a_day=1)
    for path in (tmp_path / "runs").iterdir():
        path.write_text("{")
    found = standings(Catalogue.load(), tmp_path, now=NOW, days=30)
    assert [s.name for s in found] == ["hkfp"]
    assert page(found, now=NOW, days=30)
