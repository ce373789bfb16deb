"""harvester export: delivered records as JSON Lines, CSV or Parquet, the latest revision of each article."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from harvester.command import Command as Base
from harvester.commands.crawl import check_topics
from harvester.delivered import Wanted, feeds_of, select
from harvester.discovery import Window, WindowError
from harvester.errors import UsageError

ZONE = ZoneInfo("Asia/Hong_Kong")


class Command(Base):
    """The reader's side: what is wanted, in one file."""

    by_clock = True

    def syntax(self) -> str:
        """Usage."""
        return "[--since D] [--until D] [--source NAME] [--topic ID] [--format jsonl|csv|parquet] [-o FILE]"

    def short_desc(self) -> str:
        """One line."""
        return "Delivered records as JSON Lines, CSV or Parquet: the latest revision of each article"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Options."""
        super().add_options(parser)
        parser.add_argument("--since", metavar="D", help="first day of publication, Hong Kong time: YYYY-MM-DD, 7d, 1w")
        parser.add_argument("--until", metavar="D", help="last day of publication")
        parser.add_argument("--source", action="append", default=[], metavar="NAME", help="only this source (may be repeated)")
        parser.add_argument("--topic", action="append", default=[], metavar="ID", help="only articles about this topic (may be repeated: any of them)")
        parser.add_argument("--format", choices=("jsonl", "csv", "parquet"), help="default: as the file's name ends, else jsonl")
        parser.add_argument("--all-revisions", action="store_true", help="every revision, not only the latest")
        parser.add_argument("--withdrawn", action="store_true", help="articles that were withdrawn, too (they have no date and no text)")
        parser.add_argument("-o", "--output", metavar="FILE", help="write there instead of printing; .gz and .zst are packed")

    def work(self, args: list[str], opts: argparse.Namespace) -> int:
        """Export."""
        if args:
            raise UsageError(f"{args[0]!r}: sources are named with --source {args[0]}")
        assert self.settings is not None
        output = Path(self.settings["HARVESTER_OUTPUT"]).absolute()
        if not (output / "articles").is_dir():
            raise UsageError(f"{output}: nothing was delivered there; run a crawl first or set HARVESTER_OUTPUT")
        target = Path(opts.output) if opts.output else None
        kind = opts.format or _kind_of(target)
        if kind == "parquet" and target is None:
            raise UsageError("parquet is no text: name a file with -o")
        wanted = self.wanted(opts)
        counted = Counted(select(feeds_of(output, wanted.sources), wanted, every_revision=opts.all_revisions))
        write(counted, kind, target)
        print(f"{counted.number} records" + (f" in {target}" if target else ""), file=sys.stderr)
        return 0

    def wanted(self, opts: argparse.Namespace) -> Wanted:
        """What was asked for. Errors: UsageError."""
        check_topics(",".join(opts.topic))
        for name in opts.source:
            self.catalogue.get(name)
        since = until = None
        if opts.since or opts.until:
            try:
                window = Window.parse(opts.since or "1970-01-01", opts.until, now=datetime.now(UTC), zone=ZONE, lookback=0)
            except WindowError as error:
                raise UsageError(str(error)) from None
            since, until = window.since, window.until if opts.until else None
        return Wanted(ZONE, since, until, frozenset(opts.source), frozenset(opts.topic), opts.withdrawn)


class Counted:
    """Lines and records, counted as they go by."""

    def __init__(self, found: Iterator[tuple[bytes, dict[str, Any]]]) -> None:
        self.found, self.number = found, 0

    def __iter__(self) -> Iterator[tuple[bytes, dict[str, Any]]]:
        for pair in self.found:
            self.number += 1
            yield pair


def _kind_of(target: Path | None) -> str:
    """The format that a file's name says: "week.csv.gz" is CSV."""
    ends = target.suffixes if target is not None else []
    return next((e[1:] for e in ends if e in (".csv", ".parquet")), "jsonl")


def write(found: Counted, kind: str, target: Path | None) -> None:
    """Records to a file, which appears whole, or to standard output. Errors: StorageError, UsageError."""
    from harvester.export import csv_chunks, write_parquet
    from harvester.feeds import write_atomic

    if kind == "parquet":
        assert target is not None
        write_parquet(target, (record for _line, record in found))
        return
    chunks = (line for line, _record in found) if kind == "jsonl" else csv_chunks(record for _line, record in found)
    if target is not None:
        write_atomic(target, chunks)
        return
    for chunk in chunks:
        sys.stdout.buffer.write(chunk)
    sys.stdout.buffer.flush()
