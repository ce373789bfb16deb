"""A feed that grows while runs go, for readers that follow a file: HARVESTER_STREAM names it.

Each record is one write of one whole line, made when the ledger has the record. The ledger also knows from which byte of the file a run's
records stand there. So what a dead run staged and did not write is written by the next one: at rest each record stands there once.
The file may be moved away or cut by log rotation at any time; that is said, and the stream goes on.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import logging
import os
import stat
from pathlib import Path

from harvester.feeds import BadOutput, StorageError, make_directory, sync_directory
from harvester.ledger import Ledger, Locked, Place

logger = logging.getLogger(__name__)
SIGNED = 2**63 - 1


class Stream:
    """One growing file, written by one run at a time.

    Example: stream = Stream.open(Path("output/stream/rthk_en.jsonl"), ledger, "rthk_en", run); stream.append(line, ledger.stage(row)); stream.complete(run)
    """

    def __init__(self, path: Path, ledger: Ledger, source: str, run: str) -> None:
        self.path, self.ledger, self.source, self.run = path, ledger, source, run
        self.descriptor = -1
        self.size = 0  # bytes, as far as we know the file
        self.seq = 0  # the last staged row of this run that stands in it
        self.torn = False  # a write failed: what stands there is compared before the next one

    @classmethod
    def open(cls, path: Path, ledger: Ledger, source: str, run: str) -> Stream:
        """Make it or go on with it, before the first request. The caller holds the source's lock.

        Errors: BadOutput for a path that is no file, or another source's stream; Locked when another process writes it; StorageError.
        """
        stream = cls(path, ledger, source, run)
        owner, _place = ledger.stream_place(str(path)) or (source, None)
        if owner != source:
            raise BadOutput(f"{path} is the stream of {owner}; give each source its own: HARVESTER_STREAM=…/{{source}}.jsonl")
        try:
            make_directory(path.parent)
            if path.exists() and not path.is_file():
                raise BadOutput(f"{path} is no file; HARVESTER_STREAM wants one that can grow")
            stream._take()
        except OSError as error:
            raise StorageError(f"{path}: {error.strerror}; the stream cannot be written there: set HARVESTER_STREAM or mend it") from None
        return stream

    def _take(self) -> None:
        """Open the file that is there now, or a new one."""
        new = not self.path.exists()
        self.descriptor = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(self.descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(self.descriptor)
            self.descriptor = -1
            raise Locked(f"{self.path}: another process writes this stream; give each its own") from None
        if new:
            sync_directory(self.path.parent)
        self.size = os.fstat(self.descriptor).st_size

    def _place(self, offset: int, seq: int) -> Place:
        return Place(self.run, seq, offset, *identity(os.fstat(self.descriptor)))

    def start(self) -> None:
        """This run's records stand from here on. After `complete` of the runs that died; what one left that the ledger lost to a power cut goes."""
        _owner, place = self.ledger.stream_place(str(self.path)) or (None, None)
        try:
            if place is not None and not place.settled and self._is(place):
                self._cut(place.offset, self.size, whole=place.offset == self.size)
            if self.size and os.pread(self.descriptor, 1, self.size - 1) != b"\n":
                logger.warning("%s: the stream %s did not end in a newline; it gets one", self.source, self.path)
                self._write(b"\n")
        except OSError as error:
            raise self._stuck(error) from error
        self.ledger.note_stream(str(self.path), self.source, self._place(self.size, 0))

    def _is(self, place: Place) -> bool:
        """Whether a place is in the file that is open."""
        had = os.fstat(self.descriptor)
        return (place.device, place.inode) == identity(had) and place.offset <= had.st_size

    def append(self, line: bytes, seq: int) -> None:
        """Write one record's line; `seq` is its number in the ledger, which has it. Errors: StorageError; the next run writes it then."""
        try:
            self._follow()
            self._write(line)
        except (OSError, Locked) as error:
            self.torn = True
            raise self._stuck(error) from error
        self.seq = seq

    def _stuck(self, error: Exception) -> StorageError:
        return StorageError(f"{self.path}: {getattr(error, 'strerror', None) or error}; the stream cannot grow")

    def _write(self, data: bytes) -> None:
        """All of it or nothing, as far as the system lets us."""
        if not data:
            return
        written = os.write(self.descriptor, data)
        if written < len(data):  # a disk that is full takes a part first, and then says so
            try:
                while written < len(data):
                    written += os.write(self.descriptor, data[written:])
            except OSError:
                with contextlib.suppress(OSError):
                    os.ftruncate(self.descriptor, self.size)
                raise
        self.size += len(data)

    def _follow(self) -> None:
        """Go on in a new file when ours was moved away, and from a file's new end when it was cut. Both are said."""
        try:
            there = os.stat(self.path)
        except FileNotFoundError:
            there = None
        ours = os.fstat(self.descriptor)
        if there is None or identity(there) != identity(ours):
            if there is not None and not stat.S_ISREG(there.st_mode):
                raise OSError(errno.EINVAL, "something that is no file stands there now")
            logger.warning("%s: the stream %s was moved away or replaced while it was written; what comes now goes into a new file of that name", self.source, self.path)
            os.fsync(self.descriptor)
            self.close()
            self._take()
        elif ours.st_size < self.size:
            logger.warning("%s: the stream %s was cut from %d bytes to %d while it was written; it goes on from there", self.source, self.path, self.size, ours.st_size)
            self.size = ours.st_size
        else:
            return
        self.ledger.note_stream(str(self.path), self.source, self._place(self.size, self.seq))

    def complete(self, run: str) -> None:
        """All that a run staged stands in the file, durable, when this returns: before the ledger believes in it. Errors: StorageError."""
        try:
            if run == self.run and not self.torn:
                self._follow()
            else:
                self._catch_up(run)
            os.fsync(self.descriptor)
        except (OSError, Locked) as error:
            raise self._stuck(error) from error

    def _catch_up(self, run: str) -> None:
        """Write what is missing of a run's lines; what stands after its place and is none of them is cut off."""
        _owner, place = self.ledger.stream_place(str(self.path)) or (None, None)
        seq, offset = 0, os.fstat(self.descriptor).st_size
        self.size = offset
        if place is not None and place.run == run:
            seq = place.seq
            if self._is(place):
                offset = place.offset
            else:
                logger.warning("%s: the stream %s was replaced while nobody watched; records of run %s may be written again, with the same id and revision", self.source, self.path, run)
        position, differs = offset, False
        for line in self.ledger.staged(run, "article", after=seq):
            if not differs:
                stands = os.pread(self.descriptor, len(line), position)
                if stands == line:
                    position += len(line)
                    continue
                differs = True
                self._cut(position, self.size, whole=line.startswith(stands))
            self._write(line)
        if not differs:
            self._cut(position, self.size, whole=position == self.size)
        self.torn = False

    def _cut(self, position: int, size: int, *, whole: bool) -> None:
        """Cut the file at a place. `whole`: what goes is the beginning of the line that comes now, no more."""
        if not whole:
            logger.warning("%s: the stream %s held %d bytes that nothing staged accounts for; they are cut off", self.source, self.path, size - position)
        if position < size:
            os.ftruncate(self.descriptor, position)
        self.size = position

    def close(self) -> None:
        """The file is free for the next run."""
        if self.descriptor >= 0:
            os.close(self.descriptor)
            self.descriptor = -1


def identity(had: os.stat_result) -> tuple[int, int]:
    """What tells a file from another of its name: device and inode, as numbers that SQLite can keep."""
    return had.st_dev & SIGNED, had.st_ino & SIGNED


def stream_path(setting: str | None, source: str) -> Path | None:
    """Where a source's stream is, by the setting HARVESTER_STREAM; None without it. Errors: BadOutput.

    Example: stream_path("output/stream/{source}.jsonl", "rthk_en") == Path("/…/output/stream/rthk_en.jsonl")
    """
    if not setting:
        return None
    rest = setting.replace("{source}", "")
    if "{" in rest or "}" in rest:
        raise BadOutput(f"HARVESTER_STREAM={setting!r}: {{source}} is all that may stand in braces")
    return Path(setting.replace("{source}", source)).absolute()
