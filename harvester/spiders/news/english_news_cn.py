"""Xinhua in English, english.news.cn, and its pages of before 2022 on xinhuanet.com. No saved page exists; texts and crawlers' code are known.

Today's page: .conTop h1, "Source: Xinhua", "Editor: huaxia" (never an author), .time ("2025-11-27 20:15:30"), #detailContent. The old one:
"Source: Xinhua| 2021-04-12 22:51:11|Editor: huaxia". Bodies open with "HONG KONG, April 12 (Xinhua) --", captions end in "(Xinhua/Wu Xiaochu)",
writers stand in the body ("by Xinhua writers …"). zxcode_* pictures are QR codes. Section lists reach a few days, the files behind them weeks; the
day is in every address, but no index of older days is known. Lists carry the country's news: headlines on the region are followed.
"""

from __future__ import annotations

import re
from typing import Any

from harvester.discovery import Links, Listing
from harvester.layout import Layout, css, meta, picture_address, text_of
from harvester.platforms.about import ENGLISH
from harvester.platforms.xinhua import DataFiles
from harvester.source import Expect, Source
from harvester.spider import ArticleSpider

BASE = "https://english.news.cn"


# "A model of the new station is seen …, May 5, 2026. (Xinhua/Lin Xiaohe)": the paragraph under a picture
_CAPTION = re.compile(r"\((?:Xinhua|Photo|Handout|File)[^()]{0,80}\)\s*$")


def captioned(images: list[Any]) -> list[Any]:
    """Pictures of the text with the caption in the paragraph below; QR codes and pictures that count readers are none."""
    found = []
    for image in images:
        below = next(iter(image.xpath("ancestor-or-self::p[1]/following-sibling::p[1]")), None)
        text = text_of(below) if below is not None else ""
        address = picture_address(image)
        if "zxcode_" in (address or "") or next(image.iterancestors("noscript"), None) is not None:
            continue
        found.append({"url": address, "caption": text if _CAPTION.search(text[-120:]) else image.get("alt")})
    return found


class DetailContent(Layout):
    """The template of english.news.cn."""

    landmark = "#detailContent"
    headline = (css("div.conTop h1, h1.Btitle, h1 span.title"), css("h1"), meta("og:title"))
    published = css("div.conTop .time, p.time, span.time, div.header-time").where(r"(\d{4}-\d{2}-\d{2} \d{2}:\d{2}(?::\d{2})?)")
    published_meta = meta("publishdate")
    paragraphs = css("#detailContent")
    drop = ("div.editor", "div.share", "div.ewm", "img[src*=zxcode_]")
    photos = css("#detailContent img:not([src*=zxcode_])").via(captioned)


class Detail(Layout):
    """The template of www.xinhuanet.com/english."""

    landmark = "#detail, #p-detail"
    headline = (css("h1"), css("div.h-title"), meta("og:title"))
    published = css("div.info, i.time, span.time, .h-time").where(r"(\d{4}-\d{2}-\d{2} \d{2}:\d{2}(?::\d{2})?)")
    published_meta = meta("publishdate", "pubdate")
    paragraphs = (css("#detail"), css("#p-detail"))
    drop = ("div.info", "div.share", "h1", "div.p-tags")
    photos = css("#detail img:not([src*=zxcode_])").via(captioned)


class EnglishNewsCnSpider(ArticleSpider):
    """English."""

    name = "english_news_cn"
    source = Source(
        title="Xinhua",
        home=f"{BASE}/",
        hosts=("english.news.cn", "www.xinhuanet.com", "xinhuanet.com", "news.xinhuanet.com"),
        article=(r"/english/(?P<date>\d{4}-\d{2}/\d{2})/c_(?P<id>\d+)\.htm", r"/(?:[a-z]+/)?(?P<date>\d{8})/(?P<id>[0-9a-f]{32})/c\.html"),
        kind="agency",
        country="CN",
        language="en",
        zone="Asia/Shanghai",
        site_names=("Xinhua", "Xinhua | English.news.cn", "English.news.cn"),
        captions_in_text=True,
        expect=Expect(per_day=(0, 60), silent_hours=48, floor=0),
        delay=1.5,
        dated_address=True,
    )
    discovery = (
        *(
            Listing(f"{BASE}/{section}", days=3, items=Links(dated=True), about=ENGLISH)
            for section in ("china/index.htm", "asiapacific/index.htm", "list/china-business.htm", "list/china-science.htm", "list/china-politics.htm")
        ),
        *(DataFiles(f"{BASE}/{section}", days=14, about=ENGLISH) for section in ("china/index.htm", "asiapacific/index.htm", "list/china-business.htm", "list/china-politics.htm")),
    )
    layouts = (DetailContent, Detail)
