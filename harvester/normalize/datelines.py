"""Datelines: the place a story says it was written from, at the opening of its text."""

from __future__ import annotations

import re
from typing import NamedTuple


class Dateline(NamedTuple):
    """A dateline read: place in normal case, the agency it names, its date as printed ("April 12", "11月28日")."""

    place: str
    agency: str | None
    date: str | None


# Places that stories on Hong Kong are written from; a dash after any other capitals ("COVID-19 – ", "MTR - ") is no dateline.
PLACES = frozenset(
    """hong kong|kowloon|macao|macau|beijing|shanghai|shenzhen|guangzhou|zhuhai|foshan|dongguan|huizhou|zhongshan|jiangmen|zhaoqing|qianhai|nansha|
    hengqin|hetao|guangdong|tianjin|chongqing|chengdu|wuhan|xi'an|xian|hangzhou|nanjing|suzhou|xiamen|fuzhou|haikou|sanya|boao|kunming|guiyang|nanning|
    changsha|zhengzhou|jinan|qingdao|dalian|shenyang|harbin|changchun|urumqi|lhasa|taipei|kaohsiung|singapore|kuala lumpur|bangkok|jakarta|manila|hanoi|
    ho chi minh city|phnom penh|vientiane|yangon|tokyo|osaka|kyoto|seoul|busan|pyongyang|new delhi|mumbai|dhaka|colombo|islamabad|kathmandu|dubai|
    abu dhabi|riyadh|doha|kuwait city|jerusalem|tel aviv|ankara|istanbul|cairo|nairobi|johannesburg|cape town|addis ababa|lagos|london|cambridge|oxford|
    manchester|edinburgh|dublin|paris|berlin|frankfurt|munich|hamburg|brussels|geneva|zurich|davos|bern|vienna|rome|milan|madrid|barcelona|lisbon|
    amsterdam|the hague|copenhagen|stockholm|oslo|helsinki|warsaw|prague|budapest|belgrade|athens|moscow|st petersburg|kyiv|kiev|minsk|astana|almaty|
    tashkent|washington|new york|san francisco|los angeles|seattle|boston|chicago|houston|united nations|ottawa|toronto|vancouver|mexico city|
    brasilia|sao paulo|rio de janeiro|buenos aires|santiago|lima|bogota|havana|canberra|sydney|melbourne|brisbane|perth|wellington|auckland|
    hong kong sar|hksar|macao sar""".replace("\n", "").replace("    ", "").split("|")
)  # fmt: skip


def is_place(text: str) -> bool:
    """Whether a Latin text is one of the places stories are written from. Example: is_place("Hong Kong")."""
    return text.strip().lower().replace("’", "'") in PLACES


_DASH = r"(?:--|[-–—―])"
_DASHES = ("-", "–", "—", "―")
# "HONG KONG – The …", "HONG KONG --Hong Kong will develop", "HONG KONG (Reuters) -", "TAIPEI (The China Post) –", "HONG KONG/BEIJING -", "WASHINGTON, D.C. -"
_CAPITALS = re.compile(rf"^(?P<place>[A-Z][A-Z.'’/ ]{{2,40}}?)(?:,\s?(?P<country>[A-Z][a-z]+(?: [A-Z][a-z]+)?|D\.C\.))?(?:\s?\((?P<agency>[^()]{{2,30}})\))?\s?{_DASH}\s?(?=\S)")
# "HONG KONG, April 12 (Xinhua) -- ", "CAMBRIDGE, Britain, Sept. 29 (Xinhua) -- ", "HONG KONG, 9 Sep (ZXS) -- ", "HONG KONG, Oct. 9, 2022 /PRNewswire/ — ", "HONG KONG, Nov 26 -- "
_WIRE = re.compile(
    rf"^(?P<place>[A-Z][A-Z.'’/ ]{{2,40}})(?:,\s?(?P<country>[A-Z][A-Za-z]+(?: [A-Z][a-z]+)?))?,\s?(?P<date>[A-Z][a-z]{{2,8}}\.? \d{{1,2}}|\d{{1,2}} [A-Z][a-z]{{2,8}}\.?)"
    rf"(?:,? \d{{4}})?\s?(?:\((?P<agency>[^()]{{2,30}})\)|/(?P<wire>[\w ]{{2,20}})/)?\s?{_DASH}"
)
# "Hong Kong (AFP) – ", "Hong Kong, 26 November 2025 – ": in small letters only with an agency or a date
_SMALL_LETTERS = re.compile(
    rf"^(?P<place>[A-Z][a-z]+(?: [A-Z][a-z]+){{0,2}})(?:,\s?(?P<date>[A-Z][a-z]{{2,8}}\.? \d{{1,2}}|\d{{1,2}} [A-Z][a-z]{{2,8}}\.?)(?:,? \d{{4}})?(?:\s?\((?P<agency>[^()]{{2,30}})\))?|\s?\((?P<house>[A-Z][^()]{{1,30}})\))"
    rf"\s?{_DASH}\s?(?=\S)"
)
# "HONG KONG SAR – Media OutReach Newswire – 19 October 2024 – "
_NEWSWIRE = re.compile(rf"^(?P<place>[A-Z][A-Z ,]{{2,40}}?)\s{_DASH}\s(?P<agency>[A-Z][\w ]{{3,30}}[Ww]ire)\s{_DASH}\s(?P<date>\d{{1,2}} [A-Z][a-z]+ \d{{4}})\s{_DASH}")
# "22nd February 2024 – (Hong Kong) Xia Baolong, …"
_DATE_FIRST = re.compile(rf"^(?P<date>\d{{1,2}}(?:st|nd|rd|th)? [A-Z][a-z]+ \d{{4}})\s?{_DASH}\s?\((?P<place>[A-Z][\w ]{{2,30}})\)")
_META = re.compile(r"^Dateline:\s?(?P<place>[A-Z][\w ]{2,30}?)(?:,\s?[\w ]{2,30})?$")
# "新华社香港11月28日电", "人民网香港11月27日电", "本报香港11月29日电", "香港中通社10月19日電"
_CHINESE = re.compile(
    r"^(?:[（(【])?(?:据|據)?(?P<agency>新华社|新華社|人民网|人民網|本报|本報|中新社|中新网|中新網|央视新闻|香港中通社|[㐀-鿿]{2,6}?[社网網]|[㐀-鿿]{2,4}?[报報])\s?(?P<place>[㐀-鿿]{2,6}?(?:[/／、][㐀-鿿]{2,6}?)?)?"
    r"(?P<date>(?:\d{4}年)?(?:\d{1,2}|[一二三四五六七八九十]{1,3})月(?:\d{1,2}|[一二三四五六七八九十]{1,3})日)[电電讯訊]"
)
# "（香港訊）"
_CHINESE_NEWS = re.compile(r"^[（(【](?P<place>香港|澳門|澳门|北京|上海|廣州|广州|深圳|台北|臺北|東京|紐約|倫敦|華盛頓|新加坡)(?:專)?[訊讯][）)】]")
_SMALL = frozenset(("of", "the", "de", "da", "la"))


def read_dateline(paragraph: str) -> Dateline | None:
    """The dateline of a story's first paragraph; None without one.

    Example: read_dateline("HONG KONG, April 12 (Xinhua) -- In Hong Kong …") == Dateline("Hong Kong", "Xinhua", "April 12")
    """
    text = paragraph[:160].replace("\u00a0", " ").lstrip()
    if not text:
        return None
    if any(word in text for word in ("日电", "日電", "日讯", "日訊")) and (found := _CHINESE.match(text)):
        place = found["place"] or ("香港" if found["agency"].startswith("香港") else None)
        return Dateline(place, found["agency"], found["date"]) if place else None
    if not text[0].isascii() or text[0] == "(":
        found = _CHINESE_NEWS.match(text)
        return Dateline(found["place"], None, None) if found else None
    if text[0].isupper() and any(dash in text for dash in _DASHES):
        if found := _WIRE.match(text):
            return Dateline(_cased(found["place"]), found["agency"] or found["wire"], found["date"])
        if found := _NEWSWIRE.match(text):
            return Dateline(_cased(found["place"]), found["agency"], found["date"])
        if (found := _CAPITALS.match(text)) and all(is_place(place) for place in found["place"].split("/")):
            return Dateline(_cased(found["place"]), found["agency"], None)
        if (found := _SMALL_LETTERS.match(text)) and is_place(found["place"]):
            return Dateline(found["place"], found["agency"] or found["house"], found["date"])
    if text.startswith("Dateline") and (found := _META.match(text)):
        return Dateline(found["place"], None, None)
    if text[0].isdigit() and (found := _DATE_FIRST.match(text)):
        return Dateline(found["place"], None, found["date"])
    return None


def _cased(place: str) -> str:
    words = place.strip(" ,").split(" ")
    if "/" in place:
        return "/".join(map(_cased, place.split("/")))
    return " ".join(w if w in ("SAR", "HKSAR", "UK", "US") else w.lower() if i and w.lower() in _SMALL else w.capitalize() for i, w in enumerate(words))
