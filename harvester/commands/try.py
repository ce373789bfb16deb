"""harvester try: which layout and which pick gave each field of a page, beside the generic reader's reading."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from rich.markup import escape
from rich.table import Table

from harvester.command import Command as Base
from harvester.commands.read import Reader
from harvester.fetching import take
from harvester.items import Article, Link, Photo, Reject
from harvester.tables import terminal
from harvester.trial import Row, Trial, attempt

RECORD = (
    "headline", "description", "section", "issuer", "authors", "dateline", "date_published", "date_modified", "date_precision", "language", "body", "images",
    "videos", "attachments", "keywords", "topics", "related", "live",
)  # fmt: skip


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
    console.print(f"{claimed}; id {trial.record.id}", highlight=False, markup=False)
    for name, landmark, fits in trial.fits:
        console.print(f"  layout {name}: its landmark {landmark} {'is on the page' if fits else 'is not on the page'}", highlight=False, markup=False, soft_wrap=True)
    for note in trial.notes:
        console.print(f"  ! {note}", highlight=False, markup=False, soft_wrap=True)
    strings = _table("field", "given by", "as picked", "generic reader")
    for row in trial.rows:
        strings.add_row(row.name, escape(row.given_by), escape(told(row.value, limit)), escape(_beside(row, limit)))
    console.print(strings)
    records = _table("record", "as published", "generic reader alone")
    for name in RECORD:
        ours, theirs = _value(trial.record, name), _value(trial.other, name)
        if ours or theirs:
            records.add_row(name, escape(told(ours, limit)), "=" if ours == theirs else escape(told(theirs, limit)))
    console.print(records)
    odd = {k.removeprefix("harvest/"): n for k, n in sorted(trial.counts.items())}
    if odd:
        console.print("counted: " + ", ".join(f"{k} {n}" if n > 1 else k for k, n in odd.items()), highlight=False, markup=False, soft_wrap=True)


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", expand=True)
    for number, column in enumerate(columns):
        table.add_column(column, overflow="fold", no_wrap=number == 0, ratio=None if number == 0 else 1)
    return table


def _beside(row: Row, limit: int) -> str:
    if not row.generic:
        return ""
    return "=" if row.generic == row.value else told(row.generic, limit)


def _value(record: Article, name: str) -> Any:
    value = getattr(record, name)
    if name == "body" and value:
        return value.split("\n\n")
    if name == "authors":
        return [f"{a.name} ({', '.join(filter(None, (a.kind, a.role, a.place)))})" for a in value]
    if name == "images":
        return [" | ".join(filter(None, (i.caption or "no caption", i.credit and f"credit {i.credit}", i.photographer, i.agency))) for i in value]
    if name in ("videos", "attachments", "related"):
        return [f"{i.title or ''} {i.url or ''}".strip() for i in value]
    return value


def told(value: Any, limit: int) -> str:
    """A value for people: beginnings and counts. Example: told(["One.", "Two."], 90) == '2: One. | Two.'"""
    if value is None or value is False or value == []:
        return "-"
    if isinstance(value, list):
        parts = [p for v in value for p in (v.split("\n\n") if isinstance(v, str) else [_one(v)])]
        if len(parts) == 1:
            return told(parts[0], limit)
        if limit > 1000:
            return f"{len(parts)}:\n" + "\n".join(parts)
        if sum(map(len, parts)) <= 2 * limit:
            return f"{len(parts)}: " + " | ".join(parts)
        return f"{len(parts)}, {sum(map(len, parts))} characters: {_cut(parts[0], limit)} … {_tail(parts[-1], limit // 2)}"
    return _cut(str(value), limit)


def _one(value: Any) -> str:
    if isinstance(value, Photo):
        return " ".join(filter(None, (value.caption or "(no caption)", value.credit and f"[{value.credit}]", value.url and f"<{value.url[-40:]}>")))
    if isinstance(value, Link):
        return " ".join(filter(None, (value.title, value.url and f"<{value.url[-60:]}>")))
    return str(value)


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[:limit]}… ({len(text)})"


def _tail(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"…{text[-limit:]}"
