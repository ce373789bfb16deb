"""Headlines without their furniture: the site's name, "(with photos)", a time or a reporter in brackets, a columnist behind a stroke."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

# "(with photos/video)", "[VIDEO]", "(English only)", "（附圖／短片）", "【附圖】", "（組圖）", "（只有中文）", "(Chinese version only)"
_FLAG = re.compile(
    r"\s*[（(【\[]\s*(?P<flag>with (?:photos?|videos?|audio|video clips?)(?:\s?(?:/|and|,)\s?(?:photos?|videos?|audio))*|"
    r"(?:in )?(?:english|eng|chinese|cantonese|putonghua)(?: version)? only|(?:photos?|videos?)(?:/videos?)?|"
    r"附(?:有)?(?:圖|短片|影片|圖片|相片|照片)(?:[／/、及](?:圖|短片|影片|圖片|相片))*|附图(?:[／/]短片)?|(?:內)?有(?:片|影片|短片|圖)|多圖|組圖|组图|圖|图|圖集|图集|視頻|视频|只有(?:中文|英文)|(?:中|英)文版)\s*[）)】\]]\s*$",
    re.I,
)
# Ta Kung Wen Wei: "（有片）市民齊聚獻花", "（有片·多圖）…", "【有片】…"
_FLAG_FIRST = re.compile(r"^[（(【\[]\s?(?P<flag>(?:(?:內)?有(?:片|影片|短片)|多圖|多图|組圖|组图|圖輯|附(?:圖|片|短片|影片))(?:\s?[·・‧、／/＋+]\s?(?:(?:內)?有(?:片|影片|短片)|多圖|多图|組圖|组图|圖輯))?)\s?[）)】\]]\s*(?=\S)")
# Ming Pao: "… (23:04)"
_TIME = re.compile(r"\s*[（(](?P<time>\d{1,2}[:：]\d{2})[）)]\s*$")
# Now: "…(羅泳思報道)", people.cn: "（记者王茜报道）"
_REPORTED = re.compile(r"\s*[（(](?P<byline>[^（）()]{2,24}(?:報道|報導|报道))[）)]\s*$")
# Ming Pao's columns: "灣區手記：席位之爭   ／文：尚東美"
_WRITTEN = re.compile(r"\s*[／/]\s?(?P<byline>文\s?[:：﹕︰]\s?[^\s／/:：，。（）()]{2,12})$")
# people.cn parts it by two: "某事--人民网"
_DIVIDER = re.compile(r"\s*[|｜︱│丨\-–—―_·]{1,3}\s*$")


class Headline(NamedTuple):
    """A headline read: its text, the flags taken off, and a time or byline that stood at its end."""

    text: str
    flags: tuple[str, ...]
    time: str | None
    byline: str | None


def read_headline(text: str, *, site_names: Sequence[str] = ()) -> Headline:
    """A clean headline without furniture. `site_names`: names that the site's titles end in.

    Part numbers "(2)", prefixes "LCQ7:", "Explainer:", "大埔五級火｜" are the publisher's words and stay.
    Example: read_headline("Rates relief (with photos) - RTHK", site_names=("RTHK",)).text == "Rates relief"
    """
    flags: list[str] = []
    time = byline = None
    text = text.strip()[:5000]
    text = _without_site(text, site_names)
    if (written := _WRITTEN.search(text[-40:])) and len(written[0]) < len(text):
        byline, text = written["byline"], text[: -len(written[0])]
    first = _FLAG_FIRST.match(text)
    text = text[first.end() :] if first else text
    for _round in range(4):
        if not text or text[-1] not in ")）】]":
            break
        tail = text[-120:]
        head = text[: -len(tail)]
        found = _FLAG.search(tail) or _TIME.search(tail) or _REPORTED.search(tail)
        rest = (head + tail[: found.start()]).rstrip() if found else ""
        if found is None or not rest:
            break
        if found.re is _FLAG:
            flags.append(found["flag"])
        elif found.re is _TIME:
            time = found["time"].replace("：", ":")
        else:
            byline = found["byline"]
        text = rest
    return Headline(text, (*((first["flag"],) if first else ()), *reversed(flags)), time, byline)


def _without_site(text: str, site_names: Sequence[str]) -> str:
    """Without "<divider> <site's name>" at the end, as often as it stands there."""
    for _round in range(3):
        for name in site_names:
            if len(text) > len(name) and text[-len(name) :].casefold() == name.casefold():
                rest = text[: -len(name)]
                cut = _DIVIDER.search(rest[-8:])
                shorter = rest[: len(rest) - len(rest[-8:]) + cut.start()].rstrip() if cut else ""
                if shorter:
                    text = shorter
                    break
        else:
            break
    return text
