"""RTHK News, English and Chinese: the public broadcaster. No bylines; captions end in "Photo: RTHK" or （港台圖片）.

Verified on 16 saved pages. One story has different numbers in the two languages. "Last updated" under a line of underscores inside the
text may be earlier than the creation (1833502); it is no body. 新聞圖片 is a placeholder, not a caption.
"""

from __future__ import annotations

from dataclasses import replace

from harvester.discovery import Daily, Discovery, Feed, Links
from harvester.layout import Layout, css, each, meta, xpath
from harvester.source import Expect, Source
from harvester.spider import ArticleSpider


class Since2018(Layout):
    landmark = "div.itemFullText"
    textless = True
    headline = css("h2.itemTitle")
    published = css("div.createddate")
    published_meta = meta("livetime").where(r"^(\d{12})$")
    updated = css("div.itemFullText").first().where(r"(?:[Ll]ast [Uu]pdated|最後更新)\s?[:：]\s?(\d{4}-\d{2}-\d{2} HKT \d{2}:\d{2})")
    section = css("ul.breadcrumb li:last-child").where(r"^\s*([^(（]{2,30})")
    paragraphs = css("div.itemFullText").first()
    photos = each(xpath("(//div[contains(@class,'itemSlideShow')])[1]//li"), url="a::attr(href)", caption="div.detailNewsSlideTitleText")
    # A film in the place of the photo: its address is in the player's script, whatever a browser made of it.
    videos = xpath("(//div[contains(@class,'itemSlideShow')])[1]//script/text()").where(r"videoFile\s{0,9}=\s{0,9}['\"](https?://[^'\"\s]+)")
    keywords = meta("keywords").where(r"^([^_]+)$")  # "enca_taipofire" is the desk's own code
    related = xpath("(//div[contains(@class,'itemRelated')])[1]//div[contains(@class,'title')]//a")


# Local, greater China and finance in the archive's form, on every saved page; its world and sport are left out.
ARCHIVES = {"en": (8, 9, 12), "ch": (3, 2, 5)}


def discovery(language: str, feeds: tuple[str, ...]) -> tuple[Discovery, ...]:
    """RSS for today; the archive by day reaches twelve months back."""
    rss = tuple(Feed(f"https://rthk.hk/rthk/news/rss/{name}.xml", days=2) for name in feeds)
    archive = f"https://news.rthk.hk/rthk/{language}/news-archive.htm?archive_year=%Y&archive_month=%m&archive_day=%d&archive_cat="
    return (*rss, *(Daily(f"{archive}{number}", months=12, items=Links("div.item, .news-row, #avatar-pos-main-body")) for number in ARCHIVES[language]))


ENGLISH = Source(
    title="RTHK", home="https://news.rthk.hk/rthk/en/", hosts=("news.rthk.hk", "rthk.hk"),
    article=r"/rthk/en/component/k2/(?P<id>\d+)-(?P<date>\d{8})\.htm", kind="broadcaster", language="en", dated_address=True,
    date_formats=("%Y-%m-%d HKT %H:%M",), site_names=("RTHK",),
    expect=Expect(per_day=(20, 150), silent_hours=6, filled={"images": 0.5}), delay=1.0,
)  # fmt: skip


class RthkEnSpider(ArticleSpider):
    """English."""

    name = "rthk_en"
    source = ENGLISH
    discovery = discovery("en", ("e_expressnews_elocal", "e_expressnews_egreaterchina", "e_expressnews_efinance"))
    layouts = (Since2018,)


class RthkChSpider(ArticleSpider):
    """Traditional Chinese."""

    name = "rthk_ch"
    source = replace(ENGLISH, title="香港電台", home="https://news.rthk.hk/rthk/ch/", language="zh-Hant-HK",
                     article=r"/rthk/ch/component/k2/(?P<id>\d+)-(?P<date>\d{8})\.htm")  # fmt: skip
    discovery = discovery("ch", ("c_expressnews_clocal", "c_expressnews_greaterchina", "c_expressnews_cfinance"))
    layouts = (Since2018,)
