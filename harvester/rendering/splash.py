"""Pages rendered by a Splash server, through scrapy-splash made to work with today's Scrapy.

scrapy-splash 0.11.1 neither imports nor works with Scrapy 2.16 and later as it is; `splash_parts` and `splash_middleware` are what makes
it, without a change to its files. Its middlewares are used for what they know: the protocol and the cookies.
"""

from __future__ import annotations

import asyncio
import json
import logging
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urljoin
from weakref import WeakKeyDictionary

from scrapy.http import Request, Response, TextResponse

from harvester.rendering.page import DOWNLOAD, GRACE, PROBE, SCROLL, WAITS, Broke, NotRendered, Plan, Renderer, Seen, script, too_large

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

RECOVERY = 15.0  # seconds in which a Splash that broke off may come back: `harvester splash` starts it anew
LUA = script("render.lua")
_locks: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock] = WeakKeyDictionary()
HOP_BY_HOP = frozenset(("content-encoding", "transfer-encoding", "content-length"))


# --- scrapy-splash on today's Scrapy -------------------------------------------------------------------------------------


def splash_parts() -> Any:
    """scrapy_splash, made to import: `canonicalize_url` left scrapy.utils.url in 2.16."""
    import scrapy.utils.url
    import w3lib.url

    if not hasattr(scrapy.utils.url, "canonicalize_url"):
        scrapy.utils.url.canonicalize_url = w3lib.url.canonicalize_url  # type: ignore[attr-defined]
    import scrapy_splash

    return scrapy_splash


def splash_middleware() -> Any:
    """scrapy-splash's downloader middleware with the one method that Scrapy renamed in 2.14."""
    base = splash_parts().SplashMiddleware

    class Middleware(base):  # type: ignore[misc, valid-type]
        def _get_slot_key(self, request: Request) -> str:
            return str(self.crawler.engine.downloader.get_slot_key(request))

        def spider_opened(self, spider: Any) -> None:
            # It would put its own robots.txt middleware in the place of Scrapy's; requests to Splash never pass either here.
            spider.__dict__.setdefault("state", {}).setdefault(self.remote_keys_key, {})

    return Middleware


class Fingerprinter:
    """Scrapy's own fingerprints; scrapy-splash's for requests made with it, whose arguments tell them apart."""

    def __init__(self, crawler: Crawler) -> None:
        from scrapy.utils.request import RequestFingerprinter

        self.crawler = crawler
        self.plain = RequestFingerprinter(crawler)
        self.splash: Any = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor."""
        return cls(crawler)

    def fingerprint(self, request: Request) -> bytes:
        """What makes a request the same as another."""
        if "splash" not in request.meta:
            return self.plain.fingerprint(request)
        if self.splash is None:
            self.splash = splash_parts().SplashRequestFingerprinter(self.crawler)
        return bytes(self.splash.fingerprint(request))


# --- the renderer ----------------------------------------------------------------------------------------------------------


class SplashRenderer(Renderer):
    """Pages rendered by the Splash at SPLASH_URL."""

    name, title = "splash", "Splash"

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.url = crawler.settings["SPLASH_URL"].rstrip("/") + "/"  # a Splash may stand below a path of a proxy
        self.middleware = splash_middleware().from_crawler(crawler)
        self.middleware.splash_base_url = self.url
        self.cookies = splash_parts().SplashCookiesMiddleware.from_crawler(crawler)
        self.lock = _locks.setdefault(asyncio.get_running_loop(), self.lock)  # all crawlers of a process have the same Splash
        self._session: Any = None

    @property
    def session(self) -> Any:
        """The connection to Splash. Not Scrapy's own downloads, whose guard refuses private addresses: that is where Splash usually is."""
        if self._session is None:
            import aiohttp

            self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        return self._session

    async def attempt(self, request: Request) -> Response:
        """One page, tried once. Errors: Broke, NotRendered, DownloadFailedError for what the site did."""
        if self.down:
            raise NotRendered(self.down)
        spider, plan = self.crawler.spider, self.plan(request)
        own = "splash" in request.meta  # a source's own SplashRequest: its arguments, and Splash's answer as scrapy-splash shapes it
        asked = request.replace(meta={**request.meta}) if own else self.translate(request, plan)
        self.middleware.spider_opened(spider)
        self.cookies.process_request(asked, spider)
        posted = self.middleware.process_request(asked, spider)
        answer = await self.ask(posted, asked.meta["splash"]["args"].get("timeout", 30), request.url, plan.largest)
        seen = None if own else self.seen(request.url, answer, plan)
        try:
            shaped = self.middleware.process_response(posted, answer, spider)
        except (TypeError, ValueError) as error:  # no JSON where it must be; errors whose info is a text
            raise self.failure(request.url, f"Splash answered {answer.status}, and scrapy-splash cannot read it ({error})") from None
        if seen is not None:
            self.cookies.process_response(posted, shaped, spider)
            return self.answer(request, seen)
        shaped.request = request  # the page's, as everywhere
        return shaped  # type: ignore[no-any-return]

    def translate(self, request: Request, plan: Plan) -> Any:
        """A request as scrapy-splash's: Lua that waits for what is wanted. Cookies are kept between pages where the source says so."""
        # Splash's own timeout is the last resort: the script ends by itself, with what it has.
        args = {**asdict(plan), **asdict(WAITS), "probe": PROBE, "scroll": SCROLL, "lua_source": LUA, "timeout": plan.page_timeout + GRACE}
        keep = "source" if self.keeps_cookies else None
        return splash_parts().SplashRequest(request.url, endpoint="execute", args=args, session_id=keep, dont_send_headers=True, magic_response=False)

    async def ask(self, posted: Request, timeout: float, url: str, largest: int) -> TextResponse:
        """Post to Splash. Errors: Broke where it broke off and is back again, NotRendered where it is not."""
        import aiohttp

        try:
            return await self.post(posted, float(timeout) + GRACE, url, largest)
        except (aiohttp.ClientError, TimeoutError) as error:
            what = "hangs" if isinstance(error, TimeoutError) else "broke off" if "disconnected" in str(error).lower() else "does not answer"
            told = f"Splash at {self.url} {what} ({' '.join(str(error).split())[:120] or type(error).__name__})"
        if not await self.back():
            raise self.give_up(told, "start it again (harvester splash)")
        raise Broke(told)

    async def post(self, posted: Request, seconds: float, url: str, largest: int) -> TextResponse:
        """One answer of Splash's. Errors: aiohttp.ClientError, TimeoutError; NotRendered for an answer without end."""
        import aiohttp

        headers = {k.decode(): v[0].decode() for k, v in posted.headers.items()}
        async with self.session.post(posted.url, data=posted.body, headers=headers, timeout=aiohttp.ClientTimeout(total=seconds)) as answer:
            body = bytearray()
            async for chunk in answer.content.iter_chunked(1 << 16):
                body += chunk
                if len(body) > 3 * largest + 1_000_000:  # JSON writes some characters as six
                    raise self.failure(url, too_large(largest))
            kept = {k: v for k, v in answer.headers.items() if k.lower() not in HOP_BY_HOP}
            return TextResponse(posted.url, status=answer.status, headers=kept, body=bytes(body), encoding="utf-8", request=posted)

    async def back(self) -> bool:
        """Whether Splash answers again within a while."""
        import aiohttp

        end = asyncio.get_running_loop().time() + RECOVERY
        while asyncio.get_running_loop().time() < end:
            try:
                async with self.session.get(urljoin(self.url, "_ping"), timeout=aiohttp.ClientTimeout(total=5)) as answer:
                    if answer.status == 200:
                        return True
            except (aiohttp.ClientError, TimeoutError):
                pass
            await asyncio.sleep(0.5)
        return False

    def seen(self, url: str, answer: Response, plan: Plan) -> Seen:
        """What render.lua tells. Errors: NotRendered for an answer that is none of its own."""
        try:
            data = json.loads(answer.body)
        except ValueError:
            raise self.failure(url, f"Splash answered {answer.status} and no JSON") from None
        if answer.status != 200:
            info = data.get("info") if isinstance(data.get("info"), dict) else {}
            cause = info.get("message") or info.get("error") or data.get("description") or ""
            raise self.failure(url, f"Splash answered {answer.status} {data.get('type', '')}: {' '.join(str(cause).split())[:200]}")
        refused = data.get("refused") or []  # an empty Lua table may come as {}
        return Seen(
            url=data.get("url") or url, status=int(data.get("status") or 0), html=data.get("html") or "", settled=bool(data.get("settled")),
            found=bool(data.get("found")), refused=list(map(str, refused.values() if isinstance(refused, dict) else refused)),
            failed=DOWNLOAD if data.get("download") else too_large(plan.largest) if data.get("large") else "", cause=str(data.get("cause") or ""),
        )  # fmt: skip

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()
