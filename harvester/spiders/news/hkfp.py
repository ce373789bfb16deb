"""Hong Kong Free Press: WordPress (Newspack). Verified on 12 saved pages.

Metas are in UTC; the time element has Hong Kong time. AFP pieces name their reporters in a bold last paragraph. Donation boxes stand
inside the body. Captions end in "Photo: Name/HKFP.".
"""

from __future__ import annotations

from harvester.discovery import Feed
from harvester.layout import Layout, css, each, meta, xpath
from harvester.platforms.wordpress import posts
from harvester.source import Expect, Source
from harvester.spider import ArticleSpider


class Newspack(Layout):
    landmark = "div.entry-content"
    headline = css("h1.entry-title")
    description = css("div.newspack-post-subtitle")
    byline = css("div.entry-subhead span.byline, div.entry-meta span.byline, span.byline")
    published = css("time.entry-date.published::attr(datetime)")
    updated = css("time.updated:not(.published)::attr(datetime)")
    published_meta = meta("article:published_time")
    section = css("span.cat-links a")
    paragraphs = css("div.entry-content")
    drop = (
        ".newspack-popup-container", "aside", "section.widget", "section.below-content", ".wp-block-newspack-blocks-donate", ".wpb_donation", ".newspack_global_ad", ".scaip", ".sharedaddy", ".jp-relatedposts",
        ".wp-block-newspack-blocks-homepage-articles", ".author-bio", ".hkfp-support", ".wp-block-buttons", ".wp-block-group.has-background", "iframe", ".wp-block-embed", "details", ".wp-block-columns", "#jp-post-flair", ".sharing",
        ".newspack-inline-popup", ".wp-block-table",
    )  # fmt: skip
    photos = (
        each(xpath("(//main//figure[contains(@class,'post-thumbnail')])[1][not(ancestor::article[not(contains(@class,'type-post'))])] | //div[contains(concat(' ',@class,' '),' entry-content ')]//figure[contains(@class,'wp-block-image') or contains(@class,'wp-caption')][not(ancestor::aside or ancestor::details or contains(@class,'is-resized') or ancestor::section[contains(@class,'widget')] or ancestor::div[contains(@class,'newspack-popup')])]"),
             url=("img::attr(data-src)", "img::attr(src)"), caption="figcaption"),
    )  # fmt: skip
    related = xpath("//div[contains(concat(' ',@class,' '),' entry-content ')]//p[starts-with(normalize-space(.), 'See also:')]//a")
    keywords = css("span.tags-links a::text")


class HkfpSpider(ArticleSpider):
    """English."""

    name = "hkfp"
    source = Source(
        title="Hong Kong Free Press", home="https://hongkongfp.com/", hosts=("hongkongfp.com", "www.hongkongfp.com"),
        article=(r"/(?P<y>\d{4})/(?P<m>\d{2})/(?P<d>\d{2})/[^/?#]+/?$", r"/\?p=(?P<id>\d+)$"), kind="newspaper", language="en",
        site_names=("Hong Kong Free Press HKFP", "Hong Kong Free Press"), expect=Expect(per_day=(4, 30), silent_hours=24, filled={"authors": 0.9, "images": 0.9}), delay=2.0,
    )  # fmt: skip
    discovery = (Feed("https://hongkongfp.com/feed/", days=2), posts("https://hongkongfp.com"))
    layouts = (Newspack,)
