"""The commands with which a source is added and mended: new, record, try."""

from __future__ import annotations

import json
import re
import shlex
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace

import pytest
from rich.cells import cell_len

from harvester.cases import cases, differences, load, stable
from harvester.cli import main
from harvester.commands.doctor import command_for
from harvester.commands.new import Command, missed
from harvester.commands.read import Reader, load_page
from harvester.drafting import draft, pattern
from harvester.layout import Layout, Pick, css, each, every, json_ld, script, variable
from harvester.page import Page
from harvester.source import Source
from harvester.sources import Catalogue
from harvester.spider import ArticleSpider
from harvester.trial import attempt, embedded
from tests.crawl import forked
from tests.smells import smells
from tests.unit.pdfs import make_pdf

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Bridge lights go on | Harbour Gazette</title>
<meta property="og:site_name" content="Harbour Gazette"><meta property="og:title" content="Bridge lights go on">
<link rel="alternate" type="application/rss+xml" title="Harbour Gazette" href="/feed.xml">
<script type="application/ld+json">{"@type":"NewsArticle","headline":"Bridge lights go on","datePublished":"2026-11-20T09:30:00+08:00"}</script></head>
<body><nav><a href="/">Home</a></nav><main class="css-1x9"><h1 class="story-title">Bridge lights go on</h1><p class="by-line">By Ada Lam</p>
<div class="stamp">20 November 2026 09:30</div><div class="story-text"><p>The lights of the Tsing Yi bridge were switched on at dusk on Friday,
three weeks before the date that the Highways Department had given.</p><figure><img src="/img/1.jpg"><figcaption>The bridge at dusk. Photo: Ada Lam</figcaption></figure>
<p>Engineers said the new lamps use half the power of the old ones, and that each of them reports a fault by itself.</p>
<p>The work began in March. It was done at night, so that no lane had to be closed by day.</p></div></main><footer>Harbour Gazette</footer></body></html>"""
URL = "https://gazette.example/city/2026/48213-bridge-lights"
FETCHED = datetime(2026, 11, 21, tzinfo=UTC)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "saved.html"
    path.write_text(PAGE, "utf-8")
    return path


def harvester(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["harvester", *arguments])
    return int(ended.value.code or 0)


def test_new_drafts_a_source_and_a_case_that_waits_for_a_person(page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = ["--spiders", str(tmp_path / "spiders"), "--cases", str(tmp_path / "cases")]
    assert harvester("new", "harbour_gazette", str(page), "--url", URL, "--fetched", "2026-11-21T09:00:00", *where) == 0
    text = (tmp_path / "spiders" / "news" / "harbour_gazette.py").read_text("utf-8")
    for line in ('landmark = "div.story-text"', 'headline = css("h1.story-title")', 'byline = css("p.by-line")', 'published = css("div.stamp")',
                 'published_meta = json_ld("datePublished")', 'Feed("https://gazette.example/feed.xml", days=2)', r'article=r"/city/\d+/(?P<id>\d+)"'):  # fmt: skip
        assert line in text, line
    [case] = cases(tmp_path / "cases")
    assert case.name == "harbour_gazette/first"
    assert case.reviewed is None
    record = case.expected()
    assert record["id"] == "harbour_gazette:48213"
    assert record["reader"] == "layout:First"
    assert [a["name"] for a in record["authors"]] == ["Ada Lam"]
    assert record["body"][0].startswith("The lights") and record["body"][-1].endswith("closed by day.")
    assert record["images"][0]["credit"] == "Ada Lam"
    assert "harvester try" in capsys.readouterr().out
    assert harvester("new", "harbour_gazette", str(page), "--url", URL, *where) == 2  # nothing is overwritten


def test_new_refuses_what_is_there(page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = ["--spiders", str(tmp_path / "spiders"), "--cases", str(tmp_path / "cases")]
    assert harvester("new", "scmp", str(page), "--url", URL, *where) == 2
    assert harvester("new", "Scmp-2", str(page), "--url", URL, *where) == 2
    assert harvester("new", "rthk_two", str(page), "--url", "https://news.rthk.hk/rthk/en/component/k2/1834145-20251201.htm", *where) == 2
    assert "belongs to rthk_en" in capsys.readouterr().err
    page.write_text("<html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>")
    assert harvester("new", "harbour_gazette", str(page), "--url", URL, *where) == 2
    assert "Cloudflare challenge" in capsys.readouterr().err
    cards = "".join(f'<article><h2><a href="/city/{n}">Bridge lights of row {n} go on</a></h2><p>Three weeks early</p></article>' for n in range(9))
    page.write_text(f"<html><head><title>Harbour Gazette</title></head><body><h1>Harbour Gazette</h1>{cards}</body></html>")
    assert harvester("new", "harbour_gazette", str(page), "--url", "https://gazette.example/", *where) == 2
    assert "no article: a list of articles" in capsys.readouterr().err
    assert not (tmp_path / "spiders").exists()


def test_record_writes_a_case_and_reads_it_again(page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = tmp_path / "cases"
    assert harvester("record", str(page), "--url", URL, "--fetched", "2026-11-21T09:00:00", "--case", "bridge", "--cases", str(root)) == 0
    folder = root / "generic" / "bridge"
    assert sorted(p.name for p in folder.iterdir()) == ["case.toml", "expected.json", "page.html"]
    assert load(folder).reviewed is None
    settings = folder / "case.toml"
    settings.write_text(settings.read_text().replace('reviewed = ""', 'reviewed = "2026-11-24"'))
    assert harvester("record", "--again", str(folder)) == 0
    assert load(folder).reviewed is not None  # nothing changed, so the review stands
    path = folder / "page.html"
    path.write_text(path.read_text("utf-8").replace("half the power", "a third of the power"), "utf-8")
    capsys.readouterr()
    assert harvester("record", "--again", str(folder)) == 0
    assert "a third of the power" in capsys.readouterr().out
    assert load(folder).reviewed is None
    assert "a third of the power" in json.dumps(load(folder).expected())
    assert harvester("record", str(page), "--url", URL, "--case", "bridge", "--cases", str(root)) == 2  # nothing is overwritten


def test_record_keeps_a_pdf_as_one(tmp_path: Path) -> None:
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(make_pdf([["1.  This paper tells Members of the first parcel of land in the new town,", "and of the day on which it will be handed over."]]))
    url = "https://www.legco.gov.hk/yr2026/english/panels/dev/papers/dev20260324cb1-35-3-e.pdf"
    assert harvester("record", str(paper), "--url", url, "--case", "paper", "--cases", str(tmp_path / "cases")) == 0
    folder = tmp_path / "cases" / "legco_en" / "paper"
    assert sorted(p.name for p in folder.iterdir()) == ["case.toml", "expected.json", "page.pdf"]
    assert harvester("record", "--again", str(folder)) == 0


@pytest.mark.parametrize("arguments", [[], ["saved.html"], ["nowhere.html", "--url", URL], ["PAGE", "--url", "gazette.example"], ["PAGE", "--url", URL, "--case", "a b"]])
@pytest.mark.parametrize("command", ["record", "try"])
def test_bad_usage_is_one_line(command: str, arguments: list[str], page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if command == "try" and "--case" in arguments:
        pytest.skip("no such option")
    where = ["--cases", str(tmp_path / "cases")] if command == "record" else []
    assert harvester(command, *(str(page) if a == "PAGE" else a for a in arguments), *where) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_try_names_the_pick_of_each_field(capsys: pytest.CaptureFixture[str]) -> None:
    folder = Path(__file__).parent.parent / "sources" / "info_gov_hk_en" / "photos_and_video"
    case = load(folder)
    assert harvester("try", str(case.page), "--url", case.url) == 0
    out = capsys.readouterr().out
    assert "source info_gov_hk_en, read by layout:Since2016" in out
    assert "layout Since2016: its landmark #pressrelease is on the page" in out
    assert "1/2 css('#PRHeadlineSpan')" in " ".join(out.split())


def test_a_trial_tells_picks_amendments_and_the_generic_reader_apart() -> None:
    url = "https://www.chinadailyhk.com/hk/article/367749"
    page = b"""<html><head><meta property="og:title" content="A pier opens"></head><body><h1>A pier opens</h1><div>Published: 09:45, December 21, 2023</div><div>PDF View</div>
    <div>By Ada Lam in Hong Kong</div><p>The pier at Sai Kung was rebuilt in eleven months and opened to ferries on Thursday, the department said.</p>
    <p>It has two berths, a waiting room and a ramp, and it will be lit at night by lamps that need no mains.</p></body></html>"""
    trial = attempt(Catalogue.load().get("chinadaily_hk")(), Page(url, page), url, FETCHED)
    given = {row.name: row.given_by for row in trial.rows}
    assert given["byline"] == "amend()" and given["paragraphs"] == "amend()"
    assert given["headline"].startswith("1/4 ")
    assert given["photos"].startswith("nothing found by every(")
    assert [a.name for a in trial.record.authors] == ["Ada Lam"]


def test_a_page_without_text_is_told_and_its_data_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "The ferry pier was rebuilt and opened again on Sunday. " * 12
    source = f'<html><head><title>x</title><script src="a.js"></script></head><body><div id="root"></div><script>window.__DATA__ = {{"a": {{"list": [1, {{"text": "{text}"}}]}}}};</script></body></html>'
    path = tmp_path / "empty.html"
    path.write_text(source)
    assert harvester("try", str(path), "--url", URL) == 4
    told = capsys.readouterr()
    assert "empty without JavaScript" in told.out
    assert "variable('__DATA__', 'a.list[1].text')" in told.out
    assert told.err.count("\n") == 1
    assert embedded(Page(URL, source.encode()))[0][0] == "variable('__DATA__', 'a.list[1].text')"


TEXT = ["The pier will be built in two years, the works office said on Tuesday, and the market stays open.", "Shopkeepers had asked for a way over the road that is fit for hand carts.",
        "The drawings are on show in the town hall until the end of the month."]  # fmt: skip
BLOG = f"""<html><head><meta charset="utf-8"><title>A pier is built - Pier Courier</title><meta property="og:site_name" content="Pier Courier">
<meta property="og:description" content="Two years of work."><link rel="https://api.w.org/" href="https://pier.example/wp-json/"><link rel="alternate" type="application/rss+xml" href="/feed/">
<script type="application/ld+json">{{"@type":"NewsArticle","headline":"A pier is built","datePublished":"2026-11-20T09:30:00+08:00","keywords":["Piers","Bridges"]}}</script></head>
<body><article class="post type-post"><h1 class="entry-title">A pier is built</h1><span class="byline">by Ada Lam</span> <time class="entry-date">20 November 2026</time>
<figure class="post-thumbnail"><img src="/a.jpg"><figcaption>The pier. Photo: Ada Lam</figcaption></figure>
<div class="entry-content"><p>{TEXT[0]}</p><figure class="wp-block-image"><img src="/b.jpg"><figcaption class="wp-element-caption">A model. Photo: Ben Wu</figcaption></figure>
<p>{TEXT[1]}</p><p>{TEXT[2]}</p><div class="gifts"><ul><li><a href="/c">Give by cheque</a></li><li><a href="/d">Give by card</a></li></ul></div><div class="sharedaddy"><h3>Share this:</h3><ul><li><a href="#">Facebook</a></li></ul></div></div></article></body></html>"""
HANT = ["海濱工程處昨日公布行人天橋方案，連接舊碼頭與街市，預計工程需時約兩年，當局會分階段施工。", "碼頭附近商戶表示，等候一條適合手推車的過路設施已久，希望盡快動工。", "工程處將於本月底前在會堂展出圖則，並會聽取居民意見後才招標。"]
HASHED = f"""<html><head><meta charset="utf-8"><title>碼頭天橋方案公布｜灣岸新聞</title><meta property="og:site_name" content="灣岸新聞"><meta property="og:image" content="https://cdn.wanon.example/a.jpg"></head><body><div id="__next"><div class="sc-ab kQrTb">
<article class="css-1k2j3h"><div class="css-a1"><h1 class="css-x9">碼頭天橋方案公布</h1><div class="css-m1"><span>撰文：</span><a href="/author/9">陳小橋</a></div>
<div class="css-m2"><span>出版：</span><time datetime="2026-11-20T09:30:00+08:00">2026-11-20 09:30</time></div>
<div class="css-i1"><img src="https://cdn.wanon.example/a.jpg"><span class="css-c1 caption">舊碼頭黃昏景色。（李光攝）</span></div></div>
<div class="css-b9"><p>{HANT[0]}</p><div class="css-i1"><img src="https://cdn.wanon.example/b.jpg"><span class="css-c1 caption">天橋模型。（海濱工程處提供）</span></div><p>{HANT[1]}</p><p>{HANT[2]}</p></div></article></div></div></body></html>"""
HANS = ["为推进滨海新区建设，市发展和改革局近日印发通知，明确片区更新工作的总体要求。", "通知提出，到2028年，片区内道路和供水设施基本完善，新增公共空间约十二万平方米。", "各有关单位要加强统筹协调，落实工作责任，及时报送进展情况。"]
MINISTRY = f"""<html><head><meta charset="utf-8"><title>关于片区更新的通知-滨海市发展和改革局</title><meta name="SiteName" content="滨海市发展和改革局"><meta name="PubDate" content="2026-11-20 09:30"></head>
<body><div class="wz"><a href="/">首页</a> &gt; <a href="../">通知公告</a></div><div class="article"><div class="article_title">关于片区更新的通知</div><div class="article_time">发布时间：2026/11/20 09:30 来源：区域处</div>
<div class="article_con"><div class="TRS_Editor"><p>{HANS[0]}</p><p align="center"><img src="./W1.jpg"></p><p align="center">片区效果图（王海 摄）</p><p>{HANS[1]}</p><p>{HANS[2]}</p></div>
<div class="fujian">附件：<a href="./P1.pdf">分工表.pdf</a></div></div></div></body></html>"""


@pytest.mark.parametrize(
    ("name", "source", "url", "lines", "notes", "body", "captions"),
    [
        ("pier_courier", BLOG, "https://pier.example/2026/11/a-pier-is-built/",
         (r'article=r"/\d+/\d+/(?P<id>[^/?#]+)"', 'discovery = (Feed("https://pier.example/feed/", days=2), posts("https://pier.example"))', 'description = meta("og:description")',
          'keywords = json_ld("keywords")', 'drop = ("div.gifts", "div.sharedaddy")', 'caption="figcaption")'), (), TEXT, 2),
        ("wanon", HASHED, "https://wanon.example:8443/news/60350001/碼頭", ('home="https://wanon.example:8443/"', 'landmark = "article"', 'paragraphs = css("article > div:nth-of-type(2)")',
          'published_meta = css("time::attr(datetime)")', 'caption="span.caption")'), ("by their places",), HANT, 2),
        ("binhai", MINISTRY, "https://binhai.example/tzgg/202611/t20261120_5271.html", ('title="滨海市发展和改革局"', r'article=r"/tzgg/\d+/t\d+_(?P<id>\d+)"', 'paragraphs = css("div.TRS_Editor")',
          'Listing("https://binhai.example/tzgg/", days=2)', 'attachments = css("div.fujian a[href]")'), (), None, 1),
    ],
)  # fmt: skip
def test_drafts_of_three_makes_read_their_page(
    name: str, source: str, url: str, lines: tuple[str, ...], notes: tuple[str, ...], body: list[str] | None, captions: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    saved = tmp_path / "saved.html"
    saved.write_text(source, "utf-8")
    assert harvester("new", name, str(saved), "--url", url, "--fetched", "2026-11-21T09:00:00", "--spiders", str(tmp_path / "spiders"), "--cases", str(tmp_path / "cases")) == 0
    out = capsys.readouterr().out
    assert [note for note in notes if note not in out] == []
    text = (tmp_path / "spiders" / "news" / f"{name}.py").read_text("utf-8")
    assert [line for line in lines if line not in text] == [], text
    [case] = cases(tmp_path / "cases")
    record = case.expected()
    assert record["reader"] == "layout:First"
    assert record["date_published"] == "2026-11-20T09:30:00+08:00"
    assert body is None or record["body"] == body
    assert sum(bool(image["credit"]) for image in record["images"]) == captions


@pytest.mark.parametrize("width", [80, 168])
def test_a_trial_fits_where_it_is_shown(width: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    saved = tmp_path / "saved.html"
    saved.write_text(HASHED, "utf-8")
    monkeypatch.setenv("COLUMNS", str(width))
    assert harvester("try", str(saved), "--url", "https://wanon.example/news/60350001/a", "--fetched", "2026-11-21T09:00:00") == 0
    out = capsys.readouterr().out
    rows = [line for line in out.splitlines()[1:] if not line.startswith(("  !", "counted:"))]  # sentences are left to the terminal
    assert max(cell_len(line.rstrip()) for line in rows) <= width
    assert ("as picked       碼頭天橋方案公布" in out) == (width == 80), "narrow: one under another, each with its name"
    assert "[credit 李光攝;" in out


@pytest.mark.parametrize(
    ("pick", "written"),
    [
        (css("h1.title::text"), "css('h1.title::text')"), (script("__NEXT_DATA__", "props.title"), "script('__NEXT_DATA__', 'props.title')"), (variable("data", "a"), "variable('data', 'a')"),
        (css("p").first(), "css('p').first()"), (every(css("p"), json_ld("name")).joined(), "every(css('p'), json_ld('name')).joined()"),
        (each("figure", url="img::attr(src)"), "each(css('figure'), url='img::attr(src)')"),
    ],
)  # fmt: skip
def test_picks_are_shown_as_they_are_written(pick: Pick, written: str) -> None:
    assert repr(pick) == written


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.hk/2026/11/the-pier/", r"/\d+/\d+/(?P<id>[^/?#]+)"),
        ("https://example.hk/202611/29/the-pier.html", r"/\d+/\d+/(?P<id>[^/?#.]+)"),
        ("https://example.hk/tzgg/202611/t20261129_5271.html", r"/tzgg/\d+/t\d+_(?P<id>\d+)"),
        ("https://example.hk/news/2026-11-29/a-pier-98765", r"/news/\d+-\d+-\d+/a-pier-(?P<id>\d+)"),
        ("https://example.hk/detail?id=20261129", r"/detail\?id=(?P<id>\d+)"),
        ("https://example.hk/news/2026/123456-slug", r"/news/\d+/(?P<id>\d+)"),
        ("https://example.hk/社會/60298792/標題", r"/[^/]+/(?P<id>\d+)"),
        ("https://example.hk/a/202511/29/AP692a2d0be4b032040a1506be.html", r"/a/\d+/\d+/(?P<id>[0-9A-Za-z]+)"),
        ("https://example.hk/k2/1834145-20251201.htm", r"/k\d+/(?P<id>\d+)"),
        ("https://example.hk/player?newsId=628151&t=1", r"/player\?newsId=(?P<id>\d+)"),
        ("https://example.hk/story/the-pier", r"/story/(?P<id>[^/?#]+)"),
    ],
)
def test_a_pattern_of_one_address(url: str, expected: str) -> None:
    assert pattern(url) == expected


def test_what_a_draft_lacks_and_what_it_has_too_much_is_named() -> None:
    class Wide(Layout):
        landmark = "article"
        headline = css("h1")
        published = css("time")
        paragraphs = css("div.entry-content")

    class Spider(ArticleSpider):
        name = "wide"
        source = Source(title="Pier Courier", home="https://pier.example/", hosts=("pier.example",), article=r"/(?P<id>[^/]+)/$", kind="newspaper", language="en")
        layouts = (Wide,)

    url = "https://pier.example/2026/11/a-pier-is-built/"
    notes = list(missed(attempt(Spider(), Page(url, BLOG.encode()), url, FETCHED)))
    assert "authors: the draft finds none, the generic reader finds Ada Lam (person, writer)" in notes
    assert any(note.startswith("body: ") and "'Give by cheque" in note for note in notes), notes


def test_a_feed_on_another_host_may_be_asked() -> None:
    found = draft(Page(URL, PAGE.replace('href="/feed.xml"', 'href="https://feeds.example/gazette"').encode()), URL)
    assert found.hosts == ("gazette.example", "feeds.example")


def test_what_is_no_article_is_said_once(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page.write_text(WALL)
    assert harvester("try", str(page), "--url", URL) == 4
    told = capsys.readouterr()
    assert told.out.count("no article: ") == 1
    assert told.err.count("\n") == 1
    assert not re.search(r"counted: .*captions", told.out), "what was counted zero times is left out"


def test_machine_made_classes_are_no_selectors() -> None:
    found = draft(Page(URL, PAGE.encode()), URL)
    assert found.landmark == "div.story-text"
    assert not any("css-1x9" in pick for _name, pick in found.picks)


def test_differences_name_the_place() -> None:
    assert differences({"a": [{"b": 1}], "c": None}, {"a": [{"b": 2}, 3], "d": 0}) == [
        "a[0].b: expected 1, got 2", "a[1]: not expected, got 3", "c: expected null, the record has no such key", "d: not expected, got 0",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "smell"),
    [
        ({"headline": "Rail &amp; road"}, "entity"), ({"body": ["<p>One."]}, "tag"), ({"body": ["å¤§åŸ” å®æ\xa0ˆ ä¸€è‰²å¤§åŸ” å®è‹‘"]}, "mojibake"),
        ({"body": ["One.", "Advertisement"]}, "furniture"), ({"body": ["One.", "READ MORE: Two"]}, "furniture"), ({"body": ["One.", "By Ada Lam"]}, "furniture"),
        ({"body": ["One.", "x\u200by"]}, "invisible"), ({"body": ["The same long sentence, said twice in one story.", "And.", "The same long sentence, said twice in one story."]}, "repeats"),
        ({"images": [{"caption": "The pier at dusk, seen from the sea."}], "body": ["The pier at dusk, seen from the sea."] * 2}, "caption stands in the body twice"),
        ({"images": [{"caption": "海濱長廊。（麥偉康攝）"}]}, "credit"), ({"authors": [{"name": "新華社", "kind": "person", "role": "writer"}]}, "organization"),
        ({"authors": [{"name": "Ada Lam\nBen Wu", "kind": "person", "role": "writer"}]}, "name"), ({"date_published": "2026-11-25T09:00:00+08:00"}, "after the download"),
        ({"date_published": "2026-11-02T00:00:00+08:00", "date_modified": "2026-11-01T00:00:00+08:00"}, "before"), ({"headline": "Gazette"}, "publisher's name"),
        ({"headline": "The pier | Gazette"}, "publisher's name"), ({"body": ["Bridge lights go on", "Text."], "headline": "Bridge lights go on"}, "headline again"),
    ],
)  # fmt: skip
def test_every_smell_is_smelled(change: dict[str, object], smell: str) -> None:
    sound: dict[str, object] = {"headline": "Bridge lights go on", "body": ["One thing.", "Another thing."], "publisher": {"name": "Gazette"}}
    assert smells(sound, fetched=FETCHED) == []
    found = smells(sound | change, fetched=FETCHED)
    assert any(smell in line for line in found), found


WALL = "<html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>"


@pytest.fixture
def site() -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = b"User-agent: *\nDisallow: /private/\n" if self.path == "/robots.txt" else WALL.encode() if self.path == "/wall" else PAGE.encode()
            self.send_response({"/wall": 403, "/old": 301}.get(self.path, 200))
            if self.path == "/old":
                self.send_header("Location", "/city/1")
            self.send_header("Content-Type", "text/plain" if self.path == "/robots.txt" else "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def test_an_address_is_fetched_as_politely_as_in_a_crawl(site: str) -> None:
    def ask(path: str) -> tuple[int, str, str]:
        done = forked.run([*forked.PROGRAM, "try", site + path, "-s", "HARVESTER_ALLOW_PRIVATE=127.0.0.1"], timeout=60)
        return done.returncode, done.stdout, done.stderr

    code, out, err = ask("/city/1")
    assert (code, err) == (0, "") and "Bridge lights go on" in out
    code, out, err = ask("/private/1")
    assert code == 3 and out == "" and "robots.txt" in err and err.count("\n") == 1
    code, out, err = ask("/wall")
    assert code == 3 and out == "" and "HTTP status 403 (Cloudflare challenge)" in err and err.count("\n") == 1
    code, out, err = ask("/old")
    assert (code, err) == (0, "") and out.startswith(f"redirected to {site}/city/1\n")


def test_the_recorded_cases_read_the_same_twice() -> None:
    reader = Reader(Catalogue.load())
    case = load(Path(__file__).parent.parent / "sources" / "info_gov_hk_en" / "photos_and_video")
    body = load_page(case.page)
    assert stable(reader.read(body, case.url, case.fetched)) == stable(reader.read(body, case.url, case.fetched))


def test_a_page_that_a_script_builds_is_picked_from_its_data(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    blocks = [{"htmlTokens": [[{"type": "text", "content": text}]]} for text in HANT]
    article = {"title": "碼頭天橋方案公布", "publishTime": 1795138200, "authors": [{"publishName": "陳小橋"}], "blocks": blocks}
    data = json.dumps({"props": {"pageProps": {"article": article}}})
    saved = tmp_path / "saved.html"
    saved.write_text(f'<html><head><title>碼頭天橋方案公布｜灣岸新聞</title><meta property="og:title" content="碼頭天橋方案公布"><meta property="og:site_name" content="灣岸新聞"></head>'
                     f'<body><div id="__next"></div><script id="__NEXT_DATA__" type="application/json">{data}</script></body></html>', "utf-8")  # fmt: skip
    where = ["--spiders", str(tmp_path / "spiders"), "--cases", str(tmp_path / "cases")]
    assert harvester("new", "wanon", str(saved), "--url", "https://wanon.example/news/60350001/a", "--fetched", "2026-11-21T09:00:00", *where) == 0
    text = (tmp_path / "spiders" / "news" / "wanon.py").read_text("utf-8")
    place = 'script("__NEXT_DATA__", "props.pageProps.article.'
    for line in (f'landmark = {place}title")', f'headline = {place}title")', f'published = {place}publishTime")', f'authors = {place}authors[].publishName")'):
        assert line in text, text
    record = next(cases(tmp_path / "cases")).expected()
    assert record["date_published"] == "2026-11-20T09:30:00+08:00"
    assert [author["name"] for author in record["authors"]] == ["陳小橋"]
    assert record["body"] == HANT  # the generic reader carries it
    assert "its text comes by script" in capsys.readouterr().out.replace("the page's text", "its text")


@pytest.mark.parametrize("url", ["https://a.hk/news?id=1&x=';reboot;'", "https://a.hk/$(id)/1", "https://a.hk/1"])
def test_commands_to_be_typed_hold_an_address_whatever_is_in_it(url: str) -> None:
    """An address is a site's, and may hold what a shell would run."""
    assert shlex.split(Command.again(url, url)) == [url]
    assert shlex.split(Command.again("my page.html", url)) == ["my page.html", "--url", url]
    key = SimpleNamespace(article_key=lambda _url: "an article's")
    typed = command_for(SimpleNamespace(spider=SimpleNamespace(source=key)), SimpleNamespace(kept="out dir/1.html.gz", url=url, verdict="broken"))  # type: ignore[arg-type]
    assert shlex.split(typed)[:5] == ["harvester", "record", "out dir/1.html.gz", "--url", url]
