"""Bastille Post, Chinese. Verified on 6 saved pages. 往下看更多文章 marks where the next article begins; captions end in 。巴士的報記者攝.

The feed of all sections goes back page by page, ?paged=2; how far nobody says: programs at work ask for pages in the hundreds.
"""

from __future__ import annotations

from dataclasses import replace

from harvester.discovery import Feed, FeedItems, Links, Listing
from harvester.layout import Layout, css, each, every, json_ld, meta, xpath
from harvester.platforms.asides import headlines_alone
from harvester.platforms.live import ROLLING
from harvester.source import Expect, Source
from harvester.spider import ArticleSpider

ARTICLE = "(//div[contains(concat(' ',normalize-space(@class),' '),' article-body ')])[1]"


class Since2024(Layout):
    landmark = "div.article-body"
    others = xpath("//h3[contains(@class,'read-more-post')]/ancestor::*[following-sibling::*[contains(@class,'article-body')]][1]/following-sibling::*")
    textless = True
    headline = (css("div.news-large__title h2"), json_ld("headline || name"), meta("og:title"), css("h1"))
    live = css("div.news-large__title h2").where(ROLLING)
    section = css("div.news-large__title-side")
    published = css("span.news-large__data.date, span.date")
    published_meta = (json_ld("datePublished"), meta("article:published_time"))
    updated_meta = (json_ld("dateModified"), meta("article:modified_time"))
    paragraphs = xpath(ARTICLE)
    drop = ("a.image-lightbox", "div.fancy-slider", "p.caption", "div.video-js", "div.bp-image-placeholder-control", "div.banner-frame", "h3.read-more-post")
    videos = xpath(f"{ARTICLE}/preceding::div[contains(@class,'bp-video-placeholder')]//*[contains(@class,'video-js')]/@data-setup").where(r'"src"\s{0,5}:\s{0,5}"(https?://[^"]{1,400})"')
    related = headlines_alone(ARTICLE, "bastillepost.com")
    keywords = (meta("article:tag"), json_ld("keywords[]"))
    # the lead picture above the headline, often a crop of one in the text; a film's poster is no photo
    photos = every(
        each(xpath(f"{ARTICLE}/preceding::div[contains(@class,'news-large__image')]/img"), url="::attr(src)"),
        each(xpath(f"{ARTICLE}//a[contains(@class,'image-lightbox')]"), url=("::attr(href)", "img::attr(src)"), caption=("p.caption", "::attr(data-caption)")),
        each(xpath(f"{ARTICLE}//a[contains(@class,'fancy-main__slide')]"), url=("::attr(href)", "img::attr(src)"), caption=("h3", "::attr(data-caption)")),
    )


HONG_KONG = Source(
    title="巴士的報", home="https://www.bastillepost.com/hongkong/", hosts=("www.bastillepost.com", "bastillepost.com"), article=r"/hongkong/article/(?P<id>\d+)-?",
    canonical="https://www.bastillepost.com/hongkong/article/{id}/", kind="portal", language="zh-Hant-HK", site_names=("巴士的報", "Bastille Post"), expect=Expect(per_day=(30, 400), silent_hours=12, filled={"images": 0.6}), delay=1.5,
)  # fmt: skip

SECTIONS = "港聞|政事|社會事|法庭事|錢財事|商業事|地產|大灣區|兩岸"


class BastillepostSpider(ArticleSpider):
    """Traditional Chinese."""

    name = "bastillepost"
    source = HONG_KONG
    # politics, society, money, property, the bay area: the channels of the menu that can hold development news, and the feed's sections of them
    discovery = (
        *(
            Listing(f"https://www.bastillepost.com/hongkong/category/{channel}", days=2, items=Links(dated=True))
            for channel in ("1-政事", "3-社會事", "5-錢財事", "138491-地產", "157274-大灣區")
        ),
        Feed("https://www.bastillepost.com/hongkong/feed", days=1, sections=SECTIONS),
        Listing("https://www.bastillepost.com/hongkong/feed?paged={page}", days=90, items=FeedItems(), sections=SECTIONS, seek=2000, last_resort=True),
    )
    layouts = (Since2024,)


class BastillepostEnSpider(ArticleSpider):
    """English (Global); no saved page, texts only. Reprints government releases word for word."""

    name = "bastillepost_en"
    source = replace(HONG_KONG, title="Bastille Post Global", home="https://www.bastillepost.com/global/", article=r"/global/article/(?P<id>\d+)-?", canonical=None, language="en")
    discovery = (Listing("https://www.bastillepost.com/global/", days=2),)
    layouts = (Since2024,)
