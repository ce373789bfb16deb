"""Dates as publishers print them, read without guessing: English, Chinese, numeric, relative, and machine formats.

The order is by cost and certainty: the source's own formats, ISO 8601, epochs, RFC 822, then our own readers of Chinese, English
and numeric forms, relative ages, and last dateparser, fenced. Zone, fetch time and the day the address states are arguments.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import NamedTuple


class Moment(NamedTuple):
    """One reading of a date string.

    value      aware, in the publisher's zone
    precision  "minute", "day" or "relative" ("2 hours ago")
    how        the rule that read it: format, iso, epoch, rfc822, chinese, english, numeric, relative, dateparser
    """

    value: datetime
    precision: str
    how: str


class Stamps(NamedTuple):
    """The raw pieces of a line that states one or two dates."""

    published: str | None
    updated: str | None


LIMIT = 300
DAY = timedelta(days=1)
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)

_MONTHS = {
    name: number
    for number, names in enumerate(
        (("jan", "january"), ("feb", "february"), ("mar", "march"), ("apr", "april"), ("may",), ("jun", "june"), ("jul", "july"), ("aug", "august"),
         ("sep", "sept", "september"), ("oct", "october"), ("nov", "november"), ("dec", "december")), 1)
    for name in names
}  # fmt: skip
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10, "xi": 11, "xii": 12}
# Hours ahead of UTC. CST is China's here; what has two readings even so (IST, AST) is left out, and a time told in it is not read.
_ZONES = {"hkt": 8, "cst": 8, "bjt": 8, "sgt": 8, "myt": 8, "pht": 8, "jst": 9, "kst": 9, "gmt": 0, "utc": 0, "ut": 0, "z": 0, "bst": 1, "cet": 1, "cest": 2, "est": -5, "edt": -4,
          "pst": -8, "pdt": -7}  # fmt: skip

# --- splitting a line in two ---------------------------------------------------------------------------------------------

# "Updated:", "Last Updated At:", "最後更新：", "更新時間："
_UPDATED = r"(?:last\s?revis(?:ed|ion)(?:\s?(?:date|on))?|last\s?review(?:ed)?(?:\s?(?:date|on))?|last\s?updated(?:\s?at)?|last\s?update(?=\s?[:：])|updated(?:\s?(?:at|on))?|modified(?:\s?on)?|最後更新(?:時間)?|最后更新(?:时间)?|更新[時时][間间]|更新日期|更新於|更新于|更新|修[訂订]日期|覆檢日期)"
_PUBLISHED = r"(?:published(?:\s?(?:at|on))?|posted(?:\s?on)?|發[佈布表](?:時間|日期|於)?|发[布表](?:时间|日期|于)?|出版(?:時間)?|建立|創建時間|刊登時間|撰文時間)"
_LABEL = re.compile(rf"(?:(?P<u>{_UPDATED})|(?P<p>{_PUBLISHED}))\s?[:：﹕︰]?\s?", re.I)
# on.cc: "香港時間 11月28日(五) 14:44更新 10:10建立": the label follows its time
_ONCC = re.compile(
    r"(?P<day>\d{1,2}月\d{1,2}日)\s?(?:[（(].{1,3}[)）])?\s?(?P<first>\d{1,2}:\d{2})\s?(?:更新\s?(?P<second>\d{1,2}:\d{2})\s?建立|(?P<only>建立|更新)?)"
)
# "By Paul Ng" after a date, "| 来源：新华社222", "|Editor: huaxia", "Source: Xinhua|"
_TAIL = re.compile(r"\s*(?:\bBy\s|\||｜|来源|來源|Source:|Editor:|責任編輯|编辑|編輯|撰文|記者).*$", re.S)
_HEAD = re.compile(r"^(?:.{0,80}?(?:来源|來源|Source|From)\s?[:：].{0,40}?[|｜]|By\s[^|\d]{2,120}[|｜](?:[^|\d]{2,40}[|｜])?|[^|\d]{2,60}[|｜])\s*", re.S)


# What every English label has in it
_LABEL_WORDS = ("update", "modified", "published", "posted", "revis", "review")


def split_stamps(text: str) -> Stamps:
    """The publication's and the update's piece of a date line; an unlabelled date is the publication's.

    Glued pairs part at their labels. Example: split_stamps("更新時間：17:28 2025-11-29 HKT發佈時間：01:25 2025-11-29 HKT")
    == Stamps("01:25 2025-11-29 HKT", "17:28 2025-11-29 HKT")
    """
    text = text[:LIMIT].replace("\u00a0", " ").replace("\u3000", " ").strip()
    oncc = _ONCC.search(text) if "月" in text else None
    if oncc and oncc["second"]:
        # "11月28日(五) 00:44更新 23:10建立": the day is the update's alone, and the other one is told elsewhere
        created = oncc["second"] if oncc["second"].zfill(5) > oncc["first"].zfill(5) else f"{oncc['day']} {oncc['second']}"
        return Stamps(created, f"{oncc['day']} {oncc['first']}")
    if oncc and oncc["only"] == "建立":
        return Stamps(f"{oncc['day']} {oncc['first']}", None)
    published = updated = None
    labels = list(_LABEL.finditer(text)) if not text.isascii() or any(word in text.lower() for word in _LABEL_WORDS) else []
    if not labels:
        return Stamps(_piece(text), None)
    lead = _piece(text[: labels[0].start()])
    ends = [*(label.start() for label in labels[1:]), len(text)]
    pieces = [_piece(text[label.end() : end]) for label, end in zip(labels, ends, strict=True)]
    if lead and not text[labels[-1].end() :].strip(_EDGES):  # "2025-11-26 18:00 發佈 2025-11-26 19:30 更新": the labels follow their times
        pieces, lead = [lead, *pieces[:-1]], None
    elif pieces[-1] and text[-1] in ",，" and _BARE_CLOCK.match(pieces[-1]):  # "Updated: 5:01pm,": its day was cut off
        pieces[-1] = None
    for label, piece in zip(labels, pieces, strict=True):
        if piece is None:
            continue
        if label["u"]:
            updated = updated or piece
        else:
            published = published or piece
    return Stamps(published or lead, updated)


# "November 26, 2025 | 7:30pm": the bar parts a day from its time
_BAR_CLOCK = re.compile(r"(\d)\s?[|｜]\s?(?=(?:[上下]午\s?)?\d{1,2}[:：]\d{2}(?!\d))")
_EDGES = " |｜·,，;；()（）[]【】"


def _piece(text: str) -> str | None:
    """A stretch of a date line without what is glued to its ends; None without a digit (or a word for a relative day)."""
    text = text.strip(" |｜·,，;；")
    if "|" in text or "｜" in text:
        text = _BAR_CLOCK.sub(r"\g<1> ", text)
    if "|" in text or "｜" in text or "By " in text:
        without = _HEAD.sub("", text)
        text = without if _DIGIT.search(without) else text
    cut = _TAIL.sub("", text).strip(" |｜·,，;；")
    text = cut if _ASCII_DIGIT.search(cut) or not _ASCII_DIGIT.search(text) else text  # "来源：中国日报网 2023-11-17 15:13"
    return text if text and (_DIGIT.search(text) or _RELATIVE_WORD.search(text)) else None


_ASCII_DIGIT = re.compile(r"[0-9]")
_DIGIT = re.compile(r"[0-9０-９〇○一二三四五六七八九十]")
_RELATIVE_WORD = re.compile(r"just now|yesterday|today|\bago\b|剛剛|刚刚|昨|今日|今天|今早|今晚|今晨|前日|前天|前晚|[分時时日天]鐘?钟?之?前", re.I)

# --- reading one date ------------------------------------------------------------------------------------------------------

# "2025-11-30T08:00:00+08:00", "2025-11-26T19:30:30.000+0800", "2025-11-26 19:30:30Z", "2025-11-26"
_ISO = re.compile(
    r"(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})(?:[T ](?P<H>\d{2}):(?P<M>\d{2})(?::(?P<S>\d{2})(?:[.,]\d{1,9})?)?\s?(?P<z>Z|[+-]\d{2}(?::?\d{2})?)?)?$"
)
# "20251126T193000Z", "20251126T193000+0800", "20251126 19:30"
_ISO_BASIC = re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})[T ](?P<H>\d{2}):?(?P<M>\d{2}):?(?P<S>\d{2})?(?P<z>Z|[+-]\d{2}(?::?\d{2})?)?$")
# "1764223881000", "1764223881"; "202511262301"; "20251128"; "20251128101530"
_DIGITS = re.compile(r"\d{8,14}$")
# "Wed, 26 Nov 2025 20:16:00 +0800", "26 Nov 2025 20:16 GMT"
_RFC822 = re.compile(
    r"(?:[A-Za-z]{3},\s?)?(?P<d>\d{1,2})\s(?P<mon>[A-Za-z]{3,9})\s(?P<y>\d{4}|\d{2})\s(?P<H>\d{1,2}):(?P<M>\d{2})(?::(?P<S>\d{2}))?\s(?P<z>[+-]\d{4}|GMT|UTC?|HKT|CST|Z)$"
)
# "Wed Jun 25 19:29:33 HKT 2025", "Wed Jun 25 19:29:33 GMT+08:00 2025"
_JAVA = re.compile(
    r"[A-Z][a-z]{2}\s(?P<mon>[A-Z][a-z]{2})\s(?P<d>\d{1,2})\s(?P<H>\d{2}):(?P<M>\d{2}):(?P<S>\d{2})\s(?P<z>(?:GMT|UTC)?[+-]\d{2}:?\d{2}|[A-Z]{3,4})\s(?P<y>\d{4})$"
)

_NUMERALS = {c: v for v, cs in enumerate(("〇○零", "一", "二兩两", "三", "四", "五", "六", "七", "八", "九")) for c in cs}
_NUM = r"[0-9〇○零一二三四五六七八九十廿卅]"
# "2025年11月26日", "二○二五年九月二十三日", "115年11月22日", "民國115年", "11月28日"
_CHINESE = re.compile(rf"(?:(?P<roc>民[國国])?\s?(?P<y>{_NUM}{{2,4}})\s?年)?\s?(?P<m>{_NUM}{{1,3}})\s?月\s?(?P<d>{_NUM}{{1,3}})\s?[日號号]")
# WordPress in Chinese with an English order: "26 11 月, 2025", "11 月 26, 2025", "26 十一月 2025"
_CHINESE_LOCALE = re.compile(r"(?<!\d)(?:(?P<d>\d{1,2})\s(?P<m>\d{1,2}|[一二三四五六七八九十]{1,2})\s?月,?\s|(?P<m2>\d{1,2}|[一二三四五六七八九十]{1,2})\s?月\s(?P<d2>\d{1,2}),?\s)(?P<y>\d{4})(?!\d)")
# "下午3時15分", "19:25", "香港時間16時00分", "3:15pm", "深夜11時半", "12 noon"
_CLOCK = re.compile(
    r"(?P<half>上午|下午|晚上|晚間|晚间|夜晚|夜間|夜间|深夜|午夜|半夜|子夜|凌晨|清晨|早上|早晨|中午|正午|傍晚|黃昏|黄昏|晚|夜|am|pm|a\.m\.|p\.m\.)?\s?"
    r"(?<!\d)(?P<H>\d{1,2}|[一二三四五六七八九十]{1,3})\s?(?:(?P<sep>[:：時时點点])\s?(?P<M>\d{2}|[〇○零一二三四五六七八九十]{1,3}|半)?\s?分?(?:(?:[:：]|(?<=分)\s?)(?P<S>\d{2})秒?)?)?(?!\d)"
    r"\s?(?P<after>a\.?m\.?|p\.?m\.?|noon|midnight)?",
    re.I,
)
# "7.30pm", "16.40 HKT": a point parts hours from minutes only before such a word
_POINTED = re.compile(r"(?<![\d.])(?P<H>\d{1,2})\.(?P<M>\d{2})(?=\s?(?:[ap]\.?m|HKT|hrs)\b)", re.I)
_AFTERNOON = frozenset(("下午", "傍晚", "黃昏", "黄昏", "pm"))
_MORNING = frozenset(("am", "上午", "凌晨", "清晨", "早上", "早晨"))
# 晚上11時 is of this day, 晚上12時 its end; 晚上1時 may be of either day
_EVENING = frozenset(("晚上", "晚間", "晚间", "夜晚", "夜間", "夜间", "晚", "夜"))
# 深夜11時 is of this day; 午夜12時 may be its start or its end, 深夜1時 of either day
_NIGHT = frozenset(("深夜", "午夜", "半夜", "子夜", "midnight"))
_MONTH_NAME = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
# "27 October, 2018", "22nd February 2024", "6 Mar 2024", "26 Nov 25"; "Nov 26, '25", "December 21, 2023", "Sept. 13, 2021", "Feb 14, 2023"; "22-XI-2026"
_DAY_MONTH = re.compile(rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s\-.]{{1,2}}(?P<mon>{_MONTH_NAME})\b\.?,?(?:[\s\-]?\s?(?P<y>\d{{4}}|['’]?\d{{2}}(?!\s?(?:[:：.時时點点]|[ap]\.?m))))?(?!\d)", re.I)
_MONTH_DAY = re.compile(rf"\b(?P<mon>{_MONTH_NAME})\.?\s(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|[:：.]\d|\s?[ap]\.?m\b)(?:,?\s(?P<y>\d{{4}}|['’]\d{{2}}))?(?!\d)", re.I)
_ROMAN_DATE = re.compile(r"(?<!\d)(?P<d>\d{1,2})-(?P<mon>[IVX]{1,4})-(?P<y>\d{4})(?!\d)")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
# "2025.11.28", "2019/7/10", "2025-7-9"
_YEAR_FIRST = re.compile(r"(?<!\d)(?P<y>\d{4})\s?[-./]\s?(?P<m>\d{1,2})\s?[-./]\s?(?P<d>\d{1,2})(?!\d)")
# "26-11-2025", "26.11.2025", "03/04/2026"
_YEAR_LAST = re.compile(r"(?<!\d)(?P<a>\d{1,2})[-./](?P<b>\d{1,2})[-./](?P<y>\d{4})(?!\d)")
# "26/11/25", "26.11.25": two figures of a year after strokes or points; "25-11-26" may be either way round
_YEAR_SHORT = re.compile(r"(?<![\d:./])(?P<a>\d{1,2})(?P<stroke>[./])(?P<b>\d{1,2})(?P=stroke)(?P<y>\d{2})(?![\d:./])")
# "01-12 01:27" (month first), only to complete an update
_NO_YEAR = re.compile(r"^(?P<m>\d{1,2})-(?P<d>\d{1,2})\s(?P<H>\d{1,2}):(?P<M>\d{2})$")
# "15 hours ago", "an hour ago", "14小時前", "半小時前", "3 days ago"; not "a few hours ago", and no months: their day is not told
_WORDS = {w: n for n, w in enumerate(("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"), 1)}
_AGE_UNIT = r"seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|[hdm](?=\s?ago)|秒鐘?|秒钟|分鐘|分钟|小時|小时|個小時|个小时|個鐘|個星期|个星期|日|天|星期|周|週"
_AGO = re.compile(
    rf"(?<![\w.])(?P<n>\d{{1,4}}|half an?|an?|{'|'.join(_WORDS)}|半|[一二兩两三四五六七八九十廿]{{1,3}})\s?(?P<unit>{_AGE_UNIT})\s?(?:ago|之?前)"
    rf"|(?<![\w.])(?P<n1>\d{{1,3}})\s?(?P<unit1>hours?|hrs?|h|days?|d|小時|小时|個小時|日|天)\s?(?:and\s)?(?P<n2>\d{{1,3}})\s?(?P<unit2>{_AGE_UNIT}|m)\s?(?:ago|之?前)",
    re.I,
)
_NOW_WORD = re.compile(r"^\s?(?:just now|now|剛剛|刚刚|剛才)", re.I)
_NAMED_DAY = re.compile(r"(?P<day>yesterday|today|[今昨](?=\s?\d)|前日|前天|前晚|昨日|昨天|今日|今天|今早|今晨|今晚|昨晚|昨夜)\s?(?P<rest>.{0,30})$", re.I)
_BACK = {"yesterday": 1, "昨": 1, "昨日": 1, "昨天": 1, "昨晚": 1, "昨夜": 1, "前日": 2, "前天": 2, "前晚": 2}
_HALF_OF = {"早": "早上", "晨": "早上", "晚": "晚上", "夜": "晚上"}
_UNITS = {"s": 1, "秒": 1, "m": 60, "分": 60, "h": 3600, "小": 3600, "個小": 3600, "个小": 3600, "個鐘": 3600, "d": 86400, "日": 86400, "天": 86400, "w": 604800, "星": 604800, "個星": 604800,
          "个星": 604800, "周": 604800, "週": 604800}  # fmt: skip
_WIDE = str.maketrans("０１２３４５６７８９：／．－", "0123456789:/.-")
# "HKT", "GMT+8", "(UTC+08:00)", "19:30 +0800"; 北京時間
_ZONE_WORD = re.compile(
    r"(?<![A-Za-z])(?:GMT|UTC)\s?(?P<plus>[+-]\d{1,2}(?::?\d{2})?)(?!\d)|(?<=[:.\d]\d\d)\s?(?P<offset>[+-]\d{2}:?\d{2})(?=$|\s|\))|"
    r"(?<![A-Za-z])(?P<name>HKT|CST|BJT|SGT|MYT|PHT|JST|KST|GMT|UTC|BST|CEST|CET|EST|EDT|PST|PDT)(?![A-Za-z])"
)
# a zone that the table does not hold: what time it was here is not known
_OTHER_ZONE = re.compile(r"\d\s?(?:[AaPp]\.?[Mm]\.?)?\s?\(?(?:[A-Z]{1,2}[DS]T|[ECMP]T|(?i:local time))\b|(?:當地|当地|美東|美东|倫敦|伦敦|紐約|纽约|東京|东京|格林[威尼]治(?:標準|标准)?)[時时][間间]")


def read_date(
    text: str,
    *,
    zone: tzinfo,
    now: datetime,
    formats: Sequence[str] = (),
    hint: date | None = None,
    after: datetime | None = None,
    day_first: bool = True,
    languages: tuple[str, ...] = ("en", "zh"),
) -> Moment | None:
    """One date string as an instant in the publisher's zone; None when it does not state a whole date.

    text      one piece, as `split_stamps` gives it, or a metadata value
    zone      the publisher's zone, for naive dates; now: aware fetch time, for relative dates
    formats   the source's own strptime formats, tried first
    hint      the day the address states: completes a date without year and a bare clock time
    after     the published instant: completes an update without year or day, first instant at or after it
    day_first 03/04/2026 is 3 April
    Example: read_date("09:45, December 21, 2023", zone=HKT, now=…).value.isoformat() == "2023-12-21T09:45:00+08:00"
    """
    text = text[:LIMIT].translate(_WIDE).replace("\u00a0", " ").replace("\u3000", " ").strip()
    if not text:
        return None
    for pattern in formats:
        moment = _by_format(text, pattern, zone)
        if moment is not None:
            return moment
    try:
        return (
            _machine(text, zone)
            or _relative(text, zone, now)
            or _chinese(text, zone, now, hint, after)
            or _english(text, zone, now, hint, after, day_first)
            or _clock_alone(text, zone, hint, after)
            or _dateparser(text, zone, now, languages, day_first)
        )
    except (ValueError, OverflowError):
        return None


def plausible(moment: Moment, *, now: datetime) -> bool:
    """Whether an instant can be a news article's: not before 1990, not more than a day after it was fetched."""
    return EARLIEST <= moment.value <= now + DAY


def _make(zone: tzinfo, y: int, m: int, d: int, clock: tuple[int, int, int] | None, how: str, offset: tzinfo | None = None) -> Moment | None:
    """A moment of numbers, or None when they name no day or time. Buddhist-era years (2569) are folded."""
    if y >= 2500:
        y -= 543
    if not 1000 <= y <= 9000:
        return None
    try:
        h, mi, s = clock or (0, 0, 0)
        plus = timedelta(0)
        if h == 24:
            h, plus = 0, DAY
        value = datetime(y, m, d, h, mi, s, tzinfo=offset or zone) + plus
        return Moment(value.astimezone(zone) if offset is not None else value, "minute" if clock else "day", how)
    except (ValueError, OverflowError):
        return None


@lru_cache(maxsize=128)
def _format_has_time(pattern: str) -> bool:
    return "%H" in pattern or "%I" in pattern


# strptime's directives that the sources' formats use, read five times faster; a format with any other goes to strptime.
_DIRECTIVES = {
    "%Y": r"(?P<y>\d{4})", "%m": r"(?P<m>\d{1,2})", "%d": r"(?P<d>\d{1,2})", "%H": r"(?P<H>\d{1,2})", "%M": r"(?P<M>\d{1,2})", "%S": r"(?P<S>\d{1,2})",
    "%B": r"(?P<mon>january|february|march|april|may|june|july|august|september|october|november|december)",
    "%A": r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)", " ": r"\s+",
}  # fmt: skip


@lru_cache(maxsize=128)
def _expression(pattern: str) -> re.Pattern[str] | None:
    """A format as an expression; None when it has directives that only strptime knows, or lacks a part of the day."""
    parts = re.split(r"(%.| )", pattern)
    if any(p.startswith("%") and p not in _DIRECTIVES for p in parts) or not all(d in pattern for d in ("%Y", "%d")) or ("%m" in pattern) == ("%B" in pattern):
        return None
    return re.compile("".join(_DIRECTIVES.get(p) or re.escape(p) for p in parts), re.I | re.A)


def _by_format(text: str, pattern: str, zone: tzinfo) -> Moment | None:
    if (expression := _expression(pattern)) is not None:
        if (found := expression.fullmatch(text)) is None:
            return None
        told = found.groupdict()
        month = _MONTHS[told["mon"].lower()] if "mon" in told else int(told["m"])
        hours = (int(told["H"]), int(told.get("M") or 0), int(told.get("S") or 0)) if "H" in told else None
        return _make(zone, int(told["y"]), month, int(told["d"]), hours, "format")
    try:
        value = datetime.strptime(text, pattern)  # noqa: DTZ007  the zone follows
    except ValueError:
        return None
    if value.year < 1000:
        return None
    if value.tzinfo is not None:
        return Moment(value.astimezone(zone), "minute", "format")
    clock = (value.hour, value.minute, value.second) if _format_has_time(pattern) else None
    return _make(zone, value.year, value.month, value.day, clock, "format")


def _offset(text: str | None) -> tzinfo | None:
    """A zone as printed: Z, +0800, +8, GMT+08:00, HKT."""
    if not text:
        return None
    name = text.lower()
    if name in _ZONES:
        return timezone(timedelta(hours=_ZONES[name]))
    if name.startswith(("gmt", "utc")):
        text = text[3:]
    digits = text[1:].replace(":", "")
    hours, minutes = (int(digits), 0) if len(digits) <= 2 else (int(digits[:-2]), int(digits[-2:]))
    if hours > 14 or minutes > 59:
        return None
    delta = timedelta(hours=hours, minutes=minutes)
    return timezone(-delta if text[0] == "-" else delta)


def _machine(text: str, zone: tzinfo) -> Moment | None:
    """ISO 8601, digits only, RFC 822, Java."""
    first = text[0]
    if first.isdigit():
        if found := _ISO.match(text) or _ISO_BASIC.match(text):
            clock = (int(found["H"]), int(found["M"]), int(found["S"] or 0)) if found["H"] else None
            return _make(zone, int(found["y"]), int(found["m"]), int(found["d"]), clock, "iso", _offset(found["z"]))
        if _DIGITS.match(text):
            return _digits(text, zone)
    if found := _RFC822.match(text):
        year = int(found["y"]) + (2000 if len(found["y"]) == 2 else 0)
        month = _MONTHS.get(found["mon"].lower())
        if month:
            return _make(zone, year, month, int(found["d"]), (int(found["H"]), int(found["M"]), int(found["S"] or 0)), "rfc822", _offset(found["z"]))
    if found := _JAVA.match(text):
        month = _MONTHS.get(found["mon"].lower())
        zoned = _offset(found["z"]) if found["z"].lower() in _ZONES or found["z"][-1].isdigit() else None
        if month:
            return _make(zone, int(found["y"]), month, int(found["d"]), (int(found["H"]), int(found["M"]), int(found["S"])), "rfc822", zoned)
    return None


def _digits(text: str, zone: tzinfo) -> Moment | None:
    """20251128, 202511262301, 20251126230115, epoch seconds (10) and milliseconds (13)."""
    if len(text) in (10, 13) and not (len(text) == 10 and text.startswith(("19", "20")) and int(text[4:6]) <= 12 and int(text[:4]) > 2100):
        seconds = int(text) / (1000 if len(text) == 13 else 1)
        return Moment(datetime.fromtimestamp(int(seconds), UTC).astimezone(zone), "minute", "epoch")
    if len(text) == 8:
        return _make(zone, int(text[:4]), int(text[4:6]), int(text[6:8]), None, "numeric")
    if len(text) in (12, 14):
        clock = (int(text[8:10]), int(text[10:12]), int(text[12:14] or 0))
        return _make(zone, int(text[:4]), int(text[4:6]), int(text[6:8]), clock, "numeric")
    return None


def _relative(text: str, zone: tzinfo, now: datetime) -> Moment | None:
    """Ages and named days, against the fetch time."""
    here = now.astimezone(zone)
    if _NOW_WORD.match(text):
        return Moment(here.replace(microsecond=0), "relative", "relative")
    if len(text) < 60 and ("前" in text or "ago" in text.lower()) and (found := _AGO.search(text)):
        seconds = _age(found["n"] or found["n1"], found["unit"] or found["unit1"]) + (_age(found["n2"], found["unit2"]) if found["n2"] else 0)
        if seconds > 400 * 86400:
            return None
        return Moment((here - timedelta(seconds=seconds)).replace(microsecond=0), "relative", "relative")
    if len(text) < 60 and (found := _NAMED_DAY.match(text)):
        day = here.date() - timedelta(days=_BACK.get(found["day"].lower(), 0))
        clock = _clock(_HALF_OF.get(found["day"][-1], "") + found["rest"])
        if clock is None and found["rest"].strip():
            return None
        return _make(zone, day.year, day.month, day.day, clock, "relative")
    return None


def _age(number: str, unit: str) -> int:
    """Seconds of one part of an age: ("two", "hours"), ("半", "小時"), ("14", "小時")."""
    number, unit = number.lower(), unit.lower()
    seconds = _UNITS.get(unit[:2]) or _UNITS[unit[0]]
    if number.startswith("half") or number == "半":
        return seconds // 2
    if number in ("a", "an"):
        return seconds
    return seconds * (_WORDS.get(number) or _number(number) or 0)


def _clock(text: str) -> tuple[int, int, int] | None:
    """The first clock time of a text as hour (24: the day's end), minute, second; None without one, or where its day is not told (午夜12時)."""
    for found in _CLOCK.finditer(_POINTED.sub(r"\g<H>:\g<M>", text[:120])):
        half = (found["half"] or found["after"] or "").lower().replace(".", "")
        if not found["sep"] and half not in ("am", "pm", "noon"):
            continue
        if found["sep"] in (":", "：") and not found["M"]:
            continue
        hour = _number(found["H"])
        minute = 30 if found["M"] == "半" else _number(found["M"]) if found["M"] else 0
        second = int(found["S"] or 0)
        if hour is None or minute is None or hour > 24 or minute > 59 or second > 59 or (hour == 24 and minute):
            continue
        hour = _hour(hour, half)
        if hour is not None:
            return hour, minute, second
    return None


def _hour(hour: int, half: str) -> int | None:
    """An hour from 0 to 24 by the part of the day that is named with it; None where that may be the next day's."""
    if half in _AFTERNOON and hour < 12:
        return hour + 12
    if half in _MORNING and hour == 12:
        return 0
    if half in ("中午", "正午") and hour < 3:
        return hour + 12
    if half in _EVENING:
        return hour + 12 if 5 <= hour <= 12 else hour if hour > 12 else None
    if half in _NIGHT:
        return hour + 12 if 8 <= hour < 12 else hour if hour > 12 else None
    return hour


def _number(text: str) -> int | None:
    """A number in digits or Chinese numerals up to 99 (二十三, 廿三, 卅一) or digit by digit (二○二五)."""
    if text.isdigit() and text.isascii():
        return int(text)
    if "十" in text or "廿" in text or "卅" in text:
        text = text.replace("廿", "二十").replace("卅", "三十")
        tens, _, ones = text.partition("十")
        a = _NUMERALS.get(tens) if tens else 1
        b = _NUMERALS.get(ones) if ones else 0
        return None if a is None or b is None or len(tens) > 1 else a * 10 + b
    value = 0
    for character in text:
        digit = int(character) if character.isascii() and character.isdigit() else _NUMERALS.get(character)
        if digit is None:
            return None
        value = value * 10 + digit
    return value


def _chinese(text: str, zone: tzinfo, now: datetime, hint: date | None, after: datetime | None) -> Moment | None:
    if "月" not in text:
        return None
    found = _CHINESE.search(text)
    if not found:
        found = _CHINESE_LOCALE.search(text)
        if not found:
            return None
        clock = _clock(text[found.end() :]) or _clock(text[: found.start()])
        return _zoned(text, zone, int(found["y"]), _number(found["m"] or found["m2"]) or 0, int(found["d"] or found["d2"]), clock, "chinese")
    month, day = _number(found["m"]), _number(found["d"])
    if month is None or day is None:
        return None
    clock = _clock(text[found.end() :]) or _clock(text[: found.start()])
    if found["y"]:
        year = _number(found["y"])
        if year is None:
            return None
        if found["roc"] or (len(found["y"]) == 3 and year <= 199):
            year += 1911
        elif len(found["y"]) == 2:
            year = 2000 + year if 1 <= year < 70 else 0  # 25年 is 2025; 99年 may be 1999 or the Republic's, 2010
        return _zoned(text, zone, year, month, day, clock, "chinese")
    if _UNREAD_YEAR.search(text[: found.start()]):
        return None
    return _without_year(zone, month, day, clock, now, hint, after, "chinese", _weekday(text))


# a year that is printed and not read: "去年", "0年", "XX年"; "今年" is this one
_UNREAD_YEAR = re.compile(r"(?<![今本])年\s?$")


def _english(text: str, zone: tzinfo, now: datetime, hint: date | None, after: datetime | None, day_first: bool) -> Moment | None:
    """Month names, then numbers."""
    found: re.Match[str] | None
    for pattern in (_DAY_MONTH, _MONTH_DAY):
        for found in pattern.finditer(text):
            clock = _clock(text[: found.start()]) or _clock(text[found.end() :])
            month = _MONTHS[found["mon"].lower()]
            if found["y"]:
                return _zoned(text, zone, _year(found["y"]), month, int(found["d"]), clock, "english")
            if elsewhere := _YEAR.search(text[: found.start()]) or _YEAR.search(text[found.end() :]):  # "2025 Nov 26"
                return _zoned(text, zone, int(elsewhere[0]), month, int(found["d"]), clock, "english")
            if pattern is _DAY_MONTH and _MONTH_DAY.search(text):
                continue
            if len(text) < 40:
                return _without_year(zone, month, int(found["d"]), clock, now, hint, after, "english", _weekday(text))
    if found := _ROMAN_DATE.search(text):
        month = _ROMAN.get(found["mon"].lower(), 0)
        return _make(zone, int(found["y"]), month, int(found["d"]), _clock(text[found.end() :]), "numeric")
    if found := _YEAR_FIRST.search(text):
        clock = _clock(text[found.end() :]) or _clock(text[: found.start()])
        return _zoned(text, zone, int(found["y"]), int(found["m"]), int(found["d"]), clock, "numeric")
    if found := _YEAR_LAST.search(text) or _YEAR_SHORT.search(text):
        clock = _clock(text[found.end() :]) or _clock(text[: found.start()])
        a, b = int(found["a"]), int(found["b"])
        day, month = (a, b) if day_first else (b, a)
        if month > 12 >= day and "/" in found[0]:
            return None  # the other order: not ours to guess
        return _zoned(text, zone, _year(found["y"]), month, day, clock, "numeric")
    if after is not None and (found := _NO_YEAR.match(text)):
        return _without_year(zone, int(found["m"]), int(found["d"]), (int(found["H"]), int(found["M"]), 0), now, hint, after, "numeric", _weekday(text))
    return None


def _year(text: str) -> int:
    """A year in four figures or two: "2025", "25", "'25"; 70 to 99 are of the last century."""
    year = int(text.lstrip("'’"))
    return year if len(text) == 4 else year + (2000 if year < 70 else 1900)


def _zoned(text: str, zone: tzinfo, y: int, m: int, d: int, clock: tuple[int, int, int] | None, how: str) -> Moment | None:
    """A moment in the zone that its text names, else in the publisher's; the day alone where the zone named is not known."""
    if clock is None:
        return _make(zone, y, m, d, None, how)
    if found := _ZONE_WORD.search(text):
        return _make(zone, y, m, d, clock, how, _offset(found["plus"] or found["offset"] or found["name"]))
    return _make(zone, y, m, d, None if _OTHER_ZONE.search(text) else clock, how)


def _without_year(
    zone: tzinfo, month: int, day: int, clock: tuple[int, int, int] | None, now: datetime, hint: date | None, after: datetime | None, how: str, weekday: int | None
) -> Moment | None:
    """A date without year: the address's year, or the first one at or after the publication, or the last one not in the future, of its weekday if it tells one."""
    if after is not None:
        local = after.astimezone(zone)
        for year in (local.year, local.year + 1):
            moment = _make(zone, year, month, day, clock, how)
            if moment and (moment.value >= local or (clock is None and moment.value.date() >= local.date())) and moment.value - local < timedelta(days=200):
                return moment
        return _make(zone, local.year, month, day, clock, how)
    if hint is not None:
        moments = [m for m in (_make(zone, hint.year + n, month, day, clock, how) for n in (0, 1, -1)) if m]
        return min(moments, key=lambda m: abs((m.value.date() - hint).days), default=None)
    here = now.astimezone(zone)
    past = [m for m in (_make(zone, here.year + n, month, day, clock, how) for n in range(1, -YEARS_OF_WEEKDAYS, -1)) if m and m.value <= here + DAY]
    told = [m for m in past if m.value.weekday() == weekday]
    return next(iter(told or past), None)


# "11月29日(六)", "Saturday, Nov 29": every weekday falls on a day at least once in so many years
YEARS_OF_WEEKDAYS = 12
_WEEKDAY = re.compile(r"[（(](?P<bracket>[一二三四五六日])[）)]|(?:星期|周|週|禮拜|礼拜)(?P<han>[一二三四五六日天])|\b(?P<name>Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}\b", re.I)


def _weekday(text: str) -> int | None:
    """The weekday that a text states, Monday 0; None without one."""
    found = _WEEKDAY.search(text)
    if not found:
        return None
    if found["name"]:
        return ("mon", "tue", "wed", "thu", "fri", "sat", "sun").index(found["name"].lower())
    return "一二三四五六日".index((found["bracket"] or found["han"]).replace("天", "日"))


_BARE_CLOCK = re.compile(r"^(?:香港[時时][間间]|HKT)?\s?(?:上午|下午|晚上|凌晨|清晨|早上|傍晚|深夜|晚)?\s?\d{1,2}\s?[:：時时]\s?\d{2}\s?分?(?::\d{2})?\s?(?:[ap]\.?m\.?|HKT)?$", re.I)


def _clock_alone(text: str, zone: tzinfo, hint: date | None, after: datetime | None) -> Moment | None:
    """A bare clock time: on the publication's day or, if that would be before it, the next; else on the address's day."""
    if not _BARE_CLOCK.match(text):
        return None
    clock = _clock(text)
    if clock is None:
        return None
    if after is not None:
        local = after.astimezone(zone)
        moment = _make(zone, local.year, local.month, local.day, clock, "numeric")
        if moment and moment.value < local.replace(second=0, microsecond=0):
            moment = moment._replace(value=moment.value + DAY)
        return moment
    return _make(zone, hint.year, hint.month, hint.day, clock, "numeric") if hint is not None else None


def _dateparser(text: str, zone: tzinfo, now: datetime, languages: tuple[str, ...], day_first: bool) -> Moment | None:
    """The last resort, fenced: whole dates only, the source's languages, the fetch time as its base."""
    if len(text) > 60 or "月" in text or not _YEAR.search(text) or sum(c.isdigit() for c in text) < 5 or _YEAR_FIRST.search(text):  # 2026/13/01 is no day, and would be turned around
        return None
    import dateparser

    value = dateparser.parse(
        text,
        languages=list(languages),
        settings={
            "STRICT_PARSING": True,
            "REQUIRE_PARTS": ["day", "month", "year"],
            "DATE_ORDER": "DMY" if day_first else "MDY",
            "RELATIVE_BASE": now.astimezone(zone).replace(tzinfo=None),
            "PREFER_DATES_FROM": "past",
            "RETURN_AS_TIMEZONE_AWARE": False,
            "PARSERS": ["absolute-time", "custom-formats"],
        },
    )
    if value is None:
        return None
    clock = (value.hour, value.minute, value.second) if (value.hour or value.minute) else None
    return _make(zone, value.year, value.month, value.day, clock, "dateparser")
