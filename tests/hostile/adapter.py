"""The hostile site as any author would declare it, and one command that crawls a part of it: `python -m tests.hostile.adapter --kind … --url …`.

Everything else is production code with production settings; only the loopback server is allowed by name, and the limits are those that
the suite's numbers are made for.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from scrapy.settings import Settings
from scrapy.utils.project import get_project_settings

from harvester.discovery import Api, Discovery, Feed, JsonItems, Links, Listing, Sitemap, Walk, Window
from harvester.items import Found
from harvester.layout import Layout, css, each
from harvester.process import crawl
from harvester.source import Expect, Source
from harvester.spider import ArticleSpider


class Story(Layout):
    """An article of the hostile site."""

    landmark = "h1.title"
    headline = css("h1.title")
    byline = css("p.byline")
    published = css("time.date::text"), css("time.date::attr(datetime)")
    paragraphs = css("div.body")
    photos = each("figure", url="img::attr(src)", caption="figcaption.caption")


class Rendered(Story):
    """The same article, of a site that needs a browser."""

    render = True


class One(Discovery):
    """A single address, given by hand."""

    def __init__(self, url: str) -> None:
        self.url = url

    def direct(self, window: Window, now: datetime) -> Iterator[Found]:
        yield Found(self.url)


def discovery(kind: str, url: str) -> Discovery:
    """How a kind of address is walked."""
    if kind == "feed":
        return Feed(url, days=20_000)
    if kind == "sitemap":
        return Sitemap(url)
    if kind == "api":
        return Api(url, items=JsonItems("items[]", url="url", date="date", title="title"), next_url="next")
    if kind in ("start", "splash"):
        return One(url)
    if kind == "index" and re.search(r"/D0[123]\b", url):
        return Walk(url)
    return Listing(url, items=Links(item="a.art"), next="a.next")


def spider_for(kind: str, url: str) -> type[ArticleSpider]:
    """The source of one address."""
    host = urlsplit(url).hostname or ""
    source = Source(
        title="Hostile", kind="portal", hosts=(host,), home=url, language="en", country="HK", zone="Asia/Hong_Kong",
        article=r"/(?!D0[123]\b)(?P<path>.+)", canonical=None, delay=0, concurrency=8, lookback=4000, expect=Expect(floor=1), render_timeout=5,
    )  # fmt: skip
    layout = Rendered if kind == "splash" else Story
    return type("HostileSpider", (ArticleSpider,), {"name": "hostile", "source": source, "discovery": (discovery(kind, url),), "layouts": (layout,), "__module__": __name__})


def settings_for(url: str, state: str, log: str, splash: str = "") -> Settings:
    """Production settings, with the suite's limits and its loopback ports allowed."""
    settings = get_project_settings()
    port = urlsplit(url).port or 8900
    base = port - 7 if urlsplit(url).scheme == "https" else port // 100 * 100
    settings.setdict(
        {
            "HARVESTER_OUTPUT": state,
            "HARVESTER_ALLOW_PRIVATE": [f"127.0.0.1:{base}-{base + 7}"],
            "HARVESTER_NO_DELAY": True,
            "DOWNLOAD_DELAY": 0,
            "AUTOTHROTTLE_ENABLED": False,
            "DOWNLOAD_TIMEOUT": 10,
            "RETRY_TIMES": 2,
            "HARVESTER_MAX_REQUESTS": 350,
            "SPLASH_URL": splash or None,
            "LOG_FILE": log,
            "LOG_LEVEL": "WARNING",
        },
        priority="cmdline",
    )
    return settings


def lines(path: Path) -> Counter[bytes]:
    """A file's lines, and how often each stands there."""
    return Counter(path.read_bytes().splitlines()) if path.exists() else Counter()


def disagreement(state: Path, stream: Path) -> str | None:
    """The stream and the feeds hold the same records, each once; None when they do, or when the stream was rotated or is not the state's first."""
    feeds: Counter[bytes] = sum((lines(path) for path in (state / "articles").rglob("*.jsonl")), Counter())
    stands = sum((lines(path) for path in stream.parent.glob(f"{stream.name}*")), Counter())
    if stands == feeds or stream.name != "feed.jsonl":
        return None
    return f"{(stands - feeds).total()} records only in the stream, {(feeds - stands).total()} only in the feeds"


def main() -> int:
    """Crawl one case."""
    parser = argparse.ArgumentParser()
    for name in ("kind", "url", "out", "state", "log", "splash"):
        parser.add_argument(f"--{name}", default="")
    options = parser.parse_args()
    state, out = Path(options.state), Path(options.out)
    settings = settings_for(options.url, options.state, options.log, options.splash)
    settings.set("HARVESTER_STREAM", str(out), priority="cmdline")
    code, _reports = crawl([(spider_for(options.kind, options.url), {"since": "60d"})], settings)
    wrong = disagreement(state, out) if code in (0, 3) else None
    if wrong:
        print(f"harvester: error: {out}: {wrong}", file=sys.stderr)
        return 1
    return code


if __name__ == "__main__":
    sys.exit(main())
