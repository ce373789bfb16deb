"""Points Media: WordPress (Newspaper theme). Verified on 2 saved pages; the text stands in h5 and p alike."""

from __future__ import annotations

from harvester.discovery import Feed
from harvester.layout import Layout, css, each, meta
from harvester.platforms.wordpress import posts
from harvester.source import Expect, Source
from harvester.spider import ArticleSpider


class Newspaper(Layout):
    landmark = "div.td-post-content"
    headline = css("h1.entry-title")
    published = css("header time.entry-date::attr(datetime)")
    published_meta = meta("article:published_time")
    updated_meta = meta("article:modified_time")
    byline = css("header div.td-post-author-name a")
    paragraphs = css("div.td-post-content")
    drop = ("div.td-a-rec", "div.fb-post", "div.td-post-featured-image", "div.code-block")
    photos = each("div.td-post-content figure, div.td-post-featured-image figure", url="img::attr(src)", caption="figcaption")


class PointsmediaSpider(ArticleSpider):
    """Traditional Chinese."""

    name = "pointsmedia"
    source = Source(
        title="棱角媒體", home="https://points-media.com/", hosts=("points-media.com", "www.points-media.com"), article=r"/(?!supports|category|tag|author|wp-)[^?#]{8,}$",
        kind="portal", language="zh-Hant-HK", site_names=("棱角媒體",), expect=Expect(per_day=(2, 40), silent_hours=48), delay=2.0,
    )  # fmt: skip
    discovery = (Feed("https://points-media.com/feed/", days=3), posts("https://points-media.com"))
    layouts = (Newspaper,)
