"""WARC files of the pages read: written as they came over the wire, read as a stream, and replayed through a download handler.

A replay runs the same spiders through Scrapy's own engine: robots, retries and callbacks are the same code, only the network is not.
Reading is stricter than warcio's own: a record that is cut, or whose length or digest does not hold, is an error with its place; warcio
skips some of these in silence.
"""

from __future__ import annotations

import hashlib
import io
import logging
import os
import re
import zlib
from array import array
from base64 import b32encode
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Self
from urllib.parse import urldefrag, urlsplit

from scrapy.exceptions import DownloadFailedError, NotConfigured
from scrapy.http import Headers, Request, Response
from scrapy.responsetypes import responsetypes
from w3lib.url import safe_url_string
from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataException, ChunkedDataReader
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser
from warcio.warcwriter import WARCWriter

from harvester.errors import HarvesterError, UsageError

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

ROTATE = 1 << 30  # bytes after which a new file is begun
MANY_HOSTS = 50_000  # hosts remembered while a stranger's archive is read
# A header value may hold line ends (obs-fold) or worse; a record must not.
_LINE_END = re.compile(r"[\r\n\x00]+[ \t]*")
# The size in front of the first chunk: "1a3f;name=value".
_CHUNK = re.compile(rb"[0-9A-Fa-f]{1,8}[ \t]{0,8}(?:;[^\r\n]{0,256})?\r\n")


class ArchiveError(UsageError):
    """An archive that cannot be read: the message names the file, the place and the cause."""


class ArchiveStorageError(HarvesterError):
    """An archive that cannot be written."""

    exit_code = 5


@dataclass(frozen=True, slots=True)
class ArchivedResponse:
    """One response out of an archive.

    `body` has its content coding still on, as Content-Encoding in `headers` says, but no transfer coding; `fetched` is aware UTC.
    """

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
        self.whole = 0  # bytes of the file that are whole exchanges

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
            self.mend()
            failure = ArchiveStorageError(f"{self.path}: {error.strerror or error}")
            self.stop(failure)
            raise failure from error
        request.meta["archive"] = f"{self.path.name if self.path else ''}#{record_id}"
        return response

    def write(self, request: Request, response: Response) -> str:
        """One request and one response record; the response's id."""
        if self.writer is None or (self.file is not None and self.file.tell() > ROTATE):
            self.rotate()
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        status = StatusAndHeaders(f"{response.status} {_reason(response.status)}", _received(response), protocol="HTTP/1.1")
        record = self.writer.create_warc_record(
            _line(response.url), "response", payload=io.BytesIO(response.body), http_headers=status, warc_headers_dict={"WARC-Date": now}
        )
        asked = StatusAndHeaders(f"{request.method} {_line(request.url)} HTTP/1.1", _pairs(request.headers), is_http_request=True)
        question = self.writer.create_warc_record(
            _line(request.url), "request", payload=io.BytesIO(request.body), http_headers=asked,
            warc_headers_dict={"WARC-Date": now, "WARC-Concurrent-To": record.rec_headers.get_header("WARC-Record-ID")},
        )  # fmt: skip
        self.writer.write_record(record)
        self.writer.write_record(question)
        assert self.file is not None
        self.file.flush()
        self.whole = self.file.tell()
        return str(record.rec_headers.get_header("WARC-Record-ID")).strip("<>")

    def mend(self) -> None:
        """Cut off the exchange that could not be written whole: what was written before stays readable."""
        if self.file is None:
            return
        descriptor = os.dup(self.file.fileno())
        try:
            with suppress(OSError):  # what is still buffered goes nowhere; it is cut off below
                self.close()
            os.ftruncate(descriptor, self.whole)
        except OSError as error:
            logger.error("%s: cannot be cut back to its last whole record at byte %d: %s", self.path, self.whole, error.strerror)
        finally:
            os.close(descriptor)

    def stop(self, failure: ArchiveStorageError) -> None:
        """Without storage there is no use in fetching on: the run ends with exit code 5."""
        from harvester.extensions import Delivery

        delivery = Delivery.of(self.crawler)
        if delivery is not None:
            delivery.stop(failure)

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
        self.whole = 0
        self.writer = WARCWriter(self.file, gzip=True)

    def close(self) -> None:
        """Close the file; what it holds is on the disk then. Errors: OSError."""
        file, self.file, self.writer = self.file, None, None
        if file is not None:
            with file:
                file.flush()
                os.fsync(file.fileno())


def _line(text: str) -> str:
    return _LINE_END.sub(" ", text)


def _text(value: bytes) -> str:
    """A header as text. Some sites send Location in bare UTF-8; whatever is not, is Latin-1."""
    try:
        return _line(value.decode("utf-8"))
    except UnicodeDecodeError:
        return _line(value.decode("latin-1"))


def _pairs(headers: Headers) -> list[tuple[str, str]]:
    """Headers as WARC wants them: text on one line each."""
    return [(_text(name), _text(value)) for name, values in headers.items() for value in values or ()]


def _received(response: Response) -> list[tuple[str, str]]:
    """A response's headers, true of the body that is stored: the transfer coding is off, the length is the body's."""
    pairs = [(name, value) for name, value in _pairs(response.headers) if name.lower() != "transfer-encoding"]
    if response.body:
        pairs = [(name, str(len(response.body)) if name.lower() == "content-length" else value) for name, value in pairs]
    return pairs


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


class Reading:
    """Archives as a stream of the responses that are wanted; `done` of `total` bytes tell how far it is.

    wanted  whether a host's pages are: what is not is neither kept nor parsed
    Errors: ArchiveError, as read_archive.
    """

    def __init__(self, paths: Sequence[Path], wanted: Callable[[str], bool]) -> None:
        self.paths, self.wanted = list(paths), wanted
        self.total = 0
        for path in self.paths:
            with _opened(path) as file:
                self.total += os.fstat(file.fileno()).st_size
        self._before = 0
        self._file: IO[bytes] | None = None

    @property
    def done(self) -> int:
        """Bytes read."""
        try:
            return self._before + (self._file.tell() if self._file is not None else 0)
        except ValueError:  # closed in this moment, by the thread that reads
            return self._before

    def __iter__(self) -> Iterator[ArchivedResponse]:
        hosts: dict[str, bool] = {}

        def wanted(url: str) -> bool:
            try:
                host = urlsplit(url).hostname or ""
            except ValueError:
                return False
            if host not in hosts:
                if len(hosts) > MANY_HOSTS:
                    hosts.clear()
                hosts[host] = self.wanted(host)
            return hosts[host]

        for path in self.paths:
            with _opened(path) as file:
                self._file = file
                for response, _offset in _responses(path, file, wanted=wanted):
                    yield response
                self._before += file.seek(0, os.SEEK_END)
                self._file = None


def _opened(path: Path) -> IO[bytes]:
    try:
        return path.open("rb")
    except OSError as error:
        raise ArchiveError(f"{path}: {error.strerror}") from None


def _responses(
    path: Path, file: IO[bytes], *, bodies: bool = True, wanted: Callable[[str], bool] | None = None
) -> Iterator[tuple[ArchivedResponse, int]]:
    """Responses with the offset of their records; `bodies` False leaves bodies and headers empty, to make an index.

    wanted  whether an address's response is given; all are without it
    """
    try:
        head = file.read(5)
        file.seek(0)
    except OSError as error:
        raise ArchiveError(f"{path}: {error.strerror}") from None
    if head[:2] != b"\x1f\x8b" and head != b"WARC/":
        raise ArchiveError(f"{path}: no WARC file")
    # Without parsing HTTP: a record cut at its status line would pass for the end of the file.
    iterator = ArchiveIterator(file, no_record_parse=True)
    offset = 0
    try:
        for record in iterator:
            given = record.rec_type == "response" and _is_http(record) and (wanted is None or wanted(record.rec_headers.get_header("WARC-Target-URI")))
            block = _block(record, keep=given and bodies)
            offset = iterator.get_record_offset()  # asking for it first would skip the body
            if iterator.err_count:
                raise ValueError("longer than it says")
            if given:
                yield _response(path, record, block), offset
    except Exception as error:
        cause = " ".join(str(error).split())[:120] or type(error).__name__
        raise ArchiveError(f"{path}: damaged after byte {offset}: {cause}") from None
    if head[:2] == b"\x1f\x8b" and not _whole_gzip(path, offset):
        raise ArchiveError(f"{path}: ends in the middle of a record, after byte {offset}")


def _is_http(record: Any) -> bool:
    """Whether a record is of a web address, with something in it; archives hold answers to dns: too."""
    return bool((record.rec_headers.get_header("WARC-Target-URI") or "").startswith(("http:", "https:")) and record.length)


def _block(record: Any, *, keep: bool) -> bytes:
    """A record's block, read to its end; b"" unless kept. Errors: ValueError when its length or digest does not hold."""
    headers, length, digest = record.rec_headers, 0, hashlib.sha1(usedforsecurity=False)
    stated = headers.get_header("Content-Length") or ""
    name = f"record of {headers.get_header('WARC-Target-URI') or headers.get_header('WARC-Type') or 'no type'}"
    if not stated.isdecimal():
        raise ValueError(f"{name} does not say how long it is")
    parts: list[bytes] = []
    while chunk := record.raw_stream.read(1 << 16):
        length += len(chunk)
        digest.update(chunk)
        if keep:
            parts.append(chunk)
    if length != int(stated):
        raise ValueError(f"{name} is shorter than it says: {length} of {stated} bytes")
    kind, _, value = (headers.get_header("WARC-Block-Digest") or "").partition(":")
    if kind == "sha1" and value.upper() != b32encode(digest.digest()).decode() and value.lower() != digest.hexdigest():
        raise ValueError(f"{name} is not what its digest says")
    return b"".join(parts)


def _whole_gzip(path: Path, offset: int) -> bool:
    """Whether the last gzip member is complete; reads once more from the member at `offset`, the last record's."""
    unpacker = zlib.decompressobj(31)
    rest = b""
    fresh = True
    with path.open("rb") as file:
        file.seek(offset)
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


def _response(path: Path, record: Any, block: bytes) -> ArchivedResponse:
    """A response of a whole block; with an empty one, the address and date alone. Errors: ValueError."""
    headers = record.rec_headers
    url = headers.get_header("WARC-Target-URI")
    try:
        fetched = datetime.fromisoformat(headers.get_header("WARC-Date") or "")
    except ValueError:
        raise ValueError(f"record of {url} has no date") from None
    fetched = fetched.astimezone(UTC) if fetched.tzinfo else fetched.replace(tzinfo=UTC)
    record_id = (headers.get_header("WARC-Record-ID") or "").strip("<>")
    if not block:
        return ArchivedResponse(url, 0, [], b"", fetched, record_id, path.name)
    stream = io.BytesIO(block)
    http = _HTTP.parse(stream)
    code = http.get_statuscode()
    if not code.isdecimal():
        raise ValueError(f"record of {url} has no HTTP status")
    body = stream.read()
    if (http.get_header("Transfer-Encoding") or "").lower() == "chunked":
        body = _without_chunks(body)
        http.remove_header("Transfer-Encoding")
    return ArchivedResponse(url, int(code), list(http.headers), body, fetched, record_id, path.name)


_HTTP = StatusAndHeadersParser(["HTTP/1.0", "HTTP/1.1"], verify=False)


def _without_chunks(body: bytes) -> bytes:
    """The body without its transfer coding. Some archives keep the header and store the body without it: then as it is.

    Errors: ValueError when the chunks break off: the answer was cut when it was recorded.
    """
    if not _CHUNK.match(body):
        return body
    reader = ChunkedDataReader(io.BytesIO(body), raise_exceptions=True)
    parts = []
    try:
        while part := reader.read(1 << 16):
            parts.append(part)
    except ChunkedDataException:
        raise ValueError("the recorded answer was cut: its chunks break off") from None
    return b"".join(parts)


# --- replaying -------------------------------------------------------------------------------------------------------------


class Recording:
    """Archives by address: offsets in memory, responses read when asked for. The same address gives its responses in turn."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self.paths = list(paths)
        self.places: dict[str, array[int]] = {}
        self.asked: dict[str, int] = {}
        self.span: tuple[datetime, datetime] | None = None  # when the first and the last were fetched
        for number, path in enumerate(self.paths):
            with _opened(path) as file:
                for response, offset in _responses(path, file, bodies=False):
                    self.places.setdefault(_key(response.url), array("q")).extend((number, offset))
                    first, last = self.span or (response.fetched, response.fetched)
                    self.span = min(first, response.fetched), max(last, response.fetched)

    @property
    def hosts(self) -> set[str]:
        """The hosts there are pages of."""
        return {urlsplit(url).hostname or "" for url in self.places}

    def next(self, url: str) -> ArchivedResponse | None:
        """The next response recorded for an address, the last one for ever; None if there is none. Errors: ArchiveError."""
        key = _key(url)
        places = self.places.get(key)
        if places is None:
            return None
        turn = min(self.asked.get(key, 0), len(places) // 2 - 1)
        self.asked[key] = turn + 1
        path = self.paths[places[2 * turn]]
        with _opened(path) as file:
            file.seek(places[2 * turn + 1])
            try:
                record = next(iter(ArchiveIterator(file, no_record_parse=True)))
                return _response(path, record, _block(record, keep=True))
            except Exception as error:
                raise ArchiveError(f"{path}: {url}: {' '.join(str(error).split())[:120] or type(error).__name__}") from None

    def left(self, url: str) -> bool:
        """Whether there is a response of this address that was not given yet."""
        key = _key(url)
        return self.asked.get(key, 0) < len(self.places.get(key, ())) // 2


def _key(url: str) -> str:
    """An address as Scrapy's requests spell it; other crawlers record 新聞 where it asks for %E6%96%B0%E8%81%9E."""
    return urldefrag(safe_url_string(url)).url


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
        conditional = b"If-None-Match" in request.headers or b"If-Modified-Since" in request.headers
        found = self.recording.next(request.url)
        while found is not None and found.status == 304 and not conditional:
            # "Not modified" answers a question that is not asked here.
            found = self.recording.next(request.url) if self.recording.left(request.url) else None
        if found is None:
            if request.url.endswith("/robots.txt"):
                return Response(request.url, status=404, request=request)
            raise DownloadFailedError(f"not in the archive: {request.url}")
        return answer(found, request)

    async def close(self) -> None:
        """Nothing is open."""


def answer(found: ArchivedResponse, request: Request) -> Response:
    """A recorded answer as the one to a request: 304 where the request's validators fit it."""
    request.meta["fetched"] = found.fetched
    request.meta["archive"] = f"{found.file}#{found.record_id}"
    headers = Headers()
    for name, value in found.headers:
        headers.appendlist(name, value)
    if found.status == 304 or (found.status == 200 and _same_version(request, headers)):
        for name in ("Content-Encoding", "Content-Length"):
            headers.pop(name, None)
        return Response(request.url, status=304, headers=headers, request=request, flags=["replayed"])
    kind = responsetypes.from_args(headers=headers, url=request.url, body=found.body)
    return kind(request.url, status=found.status, headers=headers, body=found.body, request=request, flags=["replayed"])


_RECORDINGS: dict[tuple[str, ...], Recording] = {}


def recording_for(files: tuple[str, ...]) -> Recording:
    """The recording of some files, indexed once a process. Errors: ArchiveError."""
    if files not in _RECORDINGS:
        _RECORDINGS[files] = Recording([Path(f) for f in files])
    return _RECORDINGS[files]


def _same_version(request: Request, headers: Headers) -> bool:
    """Whether a conditional request's validators fit the recorded answer: the tag alone if there is one (RFC 9110 13.1)."""
    tag, modified = request.headers.get("If-None-Match"), request.headers.get("If-Modified-Since")
    if tag is not None:
        return (headers.get("ETag") or b"").removeprefix(b"W/") == tag.removeprefix(b"W/")
    return modified is not None and headers.get("Last-Modified") == modified
