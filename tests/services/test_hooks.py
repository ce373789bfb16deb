"""Sentry's and Spidermon's own libraries: what they are told of a run, by a Sentry on loopback and in the log."""

from __future__ import annotations

import gzip
import importlib.util
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import brotli
import pytest

from tests.crawl.loopback import SETTINGS, Site
from tests.services.conftest import lacking

pytestmark = pytest.mark.services
DAY = date(2024, 7, 31)
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with Site(tmp_path, {DAY: 4}) as loop:
        yield loop


@pytest.fixture
def crawl(site: Site, tmp_path: Path) -> Run:
    def run(**environment: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "harvester.cli", "crawl", "loop", "-a", f"since={DAY}", "-a", f"until={DAY}", *SETTINGS, "-s", f"HARVESTER_OUTPUT={tmp_path / 'out'}"]
        return subprocess.run(command, capture_output=True, text=True, timeout=60, env={**site.environment, **environment}, cwd=tmp_path, check=False)

    return run


@pytest.fixture
def sentry_sdk() -> None:
    """That the library is there."""
    if importlib.util.find_spec("sentry_sdk") is None:
        lacking("sentry-sdk is not installed: pip install 'harvester[services]'")


@pytest.fixture
def sentry(sentry_sdk: None) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Address and events of a Sentry."""
    events: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            body = {"gzip": gzip.decompress, "br": brotli.decompress}.get(self.headers.get("Content-Encoding", ""), bytes)(body)
            for line in body.splitlines()[1:]:
                entry = json.loads(line)
                if "event_id" in entry:
                    events.append(entry)
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://key@127.0.0.1:{server.server_port}/1", events
    server.shutdown()
    server.server_close()


def test_sentry_is_told_of_a_run_that_is_not_ok(site: Site, crawl: Run, sentry: tuple[str, list[dict[str, Any]]]) -> None:
    dsn, events = sentry
    for path in [p for p in site.pages if "/P" in p]:
        site.answers[path] = lambda: (403, "text/html", b"<title>Attention Required! | Cloudflare</title>")
    done = crawl(SENTRY_DSN=dsn)
    assert done.returncode in (3, 4), done.stderr
    (event,) = events
    assert event["message"].startswith("loop is blocked: 4 of 4 pages refused")
    assert (event["level"], event["tags"]["source"], event["fingerprint"]) == ("error", "loop", ["harvester", "loop", "blocked"])
    assert event["contexts"]["run"]["exit code"] == done.returncode
    assert "→" in event["contexts"]["findings"]["1. blocked"]


def test_sentry_is_told_of_errors_with_their_page_and_nothing_of_the_machine(site: Site, crawl: Run, sentry: tuple[str, list[dict[str, Any]]], tmp_path: Path) -> None:
    dsn, events = sentry
    with (tmp_path / "loopsite.py").open("a") as file:
        file.write("    def read_page(self, *args, **kwargs):\n        secret = 'in a local variable'\n        raise KeyError('a bug')\n")
    done = crawl(SENTRY_DSN=dsn)
    assert done.returncode in (1, 3, 4), done.stderr
    errors = [event for event in events if "exception" in event]
    assert len(errors) == 4
    assert errors[0]["exception"]["values"][-1]["type"] == "KeyError"
    assert "/P2024" in errors[0]["contexts"]["page"]["url"]
    assert "in a local variable'" not in json.dumps([frame.get("vars") for frame in errors[0]["exception"]["values"][-1]["stacktrace"]["frames"]])
    assert "argv" not in json.dumps(errors[0].get("extra", {}))
    assert [event["message"][:14] for event in events if "exception" not in event] == ["loop is broken"]


def test_nothing_is_sent_of_a_run_that_is_ok(crawl: Run, sentry: tuple[str, list[dict[str, Any]]]) -> None:
    dsn, events = sentry
    done = crawl(SENTRY_DSN=dsn)
    assert (done.returncode, events) == (0, []), done.stderr


@pytest.mark.usefixtures("sentry_sdk")
def test_a_sentry_that_is_down_changes_nothing(crawl: Run) -> None:
    done = crawl(SENTRY_DSN="http://key@127.0.0.1:9/1")
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("refused", [False, True])
def test_spidermon_runs_its_monitors_over_the_report(site: Site, crawl: Run, refused: bool) -> None:
    pytest.importorskip("spidermon")
    for path in [p for p in site.pages if "/P" in p and refused]:
        site.answers[path] = lambda: (403, "text/html", b"refused")
    done = crawl(SPIDERMON_ENABLED="1")
    assert ("blocked: 4 of 4 pages refused" in done.stderr) is refused, done.stderr
    assert ("Run/healthy... OK" in done.stderr) is not refused, done.stderr
    assert (done.returncode == 0) is not refused
