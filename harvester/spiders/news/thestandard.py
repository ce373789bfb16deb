"""The Standard. Verified on 12 saved pages. More articles are appended below the first, so everything is read inside the first listing body.

The visible date is day-month-year. JSON-LD names the house in both languages where there is no byline.
"""

from __future__ import annotations

from harvester.discovery import Links, Listing
from harvester.layout import Layout, css, each, json_ld, xpath
from harvester.platforms.wordpress import players
from harvester.source import Expect, Source
from harvester.spider import ArticleSpider

FIRST = "(//div[contains(@class,'article-detail__container')])[1]"
TEXT = f"({FIRST}//div[contains(@class,'article-detail__text-section')])[1]"
MARKED = " or ".join(f"starts-with(translate(normalize-space(.), 'ADELMORSTB', 'adelmorstb'), '{marker}')" for marker in ("read more", "related", "also read", "see also"))


class AppRouter(Layout):
    landmark = "div.article-detail__text-section"
    textless = True
    headline = css("div.article-detail__title h1, h1.article-detail__title, div.article-detail__title")
    published = xpath(f"({FIRST}//div[contains(@class,'list-item__date-time')])[1]")
    published_meta = json_ld("datePublished")
    updated_meta = json_ld("dateModified")
    byline = xpath(f"{FIRST}//p[contains(@class,'article-detail-byline__name')]")
    authors = json_ld("[author][] | [?!contains(name || '', '虎報') && name != 'The Standard'].name")
    section = css("a.list-item__rect")
    paragraphs = xpath(TEXT)
    drop = ("div.article-detail-keywords__container", "div.article-detail__app-download", "div.img_caption", "div[class*=advert]", "div[class*=related]", "h1")
    # The lead photo, the gallery's and those between paragraphs alike: their captions are in attributes only.
    photos = each(xpath(f"{FIRST}//*[contains(@class,'img-div')][.//img or @href]"), url=("::attr(href)", "img::attr(src)"), caption=("::attr(data-caption)", "img::attr(alt)"))
    videos = players(TEXT)
    related = xpath(f"{TEXT}//p[{MARKED}]//a | {TEXT}//p[count(.//a)=1 and normalize-space(.)=normalize-space(.//a)]//a[contains(@href, '/article/')]")
    keywords = xpath(f"{FIRST}//a[contains(@class,'article-detail-keywords__item')]")


class TheStandardSpider(ArticleSpider):
    """English."""

    name = "thestandard"
    source = Source(
        title="The Standard", home="https://www.thestandard.com.hk/", hosts=("www.thestandard.com.hk", "thestandard.com.hk"),
        article=r"/(?P<section>[a-z-]+)/article/(?P<id>\d{5,7})(?:/|$)", kind="newspaper", language="en", site_names=("The Standard",),
        date_formats=("%d-%m-%Y %H:%M HKT",), expect=Expect(per_day=(20, 150), silent_hours=12, filled={"images": 0.8}), delay=1.5,
    )  # fmt: skip
    # the channels of 2026, and those before, whose articles stand at both addresses: what is no more answers 404
    discovery = tuple(
        Listing(f"https://www.thestandard.com.hk/{channel}?p={{page}}", days=60, seek=200, items=Links(dated=True), empty=(404,))
        for channel in ("news", "property", "finance", "innovation", "china", "hong-kong-news", "business-and-innovation", "china-news")
    )
    layouts = (AppRouter,)
