"""Sky Post (HKET group). Verified on 3 saved pages. Dates are days; an endless scroll appends other articles, the first one is read."""

from __future__ import annotations

from harvester.discovery import Listing
from harvester.layout import Layout, css, each, json_ld, xpath
from harvester.source import Expect, Source
from harvester.spider import ArticleSpider

FIRST = "(//div[contains(@class,'lazy-article')] | //main)[last()]"
BODY = "(//div[contains(@class,'article-details-content-container')])[1]"


class LazyArticle(Layout):
    landmark = "div.article-details-content-container"
    headline = (css("div.article-header h1"), css("h1"))
    published = xpath("(//div[contains(@class,'publish-time')])[1]")
    published_meta = json_ld("datePublished")
    paragraphs = xpath(BODY)
    drop = ("table", "blockquote.instagram-media", "div[class*=ad-]", "div.also-like", "div.video-js", "div[class*=vjs-]")
    photos = each(xpath(f"{BODY}//figure[.//img] | {BODY}//div[contains(@class,'article-detail_image')]"), url=("img::attr(data-src)", "img::attr(src)"), caption=("figcaption", "p.article-detail_caption", "span"))
    keywords = json_ld("keywords")


class SkypostSpider(ArticleSpider):
    """Traditional Chinese."""

    name = "skypost"
    source = Source(
        title="晴報", home="https://skypost.hk/", hosts=("skypost.hk", "www.skypost.hk"), article=r"/article/(?P<id>\d+)(?:/|$)", kind="newspaper",
        language="zh-Hant-HK", site_names=("晴報", "Sky Post"), expect=Expect(per_day=(10, 200), silent_hours=24), delay=2.0,
    )  # fmt: skip
    discovery = (Listing("https://skypost.hk/news/", days=2),)
    layouts = (LazyArticle,)
