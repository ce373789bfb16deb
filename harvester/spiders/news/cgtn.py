"""CGTN, English: the international channel's texts. RSS of its sections; no index reaches further back than they do.

No saved page exists. Only the body's element (#cmsMainContent) and the author's (.news-author-name) are from code at work, the date line's class is not; furniture
("Translating...", "Search Trends", player errors) from texts; the rest is the generic reader's. The same article stands under index.html,
p.html and share_amp.html; the day is in the address. The feeds carry the whole country's news; headlines on the region are followed.
"""

from __future__ import annotations

from harvester.discovery import Feed
from harvester.layout import Layout, css, each, meta
from harvester.platforms.about import ENGLISH
from harvester.source import Expect, Source
from harvester.spider import ArticleSpider


class Cms(Layout):
    """An article of news.cgtn.com."""

    landmark = "#cmsMainContent"
    headline = (css("div.news-title, h1.news-title"), meta("og:title"), css("h1"))
    authors = css(".news-author-name")
    published = css(".news-time .date, .news-time, .news-date")
    paragraphs = css("#cmsMainContent")
    drop = ("div.news-tips", "div.translate", "div.cmsImage", "div.video-container", "div.recommend", "div.share")
    photos = each("#cmsMainContent figure, #cmsMainContent div.cmsImage", url=("img::attr(src)", "img::attr(data-original)"), caption=("figcaption", "p", "img::attr(alt)"))


class CgtnSpider(ArticleSpider):
    """English."""

    name = "cgtn"
    source = Source(
        title="CGTN",
        home="https://www.cgtn.com/",
        hosts=("news.cgtn.com", "www.cgtn.com"),
        article=r"/news/(?P<date>\d{4}-\d{2}-\d{2})/(?P<slug>[^/?#]{1,300})-(?P<id>[A-Za-z0-9]{9,14})/(?:index|p|share|share_amp)\.html",
        canonical="https://news.cgtn.com/news/{date}/{slug}-{id}/index.html",
        kind="broadcaster",
        country="CN",
        language="en",
        zone="Asia/Shanghai",
        site_names=("CGTN",),
        expect=Expect(per_day=(0, 30), silent_hours=72, floor=0),
        delay=1.5,
        dated_address=True,
    )
    discovery = tuple(Feed(f"https://www.cgtn.com/subscribe/rss/section/{section}.xml", days=3, about=ENGLISH) for section in ("china", "business"))
    layouts = (Cms,)
