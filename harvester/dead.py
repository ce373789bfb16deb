"""Dead letters: pages on which our own code fell over, kept with cause and traceback until somebody has looked at them.

    output/dead/<source>/<run>/0001.html.gz       the page as it was received
    output/dead/<source>/<run>/manifest.jsonl     a line a page: file, url, fetched, charset, cause, trace

The manifest is one that `harvester read --manifest` takes. The article itself is not settled: the next run asks for it again.
"""

from __future__ import annotations

import logging
import shutil
from datetime import datetime
from pathlib import Path
from shlex import quote
from typing import Any

import orjson

from harvester.feeds import StorageError, write_atomic
from harvester.pdf import is_pdf
from harvester.source import without_secrets

logger = logging.getLogger(__name__)

MAX_PAGES, MAX_BYTES = 50, 32 * 1024 * 1024  # a run, packed
MAX_TRACE = 8000  # characters, the innermost frames
RUNS = 10  # of a source that have letters; the oldest make room


class DeadLetters:
    """The dead letters of one run; nothing is written before there is one. `manifest`: its path then.

    Example: DeadLetters(Path("output"), "rthk_en", run).keep(url, body, "pipeline error: KeyError: 'x'", trace, fetched=now)
    """

    def __init__(self, output: Path, source: str, run: str) -> None:
        self.source, self.folder = source, output / "dead" / source / run
        self.manifest: Path | None = None
        self.rows: list[bytes] = []
        self.size = 0
        self.full = False

    def keep(self, url: str, body: bytes, cause: str, trace: str, *, fetched: datetime, charset: str | None = None) -> None:
        """Keep a page, durable when this returns, and say where it is. Where it cannot be, or where there are too many, that is said once."""
        if self.full:
            return
        if len(self.rows) >= MAX_PAGES or self.size >= MAX_BYTES:
            self.full = True
            logger.warning("%s: %d pages are kept in %s and no more; the others are named in the run report", self.source, len(self.rows), self.folder)
            return
        path = self.folder / f"{len(self.rows) + 1:04d}.{'pdf' if is_pdf(body) else 'html'}.gz"
        row: dict[str, Any] = {"file": path.name, "url": without_secrets(url), "fetched": fetched.isoformat(timespec="seconds"), "charset": charset, "cause": cause, "trace": trace[-MAX_TRACE:]}
        try:
            self.make_room()
            write_atomic(path, [body])
            self.rows.append(orjson.dumps(row) + b"\n")
            write_atomic(self.folder / "manifest.jsonl", self.rows)
        except StorageError as error:
            self.full = True
            logger.error("%s: %s; pages that raise errors are not kept in this run", self.source, error)
            return
        self.manifest = self.folder / "manifest.jsonl"
        self.size += path.stat().st_size
        logger.error("%s: %s: %s; its page is kept, see it read: harvester try %s --url %s", self.source, row["url"], cause, quote(str(path)), quote(row["url"]))

    def make_room(self) -> None:
        """Before the first letter: leave as many runs as may have any."""
        if not self.rows and self.folder.parent.is_dir():
            for old in sorted(path for path in self.folder.parent.iterdir() if path.is_dir())[: -(RUNS - 1)]:
                shutil.rmtree(old, ignore_errors=True)
