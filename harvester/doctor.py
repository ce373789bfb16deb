"""The live check of a source: its robots.txt, each of its indexes, a few articles, by the production path and at its pace; then a verdict.

What is wrong is named as what it is: blocked, down, moved, empty, changed, dates. Pages that failed are kept, ready for `harvester record`.
Nothing is delivered: the check has a ledger of its own, gone when it ends.
"""

from __future__ import annotations

import logging
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

import orjson
from scrapy import signals
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response
from scrapy.settings import Settings
from scrapy.spidermiddlewares.httperror import HttpError

from harvester.causes import cause_of
from harvester.challenge import challenge
from harvester.discovery import Ask, BadIndex, Discovery
from harvester.errors import HarvesterError
from harvester.extensions import Delivery
from harvester.feeds import StorageError
from harvester.items import Article, Draft, Found, Reject
from harvester.layout import layout_of
from harvester.middlewares import HostDown, Hosts
from harvester.page import Page
from harvester.process import HarvestProcess, quiet
from harvester.spider import ArticleSpider, charset_of, fetched_at

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

ARTICLES = 3  # pages of a source that are read
INDEXES = 2  # pages of a discovery that are asked: a day's own index may be empty in the morning
# The gravest first.
EMPTY = ("empty page", "empty without JavaScript")
VERDICTS = ("blocked", "robots", "down", "moved", "empty", "changed", "dates", "bug", "quiet", "ok")
CURES = {
    "blocked": "the site refuses crawlers: set HARVESTER_CONTACT, run less often, ask the site's operator; do not work around it",
    "robots": "robots.txt forbids it: ask the publisher, or leave the source out",
    "down": "the site does not answer: look at it in a browser and at this machine's network, and check again later",
    "moved": "open the address in a browser, find where it is now, and mend the source's discovery",
    "empty": "open the address in a browser: if it lists articles there, mend the items of the discovery or Source.article",
    "changed": "look at the kept page, mend the layout's picks (or add a layout beside the old one), then harvester record it",
    "dates": "add the new form to Source.date_formats, then harvester record the kept page",
    "bug": "report it with the kept page",
    "quiet": "look whether the site itself has anything newer",
    "ok": "",
}
FIELDS = ("headline", "date_published", "date_modified", "authors", "dateline", "issuer", "section", "description", "body", "images", "keywords", "topics", "translations", "language")


@dataclass
class Sign:
    """One thing seen: verdict, where, what. `kept`: the page's file, when it was kept."""

    verdict: str
    url: str
    what: str
    kept: Path | None = None


@dataclass
class Visit:
    """One article that was read."""

    url: str
    body: bytes
    fetched: datetime
    draft: Draft | None = None
    record: Article | None = None


@dataclass
class Checkup:
    """What a check found out. indexes: one line each; visits: the articles read; signs: what is wrong."""

    spider: type[ArticleSpider]
    robots: str = "not asked"
    indexes: list[tuple[str, str]] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    signs: list[Sign] = field(default_factory=list)
    bodies: dict[str, tuple[bytes, datetime]] = field(default_factory=dict)

    @property
    def verdict(self) -> str:
        """The gravest of the signs, or ok."""
        return min((s.verdict for s in self.signs), key=VERDICTS.index, default="ok")

    def sign(self, verdict: str, url: str, what: str) -> None:
        """Note something that is wrong, once."""
        if not any(s.url == url and s.verdict == verdict for s in self.signs):
            self.signs.append(Sign(verdict, url, what))


class Examination(ArticleSpider):
    """Mixed in before a source's own spider: a page or two of each index, a few articles, everything noted in `checkup`."""

    checkup: Checkup

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.left = ARTICLES

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Scrapy's constructor, with an ear for what the pipelines make of the pages."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.take, signals.item_scraped)
        crawler.signals.connect(spider.broke, signals.item_error)
        crawler.signals.connect(spider.broke, signals.spider_error)
        return spider

    def reaching(self) -> list[Discovery]:
        """All of them: each is to be looked at."""
        return list(self.discovery)

    async def start(self) -> AsyncIterator[Any]:
        """Every discovery's first pages, whether it reaches the window or not."""
        now = datetime.now(UTC)
        for discovery in self.discovery:
            for ask in islice(discovery.asks(self.window, now), INDEXES):
                yield self.index_request(discovery, ask)
        if not any(True for d in self.discovery for _ in d.asks(self.window, now)):
            for discovery in self.discovery:
                for found in islice(discovery.direct(self.window, now), ARTICLES):
                    yield self.page_request(found, None, None)

    def parse_index(self, response: Response, discovery: Discovery, ask: Ask) -> Iterator[Any]:
        """What an index answers; its first articles are read."""
        self.checkup.bodies[ask.url] = (response.body, fetched_at(response))
        where = f"{type(discovery).__name__} {ask.url}"
        away = f" after a redirect to {response.url}" if response.url != ask.url else ""
        if response.status in discovery.empty:
            self.checkup.indexes.append((where, f"{response.status}: nothing there{f' on {ask.day}' if ask.day else ''}"))
            return
        reason = challenge(Page(response.url, response.body, charset_of(response)), response.status) if response.body.lstrip()[:1] == b"<" else None
        try:
            index = discovery.read(self.source, ask, response.url, response.body, charset_of(response), self.window, fetched_at(response))
        except BadIndex as error:
            self.bad_index(where, ask, str(error), reason, away)
            return
        ours = [f for f in index.found if self.source.article_key(f.url) is not None]
        if not index.listed and not index.more and not ours:
            self.bad_index(where, ask, "it lists no article", reason, away, empty=True)
            return
        if index.found and not ours:
            self.bad_index(where, ask, f"it lists {len(index.found)} addresses, none of them an article's: {index.found[0].url}", None, away, empty=True)
            return
        self.checkup.indexes.append((where, f"{response.status}: lists {index.listed}, {len(ours)} of them articles of the last days{away}"))
        if index.listed and not ours and not index.more:
            self.checkup.sign("quiet", ask.url, f"nothing of the last {self.source.lookback} days; its oldest entry is of {index.oldest}" if index.oldest else f"nothing of the last {self.source.lookback} days")
        for found in ours:
            if self.left > 0 and self.source.article_key(found.url) is not None and found.url not in self.seen:
                self.left -= 1
                self.seen.add(found.url)
                yield self.page_request(found, None, None)

    def bad_index(self, where: str, ask: Ask, what: str, reason: str | None, away: str, *, empty: bool = False) -> None:
        """An index that cannot be used: a challenge, a page moved away, an empty list, or no index any more."""
        if reason in EMPTY:  # no links and no words: an empty list, whatever would fill it
            what, reason = f"{what} ({reason})", None
        told = f"a challenge page ({reason})" if reason else what
        self.checkup.indexes.append((where, told + away))
        verdict = "blocked" if reason and reason != "not found page" else "moved" if away or reason else "empty" if empty else "changed"
        self.checkup.sign(verdict, ask.url, f"{told}{away}")

    def parse_article(self, response: Response, found: Found | None = None) -> Iterator[Any]:
        """As in a crawl, with the page kept in mind."""
        visit = Visit(response.request.url if response.request else response.url, response.body, fetched_at(response))
        self.checkup.visits.append(visit)
        self.checkup.bodies[visit.url] = (response.body, visit.fetched)
        for draft in super().parse_article(response, found):
            visit.draft = draft
            yield draft

    def on_failure(self, failure: Any) -> Iterator[Any]:
        """What did not answer, or answered no."""
        request: Request = failure.request
        ask: Ask | None = request.cb_kwargs.get("ask")
        url = ask.url if ask is not None else request.url
        what, verdict = cause_of(failure), "down"
        if failure.check(HttpError):
            response: Response = failure.value.response
            self.checkup.bodies[url] = (response.body, fetched_at(response))
            reason = challenge(Page(response.url, response.body, charset_of(response)), response.status)
            refused = response.status in (401, 402, 403, 407, 429, 451) or (reason is not None and reason not in ("not found page", "empty page", "server error"))
            what = f"HTTP status {response.status}" + (f" ({reason})" if reason and reason != "empty page" else "")
            verdict = "blocked" if refused else "moved" if response.status in (404, 410) else "down"
        elif failure.check(HostDown):
            verdict = "down"
        elif failure.check(IgnoreRequest):
            verdict = "robots" if "robots" in what.lower() else "moved"
        if ask is not None:
            self.checkup.indexes.append((f"{type(request.cb_kwargs['discovery']).__name__} {url}", what))
        self.checkup.sign(verdict, url, what)
        yield from ()

    def take(self, item: Any, response: Response | None) -> None:
        """A record, or a reject, as it came out of the pipelines."""
        if isinstance(item, Article) and response is not None and response.request is not None:
            for visit in self.checkup.visits:
                if visit.url == response.request.url:
                    visit.record = item

    def broke(self, failure: Any, response: Response | None, **_: Any) -> None:
        """Our own code raised."""
        self.checkup.sign("bug", response.url if response is not None else "?", f"{failure.type.__name__}: {' '.join(str(failure.value).split())[:200]}")


def examine(spiders: Sequence[type[ArticleSpider]], settings: Settings) -> list[Checkup]:
    """Check sources side by side, each at its own pace. Errors: StorageError when failed pages cannot be kept."""
    checkups = [Checkup(spider) for spider in spiders]
    keep = Path(settings["HARVESTER_OUTPUT"]).absolute() / "doctor"
    with tempfile.TemporaryDirectory(prefix="harvester-doctor-") as folder:
        settings.setdict({"HARVESTER_OUTPUT": folder, "HARVESTER_ARCHIVE": None}, priority="cmdline")
        process = quiet(HarvestProcess, settings)
        logging.getLogger("scrapy.extensions.logstats").setLevel(logging.WARNING)
        crawlers, tasks = [], []
        for checkup in checkups:
            crawler = process.create_crawler(type(checkup.spider.__name__, (Examination, checkup.spider), {"__module__": checkup.spider.__module__}))
            crawlers.append(crawler)
            tasks.append(process.crawl(crawler, checkup=checkup))
        process.start()
        for checkup, crawler, task in zip(checkups, crawlers, tasks, strict=True):
            error = task.exception() if task.done() and not task.cancelled() else None
            if isinstance(error, HarvesterError):
                raise error
            if error is not None:
                checkup.sign("bug", "", f"{type(error).__name__}: {error}")
            conclude(checkup, crawler)
    for checkup in checkups:
        keep_pages(checkup, keep / checkup.spider.name)
    return checkups


# --- what it means ---------------------------------------------------------------------------------------------------------


def conclude(checkup: Checkup, crawler: Crawler) -> None:
    """From what was seen to what is wrong."""
    stats = crawler.stats.get_stats() if crawler.stats is not None else {}
    codes = [k.rpartition("/")[2] for k in stats if k.startswith("robotstxt/response_status_count/")]
    down = Hosts.of(crawler).down
    checkup.robots = "; ".join(f"{host}: {cause}" for host, cause in down.items()) if down else f"HTTP {', '.join(codes)}" if codes else "no answer"
    forbidden = int(stats.get("robotstxt/forbidden", 0))
    if forbidden:
        checkup.robots += f"; forbids {forbidden} of the addresses asked for"
    for visit in checkup.visits:
        judge_visit(checkup, visit)
    delivery = Delivery.of(crawler)
    if not checkup.signs and not checkup.visits:
        reason = delivery.report.reason if delivery is not None else None
        checkup.sign("quiet", checkup.spider.source.home, reason or "no article was found to read")


def judge_visit(checkup: Checkup, visit: Visit) -> None:
    """What is wrong with an article's page, the gravest first: not let in, changed, dates."""
    draft, record = visit.draft, visit.record
    if draft is None:
        return
    if draft.problems:
        checkup.sign("blocked", visit.url, f"a challenge page ({draft.problems[0].removeprefix('blocked: ')})")
        return
    layouts = checkup.spider.layouts
    if layouts and draft.reader.startswith("generic"):
        marks = ", ".join(f"{layout.__name__} ({layout.landmark})" for layout in layouts)
        checkup.sign("changed", visit.url, f"no layout fits, their landmarks are not on the page: {marks}; the generic reader took it")
        return
    if "+generic" in draft.reader:
        lost = [name for name in ("headline", "paragraphs", "published") if name in empty_picks(checkup.spider, draft, visit)]
        checkup.sign("changed", visit.url, f"the picks for {', '.join(lost) or 'required fields'} of {draft.reader.partition('+')[0].removeprefix('layout:')} find nothing; the generic reader carried them")
    if isinstance(record, Reject):
        judge_reject(checkup, visit, record, draft)
    elif record is not None and record.raw.published and draft.scraped.published and not read_line(checkup.spider, draft):
        checkup.sign("dates", visit.url, f"the date line {short(draft.scraped.published)!r} is not understood; {record.date_published} is the page's metadata")


def judge_reject(checkup: Checkup, visit: Visit, record: Reject, draft: Draft) -> None:
    """Which required field is missing, and why."""
    for reason in record.reasons:
        line = draft.scraped.published or draft.scraped.published_meta
        if reason.startswith("date_published") and line:
            checkup.sign("dates", visit.url, f"the date line {short(line)!r} is not understood")
        else:
            checkup.sign("changed", visit.url, f"{reason}: {draft.reader} finds nothing for it")


def empty_picks(spider: type[ArticleSpider], draft: Draft, visit: Visit) -> set[str]:
    """The picks of the layout that fits which find nothing on a page."""
    from harvester.loaders import ArticleLoader

    page = Page(visit.url, visit.body)
    layout = layout_of(spider.layouts, page)
    if layout is None:
        return set()
    loader = ArticleLoader(page)
    loader.fill(layout)
    return set(loader.empty)


def read_line(spider: type[ArticleSpider], draft: Draft) -> bool:
    """Whether the visible date line is understood by itself."""
    from zoneinfo import ZoneInfo

    from harvester.normalize.dates import read_date, split_stamps

    source = spider.source
    stamps = split_stamps(draft.scraped.published or "")
    lines = [text for text in (stamps.published, stamps.updated, draft.scraped.published) if text]
    return any(read_date(text, zone=ZoneInfo(source.zone), now=draft.fetched, formats=source.date_formats, day_first=source.day_first) is not None for text in lines)


def short(text: str) -> str:
    """A line of a page, cut for a table."""
    told = " ".join(text.split())
    return told if len(told) <= 60 else told[:59] + "…"


# --- what is kept ----------------------------------------------------------------------------------------------------------


def keep_pages(checkup: Checkup, folder: Path) -> None:
    """Keep the pages of what is wrong, with a manifest that `harvester read --manifest` takes. Errors: StorageError."""
    number = 0
    for sign in checkup.signs:
        body, fetched = checkup.bodies.get(sign.url, (b"", None))
        if not body or fetched is None:
            continue
        number += 1
        name = f"{fetched:%Y%m%dT%H%M%SZ}-{sign.verdict}-{number}{_ending(sign.url, body)}"
        row = {"file": name, "url": sign.url, "fetched": fetched.isoformat(), "why": f"{sign.verdict}: {sign.what}"}
        try:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(body)
            with (folder / "pages.jsonl").open("ab") as manifest:
                manifest.write(orjson.dumps(row) + b"\n")
        except OSError as error:
            raise StorageError(f"{folder}: {error.strerror}; failed pages cannot be kept there") from None
        sign.kept = folder / name


def _ending(url: str, body: bytes) -> str:
    if body[:5] == b"%PDF-":
        return ".pdf"
    if body.lstrip()[:5] == b"<?xml" or urlsplit(url).path.endswith((".xml", ".rss")):
        return ".xml"
    return ".json" if body.lstrip()[:1] in (b"{", b"[") else ".html"
