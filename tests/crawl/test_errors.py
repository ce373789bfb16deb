"""Bad input of every kind: one line that names the thing, the right exit code, nothing lost."""

from __future__ import annotations

import gzip
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread, Timer
from typing import Any

import orjson
import pytest

from harvester.ledger import Ledger, Locked, SourceLock
from tests.crawl.conftest import DEMO, WINDOW, records

pytestmark = pytest.mark.crawl
DAY1 = str(DEMO / "day1.warc.gz")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("crawl", "info_gov_hk"), 2, "no source named 'info_gov_hk'; did you mean"),
        (("crawl", "info_gov_hk_en", "-a", "since=2024-13-01"), 2, "since '2024-13-01' is no date"),
        (("crawl", "info_gov_hk_en", "-a", "since=2024-08-06", "-a", "until=2024-07-31"), 2, "is after until"),
        (("crawl", "info_gov_hk_en", "-a", "since=1990-01-01"), 2, "reaches"),
        (("crawl", "info_gov_hk_en", "-a", "nonsense=1"), 2, "unknown spider argument 'nonsense'"),
        (("crawl", "info_gov_hk_en", "-a", "topics=cats"), 2, "no topic named 'cats'"),
        (("crawl", "../x"), 2, "no source named '../x'"),
        (("crawl", "info_gov_hk_en/../x"), 2, "no source named"),
        (("crawl", "CON"), 2, "no source named 'CON'"),
        (("crawl", "-rf"), 2, "unknown option -rf"),
        (("crawl",), 2, "name one source"),
        (("run", "info_gov_hk_en", "-s", "ROBOTSTXT_OBEY=False"), 2, "robots.txt is obeyed wherever a real host is asked"),
        (("crawls", "x"), 2, "did you mean crawl"),
        (("read", "missing.html", "--url", "https://x.hk/"), 2, "missing.html: no such file"),
        (("read", "--manifest", "missing.jsonl"), 2, "missing.jsonl: no such file"),
        (("replay", "missing.warc.gz"), 2, "missing.warc.gz: no such file"),
        (("verify", "missing.jsonl"), 2, "missing.jsonl: no such file"),
        (("crawl", "info_gov_hk_en", "-s", "HARVESTER_COMPRESSION=rar"), 2, "write gzip, zstd or nothing"),
        (("crawl", "info_gov_hk_en", "-a", "topics=railways"), 2, "did you mean railway?"),
        (("crawl", "info_gov_hk_en", "-a", "since=2999-01-01"), 2, "is in the future"),
        (("crawl", "info_gov_hk_en", "--since", "2d"), 2, "unknown option --since"),
        (("run", "info_gov_hk_en", "--sin", "2d"), 2, "unknown option --sin; did you mean --since? See harvester run --help"),
        (("run", "info_gov_hk_en", "--since", ""), 2, "--since is empty"),
        (("run", "--group", "gov"), 2, "invalid choice: 'gov'"),
        (("crawl", "info_gov_hk_en", "--logfile", "/nowhere/at/all.log"), 2, "--logfile /nowhere/at/all.log: No such file"),
        (("replay", DAY1, "-a", "nonsense=1"), 2, "unknown spider argument 'nonsense'"),
        (("backfill", "info_gov_hk_en", "--since", "2024-01-01", "--rate", "1/0s"), 2, "--rate '1/0s'"),
        (("read", DAY1, "--url", "nonsense"), 2, "--url 'nonsense' is no http(s) address"),
        (("read", DAY1, "--url", "http://[::1"), 2, "is no http(s) address"),
        (("status",), 2, "no ledger yet; run a crawl first"),
        (("tail", "-n", "1" + 30 * "0"), 2, "-n takes 0 to"),
        (("tail", "--no-follow"), 2, "nothing was delivered there"),
        (("schedule", "--print", "cron", "--user", "a b; reboot"), 2, "is no user's name"),
        (("sources", "--json", "--markdown"), 2, "at a time"),
        (("splash", "--allow", "nonsense"), 2, "--allow nonsense"),
    ],
)
def test_bad_usage(harvest, arguments: tuple[str, ...], code: int, words: str) -> None:  # type: ignore[no-untyped-def]
    done = harvest(*arguments)
    assert done.returncode == code, done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert code != 2 or "since=1990" in arguments[-1] or "COMPRESSION" in arguments[-1] or len(done.stderr.splitlines()) == 1, done.stderr


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ("HARVESTER_OUTPT=x", "no setting named HARVESTER_OUTPT; did you mean HARVESTER_OUTPUT?"),
        ("HARVESTER_REVISITS=soon", "HARVESTER_REVISITS is 'soon'"),
        ("HARVESTER_REVISITS=-1,6", "HARVESTER_REVISITS is '-1,6'"),
        ("DOWNLOAD_TIMEOUT=long", "DOWNLOAD_TIMEOUT is 'long'; write a number"),
        ("DOWNLOAD_DELAY=-1", "DOWNLOAD_DELAY is '-1'; write a number"),
        ("RETRY_TIMES=1.5", "RETRY_TIMES is '1.5'; write a number"),
        ("ROBOTSTXT_OBEY=maybe", "ROBOTSTXT_OBEY is 'maybe'; write True or False"),
        ("HARVESTER_CONTACT=聯絡我", "write an address or URL in ASCII"),
        ("LOG_LEVEL=LOUD", "LOG_LEVEL 'LOUD' is none"),
        ("LOG_LEVEL", "a setting is written NAME=VALUE"),
    ],
)
def test_settings_that_cannot_be_meant(harvest: Any, tmp_path: Path, setting: str, words: str) -> None:
    done = harvest("crawl", "info_gov_hk_en", "-s", setting)
    assert (done.returncode, words in done.stderr, len(done.stderr.splitlines())) == (2, True, 1), done.stderr
    assert not (tmp_path / "out").exists(), "before anything is written"


@pytest.mark.parametrize("arguments", [("sources", "--json"), ("schema",), ("tail", "-n", "9", "--no-follow"), ("status",), ("--help",)])
def test_standard_output_that_is_full_or_closed(harvest: Any, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    harvest("replay", DAY1, *WINDOW, "--source", "info_gov_hk_tc")
    command = [sys.executable, "-m", "harvester.cli", *arguments]
    environment = {**os.environ, "HARVESTER_OUTPUT": str(tmp_path / "out"), "PYTHONIOENCODING": "ascii"}
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, env=environment, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (5, "harvester: standard output: No space left on device\n")
    done = subprocess.run(["sh", "-c", 'exec "$@" >&-', "sh", *command], capture_output=True, text=True, env=environment, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_page_is_read_into_a_file(harvest: Any, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<html><head><title>x</title></head><body><p>Too little.</p></body></html>")
    done = harvest("read", str(tmp_path / "page.html"), "--url", "https://example.org/a", "-o", str(tmp_path / "one.json"))
    assert (done.returncode, done.stdout) == (4, ""), done.stderr
    assert orjson.loads((tmp_path / "one.json").read_bytes())["reasons"]


@pytest.mark.parametrize(("arguments", "code"), [(("status",), 141), (("export",), 141), (("--help",), 141), (("replay", DAY1, "--source", "info_gov_hk_tc", *WINDOW), 0), (("crawl", "nosuch"), 2)])
def test_a_reader_that_has_gone(harvest: Any, tmp_path: Path, arguments: tuple[str, ...], code: int) -> None:
    harvest("replay", DAY1, *WINDOW, "--source", "info_gov_hk_tc")
    reads, writes = os.pipe()
    os.close(reads)
    environment = {**os.environ, "HARVESTER_OUTPUT": str(tmp_path / "out")}
    child = subprocess.Popen([sys.executable, "-m", "harvester.cli", *arguments], stdout=writes, stderr=writes, env=environment)
    os.close(writes)
    assert child.wait(timeout=60) == code, "a run went as it went, whoever reads of it"


def test_a_start_that_fails_is_no_run_that_was_killed(harvest: Any, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    done = harvest("replay", DAY1, *WINDOW, "--source", "info_gov_hk_tc", "-s", f"HARVESTER_ARCHIVE={tmp_path / 'taken'}")
    assert (done.returncode, "HARVESTER_ARCHIVE must name a directory" in done.stderr) == (5, True), done.stderr
    assert harvest("replay", DAY1, *WINDOW, "--source", "info_gov_hk_tc").returncode == 0
    told = [orjson.loads(path.read_bytes()) for path in (tmp_path / "out" / "runs").glob("*.json")]  # perhaps of one second
    assert sorted((r["outcome"], r["exit_code"]) for r in told) == [("complete", 0), ("storage", 5)]


def test_one_cause_is_said_once(harvest: Any, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    done = harvest("run", "--group", "government", output=tmp_path / "taken")
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1), done.stderr
    assert "is a file; the output directory is wanted there" in done.stderr
    assert " sources: " in done.stderr


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.html", b"", "the page is empty"),
        ("pdf.html", b"%PDF-1.4 <x>", "no HTML"),
        ("text.html", b"only words", "no HTML"),
        ("cut.html.gz", gzip.compress(b"<html><body>" + b"<p>text</p>" * 3000)[:60], "gzip ends early"),
    ],
)
def test_files_that_are_no_pages(harvest, tmp_path: Path, name: str, content: bytes, words: str) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / name
    path.write_bytes(content)
    done = harvest("read", str(path), "--url", "https://www.info.gov.hk/gia/general/202407/31/P2024073100701.htm")
    assert done.returncode == 2, done.stderr
    assert words in done.stderr
    assert name in done.stderr


def test_archives_that_are_none(harvest, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    junk = tmp_path / "junk.warc.gz"
    junk.write_bytes(b"no archive at all")
    done = harvest("replay", str(junk))
    assert (done.returncode, "no WARC file" in done.stderr) == (2, True)
    cut = tmp_path / "cut.warc.gz"
    cut.write_bytes(Path(DAY1).read_bytes()[:9000])
    done = harvest("replay", str(cut))
    assert done.returncode == 2, done.stderr
    assert "cut.warc.gz" in done.stderr


def test_no_network_is_no_success(harvest) -> None:  # type: ignore[no-untyped-def]
    settings = ("-s", "DOWNLOAD_TIMEOUT=2", "-s", "RETRY_TIMES=0", "-s", "HTTPPROXY_ENABLED=True")
    done = harvest("crawl", "info_gov_hk_en", "-a", "since=today", *settings, http_proxy="http://127.0.0.1:9", https_proxy="http://127.0.0.1:9")
    assert done.returncode in (3, 4), done.stderr
    assert "www.info.gov.hk" in done.stderr


def test_output_that_cannot_be_written(harvest, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    taken = tmp_path / "taken"
    taken.write_text("a file")
    done = harvest("replay", DAY1, *WINDOW, output=taken)
    assert done.returncode == 2, done.stderr
    assert "is a file" in done.stderr
    done = harvest("replay", DAY1, *WINDOW, output=Path("/proc/nowhere/out"))
    assert done.returncode == 5, done.stderr
    assert "/proc/nowhere" in done.stderr


def test_a_damaged_ledger_is_never_replaced(harvest, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    out = tmp_path / "out"
    harvest("replay", DAY1, *WINDOW, "--source", "info_gov_hk_tc")
    ledger = out / "state" / "ledger.sqlite"
    whole = ledger.read_bytes()
    ledger.write_bytes(whole[:4096] + b"\0" * 4096 + whole[8192:])
    done = harvest("replay", DAY1, *WINDOW, "--source", "info_gov_hk_tc")
    assert done.returncode == 5, done.stderr
    assert str(ledger) in done.stderr
    ledger.write_bytes(b"")
    done = harvest("replay", DAY1, *WINDOW, "--source", "info_gov_hk_tc")
    assert done.returncode == 5, done.stderr
    assert ledger.read_bytes() == b""


def test_a_newer_ledger_is_refused(harvest, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    harvest("replay", DAY1, *WINDOW, "--source", "info_gov_hk_tc")
    db = sqlite3.connect(tmp_path / "out" / "state" / "ledger.sqlite")
    db.execute("PRAGMA user_version = 99")
    db.close()
    done = harvest("replay", DAY1, *WINDOW, "--source", "info_gov_hk_tc")
    assert done.returncode == 5
    assert "update harvester" in done.stderr


def test_a_ledger_that_another_keeps_is_waited_for(harvest, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    harvest("replay", DAY1, *WINDOW, "--source", "info_gov_hk_tc")
    path = tmp_path / "out" / "state" / "ledger.sqlite"
    db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    db.execute("BEGIN IMMEDIATE")
    free = Timer(3, db.execute, ("ROLLBACK",))
    free.start()
    done = harvest("replay", DAY1, *WINDOW, "--source", "info_gov_hk_tc")
    free.join()
    db.close()
    assert done.returncode == 0, done.stderr


def test_a_ledger_that_another_never_lets_go(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    Ledger.open(path).close()
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("BEGIN IMMEDIATE")
    ledger = Ledger.open(path)
    ledger.db.execute("PRAGMA busy_timeout=50")  # thirty seconds in a run
    with pytest.raises(Locked, match="another process holds the ledger") as told:
        ledger.start_run("20261124T080000Z-a", "a", None, datetime.now(UTC))
    assert told.value.exit_code == 6
    assert str(path) in str(told.value)
    ledger.close()
    db.close()


def test_the_second_of_two_runs_stops_at_once(harvest, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    with SourceLock(tmp_path / "out" / "state", "info_gov_hk_tc"):
        done = harvest("replay", DAY1, *WINDOW, "--source", "info_gov_hk_tc")
    assert done.returncode == 6, done.stderr
    assert f"pid {os.getpid()}" in done.stderr
    assert harvest("replay", DAY1, *WINDOW, "--source", "info_gov_hk_tc").returncode == 0


def test_bad_lines_are_found(harvest, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    harvest("replay", DAY1, *WINDOW, "--source", "info_gov_hk_tc")
    feed = next((tmp_path / "out" / "articles").rglob("*.jsonl"))
    lines = feed.read_bytes().splitlines(keepends=True)
    lines[1] = lines[1].replace(b'"revision":1', b'"revision":"one"')
    feed.write_bytes(b"".join(lines))
    done = harvest("verify", str(feed))
    assert done.returncode == 2
    assert f"{feed}:2: revision" in done.stderr
    assert "sha256" in done.stderr


# --- killed ------------------------------------------------------------------------------------------------------------

_CHILD = """
import os, signal, sys
point, archive, out = sys.argv[1:]
from harvester import feeds, ledger
from harvester.archive import recording_for
from harvester.commands.replay import replay_settings
from harvester.process import crawl
from harvester.spiders.government.info_gov_hk import InfoGovHkTcSpider
from scrapy.utils.project import get_project_settings
def die(*_a, **_k):
    os.kill(os.getpid(), signal.SIGKILL)
if point == "mid-item":
    real, seen = ledger.Ledger.stage, []
    def stage(self, row):
        seq = real(self, row); seen.append(row)
        if len(seen) == 2: die()
        return seq
    ledger.Ledger.stage = stage
elif point == "after-data":
    feeds.write_manifest = die
elif point == "after-manifest":
    ledger.Ledger.commit_run = die
elif point == "after-commit":
    from harvester.extensions import Delivery
    Delivery.keep_index_validators = die
elif point == "before-report":
    from harvester.extensions import Delivery
    Delivery.finish = die
elif point == "start":
    ledger.Ledger.start_run = die
elif point == "before-commit":
    real_commit = ledger.Ledger.commit_run
    def commit(self, run):
        self.db.execute("BEGIN IMMEDIATE"); self.db.execute("DELETE FROM staged"); die()
    ledger.Ledger.commit_run = commit
settings = get_project_settings()
settings.setdict(replay_settings((archive,)) | {"HARVESTER_OUTPUT": out, "HARVESTER_STREAM": out + "/stream/{source}.jsonl", "LOG_LEVEL": "ERROR"}, priority="cmdline")
crawl([(InfoGovHkTcSpider, {"since": "2024-07-31", "until": "2024-08-01"})], settings)
"""


@pytest.mark.parametrize("point", ["start", "mid-item", "after-data", "after-manifest", "before-commit", "after-commit", "before-report"])
def test_killed_and_run_again(harvest, tmp_path: Path, point: str) -> None:  # type: ignore[no-untyped-def]
    out = tmp_path / "out"
    script = tmp_path / "child.py"
    script.write_text(_CHILD)
    child = subprocess.run([sys.executable, str(script), point, DAY1, str(out)], env={**os.environ, "SCRAPY_SETTINGS_MODULE": "harvester.settings"}, check=False, capture_output=True, timeout=60)
    assert child.returncode == -signal.SIGKILL, child.stderr.decode()
    for feed in (out / "articles").rglob("*.jsonl"):
        assert feed.read_bytes().endswith(b"\n"), "no half line under a final name"
    stream = out / "stream" / "info_gov_hk_tc.jsonl"
    done = harvest("replay", DAY1, *WINDOW, "--source", "info_gov_hk_tc", "-s", f"HARVESTER_STREAM={stream}")
    assert done.returncode == 0, done.stderr
    found = records(out)
    assert [json.loads(line) for line in stream.read_bytes().splitlines()] == found
    assert {(r["id"], r["revision"]) for r in found} == {(f"info_gov_hk_tc:P{n}", 1) for n in ("2024073100702", "2024073100803", "2024080100211")}
    assert len(found) == 3
    assert harvest("verify", str(out)).returncode == 0
    assert not list(out.rglob("*.part"))


def test_sigterm_delivers_and_says_so(tmp_path: Path) -> None:
    """Stopped in mid-run: what was harvested is delivered, the exit code names the signal, the next run finds the rest."""
    pages = {}
    from harvester.demo.build import index, release

    asked: list[str] = []
    links = [(f"/gia/general/202407/31/P20240731{n:05d}.htm", f"Release {n}") for n in range(40)]
    pages["/index.html"] = index(links)
    for n, (path, title) in enumerate(links):
        pages[path] = release("", title, [f"The Lands Department (LandsD) announced today (July 31) item {n}.", "More follows."], "Wednesday, July 31, 2024", "16:30")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = pages.get(self.path, "").encode()
            asked.append(self.path)
            time.sleep(0.1)
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    script = tmp_path / "crawl.py"
    script.write_text(_LOOPBACK)
    command = [sys.executable, str(script), f"http://127.0.0.1:{server.server_port}", str(tmp_path / "out")]
    environment = {**os.environ, "SCRAPY_SETTINGS_MODULE": "harvester.settings"}
    child = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE)
    deadline = time.monotonic() + 30
    while len(asked) < 12 and time.monotonic() < deadline:
        time.sleep(0.05)
    child.send_signal(signal.SIGTERM)
    _out, errors = child.communicate(timeout=20)
    assert child.returncode == 143, errors.decode()
    first = records(tmp_path / "out")
    assert 0 < len(first) < 40
    assert subprocess.run(command, env=environment, check=False, timeout=60).returncode == 0
    server.shutdown()
    found = records(tmp_path / "out")
    assert len({r["id"] for r in found}) == len(found) == 40


_LOOPBACK = """
import sys
from dataclasses import replace
from harvester.discovery import Listing, Links
from harvester.spiders.government.info_gov_hk import InfoGovHkEnSpider
from harvester.process import crawl
from scrapy.utils.project import get_project_settings
class Loopback(InfoGovHkEnSpider):
    name = "loopback"
    source = replace(InfoGovHkEnSpider.source, hosts=("127.0.0.1",), delay=0, canonical=None)
    discovery = (Listing(sys.argv[1] + "/index.html", items=Links("#contentBody")),)
settings = get_project_settings()
settings.setdict({"LOG_LEVEL": "ERROR", "HARVESTER_NO_DELAY": True, "HARVESTER_ALLOW_PRIVATE": ["127.0.0.1"], "DOWNLOAD_DELAY": 0, "AUTOTHROTTLE_ENABLED": False, "HARVESTER_OUTPUT": sys.argv[2]}, priority="cmdline")
sys.exit(crawl([(Loopback, {"since": "2000-01-01"})], settings)[0])
"""


@pytest.mark.parametrize(
    ("module", "setting", "extra"),
    [("sentry_sdk", ("SENTRY_DSN", "http://key@127.0.0.1:9/1"), "harvester[sentry]"), ("spidermon", ("SPIDERMON_ENABLED", "1"), "harvester[spidermon]")],
)
def test_hooks_without_their_libraries(harvest: Any, tmp_path: Path, module: str, setting: tuple[str, str], extra: str) -> None:
    (tmp_path / f"{module}.py").write_text(f"raise ImportError('No module named {module}')\n")
    done = harvest("crawl", "info_gov_hk_en", PYTHONPATH=f"{tmp_path}{os.pathsep}{os.environ.get('PYTHONPATH', '')}", **dict([setting]))
    assert (done.returncode, extra in done.stderr) == (2, True), done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out" / "runs").exists() or not list((tmp_path / "out" / "runs").glob("*.json")), "before the first request"


def test_a_sentry_address_that_is_none_is_not_repeated(harvest: Any) -> None:
    pytest.importorskip("sentry_sdk")
    done = harvest("crawl", "info_gov_hk_en", SENTRY_DSN="https://not-a-dsn-with-a-secret/")
    assert (done.returncode, "SENTRY_DSN is no address" in done.stderr) == (2, True), done.stderr
    assert "a-secret" not in done.stderr
