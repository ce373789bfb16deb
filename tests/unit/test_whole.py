"""Whole bodies or none."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from contextlib import suppress
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.http import HtmlResponse, Request, Response

from harvester.network import Refused
from harvester.whole import Decode, Incomplete, Retry, codings_of, decoded, retry_after

zstd = pytest.importorskip("backports.zstd")
TEXT = "<html><body><p>古洞北住宅用地將公開招標</p></body></html>".encode() * 40
BARE = zlib.compressobj(wbits=-15)
PACKED = {
    "gzip": gzip.compress(TEXT), "x-gzip": gzip.compress(TEXT), "deflate": zlib.compress(TEXT), "br": brotli.compress(TEXT), "zstd": zstd.compress(TEXT),
}  # fmt: skip


@pytest.mark.parametrize("coding", PACKED)
def test_codings_are_undone(coding: str) -> None:
    assert decoded(PACKED[coding], [coding], 10**6) == TEXT


def test_the_bare_stream_that_some_call_deflate() -> None:
    assert decoded(BARE.compress(TEXT) + BARE.flush(), ["deflate"], 10**6) == TEXT


def test_two_codings_and_two_members() -> None:
    assert decoded(brotli.compress(gzip.compress(TEXT)), ["gzip", "br"], 10**6) == TEXT
    assert decoded(gzip.compress(b"one ") + gzip.compress(b"two"), ["gzip"], 100) == b"one two"


@pytest.mark.parametrize("coding", PACKED)
@pytest.mark.parametrize("kept", [0.3, 0.7, 0.95])
def test_a_cut_stream_is_no_page(coding: str, kept: float) -> None:
    body = PACKED[coding]
    with pytest.raises((Incomplete, Refused)):
        decoded(body[: max(8, int(len(body) * kept))], [coding], 10**6)


@pytest.mark.parametrize("coding", PACKED)
def test_a_bomb_stops_at_the_limit(coding: str) -> None:
    bomb = b"\0" * 20_000_000
    body = {"gzip": gzip.compress, "x-gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress, "zstd": zstd.compress}[coding](bomb)
    with pytest.raises(Refused, match="larger than 100000 bytes"):
        decoded(body, [coding], 100_000)


@pytest.mark.parametrize(
    ("body", "codings", "words"),
    [
        (b"x", ["gzip"] * 3, "3 content codings"),
        (b"x", ["x-foo"], "unknown content coding"),
        (b"this is no brotli stream", ["br"], "damaged br"),
        (b"\x1f\x8b\x08\x00junkjunkjunk", ["gzip"], "damaged gzip"),
    ],
)
def test_what_cannot_be_read_is_refused(body: bytes, codings: list[str], words: str) -> None:
    with pytest.raises(Refused, match=words):
        decoded(body, codings, 10**6)


def test_plain_text_that_says_gzip_is_read() -> None:
    assert decoded(TEXT, ["gzip"], 10**6) == TEXT


@given(st.binary(max_size=300), st.sampled_from(sorted(PACKED)))
def test_any_bytes_end_in_a_body_or_an_error_of_ours(body: bytes, coding: str) -> None:
    with suppress(Incomplete, Refused):
        decoded(body, [coding], 1000)


def test_in_the_crawl() -> None:
    request = Request("https://a.hk/")
    answer = Decode(10**6).whole(request, Response("https://a.hk/", headers={"Content-Encoding": "gzip", "Content-Type": "text/html"}, body=PACKED["gzip"]))
    assert isinstance(answer, HtmlResponse)
    assert (answer.body, "Content-Encoding" in answer.headers) == (TEXT, False)
    for response in (Response("https://a.hk/", 206, body=b"half"), Response("https://a.hk/", 200, headers={"Content-Range": "bytes 0-9/20"}, body=b"half")):
        with pytest.raises(Incomplete, match="a part of the page"):
            Decode(10**6).whole(request, response)


@pytest.mark.parametrize(
    ("header", "codings"),
    [
        ("", []), ("identity", []), ("none", []), ("utf-8", []), ("UTF8", []), ("text/html", []), (", ,", []), ("binary", []), ("GZip", ["gzip"]), ("gzip;q=1.0", ["gzip"]),
        ('"gzip"', ["gzip"]), ("identity, br", ["br"]), ("gzip, gzip", ["gzip", "gzip"]), ("x-foo", ["x-foo"]), ("aes128gcm", ["aes128gcm"]), ("compress", ["compress"]),
    ],
)  # fmt: skip
def test_what_names_no_coding_is_none(header: str, codings: list[str]) -> None:
    assert codings_of(header) == codings


@pytest.mark.parametrize(
    ("label", "kept"), [("text/html; charset=undefined", "text/html"), ('text/html;charset="hex" ; a=b', "text/html ; a=b"), ("text/html; charset=big5", "text/html; charset=big5"), ("text/html", "text/html")]
)
def test_a_label_that_names_no_encoding_is_dropped(label: str, kept: str) -> None:
    response = Decode(10**6).whole(Request("https://a.hk/"), HtmlResponse("https://a.hk/", headers={"Content-Type": label}, body=TEXT))
    assert (response.headers["Content-Type"], response.body) == (kept.encode(), TEXT)
    assert isinstance(response, HtmlResponse)
    assert response.text


NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [(b"2", 2), (b"86400", 86400), (b"Tue, 24 Nov 2026 08:01:00 GMT", 60), (b"Mon, 23 Nov 2026 08:00:00 GMT", 0), (b"soon", None), (b"", None), (None, None), (b"9" * 40, 999999999999.0), (b"-5", None), (b"1.5", None)],
)
def test_retry_after(value: bytes | None, seconds: float | None) -> None:
    assert retry_after(value, NOW) == seconds


class Double(SimpleNamespace):
    """Stands for a crawler; as one it can be a key."""

    __hash__ = object.__hash__


def retry() -> Any:
    from scrapy.settings import Settings

    made = Retry(Settings())
    spider = SimpleNamespace(name="x")
    made.crawler = spider.crawler = Double(spider=spider, stats=SimpleNamespace(inc_value=lambda *_: None), settings=Settings())
    return made


def test_waits_as_long_as_the_server_says(monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    again = asyncio.run(retry().process_response(Request("https://a.hk/"), Response("https://a.hk/", 503, headers={"Retry-After": "2"})))
    assert (waited, again.meta["retry_times"]) == ([2.0], 1)


def test_a_day_is_for_the_next_run() -> None:
    with pytest.raises(Refused, match="rate limited until"):
        asyncio.run(retry().process_response(Request("https://a.hk/"), Response("https://a.hk/", 429, headers={"Retry-After": "86400"})))
