"""Ta Kung Wen Wei (tkww.hk, m., epaper.). Verified on 9 saved pages. The visible date may be an age; the reporter is in brackets at the end."""

from __future__ import annotations

from harvester.discovery import Listing
from harvester.layout import Layout, css, each, json_ld, meta, xpath
from harvester.source import Expect, Source
from harvester.spider import ArticleSpider


class Story(Layout):
    landmark = "div.content-body-inner"
    headline = (json_ld("headline"), css("h1"), css("div.story-title"), meta("og:title"))
    published = css("span.content-title-tag-right")
    byline = css("div.content-body-editor")
    paragraphs = xpath("(//div[contains(@class,'content-body-inner')])[1]")
    photos = each(xpath("(//div[contains(@class,'content-body-inner')])[1]//figure"), url=("img::attr(src)", "a::attr(href)"), caption="figcaption")
    keywords = css("span.content-body-keyword-unit")
    published_meta = (json_ld("datePublished"), meta("publishdate", "article:published_time"))


class TkwwSpider(ArticleSpider):
    """Traditional Chinese."""

    name = "tkww"
    source = Source(
        title="大公文匯網", home="https://www.tkww.hk/", hosts=("www.tkww.hk", "m.tkww.hk", "epaper.tkww.hk"),
        article=r"/[as]/(?P<y>\d{4})(?P<m>\d{2})/(?P<d>\d{2})/(?P<id>AP[0-9a-f]{24})\.html", kind="newspaper", language="zh-Hant-HK",
        site_names=("大公文匯網", "大公文匯", "香港新聞"), captions_in_text=True, expect=Expect(per_day=(20, 300), silent_hours=12), delay=1.5,
    )  # fmt: skip
    discovery = (Listing("https://www.tkww.hk/hong_kong/more_{page}.html", days=60),)
    layouts = (Story,)
