"""Xinhua, Simplified Chinese: the Hong Kong and Macao channel of news.cn, and xinhuanet.com before it. Verified on 2 saved pages of 2019.

The template of 2019 (#p-detail) is verified; that of 2022 on (#detail, .header-time in pieces) is unconfirmed. The channel's page shows a few
days, the files behind it a month or so; the day is in every address, but no index of older days is known.
"""

from __future__ import annotations

from harvester.discovery import Links, Listing
from harvester.layout import Layout, css, meta, xpath
from harvester.platforms.beneath import captioned, captions
from harvester.platforms.xinhua import DataFiles
from harvester.source import Expect, Source
from harvester.spider import ArticleSpider


class Detail(Layout):
    landmark = "#p-detail"
    textless = True
    headline = (css("div.h-title"), css("h1"), css("title"))
    published = (css("span.h-time"), css("div.h-info span"), meta("publishdate"))
    paragraphs = css("#p-detail")
    drop = ("div.p-tags", "div.zan-wap", "div#articleEdit", "span.tiyi1", "div.video-url", captions)
    photos = xpath("id('p-detail')//p//img[@src]").via(captioned)
    videos = css("#p-detail div.video-url").where(r"(https?://\S+)")
    keywords = meta("keywords")


class NewsCn(Layout):
    landmark = "#detailContent, #detail"
    headline = (css("h1 span.title"), css("h1"), meta("og:title"))
    published = (css("div.header-time, p.time, div.info span.time, div.mheader div.info").first(), meta("publishdate"))
    paragraphs = (css("#detailContent"), css("#detail"))
    drop = ("div#articleEdit", captions)
    photos = xpath("(id('detailContent') | id('detail')[not(.//*[@id='detailContent'])])//img[@src]").via(captioned)
    keywords = meta("keywords")


class Until2017(Layout):
    """The template before #p-detail, from code and archived texts, unconfirmed."""

    landmark = xpath("//h1[@id='title'][//*[@id='content']]")
    headline = css("#title")
    published = (css("#pubtime, span.time"), meta("pubdate", "publishdate"))
    paragraphs = css("#content")
    drop = ("div.zrbj", "#div_currpage", "span.jiucuo", captions)
    photos = xpath("id('content')//p//img[@src]").via(captioned)
    keywords = meta("keywords")


class XinhuaSpider(ArticleSpider):
    """Simplified Chinese."""

    name = "xinhua"
    source = Source(
        title="新华网", home="http://www.xinhuanet.com/", hosts=("www.news.cn", "news.cn", "www.xinhuanet.com", "xinhuanet.com", "news.xinhuanet.com"),
        article=(r"/(?!english/)(?:[a-z-]+/){0,2}(?P<date>\d{8})/(?P<id>[0-9a-f]{32})/c\.html", r"/(?!english/)(?:[a-z-]+/){0,2}(?P<date>\d{4}-\d{2}/\d{2})/c_(?P<id>\d+)\.htm",
                 r"/(?!english/)(?:[\w.-]{1,40}/){0,4}c_(?P<id>\d{6,12})\.htm"),
        kind="agency", country="CN", language="zh-Hans-CN", zone="Asia/Shanghai", site_names=("新华网", "Xinhua"), captions_in_text=True,
        expect=Expect(per_day=(1, 100), silent_hours=24), delay=1.5, dated_address=True,
    )  # fmt: skip
    discovery = (Listing("https://www.news.cn/gangao/index.htm", days=3, items=Links(dated=True)), DataFiles("https://www.news.cn/gangao/index.htm", days=30))
    layouts = (Detail, NewsCn, Until2017)
