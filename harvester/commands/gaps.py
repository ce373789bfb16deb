"""harvester gaps NAME: for each day what the indexes listed and what became of it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import orjson

from harvester.accounts import DAY, DayCount
from harvester.command import Command as Base
from harvester.discovery import Window, WindowError
from harvester.errors import UsageError
from harvester.ledger import Ledger
from harvester.spider import ArticleSpider
from harvester.tables import print_table, terminal

LISTED = 20  # addresses printed; all are in the JSON


class Command(Base):
    """Completeness by day. Exit code 0 when every day is finished, 3 when not."""

    by_clock = True

    def syntax(self) -> str:
        """Usage."""
        return "NAME… [--since D] [--until D] [--all] [--json]"

    def short_desc(self) -> str:
        """One line."""
        return "For each day: what the site's index listed, what was delivered, rejected or failed"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Options."""
        super().add_options(parser)
        parser.add_argument("--since", metavar="D", help="first day (default: the first that was counted, at most a year back)")
        parser.add_argument("--until", metavar="D", help="last day (default: yesterday)")
        parser.add_argument("--all", action="store_true", help="finished days too; usually only the others are printed")
        parser.add_argument("--json", action="store_true", help="a line of JSON a day")

    def work(self, args: list[str], opts: argparse.Namespace) -> int:
        """Look."""
        if not args:
            raise UsageError("name the sources, as in: harvester gaps info_gov_hk_en --since 2024-07-01")
        assert self.settings is not None
        path = Path(self.settings["HARVESTER_OUTPUT"]).absolute() / "state" / "ledger.sqlite"
        spiders = [self.catalogue.get(name) for name in dict.fromkeys(args)]
        ledger = Ledger.open(path, readonly=True)
        open_days = 0
        try:
            for spider in spiders:
                since, until = self.window(spider, opts)
                counts = ledger.days(spider.name, since or until - timedelta(days=365), until)
                days = every_day(counts, since, until)
                open_days += sum(not d.finished for d in days)
                if opts.json:
                    print_json(spider.name, days)
                else:
                    print_days(spider.name, days, everything=opts.all)
        finally:
            ledger.close()
        return 3 if open_days else 0

    def window(self, spider: type[ArticleSpider], opts: argparse.Namespace) -> tuple[date | None, date]:
        """The days asked for. Errors: UsageError."""
        zone, now = ZoneInfo(spider.source.zone), datetime.now(UTC)
        try:
            asked = Window.parse(opts.since or "365d", opts.until or "yesterday", now=now, zone=zone, lookback=0)
        except WindowError as error:
            raise UsageError(str(error)) from None
        return (asked.since if opts.since else None), asked.until


class NeverCounted(DayCount):
    """A day that no run asked an index about."""

    @property
    def word(self) -> str:
        """The state for people."""
        return "never counted"


def every_day(counts: list[DayCount], since: date | None, until: date) -> list[DayCount]:
    """The counted days and, between them, the days that no index told of: never silently absent."""
    by_day = {c.day: c for c in counts}
    first = since or (counts[0].day if counts else until + DAY)
    days = []
    while first <= until:
        days.append(by_day.get(first) or NeverCounted(first, over=True))
        first += DAY
    return days


def stretches(days: list[DayCount]) -> Iterator[tuple[date, date, DayCount]]:
    """First and last of the days in a row that were never counted, one row for all; every other day by itself."""
    never: list[DayCount] = []
    for day in [*days, None]:
        if never and not (isinstance(day, NeverCounted) and never[-1].day + DAY == day.day):
            yield never[0].day, never[-1].day, never[0]
            never = []
        if isinstance(day, NeverCounted):
            never.append(day)
        elif day is not None:
            yield day.day, day.day, day


def print_json(source: str, days: list[DayCount]) -> None:
    """One line a day."""
    for c in days:
        missed = [{"url": url, "cause": cause} for url, (_id, cause) in c.missed.items()]
        row = {"source": source, "day": str(c.day), "listed": c.listed, "delivered": c.delivered, "rejected": c.rejected, "failed": c.failed,
               "not_asked_for": c.other, "finished": c.finished, "state": c.word, "missed": missed}  # fmt: skip
        sys.stdout.write(orjson.dumps(row).decode() + "\n")


def print_days(source: str, days: list[DayCount], *, everything: bool) -> None:
    """A table, then what is missing by address and cause."""
    console = terminal()
    done = sum(d.finished for d in days)
    if not days:
        console.print(f"{source}: no day was counted yet; run harvester crawl or harvester backfill", highlight=False, soft_wrap=True)
        return
    shown = days if everything else [d for d in days if not d.finished]
    if shown:
        rows = []
        for first, last, c in stretches(shown):
            numbers = [str(n) for n in (c.listed, c.delivered, c.rejected, c.failed, c.other)]
            span = str(first) if first == last else f"{first} to {last}"
            rows.append([span, *([""] * 5 if isinstance(c, NeverCounted) else numbers), c.word])
        print_table(console, ("day", "listed", "delivered", "rejected", "failed", "not asked for", "state"), rows, left=("day", "state"), spare=("not asked for", "rejected"))
    console.print(f"{source}: {done} of {len(days)} days from {days[0].day} to {days[-1].day} finished", highlight=False, soft_wrap=True)
    missed = [(d.day, url, cause) for d in days for url, (_id, cause) in d.missed.items()]
    for day, url, cause in missed[:LISTED]:
        console.print(f"  {day} {url}: {cause}", highlight=False, markup=False, soft_wrap=True)
    if len(missed) > LISTED:
        console.print(f"  … and {len(missed) - LISTED} more: --json has them all", highlight=False)
    if done < len(days):
        first, last = next(d.day for d in days if not d.finished), next(d.day for d in reversed(days) if not d.finished)
        console.print(f"next: harvester backfill {source} --since {first} --until {last}", highlight=False, soft_wrap=True)
