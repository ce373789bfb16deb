"""harvester run: many sources in one process, as a scheduled job does."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console
from scrapy.utils.conf import arglist_to_dict

from harvester.command import Command as Base
from harvester.commands.crawl import check_topics, check_window
from harvester.discovery import Window, able
from harvester.errors import UsageError
from harvester.spider import ArticleSpider

GROUPS = ("government", "news", "all")


class Command(Base):
    """The daily job: each source at its own pace, progress while it runs, a table at the end."""

    by_clock = True

    def syntax(self) -> str:
        """Usage."""
        return "[NAME…] [--group government|news|all] [--since 2d] [--until D] [--topics ID,ID]"

    def short_desc(self) -> str:
        """One line."""
        return "Harvest many sources in one process, each at its own pace: the scheduled job"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Options."""
        super().add_options(parser)
        parser.add_argument("--group", choices=GROUPS, help="all sources of a group")
        parser.add_argument("--since", metavar="D", help="first day: YYYY-MM-DD, 2d, 12h, 1w (default: each source's usual look back)")
        parser.add_argument("--until", metavar="D", help="last day (default: today)")
        parser.add_argument("--topics", default="", metavar="ID,ID", help="only articles about one of these topics")

    def work(self, args: list[str], opts: argparse.Namespace) -> int:
        """Run them."""
        from harvester.process import crawl, worst
        from harvester.progress import Watcher
        from harvester.summary import print_summary

        spiders = self.chosen(args, opts.group)
        check_topics(opts.topics)
        check_window(opts.since, opts.until)
        asked = {"since": opts.since, "until": opts.until, "topics": opts.topics}
        arguments: dict[str, Any] = {name: value for name, value in asked.items() if value}
        assert self.settings is not None
        short = {spider.name: day for spider in spiders if opts.since and (day := reach(spider, opts.since, opts.until))}
        if "LOGSTATS_INTERVAL" not in arglist_to_dict(opts.set):
            self.settings.set("LOGSTATS_INTERVAL", 0, priority="cmdline")  # Scrapy's line a minute and source; the watcher's tells of all
        with Watcher(Console(stderr=True)) as watcher:
            jobs = [(spider, arguments | ({"since": str(short[spider.name])} if spider.name in short else {})) for spider in spiders]
            code, reports = crawl(jobs, self.settings, watcher)
        print_summary(reports)
        for name, day in short.items():
            print(f"harvester: {name}: nothing it has reaches back to {opts.since}; it was harvested from {day} on", file=sys.stderr)
        return worst([code, 3]) if short else code

    def chosen(self, names: list[str], group: str | None) -> list[type[ArticleSpider]]:
        """Sources by name and group, each once. Errors: UsageError."""
        if not names and not group:
            raise UsageError("name the sources or a group, as in: harvester run --group all; see harvester sources")
        spiders = {name: self.catalogue.get(name) for name in names}
        if group:
            members = [s for s in self.catalogue if group in ("all", s.source.group)]
            spiders |= {s.name: s for s in members if s.source.refuses is None}
            if left := [s.name for s in members if s.name not in spiders]:
                print(f"harvester: left out: {', '.join(left)}: refuse machines; name them to try", file=sys.stderr)
        return list(spiders.values())


def reach(spider: type[ArticleSpider], since: str, until: str | None) -> date | None:
    """The first day that a source can be harvested from, where that is later than what was asked for; None where all of it can, or none."""
    zone = ZoneInfo(spider.source.zone)
    now = datetime.now(UTC)
    window = Window.parse(since, until, now=now, zone=zone, lookback=1)
    today = now.astimezone(zone).date()
    if not spider.discovery or able(spider.discovery, window, today):
        return None
    first = min(back for d in spider.discovery if (back := d.reaches_back(today)) is not None)
    return first if first <= window.until else None
