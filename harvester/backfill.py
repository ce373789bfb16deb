"""A backfill: a long range of days cut into windows, the same spider for each, what is finished remembered in the ledger.

There is no second way to crawl here. Killed at any point and started again, it asks only for the days that are not proven complete;
what a killed window had staged is delivered by the next run's recovery.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from scrapy.settings import Settings

from harvester.accounts import DAY, DayCount
from harvester.discovery import Window, WindowError, able
from harvester.errors import UsageError
from harvester.extensions import Delivery, RunReport
from harvester.ledger import Ledger, Locked
from harvester.process import HarvestProcess, quiet, say_stopped, worst
from harvester.spider import ArticleSpider

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

STRIKES = 2  # windows in a row that brought nothing but failures, after which a source is left alone
WAIT = 10.0  # seconds between looks at a lock that a scheduled run holds
PATIENCE = 360  # looks: an hour

_WIDTH = re.compile(r"(\d{1,4})\s*([dw])$")
# "1/2s" one request in two seconds, "2/s", "30/m"
_RATE = re.compile(r"(\d{1,4})\s*/\s*(\d{0,4}(?:\.\d{1,3})?)\s*([smh])$")


def parse_width(text: str) -> int:
    """A window's width in days: "7d", "2w". Errors: UsageError."""
    found = _WIDTH.match(text.strip().lower())
    days = int(found[1]) * (7 if found[2] == "w" else 1) if found else 0
    if days < 1:
        raise UsageError(f"--window {text!r}: write 7d (days) or 2w (weeks)")
    return days


def parse_rate(text: str) -> float:
    """Seconds between requests: "1/2s" is 2.0, "30/m" is 2.0, "2/s" is 0.5. Errors: UsageError."""
    found = _RATE.match(text.strip().lower())
    number = int(found[1]) if found else 0
    span = float(found[2] or 1) if found else 0.0
    if not found or not number or not span:
        raise UsageError(f"--rate {text!r}: write 1/2s (one request in two seconds), 2/s or 30/m")
    return span * {"s": 1, "m": 60, "h": 3600}[found[3]] / number


def remaining(since: date, until: date, finished: Sequence[tuple[date, date]]) -> list[tuple[date, date]]:
    """The stretches of a range that no finished window covers, the oldest first."""
    left = []
    day = since
    for first, last in sorted(finished):
        if last < day or first > until:
            continue
        if first > day:
            left.append((day, first - DAY))
        day = max(day, last + DAY)
    if day <= until:
        left.append((day, until))
    return left


def cut(first: date, last: date, width: int) -> list[tuple[date, date]]:
    """A stretch cut into windows of `width` days, the newest first."""
    windows = []
    while last >= first:
        begin = max(first, last - timedelta(days=width - 1))
        windows.append((begin, last))
        last = begin - DAY
    return windows


def finished_stretches(days: Sequence[DayCount]) -> list[tuple[date, date, dict[str, int]]]:
    """Days that are finished, joined to stretches with their counts."""
    stretches: list[tuple[date, date, dict[str, int]]] = []
    for count in days:
        if not count.finished:
            continue
        if stretches and stretches[-1][1] + DAY == count.day:
            first, _last, sums = stretches.pop()
        else:
            first, sums = count.day, {"listed": 0, "delivered": 0}
        stretches.append((first, count.day, {"listed": sums["listed"] + count.listed, "delivered": sums["delivered"] + count.delivered}))
    return stretches


@dataclass
class Plan:
    """What is to be done for a source.

    windows   still to do, the newest first; done: days of the range that are finished already
    requests  index requests, and whether there may be more (walks and sitemaps tell their length only when walked)
    articles  fewest and most that the range probably holds; delay: seconds between requests
    """

    spider: type[ArticleSpider]
    since: date
    until: date
    windows: list[tuple[date, date]] = field(default_factory=list)
    done: int = 0
    requests: int = 0
    more: bool = False
    articles: tuple[int, int] = (0, 0)
    delay: float = 1.0
    width: int = 7

    @property
    def hours(self) -> tuple[float, float]:
        """Fewest and most hours that it takes."""
        low, high = ((self.requests + n) * self.delay / 3600 for n in self.articles)
        return low, high


def make_plan(spider: type[ArticleSpider], settings: Settings, *, since: str, until: str | None, width: int, now: datetime) -> Plan:
    """The windows of a source that are left, and what they will cost.

    since, until  as typed; until defaults to yesterday, the last day that is over
    Errors: UsageError: no such days, or nothing of the source reaches back so far.
    """
    zone = ZoneInfo(spider.source.zone)
    try:
        window = Window.parse(since, until or "yesterday", now=now, zone=zone, lookback=0)
    except WindowError as error:
        raise UsageError(f"{spider.name}: {error}") from None
    today = now.astimezone(zone).date()
    window = Window(window.since, min(window.until, today))
    discoveries = able(spider.discovery, window, today)
    if not discoveries:
        told = "; ".join(f"{d.name} reaches {d.reaches_back(today)}" for d in spider.discovery) or "it has no discovery"
        raise UsageError(f"{spider.name}: nothing it has reaches back to {window.since}: {told}; ask for a later --since, or read an archive: --from-warc")
    plan = Plan(spider, window.since, window.until, width=width, delay=delay_of(spider, settings))
    if not all(d.dated for d in discoveries):
        # Every window would walk the same lists from their beginning again.
        plan.width = max(width, (window.until - window.since).days + 1)
        plan.more = True
    counts: list[DayCount] = []
    finished: list[tuple[date, date]] = []
    path = Path(settings["HARVESTER_OUTPUT"]).absolute() / "state" / "ledger.sqlite"
    if path.exists():
        ledger = Ledger.open(path)
        finished = ledger.finished_windows(spider.name)
        counts = ledger.days(spider.name, window.since, window.until)
        ledger.close()
    stretches = remaining(window.since, window.until, finished)
    plan.windows = [w for first, last in reversed(stretches) for w in cut(first, last, plan.width)]
    days = sum((last - first).days + 1 for first, last in plan.windows)
    plan.done = (window.until - window.since).days + 1 - days
    for first, last in plan.windows:
        here = Window(first, last)
        for discovery in able(spider.discovery, here, today):
            plan.requests += sum(1 for _ in discovery.asks(here, now)) + sum(1 for _ in discovery.direct(here, now))
    plan.articles = expected(spider, plan.windows, counts)
    return plan


def delay_of(spider: type[ArticleSpider], settings: Settings) -> float:
    """Seconds between requests to a source's host: never less than the source asks for."""
    if settings.getbool("HARVESTER_NO_DELAY"):
        return settings.getfloat("DOWNLOAD_DELAY")
    return max(spider.source.delay, settings.getfloat("DOWNLOAD_DELAY"))


def expected(spider: type[ArticleSpider], windows: Sequence[tuple[date, date]], counts: Sequence[DayCount]) -> tuple[int, int]:
    """Articles that windows probably hold: as counted where days were counted, else as the source says of an ordinary day."""
    low, high = spider.source.expect.per_day
    counted = {c.day: c.listed for c in counts if c.whole}
    if counted:
        usual = sum(counted.values()) / len(counted)
        low, high = round(usual * 0.8), round(usual * 1.2)
    elif high >= 10_000:
        low, high = 5, 100  # nothing is known of the source
    fewest = most = 0
    for first, last in windows:
        while first <= last:
            fewest += counted.get(first, low)
            most += counted.get(first, high)
            first += DAY
    return fewest, most


# --- doing it --------------------------------------------------------------------------------------------------------------


@dataclass
class Outcome:
    """How a source's backfill went: exit codes, the runs' reports, windows done, days that are not complete, why it stopped."""

    plan: Plan
    codes: list[int] = field(default_factory=list)
    reports: list[RunReport] = field(default_factory=list)
    windows: int = 0
    incomplete: list[DayCount] = field(default_factory=list)
    stopped: str | None = None


def run_plans(plans: Sequence[Plan], settings: Settings) -> tuple[int, list[Outcome]]:
    """Sources side by side, each one window after another, in one process. Result: exit code and outcomes."""
    process = quiet(HarvestProcess, settings)
    logging.getLogger("scrapy.extensions.logstats").setLevel(logging.WARNING)  # a line a window says more
    outcomes = [Outcome(plan) for plan in plans]
    tasks = [process.follow(walk(process, outcome, settings)) for outcome in outcomes]
    if tasks:
        process.start()
    for outcome, task in zip(outcomes, tasks, strict=True):
        error = task.exception() if task.done() and not task.cancelled() else None
        if error is not None:
            logger.error("%s: %s", outcome.plan.spider.name, error, exc_info=error)
            outcome.codes.append(1)
    codes = [code for outcome in outcomes for code in outcome.codes]
    if process.stopped_by:
        codes.append(128 + process.stopped_by)
    return worst(codes), outcomes


async def walk(process: HarvestProcess, outcome: Outcome, settings: Settings) -> None:
    """The windows of one source, one after another; finished days are remembered after each."""
    plan, strikes = outcome.plan, 0
    name, total = plan.spider.name, len(plan.windows)
    began = datetime.now(UTC)
    for number, (since, until) in enumerate(plan.windows, 1):
        if process.stopped_by or outcome.stopped:
            return
        crawler = await one_window(process, outcome, since, until)
        delivery = Delivery.of(crawler) if crawler is not None else None
        if delivery is None:
            return
        report: RunReport = delivery.report
        outcome.reports.append(report)
        outcome.codes.append(report.exit_code)
        remember(name, delivery.day_counts, settings)
        wrong = [c for c in delivery.day_counts if not c.finished]
        outcome.incomplete.extend(wrong)
        outcome.windows += report.outcome != "stopped"
        told = sum(c.listed for c in delivery.day_counts), sum(c.delivered for c in delivery.day_counts)
        left = (datetime.now(UTC) - began) / number * (total - number)
        logger.info("%s: %s to %s: listed %d, delivered %d, %s; window %d of %d%s", name, since, until, *told,
                    f"{len(wrong)} days incomplete" if wrong else "complete", number, total, f", about {_length(left)} left" if number < total else "")  # fmt: skip
        had = sum(report.counts.get(n, 0) for n in ("new", "revised", "unchanged"))
        strikes = 0 if had or not report.failed else strikes + 1
        if report.exit_code in (1, 5):
            outcome.stopped = report.reason or f"run {report.run} ended with exit code {report.exit_code}"
        elif strikes >= STRIKES and number < total:
            outcome.stopped = f"{strikes} windows in a row brought nothing but failures, the last: {report.failed[0]['cause']}; run it again when the site answers"
        if outcome.stopped:
            logger.error("%s: backfill stopped: %s", name, outcome.stopped)


async def one_window(process: HarvestProcess, outcome: Outcome, since: date, until: date) -> Crawler | None:
    """Run the spider over one window; waits while a scheduled run has the source. None: it could not start."""
    for attempt in range(PATIENCE):
        crawler = process.create_crawler(outcome.plan.spider)
        try:
            await process.crawl(crawler, since=str(since), until=str(until))
        except Locked as error:
            if attempt == 0:
                logger.warning("%s; waiting", error)
            await asyncio.sleep(WAIT)
            if process.stopped_by:
                return None
            continue
        except Exception as error:
            begun = Delivery.of(crawler)
            if begun is not None:
                begun.fail(error)
            code = getattr(error, "exit_code", None)
            logger.error("%s: %s", outcome.plan.spider.name, error, exc_info=error if code is None else None)
            outcome.codes.append(1 if code is None else code)
            outcome.stopped = str(error)
            return None
        say_stopped(process, crawler)
        return crawler
    outcome.codes.append(6)
    outcome.stopped = "another run has had the source for an hour"
    return None


def remember(source: str, days: Sequence[DayCount], settings: Settings) -> None:
    """Keep the finished days of a window in the ledger. Errors: LedgerError."""
    ledger = Ledger.open(Path(settings["HARVESTER_OUTPUT"]).absolute() / "state" / "ledger.sqlite")
    try:
        for first, last, counts in finished_stretches(days):
            ledger.finish_window(source, first, last, counts, datetime.now(UTC))
    finally:
        ledger.close()


def _length(left: timedelta) -> str:
    minutes = left.total_seconds() / 60
    return f"{minutes / 60:.1f} h" if minutes >= 90 else f"{max(1, round(minutes))} min"


def prepare(settings: Settings, rate: float | None) -> None:
    """What a backfill changes: indexes are always read whole, and it may be slower than usual, never faster."""
    settings.set("HARVESTER_FULL_INDEX", True, priority="cmdline")
    if rate is not None:
        settings.set("DOWNLOAD_DELAY", rate, priority="project")  # a source's own delay stands above it
