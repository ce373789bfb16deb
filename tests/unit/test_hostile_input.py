"""Feeds, pages and addresses that are broken or meant to harm, without a server."""

from __future__ import annotations

import gzip
import json
import time
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.discovery import Walk, Window
from harvester.generic import read_generic
from harvester.indexes import BadIndex, FeedItems, JsonItems, Links, RefusedIndex, SitemapItems
from harvester.layout import block_text
from harvester.page import HostilePage, Page, lift, suspicious
from harvester.source import Source, split_host, without_secrets
from harvester.sources import Catalogue

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


ITEMS = feed("one", "two", "three")
SITEMAP = '<?xml version="1.0"?><urlset>' + "".join(f"<url><loc>https://a.hk/a/{n}</loc><lastmod>2026-11-24</lastmod></url>" for n in range(3)) + "</urlset>"


@pytest.mark.parametrize(
    "body",
    [
        "<br />\n<b>Warning</b>: foo in <b>/x.php</b><br />\n" + ITEMS,
        "\ufeff\ufeff<!-- cached -->" + ITEMS + "<!-- 0.1 s --><script>1</script>",
        ITEMS.encode("utf-16"), ITEMS.encode("utf-16-le"), ITEMS.replace("utf-8", "utf-16"), ITEMS.replace("><", ">\0<"),
        ITEMS.replace("item>", "ITEM>").replace("link>", "LINK>"), ITEMS.replace("<link>", "<link/>").replace("</link>", ""),
        ITEMS.replace("one", "<![CDATA[ a & b ]]> & <br>"), ITEMS.replace("</channel>", "<!-- a & b --></channel>"),
    ],
)  # fmt: skip
def test_a_broken_feed_gives_all_its_items(body: str | bytes) -> None:
    listed = FeedItems().read(SOURCE, "https://a.hk/feed", body.encode() if isinstance(body, str) else body, None)
    assert ([e.url for e in listed.entries], listed.partial) == ([f"https://a.hk/a/{n}" for n in range(3)], None)


def test_names_that_only_html_knows() -> None:
    listed = FeedItems().read(SOURCE, "https://a.hk/feed", feed("caf&eacute;&nbsp;&copy; &amp;lt; &bogus;").encode(), None)
    assert listed.entries[0].headline == "café © &lt; &bogus;"


def test_a_feed_cut_in_a_character_keeps_its_words() -> None:
    body = feed("古洞北", "香港").encode()
    listed = FeedItems().read(SOURCE, "https://a.hk/feed", body[: body.rindex("港".encode()) + 1], None)
    assert ([e.headline for e in listed.entries], listed.partial) == (["古洞北"], "the feed ends in the middle, after 1 whole items")


COMMENTED = "<!-- <item><link>https://a.hk/a/9</link></item> --><!-- unfinished"
QUOTED = "<description><![CDATA[<item><link>https://a.hk/a/9</link></item>]]></description>"


@pytest.mark.parametrize("broken", ["", "<br>"])
@pytest.mark.parametrize("hidden", [COMMENTED, COMMENTED.replace("<!-- u", "<!-- u -->"), "<x>" + QUOTED + "</x>"])
def test_items_in_comments_or_quoted_are_none(hidden: str, broken: str) -> None:
    """Whether the feed is XML or torn."""
    text = feed("one", f"two{broken}").replace("</channel>", f"{hidden if '-- unfinished' not in hidden or broken else hidden[: -len('<!-- unfinished')]}</channel>")
    listed = FeedItems().read(SOURCE, "https://a.hk/feed", text.encode(), None)
    assert [e.url for e in listed.entries] == [f"https://a.hk/a/{n}" for n in range(2)]


def test_a_text_never_closed_does_not_hide_the_items_after_it() -> None:
    text = feed("<![CDATA[one", "two", "<![CDATA[three]]>")
    assert len(FeedItems().read(SOURCE, "https://a.hk/feed", text.encode(), None).entries) >= 2


def test_a_sitemap_offers_nothing_that_it_comments_out() -> None:
    text = SITEMAP.replace("</urlset>", "<!-- <url><loc>https://a.hk/a/9</loc></url> --></urlset>")
    assert [e.url for e in SitemapItems().read(SOURCE, "https://a.hk/s.xml", text.encode(), None).entries] == [f"https://a.hk/a/{n}" for n in range(3)]


@pytest.mark.parametrize("declaration", ['<!DOCTYPE rss [<!ENTITY a "b">]>', '<!doctype rss [<!entity % p SYSTEM "http://127.0.0.2/"> %p;]>'])
@pytest.mark.parametrize("before", ["", "<!--" + "x" * 70_000 + "-->"])
def test_entities_are_refused_wherever_they_hide(declaration: str, before: str) -> None:
    with pytest.raises(RefusedIndex):
        FeedItems().read(SOURCE, "https://a.hk/feed", ITEMS.replace("<rss", before + declaration + "<rss").encode(), None)


ESCAPE = "\x1b"  # XML cannot hold it
LINKS = ("/a/1%00.html", "https://a.hk/a/1\x1b[2J\x1b]0;x", "javascript:x%00", "http://b.hk/%00?token=hunter2", "/a/2")


@pytest.mark.parametrize(
    ("reader", "body"),
    [
        (Links(), "".join(f'<a href="{link}">x</a>' for link in LINKS)),
        (JsonItems("[]", url="url"), json.dumps([{"url": link} for link in LINKS])),
        (FeedItems(), f"<rss><channel>{''.join(f'<item><link>{link}</link><br></item>' for link in LINKS if ESCAPE not in link)}</channel></rss>"),
        (SitemapItems(), f"<urlset>{''.join(f'<url><loc>{link}</loc></url>' for link in LINKS if ESCAPE not in link)}</urlset>"),
    ],
    ids=["links", "answer", "feed", "sitemap"],
)
def test_links_with_control_characters_are_named_once_on_one_line(reader: Any, body: str, caplog: pytest.LogCaptureFixture) -> None:
    listed = reader.read(SOURCE, "https://a.hk/list", body.encode(), None)
    assert [entry.url for entry in listed.entries] == ["https://a.hk/a/2"]
    spider = Catalogue.load().get("rthk_en")()
    for _page in range(2):
        spider.name_refused("https://a.hk/list", listed.refused)
    told = [record.getMessage() for record in caplog.records]
    named = ["/a/1%00.html", *(["\\x1b[2J\\x1b]0;x"] if ESCAPE in body or "\\u001b" in body else []), "//b.hk/%00"]
    assert [part for line in told for part in named if part in line] == named
    assert all(line.isprintable() and "hunter2" not in line for line in told)
    assert len(told) == len(named)


def test_a_run_names_a_few_of_such_links(caplog: pytest.LogCaptureFixture) -> None:
    spider = Catalogue.load().get("rthk_en")()
    for n in range(100):
        spider.name_refused("https://a.hk/list", [f"https://a.hk/%00{n}"])
    assert len(caplog.records) == 20


def test_an_html_page_is_no_feed_that_ends_early() -> None:
    with pytest.raises(BadIndex, match="no feed"):
        FeedItems().read(SOURCE, "https://a.hk/feed", b"<!DOCTYPE html><html><body><item>Log in</item></body></html>", None)


@pytest.mark.parametrize(
    "body",
    [
        SITEMAP + "<!-- made in 0.2 s -->\n", SITEMAP.replace("url>", "URL>").replace("loc>", "LOC>"), SITEMAP.replace("<u", "<s:u").replace("</u", "</s:u"),
        SITEMAP.encode("utf-16"), gzip.compress(SITEMAP[:90].encode()) + gzip.compress(SITEMAP[90:].encode()) + b"junk",
        gzip.compress(gzip.compress(SITEMAP.encode())), "<!--" + "x" * 70_000 + "-->" + SITEMAP,
    ],
)  # fmt: skip
def test_a_sitemap_however_it_is_packed(body: str | bytes) -> None:
    listed = SitemapItems().read(SOURCE, "https://a.hk/s.xml", body.encode() if isinstance(body, str) else body, None)
    assert ([e.url for e in listed.entries], listed.partial) == ([f"https://a.hk/a/{n}" for n in range(3)], None)


@pytest.mark.parametrize("bomb", [gzip.compress(gzip.compress(gzip.compress(b"<urlset/>"))), gzip.compress(b"<urlset>" + b" " * 60_000_000)])
def test_a_packed_bomb_is_refused(bomb: bytes) -> None:
    with pytest.raises(RefusedIndex):
        SitemapItems().read(SOURCE, "https://a.hk/s.xml", bomb, None)


@pytest.mark.parametrize(
    ("reader", "body"),
    [
        (SitemapItems(), "<urlset>" + "<url>" * 300_000),
        (SitemapItems(), "<urlset>" + "<url><loc>https://a.hk/a/1" * 100_000),
        (SitemapItems(), "<urlset><url>" + "<loc>  " * 20_000 + "</url></urlset>"),
        (SitemapItems(), "<urlset><url><loc>" + " " * 190_000 + "</url></urlset>"),
        (SitemapItems(), "<urlset><url><loc>https://a.hk/a/1</loc><lastmod>x" + " " * 180_000 + "x</url></urlset>"),
        (SitemapItems(), "<urlset><url><loc>https://a.hk/a/1</loc><news:title>" + " " * 180_000 + "</url></urlset>"),
        (JsonItems("items[]", url="url", without=("text",)), '{"items":[' + '"text":"' * 100_000),
        (FeedItems(), "<rss><channel>" + "<item>" * 100_000 + "</b></item></channel></rss>"),
        (FeedItems(), "<rss><channel>" + ("<item>" + "<title>" * 6000 + "</x></item>") * 20 + "</channel></rss>"),
        (FeedItems(), "<rss><channel>" + "<title" * 200_000),
        (FeedItems(), "<rss><channel>" + "<!--" * 200_000 + "<![CDATA[" * 200_000 + "</channel></rss>"),
        (SitemapItems(), "<urlset>" + "<![CDATA[" * 200_000 + "<!-- -->" * 100_000 + "<!--" * 200_000),
    ],
)
def test_tags_never_closed_cost_no_more_than_others(reader: Any, body: str) -> None:
    started = time.process_time()
    with suppress(BadIndex):
        reader.read(SOURCE, "https://a.hk/x", body.encode(), None)
    assert time.process_time() - started < 6


def test_lists_have_an_end() -> None:
    rows = json.dumps({"items": [{"url": f"https://a.hk/a/{n}"} for n in range(12_000)]}).encode()
    for listed in (FeedItems().read(SOURCE, "https://a.hk/f", feed(*["x"] * 12_000).encode(), None), JsonItems("items[]", url="url").read(SOURCE, "https://a.hk/f", rows, None)):
        assert len(listed.entries) == 10_000
        assert "10000" in (listed.partial or "")


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


@pytest.mark.parametrize(
    "attributes",
    [
        " ".join(f'a{n}="1"' for n in range(200_000)),
        " ".join(f"a{n}" for n in range(100_000)),  # without values
        "/".join(f"a{n}" for n in range(100_000)),
        " ".join(f"a{n}='>'" for n in range(150_000)),  # ">" in quotes ends no tag
        " ".join(f"a{n}<" for n in range(100_000)),
    ],
    ids=["values", "none", "slashes", "quoted", "brackets"],
)
def test_a_tag_of_attributes_without_end_is_refused_in_time(attributes: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("harvester.page.PATIENCE", 1.0)
    page = Page("https://a.hk/", f"<html><!-- <p a=\" --><p {attributes}><h1>x</h1></html>".encode())
    started = time.process_time()
    with pytest.raises(HostilePage, match="the page is refused"):
        _ = page.root
    assert time.process_time() - started < 9


@pytest.mark.parametrize(
    "page",
    [
        "<p " + "class='a b c d' " * 5 + ">" + "words and words " * 30_000 + "<br>" * 20_000,
        "<script>" + "if(a<b && c){x='a b'} " * 20_000 + "</script>",
        "<!-- <p " + "x " * 50_000 + "-->",
        "<img src='data:image/png;base64," + "A/b+" * 50_000 + "'>",
        "<div data-list='" + '{"a": "b c"}, ' * 700 + "'>",
    ],
)
def test_large_honest_pages_are_not_tried_out(page: str) -> None:
    assert not suspicious(page.encode())


@pytest.mark.parametrize("way_down", ["<div>", "<b><i>", "<table><tr><td>", "<svg><g>", "<font>"])
@pytest.mark.parametrize("errors", ["", "</zz>" * 300])
def test_text_that_lies_too_deep_is_not_lost_in_silence(way_down: str, errors: str) -> None:
    page = Page("https://a.hk/", f"<html><body>{errors}{way_down * 2100}<h1>x</h1>".encode())
    with pytest.raises(HostilePage, match="nesting deeper than 2000"):
        _ = page.root


def test_elements_never_closed_keep_their_text() -> None:
    """As on old pages: a <font> a paragraph, none of them closed; deeper than Python recurses."""
    page = Page("https://a.hk/", ("<div>" + "".join(f"<font><p>words{n}.</p>" for n in range(900)) + "last<script>x</script>").encode())
    assert block_text(page.root) == "\n\n".join([*(f"words{n}." for n in range(900)), "last"])


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


@pytest.mark.parametrize("piece", ["<p class=byline>By A</p>", "<p>x</p>", "<p>", "<br>", "<li>x", "<table><tr><td>x</table>", "<h2>x</h2>", "<p>【", "<article>x</article>"])
def test_a_page_of_many_small_pieces_costs_no_more_than_others(piece: str) -> None:
    """What is asked for a second opinion takes the square of their number: half a minute for 300 KB."""
    page = Page("https://h.hk/1", f"<title>Title of it</title><h1>Title of it</h1>{piece * (200_000 // len(piece))}".encode())
    began = time.process_time()
    read_generic(page)
    assert time.process_time() - began < 6


NODE = '<script type="application/ld+json">{"@type":"NewsArticle","headline":"記者"}</script>'
PROSE = "<p>A long sentence of an article is written here, with enough words for a paragraph.</p>" * 4


@pytest.mark.parametrize(
    "page",
    [
        "<h1>Title of it</h1>" + PROSE + "<h1>" * 1500 + "By Ann Lee " * 25_000,
        "<h1>Title of it</h1>" + "".join(f"<span class=date>{'2026年3月2日 ' * 12}" for _ in range(1500)) + PROSE,
        "<h1>Title of it</h1>" + PROSE + "<div>" * 1500 + "<img src=/a.jpg>" * 15_000,
        "<h1>" * 1500 + "<br>" * 60_000,
        NODE * 15_000 + "<h1>Title of it</h1>" + PROSE,
        "<meta name=keywords content='land" + " " * 100_000 + "supply'><h1>Title of it</h1>" + PROSE,
        '<script type="application/ld+json">{"@type":"NewsArticle","author":[' + ",".join(f'{{"name":"A {n}"}}' for n in range(40_000)) + "]}</script><h1>Title of it</h1>" + PROSE,
    ],
    ids=["headings", "dates", "pictures", "breaks", "nodes", "keywords", "authors"],
)
def test_what_lies_in_itself_or_is_said_very_often_is_read_in_time(page: str) -> None:
    """Each level of a nest holds the text of all below it: half a minute for 300 KB."""
    began = time.process_time()
    read_generic(Page("https://h.hk/1", page.encode()))
    assert time.process_time() - began < 3


def test_lifting_keeps_the_text_in_its_order() -> None:
    page = Page("https://a.hk/", ("<div>" + "".join(f"<font><p>words{n} <b>bold <i>x</i></b> tail.</p>" for n in range(900)) + "<div>one<div>two</div>three" * 5).encode())
    before = block_text(page.root).split()
    lift(page.root)
    assert block_text(page.root).split() == before
    assert page.root.xpath("count(//*[count(ancestor::*) > 110])") == 0
    assert len(page.root.findall(".//p")) == 900


@pytest.mark.parametrize("srcset", [",", ", ", "  ", ",/a.jpg 2x", "data:image/png;base64,xx"])
def test_a_list_of_pictures_that_names_none(srcset: str) -> None:
    read_generic(Page("https://h.hk/1", f'<title>Title of it</title><h1>Title of it</h1>{PROSE}<figure><img srcset="{srcset}"></figure>'.encode()))


def test_white_space_in_linked_data_is_passed_over() -> None:
    node = '{"@type":"NewsArticle","headline":"The title"}'
    for script in ("\n" * 300_000 + node, f" // <![CDATA[ \n{node}\n // ]]> ", f"<![CDATA[{node}]]>"):
        began = time.process_time()
        page = Page("https://h.hk/1", f"<script type='application/ld+json'>{script}</script>".encode())
        assert page.article_data.get("headline") == "The title"
        assert time.process_time() - began < 3
