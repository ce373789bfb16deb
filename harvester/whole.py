"""Answers as they were meant, or not at all: content codings undone in full, parts of pages refused, rate limits honored.

Scrapy takes half of a cut gzip stream, and a 206, for the page; and it asks again within milliseconds where the server said when.
"""

from __future__ import annotations

import asyncio
import logging
import re
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

from harvester.decoding import codec_of
from harvester.middlewares import Hosts
from harvester.network import Refused
from harvester.pacing import unless_stopped

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

ACCEPTED = b"gzip, deflate, br, zstd"
MAX_CODINGS = 2
# What servers call a body that is in no coding: "Content-Encoding: none", "utf-8" (a charset in the wrong header), "text/html"
UNCODED = frozenset(("", "identity", "none", "null", "no", "off", "plain", "binary", "7bit", "8bit"))
# "bytes 0-904/905"
_RANGE = re.compile(r"\s{0,5}bytes\s{1,5}0-(\d{1,15})/(\d{1,15})\s{0,5}")
_CHARSET = re.compile(rb"[;,\s]{0,9}\bcharset\s{0,9}=\s{0,9}[\"']?([^;\"'\s]{0,99})[\"']?", re.I)
PIECE = 1 << 16
LONGEST_WAIT = 30.0  # seconds; a longer Retry-After is for the next run


class Incomplete(Exception):
    """Less than the page arrived."""


class Decode:
    """Undoes content codings as a stream, up to DOWNLOAD_MAXSIZE; stands where HttpCompressionMiddleware stood."""

    def __init__(self, limit: int, retry: Retry | None = None) -> None:
        self.limit, self.retry = limit, retry

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """With DOWNLOAD_MAXSIZE; what came in part is asked for again."""
        return cls(crawler.settings.getint("DOWNLOAD_MAXSIZE"), Retry.from_crawler(crawler) if crawler.settings.getbool("RETRY_ENABLED") else None)

    def process_request(self, request: Request) -> None:
        """Say what can be read."""
        request.headers.setdefault("Accept-Encoding", ACCEPTED)

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        """Errors: Incomplete for a part of a page that stays one, Refused for a body that grows too large or is in no known coding."""
        try:
            return self.whole(request, response)
        except Incomplete as error:
            again = await self.retry.process_exception(request, error) if self.retry is not None else None
            if again is None:
                raise
            return again

    def whole(self, request: Request, response: Response) -> Response:
        """A response without its content codings, labelled with an encoding only where that is one. Errors: Incomplete, Refused, for what would be a page."""
        if response.status not in request.meta.get("handle_httpstatus_list", ()):
            judge(request, response)
        headers = response.headers.copy()
        headers.pop("Content-Encoding", None)
        stated = headers.get("Content-Type") or b""
        if (label := _CHARSET.search(stated)) and codec_of(label[1].decode("latin-1")) is None:  # "charset=undefined": decided by what is in the page
            headers["Content-Type"] = stated[: label.start()] + stated[label.end() :]
        codings = codings_of(_text(response, "Content-Encoding"))
        if not codings and headers == response.headers:
            return response
        try:
            body = decoded(response.body, codings, int(request.meta.get("download_maxsize") or self.limit), response.url) if response.body else b""
        except (Incomplete, Refused):
            if response.status < 300:
                raise
            body = b""  # "gone" and "moved" are that, whatever their bodies are
        kind = responsetypes.from_args(headers=headers, url=response.url, body=body)
        kept = {name: getattr(response, name) for name in Response.attributes}  # not the encoding: it was made of the label
        return kind(**(kept | {"headers": headers, "body": body}))


def judge(request: Request, response: Response) -> None:
    """Whether an answer can be a whole page, by its status; the other 2xx are as good as 200 (RFC 9110 15).

    204 and 205 have no page by definition. 206, or a Content-Range, is a part, unless its range is the whole. 226 with IM is a difference.
    Errors: Incomplete, Refused.
    """
    if response.status in (204, 205):
        raise Refused(f"unexpected status {response.status}: an answer without a page")
    if response.status == 206 or (response.status == 200 and b"Content-Range" in response.headers):
        found = _RANGE.fullmatch(_text(response, "Content-Range"))
        if not found or not int(found[1]) + 1 == int(found[2]) == len(response.body):
            raise Incomplete(f"unexpected status {response.status} with a part of the page (Content-Range: {_text(response, 'Content-Range')[:60] or 'none'})")
    if response.status == 226 and b"IM" in response.headers:
        raise Refused("unexpected status 226: a difference to a page that nobody has (IM)")
    if response.status == 304 and b"If-None-Match" not in request.headers and b"If-Modified-Since" not in request.headers:
        raise Refused("unexpected status 304: not modified, though nothing was asked for on condition")


def codings_of(value: str) -> list[str]:
    """The content codings that a header names, in order; names of no coding left out. Example: codings_of("identity, GZip") == ["gzip"]"""
    names = [name.partition(";")[0].strip(" \t\"'").lower() for name in value.split(",")]
    return [name for name in names if name not in UNCODED and "/" not in name and codec_of(name) is None]


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
        self.exceptions_to_retry = (*self.exceptions_to_retry, Incomplete)

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
        await unless_stopped(self.crawler, asyncio.sleep(wait if wait is not None else self.pause(request)))
        return again

    def put_off(self, request: Request, status: int, wait: float) -> None:
        """Not in this run. A host that says so twice, and answers nothing in between, is left alone. Errors: Refused."""
        until = (datetime.now(UTC) + timedelta(seconds=min(wait, 10 * 365 * 86400))).strftime("%Y-%m-%d %H:%M UTC")
        cause = f"HTTP status {status}: rate limited until {until} (Retry-After)"
        Hosts.of(self.crawler).limited(urlsplit(request.url).netloc, cause)
        raise Refused(cause)

    async def process_exception(self, request: Request, exception: Exception, spider: Any = None) -> Request | Response | None:  # type: ignore[override]
        """A failure worth trying again."""
        again = super().process_exception(request, exception)
        if again is not None:
            await unless_stopped(self.crawler, asyncio.sleep(self.pause(request)))
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
