"""Hong Kong Economic Journal, instant news and the daily paper. Verified on 11 saved pages.

JSON-LD's time is a placeholder (05:00): only its day is read. Instant news of today and yesterday shows the minute ("今日 00:32"), older news and
the paper a day; no other place states a minute. "昨日" is told of the reader's clock, so JSON-LD's day wins. Paper articles give their first
paragraph only.
"""

from __future__ import annotations

from urllib.parse import quote

from harvester.discovery import Links, Listing
from harvester.layout import Layout, css, each, json_ld, xpath
from harvester.platforms.live import ROLLING
from harvester.platforms.players import films
from harvester.source import Expect, Source
from harvester.spider import ArticleSpider

# A field of the author's, so a pen name is a name there: "炎木"
AUTHOR = css("#article-detail-wrapper p.info span.author")
DAY = json_ld("datePublished").where(r"^(\d{4}-\d{2}-\d{2})")


def by_line(texts: list[str]) -> list[str]:
    """Texts parted at their line ends. Example: by_line(["One.\\nTwo."]) == ["One.", "Two."]"""
    return [line for text in texts for line in text.splitlines()]


class Instant(Layout):
    landmark = "#article-content"
    textless = True
    headline = css("#article-title")
    live = css("#article-title").where(ROLLING)
    published = (css("#article-detail-wrapper p.info span.date"), css("p.info span.date"))
    published_meta = DAY
    byline = AUTHOR
    authors = AUTHOR
    # "時事脈搏 港聞": the narrower one, as the paper has it
    section = (xpath("(//p[contains(@class,'info')]//span[contains(@class,'cate')]/a)[last()]"), css("p.info span.cate, #article-detail-wrapper p.info a"))
    paragraphs = css("#article-content")
    drop = ("div[id^=div-gpt]", "div[id^=google]", "div.advert", "div[class*=hkej_detail_thumb]", "span.enlargeImg")
    photos = each("#article-detail-wrapper a.thickbox, #article-content a.thickbox", url="::attr(href)", caption="::attr(title)")
    videos = css("#article-detail-wrapper iframe").via(films)
    # the box below the text, found by the article's own key words
    keywords = css("#related-articles-wrapper > a[href*=seoKeywords]")
    related = css("#related-articles-wrapper p.hkej_d_btm_detail a")


class Paper(Layout):
    """The wrapper holds everything: the day, the column, the headline, the text without elements of its own, adverts. Of an excerpt, line ends part the paragraphs."""

    landmark = "#article-detail-wrapper p#date"
    textless = True
    headline = css("#article-title")
    published = css("#article-detail-wrapper p#date")
    published_meta = DAY
    byline = AUTHOR
    authors = AUTHOR
    section = (json_ld("articleSection"), css("#hkej_navSubMenu_2014 li.on"))
    paragraphs = (xpath("//*[@id='article-detail-wrapper'][p[contains(., '節錄')]]/text()").via(by_line), css("#article-detail-wrapper"))
    drop = ("p#date", "p.info", "h1", "span.enlargeImg", "div[id^=div-gpt]", "div[id^=google]", "div[id^=hkej_sub_ex]")
    photos = each("#article-detail-wrapper a.thickbox", url="::attr(href)", caption="::attr(title)")


class Other(Layout):
    """Pages of other templates, property's and the archive's: the generic reader reads them, and must not take the placeholder for a time."""

    landmark = DAY
    published = css("p.info span.date, p#date")
    published_meta = DAY
    byline = AUTHOR
    authors = AUTHOR


class HkejSpider(ArticleSpider):
    """Traditional Chinese."""

    name = "hkej"
    source = Source(
        title="信報", home="https://www.hkej.com/", hosts=("www.hkej.com", "hkej.com", "www1.hkej.com", "www2.hkej.com", "search.hkej.com"),
        article=r"/(?:instantnews|dailynews|property)/(?:(?P<section>[a-z]+)/)?article/(?:id/)?(?P<id>\d+)(?:/|$)", kind="newspaper", language="zh-Hant-HK",
        site_names=("信報網站 hkej.com", "信報網站", "hkej.com"), expect=Expect(per_day=(30, 300), silent_hours=12), delay=3.0, cookies=True, referer="https://www.hkej.com/",
    )  # fmt: skip
    # The search, by our words, is the only way back; it may answer with a challenge, and its order is not by date.
    discovery = (
        *(Listing(f"https://www2.hkej.com/instantnews/{channel}", days=2, items=Links(dated=True)) for channel in ("current", "property", "hongkong", "china")),
        *(
            Listing(f"https://search.hkej.com/template/fulltextsearch/php/search.php?q={quote(word)}&page={{page}}", items=Links(dated=True), max_pages=30,
                    days=365 * 8, ordered=False, last_resort=True)
            for word in ("北部都會區", "大灣區", "土地供應", "基建", "河套")
        ),
    )  # fmt: skip
    layouts = (Instant, Paper, Other)
