"""Xinhua, Chinese template of 2019 (2 saved pages) and english.news.cn (texts only; markup unconfirmed)."""

from __future__ import annotations

from harvester.discovery import Listing
from harvester.layout import Layout, css, each, meta
from harvester.source import Expect, Source
from harvester.spider import ArticleSpider


class Detail(Layout):
    landmark = "#p-detail"
    headline = (css("div.h-title"), css("h1"), css("title"))
    published = (css("span.h-time"), css("div.h-info span"), meta("publishdate"))
    paragraphs = css("#p-detail")
    drop = ("div.p-tags", "div.zan-wap", "div#articleEdit", "span.tiyi1")


class NewsCn(Layout):
    landmark = "#detailContent, #detail"
    headline = (css("h1 span.title"), css("h1"), meta("og:title"))
    published = (css("div.header-time, p.time, div.info span.time"), meta("publishdate"))
    paragraphs = (css("#detailContent"), css("#detail"))
    photos = each("#detailContent p:has(img), #detail p:has(img)", url="img::attr(src)", caption="img::attr(alt)")


class XinhuaSpider(ArticleSpider):
    """English and Simplified Chinese."""

    name = "xinhua"
    source = Source(
        title="Xinhua", home="https://english.news.cn/", hosts=("english.news.cn", "www.news.cn", "www.xinhuanet.com", "news.xinhuanet.com"),
        article=(r"/(?P<date>\d{8})/(?P<id>[0-9a-f]{32})/c\.html", r"/[a-z]+/(?P<date>\d{4}-\d{2}/\d{2})/c_(?P<id>\d+)\.htm"), kind="agency", country="CN",
        language="en", zone="Asia/Shanghai", site_names=("新华网", "Xinhua"), captions_in_text=True, expect=Expect(per_day=(5, 300), silent_hours=24), delay=1.5,
    )  # fmt: skip
    discovery = (Listing("https://english.news.cn/china/", days=2), Listing("https://english.news.cn/asiapacific/", days=2))
    layouts = (Detail, NewsCn)
