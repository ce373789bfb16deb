"""The daily run: nothing is fetched twice without need, nothing new, changed or withdrawn is missed."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from harvester.demo.build import release
from tests.crawl.conftest import records
from tests.crawl.loopback import SETTINGS, Site

pytestmark = pytest.mark.crawl
DAY = date(2024, 7, 31)
NOON = datetime(2024, 7, 31, 8, 30, tzinfo=UTC)  # 16:30 in Hong Kong
FEED = 'Feed(BASE + "/rss.xml", days=60)'
LIST = "/rss.xml"


def crawl(site: Site, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "harvester.cli", "crawl", "loop", *arguments, *SETTINGS, "-s", f"HARVESTER_OUTPUT={site.folder / 'out'}", "-L", "ERROR"]
    site.log.clear()
    return subprocess.run(command, capture_output=True, text=True, timeout=120, env={**site.environment, **environment}, cwd=site.folder, check=False)


def article(site: Site, n: int, day: date = DAY, *, body: str = "The site will be put up for tender by the end of the quarter.", clock: str = "15:30") -> str:
    path = f"/gia/general/{day:%Y%m/%d}/P{day:%Y%m%d}{n:05d}.htm"
    site.pages[path] = release("", f"Release {n}", [f"The Lands Department (LandsD) announced today that {n}. {body}", "More follows."], f"{day:%A, %B} {day.day}, {day.year}", clock).encode()
    return path


def listed(site: Site, *paths: str) -> None:
    items = "".join(f"<item><title>Headline {path[-9:-4]}</title><link>{site.base}{path}</link></item>" for path in paths)
    site.pages[LIST] = f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Releases</title>{items}</channel></rss>'.encode()


def told(site: Site) -> list[tuple[str, int]]:
    """What was asked and answered, robots.txt aside."""
    return sorted(entry for entry in site.log if entry[0] != "/robots.txt")


@pytest.fixture
def site(tmp_path: Path) -> Any:
    with Site(tmp_path, {}, FEED) as loop:
        loop.etags, loop.clock = True, NOON
        loop.answers["/robots.txt"] = lambda: (200, "text/plain", b"User-agent: *\nAllow: /\n")
        yield loop


def versions(tmp_path: Path) -> list[tuple[str, int, str]]:
    return [(r["id"][-5:], r["revision"], r["status"]) for r in records(tmp_path / "out")]


def test_nothing_new_costs_one_conditional_request(site: Site, tmp_path: Path) -> None:
    paths = [article(site, n) for n in range(3)]
    listed(site, *paths)
    first = crawl(site)
    assert (first.returncode, told(site)) == (0, sorted([(LIST, 200), *((p, 200) for p in paths)])), first.stderr
    site.clock = NOON + timedelta(minutes=20)  # 20 minutes on: no step of the ladder (16:30 was an hour after publication)
    second = crawl(site)
    assert (second.returncode, told(site)) == (0, [(LIST, 304)]), second.stderr
    assert len(versions(tmp_path)) == 3


def test_one_new(site: Site, tmp_path: Path) -> None:
    old = [article(site, n) for n in range(3)]
    listed(site, *old)
    crawl(site)
    new = article(site, 9)
    listed(site, new, *old)
    site.clock = NOON + timedelta(minutes=20)
    done = crawl(site)
    assert (done.returncode, told(site)) == (0, sorted([(LIST, 200), (new, 200)])), done.stderr
    assert versions(tmp_path)[-1] == ("00009", 1, "usable")


def test_the_order_of_the_list_does_not_matter(site: Site, tmp_path: Path) -> None:
    paths = [article(site, n) for n in range(4)]
    listed(site, *paths)
    crawl(site)
    listed(site, *random.Random(7).sample(paths, 4))
    site.clock = NOON + timedelta(minutes=20)
    done = crawl(site)
    assert (done.returncode, told(site)) == (0, [(LIST, 200)]), done.stderr
    assert len(versions(tmp_path)) == 4


def test_a_silent_rewrite_is_caught_by_the_ladder(site: Site, tmp_path: Path) -> None:
    path = article(site, 1)
    listed(site, path)
    crawl(site)
    article(site, 1, body="The site will be put up for tender next year.")
    site.clock = NOON + timedelta(hours=6)  # seven hours after publication; the list has not changed
    done = crawl(site)
    assert (done.returncode, told(site)) == (0, sorted([(LIST, 304), (path, 200)])), done.stderr
    assert versions(tmp_path) == [("00001", 1, "usable"), ("00001", 2, "usable")]
    assert "next year" in records(tmp_path / "out")[-1]["body"]
    site.clock = NOON + timedelta(hours=7)
    crawl(site)
    assert told(site) == [(LIST, 304)], "the step is done"


def test_the_ladder_reaches_what_the_list_dropped(site: Site, tmp_path: Path) -> None:
    path, other = article(site, 1), article(site, 2)
    listed(site, path, other)
    crawl(site)
    listed(site, other)
    asked = []
    for hours in (6, 12, 24, 48, 72, 168, 200):
        site.clock = NOON + timedelta(hours=hours)
        assert crawl(site).returncode == 0
        asked += [hours for p, status in told(site) if p == path]
    assert asked == [6, 24, 72, 168], "six hours, a day, three days, a week after publication, and never again"
    assert len(versions(tmp_path)) == 2


def test_gone_twice_a_day_apart_is_withdrawn(site: Site, tmp_path: Path) -> None:
    path = article(site, 1)
    listed(site, path)
    crawl(site)
    del site.pages[path]
    site.clock = NOON + timedelta(hours=6)
    first = crawl(site)
    assert (first.returncode, len(versions(tmp_path))) == (0, 1), first.stderr
    site.clock = NOON + timedelta(hours=12)
    crawl(site)
    assert told(site) == [(LIST, 304)], "not asked again within the day"
    site.clock = NOON + timedelta(hours=31)
    crawl(site)
    assert versions(tmp_path) == [("00001", 1, "usable"), ("00001", 2, "withdrawn")]
    article(site, 1)
    listed(site, path, article(site, 2))
    site.clock = NOON + timedelta(hours=32)
    crawl(site)
    assert ("00001", 3, "usable") in versions(tmp_path), "back as it was"


def test_what_failed_is_not_hidden_by_an_unchanged_list(site: Site, tmp_path: Path) -> None:
    paths = [article(site, n) for n in range(2)]
    listed(site, *paths)
    site.answers[paths[1]] = lambda: (500, "text/html", b"<html>broken</html>")
    assert crawl(site).returncode == 3
    assert len(versions(tmp_path)) == 1
    del site.answers[paths[1]]
    site.clock = NOON + timedelta(minutes=20)
    done = crawl(site)
    assert (done.returncode, told(site)) == (0, sorted([(LIST, 200), (paths[1], 200)])), done.stderr
    assert len(versions(tmp_path)) == 2


def test_a_wider_window_reads_the_list_again(site: Site, tmp_path: Path) -> None:
    old = article(site, 1, date(2024, 7, 20))
    listed(site, article(site, 2), old)
    assert crawl(site, "-a", "since=2024-07-30").returncode == 0
    assert len(versions(tmp_path)) == 1
    done = crawl(site, "-a", "since=2024-07-15")
    assert (done.returncode, told(site)) == (0, sorted([(LIST, 200), (old, 200)])), done.stderr


def test_a_run_narrowed_by_topics_hides_nothing_later(site: Site, tmp_path: Path) -> None:
    listed(site, article(site, 1), article(site, 2))
    crawl(site, "-a", "topics=railway")
    assert versions(tmp_path) == []
    done = crawl(site)
    assert (done.returncode, len(versions(tmp_path))) == (0, 2), done.stderr


def test_a_dead_server_in_the_middle(site: Site, tmp_path: Path) -> None:
    paths = [article(site, n) for n in range(8)]
    listed(site, *paths)
    for path in paths[3:]:
        site.answers[path] = lambda: (503, "text/html", b"")
    assert crawl(site).returncode == 3
    failed = json.loads(next((tmp_path / "out" / "runs").glob("*.json")).read_text())["failed"]
    assert sorted(f["url"].removeprefix(site.base) for f in failed) == paths[3:]
    for path in paths[3:]:
        del site.answers[path]
    assert crawl(site).returncode == 0
    assert sorted(v[0] for v in versions(tmp_path)) == [f"{n:05d}" for n in range(8)]


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Kolkata"])
def test_days_are_hong_kong_days_wherever_the_machine_stands(site: Site, tmp_path: Path, zone: str) -> None:
    listed(site, *[article(site, n, day, clock=clock) for n, (day, clock) in enumerate([(date(2024, 7, 30), "23:59"), (DAY, "00:00"), (DAY, "23:59"), (date(2024, 8, 1), "00:00")])])
    site.clock = datetime(2024, 8, 1, 4, tzinfo=UTC)
    done = crawl(site, "-a", "since=2024-07-31", "-a", "until=2024-07-31", TZ=zone)
    assert done.returncode == 0, done.stderr
    assert sorted(r["date_published"] for r in records(tmp_path / "out")) == ["2024-07-31T00:00:00+08:00", "2024-07-31T23:59:00+08:00"]


def test_a_week(site: Site, tmp_path: Path) -> None:
    """Every article once a revision; whole pages downloaded for a new article at most 1.3, the lists and the changed articles aside."""
    live: list[str] = []
    revisions = downloads = 0
    made = random.Random(5)
    for run in range(9):
        site.clock = NOON + timedelta(hours=20 * run)
        here = site.clock + timedelta(hours=8)
        for n in range(made.randrange(3) if live else 2):
            clock = (here - timedelta(minutes=90)).strftime("%H:%M")
            live.insert(0, article(site, 10 * run + n, here.date() if here.hour >= 2 else here.date() - timedelta(days=1), clock=clock))
        if made.random() < 0.25:
            path = live[0]
            site.pages[path] = site.pages[path].replace(b"More follows.", f"More follows, says version {run}.".encode())
            revisions += 1
        listed(site, *live[:6])
        done = crawl(site)
        assert done.returncode == 0, done.stderr
        downloads += sum(status == 200 for path, status in told(site) if path != LIST)
    site.clock += timedelta(days=2)
    crawl(site)
    found = versions(tmp_path)
    assert len(found) == len(set(found))
    assert {v[0] for v in found} == {path[-9:-4] for path in live}
    assert downloads <= 1.3 * len(live) + revisions
