"""Sky Post (HKET group). Verified on 3 saved pages.

Every date on the page is a day: no minute is stated anywhere. An endless scroll appends other articles, the first one is read. The photos are an
album: a.photoSwipe, the picture as a background, the caption in data-title. By July 2026 the site had become one of health and family, and its
list had hardly any news of the city left: days without any are ordinary.
"""

from __future__ import annotations

from harvester.discovery import Listing
from harvester.layout import Layout, css, each, every, json_ld, xpath
from harvester.platforms.live import ROLLING
from harvester.source import Expect, Source
from harvester.spider import ArticleSpider

BODY = "(//div[contains(@class,'article-details-content-container')])[1]"
# the album of the first article; one photo may stand in it twice
ALBUM = "//a[contains(@class,'photoSwipe')][@data-gallery-id = (//a[contains(@class,'photoSwipe')]/@data-gallery-id)[1]]"


class LazyArticle(Layout):
    landmark = "div.article-details-content-container"
    textless = True
    headline = (css("div.article-header h1"), css("h1"))
    canonical = css("link[rel=canonical]::attr(href)")
    live = css("div.article-header h1").where(ROLLING)
    section = css("div.article-header ul.sectionName li")
    description = css("div.excerpt").first()
    published = xpath("(//div[contains(@class,'publish-time')])[1]")
    published_meta = json_ld("datePublished")
    paragraphs = xpath(BODY)
    drop = ("a.photoSwipe", "blockquote.instagram-media", "div[class*=ad-]", "div.also-like", "div.video-js", "div[class*=vjs-]")
    photos = every(
        each(xpath(ALBUM), url="::attr(data-href)", caption="::attr(data-title)"),
        each(xpath(f"{BODY}//figure[.//img] | {BODY}//div[contains(@class,'article-detail_image')]"), url=("img::attr(data-src)", "img::attr(src)"), caption=("figcaption", "p.article-detail_caption", "span")),
    )
    # a line that is nothing but a link, behind "延伸閱讀：" or alone
    related = xpath(f"{BODY}//p[count(.//a)=1][normalize-space(.)=normalize-space(.//a)]//a[contains(@href,'/article/')]")
    keywords = xpath("(//div[contains(concat(' ',normalize-space(@class),' '),' article-tag ')])[1]//a")


class SkypostSpider(ArticleSpider):
    """Traditional Chinese."""

    name = "skypost"
    source = Source(
        title="晴報", home="https://skypost.hk/", hosts=("skypost.hk", "www.skypost.hk"), article=r"/article/(?P<id>\d+)(?:/|$)", kind="newspaper",
        language="zh-Hant-HK", site_names=("晴報", "Sky Post"), expect=Expect(per_day=(0, 200), silent_hours=96, floor=0), delay=2.0,
    )  # fmt: skip
    discovery = (Listing("https://skypost.hk/news/", days=2),)
    layouts = (LazyArticle,)
