"""i-CABLE News: WordPress. Verified on 6 saved pages. The page shows only the day; the metas have the minute, in UTC."""

from __future__ import annotations

from harvester.discovery import Feed
from harvester.layout import Layout, css, each, every, json_ld, meta, xpath
from harvester.platforms.asides import headlines_alone
from harvester.platforms.live import ROLLING
from harvester.platforms.wordpress import CAPTIONED, pictures, posts
from harvester.source import Expect, Source
from harvester.spider import ArticleSpider

POST = "(//article[contains(@class,'post-detail-wrap')])[1]"


class Single(Layout):
    landmark = "article.post-detail-wrap"
    textless = True
    headline = css("h1.single-post-title")
    canonical = css("link[rel=canonical]::attr(href)")  # of a page asked for as /?p=414126
    live = headline.where(ROLLING)
    published = css("div.single-post-meta li").where(r"(\d{4}年\d{1,2}月\d{1,2}日)")
    published_meta = (meta("article:published_time"), json_ld("datePublished"))
    updated_meta = (meta("article:modified_time"), json_ld("dateModified"))
    section = (xpath("//ul[contains(@class,'post-categories')]//a[contains(substring-after(@href,'/category/'),'/')]"), css("ul.post-categories a"), meta("article:section"))
    byline = xpath(f"{POST}//div[contains(@class,'single-post-meta')]//li[i[contains(@class,'fa-user')]]")
    paragraphs = xpath(POST)
    drop = ("h1", CAPTIONED, "div.cable-in-article-ad-container", "div.cable-ad-slot", "div.post-meta", "div.post-info", "div[id^=div-gpt]", "div.video-js", "div[id^=google]", "div.social-share", "div.related-posts", "div#videoplayer-container", "div[class*=share]")
    photos = every(
        each(xpath(f"{POST}//div[contains(@class,'post-image')]"), url=("img::attr(data-src)", "img::attr(src)")),
        pictures(POST),
    )
    videos = xpath(f"{POST}//video/@data-url")
    related = headlines_alone(POST, "i-cable.com")
    keywords = xpath("(//div[contains(@class,'cscra-blog-tags')])[1]//a[@rel='tag']")


class IcableSpider(ArticleSpider):
    """Traditional Chinese."""

    name = "icable"
    source = Source(
        title="有線新聞", home="https://www.i-cable.com/", hosts=("www.i-cable.com", "i-cable.com"), article=(r"/[^/]+/(?P<id>\d{5,8})(?:/|$)", r"/\?p=(?P<id>\d{5,8})$"), kind="broadcaster",
        language="zh-Hant-HK", site_names=("有線寬頻 i-CABLE", "i-CABLE", "有線新聞"), expect=Expect(per_day=(20, 200), silent_hours=12), delay=1.5,
    )  # fmt: skip
    discovery = (Feed("https://www.i-cable.com/feed", days=2), posts("https://www.i-cable.com"))
    layouts = (Single,)
