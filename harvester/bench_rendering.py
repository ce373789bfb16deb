"""`python -m harvester.bench --render splash`: what a page in a browser costs, through a crawl's own path, with the real thing.

A loopback site whose articles arrive by script is crawled; a page's time is from the request's way into the download handler to the page's
way out of it. Memory is what the renderer's processes have of their own (proportional set size), read as the renders go on.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median, quantiles
from typing import Any, ClassVar

from scrapy.http import Request, Response
from scrapy.utils.project import get_project_settings

from harvester.discovery import Discovery, Window
from harvester.errors import HarvesterError
from harvester.items import Found
from harvester.layout import Layout, css
from harvester.rendering import Handler, wanted
from harvester.source import Source
from harvester.spider import ArticleSpider

SHELL = b"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Story</title></head><body><div id="app"></div><script>
var x = new XMLHttpRequest();
x.onload = function () {
  var a = JSON.parse(x.responseText);
  document.getElementById('app').innerHTML = '<article><h1>' + a.headline + '</h1><p class="day">' + a.day + '</p>' +
    a.text.map(function (t) { return '<p class="text">' + t + '</p>'; }).join('') + '</article>';
};
x.open('GET', '/data' + location.pathname);
x.send();
</script></body></html>"""
SENTENCE = "The department said site formation works for the first phase of the new development area would begin in the third quarter. "
AT = (1, 100, 300, 1000, 2000, 4000)  # renders after which the memory is read; the last one of a run too


class Site(BaseHTTPRequestHandler):
    """Articles of 5 KB that arrive by script."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """An empty page, its data, or nothing."""
        if self.path.startswith("/data/"):
            number = self.path.rpartition("/")[2]
            article = {"headline": f"Works on phase {number} of the new town to begin", "day": "2026-11-20 09:30", "text": [f"{number}. {SENTENCE * 3}"] * 12}
            self.send(200, json.dumps(article).encode(), "application/json")
        else:
            self.send(*((200, SHELL) if self.path.startswith("/news/") else (404, b"")), "text/html; charset=utf-8")

    def send(self, status: int, body: bytes, kind: str) -> None:
        """An answer."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Quiet."""


@dataclass
class Measured:
    """What is noted while the crawl goes on. pid: of the process whose children are the renderer."""

    pid: int
    last: int
    start: float = 0.0
    seconds: list[float] = field(default_factory=list)
    began: float = 0.0
    ended: float = 0.0
    cpu: float = 0.0
    memory: dict[int, float] = field(default_factory=dict)

    def rendered(self, began: float) -> None:
        """One more page is there."""
        self.ended = time.monotonic()
        self.seconds.append(self.ended - began)
        done = len(self.seconds)
        if done in AT or done == self.last:
            self.memory[done] = memory(self.pid)
        if done == self.last:
            self.cpu = cpu(self.pid) - self.cpu


class Timed(Handler):
    """The crawl's own handler with a watch."""

    measured: ClassVar[Measured]

    async def download_request(self, request: Request) -> Response:
        """One request."""
        if not wanted(request):
            return await super().download_request(request)
        noted, began = self.measured, time.monotonic()
        if not noted.began:
            start = getattr(self.renderer(), "start", None)
            if start is not None:  # Chromium's; Splash was started before
                await start()
                noted.start = time.monotonic() - began
            began = noted.began = time.monotonic()
            noted.cpu = cpu(noted.pid)
        response = await super().download_request(request)
        noted.rendered(began)
        return response


def family(pid: int) -> Iterator[Path]:
    """A process's children and theirs, as their places in /proc."""
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield Path(f"/proc/{child}")
            yield from family(int(child))


def memory(pid: int) -> float:
    """Megabytes that a process's children have of their own, and their part of what they share."""
    total = 0
    for process in family(pid):
        try:
            total += next(int(text.split()[1]) for text in (process / "smaps_rollup").read_text().splitlines() if text.startswith("Pss:"))
        except (OSError, StopIteration):
            continue
    return total / 1024


def cpu(pid: int) -> float:
    """CPU seconds of a process's children so far, ended ones included."""
    ticks = 0
    for process in family(pid):
        try:
            ticks += sum(map(int, (process / "stat").read_text().rpartition(")")[2].split()[11:15]))
        except OSError:
            continue
    return ticks / 100


@contextmanager
def splash(site: str, maxrss: int) -> Iterator[tuple[str, float, int, list[str]]]:
    """A running `harvester splash`: its address, the seconds it took to start, its process id, what it says meanwhile. Errors: HarvesterError."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    began = time.monotonic()
    command = [sys.executable, "-m", "harvester.cli", "splash", "--port", str(port), "--allow", site, "--maxrss", str(maxrss)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        line = process.stderr.readline()
        if "SPLASH_URL" not in line:
            raise HarvesterError(line.strip() or "harvester splash did not start")
        seconds, said = time.monotonic() - began, list[str]()
        listener = threading.Thread(target=said.extend, args=(process.stderr,))
        listener.start()
        try:
            yield f"http://127.0.0.1:{port}", seconds, process.pid, said
        finally:
            process.send_signal(signal.SIGTERM)
            listener.join(20)


def crawl_rendered(measured: Measured, base: str, at_once: int, told: dict[str, Any]) -> int:
    """Crawl so many articles of the site; the number that was delivered."""
    from harvester.process import crawl

    class Numbers(Discovery):
        def direct(self, window: Window, now: datetime) -> Iterator[Found]:
            yield from (Found(f"{base}/news/{number}") for number in range(1, measured.last + 1))

    class Story(Layout):
        landmark = "article"
        render = True
        headline = css("article h1")
        published = css("article .day")
        paragraphs = css("article .text")

    class Bench(ArticleSpider):
        name = "bench"
        source = Source(title="Bench", home=base, hosts=("127.0.0.1",), article=r"/news/(?P<id>\d+)$", kind="newspaper", language="en",
                        concurrency=at_once, date_formats=("%Y-%m-%d %H:%M",))  # fmt: skip
        discovery = (Numbers(),)
        layouts = (Story,)

    Timed.measured = measured
    os.environ.setdefault("SCRAPY_SETTINGS_MODULE", "harvester.settings")  # from any directory
    settings = get_project_settings()
    with tempfile.TemporaryDirectory() as folder:
        # Without any delay Scrapy 2.19 starts a whole queue at once, whatever the concurrency says.
        ours = {"LOG_LEVEL": "ERROR", "AUTOTHROTTLE_ENABLED": False, "HARVESTER_NO_DELAY": True, "DOWNLOAD_DELAY": 0.01, "DOWNLOAD_DELAY_JITTER": 0,
                "HARVESTER_ALLOW_PRIVATE": [base.removeprefix("http://")], "HARVESTER_OUTPUT": folder,
                "DOWNLOAD_HANDLERS": {"http": "harvester.bench_rendering.Timed", "https": None}}  # fmt: skip
        settings.setdict({**ours, **told}, priority="cmdline")
        _code, reports = crawl([(Bench, {"since": "2000-01-01"})], settings)
    return int(reports[0].counts["new"])


def render_costs(renderer: str, renders: int, at_once: int, maxrss: int) -> dict[str, Any]:
    """What a page costs in "splash" or "playwright", by name of the figure. Errors: HarvesterError where the renderer is not installed."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    place = f"127.0.0.1:{server.server_port}"
    restarts: list[str] = []
    if renderer == "splash":
        with splash(place, maxrss) as (url, start, pid, said):
            measured = Measured(pid, renders, start)
            new = crawl_rendered(measured, f"http://{place}", at_once, {"SPLASH_URL": url, "HARVESTER_RENDERER": None})
        restarts = [line for line in said if "started anew" in line]
    else:
        measured = Measured(os.getpid(), renders)
        new = crawl_rendered(measured, f"http://{place}", at_once, {"SPLASH_URL": None, "HARVESTER_RENDERER": renderer})
    server.shutdown()
    return figures(renderer, measured, new) | ({"restarts": len(restarts)} if renderer == "splash" else {})


def figures(renderer: str, measured: Measured, new: int) -> dict[str, Any]:
    """The table's rows. Errors: HarvesterError when pages are missing."""
    if new != measured.last or len(measured.seconds) < measured.last:
        raise HarvesterError(f"{renderer}: {new} of {measured.last} pages were had: is it installed (make services)?")
    grown = sorted(measured.memory.items())
    (first, least), (last, most) = next((x for x in grown if x[0] >= min(100, grown[-1][0])), grown[0]), grown[-1]
    return {
        "start, s": measured.start,
        "latency, median, ms": median(measured.seconds) * 1000,
        "latency, p95, ms": quantiles(measured.seconds, n=20)[18] * 1000,
        "renders a second": len(measured.seconds) / (measured.ended - measured.began),
        "CPU ms a render": measured.cpu / len(measured.seconds) * 1000,
        **{f"memory after {n}, MB": value for n, value in grown},
        f"memory grown a render, {first} to {last}, KB": (most - least) * 1024 / max(1, last - first),
    }
