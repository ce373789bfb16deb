"""Press releases of the Hong Kong government (GIA), English and Traditional Chinese: two editions of one site, linked page by page.

The page is verified on 35 saved English pages; Chinese pages share its ids, their footer ("完", date, time) is known from texts.
The body's span holds a clone of the photo column (div.controlDisplay2), the attachment box and the footer; none of them is body.
Releases are rewritten under their old timestamp now and then, so recent days are looked at again.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from harvester.discovery import Daily, Feed, Links
from harvester.platforms.gia import Since2016
from harvester.source import Expect, Source
from harvester.spider import ArticleSpider

BASE = "https://www.info.gov.hk/gia"

ENGLISH = Source(
    title="The Government of the Hong Kong Special Administrative Region",
    home="https://www.info.gov.hk/",
    hosts=("www.info.gov.hk", "info.gov.hk"),
    article=r"/gia/general/(?P<y>\d{4})(?P<m>\d{2})/(?P<d>\d{2})/(?P<id>P\d{12,13})(?:p|_print)?\.htm",
    canonical="https://www.info.gov.hk/gia/general/{y}{m}/{d}/{id}.htm",
    kind="government", dated_address=True,
    language="en",
    date_formats=("Ends/%A, %B %d, %Y Issued at HKT %H:%M",),
    expect=Expect(per_day=(8, 60), silent_hours=36, filled={"issuer": 0.6, "images": 0.2}),
    delay=0.75,
    lookback=3,
)


class InfoGovHkEnSpider(ArticleSpider):
    """English releases."""

    name = "info_gov_hk_en"
    source = ENGLISH
    discovery = (
        Daily(f"{BASE}/general/%Y%m/%d.htm", first=date(2006, 1, 1), items=Links("#contentBody")),
        Feed(f"{BASE}/rss/general_en.xml", days=3),
    )
    layouts = (Since2016,)


class InfoGovHkTcSpider(ArticleSpider):
    """Traditional Chinese releases."""

    name = "info_gov_hk_tc"
    source = replace(ENGLISH, title="香港特別行政區政府", language="zh-Hant-HK")
    discovery = (
        Daily(f"{BASE}/general/%Y%m/%dc.htm", first=date(2006, 1, 1), items=Links("#contentBody")),
        Feed(f"{BASE}/rss/general_zh.xml", days=3),
    )
    layouts = (Since2016,)
