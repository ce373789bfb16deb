"""Feeds, pages and addresses that are broken or meant to harm, without a server."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.discovery import Walk, Window
from harvester.indexes import BadIndex, FeedItems, SitemapItems
from harvester.page import HostilePage, Page
from harvester.source import Source, split_host, without_secrets

SOURCE = Source(title="Test", kind="portal", hosts=("a.hk",), home="https://a.hk/", language="en", article=r"/a/(?P<id>\d+)")
NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
WINDOW = Window(date(2026, 11, 1), date(2026, 11, 24))


def feed(*titles: str) -> str:
    items = "".join(f"<item><title>{title}</title><link>https://a.hk/a/{n}</link><pubDate>Tue, 24 Nov 2026 08:00:00 +0800</pubDate></item>" for n, title in enumerate(titles))
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>x</title>{items}</channel></rss>'


@pytest.mark.parametrize("title", ["R & D <br> AT&T &nbsp; news", "a < b", "<b>bold", "1 &lt; 2 &#xD800;", "x</title", "\x00\x1f"])
def test_an_item_with_broken_tags_is_not_lost(title: str) -> None:
    listed = FeedItems().read(SOURCE, "https://a.hk/feed", feed("one", title, "three").encode(), None)
    assert [e.url for e in listed.entries] == [f"https://a.hk/a/{n}" for n in range(3)]
    assert all(e.published for e in listed.entries)


def test_nesting_without_end_is_refused() -> None:
    with pytest.raises(BadIndex, match="too deep"):
        FeedItems().read(SOURCE, "https://a.hk/feed", feed("one").replace("<item>", "<x>" * 100_000 + "</x>" * 100_000 + "<item>").encode(), None)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_no_feed_or_sitemap_ends_in_another_error(text: str) -> None:
    for body in (feed("one", text).encode(), text.encode(), b"<urlset>" + text.encode() + b"</urlset>"):
        for reader in (FeedItems(), SitemapItems()):
            try:
                listed = reader.read(SOURCE, "https://a.hk/feed", body, None)
            except BadIndex:
                continue
            assert all(e.url.startswith(("http://", "https://")) for e in listed.entries)


def test_a_tag_of_attributes_without_end_is_refused_in_time() -> None:
    page = Page("https://a.hk/", b"<html><p " + b" ".join(b'a%d="1"' % n for n in range(200_000)) + b"><h1>x</h1></html>")
    started = time.monotonic()
    with pytest.raises(HostilePage, match="the page is refused"):
        _ = page.root
    assert time.monotonic() - started < 9


def test_many_attributes_in_many_tags_are_read() -> None:
    page = Page("https://a.hk/", b"<html>" + b'<a href="/a/1">x</a>' * 30_000 + b"<h1>end</h1></html>")
    assert page.root.findtext(".//h1") == "end"


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("https://a.hk/x?id=1&token=abc", "https://a.hk/x?id=1"),
        ("https://a.hk/x?Access_Token=abc#top", "https://a.hk/x#top"),
        ("https://user:hunter2@a.hk/x", "https://a.hk/x"),
        ("https://a.hk/x?tokens=3&q=a@b", "https://a.hk/x?tokens=3&q=a@b"),
        ("https://a.hk/@name/1", "https://a.hk/@name/1"),
    ],
)
def test_addresses_lose_what_lets_somebody_in(url: str, told: str) -> None:
    assert without_secrets(url) == told


@pytest.mark.parametrize(
    ("url", "split"),
    [
        ("https://News.RTHK.hk:443/a.htm?b=1#c", ("news.rthk.hk", "/a.htm?b=1")),
        ("https://a.hk/新聞?頁=1", ("a.hk", "/新聞?頁=1")),
        ("ftp://a.hk/", None), ("http://[::bad/", None), ("//a.hk/x", None), ("", None),
    ],
)  # fmt: skip
def test_hosts_and_targets(url: str, split: tuple[str, str] | None) -> None:
    assert split_host(url) == split


def walked(pages: dict[str, list[str]], **limits: int) -> tuple[set[str], list[str], int]:
    """Articles, reasons and number of pages of a walk over a made-up site; unknown pages link on to ever new ones."""
    walk = Walk("https://a.hk/", **limits)
    asks, found, reasons, read = list(walk.asks(WINDOW, NOW)), set(), [], 0
    while asks and read < 2000:
        ask = asks.pop(0)
        read += 1
        links = pages.get(ask.url.removeprefix("https://a.hk"))
        links = ([f"/cal?d={read * 7 + n}" for n in range(4)] if "/cal" in ask.url else []) if links is None else links
        index = walk.read(SOURCE, ask, ask.url, ("<html>" + "".join(f'<a href="{link}">x</a>' for link in links) + "</html>").encode(), None, WINDOW, NOW)
        found |= {f.url for f in index.found}
        reasons += [index.partial] if index.partial else []
        asks += index.more
    return found, reasons, read


def test_a_walk_finds_and_ends() -> None:
    assert walked({"/": ["/a/1", "/news", "https://b.hk/x"], "/news": ["/a/2", "/", "/news"]}) == ({"https://a.hk/a/1", "https://a.hk/a/2"}, [], 2)


def test_an_endless_calendar_ends_and_is_named() -> None:
    found, reasons, read = walked({"/": ["/a/1", "/cal?d=1"]}, alike=30)
    assert found == {"https://a.hk/a/1"}
    assert read <= 32
    assert reasons[0] == "trap suspected: more than 30 pages like /cal?d"


def test_growing_paths_are_not_followed() -> None:
    path = ""
    pages = {"/": ["/b/c"]}
    for _ in range(20):
        path += "/b/c"
        pages[path] = [f"{path}/b/c", f"{path}/c/b"]
    _found, _reasons, read = walked(pages)
    assert read < 12
