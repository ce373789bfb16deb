"""A backfill out of archives: own ones, or anybody's WARC (CC-NEWS), read once as a stream for any number of sources.

The pages go through the same spiders and the same delivery; only what is asked, and of whom, is different: nothing, of nobody. A page
that is older than what the ledger knows of its article is left out: a backfill never puts an old text over a newer one.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from scrapy.exceptions import DownloadFailedError
from scrapy.http import Request, Response
from scrapy.settings import Settings

from harvester.accounts import Accounts
from harvester.archive import ArchivedResponse, Reading, answer
from harvester.extensions import Delivery, RunReport
from harvester.items import Draft, Found
from harvester.normalize.language import read_language
from harvester.normalize.urls import canonical, path_hash
from harvester.process import HarvestProcess, quiet, say_stopped, worst
from harvester.spider import ArticleSpider

if TYPE_CHECKING:
    from datetime import date

    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

AT_ONCE = 8  # pages of a source in memory at a time
RECENT = 64  # articles whose page is on its way: their ledger rows are not written yet
EVERY = 15.0  # seconds between progress lines


class Quiet(Accounts):
    """An archive is no index: it proves no day."""

    def settle(self, same: str, state: str, cause: str = "", day: date | None = None, url: str = "") -> None:
        """Nothing is counted."""


class FromArchive(ArticleSpider):
    """Mixed in before a source's own spider: its articles come out of `queue`; None ends it. rivals: sources with a host in common."""

    queue: asyncio.Queue[ArchivedResponse | None]
    rivals: Sequence[type[ArticleSpider]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.accounts = Quiet()
        self.gate = asyncio.Semaphore(AT_ONCE)
        self.recent: OrderedDict[str, datetime] = OrderedDict()

    async def start(self) -> AsyncIterator[Any]:
        """A request for each page worth reading, a few at a time."""
        while (page := await self.queue.get()) is not None:
            request = self.wanted(page)
            if request is not None:
                await self.gate.acquire()
                yield request

    def wanted(self, page: ArchivedResponse) -> Request | None:
        """The request for a page; None, counted, for what is no article of ours in the window, or older than what is known."""
        key = self.source.article_key(page.url)
        if key is None:
            self.count("archive/no_article")
            return None
        if page.status != 200:
            self.count(f"archive/status_{page.status}")
            return None
        if not self.window.holds(key.day):
            self.count("index/out_of_window")
            return None
        id_ = f"{self.name}:{key.id or path_hash(canonical(page.url))}"
        known = Delivery.of(self.crawler).ledger.lookup(id_)
        last = max((d for d in (known.last_seen if known else None, self.recent.get(id_)) if d is not None), default=None)
        if last is not None and page.fetched <= last:
            self.count("archive/not_newer")
            return None
        self.recent[id_] = page.fetched
        if len(self.recent) > RECENT:
            self.recent.popitem(last=False)
        self.count("index/found")
        meta = {"harvester_kind": "article", "harvester_id": key.id, "archived": page, "dont_obey_robotstxt": True, "dont_redirect": True}
        return Request(page.url, self.parse_article, errback=self.on_failure, cb_kwargs={"found": Found(page.url, day=key.day)}, meta=meta, dont_filter=True)

    def parse_article(self, response: Response, found: Found | None = None) -> Iterator[Any]:
        """As ever, unless the page is another edition's; then there is room for the next."""
        try:
            for draft in super().parse_article(response, found):
                if self.of_other_edition(draft):
                    self.count("archive/other_edition")
                else:
                    yield draft
        finally:
            self.gate.release()

    def of_other_edition(self, draft: Draft) -> bool:
        """Whether another source has the same addresses in the page's language (info.gov.hk): a crawl knows by the index, here the text tells."""
        rivals = {s.source.language for s in self.rivals if s.source.article_key(draft.url) is not None} - {self.source.language}
        return bool(rivals) and read_language("\n".join((draft.scraped.headline or "", *draft.scraped.paragraphs))[:2000]) in rivals

    def on_failure(self, failure: Any) -> Iterator[Any]:
        """As ever; then there is room for the next."""
        try:
            yield from super().on_failure(failure) or ()
        finally:
            self.gate.release()


class ArchivedHandler:
    """Scrapy's download handler that answers with the page the request carries; it opens no connection."""

    lazy = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor."""
        return cls()

    async def download_request(self, request: Request) -> Response:
        """The page. Errors: DownloadFailedError for anything else: an archive is read, nobody is asked."""
        page = request.meta.pop("archived", None)
        if page is None:
            raise DownloadFailedError(f"not in the archive: {request.url}")
        return answer(page, request)

    async def close(self) -> None:
        """Nothing is open."""


def prepare(settings: Settings, files: Sequence[str]) -> None:
    """What reading archives changes: where answers come from, and no waiting, for nobody is asked."""
    from harvester.commands.replay import replay_settings

    handler = "harvester.from_warc.ArchivedHandler"
    changed = replay_settings(tuple(files)) | {"DOWNLOAD_HANDLERS": {"http": handler, "https": handler, "file": None, "data": None, "ftp": None, "s3": None},
                                               "CONCURRENT_REQUESTS_PER_DOMAIN": AT_ONCE}  # fmt: skip
    settings.setdict(changed, priority="cmdline")


def run_archives(
    spiders: Sequence[type[ArticleSpider]], files: Sequence[Path], settings: Settings, *, catalogue: Iterable[type[ArticleSpider]], since: str | None, until: str | None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[int, list[RunReport]]:  # fmt: skip
    """Read archives once for some sources. Result: exit code and run reports.

    progress  told the bytes read and all bytes, about once a second; without it a log line tells now and then
    Errors: ArchiveError for a file that is none; one that is damaged on the way ends with exit code 2, what was before is delivered.
    """
    reading = Reading(files, lambda host: any(s.source.owns_host(host) for s in spiders))
    process = quiet(HarvestProcess, settings)
    logging.getLogger("scrapy.extensions.logstats").setLevel(logging.WARNING)  # the bytes read say more
    crawlers, tasks, queues = [], [], []
    for spider in spiders:
        queue: asyncio.Queue[ArchivedResponse | None] = asyncio.Queue(AT_ONCE)
        crawler = process.create_crawler(type(spider.__name__, (FromArchive, spider), {"__module__": spider.__module__}))
        queues.append(queue)
        crawlers.append(crawler)
        rivals = [s for s in catalogue if s is not spider and set(s.source.hosts) & set(spider.source.hosts)]
        tasks.append(process.crawl(crawler, queue=queue, rivals=rivals, since=since or "1900-01-01", until=until))
    pump = process.follow(hand_out(reading, spiders, queues, tasks, process, progress or _lines()))
    process.start()
    codes, reports = [], []
    for spider, crawler, task in zip(spiders, crawlers, tasks, strict=True):
        delivery = Delivery.of(crawler)
        say_stopped(process, crawler)
        if delivery is not None:
            reports.append(delivery.report)
            codes.append(delivery.report.exit_code)
        codes.extend(_code_of(spider.name, task))
    codes.extend(_code_of("archive", pump))
    if process.stopped_by:
        codes.append(128 + process.stopped_by)
    return worst(codes), reports


async def hand_out(
    reading: Reading, spiders: Sequence[type[ArticleSpider]], queues: Sequence[asyncio.Queue[ArchivedResponse | None]], tasks: Sequence[asyncio.Task[None]],
    process: HarvestProcess, progress: Callable[[int, int], None],
) -> None:  # fmt: skip
    """Each page to the sources that own its host. The reading is done in a thread: a long stretch of strangers' pages stops nothing else."""
    pages = iter(reading)
    told = time.monotonic()
    try:
        while not process.stopped_by and not all(task.done() for task in tasks):
            page = await asyncio.to_thread(next, pages, None)
            if page is None:
                break
            host = page.url.split("/")[2].partition(":")[0].lower() if page.url.count("/") > 1 else ""
            for spider, queue, task in zip(spiders, queues, tasks, strict=True):
                if spider.source.owns_host(host):
                    await _put(queue, page, task)
            if time.monotonic() - told > 1:
                told = time.monotonic()
                progress(reading.done, reading.total)
        progress(reading.done, reading.total)
    finally:
        for queue, task in zip(queues, tasks, strict=True):
            await _put(queue, None, task)


async def _put(queue: asyncio.Queue[ArchivedResponse | None], page: ArchivedResponse | None, task: asyncio.Task[None]) -> None:
    """Into the queue, unless its source is not running any more."""
    while not task.done():
        try:
            queue.put_nowait(page)
        except asyncio.QueueFull:
            await asyncio.sleep(0.005)
        else:
            return


def _code_of(name: str, task: asyncio.Task[None]) -> list[int]:
    error = task.exception() if task.done() and not task.cancelled() else None
    if error is None:
        return []
    code = getattr(error, "exit_code", None)
    logger.error("%s: %s", name, error, exc_info=error if code is None else None)
    return [1 if code is None else code]


def _lines() -> Callable[[int, int], None]:
    """Progress as log lines."""
    last = [time.monotonic()]

    def tell(done: int, total: int) -> None:
        if time.monotonic() - last[0] > EVERY:
            last[0] = time.monotonic()
            logger.info("archives: %d of %d MB read (%d %%)", done >> 20, total >> 20, 100 * done // max(1, total))

    return tell
