"""Dot Dot News, Chinese and English. Verified on 11 saved pages. JSON-LD dates are Java's ("Wed Jun 25 19:29:33 HKT 2025"); its author is an editor."""

from __future__ import annotations

from dataclasses import replace

from harvester.discovery import Listing
from harvester.layout import Layout, css, json_ld, meta, xpath
from harvester.platforms.beneath import captioned, captions
from harvester.platforms.live import ROLLING
from harvester.platforms.takungwenwei import films, related_below
from harvester.source import Expect, Source
from harvester.spider import ArticleSpider

# The next article stands below in the same markup, ids and all, when a browser has scrolled.
FIRST = "(//div[contains(concat(' ',normalize-space(@class),' '),' single-content ')])[1]"
TEXT = f"{FIRST}//*[@id='gallery-lightbox']"
INNER = "(//div[contains(concat(' ',normalize-space(@class),' '),' content-body-inner ')])[1]"
# The site's own pictures: arrows, buttons.
NO_ICON = "[not(@*[contains(., '//dotnews-static.')])]"
BODY = f"{FIRST}//div[contains(@class,'post-body')]"


class Chinese(Layout):
    landmark = "div.single-content"
    others = css("div.recommend")
    textless = True
    headline = css("h1.article-title, h1")
    live = css("h1.article-title, h1").where(ROLLING)
    published = xpath("(//time[contains(@class,'publish-date')])[1]")
    published_meta = json_ld("datePublished")
    updated_meta = json_ld("dateModified")
    section = xpath("(//div[contains(@class,'post-meta')]//a[contains(@class,'category')])[1]")
    keywords = meta("keywords")
    videos = films(FIRST)
    paragraphs = (xpath(TEXT), xpath(BODY), xpath(FIRST))
    drop = ("div.likeCollection", "div.suspension_share", "div.related", "div[class*=share]", "div.tags", captions)
    photos = xpath(f"{BODY}//img{NO_ICON}").via(captioned)
    related = related_below(BODY)


class English(Layout):
    landmark = "div.content-body-inner"
    textless = True
    headline = css("h1, div.story-title")
    published = css("div.story-time")
    published_meta = json_ld("datePublished")
    updated_meta = json_ld("dateModified")
    section = css("a.story-column")
    videos = films(INNER)
    paragraphs = xpath(INNER)
    drop = (captions,)
    photos = xpath(f"{INNER}//img{NO_ICON}").via(captioned)
    related = related_below(INNER)
    keywords = xpath("//span[contains(concat(' ',normalize-space(@class),' '),' content-body-keyword-unit ')][not(preceding::*[contains(@class,'content-body-inner')][2])]")


CHINESE = Source(
    title="點新聞", home="https://www.dotdotnews.com/", hosts=("www.dotdotnews.com", "dotdotnews.com"), article=r"/[as]/(?P<y>\d{4})(?P<m>\d{2})/(?P<d>\d{2})/(?P<id>AP[0-9a-f]{24})\.html",
    kind="portal", language="zh-Hant-HK", dated_address=True, site_names=("點新聞", "點新聞-dotdotnews", "dotdotnews", "直播", "港聞"), captions_in_text=True,
    expect=Expect(per_day=(20, 200), silent_hours=12), delay=1.5,
)  # fmt: skip


class DotdotnewsSpider(ArticleSpider):
    """Traditional Chinese."""

    name = "dotdotnews"
    source = CHINESE
    # the city, the mainland and the straits, money; not the world and sport, which /immed has too
    discovery = tuple(
        Listing(f"https://www.dotdotnews.com/{channel}/more_{{page}}.html", front=f"https://www.dotdotnews.com/{channel}", days=60, seek=400)
        for channel in ("immed/hknews", "immed/bothsides", "finance")
    )
    layouts = (Chinese, English)


class DotdotnewsEnSpider(ArticleSpider):
    """English."""

    name = "dotdotnews_en"
    source = replace(CHINESE, title="Dot Dot News", home="https://english.dotdotnews.com/", hosts=("english.dotdotnews.com",), language="en")
    # Its channels as every saved page names them; a story is in one of them only.
    discovery = tuple(Listing(f"https://english.dotdotnews.com/{channel}/more_{{page}}.html", days=60, seek=400) for channel in ("hknews", "deepline", "china", "business"))
    layouts = (English, Chinese)
