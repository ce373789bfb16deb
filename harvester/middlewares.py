"""Between the engine and the network: who we say we are, and what need not be fetched again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http import Request, Response

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from harvester.ledger import Ledger


class NotModified(IgnoreRequest):
    """The server says that nothing changed since we asked last. Counted, no failure."""


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
    """Conditional requests: ETag and Last-Modified of the last answer go along; a 304 to them ends the request, counted."""

    def __init__(self, crawler: Crawler, ledger: Ledger, source: str) -> None:
        assert crawler.stats is not None
        self.stats, self.ledger, self.source = crawler.stats, ledger, source

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """With the run's ledger; not configured where a run keeps none."""
        from harvester.extensions import Delivery

        delivery = Delivery.of(crawler)
        if delivery is None:
            raise NotConfigured
        return cls(crawler, delivery.ledger, delivery.source)

    def process_request(self, request: Request) -> None:
        """Add the validators that the server gave last time."""
        if request.meta.get("harvester_kind") not in ("article", "index") or request.method != "GET":
            return
        validator = self.ledger.validator(request.url)
        if validator is None:
            return
        if validator.etag:
            request.headers[b"If-None-Match"] = validator.etag.encode("latin-1", "replace")
        if validator.last_modified:
            request.headers[b"If-Modified-Since"] = validator.last_modified.encode("latin-1", "replace")

    def process_response(self, request: Request, response: Response) -> Response:
        """304 to our validators: nothing new. A good answer's validators are kept for the next time."""
        kind = request.meta.get("harvester_kind")
        conditional = b"If-None-Match" in request.headers or b"If-Modified-Since" in request.headers
        if response.status == 304 and conditional and kind:
            self.stats.inc_value(f"harvest/not_modified/{kind}")
            raise NotModified(f"not modified: {request.url}")
        if response.status == 200 and kind in ("article", "index"):
            etag, modified = response.headers.get("ETag"), response.headers.get("Last-Modified")
            if etag or modified:
                request.meta["validators"] = (etag.decode("latin-1") if etag else None, modified.decode("latin-1") if modified else None)
        return response
