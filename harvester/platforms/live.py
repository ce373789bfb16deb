"""What Hong Kong's Chinese news sites write into the headline of a story that rolls on."""

from __future__ import annotations

# "大埔宏福苑五級火‧直播｜增至128死", "宏福苑大火災持續更新｜增至151人死", "…等多間企業捐款支援【不斷更新】"; not "菲傭邊跑邊開直播通知同鄉", "（香港01直播截圖）"
ROLLING = r"(?:^|[．.·・‧\s【（(｜︱│丨])(?:文字|圖文)?直播(?:中)?(?=[．.·・‧｜︱│丨|】）)]|$)|(?:持續|不斷)更新(?:中)?(?=[\s．.·・‧｜︱│丨|】）)：:]|$)"
