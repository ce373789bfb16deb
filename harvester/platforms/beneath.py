"""Captions that stand beneath their pictures as lines of the text, as the mainland's content systems set them.

    <p style="text-align: center"><img src="…"></p>
    <p style="text-align: center">引道旁的幼榕。新华社记者 才扬 摄</p>

Or behind a <br> in the picture's own paragraph, or in the next row of its table; a line that is nothing but a credit may follow, and then tells one or two
plain lines above it as the caption. Seen on saved pages of people.com.cn (span[desc]) and xinhuanet.com (navy 楷体); the rest is told by what the line says
or how it is set.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from harvester.generic.words import ARROW, CREDITED, PICTURED, is_bold, is_captioned, is_centered, names_of, size_of
from harvester.layout import asides, block_text, in_aside, picture_address

_BLOCKS = frozenset(("p", "div", "td", "th", "tr", "table", "tbody", "center", "figure", "figcaption", "section", "ul", "ol", "li", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6"))
_LINES = frozenset(("p", "div", "td", "tr", "center", "figcaption"))  # what a caption may be
# <font color="navy" face="楷体">, <span style="font-family: KaiTi">: what editors set captions in
_TYPE = re.compile(r"navy|楷体|楷體|kaiti", re.I)
# "新华社记者 张平 摄", "（王申摄）", "LIU GUOXING/FOR CHINA DAILY": a line of its own
_CREDIT = re.compile(r"[^。，；！？\n]{2,60}")
# "(Source: Wen Wei Po; English Editor: Darius)", "来源：新华社 责任编辑：…": closes a story whose last paragraph stands beneath its picture
_SOURCE = re.compile(r"[(（\[【]?\s?(?:Sources?|Journalists?|Reporters?|Editors?|English Editor|来源|來源|编辑|編輯|责编|責編)\s?[:：/]")
LONGEST, LONGEST_CENTERED = 800, 320  # Latin letters; half as many characters of Chinese
MAX_PICTURES, MAX_LEVELS, MAX_STEPS, MAX_INSIDE, MAX_CAPTION_LINES = 400, 6, 4, 60, 2


def captioned(images: list[Any]) -> list[Any]:
    """Photos with the captions beneath them, else with their alternative text or title; a picture for readers without scripts, that counts them, is none.

    Example: css("#detail img[src]").via(captioned)
    """
    rows = []
    known: dict[Any, bool] = {}
    for image in islice(images, MAX_PICTURES):
        if next(image.iterancestors("noscript"), None) is None and not in_aside(image, known):
            lines = caption_of(image)
            rows.append({"url": picture_address(image), "caption": ARROW.sub("", " ".join(map(_text, lines))) if lines else image.get("alt") or image.get("title")})
    return rows


def captions(body: Any) -> Iterator[Any]:
    """The elements of a body that are captions of its pictures: for `Layout.drop`."""
    for image in islice(body.iter("img"), MAX_PICTURES):
        yield from caption_of(image)


def caption_of(image: Any) -> list[Any]:
    """The lines beneath a picture that are its caption, the last of them its credit, it may be."""
    line = _beneath(image)
    if not _is_line(line) or any(other is not image for other in islice(line.iter("img"), 2)) or not (text := _text(line)):
        return []
    after = _next(line)[0]
    if not CREDITED.search(text):
        lines, below = [line], after
        for _line in range(MAX_CAPTION_LINES):
            if not _is_line(below) or next(below.iter("img"), None) is not None or size_of(text) > LONGEST:
                break
            lines.append(below)
            text = _text(below)
            if _CREDIT.fullmatch(text) and CREDITED.search(text) and not _SOURCE.match(text):
                return lines
            below = _next(below)[0]
        text = _text(line)
    return [line] if _is_told(line, text) or _stands_alone(line, text, after) else []


def _text(element: Any) -> str:
    """A line's text without what is hidden in it: <b style="display:none">pagebreak</b>"""
    return " ".join(block_text(element, asides(element)).split())


def _is_line(element: Any) -> bool:
    """Whether an element can be a line of its own, with one block in it at most."""
    return element is not None and element.tag in _LINES and next(islice(element.iter(*_LINES), 2, None), None) is None


def _beneath(image: Any) -> Any:
    """The line that follows a picture: the picture's own paragraph where text follows in it, else what stands below all that holds nothing but the picture."""
    holder = image
    for _level in range(MAX_LEVELS):
        above = holder.getparent()
        if above is None or type(above.tag) is not str or not _opens(holder, above):
            return None
        following, text = _next(holder)
        if text or (holder.tail or "").strip() or (following is not None and following.tag not in _BLOCKS):
            return above
        if following is not None:
            return following
        holder = above
    return None


def _next(element: Any) -> tuple[Any, bool]:
    """The next sibling that holds text or a picture, and whether text of no element comes before it."""
    for sibling in islice(element.itersiblings(), MAX_STEPS):
        if type(sibling.tag) is str and (_has_text(sibling) or next(islice(sibling.iter("img"), 1), None) is not None):
            return sibling, False
        if (sibling.tail or "").strip():
            return None, True
    return None, False


def _has_text(element: Any) -> bool:
    return any(text.strip() for text in islice(element.itertext(), MAX_INSIDE))


def _opens(holder: Any, block: Any) -> bool:
    """Whether no text stands before an element in its line of the block around it."""
    for before in islice(holder.itersiblings(preceding=True), MAX_STEPS):
        if (before.tail or "").strip() or (before.tag not in _BLOCKS and _has_text(before)):
            return False
        if before.tag in _BLOCKS:
            return True
    return holder.tag in _BLOCKS or not (block.text or "").strip()


def _is_told(line: Any, text: str) -> bool:
    """Whether its markup or its words make a line a caption."""
    inner = [line, *islice(line.iter("span", "font", "em", "i", "small"), MAX_STEPS)]
    marked = any(e.get("desc") or "desc" in names_of(e).split() or is_captioned(names_of(e)) or _TYPE.search(f"{e.get('color') or ''};{e.get('face') or ''};{e.get('style') or ''}") for e in inner)
    return (marked or line.tag in ("tr", "figcaption") or bool(PICTURED.match(text) or (CREDITED.search(text) and not _SOURCE.match(text)))) and size_of(text) <= LONGEST


def _stands_alone(line: Any, text: str, after: Any) -> bool:
    """Whether a line is centered as its picture is and the next is not: verse and headings are, too, but bold or several."""
    return is_centered(line) and size_of(text) <= LONGEST_CENTERED and not is_bold(line) and (after is None or not is_centered(after) or next(after.iter("img"), None) is not None)
