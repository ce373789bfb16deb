"""Pages rendered by a headless Chromium of this process, through scrapy-playwright, for sites that Splash's WebKit is too old for."""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
import signal
import uuid
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy.exceptions import DownloadFailedError
from scrapy.http import Request, Response

from harvester.gate import Gate, Refused, checked_address
from harvester.rendering.page import DOWNLOAD, GRACE, PROBE, SCROLL, WAITS, Broke, NotRendered, Renderer, Seen, too_large

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

CHROMIUMS = ("chromium-headless-shell", "chromium", "google-chrome")
LAUNCH = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--disable-dev-shm-usage", "--block-new-web-contents", "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
)  # fmt: skip
NEVER_NEEDED = frozenset(("image", "media", "font"))
NO_POPUPS = "window.open = function () { return null; };"
DEATHS = 5  # in a run, after which Chromium is not started any more


def chromium(settings: Any) -> str | None:
    """The path of the Chromium to start; the headless shell takes a third of the CPU of the whole browser."""
    names = (settings["HARVESTER_CHROMIUM"],) if settings["HARVESTER_CHROMIUM"] else CHROMIUMS
    return next((path for path in map(shutil.which, names) if path), None)


class ChromiumRenderer(Renderer):
    """Each page in a context of its own, all of its traffic through the gate."""

    name, title = "playwright", "Chromium"

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.mark = f"--harvester-{uuid.uuid4().hex}"  # by which our Chromium is told from any other
        self.gate = Gate(crawler.settings.getlist("HARVESTER_ALLOW_PRIVATE"))
        self.handler: Any = None
        self.starting = asyncio.Lock()
        logging.getLogger("scrapy-playwright").setLevel(logging.ERROR)  # each failure is told here, in one line

    async def start(self) -> None:
        """Gate and Playwright, when the first page is asked for."""
        from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler

        async with self.starting:
            if self.handler is not None:
                return
            address = await self.gate.start()
            settings = self.crawler.settings.copy()
            settings.frozen = False
            arguments = [*LAUNCH, f"--proxy-server=http://{address}", "--proxy-bypass-list=<-loopback>", self.mark]
            settings.set("PLAYWRIGHT_LAUNCH_OPTIONS", {"executable_path": chromium(settings), "args": arguments, "timeout": 30_000}, priority="cmdline")
            settings.set("PLAYWRIGHT_BROWSER_TYPE", "chromium", priority="cmdline")
            handler = ScrapyPlaywrightDownloadHandler(_Crawler(self.crawler, settings))
            await handler._launch()  # it would wait for the engine's start, which is over
            self.handler = handler

    async def attempt(self, request: Request) -> Response:
        """One page, tried once. Errors: Broke, NotRendered, DownloadFailedError for what the site did."""
        if self.crawler.stats.get_value("playwright/browser_count", 0) > DEATHS:
            raise self.give_up(f"Chromium ended {DEATHS} times", "look at its memory")
        if self.down:
            raise NotRendered(self.down)
        try:
            await self.start()
        except Exception as error:
            raise self.give_up(f"Chromium does not start ({_first_line(error)})", "check HARVESTER_CHROMIUM") from None
        visit = _Visit(self, request)
        try:
            async with asyncio.timeout(visit.plan.page_timeout + GRACE):
                return self.answer(request, await visit.run())
        except TimeoutError:
            if not await visit.leave():
                self.kill()
            raise self.failure(request.url, "Chromium hangs on it") from None
        finally:
            await visit.leave()

    def kill(self) -> None:
        """End our Chromium, whatever it is doing, with all of its processes."""
        for process in Path("/proc").iterdir():
            if process.name.isdigit():
                with suppress(OSError):
                    if self.mark.encode() in (process / "cmdline").read_bytes().split(b"\0"):
                        os.kill(int(process.name), signal.SIGKILL)

    async def close(self) -> None:
        """End Chromium and the gate."""
        if self.handler is not None:
            with suppress(Exception):
                async with asyncio.timeout(10):
                    await self.handler.close()
            self.kill()
        await self.gate.close()


class _Crawler:
    """The crawler as scrapy-playwright's handler sees it: with its launch options, everything else the crawler's own."""

    def __init__(self, crawler: Crawler, settings: Any) -> None:
        self._crawler, self.settings = crawler, settings

    def __getattr__(self, name: str) -> Any:
        return getattr(self._crawler, name)


@dataclass(frozen=True, slots=True)
class _Look:
    """What the probe saw: the page is loaded, its size in characters, it holds what is wanted, articles it links."""

    loaded: bool = False
    size: int = -1
    found: bool = False
    links: int = 0


class _Visit:
    """One page in Chromium, from its first request to what it holds in the end."""

    def __init__(self, renderer: ChromiumRenderer, request: Request) -> None:
        self.renderer, self.request, self.plan = renderer, request, renderer.plan(request)
        self.context = "source" if renderer.keeps_cookies else uuid.uuid4().hex
        self.seen = Seen()
        self.page: Any = None

    # --- there ---------------------------------------------------------------------------------------------------------------

    async def run(self) -> Seen:
        """Go there, wait, take what there is. Errors: Broke, NotRendered, DownloadFailedError for what the site did."""
        from playwright.async_api import Error

        try:
            if await self.go():
                look, self.seen.settled = await self.settle_and_scroll()
                self.seen.found = look.found
                if look.size > self.plan.largest:
                    self.seen.failed = too_large(self.plan.largest)
                elif not self.page.url.startswith(("http://", "https://")):
                    raise DownloadFailedError("Chromium could not load where its script leads")
                else:
                    self.seen.html = await self.content()  # its address is its document's: a script may write any into the bar
        except Error as error:
            if not self.seen.failed:
                raise self.failed(_first_line(error)) from None
        if len(self.seen.html) > self.plan.largest:
            self.seen.failed = too_large(self.plan.largest)
        return self.seen

    async def go(self) -> bool:
        """Ask for the page; whether there is one to look at. Errors: playwright's Error where there is none."""
        from playwright.async_api import Error

        asked = self.translate()
        try:
            await self.renderer.handler.download_request(asked)
        except RuntimeError:  # how scrapy-playwright tells of a download that was refused
            self.seen.failed = self.seen.failed or DOWNLOAD
        except Error:
            # What was answered before the error counts: a page may go elsewhere by script while it is still on its way.
            if self.page is None or self.page.is_closed() or not self.seen.status:
                raise
        self.page = asked.meta.get("playwright_page") or self.page
        return not self.seen.failed

    def translate(self) -> Request:
        """The request as scrapy-playwright's."""
        plan = self.plan
        meta = {
            "playwright": True,
            "playwright_include_page": True,  # it is looked at here until it is done
            "playwright_context": self.context,
            "playwright_context_kwargs": {"user_agent": plan.agent, "service_workers": "block", "accept_downloads": False, "locale": "zh-HK"},
            "playwright_page_init_callback": self.prepare,
            "playwright_page_goto_kwargs": {"wait_until": "commit", "timeout": plan.page_timeout * 1000},
        }
        return Request(self.request.url, headers={"User-Agent": plan.agent, **plan.request_headers}, meta=meta)

    def failed(self, cause: str) -> Exception:
        """Broke or NotRendered for what Chromium did, DownloadFailedError for what the site did."""
        renderer, url = self.renderer, self.request.url
        if "net::ERR_ABORTED" in cause or "Download is starting" in cause:
            return renderer.failure(url, DOWNLOAD)
        if any(word in cause.lower() for word in ("crash", "closed", "disconnected")):
            return Broke(f"Chromium broke off ({cause})")
        if renderer.gate.refused and "net::ERR_" in cause:
            return renderer.failure(url, f"refused: {renderer.gate.refused[-1]}")
        return DownloadFailedError(f"Chromium could not load it: {cause}")

    # --- what the page may do ------------------------------------------------------------------------------------------------

    async def prepare(self, page: Any, _request: Request) -> None:
        """Before the page goes anywhere: what it may not do, and what is noted of it."""
        self.page = page
        page.on("popup", lambda popup: asyncio.ensure_future(popup.close()))
        page.on("dialog", lambda dialog: asyncio.ensure_future(dialog.dismiss()))
        page.on("response", self.note)
        await page.add_init_script(NO_POPUPS)
        await page.route("**", self.route)

    def note(self, response: Any) -> None:
        """Address and status of the page's documents; too large by their own word."""
        try:
            if not response.request.is_navigation_request() or response.request.frame != self.page.main_frame:
                return
        except Exception:  # the frame of a page that is going away
            return
        size = response.headers.get("content-length", "")
        if size.isdigit() and int(size) > self.plan.largest:
            self.seen.failed = too_large(self.plan.largest)
            asyncio.ensure_future(self.page.close())  # noqa: RUF006
        if not 300 <= response.status < 400:
            self.seen.url, self.seen.status = response.url, response.status

    async def route(self, route: Any) -> None:
        """No images, media or fonts; nothing but http and https; nothing private. A refused navigation leaves the page as it is."""
        asked = route.request
        if asked.resource_type in NEVER_NEEDED:
            await route.abort()
            return
        parts = urlsplit(asked.url)
        if parts.scheme in ("http", "https"):
            try:
                await checked_address(parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80), self.plan.allowed)
            except Refused:
                self.seen.refused.append(asked.url)
                await route.abort("aborted")
                return
            except (OSError, ValueError):
                pass  # the gate will say that there is no such host
        await route.fallback()

    # --- waiting: the same as render.lua's -----------------------------------------------------------------------------------

    async def look(self) -> _Look:
        """What the probe sees; a page that is just going elsewhere shows nothing."""
        from playwright.async_api import Error

        try:
            return _Look(*await self.page.evaluate(f"([marks, pattern]) => ({PROBE})(marks, pattern)", [self.plan.marks, self.plan.pattern]))
        except Error as error:
            if "crash" in str(error).lower() or self.page.is_closed():
                raise
            return _Look()

    async def settle_and_scroll(self) -> tuple[_Look, bool]:
        """The last look, and whether the page came to rest before its time was over. A list is gone down as long as it grows."""
        clock = asyncio.get_running_loop().time
        end = clock() + self.plan.page_timeout
        look, settled = await self.settle(end)
        for _screen in range(self.plan.scrolls):
            if not look.found or clock() >= end:
                break
            before, last = look.links, min(clock() + WAITS.growth, end)
            await self.page.evaluate(SCROLL)
            while clock() < last and look.links <= before:
                await asyncio.sleep(WAITS.step)
                look = await self.look()
            if look.links <= before:
                break
            look, settled = await self.settle(end)
        return look, settled

    async def settle(self, end: float) -> tuple[_Look, bool]:
        """Until what is wanted is there and quiet, or nothing comes any more, or the time is over."""
        clock = asyncio.get_running_loop().time
        size, still, since = -2, clock(), None
        while True:
            look, now = await self.look(), clock()
            if look.size != size:
                size, still = look.size, now
            if self.seen.failed or look.size > self.plan.largest:
                return look, False
            if look.found and since is None:
                since = now
            if look.found and since is not None and (now - still >= WAITS.quiet or now - since >= WAITS.enough):
                return look, True
            if not look.found and look.loaded and now - still >= WAITS.patience:
                return look, True
            if now >= end:
                return look, False
            await asyncio.sleep(WAITS.step)

    # --- taking it -------------------------------------------------------------------------------------------------------------

    async def content(self) -> str:
        """The page's HTML; asked again while it is going elsewhere."""
        from playwright.async_api import Error

        for attempt in range(5):
            try:
                return str(await self.page.content())
            except Error as error:
                if "navigating" not in str(error) or attempt == 4:
                    raise
                await asyncio.sleep(2 * WAITS.step)
        raise AssertionError

    async def leave(self) -> bool:
        """Close the page, and its context where nothing of it is kept; whether Chromium obeyed."""
        wrapper = self.renderer.handler.context_wrappers.get(self.context)
        try:
            async with asyncio.timeout(5):
                if wrapper is not None and not self.renderer.keeps_cookies:
                    await wrapper.context.close()
                elif self.page is not None and not self.page.is_closed():
                    await self.page.close()
        except TimeoutError:
            return False
        except Exception as error:
            logger.debug("page not closed: %s", _first_line(error))
        return True


def _first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return (lines[0] if lines else type(error).__name__)[:200]
