"""The ledger: what was published, what is staged for delivery, what a server said last. One SQLite file, one writer a source.

A record line is staged here before any feed sees it and leaves only after its feed file and manifest are stored. So the ledger is
the write-ahead log of delivery: whatever dies in between, the next run delivers what is still staged.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar, cast

from harvester.accounts import DayCount
from harvester.errors import HarvesterError, UsageError

Method = TypeVar("Method", bound=Callable[..., Any])

SCHEMA_VERSION = 6
DAY = 86_400
CHECKED_SIZE = 50 * 1024 * 1024  # bytes; larger files are not read whole at every start

_SOURCE_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
_TABLES = """
CREATE TABLE sources (n INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE articles (
    id TEXT PRIMARY KEY, source INTEGER NOT NULL, revision INTEGER NOT NULL, withdrawn INTEGER NOT NULL, digest BLOB NOT NULL,
    first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL, published INTEGER, gone_since INTEGER, url TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE staged (
    seq INTEGER PRIMARY KEY, run TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, revision INTEGER NOT NULL, withdrawn INTEGER NOT NULL,
    digest BLOB NOT NULL, published TEXT, url TEXT NOT NULL, seen INTEGER NOT NULL, line BLOB NOT NULL);
CREATE INDEX staged_run ON staged (run, kind);
CREATE TABLE validators (url TEXT PRIMARY KEY, etag TEXT, last_modified TEXT) WITHOUT ROWID;
CREATE TABLE runs (
    run TEXT PRIMARY KEY, source INTEGER NOT NULL, started INTEGER NOT NULL, finished INTEGER, since TEXT, until TEXT, outcome TEXT, counts TEXT
    ) WITHOUT ROWID;
CREATE TABLE windows (source INTEGER NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL, finished INTEGER NOT NULL, counts TEXT,
    PRIMARY KEY (source, since, until)) WITHOUT ROWID;
CREATE TABLE failures (url TEXT PRIMARY KEY, source INTEGER NOT NULL, cause TEXT NOT NULL, attempts INTEGER NOT NULL, last INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE days (source INTEGER NOT NULL, day TEXT NOT NULL, listed INTEGER NOT NULL, PRIMARY KEY (source, day)) WITHOUT ROWID;
"""
# What brings a ledger of version N to N + 1; a new one is made by walking the whole way.
_MIGRATIONS = {
    1: """
ALTER TABLE days ADD COLUMN delivered INTEGER NOT NULL DEFAULT 0;
ALTER TABLE days ADD COLUMN rejected INTEGER NOT NULL DEFAULT 0;
ALTER TABLE days ADD COLUMN failed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE days ADD COLUMN other INTEGER NOT NULL DEFAULT 0;
ALTER TABLE days ADD COLUMN whole INTEGER NOT NULL DEFAULT 0;
ALTER TABLE days ADD COLUMN over INTEGER NOT NULL DEFAULT 0;
CREATE TABLE missed (source INTEGER NOT NULL, day TEXT NOT NULL, url TEXT NOT NULL, id TEXT, cause TEXT NOT NULL,
    PRIMARY KEY (source, day, url)) WITHOUT ROWID;
""",
    2: """
ALTER TABLE validators ADD COLUMN since TEXT;
CREATE INDEX articles_born ON articles (source, COALESCE(published, first_seen)) WHERE withdrawn = 0;
CREATE INDEX articles_gone ON articles (source) WHERE gone_since IS NOT NULL;
""",
    3: """
ALTER TABLE articles ADD COLUMN stamp BLOB;
ALTER TABLE articles ADD COLUMN vouched INTEGER;
ALTER TABLE staged ADD COLUMN stamp BLOB;
ALTER TABLE validators ADD COLUMN told TEXT;
CREATE TABLE words (source INTEGER PRIMARY KEY, announced INTEGER NOT NULL DEFAULT 0, silent INTEGER NOT NULL DEFAULT 0);
""",
    4: """
ALTER TABLE validators ADD COLUMN had INTEGER;
""",
    5: """
CREATE TABLE streams (path TEXT PRIMARY KEY, source INTEGER NOT NULL, run TEXT NOT NULL, seq INTEGER NOT NULL, offset INTEGER NOT NULL,
    device INTEGER NOT NULL, inode INTEGER NOT NULL, settled INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
""",
}


# SQLite's errors, and its words about a file whose tables' definitions are noise
_BROKEN = (sqlite3.Error, UnicodeDecodeError)


class LedgerError(HarvesterError):
    """The ledger cannot be used; the message names the file, the cause and what to do."""

    exit_code = 5


class Locked(HarvesterError):
    """Another run has what this one wants."""

    exit_code = 6


@dataclass(frozen=True, slots=True)
class Known:
    """What the ledger knows of an article: its last revision, digest ("sha256:…"), status, when it was first and last seen.

    stamp  what an index said of its version when its page was last looked at, if anything; vouched: when one last said that it is as it was
    """

    revision: int
    digest: str
    status: str
    first_seen: datetime | None
    last_seen: datetime | None
    published: datetime | None
    gone_since: datetime | None
    stamp: bytes | None = None
    vouched: datetime | None = None


@dataclass(frozen=True, slots=True)
class StagedRow:
    """One record on its way into a feed. `line` is the JSON line that goes out; kind: article or reject."""

    id: str
    revision: int
    source: str
    run: str
    kind: str
    line: bytes
    digest: str
    published: str | None
    url: str
    status: str = "usable"
    seen: datetime | None = None  # when its page was received; now, without it
    stamp: bytes | None = None


@dataclass(frozen=True, slots=True)
class Validator:
    """What a server said to tell a page's versions apart. since: of an index, the first day that it was read for.

    told  of an index, what it said of its articles' versions: article id -> stamp
    had   when the page was last had whole, None if that is not known
    """

    etag: str | None
    last_modified: str | None
    since: date | None = None
    told: Mapping[str, bytes] = field(default_factory=dict)
    had: datetime | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """How far a source's indexes can be believed when they say that an article is as it was: what looks at its pages found.

    announced  revisions that the index had told of; silent: revisions that it had not told of
    """

    announced: int = 0
    silent: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """Where a run's records stand in a growing file: from byte `offset` on those staged after number `seq`, and no others.

    device, inode  tell the file from another that took its name; settled: the run is committed, and all of it stands there
    """

    run: str
    seq: int
    offset: int
    device: int
    inode: int
    settled: bool = False


class SourceLock:
    """One run a source at a time. An flock: it dies with its holder, so no stale lock ever needs repair.

    Errors: Locked, naming the holder; LedgerError when the lock file cannot be made.
    """

    def __init__(self, state: Path, source: str) -> None:
        if not _SOURCE_NAME.fullmatch(source):
            raise HarvesterError(f"{source!r} is no name for a source: small letters, digits and _ only")
        self.source = source
        self.path = state / "locks" / f"{source}.lock"
        self._file: Any = None

    def acquire(self) -> None:
        """Take it, or say who has it."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            file = self.path.open("a+")
        except OSError as error:
            raise LedgerError(f"{self.path}: {error.strerror}; the output directory must be writable") from None
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.seek(0)
            holder = file.read(200).strip() or "another run"
            file.close()
            raise Locked(f"source {self.source} is being crawled by {holder}; wait for it or stop it") from None
        file.seek(0)
        file.truncate()
        file.write(f"pid {os.getpid()} since {datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}")
        file.flush()
        self._file = file

    def release(self) -> None:
        """Give it back; again is harmless."""
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.truncate(0)
            self._file.close()
            self._file = None

    def __enter__(self) -> SourceLock:
        self.acquire()
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


def _guarded(message: str) -> Callable[[Method], Method]:
    """Methods whose SQLite errors leave as LedgerError."""

    def wrap(method: Method) -> Method:
        @wraps(method)
        def guarded(self: Ledger, *args: Any, **kwargs: Any) -> Any:
            try:
                return method(self, *args, **kwargs)
            except _BROKEN as error:
                raise self.trouble(error, message) from error

        return cast("Method", guarded)

    return wrap


class Ledger:
    """The open ledger. `Ledger.open(path)`; all times are aware datetimes outside and epoch seconds inside."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path, self.db = path, connection
        self._sources: dict[str, int] = {}
        self._staged_now: dict[str, Known] = {}
        self._file: int | None = None  # the inode

    @classmethod
    def open(cls, path: Path, *, readonly: bool = False) -> Ledger:
        """Open or make a ledger.

        Errors: UsageError where there is none to read; LedgerError for a directory, a file that is no ledger, a damaged one, one of a newer version; Locked when
        another writer keeps it for 30 seconds. A damaged ledger is never replaced by an empty one.
        """
        if path.is_dir():
            raise LedgerError(f"{path} is a directory; a ledger file is wanted; move it away")
        if not path.exists():
            if readonly:
                raise UsageError(f"{path}: no ledger yet; run a crawl first, or set HARVESTER_OUTPUT")
            _create(path)
        elif path.stat().st_size == 0:
            raise LedgerError(f"{path} is empty, cut short; {cls(path, None).restore_hint()}")  # type: ignore[arg-type]
        uri = f"file:{path.as_posix().replace('?', '%3f').replace('#', '%23')}?mode={'ro' if readonly else 'rw'}"
        try:
            db = sqlite3.connect(uri, uri=True, timeout=30, isolation_level=None, check_same_thread=False)
        except sqlite3.Error as error:
            raise LedgerError(f"{path}: {error}; check its permissions") from None
        ledger = cls(path, db)
        try:
            ledger._check(readonly)
            ledger._file = path.stat().st_ino
        except BaseException:
            db.close()
            raise
        return ledger

    def _check(self, readonly: bool) -> None:
        try:
            if not readonly:
                self.db.execute("PRAGMA journal_mode=WAL")
                self.db.execute("PRAGMA synchronous=NORMAL")
            version = self.db.execute("PRAGMA user_version").fetchone()[0]
            if version > SCHEMA_VERSION:
                raise LedgerError(f"{self.path} is of version {version}, this program knows {SCHEMA_VERSION}; update harvester")
            if version < 1:
                raise LedgerError(f"{self.path} is no ledger of harvester, or cut short; {self.restore_hint()}")
            if self.path.stat().st_size <= CHECKED_SIZE:
                result = self.db.execute("PRAGMA quick_check(1)").fetchone()[0]
                if result != "ok":
                    raise LedgerError(f"{self.path} is damaged ({' '.join(result.split())[:120]}); {self.restore_hint()}")
            if version < SCHEMA_VERSION:
                if readonly:
                    raise LedgerError(f"{self.path} is of version {version}; the next run brings it to {SCHEMA_VERSION}")
                self._migrate(version)
            self._sources = dict(self.db.execute("SELECT name, n FROM sources").fetchall())
        except _BROKEN as error:
            raise self.trouble(error, "cannot be read") from error

    def _migrate(self, version: int) -> None:
        """Bring an older ledger up to date, in one transaction; two processes at once do it once."""
        self.db.execute("BEGIN IMMEDIATE")
        try:
            for step in range(self.db.execute("PRAGMA user_version").fetchone()[0], SCHEMA_VERSION):
                for statement in _MIGRATIONS[step].split(";\n"):
                    if statement.strip():
                        self.db.execute(statement)
            self.db.execute(f"PRAGMA user_version={SCHEMA_VERSION}")
            self.db.execute("COMMIT")
        except BaseException:
            with contextlib.suppress(sqlite3.Error):
                self.db.execute("ROLLBACK")
            raise

    def restore_hint(self) -> str:
        """What a person can do about a damaged ledger."""
        backup = self.path.with_name(self.path.name + ".bak")
        if backup.exists():
            return f"move it away and copy its backup {backup} in its place; articles newer than the backup are delivered again"
        return "move it away to start anew; articles are then delivered again as revision 1"

    def trouble(self, error: Exception, message: str) -> HarvesterError:
        """An SQLite error, or text out of a damaged file that is no text, as one line with the next step."""
        text = " ".join(str(error).split())
        if "locked" in text or "busy" in text:
            return Locked(f"{self.path}: {text} for 30 seconds; another process holds the ledger: wait for it or stop it")
        if isinstance(error, UnicodeDecodeError) or "malformed" in text or "not a database" in text or "corrupt" in text:
            return LedgerError(f"{self.path} is damaged ({text}); {self.restore_hint()}")
        return LedgerError(f"{self.path}: {text} ({message}); free space or mend the disk, then run again: nothing staged is lost")

    # --- articles --------------------------------------------------------------------------------------------------------

    @_guarded("look-up")
    def lookup(self, article_id: str) -> Known | None:
        """What is known of an article, staged rows of this run included; None if it was never published."""
        staged = self._staged_now.get(article_id)
        if staged is not None:
            return staged
        row = self.db.execute(f"SELECT {_KNOWN} FROM articles WHERE id = ?", (article_id,)).fetchone()
        return None if row is None else _known(row)

    @_guarded("look-up")
    def recent(self, source: str, since: datetime) -> list[tuple[str, str, Known]]:
        """Id, address and what is known of a source's articles published since then, or gone and not yet withdrawn; the newest first."""
        number = self._sources.get(source, -1)
        rows = self.db.execute(
            f"SELECT id, url, {_KNOWN} FROM articles WHERE source = ? AND withdrawn = 0 AND COALESCE(published, first_seen) >= ? "
            f"UNION SELECT id, url, {_KNOWN} FROM articles WHERE source = ? AND gone_since IS NOT NULL AND withdrawn = 0",
            (number, _epoch(since), number),
        ).fetchall()
        found = [(row[0], row[1], _known(row[2:])) for row in rows]
        return sorted(found, key=lambda entry: entry[2].published or entry[2].first_seen or since, reverse=True)

    @_guarded("note")
    def note_unchanged(self, article_id: str, now: datetime, stamp: bytes | None = None) -> None:
        """It was looked at and is as it was; a page that answers again is not gone."""
        self.db.execute("UPDATE articles SET last_seen = ?, gone_since = NULL, stamp = COALESCE(?, stamp) WHERE id = ?", (_epoch(now), stamp, article_id))

    @_guarded("look-up")
    def word(self, source: str) -> Word:
        """How far a source's indexes can be believed."""
        row = self.db.execute("SELECT announced, silent FROM words WHERE source = ?", (self._sources.get(source, -1),)).fetchone()
        return Word(*row) if row else Word()

    @_guarded("note")
    def note_vouched(self, article_id: str, now: datetime) -> None:
        """An index says that it is as it was."""
        self.db.execute("UPDATE articles SET vouched = ? WHERE id = ?", (_epoch(now), article_id))

    @_guarded("note")
    def note_word(self, source: str, *, announced: bool) -> None:
        """A revision of an article whose index tells versions: did it tell?"""
        column = "announced" if announced else "silent"
        number = self.source_number(source)
        self.db.execute(f"INSERT INTO words (source, {column}) VALUES (?, 1) ON CONFLICT (source) DO UPDATE SET {column} = {column} + 1", (number,))

    @_guarded("note")
    def note_gone(self, article_id: str, now: datetime) -> bool:
        """It answered 404 or 410. True when it did so before, at least a day earlier: it is withdrawn."""
        row = self.db.execute("SELECT gone_since FROM articles WHERE id = ?", (article_id,)).fetchone()
        if row is None:
            return False
        if row[0] is None:
            self.db.execute("UPDATE articles SET gone_since = ? WHERE id = ?", (_epoch(now), article_id))
            return False
        return bool(_epoch(now) - row[0] >= DAY)

    @_guarded("staging")
    def stage(self, row: StagedRow) -> int:
        """Durable against the death of the process when it returns. The result is the row's number, which grows."""
        now = _epoch(row.seen or datetime.now(UTC))
        done = self.db.execute(
            "INSERT INTO staged (run, kind, id, revision, withdrawn, digest, published, url, seen, line, stamp) VALUES (?,?,?,?,?,?,?,?,?,?,?)",
            (row.run, row.kind, row.id, row.revision, row.status == "withdrawn", _digest(row.digest), row.published, row.url, now, row.line, row.stamp),
        )
        if row.kind == "article":
            seen = _time(now)
            self._staged_now[row.id] = Known(row.revision, row.digest, row.status, seen, seen, None, None, row.stamp)
        return int(done.lastrowid or 0)

    def flush(self) -> None:
        """Everything staged is on its way to the disk; every row already is when `stage` returns."""

    @_guarded("reading staged rows")
    def dead_runs(self, source: str, live_run: str) -> list[str]:
        """Runs of a source that staged rows and never committed them. The caller holds the source's lock, so they are dead."""
        rows = self.db.execute("SELECT DISTINCT run FROM staged WHERE run <> ? ORDER BY run", (live_run,)).fetchall()
        return [run for (run,) in rows if self.source_of(run) == source]

    @_guarded("reading staged rows")
    def source_of(self, run: str) -> str | None:
        """The source of a run."""
        row = self.db.execute("SELECT s.name FROM runs r JOIN sources s ON s.n = r.source WHERE r.run = ?", (run,)).fetchone()
        return row[0] if row else None

    def staged(self, run: str, kind: str, *, after: int = 0) -> Iterator[bytes]:
        """The staged lines of a run, in order, one at a time; `after` a row's number only those that came later."""
        try:
            for (text,) in self.db.execute("SELECT line FROM staged WHERE run = ? AND kind = ? AND seq > ? ORDER BY seq", (run, kind, after)):
                yield text
        except _BROKEN as error:
            raise self.trouble(error, "reading staged rows") from error

    @_guarded("reading staged rows")
    def staged_size(self, run: str, kind: str) -> tuple[int, int, str | None, str | None]:
        """Records and bytes staged, first and last date_published."""
        n, size, first, last = self.db.execute(
            "SELECT COUNT(*), COALESCE(SUM(LENGTH(line)), 0), MIN(published), MAX(published) FROM staged WHERE run = ? AND kind = ?", (run, kind)
        ).fetchone()
        return n, size, first, last

    @_guarded("commit")
    def commit_run(self, run: str) -> None:
        """One transaction: what a run staged is published, durable against a power cut too. Called only after its files and manifests are stored."""
        self.db.execute("PRAGMA synchronous=FULL")
        self.db.execute("BEGIN IMMEDIATE")
        try:
            self.db.execute(
                """INSERT INTO articles (id, source, revision, withdrawn, digest, first_seen, last_seen, published, gone_since, url, stamp)
                   SELECT s.id, r.source, s.revision, s.withdrawn, s.digest, s.seen, s.seen, CAST(strftime('%s', s.published) AS INTEGER), NULL, s.url, s.stamp
                   FROM staged s JOIN runs r ON r.run = s.run WHERE s.run = ? AND s.kind = 'article' ORDER BY s.seq
                   ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, withdrawn = excluded.withdrawn, digest = excluded.digest,
                   last_seen = excluded.last_seen, published = COALESCE(excluded.published, published), gone_since = NULL, url = excluded.url, stamp = excluded.stamp
                   WHERE excluded.revision >= revision""",
                (run,),
            )
            self.db.execute("DELETE FROM staged WHERE run = ?", (run,))
            self.db.execute("UPDATE streams SET settled = 1 WHERE run = ?", (run,))
            self.db.execute("COMMIT")
        except BaseException:
            with contextlib.suppress(sqlite3.Error):
                self.db.execute("ROLLBACK")
            raise
        finally:
            with contextlib.suppress(sqlite3.Error):
                self.db.execute("PRAGMA synchronous=NORMAL")
        self._staged_now.clear()

    # --- streams ---------------------------------------------------------------------------------------------------------

    @_guarded("look-up")
    def stream_place(self, path: str) -> tuple[str, Place] | None:
        """The source that a growing file is of, and where its last run's records begin in it."""
        row = self.db.execute(
            "SELECT s.name, t.run, t.seq, t.offset, t.device, t.inode, t.settled FROM streams t JOIN sources s ON s.n = t.source WHERE t.path = ?", (path,)
        ).fetchone()
        if row is None:
            return None
        owner, run, seq, offset, device, inode, settled = row
        return owner, Place(run, seq, offset, device, inode, bool(settled))

    @_guarded("note")
    def note_stream(self, path: str, source: str, place: Place) -> None:
        """Where the records of a run stand from now on."""
        self.db.execute(
            "INSERT OR REPLACE INTO streams (path, source, run, seq, offset, device, inode) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (path, self.source_number(source), place.run, place.seq, place.offset, place.device, place.inode),
        )

    # --- validators ------------------------------------------------------------------------------------------------------

    @_guarded("look-up")
    def validator(self, url: str) -> Validator | None:
        """What the server said last of a page."""
        row = self.db.execute("SELECT etag, last_modified, since, told, had FROM validators WHERE url = ?", (url,)).fetchone()
        if row is None:
            return None
        told = {id_: bytes.fromhex(stamp) for id_, stamp in json.loads(row[3]).items()} if row[3] else {}
        return Validator(row[0], row[1], date.fromisoformat(row[2]) if row[2] else None, told, _time(row[4]))

    @_guarded("note")
    def save_validator(self, url: str, etag: str | None, last_modified: str | None, since: date | None = None, told: Mapping[str, bytes] | None = None, had: datetime | None = None) -> None:
        """Keep it for the next conditional request. had: when the page was received; now, without it."""
        versions = json.dumps({id_: stamp.hex() for id_, stamp in told.items()}) if told else None
        self.db.execute(
            "INSERT OR REPLACE INTO validators (url, etag, last_modified, since, told, had) VALUES (?, ?, ?, ?, ?, ?)",
            (url, etag, last_modified, str(since) if since else None, versions, _epoch(had or datetime.now(UTC))),
        )

    @_guarded("note")
    def forget_validator(self, url: str) -> None:
        """The page is asked for whole the next time."""
        self.db.execute("DELETE FROM validators WHERE url = ?", (url,))

    @_guarded("note")
    def drop_validators(self, source: str, since: datetime, until: datetime) -> int:
        """Forget the validators of articles published in between: nobody asks for them again. Returns how many. Those of indexes stay."""
        return self.db.execute(
            "DELETE FROM validators WHERE since IS NULL AND url IN (SELECT url FROM articles WHERE source = ? AND withdrawn = 0 "
            "AND gone_since IS NULL AND COALESCE(published, first_seen) BETWEEN ? AND ?)",
            (self._sources.get(source, -1), _epoch(since), _epoch(until)),
        ).rowcount

    # --- runs, windows, days ---------------------------------------------------------------------------------------------

    def source_number(self, source: str) -> int:
        """A source's number, made at first sight."""
        if source not in self._sources:
            self.db.execute("INSERT OR IGNORE INTO sources (name) VALUES (?)", (source,))
            self._sources[source] = self.db.execute("SELECT n FROM sources WHERE name = ?", (source,)).fetchone()[0]
        return self._sources[source]

    @_guarded("look-up")
    def has_run(self, run: str) -> bool:
        """Whether a run id is taken."""
        return self.db.execute("SELECT 1 FROM runs WHERE run = ?", (run,)).fetchone() is not None

    @_guarded("note")
    def start_run(self, run: str, source: str, window: tuple[date, date] | None, now: datetime) -> None:
        """A run begins."""
        since, until = (str(window[0]), str(window[1])) if window else (None, None)
        self.db.execute(
            "INSERT INTO runs (run, source, started, since, until) VALUES (?, ?, ?, ?, ?)", (run, self.source_number(source), _epoch(now), since, until)
        )

    @_guarded("look-up")
    def unfinished_runs(self, source: str, live_run: str) -> list[tuple[str, datetime]]:
        """Runs of a source that began and never ended, with their start. The caller holds the source's lock, so they are dead."""
        rows = self.db.execute(
            "SELECT run, started FROM runs WHERE source = ? AND finished IS NULL AND run <> ? ORDER BY started", (self.source_number(source), live_run)
        ).fetchall()
        return [(run, datetime.fromtimestamp(started, UTC)) for run, started in rows]

    @_guarded("note")
    def finish_run(self, run: str, outcome: str, counts: Mapping[str, Any], now: datetime) -> None:
        """A run ended, well or not."""
        self.db.execute("UPDATE runs SET finished = ?, outcome = ?, counts = ? WHERE run = ?", (_epoch(now), outcome, json.dumps(dict(counts)), run))

    @_guarded("look-up")
    def runs(self, source: str | None = None, limit: int = 50) -> list[dict[str, Any]]:
        """The newest runs first, as mappings."""
        where, values = ("WHERE s.name = ?", [source]) if source else ("", [])
        rows = self.db.execute(
            f"SELECT r.run, s.name, r.started, r.finished, r.since, r.until, r.outcome, r.counts FROM runs r JOIN sources s ON s.n = r.source {where} "
            "ORDER BY r.started DESC, r.run DESC LIMIT ?",
            (*values, limit),
        ).fetchall()
        names = ("run", "source", "started", "finished", "since", "until", "outcome", "counts")
        found = []
        for row in rows:
            entry = dict(zip(names, row, strict=True))
            entry["started"], entry["finished"] = _time(entry["started"]), _time(entry["finished"])
            entry["counts"] = json.loads(entry["counts"]) if entry["counts"] else {}
            found.append(entry)
        return found

    @_guarded("note")
    def finish_window(self, source: str, since: date, until: date, counts: Mapping[str, int], now: datetime) -> None:
        """A window of a backfill is complete."""
        self.db.execute(
            "INSERT OR REPLACE INTO windows VALUES (?, ?, ?, ?, ?)", (self.source_number(source), str(since), str(until), _epoch(now), json.dumps(dict(counts)))
        )

    @_guarded("look-up")
    def finished_windows(self, source: str) -> list[tuple[date, date]]:
        """The windows of a source that are complete."""
        rows = self.db.execute("SELECT since, until FROM windows WHERE source = ? ORDER BY since", (self.source_number(source),)).fetchall()
        return [(date.fromisoformat(a), date.fromisoformat(b)) for a, b in rows]

    @_guarded("note")
    def note_day(self, source: str, count: DayCount) -> None:
        """What a run found out about a day. A day whose index was read to its end is not forgotten for one that was not."""
        number, day = self.source_number(source), str(count.day)
        before = self.db.execute("SELECT listed, whole FROM days WHERE source = ? AND day = ?", (number, day)).fetchone()
        if before is not None and not count.whole and (before[1] or before[0] > count.listed):
            return
        self.db.execute("BEGIN IMMEDIATE")
        self.db.execute(
            "INSERT OR REPLACE INTO days (source, day, listed, delivered, rejected, failed, other, whole, over) VALUES (?,?,?,?,?,?,?,?,?)",
            (number, day, count.listed, count.delivered, count.rejected, count.failed, count.other, count.whole, count.over),
        )
        self.db.execute("DELETE FROM missed WHERE source = ? AND day = ?", (number, day))
        rows = [(number, day, url, id_, cause) for url, (id_, cause) in count.missed.items()]
        self.db.executemany("INSERT OR REPLACE INTO missed VALUES (?,?,?,?,?)", rows)
        self.db.execute("COMMIT")

    @_guarded("look-up")
    def days(self, source: str, since: date, until: date) -> list[DayCount]:
        """The days that an index told of, the oldest first. What was missing and has been delivered since counts as delivered."""
        where = (self._sources.get(source, -1), str(since), str(until))
        found = {}
        for day, listed, delivered, rejected, failed, other, whole, over in self.db.execute(
            "SELECT day, listed, delivered, rejected, failed, other, whole, over FROM days WHERE source = ? AND day BETWEEN ? AND ? ORDER BY day", where
        ):
            found[day] = DayCount(date.fromisoformat(day), listed, delivered, rejected, failed, other, bool(whole), bool(over))
        rows = self.db.execute(
            "SELECT m.day, m.url, m.id, m.cause, a.id IS NOT NULL FROM missed m LEFT JOIN articles a ON a.id = m.id WHERE m.source = ? AND m.day BETWEEN ? AND ?", where
        )
        for day, url, id_, cause, had in rows:
            count = found[day]
            if not had:
                count.missed[url] = (id_, cause)
                continue
            count.delivered += 1
            count.made_good.add(id_)
            if cause.startswith("rejected"):
                count.rejected -= 1
            else:
                count.failed -= 1
        return list(found.values())

    @_guarded("backup")
    def backup(self, now: datetime) -> Path | None:
        """A copy beside the ledger, at most one a day. Returns its path when one was made."""
        target = self.path.with_name(self.path.name + ".bak")
        if target.exists() and now.timestamp() - target.stat().st_mtime < DAY:
            return None
        part = target.with_name(target.name + ".part")
        part.unlink(missing_ok=True)
        copy = sqlite3.connect(part)
        try:
            self.db.backup(copy)
        finally:
            copy.close()
        part.replace(target)
        return target

    def in_place(self) -> None:
        """Whether the file is still where it was opened. Errors: LedgerError: what is written goes where nobody finds it."""
        try:
            same = self.path.stat().st_ino == self._file
        except OSError:
            same = False
        if not same:
            raise LedgerError(f"{self.path} was moved or replaced while the run went; put it back, or the next run takes all that it knows for new")

    def close(self) -> None:
        """Close the file."""
        with contextlib.suppress(sqlite3.Error):
            self.db.close()


def _create(path: Path) -> None:
    """An empty ledger that appears whole or not at all: a file without tables is always a damaged one."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        db = sqlite3.connect(part)
        try:
            db.executescript(f"PRAGMA page_size=4096;{_TABLES}{''.join(_MIGRATIONS.values())}PRAGMA user_version={SCHEMA_VERSION};")
        finally:
            db.close()
        with contextlib.suppress(FileExistsError):
            os.link(part, path)
        part.unlink()
    except (OSError, sqlite3.Error) as error:
        with contextlib.suppress(OSError):
            part.unlink()
        raise LedgerError(f"{path}: {getattr(error, 'strerror', None) or error}; the output directory must be writable and have room") from None


_KNOWN = "revision, digest, withdrawn, first_seen, last_seen, published, gone_since, stamp, vouched"


def _known(row: tuple[Any, ...]) -> Known:
    revision, digest, withdrawn, first, last, published, gone, stamp, vouched = row
    status = "withdrawn" if withdrawn else "usable"
    return Known(revision, "sha256:" + digest.hex(), status, _time(first), _time(last), _time(published), _time(gone), stamp, _time(vouched))


def _epoch(moment: datetime) -> int:
    return int(moment.timestamp())


def _time(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def _digest(text: str) -> bytes:
    return bytes.fromhex(text.removeprefix("sha256:"))
