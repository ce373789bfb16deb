"""Films that stand in a text as a frame of a player, YouTube's and others'. A frame may be an advert's, a map's or a chart's as well."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

# "//www.youtube.com/embed/hYJsXAzCiSo?wmode=transparent"; not "https://multimedia.scmp.com/embeds/2025/…", "https://datawrapper.dwcdn.net/p3T96/1/"
_PLAYER = re.compile(
    r"^(?:https?:)?//(?:www\.)?(?:(?:youtube(?:-nocookie)?|dailymotion)\.com/embed/(?!videoseries)|player\.(?:vimeo\.com|bilibili\.com)/|facebook\.com/plugins/video)", re.I
)
# What YouTube's own form for other sites gives every frame
_NO_TITLES = frozenset(("youtube video player", "youtube video", "vimeo video player", "video player", "embedded video"))


def films(values: list[Any]) -> list[Any]:
    """Frames that are a player's, as links: iframe elements, or their attributes as embedded data have them. A frame may keep its address for later, in data-src.

    Example: films([{"src": "//www.youtube.com/embed/x", "title": "Storm"}]) == [{"url": "//www.youtube.com/embed/x", "title": "Storm"}]
    """
    found = []
    for value in values:
        told: Mapping[str, Any] = value if isinstance(value, dict) else value.attrib
        address = next((a for name in ("src", "data-src", "data-lazy-src") if isinstance(a := told.get(name), str) and _PLAYER.match(a.strip())), None)
        if address is not None:
            title = told.get("title")
            found.append({"url": address.strip().replace("&amp;", "&"), "title": title if isinstance(title, str) and title.strip().lower() not in _NO_TITLES else None})
    return found
