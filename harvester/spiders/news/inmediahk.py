"""InMedia (獨立媒體): behind a Cloudflare challenge; all saved pages are that challenge, no page of an article was seen.

The feed is from several programs of 2020 to 2026; title (.article-detail .title), author (a.author) and article:published_time are from a crawler
of 2025 that went in with a person's clearance, which we do not. The body's element is unknown: the generic reader reads it. Addresses are
/node/<section>/<slug>, older ones /node/<number>. No list of older articles is known.
"""

from __future__ import annotations

from harvester.discovery import Feed
from harvester.layout import Layout, css, meta
from harvester.source import Expect, Source
from harvester.spider import ArticleSpider


class ArticleDetail(Layout):
    """The page as a crawler of 2025 read it; the text is the generic reader's."""

    landmark = ".article-detail"
    headline = (css(".article-detail .title"), meta("og:title"))
    authors = css(".article-detail a.author")
    published_meta = meta("article:published_time")


class InMediaHkSpider(ArticleSpider):
    """Traditional Chinese."""

    name = "inmediahk"
    source = Source(
        title="獨立媒體", home="https://www.inmediahk.net/", hosts=("www.inmediahk.net", "inmediahk.net"),
        article=(r"/node/(?P<id>\d{4,9})/?$", r"/node/(?P<section>[^/?#]{2,60})/[^/?#]{4,}$"), kind="portal", language="zh-Hant-HK",
        site_names=("獨立媒體 inmediahk.net", "獨立媒體 Inmediahk.net", "獨立媒體網", "獨立媒體", "inmediahk.net"),
        expect=Expect(per_day=(0, 40), silent_hours=72, floor=0), delay=3.0, refuses="Cloudflare challenge",
    )  # fmt: skip
    discovery = (Feed("https://www.inmediahk.net/rss.xml", days=2),)
    layouts = (ArticleDetail,)
