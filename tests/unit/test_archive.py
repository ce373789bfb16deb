"""Archives: what is written reads back, what is cut or forged is an error, and a replay answers as the sites did."""

from __future__ import annotations

import asyncio
import errno
import gzip
import io
import json
import os
import re
import subprocess
import sys
import zlib
from collections.abc import Collection, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from types import SimpleNamespace
from typing import Any

import brotli
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import DownloadFailedError, NotConfigured
from scrapy.http import HtmlResponse, Request, Response
from scrapy.settings import Settings
from scrapy.settings.default_settings import DOWNLOADER_MIDDLEWARES_BASE
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from harvester import archive
from harvester.archive import (
    ArchivedResponse,
    ArchiveError,
    ArchiveMiddleware,
    ArchiveStorageError,
    Recording,
    ReplayHandler,
    read_archive,
    recording_for,
)

URL = "https://www.info.gov.hk/gia/general/202407/31/P2024073100701.htm"
HTML = "<html><body><p>古洞北住宅用地將公開招標</p></body></html>".encode()
FORGED = b"x\r\n\r\nWARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://forged/\r\nContent-Length: 5\r\n\r\nhello\r\n\r\n"


class Double(SimpleNamespace):
    """A stand-in that can be kept in a weak dictionary, as a crawler is."""

    __hash__ = object.__hash__


def middleware(directory: Path, *, name: str = "info_gov_hk_en", run: str | None = "20240801T040000Z-info_gov_hk_en") -> ArchiveMiddleware:
    """One that writes to a directory, as a crawler would make it."""
    spider = SimpleNamespace(name=name, run_id=run)
    crawler: Any = Double(settings=Settings({"HARVESTER_ARCHIVE": str(directory)}), spider=spider, signals=SimpleNamespace(connect=lambda *_: None))
    made = ArchiveMiddleware.from_crawler(crawler)
    made.crawler_kept = crawler  # type: ignore[attr-defined]  # the deliveries are found by weak references
    return made


def recorded(directory: Path, *exchanges: tuple[str, int, dict[str, Any], bytes]) -> Path:
    """An archive of some exchanges."""
    writer = middleware(directory)
    for url, status, headers, body in exchanges:
        request = Request(url)
        writer.process_response(request, Response(request.url, status, headers, body))
    writer.close()
    assert writer.path is not None
    return writer.path


def made(path: Path, *records: tuple[str, list[tuple[str, str]], bytes], gz: bool = True, date: str = "2024-08-01T04:00:00Z") -> Path:
    """An archive as another crawler could have made it."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=gz)
        for url, headers, body in records:
            http = StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1")
            writer.write_record(writer.create_warc_record(url, "response", payload=io.BytesIO(body), http_headers=http, warc_headers_dict={"WARC-Date": date}))
    return path


def until_error(path: Path) -> tuple[list[ArchivedResponse], str | None]:
    """Everything before the error, and the error."""
    found = []
    try:
        for response in read_archive([path]):
            found.append(response)
    except ArchiveError as error:
        return found, str(error)
    return found, None


# --- what is written reads back ------------------------------------------------------------------------------------------

ROUND = [
    pytest.param(URL, 200, {"Content-Type": "text/html; charset=utf-8", "ETag": '"5f-1"'}, HTML, id="plain"),
    pytest.param(URL, 200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, gzip.compress(HTML), id="gzip"),
    pytest.param(URL, 200, {"Content-Type": "text/html", "Content-Encoding": "br"}, brotli.compress(HTML), id="brotli"),
    pytest.param(URL, 200, {"Content-Type": "text/html", "Content-Encoding": "deflate"}, zlib.compress(HTML), id="deflate"),
    pytest.param("https://www.info.gov.hk/gia/general/today.htm", 302, {"Location": "/gia/general/202408/01.htm"}, b"", id="redirect"),
    pytest.param(URL, 404, {"Content-Type": "text/html"}, b"<h1>Not found</h1>", id="gone"),
    pytest.param("https://www.tkww.hk/a/北部都會區?頁=1", 200, {"Content-Type": "text/html"}, HTML, id="chinese address"),
    pytest.param(URL, 200, {"Content-Length": "0"}, b"", id="empty"),
    pytest.param(URL, 304, {"ETag": '"5f-1"'}, b"", id="not modified"),
    pytest.param(URL, 200, {"Content-Type": "application/octet-stream"}, bytes(range(256)) * 300, id="bytes"),
    pytest.param(URL, 599, {}, b"\r\n\r\n", id="no headers, unknown status"),
    pytest.param(URL, 200, {"Set-Cookie": ["a=1", "b=2"]}, b"x", id="the same header twice"),
    pytest.param("https://www.info.gov.hk/robots.txt", 200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /private/\n", id="robots.txt"),
]


@pytest.mark.parametrize(("url", "status", "headers", "body"), ROUND)
def test_what_is_written_reads_back(tmp_path: Path, url: str, status: int, headers: dict[str, Any], body: bytes) -> None:
    writer = middleware(tmp_path)
    request = Request(url, headers={"Accept-Encoding": "gzip, br"})
    response = Response(request.url, status, headers, body, request=request)
    before = datetime.now(UTC) - timedelta(seconds=1)
    assert writer.process_response(request, response) is response
    writer.close()
    assert writer.path is not None
    (found,) = read_archive([writer.path])
    assert (found.url, found.status, found.body) == (request.url, status, body)
    assert found.headers == [(n.decode(), v.decode()) for n, values in response.headers.items() for v in values]
    assert before <= found.fetched <= datetime.now(UTC)
    assert found.fetched.tzinfo is UTC
    assert request.meta["archive"] == response.meta["archive"] == f"{writer.path.name}#{found.record_id}"
    assert found.file == writer.path.name
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", found.record_id)


def test_the_request_is_kept_beside_its_response(tmp_path: Path) -> None:
    writer = middleware(tmp_path)
    request = Request("https://www.news.gov.hk/q", method="POST", headers={"X-Asked": "yes"}, body=b"page=2")
    writer.process_response(request, Response(request.url, 200, body=b"x"))
    writer.close()
    assert writer.path is not None
    with writer.path.open("rb") as file:
        kinds = []
        for record in ArchiveIterator(file, check_digests="raise"):
            kinds.append((record.rec_type, record.rec_headers["WARC-Target-URI"], record.rec_headers["WARC-Concurrent-To"], record.content_stream().read()))
            if record.rec_type == "request":
                assert (record.http_headers.protocol, record.http_headers["X-Asked"]) == ("POST", "yes")
    reply = request.meta["archive"].split("#")[1]
    assert kinds == [("response", request.url, None, b"x"), ("request", request.url, f"<{reply}>", b"page=2")]


def test_headers_tell_the_truth_of_the_stored_body(tmp_path: Path) -> None:
    path = recorded(tmp_path, (URL, 200, {"Transfer-Encoding": "chunked", "Content-Length": "999", "Content-Encoding": "gzip"}, gzip.compress(HTML, mtime=0)))
    (found,) = read_archive([path])
    told = dict(found.headers)
    assert "Transfer-Encoding" not in told
    assert told["Content-Length"] == str(len(found.body))
    assert told["Content-Encoding"] == "gzip"
    assert gzip.decompress(found.body) == HTML


def test_the_answer_to_head_keeps_its_length(tmp_path: Path) -> None:
    (found,) = read_archive([recorded(tmp_path, (URL, 200, {"Content-Length": "999"}, b""))])
    assert dict(found.headers) == {"Content-Length": "999"}


def test_it_stands_where_bodies_are_still_encoded() -> None:
    from harvester import settings as house

    orders = DOWNLOADER_MIDDLEWARES_BASE | house.DOWNLOADER_MIDDLEWARES
    mine = orders["harvester.archive.ArchiveMiddleware"]
    assert mine > orders["harvester.whole.Decode"]
    assert mine > orders["harvester.redirects.Redirect"]
    assert mine > orders["harvester.whole.Retry"]


@pytest.mark.parametrize("flag", ["replayed", "cached"])
def test_what_was_not_fetched_is_not_kept(tmp_path: Path, flag: str) -> None:
    writer = middleware(tmp_path)
    request = Request(URL, meta={"archive": "old.warc.gz#urn:uuid:1"})
    writer.process_response(request, Response(URL, flags=[flag]))
    assert list(tmp_path.rglob("*.gz")) == []
    assert request.meta["archive"] == "old.warc.gz#urn:uuid:1"


# --- nothing injects a record -------------------------------------------------------------------------------------------

HOSTILE_HEADERS = [
    b"a\r\n b",
    b"a\rWARC/1.0",
    b"a\r\n\r\nWARC/1.0\r\nWARC-Type: response\r\nContent-Length: 0\r\n\r\n",
    b"a\n\tb",
    b"a\x00b",
    b"\x1b[31mred",
    b"\r\n",
    "新聞".encode(),
    "新聞".encode("big5"),
    b"\xe2\x80\xa8\x85\x0b\x0c",
]


@pytest.mark.parametrize("value", HOSTILE_HEADERS)
def test_header_values_inject_nothing(tmp_path: Path, value: bytes) -> None:
    path = recorded(tmp_path, (URL, 200, {"X-Fold": value, "Content-Type": "text/html"}, FORGED), (URL, 200, {}, b"after"))
    found = list(read_archive([path]))
    assert [(f.url, f.body) for f in found] == [(URL, FORGED), (URL, b"after")]
    assert [name for name, _ in found[0].headers] == ["X-Fold", "Content-Type"]
    assert not re.search(r"[\r\n\0]", dict(found[0].headers)["X-Fold"])
    with path.open("rb") as file:
        assert [r.rec_type for r in ArchiveIterator(file)] == ["response", "request"] * 2


def test_folded_headers_keep_their_words(tmp_path: Path) -> None:
    (found,) = read_archive([recorded(tmp_path, (URL, 200, {"X-Fold": b"a\r\n b", "X-Plain": b"text/html; charset=utf-8"}, b"x"))])
    assert dict(found.headers) == {"X-Fold": "a b", "X-Plain": "text/html; charset=utf-8"}


@pytest.mark.parametrize("address", ["https://h.hk/?q=%0d%0aWARC/1.0%0d%0aWARC-Type:%20response", "https://h.hk/\r\nWARC/1.0\r\nWARC-Type: response", "https://h.hk/a b\u2028c"])
def test_addresses_inject_nothing(tmp_path: Path, address: str) -> None:
    writer = middleware(tmp_path)
    request = Request("https://h.hk/")
    writer.process_response(request, Response(address, body=FORGED))
    writer.close()
    assert writer.path is not None
    (found,) = read_archive([writer.path])
    assert found.body == FORGED
    assert found.url.startswith("https://h.hk/")


def test_a_location_in_bare_utf8_replays_as_the_same_address(tmp_path: Path) -> None:
    path = recorded(tmp_path, ("https://h.hk/a", 302, {"Location": "/新聞".encode()}, b""))
    (found,) = read_archive([path])
    assert dict(found.headers) == {"Location": "/%E6%96%B0%E8%81%9E"}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=st.binary(max_size=60), body=st.binary(max_size=300), status=st.integers(100, 999))
def test_any_exchange_is_one_record(tmp_path: Path, value: bytes, body: bytes, status: int) -> None:
    name = f"{os.urandom(8).hex()}"
    path = recorded(tmp_path / name, (URL, status, {"X-Any": value}, body))
    (found,) = read_archive([path])
    assert (found.url, found.status, found.body) == (URL, status, body)


# --- files ---------------------------------------------------------------------------------------------------------------


def test_file_names_come_from_source_and_run(tmp_path: Path) -> None:
    path = recorded(tmp_path, ("https://h.hk/../../../srv/pwn?" + "n" * 300, 200, {"Content-Disposition": 'attachment; filename="../../../../srv/pwned"'}, b"x"))
    assert path.relative_to(tmp_path) == Path("info_gov_hk_en/20240801T040000Z-info_gov_hk_en-00000.warc.gz")
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == [path]


def test_a_full_file_is_followed_by_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "ROTATE", 2000)
    path = recorded(tmp_path, *[(f"https://h.hk/{n}", 200, {}, os.urandom(900)) for n in range(5)])
    files = sorted(path.parent.iterdir())
    assert [f.name[-14:] for f in files] == ["00000.warc.gz", "00001.warc.gz", "00002.warc.gz"] or len(files) > 1
    assert [f.url for f in read_archive(files)] == [f"https://h.hk/{n}" for n in range(5)]
    assert all(f.stat().st_size < 2000 + 2500 for f in files)


def test_no_run_writes_over_another(tmp_path: Path) -> None:
    path = recorded(tmp_path, (URL, 200, {}, b"first"))
    with pytest.raises(ArchiveStorageError, match="exists"):
        recorded(tmp_path, (URL, 200, {}, b"second"))
    assert [f.body for f in read_archive([path])] == [b"first"]


def test_off_unless_asked_for() -> None:
    crawler: Any = SimpleNamespace(settings=Settings({"HARVESTER_ARCHIVE": None}))
    with pytest.raises(NotConfigured):
        ArchiveMiddleware.from_crawler(crawler)


def test_a_directory_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(ArchiveStorageError, match="taken") as caught:
        middleware(tmp_path / "taken" / "archive")
    assert caught.value.exit_code == 5


class Full:
    """A file on a disk that is full after some bytes: a part of the last write arrives, as on a real one."""

    def __init__(self, file: Any, room: int) -> None:
        self.file, self.room = file, room

    def write(self, data: bytes) -> int:
        part = data[: self.room]
        self.room -= len(part)
        self.file.write(part)
        if len(part) < len(data):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return len(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)

    def __enter__(self) -> Any:
        return self.file.__enter__()

    def __exit__(self, *what: Any) -> Any:
        return self.file.__exit__(*what)


@pytest.mark.parametrize("room", [0, 1, 200, 700, 2000])
def test_a_full_disk_is_a_storage_error_and_leaves_whole_records(tmp_path: Path, room: int) -> None:
    writer = middleware(tmp_path)
    writer.process_response(Request(URL), Response(URL, body=b"first"))
    assert writer.file is not None
    full: Any = Full(writer.file, room)
    writer.file = writer.writer.out = full

    def fill() -> None:
        for _ in range(4):
            writer.process_response(Request(URL), Response(URL, body=os.urandom(400)))

    with pytest.raises(ArchiveStorageError) as caught:
        fill()
    assert caught.value.exit_code == 5
    assert str(writer.path) in str(caught.value)
    assert "No space left on device" in str(caught.value)
    assert writer.path is not None
    found, error = until_error(writer.path)
    assert error is None
    assert found[0].body == b"first"
    assert (len(found) > 1) == (room == 2000)


def test_a_storage_error_stops_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from harvester.extensions import Delivery

    told: list[Any] = []
    writer = middleware(tmp_path)
    monkeypatch.setattr(Delivery, "of", lambda crawler: SimpleNamespace(stop=told.append) if crawler is writer.crawler else None)
    monkeypatch.setattr(writer, "write", lambda *_: (_ for _ in ()).throw(OSError(errno.EIO, "Input/output error")))
    with pytest.raises(ArchiveStorageError) as caught:
        writer.process_response(Request(URL), Response(URL))
    assert told == [caught.value]


# --- damaged -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes, list[bytes]]:
    """The same three small exchanges as .warc.gz and .warc, and their bodies."""
    bodies = [b"first", b"", HTML]
    path = recorded(tmp_path_factory.mktemp("three"), *[(f"https://h.hk/{n}", 200, {"Content-Type": "text/html"}, body) for n, body in enumerate(bodies)])
    packed = path.read_bytes()
    return packed, gzip.decompress(packed), bodies


def ends(packed: bytes) -> set[int]:
    """Where gzip members end."""
    found, at = {0}, 0
    while at < len(packed):
        unpacker = zlib.decompressobj(31)
        unpacker.decompress(packed[at:])
        at = len(packed) - len(unpacker.unused_data)
        found.add(at)
    return found


def cuts(size: int, near: Collection[int]) -> list[int]:
    """Every third place, and every place around those where a record ends or begins."""
    return sorted({*range(1, size, 3), *(cut for place in near for cut in range(place - 12, place + 13) if 0 < cut < size)})


def test_cut_anywhere_gzip(tmp_path: Path, three: tuple[bytes, bytes, list[bytes]]) -> None:
    packed, _plain, bodies = three
    whole = ends(packed)
    path = tmp_path / "cut.warc.gz"
    for cut in cuts(len(packed), whole):
        path.write_bytes(packed[:cut])
        found, error = until_error(path)
        assert [f.body for f in found] == bodies[: len(found)], cut
        assert (error is None) == (cut in whole), (cut, error)
        if error is not None:
            assert error.startswith(f"{path}: "), error
        if error and cut > 2:
            assert re.search(r"after byte \d+", error), error


def test_cut_anywhere_plain(tmp_path: Path, three: tuple[bytes, bytes, list[bytes]]) -> None:
    _packed, plain, bodies = three
    # a record is whole with its last byte; the two blank lines after it hold nothing
    starts = [m.start() for m in re.finditer(rb"WARC/1\.0\r\n", plain)]
    harmless = {end - back for end in [*starts[1:], len(plain)] for back in range(5)}
    path = tmp_path / "cut.warc"
    for cut in cuts(len(plain), harmless):
        path.write_bytes(plain[:cut])
        found, error = until_error(path)
        assert [f.body for f in found] == bodies[: len(found)], cut
        assert (error is None) == (cut in harmless), (cut, error)


@pytest.mark.parametrize("gz", [True, False])
def test_a_flipped_bit_is_never_a_wrong_body(tmp_path: Path, three: tuple[bytes, bytes, list[bytes]], gz: bool) -> None:
    data, bodies = three[0] if gz else three[1], three[2]
    path = tmp_path / ("bad.warc.gz" if gz else "bad.warc")
    errors = 0
    for at in range(0, len(data), 3):
        path.write_bytes(data[:at] + bytes([data[at] ^ 0x10]) + data[at + 1 :])
        found, error = until_error(path)
        errors += error is not None
        assert {f.body for f in found} <= set(bodies), at
        if gz and error is None:
            assert [f.body for f in found] == bodies, at
    assert errors > 50


@pytest.mark.parametrize("change", [-100, -5, -1, 1, 5, 100, 10**12])
@pytest.mark.parametrize("gz", [True, False])
def test_wrong_length(tmp_path: Path, three: tuple[bytes, bytes, list[bytes]], change: int, gz: bool) -> None:
    pieces = re.split(rb"(?=WARC/1\.0\r\n)", three[1])[1:]
    pieces[4] = re.sub(rb"(?<=Content-Length: )\d+", lambda m: str(int(m[0]) + change).encode(), pieces[4], count=1)
    path = tmp_path / ("long.warc.gz" if gz else "long.warc")
    path.write_bytes(b"".join(gzip.compress(p, mtime=0) if gz else p for p in pieces))
    found, error = until_error(path)
    assert [f.body for f in found] == three[2][:2]
    assert error is not None
    assert error.startswith(f"{path}: damaged after byte ")
    assert int(re.search(r"byte (\d+)", error)[1]) > 0  # type: ignore[index]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (rb"Content-Length: \d+\r\n", b""),
        (rb"Content-Length: \d+", b"Content-Length: many"),
        (rb"Content-Length: \d+", b"Content-Length: -1"),
        (rb"WARC-Date: [^\r]+", b"WARC-Date: yesterday"),
        (rb"WARC-Date: [^\r]+\r\n", b""),
        (rb"HTTP/1.1 200", b"HTTP/1.1 two"),
        (rb"WARC/1.0", b"WORK/1.0"),
        (rb"(?<=WARC-Block-Digest: sha1:).", b"1"),
    ],
)
def test_records_that_make_no_sense(tmp_path: Path, three: tuple[bytes, bytes, list[bytes]], old: bytes, new: bytes) -> None:
    pieces = re.split(rb"(?=WARC/1\.0\r\n)", three[1])[1:]
    pieces[2], changed = re.subn(old, new, pieces[2], count=1)
    assert changed
    path = tmp_path / "odd.warc.gz"
    path.write_bytes(b"".join(gzip.compress(p, mtime=0) for p in pieces))
    found, error = until_error(path)
    assert [f.body for f in found] == [b"first"]
    assert error is not None


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "no WARC file"), (b"no archive at all", "no WARC file"), (b"<html></html>", "no WARC file"), (gzip.compress(b"<html></html>" * 40), "damaged after byte 0"),
     (b"PK\x03\x04", "no WARC file"), (b"WARC/", "damaged after byte 0")],
)  # fmt: skip
def test_files_that_are_no_archives(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "junk.warc.gz"
    path.write_bytes(content)
    found, error = until_error(path)
    assert found == []
    assert error is not None
    assert words in error
    assert str(path) in error


def test_files_that_are_not_there(tmp_path: Path) -> None:
    assert until_error(tmp_path / "none.warc.gz")[1] == f"{tmp_path}/none.warc.gz: No such file or directory"
    assert until_error(tmp_path)[1] == f"{tmp_path}: Is a directory"


def test_one_gzip_stream_over_all_records_is_named(tmp_path: Path, three: tuple[bytes, bytes, list[bytes]]) -> None:
    path = tmp_path / "single.warc.gz"
    path.write_bytes(gzip.compress(three[1]))
    found, error = until_error(path)
    assert [f.body for f in found] == three[2][: len(found)]
    assert error is not None
    assert "gzip" in error


def test_a_name_without_gz_reads_the_same(tmp_path: Path, three: tuple[bytes, bytes, list[bytes]]) -> None:
    for name, data in (("packed.warc", three[0]), ("plain.warc.gz", three[1])):
        (tmp_path / name).write_bytes(data)
        found, error = until_error(tmp_path / name)
        assert ([f.body for f in found], error) == (three[2], None)
    (tmp_path / "packed.warc").write_bytes(three[0][:-3])
    assert until_error(tmp_path / "packed.warc")[1] is not None


# --- archives of others ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "expected"),
    [(b"4\r\nWiki\r\n5;x=y\r\npedia\r\n0\r\n\r\n", b"Wikipedia"), (b"<html>already off</html>", b"<html>already off</html>"), (b"", b"")],
)
def test_transfer_coding_is_taken_off(tmp_path: Path, body: bytes, expected: bytes) -> None:
    path = made(tmp_path / "other.warc.gz", ("https://h.hk/", [("Content-Type", "text/html"), ("transfer-encoding", "Chunked")], body))
    (found,) = read_archive([path])
    assert found.body == expected
    assert found.headers == [("Content-Type", "text/html")]


@pytest.mark.parametrize("body", [b"4\r\nWiki\r\n", b"4\r\nWiki\r\nZZZ\r\nfoo\r\n0\r\n\r\n", b"4\r\nWi"])
def test_an_answer_that_was_cut_when_recorded_is_no_answer(tmp_path: Path, body: bytes) -> None:
    path = made(tmp_path / "other.warc.gz", ("https://h.hk/", [("Transfer-Encoding", "chunked")], body))
    found, error = until_error(path)
    assert found == []
    assert "was cut" in str(error)


def test_other_kinds_of_records_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "kinds.warc.gz"
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        writer.write_record(writer.create_warcinfo_record("kinds.warc.gz", {"software": "other"}))
        writer.write_record(writer.create_warc_record("dns:h.hk", "response", payload=io.BytesIO(b"h.hk. 60 IN A 127.0.0.1"), warc_content_type="text/dns"))
        writer.write_record(writer.create_warc_record("urn:x", "metadata", payload=io.BytesIO(b"a: b"), warc_content_type="application/warc-fields"))
        http = StatusAndHeaders("200 OK", [], protocol="HTTP/1.1")
        writer.write_record(writer.create_warc_record("https://h.hk/", "response", payload=io.BytesIO(b"page"), http_headers=http))
    assert [(f.url, f.body) for f in read_archive([path])] == [("https://h.hk/", b"page")]


def test_reading_needs_little_memory(tmp_path: Path) -> None:
    import tracemalloc

    path = recorded(tmp_path, *[(f"https://h.hk/{n}", 200, {}, os.urandom(200_000)) for n in range(30)])
    tracemalloc.start()
    for _ in read_archive([path]):
        pass
    streamed = tracemalloc.get_traced_memory()[1]
    tracemalloc.reset_peak()
    kept = Recording([path])
    _size, indexing = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(kept.places) == 30
    assert streamed < 2_000_000, "of 6 MB"
    assert indexing < 2_000_000


# --- replays -----------------------------------------------------------------------------------------------------------


def ask(handler: ReplayHandler, url: str, **headers: str) -> Response:
    return asyncio.run(handler.download_request(Request(url, headers={name.replace("_", "-"): value for name, value in headers.items()})))


def test_answers_come_in_turn_and_the_last_for_ever(tmp_path: Path) -> None:
    first = recorded(tmp_path / "1", (URL, 503, {}, b"busy"), ("https://h.hk/", 200, {}, b"other"), (URL, 200, {}, b"one"))
    second = recorded(tmp_path / "2", (URL, 404, {}, b"gone"))
    handler = ReplayHandler(Recording([first, second]))
    assert [(r.status, r.body) for r in (ask(handler, URL) for _ in range(5))] == [(503, b"busy"), (200, b"one"), (404, b"gone"), (404, b"gone"), (404, b"gone")]
    assert ask(handler, "https://h.hk/").body == b"other"


def test_what_is_not_in_the_archive_fails(tmp_path: Path) -> None:
    handler = ReplayHandler(Recording([recorded(tmp_path, (URL, 200, {}, b"x"))]))
    with pytest.raises(DownloadFailedError, match=r"not in the archive: https://www\.info\.gov\.hk/other"):
        ask(handler, "https://www.info.gov.hk/other")
    absent = ask(handler, "https://www.info.gov.hk/robots.txt")
    assert (absent.status, absent.body) == (404, b"")


def test_a_replayed_answer_says_when_and_where(tmp_path: Path) -> None:
    path = made(tmp_path / "day.warc.gz", (URL, [("Content-Type", "text/html; charset=big5")], "地政總署".encode("big5")), date="2024-07-31T23:30:00.25+08:00")
    request = Request(URL)
    response = asyncio.run(ReplayHandler(Recording([path])).download_request(request))
    assert response.meta["fetched"] == datetime(2024, 7, 31, 15, 30, 0, 250000, tzinfo=UTC)
    assert response.meta["archive"].startswith("day.warc.gz#urn:uuid:")
    assert isinstance(response, HtmlResponse)
    assert response.text == "地政總署"
    assert response.flags == ["replayed"]
    assert response.request is request


@pytest.mark.parametrize(("coding", "pack"), [("gzip", gzip.compress), ("br", brotli.compress), ("deflate", zlib.compress), ("GZIP", gzip.compress)])
def test_scrapy_decodes_what_is_replayed(tmp_path: Path, coding: str, pack: Any) -> None:
    path = recorded(tmp_path, (URL, 200, {"Content-Type": "text/html; charset=utf-8", "Content-Encoding": coding}, pack(HTML)))
    request = Request(URL)
    response = asyncio.run(ReplayHandler(Recording([path])).download_request(request))
    decoded = HttpCompressionMiddleware().process_response(request, response)
    assert isinstance(decoded, HtmlResponse)
    assert decoded.body == HTML


@pytest.mark.parametrize(
    ("recorded_as", "asked"),
    [("https://h.hk/新聞?頁=1", "https://h.hk/%E6%96%B0%E8%81%9E?%E9%A0%81=1"), ("https://h.hk/a#top", "https://h.hk/a"), ("https://h.hk/a", "https://h.hk/a#top"),
     ("<https://h.hk/a>", "https://h.hk/a"), ("https://h.hk/a%2fb", "https://h.hk/a%2fb")],
)  # fmt: skip
def test_addresses_in_the_spelling_of_others(tmp_path: Path, recorded_as: str, asked: str) -> None:
    path = made(tmp_path / "other.warc.gz", (recorded_as, [], b"page"))
    assert ask(ReplayHandler(Recording([path])), asked).body == b"page"


@pytest.mark.parametrize(
    ("stored", "asked", "status"),
    [
        ({"ETag": '"a"'}, {"If_None_Match": '"a"'}, 304),
        ({"ETag": 'W/"a"'}, {"If_None_Match": '"a"'}, 304),
        ({"ETag": '"b"'}, {"If_None_Match": '"a"'}, 200),
        ({}, {"If_None_Match": '"a"'}, 200),
        ({"Last-Modified": "Wed, 31 Jul 2024 08:30:00 GMT"}, {"If_Modified_Since": "Wed, 31 Jul 2024 08:30:00 GMT"}, 304),
        ({"Last-Modified": "Thu, 01 Aug 2024 08:30:00 GMT"}, {"If_Modified_Since": "Wed, 31 Jul 2024 08:30:00 GMT"}, 200),
        ({"ETag": '"b"', "Last-Modified": "Wed, 31 Jul 2024 08:30:00 GMT"}, {"If_None_Match": '"a"', "If_Modified_Since": "Wed, 31 Jul 2024 08:30:00 GMT"}, 200),
        ({"ETag": '"a"'}, {}, 200),
    ],
)
def test_conditional_requests(tmp_path: Path, stored: dict[str, str], asked: dict[str, str], status: int) -> None:
    path = recorded(tmp_path, (URL, 200, {"Content-Encoding": "gzip", "Content-Length": "9", **stored}, gzip.compress(HTML)))
    answer = ask(ReplayHandler(Recording([path])), URL, **asked)
    assert answer.status == status
    if status == 304:
        assert answer.body == b""
        assert HttpCompressionMiddleware().process_response(Request(URL), answer).status == 304
        assert "Content-Length" not in answer.headers
    else:
        assert gzip.decompress(answer.body) == HTML


def test_gone_is_gone_whatever_its_tag(tmp_path: Path) -> None:
    path = recorded(tmp_path, (URL, 404, {"ETag": '"a"'}, b"gone"))
    assert ask(ReplayHandler(Recording([path])), URL, If_None_Match='"a"').status == 404


def test_a_recorded_304_answers_only_conditional_requests(tmp_path: Path) -> None:
    path = recorded(tmp_path, (URL, 304, {"ETag": '"a"'}, b""), (URL, 200, {"ETag": '"b"'}, b"new"), ("https://h.hk/", 304, {}, b""))
    recording = Recording([path])
    assert ask(ReplayHandler(recording), URL).body == b"new"
    with pytest.raises(DownloadFailedError, match="not in the archive"):
        ask(ReplayHandler(recording), "https://h.hk/")
    assert ask(ReplayHandler(Recording([path])), URL, If_None_Match='"a"').status == 304


def test_an_answer_cut_when_recorded_fails_alone(tmp_path: Path) -> None:
    path = made(tmp_path / "other.warc.gz", (URL, [("Transfer-Encoding", "chunked")], b"4\r\nWiki\r\n"), ("https://h.hk/", [], b"fine"))
    handler = ReplayHandler(Recording([path]))
    with pytest.raises(ArchiveError, match="was cut"):
        ask(handler, URL)
    assert ask(handler, "https://h.hk/").body == b"fine"


@pytest.mark.parametrize("gz", [True, False])
def test_plain_archives_replay_too(tmp_path: Path, gz: bool) -> None:
    path = made(tmp_path / "x.warc", *[(f"https://h.hk/{n}", [("X-N", str(n))], b"page %d\r\n\r\n" % n) for n in range(4)], gz=gz)
    handler = ReplayHandler(Recording([path]))
    for n in (3, 0, 2, 1):
        assert ask(handler, f"https://h.hk/{n}").body == b"page %d\r\n\r\n" % n


def test_a_damaged_archive_is_refused_before_the_run(tmp_path: Path) -> None:
    path = recorded(tmp_path, (URL, 200, {}, os.urandom(3000)))
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(ArchiveError) as caught:
        recording_for((str(path),))
    assert caught.value.exit_code == 2
    assert str(path) in str(caught.value)


def test_crawlers_of_a_process_share_a_recording(tmp_path: Path) -> None:
    path = recorded(tmp_path, (URL, 200, {}, b"x"))
    crawler: Any = SimpleNamespace(settings=Settings({"HARVESTER_REPLAY": [str(path)]}))
    one, two = ReplayHandler.from_crawler(crawler), ReplayHandler.from_crawler(crawler)
    assert one.recording is two.recording
    assert one.recording.hosts == {"www.info.gov.hk"}
    assert one.lazy is False
    asyncio.run(one.close())


# --- a crawl, kept and replayed --------------------------------------------------------------------------------------------


@pytest.fixture
def site() -> Iterator[str]:
    """A loopback site with one page of every kind: encoded, redirected, folded headers, forged records, gone."""
    from harvester.demo.build import index, release

    path = "/gia/general/202407/31/P2024073100{:03d}.htm"
    links = [(path.format(n), f"Release {n}") for n in range(1, 7)]

    def page(n: int) -> bytes:
        text = ["The Lands Department (LandsD) announced today (July 31) item " + f"{n}.", "WARC/1.0\nWARC-Type: response\nContent-Length: 5", "More follows."]
        return release("", f"Release {n}", text, "Wednesday, July 31, 2024", "16:30").encode()

    def answer(asked: str) -> bytes:
        kind = b"Content-Type: text/html; charset=utf-8\r\n"
        if asked == "/robots.txt":
            return b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nUser-agent: *\nDisallow: /private/\n"
        if asked == "/index.html":
            return b"HTTP/1.1 200 OK\r\n" + kind + b"\r\n" + index(links).encode()
        if asked.startswith("/moved"):
            return b"HTTP/1.1 200 OK\r\n" + kind + b"\r\n" + page(3)
        n = int(asked[-5])
        if n == 1:
            return b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n" + kind + b"\r\n" + gzip.compress(page(n))
        if n == 2:
            return b"HTTP/1.1 200 \x1b[31mOK\r\nX-Fold: a\r\n b\r\nX-CR: a\rWARC/1.0\r\n" + kind + b"\r\n" + page(n)
        if n == 3:
            return b"HTTP/1.1 302 Found\r\nLocation: /moved?q=%0d%0aWARC/1.0%0d%0aWARC-Type:%20response\r\nContent-Length: 0\r\n\r\n"
        if n == 4:
            body = page(n)
            return b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n" + kind + b"\r\n" + b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
        if n == 5:
            return b"HTTP/1.1 404 Not Found\r\n" + kind + b"\r\ngone"
        return b"HTTP/1.1 200 OK\r\n" + kind + b"\r\n" + page(n)

    import socketserver

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            asked = self.rfile.readline().split(b" ")[1].decode()
            while self.rfile.readline().strip():
                pass
            self.wfile.write(answer(asked).replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n", 1))

    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


CRAWL = """
import json, sys
from dataclasses import replace
from harvester.commands.replay import replay_settings
from harvester.discovery import Listing, Links
from harvester.process import crawl
from harvester.spiders.government.info_gov_hk import InfoGovHkEnSpider
from scrapy.utils.project import get_project_settings
base, out, changed, limit = sys.argv[1], sys.argv[2], json.loads(sys.argv[3]), int(sys.argv[4])
class Loopback(InfoGovHkEnSpider):
    name = "loopback"
    source = replace(InfoGovHkEnSpider.source, hosts=("127.0.0.1",), delay=0, canonical=None)
    discovery = (Listing(base + "/index.html", items=Links("#contentBody")),)
settings = get_project_settings()
quiet = {"LOG_LEVEL": "ERROR", "HARVESTER_NO_DELAY": True, "HARVESTER_ALLOW_PRIVATE": ["127.0.0.1"], "DOWNLOAD_DELAY": 0, "AUTOTHROTTLE_ENABLED": False, "HARVESTER_OUTPUT": out}
settings.setdict(quiet | changed, priority="cmdline")
if "HARVESTER_REPLAY" in changed:
    settings.setdict(replay_settings(tuple(changed["HARVESTER_REPLAY"])), priority="cmdline")
if limit:
    from harvester import archive
    real = archive.ArchiveMiddleware.write
    def write(self, request, response, seen=[]):
        seen.append(response)
        if len(seen) > limit:
            raise OSError(28, "No space left on device")
        return real(self, request, response)
    archive.ArchiveMiddleware.write = write
sys.exit(crawl([(Loopback, {"since": "2000-01-01"})], settings)[0])
"""


def crawled(tmp_path: Path, base: str, out: str, changed: dict[str, Any], limit: int = 0) -> tuple[int, list[dict[str, Any]], str]:
    """Exit code, records and log of a crawl of the loopback site."""
    script = tmp_path / "crawl.py"
    script.write_text(CRAWL)
    command = [sys.executable, str(script), base, str(tmp_path / out), json.dumps(changed), str(limit)]
    done = subprocess.run(command, env={**os.environ, "SCRAPY_SETTINGS_MODULE": "harvester.settings"}, capture_output=True, text=True, timeout=90, check=False)
    lines = [json.loads(text) for path in (tmp_path / out / "articles").rglob("*.jsonl") for text in path.read_text("utf-8").splitlines()]
    return done.returncode, sorted(lines, key=lambda r: r["id"]), done.stderr


@pytest.mark.crawl
def test_a_crawl_that_was_kept_replays_to_the_same_records(tmp_path: Path, site: str) -> None:
    code, records, log = crawled(tmp_path, site, "live", {"HARVESTER_ARCHIVE": str(tmp_path / "archive")})
    assert len(records) == 5, log
    files = sorted((tmp_path / "archive").rglob("*.warc.gz"))
    assert [f.parent.name for f in files] == ["loopback"]
    kept = list(read_archive(files))
    # robots.txt, the index, six articles, the page behind the redirect
    assert sorted(r.status for r in kept) == [200] * 7 + [302, 404]
    assert sum(r.url.endswith("/robots.txt") for r in kept) == 1
    assert all(record["provenance"]["archive"] in {f"{r.file}#{r.record_id}" for r in kept} for record in records)
    replayed_code, replayed, log = crawled(tmp_path, site, "again", {"HARVESTER_REPLAY": [str(f) for f in files]})
    assert replayed_code == code, log
    for record in (*records, *replayed):
        for name in ("run", "date_fetched", "date_first_seen"):
            del record["provenance"][name]
    assert replayed == records


@pytest.mark.crawl
@pytest.mark.parametrize("limit", [3, -1])
def test_a_full_disk_ends_the_run_with_5(tmp_path: Path, site: str, limit: int) -> None:
    code, _records, log = crawled(tmp_path, site, "live", {"HARVESTER_ARCHIVE": str(tmp_path / "archive")}, limit)
    assert code == 5, log
    assert "No space left on device" in log
