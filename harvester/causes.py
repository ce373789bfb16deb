"""A failure in words: what happened, for an operator who knows neither Scrapy nor Twisted. The one place where exceptions become sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.internet.error import ConnectError, ConnectionClosed
from twisted.web._newclient import ParseError

AGAIN = "the next run asks again"
LONGEST = 300  # characters of a cause
# "User timeout caused connection failure: Getting http://a.hk/ took longer than 10.0 seconds.."
_PATIENCE = re.compile(r"took longer than (\d{1,6}(?:\.\d{1,3})?) seconds")
# "Expected to receive 999 bytes which is larger than download max size (16777216) in request <GET http://a.hk/>."
_TOO_LARGE = re.compile(r"max size \((\d{1,20})\)")
# The host did not answer, or only to say that it cannot: what such failures have in common is the host, not the page.
SILENT = (DownloadTimeoutError, DownloadConnectionRefusedError, CannotResolveHostError, ConnectError, ConnectionClosed)


def parts_of(error: BaseException) -> list[BaseException]:
    """What a failed download was made of: Twisted wraps the causes in a list, Scrapy wraps that once more."""
    wrapped = error.__cause__ if isinstance(error, DownloadFailedError) and error.__cause__ is not None else error
    reasons = getattr(wrapped, "reasons", None) or ()
    return [inner for reason in reasons for inner in parts_of(reason.value)] or [wrapped]


def is_silence(error: BaseException) -> bool:
    """Whether a failure says that the host does not answer; a broken answer is one, and the page's own trouble."""
    return isinstance(error, SILENT) or (isinstance(error, DownloadFailedError) and all(isinstance(part, SILENT) or _is_tls(part) for part in parts_of(error)))


def cause_of(failure: Any) -> str:
    """A failure as one line without a trace. Example: "no whole answer within 30 s"."""
    return words_of(failure.value)


def words_of(error: BaseException) -> str:
    """An exception as one line.

    Examples: words_of(HostDown("rate limited until 2026-11-24 08:00 UTC")), words_of(DownloadFailedError(…)) == "the connection was closed before an answer came"
    """
    told = next(filter(None, map(_told, _telling(parts_of(error)))), None)
    return " ".join((told or f"{type(error).__name__}: {error}").split()).rstrip(": ")[:LONGEST]


def _telling(parts: list[BaseException]) -> Iterator[BaseException]:
    """The parts that say most first: a connection that was closed is what follows from another failure."""
    yield from sorted(parts, key=lambda part: isinstance(part, ConnectionClosed))


def _told(error: BaseException) -> str | None:
    text = " ".join(str(error).split())
    if isinstance(error, HttpError):
        return f"HTTP status {error.response.status}"
    if type(error).__module__.startswith("harvester.") or isinstance(error, IgnoreRequest):
        return text or None
    if isinstance(error, DownloadTimeoutError):
        return f"no whole answer within {float(found[1]):g} s (timeout)" if (found := _PATIENCE.search(text)) else f"no connection in time (timeout): {text}"
    if isinstance(error, DownloadConnectionRefusedError):
        return "connection refused by the host"
    if isinstance(error, CannotResolveHostError):
        return f"the host's name cannot be resolved: {text}"
    if isinstance(error, ResponseDataLossError):
        return "truncated: the connection ended before the whole page had come"
    if isinstance(error, DownloadCancelledError):
        return f"body larger than {found[1]} bytes" if (found := _TOO_LARGE.search(text)) else "body larger than a page may be, without an end in sight"
    if isinstance(error, ParseError):
        return f"no HTTP answer: it begins {_begins(error)}"
    if isinstance(error, ConnectionClosed):
        return "the connection was closed before an answer came"
    if isinstance(error, (ValueError, KeyError)):  # Twisted's parser of headers and chunks
        return f"broken HTTP answer (Content-Length, Transfer-Encoding or chunks): {text}"
    return f"TLS: {_tls(error)}" if _is_tls(error) else None


def _begins(error: BaseException) -> str:
    data = error.args[-1] if error.args else b""
    return repr(data[:40] if isinstance(data, bytes) else str(data)[:40])


def _is_tls(error: BaseException) -> bool:
    return type(error).__module__.startswith("OpenSSL") or "VerificationError" in type(error).__name__


def _tls(error: BaseException) -> str:
    """What OpenSSL says in its last place: [('SSL routines', '', 'certificate verify failed')]."""
    told = error.args[0] if error.args else None
    if isinstance(told, list) and told and isinstance(told[-1], tuple):
        return str(told[-1][-1])
    return str(error) or type(error).__name__
