"""Feeds that appear whole or not at all: record lines, atomic files, manifests, delivery and recovery.

`<output>/articles/harvested=YYYY-MM-DD/source=NAME/<run>.jsonl`, a manifest beside it, written last; rejects likewise. The core
knows no Scrapy; the two adapters at the end are its feed storage and its exporter.
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import logging
import math
import os
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple

import orjson

from harvester.errors import HarvesterError
from harvester.ledger import Ledger

if TYPE_CHECKING:
    from harvester.stream import Stream

logger = logging.getLogger(__name__)

RECORD_SCHEMA = "harvester/article@1"
KINDS = {"articles": "article", "rejects": "reject"}
SUFFIXES = {None: ".jsonl", "": ".jsonl", "none": ".jsonl", "gzip": ".jsonl.gz", "zstd": ".jsonl.zst"}
# str.splitlines() and many line readers take these for line ends; JSON allows them escaped.
_LINE_ENDS = ((b"\xc2\x85", b"\\u0085"), (b"\xe2\x80\xa8", b"\\u2028"), (b"\xe2\x80\xa9", b"\\u2029"))
_PLAIN = orjson.OPT_APPEND_NEWLINE
Upload = Callable[[Path], None]


class StorageError(HarvesterError):
    """Output that cannot be written; names the path and the system's reason."""

    exit_code = 5


class BadOutput(HarvesterError):
    """An output directory that cannot be one; found before the first request."""

    exit_code = 2


class Recovered(NamedTuple):
    """A dead run whose staged records were delivered."""

    run: str
    records: int


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a feed file. `line` is its number, 0 for the file as a whole."""

    line: int
    message: str


# --- lines -----------------------------------------------------------------------------------------------------------------


def line(record: Any) -> bytes:
    """One record (a dataclass or mapping) as one line of UTF-8 JSON, newline included.

    One physical line for every reader: U+0085, U+2028 and U+2029 are escaped. Lone surrogates become U+FFFD.
    Errors: ValueError for numbers that JSON does not know (NaN, Infinity).
    """
    try:
        text = orjson.dumps(record, option=_PLAIN)
    except TypeError:
        text = orjson.dumps(_mended(record), option=_PLAIN)
    for raw, escaped in _LINE_ENDS:
        if raw in text:
            text = text.replace(raw, escaped)
    return text


def _mended(value: Any) -> Any:
    """A copy without lone surrogates; floats that are no JSON are refused."""
    from dataclasses import fields, is_dataclass

    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"{value} is no JSON number")
    if isinstance(value, Mapping):
        return {_mended(k): _mended(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_mended(v) for v in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _mended(getattr(value, f.name)) for f in fields(value)}
    return value


# --- files -----------------------------------------------------------------------------------------------------------------


def suffix_for(compression: str | None) -> str:
    """The ending of feed files for a HARVESTER_COMPRESSION setting. Errors: BadOutput."""
    try:
        return SUFFIXES[compression.lower() if compression else None]
    except KeyError:
        raise BadOutput(f"HARVESTER_COMPRESSION is {compression!r}; write gzip, zstd or nothing") from None


def final_path(output: Path, kind: str, harvested: date, source: str, run: str, suffix: str = ".jsonl") -> Path:
    """Where a run's feed goes. kind: articles or rejects."""
    return output / kind / f"harvested={harvested}" / f"source={source}" / f"{run}{suffix}"


def write_atomic(path: Path, chunks: Iterable[bytes]) -> None:
    """A file that appears whole, and stays after a power cut. Errors: StorageError; nothing appears then."""
    part = path.with_name(path.name + ".part")
    try:
        make_directory(path.parent)
        with part.open("wb") as file:
            target = compressed(file, path)
            for chunk in chunks:
                target.write(chunk)
            if target is not file:
                target.close()
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        sync_directory(path.parent)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink()
        raise StorageError(f"{path}: {error.strerror}") from error


def compressed(file: IO[bytes], path: Path) -> Any:
    """A writer over an open file that compresses as the path's ending says. Errors: BadOutput without zstd."""
    if path.suffix == ".gz":
        return gzip.GzipFile(filename="", mode="wb", fileobj=file, compresslevel=6, mtime=0)
    if path.suffix == ".zst":
        return _zstd().ZstdFile(file, "w")
    return file


def _zstd() -> Any:
    try:
        from compression import zstd  # type: ignore[import-not-found,unused-ignore]  # Python 3.14
    except ImportError:
        try:
            from backports import zstd
        except ImportError:
            raise BadOutput("zstd feeds need the zstd extra: pip install 'harvester[zstd]'") from None
    return zstd


def open_feed(path: Path) -> IO[bytes]:
    """A feed file open for reading, unpacked. Errors: StorageError naming the file."""
    try:
        if path.suffix == ".gz":
            return gzip.open(path, "rb")  # type: ignore[return-value]
        if path.suffix == ".zst":
            return _zstd().open(path, "rb")  # type: ignore[no-any-return]
        return path.open("rb")
    except OSError as error:
        raise StorageError(f"{path}: {error.strerror}") from None


def make_directory(path: Path) -> None:
    """Make a directory and those above it that lack, each durable in the one that holds it: a file in a directory that a power cut takes is gone too."""
    if path.is_dir():
        return
    make_directory(path.parent)
    path.mkdir(exist_ok=True)
    sync_directory(path.parent)


def sync_directory(path: Path) -> None:
    """Make a rename in a directory durable."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def manifest_path(feed: Path) -> Path:
    """The manifest beside a feed."""
    return feed.with_name(feed.name + ".manifest.json")


def probe(output: Path) -> None:
    """Make the output directories and write, sync and remove a file in each, before the first request.

    Errors: BadOutput when a file stands where a directory must be; StorageError with the path and the system's reason.
    """
    for directory in (output, output / "articles", output / "rejects", output / "runs", output / "state"):
        if directory.exists() and not directory.is_dir():
            raise BadOutput(f"{directory} is a file; the output directory is wanted there: move it or set HARVESTER_OUTPUT")
        test = directory / f".probe-{os.getpid()}"
        try:
            make_directory(directory)
            with test.open("wb") as file:
                file.write(b"probe\n")
                file.flush()
                os.fsync(file.fileno())
            test.unlink()
        except OSError as error:
            with contextlib.suppress(OSError):
                test.unlink()
            raise StorageError(f"{directory}: {error.strerror}; feeds cannot be written there: set HARVESTER_OUTPUT or mend it") from None


class Summed(NamedTuple):
    """A feed file read once: lines, bytes unpacked, bytes on disk, checksum of the file on disk."""

    records: int
    size: int
    bytes: int
    sha256: str


def sum_up(path: Path) -> Summed:
    """Read a feed file once. Errors: StorageError for one that is missing or damaged."""
    sha = hashlib.sha256()
    on_disk = 0
    try:
        with path.open("rb") as file:
            while chunk := file.read(1 << 20):
                sha.update(chunk)
                on_disk += len(chunk)
        records = size = 0
        with open_feed(path) as feed:
            for text in feed:
                records += 1
                size += len(text)
    except (OSError, EOFError, zlib.error) as error:
        raise StorageError(f"{path}: {getattr(error, 'strerror', None) or error}") from None
    return Summed(records, size, on_disk, sha.hexdigest())


def write_manifest(feed: Path, summed: Summed, *, source: str, run: str, window: Sequence[str] | None, first: str | None, last: str | None, outcome: str) -> Path:
    """The manifest: its presence means that the file beside it is complete."""
    manifest = {
        "file": feed.name,
        "schema": RECORD_SCHEMA,
        "records": summed.records,
        "bytes": summed.bytes,
        "sha256": summed.sha256,
        "source": source,
        "run": run,
        "window": list(window) if window else None,
        "first_published": first,
        "last_published": last,
        "outcome": outcome,
    }
    path = manifest_path(feed)
    write_atomic(path, [orjson.dumps(manifest, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)])
    return path


# --- delivery --------------------------------------------------------------------------------------------------------------


def deliver(
    ledger: Ledger, output: Path, source: str, run: str, paths: Mapping[str, Path], *, outcome: str, window: Sequence[str] | None = None, upload: Upload | None = None,
    stream: Stream | None = None,
) -> list[Path]:
    """Make a run's feeds final: files as staged, manifests, then one ledger commit. Returns the feed files, without empty ones.

    A file that is missing or is not what was staged is written anew from the staged rows. upload: brings a stored file to elsewhere,
    each feed before its manifest. stream: the growing file that has the same records. Errors: StorageError, LedgerError; what is staged then stays staged for the next run.
    """
    delivered = []
    for kind, path in paths.items():
        records, size, first, last = ledger.staged_size(run, KINDS[kind])
        if not records:
            continue
        summed = _exported(path, records, size)
        if summed is None:
            write_atomic(path, ledger.staged(run, KINDS[kind]))
            summed = sum_up(path)
        if upload is not None:
            upload(path)
        manifest = write_manifest(path, summed, source=source, run=run, window=window, first=first, last=last, outcome=outcome)
        if upload is not None:
            upload(manifest)
        delivered.append(path)
    if stream is not None:
        stream.complete(run)
    ledger.commit_run(run)
    return delivered


def _exported(path: Path, records: int, size: int) -> Summed | None:
    """The file as the exporter left it, if it holds exactly what was staged."""
    if not path.exists():
        return None
    try:
        summed = sum_up(path)
    except StorageError:
        return None
    return summed if (summed.records, summed.size) == (records, size) else None


def recover(ledger: Ledger, output: Path, source: str, *, live_run: str, now: datetime, upload: Upload | None = None, stream: Stream | None = None) -> list[Recovered]:
    """Deliver what dead runs of a source staged, each to its own file; drop their unfinished files. The caller holds the lock.

    The path of a dead run's feed follows from its id, so a run that died after its file was stored writes the same file again.
    """
    recovered = []
    for run in ledger.dead_runs(source, live_run):
        harvested = datetime.strptime(run[:8], "%Y%m%d").date() if run[:8].isdigit() else now.date()  # noqa: DTZ007
        total = 0
        paths = {}
        for kind, row_kind in KINDS.items():
            folder = final_path(output, kind, harvested, source, run).parent
            stored = next((folder / f"{run}{s}" for s in (".jsonl.gz", ".jsonl.zst") if (folder / f"{run}{s}").exists()), None)
            paths[kind] = stored or folder / f"{run}.jsonl"
            total += ledger.staged_size(run, row_kind)[0]
        deliver(ledger, output, source, run, paths, outcome="recovered", upload=upload, stream=stream)
        logger.warning("%s: feed of run %s recovered: %d records that it had staged are delivered now", source, run, total)
        recovered.append(Recovered(run, total))
    for kind in KINDS:
        for part in (output / kind).glob(f"harvested=*/source={source}/*.part"):
            with contextlib.suppress(OSError):
                part.unlink()
    return recovered


# --- verification ----------------------------------------------------------------------------------------------------------


def verify_file(path: Path, check: Callable[[Any], str | None] | None = None, *, manifest: bool = True, limit: int = 20) -> list[Problem]:
    """What is wrong with a feed file: lines that are no strict JSON, records that `check` faults, a manifest that does not fit.

    check  a function from a record to a message, or None when it is sound. Result: at most `limit` problems.
    """
    problems: list[Problem] = []
    records = 0
    try:
        with open_feed(path) as feed:
            for number, text in enumerate(feed, 1):
                records += 1
                message = _line_problem(text, check)
                if message:
                    problems.append(Problem(number, message))
                    if len(problems) >= limit:
                        return problems
    except (StorageError, OSError, EOFError, zlib.error) as error:
        problems.append(Problem(records + 1, f"cannot be read: {getattr(error, 'strerror', None) or error}"))
        return problems
    if manifest and manifest_path(path).exists():
        problems.extend(_manifest_problems(path, records))
    elif manifest and "=" in path.parent.name:
        problems.append(Problem(0, f"no manifest {manifest_path(path).name}: the file may be incomplete"))
    return problems


def _line_problem(text: bytes, check: Callable[[Any], str | None] | None) -> str | None:
    if not text.endswith(b"\n"):
        return "the line is cut: it does not end in a newline"
    try:
        decoded = text.decode("utf-8")
        record = orjson.loads(text)
    except UnicodeDecodeError as error:
        return f"no UTF-8: {error.reason} at byte {error.start}"
    except orjson.JSONDecodeError as error:
        return f"no JSON: {error}"
    if len(decoded.splitlines()) != 1:
        return "holds a line separator that is not escaped"
    return check(record) if check is not None else None


def _manifest_problems(path: Path, records: int) -> list[Problem]:
    try:
        stated = orjson.loads(manifest_path(path).read_bytes())
    except (OSError, orjson.JSONDecodeError) as error:
        return [Problem(0, f"manifest cannot be read: {error}")]
    if not isinstance(stated, dict):
        return [Problem(0, "manifest is no object")]
    summed = sum_up(path)
    real = {"file": path.name, "records": records, "bytes": summed.bytes, "sha256": summed.sha256}
    return [Problem(0, f"manifest says {name} {stated.get(name)!r}, the file has {value!r}") for name, value in real.items() if stated.get(name) != value]


# --- Scrapy's adapters -----------------------------------------------------------------------------------------------------


class PartFile:
    """A feed while it is written. After a write that failed none is tried, and it never becomes final: `deliver` writes it anew."""

    def __init__(self, target: Any) -> None:
        self.target, self.lost = target, target is None

    def write(self, data: bytes) -> int:
        """Write, until that fails."""
        if self.lost:
            return 0
        try:
            return int(self.target.write(data))
        except OSError as error:
            self.lost = True
            logger.info("feed: %s; it is written anew at delivery", error.strerror)
            return 0


class AtomicFeedStorage:
    """A Scrapy feed storage: `<final>.part` while it is written, fsync and rename when the feed is closed."""

    def __init__(self, uri: str, *, feed_options: dict[str, Any] | None = None) -> None:
        self.path = Path(uri.removeprefix("file://"))
        self.part = self.path.with_name(self.path.name + ".part")
        self._raw: IO[bytes] | None = None

    def open(self, spider: Any) -> PartFile:
        """The file to export into."""
        try:
            make_directory(self.path.parent)
            self._raw = self.part.open("wb")
        except OSError as error:
            logger.info("%s: %s; the feed is written at delivery", self.part, error.strerror)
            return PartFile(None)
        return PartFile(compressed(self._raw, self.path))

    def store(self, file: PartFile) -> None:
        """Make it final. What cannot be written is left to `deliver`, which writes the feed anew from the ledger or says why it cannot."""
        raw = self._raw
        if raw is None:
            return
        try:
            if file.target is not raw:
                file.target.close()
            raw.flush()
            os.fsync(raw.fileno())
            raw.close()
            if not file.lost:
                self.part.replace(self.path)
                sync_directory(self.path.parent)
        except OSError as error:
            logger.info("%s: %s; the feed is written anew at delivery", self.part, error.strerror)
        with contextlib.suppress(OSError):
            raw.close()
        self.part.unlink(missing_ok=True)


class RecordExporter:
    """A Scrapy item exporter: one record, one line."""

    def __init__(self, file: IO[bytes], **_options: Any) -> None:
        self.file = file

    def start_exporting(self) -> None:
        """Nothing to open."""

    def export_item(self, item: Any) -> None:
        """One line."""
        self.file.write(line(item))

    def finish_exporting(self) -> None:
        """Nothing to close."""
