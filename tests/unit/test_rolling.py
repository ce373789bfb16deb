"""Headlines of stories that roll on, and those that only speak of a broadcast."""

from __future__ import annotations

import re

import pytest

from harvester.platforms.live import ROLLING


@pytest.mark.parametrize(
    "headline",
    ["東涌線故障‧直播｜服務恢復", "東涌線故障．直播｜服務恢復", "東涌線故障持續更新｜服務恢復", "多間機構捐款支援【不斷更新】", "施政報告｜直播", "颱風．文字直播｜風球懸掛", "【持續更新】東涌線故障", "東涌線故障｜持續更新 列車慢駛", "（持續更新）東涌線故障", "東涌線故障持續更新：列車慢駛", "（直播中）立法會會議"],
)
def test_rolling(headline: str) -> None:
    assert re.search(ROLLING, headline)


@pytest.mark.parametrize("headline", ["歌手直播籌款", "網紅邊跑邊開直播通知同鄉", "電視台將直播升旗禮", "部門持續更新地圖", "持續更新中的地圖", "直播平台掛牌首日"])
def test_not_rolling(headline: str) -> None:
    assert not re.search(ROLLING, headline)
