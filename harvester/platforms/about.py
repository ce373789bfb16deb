"""Headlines worth following where an index carries a whole country's news: Hong Kong, its neighbors across the bay, and what is built with them."""

from __future__ import annotations

# "Hong Kong unveils …", "GBA integration offers …", "Northern metropolis to unleash …"; HK and GBA only as words of their own
ENGLISH = (
    r"(?i:hong ?kong|hksar|greater bay|bay area|maca[ou]\b|shenzhen|qianhai|hengqin|nansha\b|zhuhai|lok ma chau|northern metropolis|lantau|guangdong|pearl river)"
    r"|\b(?:HK|GBA)\b"
)
# 粤港澳大湾区, 河套深港科技创新合作区
CHINESE = r"香港|港澳|澳[门門]|大[湾灣][区區]|[粤粵]港|深港|深圳|前海|[横橫]琴|南沙|河套|珠海|珠三角|北部都[会會][区區]|[广廣][东東]"
