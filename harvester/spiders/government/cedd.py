"""Civil Engineering and Development Department, cedd.gov.hk: one list of its releases by project, back to years ago, English and Chinese.

No saved page exists; the list's text is known (December 2024): projects as headings, "Title | Date" tables with dd/mm/yyyy. Its items are
government releases, most likely on info.gov.hk, where they are followed; one that the department keeps itself is read as a reprint.
The same release is info_gov_hk's too: their canonical_url is one.
"""

from __future__ import annotations

from dataclasses import replace

from harvester.discovery import Links, Listing
from harvester.platforms.gia import Reprint, Since2016
from harvester.source import Expect, Source
from harvester.spider import ArticleSpider

BASE = "https://www.cedd.gov.hk"
GIA = r"/gia/general/(?P<y>\d{4})(?P<m>\d{2})/(?P<d>\d{2})/(?P<id>P\d{12,13})(?:p|_print)?\.htm"

ENGLISH = Source(
    title="Civil Engineering and Development Department",
    home=f"{BASE}/eng/",
    hosts=("www.cedd.gov.hk", "cedd.gov.hk", "www.info.gov.hk"),
    article=(GIA, r"/eng/media-corner/press-releases/(?!index\.html)[^?#]{3,}\.html?$"),
    kind="government",
    language="en",
    date_formats=("Ends/%A, %B %d, %Y Issued at HKT %H:%M", "%A, %B %d, %Y %H:%M"),
    site_names=("Civil Engineering and Development Department", "CEDD", "土木工程拓展署"),
    expect=Expect(per_day=(0, 5), silent_hours=24 * 60, floor=0),
    delay=1.0,
    lookback=30,
)


class CeddEnSpider(ArticleSpider):
    """English."""

    name = "cedd_en"
    source = ENGLISH
    discovery = (Listing(f"{BASE}/eng/media-corner/press-releases/index.html", items=Links(dated=True)),)
    layouts = (Since2016, Reprint)


class CeddTcSpider(ArticleSpider):
    """Traditional Chinese."""

    name = "cedd_tc"
    source = replace(ENGLISH, title="土木工程拓展署", home=f"{BASE}/tc/", article=(GIA, r"/tc/media-corner/press-releases/(?!index\.html)[^?#]{3,}\.html?$"), language="zh-Hant-HK")
    discovery = (Listing(f"{BASE}/tc/media-corner/press-releases/index.html", items=Links(dated=True)),)
    layouts = (Since2016, Reprint)
