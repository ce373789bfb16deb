"""harvester run: many sources in one process."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from tests.crawl import forked
from tests.crawl.conftest import records
from tests.crawl.loopback import SETTINGS, Site

pytestmark = pytest.mark.crawl
DAY = date(2024, 7, 31)
WINDOW = ("--since", "2024-07-31", "--until", "2024-07-31")
MORE = """
class Second(LoopSpider):
    name = "second"
class Paper(LoopSpider):
    name = "paper"
    source = replace(LoopSpider.source, kind="newspaper")
"""


def command(site: Site, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "harvester.cli", "run", *SETTINGS, *arguments, "-s", f"HARVESTER_OUTPUT={site.folder / 'out'}"]


def run(site: Site, *arguments: str) -> subprocess.CompletedProcess[str]:
    return forked.run(command(site, *arguments), capture_output=True, text=True, timeout=60, env=site.environment, cwd=site.folder, check=False)


@pytest.fixture
def site(tmp_path: Path) -> Any:
    with Site(tmp_path, {DAY: 4}) as loop:
        with (tmp_path / "loopsite.py").open("a") as file:
            file.write(MORE)
        loop.answers["/robots.txt"] = lambda: (200, "text/plain", b"User-agent: *\nAllow: /\n")
        yield loop


def test_a_group_in_one_process(site: Site, tmp_path: Path) -> None:
    done = run(site, "--group", "government", *WINDOW)
    assert done.returncode == 0, done.stderr
    assert {r["source"] for r in records(tmp_path / "out")} == {"loop", "second"}
    assert len(records(tmp_path / "out")) == 8
    assert "loop: done: found 4, new 4" in done.stderr, "plain lines where there is no terminal"
    assert "\x1b" not in done.stderr + done.stdout
    assert any(line.split()[:2] == ["second", "4"] for line in done.stdout.splitlines())
    for report in reports(tmp_path):
        assert (report["kind"], report["state"]) == ("backfill", "ok"), "days long over do not say how a source is today"
    told = forked.run([sys.executable, "-m", "harvester.cli", "status", *SETTINGS, "-s", f"HARVESTER_OUTPUT={tmp_path / 'out'}"], capture_output=True, text=True, env=site.environment, check=False)
    assert "late" not in told.stdout, told.stdout + told.stderr
    assert [line.split()[1] for line in told.stdout.splitlines() if line.startswith(("loop", "second"))] == ["ok", "ok"]


def reports(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(path.read_bytes()) for path in sorted((folder / "out" / "runs").glob("*.json"))]


def test_articles_about_something_else_are_news_all_the_same(site: Site, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "harvester.cli", "crawl", "loop", *SETTINGS, "-a", "since=2024-07-31", "-a", "until=2024-07-31", "-a", "topics=railway"]
    done = forked.run([*command, "-s", f"HARVESTER_OUTPUT={tmp_path / 'out'}"], capture_output=True, text=True, env=site.environment, cwd=tmp_path, check=False)
    assert done.returncode == 0, done.stderr
    (report,) = reports(tmp_path)
    assert report["counts"]["other_topic"] == 4
    assert report["newest"] == "2024-07-31T12:30:00+08:00", "or a narrow choice of topics would be called late"


def test_names_and_groups_add_up_and_wrong_ones_are_refused(site: Site, tmp_path: Path) -> None:
    assert run(site, "loop", "--group", "news", *WINDOW).returncode == 0
    assert {r["source"] for r in records(tmp_path / "out")} == {"loop", "paper"}
    for arguments, words in [((), "name the sources"), (("lop",), "did you mean loop"), (("loop", "--since", "soon"), "is no date")]:
        done = run(site, *arguments)
        assert (done.returncode, words in done.stderr) == (2, True), done.stderr
        assert "Traceback" not in done.stderr


def test_a_source_that_does_not_reach_so_far_is_harvested_as_far_as_it_does(site: Site, tmp_path: Path) -> None:
    with (tmp_path / "loopsite.py").open("a") as file:
        file.write('class Short(LoopSpider):\n    name = "short"\n    discovery = (Feed(BASE + "/rss.xml", days=3),)\n    source = replace(LoopSpider.source, expect=Expect(floor=0))\n')
    site.pages["/rss.xml"] = b'<?xml version="1.0"?><rss version="2.0"><channel><title>Releases</title></channel></rss>'
    done = run(site, "loop", "short", "--since", "9d")
    assert done.returncode == 3, done.stderr
    assert "short: nothing it has reaches back to 9d; it was harvested from" in done.stderr
    assert "/rss.xml" in site.asked


def test_one_that_is_locked_does_not_stop_the_others(site: Site, tmp_path: Path) -> None:
    from harvester.ledger import SourceLock

    with SourceLock(tmp_path / "out" / "state", "second"):
        done = run(site, "loop", "second", *WINDOW)
    assert done.returncode == 6, done.stderr
    assert {r["source"] for r in records(tmp_path / "out")} == {"loop"}
    assert "locked" in done.stdout, "the table has it too"


def test_a_host_is_asked_at_one_pace_by_all(site: Site) -> None:
    moments: list[float] = []
    for path in [p for p in site.pages if "/P" in p]:
        site.answers[path] = lambda path=path: (moments.append(time.monotonic()), (200, "text/html; charset=utf-8", site.pages[path]))[1]
    done = run(site, "loop", "second", *WINDOW, "-s", "DOWNLOAD_DELAY=0.2", "-s", "DOWNLOAD_DELAY_JITTER=0")
    assert done.returncode == 0, done.stderr
    gaps = [b - a for a, b in pairwise(moments)]
    assert len(moments) == 8
    assert min(gaps) > 0.12, gaps


def test_a_table_on_a_terminal(site: Site) -> None:
    main, side = pty.openpty()
    site.wait = 0.2
    child = subprocess.Popen(command(site, "loop", "second", *WINDOW), stdout=subprocess.PIPE, stderr=side, env={**site.environment, "TERM": "xterm", "COLUMNS": "120", "LINES": "30"}, cwd=site.folder)
    os.close(side)
    seen = b""
    while True:
        try:
            part = os.read(main, 65536)
        except OSError:
            break
        if not part:
            break
        seen += part
    child.communicate(timeout=30)
    os.close(main)
    assert child.returncode == 0, seen.decode()
    assert b"of 2 done" in seen
    assert b"Traceback" not in seen


def stopped(site: Site, *, signals: int) -> subprocess.CompletedProcess[str]:
    """A run that gets a signal after three articles were asked for, and another while answers are under way."""
    site.wait = 0.1
    log = site.folder / "stopped.log"
    deadline = time.monotonic() + 30

    def until(ready: Callable[[], bool]) -> None:
        while not ready() and time.monotonic() < deadline:
            time.sleep(0.02)

    with log.open("w") as file:
        child = subprocess.Popen(command(site, "loop", "second", *WINDOW, "-s", "DOWNLOAD_DELAY=0.3"), stdout=subprocess.DEVNULL, stderr=file, env=site.environment, cwd=site.folder)
    until(lambda: len(site.articles_asked()) >= 3)
    if signals == 2:
        site.wait = 4.0
        under_way = len(site.articles_asked()) + 2
        until(lambda: len(site.articles_asked()) >= under_way)
    child.send_signal(signal.SIGTERM)
    if signals == 2:
        until(lambda: "stopping:" in log.read_text())  # two signals that wait for a busy process are one
        child.send_signal(signal.SIGTERM)
    return subprocess.CompletedProcess([], child.wait(timeout=30), "", log.read_text())


def test_a_stop_delivers_what_was_harvested_and_does_not_wait_for_the_queue(site: Site, tmp_path: Path) -> None:
    site.add_day(DAY, 40)
    done = stopped(site, signals=1)
    assert done.returncode == 143, done.stderr
    first = records(tmp_path / "out")
    assert 0 < len(first) < 20
    assert len(site.articles_asked()) < 12, "what waited for its turn was let go"
    assert "ERROR" not in done.stderr
    site.wait = 0
    assert run(site, "loop", "second", *WINDOW).returncode == 0
    found = [r["id"] for r in records(tmp_path / "out")]
    assert len(found) == len(set(found)) == 80


@pytest.mark.parametrize(("shell", "code", "fewer"), [((), 129, True), (("nohup",), 0, False)], ids=["terminal", "nohup"])
def test_a_terminal_that_is_gone_is_a_stop(site: Site, tmp_path: Path, shell: tuple[str, ...], code: int, fewer: bool) -> None:
    site.add_day(DAY, 20)
    site.wait = 0.2
    child = subprocess.Popen([*shell, *command(site, "loop", *WINDOW)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, env=site.environment, cwd=site.folder)
    deadline = time.monotonic() + 30
    while len(site.articles_asked()) < 4 and time.monotonic() < deadline:
        time.sleep(0.02)
    for _ in range(2):  # from the shell, and from the system
        child.send_signal(signal.SIGHUP)
        time.sleep(0.1)
    assert child.wait(timeout=60) == code
    assert records(tmp_path / "out")
    assert (len(site.articles_asked()) < 20) is fewer
    assert [r["exit_code"] for r in reports(tmp_path)] == [code]


def test_a_signal_while_it_starts_is_told_too(site: Site, tmp_path: Path) -> None:
    child = subprocess.Popen(command(site, "loop", *WINDOW), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=site.environment, cwd=site.folder)
    deadline = time.monotonic() + 60
    while not (tmp_path / "out" / "state" / "ledger.sqlite").exists() and time.monotonic() < deadline:
        time.sleep(0.005)
    child.send_signal(signal.SIGTERM)
    out, errors = child.communicate(timeout=60)
    assert child.returncode == 143, errors
    assert "stopped (143)" in out
    assert [r["outcome"] for r in reports(tmp_path)] == ["stopped"], "not a run that ended without a word"
    again = run(site, "loop", *WINDOW)
    assert again.returncode == 0, again.stderr
    assert "killed" not in [r["outcome"] for r in reports(tmp_path)]
    assert len(records(tmp_path / "out")) == 4


@pytest.mark.parametrize("path", ["robots.txt", "P2024073100001.htm"])
@pytest.mark.parametrize("answer", ["silence", "patience"])
def test_a_stop_waits_for_no_server(site: Site, tmp_path: Path, path: str, answer: str) -> None:
    """Production patience is 30 seconds an attempt, and as long where a server asks for it; a stop has ten."""
    slow = Event()
    asked = Event()

    def answered() -> tuple[int, str, bytes]:
        asked.set()
        if answer == "silence":
            slow.wait(25)
        return (503, "text/html", b"")

    if answer == "patience":
        site.retry_after = "28"
    site.answers[next((p for p in site.pages if p.endswith(path)), f"/{path}")] = answered
    log = tmp_path / "stopped.log"
    with log.open("w") as file:
        child = subprocess.Popen(command(site, "loop", *WINDOW, "-s", "RETRY_TIMES=2"), stdout=subprocess.DEVNULL, stderr=file, env=site.environment, cwd=tmp_path)
    assert asked.wait(30)
    time.sleep(0.5)
    child.send_signal(signal.SIGTERM)
    began = time.monotonic()
    code = child.wait(timeout=30)
    slow.set()
    assert (code, time.monotonic() - began < 12) == (143, True), log.read_text()
    assert "Traceback" not in log.read_text()
    site.answers = {"/robots.txt": lambda: (200, "text/plain", b"")}
    site.retry_after = ""
    assert run(site, "loop", *WINDOW).returncode == 0
    assert len({r["id"] for r in records(tmp_path / "out")}) == 4


def test_a_second_signal_stops_at_once_and_loses_nothing(site: Site, tmp_path: Path) -> None:
    site.add_day(DAY, 40)
    done = stopped(site, signals=2)
    assert done.returncode == 143, done.stderr
    assert "Traceback" not in done.stderr
    site.wait = 0
    before = len(site.articles_asked())
    again = run(site, "loop", "second", *WINDOW)
    assert again.returncode == 0, again.stderr
    assert "recovered" in again.stderr, done.stderr + again.stderr
    found = [r["id"] for r in records(tmp_path / "out")]
    assert len(found) == len(set(found)) == 80
    assert len(site.articles_asked()) - before < 80, "what was staged is not asked for again"
