"""What stands between the paragraphs of a story and is another one: a link alone, the other story's headline ("宏福苑五級火．不斷更新"), or a link behind a marker."""

from __future__ import annotations

from harvester.layout import Pick, xpath

MARKERS = ("相關閱讀", "相關報道", "相關新聞", "更多報道", "更多閱讀", "延伸閱讀", "推薦閱讀", "Related News")
# "【相關閱讀】", "▼相關新聞："
MARKED = " or ".join(f"starts-with(translate(normalize-space(.), '【[▼▽●■◆▲▶►', ''), '{marker}')" for marker in MARKERS)


def headlines_alone(body: str, host: str) -> Pick:
    """Links to the site's own pages that are all of a paragraph of a body (an XPath of one element), or all behind a marker; for `related`.

    Example: headlines_alone("//article", "i-cable.com")
    """
    return xpath(
        f"{body}//p[count(.//a)=1 and (normalize-space(.)=normalize-space(.//a) or {MARKED})]"
        f"//a[contains(@href, '{host}/') or (starts-with(@href, '/') and not(starts-with(@href, '//')))]"
    )


def is_marker(text: str) -> bool:
    """Whether a text is nothing but such a marker. Example: is_marker("延伸閱讀：")."""
    return text.strip().rstrip(" :：﹕︰|｜") in MARKERS
