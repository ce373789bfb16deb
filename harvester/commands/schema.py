"""harvester schema: the JSON Schema of a record."""

from __future__ import annotations

import argparse
import sys

from harvester.command import Command as Base
from harvester.errors import UsageError
from harvester.record_schema import as_text


class Command(Base):
    """Print it."""

    def syntax(self) -> str:
        """Usage."""
        return ""

    def short_desc(self) -> str:
        """One line."""
        return "Print the JSON Schema of a record"

    def work(self, args: list[str], opts: argparse.Namespace) -> int:
        """Print it."""
        if args:
            raise UsageError(f"{args[0]!r}: there is one schema; harvester schema takes no argument")
        sys.stdout.write(as_text())
        return 0
