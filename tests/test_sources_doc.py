"""docs/sources.md and coverage.json: made by commands, committed, and held to what they were made of."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from harvester import coverage
from harvester.commands.read import Reader
from harvester.sources import Catalogue
from tests.conftest import ROOT

PAGE = "<html><head><title>A pier opens</title></head><body><h1>A pier opens</h1><p>By Ada Lam</p><p>20 November 2026 09:30</p>{}</body></html>".format(
    "<p>The pier was rebuilt in eleven months and opened to ferries on Thursday, the department said in the morning.</p>" * 1
    + "<p>It has two berths, a waiting room and a ramp, and it will be lit at night by lamps that need no mains at all.</p>"
)


def test_the_document_is_what_the_command_makes() -> None:
    made = coverage.markdown(Catalogue.load(), coverage.committed())
    kept = (ROOT / "docs" / "sources.md").read_text("utf-8")
    assert kept == made, "docs/sources.md is old: harvester sources --markdown > docs/sources.md"


def test_every_source_has_its_row() -> None:
    kept = (ROOT / "docs" / "sources.md").read_text("utf-8")
    for spider in Catalogue.load():
        assert f"| `{spider.name}` |" in kept
        assert spider.discovery, f"{spider.name} has no way to find articles"


def test_counts_are_of_sources_that_are() -> None:
    names = {spider.name for spider in Catalogue.load()} | {coverage.GENERIC}
    for name, row in coverage.committed()["sources"].items():
        assert name in names
        assert set(row) <= {"pages", "records", "layout", "blocked", "rejected", *coverage.FIELDS, *coverage.PHOTOS}
        assert all(0 < number <= max(row["pages"], row.get("photos", 0)) for number in row.values()), name


def test_pages_are_counted_by_what_their_records_have(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.html").write_text(PAGE)
    (tmp_path / "b.html").write_text("<html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>")
    rows = [{"file": "a.html", "url": "https://a.example/1", "fetched": "2026-11-21"}, {"file": "b.html", "url": None, "fetched": None}, {"file": "c.html", "url": "https://a.example/2"}]
    (tmp_path / "manifest.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    counts = coverage.measure(tmp_path, Reader(Catalogue.load()))
    assert list(counts) == ["generic"]
    assert {k: counts["generic"][k] for k in ("pages", "records", "blocked", "headline", "minute", "authors", "body")} == {
        "pages": 2, "records": 1, "blocked": 1, "headline": 1, "minute": 1, "authors": 1, "body": 1,
    }  # fmt: skip
    assert "c.html" in capsys.readouterr().err
    again = json.loads(coverage.as_text(counts, datetime(2026, 11, 24, tzinfo=UTC).date(), {}))
    assert again == {"measured": "2026-11-24", "live": {}, "sources": counts}


def test_reach_is_told_in_days_or_as_a_day() -> None:
    catalogue = Catalogue.load()
    assert coverage.reach(catalogue.get("info_gov_hk_en").discovery) == "2006-01-01"
    assert coverage.reach(catalogue.get("tvb").discovery) == "14 days"
    assert coverage.reach(catalogue.get("hkfp").discovery) == "no known limit"
    assert coverage.kinds(catalogue.get("rthk_en").discovery) == "Feed ×3, Daily ×3"
