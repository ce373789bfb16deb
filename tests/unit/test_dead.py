"""Dead letters: bounded, durable, and readable by `harvester read`."""

from __future__ import annotations

import gzip
import json
import shlex
from datetime import UTC, datetime
from pathlib import Path

import pytest

from harvester import dead, feeds
from harvester.commands.read import Reader
from harvester.commands.read import rows as rows_of
from harvester.dead import DeadLetters
from harvester.sources import Catalogue

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
URL = "https://www.example.hk/news/1?token=hunter2"


def keep(letters: DeadLetters, body: bytes = b"<html></html>", charset: str | None = None) -> None:
    letters.keep(URL, body, "pipeline error: KeyError: 'x'", "Traceback\n" * 5000, fetched=NOW, charset=charset)


def test_nothing_is_written_before_there_is_one(tmp_path: Path) -> None:
    letters = DeadLetters(tmp_path, "a", "20261124T080000Z-a")
    assert letters.manifest is None
    assert not list(tmp_path.iterdir())


def test_a_letter_is_read_like_any_page(tmp_path: Path) -> None:
    letters = DeadLetters(tmp_path, "a", "20261124T080000Z-a")
    keep(letters, f"<html><h1>北部都會區的新聞標題</h1>{'<p>局方今日公布北部都會區的發展計劃，並會諮詢居民。</p>' * 4}</html>".encode("big5"), "big5")
    assert letters.manifest is not None
    assert "hunter2" not in letters.manifest.read_text()
    ((_number, row),) = rows_of(letters.manifest)
    assert len(row["trace"]) <= dead.MAX_TRACE
    record = Reader(Catalogue.load()).read_row(letters.manifest.parent, row, NOW)
    assert record.headline == "北部都會區的新聞標題"


def test_what_is_to_be_typed_is_safe_to_type(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """An address is a site's: it may hold what a shell would run."""
    DeadLetters(tmp_path, "a", "20261124T080000Z-a").keep("https://a.hk/1?x=';reboot;'&y=$(id)", b"<html></html>", "reading failed", "", fetched=NOW)
    typed = caplog.records[0].getMessage().rpartition("see it read: ")[2]
    assert shlex.split(typed) == ["harvester", "try", str(tmp_path / "dead" / "a" / "20261124T080000Z-a" / "0001.html.gz"), "--url", "https://a.hk/1?x=';reboot;'&y=$(id)"]


@pytest.mark.parametrize(("pages", "size", "kept"), [(3, 1 << 30, 3), (100, 1, 1)])
def test_a_run_keeps_so_many_and_says_so_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, pages: int, size: int, kept: int) -> None:
    monkeypatch.setattr(dead, "MAX_PAGES", pages)
    monkeypatch.setattr(dead, "MAX_BYTES", size)
    letters = DeadLetters(tmp_path, "a", "20261124T080000Z-a")
    for _ in range(8):
        keep(letters)
    assert letters.manifest is not None
    assert len(letters.manifest.read_text().splitlines()) == kept
    assert len(list(letters.folder.glob("*.gz"))) == kept
    assert sum("and no more" in record.getMessage() for record in caplog.records) == 1


def test_the_oldest_runs_make_room(tmp_path: Path) -> None:
    for n in range(14):
        letters = DeadLetters(tmp_path, "a", f"20261124T0800{n:02d}Z-a")
        keep(letters)
        keep(letters)
    assert [path.name[13:15] for path in sorted((tmp_path / "dead" / "a").iterdir())] == [f"{n:02d}" for n in range(14 - dead.RUNS, 14)]


def test_each_is_on_disk_when_it_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced = list[str]()
    real = feeds.os.fsync
    monkeypatch.setattr(feeds.os, "fsync", lambda descriptor: (synced.append(Path(f"/proc/self/fd/{descriptor}").resolve().name), real(descriptor))[1])
    keep(DeadLetters(tmp_path, "a", "20261124T080000Z-a"))
    assert [name for name in synced if name.endswith(".part")] == ["0001.html.gz.part", "manifest.jsonl.part"]
    assert "20261124T080000Z-a" in synced


def test_a_full_disk_is_said_once_and_ends_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "dead").write_text("a file")
    letters = DeadLetters(tmp_path, "a", "20261124T080000Z-a")
    for _ in range(3):
        keep(letters)
    assert letters.manifest is None
    assert len(caplog.records) == 1
    assert str(tmp_path / "dead") in caplog.records[0].getMessage()


def test_pages_are_bytes_as_received(tmp_path: Path) -> None:
    letters = DeadLetters(tmp_path, "a", "20261124T080000Z-a")
    keep(letters, b"<html>\x00\xff</html>")
    assert gzip.decompress((letters.folder / "0001.html.gz").read_bytes()) == b"<html>\x00\xff</html>"
    assert json.loads((letters.folder / "manifest.jsonl").read_text())["charset"] is None
