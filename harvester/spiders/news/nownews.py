"""Now News. Verified on 6 saved pages. Instants and pictures are in `var newsData`; titles may end in (羅泳思報道)."""

from __future__ import annotations

from harvester.discovery import Api, JsonItems
from harvester.layout import Layout, css, each, every, json_ld, variable, xpath
from harvester.platforms.asides import headlines_alone
from harvester.platforms.live import ROLLING
from harvester.source import Expect, Source
from harvester.spider import ArticleSpider


class NewsData(Layout):
    landmark = "div.newsLeading"
    textless = True
    headline = (css("h1.newsTitle"), variable("newsData", "title"))
    live = css("h1.newsTitle").where(ROLLING)
    published = css("article time.published")
    published_meta = (variable("newsData", "publishDate"), json_ld("datePublished"))
    updated_meta = (variable("newsData", "lastModifyDate"), json_ld("dateModified"))
    section = variable("newsData", "categoryName")
    paragraphs = css("div.newsLeading").first()
    photos = (each(variable("newsData", "imageList"), url="image2Url || imageUrl", caption="caption"), each(json_ld("{url: image}"), url="url"))
    related = every(
        headlines_alone("(//div[contains(@class,'newsLeading')])[1]", "news.now.com"),
        each(xpath("(//ul[contains(@class,'relatedNews')])[1]//a"), url="::attr(href)", title="div.newsTitle"),
    )
    keywords = variable("newsData", "newsTags[].tag")


class NownewsSpider(ArticleSpider):
    """Traditional Chinese."""

    name = "nownews"
    source = Source(
        title="Now新聞台", home="https://news.now.com/", hosts=("news.now.com", "newsapi1.now.com"), article=r"/home/(?P<section>[a-z]+)/player\?newsId=(?P<id>\d+)",
        kind="broadcaster", language="zh-Hant-HK", site_names=("Now 新聞", "Now新聞"), expect=Expect(per_day=(30, 300), silent_hours=12), delay=1.5,
    )  # fmt: skip
    # The address that the site's own pages ask. Under another channel's address an article is an empty page.
    discovery = tuple(
        Api(
            f"https://newsapi1.now.com/pccw-news-api/api/getNewsList?category={n}&pageNo={{page}}&pageSize=40", days=30, max_pages=100, seek=100,
            items=JsonItems("newsList[] || data[] || []", url=f"https://news.now.com/home/{channel}/player?newsId={{newsId}}", date="publishDate", title="title"),
        )
        for n, channel in ((119, "local"), (121, "finance"))
    )  # fmt: skip
    layouts = (NewsData,)
