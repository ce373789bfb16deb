"""What was delivered, read again: feeds with their manifests, records of the latest revision, and what came since the last look."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import Any

import orjson

from harvester.feeds import StorageError, open_feed

MANIFEST = ".manifest.json"
TAIL_DAYS = 3  # newest harvest days that are looked at: a run that was killed is delivered under the day it began


@dataclass(frozen=True)
class Wanted:
    """Which records. since, until: days of publication in `zone`, both included; sources, topics: any of these; empty: all."""

    zone: tzinfo
    since: date | None = None
    until: date | None = None
    sources: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    withdrawn: bool = False

    def takes(self, record: dict[str, Any]) -> bool:
        """Whether a record is wanted. One without a date (withdrawn) is outside of every window."""
        if record.get("status") == "withdrawn" and not self.withdrawn:
            return False
        if self.sources and record.get("source") not in self.sources:
            return False
        if self.topics and not self.topics.intersection(record.get("topics") or ()):
            return False
        if self.since is None and self.until is None:
            return True
        stated = record.get("date_published")
        if not stated:
            return False
        day = datetime.fromisoformat(stated).astimezone(self.zone).date()
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


def feeds_of(output: Path, sources: Collection[str] = (), *, newest_days: int | None = None) -> list[Path]:
    """The complete feed files below an output directory, the oldest harvest first: those with a manifest. newest_days: only of the last harvest days."""
    days = sorted((output / "articles").glob("harvested=*"))
    found = []
    for day in days if newest_days is None else days[-newest_days:]:
        for manifest in day.glob(f"source=*/*{MANIFEST}"):
            if not sources or manifest.parent.name.removeprefix("source=") in sources:
                found.append(manifest.with_name(manifest.name.removesuffix(MANIFEST)))
    return sorted(found, key=lambda path: (path.parent.parent.name, path.name))


def lines_of(path: Path) -> Iterator[bytes]:
    """The lines of a feed. Errors: StorageError that names the file and what to do."""
    try:
        with open_feed(path) as feed:
            yield from feed
    except (StorageError, OSError, EOFError, ValueError) as error:
        raise StorageError(f"{path}: cannot be read ({getattr(error, 'strerror', None) or error}); see harvester verify") from None


def record_of(line: bytes, path: Path) -> dict[str, Any]:
    """One line as a record. Errors: StorageError that names the file."""
    try:
        found = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise StorageError(f"{path}: a line is no JSON ({error}); see harvester verify") from None
    if not isinstance(found, dict) or not isinstance(found.get("id"), str) or not isinstance(found.get("revision"), int):
        raise StorageError(f"{path}: a line is no record; see harvester verify")
    return found


def latest_of(paths: list[Path]) -> dict[int, int]:
    """The latest revision of every article, by a hash of its id: a hundred bytes an article, whatever its length."""
    found: dict[int, int] = {}
    for path in paths:
        for line in lines_of(path):
            record = record_of(line, path)
            key = hash(record["id"])
            if record["revision"] > found.get(key, 0):
                found[key] = record["revision"]
    return found


def select(paths: list[Path], wanted: Wanted, *, every_revision: bool = False) -> Iterator[tuple[bytes, dict[str, Any]]]:
    """Lines and records that are wanted, in the order of their delivery, each (id, revision) once.

    Errors: StorageError. An article is told by the source's name and number, so which records are read decides which is the latest.
    """
    latest = {} if every_revision else latest_of(paths)
    given: set[tuple[int, int]] = set()
    for path in paths:
        for line in lines_of(path):
            record = record_of(line, path)
            key, revision = hash(record["id"]), record["revision"]
            if not every_revision and latest[key] != revision:
                continue
            if (key, revision) in given or not wanted.takes(record):
                continue
            given.add((key, revision))
            yield line, record


class News:
    """Feeds that came since the last look. `look()` gives the new ones; what was there at the start is no news."""

    def __init__(self, output: Path, sources: Collection[str] = ()) -> None:
        self.output, self.sources = output, sources
        self.seen = set(feeds_of(output, sources, newest_days=TAIL_DAYS))

    def look(self) -> list[Path]:
        """New feeds, the oldest first."""
        now = feeds_of(self.output, self.sources, newest_days=TAIL_DAYS)
        new = [path for path in now if path not in self.seen]
        self.seen = set(now)
        return new
