"""What a person reads after a run: one row a source."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console

from harvester.command import be_silent
from harvester.extensions import RunReport
from harvester.tables import print_table, terminal

COLUMNS = ("found", "new", "revised", "unchanged", "withdrawn", "rejected", "failed")


def print_summary(reports: Sequence[RunReport], console: Console | None = None) -> None:
    """A table of the runs on standard output: counts, outcome, and the failures by name."""
    if not reports:
        return
    try:
        _print(reports, console or terminal())
    except BrokenPipeError:  # the runs went as they went, whoever reads this
        be_silent()


def _print(reports: Sequence[RunReport], console: Console) -> None:
    rows = []
    for report in reports:
        counts = [str(report.counts.get(name, 0)) for name in COLUMNS]
        rows.append([report.source, *counts, (report.newest or "")[:16].replace("T", " "), f"{report.outcome} ({report.exit_code})"])
    print_table(console, ("source", *COLUMNS, "newest", "outcome"), rows, left=("source", "newest", "outcome"), spare=("newest", "withdrawn", "revised", "rejected", "unchanged"))
    for report in reports:
        for failure in report.failed[:5]:
            console.print(f"  failed: {report.source} {failure['url']}: {failure['cause']}", soft_wrap=True, highlight=False, markup=False)
        if len(report.failed) > 5:
            console.print(f"  … and {len(report.failed) - 5} more, named in the run report of {report.run}", highlight=False, markup=False)
        for what, told in report.troubles.items():
            console.print(f"  read without: {report.source} {what}: {told}", soft_wrap=True, highlight=False, markup=False)
        for file in report.files:
            console.print(f"  wrote {file}", soft_wrap=True, highlight=False, markup=False)
