"""Ming Pao, instant news and the daily paper. Verified on 14 saved pages.

The page shows only the day; the time stands in brackets at the end of instant titles ("… (23:04)"). The paper states no time anywhere. Captions
live in the title of a.fancybox, numbered 圖1之1. Every page ends in house lines and its neighbors. Instant finance news moves to
finance.mingpao.com, whose page is another. Paid articles give their first paragraph, then the subscriber's box.
"""

from __future__ import annotations

from harvester.discovery import Api, Feed, JsonItems
from harvester.layout import Layout, css, each, every, meta, xpath
from harvester.platforms.live import ROLLING
from harvester.source import Expect, Source
from harvester.spider import ArticleSpider

PHOTOS = each(
    xpath("//*[@id='topimage' or @id='zoomedimg' or @id='upper' or @id='lower' or @id='blockcontent']//a[contains(@class,'fancybox')][@title]"),
    url="::attr(href)", caption="::attr(title)",
)  # fmt: skip
COLUMN = "//*[@id='articleTop']//div[contains(concat(' ',normalize-space(@class),' '),' txt2 ')][1]"
ADVERTS = ("div[class*=InstreamDom]", "div.inReadLargeCat", "aside.mpadsaside", "div[id^=div-gpt]", "div[class*=advert]")


class Since2023(Layout):
    landmark = "article.txt4"
    textless = True
    headline = (css("title").where(r"^(.*?\(\d{1,2}:\d{2}\))"), css("hgroup h1"), css("h1"))
    published = (css("#articleTop div.date"), css("[itemprop=datePublished]"), css("#blockcontent div.date"))
    section = css("title").where(r" - \d{8} - ([^-]{1,20}) - ")
    paragraphs = xpath("(//article[contains(@class,'txt4')])[1]")
    drop = (
        *ADVERTS, "div.related_news", "ul.relatedlink", "div#zoomedimg", "h2.relate", "div.news2023_more_pic_title",
        "div#pnsautornews", "div.inontent_wrapper",
    )  # fmt: skip
    photos = PHOTOS
    # a column's head is "name, name of the column"; the name is a tag of its own, too, or begins the title: "林少陽：…"
    byline = (
        xpath(f"//a[contains(@class,'content_tag')][starts-with(string({COLUMN}), concat(., ' '))]"),
        xpath(f"{COLUMN}[starts-with(normalize-space(//hgroup/h1), concat(substring-before(normalize-space(.), ' '), '：'))]").where(r"^\s*(\S{2,12})\s"),
    )
    related = every(
        each(xpath("//div[@id='pnsautornews']//a"), url="::attr(href)", title=("span::text", "")),
        xpath("(//article[contains(@class,'txt4')])[1]//p[contains(., '相關報道') or contains(., '相關新聞')]//a"),
    )
    live = css("hgroup h1").where(ROLLING)
    keywords = xpath("(//a[contains(@class,'content_tag')])[1]/..//a[contains(@class,'content_tag')]")  # div.nav_keyword is the site's list of the day


class Finance(Layout):
    """finance.mingpao.com, where instant finance news of news.mingpao.com moves to."""

    landmark = xpath("//div[contains(@class,'share-wrapper')]//p[contains(., '文章日期')]")
    headline = css("h1")
    published = landmark
    section = css("title").where(r" - \d{8} - ([^-]{1,20}) - ")
    paragraphs = css("#upper, #lower")
    drop = (*ADVERTS, "div#zoomedimg")
    photos = PHOTOS
    related = css("#lower p a[href*='/fin/']")
    live = css("h1").where(ROLLING)
    keywords = meta("news_keyword")


class MingpaoSpider(ArticleSpider):
    """Traditional Chinese."""

    name = "mingpao"
    source = Source(
        title="明報", home="https://news.mingpao.com/", hosts=("news.mingpao.com", "finance.mingpao.com"),
        article=(r"/(?:ins|pns)/(?:[^/?#]+/){0,3}article/(?P<date>\d{8})/s\d{5}/(?P<id>\d{13})(?:/|$)", r"/fin/[a-z]+/(?P<date>\d{8})/(?P<id>\d{13})(?:/|$)"), kind="newspaper", language="zh-Hant-HK", dated_address=True,
        site_names=("明報新聞網", "明報財經網"), referer="https://news.mingpao.com/php/search2.php",
        expect=Expect(per_day=(40, 400), silent_hours=12, filled={"images": 0.5}), delay=1.5,
    )  # fmt: skip
    discovery = (
        Feed("https://news.mingpao.com/rss/ins/s00001.xml", days=2),
        Feed("https://news.mingpao.com/rss/ins/s00002.xml", days=2),
        Feed("https://news.mingpao.com/rss/pns/s00001.xml", days=2),
        Api(
            "https://news.mingpao.com/php/searchapi.php?mode=both&keywords=&pnssection=s00001,s00002,s00004&inssection=s00001,s00002"
            "&periodstart={since:%Y%m%d}&periodend={until:%Y%m%d}&sort=d&pagesize=100&page={page}&searchtype=a",
            items=JsonItems("data_Result[]", url="SUMMARY.sharelink", date="ATTRIBUTES.DOCISSUE", title="TITLE"),
            headers={"X-Requested-With": "XMLHttpRequest"},
        ),
    )
    layouts = (Since2023, Finance)
