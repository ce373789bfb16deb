"""What both renderers are told of a page, how long they wait for what, and what becomes of what they saw.

The waiting is the same in both: Splash does it in render.lua, Chromium in chromium.py, and both look at the page with probe.js.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urldefrag

from scrapy.exceptions import DownloadFailedError
from scrapy.http import HtmlResponse, Request, Response
from w3lib.url import safe_url_string

from harvester.middlewares import HostDown

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)


def script(name: str) -> str:
    """A script of this package as text, from a directory or from an egg."""
    return files("harvester.rendering").joinpath(name).read_text("utf-8")


PROBE = script("probe.js")
SCROLL = "window.scrollTo(0, Math.max(document.body ? document.body.scrollHeight : 0, document.documentElement.scrollHeight))"
SCROLLS = 12  # screens of a list that grows as one scrolls
GRACE = 10.0  # seconds beyond a page's own timeout after which its renderer hangs
LONGEST = 80.0  # seconds a page gets at most: Splash itself ends everything at 90


class NotRendered(HostDown):
    """A page that could not be rendered; the log has its line already, the run report has the page."""


class Broke(Exception):
    """The renderer ended, broke off or hung while it had a page; the message says which."""


@dataclass(frozen=True, slots=True)
class Waits:
    """How long a page is waited for, in seconds.

    step      between two looks at it
    quiet     without a change, after which a page with what is wanted is done
    enough    after which such a page is done even when it goes on changing (tickers, adverts)
    patience  without a change, after which a loaded page without what is wanted is done
    growth    that a list gets to grow after it was scrolled to its end
    """

    step: float = 0.1
    quiet: float = 0.4
    enough: float = 6.0
    patience: float = 3.0
    growth: float = 1.5


WAITS = Waits()


@dataclass(frozen=True, slots=True)
class Plan:
    """What a renderer is told of a page.

    marks            per layout, XPath of its landmark ("" for none) and of its paragraphs: an article is there when one's are
    pattern          JavaScript pattern of the article addresses that a list is waited for; "" for an article
    page_timeout     seconds
    largest          bytes of HTML and of each answer
    scrolls          times that a list is scrolled to its end
    agent            user agent
    request_headers  others that the page is asked with
    allowed          "address:port" of private addresses that it may ask all the same
    """

    marks: list[tuple[str, list[str]]]
    pattern: str
    page_timeout: float
    largest: int
    scrolls: int
    agent: str
    request_headers: dict[str, str]
    allowed: list[str]

    @classmethod
    def of(cls, request: Request, spider: Any, settings: Any) -> Plan:
        """The plan for a request of a source's spider; of any other spider, what can be said without a source."""
        listed = request.meta.get("harvester_kind") == "index"
        source = getattr(spider, "source", None)
        headers = {name: value.decode("latin-1") for name in ("Referer", "Accept-Language") if (value := request.headers.get(name))}
        return cls(
            marks=[] if listed else [m for m in map(_marks, getattr(spider, "layouts", ())) if m[0] or m[1]],
            pattern=_javascript(source) if listed and source is not None else "",
            page_timeout=min(float(getattr(source, "render_timeout", 20.0)), LONGEST),
            largest=settings.getint("DOWNLOAD_MAXSIZE"),
            scrolls=SCROLLS if listed else 0,
            agent=(request.headers.get("User-Agent") or b"harvester").decode("latin-1"),
            request_headers=headers,
            allowed=sorted(settings.getlist("HARVESTER_ALLOW_PRIVATE")),
        )


def _marks(layout: Any) -> tuple[str, list[str]]:
    """Landmark and paragraphs of a layout as XPath; "" and [] for what is no XPath."""
    landmark = "" if layout.landmark == "body" else next(_paths(layout._landmark), "")
    return landmark, [path for pick in layout.picks.get("paragraphs", ()) for path in _paths(pick)]


def _paths(pick: Any) -> Iterator[str]:
    """The XPath queries inside a pick."""
    query = getattr(pick, "query", None)
    if isinstance(query, str):
        yield query
    for inner in (getattr(pick, "inner", None), *getattr(pick, "picks", ())):
        if inner is not None:
            yield from _paths(inner)


# "(?P<section>[a-z]+)": old WebKit knows no named groups, and JavaScript none of Python's
_NAMED = re.compile(r"\(\?P<\w+>")


def _javascript(source: Any) -> str:
    """A source's article patterns as one JavaScript pattern."""
    return "^(?:" + "|".join(_NAMED.sub("(", p.pattern) for p in source._patterns) + ")"


@dataclass(slots=True)
class Seen:
    """What a renderer saw in the end.

    url      where the page is by then; status: of its last document, 0 when none came
    settled  it came to rest before its time was over; found: it holds what is wanted
    refused  private addresses that it asked for
    failed   why there is no page of it ("larger than … bytes"); cause: what the site did when no document came
    """

    url: str = ""
    status: int = 0
    html: str = ""
    settled: bool = True
    found: bool = False
    refused: list[str] = field(default_factory=list)
    failed: str = ""
    cause: str = ""


class Renderer:
    """Base of the two. `down`: why nothing is rendered any more in this run."""

    name: ClassVar[str]
    title: ClassVar[str]

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.down: str | None = None
        self.lock = asyncio.Lock()

    async def render(self, request: Request) -> Response:
        """One page. Errors: NotRendered, DownloadFailedError for what the site did.

        A renderer that breaks off takes all pages with it that it has just then, and only one of them is to blame: each is tried once
        more, alone, while the others wait.
        """
        try:
            async with self.lock:  # a page is being tried alone
                pass
            return await self.attempt(request)
        except Broke as cause:
            logger.warning("%s: %s: %s", self.source, request.url, cause)
        async with self.lock:
            try:
                return await self.attempt(request)
            except Broke as cause:
                raise self.failure(request.url, f"{cause} on this page") from None

    async def attempt(self, request: Request) -> Response:
        """One page, tried once. Errors: Broke, NotRendered, DownloadFailedError."""
        raise NotImplementedError

    async def close(self) -> None:
        """End what was started."""

    @property
    def source(self) -> str:
        """The name of the source, for the log."""
        return self.crawler.spider.name if self.crawler.spider else "?"

    @property
    def keeps_cookies(self) -> bool:
        """Whether the source wants cookies kept from page to page."""
        source = getattr(self.crawler.spider, "source", None)
        return bool(source is not None and source.cookies)

    def plan(self, request: Request) -> Plan:
        """What is to be done with a request."""
        return Plan.of(request, self.crawler.spider, self.crawler.settings)

    def failure(self, url: str, cause: str) -> NotRendered:
        """A page's failure, told in the log."""
        logger.error("%s: %s: not rendered: %s", self.source, url, cause)
        return NotRendered(f"not rendered: {cause}")

    def give_up(self, cause: str, remedy: str) -> NotRendered:
        """Nothing is rendered any more in this run; said once, with what to do."""
        if self.down is None:
            self.down = f"{cause}: rendered pages are not had in this run; {remedy}, then run again"
            logger.error("%s: %s", self.source, self.down)
        return NotRendered(self.down)

    def answer(self, request: Request, seen: Seen) -> Response:
        """What was seen, as the answer to the request. Errors: NotRendered, DownloadFailedError."""
        if seen.refused:
            logger.warning("%s: %s: refused to the rendered page: %s", self.source, request.url, ", ".join(seen.refused[:5]))
        if seen.failed:
            raise self.failure(request.url, seen.failed)
        if seen.refused and not seen.found:
            raise self.failure(request.url, f"it leads to {seen.refused[0]}, which is not public")
        if not seen.status:
            raise DownloadFailedError(f"{self.title} could not load it: {seen.cause or 'no answer'}")
        return self.page(request, seen)

    def page(self, request: Request, seen: Seen) -> Response:
        """The rendered page.

        One that went elsewhere by script answers with a redirect there: the new address passes robots.txt, the host check and the pace
        of its site like any other, and the archive has each address with what it said.
        """
        headers = {"Content-Type": "text/html; charset=utf-8", "X-Rendered-By": f"{self.name}{'' if seen.settled else '; unsettled'}"}
        there = _plain(seen.url) if seen.url.startswith(("http://", "https://")) else ""
        if there and there != _plain(request.url):
            return Response(request.url, status=302, headers={**headers, "Location": there}, request=request, flags=["rendered"])
        body = seen.html.encode("utf-8", "replace")
        return HtmlResponse(request.url, status=seen.status, headers=headers, body=body, encoding="utf-8", request=request, flags=["rendered"])


def _plain(url: str) -> str:
    """An address for comparing: without its fragment, escaped as Scrapy does."""
    return safe_url_string(urldefrag(url).url)


def too_large(largest: int) -> str:
    """The cause for a page that is."""
    return f"larger than {largest} bytes"


DOWNLOAD = "a download, not a page"
