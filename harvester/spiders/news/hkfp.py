"""Hong Kong Free Press: WordPress (Newspack). Verified on 12 saved pages.

Metas are in UTC; the time element has Hong Kong time. AFP pieces name their reporters in a bold last paragraph. Donation boxes stand
inside the body. Captions end in "Photo: Name/HKFP.".
"""

from __future__ import annotations

from harvester.discovery import Feed
from harvester.layout import Layout, css, every, meta, xpath
from harvester.platforms.wordpress import CAPTIONED, captioned, pictures, players, posts
from harvester.source import Expect, Source
from harvester.spider import ArticleSpider

TEXT = "(//div[contains(concat(' ',normalize-space(@class),' '),' entry-content ')])[1]"
# Donation boxes, pop-ups and the site's lists stand inside the text and have pictures and films, too.
ELSEWHERE = "ancestor::aside or ancestor::details or ancestor::section[contains(@class,'widget') or contains(@class,'below-content')] or ancestor::div[contains(@class,'newspack')]"
# A banner is a picture that leads to the page for supporters: "/support-hong-kong-free-press/"
BANNER = "descendant-or-self::img/ancestor::a[contains(@href,'/support')]"
LEAD = f"//main//figure[contains(@class,'post-thumbnail')][ancestor::article[contains(@class,'type-post')] or not(ancestor::article)][not({ELSEWHERE})]"
MARKED = " or ".join(f"starts-with(normalize-space(.), '{marker}:')" for marker in ("See also", "Read more", "Read also", "Also read"))


class Newspack(Layout):
    landmark = "div.entry-content"
    textless = True
    headline = css("h1.entry-title")
    canonical = css("link[rel=canonical]::attr(href)")
    description = css("div.newspack-post-subtitle")
    byline = (css("div.entry-subhead span.byline, div.entry-meta span.byline, span.byline").first(), meta("author"))
    published = css("time.entry-date.published::attr(datetime)")
    updated = css("time.updated:not(.published)::attr(datetime)")
    published_meta = meta("article:published_time")
    updated_meta = meta("article:modified_time")
    section = css("span.cat-links a")
    paragraphs = css("div.entry-content").first()
    drop = (
        ".newspack-popup-container", "aside", "section.widget", "section.below-content", ".wp-block-newspack-blocks-donate", ".wpb_donation", ".newspack_global_ad", ".scaip", ".sharedaddy", ".jp-relatedposts",
        ".wp-block-newspack-blocks-homepage-articles", ".author-bio", ".hkfp-support", ".wp-block-buttons", ".wp-block-group.has-background", "iframe", ".wp-block-embed", "details", ".wp-block-columns", "#jp-post-flair", ".sharing",
        ".newspack-inline-popup", CAPTIONED,
        # A table of one cell is a box: "💡HKFP Guide: How to support families …", "💡HKFP grants anonymity to known sources …"
        "figure.wp-block-table:has(tr:only-child > td:only-child)",
    )  # fmt: skip
    photos = every(xpath(f"({LEAD})[1]").via(captioned), pictures(TEXT, f"{ELSEWHERE} or {BANNER}"))
    # but for a mark, such a box may be nothing but a link
    related = xpath(f"{TEXT}//p[{MARKED}]//a | {TEXT}//figure[contains(@class,'wp-block-table')][count(.//td)=1 and count(.//a)=1]"
                    f"[string-length(normalize-space(.)) < string-length(normalize-space(.//a)) + 6][not({ELSEWHERE})]//a")  # fmt: skip
    videos = players(TEXT, ELSEWHERE)
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
