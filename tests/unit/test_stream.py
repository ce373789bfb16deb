"""The growing feed: each record once at rest, whatever died; rotation, full disks and foreign hands are said."""

from __future__ import annotations

import logging
import os
import sqlite3
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvester.feeds import KINDS, BadOutput, StorageError, deliver, final_path, probe, recover
from harvester.ledger import SCHEMA_VERSION, Ledger, Locked, StagedRow
from harvester.stream import Stream, stream_path

NOW = datetime(2026, 11, 29, 8, tzinfo=UTC)


def text(n: int) -> bytes:
    return b'{"id":"a:%d","body":"%s"}\n' % (n, b"word " * (n % 7))


class House:
    """An output directory and its stream, over many runs of one source."""

    def __init__(self, root: Path) -> None:
        self.root, self.path = root, root / "stream" / "a.jsonl"
        self.number = self.runs = 0
        probe(root)

    def start(self, path: Path | None = None) -> None:
        self.runs += 1
        self.run = f"20261129T0800{self.runs:02}Z-a"
        self.ledger = Ledger.open(self.root / "state" / "ledger.sqlite")
        self.stream = Stream.open(path or self.path, self.ledger, "a", self.run)
        recover(self.ledger, self.root, "a", live_run=self.run, now=NOW, stream=self.stream)
        self.stream.start()
        self.ledger.start_run(self.run, "a", None, NOW)

    def stage(self) -> tuple[bytes, int]:
        n, self.number = self.number, self.number + 1
        return text(n), self.ledger.stage(StagedRow(f"a:{n}", 1, "a", self.run, "article", text(n), "sha256:" + "0" * 32, None, f"https://a.hk/{n}"))

    def add(self) -> None:
        self.stream.append(*self.stage())

    def die(self) -> None:
        self.stream.close()
        self.ledger.close()

    def end(self) -> None:
        paths = {kind: final_path(self.root, kind, date(2026, 11, 29), "a", self.run) for kind in KINDS}
        deliver(self.ledger, self.root, "a", self.run, paths, outcome="complete", stream=self.stream)
        self.die()

    def whole(self) -> bytes:
        return b"".join(text(n) for n in range(self.number))


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def test_it_grows_record_by_record(house: House) -> None:
    house.start()
    for n in range(3):
        house.add()
        assert house.path.read_bytes() == b"".join(text(m) for m in range(n + 1))
    house.end()
    house.start()
    house.add()
    house.end()
    assert house.path.read_bytes() == house.whole()
    assert sum(len(path.read_bytes().splitlines()) for path in (house.root / "articles").rglob("*.jsonl")) == 4


@pytest.mark.parametrize("torn", [0, 1, 7, len(text(1)) - 1, len(text(1))])
def test_a_dead_run_is_completed(house: House, torn: int, caplog: pytest.LogCaptureFixture) -> None:
    """Killed between the ledger and the stream, or in the middle of a write: what the reader saw stays, the rest follows."""
    house.start()
    house.add()
    line, _seq = house.stage()
    os.write(house.stream.descriptor, line[:torn])
    house.die()
    house.start()
    assert house.path.read_bytes() == house.whole()
    house.add()
    house.end()
    assert house.path.read_bytes() == house.whole()
    assert "cut off" not in caplog.text


EVENTS = st.lists(st.sampled_from(["add", "add", "add", "stage", "torn", "die", "end", "rotate", "rotate while idle"]), max_size=30)


@settings(max_examples=150)
@given(EVENTS, st.integers(0, 40))
def test_any_history(events: list[str], cut: int) -> None:
    """Deaths and moves in any order: without moves each record once and in order; with moves each at least once, and every line whole."""
    with TemporaryDirectory() as folder:
        house = House(Path(folder))
        house.start()
        moved = 0
        for event in [*events, "die"]:
            if event in ("add", "end", "die", "rotate"):
                {"add": house.add, "end": house.end, "die": house.die, "rotate": lambda: None}[event]()
            if event == "stage":
                house.stage()
                house.die()
            if event == "torn":
                line, _seq = house.stage()
                os.write(house.stream.descriptor, line[:cut])
                house.die()
            if event == "rotate while idle":
                house.die()
            if event.startswith("rotate"):
                moved += 1
                if house.path.exists():
                    house.path.rename(house.path.with_name(f"moved.{moved}"))
            if event not in ("add", "rotate"):
                house.start()
        house.end()
        if moved:
            lines = [line for path in house.path.parent.iterdir() for line in path.read_bytes().splitlines(keepends=True)]
            assert set(house.whole().splitlines(keepends=True)) <= set(lines)
            assert house.path.read_bytes().endswith(b"\n") or not house.path.stat().st_size
        else:
            assert house.path.read_bytes() == house.whole()


def test_a_stream_that_is_moved_away(house: House, caplog: pytest.LogCaptureFixture) -> None:
    house.start()
    house.add()
    house.path.rename(house.path.with_suffix(".1"))
    house.add()
    house.die()  # and the place of the new file is known to the next run
    house.start()
    house.add()
    house.end()
    assert house.path.with_suffix(".1").read_bytes() == text(0)
    assert house.path.read_bytes() == text(1) + text(2)
    assert caplog.text.count("was moved away or replaced while it was written") == 1


def test_a_stream_that_is_cut(house: House, caplog: pytest.LogCaptureFixture) -> None:
    """As by logrotate's copytruncate: its copy has what is missing here."""
    house.start()
    house.add()
    os.truncate(house.path, 0)
    house.add()
    house.die()
    house.start()
    house.end()
    assert house.path.read_bytes() == text(1)
    assert "was cut from" in caplog.text


def test_moved_while_nobody_watched(house: House, caplog: pytest.LogCaptureFixture) -> None:
    house.start()
    house.add()
    house.die()
    house.path.rename(house.path.with_suffix(".1"))
    house.start()
    house.end()
    assert house.path.read_bytes() == text(0)
    assert "replaced while nobody watched" in caplog.text


def test_rotation_between_runs_is_no_news(house: House, caplog: pytest.LogCaptureFixture) -> None:
    house.start()
    house.add()
    house.end()
    house.path.rename(house.path.with_suffix(".1"))
    house.start()
    house.add()
    house.end()
    assert house.path.read_bytes() == text(1)
    assert not [row for row in caplog.records if row.levelno >= logging.WARNING and "recovered" not in row.message]


def test_what_nobody_staged_is_cut_off(house: House, caplog: pytest.LogCaptureFixture) -> None:
    """A power cut took staged rows that had been written: their articles come again."""
    house.start()
    house.add()
    house.add()
    house.ledger.db.execute("DELETE FROM staged WHERE seq = (SELECT MAX(seq) FROM staged)")
    house.die()
    house.number = 1
    house.start()
    assert house.path.read_bytes() == text(0)
    assert f"held {len(text(1))} bytes that nothing staged accounts for" in caplog.text
    house.add()
    house.ledger.db.execute("DELETE FROM staged")  # and all of a run's rows
    house.die()
    house.number = 1
    house.start()
    house.end()
    assert house.path.read_bytes() == text(0)


def test_zeros_of_a_power_cut(house: House) -> None:
    house.start()
    house.add()
    house.add()
    house.die()
    body = house.path.read_bytes()
    house.path.write_bytes(body[:5] + bytes(len(body) - 5))
    house.start()
    house.end()
    assert house.path.read_bytes() == house.whole()


def test_a_killed_run_that_was_committed_keeps_its_lines(house: House) -> None:
    """Killed after the commit and before its report: nothing is staged, and nothing is cut."""
    house.start()
    house.add()
    house.stream.complete(house.run)
    house.ledger.commit_run(house.run)
    house.die()
    house.start()
    house.end()
    assert house.path.read_bytes() == text(0)


def test_a_full_disk(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A part of a line was taken: it goes again, the run is told, and the next one writes the whole."""
    house.start()
    house.add()
    write, room = os.write, [5]

    def short(descriptor: int, data: bytes) -> int:
        if descriptor != house.stream.descriptor:
            return write(descriptor, data)
        if not room:
            raise OSError(28, "No space left on device")
        return write(descriptor, data[: room.pop()])

    monkeypatch.setattr(os, "write", short)
    with pytest.raises(StorageError, match=r"a\.jsonl: No space left on device; the stream cannot grow"):
        house.add()
    assert house.path.read_bytes() == text(0)
    with pytest.raises(StorageError):
        house.end()
    house.die()
    monkeypatch.undo()
    house.start()
    house.end()
    assert house.path.read_bytes() == house.whole()


def test_paths_that_cannot_be(house: House, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    for name in ("folder", "pipe"):
        with pytest.raises(BadOutput, match="is no file"):
            house.start(tmp_path / name)
    with pytest.raises(StorageError, match="/proc/none"):
        house.start(Path("/proc/none/a.jsonl"))
    house.start()
    with pytest.raises(BadOutput, match=r"is the stream of a; give each source its own: HARVESTER_STREAM=…/\{source\}\.jsonl"):
        Stream.open(house.path, house.ledger, "b", "run-b")
    with pytest.raises(Locked, match="another process writes this stream"):
        Stream.open(house.path, house.ledger, "a", "run-2")


def test_a_foreign_tail_is_ended(house: House, caplog: pytest.LogCaptureFixture) -> None:
    house.start()
    house.end()
    house.path.write_bytes(b"# mine")
    house.start()
    house.add()
    house.end()
    assert house.path.read_bytes() == b"# mine\n" + text(0)
    assert "did not end in a newline" in caplog.text


@pytest.mark.parametrize(("setting", "name"), [("s/{source}.jsonl", "s/a.jsonl"), ("s/all.jsonl", "s/all.jsonl"), ("{source}/{source}", "a/a")])
def test_names(setting: str, name: str) -> None:
    assert stream_path(setting, "a") == Path(name).absolute()


def test_no_name() -> None:
    assert stream_path(None, "a") is None
    with pytest.raises(BadOutput, match="is all that may stand in braces"):
        stream_path("s/{run}.jsonl", "a")


def test_a_ledger_of_before_learns_it(house: House) -> None:
    path = house.root / "state" / "ledger.sqlite"
    Ledger.open(path).close()
    db: Any = sqlite3.connect(path)
    db.executescript("DROP TABLE streams; PRAGMA user_version = 5;")
    db.close()
    house.start()
    house.add()
    house.end()
    assert house.path.read_bytes() == text(0)
    assert Ledger.open(path).db.execute("PRAGMA user_version").fetchone()[0] == SCHEMA_VERSION
