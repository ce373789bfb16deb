"""harvester sources: the catalogue."""

from __future__ import annotations

import argparse
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import harvester
from harvester import coverage
from harvester.command import Command as Base
from harvester.commands.read import Reader
from harvester.errors import UsageError
from harvester.spider import ArticleSpider
from harvester.tables import terminal

WIDE = 100  # cells; a narrower terminal has no room for what kind a publisher is (--json tells it)


class Command(Base):
    """A row a source."""

    def syntax(self) -> str:
        """Usage."""
        return "[--json | --markdown | --measure DIR]"

    def short_desc(self) -> str:
        """One line."""
        return "List the sources: languages, how each says what is new, how far back it reaches"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Options."""
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="as JSON, one array")
        parser.add_argument("--markdown", action="store_true", help="as docs/sources.md has it")
        parser.add_argument("--measure", metavar="DIR", help="count what is filled on a folder of saved pages (its manifest.jsonl) and write the counts")
        parser.add_argument("--counts", metavar="FILE", default=str(Path(harvester.__file__).parent / "coverage.json"), help="where --measure writes (default: the package's)")

    def work(self, args: list[str], opts: argparse.Namespace) -> int:
        """Print it."""
        if args:
            raise UsageError(f"{args[0]!r}: harvester sources lists all of them and takes no name")
        if sum(map(bool, (opts.json, opts.markdown, opts.measure))) > 1:
            raise UsageError("one of --json, --markdown and --measure at a time")
        if opts.measure:
            return self.measure(Path(opts.measure), Path(opts.counts))
        if opts.markdown:
            print(coverage.markdown(self.catalogue, coverage.committed()), end="")
            return 0
        rows = [describe(spider) for spider in self.catalogue]
        if opts.json:
            print(json.dumps(rows, ensure_ascii=False, indent=1))
            return 0
        from rich.table import Table

        console = terminal(168)
        table = Table(box=None, pad_edge=False, header_style="bold")
        columns = ["name", "publisher", "kind", "language", "discovery", "reaches back to"]
        cells = [(r["name"], r["title"], r["kind"], r["language"], coverage.kinds(self.catalogue.get(r["name"]).discovery), r["reaches_back"] or "no known limit") for r in rows]
        shown = [number for number, column in enumerate(columns) if column != "kind" or console.width >= WIDE]
        for number in shown:
            table.add_column(columns[number], overflow="fold", no_wrap=columns[number] in ("name", "language"))
        for row in cells:
            table.add_row(*(row[number] for number in shown))
        console.print(table)
        return 0

    def measure(self, folder: Path, file: Path) -> int:
        """Count, write, and say what became less."""
        before = json.loads(file.read_text("utf-8")) if file.exists() else {"sources": {}, "live": {}}
        counts = coverage.measure(folder, Reader(self.catalogue))
        file.write_text(coverage.as_text(counts, datetime.now(UTC).date(), before["live"]), "utf-8")
        for name, row in before["sources"].items():
            for field, number in row.items():
                if counts.get(name, {}).get(field, 0) < number:
                    print(f"less than before: {name}: {field} {counts.get(name, {}).get(field, 0)}, was {number}")
        pages = sum(row["pages"] for row in counts.values())
        print(f"wrote {file}: {pages} pages of {len(counts)} sources; now: harvester sources --markdown > docs/sources.md")
        return 0


def describe(spider: type[ArticleSpider], today: date | None = None) -> dict[str, Any]:
    """One source as the catalogue tells it."""
    source = spider.source
    today = today or datetime.now(UTC).date()
    reaches = [d.reaches_back(today) for d in spider.discovery]
    back = None if not reaches or any(r is None for r in reaches) else min(r for r in reaches if r is not None)
    return {
        "name": spider.name,
        "title": source.title,
        "group": source.group,
        "kind": source.kind,
        "country": source.country,
        "language": source.language,
        "home": source.home,
        "hosts": list(source.hosts),
        "discovery": [type(d).__name__ for d in spider.discovery],
        "reaches_back": str(back) if back else None,
        "layouts": [layout.__name__ for layout in spider.layouts],
        "delay": source.delay,
    }
