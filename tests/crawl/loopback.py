"""A press release site on loopback that tests can break: a day's index, its releases, a log of what was asked."""

from __future__ import annotations

import os
import sys
import textwrap
from collections.abc import Callable
from contextlib import suppress
from datetime import date
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
SETTINGS = ("-s", "SPIDER_MODULES=loopsite", "-s", "HARVESTER_NO_DELAY=True", "-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=False", "-s", "RETRY_TIMES=0")


class Site:
    """Pages by path; `answers` overrides them; `asked` is the log. Use as a context manager."""

    def __init__(self, folder: Path, days: dict[date, int], discovery: str = 'Daily(BASE + "/gia/general/%Y%m/%d.htm", first=date(2006, 1, 1), items=Links("#contentBody"))') -> None:
        self.folder = folder
        self.asked: list[str] = []
        self.pages: dict[str, bytes] = {}
        self.answers: dict[str, Callable[[], Answer]] = {}
        self.wait = 0.0
        for day, number in days.items():
            self.add_day(day, number)
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append(self.path)
                sleep(site.wait)
                body = site.pages.get(self.path)
                status, kind, sent = site.answers[self.path]() if self.path in site.answers else (200 if body is not None else 404, "text/html; charset=utf-8", body or b"")
                with suppress(BrokenPipeError, ConnectionResetError):  # a crawl that was killed
                    self.send_response(status)
                    self.send_header("Location" if 300 <= status < 400 else "Content-Type", kind)
                    self.send_header("Content-Length", str(len(sent)))
                    self.end_headers()
                    self.wfile.write(sent)

            def log_message(self, *_: object) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self.server.server_port}"
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
        return {**os.environ, "PYTHONPATH": os.pathsep.join([str(self.folder), *sys.path])}

    def __enter__(self) -> Site:
        Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()
