"""Hong Kong and Macao Work Office (Hong Kong and Macao Affairs Office of the State Council), hmo.gov.cn, Simplified Chinese.

No saved page exists; list (.itemList ul li a) and page (.pageHead, .TRS_UEDITOR) are from a crawler of 2021, the columns from a crawler of
2018: gayw (Hong Kong and Macao), zwyw (the country's politics, followed only where a headline names the region). In September 2026 an address of
another system was seen, /2026/09/24/ARTI….shtml: such pages are followed wherever the home page links them, and read by the generic reader. From
abroad the site may be slow or refuse.
"""

from __future__ import annotations

from harvester.discovery import Links, Listing
from harvester.platforms.about import CHINESE
from harvester.platforms.trs import ARTICLE, Trs, column
from harvester.source import Expect, Source
from harvester.spider import ArticleSpider

BASE = "https://www.hmo.gov.cn"


class HmoSpider(ArticleSpider):
    """Simplified Chinese."""

    name = "hmo"
    source = Source(
        title="国务院港澳事务办公室",
        home=f"{BASE}/",
        hosts=("www.hmo.gov.cn", "hmo.gov.cn"),
        article=(ARTICLE, r"/(?P<y>\d{4})/(?P<m>\d{2})/(?P<d>\d{2})/(?P<id>ARTI[0-9A-Za-z]{12,30})\.shtml"),
        kind="government",
        country="CN",
        language="zh-Hans-CN",
        zone="Asia/Shanghai",
        site_names=("国务院港澳事务办公室", "中央港澳工作办公室"),
        expect=Expect(per_day=(0, 20), silent_hours=24 * 7, floor=0),
        delay=3.0,
        lookback=4,
        dated_address=True,
    )
    discovery = (
        column(f"{BASE}/xwzx/gayw/", items=".itemList ul li"),
        column(f"{BASE}/xwzx/zwyw/", items=".itemList ul li", about=CHINESE),
        Listing(f"{BASE}/", days=4, items=Links(dated=True)),
    )
    layouts = (Trs,)
