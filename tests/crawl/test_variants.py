"""Served variants of hostile behavior beside those of the hostile suite: a page is had whole, or named with what happened and what comes next."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.crawl.conftest import records
from tests.crawl.variants import APART, SITE_OF, SITES, VARIANTS, WHOLE, Server

pytestmark = pytest.mark.crawl


class Crawled:
    """What one crawl of all the sites left behind."""

    def __init__(self, output: Path, log: str, canary: list[str]) -> None:
        self.log, self.canary = log, canary
        self.files = [str(path.relative_to(output.parent)) for path in output.parent.rglob("*") if path.is_file()]
        self.records: dict[str, dict[str, dict[str, Any]]] = {}
        for record in records(output):
            self.records.setdefault(record["source"], {})[self.path(record["url"])] = record
        reports = [json.loads(path.read_text()) for path in sorted((output / "runs").glob("*.json"))]
        self.reports = {report["source"]: report for report in reports}
        self.failed = {name: {self.path(row["url"]): row["cause"] for row in report["failed"]} for name, report in self.reports.items()}

    @staticmethod
    def path(url: str) -> str:
        return "/" + url.split("/", 3)[-1]

    def had(self, site: str) -> list[str]:
        """The articles of a site, by path."""
        return sorted(self.records.get(site, {}))


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    """All the sites, crawled once."""
    folder = tmp_path_factory.mktemp("variants")
    with Server() as server:
        ports = {name: site.port for name, site in SITES.items()}
        command = [sys.executable, "-m", "tests.crawl.variants", json.dumps(ports), str(folder / "out"), str(folder / "log")]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False)
        assert done.returncode in (3, 4), done.stdout + done.stderr
        yield Crawled(folder / "out", (folder / "log").read_text(), server.canary)


@pytest.mark.parametrize("name", VARIANTS)
def test_a_page_is_whole_or_named(crawled: Crawled, name: str) -> None:
    expected, path, site = VARIANTS[name][1], f"/a/{name}", SITE_OF[name]
    ways = (path, "/more/%B0%AA" if name == "to_good_bytes" else f"/more/{name}")
    record = next((crawled.records[site][way] for way in ways if way in crawled.records[site]), None)
    cause = next((crawled.failed[site][way] for way in ways if way in crawled.failed[site]), None)
    if expected == WHOLE:
        assert (cause, record is not None) == (None, True), cause
        assert record["body"].endswith("The end of it.")  # type: ignore[index]
        assert record["headline"] == ("香港發展局公布新界北部都會區的規劃" if re.match("label|meta_|both|bom$|wide", name) else "Hostile")  # type: ignore[index]
        return
    assert record is None
    assert re.search(expected, cause or ""), cause
    if "robots.txt unreachable" in (cause or ""):
        return  # the log has its one line for that host
    told = [line for line in crawled.log.splitlines() if f" {site}: " in line and any(f"{way}: " in line for way in ways)]
    assert told, "the log names source, address and cause"
    assert all("; " in line for line in told), "and what comes next"


def test_the_others_are_all_had(crawled: Crawled) -> None:
    for site in ("variants", *APART):
        assert {path for path in crawled.had(site) if path.startswith("/ok/")} == {f"/ok/{n}" for n in range(sum(of == site for of in SITE_OF.values()))}
    assert crawled.canary == []
    assert "FORGED" not in json.dumps(crawled.records)
    assert "Traceback" not in crawled.log
    assert "Failure" not in crawled.log


def test_no_file_is_named_by_a_page(crawled: Crawled) -> None:
    """An address may be made of "../" or be longer than a file's name."""
    assert len(crawled.files) > 2 * len(SITES)
    named = r"log|out/(?:(?:articles|rejects)/harvested=[\d-]+/source=\w+/[\w-]+\.jsonl(?:\.manifest\.json)?|runs/[\w-]+\.json|state/(?:locks/)?[\w.-]+)"
    assert [name for name in crawled.files if not re.fullmatch(named, name) or len(name) > 200] == []


def test_two_pages_that_ask_for_patience_are_not_their_host(crawled: Crawled) -> None:
    assert crawled.had("patience_of_two") == [f"/ok/{n}" for n in range(1, 6)]
    failed = crawled.failed["patience_of_two"]
    assert sorted(failed) == ["/a/1", "/a/2"]
    assert all("rate limited until 2" in cause for cause in failed.values())
    assert crawled.reports["patience_of_two"]["exit_code"] == 3


def test_a_host_that_asks_for_patience_gets_it(crawled: Crawled) -> None:
    asked = [path for path, _ in SITES["patience_of_all"].asked if path.startswith("/a/")]
    assert len(asked) == len(set(asked)) <= 3, "nobody asks on"
    failed = crawled.failed["patience_of_all"]
    assert sorted([*failed, *crawled.had("patience_of_all")]) == [*(f"/a/{n}" for n in range(8)), "/ok/1", "/ok/2"], "what is left for the next run is named"
    assert all("rate limited until" in cause for cause in failed.values())
    assert crawled.reports["patience_of_all"]["exit_code"] == 3
    assert len([line for line in crawled.log.splitlines() if " patience_of_all: 127.0.0.1:" in line and "is for the next" in line]) == 1


def test_pages_that_are_broken_are_not_their_host(crawled: Crawled) -> None:
    assert crawled.had("broken_in_a_row") == ["/ok/1", "/ok/2", "/ok/3"]
    assert len(crawled.failed["broken_in_a_row"]) == 8


@pytest.mark.parametrize("site", ["dead", "down"])
def test_a_host_that_does_not_answer_is_left_alone(crawled: Crawled, site: str) -> None:
    asked = [path for path, _ in SITES[site].asked if path.startswith("/a/")]
    assert len(asked) < 16, "two attempts each of all of them are too many"
    failed = crawled.failed[site]
    assert sorted([*failed, *crawled.had(site)]) == [*(f"/a/{n}" for n in range(8)), "/ok/1", "/ok/2"]
    assert any("5 failures in a row" in cause for cause in failed.values())
    assert crawled.reports[site]["exit_code"] == 3


@pytest.mark.parametrize(
    ("site", "had"),
    [
        ("robots_large", ["/ok/2", "/ok/3"]), ("robots_html", ["/ok/1"]), ("robots_403", ["/ok/1"]), ("robots_204", ["/ok/1"]),
        ("robots_moved", ["/ok/2"]), ("robots_login", ["/ok/1"]), ("robots_loop", ["/ok/1"]), ("robots_nowhere", ["/ok/1"]),
        ("robots_elsewhere", ["/ok/2"]), ("robots_503", []), ("robots_packed", []), ("robots_private", []),
    ],
)  # fmt: skip
def test_robots(crawled: Crawled, site: str, had: list[str]) -> None:
    assert crawled.had(site) == had
    if not had:
        assert any("robots.txt unreachable" in cause for cause in crawled.failed[site].values()), crawled.failed[site]
        assert crawled.reports[site]["exit_code"] in (3, 4)


def test_what_a_feed_comments_out_is_not_asked_for(crawled: Crawled) -> None:
    assert crawled.had("feed_comments") == ["/ok/1", "/ok/2"]


def test_an_article_listed_in_several_ways_is_had_once(crawled: Crawled) -> None:
    assert sorted(path.partition("?")[0].partition("#")[0] for path in crawled.had("feed_twice")) == [f"/ok/{n}" for n in (1, 2, 3, 4, 5, 6, 7)]
    asked = [path.partition("?")[0] for path, _ in SITES["feed_twice"].asked if path.startswith("/ok/")]
    assert len(asked) == len(set(asked))


def test_sitemaps_that_name_each_other(crawled: Crawled) -> None:
    assert crawled.had("sitemap_cycle") == ["/ok/1"]
    assert len([path for path, _ in SITES["sitemap_cycle"].asked if "xml" in path or path == "/index"]) <= 5


def test_a_canonical_address_elsewhere_is_not_believed(crawled: Crawled) -> None:
    assert crawled.had("canonical") == [f"/a/{n}" for n in (1, 2, 3, 4)]
    assert len({record["id"] for record in crawled.records["canonical"].values()}) == 4
