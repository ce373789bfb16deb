"""Points Media: WordPress (Newspaper theme). Verified on 2 saved pages; the text stands in h5 and p alike."""

from __future__ import annotations

from harvester.discovery import Feed
from harvester.layout import Layout, css, each, json_ld, meta, xpath
from harvester.platforms.wordpress import CAPTIONED, posts
from harvester.source import Expect, Source
from harvester.spider import ArticleSpider

POST = "(//div[contains(@class,'td-post-content')])[1]"


class Newspaper(Layout):
    landmark = "div.td-post-content"
    textless = True
    headline = css("h1.entry-title")
    published = css("header time.entry-date::attr(datetime)")
    published_meta = meta("article:published_time")
    updated_meta = meta("article:modified_time")
    section = xpath("//div[contains(@class,'entry-crumbs')]/span[a][last()]/a").where(r"^(?!主頁$)(.+)$")
    byline = css("header div.td-post-author-name a")
    # the desk, an organization, signs in the box under the text, where a contributor does, too
    authors = xpath("(//div[contains(@class,'td-post-content')])[2]/p[1]").where(r"^(\S{2,8}編輯部)$")
    paragraphs = css("div.td-post-content").first()
    drop = ("div.td-a-rec", "div.fb-post", "div.td-post-featured-image", "div.code-block", CAPTIONED)
    # Its photos stand bare in paragraphs; the foot and the adverts stand in boxes of their own.
    photos = each(xpath(f"{POST}/figure | {POST}/div[contains(@class,'wp-block-image')]//figure | {POST}//div[contains(@class,'wp-caption')][.//img] | //div[contains(@class,'td-post-featured-image')]//figure | "
                        f"{POST}/*[self::p or self::h2 or self::h3 or self::h4 or self::h5 or self::center]//img[not(ancestor::a[contains(@href,'/supports')] or ancestor::figure or ancestor::div[contains(@class,'wp-caption')])]"),
                  url=("::attr(data-src)", "::attr(src)", "img::attr(src)"), caption=("figcaption", ".wp-caption-text"))  # fmt: skip
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
