"""Sites of broken, lying and malicious servers on loopback, one behavior an address; and one process that crawls them all: `python -m tests.crawl.variants`.

Every site is a source of its own, declared as any author would; production settings but for time limits and the loopback ports.
"""

from __future__ import annotations

import gzip
import json
import socket
import struct
import sys
import time
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any

import brotli

Behavior = bytes | Callable[[socket.socket], None]
PATIENCE = 2  # seconds an attempt


def article(title: str, *, head: str = "<meta charset=utf-8>", more: str = "") -> str:
    """A whole article."""
    text = "".join(f"<p>Paragraph {n} of {title} with enough words to be a paragraph of an article.</p>" for n in range(6))
    return (
        f"<html><head>{head}<title>{title}</title></head><body><h1 class=title>{title}</h1><p class=byline>By Ann Lee</p>"
        f"<time class=date datetime='2026-11-20T10:00:00+08:00'>20 November 2026 10:00</time><div class=body>{text}{more}<p>The end of it.</p></div></body></html>"
    )


PAGE = article("Hostile").encode()
CHINESE = article("香港發展局公布新界北部都會區的規劃")


def answer(body: bytes, *headers: str, status: str = "200 OK", kind: str = "text/html; charset=utf-8", length: str | None = None) -> bytes:
    """A response as bytes; length: another Content-Length than the body's."""
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(body) if length is None else length}", *headers]
    return "\r\n".join([*lines, "", ""]).encode() + body


def raw(head: bytes, body: bytes = PAGE) -> bytes:
    """A response with a head of one's own."""
    return head.replace(b"\n", b"\r\n") + b"\r\n\r\n" + body


def sent_to(location: str, status: str = "302 Found") -> bytes:
    """A redirect."""
    return f"HTTP/1.1 {status}\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n".encode()


def packed(body: bytes, coding: str) -> bytes:
    """A response whose body is in a coding already."""
    return answer(body, f"Content-Encoding: {coding}")


def endless(first: bytes, piece: bytes, pause: float = 0.0) -> Callable[[socket.socket], None]:
    """Without an end, at full speed unless there is a pause."""

    def send(connection: socket.socket) -> None:
        connection.sendall(first)
        while True:
            connection.sendall(piece)
            time.sleep(pause)

    return send


def slowly(first: bytes, rest: bytes, pause: float = 0.1) -> Callable[[socket.socket], None]:
    """A byte now and then."""

    def send(connection: socket.socket) -> None:
        connection.sendall(first)
        for byte in rest:
            connection.sendall(bytes([byte]))
            time.sleep(pause)

    return send


def reset_in_the_middle(connection: socket.socket) -> None:
    """Half a page, and the connection is gone."""
    connection.sendall(answer(PAGE)[:400])
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


CHUNKED = b"HTTP/1.1 200 OK\nContent-Type: text/html\nTransfer-Encoding: chunked"
PLAIN = b"HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Length: %d" % len(PAGE)
SIZE = b"%x\r\n" % len(PAGE)
CUT = gzip.compress(PAGE)[:-30]
deflated = zlib.compressobj(wbits=-15)
BARE = deflated.compress(PAGE) + deflated.flush()
WHOLE = ""  # the article is had, whole

# name -> behavior, and what is said of it: the pattern of its cause, or WHOLE
VARIANTS: dict[str, tuple[Behavior, str]] = {
    # --- framing
    "lengths_differ": (raw(b"HTTP/1.1 200 OK\nContent-Length: 10\nContent-Length: 900\nContent-Type: text/html"), r"broken HTTP answer"),
    "lengths_agree": (raw(PLAIN + b"\nContent-Length: %d" % len(PAGE)), WHOLE),
    "length_list": (raw(b"HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Length: %d, %d" % (len(PAGE), len(PAGE))), WHOLE),
    "length_and_chunks": (raw(CHUNKED + b"\nContent-Length: 10", SIZE + PAGE + b"\r\n0\r\n\r\n"), WHOLE),
    "length_negative": (answer(PAGE, length="-1"), r"broken HTTP answer"),
    "length_plus": (answer(PAGE, length="+9"), r"broken HTTP answer"),
    "length_empty": (answer(PAGE, length=""), r"broken HTTP answer"),
    "length_huge": (answer(PAGE, length="9" * 23), r"body larger than 16777216 bytes"),
    "length_short": (answer(PAGE, length="99999"), r"truncated"),
    "coded_transfer": (raw(b"HTTP/1.1 200 OK\nTransfer-Encoding: gzip, chunked\nContent-Type: text/html"), r"broken HTTP answer"),
    "chunks_with_trailers": (raw(CHUNKED, SIZE + PAGE + b"\r\n0\r\nX-Sum: 1\r\nX-More: 2\r\n\r\n"), WHOLE),
    "chunks_with_extension": (raw(CHUNKED, b"%x;a=b\r\n" % len(PAGE) + PAGE + b"\r\n0\r\n\r\n"), WHOLE),
    "chunk_negative": (raw(CHUNKED, b"-5\r\n" + PAGE + b"\r\n0\r\n\r\n"), r"broken HTTP answer|truncated"),
    "chunks_without_last": (raw(CHUNKED, SIZE + PAGE + b"\r\n"), r"truncated"),
    "chunk_badly_ended": (raw(CHUNKED, SIZE + PAGE + b"XX0\r\n\r\n"), r"broken HTTP answer|truncated"),
    "trailers_without_end": (endless(raw(CHUNKED, SIZE + PAGE + b"\r\n0\r\n"), b"X-T: " + b"a" * 9000 + b"\r\n"), r"larger than|timeout|truncated|broken"),
    "chunks_of_one_byte": (endless(raw(CHUNKED, b""), b"1\r\na\r\n" * 200, 0.1), r"timeout|larger than"),
    "header_without_end": (endless(b"HTTP/1.1 200 OK\r\nX-Long: ", b"a" * 60000), r"header larger than|broken|closed"),
    "headers_without_end": (endless(b"HTTP/1.1 200 OK\r\n", b"a:" + b"b" * 9000 + b"\r\n"), r"header larger than|timeout"),
    "folded_without_end": (endless(b"HTTP/1.1 200 OK\r\nX-F: a\r\n", b" folded" * 900 + b"\r\n"), r"header larger than|timeout"),
    "status_line_without_end": (endless(b"HTTP/1.1 200 ", b"a" * 60000), r"header larger than|broken|closed"),
    "slow_headers": (slowly(b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n" * 9), r"timeout"),
    "slow_body": (slowly(answer(PAGE)[:200], answer(PAGE)[200:]), r"timeout"),
    "header_without_colon": (raw(PLAIN + b"\nnonsense"), WHOLE),
    "header_with_nul": (raw(PLAIN + b"\nX-N: a\0b"), WHOLE),
    "bare_line_feeds": (raw(PLAIN).replace(b"\r\n", b"\n"), WHOLE),
    "no_reason": (raw(PLAIN.replace(b"200 OK", b"200")), WHOLE),
    "second_answer_behind": (raw(PLAIN + b"\nConnection: keep-alive") + answer(article("FORGED").encode()), WHOLE),
    "early_hints": (b"HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\n" * 5 + answer(PAGE), WHOLE),
    "switching": (raw(b"HTTP/1.1 101 Switching Protocols\nUpgrade: x"), r"closed|broken|timeout"),
    "two": (raw(PLAIN.replace(b"HTTP/1.1", b"HTTP/2")), r"no HTTP answer"),
    "icecast": (raw(PLAIN.replace(b"HTTP/1.1", b"ICY")), r"no HTTP answer"),
    "ssh": (b"SSH-2.0-OpenSSH_9.2\r\n", r"no HTTP answer: it begins b'SSH"),
    "binary": (bytes(range(256)) * 9, r"no HTTP answer"),
    "nothing": (b"", r"closed before an answer"),
    "gone_in_the_middle": (reset_in_the_middle, r"truncated"),
    # --- statuses
    "status_201": (answer(PAGE, status="201 Created"), WHOLE),
    "status_203": (answer(PAGE, status="203 Non-Authoritative"), WHOLE),
    "status_299": (answer(PAGE, status="299 Odd"), WHOLE),
    "status_204": (answer(PAGE, status="204 No Content"), r"unexpected status 204"),
    "status_205": (answer(PAGE, status="205 Reset Content"), r"unexpected status 205"),
    "status_206_whole": (answer(PAGE, f"Content-Range: bytes 0-{len(PAGE) - 1}/{len(PAGE)}", status="206 Partial Content"), WHOLE),
    "range_whole": (answer(PAGE, f"Content-Range: bytes 0-{len(PAGE) - 1}/{len(PAGE)}"), WHOLE),
    "status_206_half": (answer(PAGE[:700], f"Content-Range: bytes 0-699/{len(PAGE)}", status="206 Partial Content"), r"unexpected status 206 with a part"),
    "status_206_bare": (answer(PAGE[:700], status="206 Partial Content"), r"unexpected status 206 with a part"),
    "range_half": (answer(PAGE[:700], f"Content-Range: bytes 0-699/{len(PAGE)}"), r"unexpected status 200 with a part"),
    "range_unknown": (answer(PAGE[:700], "Content-Range: bytes 0-699/*"), r"unexpected status 200 with a part"),
    "range_later": (answer(PAGE, f"Content-Range: bytes 700-{699 + len(PAGE)}/{700 + len(PAGE)}"), r"unexpected status 200 with a part"),
    "status_226": (answer(PAGE, status="226 IM Used"), WHOLE),
    "status_226_difference": (answer(PAGE, "IM: vcdiff", status="226 IM Used"), r"unexpected status 226"),
    "status_304": (answer(b"", status="304 Not Modified"), r"unexpected status 304"),
    "status_300": (answer(PAGE, status="300 Multiple Choices"), r"HTTP status 300"),
    "status_302_bare": (answer(PAGE, status="302 Found"), r"HTTP status 302 without a Location"),
    "status_401": (answer(b"", "WWW-Authenticate: Basic realm=x", status="401 Unauthorized"), r"HTTP status 401"),
    "status_500": (answer(PAGE, status="500 Error"), r"HTTP status 500"),
    "status_999": (answer(PAGE, status="999 Denied"), r"HTTP status 999"),
    "status_000": (answer(PAGE, status="000 X"), r"HTTP status 0"),
    "status_negative": (answer(PAGE, status="-200 X"), r"HTTP status -200|no HTTP answer"),
    # --- codings
    "coding_none": (answer(PAGE, "Content-Encoding: none"), WHOLE),
    "coding_utf8": (answer(PAGE, "Content-Encoding: UTF-8"), WHOLE),
    "coding_empty": (answer(PAGE, "Content-Encoding:"), WHOLE),
    "coding_identity": (answer(PAGE, "Content-Encoding: identity"), WHOLE),
    "coding_type": (answer(PAGE, "Content-Encoding: text/html"), WHOLE),
    "coding_unknown": (answer(PAGE, "Content-Encoding: x-foo"), r"unknown content coding 'x-foo'"),
    "coding_case": (packed(gzip.compress(PAGE), " GZip "), WHOLE),
    "coding_quoted": (packed(gzip.compress(PAGE), '"gzip"'), WHOLE),
    "coding_named_twice": (packed(gzip.compress(PAGE), "gzip, gzip"), WHOLE),
    "coding_thrice": (packed(gzip.compress(gzip.compress(gzip.compress(PAGE))), "gzip, gzip, gzip"), r"3 content codings"),
    "gzip_plain": (packed(PAGE, "gzip"), WHOLE),
    "gzip_cut": (packed(CUT, "gzip"), r"gzip stream ended early"),
    "gzip_without_sum": (packed(gzip.compress(PAGE)[:-8], "gzip"), r"gzip stream ended early"),
    "gzip_wrong_sum": (packed(gzip.compress(PAGE)[:-8] + b"\0" * 8, "gzip"), r"damaged gzip stream"),
    "gzip_and_junk": (packed(gzip.compress(PAGE) + b"junk" * 9, "gzip"), WHOLE),
    "gzip_members": (packed(gzip.compress(PAGE[:500]) + gzip.compress(PAGE[500:]), "gzip"), WHOLE),
    "gzip_nothing": (packed(b"", "gzip"), r"empty page"),
    "gzip_bomb": (packed(gzip.compress(b" " * 40_000_000), "gzip"), r"decoded body larger than 16777216 bytes"),
    "deflate": (packed(zlib.compress(PAGE), "deflate"), WHOLE),
    "deflate_bare": (packed(BARE, "deflate"), WHOLE),
    "deflate_cut": (packed(BARE[:-40], "deflate"), r"deflate stream ended early"),
    "brotli": (packed(brotli.compress(PAGE), "br"), WHOLE),
    "brotli_cut": (packed(brotli.compress(PAGE)[:-20], "br"), r"br stream ended early"),
    "brotli_is_gzip": (packed(gzip.compress(PAGE), "br"), r"damaged br stream|br stream ended"),
    "gone_in_a_bomb": (answer(gzip.compress(b" " * 40_000_000), "Content-Encoding: gzip", status="404 Not Found"), r"^HTTP status 404"),
    "gone_in_a_cut_stream": (packed(CUT, "gzip").replace(b"200 OK", b"410 Gone"), r"^HTTP status 410"),
    "moved_in_a_cut_stream": (answer(CUT, "Content-Encoding: gzip", "Location: /more/moved_in_a_cut_stream", status="302 Found"), WHOLE),
    "moved_in_a_body_without_end": (endless(b"HTTP/1.1 302 Found\r\nLocation: /more/to_good\r\n\r\n", b"x" * 60_000), r"^body larger than"),
    # --- labels and bytes
    "label_undefined": (answer(CHINESE.replace("utf-8", "big5").encode("big5"), kind="text/html; charset=undefined"), WHOLE),
    "label_idna": (answer(CHINESE.encode(), kind='text/html; charset="idna"'), WHOLE),
    "label_junk": (answer(CHINESE.encode(), kind="text/html; charset=\xff;;=;"), WHOLE),
    "meta_undefined": (answer(CHINESE.replace("utf-8", "undefined").encode(), kind="text/html"), WHOLE),
    "meta_hex": (answer(CHINESE.replace("utf-8", "hex").encode("gb18030"), kind="text/html"), WHOLE),
    "label_wrong": (answer(CHINESE.replace("utf-8", "big5").encode("big5hkscs"), kind="text/html; charset=utf-8"), WHOLE),
    "meta_wrong": (answer(CHINESE.replace("utf-8", "big5").encode(), kind="text/html; charset=utf-8"), WHOLE),
    "both_wrong": (answer(CHINESE.replace("utf-8", "iso-8859-1").encode("gb18030"), kind="text/html; charset=windows-1252"), WHOLE),
    "bom": (answer(b"\xef\xbb\xbf" + CHINESE.replace("utf-8", "gb2312").encode(), kind="text/html; charset=big5"), WHOLE),
    "wide": (answer(CHINESE.encode("utf-16")), WHOLE),
    "wide_unmarked": (answer(CHINESE.encode("utf-16-be"), kind="text/html"), WHOLE),
    "nuls": (answer(PAGE.replace(b"words", b"wo\0rds").replace(b"<p>P", b"<p>\0P")), WHOLE),
    "type_none": (raw(b"HTTP/1.1 200 OK\nContent-Length: %d" % len(PAGE)), WHOLE),
    "type_junk": (raw(PLAIN.replace(b"text/html", b";;;=\xff")), WHOLE),
    "type_image": (answer(PAGE, kind="image/png"), WHOLE),
    "as_a_file": (answer(PAGE, "Content-Disposition: attachment; filename=../../../tmp/pwn.html"), WHOLE),
    "..%2f..%2f..%2fsrv%2fpwn": (answer(PAGE), WHOLE),
    "x" * 300: (answer(PAGE), WHOLE),
    "picture": (answer(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20), r"."),
    # --- where it sends on; {port}: this site's, 127.0.0.2 is nobody's to ask
    "to_script": (sent_to("javascript:alert(1)"), r"scheme javascript not allowed"),
    "to_data": (sent_to("data:text/html,<h1 class=title>x</h1>"), r"scheme data not allowed"),
    "to_file": (sent_to("FILE:///etc/passwd"), r"scheme file not allowed"),
    "to_about": (sent_to("about:blank"), r"scheme about not allowed"),
    "to_port_99999": (sent_to("http://127.0.0.1:99999/"), r"bad Location \(Port out of range"),
    "to_port_text": (sent_to("http://127.0.0.1:http/"), r"bad Location"),
    "to_broken_v6": (sent_to("http://[::bad/"), r"bad Location"),
    "to_no_host": (sent_to("http://"), r"bad Location|redirect loop"),
    "to_long": (sent_to("/" + "a" * 9000), r"bad Location \(9001 characters"),
    "to_nul": (sent_to("/a%00b"), r"bad Location"),
    "to_itself": (sent_to(""), r"redirect loop"),
    "to_fragment": (sent_to("#top"), r"redirect loop"),
    "to_ever_new": (lambda c: c.sendall(sent_to(f"/a/to_ever_new?{time.time_ns()}")), r"after 10 redirects.*redirect limit of 10"),
    "to_other": (sent_to("http://example.invalid/"), r"not a host of this source"),
    "to_private": (sent_to("http://127.0.0.2:{port}/canary"), r"not a host of this source"),
    "to_private_user": (sent_to("http://127.0.0.1:{port}@127.0.0.2:{port}/canary"), r"not a host of this source"),
    "to_private_hex": (sent_to("http://0x7f000002:{port}/canary"), r"not a host of this source"),
    "to_private_slashes": (sent_to("\\\\127.0.0.2:{port}\\canary"), r"not a host of this source"),
    "to_private_307": (sent_to("//127.0.0.2:{port}/canary", "307 Temporary Redirect"), r"not a host of this source"),
    "to_closed_port": (sent_to("http://127.0.0.1:9/x"), r"after 1 redirects, to http://127.0.0.1:9/x: .*not public"),
    "to_good": (sent_to("/more/to_good"), WHOLE),
    "to_good_backslash": (sent_to("\\more\\to_good_backslash"), WHOLE),
    "to_good_301": (sent_to("http://127.0.0.1:{port}/more/to_good_301", "301 Moved"), WHOLE),
    "to_good_bytes": (b"HTTP/1.1 302 Found\r\nLocation: /more/\xb0\xaa\r\nContent-Length: 0\r\n\r\n", WHOLE),
    "refresh_header": (answer(b"<html>wait</html>", "Refresh: 0; url=/more/refresh_header"), WHOLE),
    "refresh_header_private": (answer(PAGE, "Refresh: 0;URL='http://127.0.0.2:{port}/canary'"), r"not a host of this source"),
    "refresh_header_script": (answer(PAGE, "Refresh: 0; url=javascript:x"), WHOLE),
    "refresh_header_later": (answer(PAGE, "Refresh: 300; url=/more/refresh_header_later"), WHOLE),
    "refresh_header_loop": (answer(PAGE, "Refresh: 0; url=/more/refresh_header_loop"), r"redirect loop|redirect limit"),
    "refresh_meta": (answer(b"<html><meta http-equiv=refresh content='0;url=/more/refresh_meta'></html>"), WHOLE),
    "refresh_meta_itself": (answer(article("Hostile", head="<meta http-equiv=refresh content='5; url=/a/refresh_meta_itself'>").encode()), WHOLE),
    "refresh_meta_later": (answer(article("Hostile", head="<meta http-equiv=refresh content='60; url=/'>").encode()), WHOLE),
    "refresh_meta_script": (answer(b"<html><meta http-equiv=refresh content='0;url=javascript:x'></html>"), r"a redirect, not a page"),
    "refresh_meta_port": (answer(b"<html><meta http-equiv=refresh content='0;url=http://127.0.0.1:99999/'></html>"), r"a redirect, not a page"),
    # --- pages that are none
    "soft_404": (answer(b"<html><title>Page not found</title><h1>Sorry, the page you requested could not be found</h1></html>"), r"not found page"),
    "maintenance": (answer(b"<html><title>Under maintenance</title><h1>We are under maintenance</h1><p>Please come back later.</p></html>"), r"maintenance"),
    "login": (sent_to("/more/login"), r"login wall"),
    "challenge": (answer(b"<html><title>Just a moment...</title><script>window._cf_chl_opt={}</script></html>", status="403 Forbidden"), r"403 \(Cloudflare challenge\)"),
}  # fmt: skip

MORE: dict[str, Behavior] = {f"/more/{name}": answer(PAGE) for name in ("to_good", "to_good_backslash", "to_good_301", "refresh_header", "refresh_meta", "moved_in_a_cut_stream")} | {
    "/more/%B0%AA": answer(PAGE),
    "/more/refresh_header_loop": answer(PAGE, "Refresh: 0; url=/a/refresh_header_loop"),
    "/more/login": answer(b"<html><title>Sign in to continue</title><form><input type=password name=p></form></html>"),
}


@dataclass
class Site:
    """A server's pages by path, the index among them; what else it answers; how its source asks."""

    pages: dict[str, Behavior]
    kind: str = "index"
    start: str = "/index"
    concurrency: int = 1
    delay: float = 0.0
    asked: list[tuple[str, float]] = field(default_factory=list)
    port: int = 0


def index(*paths: str) -> bytes:
    """A page of links."""
    return answer("".join(f"<a class=art href='{path}'>{path}</a>" for path in paths).encode())


def listing(pages: dict[str, Behavior], **options: Any) -> Site:
    """A site whose index lists its pages in their order."""
    return Site({"/index": index(*(p for p in pages if p.startswith(("/a/", "/ok/")))), **pages}, **options)


def healthy(*names: str) -> dict[str, Behavior]:
    """Articles that are in order."""
    return {f"/ok/{name}": answer(article(f"Healthy {name}").encode()) for name in names}


LATER = answer(b"slow down", "Retry-After: 9999", status="429 Too Many Requests")
CLOSED = answer(b"closed", "Retry-After: 9999", status="503 Service Unavailable")
OK = {name: behavior for n in range(12) for name, behavior in healthy(str(n)).items()}


def rules(text: bytes, *, kind: str = "text/plain") -> dict[str, Behavior]:
    """A robots.txt."""
    return {"/robots.txt": answer(text, kind=kind)}


def bare(status: str, *headers: str) -> dict[str, Behavior]:
    return {"/robots.txt": answer(b"", *headers, status=status)}


def feed(*items: str) -> bytes:
    return answer(f"<rss version='2.0'><channel><title>x</title>{''.join(items)}</channel></rss>".encode(), kind="application/rss+xml")


def item(path: str, date: str = "Fri, 20 Nov 2026 10:00:00 +0800", guid: str = "") -> str:
    return f"<item><title>{path}</title><link>http://127.0.0.1:{{port}}{path}</link><pubDate>{date}</pubDate>{f'<guid isPermaLink=false>{guid}</guid>' if guid else ''}</item>"


# Five of them in a row would be a host that does not answer, so these have hosts of their own; and so has what takes eleven requests.
APART = {
    "silent": ("nothing", "slow_headers", "status_line_without_end", "header_without_end"),
    "silent_too": ("folded_without_end", "headers_without_end", "switching"),
    "sent_on_and_on": ("to_ever_new",),
}
SITE_OF = {name: next((site for site, names in APART.items() if name in names), "variants") for name in VARIANTS}


def variants(site: str) -> Site:
    """The variants of one host, a healthy article before each."""
    names = [name for name in VARIANTS if SITE_OF[name] == site]
    return listing({path: page for n, name in enumerate(names) for path, page in ((f"/ok/{n}", answer(article(f"Healthy {n}").encode())), (f"/a/{name}", VARIANTS[name][0]))} | MORE,
                   concurrency=12)


SITES: dict[str, Site] = {
    "variants": variants("variants"), **{site: variants(site) for site in APART},
    # two pages ask for patience, the others answer in between
    "patience_of_two": listing({**healthy("1"), "/a/1": LATER, **healthy("2"), "/a/2": CLOSED, **healthy("3", "4", "5")}, delay=0.04),
    # from the third on the host wants to be left alone
    "patience_of_all": listing({**healthy("1", "2"), **{f"/a/{n}": LATER for n in range(8)}}, delay=0.04),
    # pages broken by themselves, eight in a row; the host is there
    "broken_in_a_row": listing({**{f"/a/{name}": VARIANTS[name][0] for name in ("gzip_wrong_sum", "coding_unknown", "to_script", "status_205", "length_plus", "ssh", "length_huge", "length_short")},
                                **healthy("1", "2", "3")}),
    # the host does not answer any more
    "dead": listing({**healthy("1", "2"), **{f"/a/{n}": b"" for n in range(8)}}, delay=0.04),
    "down": listing({**healthy("1", "2"), **{f"/a/{n}": answer(b"", status="502 Bad Gateway") for n in range(8)}}, delay=0.04),
    "robots_large": listing({**rules(b"User-agent: *\nDisallow: /ok/1\n" + b"# words\n" * 150_000 + b"Disallow: /ok/2\n"), **healthy("1", "2", "3")}),
    "robots_html": listing({**rules(b"<!DOCTYPE html><html><body>Disallow: /</body></html>", kind="text/html"), **healthy("1")}),
    "robots_503": listing({**bare("503 Service Unavailable"), **healthy("1")}),
    "robots_403": listing({**bare("403 Forbidden"), **healthy("1")}),
    "robots_moved": listing({**bare("301 Moved", "Location: /rules.txt"), "/rules.txt": answer(b"User-agent: *\nDisallow: /ok/1\n", kind="text/plain"), **healthy("1", "2")}),
    "robots_elsewhere": listing({**bare("301 Moved", "Location: http://localhost:{port}/rules.txt"), "/rules.txt": answer(b"User-agent: *\nDisallow: /ok/1\n", kind="text/plain"), **healthy("1", "2")}),
    "robots_loop": listing({**bare("302 Found", "Location: /robots.txt"), **healthy("1")}),
    "robots_private": listing({**bare("302 Found", "Location: http://127.0.0.2:{port}/canary"), **healthy("1")}),
    "robots_login": listing({**bare("302 Found", "Location: /login"), "/login": answer(b"<html><title>Log in</title></html>"), **healthy("1")}),
    "robots_nowhere": listing({**bare("302 Found", "Location: javascript:x"), **healthy("1")}),
    "robots_204": listing({**bare("204 No Content"), **healthy("1")}),
    "robots_packed": listing({"/robots.txt": packed(gzip.compress(b"User-agent: *\nDisallow: /ok/1\n")[:-4], "gzip"), **healthy("1")}),
    "feed_comments": Site({"/index": feed(item("/ok/1"), "<!--", item("/ok/8"), "-->", "<item><title>R & D<br></title><link>http://127.0.0.1:{port}/ok/2</link></item>"), **OK}, "feed"),
    "feed_twice": Site({"/index": feed(item("/ok/1", guid="x"), item("/ok/2", guid="x"), item("/ok/2?utm_source=rss"), item("/ok/3#top"), item("/ok/3"), item("/ok/4", "Fri, 32 Foo 2026"),
                                       item("/ok/5", "Fri, 20 Nov 2099 10:00:00 GMT"), item("/ok/6", ""), item("/ok/7", "2026-11-20")), **OK}, "feed"),
    "sitemap_cycle": Site({"/index": answer(b"<sitemapindex><sitemap><loc>http://127.0.0.1:{port}/b.xml</loc></sitemap><sitemap><loc>http://127.0.0.1:{port}/index#x</loc></sitemap></sitemapindex>"),
                           "/b.xml": answer(b"<sitemapindex><sitemap><loc>http://127.0.0.1:{port}/c.xml</loc></sitemap><sitemap><loc>http://127.0.0.1:{port}/b.xml?</loc></sitemap></sitemapindex>"),
                           "/c.xml": answer(b"<urlset><!-- <url><loc>http://127.0.0.1:{port}/ok/8</loc></url> --><url><loc>http://127.0.0.1:{port}/ok/1</loc></url></urlset>"), **OK}, "sitemap"),
    "canonical": listing({"/a/1": answer(article("First", head="<link rel=canonical href=http://127.0.0.2:{port}/canary>").encode()),
                          "/a/2": answer(article("Second", head="<link rel=canonical href=/>").encode()),
                          "/a/3": answer(article("Third", head="<link rel=canonical href=http://[::bad/>").encode()),
                          "/a/4": answer(article("Fourth", head="<base href=http://127.0.0.2:{port}/canary/><link rel=canonical href=x>").encode())}),
}  # fmt: skip


class Server:
    """All sites on ports of their own, and a canary that nobody may ask. Use as a context manager."""

    def __init__(self) -> None:
        self.canary: list[str] = []
        self.sockets: list[socket.socket] = []
        for site in SITES.values():
            listener = socket.create_server(("127.0.0.1", 0), backlog=200)
            site.port, site.asked = listener.getsockname()[1], []
            self.sockets.append(listener)
            Thread(target=self.accept, args=(listener, site), daemon=True).start()
            with suppress(OSError):
                canary = socket.create_server(("127.0.0.2", site.port))
                self.sockets.append(canary)
                Thread(target=self.watch, args=(canary,), daemon=True).start()

    def accept(self, listener: socket.socket, site: Site) -> None:
        """Connections of one site."""
        with suppress(OSError):
            while True:
                connection, _ = listener.accept()
                Thread(target=self.serve, args=(connection, site), daemon=True).start()

    def watch(self, canary: socket.socket) -> None:
        """Connections to what is nobody's to ask."""
        with suppress(OSError):
            while True:
                connection, address = canary.accept()
                self.canary.append(str(address))
                connection.close()

    def serve(self, connection: socket.socket, site: Site) -> None:
        """One request a connection."""
        with suppress(OSError, ValueError), connection:
            connection.settimeout(20)
            lines = connection.makefile("rb")
            path = lines.readline(99_999).split(b" ")[1].decode("latin-1")
            while lines.readline(99_999).strip():
                pass
            site.asked.append((path, time.monotonic()))
            behavior = site.pages.get(path, site.pages.get(path.partition("?")[0], answer(b"", status="404 Not Found")))
            if callable(behavior):
                behavior(connection)
            else:
                connection.sendall(ported(behavior, site.port))
            with suppress(OSError):
                if behavior is not reset_in_the_middle:
                    connection.shutdown(socket.SHUT_WR)

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *_: object) -> None:
        for each in self.sockets:
            each.close()


def ported(data: bytes, port: int) -> bytes:
    """Bytes with the site's port filled in, and Content-Length right again where it was."""
    head, parting, body = data.partition(b"\r\n\r\n")
    if b"{port}" not in data:
        return data
    filled = body.replace(b"{port}", b"%d" % port)
    return head.replace(b"{port}", b"%d" % port).replace(b"Content-Length: %d" % len(body), b"Content-Length: %d" % len(filled)) + parting + filled


def main() -> int:
    """Crawl all sites: ports as JSON, the output directory, the log."""
    from harvester.process import crawl
    from tests.hostile.adapter import settings_for, spider_for

    ports, output, log = json.loads(sys.argv[1]), sys.argv[2], sys.argv[3]
    settings = settings_for("http://127.0.0.1/", output, log)
    settings.setdict({"HARVESTER_ALLOW_PRIVATE": [f"127.0.0.1:{port}" for port in ports.values()], "HARVESTER_NO_DELAY": False, "DOWNLOAD_TIMEOUT": PATIENCE, "RETRY_TIMES": 1, "CONCURRENT_REQUESTS": 40}, priority="cmdline")
    settings.delete("DOWNLOAD_DELAY", "cmdline")
    settings.set("DOWNLOAD_DELAY", 0, "project")  # each site has its own
    jobs = []
    for name, site in SITES.items():
        spider = spider_for(site.kind, f"http://127.0.0.1:{ports[name]}{site.start}")
        spider.name, spider.source = name, spider.source.__class__(**{**vars_of(spider.source), "concurrency": site.concurrency, "delay": site.delay})
        jobs.append((spider, {"since": "60d"}))
    code, _reports = crawl(jobs, settings)
    return code


def vars_of(source: Any) -> dict[str, Any]:
    """A source's own fields."""
    return {name: getattr(source, name) for name in type(source).__dataclass_fields__ if not name.startswith("_")}


if __name__ == "__main__":
    Path(sys.argv[2]).mkdir(parents=True, exist_ok=True)
    sys.exit(main())
