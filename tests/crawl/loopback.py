"""A press release site on loopback that tests can break: a day's index, its releases, a log of what was asked."""

from __future__ import annotations

import hashlib
import os
import sys
import textwrap
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from time import sleep

from harvester.demo.build import index, release

Answer = tuple[int, str, bytes]

SPIDER = """
from dataclasses import replace
from datetime import date
from harvester.discovery import Daily, Feed, Links, Listing
from harvester.source import Expect
from harvester.spiders.government.info_gov_hk import InfoGovHkEnSpider
BASE = {base!r}
class LoopSpider(InfoGovHkEnSpider):
    name = "loop"
    source = replace(InfoGovHkEnSpider.source, hosts=("127.0.0.1",), delay=0, canonical=None, home=BASE)
    discovery = ({discovery},)
"""
SETTINGS = ("-s", "SPIDER_MODULES=loopsite", "-s", "HARVESTER_NO_DELAY=True", "-s", "HARVESTER_ALLOW_PRIVATE=127.0.0.1", "-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=False", "-s", "RETRY_TIMES=0")


# Read by every Python that starts with the folder on its path: the clock as the test says.
CLOCK = """
import os
if os.environ.get("LOOP_CLOCK"):
    import time_machine
    from datetime import datetime
    time_machine.travel(datetime.fromisoformat(os.environ["LOOP_CLOCK"]), tick=True).start()
"""


class Site:
    """Pages by path; `answers` overrides them; `asked` is the log, `log` with the statuses. Use as a context manager.

    etags: answers carry an ETag, and conditional requests are honored. lying: paths whose ETag stays the same, whatever they hold. clock: the time that the crawls believe it is.
    """

    def __init__(self, folder: Path, days: dict[date, int], discovery: str = 'Daily(BASE + "/gia/general/%Y%m/%d.htm", first=date(2006, 1, 1), items=Links("#contentBody"))') -> None:
        self.folder = folder
        self.asked: list[str] = []
        self.pages: dict[str, bytes] = {}
        self.answers: dict[str, Callable[[], Answer]] = {}
        self.wait = 0.0
        self.slow_from = 1_000_000  # the article from which on each answer takes a second
        self.retry_after = ""
        self.etags = False
        self.lying: set[str] = set()
        self.log: list[tuple[str, int]] = []
        self.clock: datetime | None = None
        for day, number in days.items():
            self.add_day(day, number)
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append(self.path)
                sleep(site.wait if len(site.articles_asked()) < site.slow_from else 1.0)
                body = site.pages.get(self.path)
                status, kind, sent = site.answers[self.path]() if self.path in site.answers else (200 if body is not None else 404, "text/html; charset=utf-8", body or b"")
                tag = f'"{hashlib.sha256(sent).hexdigest()[:16] if self.path not in site.lying else "same"}"' if site.etags and status == 200 else ""
                if tag and self.headers.get("If-None-Match") == tag:
                    status, sent = 304, b""
                site.log.append((self.path, status))
                with suppress(BrokenPipeError, ConnectionResetError):  # a crawl that was killed
                    self.send_response(status)
                    if site.retry_after and status == 503:
                        self.send_header("Retry-After", site.retry_after)
                    if tag:
                        self.send_header("ETag", tag)
                    self.send_header("Location" if 300 <= status < 400 else "Content-Type", kind)
                    self.send_header("Content-Length", str(len(sent)))
                    self.end_headers()
                    self.wfile.write(sent)

            def log_message(self, *_: object) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self.server.server_port}"
        (folder / "sitecustomize.py").write_text(CLOCK)
        (folder / "loopsite.py").write_text(textwrap.dedent(SPIDER).format(base=self.base, discovery=discovery))

    def add_day(self, day: date, number: int) -> list[str]:
        """A day's index and its releases; their paths."""
        links = []
        for n in range(number):
            path = f"/gia/general/{day:%Y%m/%d}/P{day:%Y%m%d}{n:05d}.htm"
            links.append((path, f"Release {n} of {day}"))
            text = [f"The Lands Department (LandsD) announced today that site {n} will be put up for tender by the end of the quarter.", "More follows in due course."]
            self.pages[path] = release("", f"Release {n} of {day}", text, f"{day:%A, %B} {day.day}, {day.year}", f"{9 + n % 9:02d}:30").encode()
        self.pages[f"/gia/general/{day:%Y%m/%d}.htm"] = index(links).encode()
        return [path for path, _title in links]

    def articles_asked(self) -> list[str]:
        """The article requests, in order."""
        return [path for path in self.asked if "/P" in path]

    @property
    def environment(self) -> dict[str, str]:
        """What a process needs to know the spider."""
        clock = {"LOOP_CLOCK": self.clock.isoformat()} if self.clock else {}
        return {**os.environ, "PYTHONPATH": os.pathsep.join([str(self.folder), *sys.path]), **clock}

    def __enter__(self) -> Site:
        Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()
