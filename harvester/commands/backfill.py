"""harvester backfill NAME…: a long range of days, window by window, from the site or from archives."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import UTC, datetime

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TimeRemainingColumn, TransferSpeedColumn

from harvester.backfill import Outcome, Plan, make_plan, parse_rate, parse_width, prepare, run_plans
from harvester.command import Command as Base
from harvester.command import existing
from harvester.discovery import Window, WindowError
from harvester.errors import UsageError
from harvester.spider import ArticleSpider
from harvester.summary import print_summary
from harvester.tables import print_table, terminal


class Command(Base):
    """The same spiders with windows of days; finished days are never asked for again."""

    by_clock = True

    def syntax(self) -> str:
        """Usage."""
        return "NAME… --since D [--until D] [--window 7d] [--rate 1/2s] [--dry-run] | NAME… --from-warc FILE…"

    def short_desc(self) -> str:
        """One line."""
        return "Harvest a long range of days, window by window; started again it goes on where it stopped"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Options."""
        super().add_options(parser)
        parser.add_argument("--since", metavar="D", help="first day (YYYY-MM-DD, 30d, 1w)")
        parser.add_argument("--until", metavar="D", help="last day (default: yesterday)")
        parser.add_argument("--window", default="7d", metavar="7d", help="days a run (default: 7d; lists that cannot be asked by date are walked once)")
        parser.add_argument("--rate", metavar="1/2s", help="requests a time; never faster than the source's own pace")
        parser.add_argument("--from-warc", nargs="+", action="extend", metavar="FILE", help="read these archives (own ones, CC-NEWS, any WARC) and ask nobody")
        parser.add_argument("--dry-run", action="store_true", help="say what it would ask for, and ask for nothing")

    def work(self, args: list[str], opts: argparse.Namespace) -> int:
        """Plan, and do it."""
        if not args:
            raise UsageError("name the sources, as in: harvester backfill info_gov_hk_en --since 2024-01-01 --until 2024-06-30")
        spiders = [self.catalogue.get(name) for name in dict.fromkeys(args)]
        if opts.from_warc:
            return self.from_warc(spiders, opts)
        if not opts.since:
            raise UsageError("say from which day: --since YYYY-MM-DD")
        assert self.settings is not None
        rate = parse_rate(opts.rate) if opts.rate else None
        prepare(self.settings, rate)
        width = parse_width(opts.window)
        now = datetime.now(UTC)
        plans = [make_plan(spider, self.settings, since=opts.since, until=opts.until, width=width, now=now) for spider in spiders]
        console = terminal()
        for plan in plans:
            if rate is not None and rate < plan.spider.source.delay:
                console.print(f"{plan.spider.name}: its own pace is one request in {plan.spider.source.delay:g} s; it is not asked faster", highlight=False)
        if opts.dry_run:
            print_plans(console, plans)
            return 0
        code, outcomes = run_plans([p for p in plans if p.windows], self.settings)
        print_outcomes(console, plans, outcomes)
        return code


    def from_warc(self, spiders: Sequence[type[ArticleSpider]], opts: argparse.Namespace) -> int:
        """Read archives for these sources."""
        from harvester.from_warc import prepare as prepare_archives
        from harvester.from_warc import run_archives

        if opts.dry_run or opts.rate:
            raise UsageError("--from-warc asks nobody: --dry-run and --rate do not go with it")
        files = [existing(name).absolute() for name in opts.from_warc]
        assert self.settings is not None
        for name, value in (("since", opts.since), ("until", opts.until)):
            if value:
                parse_day(name, value)
        prepare_archives(self.settings, [str(f) for f in files])
        console = terminal()
        if console.is_terminal:
            with Progress(BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn(), console=Console(stderr=True)) as bar:
                task = bar.add_task("", total=None)
                code, reports = run_archives(spiders, files, self.settings, catalogue=self.catalogue, since=opts.since, until=opts.until,
                                             progress=lambda done, total: bar.update(task, completed=done, total=total))  # fmt: skip
        else:
            code, reports = run_archives(spiders, files, self.settings, catalogue=self.catalogue, since=opts.since, until=opts.until)
        print_summary(reports)
        for report in reports:
            if not report.counts.get("found"):
                older = report.stats.get("harvest/archive/not_newer", 0)
                console.print(f"  {report.source}: {f'{older} pages, none newer than what is known' if older else 'no articles in these archives'}", highlight=False)
        return code


def parse_day(name: str, text: str) -> None:
    """Errors: UsageError when it is no day."""
    try:
        Window.parse(text if name == "since" else "1900-01-01", text if name == "until" else None, now=datetime.now(UTC), zone=UTC, lookback=0)
    except WindowError as error:
        raise UsageError(str(error)) from None


def print_plans(console: Console, plans: Sequence[Plan]) -> None:
    """What would be asked for."""
    rows = []
    for plan in plans:
        low, high = plan.hours
        rows.append([plan.spider.name, f"{plan.since} to {plan.until}", str(plan.done), str(len(plan.windows)), f"{plan.requests}{' or more' if plan.more else ''}",
                     _range(*plan.articles), hours(low, high)])  # fmt: skip
    print_table(console, ("source", "days", "done", "windows", "index requests", "articles", "hours"), rows, left=("source", "days"), spare=("done", "windows"))
    console.print("nothing was asked for; articles are an estimate from counted days, else from what the source says of an ordinary day", highlight=False)


def print_outcomes(console: Console, plans: Sequence[Plan], outcomes: Sequence[Outcome]) -> None:
    """What was had, and the days that are not complete, by name."""
    done = {outcome.plan.spider.name: outcome for outcome in outcomes}
    counted = ("found", "new", "revised", "unchanged", "rejected", "failed")
    rows = []
    for plan in plans:
        outcome = done.get(plan.spider.name, Outcome(plan))
        sums = [str(sum(r.counts.get(name, 0) for r in outcome.reports)) for name in counted]
        rows.append([plan.spider.name, f"{outcome.windows} of {len(plan.windows)}", *sums, str(len(outcome.incomplete))])
    print_table(console, ("source", "windows", *counted, "days incomplete"), rows, left=("source",), spare=("revised", "unchanged", "rejected"))
    for plan in plans:
        outcome = done.get(plan.spider.name, Outcome(plan))
        if not plan.windows:
            console.print(f"  {plan.spider.name}: every day from {plan.since} to {plan.until} is finished already", highlight=False, markup=False)
        for count in sorted(outcome.incomplete, key=lambda c: c.day)[:10]:
            console.print(f"  {plan.spider.name} {count.day}: {count.word}: listed {count.listed}, delivered {count.delivered}", highlight=False, markup=False)
        left = len(plan.windows) - outcome.windows
        if left and not outcome.stopped:
            console.print(f"  {plan.spider.name}: {left} of {len(plan.windows)} windows left; the same command again goes on from here", highlight=False, markup=False, soft_wrap=True)
        if outcome.incomplete:
            console.print(f"  run it again to ask for these days anew; harvester gaps {plan.spider.name} names what is missing", highlight=False, markup=False)
        if outcome.stopped:
            console.print(f"  {plan.spider.name}: stopped: {outcome.stopped}", highlight=False, markup=False, soft_wrap=True)


def hours(low: float, high: float) -> str:
    """A span of hours for people: "0.5 to 3.1", "under 0.1"."""
    if high < 0.1:
        return "under 0.1"
    return f"{low:.1f} to {high:.1f}" if f"{low:.1f}" != f"{high:.1f}" else f"{low:.1f}"


def _range(low: int, high: int) -> str:
    return str(low) if low == high else f"{low} to {high}"
