"""China Daily (Beijing), chinadaily.com.cn and its regional hosts: one number (WS…) an article. Chinese verified on one saved page.

The English markup is from code and texts (h1, div.info, div#Content). "Updated:" alone is the publication. Look-alike mirrors are not hosts.
"""

from __future__ import annotations

from urllib.parse import quote_plus

from harvester.discovery import Api, JsonItems, Listing
from harvester.layout import Layout, css, meta
from harvester.platforms.beneath import captioned, captions
from harvester.source import Expect, Source
from harvester.spider import ArticleSpider


class Chinese(Layout):
    landmark = "h1.dabiaoti"
    textless = True
    headline = css("h1.dabiaoti")
    published = css("div.xinf-le").joined()
    section = css("div.da-bre a:last-child").where(r"^[>\s]*(\S.*)$")
    paragraphs = css("#Content")
    drop = (captions,)
    photos = css("#Content img").via(captioned)
    keywords = meta("keywords")


class English(Layout):
    landmark = "#Content"
    headline = (css("div.lft_art h1"), css("h1"), meta("og:title"))
    # until 2017 "Updated: …" and "By …" stand in lines of their own below the headline
    byline = (css("div.info span.info_l, span.info_l, div.info_l"), css("#Title_e h2").where(r"^\s*(By\b.{2,200})$"))
    published = (css("div.info span.info_l, span.info_l, div.info_l"), css("#Title_e h2").where(r"(Updated:.{10,20})"))
    published_meta = meta("publishdate")
    section = css("#bread-nav a:last-of-type, div.bread a:last-of-type").where(r"^(?!Home$)(.+)$")
    paragraphs = css("#Content")
    # Older pages set a photo in a table, its caption in the cell below.
    drop = ("div#div_currpage", "div.selectpage", "table:has(img)", captions)
    photos = css("#Content img, div.lft_art figure img").via(captioned)
    keywords = meta("keywords")


def search(language: str, words: str) -> Api:
    """The search between two days, newest first, its pages counted from 0. It asks for its own page as Referer; its texts hold quotes that break the JSON."""
    channels = "&channel[0]=2@cndy&channel[1]=2@webnews&channel[2]=2@bw&channel[3]=2@hk" if language == "en" else ""
    return Api(
        f"https://newssearch.chinadaily.com.cn/rest/{language}/search?publishedDateFrom={{since}}&publishedDateTo={{until}}&fullMust={quote_plus(words)}&sort=dp&duplication=on"
        f"&curType=story&type[0]=story{channels}&page={{page}}",
        first=0, headers={"Referer": f"https://newssearch.chinadaily.com.cn/{language}/search"}, total="totalPages", items=JsonItems("content[]", url="url", date="pubDateStr", title="title", without=("plainText", "highlightContent", "summary")),
    )  # fmt: skip


class ChinadailyCnSpider(ArticleSpider):
    """English and Simplified Chinese."""

    name = "chinadaily_cn"
    source = Source(
        title="China Daily", home="https://www.chinadaily.com.cn/", hosts=(".chinadaily.com.cn",),
        article=(
            r"/a/(?P<y>\d{4})(?P<m>\d{2})/(?P<d>\d{2})/(?P<id>WS[0-9a-f]{24})(?:_\d+)?\.html",
            # until 2017; the search still answers with them
            r"/(?:[a-z0-9]{1,30}/){1,3}(?P<y>\d{4})-(?P<m>\d{2})/(?P<d>\d{2})/content_(?P<id>\d{5,12})(?:_\d+)?\.html?",
        ), kind="newspaper", country="CN", language="en", zone="Asia/Shanghai",
        site_names=("Chinadaily.com.cn", "chinadaily.com.cn", "China Daily", "中国日报网"), captions_in_text=True,
        expect=Expect(per_day=(2, 200), silent_hours=48), delay=1.5,
    )  # fmt: skip
    discovery = (
        Listing("https://www.chinadaily.com.cn/china/59b8d010a3108c54ed7dfc30/page_{page}.html", days=365),
        search("en", "hong kong"), search("en", "greater bay area"), search("cn", "香港"), search("cn", "大湾区"),
    )  # fmt: skip
    layouts = (Chinese, English)
