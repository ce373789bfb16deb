"""The Collective (集誌社): WordPress. The two saved pages are one "403 - Forbidden" of its host's; no page of an article was seen.

The feed and a section's feed are from code at work in 2026; they hold the ten newest posts. The same code tells that /wp-json/ answers machines in
data centres with a challenge (sgcaptcha), so it is asked only for days that the feed does not reach. Pages are the generic reader's.
"""

from __future__ import annotations

from harvester.discovery import Feed
from harvester.platforms.wordpress import posts
from harvester.source import Expect, Source
from harvester.spider import ArticleSpider


class TheCollectiveHkSpider(ArticleSpider):
    """Traditional Chinese."""

    name = "thecollectivehk"
    source = Source(
        title="集誌社", home="https://thecollectivehk.com/", hosts=("thecollectivehk.com", "www.thecollectivehk.com"),
        article=r"/(?!category|tag|author|page|wp-|feed|about|contact)[^/?#]{6,}/?$", kind="portal", language="zh-Hant-HK",
        site_names=("集誌社 The Collective HK", "The Collective HK", "集誌社"), expect=Expect(per_day=(0, 20), silent_hours=96, floor=0), delay=3.0,
        refuses="403 - Forbidden",
    )  # fmt: skip
    discovery = (
        Feed("https://thecollectivehk.com/feed/", days=2), Feed("https://thecollectivehk.com/category/in-depth/feed/", days=5), posts("https://thecollectivehk.com", last_resort=True),
    )  # fmt: skip
