"""harvester try: which layout and which pick gave each field of a page, beside the generic reader's reading."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence

from rich.markup import escape
from rich.table import Table

from harvester.command import Command as Base
from harvester.commands.read import Reader
from harvester.fetching import take
from harvester.items import Reject
from harvester.tables import Terminal, terminal
from harvester.trial import RECORD, Trial, attempt, told, value_of


class Command(Base):
    """One page, looked at closely. Writes nothing."""

    def syntax(self) -> str:
        """Usage."""
        return "FILE --url URL | URL"

    def short_desc(self) -> str:
        """One line."""
        return "Show which layout and which pick gave each field of a page, beside the generic reader"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Options."""
        super().add_options(parser)
        parser.add_argument("--url", help="the page's address, where a file is given: chooses the source")
        parser.add_argument("--fetched", help="when the page was saved (ISO 8601; Hong Kong time if no offset); default: the file's own time, now for an address")
        parser.add_argument("--source", help="read it as this source's page, whatever the address says")
        parser.add_argument("--full", action="store_true", help="values in full, not their beginnings")

    def work(self, args: list[str], opts: argparse.Namespace) -> int:
        """Try."""
        from harvester.errors import UsageError

        if len(args) != 1:
            raise UsageError("write: harvester try FILE --url URL, or: harvester try URL")
        taken = take(args[0], opts.url, opts.fetched, self.settings)
        spider = self.catalogue.get(opts.source)() if opts.source else Reader(self.catalogue).spider_for(taken.url)
        if args[0] != taken.url and not opts.url:
            print(f"redirected to {taken.url}")
        logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it complains of pages that are no HTML; what was read of them is shown
        trial = attempt(spider, spider.page_of(taken.url, taken.body, taken.charset), taken.url, taken.fetched, taken.status)
        show(trial, full=opts.full)
        if isinstance(trial.record, Reject):
            print(f"harvester: {args[0]}: would be rejected: {'; '.join(trial.record.reasons)}", file=sys.stderr)
            return 4
        return 0


def show(trial: Trial, *, full: bool = False) -> None:
    """Print a trial: the layouts, the picks' strings, the records."""
    console = terminal(168)
    limit = 100_000 if full else 90
    claimed = "no source claims the address; the generic reader reads it" if trial.spider == "generic" else f"source {trial.spider}, read by {trial.reader}"
    console.print(f"{claimed}; id {trial.record.id}", highlight=False, markup=False, soft_wrap=True)
    for name, landmark, fits in trial.fits:
        console.print(f"  layout {name}: its landmark {landmark} {'is on the page' if fits else 'is not on the page'}", highlight=False, markup=False, soft_wrap=True)
    for note in trial.notes:
        console.print(f"  ! {note}", highlight=False, markup=False, soft_wrap=True)
    strings = [(row.name, row.given_by, told(row.value, limit), "" if not row.generic else "=" if row.generic == row.value else told(row.generic, limit)) for row in trial.rows]
    _print(console, ("field", "given by", "as picked", "generic reader"), strings)
    records = []
    for name in RECORD:
        ours, theirs = value_of(trial.record, name), value_of(trial.other, name)
        if ours or theirs:
            records.append((name, told(ours, limit), "=" if ours == theirs else told(theirs, limit)))
    _print(console, ("record", "as published", "generic reader alone"), records)
    odd = {k.removeprefix("harvest/"): n for k, n in sorted(trial.counts.items()) if n}
    if odd:
        console.print("counted: " + ", ".join(f"{k} {n}" if n > 1 else k for k, n in odd.items()), highlight=False, markup=False, soft_wrap=True)


SIDE_BY_SIDE = 120  # cells; with less room the columns stand one under another


def _print(console: Terminal, columns: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    """Rows side by side, "=" where the generic reader says the same; on a narrow terminal a row is a few lines, each with its column's name."""
    if console.width >= SIDE_BY_SIDE:
        table = Table(box=None, pad_edge=False, header_style="bold", expand=True)
        for number, column in enumerate(columns):
            table.add_column(column, overflow="fold", no_wrap=number == 0, ratio=None if number == 0 else 1)
        for row in rows:
            table.add_row(*map(escape, row))
    else:
        table = Table(box=None, pad_edge=False, header_style="bold", show_header=False)
        table.add_column(no_wrap=True)
        table.add_column(no_wrap=True, style="dim")
        table.add_column(overflow="fold")
        console.print(f"[bold]{columns[0]}[/bold]")
        for row in rows:
            name = row[0]
            for column, value in zip(columns[1:], row[1:], strict=True):
                if value:
                    table.add_row(escape(name), column.removesuffix(" alone"), escape(value))
                    name = ""
    console.print(table)
