"""The recorded site, three days of it, through Scrapy's own engine: new, revised, unchanged, withdrawn, unknown layout, challenge."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.crawl.conftest import DEMO, WINDOW, records

pytestmark = pytest.mark.crawl


def test_three_days(harvest, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    out = tmp_path / "out"
    codes = [harvest("replay", str(DEMO / f"day{n}.warc.gz"), *WINDOW).returncode for n in (1, 2, 3)]
    assert codes == [3, 3, 3], "the challenge page makes every day partial"
    causes = {f["cause"] for path in (out / "runs").glob("*.json") for f in json.loads(path.read_bytes())["failed"]}
    assert causes == {"HTTP status 403 (Cloudflare challenge)"}, "a source asks for an index that the demo lacks: harvester/demo/build.py"
    found = records(out)
    by_id: dict[str, list[dict]] = {}
    for record in found:
        by_id.setdefault(record["id"], []).append(record)
    assert len({(r["id"], r["revision"]) for r in found}) == len(found) == 14
    revised = by_id["info_gov_hk_en:P2024073100701"]
    assert [r["revision"] for r in revised] == [1, 2]
    assert revised[0]["date_published"] == revised[1]["date_published"] == "2024-07-31T16:30:00+08:00"
    assert "corrected to October 4" in revised[1]["body"]
    assert [(r["revision"], r["status"]) for r in by_id["info_gov_hk_en:P2024080100333"]] == [(1, "usable"), (2, "withdrawn")]
    assert by_id["info_gov_hk_en:P2024080100444"][0]["provenance"]["reader"].startswith("generic:")
    article = by_id["info_gov_hk_en:P2024073100701"][0]
    assert article["headline"] == "Kwu Tung North residential site to be tendered"
    assert article["issuer"] == "Lands Department"
    assert article["translations"] == [{"language": "zh-Hant-HK", "url": "https://www.info.gov.hk/gia/general/202407/31/P2024073100702.htm"}]
    assert article["images"][0]["caption"].startswith("The Director of Lands")
    assert article["attachments"][0]["title"] == "Annex"
    assert "NNNN" not in article["body"]
    assert "Annex" not in article["body"]
    chinese = by_id["info_gov_hk_tc:P2024073100702"][0]
    assert (chinese["language"], chinese["date_published"], chinese["issuer"]) == ("zh-Hant-HK", "2024-07-31T16:30:00+08:00", "地政總署")
    piece = by_id["chinadaily_hk:588801"][0]
    assert piece["authors"] == [{"name": "Mei Lam", "kind": "person", "role": "writer", "place": "Hong Kong"}]
    assert piece["images"][0]["photographer"] == "Joy Fong"
    assert piece["related"][0]["title"] == "Shenzhen depot nears completion"
    report = json.loads(next((out / "runs").glob("*info_gov_hk_en.json")).read_text("utf-8"))
    assert report["failed"] == [{"url": "https://www.info.gov.hk/gia/general/202408/01/P2024080100555.htm", "cause": "HTTP status 403 (Cloudflare challenge)"}]
    sources = {json.loads(path.read_bytes())["source"] for path in (out / "runs").glob("*.json")}
    assert sources == {"chinadaily_hk", "info_gov_hk_en", "info_gov_hk_tc", "news_gov_hk_en", "news_gov_hk_tc"}, "none whose lists only lead to these hosts"
    check = harvest("verify", str(out))
    assert check.returncode == 0, check.stderr


def test_topics_keep_only_what_was_asked(harvest, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    done = harvest("replay", str(DEMO / "day1.warc.gz"), *WINDOW, "-a", "topics=land-supply", "--source", "info_gov_hk_tc")
    assert done.returncode == 0, done.stderr
    assert [r["id"] for r in records(tmp_path / "out")] == ["info_gov_hk_tc:P2024073100702"]


def test_gzip_feeds(harvest, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    done = harvest("replay", str(DEMO / "day1.warc.gz"), *WINDOW, "--source", "info_gov_hk_tc", "-s", "HARVESTER_COMPRESSION=gzip")
    assert done.returncode == 0, done.stderr
    feeds = list((tmp_path / "out" / "articles").rglob("*.jsonl.gz"))
    assert len(feeds) == 1
    assert harvest("verify", str(tmp_path / "out")).returncode == 0


def test_the_same_under_every_machine_zone(harvest, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    feeds = []
    for zone in ("UTC", "Asia/Hong_Kong", "America/New_York"):
        out = tmp_path / zone.replace("/", "-")
        harvest("replay", str(DEMO / "day1.warc.gz"), *WINDOW, output=out, TZ=zone)
        told = records(out)
        for record in told:
            record["provenance"].pop("run")
        feeds.append(sorted(json.dumps(r, sort_keys=True) for r in told))
    assert feeds[0] == feeds[1] == feeds[2]
    assert feeds[0]


def test_a_replay_asks_about_the_days_of_its_archive(harvest, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    done = harvest("replay", str(DEMO / "day1.warc.gz"), "--source", "info_gov_hk_tc")
    assert {r["date_published"][:10] for r in records(tmp_path / "out")} == {"2024-07-31", "2024-08-01"}, done.stderr
