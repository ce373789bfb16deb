"""Photo captions: the sentence and the credit parted; photographer and agency named through an alias table.

A credit is taken from the end of a caption only, and only if it is in brackets and says so, follows a label ("Photo: …"), or is a
short last segment of a caption element. What remains is the publisher's caption, its own punctuation kept.
"""

from __future__ import annotations

import re
import tomllib
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from harvester.normalize.names import is_han_name, is_pen_name, is_person, looks_like_organization, organization, title_case
from harvester.normalize.text import fold


class Caption(NamedTuple):
    """A caption read: the rest, the credit as printed, who took the picture, who provides it, the day it states (YYYY-MM-DD)."""

    caption: str | None
    credit: str | None
    photographer: str | None
    agency: str | None
    date_taken: str | None


NOTHING = Caption(None, None, None, None, None)
LIMIT = 3000
TAIL = 160
LONGEST = 300  # letters of a credit

# "… on Dec 20, 2023. (PHOTO / HKSAR GOVT)", "（麥偉康攝）", "[Photo/Xinhua]", "（港台圖片)"
_BRACKET = re.compile(r"\s*[(（\[【](?P<inside>[^()（）\[\]【】]{1,120})[)）\]】]\s*[.。]?\s*$")
# "Photo: Kyle Lam/HKFP.", "File photo: Xinhua", "Photo courtesy of the …", "Illustration: Craig Stephens"
_LABELLED = re.compile(
    r"(?:^|(?<=[\s.。!?！？”\"'’)）,;:：]))(?P<credit>(?P<label>(?:file |handout |undated |AP |AFP |EPA )?(?:(?:photo|image|picture) (?:credits?|sources?)|photos?|pictures?|pics?|images?|illustrations?|screenshots?|screengrabs?|graphics?|"
    r"infographics?|videos?|handouts?|maps?|charts?|art|artwork|composite|credit|source|圖片來源|图片来源|相片來源|圖片|图片|相片|來源|資料圖片|圖源|图源|图自|攝影|摄影|图|圖))"
    r"(?P<colon>\s?[:：﹕︰/／]\s?|\s+by\s+(?-i:(?=[A-Z]))|\s+courtesy(?:\s+of|\s?:)\s+)(?P<who>[^\n]{2,110}?))\s*[.。]?\s*$",
    re.I,
)
# "… fire of 2008. Photo WiNG, via Wikicommons CC2.0.": the colon forgotten
_LABELLED_VIA = re.compile(
    r"(?:^|(?<=[.!?”\"’)])\s?)(?P<credit>(?:File photo|Photo|Picture|Image) (?P<who>[A-Z][^\n,.:]{1,50},? via [^\n:]{2,50}?))\s?\.?$"
)
# the words that make a bracket a credit
_CREDIT_EN = re.compile(
    r"^(?:file\s+)?(?:photos?|pictures?|images?|illustration|screen ?(?:shot|grab)|graphic|handout|courtesy|provided|supplied|credit|source|AP Photo|composite|internet)\b|"
    r"\bcourtesy\b|\bphoto\b|\bfile pic|^(?:threads|ig|fb|facebook|instagram|youtube|x|weibo)\s?@|^(?:threads|ig|fb|facebook|instagram|youtube|weibo|wechat|tiktok|douyin|xiaohongshu|rednote|ai[ -]generated(?: image)?)$",
    re.I,
)
_CREDIT_ZH = re.compile(
    r"(?:攝|摄|摄影|攝影|圖片|图片|提供|(?:供|截|製|制|資料|资料|網|网|網絡|示意|效果|模擬|構想|社|報|报|台|處|局|署|讀者|读者|作者|記者|记者|受訪者)[圖图]|資料|资料|微博|新聞處|網誌|相片|照片|影片|畫面|"
    r"网站|網站|網頁|网页|官網|微信|公眾號|專頁|社交(?:平台|媒體)|臉書|脸书|FB|facebook|IG|(?:社|報|报|网|網)[发發])$",
    re.I,
)
# "（攝：Nasha Chan）"
_LEADING_ZH = re.compile(r"^(?:攝|摄|攝影|摄影)\s?[:：﹕︰]\s?")
_SOURCE_ZH = re.compile(
    r"^(?:圖源|图源|图自|圖自|翻攝|翻摄|摘自|截自|取自|擷取自|截圖自|轉載自|转载自)|^(?:互聯網|互联网|網絡|网络|網上|网上)$|"
    r"^(?:圖|图|圖片|图片|相片|照片)\s?[/／:：﹕︰]|^(?:相片|圖片|照片|图片|資料|影片)?(?:來源|来源|由|提供)\s?[﹕︰:：]?|^(?:Threads|IG|ig|FB|fb|Facebook|X|YouTube|Instagram)@?",
    re.I,
)
_NOT_CREDIT = re.compile(
    r"^(?:left|right|centre|center|middle|top|bottom|above|below|standing|seated|sitting|front|back|second|third|fourth|fifth|first|from|L|R|C|l|r|c|\d{1,2}|"
    r"左|右|中|前|後|上|下|[左右中上下前後]?[圖图]|[附見内內][有]?.{1,6}|左起|右起|前排|後排|完|視頻|音頻|影片|有片|內有影片|(?:无人机|無人機|手机|手機|航拍|长曝光)?(?:全景|拼版|合成|多重曝光)?照片)(?:[\s,，一二三四五六及至].{0,40}|[一二三四五六0-9、及]{0,6})?$",
    re.I,
)
# "…以及燃燒測試。（濱州源進化纖）": a bracket that belongs to the sentence stands before its full stop; what stands behind it is a credit, whoever that is
_BEHIND_STOP = ("。", "！", "？", "。」", "！」", "？」", "。』", "。”")
_SOMEBODY_ZH = re.compile(r"(?=[^㐀-鿿]{0,20}[㐀-鿿])[㐀-鿿A-Za-z .&·・@_、「」-]{2,24}")
_REMARK_ZH = re.compile(r"[左右上下中前後]{1,3}[大小]?[圖图]?$|[附見见另詳详註注按]|編[按者註]|[上下]同$|同[上下]|待續|全文完|示意|暫譯|譯音|音譯|化名|圖文|图文|新增|更新|非|未|已|節錄|節選")
# who took it: "王申", "王 申", "吴宇扬扬"
_WHO_ZH = r"(?:[㐀-鿿·]{2,6}|[㐀-鿿]\s[㐀-鿿])"
# "新华社记者 陈铎 摄", "人民网 严小晶 吴宇扬扬 摄", "新华社发 王申 摄", "通讯员 王申 摄"; several names parted by spaces only behind a house or a title
_TAKEN_BY = (
    r"(?:(?:(?:新华社|新華社|中新社|人民图片)[发發]|人民网|人民日报|[㐀-鿿]{2,4}[网網社報报](?=\s))\s?(?:[㐀-鿿A-Za-z0-9]{0,10}(?:记者|記者))?|[㐀-鿿A-Za-z0-9]{0,10}(?:记者|記者|通讯员|通訊員))"
    rf"\s?{_WHO_ZH}(?:[\s、]{{1,2}}{_WHO_ZH}){{0,4}}\s?(?:摄|攝)|{_WHO_ZH}\s?(?:摄|攝)"
)
# "。巴士的報記者攝", "\大公報記者林良堅攝", "蘇正謙攝", "。FB圖片", "。新华社发", "。新华社发 珠海传媒集团供图", "。截图自央视新闻", "。何永賢fb"
_BARE_ZH = re.compile(
    rf"(?:^|[。」』！!？?”）)；;\s\\＼/／…，,])(?P<credit>(?:{_TAKEN_BY})(?:\s?[/／]\s?(?:视觉中国|視覺中國|新华社|新華社|中新社|路透社|法新社))?|"
    r"(?:新华社|新華社|中新社)[发發](?:\s?[^。，「」『』（）()\s\\＼！？!?；;：:]{2,18}(?:提供|供图|供圖))?|截[图圖]自[^。，（）()\s]{2,16}|"
    r"[^。，「」『』（）()\s\\＼！？!?；;：:]{1,18}(?:攝|摄|圖片|图片|提供|供圖|供图|截圖|截图|資料圖|资料图|製圖|制图)|網圖|网图|"
    r"(?<=[。！？」』])(?i:[^。，「」『』（）()\s\\＼！？!?；;：:見在於將把載發睇看有]{0,14}(?:fb|facebook|ig|instagram|threads|微博|小紅書|小红书)))\s?[。.]?$"
)
# "王申摄（人民图片）": the house in brackets behind who took it
_TAKEN_BEFORE = re.compile(rf"(?:^|[。」』！!？?”）)；;\s，,])(?P<credit>{_TAKEN_BY})\s?$")
# "in Hong Kong.ADAM LAM / CHINA DAILY", "REUTERS/Tyrone Siu", "PROVIDED TO CHINA DAILY", "Hzmb Authority / For China Daily", "… sing tao"
_BARE_EN = re.compile(
    r"(?:^|(?<=[.。”\"’)!?]))\s*(?P<credit>[A-Z][\w ,'’&-]{1,50}?\s?/\s?(?:for\s+)?(?:china daily|xinhua|vcg|afp|reuters|ap|hkfp)|(?-i:REUTERS|AFP|AP|EPA|Xinhua|XINHUA)\s?/\s?(?-i:[A-Z])[\w .'’-]{2,40}?|"
    r"(?-i:(?:PHOTO )?PROVIDED TO CHINA DAILY|CHINA DAILY|VCG))\s?\|?\s?\.?$",
    re.I,
)
_BARE_HOUSE = re.compile(
    r"(?:^|(?<=[.。”\"’!?])\s+)(?P<credit>sing tao|singtao|xinhua|reuters|afp|rthk|isd|internet|bloomberg|the standard)\s?\.?$", re.I
)
# "… at dawn. File photo", "Screengrab from RTHK", "… at dawn. Courtesy of HKU"
_BARE_KIND = re.compile(
    r"(?:^|(?<=[.。”\"’!?])\s+)(?P<credit>(?:(?:file|internet|online|courtesy|handout) (?:photo|picture|image)s?|(?:government |police )?handouts?|screen ?(?:shot|grab)s?(?: (?:from|of|via) [^\n.,]{2,40})?|courtesy of [^\n.]{2,60}))\s?\.?$",
    re.I,
)
# what is no credit even in brackets: "（2025年11月27日拍攝）" tells a day, "（圖為3時40分所攝）" an hour, "（大公報記者X文／攝）" is a byline
_FALSE_ZH = re.compile(
    r"所[攝摄]$|[・·]專頁$|真實拍攝|\d\s?[日時时分]\s?拍?[攝摄]$|文\s?[/／、及]\s?[攝摄圖图]$|顯示|可見|上載|分享|一張|張圖片|報[道導]|报道|詳情|詳見"
)
# what is no credit when it stands bare: "網傳居民開窗拍攝", "官媒發布黃岩島國家級自然保護區圖片", but "榕江發布微信公眾號圖片" is one
_FALSE_BARE = re.compile(
    r"拍攝|拍摄|遭偷拍|網傳|黃金報價|(?:發[布佈]|公[布佈]|公開|發放|展示|上傳|流傳|刊登|張貼)(?!微信|微博|公眾號|fb|facebook).{0,20}(?:圖片|截圖)|的(?:圖片|截圖|相片|照片)$|"
    r"[向為替獲將正在已].{0,12}提供$|^(?!相片|圖片|图片|照片|影片).{0,12}由.{1,15}提供$",
    re.I,
)
_PLACEHOLDER = frozenset(("新聞圖片", "新闻图片", "圖片", "相片", "image", "photo", "news photo", "照片", "放大圖片", "查看大圖", "點擊看大圖", "null", "undefined"))
# Ming Pao "圖1之1 - ", e-paper "圖：", a newspaper's "▲圖：" and "◆", which point at the picture, Dimsum "Insert picture: "
_NUMBERING = re.compile(r"^[▲▼△▽◆◇■□●○◀▶◄►←→↑↓↖↗↘↙]{0,3}\s?(?:圖\s?\d{1,3}\s?之\s?\d{1,3}\s?[-–－—]\s?|[圖图]\s?[:：﹕︰]\s?|Insert picture\s?:\s?)?")
_WHO_LABEL = re.compile(
    r"^(?:(?:file\s+|handout\s+)?(?:(?:photo|image|picture) (?:credits?|sources?)|photos?|pictures?|images?|illustrations?|screen ?grabs?|screen ?shots?|graphics?|videos?|handouts?|credit|source)\s?(?:[:：﹕︰]|\s/\s?|/|\s)\s?|"
    r"(?:photo\s)?courtesy(?:\s+of|:)?\s+(?:the\s+)?|provided\s+(?:to|by)\s+(?:the\s+)?|supplied\s+by\s+|by\s+|for\s+|via\s+)",
    re.I,
)
_LABEL_COLON = re.compile(
    r"^(?:file\s+|handout\s+)?(?:(?:photo|image|picture) (?:credits?|sources?)|photos?|pictures?|images?|illustrations?|screen ?shots?|graphics?|videos?|handouts?|credit|source|圖源|图源|图自|圖片來源|相片來源|图片来源|照片來源|圖片|图片|相片|照片|來源|来源|圖|图)\s?[:：﹕︰]\s?",
    re.I,
)
_HAN_NAMES = re.compile(r"\s?[、/／,，&及]\s?")
_ZH_SUFFIX = re.compile(
    r"(?:視頻截圖|影片截圖|直播截圖|網頁截圖|網站截圖|社交平台截圖|圖片|图片|截圖|截图|製圖|制图|資料圖片|資料圖|资料图|資料|资料|提供圖片|提供|供圖|供图|圖|图|相片|照片|文件截圖|記者攝|记者摄|記者|记者|發|发)++$"
)
# "屋宇署社交網站截圖", "警方社交專頁圖片", "香港紅十字會FB圖片": the place the picture was put
_ZH_CHANNEL = re.compile(
    r"\s?(?:社交(?:網站|網頁|專頁|平台|媒體)?|網上片段|網上視頻|網上|網站|網頁|官網|專頁|微信公眾號|公眾號|微信|微博|網誌|facebook|fb|instagram|ig|threads|youtube|直播|文件|片段|節目|畫面|視頻|影片)++$",
    re.I,
)
_HOUSE_OF_REPORTER = re.compile(r"^(?P<house>[㐀-鿿A-Za-z0-9]{2,12}?)(?:特約|實習)?(?:記者|记者)")
_MONTHS = {m: i for i, m in enumerate(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)}
_MONTH = r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
_DAY_EN = rf"\s+(?:[A-Z][a-z]{{2,5}}day,?\s)?(?:(?P<mon>{_MONTH})\.?\s(?P<d>\d{{1,2}}),?\s(?P<y>\d{{4}})|(?P<d2>\d{{1,2}})\s(?P<mon2>{_MONTH})\.?,?\s(?P<y2>\d{{4}}))(?!\d)"
# "This photo, taken on November 30, 2025, …", "In this Aug 16, 2023 photo", "taken Sept. 13, 2021": said of the photo, so before a mere "on"
_TAKEN_SURE = re.compile(rf"\b(?:taken(?:\son)?|[Ii]n\sthis){_DAY_EN}")
# "… on Nov 24, 2025", "on 30 November 2025"
_TAKEN = re.compile(rf"\b[Oo]n{_DAY_EN}")
_DAY_ZH = r"(?P<y>\d{4})\s?年\s?(?P<m>\d{1,2})\s?月\s?(?P<d>\d{1,2})\s?日"
# "圖片攝於2025年11月27日", "这是2025年11月27日在香港大埔拍摄的宏福苑"; not "11月27日拍攝": no year
_TAKEN_ZH = re.compile(rf"(?:攝於|摄于|拍攝於|拍摄于)\s?{_DAY_ZH}")
_TAKEN_ZH_AFTER = re.compile(rf"{_DAY_ZH}(?=[^，。；開开始]{{0,12}}(?:拍攝|拍摄|所攝|所摄|(?:攝|摄)(?=[。，）)]|$)))")


@cache
def agencies() -> dict[str, str]:
    """Printed form (folded) -> canonical name."""
    table = tomllib.loads(files("harvester.normalize").joinpath("agencies.toml").read_text("utf-8"))
    return {fold(alias): name for name, aliases in table.items() for alias in (name, *aliases)}


def agency_named(text: str) -> str | None:
    """The canonical agency if a text is one known by name."""
    return agencies().get(fold(text)) if 0 < len(text) <= 60 else None


def read_caption(text: str, *, credit: str | None = None, element: bool = True) -> Caption:
    """A caption and its credit.

    text     the caption's text, one line; credit: the text of a credit element of its own, which a credit at the caption's end precedes
    element  False: a paragraph that merely may be a caption, so that a bare credit needs brackets or a label
    Example: read_caption("Lee meets Zheng on Dec 20, 2023. (PHOTO / HKSAR GOVT)") == Caption("Lee meets Zheng on Dec 20, 2023.",
             "PHOTO / HKSAR GOVT", None, "HKSAR Government", "2023-12-20")
    """
    text = _tidy(text)
    if fold(text) in _PLACEHOLDERS or (len(text) <= 100 and _FILE.fullmatch(text)):
        text = ""
    text = _NUMBERING.sub("", text, count=1).strip()
    printed = house = None
    if text:
        text, printed = _part(text, element)
    if credit and credit.strip():
        told = _trim(_tidy(credit))
        if printed is None or fold(printed) in fold(told):
            printed = told
        else:  # "…　謝曉雅攝", and below it "來源：商台新聞": who took it, and whose it is
            house = _who(told)[1]
    if not fold(text):
        text = ""  # "。" alone
    if not text and not printed:
        return NOTHING
    photographer = agency = None
    if printed:
        photographer, agency = _who(printed)
        agency = agency or house
        printed = _LEADING_ZH.sub("", printed) or printed  # a label like any other, but one that tells whose name follows
    return Caption(text or None, printed, photographer, agency, _date_taken(text))


_PLACEHOLDERS = frozenset(fold(p) for p in _PLACEHOLDER)
# "IMG_1234", "WhatsApp Image 2025-11-29 at 09.58.03", "微信圖片_20211129.jpg", "bridge-opening_01.jpeg", "1", "800x533": what a file is called
_FILE = re.compile(
    r"[\w ()（）.-]{1,90}\.(?:jpe?g|png|gif|webp|bmp|tiff?|heic)|"
    r"(?:IMG|DSC[NF]?|PXL|MVI|KakaoTalk|WhatsApp Image|WeChat Image|Screen ?shot|微信圖片|微信图片|螢幕截圖|屏幕截图|截圖|截图|截屏|屏幕快照|QQ图片|mmexport|image|图片|圖片)[ _-]{0,2}\d[\d_ .:()-]{0,30}(?:(?:at |[上下]午)?[\d_ .:()-]{1,20}(?:[AP]M)?)?|"
    r"\d{1,4}(?: ?[x×] ?\d{1,4})?|(?:图片|圖片)",
    re.I,
)


_SPACES = re.compile(r"\s{2,}")


def _tidy(text: str) -> str:
    """White space at the ends away, a run of it one character of the run: a space if it has one."""
    text = text.strip()[:LIMIT].rstrip()
    return text if text.isprintable() and "  " not in text else _SPACES.sub(lambda run: " " if " " in run[0] else run[0][0], text)


def _part(text: str, element: bool) -> tuple[str, str | None]:
    """Caption and credit of one string; the credit without brackets, closing stop and leading label with its colon."""
    tail = text[-TAIL:]
    head = text[: -len(tail)] if len(text) > TAIL else ""
    if (
        tail[-1:] in ")）]】.。 "
        and (found := _BRACKET.search(tail))
        and (_is_credit(found["inside"]) or (element and tail[: found.start()].endswith(_BEHIND_STOP) and _is_somebody(found["inside"].strip())))
    ):
        rest = (head + tail[: found.start()]).rstrip()
        if wire := _WIRE_BEFORE.search(rest[-12:]):  # "…拍摄的海港。新华社发（王申摄）"
            at = len(rest) - len(wire[0])
            return rest[:at].rstrip(), (head + tail)[at:].strip().rstrip(".。")
        if (took := _TAKEN_BEFORE.search(rest[-60:])) and not _FALSE_ZH.search(took["credit"]):
            at = len(rest) - len(took["credit"].rstrip()) - (len(rest) - len(rest.rstrip()))
            return rest[:at].rstrip(), (head + tail)[at:].strip().rstrip(".。")
        return rest, _trim(found["inside"])
    if found := _labelled(tail):
        rest = (head + tail[: found.start("credit")]).rstrip(" \u3000\r\n\t|｜•·–—").rstrip()  # "Mangroves | Photo: Karma Lo"
        return rest, _trim(found["credit"])
    if element or not head:
        if found := _BARE_EN.search(tail):
            return (head + tail[: found.start("credit")]).rstrip(), _trim(found["credit"])
    if element:
        if found := _BARE_HOUSE.search(tail) or _BARE_KIND.search(tail):
            return (head + tail[: found.start("credit")]).rstrip(), _trim(found["credit"])
        if not tail.isascii() and (found := _BARE_ZH.search(tail)) and not _FALSE_ZH.search(found["credit"]) and not _FALSE_BARE.search(found["credit"]):
            said = _said(found["credit"])
            rest = (head + tail[: found.start("credit") + said]).rstrip(" \u3000\\＼/／，,").rstrip()
            return rest, _trim(found["credit"][said:])
        # "…以及協助居民進行災後恢復等。香港紅十字會", "圖：消防員到場\\中通社": the name alone, behind a full stop or a backslash
        stop = max(tail.rfind(mark) for mark in ("。", "！", "」", ". ", ".\u00a0", "\\", "＼"))
        if 0 <= stop < len(tail) - 2 and (last := tail[stop + 1 :].strip().rstrip("。")) and _are_houses(last):
            return (head + tail[: stop + 1]).rstrip("\\＼").rstrip(), last
    return text, None


def _said(credit: str) -> int:
    """How much of what stands before a bare credit's first slash is the caption itself: "大埔宏福苑五級火/馮漢柱攝"; not "點新聞/…攝", "資料圖片/…攝", "陳大文/李小明攝"."""
    lead = re.split(r"[/／]", credit, maxsplit=1)[0]
    if len(lead) in (len(credit), 0) or sum("㐀" <= c <= "鿿" for c in lead) < MIN_SAID:
        return 0
    known = agency_named(lead) or organization(lead) or all(map(is_han_name, _HAN_NAMES.split(lead))) or looks_like_organization(lead) or _is_credit(lead)
    return 0 if known else len(lead)


# Shorter ones are names: "小明／陳大文攝"
MIN_SAID = 5


def _are_houses(text: str) -> bool:
    """Whether a text is the name of a house, or of several, or of one and who took the picture for it: "新华社/法新", "中国日报/王申"."""
    parts = [part.strip() for part in re.split(r"[/／]", text)]
    houses = [part for part in parts if agency_named(part)]
    return bool(houses) and all(part in houses or is_han_name(part) for part in parts)


_WIRE_BEFORE = re.compile(r"(?:新华社|新華社|中新社|人民图片|视觉中国)[发發]\s?$")
# What parts a label from its credit, "by" and "courtesy" in any case
_LABEL_MARKS = (":", "：", "﹕", "︰", "/", "／", "by", "BY", "By", "courtesy", "Courtesy", "COURTESY")


def _labelled(tail: str) -> re.Match[str] | None:
    """The last label of a tail whose rest reads as a credit: short, and no sentence of its own."""
    found = _LABELLED.search(tail) if any(mark in tail for mark in _LABEL_MARKS) else None
    if found is None:
        return _LABELLED_VIA.search(tail) if " via " in tail else None
    # "Photos: A protest. Photo: X" takes the last label
    later = None
    for again in _STRONG_LABEL.finditer(tail, found.end("label") + 1):
        later = again
    if later is not None and (nested := _LABELLED.match(tail, later.start())):
        found = nested
    label, before = found["label"], tail[: found.start("credit")].rstrip()
    if (label in ("圖", "图") and not agency_named(found["who"])) or len(found["who"]) > 100 or _is_prose(found["who"]):
        return None
    if label.lower() in ("source", "credit", "art", "map", "maps", "video", "videos", "來源") and before and not found["colon"].strip():
        return None
    # "… seen in the photo: a man" goes on; "illegal materials. photo: Handout" does not
    if label[0].islower() and label.isascii() and before and before[-1].isalnum():
        return None
    return found


_STRONG_LABEL = re.compile(r"(?:Photos?|Illustration|Picture|圖片來源|相片來源)\s?[:：﹕︰]")
_SMALL_WORDS = frozenset(
    ("of", "the", "and", "via", "by", "for", "to", "in", "at", "on", "from", "courtesy", "screenshot", "screengrab", "screen", "grab", "shot", "file", "photo", "photos", "handout",
     "provided", "supplied", "video", "blog", "page", "website", "facebook", "de", "la", "van")
)  # fmt: skip


# "Source: Xinhua| 2018-10-23 10:33:06|Editor: Liangyu" is the page's head
_STAMP = re.compile(r"\d:\d\d|\|\s?\d")


def _is_prose(who: str) -> bool:
    """Whether what follows a label is a sentence glued to it: "Photo: HandoutHours later, police announced the arrest of three men,"."""
    if "，" in who or "。" in who or "“" in who or _STAMP.search(who):
        return True
    return sum(word[0].islower() and word.strip(".,") not in _SMALL_WORDS for word in who.split()) >= 3


# "Hong Kong-Shenzhen Park held (with photo)", "(with photo/video)": a headline's flag
_WITH = re.compile(r"with\s", re.I)


def _is_credit(inside: str) -> bool:
    """Whether the words of a closing bracket are a credit."""
    inside = inside.strip()
    if not inside or ("/" not in inside and _NOT_CREDIT.match(inside)) or _WITH.match(inside):
        return False
    if any("㐀" <= c <= "鿿" for c in inside):
        if _FALSE_ZH.search(inside):
            return False
        return bool(_LEADING_ZH.match(inside) or _CREDIT_ZH.search(inside) or _SOURCE_ZH.match(inside) or agency_named(inside))
    if _CREDIT_EN.search(inside) or agency_named(inside):
        return True
    if " via " in inside:  # "(Anna Lee via AP)"
        who, _, house = inside.partition(" via ")
        return agency_named(house) is not None and (agency_named(who) is not None or _people(who) is not None)
    if "/" in inside:  # "(2019/2020)" and "(and/or)" are no credits: one side must be a person or an agency
        return any(agency_named(part) or agency_named(_strip_label(part)) or _people(part) for part in map(str.strip, inside.split("/")))
    return inside.isupper() and len(inside) > 4 and " " in inside


def _is_somebody(inside: str) -> bool:
    """Whether the words of a bracket that stands behind a Chinese full stop may be a name: short, no day, no place in the picture, no remark."""
    return bool(_SOMEBODY_ZH.fullmatch(inside)) and not (_NOT_CREDIT.match(inside) or _FALSE_ZH.search(inside) or _REMARK_ZH.match(inside))


def _trim(credit: str) -> str:
    """The credit's words: no brackets, no closing full stop, no leading label with its colon."""
    credit = credit.strip().lstrip("/／").lstrip()  # "大埔宏福苑五級火。/馮漢柱攝"
    while len(credit) > 2 and credit[0] in "(（[【" and credit[-1] in ")）]】":
        credit = credit[1:-1].strip()
    credit = credit.rstrip("|").rstrip()
    if credit[-1:] in tuple(")）]】") and not any(c in "(（[【" for c in credit):
        credit = credit[:-1].rstrip()  # "Photo by VCG/VCG via Getty Images）"
    if credit.endswith((".", "。")) and not re.search(r"\b(?:[A-Z]\.|Ltd\.|Inc\.|Co\.)$", credit):
        credit = credit[:-1].rstrip()
    return _LABEL_COLON.sub("", credit).strip() or credit


def _who(credit: str) -> tuple[str | None, str | None]:
    """Photographer and agency of a credit's words; so many words name nobody."""
    if len(credit) > LONGEST:
        return None, None
    if any("㐀" <= c <= "鿿" for c in credit):
        return _who_chinese(credit)
    if re.match(r"^(?:photo )?courtesy\b", credit, re.I):
        rest = _SHOT.sub("", _strip_label(credit))
        return None, agency_named(rest) or (rest if looks_like_organization(rest) and not is_person(rest) else None)
    text, _, via = credit.partition(" via ")
    text = text.rstrip(", ")  # "Peggy Wong, via Facebook"
    if known := agency_named(text):
        return None, known
    people: list[str] = []
    known_agency = other = None
    for part in (p.strip() for p in re.split(r"\s*[/;]\s*", text)):
        bare = part if agency_named(part) else _strip_label(part)
        if known := agency_named(bare) or agency_named(_SHOT.sub("", bare)):
            known_agency = known_agency or known
        elif not bare or fold(bare) in _GENERIC or fold(_SHOT.sub("", bare)) in _GENERIC:  # "Internet Photo"
            continue
        elif named := _people(bare):
            people.append(named)
        elif (behind := _PERSON_HOUSE.match(bare)) and (known := agency_named(behind["house"])) and (named := _people(behind["who"])):
            people.append(named)  # "Anna Lee, HKFP", "Anna Lee for HKFP"
            known_agency = known_agency or known
        elif "," in bare and (known := next(filter(None, (agency_named(p.strip()) for p in bare.split(","))), None)):
            known_agency = known_agency or known  # "HKEJ, HKSTP": the first
        elif other is None and ":" not in bare and looks_like_organization(house := _SHOT.sub("", bare)):
            other = house if not house.isupper() else title_case(house)
    agency = known_agency or (other if len(people) == 0 or "/" in text else None)
    if agency is None and fold(via) not in _GENERIC:
        agency = agency_named(via) or (via if looks_like_organization(via) else None)
    return ", ".join(people) or None, agency


_PERSON_HOUSE = re.compile(r"^(?P<who>[^,]{3,60}?)(?:,| for) (?P<house>[^,]{2,40})$")
# "iCable screenshot", "RTHK video", "Transport Department's Facebook": the house without what it gave, or the place it was put
_SHOT = re.compile(r"(?:’s|'s)?\s(?:screen ?shot|screen ?grab|video|file photo|file|handout|photo|website|facebook(?: page)?)$", re.I)
_GOVT = re.compile(r"\bgovt\b", re.I)
_GENERIC = frozenset(fold(w) for w in ("photo", "photos", "file", "file photo", "handout", "supplied", "screenshot", "screen grab", "internet", "facebook", "instagram", "online",
                                       "courtesy photo", "agencies", "provided", "image", "youtube", "twitter", "x", "weibo", "wechat", "social media", "threads", "courtesy", "illustration"))  # fmt: skip


def _strip_label(text: str) -> str:
    for _round in range(2):
        stripped = _WHO_LABEL.sub("", text, count=1).strip()
        if not stripped or stripped == text:
            break
        text = stripped
    return text


def _people(text: str) -> str | None:
    """One or more people, or None."""
    if looks_like_organization(text) or _GOVT.search(text):
        return None
    parts = [p.strip() for p in re.split(r",\s+(?:and\s+)?|\s+(?:and|AND)\s+|\s*&\s*", text) if p.strip()]
    if parts and all(is_person(p) or re.fullmatch(r"(?:[A-Z]\.){1,3} ?[A-Z][a-z]+", p) for p in parts):
        return ", ".join(title_case(p) for p in parts)
    return None


_HOUSE_BEHIND = re.compile(r"([攝摄])\s?[（(]([^（）()]+)[）)]$")
_STROKE_TAKEN = re.compile(r"\s?[/／]\s?(?=[攝摄]$)")
# "商台新聞 採訪：資料圖片": who reported is no photographer
_REPORTED_BY = re.compile(r"\s採訪\s?[:：].*$")
# "林振華攝/資料圖片", "資料圖片，陳大文攝", "資料圖片 陳大文攝"
_PARTS_ZH = re.compile(r"\s?[/／;；]\s?|(?<=[片圖图攝摄])[、，,\s]\s?|，")


def _who_chinese(credit: str) -> tuple[str | None, str | None]:
    """Photographer(s) before 攝; the house before 記者, or before 圖片/提供/截圖 if the table knows it."""
    photographer = agency = None
    credit = _HOUSE_BEHIND.sub(r"\1/\2", _REPORTED_BY.sub("", _STROKE_TAKEN.sub("", credit)))  # "李小明／攝", "王申摄（人民图片）"
    for part in (p.strip() for p in _PARTS_ZH.split(credit)):
        if not part:
            continue
        named, house = _part_chinese(part)
        if (
            named is None
            and house is None
            and credit.endswith(("攝", "摄"))
            and not part.endswith(("攝", "摄"))
            and is_person(part)
            and not _is_nobody(part)
        ):
            named = part  # "卓朗為／楊柏賢攝"
        if named:
            photographer = f"{photographer}、{named}" if photographer else named
        agency = agency or house
    if photographer is not None and photographer.isascii():
        photographer = photographer.replace("、", ", ")
    return photographer, agency


# "（市民攝）", "（資料圖片/鄭子峰攝）": who or what is no name
_NOBODY = re.compile(
    r"(?:市民|讀者|读者|網民|网民|居民|街坊|作者|筆者|受訪者|學生|家長|家屬|業主|住戶|村民|乘客|遊客|義工|社工|友人|朋友|編輯|通訊員|通讯员|本人|自行|現場|实地|實地|圖片|图片|資料|资料|截圖|截图|製圖|制图|提供|先生|女士|小姐|太太)$"
)


def _is_nobody(name: str) -> bool:
    """Whether the word in a photographer's place is not a name."""
    return bool(_NOBODY.search(name))


def _spaced(text: str) -> list[str]:
    """Names parted by spaces: "王申 李刚" are two, "王 申" is one."""
    words = text.split()
    return ["".join(words)] if len(words) == 2 and len(words[0]) == 1 else words


def _part_chinese(part: str) -> tuple[str | None, str | None]:
    house = None
    if leading := _LEADING_ZH.match(part):
        who = part[leading.end() :].strip()
        if "记者" in who or "記者" in who:  # "摄影：新华社记者 王申"
            return _part_chinese(f"{who}摄")
        names = _HAN_NAMES.split(who)
        return ("、".join(names) if all(is_person(n) or is_pen_name(n) for n in names) else None), agency_named(who)
    text = re.sub(r"^(?:(?:資料圖片|資料|图片|圖片|相片|照片|影片)?(?:由|來源|来源)\s?[﹕︰:：]?|(?:圖源|图源|图自)\s?[﹕︰:：]\s?)", "", part)
    if wire := _WIRE_TAKEN.match(text):
        return _part_chinese(wire["taken"])[0], agency_named(wire["house"])
    if text.endswith(("攝", "摄", "攝影", "摄影")):
        body = re.sub(r"(?:攝影|摄影|拍?攝|拍?摄)$", "", text).strip()
        if found := re.match(r"^(?P<house>[^\s]{0,12}?)(?:特約|特派|實習|见习|見習|攝影|摄影|高級|首席)?(?:記者|记者|通讯员|通訊員)\s?(?P<names>.*)$", body):
            house = agency_named(found["house"]) or (found["house"] if looks_like_organization(found["house"]) else None)
            body = found["names"].strip()
        elif " " in body:
            first, _, rest = body.partition(" ")
            if agency_named(first) or looks_like_organization(first):
                house, body = agency_named(first), rest.strip()
        if not body:
            return None, house
        if known := agency_named(body):
            return None, known
        names = [name for part in _HAN_NAMES.split(body) for name in (_spaced(part) if re.fullmatch(r"[㐀-鿿 ]+", part) else (part,))]
        if any(_is_nobody(n) for n in names):
            return None, house
        if all(is_person(n) or is_pen_name(n) for n in names):
            return "、".join(names), house
        return (body if re.fullmatch(r"[A-Za-z][\w .'-]{1,30}", body) else None), house
    if re.fullmatch(r"[㐀-鿿]{2,3}", text) is None or agency_named(text):
        bare = _ZH_CHANNEL.sub("", _ZH_SUFFIX.sub("", text)).strip(" 「」")
        house = agency_named(text) or agency_named(bare)
        if house is None and (found := _HOUSE_OF_REPORTER.match(text)):
            house = agency_named(found["house"])
        if house is None and bare != text and _HOUSE_ZH.match(bare):
            house = bare
    elif is_han_name(text):  # "圖：陳大文"
        return text, None
    return None, house


# "新华社发（王申摄）", "中新社发 王申 摄"
_WIRE_TAKEN = re.compile(r"^(?P<house>新华社|新華社|中新社|人民图片|视觉中国)[发發]\s?[（(]?(?P<taken>[^（）()]{2,20}(?:[摄攝]|供图|供圖|提供))[）)]?$")
# "國家金融監管總局網頁截圖", "愛護動物協會提供": no table has them all. Endings that are no words of a picture: not 內部, 起火處, 棚網
_HOUSE_ZH = re.compile(
    r"^[㐀-鿿A-Za-z0-9&]{2,16}(?:(?<![結佈布格棋])局|(?<!部)署|(?:警務|消防|秘書|勞工|民政|辦事|新聞|管理|聯絡|統計|事務)處|(?:管理|事務|外交|國防|商務|建設|規劃|衛生|教育|交通|環境)部|委員會|委员会|協會|协会|總會|公會|工會|"
    r"商會|學會|聯會|議會|基金會|紅十字會|红十字会|大學|大学|學院|学院|醫院|公司|集團|集团|銀行|银行|領事館|大使館|博物館|日報|時報|晚報|電視台|電台|通訊社)$"
)


_YEAR = re.compile(r"\d{4}")


# "in a photo shared on his Facebook on November 29, 2025", "the Mercury newspaper on November 23, 1951", "The New York Times on January 12, 1950": another day than the photo's
_MADE_KNOWN = re.compile(
    r"\b(?:shared|posted|uploaded|published|printed|newspaper|front page)\b|\b(?-i:Times|Post|Daily|News|Herald|Mercury|Gazette|Tribune|Journal|Telegraph|Guardian|Observer)\s?$", re.I
)


def _date_taken(text: str) -> str | None:
    """The day a caption says it was taken, YYYY-MM-DD; only a full date after on, taken on, in this, 攝於, and none that something was shared or printed on."""
    if not text or not _YEAR.search(text):
        return None
    if "年" not in text and (found := _TAKEN_SURE.search(text) or _TAKEN.search(text)):
        if found.re is _TAKEN and _MADE_KNOWN.search(text, max(0, found.start() - 50), found.start()):
            return None
        month = _MONTHS[(found["mon"] or found["mon2"])[:3].lower()]
        year, day = int(found["y"] or found["y2"]), int(found["d"] or found["d2"])
    elif "年" in text and (found := _TAKEN_ZH.search(text) or _TAKEN_ZH_AFTER.search(text)):
        year, month, day = int(found["y"]), int(found["m"]), int(found["d"])
    else:
        return None
    try:
        return date(year, month, day).isoformat() if 1840 <= year <= 2100 else None
    except ValueError:  # "Feb 30, 2025"
        return None


# A news paragraph may end so; a caption's credit does not.
_MARK = re.compile(r"^(?:AFP|RTHK|Reuters|AP|Xinhua|AFP/RTHK|完|綜合報道|ENDS?|(?:with )?(?:photos?|videos?|pictures?))$", re.I)
_ENDS_CREDIT_ZH = re.compile(
    r"(?:攝|摄|圖片|图片|提供|供圖|供图|截圖|截图|資料圖|资料图|製圖|制图)$|^(?:攝|摄|攝影|摄影|(?:相片|圖片|照片|图片)(?:來源|来源))\s?[:：﹕︰]"
)
# "（資料由客戶提供）" is said of the text, "（文中图片均由受访者提供）" of all pictures
_TEXT_GIVEN = re.compile(r"^(?:資料|資訊|數據|內容|資料來源|消息)[由:：﹕︰]|^(?:本?文中?|文[內内]|以上|上述|除).{0,12}(?:[圖图]|照片|相片)")


def is_caption(paragraph: str) -> bool:
    """Whether a plain paragraph is a photo's caption, told by a credit in brackets at its end. Chosen for precision.

    Example: is_caption("A view of Kwu Tung. (ADAM LAM / CHINA DAILY)"); not is_caption("He declined to comment. (AFP)")
    """
    text = paragraph[-TAIL:].rstrip()
    if len(paragraph) > 900 or not text or text[-1] not in ")）]】":
        return False
    found = _BRACKET.search(text)
    if not found or _MARK.match(found["inside"].strip()):
        return False
    inside = found["inside"].strip()
    if any("㐀" <= c <= "鿿" for c in inside):
        return bool(_ENDS_CREDIT_ZH.search(inside)) and not _FALSE_ZH.search(inside) and not _TEXT_GIVEN.match(inside)
    return bool(("/" in inside or re.match(r"(?:photo|provided|courtesy|file photo|screen)", inside, re.I)) and _is_credit(inside))


# Ming Pao's alt: "…多名居民、消防及救 . . . . . . （馮凱鍵攝）"
_CUT = re.compile(r"(?:…|\.\s?\.\s?\.)$")


def same_caption(a: str, b: str) -> bool:
    """Whether two captions are one, printed twice: a full stop, the credit or the numbering may be missing in one.

    Example: same_caption("A view of Tai Po. Photo: RTHK", "A view of Tai Po"); not same_caption("市民獻花悼念", "市民獻花悼念，形成花海")
    """
    x, y = _key(a[:LIMIT]), _key(b[:LIMIT])
    if not x or not y:
        return False
    if x == y:
        return True
    cut = any(mark in text for text in (a, b) for mark in ("…", "..", ". ."))
    if not cut and not (x.startswith(y) or y.startswith(x) or x.endswith(y) or y.endswith(x)):
        return False
    one, two = _read(a[:LIMIT]), _read(b[:LIMIT])
    if one.caption is None or two.caption is None:
        return False
    x, y = _key(one.caption), _key(two.caption)
    if x != y and not (_CUT.search(one.caption) and y.startswith(x)) and not (_CUT.search(two.caption) and x.startswith(y)):
        return False
    return one.credit is None or two.credit is None or _key(one.credit) == _key(two.credit)


# Each of a page's captions is compared with all the others: read them once, not two hundred times
_key = lru_cache(maxsize=1024)(fold)
_read = lru_cache(maxsize=512)(read_caption)
