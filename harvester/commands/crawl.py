"""harvester crawl NAME: harvest one source."""

from __future__ import annotations

import argparse
import difflib
from collections.abc import Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from harvester.command import Command as Base
from harvester.command import spider_arguments
from harvester.discovery import Window, WindowError
from harvester.errors import UsageError


class Command(Base):
    """One source, now."""

    by_clock = True

    def syntax(self) -> str:
        """Usage."""
        return "[options] NAME"

    def short_desc(self) -> str:
        """One line."""
        return "Harvest one source (-a since=YYYY-MM-DD -a until=YYYY-MM-DD -a topics=land-supply,railway)"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Options."""
        super().add_options(parser)
        parser.add_argument("-a", dest="spargs", action="append", default=[], metavar="NAME=VALUE", help="since=, until= or topics=")

    def work(self, args: list[str], opts: argparse.Namespace) -> int:
        """Crawl."""
        from harvester.process import crawl
        from harvester.summary import print_summary

        if len(args) != 1:
            raise UsageError("name one source, as in: harvester crawl info_gov_hk_en; see harvester sources")
        spider = self.catalogue.get(args[0])
        arguments = {name: value for name, value in spider_arguments(opts.spargs).items() if name != "_job"}  # scrapyd's own
        check_arguments(arguments)
        assert self.settings is not None
        code, reports = crawl([(spider, arguments)], self.settings)
        print_summary(reports)
        return code


def check_arguments(arguments: Mapping[str, str]) -> None:
    """Refuse -a arguments that no spider has, and values that cannot be, before anything starts. Errors: UsageError."""
    wrong = set(arguments) - {"since", "until", "topics"}
    if wrong:
        raise UsageError(f"unknown spider argument {min(wrong)!r}; there are since, until and topics")
    check_window(arguments.get("since"), arguments.get("until"))
    check_topics(arguments.get("topics", ""))


def check_window(since: str | None, until: str | None) -> None:
    """Refuse days that are none. Errors: UsageError."""
    try:
        Window.parse(since, until, now=datetime.now(UTC), zone=ZoneInfo("Asia/Hong_Kong"), lookback=1)
    except WindowError as error:
        raise UsageError(str(error)) from None


def check_topics(topics: str) -> None:
    """Refuse topics that the vocabulary does not have. Errors: UsageError."""
    from harvester.normalize.topics import Vocabulary

    wanted = {t.strip() for t in topics.split(",") if t.strip()}
    if wanted:
        known = Vocabulary.load().ids
        wrong = sorted(wanted - set(known))
        if wrong:
            near = difflib.get_close_matches(wrong[0], known, n=1)
            raise UsageError(f"no topic named {wrong[0]!r}; {f'did you mean {near[0]}? T' if near else 't'}here are: {', '.join(known)}")
