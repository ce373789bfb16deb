"""harvester status: how the sources are, in the terminal, with the cure in words."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

import orjson

from harvester.command import Command as Base
from harvester.report import Standing, standings, to_do
from harvester.tables import print_table, terminal

COLORS = {"ok": "green", "late": "yellow", "thin": "yellow", "hollow": "yellow", "flooded": "magenta", "broken": "red", "blocked": "red"}


class Command(Base):
    """One row a source, the gravest first. With --check the exit code is 3 when any source is not ok."""

    by_clock = True

    def syntax(self) -> str:
        """Usage."""
        return "[NAME…] [--check] [--json]"

    def short_desc(self) -> str:
        """One line."""
        return "How the sources are: late, thin, hollow, broken, blocked, flooded or ok, and what to do"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Options."""
        super().add_options(parser)
        parser.add_argument("--check", action="store_true", help="exit code 3 when a source is not ok")
        parser.add_argument("--json", action="store_true", help="a line of JSON a source")

    def work(self, args: list[str], opts: argparse.Namespace) -> int:
        """Look."""
        assert self.settings is not None
        spiders = [self.catalogue.get(name) for name in args] or list(self.catalogue)
        now = datetime.now(UTC)
        found = standings(spiders, Path(self.settings["HARVESTER_OUTPUT"]).absolute(), now=now)
        if opts.json:
            for s in found:
                sys.stdout.write(orjson.dumps(as_row(s, now)).decode() + "\n")
        else:
            print_standings(found, now, never=[s.name for s in spiders if s.name not in {f.name for f in found}])
        return 3 if opts.check and any(s.state != "ok" for s in found) else 0


def as_row(s: Standing, now: datetime) -> dict[str, object]:
    """A source's standing for programs."""
    age = s.age(now)
    findings = [{"state": f.state, "reason": f.reason, "cure": f.cure} for f in s.findings]
    return {"source": s.name, "state": s.state, "findings": findings, "last_run": s.last_at.isoformat() if s.last_at else None, "last_24_hours": s.day,
            "usual_new": s.usual[1] if s.usual else None, "newest": s.newest.isoformat() if s.newest else None, "newest_age_hours": round(age, 1) if age is not None else None,
            "days_incomplete": [str(c.day) for c in s.incomplete]}  # fmt: skip


def print_standings(found: list[Standing], now: datetime, never: list[str]) -> None:
    """The table, then what is wrong and what to do."""
    console = terminal()
    rows = [
        [s.name, s.state, f"{ago((now - s.last_at).total_seconds() / 3600)} ago" if s.last_at else "", str(s.day["new"]), str(s.usual[1]) if s.usual else "",
         *(str(s.day[n]) for n in ("revised", "unchanged", "rejected", "failed")), ago(s.age(now)), str(len(s.incomplete)) if s.incomplete else ""]
        for s in found
    ]  # fmt: skip
    if rows:
        columns = ("source", "state", "last run", "new", "usual", "revised", "unchanged", "rejected", "failed", "newest", "days open")
        print_table(console, columns, rows, left=columns[:3], spare=("unchanged", "revised", "last run", "usual"), styles=[COLORS.get(s.state, "white") for s in found])
    for state, cure, sources in to_do(found):
        for s, findings in sources:
            for f in findings:
                console.print(f"  {s.name} is {state}: {f.reason}", highlight=False, markup=False, soft_wrap=True)
        console.print(f"    → {cure}", highlight=False, markup=False, soft_wrap=True)
    if never:
        console.print(f"never run: {', '.join(never)}", highlight=False, markup=False, soft_wrap=True)
    console.print("counts are of the last 24 hours; harvester report has the whole picture", highlight=False)


def ago(hours: float | None) -> str:
    """A span for people: 40 min, 5 h, 3 d."""
    if hours is None:
        return ""
    if hours < 1.5:
        return f"{round(hours * 60)} min"
    return f"{round(hours)} h" if hours < 48 else f"{hours / 24:.0f} d"
