"""What a person sees while many sources are harvested: a live table on a terminal, plain log lines elsewhere."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.live import Live
from rich.table import Table

from harvester.pacing import part_of

logger = logging.getLogger(__name__)

EVERY = 60.0  # seconds between log lines
COLUMNS = ("found", "new", "revised", "unchanged", "rejected", "failed")


@dataclass(frozen=True)
class Progress:
    """How far one source is. rate: answers a second; left: seconds until what was found is done, where that is known."""

    source: str
    state: str
    counts: dict[str, int]
    rate: float
    left: float | None


def progress_of(crawler: Any, task: Any, now: float, began: float) -> Progress:
    """A crawler's progress from its counters. task: its future; now, began: monotonic seconds."""
    spider, stats = part_of(crawler, "spider"), part_of(crawler, "stats")
    get = stats.get_value if stats is not None else (lambda _name, default=0: default)
    counts = {
        "found": get("harvest/index/found", 0) + get("harvest/revisits", 0),
        "new": get("harvest/revisions/new", 0),
        "revised": get("harvest/revisions/revised", 0),
        "unchanged": get("harvest/revisions/unchanged", 0) + get("harvest/not_modified/article", 0) + get("harvest/index/known", 0),
        "rejected": get("harvest/revisions/rejected", 0),
        "failed": len(spider.failed) if spider is not None else 0,
    }
    answers = get("downloader/response_count", 0)
    spent = max(now - began, 0.001)
    state = "done" if task.done() else "stopping" if get("harvest/signal", 0) else "running" if answers else "asking"
    done = sum(counts[name] for name in ("new", "revised", "unchanged", "failed"))  # the rejected are among the failed
    left = (counts["found"] - done) / (answers / spent) if state == "running" and counts["found"] > done else None
    return Progress(crawler.spidercls.name, state, counts, answers / spent, left)


class Watcher:
    """Follows the crawls of a process. As a `watch` of process.crawl; use as a context manager around it."""

    def __init__(self, console: Console, every: float = EVERY, clock: Callable[[], float] = time.monotonic) -> None:
        self.console, self.every, self.clock = console, every, clock
        self.crawlers: list[Any] = []
        self.tasks: list[Any] = []
        self.began = clock()
        self.ended: dict[int, float] = {}
        self.live = Live(console=console, get_renderable=self.table, refresh_per_second=2, transient=True) if console.is_terminal else None
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Watcher:
        if self.live is not None:
            self.live.start()  # before the log's handler is made, so that log lines are printed above the table
        else:
            self._thread = threading.Thread(target=self.tell_often, name="progress", daemon=True)
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        if self.live is not None:
            self.live.stop()
        if self._thread is not None:
            self._thread.join(timeout=2)

    def __call__(self, crawlers: list[Any], tasks: list[Any]) -> None:
        """The crawls begin."""
        self.crawlers, self.tasks, self.began = crawlers, tasks, self.clock()
        for number, task in enumerate(tasks):
            task.add_done_callback(lambda _task, number=number: self.over(number))

    def over(self, number: int) -> None:
        """One is done."""
        self.ended[number] = self.clock()
        task = self.tasks[number]
        if self.live is None and not (task.cancelled() or task.exception()):  # what could not start is said in words of its own
            logger.info("%s", in_words(self.rows()[number]))

    def rows(self) -> list[Progress]:
        """Every source's progress, in the order of the command line."""
        now = self.clock()
        return [progress_of(c, t, self.ended.get(n, now), self.began) for n, (c, t) in enumerate(zip(self.crawlers, self.tasks, strict=True))]

    def table(self) -> Table:
        """The live table: what runs first, what is done only as a number when there are many."""
        rows = self.rows()
        going = [r for r in rows if r.state != "done"]
        done = len(rows) - len(going)
        room = max(3, self.console.size.height - 5)
        shown = sorted(going, key=lambda r: -r.rate)[:room]
        table = Table(box=None, pad_edge=False, header_style="bold", caption=f"{done} of {len(rows)} done" + (f", {len(going) - len(shown)} more going" if len(going) > len(shown) else ""))
        table.add_column("source", no_wrap=True)
        for name in (*COLUMNS, "a second", "left"):
            table.add_column(name, justify="right")
        for row in shown:
            table.add_row(row.source, *(str(row.counts[name]) for name in COLUMNS), f"{row.rate:.1f}", span(row.left) if row.left is not None else "")
        return table

    def tell_often(self) -> None:
        """A log line a minute for the whole."""
        while not self._stop.wait(self.every):
            rows = self.rows()
            going = [r.source for r in rows if r.state != "done"]
            if going:
                named = ", ".join(going[:5]) + (f" and {len(going) - 5} more" if len(going) > 5 else "")
                logger.info("%d of %d sources done, %d new; going: %s", len(rows) - len(going), len(rows), sum(r.counts["new"] for r in rows), named)


def in_words(row: Progress) -> str:
    """One line of log: "rthk_en: done: found 31, new 4, revised 1, unchanged 26, rejected 0, failed 0"."""
    return f"{row.source}: {row.state}: " + ", ".join(f"{name} {row.counts[name]}" for name in COLUMNS)


def span(seconds: float) -> str:
    """A time to wait for people: 40 s, 3 min, 2 h."""
    if seconds < 100:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.0f} h"
