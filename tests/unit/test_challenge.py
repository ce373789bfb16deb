"""Pages that are no articles are told, articles never are."""

from __future__ import annotations

import gzip
import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvester.challenge import challenge
from harvester.page import Page

PAGES = Path(__file__).resolve().parents[3] / "shared" / "pages"
URL = "https://www.example.hk/news/123"
PROSE = "<p>The government will build 30,000 flats in the Northern Metropolis by 2034, the development chief said on Monday.</p>" * 6


def of(body: str | bytes, status: int | None = None, url: str = URL) -> str | None:
    return challenge(Page(url, body if isinstance(body, bytes) else body.encode()), status)


def titled(title: str, body: str = "<p>Wait.</p>") -> str:
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title}</title></head><body>{body}</body></html>"


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        ("Just a moment...", "Cloudflare challenge"),
        ("請稍候...", "Cloudflare challenge"),
        ("Attention Required! | Cloudflare", "Cloudflare challenge"),
        ("Are you a robot?", "captcha"),
        ("Pardon Our Interruption...", "captcha"),
        ("安全验证", "captcha"),
        ("403 - Forbidden", "access denied"),
        ("403 Forbidden", "access denied"),
        ("Access to this page has been denied.", "access denied"),
        ("ERROR: The request could not be satisfied", "access denied"),
        ("404 Not Found", "not found page under status 200"),
        ("Page not found - Example News", "not found page under status 200"),
        ("Error 404 (Not Found)!!1", "not found page under status 200"),
        ("抱歉，您要訪問的頁面不存在", "not found page under status 200"),
        ("找不到網頁 | 範例新聞", "not found page under status 200"),
        ("Sign in", "login wall"),
        ("Log in to your account", "login wall"),
        ("會員登入", "login wall"),
        ("Before you continue to Google", "consent wall"),
        ("502 Bad Gateway", "server error"),
        ("Service Unavailable", "server error"),
        ("Site under maintenance", "under maintenance"),
        ("系統維護中", "under maintenance"),
    ],
)
def test_titles(title: str, reason: str) -> None:
    assert of(titled(title)) == reason
    assert of(titled(title, "<style>" + "a{}" * 40_000 + "</style><p>Wait.</p>")) == reason


@pytest.mark.parametrize(
    "title",
    [
        "404 flats to be sold by tender",
        "403 people evacuated from estate",
        "500 new nurses to join hospitals",
        "Robot checks buildings for cracks",
        "Error in tender cost taxpayers HK$3 million",
        "Access denied: why wheelchair users avoid the MTR",
        "Log in to win: how gaming became an industry",
        "Hospital security check finds 3 flaws",
        "法團登入系統需驗證碼　居民投訴",
        "網頁不存在？政府解釋網站改版",
        "Maintenance works on Tsing Ma Bridge",
        "Forbidden City exhibits come to Hong Kong",
    ],
)
def test_titles_of_articles(title: str) -> None:
    assert of(titled(title, PROSE)) is None
    assert of(titled(f"{title} | Example News", PROSE)) is None


def test_an_article_may_be_called_anything() -> None:
    assert of(titled("Coming soon", PROSE + '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2025-11-26"}</script>')) is None


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("<html><body><h1>Under maintenance</h1><p>We will be back soon.</p></body></html>", "under maintenance"),
        ("<html><head><title>Sign in</title></head><body><h1 class='title'>Sign in to continue</h1><form action='/login'></form></body></html>", "login wall"),
        ("<html><body><p>Members only.</p><form action='/x'><input type='password'></form></body></html>", "login wall"),
        (b"", "empty page"),
        (b" \n ", "empty page"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(range(256)) * 80, "a PDF, not a page"),
        ("just words", "no HTML"),
        ('<html><body><div id="root"></div><script src="/app.js"></script></body></html>', "empty without JavaScript"),
        ("<html><body><noscript>You need to enable JavaScript to run this app.</noscript><div id=app></div></body></html>", "empty without JavaScript"),
        ("<html><head><meta http-equiv='refresh' content='0;url=/'></head><body>Moving to the home page, please follow the link now</body></html>", "a redirect, not a page"),
        ("<html><body><script>window._cf_chl_opt={};</script><p>Checking.</p></body></html>", "Cloudflare challenge"),
        ("<html><body><script src='https://geo.captcha-delivery.com/c.js'></script></body></html>", "captcha"),
        ("<html><body><h1>找不到頁面</h1><p>你要找的內容可能已被移除。</p></body></html>", "not found page under status 200"),
    ],
)
def test_bodies(body: str | bytes, reason: str) -> None:
    assert of(body) == reason


@pytest.mark.parametrize(
    ("status", "reason"), [(401, "login wall"), (403, "access denied"), (404, "not found page"), (429, "too many requests"), (503, "server error"), (418, "status 418"), (200, None), (None, None)]
)
def test_status(status: int | None, reason: str | None) -> None:
    assert of(titled("A headline", PROSE), status) == reason


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("https://www.example.hk/404.html", "not found page under status 200"),
        ("https://www.example.hk/login?next=/a", "login wall"),
        ("https://consent.example.com/x", "consent wall"),
        ("https://www.example.hk/articles/404", None),
        ("https://www.example.hk/tc/404", "not found page under status 200"),
        ("https://www.example.hk/news/404-flats-sold", None),
        ("https://www.example.hk/news/design-in-hong-kong", None),
    ],
)
def test_addresses(url: str, reason: str | None) -> None:
    assert of(titled("Example", PROSE), url=url) == reason


def test_a_short_article_passes() -> None:
    """A Sky News flash of one sentence is an article."""
    assert of(titled("新华社快讯", "<h1>新华社快讯</h1><p>运输部门负责人8日说，跨海大桥的检修已在上午9时前做完，两个方向都已通车。</p>")) is None


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300), st.sampled_from(["{}", "<title>{}</title>", "<html><body><h1>{}</h1></body>", "<title>404 {}</title>"]))
def test_total(text: str, frame: str) -> None:
    result = of(frame.replace("{}", text).encode("utf-8", "replace"))
    assert result is None or result


@pytest.mark.parametrize("text", ["1" * 100_000, "(" * 100_000, " " * 100_000, "<" * 100_000, "找不到" * 30_000, "<form " * 20_000, "<input " * 20_000, "<div id=root " * 10_000])
def test_time(text: str) -> None:
    for body in (f"<title>{text}</title>", f"<p>{text}", f"<title>{text[:190]}</title>"):
        page = Page(URL, body.encode())
        _ = page.root
        start = time.process_time()
        challenge(page)
        assert time.process_time() - start < 1.5


@pytest.mark.corpus
@pytest.mark.skipif(not PAGES.exists(), reason="the saved pages are not beside the checkout")
def test_saved_pages() -> None:
    """The pages that two sites answered with are challenges; every other saved page is let through."""
    blocked = {}
    for line in (PAGES / "manifest.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        reason = challenge(Page(row["url"] or "", gzip.decompress((PAGES / row["file"]).read_bytes())))
        if reason is not None:
            blocked.setdefault(row["site"], set()).add(reason)
    assert blocked == {"inmediahk": {"Cloudflare challenge"}, "thecollectivehk": {"access denied"}}
