"""The hostile site as any author would declare it, and one command that crawls a part of it: `python -m tests.hostile.adapter --kind … --url …`.

Everything else is production code with production settings; only the loopback server is allowed by name, and the limits are those that
the suite's numbers are made for.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from scrapy.settings import Settings
from scrapy.utils.project import get_project_settings

from harvester.discovery import Api, Discovery, Feed, JsonItems, Links, Listing, Sitemap, Walk, Window
from harvester.errors import HarvesterError
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
    if kind == "start":
        return One(url)
    if kind == "index" and re.search(r"/D0[123]\b", url):
        return Walk(url)
    return Listing(url, items=Links(item="a.art"), next="a.next")


def spider_for(kind: str, url: str, splash: str) -> type[ArticleSpider]:
    """The source of one address."""
    host = urlsplit(url).hostname or ""
    source = Source(
        title="Hostile", kind="portal", hosts=(host,), home=url, language="en", country="HK", zone="Asia/Hong_Kong",
        article=r"/(?!D0[123]\b)(?P<path>.+)", canonical=None, delay=0, concurrency=8, lookback=4000, expect=Expect(floor=1),
    )  # fmt: skip
    return type("HostileSpider", (ArticleSpider,), {"name": "hostile", "source": source, "discovery": (discovery(kind, url),), "layouts": (Story,), "__module__": __name__})


def settings_for(url: str, state: str, log: str) -> Settings:
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
            "LOG_FILE": log,
            "LOG_LEVEL": "WARNING",
        },
        priority="cmdline",
    )
    return settings


def publish(state: Path, out: Path) -> None:
    """All that was delivered so far as one file: a reader of the feeds that keeps the last revision of each article. What was published is remembered in the state."""
    lines: dict[str, bytes] = {}
    known = state / "published.txt"
    read = set(known.read_text().split("\n")) if known.exists() else set()
    new = [path for path in sorted((state / "articles").rglob("*.jsonl")) if str(path) not in read]
    for path in [*([out] if out.is_file() else []), *new]:
        for text in path.read_bytes().splitlines(keepends=True):
            found = re.match(rb'\{"schema":"[^"]*","id":"([^"]*)"', text)
            lines[found[1].decode() if found else str(len(lines))] = text
    data = b"".join(lines.values())
    if out.exists() and not out.is_file():
        with out.open("wb", buffering=0) as pipe:
            for text in lines.values():
                pipe.write(text)
        return
    part = out.with_name(out.name + ".part")
    try:
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(out)
        known.write_text("\n".join([*sorted(read), *map(str, new)]))
    except OSError:
        part.unlink(missing_ok=True)
        raise


def main() -> int:
    """Crawl one case."""
    parser = argparse.ArgumentParser()
    for name in ("kind", "url", "out", "state", "log", "splash"):
        parser.add_argument(f"--{name}", default="")
    options = parser.parse_args()
    out = Path(options.out)
    try:
        if out.is_dir():
            raise HarvesterError(f"{out} is a directory; a file is wanted")
        if not out.parent.is_dir():
            raise HarvesterError(f"{out}: its folder does not exist")
    except HarvesterError as error:
        print(f"harvester: error: {error}", file=sys.stderr)
        return 2
    code, _reports = crawl([(spider_for(options.kind, options.url, options.splash), {"since": "60d"})], settings_for(options.url, options.state, options.log))
    try:
        publish(Path(options.state), out)
    except OSError as error:
        print(f"harvester: error: {out}: {error.strerror}", file=sys.stderr)
        return 5
    return code


if __name__ == "__main__":
    sys.exit(main())
