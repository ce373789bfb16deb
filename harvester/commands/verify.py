"""harvester verify FILE…: schema, manifest and checksums of feed files."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from harvester.command import Command as Base
from harvester.errors import UsageError
from harvester.feeds import verify_file
from harvester.record_schema import checker


class Command(Base):
    """Every line, against the schema; every file, against its manifest."""

    def syntax(self) -> str:
        """Usage."""
        return "FILE|DIRECTORY…"

    def short_desc(self) -> str:
        """One line."""
        return "Check feed files: schema, manifest, checksums (exit code 2 and the line number on a bad line)"

    def work(self, args: list[str], opts: argparse.Namespace) -> int:
        """Check."""
        if not args:
            raise UsageError("name feed files, or the output directory")
        files = [file for name in args for file in feed_files(Path(name))]
        bad = 0
        for file in files:
            problems = verify_file(file, checker())
            bad += bool(problems)
            for problem in problems:
                place = f"{file}:{problem.line}" if problem.line else str(file)
                print(f"{place}: {problem.message}", file=sys.stderr)
        print(f"{len(files)} files checked, {bad} with problems")
        return 2 if bad else 0


def feed_files(path: Path) -> list[Path]:
    """The feed files a name stands for. Errors: UsageError."""
    if path.is_dir():
        found = sorted(p for p in path.rglob("*.jsonl*") if p.name.endswith((".jsonl", ".jsonl.gz", ".jsonl.zst")))
        if not found:
            raise UsageError(f"{path}: no feed files in it")
        return found
    if not path.exists():
        raise UsageError(f"{path}: no such file")
    return [path]
