"""Pages and picks: where things are, never what they mean."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from harvester.items import Scraped
from harvester.layout import Layout, block_text, css, each, every, fragments, json_ld, meta, script, values_for, variable, xpath
from harvester.loaders import ArticleLoader
from harvester.page import Page
from harvester.pipelines import Counts
from harvester.platforms.asides import headlines_alone
from harvester.unclaimed import GenericSpider

HTML = b"""<html><head><title>T - Site</title><meta property="og:title" content="T"><meta name="author" content="A"><meta name="author" content="B">
<script type="application/ld+json">{"@graph":[{"@type":"WebSite"},{"@type":"NewsArticle","headline":"LD","author":[{"name":"Ann"},{"name":"Bo"}]}]}</script>
<script id="__NEXT_DATA__" type="application/json">{"props":{"images":[{"url":"/1.jpg","title":"One"},{"url":"/2.jpg"}],"html":"<p>a</p><p>b</p>"}}</script>
<script>var newsData = {"title":"V; {x}","when":1764223881000};</script></head>
<body><h1 class="t">Head <em>line</em></h1><div class="body">One<br>two<p>three</p><ul><li>x</li><li>y</li></ul><div class="ad">AD</div>
<figure><img src="/p.jpg"><figcaption>Cap</figcaption></figure><table><tr><td>a</td><td>b</td></tr></table></div>
<a href="/zh.htm"><img id="tc"></a></body></html>"""


@pytest.fixture
def page() -> Page:
    return Page("https://x.hk/a", HTML)


class Example(Layout):
    landmark = "div.body"
    headline = (css("h1.none"), css("h1.t"))
    paragraphs = css("div.body")
    drop = ("div.ad",)
    photos = each("figure", url="img::attr(src)", caption="figcaption")
    authors = json_ld("author[].name")
    published_meta = variable("newsData", "when")
    keywords = meta("author")
    translations = {"zh-Hant-HK": xpath("//a[img[@id='tc']]/@href")}


def test_a_layout_reads_a_page(page: Page) -> None:
    loader = ArticleLoader(page)
    scraped = loader.fill(Example)
    assert scraped.headline == "Head line"
    assert scraped.paragraphs == ["One\ntwo\n\nthree\n\nx\ny\n\na\tb"]
    assert [(p.url, p.caption) for p in scraped.photos] == [("/p.jpg", "Cap")]
    assert scraped.authors == ["Ann", "Bo"]
    assert scraped.published_meta == "1764223881000"
    assert scraped.keywords == ["A", "B"]
    assert [(t.rel, t.url) for t in scraped.translations] == [("zh-Hant-HK", "/zh.htm")]
    assert loader.empty == []


def test_a_table_in_a_figure_is_text_and_a_picture_is_not() -> None:
    root = Page("https://x.hk/", b'<div class="b"><p>One</p><figure><table><tr><td>a</td><td>b</td></tr></table></figure><figure><img src="x"><figcaption>No</figcaption></figure></div>')
    assert block_text(css("div.b").find(root)[0]) == "One\n\na\tb"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<br>\n&nbsp; &nbsp; &nbsp;two", "one\n\ntwo"),
        ("<br>&nbsp;&nbsp;&nbsp;&nbsp;<b>two</b>", "one\n\ntwo"),
        ("<br>　　two", "one\n\ntwo"),
        ("<br>&emsp;&emsp;two", "one\n\ntwo"),
        ("<br>&nbsp;<br>two", "one\n\ntwo"),
        # white space of the source is none of the page's
        ("<br>\n      two", "one\ntwo"),
        ("<br>&nbsp;two", "one\ntwo"),
        ("<br>　two", "one\ntwo"),
        ("<br>two&nbsp;&nbsp;&nbsp;&nbsp;three", "one\ntwo three"),
    ],
)
def test_an_indent_begins_a_paragraph(html: str, text: str) -> None:
    assert block_text(Page("https://x.hk/", f"<html><body>one{html}</body></html>".encode()).root) == text


def test_a_typo_names_the_fields() -> None:
    with pytest.raises(TypeError, match="headlin is no field of Scraped"):
        type("Wrong", (Layout,), {"headlin": css("h1")})
    with pytest.raises(TypeError, match="is no pick"):
        type("Wrong", (Layout,), {"headline": "h1"})


@pytest.mark.parametrize(
    ("pick", "values"),
    [
        (meta("og:title"), ["T"]),
        (meta("nope", "author"), ["A", "B"]),
        (json_ld("headline"), ["LD"]),
        (script("__NEXT_DATA__", "props.images[].url"), ["/1.jpg", "/2.jpg"]),
        (variable("newsData", "title"), ["V; {x}"]),
        (css("title::text").where(r"^(\w+) -"), ["T"]),
        (every(meta("og:title"), json_ld("headline")), ["T", "LD"]),
        (each(script("__NEXT_DATA__", "props.images"), url="url", caption="title"), [{"url": "/1.jpg", "caption": "One"}, {"url": "/2.jpg", "caption": None}]),
        (css("img::attr(src)"), ["/p.jpg"]),
    ],
)
def test_picks(page: Page, pick: object, values: list[object]) -> None:
    assert pick.find(page) == values  # type: ignore[attr-defined]


def test_embedded_html_becomes_elements(page: Page) -> None:
    elements = script("__NEXT_DATA__", "props.html").via(fragments).find(page)
    assert block_text(elements[0]) == "a\n\nb"


def test_a_value_of_another_type_is_passed_over(page: Page) -> None:
    class Story(Layout):
        paragraphs = every(script("__NEXT_DATA__", "props"), script("__NEXT_DATA__", "props.html").via(fragments))
        photos = each(every(script("__NEXT_DATA__", "[[props]]"), css("figure")), url="img::attr(src)", caption="figcaption")

    assert Story.bodies(page)
    assert values_for(Story, "paragraphs", Story.picks["paragraphs"], page) == ["a\n\nb"]
    assert [photo.url for photo in values_for(Story, "photos", Story.picks["photos"], page)] == ["/p.jpg"]
    assert not page.troubles


def test_an_empty_page_is_a_page() -> None:
    assert Page("https://x.hk/", b"").metas == {}
    assert Page("https://x.hk/", b"\x00\xff").root is not None


def test_adverts_and_the_like_are_no_body() -> None:
    class Story(Layout):
        paragraphs = css("article")

    def body(html: str) -> list[str]:
        return values_for(Story, "paragraphs", Story.picks["paragraphs"], Page("https://a.hk/1", f"<html><body><article>{html}</article></body></html>".encode()))

    text = "<p>The bridge was opened on Monday.</p>"
    for advert in ('class="ad"', 'class="box ads-3"', 'class="adsbygoogle"', 'id="div-gpt-ad-1520909829098-4"', 'class="in-article-ad"', 'class="newsletter-signup"', 'class="ad_slot wide"', 'class="related-articles"', 'class="a social-share-bar"',
                   'class="jp-relatedposts"', 'class="instagram-media"', "hidden", 'style="color:red; display: none"'):
        assert body(f"{text}<div {advert}><p>Buy one.</p></div>") == ["The bridge was opened on Monday."], advert
    for other in ('class="ad-free"', 'class="has-ads"', 'class="lead"', 'class="address"', 'class="adult"', 'id="header"', 'class="roads ad0rn"', 'class="unrelated"', 'class="shareholders"', 'class="related"', 'style="display:block"', 'data-hidden="1"'):
        assert body(f"{text}<div {other}><p>It is red.</p></div>") == ["The bridge was opened on Monday.\n\nIt is red."], other
    assert body(f'{text}<p style="display:none">More.</p>') == ["The bridge was opened on Monday.\n\nMore."], "shown on demand"
    # what holds the text is none of these, whatever it is called; a list of links may be long
    assert body(text + '<div class="related-posts">' + '<p><a href="/2">The other bridge was opened on Tuesday.</a></p>' * 20 + "</div>") == ["The bridge was opened on Monday."]
    assert len(body(f'<div class="ad-wrapper">{text * 20}</div>')[0]) > 300


CELLS = [
    ("<tr><td>Dead</td><td><p>128</p></td></tr><tr><th><p>Hurt</p></th><td>83<br>at 5pm</td></tr>", "Dead\t128\nHurt\t83\nat 5pm"),
    # cells that hold more than one paragraph, or stand alone: the page is set by tables
    ("<tr><td>Left</td><td><p>One</p><p>two</p></td></tr><tr><td><p>Three</p></td></tr>", "Left\t\n\nOne\n\ntwo\n\nThree"),
]


@pytest.mark.parametrize(("rows", "text"), CELLS)
def test_a_paragraph_that_is_all_of_a_cell_keeps_the_row_whole(rows: str, text: str) -> None:
    page = Page("https://x.hk/", f"<div class='b'><table>{rows}</table></div>".encode())
    assert block_text(css("div.b").find(page)[0]) == text


def test_another_storys_headline_between_paragraphs() -> None:
    html = """<article><p>The pier opens, <a href="/a/1">as told before</a>.</p><p><a href="/a/2">Ferry fares to rise</a></p><p>Related News: <a href="https://www.x.hk/a/3">Pier closed</a></p>
        <p><a href="https://donate.example/x.hk">Give</a></p><p><a href="//else.hk/a/4">Elsewhere</a></p></article><p><a href="/a/5">A list's</a></p>"""
    found = headlines_alone("//article", "x.hk").find(Page("https://www.x.hk/a", html.encode()))
    assert [link.get("href") for link in found] == ["/a/2", "https://www.x.hk/a/3"]


def test_a_pick_that_raises_is_passed_over_and_named_once(caplog: pytest.LogCaptureFixture) -> None:
    """A site's data may have other types than it had: "author": 5 in the place of a list."""

    class Data(Layout):
        landmark = json_ld("join(' ', about)")
        headline = css("h1")

    class Page2026(Layout):
        landmark = "h1"
        headline = (json_ld("join(' ', headline)"), css("h1"))
        paragraphs = css("p")
        authors = json_ld("author").via(lambda values: [value["name"] for value in values])

        @classmethod
        def amend(cls, scraped: Scraped, page: Page) -> None:
            scraped.section = page.article_data["section"]

    class Odd(GenericSpider):
        layouts = (Data, Page2026)

    spider, stats = Odd(), Counts()
    spider.crawler = SimpleNamespace(stats=stats)  # type: ignore[assignment]
    for n in range(2):
        body = b'<script type="application/ld+json">{"@type":"NewsArticle","headline":5,"about":6,"author":[7]}</script><h1>The headline</h1><p>The text of it is long enough.</p>'
        page = Page(f"https://www.example.hk/{n}", body)
        draft = spider.read_page(page, url=page.url, fetched=datetime(2026, 11, 24, tzinfo=UTC))
        assert (draft.scraped.headline, draft.scraped.paragraphs, draft.scraped.authors) == ("The headline", ["The text of it is long enough."], [])
    raised = ("Data.landmark", "Page2026.headline", "Page2026.authors", "Page2026.amend")
    assert {name: stats[f"harvest/trouble/{name}"] for name in raised} == dict.fromkeys(raised, 2)
    told = [record.getMessage() for record in caplog.records]
    assert [next(name for name in raised if name in line) for line in told] == list(raised)
    assert all("https://www.example.hk/0" in line and "harvester try" in line for line in told)
