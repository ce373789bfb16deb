"""Pages that need a browser: the one room that knows how. A source says `render=True` on a Discovery or a Layout, nothing else.

Rendering happens where a download happens, in a download handler: everything before it (robots.txt, the pace of the target site, retries)
and after it (archive, challenge pages, reading) sees a request and a response of the page itself, never of the renderer. Two renderers
stand behind it, Splash (SPLASH_URL) through scrapy-splash and Chromium (HARVESTER_RENDERER=playwright) through scrapy-playwright.

    page.py      what both are told, how long they wait for what, what becomes of what they saw
    splash.py    scrapy-splash made to work with today's Scrapy; render.lua is what Splash runs
    chromium.py  scrapy-playwright behind the gate (harvester/gate.py)
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from scrapy.http import Request, Response

from harvester.errors import UsageError
from harvester.network import Handler as PublicHandler
from harvester.rendering.chromium import CHROMIUMS, ChromiumRenderer, chromium
from harvester.rendering.page import NotRendered, Renderer
from harvester.rendering.splash import Fingerprinter, SplashRenderer, splash_parts

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

__all__ = ["CHROMIUMS", "WAYS", "Fingerprinter", "Handler", "NotRendered", "RendererWanted", "chosen", "splash_parts", "wanted"]

logger = logging.getLogger(__name__)

RENDERERS: dict[str, type[Renderer]] = {each.name: each for each in (SplashRenderer, ChromiumRenderer)}
WAYS = (
    "set SPLASH_URL (harvester splash starts one; or docker run -p 8050:8050 scrapinghub/splash), "
    "or set HARVESTER_RENDERER=playwright (pip install 'harvester[playwright]' and apt install chromium-headless-shell)"
)


def chosen(settings: Any) -> tuple[str | None, str | None]:
    """The renderer that the settings name and can be used, and if there is none, why not.

    Errors: UsageError for a name that is none.
    """
    name = (settings["HARVESTER_RENDERER"] or "").strip().lower() or ("splash" if settings["SPLASH_URL"] else "")
    if not name:
        return None, f"no renderer is configured: {WAYS}"
    if name not in RENDERERS:
        raise UsageError(f"HARVESTER_RENDERER={name}: there are {' and '.join(RENDERERS)}")
    why = _no_splash(settings["SPLASH_URL"]) if name == "splash" else _no_chromium(settings)
    return (None, why) if why else (name, None)


def _no_splash(url: str | None) -> str | None:
    if not url:
        return f"HARVESTER_RENDERER=splash, but no SPLASH_URL: {WAYS}"
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
        raise UsageError(f"SPLASH_URL={url}: write it like http://127.0.0.1:8050")
    return None


def _no_chromium(settings: Any) -> str | None:
    try:
        import scrapy_playwright  # noqa: F401
    except ImportError:
        return "HARVESTER_RENDERER=playwright, but scrapy-playwright is not installed: pip install 'harvester[playwright]'"
    if chromium(settings) is None:
        return "HARVESTER_RENDERER=playwright, but there is no Chromium: apt install chromium-headless-shell, or set HARVESTER_CHROMIUM"
    return None


def wanted(request: Request) -> bool:
    """Whether a request is to be rendered: by render=True, or because it is a scrapy-splash request."""
    return bool(request.meta.get("render") or "splash" in request.meta)


class RendererWanted:
    """Ends rendered requests before anything is fetched when there is no renderer, and says so once."""

    def __init__(self, why: str | None, name: str) -> None:
        self.why, self.name, self.told = why, name, False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor."""
        why = None if crawler.settings["HARVESTER_REPLAY"] else chosen(crawler.settings)[1]
        return cls(why, crawler.spider.name if crawler.spider else "?")

    def process_request(self, request: Request) -> None:
        """Errors: NotRendered."""
        if self.why is None or not wanted(request):
            return
        if not self.told:
            self.told = True
            logger.error("%s: its pages need a browser, and %s; the rest of the source is harvested", self.name, self.why)
        raise NotRendered(f"needs a browser, and {self.why}")


class Handler:
    """Scrapy's download handler for http and https: rendered requests go to the renderer, all others to Scrapy's own."""

    lazy = False

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.plain = PublicHandler.from_crawler(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor."""
        return cls(crawler)

    async def download_request(self, request: Request) -> Response:
        """One request. Errors: NotRendered, and Scrapy's own."""
        if not wanted(request):
            return await self.plain.download_request(request)
        return await self.renderer().render(request)

    def renderer(self) -> Renderer:
        """The crawler's renderer, made for the first page that needs it; http and https share one."""
        shared = self.crawler.__dict__
        if "harvester_renderer" not in shared:
            name, why = chosen(self.crawler.settings)
            if name is None:
                raise NotRendered(f"needs a browser, and {why}")
            shared["harvester_renderer"] = RENDERERS[name](self.crawler)
        found: Renderer = shared["harvester_renderer"]
        return found

    async def close(self) -> None:
        """Close the connections, and the renderer."""
        await self.plain.close()
        renderer: Renderer | None = self.crawler.__dict__.pop("harvester_renderer", None)
        if renderer is not None:
            await renderer.close()
