"""harvester crawl NAME: harvest one source."""

from __future__ import annotations

import argparse

from harvester.command import Command as Base
from harvester.command import spider_arguments
from harvester.errors import UsageError


class Command(Base):
    """One source, now."""

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
        wrong = set(arguments) - {"since", "until", "topics"}
        if wrong:
            raise UsageError(f"unknown spider argument {sorted(wrong)[0]!r}; there are since, until and topics")
        assert self.settings is not None
        check_topics(arguments.get("topics", ""))
        code, reports = crawl([(spider, arguments)], self.settings)
        print_summary(reports)
        return code


def check_topics(topics: str) -> None:
    """Refuse topics that the vocabulary does not have. Errors: UsageError."""
    from harvester.normalize.topics import Vocabulary

    wanted = {t.strip() for t in topics.split(",") if t.strip()}
    if wanted:
        known = Vocabulary.load().ids
        wrong = sorted(wanted - set(known))
        if wrong:
            raise UsageError(f"no topic named {wrong[0]!r}; there are: {', '.join(known)}")
