"""A run's frame: lock, ledger, recovery, delivery (manifest, then ledger), report and verdict."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self
from weakref import WeakKeyDictionary

import orjson
from scrapy import signals
from scrapy.exceptions import DontCloseSpider, NotConfigured

import harvester
from harvester import feeds, health
from harvester.accounts import DELIVERED, FAILED, OTHER, REJECTED, DayCount, continued, span
from harvester.dead import DeadLetters
from harvester.discovery import Index
from harvester.items import Article, Draft, Gone, Reject
from harvester.ledger import Known, Ledger, LedgerError, SourceLock
from harvester.normalize.urls import canonical, path_hash
from harvester.pacing import drop_queued
from harvester.revisits import believed, comparable, is_due, parse_ladder, stamp_of, vouched
from harvester.source import split_host, without_secrets
from harvester.spider import ArticleSpider, charset_of, fetched_at, same_of
from harvester.stream import Stream, stream_path
from harvester.upload import uploader

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Request, Response

logger = logging.getLogger(__name__)

COMPLETE, BUG, USAGE, PARTIAL, FLOOR, STORAGE, LOCKED, SIGNAL = 0, 1, 2, 3, 4, 5, 6, 128
COUNTED = ("description", "section", "issuer", "authors", "dateline", "date_modified", "images", "videos", "keywords", "topics", "related", "translations", "attachments")
RECENT = timedelta(days=7)  # an article older than this at the run's start is found late, not delivered late
WORDS = {0: "complete", 1: "bug", 2: "bad usage", 3: "partial", 4: "below floor", 5: "storage", 6: "locked"}


@dataclass
class RunReport:
    """What an operator asks after a run; written to output/runs/<run>.json, failed runs too.

    kind        crawl, backfill (also a crawl of days that are over) or replay; only crawls say how a source is today
    state       ok, or the gravest of the findings (health.py), each with its cure in words
    troubles    parts of the reading that raised, and were read from elsewhere or left out: {"Story.authors": "3 pages: TypeError: …"}
    latency     minutes from published to delivered of new articles: n, median, p90
    filled      records, and how many of them have each optional field
    days        articles that the indexes listed, a day; incomplete: days that are not finished, and why
    http        answers by status: {"200": 61, "403": 1}
    dead        the manifest of the pages on which our own code fell over (dead.py)
    """

    run: str
    source: str
    started: str
    finished: str | None = None
    window: list[str] | None = None
    outcome: str = "unfinished"
    exit_code: int = 1
    reason: str | None = None
    counts: dict[str, int] = field(default_factory=dict)
    failed: list[dict[str, str]] = field(default_factory=list)
    rejected: list[dict[str, Any]] = field(default_factory=list)
    troubles: dict[str, str] = field(default_factory=dict)
    newest: str | None = None
    kind: str = "crawl"
    state: str = "ok"
    findings: list[dict[str, str]] = field(default_factory=list)
    seconds: float = 0.0
    newest_age_hours: float | None = None
    latency: dict[str, float] = field(default_factory=dict)
    filled: dict[str, int] = field(default_factory=dict)
    layouts: dict[str, int] = field(default_factory=dict)
    empty_picks: dict[str, int] = field(default_factory=dict)
    reject_reasons: dict[str, int] = field(default_factory=dict)
    http: dict[str, int] = field(default_factory=dict)
    days: dict[str, int] = field(default_factory=dict)
    incomplete: dict[str, str] = field(default_factory=dict)
    stats: dict[str, Any] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    dead: str | None = None
    harvester: str = harvester.__version__


class Delivery:
    """Owns the ledger and the source's lock for the length of a run, and delivers what it found.

    Errors at start (locked, damaged ledger, unwritable output) leave `from_crawler`: before the first request.
    """

    _of: WeakKeyDictionary[Any, Delivery] = WeakKeyDictionary()

    def __init__(self, crawler: Crawler, spider: ArticleSpider) -> None:
        assert crawler.stats is not None
        settings = crawler.settings
        self.crawler, self.spider, self.stats = crawler, spider, crawler.stats
        self.source = spider.name
        self.output = Path(settings["HARVESTER_OUTPUT"]).absolute()
        self.suffix = feeds.suffix_for(settings["HARVESTER_COMPRESSION"])
        self.started = datetime.now(UTC)
        stream = stream_path(settings["HARVESTER_STREAM"], self.source)
        self.stream: Stream | None = None
        feeds.probe(self.output)
        self.upload = uploader(crawler, self.output)
        self.lock = SourceLock(self.output / "state", self.source)
        self.lock.acquire()
        try:
            self.ledger = Ledger.open(self.output / "state" / "ledger.sqlite")
            self.run = self.new_run()
            if stream is not None:
                self.stream = Stream.open(stream, self.ledger, self.source, self.run)
            self.recovered = feeds.recover(
                self.ledger, self.output, self.source, live_run=self.run, now=self.started, upload=self.upload, stream=self.stream
            )
            if self.stream is not None:
                self.stream.start()
            window = spider.window
            self.report = RunReport(self.run, self.source, self.started.isoformat(timespec="seconds"), window=[str(window.since), str(window.until)])
            past = settings.getbool("HARVESTER_FULL_INDEX") or window.until < self.started.astimezone(spider.zone).date()
            self.report.kind = "replay" if settings.getlist("HARVESTER_REPLAY") else "backfill" if past else "crawl"
            self.report_dead()
            self.ledger.start_run(self.run, self.source, (window.since, window.until), self.started)
        except BaseException:
            self.let_go()
            raise
        spider.run_id = self.run
        spider.ledger_id = self.ledger_id
        spider.fold = lambda url: canonical(url).rstrip("/")
        spider.storage_lost = self.stop
        self.ladder = parse_ladder(settings.getlist("HARVESTER_REVISITS"))
        self.reach = timedelta(hours=max(self.ladder, default=0) + 24)  # how old an article is that may be looked at again
        # What the indexes of this run say of versions: by article, and by index page; who of them is believed.
        self.stamps: dict[str, bytes] = {}
        self.told: dict[str, dict[str, bytes]] = {}
        self.trust = believed(self.ledger.word(self.source))
        self.young = {id_ for id_, _url, _known in self.ledger.recent(self.source, self.started - self.reach)}
        spider.heed = self.heed
        if not settings.getlist("HARVESTER_REPLAY"):  # an archive holds what it holds, and all of it is read
            spider.settled = self.settled
            if spider.asked[1] is None and self.ladder:
                spider.revisits = self.revisits
        harvested = self.started.date()
        self.paths = {kind: feeds.final_path(self.output, kind, harvested, self.source, self.run, self.suffix) for kind in ("articles", "rejects")}
        self.dead = DeadLetters(self.output, self.source, self.run)
        self.filled: Counter[str] = Counter()
        self.delivered = False
        self.day_counts: list[DayCount] = []
        self.brought: dict[date, set[str]] = {}  # ids of new articles by their days
        self.fresh: list[datetime] = []

    def let_go(self) -> None:
        """The source is free for the next run."""
        if self.stream is not None:
            self.stream.close()
        self.lock.release()

    @classmethod
    def of(cls, crawler: Crawler) -> Any:
        """The delivery of a crawler; None where there is none."""
        return cls._of.get(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor."""
        spider = crawler.spider
        if not isinstance(spider, ArticleSpider):
            raise NotConfigured("only article spiders deliver")
        delivery = cls(crawler, spider)
        cls._of[crawler] = delivery
        connect = crawler.signals.connect
        connect(delivery.item_scraped, signals.item_scraped)
        connect(delivery.item_dropped, signals.item_dropped)
        connect(delivery.item_error, signals.item_error)
        connect(delivery.spider_error, signals.spider_error)
        connect(delivery.spider_idle, signals.spider_idle)
        connect(delivery.spider_closed, signals.spider_closed)
        connect(delivery.request_dropped, signals.request_dropped)
        connect(delivery.feeds_closed, signals.feed_exporter_closed)
        return delivery

    def new_run(self) -> str:
        """A run id that no other run has: 20231222T000003Z-chinadaily_hk."""
        run = f"{self.started:%Y%m%dT%H%M%SZ}-{self.source}"
        n = 1
        while (self.output / "runs" / f"{run}.json").exists() or self.ledger.has_run(run):
            n += 1
            run = f"{self.started:%Y%m%dT%H%M%SZ}-{n}-{self.source}"
        return run

    def settled(self, own: str | None, url: str) -> bool | None:
        """Whether an article is known and need not be looked at again; None: not known."""
        id_ = self.ledger_id(own, url)
        known = self.ledger.lookup(id_)
        return None if known is None else not self.due(id_, known)

    def revisits(self) -> Iterator[tuple[str, str]]:
        """Address and id of the articles due to be looked at again, whether an index still lists them or not."""
        for id_, url, known in self.ledger.recent(self.source, self.started - self.reach):
            if self.due(id_, known):
                yield url, id_

    def due(self, id_: str, known: Known) -> bool:
        """Whether a known article's page is to be looked at now. Where an index's word stands for the look, that is noted."""
        if not is_due(known, self.started, self.ladder, trust=self.trust):
            return False
        if not self.trust or not vouched(id_, known, self.stamps.get(id_), self.started, self.ladder):
            return True
        self.stats.inc_value("harvest/revisits/vouched")
        self.ledger.note_vouched(id_, self.started)
        return False

    # --- what indexes say of versions ------------------------------------------------------------------------------------

    def heed(self, rank: int, index: Index, address: str) -> None:
        """An index page told the versions of its articles; kept for those it brings, and those young enough to be looked at again."""
        found = {entry.url for entry in index.found}
        for url, version in index.told:
            key = self.spider.source.article_key(url)
            id_ = self.ledger_id(key.id, url) if key is not None else None
            if id_ is not None and (url in found or id_ in self.young):
                stamp = stamp_of(rank, version)
                self.told.setdefault(address, {})[id_] = stamp
                self.hold(id_, stamp)

    def hold(self, id_: str, stamp: bytes) -> None:
        """Keep what the first of a source's indexes says, where two speak of an article."""
        if id_ not in self.stamps or stamp[0] <= self.stamps[id_][0]:
            self.stamps[id_] = stamp

    def weigh(self, id_: str, known: Known) -> None:
        """A page was found changed: did the index tell?"""
        stamp = self.stamps.get(id_)
        if comparable(known, stamp):
            self.ledger.note_word(self.source, announced=known.stamp != stamp)

    def spider_idle(self) -> None:
        """The indexes and what is new have been read: now the second looks. Errors: DontCloseSpider while there are any."""
        engine = self.crawler.engine
        if engine is None or self.report.reason is not None or self.stats.get_value("harvest/signal"):
            return
        try:
            looks = list(self.spider.second_looks())
        except LedgerError as error:
            self.stop(error)
            return
        for request in looks:
            engine.crawl(request)
        if looks:
            raise DontCloseSpider

    # --- while it runs ---------------------------------------------------------------------------------------------------

    def request_dropped(self, request: Request, spider: Any) -> None:
        """The scheduler took a request for a copy, or for another host's: after a redirect that is the end of an address, and named."""
        came_from = request.meta.get("redirect_urls")
        host = split_host(request.url)
        ours = host is not None and self.spider.source.owns_host(host[0])
        if not request.meta.get("harvester_kind") or (ours and not came_from):
            return
        cause = "redirect loop: asked for before" if ours else "refused: not a host of this source"
        if came_from:
            cause = f"after {len(came_from)} redirects, to {without_secrets(request.url)[:200]}: {cause}"
        url = came_from[0] if came_from else request.url
        self.spider.fail(url, cause)
        self.spider.spoiled.add(request.meta.get("harvester_root") or "")
        if request.meta["harvester_kind"] == "article":
            self.spider.accounts.settle(same_of(request), FAILED, cause)
        elif "ask" in request.cb_kwargs:
            self.spider.accounts.lose(request.cb_kwargs["ask"].day)

    def item_scraped(self, item: Any, response: Response | None = None) -> None:
        """Count what records have, keep validators of what was read, remember rejects by name."""
        if not isinstance(item, Article):
            return
        if isinstance(item, Reject):
            self.report.rejected.append({"url": item.url, "reasons": item.reasons})
            self.spider.failed[item.url] = f"rejected: {'; '.join(item.reasons)}"
            logger.warning("%s: %s: %s; it is in the rejects feed", self.source, item.url, self.spider.failed[item.url])
            self.spoil(response)
            self.settle(item, response, REJECTED, self.spider.failed[item.url])
            return
        day = self.settle(item, response, DELIVERED)
        if item.revision == 1 and day is not None:
            self.brought.setdefault(day, set()).add(item.id)
        self.filled["records"] += 1
        for name in COUNTED:
            self.filled[name] += bool(getattr(item, name))
        self.filled["photo credit"] += any(image.credit for image in item.images)
        self.newer(item)
        self.keep_validators(response, item)
        asked = response.request if response is not None else None
        if item.revision > 1 and asked is not None and asked.meta.get("harvester_doubted", "") == asked.meta.get("validators"):
            self.stats.inc_value("harvest/validators/unreliable")
            logger.warning("%s: %s: validator unreliable: the page was changed under the same ETag and Last-Modified; such rewrites are found at an article's last look only", self.source, item.url)
        if item.revision == 1 and item.date_precision == "minute" and item.date_published:
            published = datetime.fromisoformat(item.date_published)
            if self.started - published < RECENT:
                self.fresh.append(published)

    def newer(self, item: Article) -> None:
        """Remember the newest article that was seen."""
        if item.date_published and item.date_published > (self.report.newest or ""):
            self.report.newest = item.date_published

    def item_dropped(self, item: Any, response: Response | None, exception: BaseException) -> None:
        """Unchanged is delivered already; another topic or day was not asked for; gone and never published is named by the spider."""
        if self.report.reason is not None:  # dropped because storage is gone
            return
        if isinstance(item, Article):
            self.newer(item)
            self.settle(item, response, DELIVERED)
            self.keep_validators(response, item)
        elif isinstance(item, Draft):
            if item.article is not None:
                self.newer(item.article)
            self.settle(item.article or item, response, OTHER, str(exception))
        elif isinstance(item, Gone):
            known = item.article_id is not None and self.ledger.lookup(f"{self.source}:{item.article_id}") is not None
            self.spider.accounts.settle(item.article_id or item.url, DELIVERED if known else FAILED, f"HTTP status {item.status}")

    def settle(self, item: Any, response: Response | None, state: str, cause: str = "") -> date | None:
        """What became of an article, for the proof of completeness; the result is its day."""
        request = response.request if response is not None else None
        key = self.spider.source.article_key(item.url)
        same = same_of(request) if request is not None and "found" in request.cb_kwargs else (key.id if key is not None else None) or item.url
        stated = getattr(item, "date_published", None)
        day = datetime.fromisoformat(stated).astimezone(self.spider.zone).date() if stated else None
        return self.spider.accounts.settle(same, state, cause, day, item.url)

    def spoil(self, response: Response | None) -> None:
        """The index that led to this answer is asked for whole the next time: something it lists was not had."""
        if response is not None and response.request is not None:
            self.spider.spoiled.add(response.request.meta.get("harvester_root") or "")

    def keep_index_validators(self) -> None:
        """Validators of the index pages, where all that the walk led to is delivered: "not modified" then means nothing to do.

        A run narrowed by topics or to past days has left articles out; it keeps none.
        """
        spider = self.spider
        whole = self.report.stats.get("finish_reason") == "finished" and not self.stats.get_value("harvest/signal")
        narrowed = spider.topics or spider.window.until < self.started.astimezone(spider.zone).date()
        for url, (root, (etag, modified)) in spider.trees.items():
            if whole and not narrowed and root not in spider.spoiled:
                self.ledger.save_validator(url, etag, modified, spider.window.since, self.told.get(url))
            elif root in spider.spoiled:
                self.ledger.forget_validator(url)

    def keep_validators(self, response: Response | None, item: Article) -> None:
        """ETag and Last-Modified of an answer that was understood; not of an article too old to be asked for again."""
        if item.date_published and datetime.fromisoformat(item.date_published) < self.started - self.reach:
            return
        if response is not None and response.request is not None:
            validators = response.request.meta.get("validators")
            if validators:
                try:
                    self.ledger.save_validator(response.request.url, validators[0], validators[1])
                except LedgerError as error:
                    self.stop(error)

    def item_error(self, item: Any, response: Response | None, failure: Any) -> None:
        """A pipeline raised: the record is lost for this run, and named."""
        url = getattr(item, "url", None) or (response.url if response is not None else "?")
        self.spoil(response)
        if getattr(failure.value, "exit_code", None) == STORAGE:
            self.stop(failure.value)
        else:
            self.bury(response, f"pipeline error: {told(failure)}", failure)
        self.spider.failed[url] = f"pipeline error: {told(failure)}"
        if response is not None and response.request is not None:
            self.spider.accounts.settle(same_of(response.request), FAILED, self.spider.failed[url])

    def spider_error(self, failure: Any, response: Response) -> None:
        """A callback raised: the page is named."""
        self.spoil(response)
        self.spider.failed[response.url] = f"reading failed: {told(failure)}"
        self.bury(response, self.spider.failed[response.url], failure)
        if response.request is not None and "ask" in response.request.cb_kwargs:
            self.spider.accounts.lose(response.request.cb_kwargs["ask"].day)
        elif response.request is not None:
            self.spider.accounts.settle(same_of(response.request), FAILED, self.spider.failed[response.url])

    def bury(self, response: Response | None, cause: str, failure: Any) -> None:
        """Keep the page on which our own code fell over."""
        if response is not None and self.report.reason is None:
            self.dead.keep(response.url, response.body, cause, failure.getTraceback(), fetched=fetched_at(response), charset=charset_of(response))
            self.report.dead = str(self.dead.manifest) if self.dead.manifest is not None else None

    def stop(self, error: BaseException) -> None:
        """Storage is gone: there is no use in fetching on."""
        if self.report.reason is None:
            self.report.reason = str(error)
            logger.error("%s: %s; stopping", self.source, error)
            drop_queued(self.crawler)
            engine = self.crawler.engine
            if engine is not None:
                import asyncio

                self._closing = asyncio.ensure_future(engine.close_spider_async(reason="storage"))

    def complain(self, words: str, error: BaseException) -> None:
        """Say an error of the end; quietly where storage is known to be gone, which was said in one line already."""
        logger.log(logging.INFO if self.report.reason is not None else logging.ERROR, f"%s: {words}", self.source, error)

    # --- at the end ------------------------------------------------------------------------------------------------------

    def spider_closed(self, spider: ArticleSpider, reason: str) -> None:
        """Scrapy's reason for the end."""
        self.report.stats["finish_reason"] = reason

    def feeds_closed(self) -> None:
        """The feed files are stored: manifest, ledger, report, verdict. Storage errors end in exit code 5 and lose nothing."""
        try:
            self.ledger.flush()
            self.deliver()
        except Exception as error:
            self.complain("not delivered: %s; what was harvested is kept in the ledger for the next run", error)
            self.report.reason = self.report.reason or f"{error}"
            self.report.exit_code = getattr(error, "exit_code", BUG)
        finally:
            self.finish()

    def deliver(self) -> None:
        """Manifest beside each feed, then the ledger believes in the articles."""
        outcome = WORDS.get(self.verdict(), "stopped")
        self.report.files = [
            str(p)
            for p in feeds.deliver(
                self.ledger, self.output, self.source, self.run, self.paths, outcome=outcome, window=self.report.window, upload=self.upload, stream=self.stream
            )
        ]
        self.delivered = True
        self.keep_index_validators()

    def verdict(self) -> int:
        """The run's exit code, from what happened; Scrapy itself would answer 0."""
        get = self.stats.get_value
        reason = self.report.stats.get("finish_reason")
        if self.report.reason is not None:
            return STORAGE
        if reason == "start_error" or get("harvest/close_failed"):
            return BUG
        if get("harvest/signal"):
            return SIGNAL + int(get("harvest/signal"))
        usable = sum(int(get(f"harvest/{name}", 0)) for name in
                     ("revisions/new", "revisions/revised", "revisions/unchanged", "topics/other_topic", "index/known", "not_modified/article", "not_modified/index"))  # fmt: skip
        pages = int(get("harvest/index/pages", 0))
        fetched = int(get("harvest/revisions/rejected", 0)) + (0 if pages else int(get("harvest/index/unreadable", 0)))
        if usable < self.spider.source.expect.floor and (fetched or (pages and not get("harvest/index/listed", 0) and not self.spider.failed)):
            return FLOOR
        return PARTIAL if self.spider.failed or self.spider.troubles else COMPLETE

    def report_dead(self) -> None:
        """Runs of this source that ended without a word (killed, power cut) get their report now; the lock says that they are dead."""
        for run, started in self.ledger.unfinished_runs(self.source, self.run):
            path = self.output / "runs" / f"{run}.json"
            if not path.exists():
                report = RunReport(run, self.source, started.isoformat(timespec="seconds"), outcome="killed", exit_code=137, kind=self.report.kind)
                report.reason = "it ended without a word: killed, or the machine stopped"
                report.counts = {"recovered": sum(r.records for r in self.recovered if r.run == run)}
                feeds.write_atomic(path, [orjson.dumps(report, option=orjson.OPT_INDENT_2)])
            self.ledger.finish_run(run, "killed", {}, self.started)

    def tell(self, stats: dict[str, Any]) -> None:
        """The rest of the report: what was seen, how long things took, and how the source is."""
        report, now = self.report, datetime.now(UTC)
        report.seconds = round((now - self.started).total_seconds(), 1)
        for name, prefix in (("layouts", "harvest/layout/"), ("empty_picks", "harvest/empty_pick/"), ("reject_reasons", "harvest/checks/reject/"),
                             ("http", "downloader/response_status_count/")):  # fmt: skip
            setattr(report, name, {k.removeprefix(prefix): int(v) for k, v in sorted(stats.items()) if k.startswith(prefix)})
        if report.newest:
            report.newest_age_hours = round((now - datetime.fromisoformat(report.newest)).total_seconds() / 3600, 2)
        waits = sorted((now - published).total_seconds() / 60 for published in self.fresh)
        if waits:
            report.latency = {"n": len(waits), "median": round(waits[len(waits) // 2], 1), "p90": round(waits[len(waits) * 9 // 10], 1)}
        try:
            past = health.past_reports(self.output / "runs", health.telling(self.ledger.runs(self.source, limit=health.MANY_RUNS)))
            findings = health.judge(asdict(report), self.spider.source.expect, past, layouts=bool(self.spider.layouts))
        except Exception as error:  # a report without a verdict is better than none
            logger.error("%s: health not judged: %s", self.source, error)
            return
        report.findings = [asdict(f) for f in findings]
        report.state = findings[0].state if findings else "ok"

    def days(self) -> list[DayCount]:
        """Each day the run can speak of: listed, delivered, rejected, failed. A run that was cut short has read no walk to its end."""
        accounts, spider = self.spider.accounts, self.spider
        if self.report.stats.get("finish_reason") != "finished" or self.stats.get_value("harvest/signal"):
            accounts.lost = True
        if spider.walks and not accounts.lost:
            accounts.cover(span(spider.window.since, spider.window.until))
        today = self.started.astimezone(spider.zone).date()
        self.day_counts = accounts.days(failed=spider.failed, known=lambda e: self.ledger.lookup(self.ledger_id(e.id, e.url)) is not None, today=today)
        for count in self.day_counts:
            count.missed = {url: (self.ledger_id(own, url), cause) for url, (own, cause) in count.missed.items()}
        if spider.quiet and self.delivered and not accounts.lost:
            self.day_counts = self.with_quiet(today)
        return self.day_counts

    def with_quiet(self, today: date) -> list[DayCount]:
        """The days of the run's window where some index answered "not modified": what it lists was counted when it was read."""
        window, found = self.spider.window, {count.day: count for count in self.day_counts}
        stored = {count.day: count for count in self.ledger.days(self.source, window.since - timedelta(days=1), window.until)}
        proven = window.since - timedelta(days=1) in stored and stored[window.since - timedelta(days=1)].whole
        for day in span(window.since, min(window.until, today)):
            if day in self.spider.accounts.lost_days:
                proven = False
                continue
            count = found.get(day) or DayCount(day, over=day < today)
            before = stored.get(day)
            merged = continued(count, before, brought=self.brought.get(day, set()), proven=proven)
            proven = merged.whole
            if merged.whole or day in found:
                found[day] = merged
        return [found[day] for day in sorted(found)]

    def ledger_id(self, own: str | None, url: str) -> str:
        """The id that an article has or would have, by the site's own number or by its address."""
        return f"{self.source}:{own or path_hash(canonical(url))}"

    def fail(self, error: BaseException) -> None:
        """The crawl could not start although the delivery had: the report says why, and the next run does not take this one for killed."""
        report = self.report
        if report.finished is not None:
            return
        report.reason, report.exit_code = str(error), getattr(error, "exit_code", BUG)
        report.outcome = WORDS.get(report.exit_code, "stopped" if report.exit_code > SIGNAL else "bug")
        report.finished = datetime.now(UTC).isoformat(timespec="seconds")
        try:
            self.ledger.finish_run(self.run, report.outcome, {"kind": report.kind, "exit_code": report.exit_code}, datetime.now(UTC))
            feeds.write_atomic(self.output / "runs" / f"{self.run}.json", [orjson.dumps(report, option=orjson.OPT_INDENT_2)])
        except Exception as second:
            self.complain("run report not written: %s", second)
        finally:
            self.ledger.close()
            self.let_go()

    def finish(self) -> None:
        """Report written, lock released; whatever happened before."""
        report = self.report
        if self.delivered:
            report.exit_code = self.verdict()
            if report.exit_code == FLOOR:
                where = ", ".join(self.spider.barren[:3]) or ", ".join(list(self.spider.failed)[:3])
                logger.error("%s: below its floor: nothing usable, see %s; look at one with harvester try", self.source, where or "the run report")
        try:
            self.ledger.in_place()
        except LedgerError as error:
            self.complain("%s", error)
            report.exit_code, report.reason = error.exit_code, report.reason or str(error)
        report.outcome = WORDS.get(report.exit_code, "stopped")
        report.finished = datetime.now(UTC).isoformat(timespec="seconds")
        stats = self.stats.get_stats()
        get = self.stats.get_value
        report.counts = {
            "found": int(get("harvest/index/found", 0)),
            "new": int(get("harvest/revisions/new", 0)),
            "revised": int(get("harvest/revisions/revised", 0)),
            "unchanged": int(get("harvest/revisions/unchanged", 0)) + int(get("harvest/not_modified/article", 0)),
            "known": int(get("harvest/index/known", 0)),
            "withdrawn": int(get("harvest/revisions/withdrawn", 0)),
            "rejected": int(get("harvest/revisions/rejected", 0)),
            "other_topic": int(get("harvest/topics/other_topic", 0)),
            "failed": len(self.spider.failed),
            "requests": int(get("downloader/request_count", 0)),
            "recovered": sum(r.records for r in self.recovered),
        }
        report.failed = [{"url": url, "cause": cause} | ({"kind": "index"} if url in self.spider.failed_indexes else {}) for url, cause in self.spider.failed.items()]
        report.troubles = {what: f"{int(get(f'harvest/trouble/{what}', 0))} pages: {cause}" for what, cause in self.spider.troubles.items()}
        report.filled = dict(self.filled)
        days = self.days()
        report.days = {str(count.day): count.listed for count in days}
        report.incomplete = {str(count.day): count.word for count in days if not count.finished}
        report.stats |= {k: v for k, v in sorted(stats.items()) if k.startswith(("harvest/", "downloader/response", "retry", "robotstxt")) and isinstance(v, (int, float, str))}
        self.tell(stats)
        try:
            self.ledger.drop_validators(self.source, self.started - self.reach - timedelta(days=60), self.started - self.reach)
            for count in days:
                self.ledger.note_day(self.source, count)
            told = {"kind": report.kind, "state": report.state, "exit_code": report.exit_code, "latency": report.latency.get("median")}
            self.ledger.finish_run(self.run, report.outcome, {**report.counts, **told}, datetime.now(UTC))
            feeds.write_atomic(self.output / "runs" / f"{self.run}.json", [orjson.dumps(report, option=orjson.OPT_INDENT_2)])
        except Exception as error:
            self.complain("run report not written: %s", error)
            report.exit_code = getattr(error, "exit_code", STORAGE)
        finally:
            self.ledger.close()
            self.let_go()


def told(failure: Any) -> str:
    """What was raised, on one line."""
    return f"{failure.type.__name__ if failure.type else ''}: {' '.join(str(failure.value).split())[:200]}"


def feed_params(params: dict[str, Any], spider: ArticleSpider) -> dict[str, Any]:
    """Scrapy's FEED_URI_PARAMS: where this run's feeds go."""
    delivery = Delivery.of(spider.crawler)
    return {**params, "articles_feed": str(delivery.paths["articles"]), "rejects_feed": str(delivery.paths["rejects"])}


class ArticlesOnly:
    """Feed filter: records."""

    def __init__(self, _options: dict[str, Any] | None) -> None: ...

    def accepts(self, item: Any) -> bool:
        """Whether the item goes into the feed."""
        return isinstance(item, Article) and not isinstance(item, Reject)


class RejectsOnly(ArticlesOnly):
    """Feed filter: rejects."""

    def accepts(self, item: Any) -> bool:
        """Whether the item goes into the feed."""
        return isinstance(item, Reject)

