"""ArticleSpider, the one base class: it knows how to walk from indexes to articles, and how one page is read. It understands nothing."""

from __future__ import annotations

import ipaddress
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime
from shlex import quote
from typing import TYPE_CHECKING, Any, ClassVar, Self
from zoneinfo import ZoneInfo

import scrapy
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response
from scrapy.settings import BaseSettings
from scrapy.spidermiddlewares.httperror import HttpError

from harvester.accounts import DELIVERED, FAILED, Accounts, span
from harvester.alive import DEADLY as ENDING
from harvester.alive import Died, alive
from harvester.causes import AGAIN, cause_of
from harvester.challenge import challenge
from harvester.discovery import Ask, BadIndex, Discovery, Index, Window, WindowError, able
from harvester.errors import UsageError
from harvester.generic import read_generic
from harvester.indexes import RefusedIndex
from harvester.items import Draft, Found, Gone, Scraped
from harvester.layout import Layout, block_text, fragment, layout_of
from harvester.loaders import ArticleLoader
from harvester.middlewares import Beyond, HostDown, NotModified
from harvester.pacing import Stopping
from harvester.page import HostilePage, Page
from harvester.pdf import html_of, is_pdf
from harvester.rendering import chosen
from harvester.source import Source, same_origin, without_secrets

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

# What a record must be made of; where a layout's picks find none of it the generic reader is asked for exactly that.
ALONG = ("photos", "attachments")  # stand in the text: where its picks are wrong, theirs are
CARRIED = {"headline": ("headline",), "paragraphs": ("paragraphs",), "published": ("published", "published_meta")}
GONE = (404, 410)
SHELL = "empty without JavaScript"
MAX_NAMED = 20  # links with control characters that a run names
ERROR_PAGE = 50_000  # bytes of an error's page that are looked at for a challenge
STORAGE = 5  # the exit code of errors that say so


# GeneratorExit, raised by what a page is read with, would end the callback as if all were well
DEADLY = (*ENDING, GeneratorExit)


class SpiderUsageError(UsageError):
    """Wrong spider arguments: one line for the person who typed them."""


class ArticleSpider(scrapy.Spider):
    """A source that crawls. Subclasses declare `name`, `source`, `discovery` and `layouts`; nothing else.

    Spider arguments (-a): since, until (YYYY-MM-DD, "today", "2d" ago; inclusive days in the source's zone),
    topics (ids of topics.toml, comma-separated: only articles about one of them are delivered).
    """

    source: ClassVar[Source]
    discovery: ClassVar[tuple[Discovery, ...]] = ()
    layouts: ClassVar[tuple[type[Layout], ...]] = ()
    pdf: ClassVar[bool] = False  # its articles are PDF files
    allowed_domains: list[str]

    def __init__(self, name: str | None = None, *, since: str | None = None, until: str | None = None, topics: str = "", **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.zone = ZoneInfo(self.source.zone)
        self.asked = (since, until)
        self.topics = tuple(t.strip() for t in topics.split(",") if t.strip())
        self.run_id: str | None = None
        # URL -> cause, of everything asked for and not had; the run report names every one.
        self.failed: dict[str, str] = {}
        self.failed_indexes: set[str] = set()
        self.accounts = Accounts()
        self.walks = False
        self.renderer: tuple[str | None, str | None] = (None, None)  # its name, or why there is none
        self.told_of_script = False
        self.seen: set[str] = set()
        self.refused_links: set[str] = set()
        self.troubles: dict[str, str] = {}  # parts of the reading that raised, and why
        # Set by the delivery: whether an article need not be asked for, what to look at again, and an article's id in the ledger.
        # settled: True, known and not due; False, known and due; None, not known.
        self.settled: Callable[[str | None, str], bool | None] | None = None
        self.revisits: Callable[[], Iterator[tuple[str, str]]] | None = None
        self.ledger_id: Callable[[str | None, str], str] | None = None
        self.heed: Callable[[int, Index, str], None] | None = None  # what an index page says of versions: its rank, and its address
        self.later: list[Request] = []  # known articles to look at again, when all indexes have been read
        self.fold: Callable[[str], str] | None = None  # many addresses of one article as one
        self.storage_lost: Callable[[BaseException], None] | None = None
        # Validators of the index pages read, by address, with the first page that led there; and the first pages whose tree had a failure.
        self.trees: dict[str, tuple[str, tuple[str | None, str | None]]] = {}
        self.spoiled: set[str] = set()
        self.quiet = False  # some index is as it was when it was last read
        self.barren: list[str] = []  # index pages that list nothing
        self.window = self.make_window(datetime.now(UTC))

    def make_window(self, now: datetime) -> Window:
        """The days asked for, or the source's usual look back. Errors: SpiderUsageError in one line."""
        since, until = self.asked
        try:
            return Window.parse(since, until, now=now, zone=self.zone, lookback=self.source.lookback)
        except WindowError as error:
            raise SpiderUsageError(f"{self.name}: {error}") from None

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """The source's manners. No setting makes them worse where a real host is asked. Errors: UsageError for one that would."""
        super().update_settings(settings)
        source = cls.source
        real = not settings.getlist("HARVESTER_REPLAY") and any(map(is_real, source.hosts))
        if real and not settings.getbool("ROBOTSTXT_OBEY"):
            raise SpiderUsageError(f"{cls.name}: ROBOTSTXT_OBEY=False: robots.txt is obeyed wherever a real host is asked; leave it out")
        if real or not settings.getbool("HARVESTER_NO_DELAY"):
            settings.set("DOWNLOAD_DELAY", max(source.delay, settings.getfloat("DOWNLOAD_DELAY")), priority="cmdline" if real else "spider")
        settings.set("CONCURRENT_REQUESTS_PER_DOMAIN", source.concurrency, priority="cmdline" if real else "spider")
        if source.cookies:
            settings.set("COOKIES_ENABLED", True, priority="spider")

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Scrapy's constructor; hosts of the source are the only ones it may ask. Errors: UsageError for a window or a renderer that cannot be."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.reaching()
        spider.start = alive(spider.start)  # type: ignore[method-assign]
        spider.renderer = ("replay", None) if crawler.settings.getlist("HARVESTER_REPLAY") else chosen(crawler.settings)
        spider.allowed_domains = [h.lstrip(".") for h in cls.source.hosts]
        return spider

    # --- walking ---------------------------------------------------------------------------------------------------------

    def reaching(self) -> list[Discovery]:
        """The discoveries that reach back to the window. Errors: SpiderUsageError that says how far each can."""
        if self.crawler.settings.getlist("HARVESTER_REPLAY"):  # an archive holds what it holds, whatever the date of today
            return [d for d in self.discovery if not d.last_resort]
        today = datetime.now(self.zone).date()
        found = able(self.discovery, self.window, today)
        if found or not self.discovery:
            return found
        told = "; ".join(f"{d.name} reaches {d.reaches_back(today)}" for d in self.discovery)
        raise SpiderUsageError(f"{self.name}: nothing it has reaches back to {self.window.since}: {told}; ask for a later --since")

    async def start(self) -> AsyncIterator[Any]:
        """Index requests of every discovery that reaches the window."""
        now = datetime.now(UTC)
        for discovery in self.reaching():
            for found in discovery.direct(self.window, now):
                request = self.article_request(found)
                if request is not None:
                    yield request
            self.walks = self.walks or discovery.last_resort
            for ask in discovery.asks(self.window, now):
                yield self.index_request(discovery, ask)

    def second_looks(self) -> Iterator[Request]:
        """Requests for what is known and due to be looked at again, once the indexes are read: some of them answer for it."""
        waiting, self.later = self.later, []
        for request in waiting:
            if self.settled is not None and self.settled(request.meta["harvester_id"], request.url):
                self.accounts.settle(same_of(request), DELIVERED)
            else:
                yield request
        for url, ledger_id in self.revisits() if self.revisits is not None else ():
            own = ledger_id.partition(":")[2]
            if own not in self.seen and self.told_apart(url) not in self.seen:
                self.seen.add(own)
                self.count("revisits")
                yield self.page_request(Found(url), own, ledger_id)
        self.revisits = None

    def index_request(self, discovery: Discovery, ask: Ask, root: str | None = None) -> Request:
        """The request for one index page. root: the address of the first page of its walk."""
        headers = dict(ask.headers) if same_origin(root or ask.url, ask.url) else {}  # a key is for the site it was made for
        if self.source.referer:
            headers.setdefault("Referer", self.source.referer)
        meta: dict[str, Any] = {"harvester_kind": "index", "harvester_root": root or ask.url, "handle_httpstatus_list": list(discovery.nothing(ask)), "render": discovery.render}
        if discovery.max_size:
            meta["download_maxsize"] = discovery.max_size
        return Request(
            ask.url,
            alive(self.parse_index),
            method=ask.method,
            headers=headers,
            body=ask.body,
            errback=alive(self.on_failure),
            cb_kwargs={"discovery": discovery, "ask": ask},
            meta=meta,
            priority=10,
            dont_filter=bool(ask.state.get("again")),
        )

    def article_request(self, found: Found, *, own: bool = False, root: str | None = None) -> Request | None:
        """The request for one article found; None when it is not ours, not in the window, already asked for, or known and not due again.

        own   it was found by its day's own index; root: the first page of the index it was found by
        """
        key = self.source.article_key(found.url)
        if key is None:
            self.count("index/not_ours")
            return None
        if not self.window.holds(found.day or key.day):
            self.count("index/out_of_window")
            return None
        same = key.id or self.told_apart(found.url)
        if not found.guessed:
            self.accounts.enlist(same, found.url, found.day or key.day, own=own, article_id=key.id)
        if same in self.seen:
            return None
        self.seen.add(same)
        self.count("index/found")
        settled = self.settled(key.id, found.url) if self.settled is not None else None
        if settled:
            self.count("index/known")
            self.accounts.settle(same, DELIVERED)
            return None
        request = self.page_request(found, key.id, self.ledger_id(key.id, found.url) if self.ledger_id is not None else None, root, same)
        if settled is None:
            return request
        self.later.append(request)
        return None

    def told_apart(self, url: str) -> str:
        """What tells an article from others where the site has no number: its address, folded."""
        return self.fold(url) if self.fold is not None else url

    def page_request(self, found: Found, own: str | None, ledger_id: str | None, root: str | None = None, same: str | None = None) -> Request:
        """The request for an article's page. own: the site's number of it; ledger_id: its id in the ledger."""
        render = any(layout.render for layout in self.layouts)
        meta: dict[str, Any] = {"harvester_kind": "article", "harvester_id": own, "harvester_ledger_id": ledger_id, "harvester_root": root, "harvester_same": same, "render": render}
        return Request(found.url, alive(self.parse_article), errback=alive(self.on_failure), cb_kwargs={"found": found}, meta=meta)

    def parse_index(self, response: Response, discovery: Discovery, ask: Ask) -> Iterator[Any]:
        """Articles of one index page, and the pages after it."""
        now = fetched_at(response)
        root: str = response.meta.get("harvester_root") or ask.url
        if response.status in discovery.nothing(ask):
            self.count("index/empty")
            self.cover(discovery, ask, Index([], []))
            if (instead := discovery.instead(ask, self.window, now)) is not None:
                yield self.index_request(discovery, instead, root)
            return
        try:
            index = discovery.read(self.source, ask, response.url, response.body, charset_of(response), self.window, now)
        except DEADLY as error:
            raise Died(f"{type(error).__name__} while reading {response.url}") from None
        except (BadIndex, HostilePage) as reason:
            self.fail(response.url, f"index unreadable: {reason}")
            if not isinstance(reason, RefusedIndex):
                self.count("index/unreadable")
            self.spoiled.add(root)
            self.accounts.lose(ask.day)
            return
        self.count("index/pages")
        self.count("index/listed", index.listed)
        for note, number in index.notes.items():
            self.count(f"index/skipped/{note}", number)
        self.name_refused(response.url, index.refused)
        if index.partial:
            self.fail(response.url, f"index incomplete: {index.partial}")
            self.spoiled.add(root)
            self.accounts.lose(ask.day)
        self.cover(discovery, ask, index)
        if not index.found and not index.more:
            self.count("index/without_articles")
            self.barren.append(response.url)
        if response.meta.get("validators") and "redirect_urls" not in response.meta:
            self.trees[response.request.url if response.request else response.url] = (root, response.meta["validators"])
        if index.told and self.heed is not None:
            self.heed(self.discovery.index(discovery), index, response.request.url if response.request else response.url)
        for found in index.found:
            request = self.article_request(found, own=ask.day is not None, root=root)
            if request is not None:
                yield request
        for more in index.more:
            yield self.index_request(discovery, more, root)

    def name_refused(self, page: str, links: list[str]) -> None:
        """Name links that cannot be followed, each once, on one line whatever is in them; a run names a few of them and counts all."""
        for link in links:
            if link not in self.refused_links and len(self.refused_links) < MAX_NAMED:
                self.refused_links.add(link)
                self.logger.warning("%s: %s: refused: %a has a control character in it and is not followed; if it is an article, its site must mend the link", self.name, page, without_secrets(link)[:300])

    def cover(self, discovery: Discovery, ask: Ask, index: Index) -> None:
        """Note the days that an answer told of to the end."""
        covered = discovery.covers(ask, index, self.window)
        if covered is None:
            self.walks = True  # whether to the end, is known when all of it was read
        else:
            self.accounts.cover(span(max(covered[0], self.window.since), covered[1]))

    # --- reading ---------------------------------------------------------------------------------------------------------

    def parse_article(self, response: Response, found: Found | None = None) -> Iterator[Any]:
        """One article page as a Draft."""
        page = self.page_of(response.url, response.body, charset_of(response))
        try:
            draft = self.read_page(page, url=response.request.url if response.request else response.url, fetched=fetched_at(response),
                                   status=response.status, found=found)  # fmt: skip
        except HostilePage as reason:
            self.fail(response.url, str(reason))
            self.spoiled.add(response.meta.get("harvester_root") or "")
            return
        except DEADLY as error:
            raise Died(f"{type(error).__name__} while reading {response.url}") from None
        again = self.rendered_again(response) if f"blocked: {SHELL}" in draft.problems else None
        if again is not None:
            yield again
            return
        draft.archive = response.meta.get("archive")
        yield draft

    def rendered_again(self, response: Response) -> Request | None:
        """The request for a page that is empty without JavaScript, to be rendered this time; None where there is no renderer, or it was rendered.

        Sites turn to script from one day to the next: where a renderer is configured they are harvested all the same. In a replay the
        recorded second answer is what was rendered.
        """
        asked = response.request
        if asked is None or asked.meta.get("render"):
            return None
        name, why = self.renderer
        if name is None:
            if not self.told_of_script:
                self.told_of_script = True
                self.logger.error("%s: %s is %s, and %s", self.name, asked.url, SHELL, why)
            return None
        self.count("rendered_again")
        self.count(f"blocked/{SHELL}", -1)
        kept = {key: asked.meta[key] for key in asked.meta if key.startswith("harvester_")}
        return asked.replace(headers={}, meta={**kept, "render": True}, dont_filter=True)

    def page_of(self, url: str, body: bytes, charset: str | None = None) -> Page:
        """A download as a page; a PDF only where the source's articles are PDFs."""
        return Page(url, html_of(body) if self.pdf and is_pdf(body) else body, charset)

    def read_page(self, page: Page, *, url: str, fetched: datetime, status: int | None = None, found: Found | None = None) -> Draft:
        """A page as the crawl reads it: the production path after the download, used by `harvester read` too.

        page      the page; url: the address it was asked for; fetched: aware instant it was received
        Result: a Draft; a challenge page carries its reason in `problems`.
        """
        draft = self._read(page, url, fetched, status, found)
        for what, cause in page.troubles.items():
            self.count(f"trouble/{what}")
            if what not in self.troubles:
                self.troubles[what] = cause
                self.logger.error("%s: %s: %s: %s; read without it, see what was read: harvester try %s", self.name, url, what, cause, quote(url))
        return draft

    def _read(self, page: Page, url: str, fetched: datetime, status: int | None, found: Found | None) -> Draft:
        key = self.source.article_key(url) or self.source.article_key(page.url)
        draft = Draft(self.source, self.name, url, key, Scraped(), "generic", fetched, status, found, self.run_id)
        draft.base = page.base
        layout = layout_of(self.layouts, page)
        # A landmark is proof enough that the page is what was asked for; "body" is no landmark.
        if (layout is None or layout.landmark == "body") and self.blocked(draft, page, status):
            return draft
        if layout is None:
            self.count("layout/none")
            generic = read_generic(page)
            draft.scraped, draft.reader = generic.scraped, f"generic:{','.join(generic.readers)}"
            return draft
        self.count(f"layout/{layout.__name__}")
        if layout.others is not None:
            layout.clear(page)
        loader = ArticleLoader(page, self.source)
        draft.scraped, draft.reader = loader.fill(layout), f"layout:{layout.__name__}"
        for name in loader.empty:
            self.count(f"empty_pick/{layout.__name__}.{name}")
        if not draft.scraped.paragraphs and layout.landmark != "body" and self.blocked(draft, page, status):
            return draft
        self.carry(draft, page, layout)
        return draft

    def blocked(self, draft: Draft, page: Page, status: int | None) -> bool:
        """Whether the page is a challenge, a wall or a shell; the reason goes to the draft's problems."""
        reason = challenge(page, status)
        if reason is not None:
            self.count(f"blocked/{reason}")
            draft.problems.append(f"blocked: {reason}")
        return reason is not None

    def carry(self, draft: Draft, page: Page, layout: type[Layout]) -> None:
        """Let the generic reader fill what a record must have and the layout's picks did not find."""
        lacking = {name: targets for name, targets in CARRIED.items() if not any(getattr(draft.scraped, t) for t in targets)}
        if "paragraphs" in lacking and layout.is_textless(page):
            # what the page's own data call its text is no guess: the body may come by script
            del lacking["paragraphs"]
            stated = page.article_data.get("articleBody")
            if isinstance(stated, str) and stated.strip():
                draft.scraped.paragraphs = [block_text(fragment(line)) for line in stated.split("\n")]
                draft.reader += "+generic:json-ld"
                self.count("carried/paragraphs")
            else:
                self.count("textless")
        if not lacking:
            return
        if "paragraphs" in lacking:
            lacking |= {name: (name,) for name in ALONG if not getattr(draft.scraped, name)}
        wanted = frozenset(t for targets in lacking.values() for t in targets)
        generic = read_generic(page, wanted=wanted)
        got = False
        for targets in lacking.values():
            for target in targets:
                value = getattr(generic.scraped, target)
                if value:
                    setattr(draft.scraped, target, value)
                    self.count(f"carried/{target}")
                    got = True
        if got:
            draft.reader += f"+generic:{','.join(generic.readers)}"

    # --- accounts --------------------------------------------------------------------------------------------------------

    def count(self, what: str, n: int = 1) -> None:
        """Add to harvest/<what>."""
        crawler = getattr(self, "crawler", None)
        if crawler is not None and crawler.stats is not None:
            crawler.stats.inc_value(f"harvest/{what}", n)

    def fail(self, url: str, cause: str, step: str = AGAIN) -> None:
        """Account for something asked for and not had. step: what comes next, or what to do."""
        url = without_secrets(url)
        self.failed[url] = cause
        self.count("failed")
        self.logger.error("%s: %s: %s; %s", self.name, url, cause, step)

    def on_failure(self, failure: Any) -> Iterator[Any]:
        """A request that came to nothing."""
        request: Request = failure.request
        article = request.meta.get("harvester_kind") == "article"
        found: Found | None = request.cb_kwargs.get("found")
        if not article and "ask" in request.cb_kwargs and failure.check(NotModified):
            self.quiet = True
        elif not article and "ask" in request.cb_kwargs:  # what it lists is not known in this run
            self.accounts.lose(request.cb_kwargs["ask"].day)
            self.failed_indexes.add(request.url)
        if failure.check(NotModified):
            if article:
                self.accounts.settle(same_of(request), DELIVERED)
            return
        self.spoiled.add(request.meta.get("harvester_root", ""))
        if failure.check(Stopping):
            return
        if getattr(failure.value, "exit_code", None) == STORAGE and self.storage_lost is not None:
            self.storage_lost(failure.value)
            return
        came_from = request.meta.get("redirect_urls")
        asked, cause = (came_from or [request.url])[0], cause_of(failure)
        if came_from:
            cause = f"after {len(came_from)} redirects, to {without_secrets(request.url)[:200]}: {cause}"
        if failure.check(HostDown, Beyond):  # the log has its one line for the host, or the budget
            self.failed[without_secrets(asked)] = cause
            self.count("failed")
            return
        if found is not None and found.guessed and failure.check(HttpError) and failure.value.response.status in GONE:
            self.count("index/gaps")
            return
        if failure.check(HttpError):
            response: Response = failure.value.response
            if article and response.status in GONE:
                yield Gone(self.name, request.url, request.meta.get("harvester_id"), response.status, fetched_at(response))
                return
            reason = told_by(response)
            cause += f" ({reason})" if reason else ""
        elif failure.check(IgnoreRequest) and article and not came_from:
            # robots.txt or another host: not ours to fetch, and no failure
            self.count("refused")
            self.logger.info("%s: not fetched: %s: %s", self.name, request.url, cause)
            self.accounts.settle(same_of(request), FAILED, f"not fetched: {cause}")
            return
        self.fail(asked, cause)
        if article:
            self.accounts.settle(same_of(request), FAILED, cause)


def told_by(response: Response) -> str | None:
    """What an error's page says of itself; None where it is none to be read."""
    try:
        return challenge(Page(response.url, response.body[:ERROR_PAGE], charset_of(response)), response.status)
    except HostilePage:
        return None


def is_real(host: str) -> bool:
    """Whether a host is somebody's: is_real("www.info.gov.hk"); not of this machine, of a private network or a name kept for tests (RFC 6761)."""
    name = host.strip(".").lower()
    try:
        return ipaddress.ip_address(name).is_global
    except ValueError:
        return name.rpartition(".")[2] not in ("localhost", "test", "invalid", "example")


def same_of(request: Request) -> str:
    """What tells an article request's article from others: the site's own number, else the address that the index gave."""
    found: Found | None = request.cb_kwargs.get("found")
    return request.meta.get("harvester_id") or request.meta.get("harvester_same") or (found.url if found is not None else request.url)


def fetched_at(response: Response) -> datetime:
    """When a response was received: what the replay says, else now; never the server's Date header."""
    recorded = response.meta.get("fetched") if response.request is not None else None
    return recorded if isinstance(recorded, datetime) else datetime.now(UTC)


def charset_of(response: Response) -> str | None:
    """The charset label of the Content-Type header, if any."""
    value = (response.headers.get("Content-Type") or b"").decode("latin-1")
    _, _, rest = value.partition("charset=")
    return rest.split(";")[0].strip(" \"'")[:40] or None
