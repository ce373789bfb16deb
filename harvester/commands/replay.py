"""harvester replay FILE…: run the spiders over WARC archives, without network."""

from __future__ import annotations

import argparse
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from harvester.command import Command as Base
from harvester.command import existing, spider_arguments
from harvester.errors import UsageError

if TYPE_CHECKING:
    from harvester.archive import Recording
    from harvester.spider import ArticleSpider


class Command(Base):
    """The same spiders, the same engine, recorded answers."""

    by_clock = True

    def syntax(self) -> str:
        """Usage."""
        return "[options] FILE.warc.gz…"

    def short_desc(self) -> str:
        """One line."""
        return "Run the spiders again over WARC archives, without network"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Options."""
        super().add_options(parser)
        parser.add_argument("-a", dest="spargs", action="append", default=[], metavar="NAME=VALUE", help="since=, until= (default: the days that the archive was made for) or topics=")
        parser.add_argument("--source", action="append", default=[], metavar="NAME", help="only this source (may be repeated)")

    def work(self, args: list[str], opts: argparse.Namespace) -> int:
        """Replay."""
        from harvester.archive import recording_for
        from harvester.commands.crawl import check_arguments
        from harvester.process import crawl
        from harvester.summary import print_summary

        if not args:
            raise UsageError("name WARC files, as in: harvester replay archive/info_gov_hk_en/*.warc.gz")
        files = tuple(str(existing(a).absolute()) for a in args)
        recording = recording_for(files)
        hosts = recording.hosts
        wanted = [self.catalogue.get(name) for name in opts.source] or self.catalogue.at_hosts(hosts)
        if not wanted:
            raise UsageError(f"no source has pages in these archives; their hosts are: {', '.join(sorted(hosts)[:8])}")
        assert self.settings is not None
        arguments = spider_arguments(opts.spargs)
        check_arguments(arguments)
        self.settings.setdict(replay_settings(files), priority="cmdline")
        code, reports = crawl([(spider, own_days(spider, recording) | dict(arguments)) for spider in wanted], self.settings)
        print_summary(reports)
        return code


def own_days(spider: type[ArticleSpider], recording: Recording) -> dict[str, str]:
    """The days that a source would have asked about when the archive was made: its look back before the first page, until the last."""
    if recording.span is None:
        return {}
    first, last = (moment.astimezone(ZoneInfo(spider.source.zone)).date() for moment in recording.span)
    return {"since": str(first - timedelta(days=spider.source.lookback)), "until": str(last)}


def replay_settings(files: tuple[str, ...]) -> dict[str, object]:
    """What a replay changes: where answers come from, and no waiting, for nobody is asked."""
    handler = "harvester.archive.ReplayHandler"
    return {
        "HARVESTER_REPLAY": list(files),
        "DOWNLOAD_HANDLERS": {"http": handler, "https": handler, "file": None, "data": None, "ftp": None, "s3": None},
        "DOWNLOAD_DELAY": 0,
        "HARVESTER_NO_DELAY": True,
        "AUTOTHROTTLE_ENABLED": False,
        "RETRY_ENABLED": False,
    }
