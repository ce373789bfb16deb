"""The daily run: nothing is fetched twice without need, nothing new, changed or withdrawn is missed."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from harvester.demo.build import release
from harvester.ledger import Ledger
from tests.crawl import forked
from tests.crawl.conftest import records
from tests.crawl.loopback import SETTINGS, Site

pytestmark = pytest.mark.crawl
DAY = date(2024, 7, 31)
NOON = datetime(2024, 7, 31, 8, 30, tzinfo=UTC)  # 16:30 in Hong Kong
FEED = 'Feed(BASE + "/rss.xml", days=60)'
LIST = "/rss.xml"


def crawl(site: Site, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "harvester.cli", "crawl", "loop", *arguments, *SETTINGS, "-s", f"HARVESTER_OUTPUT={site.folder / 'out'}", "-L", "WARNING"]
    site.log.clear()
    return forked.run(command, capture_output=True, text=True, timeout=120, env={**site.environment, **environment}, cwd=site.folder, check=False)


def article(site: Site, n: int, day: date = DAY, *, body: str = "The site will be put up for tender by the end of the quarter.", clock: str = "15:30") -> str:
    path = f"/gia/general/{day:%Y%m/%d}/P{day:%Y%m%d}{n:05d}.htm"
    site.pages[path] = release("", f"Release {n}", [f"The Lands Department (LandsD) announced today that {n}. {body}", "More follows."], f"{day:%A, %B} {day.day}, {day.year}", clock).encode()
    return path


def listed(site: Site, *paths: str, changed: dict[str, int] | None = None) -> None:
    """A feed of titles; changed: the number of each article's last change, for a feed that tells it."""
    tell = {path: f"<pubDate>{day_of(path):%d %b %Y} 12:00:00 +0800</pubDate><a10:updated>2024-08-31T10:00:{changed[path]:02d}Z</a10:updated>" for path in paths} if changed else {}
    items = "".join(f"<item><title>Headline {path[-9:-4]}</title><link>{site.base}{path}</link>{tell.get(path, '')}</item>" for path in paths)
    site.pages[LIST] = f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:a10="http://www.w3.org/2005/Atom"><channel><title>Releases</title>{items}</channel></rss>'.encode()


def day_of(path: str) -> date:
    return datetime.strptime(path[-17:-9], "%Y%m%d").date()


def told(site: Site) -> list[tuple[str, int]]:
    """What was asked and answered, robots.txt aside."""
    return sorted(entry for entry in site.log if entry[0] != "/robots.txt")


@pytest.fixture
def site(tmp_path: Path) -> Any:
    with Site(tmp_path, {}, FEED) as loop:
        loop.etags, loop.clock = True, NOON
        loop.answers["/robots.txt"] = lambda: (200, "text/plain", b"User-agent: *\nAllow: /\n")
        yield loop


def versions_of(site: Site) -> list[tuple[str, int, str]]:
    return versions(site.folder)


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


def test_a_rewrite_under_the_same_etag_is_found_at_the_last_look(site: Site, tmp_path: Path) -> None:
    path = article(site, 1)
    site.lying.add(path)
    listed(site, path)
    crawl(site)
    article(site, 1, body="The site will be put up for tender next year.")
    for hours, status in ((6, 304), (24, 304), (72, 304), (168, 200)):
        site.clock = NOON + timedelta(hours=hours)
        done = crawl(site)
        assert (path, status) in told(site)
    assert versions(tmp_path) == [("00001", 1, "usable"), ("00001", 2, "usable")]
    assert "next year" in records(tmp_path / "out")[-1]["body"]
    assert "validator unreliable" in done.stderr
    assert path in done.stderr


def test_a_list_that_is_not_modified_for_ever_hides_nothing_for_long(site: Site, tmp_path: Path) -> None:
    site.lying.add(LIST)
    listed(site, article(site, 1))
    crawl(site)
    listed(site, article(site, 2), article(site, 1))
    for hours, status in ((24, 304), (48, 304), (73, 200)):
        site.clock = NOON + timedelta(hours=hours)
        crawl(site)
        assert (LIST, status) in told(site)
    assert [v[0] for v in versions(tmp_path)] == ["00001", "00002"]
    crawl(site)
    assert (LIST, 304) in told(site), "for another three days"


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


def feed(site: Site, name: str, *paths: str) -> None:
    """A feed of its own address."""
    listed(site, *paths)
    site.pages[name] = site.pages.pop(LIST)


def days_of(site: Site) -> dict[str, tuple[int, int, str]]:
    command = [sys.executable, "-m", "harvester.cli", "gaps", "loop", "--since", "2024-07-30", "--until", "2024-07-31", "--json", *SETTINGS]
    done = forked.run([*command, "-s", f"HARVESTER_OUTPUT={site.folder / 'out'}"], env=site.environment, cwd=site.folder)
    return {row["day"]: (row["listed"], row["delivered"], row["state"]) for row in map(json.loads, done.stdout.splitlines())}


def test_days_are_proven_by_indexes_that_are_as_they_were(tmp_path: Path) -> None:
    """Most feeds of a source answer "not modified" in most runs: what they list was counted when they were read."""
    with Site(tmp_path, {}, 'Feed(BASE + "/a.xml", days=60), Feed(BASE + "/b.xml", days=60)') as site:
        site.etags = True
        site.answers["/robots.txt"] = lambda: (200, "text/plain", b"User-agent: *\nAllow: /\n")
        start = datetime(2024, 7, 30, 10, 30, tzinfo=UTC)  # 18:30 in Hong Kong
        old = [article(site, 90 + n, date(2024, 7, 25 + n)) for n in range(2)]
        a, b = [article(site, n, date(2024, 7, 30), clock=f"{10 + n}:00") for n in range(4)], [article(site, 50, date(2024, 7, 30), clock="17:00")]

        def run_after(hours: int, code: int = 0) -> dict[str, tuple[int, int, str]]:
            feed(site, "/a.xml", *a, *old)
            feed(site, "/b.xml", *b, *old)
            site.clock = start + timedelta(hours=hours)
            done = crawl(site)
            assert done.returncode == code, done.stderr
            return days_of(site)

        assert run_after(0) == {"2024-07-30": (5, 5, "not over yet")}
        assert run_after(8)["2024-07-30"] == (5, 5, "finished"), "nothing came since: the day is over, and as it was"
        assert {status for path, status in told(site) if path.endswith(".xml")} == {304}
        b.insert(0, article(site, 51, date(2024, 7, 30), clock="22:00"))
        b.insert(0, article(site, 52, date(2024, 7, 31), clock="09:00"))
        assert run_after(15)["2024-07-30"] == (6, 6, "finished"), "one more in one feed, the other is as it was"
        report = json.loads(max((tmp_path / "out" / "runs").glob("*.json")).read_bytes())
        assert (report["days"]["2024-07-30"], report["days"]["2024-07-31"], report["state"]) == (6, 1, "thin")
        b.insert(0, article(site, 53, date(2024, 7, 31), clock="10:00"))
        site.answers[b[0]] = lambda: (500, "text/html", b"")
        assert run_after(17, code=3)["2024-07-30"] == (6, 6, "finished")
        del site.answers[b[0]]
        a.insert(0, article(site, 8, date(2024, 7, 31), clock="20:00"))
        found = run_after(32)  # the next day
        assert found["2024-07-31"] == (3, 3, "finished")


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


@dataclass
class Week:
    """What a simulated week cost: articles, rewrites, whole answers and "not modified" for articles, runs."""

    new: int = 0
    rewrites: int = 0
    whole: int = 0
    unmodified: int = 0
    runs: int = 0

    def run(self, site: Site) -> None:
        done = crawl(site)
        assert done.returncode == 0, done.stderr
        self.runs += 1
        self.whole += sum(status == 200 for path, status in told(site) if path != LIST)
        self.unmodified += sum(status == 304 for path, status in told(site) if path != LIST)
        polls = [status for path, status in told(site) if path == LIST]
        assert len(polls) == 1, "one request an index page and run"


def a_week(site: Site, *, versions: bool, length: int, hours: int = 12) -> Week:
    """New articles and rewrites on a list of the newest, looked at every so many hours; then the end of every ladder."""
    week, live, changed, made = Week(), list[str](), dict[str, int](), random.Random(5)
    for run in range(7 * 24 // hours):
        site.clock = NOON + timedelta(hours=hours * run)
        here = site.clock + timedelta(hours=8)
        for n in range(1 + made.randrange(3)):
            born = here - timedelta(minutes=90)
            live.insert(0, article(site, 10 * run + n, born.date(), clock=born.strftime("%H:%M")))
            week.new += 1
        if run > 1 and made.random() < 0.5:
            path = live[4]  # known since the last run; its next look finds it
            site.pages[path] = site.pages[path].replace(b"More follows.", f"More follows, says version {run}.".encode())
            week.rewrites += 1
            changed[path] = run
        listed(site, *live[:length], changed={path: changed.get(path, 0) for path in live} if versions else None)
        week.run(site)
    for days in (1, 2, 4):
        site.clock += timedelta(days=days)
        week.run(site)
    found = [v for v in versions_of(site) if v[2] == "usable"]
    assert len(found) == len(set(found)) == week.new + week.rewrites, "every article once a revision"
    assert {v[0] for v in found} == {path[-9:-4] for path in live}
    return week


def test_a_week(site: Site) -> None:
    """A list of titles: each version is had once; each look of the ladder is answered "not modified" but for the last, which takes no server's word."""
    week = a_week(site, versions=False, length=12)
    print(week)
    assert week.new + week.rewrites < week.whole <= 2 * week.new + week.rewrites
    assert week.unmodified <= 4.0 * week.new, "with two runs a day: the rungs of six hours, a day, three days and a week"


def test_a_week_of_a_list_that_tells_versions(site: Site, tmp_path: Path) -> None:
    """All requests for articles together at most 1.3 a new article, the rewritten aside, where the list reaches as far back as the ladder and is believed."""
    earned(tmp_path)
    week = a_week(site, versions=True, length=60)
    print(week)
    assert week.whole + week.unmodified - week.rewrites <= 1.3 * week.new


def earned(tmp_path: Path) -> None:
    """A ledger that has seen the source's list announce three rewrites."""
    ledger = Ledger.open(tmp_path / "out" / "state" / "ledger.sqlite")
    for _ in range(3):
        ledger.note_word("loop", announced=True)
    ledger.close()


def test_a_list_is_believed_when_it_has_told_of_three_rewrites(site: Site, tmp_path: Path) -> None:
    paths = [article(site, n) for n in range(4)]
    listed(site, *paths, changed=dict.fromkeys(paths, 1))
    crawl(site)
    for path in paths[:3]:
        site.pages[path] = site.pages[path].replace(b"More follows.", b"Nothing follows.")
    listed(site, *paths, changed=dict.fromkeys(paths[:3], 2) | {paths[3]: 1})
    site.clock = NOON + timedelta(hours=6)
    crawl(site)
    assert told(site) == sorted([(LIST, 200), *((path, 200) for path in paths[:3]), (paths[3], 304)])
    for hours in (24, 72):
        site.clock = NOON + timedelta(hours=hours)
        crawl(site)
        assert told(site) == [(LIST, 304)], "as it was: the list answers for all four"
    site.pages[paths[0]] = site.pages[paths[0]].replace(b"Nothing follows.", b"The rest follows.")
    listed(site, *paths, changed={paths[0]: 3, paths[1]: 2, paths[2]: 2, paths[3]: 1})
    site.clock = NOON + timedelta(hours=168)
    crawl(site)
    assert (paths[0], 200) in told(site)
    assert ("00000", 3, "usable") in versions_of(site)


def test_a_list_that_keeps_silent_hides_no_rewrite(site: Site, tmp_path: Path) -> None:
    """As info.gov.hk: rewritten under the old time, and the list says nothing."""
    paths = [article(site, n) for n in range(2)]
    listed(site, *paths, changed=dict.fromkeys(paths, 1))
    crawl(site)
    article(site, 1, body="The site will be put up for tender next year.")
    site.clock = NOON + timedelta(hours=6)
    crawl(site)
    assert versions_of(site)[-1] == ("00001", 2, "usable")
    ledger = Ledger.open(tmp_path / "out" / "state" / "ledger.sqlite")
    assert ledger.word("loop").silent == 1
    ledger.close()
    earned(tmp_path)
    site.clock = NOON + timedelta(hours=24)
    crawl(site)
    assert len(told(site)) == 3, "three rewrites told do not outweigh one hidden: both are asked for"
