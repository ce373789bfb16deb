"""National Development and Reform Commission, ndrc.gov.cn, Simplified Chinese: releases and news of its departments.

No saved page exists; lists (.u-list li a), body and instant are from a feed generator's code with many revisions. The columns carry the whole
country's news; only headlines that name Hong Kong, Macao, the bay area or its cities are followed. Pages are static UTF-8.
"""

from __future__ import annotations

from harvester.platforms.about import CHINESE
from harvester.platforms.trs import ARTICLE, Trs, column
from harvester.source import Expect, Source
from harvester.spider import ArticleSpider

BASE = "https://www.ndrc.gov.cn"


class NdrcSpider(ArticleSpider):
    """Simplified Chinese."""

    name = "ndrc"
    source = Source(
        title="国家发展和改革委员会",
        home=f"{BASE}/",
        hosts=("www.ndrc.gov.cn", "ndrc.gov.cn"),
        article=ARTICLE,
        kind="government",
        country="CN",
        language="zh-Hans-CN",
        zone="Asia/Shanghai",
        site_names=("国家发展和改革委员会", "国家发展改革委"),
        expect=Expect(per_day=(0, 15), silent_hours=24 * 14, floor=0),
        delay=2.0,
        lookback=4,
        dated_address=True,
    )
    discovery = tuple(
        column(f"{BASE}/xwdt/{name}/", about=CHINESE, items=".u-list li")
        for name in ("xwfb", "tzgg", "dt/sjdt", "dt/dfdt")
    )
    layouts = (Trs,)
