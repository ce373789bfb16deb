"""TVB News, Chinese and English. Verified on 6 saved pages. The text is `desc` in script#__NEXT_DATA__; its instants are in UTC."""

from __future__ import annotations

from dataclasses import replace

from harvester.discovery import Api, JsonItems
from harvester.layout import Layout, each, every, json_ld, script
from harvester.platforms.live import ROLLING
from harvester.platforms.nextjs import html_lines, links_alone, no_text
from harvester.source import Expect, Source
from harvester.spider import ArticleSpider

N = "props.pageProps.newsItems"


class NextData(Layout):
    landmark = script("__NEXT_DATA__", f"{N}.title")
    textless = True
    headline = script("__NEXT_DATA__", f"{N}.title")
    live = headline.where(ROLLING)
    published = script("__NEXT_DATA__", f"{N}.publish_datetime")
    updated_meta = json_ld("dateModified")
    section = script("__NEXT_DATA__", "props.pageProps.categoryTitle")
    # a film without text has an empty desc
    paragraphs = (script("__NEXT_DATA__", f"{N}.desc").via(html_lines), script("__NEXT_DATA__", f"{N}.id").via(no_text))
    # beside the picture shown stand frames of the film, in any order; the linked data say whose it is
    photos = every(
        each(script("__NEXT_DATA__", f"({N}.media.image[?default] | [0]) || {N}.media.image[0]"), url='large || "1200x630" || big || medium || url || thumbnail', caption="caption || image_title"),
        each(json_ld("image"), url="contentUrl || url", credit="creditText"),
    )
    videos = script("__NEXT_DATA__", f"{N}.media.video.*.[hd.url, sd.url] | [0][?@] | [0]")
    related = script("__NEXT_DATA__", f"{N}.desc").via(html_lines).via(links_alone)
    keywords = script("__NEXT_DATA__", f"{N}.tags")


def discovery(language: str) -> tuple[Api, ...]:
    """The JSON lists of a language, page by page."""
    return tuple(
        Api(
            f"https://inews-api.tvb.com/news/entry/category?id={category}&lang={language}&page={{page}}&limit=50&country=HK", days=14, max_pages=40, seek=40,
            items=JsonItems("content[] || items[] || []", url=f"https://news.tvb.com/{language}/{category}/{{id}}", date="publish_datetime", title="title"),
        )
        for category in ("local", "greaterchina", "finance")
    )  # fmt: skip


CHINESE = Source(
    title="無綫新聞", home="https://news.tvb.com/tc/", hosts=("news.tvb.com", "inews-api.tvb.com"), article=r"/tc/(?P<section>[a-z]+)/(?P<id>[0-9a-f]{24})(?:/|$)",
    canonical="https://news.tvb.com/tc/{section}/{id}", kind="broadcaster", language="zh-Hant-HK", site_names=("無綫新聞TVB News", "無綫新聞TVB", "TVB News", "無綫新聞"), expect=Expect(per_day=(30, 300), silent_hours=12), delay=1.5,
)  # fmt: skip


class TvbSpider(ArticleSpider):
    """Traditional Chinese."""

    name = "tvb"
    source = CHINESE
    discovery = discovery("tc")
    layouts = (NextData,)


class TvbEnSpider(ArticleSpider):
    """English."""

    name = "tvb_en"
    source = replace(CHINESE, title="TVB News", home="https://news.tvb.com/en/", article=r"/en/(?P<section>[a-z]+)/(?P<id>[0-9a-f]{24})(?:/|$)",
                     canonical="https://news.tvb.com/en/{section}/{id}", language="en")
    discovery = discovery("en")
    layouts = (NextData,)
