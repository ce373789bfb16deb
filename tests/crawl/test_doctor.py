"""harvester doctor against a site that is broken on purpose: each breakage is named as what it is."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from harvester.demo.build import WALL_PAGE, index, rss
from tests.crawl import forked
from tests.crawl.loopback import SETTINGS, Site

pytestmark = pytest.mark.crawl
TODAY = datetime.now(ZoneInfo("Asia/Hong_Kong")).date()
YESTERDAY = TODAY - timedelta(days=1)
DISCOVERY = 'Daily(BASE + "/gia/general/%Y%m/%d.htm", first=date(2006, 1, 1), items=Links("#contentBody")), Feed(BASE + "/rss.xml", days=3)'
FEED = "/rss.xml"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with Site(tmp_path, {TODAY: 2, YESTERDAY: 3}, DISCOVERY) as made:
        stamp = datetime.now(UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
        made.pages[FEED] = rss("Releases", [(made.base + p, "Release", stamp) for p in articles(made)]).encode()
        yield made


def articles(site: Site) -> list[str]:
    return [p for p in site.pages if "/P" in p]


def daily(site: Site) -> list[str]:
    return [p for p in site.pages if p.count("/") == 4]


def doctor(site: Site, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "harvester.cli", "doctor", "loop", *arguments, *SETTINGS, "-s", f"HARVESTER_OUTPUT={site.folder / 'out'}"]
    return forked.run(command, capture_output=True, text=True, timeout=120, env=site.environment, cwd=site.folder, check=False)


def check(site: Site) -> tuple[int, dict[str, Any]]:
    done = doctor(site, "--json")
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, json.loads(done.stdout)


def every(site: Site, paths: list[str], answer: Callable[[bytes], tuple[int, str, bytes]]) -> None:
    """The same answer to some addresses, made of what they answered before."""
    for path in paths:
        site.answers[path] = lambda path=path: answer(site.pages[path])  # type: ignore[misc]


def html(body: bytes) -> tuple[int, str, bytes]:
    return 200, "text/html; charset=utf-8", body


def test_a_healthy_source(site: Site) -> None:
    code, row = check(site)
    assert (code, row["verdict"], row["signs"]) == (0, "ok", [])
    assert len(row["articles"]) == 3
    assert row["fields"]["issuer"] == ["Lands Department"] * 3
    assert row["robots"] == "HTTP 404"
    assert len(row["indexes"]) == 3
    assert len(site.articles_asked()) == 3, "no more than it says"
    assert not (site.folder / "out" / "state").exists(), "nothing is delivered and no ledger touched"


def test_a_renamed_class(site: Site) -> None:
    every(site, articles(site), lambda body: html(body.replace(b'id="pressrelease"', b'id="release-2027"')))
    code, row = check(site)
    assert (code, row["verdict"]) == (3, "changed")
    assert "Since2016 (#pressrelease)" in row["signs"][0]["what"]


def test_a_renamed_part_of_the_page(site: Site) -> None:
    every(site, articles(site), lambda body: html(body.replace(b"mB15 f15", b"foot-2027").replace(b"Ends/", b"Closed on ").replace(b"Issued at HKT", b"Sent at")))
    code, row = check(site)
    assert (code, row["verdict"]) == (3, "changed")
    assert row["signs"][0]["what"].startswith(("date_published missing", "the picks for published"))


def test_a_feed_that_moved(site: Site) -> None:
    del site.pages[FEED]
    code, row = check(site)
    assert (code, row["verdict"]) == (3, "moved")
    assert row["signs"][0]["url"] == site.base + FEED
    assert "HTTP status 404" in row["signs"][0]["what"]
    assert len(row["articles"]) == 3, "the other index still leads to articles"


def test_a_feed_that_redirects_to_the_front_page(site: Site) -> None:
    site.answers[FEED] = lambda: (301, "/", b"")
    site.pages["/"] = b"<html><head><title>Example News</title></head><body><h1>Welcome to the new site</h1><p>All our news in a new dress.</p></body></html>"
    code, row = check(site)
    assert (code, row["verdict"]) == (3, "moved")
    assert f"redirect to {site.base}/" in row["signs"][0]["what"]


@pytest.mark.parametrize("status", [200, 403])
def test_a_challenge_page(site: Site, status: int) -> None:
    every(site, articles(site), lambda _body: (status, "text/html; charset=utf-8", WALL_PAGE.encode()))
    code, row = check(site)
    assert (code, row["verdict"]) == (3, "blocked")
    assert "Cloudflare challenge" in row["signs"][0]["what"]


def test_a_challenge_page_before_the_index(site: Site) -> None:
    every(site, [*daily(site), FEED], lambda _body: html(WALL_PAGE.encode()))
    code, row = check(site)
    assert (code, row["verdict"]) == (3, "blocked")
    assert "Cloudflare challenge" in row["signs"][0]["what"]


def test_refused(site: Site) -> None:
    every(site, list(site.pages), lambda _body: (403, "text/html", b"<html><head><title>403 Forbidden</title></head><body><h1>Forbidden</h1></body></html>"))
    code, row = check(site)
    assert (code, row["verdict"]) == (3, "blocked")
    assert all("HTTP status 403" in s["what"] for s in row["signs"])


def test_an_empty_list(site: Site) -> None:
    every(site, daily(site), lambda _body: html(index([]).encode()))
    code, row = check(site)
    assert (code, row["verdict"]) == (3, "empty")
    assert "lists no article" in row["signs"][0]["what"]


def test_a_changed_date_format(site: Site) -> None:
    new = f"Released on the {TODAY.day}th day of the season".encode()
    every(site, articles(site), lambda body: html(body.replace(body[body.index(b"Ends/") : body.index(b"</div>", body.index(b"Ends/"))], new)))
    code, row = check(site)
    assert (code, row["verdict"]) == (3, "dates")
    assert "day of the season" in row["signs"][0]["what"]


def test_robots_that_forbid(site: Site) -> None:
    site.pages["/robots.txt"] = b"User-agent: *\nDisallow: /gia/\n"
    site.answers["/robots.txt"] = lambda: (200, "text/plain", site.pages["/robots.txt"])
    code, row = check(site)
    assert (code, row["verdict"]) == (3, "robots")
    assert "forbids" in row["robots"]
    assert not [p for p in site.asked if p.startswith("/gia/")]


def test_a_server_that_is_down(site: Site) -> None:
    every(site, list(site.pages), lambda _body: (503, "text/html", b""))
    code, row = check(site)
    assert (code, row["verdict"]) == (3, "down")


def test_what_failed_is_kept_for_record(site: Site) -> None:
    every(site, articles(site), lambda body: html(body.replace(b'id="pressrelease"', b'id="release-2027"')))
    done = doctor(site)
    assert done.returncode == 3, done.stderr
    assert "loop changed" in done.stdout
    assert "mend the layout" in done.stdout
    kept = site.folder / "out" / "doctor" / "loop"
    rows = [json.loads(text) for text in (kept / "pages.jsonl").read_text().splitlines()]
    assert all(b"release-2027" in (kept / row["file"]).read_bytes() for row in rows)
    line = next(text for text in done.stdout.splitlines() if "harvester record" in text)
    words = line.partition("harvester record ")[2].replace("'", "").split()
    command = [sys.executable, "-m", "harvester.cli", "record", *words, "--cases", str(site.folder / "cases"), *SETTINGS]
    recorded = forked.run(command, capture_output=True, text=True, timeout=60, env=site.environment, cwd=site.folder, check=False)
    assert recorded.returncode == 0, recorded.stderr
    read = [sys.executable, "-m", "harvester.cli", "read", "--manifest", str(kept / "pages.jsonl"), *SETTINGS]
    assert forked.run(read, capture_output=True, timeout=60, env=site.environment, cwd=site.folder, check=False).returncode == 0
