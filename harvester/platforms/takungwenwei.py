"""What the sites of the Ta Kung Wen Wei group have in common (tkww.hk, dotdotnews.com): one content system, so films and related links are set alike.

A film is a frame of the group's player, its address an argument: "https://player.tkww.hk/video-player/player.html?src=https://…/x.m3u8&p=https://…/x.jpg".
Related links follow a line of their own ("相關閱讀：", "更多報道：", "Related News:"), a paragraph each.
"""

from __future__ import annotations

from harvester.layout import Pick, every, xpath
from harvester.platforms.asides import MARKED

# A frame may be an advert's or a map's as well: "https://www.youtube.com/embed/…", "https://player.bilibili.com/…"
_PLAYER = r"(?i)^[^?#]*(?:player|video|embed|vimeo|bilibili|dailymotion).*"


def films(body: str) -> Pick:
    """Films in a body (an XPath of one element): the film's own address where the player's frame tells it, else the frame's. Example: films("//div[@id='x']")."""
    return every(
        xpath(f"{body}//iframe[contains(@src, 'src=http')]/@src").where(r"[?&]src=(https?://[^&]+)"),
        xpath(f"{body}//iframe[@src][not(contains(@src, 'src=http'))]/@src").where(_PLAYER),
    )


def related_below(body: str) -> Pick:
    """Links of a body's related lines: those in a line with a marker, and the paragraphs or the list after it that are nothing but links."""
    alone = "[count(.//a)=1 or .//br][not(.//text()[normalize-space()][not(ancestor::a)])]//a[@href]"
    after = f"{body}//p[{MARKED}][1]/following-sibling::"
    return xpath(f"{body}//p[{MARKED}]//a[@href] | {after}p{alone} | {after}*[self::ul or self::ol]/li{alone}")
