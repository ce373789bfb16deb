"""Sing Tao Headline. Verified on 10 saved pages. The update stands before the publication, unparted; the reporter is in the last lines.

The feed is of all sections; lists of the city's news, of property and of business, as every page's menu has them, are asked beside it.
"""

from __future__ import annotations

import re

from harvester.discovery import Feed, Links, Listing
from harvester.items import Scraped
from harvester.layout import Layout, css, each, every, json_ld, xpath
from harvester.page import Page
from harvester.platforms.beneath import captioned
from harvester.platforms.live import ROLLING
from harvester.platforms.players import films
from harvester.source import Expect, Source
from harvester.spider import ArticleSpider

BODY = "(//div[contains(@class,'content-body')])[1]"
BAR = re.compile(r"[｜|︱│丨]")
# A paragraph or a list's item that is other stories' headlines and nothing else, or begins with a marker. It is one headline, in one link or
# more ("…圍網和發泡膠才是禍首" "大埔"), unless it has lines.
ALONE = "[.//a[contains(@href,'stheadline.com/')]][not(.//text()[normalize-space()][not(ancestor::a)])]"
MARKERS = ("相關新聞", "相關報道", "日報新聞-相關報道", "相關文章", "延伸閱讀", "同場加映", "更多新聞")
MARKED = f"[{' or '.join(f'starts-with(normalize-space(.), {marker!r})' for marker in MARKERS)}][.//a]"
RELATED = tuple(f"{BODY}//{kind}" for kind in (f"p{ALONE}", f"p{MARKED}", f"li{ALONE}"))


class Realtime(Layout):
    landmark = "div.content-body"
    textless = True
    headline = css("div.article-title h1, h1")
    published = xpath("(//div[starts-with(@id,'time_')])[1]")
    published_meta = json_ld("datePublished")
    updated_meta = json_ld("dateModified")
    section = (css("div.article-des div.tag-icon"), json_ld("articleSection"))
    live = css("div.article-title h1, h1").where(ROLLING)
    paragraphs = xpath(BODY)
    drop = ("div.img_caption", "div[id*='1x1']", "div.footer-text-web", "div.footer-text-mweb", "div.swiper-container", "div.gallery")
    photos = every(
        each(xpath(f"{BODY}//*[@data-caption] | (//section[.//div[contains(@class,'content-body')]])[1]//div[contains(@class,'article-content')]//*[@data-caption]"),
             url=("::attr(href)", "img::attr(src)", "::attr(src)"), caption=("::attr(data-caption)", "div.img_caption")),
        xpath(f"{BODY}//img[@*[contains(., '//image.hkhl.hk/')]][not(ancestor-or-self::*[@data-caption])]").via(captioned),
    )  # fmt: skip
    related = each(xpath(" | ".join(f"{holder}[not(.//br)] | {holder}[.//br]//a" for holder in RELATED)), url=("a::attr(href)", "::attr(href)"), title="")
    videos = every(
        xpath("//script[contains(@type,'ld+json')]/text()").where(r'"VideoObject".{0,4000}?"contentUrl"\s{0,9}:\s{0,9}"(https?://[^"]{1,400})"'),
        xpath(f"{BODY}//iframe").via(films),
    )
    keywords = json_ld("keywords")
    translations = {"zh-Hans": css("link[rel=alternate][hreflang=zh-Hans]::attr(href)")}

    @classmethod
    def amend(cls, scraped: Scraped, page: Page) -> None:
        """The lead picture is given the headline where it has no caption, sometimes one of before: "大埔五級火｜…" under "大埔五級火│…"."""
        topic, *more = BAR.split(scraped.headline or "", maxsplit=1)
        for photo in scraped.photos[:1]:
            said, *rest = BAR.split(photo.caption or "", maxsplit=1)
            if said and " ".join(said.split()) == " ".join(topic.split()) and len(rest) == len(more) and not (photo.caption or "").endswith(("。", "攝", "）", ")")):
                photo.caption = None


class StheadlineSpider(ArticleSpider):
    """Traditional Chinese."""

    name = "stheadline"
    source = Source(
        title="星島頭條", home="https://www.stheadline.com/", hosts=("www.stheadline.com", "stheadline.com"), article=r"/(?P<section>[a-z-]+)/(?P<id>\d{6,8})(?:/|$)",
        kind="newspaper", language="zh-Hant-HK", site_names=("星島頭條", "星島日報"), expect=Expect(per_day=(50, 600), silent_hours=6, filled={"images": 0.7}), delay=1.5,
    )  # fmt: skip
    discovery = (
        Feed("https://www.stheadline.com/rss", days=2),
        *(
            Listing(f"https://www.stheadline.com/{part}", days=2, items=Links(dated=True), empty=(404,))
            for part in ("realtimenews/即時", "realtime-property/樓市動向", "realtime-finance/商業創科")
        ),
    )
    layouts = (Realtime,)
