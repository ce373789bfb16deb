"""Pages that need a browser: the one module that knows how. A source says `render=True` on a Discovery or a Layout, nothing else.

Rendering happens where a download happens, in a download handler: everything before it (robots.txt, the pace of the target site, retries)
and after it (archive, challenge pages, reading) sees a request and a response of the page itself, never of the renderer. Two renderers
stand behind it, Splash (SPLASH_URL) through scrapy-splash and Chromium (HARVESTER_RENDERER=playwright) through scrapy-playwright.

scrapy-splash 0.11.1 neither imports nor works with Scrapy 2.16 and later as it is; `splash_parts` is what makes it, without a change
to its files. Its middlewares are used as they are for what they know: the protocol and the cookies.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import shutil
import signal
import uuid
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urldefrag, urljoin, urlsplit

from scrapy.exceptions import DownloadFailedError
from scrapy.http import HtmlResponse, Request, Response, TextResponse
from w3lib.url import safe_url_string

from harvester.errors import UsageError
from harvester.gate import Gate
from harvester.middlewares import HostDown
from harvester.network import Handler as PublicHandler

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

RENDERERS = ("splash", "playwright")
CHROMIUMS = ("chromium-headless-shell", "chromium", "google-chrome")
GRACE = 10.0  # seconds beyond a page's own timeout after which its renderer hangs
RECOVERY = 20.0  # seconds in which a renderer that broke off may come back: `harvester splash` starts it anew
SCROLLS = 12  # screens of a list that grows as one scrolls
WAYS = (
    "set SPLASH_URL (harvester splash starts one; or docker run -p 8050:8050 scrapinghub/splash), "
    "or set HARVESTER_RENDERER=playwright (pip install 'harvester[playwright]' and apt install chromium-headless-shell)"
)


class NotRendered(HostDown):
    """A page that could not be rendered; the log has its line already, the run report has the page."""


# --- which renderer ----------------------------------------------------------------------------------------------------------


def needs_browser(spider: Any) -> bool:
    """Whether a source says `render=True` anywhere."""
    return any(d.render for d in spider.discovery) or any(layout.render for layout in spider.layouts)


def chosen(settings: Any) -> tuple[str | None, str | None]:
    """The renderer that the settings name and can be used, and if there is none, why not.

    Errors: UsageError for a name that is none.
    """
    name = (settings["HARVESTER_RENDERER"] or "").strip().lower() or ("splash" if settings["SPLASH_URL"] else "")
    if not name:
        return None, f"no renderer is configured: {WAYS}"
    if name not in RENDERERS:
        raise UsageError(f"HARVESTER_RENDERER={name}: there are {' and '.join(RENDERERS)}")
    if name == "splash":
        url = settings["SPLASH_URL"]
        if not url:
            return None, f"HARVESTER_RENDERER=splash, but no SPLASH_URL: {WAYS}"
        if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
            raise UsageError(f"SPLASH_URL={url}: write it like http://127.0.0.1:8050")
        return "splash", None
    try:
        import scrapy_playwright  # noqa: F401
    except ImportError:
        return None, "HARVESTER_RENDERER=playwright, but scrapy-playwright is not installed: pip install 'harvester[playwright]'"
    if chromium(settings) is None:
        return None, "HARVESTER_RENDERER=playwright, but there is no Chromium: apt install chromium-headless-shell, or set HARVESTER_CHROMIUM"
    return "playwright", None


def chromium(settings: Any) -> str | None:
    """The path of the Chromium to start; the headless shell takes a third of the CPU of the whole browser."""
    names = (settings["HARVESTER_CHROMIUM"],) if settings["HARVESTER_CHROMIUM"] else CHROMIUMS
    return next((path for path in map(shutil.which, names) if path), None)


class RendererWanted:
    """Ends rendered requests before anything is fetched when there is no renderer, and says so once."""

    def __init__(self, why: str | None, name: str) -> None:
        self.why, self.name, self.told = why, name, False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Errors: UsageError for a renderer that does not exist."""
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


def wanted(request: Request) -> bool:
    """Whether a request is to be rendered: by render=True, or because it is a scrapy-splash request."""
    return bool(request.meta.get("render") or "splash" in request.meta)


# --- what both renderers are told ------------------------------------------------------------------------------------------

# Asked of the page again and again, in the JavaScript of 2011 that Splash's WebKit understands: is it loaded, how large is it, and does
# it hold what is wanted? marks: per layout, XPath of the landmark and of the paragraphs; pattern: of article addresses.
PROBE = r"""
function (marks, pattern) {
  var d = document, body = d.body, found = false, links = 0, i, j, re;
  function hit(path, least) {
    try {
      var r = d.evaluate(path, d, null, 7, null), k, n;
      for (k = 0; k < r.snapshotLength; k++) {
        n = r.snapshotItem(k);
        if (n.nodeType !== 1 || /^(META|LINK|SCRIPT|IMG|INPUT)$/i.test(n.tagName)) return true;
        if ((n.textContent || '').replace(/\s+/g, '').length >= least) return true;
      }
    } catch (e) {}
    return false;
  }
  if (!body) return [false, 0, false, 0];
  for (i = 0; i < marks.length && !found; i++) {
    if (marks[i][0] && !hit(marks[i][0], 1)) continue;
    found = marks[i][1].length === 0;
    for (j = 0; j < marks[i][1].length && !found; j++) found = hit(marks[i][1][j], 10);
  }
  if (pattern) {
    try { re = new RegExp(pattern); } catch (e) { re = null; }
    for (i = 0; re && i < d.links.length; i++) if (re.test(d.links[i].pathname + d.links[i].search)) links++;
    found = links > 0;
  } else if (!marks.length) {
    found = (body.innerText || '').length >= 250;
  }
  return [d.readyState === 'complete', body.innerHTML.length, found, links];
}
"""
SCROLL = "window.scrollTo(0, Math.max(document.body ? document.body.scrollHeight : 0, document.documentElement.scrollHeight))"
STEP = 0.1  # seconds between two looks at the page
QUIET = 0.4  # seconds without a change after which a page with what is wanted is done
ENOUGH = 6.0  # seconds after which a page with what is wanted is done even when it goes on changing (tickers, adverts)
PATIENCE = 3.0  # seconds without a change after which a loaded page without what is wanted is done
GROWTH = 1.5  # seconds that a list gets to grow after it was scrolled to its end


def plan(request: Request, spider: Any, settings: Any) -> dict[str, Any]:
    """What a renderer is told of a page: what to wait for, how long, what is too large, whether to scroll, who asks."""
    index = request.meta.get("harvester_kind") == "index"
    source = getattr(spider, "source", None)
    layouts = getattr(spider, "layouts", ())
    agent = (request.headers.get("User-Agent") or b"harvester").decode("latin-1")
    headers = {}
    for name in ("Referer", "Accept-Language"):
        value = request.headers.get(name)
        if value:
            headers[name] = value.decode("latin-1")
    return {
        "marks": [] if index else [m for m in map(_marks, layouts) if m[0] or m[1]],
        "pattern": _javascript(source) if index and source is not None else "",
        "page_timeout": min(float(getattr(source, "render_timeout", 20.0)), 80.0),
        "largest": settings.getint("DOWNLOAD_MAXSIZE"),
        "scrolls": SCROLLS if index else 0,
        "agent": agent,
        "request_headers": headers,
        "allowed": sorted(settings.getlist("HARVESTER_ALLOW_PRIVATE")),
    }


def _marks(layout: Any) -> list[Any]:
    """Landmark and paragraphs of a layout as XPath; "" and [] for what is no XPath."""
    landmark = "" if layout.landmark == "body" else next(_paths(layout._landmark), "")
    return [landmark, [path for pick in layout.picks.get("paragraphs", ()) for path in _paths(pick)]]


def _paths(pick: Any) -> Iterator[str]:
    """The XPath queries inside a pick."""
    query = getattr(pick, "query", None)
    if isinstance(query, str):
        yield query
    for inner in (getattr(pick, "inner", None), *getattr(pick, "picks", ())):
        if inner is not None:
            yield from _paths(inner)


def _javascript(source: Any) -> str:
    """A source's article patterns as one JavaScript pattern: old WebKit knows no named groups."""
    import re

    parts = [re.sub(r"\(\?P<\w+>", "(", p.pattern) for p in source._patterns]
    return "^(?:" + "|".join(parts) + ")"


def _page(request: Request, url: str, status: int, html: str, renderer: str, settled: bool) -> Response:
    """What was rendered, as the answer to the request.

    A page that went elsewhere by script answers with a redirect there: the new address passes robots.txt, the host check and the pace
    of its site like any other, and the archive has each address with what it said.
    """
    headers = {"Content-Type": "text/html; charset=utf-8", "X-Rendered-By": f"{renderer}{'' if settled else '; unsettled'}"}
    there = safe_url_string(urldefrag(url).url) if url.startswith(("http://", "https://")) else ""
    if there and there != safe_url_string(urldefrag(request.url).url):
        return Response(request.url, status=302, headers={**headers, "Location": there}, request=request, flags=["rendered"])
    return HtmlResponse(request.url, status=status, headers=headers, body=html.encode("utf-8", "replace"), encoding="utf-8", request=request, flags=["rendered"])


# --- scrapy-splash on today's Scrapy -------------------------------------------------------------------------------------


def splash_parts() -> Any:
    """scrapy_splash, made to import and to work: `canonicalize_url` left scrapy.utils.url in 2.16, `_get_slot_key` its old name in 2.14."""
    import scrapy.utils.url
    import w3lib.url

    if not hasattr(scrapy.utils.url, "canonicalize_url"):
        scrapy.utils.url.canonicalize_url = w3lib.url.canonicalize_url  # type: ignore[attr-defined]
    import scrapy_splash

    return scrapy_splash


def splash_middleware() -> Any:
    """scrapy-splash's downloader middleware with the one method that Scrapy renamed."""
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


# Waits as `settle` below does; refuses private addresses by their looks (`harvester splash` refuses them by what they resolve to, too).
LUA = (
    "local PROBE = [==[" + PROBE + "]==]\nlocal SCROLL = [==[" + SCROLL + "]==]\n"
    f"local STEP, QUIET, ENOUGH, PATIENCE, GROWTH = {STEP}, {QUIET}, {ENOUGH}, {PATIENCE}, {GROWTH}\n"
    r"""
local function private(url, allowed)
  local _, _, scheme, place = url:find("^(%a+)://([^/?#]*)")
  if scheme == nil then return not (url:find("^data:") or url:find("^about:")) end
  local _, at = place:find(".*@")
  place = place:sub((at or 0) + 1):lower()
  local _, _, host, port = place:find("^(.-):(%d+)$")
  host = host or place
  port = port or (scheme == "https" and "443" or "80")
  for _, may in ipairs(allowed) do if may == host .. ":" .. port then return false end end
  if host:find("^%[") then return not host:find("^%[[23]") or host:find("^%[2002:") ~= nil end
  if host:sub(-1) == "." then host = host:sub(1, -2) end
  if not host:find(".", 1, true) then return true end
  local _, _, last = host:find("([^.]+)$")
  if last == "localhost" or last == "local" or last == "internal" or last == "test" or last == "arpa" then return true end
  if last:find("^%d+$") or last:find("^0x") then
    local _, _, a, b, c = host:find("^(%d+)%.(%d+)%.(%d+)%.%d+$")
    a, b, c = tonumber(a), tonumber(b), tonumber(c)
    if a == nil then return true end
    return a == 0 or a == 10 or a == 127 or a >= 224 or (a == 169 and b == 254) or (a == 172 and b >= 16 and b <= 31)
      or (a == 192 and b == 168) or (a == 192 and b == 0 and c == 0) or (a == 100 and b >= 64 and b <= 127) or (a == 198 and (b == 18 or b == 19))
  end
  return false
end

function main(splash, args)
  local refused, large, waited, unsettled = {}, false, 0, false
  splash.images_enabled = false
  splash.media_source_enabled = false
  splash.resource_timeout = args.page_timeout * 0.6
  splash:set_user_agent(args.agent)
  if args.cookies then splash:init_cookies(args.cookies) end
  splash:on_request(function(request)
    if private(request.url, args.allowed) then
      refused[#refused + 1] = request.url
      request:abort()
    end
  end)
  splash:on_response_headers(function(response)
    local size = tonumber(response.headers["Content-Length"])
    if size and size > args.largest then large = true; response:abort() end
  end)
  local began = splash:get_perf_stats().walltime
  local function elapsed() return splash:get_perf_stats().walltime - began end
  local ok, reason = splash:go{args.url, headers = args.request_headers}
  if reason and reason:find("^webkit102") then return {failed = "a download, not a page", refused = refused} end
  if large then return {failed = "larger than " .. args.largest .. " bytes", refused = refused} end
  if not ok and #splash:history() == 0 and #refused == 0 then return {go = reason or "", http_status = 0, settled = true, found = false} end
  local probe = splash:jsfunc(PROBE)
  local function look()
    local good, seen = pcall(probe, args.marks, args.pattern)
    if good and seen then return seen end
    return {false, -1, false, 0}
  end
  local function settle(patience)
    local size, still, since_found = nil, elapsed(), nil
    while true do
      local seen, now = look(), elapsed()
      if seen[2] ~= size then size, still = seen[2], now end
      if seen[2] > args.largest then return seen end
      if seen[3] and not since_found then since_found = now end
      if seen[3] and (now - still >= QUIET or now - since_found >= ENOUGH) then return seen end
      if not seen[3] and seen[1] and now - still >= patience then return seen end
      if now >= args.page_timeout then unsettled = true; return seen end
      splash:wait(STEP)
    end
  end
  local seen = settle(PATIENCE)
  if seen[2] > args.largest then return {failed = "larger than " .. args.largest .. " bytes", refused = refused} end
  for _ = 1, args.scrolls do
    if not seen[3] or elapsed() >= args.page_timeout then break end
    local before, begun, grown = seen[4], elapsed(), false
    splash:runjs(SCROLL)
    while elapsed() - begun < GROWTH and elapsed() < args.page_timeout do
      splash:wait(STEP)
      seen = look()
      if seen[4] > before then grown = true; break end
    end
    if not grown then break end
    seen = settle(PATIENCE)
  end
  local html = splash:html()
  if #html > args.largest then return {failed = "larger than " .. args.largest .. " bytes", refused = refused} end
  local entries = splash:history()
  local last = entries[#entries]
  local status, there = nil, nil
  if last then status, there = last.response.status, last.request.url end
  return {html = html, last = there, http_status = status or 0, go = reason or "", settled = not unsettled, found = seen[3], refused = refused,
          cookies = splash:get_cookies()}
end
"""
)


class SplashRenderer:
    """Pages rendered by a Splash server at SPLASH_URL."""

    name = "splash"

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.url = crawler.settings["SPLASH_URL"]
        self.middleware = splash_middleware().from_crawler(crawler)
        self.cookies = splash_parts().SplashCookiesMiddleware.from_crawler(crawler)
        self.down: str | None = None
        self._session: Any = None

    @property
    def session(self) -> Any:
        """The connection to Splash. Not Scrapy's own downloads, whose guard refuses private addresses: that is where Splash usually is."""
        if self._session is None:
            import aiohttp

            self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        return self._session

    async def render(self, request: Request) -> Response:
        """One page. Errors: NotRendered, DownloadFailedError for what the site did."""
        spider = self.crawler.spider
        if self.down:
            raise NotRendered(self.down)
        own = "splash" in request.meta
        todo = plan(request, spider, self.crawler.settings)
        asked = request.replace(meta={**request.meta}) if own else self.translate(request, todo)
        self.middleware.spider_opened(spider)
        self.cookies.process_request(asked, spider)
        posted = self.middleware.process_request(asked, spider)
        answer = await self.ask(posted, asked.meta["splash"]["args"].get("timeout", 30), request.url, todo["largest"])
        shaped = self.middleware.process_response(posted, answer, spider)
        if not own:
            self.cookies.process_response(posted, shaped, spider)
            return self.page(request, answer)
        shaped.request = request  # the page's, as everywhere
        return shaped  # type: ignore[no-any-return]

    def translate(self, request: Request, todo: dict[str, Any]) -> Any:
        """A request as scrapy-splash's: Lua that waits for what is wanted. Cookies are kept between pages where the source says so."""
        source = getattr(self.crawler.spider, "source", None)
        keep = "source" if source is not None and source.cookies else None
        # Splash's own timeout is the last resort: the script ends by itself, with what it has.
        args = {**todo, "lua_source": LUA, "timeout": todo["page_timeout"] + GRACE}
        return splash_parts().SplashRequest(request.url, endpoint="execute", args=args, session_id=keep, dont_send_headers=True, magic_response=False)

    async def ask(self, posted: Request, timeout: float, url: str, largest: int) -> TextResponse:
        """Post to Splash. A Splash that is gone gets a while to come back, then is down for this run. Errors: NotRendered."""
        import aiohttp

        for attempt in (1, 2):
            try:
                async with self.session.post(
                    posted.url, data=posted.body, headers={k.decode(): v[0].decode() for k, v in posted.headers.items()},
                    timeout=aiohttp.ClientTimeout(total=float(timeout) + GRACE),
                ) as answer:  # fmt: skip
                    body = bytearray()
                    async for chunk in answer.content.iter_chunked(1 << 16):
                        body += chunk
                        if len(body) > 3 * largest + 1_000_000:  # JSON writes some characters as six
                            raise self.failure(url, f"larger than {largest} bytes")
                    headers = {k: v for k, v in answer.headers.items() if k.lower() not in ("content-encoding", "transfer-encoding", "content-length")}
                    return TextResponse(posted.url, status=answer.status, headers=headers, body=bytes(body), encoding="utf-8", request=posted)
            except (aiohttp.ClientError, TimeoutError) as error:
                what = "hangs" if isinstance(error, TimeoutError) else "broke off" if "disconnected" in str(error).lower() else "does not answer"
                told = f"Splash at {self.url} {what} ({' '.join(str(error).split())[:120] or type(error).__name__})"
                logger.warning("%s: %s: %s", self._name, url, told)
                if not await self.back():
                    self.down = f"{told}: rendered pages are not had in this run; start it again (harvester splash), then run again"
                    logger.error("%s: %s", self._name, self.down)
                    raise NotRendered(self.down) from None
                if attempt == 2 or isinstance(error, TimeoutError):
                    raise self.failure(url, f"{told} on this page") from None
        raise AssertionError

    async def back(self) -> bool:
        """Whether Splash answers again within a while."""
        import aiohttp

        end = asyncio.get_running_loop().time() + RECOVERY
        while asyncio.get_running_loop().time() < end:
            try:
                async with self.session.get(urljoin(self.url, "/_ping"), timeout=aiohttp.ClientTimeout(total=5)) as answer:
                    if answer.status == 200:
                        return True
            except (aiohttp.ClientError, TimeoutError):
                pass
            await asyncio.sleep(0.5)
        return False

    def page(self, request: Request, answer: Response) -> Response:
        """Splash's answer as the page. Errors: NotRendered, DownloadFailedError."""
        try:
            data = json.loads(answer.body)
        except ValueError:
            raise self.failure(request.url, f"Splash answered {answer.status} and no JSON") from None
        if answer.status != 200:
            info = data.get("info") if isinstance(data.get("info"), dict) else {}
            cause = info.get("message") or info.get("error") or data.get("description") or ""
            raise self.failure(request.url, f"Splash answered {answer.status} {data.get('type', '')}: {' '.join(str(cause).split())[:200]}")
        refused = data.get("refused") or []
        refused = list(refused.values()) if isinstance(refused, dict) else refused
        if refused:
            logger.warning("%s: %s: refused to the rendered page: %s", self._name, request.url, ", ".join(map(str, refused[:5])))
        if data.get("failed"):
            raise self.failure(request.url, data["failed"])
        status = int(data.get("http_status") or 0)
        if refused and not data.get("found"):
            raise self.failure(request.url, f"it leads to {refused[0]}, which is not public")
        if not status:
            raise DownloadFailedError(f"Splash could not load it: {data.get('go') or 'no answer'}")
        return _page(request, data.get("last") or request.url, status, data.get("html") or "", self.name, bool(data.get("settled")))

    def failure(self, url: str, cause: str) -> NotRendered:
        """A page's failure, told in the log."""
        logger.error("%s: %s: not rendered: %s", self._name, url, cause)
        return NotRendered(f"not rendered: {cause}")

    @property
    def _name(self) -> str:
        return self.crawler.spider.name if self.crawler.spider else "?"

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()


# --- Chromium through scrapy-playwright --------------------------------------------------------------------------------

LAUNCH = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--disable-dev-shm-usage", "--block-new-web-contents", "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
)  # fmt: skip
NEVER_NEEDED = frozenset(("image", "media", "font"))
NO_POPUPS = "window.open = function () { return null; };"


class ChromiumRenderer:
    """Pages rendered by a headless Chromium of this process, each in a context of its own, all of its traffic through the gate."""

    name = "playwright"

    def __init__(self, crawler: Crawler) -> None:
        import scrapy_playwright.handler as playwright

        self.crawler = crawler
        self.mark = f"--harvester-{uuid.uuid4().hex}"  # by which our Chromium is told from any other
        self.gate = Gate(crawler.settings.getlist("HARVESTER_ALLOW_PRIVATE"))
        self.handler: Any = None
        self.make = playwright.ScrapyPlaywrightDownloadHandler
        self.lock = asyncio.Lock()
        self.deaths = 0
        self.down: str | None = None
        logging.getLogger("scrapy-playwright").setLevel(logging.ERROR)  # each failure is told here, in one line

    async def start(self) -> None:
        """Gate and Playwright, when the first page is asked for."""
        async with self.lock:
            if self.handler is not None:
                return
            address = await self.gate.start()
            settings = self.crawler.settings.copy()
            settings.frozen = False
            arguments = [*LAUNCH, f"--proxy-server=http://{address}", "--proxy-bypass-list=<-loopback>", self.mark]
            settings.set("PLAYWRIGHT_LAUNCH_OPTIONS", {"executable_path": chromium(settings), "args": arguments, "timeout": 30_000}, priority="cmdline")
            settings.set("PLAYWRIGHT_BROWSER_TYPE", "chromium", priority="cmdline")
            handler = self.make(_Crawler(self.crawler, settings))
            await handler._launch()  # it would wait for the engine's start, which is over
            self.handler = handler

    async def render(self, request: Request) -> Response:
        """One page. Errors: NotRendered, DownloadFailedError for what the site did."""
        if self.down:
            raise NotRendered(self.down)
        spider = self.crawler.spider
        todo = plan(request, spider, self.crawler.settings)
        try:
            await self.start()
        except Exception as error:
            self.down = f"Chromium does not start ({_first_line(error)}): rendered pages are not had in this run; check HARVESTER_CHROMIUM, then run again"
            logger.error("%s: %s", self._name, self.down)
            raise NotRendered(self.down) from None
        visit = _Visit(self, request, todo)
        try:
            async with asyncio.timeout(todo["page_timeout"] + GRACE):
                return await visit.run()
        except TimeoutError:
            self.kill()
            self.died()
            raise self.failure(request.url, "Chromium hangs on it and was started anew") from None
        finally:
            await visit.leave()

    def died(self) -> None:
        """Chromium ended or had to be ended. Again and again: it is down for this run."""
        self.deaths += 1
        if self.deaths >= 5 and self.down is None:
            self.down = "Chromium ended five times: rendered pages are not had any more in this run; look at its memory, then run again"
            logger.error("%s: %s", self._name, self.down)

    def kill(self) -> None:
        """End our Chromium, whatever it is doing, with all of its processes."""
        for process in Path("/proc").iterdir():
            if process.name.isdigit():
                with suppress(OSError):
                    if self.mark.encode() in (process / "cmdline").read_bytes().split(b"\0"):
                        os.kill(int(process.name), signal.SIGKILL)

    def failure(self, url: str, cause: str) -> NotRendered:
        """A page's failure, told in the log."""
        logger.error("%s: %s: not rendered: %s", self._name, url, cause)
        return NotRendered(f"not rendered: {cause}")

    @property
    def _name(self) -> str:
        return self.crawler.spider.name if self.crawler.spider else "?"

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


class _Visit:
    """One page in Chromium, from its first request to what it holds in the end."""

    def __init__(self, renderer: ChromiumRenderer, request: Request, todo: dict[str, Any]) -> None:
        self.renderer, self.request, self.todo = renderer, request, todo
        source = getattr(renderer.crawler.spider, "source", None)
        self.keep = bool(source is not None and source.cookies)
        self.context = "source" if self.keep else uuid.uuid4().hex
        self.last: tuple[str, int] | None = None  # address and status of the last document
        self.refused: list[str] = []
        self.large = False
        self.size = 0
        self.page: Any = None
        self.asked: Request | None = None

    async def run(self) -> Response:
        """Go there, wait, take what there is."""
        from playwright.async_api import Error

        failure = None
        try:
            await self.renderer.handler.download_request(self.begin())
        except Error as error:
            failure = _first_line(error)
        except RuntimeError:  # how scrapy-playwright tells of a download that was refused
            raise self.renderer.failure(self.request.url, "a download, not a page") from None
        self.page = self.asked.meta.get("playwright_page") if self.asked else None
        if self.large:
            raise self.renderer.failure(self.request.url, f"larger than {self.todo['largest']} bytes")
        if failure and (self.page is None or self.page.is_closed() or self.last is None):
            self.tell(failure)
        try:
            settled, found = await self.settle_and_scroll()
            if self.large or self.size > self.todo["largest"]:
                raise self.renderer.failure(self.request.url, f"larger than {self.todo['largest']} bytes")
            if not self.page.url.startswith(("http://", "https://")):
                raise DownloadFailedError("Chromium could not load where its script leads")
            html = await self.content()
        except Error as error:
            self.tell(_first_line(error))
            raise
        if len(html) > self.todo["largest"]:
            raise self.renderer.failure(self.request.url, f"larger than {self.todo['largest']} bytes")
        if self.refused:
            logger.warning("%s: %s: refused to the rendered page: %s", self.renderer._name, self.request.url, ", ".join(self.refused[:5]))
        if self.refused and not found:
            raise self.renderer.failure(self.request.url, f"it leads to {self.refused[0]}, which is not public")
        if self.last is None:
            raise DownloadFailedError("Chromium could not load it: no answer")
        return _page(self.request, self.last[0], self.last[1], html, self.renderer.name, settled)

    def tell(self, cause: str) -> None:
        """Errors: NotRendered for what Chromium did, DownloadFailedError for what the site did."""
        if "net::ERR_ABORTED" in cause or "Download is starting" in cause:
            raise self.renderer.failure(self.request.url, "a download, not a page") from None
        if "crash" in cause.lower() or "closed" in cause.lower() or "disconnected" in cause.lower():
            self.renderer.died()
            raise self.renderer.failure(self.request.url, f"Chromium broke off on it ({cause})") from None
        if self.renderer.gate.refused and "net::ERR_" in cause:
            raise self.renderer.failure(self.request.url, f"refused: {self.renderer.gate.refused[-1]}") from None
        raise DownloadFailedError(f"Chromium could not load it: {cause}") from None

    def begin(self) -> Request:
        """The request as scrapy-playwright's."""
        todo = self.todo
        context = {"user_agent": todo["agent"], "service_workers": "block", "accept_downloads": False, "locale": "zh-HK"}
        meta = {
            "playwright": True,
            "playwright_include_page": True,  # it is looked at here until it is done
            "playwright_context": self.context,
            "playwright_context_kwargs": context,
            "playwright_page_init_callback": self.prepare,
            "playwright_page_goto_kwargs": {"wait_until": "commit", "timeout": todo["page_timeout"] * 1000},
        }
        self.asked = Request(self.request.url, headers={"User-Agent": todo["agent"], **todo["request_headers"]}, meta=meta)
        return self.asked

    async def prepare(self, page: Any, _request: Request) -> None:
        """Before the page goes anywhere: what it may not do, and what is noted of it."""
        self.page = page
        page.on("popup", lambda popup: asyncio.ensure_future(popup.close()))
        page.on("dialog", lambda dialog: asyncio.ensure_future(dialog.dismiss()))
        page.on("response", lambda response: self.note(page, response))
        await page.add_init_script(NO_POPUPS)
        await page.route("**", self.route)

    def note(self, page: Any, response: Any) -> None:
        """Address and status of the page's documents; too large by their own word."""
        asked = response.request
        try:
            if not asked.is_navigation_request() or asked.frame != page.main_frame:
                return
        except Exception:  # the frame of a page that is going away
            return
        size = response.headers.get("content-length", "")
        if size.isdigit() and int(size) > self.todo["largest"]:
            self.large = True
            asyncio.ensure_future(page.close())  # noqa: RUF006
        if not 300 <= response.status < 400:
            self.last = (response.url, response.status)

    async def route(self, route: Any) -> None:
        """No images, media or fonts; nothing but http and https; nothing private. A refused navigation leaves the page as it is."""
        from harvester.gate import Refused, checked_address

        asked = route.request
        if asked.resource_type in NEVER_NEEDED:
            await route.abort()
            return
        parts = urlsplit(asked.url)
        if parts.scheme in ("http", "https"):
            try:
                await checked_address(parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80), self.todo["allowed"])
            except Refused:
                self.refused.append(asked.url)
                await route.abort("aborted")
                return
            except (OSError, ValueError):
                pass  # the gate will say that there is no such host
        await route.fallback()

    async def look(self) -> tuple[bool, int, bool, int]:
        """What the probe sees; a page that is just going elsewhere shows nothing."""
        from playwright.async_api import Error

        try:
            seen = await self.page.evaluate(f"([marks, pattern]) => ({PROBE})(marks, pattern)", [self.todo["marks"], self.todo["pattern"]])
        except Error as error:
            if "crash" in str(error).lower() or self.page.is_closed():
                raise
            return False, -1, False, 0
        self.size = int(seen[1])
        return bool(seen[0]), self.size, bool(seen[2]), int(seen[3])

    async def settle_and_scroll(self) -> tuple[bool, bool]:
        """Whether the page came to rest before its time was over, and whether it holds what is wanted."""
        clock = asyncio.get_running_loop().time
        end = clock() + self.todo["page_timeout"]
        seen, settled = await self.settle(end)
        for _screen in range(self.todo["scrolls"]):
            if not seen[2] or clock() >= end:
                break
            before, last = seen[3], min(clock() + GROWTH, end)
            await self.page.evaluate(SCROLL)
            while clock() < last and seen[3] <= before:
                await asyncio.sleep(STEP)
                seen = await self.look()
            if seen[3] <= before:
                break
            seen, settled = await self.settle(end)
        return settled, seen[2]

    async def settle(self, end: float) -> tuple[tuple[bool, int, bool, int], bool]:
        """The same waiting as the Lua's: until what is wanted is there and quiet, or nothing comes any more, or the time is over."""
        clock = asyncio.get_running_loop().time
        size, still, since = -2, clock(), None
        while True:
            seen, now = await self.look(), clock()
            if self.large or seen[1] > self.todo["largest"]:
                return seen, False
            if seen[1] != size:
                size, still = seen[1], now
            if seen[2] and since is None:
                since = now
            if seen[2] and since is not None and (now - still >= QUIET or now - since >= ENOUGH):
                return seen, True
            if not seen[2] and seen[0] and now - still >= PATIENCE:
                return seen, True
            if now >= end:
                return seen, False
            await asyncio.sleep(STEP)

    async def content(self) -> str:
        """The page's HTML; asked again while it is going elsewhere."""
        from playwright.async_api import Error

        for attempt in range(5):
            try:
                return str(await self.page.content())
            except Error as error:
                if "navigating" not in str(error) or attempt == 4:
                    raise
                await asyncio.sleep(2 * STEP)
        raise AssertionError

    async def leave(self) -> None:
        """Close the page, and its context where nothing of it is kept."""
        wrapper = self.renderer.handler.context_wrappers.get(self.context) if self.renderer.handler else None
        try:
            async with asyncio.timeout(5):
                if self.page is not None and not self.page.is_closed():
                    await self.page.close()
                if wrapper is not None and not self.keep:
                    await wrapper.context.close()
        except Exception as error:
            logger.debug("page not closed: %s", _first_line(error))


def _first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return (lines[0] if lines else type(error).__name__)[:200]


# --- the handler ---------------------------------------------------------------------------------------------------------


class Handler:
    """Scrapy's download handler for http and https: rendered requests go to the renderer, all others to Scrapy's own."""

    lazy = False

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.plain = PublicHandler.from_crawler(crawler)
        self.renderer: SplashRenderer | ChromiumRenderer | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor."""
        return cls(crawler)

    async def download_request(self, request: Request) -> Response:
        """One request. Errors: NotRendered, and Scrapy's own."""
        if not wanted(request):
            return await self.plain.download_request(request)
        return await self.made().render(request)

    def made(self) -> SplashRenderer | ChromiumRenderer:
        """The renderer, made for the first page that needs it; http and https share one."""
        if self.renderer is None:
            shared = self.crawler.__dict__
            renderer = shared.get("harvester_renderer")
            if renderer is None:
                name = chosen(self.crawler.settings)[0]
                renderer = SplashRenderer(self.crawler) if name == "splash" else ChromiumRenderer(self.crawler)
                shared["harvester_renderer"] = renderer
            self.renderer = renderer
        return self.renderer

    async def close(self) -> None:
        """Close the connections, and the renderer."""
        await self.plain.close()
        renderer = self.crawler.__dict__.pop("harvester_renderer", None)
        if renderer is not None:
            await renderer.close()
