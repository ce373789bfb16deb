"""The Financial Secretary's blog, fso.gov.hk: a post each Sunday in Chinese, in both scripts, the English one weeks later.

No saved page exists; known are the English list's text (2021), its days "(28.11.2021)" and the addresses /eng/blog/blog20170806.htm. The
Chinese addresses are taken to be alike, /chi/ and /sim/ being the site's own paths. The markup was never seen; the generic reader reads the page, the address gives its day.
How far the list reaches is unknown; older windows try the Sundays' addresses, of which those without a post are counted as gaps.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from harvester.discovery import Dated, Discovery, Links, Listing
from harvester.layout import Layout, address, css, xpath
from harvester.source import Expect, Source
from harvester.spider import ArticleSpider

BASE = "https://www.fso.gov.hk"


class Post(Layout):
    """A post; its list's day, in brackets behind the title, is no part of it."""

    landmark = xpath("//body[contains(., 'Financial Secretary') or contains(., '財政司') or contains(., '财政司')]")
    # the blog's and the office's names are headings too
    headline = css("h1, h2, h3, h4").where(
        r"^(?!(?:The )?Financial Secretary|(?:My |FS'?s? )?Blog\b|(?:我的)?[網网][誌志]|[財财]政司)(.{4,}?)(?:\s{0,3}[（(]\d{1,2}[./]\d{1,2}[./]\d{4}[）)])?$"
    )
    published_meta = address(r"/blog(\d{8})")


def discovery(path: str) -> tuple[Discovery, ...]:
    """The list for half a year; before it, the addresses of Sundays."""
    return (
        Listing(f"{BASE}/{path}/blog/", days=180, items=Links(dated=True)),
        Dated(f"{BASE}/{path}/blog/blog%Y%m%d.htm", first=date(2017, 1, 1), weekdays=(6,)),
    )


ENGLISH = Source(
    title="Financial Secretary",
    home=f"{BASE}/eng/",
    hosts=("www.fso.gov.hk", "fso.gov.hk"),
    article=r"/eng/blog/(?P<id>blog(?P<date>\d{8})[a-z]?)\.htm",
    kind="government",
    language="en",
    date_formats=("%Y%m%d",),
    site_names=("Financial Secretary", "My Blog", "財政司司長", "网志", "網誌"),
    expect=Expect(per_day=(0, 2), silent_hours=24 * 60, floor=0),
    delay=1.0,
    lookback=60,
)


class FsoEnSpider(ArticleSpider):
    """English."""

    name = "fso_en"
    source = ENGLISH
    discovery = discovery("eng")
    layouts = (Post,)


class FsoTcSpider(ArticleSpider):
    """Traditional Chinese."""

    name = "fso_tc"
    source = replace(ENGLISH, title="財政司司長", home=f"{BASE}/chi/", article=r"/chi/blog/(?P<id>blog(?P<date>\d{8})[a-z]?)\.htm", language="zh-Hant-HK",
                     expect=Expect(per_day=(0, 2), silent_hours=24 * 15, floor=0), lookback=14)  # fmt: skip
    discovery = discovery("chi")
    layouts = (Post,)


class FsoScSpider(ArticleSpider):
    """Simplified Chinese."""

    name = "fso_sc"
    source = replace(ENGLISH, title="财政司司长", home=f"{BASE}/sim/", article=r"/sim/blog/(?P<id>blog(?P<date>\d{8})[a-z]?)\.htm", language="zh-Hans-CN",
                     expect=Expect(per_day=(0, 2), silent_hours=24 * 15, floor=0), lookback=14)  # fmt: skip
    discovery = discovery("sim")
    layouts = (Post,)
