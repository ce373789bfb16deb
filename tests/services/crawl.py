"""Crawls the loopback site as `harvester crawl` would: python -m tests.services.crawl '{"base": …, "output": …}'; exits with the run's code."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from scrapy.utils.project import get_project_settings

from harvester import rendering
from harvester.commands.replay import replay_settings
from harvester.discovery import Discovery, Listing, Window
from harvester.indexes import Links
from harvester.items import Found
from harvester.layout import Layout, css
from harvester.process import crawl
from harvester.source import Source
from harvester.spider import ArticleSpider


class Story(Layout):
    """The site's articles, as a source would have them."""

    landmark = "article.story"
    render = True
    headline = css("article.story h1")
    byline = css("article.story .by")
    published = css("article.story .day")
    paragraphs = css("article.story .text")


class Given(Discovery):
    """Articles known by number."""

    def __init__(self, base: str, numbers: list[str]) -> None:
        self.base, self.numbers = base, numbers

    def direct(self, window: Window, now: datetime) -> Iterator[Found]:
        """Their addresses."""
        for number in self.numbers:
            yield Found(f"{self.base}{number}" if number.startswith("/") else f"{self.base}/news/{number}")


class Plain(Story):
    """The same, where the article needs no browser."""

    render = False


def main(told: dict[str, Any]) -> int:
    """Run it. Prints the run's counts as JSON."""

    class Rendered(ArticleSpider):
        name = "rendered"

        async def start(self) -> Any:
            async for request in super().start():
                yield request
            for number in told.get("splash_requests", ()):
                yield rendering.splash_parts().SplashRequest(f"{told['base']}/news/{number}", self.parse_article, endpoint="render.html", args={"wait": 1.0})

        source = Source(
            title="Rendered", home=told["base"], hosts=("127.0.0.1",), article=(r"/news/(?P<id>\d+)$", r"/private/(?P<id>\d+)$"), kind="newspaper",
            language="en", delay=told.get("delay", 0.02), concurrency=told.get("concurrency", 4), render_timeout=told.get("timeout", 10), cookies=told.get("cookies", False), date_formats=("%Y-%m-%d %H:%M",),
        )  # fmt: skip
        discovery = (
            *(Listing(told["base"] + path, items=Links("#app"), render=True) for path in told.get("lists", ())),
            *(Listing(told["base"] + path, items=Links("body")) for path in told.get("plain", ())),
            Given(told["base"], told.get("numbers", [])),
        )
        layouts = (Plain if told.get("plain") else Story,)

    rendering.splash.RECOVERY = told.get("recovery", rendering.splash.RECOVERY)
    settings = get_project_settings()
    allowed = [told["base"].removeprefix("http://")]
    base: dict[str, Any] = {"LOG_LEVEL": "INFO", "AUTOTHROTTLE_ENABLED": False, "HARVESTER_ALLOW_PRIVATE": allowed, "HARVESTER_OUTPUT": told["output"]}
    # Without any delay Scrapy 2.19 starts a whole queue at once, whatever the concurrency says.
    base |= {"DOWNLOAD_DELAY": 0.02, "DOWNLOAD_DELAY_JITTER": 0}
    if told.get("replay"):
        base |= replay_settings(tuple(told["replay"]))
    settings.setdict({**base, **told.get("settings", {})}, priority="cmdline")
    code, reports = crawl([(Rendered, {"since": "2000-01-01"})], settings)
    print(json.dumps([r.counts | {"failed": r.failed, "outcome": r.outcome} for r in reports]))
    return code


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.argv[1])))
