"""Runs spiders in one process and says how it went: the exit code comes from what happened, not from Scrapy."""

from __future__ import annotations

import asyncio
import logging
import signal
import time
from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings
from scrapy.utils.ossignal import signal_names

from harvester.errors import HarvesterError
from harvester.extensions import WORDS, Delivery, RunReport
from harvester.pacing import GRACE, drop_queued, part_of, stop_of
from harvester.spider import ArticleSpider

logger = logging.getLogger(__name__)

Watch = Callable[[list[Any], list[Any]], None]

STARTING = 20.0  # seconds that the start of a crawl may take
# The worst of several runs: a bug before storage before a signal before the rest.
SEVERITY = (0, 3, 4, 6, 2, 130, 129, 143, 5, 1)


class HarvestProcess(AsyncCrawlerProcess):
    """Scrapy's process, which remembers the signal that stopped it."""

    stopped_by: int | None = None

    def follow(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Keep the process going until `work`, which starts crawls of its own one after another, is done."""
        task = asyncio.get_event_loop().create_task(work)
        self._active.add(task)
        task.add_done_callback(self._active.discard)
        return task

    async def stop(self) -> None:
        """Stop all crawls. One that is just starting is waited for: Scrapy would take it for stopped, and leave its spider open and its end untold."""
        until = time.monotonic() + STARTING
        while time.monotonic() < until and any(crawler.crawling and not getattr(part_of(crawler, "engine"), "running", False) for crawler in self.crawlers):
            await asyncio.sleep(0.02)
        await super().stop()

    def _setup_reactor(self, install_signal_handlers: bool) -> None:
        super()._setup_reactor(install_signal_handlers)
        if install_signal_handlers:
            from twisted.internet import reactor

            reactor.addSystemEventTrigger("after", "startup", self._heed_hangup)  # type: ignore[arg-type]

    def _heed_hangup(self) -> None:
        """A terminal that is gone stops a run as SIGTERM does; not where it was started with nohup."""
        if signal.getsignal(signal.SIGHUP) == signal.SIG_DFL:
            signal.signal(signal.SIGHUP, self._signal_shutdown)

    def _signal_shutdown(self, signum: int, _: Any) -> None:
        if signum == signal.SIGHUP:
            signal.signal(signal.SIGHUP, signal.SIG_IGN)  # the shell and the system may both say it
        self.stopped_by = self.stopped_by or int(signum)
        for crawler in self.crawlers:
            stats = part_of(crawler, "stats")
            if stats is not None:
                stats.set_value("harvest/signal", int(signum))
        super()._signal_shutdown(signum, _)

    def _log_shutdown(self, signum: int) -> None:  # type: ignore[override]  # in the event loop, where logging is allowed
        logger.warning("stopping: %s received; what was harvested is delivered, a second signal stops at once", signal_names[signum])
        for crawler in self.crawlers:
            drop_queued(crawler)
            asyncio.get_running_loop().call_later(GRACE, stop_of(crawler).set)

    @staticmethod
    def _log_kill(signum: int) -> None:
        logger.warning("stopping at once: %s received twice; what was harvested is kept in the ledger, the next run delivers it", signal_names[signum])


class Interrupted(HarvesterError):
    """A signal came before the first request."""

    def __init__(self, signum: int) -> None:
        super().__init__(f"stopped by {signal_names[signum]} before the first request")
        self.exit_code = 128 + signum


def say_stopped(process: HarvestProcess, crawler: Any) -> None:
    """The outcome of a run that a signal kept from telling its own: one that had not begun has its report now, one that had has it by the next run."""
    delivery, signum = Delivery.of(crawler), process.stopped_by
    if delivery is None or signum is None or delivery.report.finished is not None:
        return
    delivery.report.outcome, delivery.report.exit_code = "stopped", 128 + signum
    if not delivery.stats.get_value("downloader/request_count"):
        delivery.fail(Interrupted(signum))


def crawl(jobs: Sequence[tuple[type[ArticleSpider], Mapping[str, Any]]], settings: Settings, watch: Watch | None = None) -> tuple[int, list[RunReport]]:
    """Run spiders side by side, each at its own pace; a host that several share is asked at one pace.

    jobs      spider classes with their arguments
    settings  project settings, command line included
    watch     told of the crawlers before the start, run beside them (progress.py)
    Result: exit code and the run reports, failed runs too; one that could not start has no run id.
    Errors: none of the runs' own; they are in the code and, one line each, in the log.
    """
    process = quiet(HarvestProcess, settings)
    crawlers = []
    tasks = []
    for spider, arguments in jobs:
        crawler = process.create_crawler(spider)
        crawlers.append(crawler)
        tasks.append(process.crawl(crawler, **arguments))
    if watch is not None:
        watch(crawlers, tasks)
    codes: list[int] = []
    reports: list[RunReport] = []
    try:
        process.start()
    except SystemExit as ended:  # where nobody could make an error of it: an extension, a middleware
        logger.critical("ended from within by SystemExit(%s): a bug; what was harvested is kept in the ledger, the next run delivers it", ended)
        codes.append(1)
    said: dict[str, list[str]] = {}  # one cause may keep all sources from starting
    for (spider, _arguments), crawler, task in zip(jobs, crawlers, tasks, strict=True):
        delivery = Delivery.of(crawler)
        error = _error_of(task)
        if delivery is not None and error is not None:
            delivery.fail(error)
        say_stopped(process, crawler)
        if delivery is not None:
            reports.append(delivery.report)
            codes.append(delivery.report.exit_code)
        if error is not None:
            code = getattr(error, "exit_code", None)
            if code is None:
                logger.error("%s: %s: %s", spider.name, type(error).__name__, error, exc_info=error)
            else:
                said.setdefault(str(error), []).append(spider.name)
            codes.append(1 if code is None else code)
            if delivery is None:
                reports.append(RunReport("", spider.name, "", outcome=WORDS.get(codes[-1], "bug"), exit_code=codes[-1], reason=str(error)))
    for words, names in said.items():
        logger.error("%s%s", words, f" ({len(names)} sources: {', '.join(names[:3])}, …)" if len(names) > 3 else "")
    if process.stopped_by:
        codes.append(128 + process.stopped_by)
    return worst(codes), reports


def quiet(make: type[HarvestProcess], settings: Settings) -> HarvestProcess:
    """A process that does not say at every start what Scrapy says of itself: versions, middlewares, "Spider opened". Warnings stay."""
    logging.disable(logging.INFO)  # versions and such; the process sets the levels of its own loggers anew
    try:
        process = make(settings)
    finally:
        logging.disable(logging.NOTSET)
    for name in ("scrapy.crawler", "scrapy.middleware", "scrapy.addons", "scrapy.utils.log", "scrapy.core.engine", "scrapy.extensions.feedexport"):
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in ("boto3", "botocore", "s3transfer", "urllib3", "google", "paramiko"):  # at DEBUG they print headers with keys in them
        logging.getLogger(name).setLevel(logging.WARNING)
    return process


def worst(codes: Sequence[int]) -> int:
    """The exit code of several runs: the most severe."""
    return max(codes, key=lambda c: SEVERITY.index(c) if c in SEVERITY else len(SEVERITY), default=0)


def _error_of(task: Any) -> BaseException | None:
    if isinstance(task, asyncio.Future):
        if not task.done() or task.cancelled():
            return None
        return task.exception()
    return None
