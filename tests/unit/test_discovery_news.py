"""How sources whose pages are saved say what is new: each index in the shape of the site's own, words ours; for today and for days gone by.

Their indexes were not saved; shapes are those that programs at work read. Days are Hong Kong's, whatever zone an index counts in.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from harvester.discovery import Ask, BadIndex, Discovery, Index, Window
from harvester.source import Source
from harvester.sources import Catalogue

CATALOGUE = Catalogue.load()
NOW = datetime(2026, 5, 7, 4, 0, tzinfo=UTC)
WEEK = Window(date(2026, 5, 1), date(2026, 5, 7))
# the last second of 30 April in Hong Kong, and the first of May
BEFORE, FIRST = datetime(2026, 4, 30, 15, 59, 59, tzinfo=UTC), datetime(2026, 4, 30, 16, 0, 0, tzinfo=UTC)


def way(name: str, number: int) -> Discovery:
    return CATALOGUE.get(name).discovery[number]


def read(name: str, number: int, body: str | bytes | list[Any] | dict[str, Any], window: Window = WEEK, ask: Ask | None = None) -> Index:
    found = way(name, number)
    ask = ask or next(found.asks(window, NOW))
    raw = body if isinstance(body, bytes) else body.encode() if isinstance(body, str) else json.dumps(body).encode()
    return found.read(CATALOGUE.get(name).source, ask, ask.url, raw, None, window, NOW)


def asked(name: str, number: int, window: Window = WEEK) -> list[str]:
    return [ask.url for ask in way(name, number).asks(window, NOW)]


def told(index: Index) -> list[tuple[str, str | None]]:
    return [(f.url, f.day.isoformat() if f.day else None) for f in index.found]


def following(index: Index) -> list[str]:
    return [ask.url for ask in index.more]


def feed(*items: tuple[str, str]) -> str:
    """A feed of (address, pubDate) items."""
    inner = "".join(f"<item><title>A pier opens</title><link>{url}</link><pubDate>{day}</pubDate></item>" for url, day in items)
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>{inner}</channel></rss>'


# --- feeds ---------------------------------------------------------------------------------------------------------------------

FEEDS = {
    "info_gov_hk_en": (1, "https://www.info.gov.hk/gia/general/202605/{0:%d}/P2026{0:%m%d}00123.htm"),
    "info_gov_hk_tc": (1, "https://www.info.gov.hk/gia/general/202605/{0:%d}/P2026{0:%m%d}00124.htm"),
    "rthk_en": (0, "https://news.rthk.hk/rthk/en/component/k2/1833{0:%d}0-{0:%Y%m%d}.htm"),
    "rthk_ch": (0, "https://news.rthk.hk/rthk/ch/component/k2/1833{0:%d}0-{0:%Y%m%d}.htm"),
    "hkfp": (0, "https://hongkongfp.com/{0:%Y/%m/%d}/a-pier-opens/"),
    "scmp": (0, "https://www.scmp.com/news/hong-kong/society/article/33344{0:%d}/a-pier-opens?utm_source=rss_feed"),
    "stheadline": (0, "https://www.stheadline.com/society/35223{0:%d}/碼頭啟用"),
    "mingpao": (0, "https://news.mingpao.com/ins/港聞/article/{0:%Y%m%d}/s00001/17780000000{0:%d}/碼頭啟用"),
    "icable": (0, "https://www.i-cable.com/新聞資訊/3221{0:%d}/碼頭啟用"),
    "pointsmedia": (0, "https://points-media.com/2026/碼頭啟用-{0:%d}/"),
    "thewitness": (0, "https://thewitnesshk.com/碼頭啟用的審訊-{0:%d}/"),
    "thecollectivehk": (0, "https://thecollectivehk.com/碼頭啟用之後-{0:%d}/"),
    "inmediahk": (0, "https://www.inmediahk.net/node/社區/碼頭啟用-{0:%d}"),
}


@pytest.mark.parametrize("name", sorted(FEEDS))
def test_a_feed_of_today_gives_what_hong_kong_calls_the_window(name: str) -> None:
    number, address = FEEDS[name]
    first, last = (address.format(day) for day in (date(2026, 5, 1), date(2026, 5, 7)))
    # in UTC the first of May begins on the 30th of April
    body = feed((last, "Thu, 07 May 2026 11:30:00 +0800"), (first, "Thu, 30 Apr 2026 16:00:00 +0000"), (address.format(date(2026, 4, 30)), "Thu, 30 Apr 2026 15:59:59 GMT"),
                ("https://elsewhere.example/a", "Thu, 07 May 2026 11:30:00 +0800"))  # fmt: skip
    source = CATALOGUE.get(name).source
    index = read(name, number, body)
    ours = [(source.article_key(f.url), f.day) for f in index.found if source.article_key(f.url) is not None]
    assert [day for _key, day in ours] == [date(2026, 5, 7), date(2026, 5, 1)]
    assert all(key is not None for key, _day in ours)
    assert index.more == []
    assert len(asked(name, number)) == 1


def test_of_a_feed_of_all_sections_only_some_are_followed() -> None:
    def item(number: int, *sections: str) -> str:
        named = "".join(f"<category><![CDATA[{section}]]></category>" for section in sections)
        return f"<item><link>https://www.bastillepost.com/hongkong/article/{number}-碼頭</link>{named}<pubDate>Thu, 07 May 2026 03:30:00 +0000</pubDate></item>"

    items = item(15458971, "社會事", "熱門") + item(15458972, "娛圈事") + item(15458973) + item(15458974, "港聞以外")
    body = f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'
    for number in (5, 6):
        index = read("bastillepost", number, body)
        assert [f.url.rpartition("/")[2] for f in index.found] == ["15458971-碼頭", "15458973-碼頭"]
        assert index.listed == 4
    atom = '<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="https://www.bastillepost.com/hongkong/article/1-a"/><category term="娛圈事"/><updated>2026-05-07T03:30:00Z</updated></entry></feed>'
    assert read("bastillepost", 5, atom).found == []


def walked(found: Discovery, source: Source, window: Window, pages: dict[int, list[date]], most: int = 60) -> tuple[list[int], list[str]]:
    """The pages that a walk asks, in order, and the articles that it finds; pages: the days of each one's articles."""
    asks, numbers, articles = list(found.asks(window, NOW)), [], []
    while asks and len(numbers) < most:
        ask = asks.pop(0)
        number = int(ask.url.rpartition("=")[2])
        numbers.append(number)
        body = feed(*((f"https://www.bastillepost.com/hongkong/article/{number * 100 + n}-a", f"{day:%d %b %Y} 12:00:00 +0800") for n, day in enumerate(pages.get(number, []))))
        index = found.read(source, ask, ask.url, body.encode(), None, window, NOW)
        assert index.partial is None
        articles += [f.url.rpartition("/")[2] for f in index.found]
        asks += index.more
    return numbers, articles


@pytest.mark.parametrize("shape", ["even", "busy now", "busy then", "short", "one a day", "gap"])
@pytest.mark.parametrize("back", [0, 1, 7, 40, 80])
def test_a_feed_is_walked_from_near_the_windows_last_day(shape: str, back: int) -> None:
    """Wherever the window lies and however the days are spread, all of its articles are found, and few pages are asked."""
    today = NOW.date()
    window = Window(today - timedelta(days=back + 1), today - timedelta(days=back))
    rates = {"even": (20, 20), "busy now": (60, 6), "busy then": (6, 60), "short": (1, 1), "one a day": (10, 10), "gap": (15, 15)}[shape]
    days = [today - timedelta(days=n) for n in range(120) for _ in range(rates[0] if n < 20 else rates[1]) if shape != "gap" or not 30 < n < 55]
    pages = {n // 10 + 1: days[n : n + 10] for n in range(0, len(days), 10)}
    spider = CATALOGUE.get("bastillepost")
    numbers, articles = walked(way("bastillepost", 6), spider.source, window, pages)
    wanted = [f"{page * 100 + n}-a" for page, listed in pages.items() for n, day in enumerate(listed) if window.holds(day)]
    assert sorted(articles) == sorted(wanted)
    assert len(articles) == len(set(articles))
    inside = [page for page, listed in pages.items() if any(window.holds(day) for day in listed)]
    assert len(numbers) <= len(inside) + 14, numbers


@pytest.mark.parametrize("back", [1, 7, 40])
def test_an_article_above_those_of_every_page_does_not_mislead(back: int) -> None:
    today = NOW.date()
    window = Window(today - timedelta(days=back), today - timedelta(days=back))
    days = [today - timedelta(days=n) for n in range(120) for _ in range(30 if n < 5 else 6)]
    pages = {n // 9 + 1: [today, *days[n : n + 9]] for n in range(0, len(days), 9)}
    _numbers, articles = walked(way("bastillepost", 6), CATALOGUE.get("bastillepost").source, window, pages)
    assert len(articles) == days.count(window.until)


def test_a_list_that_shows_its_first_page_for_any_other_is_incomplete() -> None:
    found, source = way("thestandard", 0), CATALOGUE.get("thestandard").source
    window = Window(date(2026, 4, 1), date(2026, 4, 2))
    page = "".join(f"<div><a href='/news/article/31790{n}/A'>A pier opens</a><span>{n} hours ago</span></div>" for n in range(1, 9)).encode()
    asks, ends = list(found.asks(window, NOW)), []
    for _ in range(30):
        ask = asks.pop()
        index = found.read(source, ask, ask.url, page, None, window, NOW)
        asks, ends = list(index.more), [*ends, index.partial]
        if not asks:
            break
    assert ends[-1] == "the list ends on 2026-05-07, and the window is not reached"
    assert len(ends) < 15


def test_a_walk_that_seeks_ends() -> None:
    spider, found = CATALOGUE.get("bastillepost"), way("bastillepost", 6)
    window = Window(date(2026, 3, 1), date(2026, 3, 2))
    # a site whose every page is today's: up to the highest page, then page by page to the limit of pages
    asks, count = list(found.asks(window, NOW)), 0
    while asks:
        ask, count = asks.pop(), count + 1
        page = int(ask.url.rpartition("=")[2])
        body = feed((f"https://www.bastillepost.com/hongkong/article/{page}-a", "Thu, 07 May 2026 11:30:00 +0800"))
        index = found.read(spider.source, ask, ask.url, body.encode(), None, window, NOW)
        asks = list(index.more)
    assert count == 200
    assert index.partial == "200 pages read and the window's first day is not reached"
    # pages without days are no places
    assert [ask.url[-1] for ask in read("bastillepost", 6, feed(("https://www.bastillepost.com/hongkong/article/1-a", "")), window).more] == ["2"]
    assert read("bastillepost", 6, feed(), window).more == []


# --- WordPress -----------------------------------------------------------------------------------------------------------------

POSTS = {
    "hkfp": (1, "https://hongkongfp.com", "/2026/05/01/a-pier-opens/"),
    "icable": (1, "https://www.i-cable.com", "/新聞資訊/322101/碼頭啟用"),
    "pointsmedia": (1, "https://points-media.com", "/2026/碼頭啟用/"),
    "thewitness": (1, "https://thewitnesshk.com", "/碼頭啟用的審訊/"),
    "thecollectivehk": (2, "https://thecollectivehk.com", "/碼頭啟用之後/"),
}


@pytest.mark.parametrize("name", sorted(POSTS))
def test_wordpress_lists_posts_between_days(name: str) -> None:
    number, base, path = POSTS[name]
    window = Window(date(2019, 12, 30), date(2020, 1, 2))
    fields = "_fields=id,link,date,modified,title"
    assert asked(name, number, window) == [f"{base}/wp-json/wp/v2/posts?after=2019-12-30T00:00:00&before=2020-01-02T23:59:59&per_page=100&page=1&{fields}"]
    posts = [{"id": 1, "link": base + path, "date": "2020-01-02T23:50:00", "modified": "2020-01-03T08:00:00", "title": {"rendered": "A pier opens"}}]
    index = read(name, number, posts, window)
    assert told(index) == [(base + path, "2020-01-02")]
    assert following(index) == [asked(name, number, window)[0].replace("page=1&_", "page=2&_")]
    assert read(name, number, "[]", window).more == []
    assert way(name, number).empty == (400,)  # WordPress's answer to the page after the last
    assert way(name, number).reaches_back(NOW.date()) is None


def test_a_list_that_is_refused_is_a_last_resort() -> None:
    assert way("thecollectivehk", 2).last_resort
    assert [spider.name for spider in CATALOGUE if spider.source.refuses] == ["inmediahk", "thecollectivehk"]


# --- the government's releases ---------------------------------------------------------------------------------------------------


def test_info_gov_hk_has_an_index_a_day() -> None:
    base = "https://www.info.gov.hk/gia/general"
    window = Window(date(2024, 7, 31), date(2024, 8, 2))
    assert asked("info_gov_hk_en", 0, window) == [f"{base}/202408/02.htm", f"{base}/202408/01.htm", f"{base}/202407/31.htm"]
    assert asked("info_gov_hk_tc", 0, window) == [f"{base}/202408/02c.htm", f"{base}/202408/01c.htm", f"{base}/202407/31c.htm"]
    assert asked("info_gov_hk_en", 0, Window(date(2005, 12, 30), date(2006, 1, 1))) == [f"{base}/200601/01.htm"]
    assert way("info_gov_hk_en", 0).empty == (404,)  # a day without releases
    page = """<html><body><div id="header"><a href="/gia/general/202407/30/P2024073000999.htm">Yesterday's headline</a></div><div id="contentBody"><div class="leftBody">
    <a href="/gia/general/202407/31/P2024073000225.htm">LandsD to sell a site (with photos)</a><a href="/gia/general/202407/31/P2024073100012.htm">Tender awarded</a>
    <a href="/gia/ISD_public_Calendar_en.html">News Archives</a></div></div></body></html>"""
    ask = list(way("info_gov_hk_en", 0).asks(window, NOW))[-1]
    # the number's own date may be the day before
    assert told(read("info_gov_hk_en", 0, page, window, ask)) == [(f"{base}/202407/31/P2024073{n}.htm", "2024-07-31") for n in ("000225", "100012")]


def test_rthk_has_an_archive_of_twelve_months() -> None:
    today = date(2026, 5, 7)
    for name, language in (("rthk_en", "en"), ("rthk_ch", "ch")):
        assert way(name, 3).reaches_back(today) == today - timedelta(days=360)
        link = f"https://news.rthk.hk/rthk/{language}/component/k2/1833370-20260506.htm"
        page = f"<div class='item'><span class='title'><a href='{link}?archive_date=2026-05-06'>A pier opens</a></span></div><p><a href='{link.replace('370', '999')}'>Most read</a></p>"
        ask = next(a for a in way(name, 3).asks(WEEK, NOW) if a.day == date(2026, 5, 6))
        assert [f.url.partition("?")[0] for f in read(name, 3, page, ask=ask).found] == [link]


# --- APIs ------------------------------------------------------------------------------------------------------------------------


def test_crhk_goes_by_the_mark_of_each_answer() -> None:
    api = "https://www.881903.com/api/news/section/morelist?news_column_id=11&limit=50"
    assert asked("crhk881903", 0) == [api]

    def answer(mark: str | None, *posts: tuple[int, datetime]) -> dict[str, Any]:
        content = [{"item_id": n, "title": "碼頭啟用", "display_ts": int(at.timestamp()), "display_date": f"{at:%Y-%m-%d}", "article_column": {"uri_code": "local"}} for n, at in posts]
        return {"response_code": 200, "response": {"content": content, "next_offset": mark}}

    index = read("crhk881903", 0, answer("MjAyNi0wNS0wMQ==", (2641234, NOW), (2641000, FIRST)))
    assert told(index) == [("https://www.881903.com/news/local/2641234", "2026-05-07"), ("https://www.881903.com/news/local/2641000", "2026-05-01")]
    assert following(index) == [f"{api}&offset=MjAyNi0wNS0wMQ=="]
    again = read("crhk881903", 0, answer("MjAyNi0wNS0wMQ==", (2640999, FIRST)), ask=index.more[0])
    assert again.more == []  # the mark that was asked for already
    assert following(read("crhk881903", 0, answer(None, (2641234, NOW)))) == []
    older = read("crhk881903", 0, answer("x", (2640998, BEFORE)))
    assert (older.found, older.more) == ([], [])


def test_hk01_walks_back_by_instants() -> None:
    api = "https://web-data.api.hk01.com/v2/feed/{}?bucketId=00000&limit=50"
    parts = ("zone/1", "zone/10", "category/399", "category/403")
    assert [asked("hk01", n) for n in range(4)] == [[api.format(part)] for part in parts]

    def answer(*posts: tuple[int, datetime]) -> dict[str, Any]:
        return {"items": [{"id": n, "data": {"articleId": n, "title": "碼頭啟用", "publishTime": int(at.timestamp()), "canonicalUrl": f"https://www.hk01.com/社會新聞/{n}/碼頭"}} for n, at in posts]}

    # a week long past is begun at its end
    past = Window(date(2026, 4, 1), date(2026, 4, 7))
    assert asked("hk01", 1, past) == [f"{api.format('zone/10')}&offset={int(datetime(2026, 4, 9, tzinfo=UTC).timestamp())}"]
    assert read("hk01", 0, {"items": []}, past).partial == "nothing is listed up to the window's end"
    assert read("hk01", 0, answer((60297832, NOW), (60297000, FIRST)), past).more != []
    index = read("hk01", 0, answer((60297832, NOW), (60297000, FIRST)))
    assert [day for _url, day in told(index)] == ["2026-05-07", "2026-05-01"]
    assert following(index) == [f"{api.format('zone/1')}&offset={int(FIRST.timestamp())}"]
    # the answer's own mark is followed, and an advertiser's card of last year ends nothing
    marked = answer((60297832, NOW), (60297000, FIRST))
    marked["items"] = [dict(item, type=1) for item in marked["items"]] + [{**marked["items"][0], "type": 5, "data": {**marked["items"][0]["data"], "articleId": 1, "publishTime": 1700000000}}]
    assert following(read("hk01", 0, {**marked, "nextOffset": 1777560000})) == [f"{api.format('zone/1')}&offset=1777560000"]
    assert following(read("hk01", 0, marked)) == following(index)
    assert told(read("hk01", 0, marked)) == told(index)
    last = read("hk01", 0, answer((60297000, FIRST), (60296999, BEFORE)), ask=index.more[0])
    assert ([day for _url, day in told(last)], last.more) == (["2026-05-01"], [])
    assert read("hk01", 0, {"items": []}).more == []
    with pytest.raises(BadIndex, match="HTML where JSON"):
        read("hk01", 0, "<html>Access denied</html>")


def test_now_goes_by_pages() -> None:
    api = "https://newsapi1.now.com/pccw-news-api/api/getNewsList?category={}&pageNo={}&pageSize=40"
    assert [asked("nownews", n) for n in (0, 1)] == [[api.format(119, 1)], [api.format(121, 1)]]

    def answer(*posts: tuple[str, datetime]) -> list[dict[str, Any]]:
        return [{"newsId": n, "title": "碼頭啟用", "publishDate": int(at.timestamp() * 1000), "lastModifyDate": 1, "newsTags": []} for n, at in posts]

    index = read("nownews", 0, answer(("627709", NOW), ("627700", FIRST)))
    assert told(index) == [("https://news.now.com/home/local/player?newsId=627709", "2026-05-07"), ("https://news.now.com/home/local/player?newsId=627700", "2026-05-01")]
    assert told(read("nownews", 1, answer(("627710", NOW)))) == [("https://news.now.com/home/finance/player?newsId=627710", "2026-05-07")]
    assert following(index) == [api.format(119, 2)]
    assert read("nownews", 0, answer(("627699", BEFORE))).more == []
    assert told(read("nownews", 0, {"newsList": answer(("627709", NOW))})) == told(index)[:1]
    assert (read("nownews", 0, "[]").more, read("nownews", 0, {"newsList": []}).more) == ([], [])


def test_tvb_counts_in_utc_and_hong_kong_does_not() -> None:
    for name, language in (("tvb", "tc"), ("tvb_en", "en")):
        api = f"https://inews-api.tvb.com/news/entry/category?id={{}}&lang={language}&page={{}}&limit=50&country=HK"
        assert [asked(name, n)[0] for n in range(3)] == [api.format(category, 1) for category in ("local", "greaterchina", "finance")]
        ids = [f"6929951ce43529412940f9b{n}" for n in range(3)]
        content = [
            {"id": i, "title": "A pier opens", "publish_datetime": at, "media": {}, "tags": []}
            for i, at in zip(ids, ("2026-05-07T03:00:00.000Z", "2026-04-30T16:00:00.000Z", "2026-04-30T15:59:59.000Z"), strict=True)
        ]
        index = read(name, 0, {"meta": {"title": "T"}, "content": content})
        assert told(index) == [(f"https://news.tvb.com/{language}/local/{ids[0]}", "2026-05-07"), (f"https://news.tvb.com/{language}/local/{ids[1]}", "2026-05-01")]
        assert index.more == []  # an older one ends the walk
        assert following(read(name, 0, {"content": content[:2]})) == [api.format("local", 2)]


def test_oncc_has_a_list_a_day() -> None:
    base = "https://hk.on.cc/hk/bkn/js"
    assert asked("oncc", 0, Window(date(2026, 4, 30), date(2026, 5, 1))) == [f"{base}/20260501/news_dailyList.js", f"{base}/20260430/news_dailyList.js"]
    link = "/hk/bkn/cnt/news/20260501/bkn-20260501001000123-0501_00822_001.html"
    rows = [{"articleId": "bkn-20260501001000123-0501_00822_001", "title": "碼頭啟用", "pubDate": "2026-05-01 00:10:00", "link": link, "authorname": "", "feedtype": "static"}]
    ask = next(way("oncc", 0).asks(Window(date(2026, 5, 1), date(2026, 5, 1)), NOW))
    index = read("oncc", 0, b"\xef\xbb\xbf" + json.dumps(rows).encode(), ask=ask)
    assert told(index) == [(f"https://hk.on.cc{link}", "2026-05-01")]
    assert way("oncc", 0).empty == (404,)


def test_mingpao_searches_between_days() -> None:
    (url,) = asked("mingpao", 3, Window(date(2021, 2, 27), date(2021, 3, 1)))
    assert "&periodstart=20210227&periodend=20210301&" in url
    assert url.endswith("&page=1&searchtype=a")
    ask = next(way("mingpao", 3).asks(WEEK, NOW))
    assert ask.headers == {"X-Requested-With": "XMLHttpRequest"}
    assert CATALOGUE.get("mingpao").source.referer == "https://news.mingpao.com/php/search2.php"
    link = "https://news.mingpao.com/pns/港聞/article/20260501/s00002/1777564800000/碼頭啟用"
    rows = {"data_Result": [{"TITLE": "碼頭啟用", "SUMMARY": {"sharelink": link}, "ATTRIBUTES": {"DOCISSUE": "20260501"}}]}
    index = read("mingpao", 3, rows)
    assert told(index) == [(link, "2026-05-01")]
    assert following(index)[0].endswith("&page=2&searchtype=a")
    assert read("mingpao", 3, {"data_Result": [], "data_Msg": "找不到記錄"}).more == []


# --- lists -----------------------------------------------------------------------------------------------------------------------

AP = "AP69294407e4b0c32d4f60ebe{}"
PAGED = {
    "dotdotnews": (0, "https://www.dotdotnews.com/immed/hknews/more_{}.html", "https://www.dotdotnews.com/a/{0:%Y%m}/{0:%d}/AP69294407e4b0c32d4f60eb{0:%d}.html"),
    "dotdotnews_en": (0, "https://english.dotdotnews.com/hknews/more_{}.html", "https://english.dotdotnews.com/a/{0:%Y%m}/{0:%d}/AP69294407e4b0c32d4f60eb{0:%d}.html"),
    "tkww": (0, "https://www.tkww.hk/hong_kong/more_{}.html", "https://www.tkww.hk/a/{0:%Y%m}/{0:%d}/AP69294407e4b0c32d4f60eb{0:%d}.html"),
    "people_gba": (0, "http://gba.people.cn/index{}.html", "http://gba.people.cn/n1/{0:%Y}/{0:%m%d}/c42272-406129{0:%d}.html"),
}


@pytest.mark.parametrize("name", sorted(PAGED))
def test_lists_whose_addresses_have_the_day_are_walked_to_the_windows_first(name: str) -> None:
    number, pages, address = PAGED[name]
    first = {"people_gba": pages.format(""), "dotdotnews": pages.removesuffix("/more_{}.html")}.get(name, pages.format(1))
    assert asked(name, number) == [first]
    days = [date(2026, 5, 7), date(2026, 5, 1), date(2026, 4, 30)]
    links = [f"<li><a href='{address.format(day)}'>碼頭啟用</a></li>" for day in days]
    index = read(name, number, f"<ul>{links[0]}{links[1]}</ul>")
    assert [day for _url, day in told(index)] == ["2026-05-07", "2026-05-01"]
    assert following(index) == [pages.format(2)]
    end = read(name, number, f"<ul>{links[1]}{links[2]}</ul>", ask=index.more[0])
    assert ([day for _url, day in told(end)], end.more) == (["2026-05-01"], [])
    # a page that repeats the one before it ends the walk
    assert read(name, number, f"<ul>{links[0]}{links[1]}</ul>", ask=index.more[0]).more == []


def test_thestandard_states_day_month_year_in_its_lists() -> None:
    pages = "https://www.thestandard.com.hk/{}?p={}"
    channels = ("news", "property", "finance", "innovation", "china", "hong-kong-news", "business-and-innovation", "china-news")
    assert [asked("thestandard", n)[0] for n in range(8)] == [pages.format(channel, 1) for channel in channels]
    row = "<div class='list-item'><a href='/news/article/{}/A-pier-opens'><h3>A pier opens</h3></a><div class='list-item__date-time'>{}</div></div>"
    index = read("thestandard", 0, row.format(317901, "02-05-2026 19:30 HKT") + row.format(317900, "15 hours ago"))
    assert told(index) == [
        ("https://www.thestandard.com.hk/news/article/317901/A-pier-opens", "2026-05-02"),
        ("https://www.thestandard.com.hk/news/article/317900/A-pier-opens", "2026-05-06"),  # 15 hours before noon
    ]
    assert following(index) == [pages.format("news", 2)]
    assert read("thestandard", 0, row.format(317899, "30-04-2026 23:59 HKT")).more == []


@pytest.mark.parametrize(
    ("name", "urls", "link"),
    [
        ("bastillepost", ["https://www.bastillepost.com/hongkong/category/1-政事"], "https://www.bastillepost.com/hongkong/article/15731771-碼頭啟用"),
        ("bastillepost_en", ["https://www.bastillepost.com/global/"], "https://www.bastillepost.com/global/article/5123456-a-pier-opens"),
        ("stheadline 1", ["https://www.stheadline.com/realtimenews/即時"], "https://www.stheadline.com/society/3522301/碼頭啟用"),
        ("stheadline 2", ["https://www.stheadline.com/realtime-property/樓市動向"], "https://www.stheadline.com/realtime-property/3522302/碼頭旁的地皮"),
        ("skypost", ["https://skypost.hk/news/"], "https://skypost.hk/article/4051234/碼頭啟用"),
        ("hkej", ["https://www2.hkej.com/instantnews/current"], "https://www2.hkej.com/instantnews/current/article/4261234/碼頭啟用"),
        ("xinhua", ["https://www.news.cn/gangao/index.htm"], "https://www.news.cn/gangao/20260506/fbc83ad0f3cb4574867bba5cf6bb20e6/c.html"),
        ("chinadaily_cn", ["https://www.chinadaily.com.cn/china/59b8d010a3108c54ed7dfc30/page_1.html"], "https://www.chinadaily.com.cn/a/202605/06/WS69fa1f37a310d686b47f0a11.html"),
    ],
)  # fmt: skip
def test_lists_of_today(name: str, urls: list[str], link: str) -> None:
    name, _blank, number = name.partition(" ")
    assert asked(name, int(number or 0)) == urls
    assert [f.url for f in read(name, int(number or 0), f"<html><body><nav><a href='/'>A</a></nav><div><a href='{link}'>碼頭啟用</a></div></body></html>").found] == [link]


def test_a_chinese_list_of_ages_is_told_against_the_fetch() -> None:
    rows = "".join(f"<div class='news'><a href='https://www.bastillepost.com/hongkong/article/1573177{n}-碼頭'>碼頭啟用</a><span>{age}</span></div>" for n, age in enumerate(("5分鐘前", "14小時前", "3天前")))
    assert [day for _url, day in told(read("bastillepost", 1, rows))] == ["2026-05-07", "2026-05-06", "2026-05-04"]
    hkej = "".join(f"<div><h4><a href='https://www2.hkej.com/instantnews/current/article/426123{n}/碼頭'>碼頭</a></h4><span>{day}</span></div>" for n, day in enumerate(("今日 00:32", "昨日 23:16", "2026年5月1日")))
    assert [day for _url, day in told(read("hkej", 0, hkej))] == ["2026-05-07", "2026-05-06", "2026-05-01"]


# --- sitemaps ----------------------------------------------------------------------------------------------------------------------

ARCHIVES = "https://www.scmp.com/sitemap/archives"


def sitemap(kind: str, *rows: tuple[str, str]) -> str:
    """A sitemap (kind "url") or an index of them (kind "sitemap") of (address, day of the last change) rows."""
    inner = "".join(f"<{kind}><loc>{url}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</{kind}>" for url, day in rows)
    name = "urlset" if kind == "url" else "sitemapindex"
    return f'<?xml version="1.0" encoding="UTF-8"?><{name} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{inner}</{name}>'


def test_scmp_has_its_archive_by_months() -> None:
    window = Window(date(2020, 1, 30), date(2020, 2, 2))
    assert asked("scmp", 4, window) == [f"{ARCHIVES}-0.xml"]
    assert (way("scmp", 4).last_resort, way("scmp", 4).reaches_back(NOW.date())) == (True, date(2010, 1, 1))
    months = [(f"{ARCHIVES}/articles/{month}.xml", "2021-01-01") for month in ("2019_dec", "2020_JAN", "2020_feb", "2020_mar", "2020_xyz")]
    sections = (f"{ARCHIVES}/sections.xml", "")
    index = read("scmp", 4, sitemap("sitemap", *months, sections), window)
    assert following(index) == [f"{ARCHIVES}/articles/2020_feb.xml", f"{ARCHIVES}/articles/2020_JAN.xml"]
    assert (index.found, index.partial) == ([], None)
    lacking = read("scmp", 4, sitemap("sitemap", *months[:2]), window)
    assert following(lacking) == [f"{ARCHIVES}/articles/2020_JAN.xml"]
    assert lacking.partial == "no file of 2020-02 is named"
    with pytest.raises(BadIndex, match="the archive has moved"):
        read("scmp", 4, sitemap("sitemap", sections), window)
    # the month to come lacks nothing
    assert read("scmp", 4, sitemap("sitemap", (f"{ARCHIVES}/articles/2026_may.xml", "")), Window(date(2026, 5, 1), date(2026, 6, 2))).partial is None


def test_a_month_of_an_archive_is_told_by_changes_and_numbers() -> None:
    window = Window(date(2020, 1, 14), date(2020, 1, 15))
    ask = read("scmp", 4, sitemap("sitemap", (f"{ARCHIVES}/articles/2020_jan.xml", "")), window).more[0]

    def at(number: int, section: str = "news/hong-kong/society") -> str:
        return f"https://www.scmp.com/{section}/article/{number}/a-pier-opens"

    rows = [
        (at(3045900), "2020-01-13T15:59:59Z"),  # changed before the window
        (at(3045999), "2020-01-13T16:00:00Z"),  # the fourteenth in Hong Kong
        (at(3046100, "business/companies"), "2020-01-15T23:59:59+08:00"),
        (at(3045950), "2024-03-01"),  # changed since, but no newer than the window's
        (at(3046300), "2020-01-16"),  # a number a little ahead may be the window's
        (at(3046301), "2020-01-16"),  # of a later day
        (at(3046050), ""),  # of no day
        (at(3046051, "sport/football"), "2020-01-14"),
        ("https://www.scmp.com/week-asia", "2020-01-14"),
        ("https://elsewhere.example/news/hong-kong/article/3046052/a", "2020-01-14"),
    ]
    index = read("scmp", 4, sitemap("url", *rows), window, ask)
    assert [f.url for f in index.found] == [at(3045999), at(3046100, "business/companies"), at(3045950), at(3046300), at(3046050)]
    assert all(f.day is None for f in index.found)  # only the page states its day
    assert index.more == []
    assert (index.notes["out_of_window"], index.notes["not_followed"]) == (2, 3)
    # where all were changed since, each may be the window's
    assert len(read("scmp", 4, sitemap("url", *[(at(3045900 + n), "2024-03-01") for n in range(500)]), window, ask).found) == 500


def test_globaltimes_has_a_sitemap_with_titles() -> None:
    def news(number: int, title: str, at: str) -> str:
        told = f"<news:publication_date>{at}</news:publication_date><news:title>{title}</news:title>"
        return f"<url><loc>https://www.globaltimes.cn/page/202605/{number}.shtml</loc><news:news>{told}</news:news></url>"

    rows = news(1368999, "Hong Kong opens a pier", "2026-05-07T10:00:00+08:00") + news(1368998, "Tea growers meet", "2026-05-07T09:00:00+08:00")
    rows += news(1368990, "Hong Kong tram rests", "2026-04-30T23:00:00+08:00")
    names = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    assert told(read("globaltimes", 4, f"<urlset {names}>{rows}</urlset>")) == [("https://www.globaltimes.cn/page/202605/1368999.shtml", "2026-05-07")]
    assert asked("globaltimes", 4) == ["https://www.globaltimes.cn/sitemap.xml"]


# --- files behind pages -------------------------------------------------------------------------------------------------------------


def test_xinhua_keeps_its_lists_in_files() -> None:
    one, two = "9621c5568c24457f842f378314ce3851", "05dcf250e0d54af8b8d31f054d4b0fbc"
    page = f"""<html><body><ul class="list" id="list" data="datasource:{one}" datatype="ds" preview="ds_"><li><a href="../20260506/{one}/c.html">某事</a></li></ul>
    <div data="datasource:{two}" datatype="ds"></div><div data="datasource:{one}"></div><div data="datasource:x">?</div><div data="other:{two}"></div></body></html>"""
    window = Window(date(2026, 4, 20), date(2026, 4, 21))
    assert asked("xinhua", 1, window) == ["https://www.news.cn/gangao/index.htm"]
    index = read("xinhua", 1, page, window)
    assert following(index) == [f"https://www.news.cn/gangao/ds_{one}.json", f"https://www.news.cn/gangao/ds_{two}.json"]
    assert (index.found, index.partial) == ([], None)
    assert read("xinhua", 1, "<html><body><ul><li>某事</li></ul></body></html>", window).partial == "the page names no file of a list; its template has changed"
    file = index.more[0]

    def row(day: str, number: int, title: str = "某事") -> dict[str, Any]:
        # a row that is a link is given the hour in which it was put on the list
        return {"publishUrl": f"/gangao/{day}/{number:032x}/c.html", "showTitle": title, "publishTime": "2026-05-07 09:00:00", "contentType": "Link"}

    rows = [row("20260422", 1), row("20260421", 2), row("20260420", 3), row("20260419", 4), {"publishUrl": "", "title": "專題"}]
    told_of = read("xinhua", 1, {"datasource": rows}, window, file)
    assert told(told_of) == [(f"https://www.news.cn/gangao/{day}/{n:032x}/c.html", f"2026-04-{day[-2:]}") for day, n in (("20260421", 2), ("20260420", 3))]
    assert (told_of.more, told_of.partial) == ([], None)
    # a long list that ends within the window says so; an old article among the new is not its end
    long = [row("20260421", n) for n in range(150)]
    assert read("xinhua", 1, {"datasource": [*long, row("20200101", 999)]}, window, file).partial == "the list of 151 rows goes back to 2026-04-21"
    assert read("xinhua", 1, {"datasource": [*long, *(row("20260419", 200 + n) for n in range(20))]}, window, file).partial is None
    with pytest.raises(BadIndex):
        read("xinhua", 1, "<html>404</html>", window, file)


def test_xinhuas_english_lists_are_read_for_the_region() -> None:
    base = "https://english.news.cn/20260421/{:032x}/c.html"
    number = next(n for n, found in enumerate(CATALOGUE.get("english_news_cn").discovery) if found.last_resort)
    window = Window(date(2026, 4, 20), date(2026, 4, 21))
    titles = ['<a href="https://english.news.cn/x">Hong Kong opens a pier</a>', "Tea growers meet", None]
    rows = [{"publishUrl": base.format(n), "title": title} for n, title in enumerate(titles)]
    index = read("english_news_cn", number, {"datasource": rows}, window, Ask("https://english.news.cn/china/ds_x.json", state={"file": True}))
    assert [(f.url, f.headline) for f in index.found] == [(base.format(0), "Hong Kong opens a pier"), (base.format(2), None)]


# --- all of them -----------------------------------------------------------------------------------------------------------------


def test_every_source_is_told_of_here_or_in_its_neighbor() -> None:
    here = Path(__file__)
    text = here.read_text("utf-8") + (here.parent / "test_sources_discovery.py").read_text("utf-8")
    missing = [spider.name for spider in CATALOGUE if spider.discovery and f'"{spider.name}"' not in text]
    # editions of one site share their declaration: one is told of
    untold = [name for name in missing if f'"{name.rpartition("_")[0]}_' not in text]
    assert untold == [], f"no test reads an index of {untold[0]}: add its feed to FEEDS above, or its list in words of your own beside those of other sources"


@pytest.mark.parametrize("spider", [s for s in CATALOGUE if s.discovery], ids=lambda s: s.name)
def test_days_gone_by_are_asked_for_where_a_way_reaches_them(spider: Any) -> None:
    """The same declarations serve a backfill: of what reaches a week of last year, everything asks on the source's own hosts, and no feed of today."""
    today = NOW.date()
    window = Window(date(2025, 6, 1), date(2025, 6, 7))
    reaching = [d for d in spider.discovery if (back := d.reaches_back(today)) is None or back <= window.since]
    for found in reaching:
        assert type(found).__name__ != "Feed"
        for url in [ask.url for ask in found.asks(window, NOW)] + [f.url for f in found.direct(window, NOW)]:
            host = url.split("/")[2]
            assert any(host == h.lstrip(".") or host.endswith("." + h.lstrip(".")) for h in spider.source.hosts), url
            assert "{" not in url
