"""The Policy Address, policyaddress.gov.hk: the Chief Executive's speech of each year, a page for a few paragraphs, in three languages.

No saved page exists; addresses and texts of 2018, 2022 and 2023 are known, addresses of 2025 and 2026: /2023/en/policy.html lists pages named by
their first paragraph, /2023/en/p80.html holds 80 to 82; 2018 had a page a chapter, /2018/eng/policy_ch01.html, and 2026 has, /2026/en/chapter3.html.
Which page of 2026 lists them was not seen: policy.html and index.html are asked. A page states no date: its day is the day on which the
speech was delivered, from the table below; the day of a year that is not in it stays unknown, and such a page is a record without a date.
The same speech stands in parts on info.gov.hk that morning. The markup was never seen; the generic reader reads the pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from harvester.discovery import Ask, Discovery, Links, Window, Yearly
from harvester.items import Scraped
from harvester.layout import Layout, address, xpath
from harvester.page import Page
from harvester.source import Expect, Source
from harvester.spider import ArticleSpider

BASE = "https://www.policyaddress.gov.hk"
# Days of delivery as the government announced them on info.gov.hk.
DELIVERED = {
    "2017": "2017-10-11", "2018": "2018-10-10", "2019": "2019-10-16", "2020": "2020-11-25", "2021": "2021-10-06",
    "2022": "2022-10-19", "2023": "2023-10-25", "2024": "2024-10-16", "2025": "2025-09-17", "2026": "2026-09-16",
}  # fmt: skip


class Paragraphs(Layout):
    """A page of numbered paragraphs; a contents page has none of them."""

    landmark = xpath("//body[contains(., 'Policy Address') or contains(., '施政報告') or contains(., '施政报告')]")
    section = address(r"/(\d{4})/[a-z]{2,3}/")

    @classmethod
    def amend(cls, scraped: Scraped, page: Page) -> None:
        """The day of the year's speech."""
        scraped.published_meta = DELIVERED.get(scraped.section or "")


def article(language: str) -> str:
    """Addresses of a language's pages; contents pages are none."""
    return rf"/\d{{4}}/(?:{language})/(?:p\d+[a-z]?|policy_ch\d+|chapter\d+)\.html"


class Contents(Yearly):
    """The contents page of each year whose speech is in the window; of a year not in the table, if the window has days of September to December."""

    def asks(self, window: Window, now: datetime) -> Iterator[Ask]:
        for ask in super().asks(window, now):
            year = ask.state["year"]
            day = DELIVERED.get(str(year))
            if window.holds(date.fromisoformat(day)) if day else window.until >= date(year, 9, 1) and window.since.year <= year:
                yield ask


def discovery(*languages: str) -> tuple[Discovery, ...]:
    """The contents of each year in the window, under each name the language has had."""
    return tuple(Contents(f"{BASE}/{{year}}/{language}/{page}.html", since=2017, items=Links()) for language in languages for page in ("policy", "index"))


ENGLISH = Source(
    title="The Chief Executive's Policy Address",
    home=BASE + "/",
    hosts=("www.policyaddress.gov.hk", "policyaddress.gov.hk"),
    article=article("en|eng"),
    kind="government",
    language="en",
    site_names=("The Chief Executive's Policy Address",),
    expect=Expect(per_day=(0, 300), silent_hours=24 * 400, floor=0),
    delay=1.0,
    lookback=7,
    required=("headline", "body"),
)


class PolicyAddressEnSpider(ArticleSpider):
    """English."""

    name = "policyaddress_en"
    source = ENGLISH
    discovery = discovery("en", "eng")
    layouts = (Paragraphs,)


class PolicyAddressTcSpider(ArticleSpider):
    """Traditional Chinese."""

    name = "policyaddress_tc"
    source = replace(ENGLISH, title="行政長官施政報告", article=article("tc|chi"), language="zh-Hant-HK", site_names=("行政長官施政報告",))
    discovery = discovery("tc", "chi")
    layouts = (Paragraphs,)


class PolicyAddressScSpider(ArticleSpider):
    """Simplified Chinese; the language's address is taken from the others'."""

    name = "policyaddress_sc"
    source = replace(ENGLISH, title="行政长官施政报告", article=article("sc"), language="zh-Hans-CN", site_names=("行政长官施政报告",))
    discovery = discovery("sc")
    layouts = (Paragraphs,)
