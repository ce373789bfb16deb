"""on.cc (Oriental Daily). Verified on 8 saved pages. Dates have no year (it is in the address); the update stands first. Captions are in title attributes."""

from __future__ import annotations

from datetime import date

from harvester.discovery import Daily, JsonItems
from harvester.layout import Layout, css, each, json_ld, meta, variable, xpath
from harvester.platforms.live import ROLLING
from harvester.source import Expect, Source
from harvester.spider import ArticleSpider

TEXT = "(//div[contains(@class,'breakingNewsContent')])[1]"


class Breaking(Layout):
    landmark = "div.breakingNewsContent"
    textless = True
    headline = css("div.topHeadline h1, #newsHeadline h1")
    section = xpath("//*[@id='netvigationBar']/text()[last()]")  # "港澳版>新聞>中港台", the last without a link
    live = css("div.topHeadline h1, #newsHeadline h1").where(ROLLING)
    published = css("#newsHeadline span.datetime, span.datetime")
    published_meta = json_ld("datePublished")
    updated_meta = json_ld("dateModified")
    authors = variable("ONCC.Content.data", "[0].authorname")  # empty on news
    # adverts' places are divs and centers between them
    paragraphs = xpath(f"{TEXT}//div[contains(@class,'paragraph')] | {TEXT}/*[self::p or self::h2 or self::h3 or self::h4 or self::ul or self::ol or self::blockquote[not(@class)] or self::table]")
    drop = ("div[class*=InstreamDom]", "div[id^=div-gpt]", "div.ad", "div[class*=AdCTN]")
    photos = each(xpath("(//div[contains(@class,'leftSide')])[1]//*[contains(@class,'photoCTN')][@title or .//img]"), url=("img::attr(src)", "img::attr(original)", "a::attr(href)"), caption="::attr(title)")
    keywords = meta("keywords").where(r"^([^,].*?),東網,東方日報")  # "20251126大埔宏福苑五級火", then the site's own


class OnccSpider(ArticleSpider):
    """Traditional Chinese."""

    name = "oncc"
    source = Source(
        title="東網", home="https://hk.on.cc/", hosts=("hk.on.cc",),
        article=r"/hk/bkn/cnt/[a-z]+/(?P<date>\d{8})/(?P<id>bkn[a-z]*-\d{17}-\d{4}_\d{5}_\d{3})\.html", kind="newspaper", language="zh-Hant-HK", dated_address=True,
        site_names=("on.cc東網", "中港台", "即時新聞"), expect=Expect(per_day=(40, 400), silent_hours=12, filled={"images": 0.7}), delay=1.5,
    )  # fmt: skip
    discovery = (
        Daily("https://hk.on.cc/hk/bkn/js/%Y%m%d/news_dailyList.js", first=date(2024, 1, 1), items=JsonItems("[]", url="link", date="pubDate", title="title")),
    )
    layouts = (Breaking,)
