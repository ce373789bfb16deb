"""A power cut: what was not synced is gone. When the ledger believes in an article, its feed and manifest would outlive one."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from harvester.feeds import KINDS, deliver, final_path, manifest_path, probe
from harvester.ledger import Ledger, StagedRow

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
RUN = "20261124T080000Z-a"


class Disk:
    """Records what is synced: files by inode and size, directories with the names they hold at that moment."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.files: dict[int, int] = {}
        self.names: dict[int, set[str]] = {}
        fsync = os.fsync

        def recorded(descriptor: int) -> None:
            fsync(descriptor)
            state = os.fstat(descriptor)
            path = Path(f"/proc/self/fd/{descriptor}").resolve()
            if path.is_dir():
                self.names[state.st_ino] = set(os.listdir(path))
            else:
                self.files[state.st_ino] = state.st_size

        monkeypatch.setattr(os, "fsync", recorded)

    def survives(self, path: Path, root: Path) -> bool:
        """Whether a file with all its bytes, and every directory from the root down to it, is on the disk."""
        state = path.stat()
        if self.files.get(state.st_ino) != state.st_size:
            return False
        while path != root:
            if path.name not in self.names.get(path.parent.stat().st_ino, ()):
                return False
            path = path.parent
        return True


def staged(ledger: Ledger, n: int) -> None:
    ledger.start_run(RUN, "a", None, NOW)
    for number in range(n):
        ledger.stage(StagedRow(f"a:{number}", 1, "a", RUN, "article", b'{"id":"a:%d"}\n' % number, "sha256:" + "0" * 32, None, f"https://a.hk/{number}"))


def test_nothing_believed_in_is_lost_to_a_power_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    disk = Disk(monkeypatch)
    output = tmp_path / "new" / "output"
    probe(output)
    ledger = Ledger.open(output / "state" / "ledger.sqlite")
    staged(ledger, 3)
    paths = {kind: final_path(output, kind, date(2026, 11, 24), "a", RUN) for kind in KINDS}
    commit, levels = ledger.commit_run, []

    def committing(run: str) -> Any:
        feed = paths["articles"]
        assert disk.survives(feed, tmp_path)
        assert disk.survives(manifest_path(feed), tmp_path)
        ledger.db.set_trace_callback(levels.append)
        try:
            return commit(run)
        finally:
            ledger.db.set_trace_callback(None)

    monkeypatch.setattr(ledger, "commit_run", committing)
    assert deliver(ledger, output, "a", RUN, paths, outcome="complete") == [paths["articles"]]
    told = [text.split("(")[0].strip() for text in levels]
    assert told.index("PRAGMA synchronous=FULL") < told.index("COMMIT") < told.index("PRAGMA synchronous=NORMAL")
    assert ledger.db.execute("PRAGMA synchronous").fetchone()[0] == 1
    ledger.close()


def test_a_ledger_that_forgets_its_last_transactions_delivers_again(tmp_path: Path) -> None:
    """The write-ahead log cut at any frame, as a power cut leaves it: the ledger opens, with a prefix of what was staged, in order."""
    probe(tmp_path)
    path = tmp_path / "state" / "ledger.sqlite"
    ledger = Ledger.open(path)
    staged(ledger, 12)
    base, log = path.read_bytes(), path.with_name("ledger.sqlite-wal").read_bytes()
    ledger.close()
    seen = set()
    for at in (*range(0, len(log), max(1, len(log) // 60)), len(log)):
        copy = tmp_path / f"cut-{at}" / "ledger.sqlite"
        copy.parent.mkdir()
        copy.write_bytes(base)
        copy.with_name("ledger.sqlite-wal").write_bytes(log[:at])
        again = Ledger.open(copy)
        lines = list(again.staged(RUN, "article"))
        assert lines == [b'{"id":"a:%d"}\n' % number for number in range(len(lines))]
        seen.add(len(lines))
        again.close()
    assert {0, 12} <= seen
    assert len(seen) > 6
