"""The generic reader: what it finds on pages of the makes that sites have, in English and in both Chinese scripts."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvester.generic import Generic, read_generic
from harvester.generic.reader import Reader
from harvester.items import SCRAPED_FIELDS, Scraped
from harvester.page import Page
from harvester.pipelines import Counts
from harvester.unclaimed import GenericSpider

EN = (
    "The government will build 30,000 flats in the Northern Metropolis by 2034, the development chief said on Monday.",
    "She told lawmakers that land would be resumed in phases, and that owners would be paid ex gratia.",
    "A third of the flats would be public, while the remainder would be sold by tender next year.",
)
ZH = (
    "發展局局長甯漢豪周一在立法會表示，北部都會區將於2034年前興建三萬個單位，當局會分階段收地。",
    "她指出，業主將獲發特惠補償，三分之一單位屬公營房屋，其餘會於明年以招標方式出售。",
    "有議員關注工程造價，要求政府交代財務安排，並盡快公布時間表，讓居民及早準備。",
)


def read(body: str, head: str = "", **options: frozenset[str]) -> Scraped:
    return whole(body, head, **options).scraped


def whole(body: str, head: str = "", **options: frozenset[str]) -> Generic:
    html = f"<!DOCTYPE html><html lang='en-HK'><head>{head}</head><body>{body}</body></html>"
    return read_generic(Page("https://www.example.hk/a/1", html.encode()), **options)


def paragraphs(texts: tuple[str, ...]) -> str:
    return "".join(f"<p>{t}</p>" for t in texts)


NAV = "<nav><ul><li><a href='/'>Home</a></li><li><a href='/hk'>Hong Kong</a></li></ul></nav>"
RELATED = "<div class='related-posts'><p>Another story of the day that has nothing to do with the first one, and is long.</p></div>"


@pytest.mark.parametrize("texts", [EN, ZH])
@pytest.mark.parametrize(
    "frame",
    [
        "<h1>{title}</h1><article>{text}</article>",
        "<div class='a1'><div><h1>{title}</h1></div><div class='x9'><div>{text}</div></div></div>",
        "<h1>{title}</h1><div class='entry-content'>{text}<div class='sharing'>Share on Facebook</div></div>",
        "<table><tr><td><h1>{title}</h1><span id='pressrelease'>{text}</span></td></tr></table>",
    ],
)
def test_body(frame: str, texts: tuple[str, ...]) -> None:
    body = NAV + frame.format(title="A headline of some length", text=paragraphs(texts)) + RELATED + "<footer><p>© Example. Terms of use.</p></footer>"
    assert read(body).paragraphs == list(texts)


@pytest.mark.parametrize("texts", [EN, ZH])
def test_body_of_lines(texts: tuple[str, ...]) -> None:
    """Texts parted by <br><br> in one element, as RTHK's and info.gov.hk's."""
    assert read(f"<h1>A headline of some length</h1><div class='itemFullText'>{'<br><br>'.join(texts)}</div>").paragraphs == list(texts)


def test_body_by_its_opening() -> None:
    """A short article beside longer teasers is found by the description that was made of its opening."""
    teasers = "".join(f"<div class='card'><p>{t} {t} {t}</p></div>" for t in EN)
    head = f'<meta property="og:description" content="{ZH[0][:40]}">'
    assert read(f"<div><h1>北部都會區</h1><div class='article_content'><p>{ZH[0]}</p></div></div><div><div><div class='list'>{teasers}</div></div></div>", head).paragraphs == [ZH[0]]


def test_body_of_the_first_of_several_articles() -> None:
    """Pages that load further articles below: the first one counts, be the second ever so long."""
    body = (
        f"<div><h1 class='t'>The first headline</h1><div class='c'><p>{EN[0]}</p><p>{EN[1]}</p></div></div>"
        f"<div><h1 class='t'>The second headline</h1><div class='c'>{paragraphs(ZH) * 5}</div></div>"
    )
    assert read(body).paragraphs == [EN[0], EN[1]]


@pytest.mark.parametrize(
    "tail",
    ["<h3>往下看更多文章</h3><p>" + ZH[0] * 3 + "</p>", "<p>Related News:</p><p><a href='/2'>Another headline of the day</a></p>", "<p>相關新聞:</p><p><a href='/2'>另一則新聞</a></p>"],
)
def test_body_ends_where_other_articles_begin(tail: str) -> None:
    assert read(f"<h1>A headline of some length</h1><div class='content'>{paragraphs(EN + ZH)}{tail}</div>").paragraphs == [*EN, *ZH]


def test_captions_bylines_and_stamps_are_no_body() -> None:
    body = (
        "<article><h1>A headline of some length</h1><p class='byline'>By Wang Zhan in Hong Kong</p><p>Published: 20:29, November 24, 2025</p>"
        f"<p>{EN[0]}</p><p><span class='img-caption'>大埔宏福苑約50名業主周二晚聚集商討解決方案。（廖雁雄攝）</span></p><p>{EN[1]}</p></article>"
    )
    scraped = read(body)
    assert scraped.paragraphs == [EN[0], EN[1]]
    assert scraped.byline == ["By Wang Zhan in Hong Kong"]
    assert scraped.published == "Published: 20:29, November 24, 2025"
    assert [p.caption for p in scraped.photos] == ["大埔宏福苑約50名業主周二晚聚集商討解決方案。（廖雁雄攝）"]


def test_body_from_json_ld_where_the_page_shows_none() -> None:
    text = "\\n".join(EN * 3)
    found = whole("<h1>A headline</h1><p>Loading</p>", f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"A headline","articleBody":"{text}"}}</script>')
    assert found.scraped.paragraphs == list(EN * 3)
    assert found.readers == ("json-ld",)


def test_second_opinion_only_where_unsure(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def opinion(_self: object) -> list[str]:
        asked.append(1)
        return list(EN)

    monkeypatch.setattr(Reader, "second_opinion", opinion)
    assert read(f"<h1>A headline</h1><article>{paragraphs(ZH * 2)}</article>").paragraphs == [*ZH, *ZH]
    assert not asked
    found = whole("<h1>A headline</h1><article><p>Short.</p></article>")
    assert found.scraped.paragraphs == list(EN)
    assert found.readers == ("trafilatura",)


def test_a_second_opinion_that_fails_is_counted_and_named_once(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    def broken(*_arguments: object, **_named: object) -> str:
        raise ValueError("no\ntree")

    monkeypatch.setattr("trafilatura.extract", broken)
    spider = GenericSpider()
    stats = Counts()
    spider.crawler = SimpleNamespace(stats=stats)  # type: ignore[assignment]
    for n in range(3):
        page = Page(f"https://www.example.hk/a/{n}", f"<title>A headline</title><h1>A headline</h1><article>{paragraphs(EN[:1])}</article>".encode())
        draft = spider.read_page(page, url=page.url, fetched=datetime(2026, 11, 24, 8, tzinfo=UTC))
        assert draft.scraped.headline == "A headline"
    assert stats["harvest/trouble/second opinion by trafilatura"] == 3
    told = [record.getMessage() for record in caplog.records]
    assert len(told) == 1
    assert "https://www.example.hk/a/0: second opinion by trafilatura: ValueError: no tree; read without it" in told[0]
    assert "harvester try https://www.example.hk/a/0" in told[0]


@pytest.mark.parametrize(
    ("head", "body", "headline"),
    [
        ("<title>宏福苑五級火 - RTHK</title>", "<h2 class='itemTitle'>宏福苑五級火</h2>", "宏福苑五級火"),
        ("<title>Rates relief | Example</title>", "<h1>Example</h1><h1>Rates relief</h1>", "Rates relief"),
        ("<meta property='og:title' content='信報即時新聞 - 時事脈搏 - 廉署拘8人 涉維修工程貪污'>", "<h1>廉署拘8人 涉維修工程貪污</h1>", "廉署拘8人 涉維修工程貪污"),
        ("<meta property='og:title' content='政府暫停舉行餘下立法會選舉論壇｜本地'>", "<div class='t'>政府暫停舉行餘下立法會選舉論壇</div>", "政府暫停舉行餘下立法會選舉論壇"),
        ("<title>Only the title - Example</title>", "", "Only the title"),
        ("<title>Only the title - and more of it</title>", "", "Only the title - and more of it"),
    ],
)
def test_headline(head: str, body: str, headline: str) -> None:
    assert read(body + paragraphs(ZH), head).headline == headline


@pytest.mark.parametrize(
    ("markup", "published", "updated"),
    [
        ("<div class='createddate'>2025-11-26 HKT 23:01</div>", "2025-11-26 HKT 23:01", None),
        ("<div>Published: 4:44pm, 26 Nov 2025</div><div>Updated: 11:59am, 27 Nov 2025</div>", "Published: 4:44pm, 26 Nov 2025", "Updated: 11:59am, 27 Nov 2025"),
        ("<div class='fl'>2025年11月26日20:36 | 来源：<a href='/'>新华社</a></div>", "2025年11月26日20:36 | 来源：新华社", None),
        ("<div>出版：<time>2025-11-26 23:24</time>更新：<time>2025-11-27 01:31</time></div>", "出版： 2025-11-26 23:24 更新： 2025-11-27 01:31", None),
        (
            "<div class='meta'><span class='byline'>by Hans Tse</span><time class='entry-date published'>15:50, 29 November 2025</time>"
            "<time class='updated'>18:49, 29 November 2025</time></div>",
            "15:50, 29 November 2025",
            "18:49, 29 November 2025",
        ),
        ("<div class='content-title-tag'><a href='/'>今日大文</a> 2025.11.27 09:07:05</div>", "2025.11.27 09:07:05", None),
        ("<div class='time'>更新時間：17:28 2025-11-29 HKT<br>發佈時間：01:25 2025-11-29 HKT</div>", "更新時間：17:28 2025-11-29 HKT\n發佈時間：01:25 2025-11-29 HKT", None),
        ("<div>2025.11.28</div><div>20:08</div>", "2025.11.28 20:08", None),
    ],
)
def test_stamps(markup: str, published: str, updated: str | None) -> None:
    scraped = read(f"<h1>A headline of some length</h1>{markup}<div class='content'>{paragraphs(ZH)}</div>")
    assert (scraped.published, scraped.updated) == (published, updated)


def test_stamp_at_the_end() -> None:
    """info.gov.hk's releases state their time under the text."""
    scraped = read(f"<h1>A headline of some length</h1><span id='pressrelease'>{'<br><br>'.join(EN)}</span><p>Ends/Tuesday, June 21, 2022<br>Issued at HKT 20:16</p><p>NNNN</p>")
    assert scraped.published is not None
    assert scraped.published.split() == ["Ends/Tuesday,", "June", "21,", "2022", "Issued", "at", "HKT", "20:16"]


def test_dates_in_the_text_are_no_stamps() -> None:
    text = (f"The fire of 26 November 2025 was the worst in decades, and {EN[0]}", *EN)
    assert read(f"<h1>A headline of some length</h1><article>{paragraphs(text)}</article>").published is None


LD = """<script type="application/ld+json">{"@context":"https://schema.org","@graph":[
 {"@type":"NewsArticle","headline":"Tai Po fire: Gov&#8217;t plans","datePublished":"2025-11-29T07:50:11+00:00","dateModified":"2025-11-29T10:49:07+00:00",
  "author":[{"@id":"https://x/#p1"},{"@type":"Person","name":"Jess Ma"}],"keywords":["housing","fire"],"articleSection":"Society"},
 {"@type":"Person","@id":"https://x/#p1","name":"Vivian Au"}]}</script>"""


def test_stated_values() -> None:
    found = whole(f"<h1>Tai Po fire: Gov’t plans</h1><i>Vivian Au, Jess Ma</i><article>{paragraphs(EN)}</article>", LD + "<link rel='canonical' href='https://www.example.hk/a/1'><link rel='alternate' hreflang='zh-hk' href='/tc/1'>")
    s = found.scraped
    assert (s.published_meta, s.updated_meta) == ("2025-11-29T07:50:11+00:00", "2025-11-29T10:49:07+00:00")
    assert s.authors == ["Vivian Au", "Jess Ma"]
    assert (s.keywords, s.section, s.canonical, s.language) == (["housing", "fire"], "Society", "https://www.example.hk/a/1", "en-HK")
    assert [(t.url, t.rel) for t in s.translations] == [("/tc/1", "zh-hk")]
    assert found.readers == ("json-ld",)


@pytest.mark.parametrize("name", ["article:published_time", "pubdate", "publishdate", "livetime", "date"])
def test_metas(name: str) -> None:
    head = f"<meta name='{name}' content='202511262301'><meta name='author' content='https://www.facebook.com/x'><meta name='author' content='郭梓謙'>"
    found = whole(f"<h1>A headline</h1><article>{paragraphs(ZH)}</article><i>郭梓謙</i>", head)
    assert found.scraped.published_meta == "202511262301"
    assert found.scraped.authors == ["郭梓謙"]
    assert found.readers == ("opengraph",)


def test_stated_authors_that_no_reader_sees_are_none() -> None:
    assert whole(f"<h1>A headline</h1><article>{paragraphs(ZH)}</article><p style='color:#000; display: none'>郭梓謙</p>", "<meta name='author' content='郭梓謙'>").scraped.authors == []


def test_description_is_a_standfirst_or_nothing() -> None:
    page = f"<h1>A headline</h1><article>{paragraphs(EN)}</article>"
    assert read(page, f"<meta property='og:description' content='{EN[0][:60]}…'>").description is None
    standfirst = "Land is to be resumed in phases until the year 2034"
    assert read(page, f"<meta property='og:description' content='{standfirst}'>").description == standfirst


@pytest.mark.parametrize(
    "markup", ["<p class='author'>Vivian Au</p>", "<div>By <a href='/author/vivian-au'>Vivian Au</a></div>", "<div><a href='/author/vivian-au'>Vivian Au</a></div>"]
)
def test_byline(markup: str) -> None:
    assert [b.removeprefix("By ") for b in read(f"<h1>A headline of some length</h1>{markup}<article>{paragraphs(EN)}</article>").byline] == ["Vivian Au"]


@pytest.mark.parametrize("line", ["撰文：郭梓謙", "記者：郭詠欣", "文／黃永光", "责任编辑： 尹世杰"])
def test_byline_labelled(line: str) -> None:
    assert read(f"<h1>A headline of some length</h1><article>{paragraphs(ZH)}<p>{line}</p></article>").byline == [line]


def test_photos() -> None:
    body = (
        f"<article><h1>A headline of some length</h1><figure><img src='data:x' data-src='/1.jpg'><figcaption>Flats. Photo: Kyle Lam/HKFP.</figcaption></figure>{paragraphs(EN)}"
        "<div><img src='/2.jpg'><p class='caption'>發展局facebook圖片</p></div><div><a href='/3.jpg' title='大埔宏福苑。（馮凱鍵攝）'><img src='/3.jpg'></a></div>"
        "<a href='/other-article'><img src='/teaser.jpg' title='Another story'></a><img src='/logo.png'><img src='/static/share.gif'></article>"
    )
    assert [(p.url, p.caption) for p in read(body).photos] == [("/1.jpg", "Flats. Photo: Kyle Lam/HKFP."), ("/2.jpg", "發展局facebook圖片"), ("/3.jpg", "大埔宏福苑。（馮凱鍵攝）")]


def test_a_picture_that_leads_to_the_articles_next_page_is_its_own() -> None:
    pager = "<div><a href='/n1/7.html'>【1】</a><a href='/n1/7-2.html'>【2】</a></div>"
    body = f"<article><h1>A headline of some length</h1><p><a href='/n1/7-2.html'><img src='/1.jpg'></a></p>{paragraphs(EN)}<a href='/n1/8.html'><img src='/teaser.jpg'></a>{{}}</article>"
    assert [p.url for p in read(body.format(pager)).photos] == ["/1.jpg"]
    assert read(body.format("")).photos == []


@pytest.mark.parametrize(
    ("lines", "caption"), [(("渡口旁的榕树",), "渡口旁的榕树"), (("<strong>风雨之后</strong>",), None), (("榕荫覆渡口", "船去水悠悠"), None), (("三月，渡口旁", "新华社发（才扬摄）"), "三月，渡口旁")]
)
def test_a_centered_line_under_a_picture_is_its_caption(lines: tuple[str, ...], caption: str | None) -> None:
    center = "".join(f"<p style='text-align: center;'>{line}</p>" for line in lines)
    body = f"<article><h1>渡口的老榕树</h1>{paragraphs(ZH)}<p style='text-align: center;'><img src='/1.jpg'></p>{center}{paragraphs(ZH[:1])}</article>"
    assert [p.caption for p in read(body).photos] == [caption]


def test_wanted() -> None:
    scraped = read(f"<h1>A headline</h1><article>{paragraphs(EN)}</article>", LD, wanted=frozenset(("headline", "paragraphs")))
    assert {n for n in SCRAPED_FIELDS if getattr(scraped, n)} == {"headline", "paragraphs"}


MARKUP = st.lists(
    st.sampled_from(["<h1>", "</h1>", "<p>", "</p>", "<div class='content'>", "</div>", "<article>", "<figure>", "<img src='/a.jpg'>", "<figcaption>", "</figure>", "<time>", "</time>", "<br>", "<a href='/b'>", "</a>",
                     "<span class='author'>", "</span>", EN[0], ZH[0], "2025-11-26", "20:16", "By Wang Zhan", "<table><tr><td>", "<!--", "\x00", "<svg>", "<title>A headline</title>"]),
    max_size=40,
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(MARKUP)
def test_total(pieces: list[str]) -> None:
    """Any page gives strings, and no paragraph holds letters that the page lacks."""
    html = "".join(pieces)
    scraped = read(html, wanted=SCRAPED_FIELDS - {"paragraphs"})
    assert all(isinstance(b, str) for b in scraped.byline)
    survey = Reader(Page("https://www.example.hk/a/1", html.encode())).survey
    letters = {c for c in html if c.isalnum()}
    assert all(c in letters for text in survey.texts for c in text if c.isalnum())


@pytest.mark.parametrize("body", ["<div>some text here." * 1900, "<span>some text" * 1900, f"<p>{EN[0]}</p>" * 3000, "<p>" + "1" * 200_000, "<p>" + " " * 500_000, "<" * 100_000, "<h1 class=x>A long title</h1>" * 2000])
def test_time(body: str) -> None:
    reader = Reader(Page("https://www.example.hk/a/1", body.encode()))
    start = time.process_time()
    survey = reader.survey
    assert survey.texts is not None
    assert reader.published() is None
    reader.byline()
    assert time.process_time() - start < 4


@pytest.mark.parametrize("piece", ["line of text<br>", "<img src='/a1.jpg'>", "<p><img src='/a.jpg'><br>（資料圖片）</p>", "<li><a href='a.pdf'>Paper</a> (PDF, 120 KB)</li>", "<div class='teaser'>x</div>"])
def test_time_of_a_page_that_repeats_itself(piece: str) -> None:
    html = f"<html><head><meta name='author' content='Mona Yip'></head><body><h1>A headline of some length</h1>{piece * 30_000}{paragraphs(EN)}</body></html>"
    page = Page("https://www.example.hk/a/1", html.encode())
    assert page.root is not None
    start = time.process_time()
    read_generic(page)
    assert time.process_time() - start < 6
