"""How the sources without saved pages say what is new: each index as told, in words of our own; and how far back each source reaches."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from scrapy.settings import Settings

from harvester.discovery import Ask, BadIndex, Discovery, Index, Links, Listing, Sitemap, Window, Yearly
from harvester.source import Source
from harvester.sources import Catalogue
from harvester.spider import ArticleSpider, SpiderUsageError

CATALOGUE = Catalogue.load()
NOW = datetime(2026, 5, 7, 4, 0, tzinfo=UTC)
WEEK = Window(date(2026, 5, 1), date(2026, 5, 7))


def discovery(name: str, part: str | int) -> Discovery:
    """The one discovery of a source whose address holds a part; or by its number."""
    if isinstance(part, int):
        return CATALOGUE.get(name).discovery[part]
    found = [d for d in CATALOGUE.get(name).discovery if part in d.url]
    assert len(found) == 1, [d.url for d in CATALOGUE.get(name).discovery]
    return found[0]


def read(name: str, part: str | int, body: str | bytes, window: Window = WEEK, ask: Ask | None = None) -> Index:
    found = discovery(name, part)
    ask = ask or next(found.asks(window, NOW))
    return found.read(CATALOGUE.get(name).source, ask, ask.url, body if isinstance(body, bytes) else body.encode(), None, window, NOW)


def told(index: Index) -> list[tuple[str, str | None]]:
    return [(f.url, f.day.isoformat() if f.day else None) for f in index.found]


def asked(name: str, part: str, window: Window = WEEK) -> list[str]:
    return [ask.url for ask in discovery(name, part).asks(window, NOW)]


# --- Development Bureau ------------------------------------------------------------------------------------------------------

DEVB = "https://www.devb.gov.hk/en/publications_and_press_releases/press"
DEVB_LIST = """<html><body><ul class="menu"><li><a href="/en/home/index.html">Home</a></li></ul>
<table class="articlelistpage"><tr><th>Date</th><th>Subject</th></tr>
<tr><td class="normalletterspacing t_center">06/05/2026</td><td><a href="index_id_13901.html">Two roads in Kwu Tung North to open in June (with photos)</a></td></tr>
<tr><td class="normalletterspacing t_center">05/05/2026</td><td><a href="index_id_13899.html">Remarks at a site visit (Chinese only)</a></td></tr>
<tr><td class="normalletterspacing t_center">02/05/2026</td><td><a href="index_id_13896.html">Site of 2024 flood in Tai Po to be raised by 03/2027</a></td></tr>
</table><p>Page: <input id="pageGoInput" type="text" value="1" max="7"> / 7</p></body></html>"""


def test_devb_rows_state_their_day_and_their_language() -> None:
    index = read("devb_en", "/press/", DEVB_LIST)
    assert told(index) == [(f"{DEVB}/index_id_13901.html", "2026-05-06"), (f"{DEVB}/index_id_13896.html", "2026-05-02")]
    assert index.listed == 3
    assert [ask.url for ask in index.more] == [f"{DEVB}/index_year_2026-type_all-page_2.html"]
    assert asked("devb_en", "/press/", Window(date(2024, 12, 30), date(2026, 1, 2))) == [f"{DEVB}/index_year_{year}-type_all-page_1.html" for year in (2026, 2025, 2024)]


def test_devb_stops_at_the_window_and_at_the_last_page() -> None:
    older = DEVB_LIST.replace("02/05/2026", "28/04/2026")
    assert read("devb_en", "/press/", older).more == []
    assert read("devb_en", "/press/", DEVB_LIST.replace('max="7"', 'max="1"')).more == []
    renamed = DEVB_LIST.replace("articlelistpage", "x").replace("normalletterspacing t_center", "y")
    assert told(read("devb_en", "/press/", renamed)) == told(read("devb_en", "/press/", DEVB_LIST))


def test_devb_blog_days_stand_in_brackets_behind_the_title() -> None:
    page = """<div><a href="index_id_512.html">A bridge for the Loop</a> (3/5/2026)<p>Last week I stood …</p><a href="index_id_512.html">...details</a></div>
    <div><a href="index_id_511.html">持續創新 (Chinese only)</a> (26/4/2026)<p>政府一直重視 …</p></div>"""
    assert told(read("devb_en", "my_blog", page)) == [("https://www.devb.gov.hk/en/home/my_blog/index_id_512.html", "2026-05-03")]
    assert read("devb_tc", "my_blog", page.replace("for the Loop", "（只有英文）")).found == []


def test_one_language_only_is_not_followed_in_the_others() -> None:
    for flag in ("(Chinese only)", "（Chinese only）", "(Chinese version only)", "(Chinese online)", "(Chinese Only)"):
        assert len(read("devb_en", "/press/", DEVB_LIST.replace("(Chinese only)", flag)).found) == 2
    chinese = DEVB_LIST.replace("(Chinese only)", "（只有英文）")
    assert len(read("devb_tc", "/press/", chinese).found) == 2
    assert len(read("devb_sc", "/press/", DEVB_LIST.replace("(Chinese only)", "（只备英文）")).found) == 2
    assert len(read("devb_tc", "/press/", DEVB_LIST).found) == 3
    listed = "<div>5 May 2026</div><a href='/{0}/news-centre/press-releases/20260505'>Workshop (Chinese Only)</a><div>4 May 2026</div><a href='/{0}/news-centre/press-releases/20260504'>Tenders</a>"
    assert [f.url[-8:] for f in read("ura_en", "/press-releases/page", listed.format("en")).found] == ["20260504"]
    assert len(read("ura_tc", "/press-releases/page", listed.format("tc")).found) == 2


# --- HKMA --------------------------------------------------------------------------------------------------------------------


def hkma(records: list[dict[str, str]], *, success: bool = True, message: str = "No error found") -> bytes:
    return json.dumps({"header": {"success": success, "err_code": "0000", "err_msg": message}, "result": {"datasize": len(records), "records": records}}).encode()


def test_hkma_asks_for_the_window_and_reads_its_records() -> None:
    assert asked("hkma_tc", "api.hkma") == [
        "https://api.hkma.gov.hk/public/press-releases?lang=tc&pagesize=100&offset=0&choose=date&from=2026-05-01&to=2026-05-07"
    ]
    link = "https://www.hkma.gov.hk/chi/news-and-media/press-releases/2026/05/20260506-3/"
    index = read("hkma_tc", "api.hkma", hkma([{"title": "金管局指引銀行", "link": link, "date": "2026-05-06"}]))
    assert told(index) == [(link, "2026-05-06")]
    assert [ask.url.partition("offset=")[2].partition("&")[0] for ask in index.more] == ["100"]
    assert read("hkma_tc", "api.hkma", hkma([])).more == []


def test_hkma_an_api_that_says_no_is_no_quiet_day() -> None:
    with pytest.raises(BadIndex, match="the API says: Invalid date"):
        read("hkma_en", "api.hkma", hkma([], success=False, message="Invalid date"))


def test_hkma_speeches_by_list() -> None:
    page = "<ul><li>22 Apr 2026</li><li><a href='/eng/news-and-media/speeches/2026/04/20260422-1/' title='Opening remarks'>Opening remarks</a></li></ul>"
    index = read("hkma_en", "/speeches/", page, Window(date(2026, 4, 1), date(2026, 5, 1)))
    assert told(index) == [("https://www.hkma.gov.hk/eng/news-and-media/speeches/2026/04/20260422-1/", "2026-04-22")]


def test_hkma_feeds_stand_in_where_the_api_fails() -> None:
    link = "https://www.hkma.gov.hk/gb_chi/news-and-media/press-releases/2026/05/20260506-3/"
    feed = f"<rss><channel><item><title>金管局</title><link>{link}</link><pubDate>Wed, 06 May 2026 00:00:00 +0800</pubDate></item></channel></rss>"
    assert told(read("hkma_sc", "rss_press-release", feed)) == [(link, "2026-05-06")]
    assert asked("hkma_sc", "rss_press-release") == ["https://www.hkma.gov.hk/gb_chi/other-information/rss/rss_press-release.xml"]


# --- news.gov.hk -------------------------------------------------------------------------------------------------------------

NEWS = "https://www.news.gov.hk"


def test_news_gov_hk_feeds_of_four_categories_and_the_top_stories() -> None:
    for name, short, long in (("news_gov_hk_en", "en", "eng"), ("news_gov_hk_tc", "tc", "chi")):
        feeds = [d.url for d in CATALOGUE.get(name).discovery if d.url.endswith(".rss.xml")]
        assert feeds == [*(f"{NEWS}/{short}/categories/{c}/html/articlelist.rss.xml" for c in ("infrastructure", "finance", "admin", "environment")), f"{NEWS}/{short}/common/html/topstories.rss.xml"]
        link = f"{NEWS}/{long}/2026/05/20260506/20260506_142520_872.html"
        body = f"""<rss version="2.0"><channel><item><title>Two roads</title><link>{link}</link><pubDate>Wed, 06 May 2026 15:05:00 +0800</pubDate>
        <description><![CDATA[<img src="/a.jpg"><p>Two roads are to open.</p>]]></description></item>
        <item><title>Older</title><link>{NEWS}/{long}/2026/04/20260430/20260430_235900_001.html</link><pubDate>Thu, 30 Apr 2026 16:05:00 GMT</pubDate></item></channel></rss>"""
        # 16:05 GMT of 30 April is 1 May in Hong Kong
        assert [day for _url, day in told(read(name, "topstories", body))] == ["2026-05-06", "2026-05-01"]
        other = body.replace(f"/{long}/", "/eng/" if long == "chi" else "/chi/")
        assert all(CATALOGUE.get(name).source.article_key(f.url) is None for f in read(name, "topstories", other).found)


def test_news_gov_hk_months_go_back_to_2018() -> None:
    window = Window(date(2025, 12, 31), date(2026, 2, 1))
    month = f"{NEWS}/jsp/NewsArticle.jsp?language=chi&category=infrastructure&date={{}}"
    assert asked("news_gov_hk_tc", "category=infrastructure", window) == [month.format(m) for m in ("202602", "202601", "202512")]
    assert asked("news_gov_hk_tc", "category=infrastructure", Window(date(2017, 11, 1), date(2018, 1, 5))) == [month.format("201801")]
    items = "".join(
        f"<item><title>{n}</title><generateHtmlPath>/chi/2025/12/202512{n}/202512{n}_101010_123.html</generateHtmlPath><eventDate>2025-12-{n} {hour}:00:00</eventDate></item>"
        for n, hour in (("30", "23"), ("31", "00"))
    )
    index = read("news_gov_hk_tc", "category=infrastructure", f"<?xml version='1.0'?><response>{items}<item><title>no path</title></item></response>", window)
    assert told(index) == [(f"{NEWS}/chi/2025/12/20251231/20251231_101010_123.html", "2025-12-31")]
    assert index.notes == {"no_address": 1}
    with pytest.raises(BadIndex, match="HTML page where XML"):
        read("news_gov_hk_tc", "category=infrastructure", "<html><body>Error</body></html>", window)
    assert CATALOGUE.get("news_gov_hk_tc").source.referer == f"{NEWS}/chi/archive.html"


def test_news_gov_hk_knows_its_old_addresses() -> None:
    key = CATALOGUE.get("news_gov_hk_en").source.article_key("http://www.news.gov.hk/en/categories/admin/html/2017/10/20171013_175627.shtml")
    assert key is not None
    assert (key.id, key.day) == ("20171013_175627", date(2017, 10, 13))


# --- LegCo -------------------------------------------------------------------------------------------------------------------

LEGCO = "https://www.legco.gov.hk/bi/data/committees/panels/development"


def test_legco_meetings_then_papers() -> None:
    asks = asked("legco_en", "panels/development", Window(date(2025, 12, 30), date(2026, 5, 7)))
    assert asks == [f"{LEGCO}/term-08/2026/meetings.json", f"{LEGCO}/term-07/2025/meetings.json"]
    schedule = [
        {"dates": ["2026.05.26"], "papers": "Y"}, {"dates": ["2026.05.05"], "papers": "Y", "minutes": {"en": "m.pdf"}},
        {"dates": ["2026.05.05"], "papers": "Y", "agenda": {"en": "/yr2026/english/panels/dev/agenda/dev20260505a.htm", "tc": ""}},
        {"dates": ["2026.05.04"], "papers": "N"}, {"dates": ["2026.03.24"], "papers": "Y"}, {"dates": []},
    ]  # fmt: skip
    index = read("legco_en", "panels/development", b"\xef\xbb\xbf" + json.dumps({"schedule": schedule}).encode())
    # the meeting to come has papers already; the one before the window is not asked for; the second of a day has a letter
    assert [ask.url for ask in index.more] == [f"{LEGCO}/term-08/2026/papers/{day}.json" for day in ("20260526", "20260505", "20260505a")]
    assert (index.listed, index.partial, index.notes) == (5, None, {"no_day": 1})
    papers = {"papers": [
        {"title": {"en": "First parcel of the new town", "tc": "新市鎮首幅土地"},
         "pdf": {"en": "/yr2026/english/panels/dev/papers/dev20260505cb1-35-3-e.pdf", "tc": "/yr2026/chinese/panels/dev/papers/dev20260505cb1-35-3-c.pdf"}},
        {"title": {"en": "Letter"}, "pdf": {}},
    ]}  # fmt: skip
    body = json.dumps(papers).encode()
    for name, path, title in (("legco_en", "english/panels/dev/papers/dev20260505cb1-35-3-e", "First parcel of the new town"),
                              ("legco_tc", "chinese/panels/dev/papers/dev20260505cb1-35-3-c", "新市鎮首幅土地")):  # fmt: skip
        found = read(name, "panels/development", body, ask=index.more[1])
        assert [(f.url, f.published, f.headline) for f in found.found] == [(f"https://www.legco.gov.hk/yr2026/{path}.pdf", "2026-05-05", title)]
        assert found.notes == {"no_address": 1}
    assert read("legco_en", "panels/development", body, ask=index.more[0]).found[0].published is None  # not held yet: no day is made up


def test_legco_asks_for_no_year_to_come() -> None:
    december = datetime(2026, 12, 20, tzinfo=UTC)
    window = Window(date(2026, 12, 13), date(2026, 12, 20))
    for name in ("legco_en", "legco_tc"):
        asks = [ask.url.rpartition("/committees/")[2] for d in CATALOGUE.get(name).discovery for ask in d.asks(window, december)]
        assert asks == ["panels/development/term-08/2026/meetings.json", "fc-subcommittees/public-works/term-08/2026/meetings.json", "finance-committee/term-08/papers/papers.json"]
    # 16:30 UTC on New Year's Eve is the new year in Hong Kong
    new_year = discovery("legco_en", "panels/development").asks(Window(date(2026, 12, 30), date(2027, 1, 1)), datetime(2026, 12, 31, 16, 30, tzinfo=UTC))
    assert [ask.url.rpartition("/term-08/")[2] for ask in new_year] == ["2027/meetings.json", "2026/meetings.json"]


def test_legco_the_finance_committee_keeps_its_papers_by_kind() -> None:
    base = "https://www.legco.gov.hk/bi/data/committees/finance-committee"
    assert asked("legco_en", "finance-committee", Window(date(2025, 12, 30), date(2026, 5, 7))) == [f"{base}/term-{n:02d}/papers/papers.json" for n in (8, 7)]
    kinds = {"paper": [{"title": {"en": "Papers"}, "cat_id": "fcr"}, {"sub": [{"cat_id": "pwsc"}, {"cat_id": "fcr"}, {"cat_id": "../x"}]}]}
    index = read("legco_en", "finance-committee", json.dumps(kinds))
    assert [ask.url for ask in index.more] == [f"{base}/term-08/papers/{kind}.json" for kind in ("fcr", "pwsc")]
    papers = {"list": [
        {"title": {"en": "A bridge at Kwu Tung", "tc": "古洞一座橋"}, "pdf": {"en": "/yr2026/english/fc/fc/papers/f26-03e.pdf", "tc": "/yr2026/chinese/fc/fc/papers/f26 03c.pdf"}, "date": "2026.05.05"},
        {"rows": [{"title": {"en": "Another"}, "pdf": {"en": "/yr2026/english/fc/fc/papers/f26-09e.pdf"}, "date": [{"value": "2026.05.22"}]}]},
        {"title": {"en": "Older"}, "pdf": {"en": "/yr2026/english/fc/fc/papers/f26-01e.pdf"}, "date": ["2026.02.06"]},
        {"title": {"en": "No day"}, "pdf": {"en": "/yr2026/english/fc/fc/papers/f26-00e.pdf"}, "date": ""},
    ]}  # fmt: skip
    found = read("legco_en", "finance-committee", json.dumps(papers), ask=index.more[0])
    assert [(f.url.rpartition("/")[2], f.published, f.headline) for f in found.found] == [("f26-03e.pdf", "2026-05-05", "A bridge at Kwu Tung"), ("f26-09e.pdf", None, "Another")]
    assert (found.listed, found.notes) == (4, {"no_day": 1})
    chinese = read("legco_tc", "finance-committee", json.dumps(papers), ask=index.more[0])
    assert [f.url for f in chinese.found] == ["https://www.legco.gov.hk/yr2026/chinese/fc/fc/papers/f26%2003c.pdf"]
    assert chinese.notes == {"no_day": 1, "no_address": 1}
    with pytest.raises(BadIndex, match="names no kind"):
        read("legco_en", "finance-committee", '{"paper": []}')


@pytest.mark.parametrize(("body", "what"), [('{"schedule": []}', "no meeting of 2026 is listed"), ("[]", "no schedule"), ("<html>", "HTML where JSON")])
def test_legco_silence_is_told(body: str, what: str) -> None:
    try:
        reason = read("legco_en", "panels/development", body).partial
    except BadIndex as error:
        reason = str(error)
    assert what in (reason or "")


# --- URA, HKSTP, Policy Address, Financial Secretary, CEDD ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "page",
    [
        "<div><p>4 May 2026</p><h3><a href='/en/news-centre/press-releases/20260504'>Five tenders</a></h3><p>The URA received …</p></div>"
        "<div><p>27 Apr 2026</p><h3><a href='/en/news-centre/press-releases/20260427-2'>Repair desk</a></h3></div>",
        "<div>4 May 2026</div><a href='/en/news-centre/press-releases/20260504'>Five tenders</a><div>27 Apr 2026</div><a href='/en/news-centre/press-releases/20260427-2'>Repair desk</a>",
        "<ul><li><a href='/en/news-centre/press-releases/20260504'><span>4 May 2026</span><b>Five tenders</b></a></li><li><a href='/en/news-centre/press-releases/20260427-2'>Repair desk</a></li></ul>",
    ],
    ids=["boxes", "flat", "inside"],
)
def test_ura_lists_whatever_their_markup(page: str) -> None:
    assert told(read("ura_en", "/press-releases/page", page)) == [("https://www.ura.org.hk/en/news-centre/press-releases/20260504", "2026-05-04")]


def test_ura_years() -> None:
    assert asked("ura_tc", "{year}", Window(date(2005, 11, 1), date(2006, 1, 31))) == [
        f"https://www.ura.org.hk/tc/news-centre/press-releases/{year}/page1" for year in (2006, 2005)
    ]


SITEMAP = """<?xml version="1.0" encoding="utf-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
<url><loc>https://www.hkstp.org/en/</loc><lastmod>2026-05-06T05:24:52+00:00</lastmod></url>
<url><loc>https://www.hkstp.org/en/park-life/news-and-events/events/a-contest</loc><lastmod>2026-05-06T09:07:57+00:00</lastmod></url>
<url><loc>https://www.hkstp.org/en/park-life/news-and-events/news/twelve-firms</loc><lastmod>2026-05-05T17:07:57+00:00</lastmod>
<xhtml:link rel="alternate" hreflang="zh-HK" href="https://www.hkstp.org/zh-hk/park-life/news-and-events/news/twelve-firms" /></url>
<url><loc>https://www.hkstp.org/zh-hk/park-life/news-and-events/news/twelve-firms</loc><lastmod>2026-05-06T09:07:57+00:00</lastmod></url>
<url><loc>https://www.hkstp.org/en/park-life/news-and-events/news/an-older-one</loc><lastmod>2026-03-01T09:07:57+00:00</lastmod></url></urlset>"""


def test_hkstp_takes_the_news_of_its_language_changed_in_the_window() -> None:
    assert told(read("hkstp_en", "sitemap", SITEMAP)) == [("https://www.hkstp.org/en/park-life/news-and-events/news/twelve-firms", "2026-05-06")]
    assert told(read("hkstp_tc", "sitemap", SITEMAP)) == [("https://www.hkstp.org/zh-hk/park-life/news-and-events/news/twelve-firms", "2026-05-06")]


def test_policy_address_asks_only_for_the_speech_in_the_window() -> None:
    contents = "https://www.policyaddress.gov.hk/{}/en/policy.html"
    assert asked("policyaddress_en", "/en/policy", Window(date(2023, 10, 1), date(2023, 10, 31))) == [contents.format(2023)]
    assert asked("policyaddress_en", "/en/policy", Window(date(2023, 11, 1), date(2024, 9, 30))) == []
    assert asked("policyaddress_en", "/en/policy", Window(date(2027, 5, 1), date(2027, 5, 7))) == []  # May of a year whose day is not known
    later = discovery("policyaddress_en", "/en/policy").asks(Window(date(2027, 9, 10), date(2027, 9, 12)), datetime(2027, 9, 12, tzinfo=UTC))
    assert [ask.url for ask in later] == [contents.format(2027)]
    # which of 2026's pages lists the chapters was not seen
    day = Window(date(2026, 9, 16), date(2026, 9, 16))
    now = datetime(2026, 9, 16, 12, tzinfo=UTC)
    asks = {ask.url for name in ("policyaddress_en", "policyaddress_tc", "policyaddress_sc") for d in CATALOGUE.get(name).discovery for ask in d.asks(day, now)}
    assert asks == {f"https://www.policyaddress.gov.hk/2026/{language}/{page}.html" for language in ("en", "eng", "tc", "chi", "sc") for page in ("policy", "index")}
    source = CATALOGUE.get("policyaddress_sc").source
    ask = Ask("https://www.policyaddress.gov.hk/2026/sc/index.html")
    chapters = b"<a href='chapter1.html'>1</a><a href='chapter12.html'>12</a><a href='highlight.html'>H</a><a href='../en/chapter1.html'>EN</a>"
    index = discovery("policyaddress_sc", "/index").read(source, ask, ask.url, chapters, None, day, now)
    assert [f.url.rpartition("/")[2] for f in index.found] == ["chapter1.html", "chapter12.html"]
    page = "<ul><li><a href='p1.html'>Foreword</a></li><li><a href='p80.html'>Land</a></li><li><a href='pdf/PA2023.pdf'>PDF</a></li><li><a href='policy.html'>Contents</a></li></ul>"
    index = read("policyaddress_en", "/en/policy", page, Window(date(2023, 10, 1), date(2023, 10, 31)))
    assert [f.url for f in index.found] == [f"https://www.policyaddress.gov.hk/2023/en/p{n}.html" for n in (1, 80)]


def test_fso_list_and_sundays() -> None:
    page = "<div><a href='blog20260503.htm'>What a bridge pays back</a>(3.5.2026)<p>A bridge …</p><a href='blog20260503.htm'>Full Story</a></div><div><a href='blog20260426.htm'>Earlier</a>(26.4.2026)</div>"
    assert told(read("fso_en", 0, page)) == [("https://www.fso.gov.hk/eng/blog/blog20260503.htm", "2026-05-03")]
    guesses = list(CATALOGUE.get("fso_tc").discovery[1].direct(Window(date(2018, 1, 1), date(2018, 1, 20)), NOW))
    assert [(f.url, f.guessed) for f in guesses] == [(f"https://www.fso.gov.hk/chi/blog/blog201801{day}.htm", True) for day in ("14", "07")]
    assert [ask.url for ask in CATALOGUE.get("fso_sc").discovery[0].asks(WEEK, NOW)] == ["https://www.fso.gov.hk/sim/blog/"]


def test_cedd_follows_its_table_to_info_gov_hk() -> None:
    page = """<h3>Hung Shui Kiu / Ha Tsuen New Development Area</h3><table><tr><th>Title</th><th>Date</th></tr>
    <tr><td><a href="https://www.info.gov.hk/gia/general/202605/05/P2026050500183.htm">Tenders invited for site formation</a></td><td>05/05/2026</td></tr>
    <tr><td><a href="https://www.info.gov.hk/gia/general/202404/12/P2024041200301.htm">Tenders invited earlier</a></td><td>12/04/2024</td></tr></table>
    <h3>Cycle tracks</h3><table><tr><td><a href="index-id-214.html">Track opens</a></td><td>03/05/2026</td></tr></table>"""
    assert told(read("cedd_en", "press-releases", page)) == [
        ("https://www.info.gov.hk/gia/general/202605/05/P2026050500183.htm", "2026-05-05"),
        ("https://www.cedd.gov.hk/eng/media-corner/press-releases/index-id-214.html", "2026-05-03"),
    ]
    url = "https://www.info.gov.hk/gia/general/202605/05/P2026050500183.htm"
    assert CATALOGUE.get("cedd_en").source.article_key(url) is not None
    claimed = CATALOGUE.by_url(url)
    assert claimed is not None
    assert claimed.name.startswith("info_gov_hk"), "a page belongs to the source that is at home on its host"


# --- mainland ------------------------------------------------------------------------------------------------------------------

TRS = """<div class="list"><ul class="{ul}"><li><a href="./202605/t20260506_1390001.html">{first}</a><span>2026/05/06</span></li>
<li><a href="./202605/t20260504_1389990.html">{second}</a><span>2026/05/04</span></li></ul></div>"""


def test_ndrc_follows_headlines_on_the_region() -> None:
    page = TRS.format(ul="u-list", first="国家发展改革委召开粤港澳大湾区跨境铁路推进会", second="国家发展改革委召开春耕化肥会议")
    index = read("ndrc", "/xwfb/", page)
    assert told(index) == [("https://www.ndrc.gov.cn/xwdt/xwfb/202605/t20260506_1390001.html", "2026-05-06")]
    assert index.listed == 2
    assert [ask.url for ask in index.more] == ["https://www.ndrc.gov.cn/xwdt/xwfb/index_1.html"]
    assert asked("ndrc", "/xwfb/") == ["https://www.ndrc.gov.cn/xwdt/xwfb/"]
    assert told(read("ndrc", "/xwfb/", page.replace("u-list", "k7"))) == told(index)


def test_hmo_column() -> None:
    page = TRS.format(ul="x", first="内地与香港建造业青年交流营在港举行", second="一则没有地名的要闻").replace('class="list"', 'class="itemList"')
    assert [url for url, _day in told(read("hmo", "/gayw/", page))] == [f"https://www.hmo.gov.cn/xwzx/gayw/202605/{n}.html" for n in ("t20260506_1390001", "t20260504_1389990")]
    assert len(read("hmo", "/zwyw/", page).found) == 1
    home = "<ul><li><a href='/2026/05/06/ARTIJDkta0M80mAHQfKJOH8M260506.shtml'>某事</a></li><li><a href='/2026/04/02/ARTIabcta0M80mAHQfKJOH8M260402.shtml'>更早</a></li></ul>"
    assert told(read("hmo", 2, home)) == [("https://www.hmo.gov.cn/2026/05/06/ARTIJDkta0M80mAHQfKJOH8M260506.shtml", "2026-05-06")]


def test_locpg_takes_both_generations() -> None:
    page = """<div class="swiper-wrapper"><div><a href="/20260506/90f9157af72247dc9c5524ab8013da0b/c.html">接驳巴士开通</a></div></div>
    <ul class="jj_right_list"><li><a href="http://www.locpg.gov.cn/jsdt/2026-05/03/c_1211190123.htm">探访农户</a></li><li><a href="/jsdt/2026-04/03/c_1211190100.htm">更早</a></li></ul>"""
    assert [day for _url, day in told(read("locpg", 0, page))] == ["2026-05-06", "2026-05-03"]


def test_english_news_cn_lists() -> None:
    page = """<div><a href="../20260506/3f31811a96614458a703863ecdf22c0b/c.html">Hong Kong, Shenzhen to share one station hall</a><span class="time">2026-05-06</span></div>
    <div><a href="https://english.news.cn/asiapacific/20260505/7f31811a96614458a703863ecdf22c0b/c.html">Macao opens a library</a></div>
    <div><a href="../20260506/4f31811a96614458a703863ecdf22c0b/c.html">Wheat harvest begins in the north</a></div>"""
    assert told(read("english_news_cn", 0, page)) == [
        ("https://english.news.cn/20260506/3f31811a96614458a703863ecdf22c0b/c.html", "2026-05-06"),
        ("https://english.news.cn/asiapacific/20260505/7f31811a96614458a703863ecdf22c0b/c.html", "2026-05-05"),
    ]


def test_cgtn_feed() -> None:
    item = "<item><title>{}</title><link>https://news.cgtn.com/news/{}/{}/index.html</link><pubDate>{}</pubDate></item>"
    feed = "<rss><channel>" + item.format("Rail across the bay: GBA grows", "2026-05-06", "Rail-across-the-bay-1NCWlv6VRdf", "Wed, 06 May 2026 17:32:00 +0800") + item.format(
        "A panda is born", "2026-05-06", "A-panda-is-born-1NCWlv6VRdg", "Wed, 06 May 2026 10:00:00 +0800") + "</channel></rss>"  # fmt: skip
    assert told(read("cgtn", "/china.xml", feed)) == [("https://news.cgtn.com/news/2026-05-06/Rail-across-the-bay-1NCWlv6VRdf/index.html", "2026-05-06")]


def test_globaltimes_list() -> None:
    page = """<div class="list_info"><a class="new_title_ms" href="https://www.globaltimes.cn/page/202605/1368999.shtml">Greater Bay Area cities agree on one card</a><div class="source_time">May 06, 2026</div></div>
    <div class="list_info"><a class="new_title_ms" href="https://www.globaltimes.cn/page/202605/1368990.shtml">Tea growers meet</a><div class="source_time">May 06, 2026</div></div>"""
    assert told(read("globaltimes", 0, page)) == [("https://www.globaltimes.cn/page/202605/1368999.shtml", "2026-05-06")]


def test_xinhua_channel() -> None:
    page = "<ul><li><a href='https://www.news.cn/gangao/20260506/fbc83ad0f3cb4574867bba5cf6bb20e6/c.html'>某事</a></li><li><a href='/english/2026-05/06/c_139875806.htm'>English</a></li></ul>"
    assert told(read("xinhua", 0, page)) == [("https://www.news.cn/gangao/20260506/fbc83ad0f3cb4574867bba5cf6bb20e6/c.html", "2026-05-06")]


# --- China Daily Hong Kong ------------------------------------------------------------------------------------------------------

CDHK = "https://www.chinadailyhk.com"


def test_chinadaily_hk_takes_the_hong_kong_channel_of_its_home_page() -> None:
    home = """<nav><a href="/hk">Hong Kong</a></nav><h2><a href="/hk/article/641900">Rail across the bay</a></h2><a href="/article/641899">A match in Rome</a>
    <a href="https://www.chinadailyasia.com/hk/article/641900?from=home"><img></a><a href="/article/photo/index.html">Photo</a>"""
    assert [f.url for f in read("chinadaily_hk", 0, home).found] == [f"{CDHK}/hk/article/641900"]
    assert read("chinadaily_hk", 1, home.replace("/hk/article", "/article")).listed == 2
    assert [d.empty for d in CATALOGUE.get("chinadaily_hk").discovery[:3]] == [(), (404,), (404,)]


def test_chinadaily_hk_walks_over_numbers_between_known_days() -> None:
    walk = discovery("chinadaily_hk", 3)
    window = Window(date(2023, 12, 20), date(2023, 12, 21))
    numbers = [int(f.url.rpartition("/")[2]) for f in walk.direct(window, NOW)]
    assert numbers == sorted(numbers, reverse=True)
    assert all(f.guessed for f in walk.direct(window, NOW))
    assert 367749 in numbers, "the article of 21 December 2023"
    assert len(numbers) < 1500
    assert list(walk.asks(window, NOW)) == []


def test_chinadaily_hk_after_the_last_known_day_goes_by_the_newest_number() -> None:
    walk = discovery("chinadaily_hk", 3)
    window, now = Window(date(2026, 11, 2), date(2026, 11, 3)), datetime(2026, 11, 28, 17, 0, tzinfo=UTC)  # the 29th in Hong Kong
    assert list(walk.direct(window, now)) == []
    ask = next(walk.asks(window, now))
    assert ask.url == f"{CDHK}/"
    source = CATALOGUE.get("chinadaily_hk").source

    def numbers(*told: int) -> list[int]:
        page = "".join(f"<a href='/hk/article/{n}'>A</a>" for n in told)
        return [int(f.url.rpartition("/")[2]) for f in walk.read(source, ask, ask.url, page.encode(), None, window, now).found]

    # 63 days after 27 September, of which 36 lie before the window
    slow, fast = numbers(642000, 9_999_999), numbers(646000)
    assert min(fast) > max(slow), "the walk follows the site's pace"
    assert 640211 + round(1789 * 36 / 63) in slow
    assert 640211 + round(5789 * 36 / 63) in fast
    window = Window(date(2026, 11, 27), date(2026, 11, 29))
    assert max(numbers(642000)) == 642000
    assert numbers(99) == numbers(123456), "without a likely number the known pace is gone by"


# --- sources with saved pages ----------------------------------------------------------------------------------------------------


def test_rthk_archives_of_three_channels() -> None:
    day = Window(date(2026, 5, 6), date(2026, 5, 6))
    archive = "https://news.rthk.hk/rthk/{}/news-archive.htm?archive_year=2026&archive_month=05&archive_day=06&archive_cat={}"
    for name, language, numbers in (("rthk_en", "en", (8, 9, 12)), ("rthk_ch", "ch", (3, 2, 5))):
        asks = [ask.url for d in CATALOGUE.get(name).discovery if "archive" in d.url for ask in d.asks(day, NOW)]
        assert asks == [archive.format(language, n) for n in numbers]


def test_chinadaily_search_between_days_reads_answers_that_are_no_json() -> None:
    found = CATALOGUE.get("chinadaily_cn").discovery
    assert [next(d.asks(WEEK, NOW)).url.partition("?")[2].partition("&sort")[0] for d in found[1:]] == [
        f"publishedDateFrom=2026-05-01&publishedDateTo=2026-05-07&fullMust={words}"
        for words in ("hong+kong", "greater+bay+area", "%E9%A6%99%E6%B8%AF", "%E5%A4%A7%E6%B9%BE%E5%8C%BA")
    ]
    url = "https://www.chinadaily.com.cn/a/202605/06/WS69fa1f37a310d686b47f0a11.html"
    body = (
        '{"content":[{"id":"1","title":"Rail across the bay","plainText":"He said "yes" and\nleft, "for good".","url":"' + url + '","highlightContent":"a "b" c",'
        '"pubDateStr":"2026-05-06 09:25"}],"totalPages":1}'
    )
    index = read("chinadaily_cn", 1, body)
    assert told(index) == [(url, "2026-05-06")]
    assert index.more == []
    with pytest.raises(BadIndex):
        read("chinadaily_cn", 1, body[:-20])


def test_people_gba_begins_without_a_number() -> None:
    page = "<ul><li><a href='/n1/2026/0506/c42272-40612974.html'>某事</a></li></ul>"
    assert asked("people_gba", "gba") == ["http://gba.people.cn/index.html"]
    assert [ask.url for ask in read("people_gba", "gba", page).more] == ["http://gba.people.cn/index2.html"]


def test_hkej_search_is_not_in_the_order_of_days() -> None:
    searches = [d for d in CATALOGUE.get("hkej").discovery if d.last_resort]
    source = CATALOGUE.get("hkej").source
    page = "<div class='result'><h3><a href='https://www2.hkej.com/instantnews/property/article/1/x'>甲</a></h3><span>2014年5月6日</span></div><div class='result'><h3><a href='https://www1.hkej.com/dailynews/property/article/2/y'>乙</a></h3><span>2020年5月6日</span></div>"
    window = Window(date(2020, 5, 1), date(2020, 5, 31))
    ask = next(searches[0].asks(window, NOW))
    index = searches[0].read(source, ask, ask.url, page.encode(), None, window, NOW)
    assert [day for _url, day in told(index)] == ["2020-05-06"]
    assert len(index.more) == 1  # an older result ends nothing
    assert made(CATALOGUE.get("hkej"), since="2020-05-01", until="2020-05-31").reaching() == searches


# --- every source ----------------------------------------------------------------------------------------------------------------


def made(spider: type[ArticleSpider], **arguments: str) -> ArticleSpider:
    made = spider(**arguments)
    made.crawler = SimpleNamespace(settings=Settings(), stats=None)  # type: ignore[assignment]
    return made


def limited() -> Iterator[type[ArticleSpider]]:
    """Sources all of whose discoveries have a limit."""
    today = datetime.now(UTC).date()
    for spider in CATALOGUE:
        if spider.discovery and all(d.reaches_back(today) is not None for d in spider.discovery):
            yield spider


@pytest.mark.parametrize("spider", list(limited()), ids=lambda s: s.name)
def test_a_window_out_of_reach_is_an_error_that_says_how_far(spider: type[ArticleSpider]) -> None:
    today = datetime.now(ZoneInfo(spider.source.zone)).date()  # from 16:00 UTC on it is tomorrow in Hong Kong
    reach = min(back for d in spider.discovery if (back := d.reaches_back(today)) is not None)
    before = str(reach - timedelta(days=3))
    with pytest.raises(SpiderUsageError) as error:
        made(spider, since=before, until=before).reaching()
    assert spider.name in str(error.value)
    assert str(reach) in str(error.value)
    assert made(spider, since=str(reach), until=str(reach)).reaching()


@pytest.mark.parametrize("spider", [s for s in CATALOGUE if s.discovery], ids=lambda s: s.name)
def test_today_is_asked_for_by_first_choice(spider: type[ArticleSpider]) -> None:
    source = made(spider)
    reaching = source.reaching()
    assert reaching
    assert not any(d.last_resort for d in reaching)
    for found in reaching:
        for ask in found.asks(source.window, datetime.now(UTC)):
            host = ask.url.split("/")[2]
            assert any(host == h.lstrip(".") or host.endswith("." + h.lstrip(".")) for h in spider.source.hosts), f"{ask.url} is on none of the source's hosts"
            assert "{" not in ask.url


# --- the lists themselves ------------------------------------------------------------------------------------------------------------

SOURCE = Source(title="T", home="https://a.hk/", hosts=("a.hk",), article=r"/n/(?P<id>\d+)", kind="portal", language="en")


def entries(html: str, **options: Any) -> list[tuple[str, str | None]]:
    return [(e.url.rpartition("/")[2], e.published) for e in Links(dated=True, **options).read(SOURCE, "https://a.hk/list", html.encode(), None).entries]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<ul><li>2026-05-06 09:30 <a href='/n/1'>A</a></li><li><a href='/n/2'>B</a> 5 May 2026</li></ul>", [("1", "2026-05-06 09:30"), ("2", "5 May 2026")]),
        ("<ul><li><a href='/n/1'>What 12/04/2019 meant</a></li></ul><p>Updated 1/5/2026</p>", [("1", "12/04/2019")]),
        ("<dl><dt>2026年5月6日</dt><dd><a href='/n/1'>A</a></dd><dt>2026年5月5日</dt><dd><a href='/n/2'>B</a></dd></dl>", [("1", "2026年5月6日"), ("2", "2026年5月5日")]),
        ("<p><a href='/n/1'>A</a>(28.11.2021)</p><p><a href='/n/2'>B</a> (21.11.2021)</p>", [("1", "28.11.2021"), ("2", "21.11.2021")]),
        ("<a href='/n/1'>A</a><br>(28.11.2021)<br><a href='/n/2'>B</a><br>(21.11.2021)", [("1", "28.11.2021"), ("2", "21.11.2021")]),
        ("<div><a href='/n/1'><img></a><h3><a href='/n/1'>A</a></h3><i>Oct 7, 2021</i></div><div><a href='/n/2'>B</a><i>no day</i></div>", [("1", "Oct 7, 2021"), ("2", None)]),
        ("<li><a href='/n/1'>A</a> 15 hours ago</li><li><a href='/n/2'>B</a> 昨日 23:16</li>", [("1", "15 hours ago"), ("2", "昨日 23:16")]),
        ("<li><a href='/n/1'>A</a> 26-11-2025 19:30 HKT</li>", [("1", "26-11-2025 19:30")]),
        ("<p>Tel 2021-12345678</p><ul><li><a href='/n/1'>A</a></li></ul>", [("1", None)]),
    ],
)
def test_a_rows_date_is_its_entrys(html: str, expected: list[tuple[str, str | None]]) -> None:
    assert entries(html) == expected


def test_items_that_are_not_there_give_way_to_the_whole_page() -> None:
    listed = Links(item="li.gone").read(SOURCE, "https://a.hk/list", b"<p><a href='/n/1'>A</a></p>", None)
    assert [e.url for e in listed.entries] == ["https://a.hk/n/1"]
    assert listed.notes == {"no_item": 1}


def test_a_first_page_without_a_number() -> None:
    listing = Listing("https://a.hk/index{page}.html", front="https://a.hk/", first=1, max_pages=3)
    ask = next(listing.asks(WEEK, NOW))
    urls = [ask.url]
    for number in range(1, 9):
        index = listing.read(SOURCE, ask, ask.url, f"<a href='/n/{number}'>A</a>".encode(), None, WEEK, NOW)
        if not index.more:
            assert index.partial == "3 pages read and the window's first day is not reached"
            break
        ask = index.more[0]
        urls.append(ask.url)
    assert urls == ["https://a.hk/", "https://a.hk/index2.html", "https://a.hk/index3.html"]


def test_years_to_come_have_no_pages() -> None:
    yearly = Yearly("https://a.hk/{year}/{page}", since=2020)
    assert [ask.url for ask in yearly.asks(Window(date(2018, 1, 1), date(2030, 1, 1)), NOW)] == [f"https://a.hk/{year}/1" for year in range(2026, 2019, -1)]
    assert yearly.empty == (404,)
    assert Sitemap("https://a.hk/sitemap.xml").reaches_back(NOW.date()) is None


def test_a_walk_without_days_ends() -> None:
    listing = Listing("https://a.hk/{page}", max_pages=100)
    ask = next(listing.asks(WEEK, NOW))
    for number in range(1, 100):
        index = listing.read(SOURCE, ask, ask.url, f"<a href='/n/{number}'>A</a>".encode(), None, WEEK, NOW)
        if not index.more:
            break
        ask = index.more[0]
    assert (number, index.partial) == (20, "20 pages in a row state no day; the walk does not know where it is and ends")
