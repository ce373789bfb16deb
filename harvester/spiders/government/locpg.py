"""Liaison Office of the Central People's Government in the HKSAR, locpg.gov.cn, Simplified Chinese.

No saved page exists. Addresses: /jsdt/2021-06/07/c_1211190000.htm until 2022, /20260710/<32 hex digits>/c.html in 2026 (Xinhua's system), both
with the day in them. Selectors are of 2021: h1, div#content, div.info.domPC ("来源：新华社 发布时间 2021-06-07"); the home page's lists were
ul.jj_right_list and .swiper-wrapper. Until about 2018 the same pages stood on www.locpg.hk. Much is reprinted from Xinhua. No list of older articles is known: a few days are all it reaches.
"""

from __future__ import annotations

from harvester.discovery import Links, Listing
from harvester.layout import Layout, css, meta
from harvester.platforms.beneath import captioned, captions
from harvester.source import Expect, Source
from harvester.spider import ArticleSpider

BASE = "http://www.locpg.gov.cn"


class Content(Layout):
    """Both generations as far as known."""

    landmark = "div#content, #detailContent, #detail"
    headline = (css("h1"), meta("og:title"))
    published = (css("div.info.domPC").where(r"(\d{4}-\d{1,2}-\d{1,2}.{0,9})"), css("div.info").where(r"(\d{4}-\d{1,2}-\d{1,2}.{0,9})"))
    published_meta = meta("publishdate", "PubDate")
    paragraphs = (css("#detailContent"), css("div#content"), css("#detail"))
    drop = ("div.info", "div.share", "div.editor", "h1", captions)
    photos = css("#content p img, #detailContent p img").via(captioned)


class LocpgSpider(ArticleSpider):
    """Simplified Chinese."""

    name = "locpg"
    source = Source(
        title="中央人民政府驻香港特别行政区联络办公室",
        home=f"{BASE}/",
        hosts=("www.locpg.gov.cn", "locpg.gov.cn", "www.locpg.hk", "locpg.hk"),
        article=(r"/(?:[\w-]+/){0,3}(?P<date>\d{8})/(?P<id>[0-9a-f]{32})/c\.html", r"/(?:[\w-]+/){0,3}(?P<date>\d{4}-\d{2}/\d{2})/c_(?P<id>\d{6,12})\.htm"),
        kind="government",
        country="CN",
        language="zh-Hans-CN",
        zone="Asia/Shanghai",
        site_names=("中央人民政府驻香港特别行政区联络办公室", "中央政府驻港联络办"),
        captions_in_text=True,
        expect=Expect(per_day=(0, 30), silent_hours=24 * 4, floor=0),
        delay=3.0,
        dated_address=True,
    )
    discovery = (
        Listing(f"{BASE}/", days=7, items=Links(dated=True)),
        Listing(f"{BASE}/jsdt/index.htm", days=30, items=Links(dated=True), empty=(404,)),
    )
    layouts = (Content,)
