"""The Witness (法庭線): WordPress with Elementor. Verified on 2 saved pages; credits are （資料圖片／Nasha Chan 攝）."""

from __future__ import annotations

from harvester.discovery import Feed
from harvester.layout import Layout, css, each, every, json_ld, meta, xpath
from harvester.platforms.asides import headlines_alone
from harvester.platforms.wordpress import CAPTIONED, pictures, posts
from harvester.source import Expect, Source
from harvester.spider import ArticleSpider

BODY = "(//div[contains(@class,'elementor-widget-theme-post-content')])[1]"


class Elementor(Layout):
    landmark = "div.elementor-widget-theme-post-content"
    textless = True
    headline = css("h1.elementor-heading-title")
    # the day and the clock, an item each
    published = xpath("(//ul[contains(@class,'elementor-post-info')])[1]//time").joined()
    published_meta = (json_ld("datePublished"), meta("article:published_time"))
    updated_meta = (json_ld("dateModified"), meta("article:modified_time"))
    paragraphs = xpath(BODY)
    drop = ("div.yarpp", "div.sharedaddy", "div.wp-block-buttons", CAPTIONED)
    photos = every(
        each(xpath("(//div[contains(@class,'elementor-widget-theme-post-featured-image')])[1]"), url="img::attr(src)", caption=".widget-image-caption"),
        pictures(BODY),
    )
    section = meta("article:section")
    keywords = xpath("(//a[contains(@class,'elementor-post-info__terms-list-item')])[1]/..//a")
    related = every(headlines_alone(BODY, "thewitnesshk.com"), xpath(f"{BODY}//div[contains(@class,'yarpp')]//a"))


class TheWitnessSpider(ArticleSpider):
    """Traditional Chinese."""

    name = "thewitness"
    source = Source(
        title="法庭線", home="https://thewitnesshk.com/", hosts=("thewitnesshk.com", "www.thewitnesshk.com"), article=r"/(?!category|tag|author|wp-|feed)[^/?#]{6,}/?$",
        kind="portal", language="zh-Hant-HK", site_names=("法庭線 The Witness", "法庭線"), expect=Expect(per_day=(2, 40), silent_hours=48), delay=2.0,
    )  # fmt: skip
    discovery = (Feed("https://thewitnesshk.com/feed/", days=3), posts("https://thewitnesshk.com"))
    layouts = (Elementor,)
