"""Addresses: made absolute, folded to one form, hashed."""

from __future__ import annotations

import re
import time
from urllib.parse import urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from harvester.normalize.urls import MAX_URL, canonical, join_url, path_hash, same_picture

ARTICLE = "https://a.hk/a/1700"


@pytest.mark.parametrize(
    "url",
    [
        "https://a.hk/a/1700",
        "http://a.hk/a/1700",
        "HTTP://A.HK/a/1700",
        "http://a.hk:80/a/1700",
        "https://a.hk:443/a/1700",
        "https://a.hk./a/1700",
        "https://user:secret@a.hk/a/1700",
        "https://a.hk/a/1700?utm_source=x&utm_medium=y",
        "https://a.hk/a/1700?fbclid=123&gclid=4",
        "https://a.hk/a/1700#top",
        "https://a.hk//a/1700",
        "https://a.hk/./a/b/../1700",
        "https://a.hk/a/%31700",
        "https://a.hk/a/1700?amp=1",
        "https://a.hk/a/1700?print=1",
        # RTHK, SCMP, info.gov.hk
        "https://a.hk/a/1700?archive_date=2025-12-01&spTabChangeable=0",
        "https://a.hk/a/1700?module=perpetual_scroll_0&pgtype=article",
        "https://a.hk/a/1700?fontSize=1",
    ],
)
def test_one_article_has_one_address(url: str) -> None:
    assert canonical(url) == ARTICLE


@pytest.mark.parametrize(
    ("url", "folded"),
    [
        ("https://a.hk", "https://a.hk/"),
        ("https://a.hk/a/1700/index.html", "https://a.hk/a/1700/"),
        # no guess: these may be other pages
        ("https://a.hk/a/1700/", "https://a.hk/a/1700/"),
        ("https://a.hk/a/index.htm", "https://a.hk/a/index.htm"),
        ("https://www.a.hk/a", "https://www.a.hk/a"),
        ("https://news.now.com/home/local/player?newsId=627709", "https://news.now.com/home/local/player?newsId=627709"),
        ("https://a.hk/x?b=2&a=1&b=3", "https://a.hk/x?b=2&a=1&b=3"),
        ("https://a.hk/x?sid=42", "https://a.hk/x?sid=42"),
        ("https://a.hk/x?q=a+b&r=%26%3d", "https://a.hk/x?q=a%20b&r=%26%3D"),
        ("https://a.hk/新聞/%e5%a4%a7", "https://a.hk/%E6%96%B0%E8%81%9E/%E5%A4%A7"),
        # bytes of Big5 stay those bytes; an escaped slash is no slash
        ("https://a.hk/%a4%a4?q=%a4%a5", "https://a.hk/%A4%A4?q=%A4%A5"),
        ("https://a.hk/a%2fb", "https://a.hk/a%2Fb"),
        ("https://a.hk/100%", "https://a.hk/100%25"),
        ("https://a.hk/web/2020/https://b.hk/x", "https://a.hk/web/2020/https://b.hk/x"),
        ("http://a.hk:8080/x", "http://a.hk:8080/x"),
        ("http://[2001:db8::1]:8080/x", "http://[2001:db8::1]:8080/x"),
        ("mailto:a@b.hk", "mailto:a@b.hk"),
        ("http://[::bad/", "http://[::bad/"),
        ("http://a.hk:99999/", "http://a.hk:99999/"),
        ("", ""),
    ],
)
def test_canonical(url: str, folded: str) -> None:
    assert canonical(url) == folded


def test_http_can_stay() -> None:
    assert canonical("http://127.0.0.1/a", https=False) == "http://127.0.0.1/a"


@pytest.mark.parametrize(
    ("href", "joined"),
    [
        ("../y?z=1", "https://a.hk/y?z=1"),
        ("/hk/article/367749", "https://a.hk/hk/article/367749"),
        ("//www.info.gov.hk/gia/x.htm", "https://www.info.gov.hk/gia/x.htm"),
        ("  y.htm\n", "https://a.hk/x/y.htm"),
        ("http://user:hunter2@b.hk:8000/a", "http://b.hk:8000/a"),
        ("/a file.pdf", "https://a.hk/a%20file.pdf"),
        ("?page=2", "https://a.hk/x/?page=2"),
        ("HTTPS://B.hk/A", "https://b.hk/A"),
        ("http://xn--80ak6aa92e.test/", "http://xn--80ak6aa92e.test/"),
        *(
            (bad, None)
            for bad in (
                None, "", " ", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "mailto:a@b.c", "data:text/html,<h1>x</h1>", "file:///etc/passwd",
                "ftp://b.hk/x", "gopher://b.hk/_x", "view-source:http://x/", "/a/" + "x" * 100_000, "http://[::bad/", "http://", "//", "/a/1%00.html",
                "\\\\127.0.0.2\\x", "http:\\\\b.hk\\x", "http://127.0.0.1:99999/", "http://\x00/", "/a\x00b", "/a\ud800b", "/\x1b[31m", "tel:+85228101112",
            )
        ),
    ],
)  # fmt: skip
def test_join_url(href: str | None, joined: str | None) -> None:
    assert join_url("https://a.hk/x/", href) == joined


def test_an_address_over_the_limit_is_none() -> None:
    assert join_url("https://a.hk/", "/" + "x" * (MAX_URL - 14)) is not None
    assert join_url("https://a.hk/", "/" + "x" * MAX_URL) is None


HREFS = st.one_of(
    st.text(max_size=40),
    st.text("abc/.:?#&=%@[]\\ \t\x00\ud800é大0123456789+", max_size=40),
    st.builds("{}://{}/{}?{}#{}".format, st.sampled_from(("http", "https", "HTTP", "ftp", "javascript")), *[st.text(max_size=12)] * 4),
)


@given(HREFS)
@example("http://a.hk/?\ud800=1")
@example("http://a/..//b/%2e%2E/./")
def test_canonical_is_total_and_settled(url: str) -> None:
    folded = canonical(url)
    assert canonical(folded) == folded
    if folded.startswith(("http://", "https://")) and folded != url:
        folded.encode("utf-8")


@given(HREFS, HREFS)
def test_join_url_is_total(base: str, href: str) -> None:
    joined = join_url(base, href)
    if joined is not None:
        parts = urlsplit(joined)
        assert parts.scheme in ("http", "https")
        assert parts.hostname
        assert "@" not in parts.netloc
        assert len(joined) <= 3 * MAX_URL
        joined.encode("utf-8")


@given(HREFS)
def test_path_hash_is_16_hex_digits(url: str) -> None:
    assert re.fullmatch(r"[0-9a-f]{16}", path_hash(url))


def test_path_hash_knows_the_path_and_not_the_mirror() -> None:
    assert path_hash("https://www.chinadailyhk.com/a/x?utm_source=1") == path_hash("http://www.chinadailyasia.com/a/x#top")
    assert path_hash("https://a.hk/x?id=1") != path_hash("https://a.hk/x?id=2")
    # stable for ever: it is part of record ids
    assert path_hash("https://a.hk/news/1?x=2") == "dd578643dc1e7c1b"


@pytest.mark.parametrize("unit", ["/", "/..", "%", "&", "?", ":", "%2f", ".", "&a=b", "大", "[", "@"])
def test_time_is_linear(unit: str) -> None:
    url = "http://a.hk/" + unit * (100_000 // len(unit))
    started = time.process_time()
    canonical(url)
    path_hash(url)
    join_url(url, "x")
    join_url("http://a.hk/", url)
    assert time.process_time() - started < 4


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://image.a.hk/1200x/2025/11/fire.jpg.webp", "https://image.a.hk/644x392/2025/11/fire.jpg", True),
        ("https://a.hk/uploads/pier-1024x682.png", "https://a.hk/uploads/pier.png", True),
        ("https://a.hk/uploads/pier-scaled.jpg", "https://a.hk/uploads/pier-300x200.jpg", True),
        ("https://img.a.hk/entry_17645_640x360.jpg", "https://img.a.hk/entry_17645_1200x630.jpg", True),
        ("https://a.hk/uploads/pier-2.png", "https://a.hk/uploads/pier.png", False),
        ("https://a.hk/uploads/20251127-taipo-14.png", "https://a.hk/uploads/20251127-taipo-5.png", False),
        ("https://a.hk/show.php?id=1", "https://a.hk/show.php?id=2", False),
        ("https://a.hk/1920x1080-wallpapers/pier.png", "https://a.hk/pier.png", False),
    ],
)
def test_same_picture(one: str, other: str, same: bool) -> None:
    assert (same_picture(one) == same_picture(other)) is same
