"""Bastille Post, Chinese. Verified on 6 saved pages. 往下看更多文章 marks where the next article begins; captions end in 。巴士的報記者攝."""

from __future__ import annotations

from dataclasses import replace

from harvester.discovery import Listing
from harvester.layout import Layout, css, each, json_ld, meta, xpath
from harvester.source import Expect, Source
from harvester.spider import ArticleSpider

ARTICLE = "(//article | //div[contains(@class,'article-body')] | //div[contains(@class,'news-large__content')])[1]"


class Since2024(Layout):
    landmark = "h2.bpcategory-special-color, .article-body, article"
    headline = (json_ld("headline"), meta("og:title"), css("h1"))
    published_meta = (json_ld("datePublished"), meta("article:published_time"))
    updated_meta = (json_ld("dateModified"), meta("article:modified_time"))
    paragraphs = xpath(ARTICLE)
    drop = ("div.bp-image-placeholder", "p.wp-caption-text", "div[class*=advert]", "div.video-js", "[class*=caption]", "div[class*=ads]", "div.news-large__title")
    photos = each(xpath(f"{ARTICLE}//*[contains(@class,'wp-caption')][.//img] | {ARTICLE}//figure"), url=("img::attr(src)", "a::attr(href)"), caption=(".wp-caption-text", "figcaption"))


HONG_KONG = Source(
    title="巴士的報", home="https://www.bastillepost.com/hongkong/", hosts=("www.bastillepost.com",), article=r"/hongkong/article/(?P<id>\d+)-?",
    kind="portal", language="zh-Hant-HK", site_names=("巴士的報", "Bastille Post"), expect=Expect(per_day=(30, 400), silent_hours=12, filled={"images": 0.6}), delay=1.5,
)  # fmt: skip


class BastillepostSpider(ArticleSpider):
    """Traditional Chinese."""

    name = "bastillepost"
    source = HONG_KONG
    discovery = (Listing("https://www.bastillepost.com/hongkong/", days=2),)
    layouts = (Since2024,)


class BastillepostEnSpider(ArticleSpider):
    """English (Global); no saved page, texts only. Reprints government releases word for word."""

    name = "bastillepost_en"
    source = replace(HONG_KONG, title="Bastille Post Global", home="https://www.bastillepost.com/global/", article=r"/global/article/(?P<id>\d+)-?", language="en")
    discovery = (Listing("https://www.bastillepost.com/global/", days=2),)
    layouts = (Since2024,)
