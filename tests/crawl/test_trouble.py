"""Hard days: a full disk, clocks that jump, sites that refuse, send elsewhere or ask for patience."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from harvester.ledger import SourceLock
from tests.crawl import forked
from tests.crawl.conftest import records
from tests.crawl.loopback import SETTINGS, Site

pytestmark = pytest.mark.crawl
DAY = date(2024, 7, 31)
WINDOW = ("-a", f"since={DAY}", "-a", f"until={DAY}")
ALLOW = b"User-agent: *\nAllow: /\n"


def crawl(site: Site, *arguments: str, output: Path | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "harvester.cli", "crawl", "loop", *WINDOW, *SETTINGS, *arguments, "-s", f"HARVESTER_OUTPUT={output or site.folder / 'out'}", "-L", "WARNING"]
    return forked.run(command, capture_output=True, text=True, timeout=60, env=site.environment, cwd=site.folder, check=False)


@pytest.fixture
def site(tmp_path: Path) -> Any:
    with Site(tmp_path, {DAY: 6}) as loop:
        loop.answers["/robots.txt"] = lambda: (200, "text/plain", ALLOW)
        yield loop


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 400 KB."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = os.geteuid() == 0 and subprocess.run(["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(place)], capture_output=True, check=False).returncode == 0
    if not mounted:
        pytest.skip("a small disk can be mounted only by root")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk(site: Site, disk: Path) -> None:
    paths = site.add_day(DAY, 40)
    for path in paths:
        site.pages[path] = site.pages[path].replace(b"More follows in due course.", b"More follows in due course. " + b"It is a long release, said at length. " * 300)
    done = crawl(site, output=disk / "out")
    assert done.returncode == 5, done.stderr[:3000]
    errors = [text for text in done.stderr.splitlines() if "ERROR" in text]
    assert len(errors) == 1, done.stderr[:3000]
    assert "Traceback" not in done.stderr
    assert any(word in errors[0] for word in ("No space left", "disk is full", "database or disk")), errors
    assert len(site.articles_asked()) < 40, "there is no use in fetching on"
    for feed in disk.rglob("*.jsonl"):
        assert feed.read_bytes().endswith(b"\n")
    subprocess.run(["mount", "-o", "remount,size=20m", str(disk)], check=True)
    again = crawl(site, output=disk / "out")
    assert again.returncode == 0, again.stderr
    found = [r["id"] for r in records(disk / "out")]
    assert len(found) == len(set(found)) == 40
    assert forked.run([sys.executable, "-m", "harvester.cli", "verify", str(disk / "out")], capture_output=True, timeout=60, check=False, env=site.environment).returncode == 0


def test_a_clock_that_was_set_back(site: Site, tmp_path: Path) -> None:
    site.etags = True
    site.clock = datetime(2024, 8, 1, 4, tzinfo=UTC)
    assert crawl(site).returncode == 0
    for hours in (-30, 0, 50):
        site.clock = datetime(2024, 8, 1, 4, tzinfo=UTC) + timedelta(hours=hours)
        done = crawl(site)
        assert done.returncode == 0, done.stderr
    found = [(r["id"], r["revision"]) for r in records(tmp_path / "out")]
    assert len(found) == len(set(found)) == 6
    assert len(list((tmp_path / "out" / "runs").glob("*.json"))) == 4, "every run has its own name and report"


def test_a_ledger_that_is_taken_away_while_the_run_goes(site: Site, tmp_path: Path) -> None:
    """What is written then goes where nobody finds it; the feeds are whole, and the next run would begin anew without a word."""
    def taken() -> tuple[int, str, bytes]:
        (tmp_path / "out" / "state" / "ledger.sqlite").rename(tmp_path / "kept.sqlite")
        return (200, "text/plain", b"")

    site.answers["/robots.txt"] = taken
    done = crawl(site)
    assert done.returncode == 5, done.stderr
    assert "ledger.sqlite was moved or replaced while the run went; put it back" in done.stderr
    assert len(records(tmp_path / "out")) == 6


def test_a_clock_that_was_never_set(site: Site, tmp_path: Path) -> None:
    """Whatever a command would do by the clock, it says the same and does nothing."""
    site.clock = datetime(1970, 1, 3, tzinfo=UTC)
    page = f"{site.base}/gia/general/202407/31/P2024073100001.htm"
    for arguments in (("crawl", "loop"), ("run", "loop"), ("run", "loop", "--since", "2024-07-01"), ("backfill", "loop", "--since", "2024-07-01"), ("doctor", "loop"),
                      ("status",), ("gaps", "loop"), ("report", "loop"), ("export", "--since", "2d"), ("try", page)):  # fmt: skip
        done = forked.run([sys.executable, "-m", "harvester.cli", *arguments, *SETTINGS, "-s", f"HARVESTER_OUTPUT={tmp_path / 'out'}"], env=site.environment, cwd=tmp_path)
        assert (done.returncode, done.stderr) == (2, "harvester: this machine's clock says 1970-01-03: set it, then run again; nothing was asked for\n"), arguments
    assert site.asked == []


def test_two_runs_at_once(site: Site, tmp_path: Path) -> None:
    with SourceLock(tmp_path / "out" / "state", "loop"):
        done = crawl(site)
    assert done.returncode == 6, done.stderr
    assert f"pid {os.getpid()}" in done.stderr
    assert site.asked == []
    assert crawl(site).returncode == 0, "a lock dies with its holder"


def test_two_sources_write_one_ledger_at_once(site: Site, tmp_path: Path) -> None:
    with (tmp_path / "loopsite.py").open("a") as file:
        file.write('\nclass Second(LoopSpider):\n    name = "second"\n')
    site.add_day(DAY, 30)
    commands = [[sys.executable, "-m", "harvester.cli", "crawl", name, *WINDOW, *SETTINGS, "-s", f"HARVESTER_OUTPUT={tmp_path / 'out'}", "-L", "WARNING"] for name in ("loop", "second")]
    children = [subprocess.Popen(command, env=site.environment, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) for command in commands]
    for child in children:
        errors = child.communicate(timeout=60)[1]
        assert (child.returncode, "ERROR" in errors) == (0, False), errors
    assert len(records(tmp_path / "out")) == 60


def test_what_robots_forbids_is_not_asked(site: Site, tmp_path: Path) -> None:
    site.answers["/robots.txt"] = lambda: (200, "text/plain", f"User-agent: *\nDisallow: /gia/general/{DAY:%Y%m/%d}/P{DAY:%Y%m%d}00003.htm\n".encode())
    done = crawl(site)
    assert done.returncode == 0, done.stderr
    assert len(records(tmp_path / "out")) == 5
    assert not any(path.endswith("00003.htm") for path in site.asked)
    site.answers["/robots.txt"] = lambda: (200, "text/plain", b"User-agent: *\nDisallow: /\n")
    site.asked.clear()
    done = crawl(site, output=tmp_path / "forbidden")
    assert site.asked == ["/robots.txt"]
    assert done.returncode != 0, "nothing at all could be had: that is no success"
    assert "robots" in done.stderr


def test_redirects_lead_to_no_other_host(site: Site, tmp_path: Path) -> None:
    strangers: list[str] = []

    class Stranger(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            strangers.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    other = ThreadingHTTPServer(("127.0.0.2", 0), Stranger)
    Thread(target=other.serve_forever, daemon=True).start()
    moved = site.articles_asked() or [path for path in site.pages if path.endswith(("00001.htm", "00002.htm"))]
    site.answers[moved[0]] = lambda: (302, f"http://127.0.0.2:{other.server_port}/elsewhere", b"")
    site.answers[moved[1]] = lambda: (301, f"{site.base}/gia/general/{DAY:%Y%m/%d}/P{DAY:%Y%m%d}00099.htm", b"")
    site.pages[f"/gia/general/{DAY:%Y%m/%d}/P{DAY:%Y%m%d}00099.htm"] = site.pages[moved[1]]
    done = crawl(site)
    other.shutdown()
    other.server_close()
    assert strangers == [], "the other host is not ours to ask"
    assert len(records(tmp_path / "out")) == 5, done.stderr
    assert "Traceback" not in done.stderr


def test_patience_when_asked_for(site: Site, tmp_path: Path) -> None:
    path = next(path for path in site.pages if path.endswith("00002.htm"))
    moments: list[float] = []

    def busy() -> tuple[int, str, bytes]:
        moments.append(time.monotonic())
        if len(moments) == 1:
            return (429, "text/html", b"slow down")
        return (200, "text/html; charset=utf-8", site.pages[path])

    site.answers[path] = busy
    done = crawl(site, "-s", "RETRY_TIMES=2")
    assert done.returncode == 0, done.stderr
    assert len(records(tmp_path / "out")) == 6
    assert len(moments) == 2
