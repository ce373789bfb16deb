"""HK01. Verified on 9 saved pages. Everything is in script#__NEXT_DATA__: blocks of text, pictures with captions, instants in epoch seconds."""

from __future__ import annotations

from harvester.discovery import Api, JsonItems
from harvester.layout import Layout, css, each, every, json_ld, script, xpath
from harvester.platforms.live import ROLLING
from harvester.platforms.nextjs import hk01_blocks, hk01_links, hk01_pictures
from harvester.source import Expect, Source
from harvester.spider import ArticleSpider

TEXT = "(//*[@id='article-content-section'])[1]"
A = "props.initialProps.pageProps.article"


class NextData(Layout):
    landmark = script("__NEXT_DATA__", f"{A}.title")
    canonical = css("link[rel=canonical]::attr(href)")  # the address's words follow the headline; /article/60298038 leads there, too
    textless = True
    headline = script("__NEXT_DATA__", f"{A}.title")
    authors = script("__NEXT_DATA__", f"{A}.authors[].publishName")
    published = script("__NEXT_DATA__", f"{A}.publishTime")
    updated = script("__NEXT_DATA__", f"{A}.lastModifyTime")
    section = script("__NEXT_DATA__", f"{A}.mainCategory")
    live = script("__NEXT_DATA__", f"{A}.title").where(ROLLING)
    # The lead is apart from the blocks; `description` is a copy of it cut off after 67 characters.
    paragraphs = every(script("__NEXT_DATA__", f"{A}.teaser"), script("__NEXT_DATA__", f"{A}.blocks").via(hk01_blocks))
    # The title picture has no caption; where a film plays in its place it is only what stands still before the film.
    photos = every(
        each(script("__NEXT_DATA__", f"[{A}][?detailPageTopDisplay!='video'].mainImage"), url="cdnUrl", caption="caption"),
        each(script("__NEXT_DATA__", f"{A}.blocks").via(hk01_pictures), url="cdnUrl", caption="caption"),
    )
    videos = each(script("__NEXT_DATA__", f"[{A}.video]"), url="videoSrc", title="caption")
    related = every(
        each(script("__NEXT_DATA__", f"{A}.blocks").via(hk01_links), url="link", title="content"),
        each(script("__NEXT_DATA__", f"{A}.blocks[?blockType=='related'].articles[].data || {A}.blocks[?blockType=='related'].articles[]"), url="publishUrl", title="title"),
    )
    keywords = script("__NEXT_DATA__", f"{A}.tags[].tagName")


class Rendered(Layout):
    """The page as the reader has it, for when the data is not there. A player of adverts stands among the paragraphs; photos below the fold have no address."""

    landmark = "#article-content-section"
    canonical = css("link[rel=canonical]::attr(href)")
    headline = css("h1#articleTitle, h1")
    byline = css("[data-testid=article-author]").first()
    published = css("[data-testid=article-publish-info]").first()
    published_meta = json_ld("datePublished")
    updated_meta = json_ld("dateModified")
    section = css("a[data-testid=article-breadcrumb-channel]")
    live = css("h1#articleTitle").where(ROLLING)
    paragraphs = xpath(f"{TEXT}/*[self::p or self::h2 or self::h3 or self::h4 or self::ul or self::ol or self::blockquote[not(@class)]]")
    photos = every(
        each(css("div[class*=article-grid__top-media-section]").first(), url="img::attr(src)"),
        each(xpath(f"{TEXT}//*[contains(@class,'img-caption')]/.."), url="img::attr(src)", caption=".img-caption"),
    )
    related = xpath(f"{TEXT}/div[contains(@class,'flex-col')]/a | {TEXT}/p[count(*)=1 and normalize-space(.)=normalize-space(a)]/a[contains(@href,'hk01.com/') or starts-with(@href,'/')]")
    keywords = xpath("(//*[@data-testid='article-tag'])[1]//a")


class Hk01Spider(ArticleSpider):
    """Traditional Chinese."""

    name = "hk01"
    source = Source(
        title="香港01", home="https://www.hk01.com/", hosts=("www.hk01.com", "hk01.com", "web-data.api.hk01.com"),
        article=r"(?:/sns)?/(?P<section>(?!(?:tag|channel|zone|issue)/)[^/]+)/(?P<id>\d{4,8})(?:[/?#]|$)", kind="portal", language="zh-Hant-HK", site_names=("香港01",),
        expect=Expect(per_day=(50, 600), silent_hours=6, filled={"authors": 0.9, "images": 0.9}), delay=1.5,
    )  # fmt: skip
    # the zones Hong Kong and districts, property and the city's economy; the offset is an instant: what was published up to it. Advertisers'
    # cards stand among the articles (type 1) with instants of their own.
    discovery = tuple(
        Api(
            f"https://web-data.api.hk01.com/v2/feed/{part}?bucketId=00000&limit=50&offset={{cursor}}", cursor="nextOffset || min(items[?type==`1` || !type].data.publishTime)",
            front=f"https://web-data.api.hk01.com/v2/feed/{part}?bucketId=00000&limit=50",
            begin=f"https://web-data.api.hk01.com/v2/feed/{part}?bucketId=00000&limit=50&offset={{end}}", days=30, max_pages=200,
            items=JsonItems("items[?type==`1` || !type].data", url="canonicalUrl || publishUrl", date="publishTime", title="title"),
        )
        for part in ("zone/1", "zone/10", "category/399", "category/403")
    )  # fmt: skip
    layouts = (NextData, Rendered)
