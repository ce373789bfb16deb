"""harvester sources: the catalogue."""

from __future__ import annotations

import argparse
import json
from datetime import date
from typing import Any

from harvester.command import Command as Base
from harvester.spider import ArticleSpider


class Command(Base):
    """A row a source."""

    def syntax(self) -> str:
        """Usage."""
        return "[--json]"

    def short_desc(self) -> str:
        """One line."""
        return "List the sources: languages, how each says what is new, how far back it reaches"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Options."""
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="as JSON, one array")

    def work(self, args: list[str], opts: argparse.Namespace) -> int:
        """Print it."""
        rows = [describe(spider) for spider in self.catalogue]
        if opts.json:
            print(json.dumps(rows, ensure_ascii=False, indent=1))
            return 0
        from rich.console import Console
        from rich.table import Table

        table = Table(box=None, pad_edge=False, header_style="bold")
        for column in ("name", "publisher", "kind", "language", "discovery", "reaches back to"):
            table.add_column(column, overflow="fold")
        for row in rows:
            table.add_row(row["name"], row["title"], row["kind"], row["language"], ", ".join(row["discovery"]), row["reaches_back"] or "no known limit")
        Console().print(table)
        return 0


def describe(spider: type[ArticleSpider], today: date | None = None) -> dict[str, Any]:
    """One source as the catalogue tells it."""
    from datetime import UTC, datetime

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
