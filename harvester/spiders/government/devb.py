"""Development Bureau, devb.gov.hk, in English, Traditional and Simplified Chinese: press releases, speeches and the Secretary's blog.

No saved page exists. Addresses, list pages and numbers are from a crawler at work in August 2026 and from texts; the body's element and the
photo block were never seen, so the generic reader reads them. A release keeps its number in all three languages and under each office's copy
(/en/sdev/press/…); its text is info.gov.hk's, closing lines included. "(Chinese only)" in a list's title: no English page exists.
Lists reach back to 1999, a year apart, 20 rows a page; they state the day, which is all that a blog post has.
"""

from __future__ import annotations

from dataclasses import replace

from harvester.discovery import Discovery, Links, Yearly
from harvester.layout import xpath
from harvester.platforms.gia import Reprint
from harvester.source import Expect, Source
from harvester.spider import ArticleSpider

BASE = "https://www.devb.gov.hk"
# one language only: not followed in the others; "(Chinese version)", "(Chinese online)" are seen, too
NOT_CHINESE_ONLY = r"(?i)^(?!.*[（(]Chinese (?:only|version|online)[^()]{0,12}[)）])"
NOT_ENGLISH_ONLY = r"(?i)^(?!.*[（(](?:只[有設设備备]英文[^（）()]{0,4}|英文版本|English (?:only|version|online)[^()]{0,12})[)）])"
# the number of the last page; without it the walk ends at the page after, which is missing or says the same again
LAST = "#pageGoInput::attr(max)"


class Release(Reprint):
    """A press release or speech; the language switch leads to the same number in the other languages."""

    translations = {
        "en": xpath("//a[contains(@href, '/en/') and contains(@href, '/index_id_')]/@href"),
        "zh-Hant-HK": xpath("//a[contains(@href, '/tc/') and contains(@href, '/index_id_')]/@href"),
        "zh-Hans-CN": xpath("//a[contains(@href, '/sc/') and contains(@href, '/index_id_')]/@href"),
    }


def article(language: str) -> tuple[str, ...]:
    """Addresses of a language: releases and speeches by number, whichever office's copy; blog posts, whose numbers are their own."""
    return (
        rf"/{language}/(?:[\w-]+/){{1,3}}(?P<section>press|speeches_and_presentations)/index_id_(?P<id>\d+)\.html",
        rf"/{language}/home/(?:my_blog|Blog_Archives\d*)/index_id_\d+\.html",
    )


def discovery(language: str, about: str) -> tuple[Discovery, ...]:
    """Lists of a language, a year apart. about: pattern of titles that have a page in it."""
    lists = f"{BASE}/{language}/publications_and_press_releases"
    return (
        Yearly(f"{lists}/press/index_year_{{year}}-type_all-page_{{page}}.html", since=1999, items=Links(dated=True), last=LAST, about=about),
        Yearly(f"{lists}/speeches_and_presentations/index_year_{{year}}-type_all-page_{{page}}.html", since=1999, items=Links(dated=True),
               last=LAST, about=about),
        Yearly(f"{BASE}/{language}/home/my_blog/index_year_{{year}}-page_{{page}}.html", since=2012, items=Links(dated=True), last=LAST, about=about),
    )  # fmt: skip


ENGLISH = Source(
    title="Development Bureau",
    home=f"{BASE}/en/",
    hosts=("www.devb.gov.hk", "devb.gov.hk"),
    article=article("en"),
    canonical=f"{BASE}/en/publications_and_press_releases/{{section}}/index_id_{{id}}.html",
    kind="government",
    language="en",
    site_names=("Development Bureau", "DEVB", "發展局", "发展局"),
    expect=Expect(per_day=(0, 20), silent_hours=96),
    delay=1.0,
    lookback=7,  # a release appears here hours or days after info.gov.hk has it; a blog post's translation weeks later
)


class DevbEnSpider(ArticleSpider):
    """English."""

    name = "devb_en"
    source = ENGLISH
    discovery = discovery("en", NOT_CHINESE_ONLY)
    layouts = (Release,)


class DevbTcSpider(ArticleSpider):
    """Traditional Chinese."""

    name = "devb_tc"
    source = replace(ENGLISH, title="發展局", home=f"{BASE}/tc/", article=article("tc"), language="zh-Hant-HK",
                     canonical=f"{BASE}/tc/publications_and_press_releases/{{section}}/index_id_{{id}}.html")  # fmt: skip
    discovery = discovery("tc", NOT_ENGLISH_ONLY)
    layouts = (Release,)


class DevbScSpider(ArticleSpider):
    """Simplified Chinese, converted from the Traditional by the site."""

    name = "devb_sc"
    source = replace(ENGLISH, title="发展局", home=f"{BASE}/sc/", article=article("sc"), language="zh-Hans-CN",
                     canonical=f"{BASE}/sc/publications_and_press_releases/{{section}}/index_id_{{id}}.html")  # fmt: skip
    discovery = discovery("sc", NOT_ENGLISH_ONLY)
    layouts = (Release,)
