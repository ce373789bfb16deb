"""Between the engine and the network: who we say we are, and what need not be fetched again."""

from __future__ import annotations

import codecs
import logging
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.downloadermiddlewares.offsite import OffsiteMiddleware
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import CannotResolveHostError, IgnoreRequest, NotConfigured
from scrapy.http import Request, Response
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import RobotParser
from scrapy.utils.misc import build_from_crawler

from harvester.causes import is_silence, words_of
from harvester.decoding import decode
from harvester.pacing import Stopping, drop_queued
from harvester.redirects import Nowhere
from harvester.revisits import WHOLE_EVERY, last_look

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from harvester.extensions import Delivery
    from harvester.ledger import Validator

logger = logging.getLogger(__name__)

ROBOTS_LIMIT = 500 * 1024  # bytes of robots.txt that count (RFC 9309 2.5)
LONGEST_DELAY = 30.0  # seconds; a longer Crawl-delay is honored up to here
FAILURES = 5  # times in a row that a host did not answer, after which it is left alone for the rest of the run
LIMITS = 2  # times in a row that it asked for a longer wait than a run has


class NotModified(IgnoreRequest):
    """The server says that nothing changed since we asked last. Counted, no failure."""


class Beyond(IgnoreRequest):
    """A budget is used up: not asked for in this run, and said."""


class HostDown(IgnoreRequest):
    """The host is not asked any more in this run; said once in the log, and each address is in the run report."""


class Hosts:
    """What this run knows of the hosts: who is left alone, and why. One of it a crawler."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.down: dict[str, str] = {}
        self.silences: Counter[str] = Counter()
        self.limits: Counter[str] = Counter()

    @classmethod
    def of(cls, crawler: Crawler) -> Hosts:
        """The crawler's own."""
        hosts = crawler.__dict__.setdefault("harvester_hosts", None) or cls(crawler)
        crawler.__dict__["harvester_hosts"] = hosts
        return hosts

    def answered(self, netloc: str) -> None:
        """A host answered, whatever it said."""
        self.silences.pop(netloc, None)
        self.limits.pop(netloc, None)

    def silent(self, netloc: str, cause: str) -> None:
        """A host did not answer, however often it was asked."""
        self.silences[netloc] += 1
        if self.silences[netloc] >= FAILURES:
            self.leave(netloc, f"{FAILURES} failures in a row, the last: {cause}")

    def limited(self, netloc: str, cause: str) -> None:
        """A host wants to be asked later than this run goes on: one page of it may, twice in a row is the host."""
        self.limits[netloc] += 1
        if self.limits[netloc] >= LIMITS:
            self.leave(netloc, cause)

    def leave(self, netloc: str, cause: str) -> None:
        """Leave a host alone from now on; one line says why and what to do."""
        if netloc not in self.down:
            self.down[netloc] = cause
            name = self.crawler.spider.name if self.crawler.spider else "?"
            logger.error("%s: %s: %s; it is not asked again in this run, and what is left of it is for the next: check the network or the site, then run again", name, netloc, cause)
            drop_queued(self.crawler, netloc, HostDown(cause))


class Robots(RobotsTxtMiddleware):
    """robots.txt as RFC 9309 has it: unreachable (5xx, 429, no answer) means that nothing is crawled in this run; 4xx allows all.

    A redirect is followed to other hosts, too, and one that leads nowhere allows all (2.3.1.2). Crawl-delay slows the host's slot down, up to 30 seconds.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.hosts = Hosts.of(crawler)
        self.rules: dict[str, Any] = {}

    async def process_request(self, request: Request, spider: Any = None) -> None:
        """Errors: HostDown, IgnoreRequest for what the rules forbid."""
        if request.meta.get("dont_obey_robotstxt"):
            return
        rules = await self.robot_parser(request)
        netloc = urlsplit(request.url).netloc
        if netloc in self.hosts.down:
            raise HostDown(self.hosts.down[netloc])
        self.process_request_2(rules, request)

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """The rules of a host, fetched once; others wait for the first."""
        import asyncio

        parts = urlsplit(request.url)
        if parts.netloc not in self.rules:
            self.rules[parts.netloc] = asyncio.ensure_future(self.fetch(f"{parts.scheme}://{parts.netloc}/robots.txt", parts.netloc, request))
        return await asyncio.shield(self.rules[parts.netloc])

    async def fetch(self, url: str, netloc: str, request: Request) -> RobotParser | None:
        """Ask for the rules; None where everything is allowed, or where the host is left alone."""
        assert self.crawler.engine is not None
        assert self.crawler.stats is not None
        meta = {"dont_obey_robotstxt": True, "dont_retry": False, "allow_offsite": True, "handle_httpstatus_list": [204, 205]}
        asked = Request(url, priority=self.DOWNLOAD_PRIORITY, meta=meta, callback=NO_CALLBACK)
        self.crawler.stats.inc_value("robotstxt/request_count")
        try:
            response = await self.crawler.engine.download_async(asked)
        except Nowhere as error:
            logger.warning("%s: %s: %s; taken as a host without rules", self.crawler.spider.name if self.crawler.spider else "?", url, error)
            return None
        except Stopping:  # says nothing of the host
            raise
        except Exception as error:
            self.hosts.leave(netloc, f"robots.txt unreachable ({words_of(error)[:200]}): not crawled")
            return None
        self.crawler.stats.inc_value(f"robotstxt/response_status_count/{response.status}")
        if response.status == 429 or response.status >= 500:
            self.hosts.leave(netloc, f"robots.txt unreachable ({response.status}): not crawled")
            return None
        if response.status >= 400:
            return None
        rules: RobotParser = build_from_crawler(self._parserimpl, self.crawler, readable(response.body))
        self.slow_down(rules, request)
        return rules

    def slow_down(self, rules: Any, request: Request) -> None:
        """Honor Crawl-delay."""
        delay = rules.crawl_delay(self._robotstxt_useragent or "*") if hasattr(rules, "crawl_delay") else None
        engine = self.crawler.engine
        if not delay or not float(delay) > 0 or engine is None:  # "nan" and "-1" are no delays
            return
        slots = engine.downloader.slots
        slot = slots.get(engine.downloader.get_slot_key(request))
        wanted = min(float(delay), LONGEST_DELAY)
        if slot is not None and slot.delay < wanted:
            slot.delay = wanted
            slot.jitter = 0
            slot.concurrency = 1


def readable(body: bytes) -> bytes:
    """robots.txt in plain UTF-8: Scrapy takes a file with one Big5 byte in a comment, or with a mark at its start, for one without rules."""
    return decode(whole_lines(body, ROBOTS_LIMIT)).utf8.removeprefix(codecs.BOM_UTF8)


def whole_lines(body: bytes, limit: int) -> bytes:
    """The first bytes of a robots.txt; of a line that the limit cuts nothing: "Disallow: /private/x" is not "Disallow: /"."""
    if len(body) <= limit:
        return body
    end = max(body.rfind(b"\n", 0, limit), body.rfind(b"\r", 0, limit))
    return body[: end + 1]


class Offsite(OffsiteMiddleware):
    """Scrapy's filter of other hosts; what it takes is told to the delivery, for after a redirect it is the end of an address."""

    def request_scheduled(self, request: Request, spider: Any) -> None:
        """Errors: IgnoreRequest for another host's address."""
        from harvester.extensions import Delivery

        try:
            self.process_request(request)
        except IgnoreRequest:
            delivery = Delivery.of(self.crawler)
            if delivery is not None:
                delivery.request_dropped(request, spider)
            raise


class Breaker:
    """Leaves a host alone that cannot be found, or that five times in a row did not answer (no connection, no answer in time, 5xx, 429).

    Stands outside the retries. A page that is broken by itself (a cut body, an unknown coding, a bad redirect, headers without a page) says
    nothing of its host.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.hosts = Hosts.of(crawler)
        crawler.signals.connect(self.headers_received, signals.headers_received)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Errors: HostDown."""
        netloc = urlsplit(request.url).netloc
        if netloc in self.hosts.down:
            raise HostDown(self.hosts.down[netloc])

    def process_response(self, request: Request, response: Response) -> Response:
        """An answer that the retries have let through."""
        netloc = urlsplit(request.url).netloc
        if response.status >= 500 or response.status == 429:
            self.hosts.silent(netloc, f"HTTP status {response.status}")
        else:
            self.hosts.answered(netloc)
        return response

    def headers_received(self, request: Request) -> None:
        """The host is there, whatever becomes of the page."""
        request.meta["harvester_headed"] = True

    def process_exception(self, request: Request, exception: Exception) -> None:
        """A failure that the retries have given up on."""
        netloc = urlsplit(request.url).netloc
        if request.meta.get("harvester_headed"):
            return
        if isinstance(exception, CannotResolveHostError):
            self.hosts.leave(netloc, words_of(exception))
        elif is_silence(exception):
            self.hosts.silent(netloc, words_of(exception))


class Budget:
    """At most HARVESTER_MAX_REQUESTS requests a source and run; what is beyond is named in the run report, and said once in the log."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler, self.limit, self.asked, self.said = crawler, crawler.settings.getint("HARVESTER_MAX_REQUESTS"), 0, False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Errors: Beyond."""
        self.asked += 1
        if self.asked <= self.limit or not self.limit:
            return
        if not self.said:
            self.said = True
            name = self.crawler.spider.name if self.crawler.spider else "?"
            logger.error("%s: budget of %d requests reached at %s; the rest is left for the next run (HARVESTER_MAX_REQUESTS)", name, self.limit, request.url[:200])
        raise Beyond(f"not asked: the run's budget of {self.limit} requests is used up")


class Identify:
    """Fills the operator's contact into the user agent: sites must be able to reach a person."""

    def __init__(self, agent: str) -> None:
        self.agent = agent.encode("ascii", "replace")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """USER_AGENT with {contact} replaced by HARVESTER_CONTACT."""
        settings = crawler.settings
        return cls((settings["USER_AGENT"] or "harvester").replace("{contact}", settings["HARVESTER_CONTACT"] or "no contact set"))

    def process_request(self, request: Request) -> None:
        """Set the header, unless a source asked for its own."""
        if b"User-Agent" not in request.headers:
            request.headers[b"User-Agent"] = self.agent


class Known:
    """Conditional requests: ETag and Last-Modified of the last answer go along; a 304 to them ends the request, counted.

    Servers err, and some lie: an index is asked for whole every third day, an article at its last look.
    """

    def __init__(self, crawler: Crawler, delivery: Delivery) -> None:
        assert crawler.stats is not None
        self.stats, self.delivery, self.ledger = crawler.stats, delivery, delivery.ledger
        self.since = getattr(getattr(crawler.spider, "window", None), "since", None)
        self.full_index = crawler.settings.getbool("HARVESTER_FULL_INDEX")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """With the run's ledger; not configured where a run keeps none."""
        from harvester.extensions import Delivery

        delivery = Delivery.of(crawler)
        if delivery is None:
            raise NotConfigured
        return cls(crawler, delivery)

    def process_request(self, request: Request) -> None:
        """Add the validators that the server gave last time."""
        if request.meta.get("harvester_kind") not in ("article", "index") or request.method != "GET":
            return
        if self.full_index and request.meta["harvester_kind"] == "index":
            return  # a backfill proves days by what their indexes list; "not modified" lists nothing
        validator = self.ledger.validator(request.url)
        if validator is None:
            return
        if request.meta["harvester_kind"] == "index" and (validator.since is None or self.since is None or self.since < validator.since):
            return  # it was read for fewer days than are asked for now
        if self.doubted(request, validator, datetime.now(UTC)):
            request.meta["harvester_doubted"] = (validator.etag, validator.last_modified)
            return
        if validator.told:
            request.meta["harvester_told"] = validator.told
        if validator.etag:
            request.headers[b"If-None-Match"] = validator.etag.encode("latin-1", "replace")
        if validator.last_modified:
            request.headers[b"If-Modified-Since"] = validator.last_modified.encode("latin-1", "replace")

    def doubted(self, request: Request, validator: Validator, now: datetime) -> bool:
        """Whether the server's word for a page's version is not taken this time."""
        if request.meta["harvester_kind"] == "index":
            return validator.had is not None and now - validator.had >= WHOLE_EVERY
        known = self.ledger.lookup(request.meta["harvester_ledger_id"]) if request.meta.get("harvester_ledger_id") else None
        return known is not None and last_look(known, now, self.delivery.ladder)

    def process_response(self, request: Request, response: Response) -> Response:
        """304 to our validators: nothing new. A good answer's validators are kept for the next time."""
        kind = request.meta.get("harvester_kind")
        conditional = b"If-None-Match" in request.headers or b"If-Modified-Since" in request.headers
        if response.status == 304 and conditional and kind:
            self.stats.inc_value(f"harvest/not_modified/{kind}")
            if request.meta.get("harvester_ledger_id"):
                self.ledger.note_unchanged(request.meta["harvester_ledger_id"], datetime.now(UTC), self.delivery.stamps.get(request.meta["harvester_ledger_id"]))
            for id_, stamp in request.meta.get("harvester_told", {}).items():  # an index as it was says what it said
                self.delivery.hold(id_, stamp)
            raise NotModified(f"not modified: {request.url}")
        if response.status == 200 and kind in ("article", "index"):
            etag, modified = response.headers.get("ETag"), response.headers.get("Last-Modified")
            if etag or modified:
                request.meta["validators"] = (etag.decode("latin-1") if etag else None, modified.decode("latin-1") if modified else None)
        return response

