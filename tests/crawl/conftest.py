"""A crawl test runs `harvester` as an operator does: a process of its own, an output directory of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.crawl import forked

DEMO = Path(__file__).resolve().parents[2] / "harvester" / "demo"
WINDOW = ("-a", "since=2024-07-31", "-a", "until=2024-08-01")


@pytest.fixture
def harvest(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run a command with output in tmp_path/out."""

    def run(*arguments: str, output: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "harvester.cli", *arguments, "-s", f"HARVESTER_OUTPUT={output or tmp_path / 'out'}"]
        return forked.run(command, capture_output=True, text=True, timeout=120, cwd=tmp_path, env={**os.environ, **environment}, check=False)

    return run


def records(output: Path, kind: str = "articles") -> list[dict[str, Any]]:
    """All records of an output directory, in the order of the runs."""
    found = []
    for path in sorted((output / kind).rglob("*.jsonl"), key=lambda path: path.stat().st_mtime_ns):  # two runs of one second have no order by name
        found.extend(json.loads(text) for text in path.read_text("utf-8").splitlines())
    return found
