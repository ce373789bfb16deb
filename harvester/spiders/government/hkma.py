"""Hong Kong Monetary Authority: press releases by its JSON API, speeches by RSS and list, in English, Traditional and Simplified Chinese.

No saved page exists. The API (no key, at most 100 records, a window of dates) is documented and seen in use in 2026; it gives title, link and
day, never the text. A page states its day only: <meta name="date"> is midnight for "unknown hour", so the address's own day is read instead.
Title, body and the speaker's line above a speech are from crawlers of 2025. Speeches have no API: their list (#press-release-result, a ul of day
and link each) shows its first entries without JavaScript; backfills of older windows hold press releases only.
"""

from __future__ import annotations

from dataclasses import replace

from harvester.discovery import Api, Discovery, Feed, JsonItems, Links, Listing
from harvester.items import Scraped
from harvester.layout import Layout, address, css, meta, xpath
from harvester.page import Page
from harvester.source import Expect, Source
from harvester.spider import ArticleSpider

WWW = "https://www.hkma.gov.hk"
API = "https://api.hkma.gov.hk/public/press-releases"
FAULT = "header.success == `false` && (header.err_msg || header.err_code || 'no reason given')"


class Page2019(Layout):
    """The site since its relaunch of 2019."""

    landmark = "meta[property='og:site_name'][content='Hong Kong Monetary Authority'], meta[property='og:site_name'][content*='金融管理局'], meta[name=author][content='Hong Kong Monetary Authority']"
    headline = (css(".press-release-title"), meta("og:title"), css("h1"))
    # "Ida Fong, Deputy Chief Executive, Hong Kong Monetary Authority"
    authors = xpath("//div[contains(@class,'template-content-area')]/preceding-sibling::p[1]").where(r"^([A-Z][\w'-]{1,20}(?: [A-Z][\w'-]{0,20}){1,4}), [^.]{0,60}(?:Chief Executive|Executive Director|Monetary Authority)")
    paragraphs = css("div.template-content-area")
    published_meta = address(r"/news-and-media/[a-z-]+/\d{4}/\d{2}/(\d{8})")
    section = address(r"/news-and-media/([a-z-]+)/")
    attachments = xpath("//a[contains(@href, '/media/') and contains(@href, '.pdf')]")

    @classmethod
    def amend(cls, scraped: Scraped, page: Page) -> None:
        """A paragraph that is nothing but a file's link is no body."""
        files = {link.title for link in scraped.attachments}
        scraped.paragraphs = ["\n\n".join(part for part in block.split("\n\n") if part not in files) for block in scraped.paragraphs]


def article(path: str) -> str:
    """Addresses of a language: /eng/news-and-media/press-releases/2026/05/20260506-3/."""
    return rf"/{path}/news-and-media/(?:press-releases|speeches|insight)/\d{{4}}/\d{{2}}/(?P<date>\d{{8}})(?:-\d+)?(?:/|$)"


def discovery(language: str, path: str) -> tuple[Discovery, ...]:
    """The API for a window of days; the feeds, should it fail today; the speeches' list. language: en, tc, sc; path: eng, chi, gb_chi."""
    return (
        Api(
            f"{API}?lang={language}&pagesize=100&offset={{offset}}&choose=date&from={{since:%Y-%m-%d}}&to={{until:%Y-%m-%d}}", first=0, step=100, max_pages=50,
            items=JsonItems("result.records", url="link", date="date", title="title", fault=FAULT),
        ),
        Feed(f"{WWW}/{path}/other-information/rss/rss_press-release.xml", days=14),
        Feed(f"{WWW}/{path}/other-information/rss/rss_speeches.xml", days=60),
        Listing(f"{WWW}/{path}/news-and-media/speeches/", days=60, items=Links(dated=True)),
    )  # fmt: skip


ENGLISH = Source(
    title="Hong Kong Monetary Authority",
    home=f"{WWW}/eng/",
    hosts=("www.hkma.gov.hk", "api.hkma.gov.hk"),
    article=article("eng"),
    kind="government",
    language="en",
    date_formats=("%Y%m%d", "%d %b %Y"),
    site_names=("Hong Kong Monetary Authority", "HKMA", "香港金融管理局"),
    expect=Expect(per_day=(0, 20), silent_hours=96),
    delay=1.0,
    lookback=4,
)


class HkmaEnSpider(ArticleSpider):
    """English."""

    name = "hkma_en"
    source = ENGLISH
    discovery = discovery("en", "eng")
    layouts = (Page2019,)


class HkmaTcSpider(ArticleSpider):
    """Traditional Chinese."""

    name = "hkma_tc"
    source = replace(ENGLISH, title="香港金融管理局", home=f"{WWW}/chi/", article=article("chi"), language="zh-Hant-HK")
    discovery = discovery("tc", "chi")
    layouts = (Page2019,)


class HkmaScSpider(ArticleSpider):
    """Simplified Chinese."""

    name = "hkma_sc"
    source = replace(ENGLISH, title="香港金融管理局", home=f"{WWW}/gb_chi/", article=article("gb_chi"), language="zh-Hans-CN")
    discovery = discovery("sc", "gb_chi")
    layouts = (Page2019,)
