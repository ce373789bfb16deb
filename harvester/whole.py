"""Answers as they were meant, or not at all: content codings undone in full, parts of pages refused, rate limits honored.

Scrapy takes half of a cut gzip stream, and a 206, for the page; and it asks again within milliseconds where the server said when.
"""

from __future__ import annotations

import asyncio
import logging
import sys
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

import brotli
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.http import Request, Response
from scrapy.responsetypes import responsetypes

from harvester.middlewares import Hosts
from harvester.network import Refused

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

ACCEPTED = b"gzip, deflate, br, zstd"
MAX_CODINGS = 2
PIECE = 1 << 16
LONGEST_WAIT = 30.0  # seconds; a longer Retry-After is for the next run


class Incomplete(Exception):
    """Less than the page arrived."""


class Decode:
    """Undoes content codings as a stream, up to DOWNLOAD_MAXSIZE; stands where HttpCompressionMiddleware stood."""

    def __init__(self, limit: int) -> None:
        self.limit = limit

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """With DOWNLOAD_MAXSIZE."""
        return cls(crawler.settings.getint("DOWNLOAD_MAXSIZE"))

    def process_request(self, request: Request) -> None:
        """Say what can be read."""
        request.headers.setdefault("Accept-Encoding", ACCEPTED)

    def process_response(self, request: Request, response: Response) -> Response:
        """Errors: Incomplete for a part of a page, Refused for a body that grows too large or is in no known coding."""
        if response.status == 206 or (response.status == 200 and b"Content-Range" in response.headers):
            raise Incomplete(f"unexpected status {response.status} with a part of the page (Content-Range: {_text(response, 'Content-Range')[:60] or 'none'})")
        names = [name.strip().lower() for name in _text(response, "Content-Encoding").split(",")]
        codings = [name for name in names if name and name != "identity"]
        if not codings:
            return response
        body = decoded(response.body, codings, int(request.meta.get("download_maxsize") or self.limit), response.url) if response.body else b""
        headers = response.headers.copy()
        del headers["Content-Encoding"]
        kind = responsetypes.from_args(headers=headers, url=response.url, body=body)
        return response.replace(cls=kind, headers=headers, body=body)


def _text(response: Response, name: str) -> str:
    return b",".join(response.headers.getlist(name)).decode("latin-1")


def decoded(body: bytes, codings: list[str], limit: int, url: str = "") -> bytes:
    """A body without its content codings, the last one first.

    limit  bytes that any stage may grow to
    Errors: Incomplete for a stream that ends early; Refused for too many codings, an unknown one, a damaged or too large body.
    Example: decoded(gzip.compress(b"x"), ["gzip"], 1000) == b"x"
    """
    if len(codings) > MAX_CODINGS:
        raise Refused(f"{len(codings)} content codings on top of each other; {MAX_CODINGS} are the limit")
    for name in reversed(codings):
        pieces = _READERS.get(name)
        if pieces is None:
            raise Refused(f"unknown content coding {name[:30]!r}")
        if name in ("gzip", "x-gzip") and body[:2] != b"\x1f\x8b" and body.lstrip()[:1] in (b"<", b"{", b"["):
            logger.warning("%s: says gzip and is plain; read as it is", url)
            continue
        size, out = 0, []
        try:
            for piece in pieces(body):
                size += len(piece)
                if size > limit:
                    raise Refused(f"decoded body larger than {limit} bytes ({name}, {len(body)} bytes on the wire)")
                out.append(piece)
        except (zlib.error, brotli.error, ValueError, MemoryError) as error:
            raise Refused(f"damaged {name} stream: {' '.join(str(error).split())[:100]}") from None
        body = b"".join(out)
    return body


def _inflated(body: bytes, bits: int) -> Iterator[bytes]:
    rest, size = body, 0
    while True:
        unpacker = zlib.decompressobj(bits)
        while not unpacker.eof:
            piece = unpacker.decompress(rest, PIECE)
            size += len(piece)
            rest = unpacker.unconsumed_tail if not unpacker.eof else unpacker.unused_data
            if not piece and not rest and not unpacker.eof:
                raise Incomplete(f"gzip stream ended early at {size} bytes" if bits == 31 else f"deflate stream ended early at {size} bytes")
            yield piece
        if bits != 31 or rest[:2] != b"\x1f\x8b":  # another member, or nothing that matters
            return


def _gzip(body: bytes) -> Iterator[bytes]:
    return _inflated(body, 31)


def _deflate(body: bytes) -> Iterator[bytes]:
    """zlib, or the bare stream that some servers send under this name."""
    bare = len(body) < 2 or body[0] & 15 != 8 or (body[0] * 256 + body[1]) % 31
    return _inflated(body, -15 if bare else 15)


def _brotli(body: bytes) -> Iterator[bytes]:
    reader, size = brotli.Decompressor(), 0
    piece = reader.process(body, output_buffer_limit=PIECE)
    while True:
        size += len(piece)
        yield piece
        if reader.is_finished():
            return
        if not piece and reader.can_accept_more_data():
            raise Incomplete(f"br stream ended early at {size} bytes")
        piece = reader.process(b"", output_buffer_limit=PIECE)


def _zstd(body: bytes) -> Iterator[bytes]:
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd

    rest, size = body, 0
    while rest:
        reader = zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: 23})  # 8 MiB, as browsers take (RFC 8878 3.1.1.1.2)
        data = rest
        while not reader.eof:
            try:
                piece = reader.decompress(data, max_length=PIECE)
            except zstd.ZstdError as error:
                raise ValueError(str(error)) from None
            data = b""
            size += len(piece)
            yield piece
            if not piece and reader.needs_input and not reader.eof:
                raise Incomplete(f"zstd stream ended early at {size} bytes")
        rest = reader.unused_data


_READERS = {"gzip": _gzip, "x-gzip": _gzip, "deflate": _deflate, "br": _brotli, "zstd": _zstd}


class Retry(RetryMiddleware):
    """Scrapy's retries, later each time; Retry-After is waited for up to 30 seconds, a longer one ends the matter for this run."""

    def __init__(self, settings: Any) -> None:
        super().__init__(settings)
        self.limited: dict[str, int] = {}

    async def process_response(self, request: Request, response: Response, spider: Any = None) -> Request | Response:  # type: ignore[override]
        """A response worth asking again for, after the wait that the server wants. Errors: Refused when it is longer than a run."""
        if request.meta.get("dont_retry", False) or response.status not in self.retry_http_codes or response.status in request.meta.get("handle_httpstatus_list", ()):
            return response
        wait = retry_after(response.headers.get("Retry-After"), datetime.now(UTC))
        if wait is not None and wait > LONGEST_WAIT:
            self.put_off(request, response.status, wait)
        again = self._retry(request, f"{response.status}")
        if again is None:
            return response
        await asyncio.sleep(wait if wait is not None else self.pause(request))
        return again

    def put_off(self, request: Request, status: int, wait: float) -> None:
        """Not in this run. A host that says so of two addresses is left alone. Errors: Refused."""
        until = (datetime.now(UTC) + timedelta(seconds=min(wait, 10 * 365 * 86400))).strftime("%Y-%m-%d %H:%M UTC")
        netloc = urlsplit(request.url).netloc
        self.limited[netloc] = self.limited.get(netloc, 0) + 1
        if self.limited[netloc] > 1:
            Hosts.of(self.crawler).leave(netloc, f"rate limited until {until}")
        raise Refused(f"HTTP status {status}: rate limited until {until}")

    async def process_exception(self, request: Request, exception: Exception, spider: Any = None) -> Request | Response | None:  # type: ignore[override]
        """A failure worth trying again."""
        again = super().process_exception(request, exception)
        if again is not None:
            await asyncio.sleep(self.pause(request))
        return again

    def pause(self, request: Request) -> float:
        """Seconds before the next attempt where the server names none: a quarter of a second, then half a second, and so on up to eight."""
        return float(min(8.0, 0.25 * 2 ** int(request.meta.get("retry_times", 0))))


def retry_after(value: bytes | None, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for; None without one that can be read. Seconds, or a date (RFC 9110 10.2.3)."""
    if not value:
        return None
    text = value.decode("latin-1").strip()
    if text.isdecimal():
        return float(text[:12])  # forty digits are as long as twelve: not in this run
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())
