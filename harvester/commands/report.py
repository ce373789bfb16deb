"""harvester report: what an operator asks each morning, as a page, as Prometheus text, or as JSON."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

import orjson

from harvester.command import Command as Base
from harvester.errors import UsageError
from harvester.feeds import write_atomic
from harvester.report import prometheus, standings
from harvester.report_html import page


class Command(Base):
    """From the ledger and the run reports; nothing is fetched."""

    by_clock = True

    def syntax(self) -> str:
        """Usage."""
        return "[NAME…] [--html FILE] [--format prometheus|json] [-o FILE] [--days 30]"

    def short_desc(self) -> str:
        """One line."""
        return "What the sources brought against their usual: an HTML page, Prometheus text or JSON"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Options."""
        super().add_options(parser)
        parser.add_argument("--html", metavar="FILE", help="write the page here (default: <output>/report.html)")
        parser.add_argument("--format", choices=("html", "prometheus", "json"), default="html", help="prometheus: for node_exporter's textfile collector")
        parser.add_argument("-o", "--output", metavar="FILE", help="where to write; - is standard output")
        parser.add_argument("--days", type=int, default=30, metavar="N", help="days of the plots (default: 30)")

    def work(self, args: list[str], opts: argparse.Namespace) -> int:
        """Write it."""
        if not 2 <= opts.days <= 366:
            raise UsageError("--days takes 2 to 366")
        if opts.html and (opts.format != "html" or opts.output):
            raise UsageError("--html FILE goes without --format and -o")
        assert self.settings is not None
        output = Path(self.settings["HARVESTER_OUTPUT"]).absolute()
        spiders = [self.catalogue.get(name) for name in args] or list(self.catalogue)
        now = datetime.now(UTC)
        found = standings(spiders, output, now=now, days=opts.days)
        if opts.format == "prometheus":
            return deliver(prometheus(found, now=now), opts.output or "-")
        if opts.format == "json":
            from harvester.commands.status import as_row

            return deliver("".join(orjson.dumps(as_row(s, now)).decode() + "\n" for s in found), opts.output or "-")
        never = [] if args else [s.name for s in spiders if s.name not in {f.name for f in found}]
        return deliver(page(found, now=now, days=opts.days, never=never), opts.html or opts.output or str(output / "report.html"))


def deliver(text: str, target: str) -> int:
    """Whole or not at all: a collector or a reader may look at any moment. Errors: StorageError."""
    if target == "-":
        sys.stdout.write(text)
        return 0
    write_atomic(Path(target).absolute(), [text.encode()])
    print(f"wrote {target}", file=sys.stderr)
    return 0
