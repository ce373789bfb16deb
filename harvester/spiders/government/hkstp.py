"""Hong Kong Science and Technology Parks Corporation, hkstp.org: news in English, Traditional and Simplified Chinese.

No saved page exists. The sitemap (an excerpt is known, September 2026) names every page with the day of its last change; lists and their API
need JavaScript and are not asked. The markup is that of event pages measured in September 2026; news pages are taken to be alike.
A window is a window of last changes: one that ends today holds every article published in it, one that ends earlier lacks those changed since.
Old addresses (/press-room/…, /news-room/…) print captions as paragraphs.
"""

from __future__ import annotations

from dataclasses import replace

from harvester.discovery import Sitemap
from harvester.layout import Layout, css, each, meta, xpath
from harvester.source import Expect, Source
from harvester.spider import ArticleSpider

BASE = "https://www.hkstp.org"


class Detail(Layout):
    """A detail page; `.image-content` since 2023, `.subContent` before."""

    landmark = "div.detail-two-third, div.info.richtext"
    headline = (css("div.detail-two-third h1"), css("h1"), meta("og:title"))
    published = (css("div.detail-two-third .date"), css(".date"))
    section = css("div.detail-two-third .title a.tag")
    paragraphs = (css("div.content div.image-content"), css("div.info.richtext div.subContent"), css("div.info.richtext"))
    photos = each("div.detail-two-third figure, div.content figure, div.info.richtext figure", url="img::attr(src)", caption="figcaption")


# the day above the headline: "21 Jun 2026", "2026年6月21日"
DAY = xpath("((//h1)[1]/preceding::*[not(*)][normalize-space()])[last()]").where(r"^\s*(\d{1,2} [A-Z][a-z]{2,8} \d{4}|\d{4}年\d{1,2}月\d{1,2}日)\s*$")


class DayAboveTitle(Layout):
    """A detail page in another markup: the day is still above the headline; the text is the generic reader's."""

    landmark = DAY
    headline = css("h1")
    published = DAY


def article(language: str) -> tuple[str, ...]:
    """Addresses of a language: the news of today's site, and the two press rooms before it."""
    return (rf"/{language}/park-life/news-and-events/news/[^/?#]{{3,}}/?$", rf"/{language}/(?:press-room|news-room)/[^/?#]{{3,}}/?$")


ENGLISH = Source(
    title="Hong Kong Science and Technology Parks Corporation",
    home=f"{BASE}/en/",
    hosts=("www.hkstp.org", "hkstp.org"),
    article=(*article("en"), r"/(?:press-room|news-room)/[^/?#]{3,}/?$"),
    kind="statutory_body",
    language="en",
    date_formats=("%d %b %Y", "%d %B %Y"),
    site_names=("HKSTP", "Hong Kong Science and Technology Parks Corporation", "香港科技園公司", "香港科技园公司"),
    captions_in_text=True,
    expect=Expect(per_day=(0, 8), silent_hours=240),
    delay=2.0,
    lookback=7,
)


class HkstpEnSpider(ArticleSpider):
    """English."""

    name = "hkstp_en"
    source = ENGLISH
    discovery = (Sitemap(f"{BASE}/sitemap.xml"),)
    layouts = (Detail, DayAboveTitle)


class HkstpTcSpider(ArticleSpider):
    """Traditional Chinese."""

    name = "hkstp_tc"
    source = replace(ENGLISH, title="香港科技園公司", home=f"{BASE}/zh-hk/", article=article("zh-hk"), language="zh-Hant-HK")
    discovery = (Sitemap(f"{BASE}/sitemap.xml"),)
    layouts = (Detail, DayAboveTitle)


class HkstpScSpider(ArticleSpider):
    """Simplified Chinese."""

    name = "hkstp_sc"
    source = replace(ENGLISH, title="香港科技园公司", home=f"{BASE}/zh-cn/", article=article("zh-cn"), language="zh-Hans-CN")
    discovery = (Sitemap(f"{BASE}/sitemap.xml"),)
    layouts = (Detail, DayAboveTitle)
