"""Backfills against a site on loopback: windows, kills, days that are not complete."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from harvester.ledger import Ledger
from tests.crawl import forked
from tests.crawl.conftest import records
from tests.crawl.loopback import SETTINGS, Site

pytestmark = pytest.mark.crawl
FIRST = date(2024, 7, 1)
RANGE = ("--since", "2024-07-01", "--until", "2024-07-12")
DAYS = {FIRST + timedelta(days=n): 3 for n in range(12)}


def command(site: Site, name: str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "harvester.cli", name, "loop", *arguments, *SETTINGS, "-s", f"HARVESTER_OUTPUT={site.folder / 'out'}"]


def run(site: Site, name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return forked.run(command(site, name, *arguments), capture_output=True, text=True, timeout=120, env=site.environment, cwd=site.folder, check=False)


def test_a_range_in_windows_and_again(tmp_path: Path) -> None:
    with Site(tmp_path, DAYS) as site:
        plan = run(site, "backfill", *RANGE, "--window", "5d", "--dry-run")
        assert plan.returncode == 0, plan.stderr
        (row,) = (line for line in plan.stdout.splitlines() if line.startswith("loop"))
        assert row.split()[:7] == ["loop", "2024-07-01", "to", "2024-07-12", "0", "3", "12"]
        assert not site.asked
        done = run(site, "backfill", *RANGE, "--window", "5d")
        assert done.returncode == 0, done.stderr
        assert len({r["id"] for r in records(tmp_path / "out")}) == len(records(tmp_path / "out")) == 36
        with_ledger = Ledger.open(tmp_path / "out" / "state" / "ledger.sqlite")
        assert [(str(a), str(b)) for a, b in with_ledger.finished_windows("loop")] == [("2024-07-01", "2024-07-02"), ("2024-07-03", "2024-07-07"), ("2024-07-08", "2024-07-12")]
        with_ledger.close()
        gaps = run(site, "gaps", "--since", "2024-07-01", "--until", "2024-07-12")
        assert (gaps.returncode, "12 of 12 days" in gaps.stdout) == (0, True), gaps.stdout + gaps.stderr
        before = len(site.asked)
        again = run(site, "backfill", *RANGE)
        assert (again.returncode, len(site.asked) - before) == (0, 0), "finished days are not asked for again"
        assert "finished already" in again.stdout


def test_killed_and_started_again(tmp_path: Path) -> None:
    with Site(tmp_path, DAYS) as site:
        site.wait, site.slow_from = 0.05, 20
        child = subprocess.Popen(command(site, "backfill", *RANGE, "--window", "4d"), env=site.environment, cwd=tmp_path, stderr=subprocess.PIPE, text=True)
        deadline = time.monotonic() + 60
        while len(site.articles_asked()) < 18 and time.monotonic() < deadline:
            time.sleep(0.01)
        child.send_signal(signal.SIGKILL)
        child.communicate(timeout=20)
        assert child.returncode == -signal.SIGKILL
        first = len(site.articles_asked())
        site.slow_from = 1_000_000
        done = run(site, "backfill", *RANGE, "--window", "4d")
        assert done.returncode == 0, done.stderr
        found = records(tmp_path / "out")
        assert len({r["id"] for r in found}) == len(found) == 36, "each article once"
        indexes = [p for p in site.asked if p.count("/") == 4]
        assert len(indexes) <= 12 + 4, "windows that were finished are not asked for again"
        assert len(site.articles_asked()) - first <= 36 - 12
        assert run(site, "gaps", "--since", "2024-07-01", "--until", "2024-07-12").returncode == 0


def test_stopped_and_started_again(tmp_path: Path) -> None:
    with Site(tmp_path, DAYS) as site:
        site.wait, site.slow_from = 0.05, 20
        child = subprocess.Popen(command(site, "backfill", *RANGE, "--window", "4d"), env=site.environment, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        deadline = time.monotonic() + 60
        while len(site.articles_asked()) < 18 and time.monotonic() < deadline:
            time.sleep(0.01)
        child.send_signal(signal.SIGTERM)
        out, errors = child.communicate(timeout=30)
        assert child.returncode == 143, errors
        assert "Traceback" not in errors
        assert "loop     1 of 3" in out, "a window that was cut short is none that is done"
        assert "2 of 3 windows left; the same command again goes on from here" in out
        assert len(records(tmp_path / "out")) >= 16, "what was harvested is delivered"
        gaps = run(site, "gaps", "--since", "2024-07-01", "--until", "2024-07-12", "--json")
        assert gaps.returncode == 3
        states = [json.loads(line)["state"] for line in gaps.stdout.splitlines()]
        assert (states[:4], states[8:]) == (["never counted"] * 4, ["finished"] * 4)
        assert "finished" not in states[4:8], "a run that was cut short proves no day"
        site.slow_from = 1_000_000
        done = run(site, "backfill", *RANGE, "--window", "4d")
        assert done.returncode == 0, done.stderr
        found = records(tmp_path / "out")
        assert len({r["id"] for r in found}) == len(found) == 36, "each article once"


def test_a_day_that_differs_from_its_index_is_not_finished(tmp_path: Path) -> None:
    with Site(tmp_path, DAYS) as site:
        failing, empty, index = "/gia/general/202407/03/P2024070300001.htm", "/gia/general/202407/05/P2024070500002.htm", "/gia/general/202407/09.htm"
        site.answers[failing] = lambda: (500, "text/html", b"")
        site.answers[empty] = lambda: (200, "text/html", site.pages[empty].replace(b"announced today", b"").split(b"More follows")[0][:400])
        site.answers[index] = lambda: (503, "text/html", b"")
        done = run(site, "backfill", *RANGE)
        assert done.returncode == 3, done.stderr
        gaps = run(site, "gaps", "--since", "2024-07-01", "--until", "2024-07-12", "--json")
        assert gaps.returncode == 3
        days = {row["day"]: row for row in map(json.loads, gaps.stdout.splitlines())}
        assert [d for d, row in days.items() if not row["finished"]] == ["2024-07-03", "2024-07-05", "2024-07-09"]
        assert (days["2024-07-03"]["listed"], days["2024-07-03"]["delivered"], days["2024-07-03"]["failed"]) == (3, 2, 1)
        assert days["2024-07-03"]["missed"] == [{"url": site.base + failing, "cause": "HTTP status 500 (empty page)"}]
        assert days["2024-07-05"]["rejected"] == 1
        assert days["2024-07-09"]["state"] == "index incomplete"
        text = run(site, "gaps", "--since", "2024-07-01", "--until", "2024-07-12").stdout
        assert "9 of 12 days" in text
        assert f"{failing}: HTTP status 500" in text
        site.answers.clear()
        before = len([p for p in site.asked if p.count("/") == 4])
        healed = run(site, "backfill", *RANGE)
        assert healed.returncode == 0, healed.stderr
        assert len([p for p in site.asked if p.count("/") == 4]) - before == 3, "only the days that were not finished"
        assert run(site, "gaps", "--since", "2024-07-01", "--until", "2024-07-12").returncode == 0


def test_a_site_that_is_down_is_left_alone(tmp_path: Path) -> None:
    with Site(tmp_path, DAYS) as site:
        for path in list(site.pages):
            site.answers[path] = lambda: (503, "text/html", b"")
        done = run(site, "backfill", *RANGE, "--window", "2d")
        assert done.returncode == 3, done.stderr
        assert "2 windows in a row brought nothing but failures" in done.stdout
        assert len([p for p in site.asked if p != "/robots.txt"]) == 4


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--until", "2024-07-12"), "say from which day"),
        (("--since", "2024-07-12", "--until", "2024-07-01"), "is after until"),
        (("--since", "2024-07-01", "--rate", "fast"), "--rate 'fast'"),
        (("--since", "2024-07-01", "--window", "0d"), "--window '0d'"),
        (("--since", "1999-01-01"), "reaches"),
    ],
)
def test_bad_usage(tmp_path: Path, arguments: tuple[str, ...], words: str) -> None:
    site = Site(tmp_path, {})
    done = run(site, "backfill", *arguments)
    site.server.server_close()
    assert done.returncode == 2, done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr


FEED = 'Listing(BASE + "/feed?paged={page}", items=FeedItems(), seek=500, last_resort=True)'


@pytest.mark.parametrize("pages", [0, 20])
def test_a_feed_of_pages_is_entered_near_the_window(tmp_path: Path, pages: int) -> None:
    """Busy days before a quiet window: a leap goes too far, behind the last page or into older days, and pages seen on the way are asked again."""
    days = {FIRST + timedelta(days=n): 1 if n < 8 else 8 for n in range(12)}
    with Site(tmp_path, days, FEED) as site:
        site.clock = datetime(2024, 7, 13, 10, tzinfo=UTC)
        (tmp_path / "loopsite.py").write_text((tmp_path / "loopsite.py").read_text().replace("import Daily, Feed,", "import Daily, Feed, FeedItems,"))
        old = [f"/gia/general/{day:%Y%m/%d}/P{day:%Y%m%d}00001.htm" for day in (date(2020, 6, 1) - timedelta(days=n) for n in range(2 * pages))]
        found = [(path, date.fromisoformat(f"{path[-17:-13]}-{path[-13:-11]}-{path[-11:-9]}")) for path in sorted(site.pages, reverse=True) + old if "/P" in path]
        shown = [found[n : n + 2] for n in range(0, len(found), 2)]
        for number, rows in enumerate(shown, 1):
            items = "".join(f"<item><link>{site.base}{path}</link><pubDate>{day:%d %b %Y} 09:30:00 +0800</pubDate></item>" for path, day in rows)
            site.pages[f"/feed?paged={number}"] = f"<rss><channel>{items}</channel></rss>".encode()
        done = run(site, "backfill", "--since", "2024-07-03", "--until", "2024-07-06")
        assert done.returncode == 0, done.stderr + done.stdout
        assert sorted(r["date_published"][:10] for r in records(tmp_path / "out")) == ["2024-07-03", "2024-07-04", "2024-07-05", "2024-07-06"]
        asked = [int(path.rpartition("=")[2]) for path in site.asked if "paged" in path]
        assert len(set(asked)) < len(asked) < len(shown), "some again, and not each of them"
        assert (max(asked) > len(shown)) == (not pages)
        # a window before the list's end is not counted as done
        before = run(site, "backfill", "--since", "2019-07-03", "--until", "2019-07-06")
        assert before.returncode == 3, before.stdout
