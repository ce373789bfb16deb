"""Lines that point to another story: "READ MORE: …", "相關新聞：…"."""

from __future__ import annotations

import re
from typing import NamedTuple


class RelatedLine(NamedTuple):
    """A marker's kind (read-more, also-read, see-also, infographic, related) and the title after it ("" if the marker stands alone)."""

    rel: str
    title: str


_RELS = (
    ("read-more", ("read more", "閱讀更多", "阅读更多", "更多閱讀", "read more here")),
    ("also-read", ("also read", "read also")),
    ("see-also", ("see also", "延伸閱讀", "延伸阅读", "同場加映")),
    ("infographic", ("infographics", "infographic")),
    (
        "related",
        (
            "related news", "related stories", "related story", "related", "相關新聞", "相關報道", "相關報導", "相關閱讀", "相關內容", "相关新闻",
            "相关阅读", "相关报道", "相关推荐", "推薦閱讀", "推荐阅读", "其他報道", "日報新聞-相關報道", "日報新聞－相關報道", "more from our coverage",
            "opinion", "video", "videos", "photos", "graphics", "graphic",
        ),
    ),
)  # fmt: skip
_KINDS = {marker: rel for rel, markers in _RELS for marker in markers}
# "VIDEO:" and the like are markers only in capitals; "Video: …" opens many a sentence.
_CAPITALS_ONLY = frozenset(("opinion", "video", "videos", "photos", "graphics", "graphic", "related"))
_LONGEST = sorted(_KINDS, key=len, reverse=True)
# "READ MORE: Bay Area to become…", "相關新聞：…", "延伸閱讀｜…", "See also: Explainer: Meet…"
_LINE = re.compile(rf"\s*[【\[]?(?P<marker>{'|'.join(map(re.escape, _LONGEST))})[】\]]?\s*(?P<colon>[:：﹕︰|｜])?\s*(?P<title>.{{0,400}})$", re.I | re.S)
_FIRST = frozenset(marker[0] for marker in _KINDS) | frozenset(marker[0].upper() for marker in _KINDS) | frozenset("【[ ")


def read_related(line: str) -> RelatedLine | None:
    """A related line, split at its first colon; None when it is none.

    Example: read_related("ALSO READ: Chan: It's vital") == RelatedLine("also-read", "Chan: It's vital")
    """
    if not line or line[0] not in _FIRST or len(line) > 500:
        return None
    found = _LINE.match(line)
    if not found:
        return None
    marker, title = found["marker"], found["title"].strip()
    if title and not found["colon"]:
        return None
    if marker.lower() in _CAPITALS_ONLY and not (marker.isupper() and found["colon"]):
        return None
    return RelatedLine(_KINDS[marker.lower()], title)
