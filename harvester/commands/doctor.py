"""harvester doctor: the live check of sources, and what is wrong with each in words."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from shlex import quote
from typing import Any

import orjson
from rich.console import Console
from rich.table import Table

from harvester.command import Command as Base
from harvester.doctor import ARTICLES, CURES, FIELDS, Checkup, Sign, examine, short
from harvester.items import Article
from harvester.tables import terminal

_ODD = re.compile(r"[^a-z0-9]+")


class Command(Base):
    """robots.txt, every index, three articles a source. Exit code 0 when all sources are ok or quiet, 3 when not."""

    by_clock = True

    default_settings = {"LOG_LEVEL": "CRITICAL"}

    def syntax(self) -> str:
        """Usage."""
        return "[NAME…] [--json]"

    def short_desc(self) -> str:
        """One line."""
        return "Check sources live: robots.txt, every index, three articles each; a verdict and the cure"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Options."""
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="a line of JSON a source")

    def work(self, args: list[str], opts: argparse.Namespace) -> int:
        """Check."""
        assert self.settings is not None
        spiders = [self.catalogue.get(name) for name in dict.fromkeys(args)] or [s for s in self.catalogue if s.source.refuses is None]
        if not opts.json:
            print(f"checking {len(spiders)} sources, {ARTICLES} articles each, at each site's own pace", file=sys.stderr)
        checkups = examine(spiders, self.settings)
        console = terminal()
        for checkup in checkups:
            if opts.json:
                sys.stdout.write(orjson.dumps(as_row(checkup)).decode() + "\n")
            else:
                print_checkup(console, checkup)
        if not opts.json and len(checkups) > 1:
            print_verdicts(console, checkups)
        return 0 if all(c.verdict in ("ok", "quiet") for c in checkups) else 3


def as_row(checkup: Checkup) -> dict[str, Any]:
    """A check for programs."""
    signs = [{"verdict": s.verdict, "url": s.url, "what": s.what, "kept": str(s.kept) if s.kept else None} for s in checkup.signs]
    fields = {name: [value_of(v.record, name) for v in checkup.visits] for name in FIELDS}
    return {"source": checkup.spider.name, "verdict": checkup.verdict, "signs": signs, "robots": checkup.robots, "indexes": [list(i) for i in checkup.indexes],
            "articles": [v.url for v in checkup.visits], "fields": fields}  # fmt: skip


def print_checkup(console: Console, checkup: Checkup) -> None:
    """One source: what was asked, what was found, what is wrong."""
    color = {"ok": "green", "quiet": "yellow"}.get(checkup.verdict, "red")
    console.print(f"[bold]{checkup.spider.name}[/] [{color}]{checkup.verdict}[/]", highlight=False)
    console.print(f"  robots.txt  {checkup.robots}", highlight=False, markup=False, soft_wrap=True)
    for where, what in checkup.indexes:
        console.print(f"  {where}\n              {what}", highlight=False, markup=False, soft_wrap=True)
    if checkup.visits:
        print_fields(console, checkup)
    for sign in checkup.signs:
        console.print(f"  {sign.verdict}: {sign.what}\n      {sign.url}", highlight=False, markup=False, soft_wrap=True)
        if sign.kept is not None:
            console.print(f"      kept: {command_for(checkup, sign)}", highlight=False, markup=False, soft_wrap=True)
    for verdict in dict.fromkeys(s.verdict for s in checkup.signs):
        console.print(f"  → {CURES[verdict]}", highlight=False, markup=False, soft_wrap=True)
    console.print()


def command_for(checkup: Checkup, sign: Sign) -> str:
    """What to type with a kept page: an article can be recorded, an index can be looked at."""
    kept = f"{sign.kept}"
    if checkup.spider.source.article_key(sign.url) is None or sign.verdict == "blocked":
        return kept
    case = _ODD.sub("_", Path(sign.url.partition("?")[0]).stem.lower()).strip("_")[:40] or "page"
    return f"harvester record {quote(kept)} --url {quote(sign.url)} --case {case}"


def print_fields(console: Console, checkup: Checkup) -> None:
    """The fields of the articles read, side by side."""
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    table.add_column("  field", no_wrap=True)
    for number, visit in enumerate(checkup.visits, 1):
        table.add_column(f"article {number} ({visit.draft.reader if visit.draft else 'not read'})", max_width=44, no_wrap=True)
    for name in FIELDS:
        table.add_row(f"  {name}", *(value_of(v.record, name) or "–" for v in checkup.visits))
    console.print(table, highlight=False, markup=False)


def value_of(record: Article | None, name: str) -> str | None:
    """A field's value in few words; None when it is empty."""
    value = getattr(record, name, None) if record is not None else None
    if not value:
        return None
    if name == "body":
        return f"{len(value)} characters"
    if name == "images":
        return f"{len(value)}, {sum(bool(i.caption) for i in value)} with captions, {sum(bool(i.credit) for i in value)} with credits"
    if name == "authors":
        return short(", ".join(a.name for a in value))
    if name == "translations":
        return ", ".join(t.language for t in value)
    return short(", ".join(value) if isinstance(value, list) else str(value))


def print_verdicts(console: Console, checkups: Sequence[Checkup]) -> None:
    """All sources in a line each."""
    for checkup in checkups:
        what = checkup.signs[0].what if checkup.signs else f"{len(checkup.visits)} articles read"
        console.print(f"{checkup.spider.name:<18} {checkup.verdict:<8} {short(what)}", highlight=False, markup=False)
