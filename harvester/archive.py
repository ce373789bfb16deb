"""WARC files of the pages read: written as they came over the wire, read as a stream, and replayed through a download handler.

A replay runs the same spiders through Scrapy's own engine: robots, retries and callbacks are the same code, only the network is not.
"""

from __future__ import annotations

import io
import logging
import re
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Self

from scrapy.exceptions import DownloadFailedError, NotConfigured
from scrapy.http import Headers, Request, Response
from scrapy.responsetypes import responsetypes
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from harvester.errors import HarvesterError, UsageError

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

ROTATE = 1 << 30  # bytes after which a new file is begun
# A header value may hold line ends (obs-fold) or worse; a record must not.
_LINE_END = re.compile(r"[\r\n\x00]+[ \t]*")


class ArchiveError(UsageError):
    """An archive that cannot be read: the message names the file, the place and the cause."""


class ArchiveStorageError(HarvesterError):
    """An archive that cannot be written."""

    exit_code = 5


@dataclass(frozen=True, slots=True)
class ArchivedResponse:
    """One response out of an archive. `body` has its content coding still on; `headers` are as recorded."""

    url: str
    status: int
    headers: list[tuple[str, str]]
    body: bytes
    fetched: datetime
    record_id: str
    file: str


# --- writing ---------------------------------------------------------------------------------------------------------------


class ArchiveMiddleware:
    """Keeps every response of a run in DIR/<source>/<run>-NNNNN.warc.gz when HARVESTER_ARCHIVE names a directory.

    Stands nearest to the downloader: the body still has its content coding. `request.meta["archive"]` names file and record.
    """

    def __init__(self, directory: Path, crawler: Crawler) -> None:
        self.directory, self.crawler = directory, crawler
        self.number = 0
        self.file: IO[bytes] | None = None
        self.writer: Any = None
        self.path: Path | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Errors: NotConfigured without HARVESTER_ARCHIVE; ArchiveStorageError when the directory cannot be written."""
        from scrapy import signals

        directory = crawler.settings["HARVESTER_ARCHIVE"]
        if not directory:
            raise NotConfigured
        middleware = cls(Path(directory).absolute(), crawler)
        try:
            middleware.directory.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ArchiveStorageError(f"{directory}: {error.strerror}; HARVESTER_ARCHIVE must name a directory that can be written") from None
        crawler.signals.connect(middleware.close, signals.spider_closed)
        return middleware

    def process_response(self, request: Request, response: Response) -> Response:
        """Write the exchange. Errors: ArchiveStorageError; the run then ends as a storage failure."""
        if "cached" in response.flags or "replayed" in response.flags:
            return response
        try:
            record_id = self.write(request, response)
        except OSError as error:
            raise ArchiveStorageError(f"{self.path}: {error.strerror}") from error
        request.meta["archive"] = f"{self.path.name if self.path else ''}#{record_id}"
        return response

    def write(self, request: Request, response: Response) -> str:
        """One request and one response record; the response's id."""
        if self.writer is None or (self.file is not None and self.file.tell() > ROTATE):
            self.rotate()
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        status = StatusAndHeaders(f"{response.status} {_reason(response.status)}", _pairs(response.headers), protocol="HTTP/1.1")
        extra = {"WARC-Date": now}
        record = self.writer.create_warc_record(_line(response.url), "response", payload=io.BytesIO(response.body), http_headers=status, warc_headers_dict=extra)
        asked = StatusAndHeaders(f"{request.method} {_line(request.url)} HTTP/1.1", _pairs(request.headers), is_http_request=True)
        question = self.writer.create_warc_record(
            _line(request.url), "request", payload=io.BytesIO(request.body), http_headers=asked,
            warc_headers_dict={"WARC-Date": now, "WARC-Concurrent-To": record.rec_headers.get_header("WARC-Record-ID")},
        )  # fmt: skip
        self.writer.write_record(record)
        self.writer.write_record(question)
        assert self.file is not None
        self.file.flush()
        return str(record.rec_headers.get_header("WARC-Record-ID")).strip("<>")

    def rotate(self) -> None:
        """The next file; its name comes from source and run, never from an address."""
        self.close()
        spider = self.crawler.spider
        source = getattr(spider, "name", "unknown")
        run = getattr(spider, "run_id", None) or f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{source}"
        self.path = self.directory / source / f"{run}-{self.number:05d}.warc.gz"
        self.number += 1
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.file = self.path.open("xb")
        self.writer = WARCWriter(self.file, gzip=True)

    def close(self) -> None:
        """Close the file."""
        if self.file is not None:
            self.file.close()
            self.file = self.writer = None


def _line(text: str) -> str:
    return _LINE_END.sub(" ", text)


def _pairs(headers: Headers) -> list[tuple[str, str]]:
    """Headers as WARC wants them: text on one line each."""
    return [(_line(name.decode("latin-1")), _line(value.decode("latin-1"))) for name, values in headers.items() for value in values or ()]


def _reason(status: int) -> str:
    from http.client import responses

    return responses.get(status, "Unknown")


# --- reading ---------------------------------------------------------------------------------------------------------------


def read_archive(paths: Iterable[Path]) -> Iterator[ArchivedResponse]:
    """The response records of WARC files, one at a time, in constant memory.

    Errors: ArchiveError naming file and place for a file that is no WARC, cut or damaged; whole records before it are given first.
    """
    for path in paths:
        with _opened(path) as file:
            for response, _offset in _responses(path, file):
                yield response


def _opened(path: Path) -> IO[bytes]:
    try:
        return path.open("rb")
    except OSError as error:
        raise ArchiveError(f"{path}: {error.strerror}") from None


def _responses(path: Path, file: IO[bytes]) -> Iterator[tuple[ArchivedResponse, int]]:
    """Responses with the offset of their records."""
    head = file.read(5)
    file.seek(0)
    if head[:2] != b"\x1f\x8b" and head != b"WARC/":
        raise ArchiveError(f"{path}: no WARC file")
    iterator = ArchiveIterator(file, arc2warc=False)
    offset = 0
    try:
        for record in iterator:
            if record.rec_type != "response" or record.http_headers is None:
                continue
            response = _response(path, record)
            offset = iterator.get_record_offset()  # asking for it first would skip the body
            yield response, offset
    except ArchiveError:
        raise
    except Exception as error:
        raise ArchiveError(f"{path}: damaged after byte {offset}: {type(error).__name__}: {' '.join(str(error).split())[:120]}") from None
    if path.suffix == ".gz" and not _whole_gzip(path):
        raise ArchiveError(f"{path}: ends in the middle of a record, after byte {offset}")


def _whole_gzip(path: Path) -> bool:
    """Whether the last gzip member is complete; reads the file once more as a stream."""
    unpacker = zlib.decompressobj(31)
    rest = b""
    fresh = True
    with path.open("rb") as file:
        while True:
            chunk = rest or file.read(1 << 16)
            if not chunk:
                return fresh
            try:
                unpacker.decompress(chunk)
            except zlib.error:
                return False
            fresh = False
            rest = b""
            if unpacker.eof:
                rest = unpacker.unused_data
                unpacker = zlib.decompressobj(31)
                fresh = not rest


def _response(path: Path, record: Any) -> ArchivedResponse:
    headers = record.rec_headers
    body = record.raw_stream.read()
    url = headers.get_header("WARC-Target-URI") or ""
    length = headers.get_header("Content-Length")
    remaining = getattr(record.raw_stream, "limit", 0)
    if length and remaining:
        raise ArchiveError(f"{path}: record of {url} is shorter than it says")
    try:
        fetched = datetime.fromisoformat((headers.get_header("WARC-Date") or "").replace("Z", "+00:00"))
    except ValueError:
        fetched = datetime(1970, 1, 1, tzinfo=UTC)
    try:
        status = int(record.http_headers.get_statuscode())
    except (TypeError, ValueError):
        status = 0
    return ArchivedResponse(
        url, status, list(record.http_headers.headers), body, fetched if fetched.tzinfo else fetched.replace(tzinfo=UTC),
        (headers.get_header("WARC-Record-ID") or "").strip("<>"), path.name,
    )  # fmt: skip


# --- replaying -------------------------------------------------------------------------------------------------------------


class Recording:
    """Archives by address: offsets in memory, responses read when asked for. The same address gives its responses in turn."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self.paths = list(paths)
        self.places: dict[str, array[int]] = {}
        self.asked: dict[str, int] = {}
        for number, path in enumerate(self.paths):
            with _opened(path) as file:
                for response, offset in _responses(path, file):
                    self.places.setdefault(response.url, array("q")).extend((number, offset))

    @property
    def hosts(self) -> set[str]:
        """The hosts there are pages of."""
        from urllib.parse import urlsplit

        return {urlsplit(url).hostname or "" for url in self.places}

    def next(self, url: str) -> ArchivedResponse | None:
        """The next response recorded for an address, the last one for ever; None if there is none."""
        places = self.places.get(url)
        if places is None:
            return None
        turn = min(self.asked.get(url, 0), len(places) // 2 - 1)
        self.asked[url] = turn + 1
        path = self.paths[places[2 * turn]]
        with path.open("rb") as file:
            file.seek(places[2 * turn + 1])
            for record in ArchiveIterator(file):
                if record.rec_type == "response":
                    return _response(path, record)
        return None


class ReplayHandler:
    """Scrapy's download handler for http and https that answers from HARVESTER_REPLAY; it opens no connection."""

    lazy = False

    def __init__(self, recording: Recording) -> None:
        self.recording = recording

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """One recording for both schemes and all crawlers of a process."""
        return cls(recording_for(tuple(crawler.settings.getlist("HARVESTER_REPLAY"))))

    async def download_request(self, request: Request) -> Response:
        """The recorded answer. Errors: DownloadFailedError when the address is not in the archive."""
        found = self.recording.next(request.url)
        if found is None:
            if request.url.endswith("/robots.txt"):
                return Response(request.url, status=404, request=request)
            raise DownloadFailedError(f"not in the archive: {request.url}")
        request.meta["fetched"] = found.fetched
        request.meta["archive"] = f"{found.file}#{found.record_id}"
        headers = Headers()
        for name, value in found.headers:
            if name.lower() not in ("transfer-encoding",):
                headers.appendlist(name, value)
        if _same_version(request, headers):
            return Response(request.url, status=304, headers=headers, request=request, flags=["replayed"])
        kind = responsetypes.from_args(headers=headers, url=request.url, body=found.body)
        return kind(request.url, status=found.status, headers=headers, body=found.body, request=request, flags=["replayed"])

    async def close(self) -> None:
        """Nothing is open."""


_RECORDINGS: dict[tuple[str, ...], Recording] = {}


def recording_for(files: tuple[str, ...]) -> Recording:
    """The recording of some files, indexed once a process. Errors: ArchiveError."""
    if files not in _RECORDINGS:
        _RECORDINGS[files] = Recording([Path(f) for f in files])
    return _RECORDINGS[files]


def _same_version(request: Request, headers: Headers) -> bool:
    """Whether a conditional request's validators fit the recorded answer."""
    etag, modified = request.headers.get("If-None-Match"), request.headers.get("If-Modified-Since")
    if etag is not None:
        return headers.get("ETag") == etag
    return modified is not None and headers.get("Last-Modified") == modified
