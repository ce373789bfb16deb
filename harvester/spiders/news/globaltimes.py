"""Global Times, English. No saved page exists; texts of 2018-2023 and crawlers of 2021-2026 agree on the markup.

Title div.article_title, instant span.pub_time ("Published: Feb 14, 2023 01:44 PM"), byline span.byline, text in div.article_right: since 2026 bare
text parted by <br><br>, whose only <p> are captions (p.picture); before that paragraphs. Captions are printed twice on some pages. Old
addresses (/content/<number>.shtml) have "Source:Xinhua Published: 2018/10/23 10:35:41". Lists carry the country's news: headlines on the
region are followed, and those of the news sitemap, which holds the sixty newest with titles and instants; no index of older articles is known.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from harvester.discovery import Links, Listing, Sitemap
from harvester.layout import Layout, css, meta, picture_address, text_of, xpath
from harvester.platforms.about import ENGLISH
from harvester.source import Expect, Source
from harvester.spider import ArticleSpider

BASE = "https://www.globaltimes.cn"
BODY = "//div[contains(@class,'article_content')]"


def captioned(images: list[Any]) -> list[Any]:
    """Pictures with their captions: the p.picture that follows before another picture does."""
    found = []
    for image in images:
        below = next((e for e in _after(image) if e.tag == "img" or (e.tag == "p" and "picture" in (e.get("class") or ""))), None)
        caption = text_of(below) if below is not None and below.tag == "p" else ""
        found.append({"url": picture_address(image), "caption": caption or image.get("title")})
    return found


def _after(element: Any) -> Iterator[Any]:
    """The elements behind one, in page order, no more of them than are asked for: XPath's "following::*" finds all, for each picture."""
    while element is not None:
        for sibling in element.itersiblings():
            yield from sibling.iter()
        element = element.getparent()


class Page2021(Layout):
    """The template of /page/ addresses."""

    landmark = "div.article_content, div.article_right"
    headline = (css("div.article_title"), css("h1, h3.article_title"), meta("og:title"))
    byline = css("span.byline")
    published = css("span.pub_time")
    section = css("div.article_column a, span.cloumm_level_one")
    paragraphs = (css("div.article_right"), css("div.article_content"))
    drop = ("p.picture", "center", "div.related_content", "div.author_share", "div.author_card", "div.article_top", "div.article_footer", "div.article_bottom", "div.share")
    photos = xpath(f"{BODY}//img[not(ancestor::*[contains(@class,'related') or contains(@class,'author') or contains(@class,'share')])]").via(captioned)


# "By Chen Qingqing in Hong Kong Source:Global Times Published: 2019/7/10 16:13:12", "Published: May 06, 2026 01:44 PM"
LINE = "//*[self::div or self::span or self::p][contains(text(), 'Published: ')]"


class Content2012(Layout):
    """The pages of /content/ addresses, and any page of another markup: one line with the instant; the text is the generic reader's."""

    landmark = xpath(LINE)
    headline = css("div.article-title h3, div.article-title h1")
    byline = xpath(LINE)
    published = xpath(LINE).where(r"Published:\s?(\d{4}/\d{1,2}/\d{1,2}(?:\s\d{1,2}:\d{2}:\d{2})?|[A-Z][a-z]{2} \d{1,2}, \d{4}(?: \d{1,2}:\d{2} [AP]M)?)")


class GlobalTimesSpider(ArticleSpider):
    """English."""

    name = "globaltimes"
    source = Source(
        title="Global Times",
        home=f"{BASE}/",
        hosts=("www.globaltimes.cn", "globaltimes.cn"),
        article=r"/(?:page/\d{6}|content)/(?P<id>\d{5,9})\.shtml",
        kind="newspaper",
        country="CN",
        language="en",
        zone="Asia/Shanghai",
        date_formats=("%b %d, %Y %I:%M %p", "%Y/%m/%d %H:%M:%S"),
        site_names=("Global Times",),
        captions_in_text=True,
        expect=Expect(per_day=(0, 20), silent_hours=96, floor=0),
        delay=2.0,
    )
    discovery = (
        *(Listing(f"{BASE}/{section}/index.html", days=3, items=Links(dated=True), about=ENGLISH) for section in ("china", "china/politics", "china/society", "source")),
        Sitemap(f"{BASE}/sitemap.xml", days=2, about=ENGLISH),
    )
    layouts = (Page2021, Content2012)
