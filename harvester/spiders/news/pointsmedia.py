"""Points Media: WordPress (Newspaper theme). Verified on 2 saved pages; the text stands in h5 and p alike."""

from __future__ import annotations

from harvester.discovery import Feed
from harvester.layout import Layout, css, json_ld, meta, xpath
from harvester.platforms.wordpress import CAPTIONED, pictures, posts
from harvester.source import Expect, Source
from harvester.spider import ArticleSpider

POST = "(//div[contains(@class,'td-post-content')])[1]"
# The box under the text: who signs it, a disclaimer, the site's banner and its address.
SIGNED = xpath(f"({POST}//div[contains(@class,'td-post-content')]//*[self::p or self::h5][normalize-space()])[1]")


class Newspaper(Layout):
    landmark = "div.td-post-content"
    textless = True
    headline = css("h1.entry-title")
    published = css("header time.entry-date::attr(datetime)")
    published_meta = (meta("article:published_time"), json_ld("datePublished"))
    updated_meta = (meta("article:modified_time"), json_ld("dateModified"))
    section = xpath("//div[contains(@class,'entry-crumbs')]/span[a][last()]/a").where(r"^(?!主頁$)(.+)$")
    byline = (css("header div.td-post-author-name a"), SIGNED.where(r"^((?!支持我們|免責聲明|.{0,4}來源).{2,40})$"))
    paragraphs = css("div.td-post-content").first()
    drop = ("div.td-post-content div.td-post-content", "div.td-a-rec", "div.fb-post", "div.td-post-featured-image", "div.code-block", CAPTIONED)
    # Its photos stand bare in paragraphs and sub-heads; the foot and the adverts stand in boxes of their own.
    photos = pictures(POST, "ancestor::div[contains(@class,'td-a-rec') or contains(@class,'td-post-content')][ancestor::div[contains(@class,'td-post-content')]]")
    keywords = json_ld("keywords")


class PointsmediaSpider(ArticleSpider):
    """Traditional Chinese."""

    name = "pointsmedia"
    source = Source(
        title="棱角媒體", home="https://points-media.com/", hosts=("points-media.com", "www.points-media.com"), article=r"/(?!supports|category|tag|author|wp-)[^?#]{8,}$",
        kind="portal", language="zh-Hant-HK", site_names=("棱角媒體",), expect=Expect(per_day=(2, 40), silent_hours=48), delay=2.0,
    )  # fmt: skip
    discovery = (Feed("https://points-media.com/feed/", days=3), posts("https://points-media.com"))
    layouts = (Newspaper,)
