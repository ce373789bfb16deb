"""One page for the commands that look at pages: a saved file, or an address fetched once, as politely as in a crawl."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import Any, NamedTuple

import scrapy
from scrapy.http import Request, Response
from scrapy.settings import Settings

from harvester.command import check_clock, existing
from harvester.commands.read import load_page, parse_fetched
from harvester.errors import HarvesterError, UsageError


class FetchError(HarvesterError):
    """An address that gave no page."""

    exit_code = 3


class Taken(NamedTuple):
    """A page: its bytes, its address (the last one, where it was redirected), the aware instant it was received, its charset label, its status (None: a file)."""

    body: bytes
    url: str
    fetched: datetime
    charset: str | None = None
    status: int | None = None


def take(what: str, url: str | None, fetched: str | None, settings: Any, *, pdf: bool = False) -> Taken:
    """A page by file or by address.

    what      a file (.html, .html.gz; `url` is then needed) or an http(s) address, fetched with robots.txt obeyed
    fetched   ISO 8601; default: the file's own time, or now
    pdf       a file may be a PDF
    Errors: UsageError, PageError (the file), FetchError (the network), in one line.
    """
    if what.startswith(("http://", "https://")):
        if url and url != what:
            raise UsageError("an address is fetched under its own name; --url goes with a saved file")
        return fetch(what, settings)
    path = existing(what)
    if not url:
        raise UsageError(f"{what}: say which address the page has: --url URL")
    if not url.startswith(("http://", "https://")):
        raise UsageError(f"--url {url!r} is no http(s) address")
    return Taken(load_page(path, pdf=pdf), url, parse_fetched(fetched) if fetched else datetime.fromtimestamp(path.stat().st_mtime, UTC))


def fetch(url: str, settings: Any) -> Taken:
    """Ask for one page through Scrapy, with the project's manners. Errors: FetchError; as check_clock."""
    from harvester.process import HarvestProcess

    check_clock(datetime.now(UTC))
    own = Settings(settings.copy_to_dict())
    own.setdict({"FEEDS": {}, "ITEM_PIPELINES": {}, "LOG_LEVEL": "ERROR", "HARVESTER_REPLAY": None, "HARVESTER_ARCHIVE": None}, priority="cmdline")
    got: list[Taken] = []
    causes: list[str] = []
    logging.disable(logging.CRITICAL)  # the cause is said once, by FetchError
    process = HarvestProcess(own)
    process.crawl(_One, url=url, got=got, causes=causes)
    process.start()
    logging.disable(logging.NOTSET)
    if not got:
        raise FetchError(f"{url}: {causes[0] if causes else 'no answer'}; save the page with a browser and name the file instead")
    return got[0]


class _One(scrapy.Spider):
    """One request, any status kept."""

    name = "one_page"
    handle_httpstatus_all = True

    def __init__(self, url: str, got: list[Taken], causes: list[str]) -> None:
        super().__init__()
        self.url, self.got, self.causes = url, got, causes

    async def start(self) -> Any:
        yield Request(self.url, callback=self.keep, errback=self.lost, meta={"handle_httpstatus_all": False}, dont_filter=True)

    def keep(self, response: Response) -> None:
        """The page."""
        from harvester.spider import charset_of

        self.got.append(Taken(response.body, response.request.url if response.request else response.url, datetime.now(UTC), charset_of(response), response.status))

    def lost(self, failure: Any) -> None:
        """Why there is none."""
        from harvester.causes import cause_of
        from harvester.spider import told_by

        response = getattr(failure.value, "response", None)
        reason = told_by(response) if response is not None else None
        self.causes.append(cause_of(failure) + (f" ({reason})" if reason else ""))
