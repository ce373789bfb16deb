"""The committed JSON Schema is what the classes say; the seed's record fits it."""

from __future__ import annotations

import json

from harvester.feeds import line
from harvester.items import Article, Image, Publisher
from harvester.record_schema import as_text, checker, committed
from tests.conftest import shared


def record() -> dict[str, object]:
    article = Article("harvester/article@1", "x:1", 1, "usable", "x", Publisher("X", "portal", "HK", "https://x.hk/"), "https://x.hk/1", "https://x.hk/1")
    article.images = [Image(caption="A view")]
    article.headline = "H"
    return json.loads(line(article))


def test_the_committed_schema_has_not_drifted() -> None:
    assert committed() == as_text(), "run: harvester schema > harvester/schema/article-1.json"


def test_a_record_fits() -> None:
    assert checker()(record()) is None


def test_every_key_is_there_in_order() -> None:
    assert list(record())[:8] == ["schema", "id", "revision", "status", "source", "publisher", "url", "canonical_url"]
    assert list(record())[-2:] == ["raw", "provenance"]


def test_faults_are_named() -> None:
    wrong = record()
    wrong["revision"] = 0
    assert "revision" in (checker()(wrong) or "")
    missing = record()
    del missing["headline"]
    assert "headline" in (checker()(missing) or "")
    extra = record() | {"surprise": 1}
    assert "surprise" in (checker()(extra) or "")


def test_the_example_record_fits() -> None:
    assert checker()(json.loads(shared("design", "record-example.json").read_text("utf-8"))) is None
