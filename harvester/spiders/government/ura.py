"""Urban Renewal Authority, ura.org.hk: press releases in English, Traditional and Simplified Chinese.

No saved page exists and the markup is unknown. What a crawler of 2026 relies on is the order of the text: "Back", the day ("4 Sep 2021"), the
title, the body, "(ENDS)" or "-End-", then "Back" or "Top"; so does the layout, and the generic reader carries a page in another order.
The site refuses some networks with a small page under status 200. "(Chinese Only)" titles have no English text.
Lists reach back to 2005, plain (page1 is the newest) and a year apart.
"""

from __future__ import annotations

import re
from dataclasses import replace

from harvester.discovery import Discovery, Links, Listing, Yearly
from harvester.items import Draft, Scraped
from harvester.layout import Layout, css, meta
from harvester.page import Page
from harvester.platforms.lines import lines
from harvester.source import Expect, Source
from harvester.spider import ArticleSpider

BASE = "https://www.ura.org.hk"
# "4 Sep 2021", "2021年9月4日", alone in their line
_DAY = re.compile(r"\d{1,2} [A-Z][a-z]{2,8}\.? \d{4}$|\d{4}年\d{1,2}月\d{1,2}日$")
_LEAVE = re.compile(r"(?:Back|Top|返回|頁首|页首|回到頁首|回到页首|Back to top)$", re.I)
_END = re.compile(r"[-－(（\s]{0,3}(?:ENDS?|完)[-－)）\s]{0,3}$", re.I)
BLOCK_PAGE = 5000
# "Community Workshop on Wan Chai Master Thinking (Chinese Only)"
NOT_CHINESE_ONLY = r"(?i)^(?!.*[（(]Chinese (?:only|version)[)）])"
NOT_ENGLISH_ONLY = r"(?i)^(?!.*[（(](?:只[有設设備备]英文[^（）()]{0,4}|English (?:only|version))[)）])"


class TextOrder(Layout):
    """Any markup: the day's line, the title after it, the body up to the end mark."""

    landmark = "body"
    headline = (css("h1"), meta("og:title"))

    @classmethod
    def amend(cls, scraped: Scraped, page: Page) -> None:
        """Day, title and body out of the text's order."""
        texts = lines(page)
        at = next((i for i, text in enumerate(texts) if _DAY.match(text)), None)
        if at is None or at + 2 >= len(texts):
            return  # the generic reader carries the page
        scraped.published, scraped.headline = texts[at], texts[at + 1]
        rest = texts[at + 2 :]
        end = next((i for i, text in enumerate(rest) if _LEAVE.match(text) or _END.match(text)), None)
        if end:
            scraped.paragraphs = ["\n\n".join(rest[:end])]


def article(language: str) -> str:
    """Addresses of a language: /en/news-centre/press-releases/20210904, with or without a number behind the day."""
    return rf"/{language}/news-centre/press-releases/(?P<id>(?P<date>\d{{8}})[\w-]*)/?$"


def discovery(language: str) -> tuple[Discovery, ...]:
    """The newest pages, and the lists of each year, without the titles that have no text in the language."""
    lists = f"{BASE}/{language}/news-centre/press-releases"
    about = NOT_CHINESE_ONLY if language == "en" else NOT_ENGLISH_ONLY
    return (
        Listing(f"{lists}/page{{page}}", days=30, items=Links(dated=True), about=about),
        Yearly(f"{lists}/{{year}}/page{{page}}", since=2005, items=Links(dated=True), about=about),
    )


ENGLISH = Source(
    title="Urban Renewal Authority",
    home=f"{BASE}/en/",
    hosts=("www.ura.org.hk", "ura.org.hk"),
    article=article("en"),
    kind="statutory_body",
    language="en",
    date_formats=("%d %b %Y", "%d %B %Y"),
    site_names=("Urban Renewal Authority", "URA", "市區重建局", "市区重建局"),
    expect=Expect(per_day=(0, 8), silent_hours=240),
    delay=2.0,
    lookback=10,
)


class UraSpider(ArticleSpider):
    """What the three languages share: the small page that is no release."""

    source = ENGLISH

    def blocked(self, draft: Draft, page: Page, status: int | None) -> bool:
        """As ever; and a page of under 5 kB that states no day is a refusal."""
        if super().blocked(draft, page, status):
            return True
        if len(page.text) < BLOCK_PAGE and not any(_DAY.match(text) for text in lines(page)):
            self.count("blocked/small page")
            draft.problems.append(f"blocked: a page of {len(page.text)} characters without a date, as the site sends to networks it refuses")
            return True
        return False


class UraEnSpider(UraSpider):
    """English."""

    name = "ura_en"
    source = ENGLISH
    discovery = discovery("en")
    layouts = (TextOrder,)


class UraTcSpider(UraSpider):
    """Traditional Chinese."""

    name = "ura_tc"
    source = replace(ENGLISH, title="市區重建局", home=f"{BASE}/tc/", article=article("tc"), language="zh-Hant-HK")
    discovery = discovery("tc")
    layouts = (TextOrder,)


class UraScSpider(UraSpider):
    """Simplified Chinese."""

    name = "ura_sc"
    source = replace(ENGLISH, title="市区重建局", home=f"{BASE}/sc/", article=article("sc"), language="zh-Hans-CN")
    discovery = discovery("sc")
    layouts = (TextOrder,)
