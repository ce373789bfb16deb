"""news.gov.hk, the government's own news portal, English and Traditional Chinese; stories are written apart, not translated.

No saved page exists: selectors come from two scrapers of 2018-2021 that agree (h1.news-title, span.news-date, div.newsdetail-content) and
are unconfirmed since; the generic reader carries the page where they are wrong. RSS and the monthly archive are confirmed by crawlers of 2026;
the archive page asks for a month with its own address as Referer, and so do we. The number in the address is the CMS's creation stamp, not the
publication; the meta's instant is, whose day the page shows. <meta name="keywords"> is the title once more. Stories of before 2018 are at
/en/categories/…/20171013_175627.shtml: read where somebody has one, listed nowhere. sc.news.gov.hk turns the Chinese stories into Simplified
Chinese by machine, with mistakes; it is not asked.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from harvester.discovery import Discovery, Feed, Monthly, XmlItems
from harvester.layout import Layout, css, each, meta
from harvester.source import Expect, Source
from harvester.spider import ArticleSpider

BASE = "https://www.news.gov.hk"
# What can hold development news; sports, health and school are left out.
CATEGORIES = ("infrastructure", "finance", "admin", "environment")


class Since2018(Layout):
    """The Bootstrap template of 2018; unconfirmed on today's pages."""

    landmark = "div.newsdetail-content"
    headline = (css("h1.news-title"), css("h1"), meta("og:title"))
    published = css("span.news-date")
    published_meta = meta("date")
    paragraphs = (css("div.newsdetail-content"),)
    drop = ("div.newsdetail-content figure", "div.newsdetail-content .caption")
    photos = (
        each("div.newsdetail-content figure", url="img::attr(src)", caption="figcaption"),
        each("div.newsdetail-content img[src*='/images/']", url="::attr(src)", caption=("::attr(alt)", "::attr(title)")),
    )


def discovery(short: str, long: str) -> tuple[Discovery, ...]:
    """RSS of the categories and of the top stories for today, the monthly archive for the way back. short: en, tc; long: eng, chi."""
    feeds = (*(Feed(f"{BASE}/{short}/categories/{c}/html/articlelist.rss.xml", days=3) for c in CATEGORIES), Feed(f"{BASE}/{short}/common/html/topstories.rss.xml", days=3))
    months = tuple(
        Monthly(
            f"{BASE}/jsp/NewsArticle.jsp?language={long}&category={c}&date=%Y%m",
            first=date(2018, 1, 1),
            items=XmlItems("item", url="generateHtmlPath", date="eventDate", title="title"),
            empty=(404,),
        )
        for c in CATEGORIES
    )
    return feeds + months


def article(long: str, short: str) -> tuple[str, ...]:
    """Addresses of a language, today's and those of before 2018."""
    return (rf"/{long}/\d{{4}}/\d{{2}}/\d{{8}}/(?P<id>(?P<date>\d{{8}})_\d{{6}}_\d{{3}})\.html", rf"/{short}/categories/\w+/html/\d{{4}}/\d{{2}}/(?P<id>(?P<date>\d{{8}})_\d{{6}})\.shtml")


ENGLISH = Source(
    title="news.gov.hk",
    home=f"{BASE}/eng/",
    hosts=("www.news.gov.hk", "news.gov.hk"),
    article=article("eng", "en"),
    kind="government",
    language="en",
    site_names=("news.gov.hk", "香港政府新聞網"),
    referer=f"{BASE}/en/archive.html",
    expect=Expect(per_day=(4, 60), silent_hours=48, filled={"images": 0.6}),
    delay=1.0,
)


class NewsGovHkEnSpider(ArticleSpider):
    """English stories."""

    name = "news_gov_hk_en"
    source = ENGLISH
    discovery = discovery("en", "eng")
    layouts = (Since2018,)


class NewsGovHkTcSpider(ArticleSpider):
    """Traditional Chinese stories."""

    name = "news_gov_hk_tc"
    source = replace(
        ENGLISH, title="香港政府新聞網", home=f"{BASE}/chi/", language="zh-Hant-HK", referer=f"{BASE}/chi/archive.html", article=article("chi", "tc")
    )
    discovery = discovery("tc", "chi")
    layouts = (Since2018,)
