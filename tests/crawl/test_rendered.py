"""Pages that need a browser, as the rest of a crawl sees them: a Splash of a few lines stands for the real one (tests/services has that)."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from harvester.archive import read_archive
from tests.crawl import forked
from tests.crawl.conftest import records
from tests.crawl.loopback import SETTINGS, Site

pytestmark = pytest.mark.crawl
SPIDERS = """
from dataclasses import replace
from harvester.discovery import Links, Listing
from harvester.layout import Layout, css
from harvester.source import Source
from harvester.spider import ArticleSpider
BASE = {base!r}

class Story(Layout):
    landmark = "article.story"
    headline = css("article.story h1")
    published = css("article.story .day")
    paragraphs = css("article.story .text p")

class Rendered(Story):
    render = True

class RenderedSpider(ArticleSpider):
    name = "rendered"
    source = Source(title="Rendered", home=BASE, hosts=("127.0.0.1",), article=(r"/(?:news|private)/(?P<id>\\d+)$",), kind="newspaper", language="en",
                    delay=0, concurrency=4, date_formats=("%Y-%m-%d %H:%M",))
    discovery = (Listing(BASE + "/script", items=Links("#app"), render=True),)
    layouts = (Rendered,)

class ListedSpider(RenderedSpider):
    name = "listed"
    discovery = (*RenderedSpider.discovery, Listing(BASE + "/plain", items=Links("#app")))
    layouts = (Story,)
"""
SHELL = '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Daily</title></head><body><div id="app"></div><script src="/app.js"></script></body></html>'


def story(number: int) -> str:
    """An article's page once its script has run."""
    text = "".join(f"<p>Paragraph {n} of story {number}: the department said that site formation works would begin in the third quarter.</p>" for n in range(5))
    return (
        f'<html lang="en"><head><title>Story {number} of the series - Daily</title></head><body><article class="story"><h1>Story {number} of the series</h1>'
        f'<span class="day">2026-11-{10 + number % 10} 09:30</span><div class="text">{text}</div></article></body></html>'
    )


def listing(*paths: str) -> str:
    """A list's page once its script has run."""
    links = "".join(f'<p><a href="{path}">Story of {path}</a></p>' for path in paths)
    return f'<html lang="en"><head><title>News</title></head><body><div id="app">{links}</div></body></html>'


class Splash:
    """Answers /execute from `pages` (path -> HTML, or the whole answer); `asked` is what it was told. `deadly`: paths at which it dies."""

    def __init__(self) -> None:
        self.pages: dict[str, str | dict[str, Any]] = {}
        self.raw: dict[str, tuple[int, bytes]] = {}
        self.asked: list[dict[str, Any]] = []
        self.times: list[float] = []
        self.others: list[str] = []
        self.deadly: set[str] = set()
        self.slow = 0.0
        self.life = 0
        splash = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                if self.path != "/_ping":
                    splash.others.append(self.path)
                self.send(200, b'{"status": "ok"}')

            def do_POST(self) -> None:
                told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                splash.asked.append(told)
                splash.times.append(time.monotonic())
                path, life = urlsplit(told["url"]).path, splash.life
                if path in splash.deadly:
                    time.sleep(0.5)
                    splash.life += 1  # all that it has just then is lost
                time.sleep(splash.slow)
                if life != splash.life:
                    self.close_connection = True
                elif path in splash.raw:
                    self.send(*splash.raw[path])
                else:
                    page = splash.pages.get(path, {"cause": "http404"})
                    whole = {"html": page, "url": told["url"], "status": 200, "settled": True, "found": True} if isinstance(page, str) else page
                    self.send(200, json.dumps(whole).encode())

            def send(self, status: int, body: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://localhost:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def paths(self) -> list[str]:
        """The paths it was to render."""
        return [urlsplit(told["url"]).path for told in self.asked]


@pytest.fixture
def splash() -> Any:
    """A Splash with a list of three stories, and those."""
    splash = Splash()
    splash.pages |= {"/script": listing("/news/1", "/news/2", "/news/3"), **{f"/news/{n}": story(n) for n in range(1, 10)}}
    yield splash
    splash.server.shutdown()
    splash.server.server_close()


@pytest.fixture
def site(tmp_path: Path) -> Any:
    """A site whose pages are empty, but for a plain list."""
    with Site(tmp_path, {}) as site:
        (tmp_path / "loopsite.py").write_text(SPIDERS.format(base=site.base))
        site.answers["/robots.txt"] = lambda: (200, "text/plain", b"User-agent: *\nDisallow: /private/\n")
        site.pages |= {"/plain": listing("/news/7").encode(), "/news/7": story(7).encode()}
        yield site


def crawl(site: Site, spider: str, *arguments: str, output: str = "out", command: str = "crawl") -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", "harvester.cli", command, spider, "-a", "since=2026-11-01", *SETTINGS, "-s", f"HARVESTER_OUTPUT={site.folder / output}", *arguments]
    environment = {k: v for k, v in site.environment.items() if k not in ("SPLASH_URL", "HARVESTER_RENDERER")}
    site.asked.clear()
    done = forked.run(line, capture_output=True, text=True, timeout=120, env=environment, cwd=site.folder, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    return done


def urls(site: Site, output: str = "out") -> set[str]:
    return {r["url"].removeprefix(site.base) for r in records(site.folder / output)}


def causes(site: Site) -> dict[str, str]:
    """What was not had, from the run's report."""
    (report,) = (site.folder / "out" / "runs").rglob("*.json")
    return {f["url"].removeprefix(site.base): f["cause"] for f in json.loads(report.read_text())["failed"]}


def test_without_a_renderer_one_line_says_both_ways_and_the_rest_is_harvested(site: Site) -> None:
    done = crawl(site, "listed")
    assert done.returncode == 3, done.stderr
    assert urls(site) == {"/news/7"}
    told = [line for line in done.stderr.splitlines() if "need a browser" in line]
    assert len(told) == 1, done.stderr
    for way in ("set SPLASH_URL", "docker run", "harvester splash", "HARVESTER_RENDERER=playwright", "pip install 'harvester[playwright]'", "chromium-headless-shell"):
        assert way in told[0]
    assert "/script" not in site.asked


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ("HARVESTER_RENDERER=lynx", "HARVESTER_RENDERER=lynx: there are splash and playwright"),
        ("SPLASH_URL=localhost:8050", "write it like http://127.0.0.1:8050"),
    ],
)
def test_a_renderer_that_cannot_be_is_an_error_of_use(site: Site, setting: str, told: str) -> None:
    done = crawl(site, "rendered", "-s", setting)
    assert done.returncode == 2, done.stderr
    assert told in done.stderr
    assert not site.asked


def test_the_crawl_sees_the_page_and_never_the_renderer(site: Site, splash: Splash) -> None:
    """Splash is on another host (localhost) than the source's only one; robots.txt is the site's, and forbids before anything is rendered."""
    splash.pages["/script"] = listing("/news/1", "/news/2", "/private/3")
    done = crawl(site, "rendered", "-s", f"SPLASH_URL={splash.url}", "-s", f"HARVESTER_ARCHIVE={site.folder / 'archive'}")
    assert done.returncode == 0, done.stderr
    assert urls(site) == {"/news/1", "/news/2"}
    assert sorted(splash.paths) == ["/news/1", "/news/2", "/script"]
    assert splash.others == []
    assert site.asked == ["/robots.txt"]
    kept = {r.url: r for r in read_archive(sorted((site.folder / "archive").rglob("*.warc.gz")))}
    assert set(kept) == {site.base + path for path in ("/robots.txt", "/script", "/news/1", "/news/2")}
    assert b"Paragraph 4 of story 2" in kept[f"{site.base}/news/2"].body
    agent = splash.asked[0]["agent"]
    assert agent.startswith("harvester/")


def test_the_pace_is_that_of_the_site(site: Site, splash: Splash) -> None:
    done = crawl(site, "rendered", "-s", f"SPLASH_URL={splash.url}", "-s", "DOWNLOAD_DELAY=0.6", "-s", "DOWNLOAD_DELAY_JITTER=0")
    assert done.returncode == 0, done.stderr
    assert len(splash.times) == 4
    assert min(later - sooner for sooner, later in pairwise(splash.times)) >= 0.55


def test_what_splash_is_told(site: Site, splash: Splash) -> None:
    """What to wait for, of lists and of articles; nothing of this machine but what the settings allow."""
    crawl(site, "rendered", "-s", f"SPLASH_URL={splash.url}")
    told = {urlsplit(t["url"]).path: t for t in splash.asked}
    assert told["/script"]["scrolls"] > 0
    assert told["/script"]["marks"] == []
    assert told["/script"]["pattern"] == r"^(?:/(?:news|private)/(\d+)$)"
    assert told["/news/1"]["scrolls"] == 0
    assert told["/news/1"]["pattern"] == ""
    assert "story" in told["/news/1"]["marks"][0][0]
    assert told["/news/1"]["allowed"] == ["127.0.0.1"]
    assert told["/news/1"]["page_timeout"] == 20


def test_pages_that_a_dying_splash_takes_with_it_are_tried_again(site: Site, splash: Splash) -> None:
    """Four pages at once, one of which kills Splash whenever it comes: three are had, one is reported."""
    splash.pages["/script"] = listing("/news/1", "/news/2", "/news/3", "/news/4")
    splash.deadly, splash.slow = {"/news/2"}, 1.0
    done = crawl(site, "rendered", "-s", f"SPLASH_URL={splash.url}")
    assert done.returncode == 3, done.stderr
    assert urls(site) == {"/news/1", "/news/3", "/news/4"}
    assert "broke off" in causes(site)["/news/2"]
    assert splash.paths.count("/news/2") == 2


def test_answers_that_are_no_page_are_reported_and_the_crawl_goes_on(site: Site, splash: Splash) -> None:
    error = {"error": 504, "type": "GlobalTimeoutError", "description": "Timeout exceeded rendering page", "info": {"timeout": 30.0}}
    splash.raw |= {"/news/1": (504, json.dumps(error).encode()), "/news/2": (200, b"<html>no JSON"), "/news/3": (400, b'{"type": "BadOption", "info": "words"}')}
    splash.pages |= {
        "/script": listing(*(f"/news/{n}" for n in range(1, 8))),
        "/news/4": {"large": True, "refused": {}},
        "/news/5": {"download": True},
        "/news/6": {"html": "<html></html>", "url": f"{site.base}/news/6", "status": 200, "found": False, "refused": ["http://10.0.0.1/"]},
    }
    done = crawl(site, "rendered", "-s", f"SPLASH_URL={splash.url}")
    assert done.returncode == 3, done.stderr
    assert urls(site) == {"/news/7"}
    told = {path.rpartition("/")[2]: cause for path, cause in causes(site).items()}
    assert "504 GlobalTimeoutError: Timeout exceeded" in told["1"]
    assert "no JSON" in told["2"]
    assert "400 BadOption" in told["3"]
    assert told["4"] == "not rendered: larger than 16777216 bytes"
    assert told["5"] == "not rendered: a download, not a page"
    assert told["6"] == "not rendered: it leads to http://10.0.0.1/, which is not public"


def test_a_move_by_script_is_a_redirect(site: Site, splash: Splash) -> None:
    """To another page of the site it is followed, under its robots.txt; to another site it is not."""
    splash.pages |= {
        "/script": listing("/news/1", "/news/2", "/news/3"),
        "/news/1": {"html": story(9), "url": f"{site.base}/news/9#top", "status": 200, "found": True},
        "/news/2": {"html": story(2), "url": "http://elsewhere.example/news/2", "status": 200, "found": True},
        "/news/3": {"html": story(3), "url": f"{site.base}/private/3", "status": 200, "found": True},
    }
    crawl(site, "rendered", "-s", f"SPLASH_URL={splash.url}")
    assert urls(site) == {"/news/9"}
    assert sorted(splash.paths) == ["/news/1", "/news/2", "/news/3", "/news/9", "/script"]


# --- a site that has turned to script ------------------------------------------------------------------------------------------


@pytest.fixture
def turned(site: Site) -> Site:
    """The plain list's stories are empty pages by now."""
    site.pages |= {"/plain": listing("/news/7", "/news/8").encode(), "/news/7": SHELL.encode(), "/news/8": SHELL.encode()}
    text = (site.folder / "loopsite.py").read_text().replace("(*RenderedSpider.discovery, Listing", "(Listing").replace('items=Links("#app")))', 'items=Links("#app")),)')
    (site.folder / "loopsite.py").write_text(text)
    return site


def test_pages_that_turned_to_script_are_rendered_where_there_is_a_renderer(turned: Site, splash: Splash) -> None:
    """Asked for plainly first; and the archive of both answers gives the same records again."""
    done = crawl(turned, "listed", "-s", f"SPLASH_URL={splash.url}", "-s", f"HARVESTER_ARCHIVE={turned.folder / 'archive'}")
    assert done.returncode == 0, done.stderr
    assert urls(turned) == {"/news/7", "/news/8"}
    assert sorted(splash.paths) == ["/news/7", "/news/8"]
    assert {"/news/7", "/news/8"} < set(turned.asked)
    files = [str(path) for path in sorted((turned.folder / "archive").rglob("*.warc.gz"))]
    splash.asked.clear()
    again = forked.run(
        [sys.executable, "-m", "harvester.cli", "replay", *files, "--source", "listed", "-s", "SPIDER_MODULES=loopsite", "-s", f"HARVESTER_OUTPUT={turned.folder / 'again'}"],
        capture_output=True, text=True, timeout=120, env=turned.environment, cwd=turned.folder, check=False,
    )  # fmt: skip
    assert again.returncode == 0, again.stderr
    assert urls(turned, "again") == {"/news/7", "/news/8"}
    assert not splash.asked


def test_pages_that_turned_to_script_are_told_of_where_there_is_none(turned: Site) -> None:
    """One line with both ways; each page is reported with its reason."""
    done = crawl(turned, "listed")
    assert done.returncode in (3, 4), done.stderr
    told = [line for line in done.stderr.splitlines() if "is empty without JavaScript, and no renderer is configured" in line]
    assert len(told) == 1, done.stderr
    assert "SPLASH_URL" in told[0]
    assert "HARVESTER_RENDERER=playwright" in told[0]
    assert set(causes(turned)) == {"/news/7", "/news/8"}


def test_a_page_that_stays_empty_is_rendered_once(turned: Site, splash: Splash) -> None:
    splash.pages["/news/7"] = SHELL
    crawl(turned, "listed", "-s", f"SPLASH_URL={splash.url}")
    assert urls(turned) == {"/news/8"}
    assert splash.paths.count("/news/7") == 1
    assert causes(turned)["/news/7"] == "rejected: blocked: empty without JavaScript"


def test_try_says_that_a_page_is_empty_without_javascript(turned: Site) -> None:
    """`harvester try URL` names the cause and both ways on."""
    line = [sys.executable, "-m", "harvester.cli", "try", f"{turned.base}/news/7", *SETTINGS]
    done = forked.run(line, capture_output=True, text=True, timeout=60, env=turned.environment, cwd=turned.folder, check=False)
    assert "empty without JavaScript" in done.stdout, done.stderr
    assert "render=True" in done.stdout
