"""Ta Kung Wen Wei (tkww.hk, m., epaper.). Verified on 9 saved pages. The visible date may be an age; the reporter is in brackets at the end."""

from __future__ import annotations

from harvester.discovery import Listing
from harvester.layout import Layout, css, each, every, json_ld, meta, xpath
from harvester.platforms.asides import headlines_alone
from harvester.platforms.live import ROLLING
from harvester.platforms.takungwenwei import films, related_below
from harvester.source import Expect, Source
from harvester.spider import ArticleSpider

# The page goes on with other articles, each with an editor and key words of its own: what is read is in or before the first.
BODY = "(//div[contains(@class,'content-body-inner')])[1]"
# A photo links to itself, large; a banner to a page of the site.
LINK = "translate(@href,'GIJNPEWB','gijnpewb')"
BANNER = f".//a[@href][not(contains(@class,'lightbox') or {' or '.join(f'contains({LINK},{ending!r})' for ending in ('.jpg', '.jpeg', '.png', '.gif', '.webp'))})]"
FOOT = "(//div[contains(@class,'content-body-bottom')])[1]"


class Story(Layout):
    """The article page. 大文號 is a place for organizations' own accounts: the account is the author. Films stand in a frame of the player."""

    landmark = "div.content-body-inner"
    others = css("main div.content-list")
    textless = True
    headline = (json_ld("headline"), css("h1"), css("div.story-title"), meta("og:title"))
    live = css("h1.content-title-text").where(ROLLING)
    description = css("h2.content-subtitle-text:not([style*=none])")
    section = xpath("(//div[contains(@class,'content-title-father-list')])[1]/a[last()]")
    published = css("span.content-title-tag-right")
    byline = xpath(f"{FOOT}//div[contains(@class,'content-body-editor')]")
    authors = xpath("(//div[contains(@class,'content-title-tag')])[1]//div[contains(@class,'user-name')]")
    paragraphs = xpath(BODY)
    photos = each(xpath(f"{BODY}//figure[not(contains(@class,'nr-video'))][not({BANNER})]"), url=("img::attr(src)", "a::attr(href)"), caption="figcaption")
    videos = films(BODY)
    related = every(related_below(BODY), headlines_alone(BODY, "tkww.hk"))
    keywords = xpath(f"{FOOT}//span[contains(@class,'content-body-keyword-unit')]")
    published_meta = (json_ld("datePublished"), meta("publishdate", "article:published_time"))
    updated_meta = json_ld("dateModified")


class Epaper(Layout):
    """The paper's own pages, epaper.tkww.hk."""

    landmark = "div.post-content div.post-body"
    textless = True
    headline = (css("div.post-header h1"), json_ld("headline"))
    section = css("div.post-meta a.category")
    published = css("div.post-meta span.publish-date")
    published_meta = json_ld("datePublished")
    updated_meta = json_ld("dateModified")
    paragraphs = css("div.post-body")
    drop = ("a.pdfPath",)
    photos = each("div.post-body figure", url="img::attr(src)", caption="figcaption")
    attachments = css("div.post-body a.pdfPath")
    keywords = meta("keywords")


class TkwwSpider(ArticleSpider):
    """Traditional Chinese."""

    name = "tkww"
    source = Source(
        title="大公文匯網", home="https://www.tkww.hk/", hosts=("www.tkww.hk", "tkww.hk", "m.tkww.hk", "epaper.tkww.hk"),
        article=r"/[as]/(?P<y>\d{4})(?P<m>\d{2})/(?P<d>\d{2})/(?P<id>AP[0-9a-f]{24})\.html", kind="newspaper", language="zh-Hant-HK", dated_address=True,
        site_names=("大公文匯網", "大公文匯", "香港新聞"), captions_in_text=True, expect=Expect(per_day=(20, 300), silent_hours=12), delay=1.5,
    )  # fmt: skip
    discovery = (Listing("https://www.tkww.hk/hong_kong/more_{page}.html", days=60, seek=400),)
    layouts = (Story, Epaper)
