"""Lines that point to another story: "READ MORE: …", "相關新聞：…"."""

from __future__ import annotations

import re
from typing import NamedTuple


class RelatedLine(NamedTuple):
    """A marker's kind (read-more, also-read, see-also, infographic, related) and the title after it ("" if the marker stands alone)."""

    rel: str
    title: str


_RELS = (
    ("read-more", ("read more", "閱讀更多", "阅读更多", "更多閱讀", "更多阅读", "更多報道", "更多报道", "更多報導", "更多新聞", "更多新闻", "更多相關新聞", "更多相關報道", "read more here",
                   "阅读更多(read more)", "read", "more")),
    ("also-read", ("also read", "read also")),
    ("see-also", ("see also", "further reading", "延伸閱讀", "延伸阅读", "扩展阅读", "同場加映")),
    ("infographic", ("infographics", "infographic")),
    (
        "related",
        (
            "related news", "related stories", "related story", "related articles", "related article", "related",
            "you may also like", "you might also like", "more on this topic", "more on this story",
            "相關新聞", "相關報道", "相關報導", "相關閱讀", "相關內容", "相關文章", "相關連結", "相關推薦", "相關影片", "相關片段", "相關圖輯",
            "相关新闻", "相关报道", "相关阅读", "相关推荐", "相关文章", "相关链接",
            "推薦閱讀", "推荐阅读", "其他報道", "其他报道", "日報新聞-相關報道", "日報新聞－相關報道",
            "more from our coverage", "opinion", "video", "videos", "photos", "graphics", "graphic", "watch", "listen", "gallery", "in pictures", "explainer", "feature",
            "interview", "analysis", "editorial",
        ),
    ),
)  # fmt: skip
_KINDS = {marker: rel for rel, markers in _RELS for marker in markers}
# "VIDEO:" and the like are markers only in capitals; "Video: …" opens many a sentence.
_CAPITALS_ONLY = frozenset(("opinion", "video", "videos", "photos", "graphics", "graphic", "watch", "listen", "gallery", "in pictures", "explainer", "feature", "interview", "analysis", "editorial", "read", "more"))
# A word of one's own text too: "Related", "Infographic" need their colon even when they stand alone.
_NEVER_ALONE = _CAPITALS_ONLY | {"related", "infographic", "infographics"}
# TVB: "延伸閱讀火警分級災難…" without any divider; no sentence begins so.
_NO_DIVIDER = frozenset(("延伸閱讀", "延伸阅读", "同場加映"))
_LONGEST = "|".join(map(re.escape, sorted(_KINDS, key=len, reverse=True)))
# "READ MORE: Bay Area to become…", "相關新聞：…", "相關新聞 : …", "延伸閱讀｜…", "【相關報道】…", "See also: Explainer: Meet…"
_LINE = re.compile(
    rf"[\s■▼●◆►▶»>]*(?P<open>[【\[])?(?P<marker>{_LONGEST})(?P<close>[】\]])?\s?(?P<colon>[:：﹕︰|｜︱│丨])?\s?(?P<title>.*)$", re.I | re.S
)
_FIRST = frozenset(marker[0] for marker in _KINDS) | frozenset(marker[0].upper() for marker in _KINDS) | frozenset("【[ ■▼●◆►▶»>")
_MAX_LINE = 500
_LONGEST_LATIN = max(len(marker) for marker in _KINDS if marker.isascii()) + 3


def read_related(line: str) -> RelatedLine | None:
    """A related line, split at its first colon; None when it is none.

    line  one cleaned line, or a marker and its title on two
    Example: read_related("ALSO READ: Chan: It's vital") == RelatedLine("also-read", "Chan: It's vital")
    """
    if not line or line[0] not in _FIRST or len(line) > _MAX_LINE:
        return None
    if line[0].isascii() and len(line) > _LONGEST_LATIN:  # most paragraphs: a marker in Latin letters would have its divider by now
        head = line[:_LONGEST_LATIN]
        if head.isascii() and ":" not in head and "|" not in head and "\n" not in head and line[0] not in "[ >":
            return None
    found = _LINE.match(line)
    if not found:
        return None
    marker, title = found["marker"], found["title"].strip()
    word = marker.lower()
    parted = bool(found["colon"]) or bool(found["open"] and found["close"])
    if not parted:
        if word in _NEVER_ALONE:
            return None
        if title and not (word in _NO_DIVIDER and "\n" not in title and title[-1] not in "。．"):
            return None
    if word in _CAPITALS_ONLY and not marker.isupper():
        return None
    # SCMP: "More from our coverage:– Want to donate in cash or kind?"
    return RelatedLine(_KINDS[word], title.lstrip("–—-•·▪ ").rstrip("↓⇩▼▽ ").strip())
