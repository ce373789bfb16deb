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

TEXT = "(//div[contains(concat(' ',normalize-space(@class),' '),' entry-content ')])[1]"
# Donation boxes, pop-ups and the site's lists stand inside the text and have pictures, too.
ELSEWHERE = "ancestor::aside or ancestor::details or ancestor::section[contains(@class,'widget') or contains(@class,'below-content')] or ancestor::div[contains(@class,'newspack')] or contains(@class,'wp-block-embed')"
LEAD = f"//main//figure[contains(@class,'post-thumbnail')][ancestor::article[contains(@class,'type-post')] or not(ancestor::article)][not({ELSEWHERE})]"


class Newspack(Layout):
    landmark = "div.entry-content"
    textless = True
    headline = css("h1.entry-title")
    canonical = css("link[rel=canonical]::attr(href)")
    description = css("div.newspack-post-subtitle")
    byline = css("div.entry-subhead span.byline, div.entry-meta span.byline, span.byline").first()
    published = css("time.entry-date.published::attr(datetime)")
    updated = css("time.updated:not(.published)::attr(datetime)")
    published_meta = meta("article:published_time")
    section = css("span.cat-links a")
    paragraphs = css("div.entry-content").first()
    drop = (
        ".newspack-popup-container", "aside", "section.widget", "section.below-content", ".wp-block-newspack-blocks-donate", ".wpb_donation", ".newspack_global_ad", ".scaip", ".sharedaddy", ".jp-relatedposts",
        ".wp-block-newspack-blocks-homepage-articles", ".author-bio", ".hkfp-support", ".wp-block-buttons", ".wp-block-group.has-background", "iframe", ".wp-block-embed", "details", ".wp-block-columns", "#jp-post-flair", ".sharing",
        ".newspack-inline-popup",
    )  # fmt: skip
    photos = each(xpath(f"({LEAD})[1] | {TEXT}//*[self::figure or contains(concat(' ',normalize-space(@class),' '),' wp-caption ')][.//img][not(.//figure or {ELSEWHERE})]"),
                  url=("img::attr(data-src)", "img::attr(src)"), caption=("figcaption", ".wp-caption-text"))  # fmt: skip
    # A table of one link is a box: "💡HKFP Guide: How to support families …"
    related = xpath(f"{TEXT}//p[starts-with(normalize-space(.), 'See also:')]//a | {TEXT}/figure[contains(@class,'wp-block-table')][count(.//a)=1 and count(.//td)=1]//a")
    keywords = xpath("(//span[contains(@class,'tags-links')])[1]//a/text()")


class HkfpSpider(ArticleSpider):
    """English."""

    name = "hkfp"
    source = Source(
        title="Hong Kong Free Press", home="https://hongkongfp.com/", hosts=("hongkongfp.com", "www.hongkongfp.com"),
        article=(r"/(?P<y>\d{4})/(?P<m>\d{2})/(?P<d>\d{2})/[^/?#]+/?$", r"/\?p=(?P<short>\d+)$"), kind="newspaper", language="en",
        site_names=("Hong Kong Free Press HKFP", "Hong Kong Free Press"), expect=Expect(per_day=(4, 30), silent_hours=24, filled={"authors": 0.9, "images": 0.9}), delay=2.0,
    )  # fmt: skip
    discovery = (Feed("https://hongkongfp.com/feed/", days=2), posts("https://hongkongfp.com"))
    layouts = (Newspack,)
