"""Bylines as publishers print them: who wrote, in which role, from where; people apart from organizations.

A line is first parted into labelled segments ("記者：郭詠欣攝影：劉駿軒", "Writer: Lin Min | Editor: Jane Chen"), each segment into names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from harvester.normalize.datelines import is_place
from harvester.normalize.names import (
    is_han_name,
    is_pen_name,
    is_person,
    is_surname,
    looks_like_organization,
    organization,
    title_case,
    without_title,
)


class Name(NamedTuple):
    """One name of a byline. kind: person or organization; role: writer, contributor, photographer, editor, translator."""

    name: str
    kind: str
    role: str
    place: str | None


class Byline(NamedTuple):
    """A byline read: its names (editors carry their role), the place it states, the organization it names as its source."""

    names: tuple[Name, ...]
    place: str | None
    agency: str | None


NOTHING = Byline((), None, None)
LIMIT = 600

_HAN_ROLES = {
    "writer": ("採訪記者", "采访记者", "特約記者", "特约记者", "實習記者", "实习记者", "見習記者", "特派記者", "專題記者", "见习记者", "特派记者", "文字记者", "文字記者", "法庭記者", "突發記者", "港聞記者", "地產記者", "財經記者", "教育記者", "政治記者", "記者", "记者", "採訪", "采访", "撰文", "撰稿", "撰寫", "撰写", "執筆", "执笔", "採寫", "采写", "文字整理", "文字", "作者", "口述", "整理", "專訪"),
    "photographer": ("攝影記者", "摄影记者", "視頻記者", "视频记者", "視頻攝製", "视频摄制", "視頻拍攝", "攝影", "摄影", "拍攝", "拍摄", "攝錄", "摄录", "航拍", "攝製", "摄制", "影片", "視頻", "视频"),
    "editor": ("責任編輯", "责任编辑", "執行編輯", "执行编辑", "編輯", "编辑", "責編", "责编", "責编", "主編", "主编", "剪接", "剪輯", "剪辑", "剪片", "製作", "制作", "校對", "校对", "監製", "监制", "美術", "美编", "美編", "設計", "设计",
               "插圖", "插图", "插畫", "插画", "繪圖", "绘图", "動畫", "动画", "製圖", "制图", "策劃", "策划", "統籌", "统筹", "導演", "导演", "審核", "审核", "編審", "後期", "旁白", "配音", "主持", "資料整理"),
    "translator": ("翻譯", "翻译", "譯者", "译者", "編譯", "编译"),
    "contributor": ("通訊員", "通讯员", "參與記者", "参与记者", "參與採寫", "参与采写", "參與採訪", "参与采访", "參與報道", "参与报道"),
    "source": ("資料來源", "资料来源", "文章來源", "文章来源", "來源", "来源", "稿源"),
}  # fmt: skip
_HAN_SINGLE = {"文": "writer", "圖": "photographer", "图": "photographer", "攝": "photographer", "摄": "photographer", "譯": "translator", "译": "translator"}
_LATIN_ROLES = {
    "writer": ("writers?", "journalists?", "reporters?", "text", "authors?", "words", "story", "interview"),
    "photographer": ("photographers?", "photos?", "photography", "pictures", "videos?", "camera"),
    "editor": ("(?:english |web |video )?editors?", "producers?", "illustrations?", "graphics?"),
    "translator": ("translators?",),
    "contributor": ("contributors?",),
    "source": ("source", "from"),
}  # fmt: skip
_ROLE_OF_HAN = {label: role for role, labels in _HAN_ROLES.items() for label in labels} | _HAN_SINGLE
_ROLE_OF_LATIN = tuple((re.compile(rf"(?:{'|'.join(labels)})$", re.I), role) for role, labels in _LATIN_ROLES.items())
_UNITS = "|".join(sorted((label for label in _ROLE_OF_HAN if len(label) > 1), key=len, reverse=True))
# "採訪、撰文：", "文／圖：", "圖文：", "攝影/記者：", "採訪及拍攝︰"
_HAN_LABEL = rf"(?:{_UNITS}|(?<![㐀-鿿])[文圖图攝摄譯译])(?:\s?[、/／及和&]?\s?(?:{_UNITS}|[文圖图攝摄])){{0,2}}"
# "記者：郭詠欣攝影：劉駿軒", "Writer: Lin Min | Editor: Jane Chen"
_LABEL = re.compile(
    rf"(?P<label>{_HAN_LABEL}|\b(?:{'|'.join(label for labels in _LATIN_ROLES.values() for label in labels)}))\s?[:：﹕︰]\s?", re.I
)
# "文／黃永光", "文/顏寶鈴", "記者 | 陳大文", "林兆軒／編輯．何詩韻", "文 陳大文": no colon, so what follows must be names for sure
_LABEL_LOOSE = re.compile(rf"(?:(?<=^)|(?<=[（(【／/｜|、；;\s]))(?P<label>{_HAN_LABEL})\s?(?:[/／|｜︱│丨．・·‧]\s?|\s)(?=[㐀-鿿A-Za-z])(?![攝摄圖图]$)")
_UNIT = re.compile(rf"{_UNITS}|[文圖图攝摄譯译]")
_EDGES = " \t\n　|｜︱│丨●◎■◆□◇·;；,，、。.()（）[]【】-–—:：﹕︰/／\\"

# "By Wang Zhan", "by Kelly Ho", "News Service by AFP", "Words by A, photos by B"; "By" may carry a no-break space
_BY_ROLES = (
    ("contributor", r"additional reporting"),
    ("photographer", r"(?:photos?|photographs?|photography|pictures?|images?|video|videos|footage)"),
    ("editor", r"(?:edit(?:ed|ing)|produced|illustrations?|illustrated|graphics?|proofread)"),
    ("translator", r"(?:translat(?:ed|ion))"),
    ("writer", r"(?:news service|report(?:ing|ed)?|writing|written|words|text|story|stories|interview|compiled|opinion|commentary|comment|analysis|posted|published|"
               r"(?:text|words|story|stories|report) (?:and|&) (?:photos?|pictures?|photography|images|videos?))"),
)  # fmt: skip
_BY = re.compile(
    r"(?:^|(?<=[\s,;|(>.\d]))(?:" + "|".join(rf"(?P<{role}>{words})" for role, words in reversed(_BY_ROLES)) + r")?\s?(?<![^\W\d_])by[\s:]+(?=[\w'’])", re.I
)
_ADDITIONAL = re.compile(r"^\W{0,3}additional\s+reporting\s*:?\s+(?!by\b)", re.I)
# "(With additional reporting by AFP)", "With reporting from Reuters", "Additional reporting and research by Anna Lee", "Additional reporting: Anna Lee"
_HELPED = re.compile(r"^(?:with\s+(?:additional\s+)?reporting|additional\s+(?:reporting|research)(?:\s+(?:and|&)\s+(?:reporting|research))?)(?:\s+from)?(?=[\s:])", re.I)
# What may stand before a byline's "by": nothing, a date, a bar; "Stand by Me" and "passed by Lawmakers" are none
_LEAD_OK = re.compile(r"\W*$|.*\d.*$|.*[|｜>]\s*$", re.S)
_REPORTS_FROM = re.compile(r"(?P<names>(?:[A-Z][\w'’\-]+ ){1,3}[A-Z][\w'’\-]+(?:(?:, | and )(?:[A-Z][\w'’\-]+ ){1,3}[A-Z][\w'’\-]+){0,3}) reports? (?:from|in) (?P<place>[A-Z][\w ]{2,30})\.?$")
_XINHUA_WRITERS = re.compile(r"\bby Xinhua (?:writers?|correspondents?|reporters?) (?P<names>[A-Z][^.\n(]{3,120}?)(?=$|\.|\n|\s--|\s\()", re.I)
_IN_PLACE = re.compile(r"\s+in\s+(?P<place>[A-Z][\w'’]+(?:[ ,]+(?:and\s+)?[A-Z][\w'’]+){0,4})\s*$")
# "Phoebe Zhang in Shenzhen and Guo Rui in Guangzhou"
_PLACE_AND = re.compile(r"(?P<place>[A-Z][\w'’]+(?: [A-Z][\w'’]+){0,2}?)(?:,? and |, )(?=[A-Z])")
_MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
# what follows the names on a byline line
_AFTER = re.compile(
    r"\s*(?:\||｜|\s[·•]\s|[·•]\s?\d|(?:last\s+)?updated\b|published\b|posted\b|source\s?:|\d{1,2}:\d{2}|\d{4}[-/.年]|(?:19|20)\d{2}\b|\son\s(?:\w+\s)?\d|"
    rf"[,\s]\s?\d{{1,2}}(?:st|nd|rd|th)?\s{_MONTH}\b|[,\s]\s?{_MONTH}\.?\s\d{{1,2}}\b).*$",
    re.I | re.S,
)
# what a text crawl or a careless template glues behind the last name
_NEXT = re.compile(r"(?:日報新聞[-－])?(?:相關|相关)(?:新聞|新闻|報道|报道|字詞|閱讀|阅读)|[■↓▼◆●★]|(?:facebook|instagram|fb|ig)\s?[@:：]|更多.{0,6}(?:新聞|猛料)")
_AGENCY_PAREN = re.compile(r"\s*[(（](?P<agency>[^()（）]{2,40})[)）]\s*$")
_SENTENCE = re.compile(r"[“”「」『』《》？?！!。…]")

# "（评论员 罗博 萧海川）", "（大公文匯全媒體記者 周禹含）", "（點新聞記者劉鴻霖報道）", "【大公報訊】記者陸九如報道：", "(記者 徐嘉儀)", "（综合本报记者刘温馨、屈信明报道）", "（點新聞記者攝）"
_REPORTER = re.compile(
    r"(?P<org>[㐀-鿿A-Za-z0-9]{0,14}?)(?P<title>特約記者|特派記者|實習記者|見習記者|攝影記者|摄影记者|特约记者|实习记者|记者|記者|通訊員|通讯员|评论员|評論員)(?P<gap>\s?)(?P<names>[^（）()【】：:，。；;\n]{0,80}?)\s?"
    r"(?P<end>(?:參與|参与)(?:採寫|采写|採訪|采访|報道|报道)|報道|報導|报道|电|電|摄影报道|攝影報道|文\s?[/／、及並]?\s?[攝圖摄图]|攝|摄|攝影|摄影)?\s?(?=[）)：:，；;。】]|$)"
)
_PLACES_HAN = r"北京|上海|天津|重慶|重庆|廣州|广州|深圳|珠海|佛山|東莞|东莞|惠州|中山|江門|江门|肇慶|肇庆|前海|南沙|橫琴|横琴|香港|澳門|澳门|台北|臺北|廣東|广东|武漢|武汉|成都|杭州|南京|西安|福州|廈門|厦门|海口|新加坡|東京|倫敦|華盛頓|紐約|巴黎"
# "（大公文匯全媒體記者凌嘉偉 視頻報道）": how it was reported, not where from
_MEDIUM = re.compile(r"\s?(?:視頻|视频|影片|圖文|图文|圖片|图片|直播|現場|现场|綜合|综合|專題|专题|獨家|独家|連線|连线|電話|电话|整理|編譯|编译)$")
_PLACE_END = re.compile(rf"(?:\s(?P<spaced>[㐀-鿿]{{2,5}})|(?P<place>{_PLACES_HAN}))$")
# "新华社香港11月27日电（记者曹霁阳、孟佳）", "本报香港11月28日讯 记者梁睿报道：", "人民网香港/深圳2025年11月28日电"
_WIRE = re.compile(
    r"^(?:据|據)?(?P<org>新华社|新華社|人民网|人民網|本报|本報|香港中通社|中通社|中新社|中新网|中新網|中国新闻网|央视新闻|大公报|大公報|文汇报|中国日报|[㐀-鿿]{2,6}?[社网網報报])"
    r"\s?(?P<place>[㐀-鿿]{2,6}?(?:[/／、][㐀-鿿]{2,6}?)?)?(?P<date>(?:\d{4}年)?(?:\d{1,2}|[一二三四五六七八九十]{1,3})月(?:\d{1,2}|[一二三四五六七八九十]{1,3})日)[电電讯訊]\s?"
    r"(?:[（(](?P<names>[^（）()]{2,60})[)）]|(?:记者|記者)\s?(?P<told>[㐀-鿿、 ]{2,24}?)(?:(?:报道|報道|報導)[：:，,]|$))?"
)
_HAN_SPLIT = re.compile(r"\s?[、,，/／;；&＆+＋|｜]\s?|\s(?:及|和|與|与)\s|(?<=[㐀-鿿])(?:及|與|与|和)(?=[㐀-鿿]{2,4}$)|\s+")
_LATIN_SPLIT = re.compile(r"\s*(?:,\s*and\s+|,\s*|\s+and\s+|\s*&\s*|;\s*|\s+/\s+|、|/|\s+with\s+)\s*")
# "Edith LinandLeopold Chen", "Denise TsangElizabeth Cheung"
_GLUED_AND = re.compile(r"(?<=[a-z])and(?=[A-Z][a-z]+ [A-Z])")
_GLUED = re.compile(r"(?<=[a-z]{2})(?=[A-Z][a-z]+ [A-Z][a-z])")
_MC = re.compile(r"(?:Mc|Mac|De|La|Le|Van|Von|Fitz|Di|Du)$")
# "John Lee, Chief Executive of the HKSAR", "Jane Doe, Correspondent": what a person is, not a second one
_JOB = re.compile(
    r"\b(?:secretary|chief|executive|chair\w*|president|director|professor|lecturer|minister|member|founder|editors?|reporters?|correspondent|columnist|writer|contributor|lawmaker|legislator|"
    r"head|partner|economist|analyst|researcher|fellow|convenor|commissioner|adviser|advisor|CEO|others?|staff)\b",
    re.I,
)
_JOB_HAN = re.compile(r"^(?:(?P<org>[㐀-鿿A-Za-z0-9]{2,10}?)?(?P<title>(?:特約|特约|實習|实习|見習|特派|攝影|摄影|採訪|首席|高級|见习)?(?:記者|记者)|實習生|实习生|通訊員|通讯员|專欄作家|专栏作家|評論員|评论员|(?:時事)?評論員)\s?)(?=[㐀-鿿A-Z])")
_INITIALS = re.compile(r"(?:[A-Z]\.\s?){1,3}$")
# "By Anna Lee, JP": honours are no second person
_HONOURS = re.compile(r"(?:^|\s)(?:JP|GBM|GBS|SBS|BBS|MH|SC|KC|QC|PhD)$")
# "Zhang San and Li Si contributed to this story."
_CONTRIBUTED = re.compile(r"^(?P<names>[A-Z][^\n.;:(]{2,200}?) (?:also )?contributed (?:reporting )?to th(?:is|e) (?:story|report|reporting|article)\.?$")
# "By Anna Lee for China Daily", "Anna Lee - Reuters"
_FOR_HOUSE = re.compile(r"^(?P<names>[^|]{3,120}?)\s(?:for|[-–—])\s(?P<house>[A-Z][^|,]{1,40})$")
# "陳大文／文", "陳大文 攝影": the role behind the name
_ROLE_BEHIND = re.compile(r"^(?P<names>[㐀-鿿A-Za-z·、 ]{2,40}?)\s?[/／\s]\s?(?P<label>文|圖|图|撰文|攝影|摄影|(?:文[、/／及]?圖)|(?:圖[、/／及]?文))$")
# "圖：網上圖片": where the pictures are from, nobody who took them
_STOCK = re.compile(r"(?:資料|资料|網上|网上|網絡|网络|讀者|受訪者|作者|本報|大會|主辦方|相關機構)?(?:圖片|图片|提供|截圖|截图|供圖|供图|資料|相片|照片)")


def read_byline(text: str) -> Byline:
    """One visible byline string. Unknown text gives no names; nothing is guessed.

    Examples: read_byline("By Wang Zhan in Hong Kong").names[0].name == "Wang Zhan", .place == "Hong Kong";
              read_byline("記者：郭詠欣攝影：劉駿軒") has a writer and a photographer; read_byline("By Tuesday, …") has nobody
    """
    return _read(text)[0]


_SPACES = re.compile(r"\s{2,}")


def _tidy(text: str) -> str:
    """The beginning of a string with one character for each run of white space, in which the patterns below would look for one thing behind another."""
    text = text[:LIMIT].replace("\u00a0", " ")
    return (_SPACES.sub(lambda run: "\n" if "\n" in run[0] else " ", text) if not text.isprintable() or "  " in text or "\u3000" in text else text).strip()


def _read(text: str) -> tuple[Byline, bool]:
    """A byline string read, and whether all of it is the byline."""
    text = _tidy(text).replace("\u200b", "")
    if not text:
        return NOTHING, False
    if found := _XINHUA_WRITERS.search(text):
        return Byline(_people(found["names"], "writer", None), None, "Xinhua"), found.start() < 3
    text = _HELPED.sub("Additional reporting", text)
    if found := _ADDITIONAL.match(text):
        names, whole = _listed(text[found.end() :], "contributor", None)
        return Byline(names, None, None), whole
    if found := _CONTRIBUTED.match(text):
        return _line(found["names"], "contributor", strict=True)
    if labels := list(_LABEL.finditer(text)):
        return _labelled(text, _with_loose(text, labels))
    if _has_han(text):
        text = _BY_HAN.sub("", text, count=1)
        if loose := list(_LABEL_LOOSE.finditer(text)):
            byline, whole = _labelled(text, loose, strict=True)
            if byline.names:
                return byline, whole
        return _chinese(text)
    return _english(text)


_BY_HAN = re.compile(r"^by[\s:：]{1,3}(?=[㐀-鿿])", re.I)


def _with_loose(text: str, labels: list[re.Match[str]]) -> list[re.Match[str]]:
    """Labels with their colon, and behind the first of them those without one that full names follow: "文：林兆軒／編輯．何詩韻"."""
    taken = [(label.start(), label.end()) for label in labels]
    found = list(labels)
    for loose in _LABEL_LOOSE.finditer(text, labels[0].end()):
        end = min((start for start, _end in taken if start >= loose.end()), default=len(text))
        if not any(start < loose.end() and loose.start() < stop for start, stop in taken) and _listed(text[loose.end() : end], "writer", None, strict=True)[0]:
            found.append(loose)
    return sorted(found, key=lambda label: label.start())


def _role(label: str) -> str:
    """The role a label gives: of several, the writer's."""
    roles = [_ROLE_OF_HAN[unit] for unit in _UNIT.findall(label)]
    if roles:
        return "writer" if "writer" in roles else roles[0]
    return next((role for pattern, role in _ROLE_OF_LATIN if pattern.match(label)), "writer")


def _labelled(text: str, labels: list[re.Match[str]], *, strict: bool = False) -> tuple[Byline, bool]:
    """Segments "label: names", glued or not."""
    names: list[Name] = []
    agency = place = None
    whole = True
    lead = text[: labels[0].start()].strip(_EDGES)
    if lead:
        before, whole = _chinese(lead) if _has_han(lead) else _english(lead)
        names.extend(before.names)
        place, agency = before.place, before.agency
    for at, label in enumerate(labels):
        end = labels[at + 1].start() if at + 1 < len(labels) else len(text)
        role = _role(label["label"])
        segment = text[label.end() : end]
        if glued := _NEXT.search(segment):
            segment = segment[: glued.start()]
        if role == "source":
            agency = agency or organization(_AFTER.sub("", segment).strip(_EDGES))
            continue
        segment = re.sub(r"(?:報道|報導|报道)$", "", _AFTER.sub("", segment).strip(_EDGES))
        if role == "photographer" and _STOCK.fullmatch(segment):
            continue
        if found := _IN_PLACE.search(segment):
            place, segment = place or found["place"], segment[: found.start()]
        # "圖：消防員救火" is a caption more often than a byline
        sure = strict or (label["label"] in _HAN_SINGLE and role == "photographer")
        listed, clean = _listed(segment, role, place, strict=sure, loose_house=not sure)
        names.extend(listed)
        whole = whole and clean
    return Byline(tuple(names), place, agency), whole


# 新华社“新华视点”记者王茜, 《环球》杂志记者
_COLUMN = re.compile(r"[“「《][^“”「」《》]{2,12}[”」》](?:杂志|雜誌|周刊|週刊|栏目|欄目|客户端|客戶端)?(?=(?:特约|特約|特派|首席)?(?:记者|記者))")
# 中国日报河南记者站记者 时爽, 中国日报香港记者站 朱兴鑫
_STATION = re.compile(r"(?:记者站|記者站)\s?(?:记者|記者)?")
# 据新华社北京电 记者周慧敏
_WIRED = re.compile(r"(?:据|據)?[㐀-鿿]{2,6}[社网網報报][㐀-鿿]{0,4}[电電]")


def _chinese(text: str) -> tuple[Byline, bool]:
    """Reporter phrases, wire ledes, bare names."""
    if wire := _WIRE.match(text):
        place = wire["place"]
        listed = wire["names"] or wire["told"]
        names = _people(re.sub(r"^(?:记者|記者)\s?", "", _COLUMN.sub("", listed)), "writer", place) if listed else ()
        return Byline(names, place, organization(wire["org"]) or wire["org"]), False
    if spans := list(_REPORTER.finditer(text := _STATION.sub("记者", _COLUMN.sub("", text)))):
        return _reporters(text, spans)
    bare = re.sub(r"\s?(?:報道|報導|报道|攝影報道|专访|專訪)$", "", text.strip(_EDGES)).strip(_EDGES)
    if known := organization(bare):
        return Byline((Name(known, "organization", "writer", None),), None, known), True
    if behind := _ROLE_BEHIND.match(bare):
        names, whole = _listed(behind["names"], _role(behind["label"]), None, strict=True)
        return Byline(names, None, None), whole
    names, whole = _listed(bare, "writer", None, strict=True)
    return Byline(names, None, None), whole


def _reporters(text: str, spans: list[re.Match[str]]) -> tuple[Byline, bool]:
    """"<house>記者<names>報道", once or several times."""
    place = agency = None
    names: list[Name] = []
    left = text
    for found in spans:
        listed = _MEDIUM.sub("", found["names"].strip()) if found["end"] else found["names"].strip()
        spot = _PLACE_END.search(listed) if found["end"] else None
        if spot and len(listed) > len(spot[0].strip()) + 1:
            place, listed = spot["spaced"] or spot["place"], listed[: spot.start()]
        house = re.sub(r"^(?:综合|綜合|據|据)", "", found["org"])
        org = organization(house) or (house if house and looks_like_organization(house) and not house.endswith("組") else None)
        end = found["end"] or ""
        role = "photographer" if end in ("攝", "摄", "攝影", "摄影") or found["title"] in ("攝影記者", "摄影记者") else "writer"
        if found["title"] in ("通訊員", "通讯员") or end.startswith(("參與", "参与")):
            role = "contributor"
        # behind 記者 without a gap stands a name that its family name tells, or a verb
        people = _people(listed, role, place, strict=not found["gap"] and not listed.isascii())
        if (listed and not people) or (not listed and org is None):
            continue
        agency = agency or org
        names.extend(people or ((Name(org, "organization", role, None),) if org else ()))
        left = left.replace(found[0], "", 1)
    whole = bool(names) and not re.sub(r"【[^】]{2,12}[訊讯]】|[㐀-鿿]{2,8}[訊讯](?=$|[（(])|[\W_]", "", _WIRED.sub("", left))
    return Byline(tuple(names), place, agency), whole


def _english(text: str) -> tuple[Byline, bool]:
    """"By …", bare names, agencies."""
    if found := _REPORTS_FROM.search(text):
        place = found["place"].strip()
        return Byline(_people(found["names"], "writer", place), place, None), found.start() == 0
    marks = list(_BY.finditer(text))
    if marks and not _LEAD_OK.match(text[: marks[0].start()]):
        return NOTHING, False
    marks = [mark for at, mark in enumerate(marks) if at == 0 or mark.lastgroup or _LEAD_OK.match(text[: mark.start()])]
    if not marks:
        return _line(text, "writer", strict=True)
    if not marks[0].lastgroup:  # "12:49 By Kathy Zhang": the last plain "by" counts
        plain = [at for at, mark in enumerate(marks) if not mark.lastgroup]
        marks = marks[plain[-1] :]
    names: list[Name] = []
    place = agency = None
    whole = True
    for at, mark in enumerate(marks):
        end = marks[at + 1].start() if at + 1 < len(marks) else len(text)
        byline, clean = _line(text[mark.end() : end], mark.lastgroup or "writer")
        names.extend(byline.names)
        place, agency, whole = place or byline.place, agency or byline.agency, whole and clean
    return (Byline(tuple(names), place, agency), whole) if names or agency else (NOTHING, False)


def _line(text: str, role: str, *, strict: bool = False) -> tuple[Byline, bool]:
    """What follows "by", or a line without it: names, their places, an agency behind a bar or in brackets."""
    agency = place = None
    parts = re.split(r"\s*[|｜]\s*", text)
    for part in parts[1:]:
        agency = agency or organization(part.strip(_EDGES))
    if role == "writer" and agency is None and (source := re.search(r"\bSource\s?:\s?([A-Z][\w ]{1,30}?)(?=\s+Published|\s*[|·]|$)", text)):
        agency = organization(source[1])
    first = _AFTER.sub("", parts[0]).strip()
    if found := _AGENCY_PAREN.search(first):
        agency = agency or organization(found["agency"]) or found["agency"].strip()
        first = first[: found.start()]
    first = first.strip(" .,;()")
    if (behind := _FOR_HOUSE.match(first)) and (house := organization(behind["house"])):
        first, agency = behind["names"], agency or house
    names: list[Name] = []
    whole = True
    pieces = re.split(r"\s+in\s+(?=[A-Z])", first)
    for piece in pieces[1:-1]:  # "Shenzhen and Guo Rui" between two "in"
        if not (found := _PLACE_AND.match(piece)):
            return NOTHING, False
        names.extend(_people(pieces[0], role, found["place"], strict=strict))
        place = place or found["place"]
        pieces[0] = piece[found.end() :]
    if len(pieces) > 1 and (found := _IN_PLACE.search(f" in {pieces[-1]}")) and found.start() == 0:
        last, first = found["place"].strip(), pieces[0]
    else:
        last = None
    if last is None and (comma := re.fullmatch(r"(?P<name>[^,]{3,60}), (?P<place>[A-Z][\w ]{3,30})", first)) and is_place(comma["place"]):
        last, first = comma["place"], comma["name"]
    place = place or last
    first = first.strip(_EDGES)
    if house := organization(first):
        return Byline((*names, Name(house, "organization", role, None)), place, agency or house), whole
    listed, whole = _listed(first, role, last, strict=strict)
    names.extend(listed)
    return (Byline(tuple(names), place, agency), whole) if names or agency else (NOTHING, False)


# "作者：白影 （港菲混血兒)", "文：李明（記者）": what is said of a person in brackets is no second person
_REMARK = re.compile(r"(?<=[㐀-鿿])\s?[（(][^（）()]{1,24}(?:[)）]|$)")


def _people(text: str, role: str, place: str | None, *, strict: bool = False) -> tuple[Name, ...]:
    """Names of one list. strict: nothing says that these are names, so all of them must read as full names."""
    return _listed(text, role, place, strict=strict)[0]


def _listed(text: str, role: str, place: str | None, *, strict: bool = False, loose_house: bool = True) -> tuple[tuple[Name, ...], bool]:
    """Names of one list, and whether the list holds nothing else. A list that begins with no name is none.

    loose_house  whether what merely reads like an organization is one
    """
    if "（" in text or "(" in text:
        text = _REMARK.sub("、", text)  # "陳大文（記者）李小明" are two
    text = text.strip(_EDGES)
    if not text or len(text) > 400 or _SENTENCE.search(text):
        return (), False
    if house := organization(text):
        return (Name(house, "organization", role, place),), True
    parts = _han_parts(text) if _has_han(text) else _latin_parts(text)
    if any(_INITIALS.fullmatch(part) for part in parts):  # "Leung, T. C., Tsang, K. P.": what a story quotes, not who wrote it
        return (), False
    names: list[Name] = []
    whole = True
    for part in filter(None, parts):
        if part.lower() in ("and", "with"):
            continue
        if _OFFICE.fullmatch(part):
            role = "contributor" if part in ("通訊員", "通讯员") else role
            continue
        name = _name(part, role, place, strict=strict, loose_house=loose_house)
        if name is not None:
            names.append(name)
        elif (names and not strict and _JOB.search(part)) or (names and strict and _JOB.fullmatch(part)):
            continue
        elif strict or not names or _has_han(part):
            return (), False
        else:
            whole = False
    return tuple(names), whole and bool(names)


def _name(part: str, role: str, place: str | None, *, strict: bool, loose_house: bool) -> Name | None:
    """One entry of a list as a person or an organization, or None."""
    if part.casefold() in _NOBODYS:
        return None
    if house := organization(part):
        return Name(house, "organization", role, place)
    if job := _JOB_HAN.match(part):
        part = part[job.end() :]
        role = "contributor" if job["title"] in ("通訊員", "通讯员") else role
    person = without_title(part)
    if is_place(person):
        return None
    if _has_han(person):
        sure = is_han_name(person) or (not person.isascii() and " " in person and is_person(person)) or _MIXED.fullmatch(person) is not None
        if sure or (not strict and (is_person(person) or is_pen_name(person)) and not _NOBODY.search(person)):
            return Name(person, "person", role, place)
    elif is_person(person) or (not strict and is_pen_name(person)):
        return Name(title_case(person), "person", role, place)
    part = part.removeprefix("the ")
    house_like = loose_house and not strict and looks_like_organization(part) and len(part) <= 60 and not any(c.isdigit() for c in part)
    if house_like and not any(w[0].islower() and w not in ("of", "the", "and", "for", "in") for w in part.split()) and not _HAN_NO_HOUSE.search(part):
        return Name(part, "organization", role, place)
    return None


# "香港特区政府财政司司长 陈茂波", "实习生 王明": what the one who signs is
_OFFICE = re.compile(
    r"(?![系係为為是])[㐀-鿿、]{0,24}(?:长官|長官|司长|司長|局长|局長|署长|署長|处长|處長|部长|部長|市长|市長|省长|省長|主席|会长|會長|理事长|理事長|院长|院長|校长|校長|主任|总裁|總裁|总经理|總經理|董事长|董事長|教授|研究员|研究員|议员|議員|委员|委員|代表|大使|专员|專員|顾问|顧問|秘书长|秘書長|召集人)|實習生|实习生|通訊員|通讯员"
)
# what stands where a name stands and names nobody
_NOBODYS = frozenset(
    ("contributor", "contributors", "guest contributor", "guest writer", "columnist", "various", "various authors", "others", "anonymous", "correspondent", "our correspondent", "special correspondent",
     "評論", "评论", "社評", "社评", "社論", "社论", "專欄", "专栏", "特稿", "來稿", "来稿", "投稿", "讀者來函", "讀者投稿", "作者", "記者", "记者", "編輯", "编辑", "佚名", "不詳", "不详", "匿名", "綜合", "综合", "綜合報道", "综合报道",
     "外部來稿", "外部投稿", "聯合採訪", "联合采访", "特約作者", "特约作者", "特約撰稿", "特约撰稿", "特約撰稿人", "特约撰稿人")
)  # fmt: skip
# "採訪：資料圖片", "撰文：編輯部報道": words that stand where names stand
_NOBODY = re.compile(r"圖片|图片|資料|资料|截圖|截图|製圖|制图|網上|网上|提供|讀者|综合|綜合|外電|外电|報道|报道|報導|我們|我们|大家|[我你他她]|表示|指出|時間|請問|请问|局長|局长|司長|司长|署長|署长|特首|主席")
# "Tyson 陳", "Nora 譚"
_MIXED = re.compile(r"[A-Z][A-Za-z'’.\-]{1,20} [㐀-鿿]{1,3}")
_HAN_NO_HOUSE = re.compile(r"[㐀-鿿]{12,}|相關|相关|我們|我们")


# "陳大文教授、李小明博士": what a person is, behind the name; of "陳博士" it is half
_TITLE_HAN = re.compile(r"(?<=[㐀-鿿]{2})\s?(?:教授|博士|大律師|律師|律师|醫生|医生|測量師|测量师|工程師|工程师)(?=$|[\s、,，/／;；&＆])")


def _han_parts(text: str) -> list[str]:
    """A list of Chinese names parted, without titles; a family name that stands apart is put to its given name ("周 楎", "歐陽 德浩")."""
    text = _TITLE_HAN.sub("", re.sub(r"^(?:本報|本报)?(?:記者|记者)\s?|\s?(?:等)$", "", text))
    parts = [p.strip(_EDGES) for p in _HAN_SPLIT.split(text)]
    if " " not in text or any(c in text for c in "、,，/／"):
        return parts
    joined: list[str] = []
    for part in parts:
        if joined and is_surname(joined[-1]) and (len(joined[-1]) == 1 or len(part) <= 2) and len(part) <= 2 and _has_han(part):
            joined[-1] += part
        else:
            joined.append(part)
    if len(parts) == 2 and parts[0].isascii() and (is_surname(parts[1]) or is_person(text)):  # "Tyson 陳": kept whole
        return [text]
    return joined


def _latin_parts(text: str) -> list[str]:
    """A list of Latin names parted, glued ones too."""
    text = _unglue(_GLUED_AND.sub(" and ", text))
    edges = _EDGES.replace(".", "")
    parts = [p.strip(edges).rstrip(".") if not re.search(r"\b[A-Z]\.$", p) else p for p in _LATIN_SPLIT.split(text)]
    if len(parts) == 2 and parts[0].isalpha() and re.fullmatch(r"[A-Z][a-z]+-[a-z]+", parts[1]):  # "Chan, Tai-man" is one
        return [" ".join(parts)]
    return _three([_HONOURS.sub("", part).strip() for part in parts])


def _unglue(text: str) -> str:
    """"Denise TsangElizabeth Cheung" -> two names; McDonald stays whole."""
    pieces = []
    start = 0
    for cut in _GLUED.finditer(text):
        if _MC.search(text[max(0, cut.start() - 4) : cut.start()].rsplit(" ", maxsplit=1)[-1]):
            continue
        pieces.append(text[start : cut.start()])
        start = cut.start()
    pieces.append(text[start:])
    return ", ".join(pieces)


def _three(parts: list[str]) -> list[str]:
    """"Tony Cheung Angel Woo and Chester Wong": four plain words before an "and" are two names."""
    out: list[str] = []
    for part in parts:
        words = part.split(" ")
        if len(parts) > 1 and len(words) == 4 and not organization(part) and all(re.fullmatch(r"[A-Z][a-z]+", w) for w in words):
            out.extend((" ".join(words[:2]), " ".join(words[2:])))
        else:
            out.append(part)
    return out


def _has_han(text: str) -> bool:
    return not text.isascii() and any("㐀" <= c <= "鿿" for c in text)


def read_names(names: Iterable[str], *, role: str = "writer") -> tuple[Name, ...]:
    """Names given as data (JSON-LD, embedded JSON): several in one string are split, organizations known as such, junk left out.

    Example: read_names(["Anna Lee, Bob Chan and Carol Ng"]) has three people; read_names(["admin"]) none
    """
    found: list[Name] = []
    for raw in names:
        text = _tidy(raw)
        text = re.sub(r"\s?[|｜]\s?", ", ", re.sub(r"^(?:(?:written|posted|reported|story|text|words)\s)?by\s+", "", text, flags=re.I))
        if not text or "@" in text or text.lower().startswith(("http", "www.")) or text.lower() in _LOGINS:
            continue
        if _LABEL.search(text) or (_has_han(text) and _REPORTER.search(text)):
            found.extend(read_byline(text).names)
        else:
            place = None
            if (behind := _AGENCY_PAREN.search(text)) and (is_place(behind["agency"]) or organization(behind["agency"])):
                place, text = behind["agency"] if is_place(behind["agency"]) else None, text[: behind.start()]
            if (of := _FOR_HOUSE.match(text)) and organization(of["house"]):
                text = of["names"]
            if spot := _IN_PLACE.search(text):
                place, text = spot["place"].strip(), text[: spot.start()]
            if not _SURNAME_FIRST.fullmatch(text) or organization(text):
                found.extend(_people(text, role, place))
    return tuple(dict.fromkeys(found))


# "Lee, Anna": one person or two, which of them comes first: not told
_SURNAME_FIRST = re.compile(r"[A-Z][a-z'’]+, [A-Z][a-z'’]+")
_LOGINS = frozenset(("admin", "administrator", "editor", "root", "webmaster", "user", "author", "unknown", "null", "none", "staff", "guest", "web"))

# A whole paragraph that may be only a byline: "（點新聞記者劉鴻霖報道）", "記者：蘇珮欣", "By Zoe Low and Tommy Wang", "文／黃永光", "■記者 陳大文", "(Source: …; Journalist: …)"
_MAY_BE_ONLY = re.compile(
    rf"^[■●◆]?\s?[（(【]?\s?(?:(?:稿件來源|稿源|來源|来源|文章來源|文章来源)\s?[:：﹕︰]|(?:{_HAN_LABEL})(?:\s?[:：﹕︰/／|｜︱│丨．・]|\s)|(?:[据據][㐀-鿿]{{2,12}}[电電]\s)?[㐀-鿿A-Za-z0-9]{{0,14}}(?:[“「《][^“”「」《》]{{2,12}}[”」》][㐀-鿿]{{0,3}})?(?:記者|记者|通訊員|通讯员)|【[^】]{{2,12}}[訊讯]】|by\s|(?:with\s+(?:additional\s+)?reporting|additional\s+(?:reporting|research))[\s:]|(?:reporting|reported|written|words|text|story|edited|translated)\b[\w &]{{0,20}}\sby\s|"
    r"(?:source|(?:[A-Z][\w' ]{1,30} )?(?:journalist|reporter)|writer|author|(?<=[（(])(?:text|video|camera)|photographer|editor|web editor|english editor)s?\s?:)",
    re.I,
)
_AND_PICTURES = re.compile(r"文\s?[/／、及並]?\s?[攝摄]$")
_TAIL_PAREN = re.compile(r"[（(](?P<inside>[^（）()]{2,60})[）)]\s*$")
# "（记者宋晨、田中全、胡�础⒑钗睦ぃ�": bytes of a name outside GB2312 were lost, and with them all up to the bracket's end
_DAMAGED_PAREN = re.compile(r"[（(](?P<inside>[^（）()�]{2,60})、[^（）()�、]{0,4}�[^（）()]{0,60}$")
_LEAD = re.compile(r"^(?:【(?P<tag>[^】]{2,16})】)?\s?(?:[㐀-鿿]{0,8}?)(?P<report>(?:記者|记者)[㐀-鿿、 ]{2,24}?(?:報道|報導|报道))\s?[:：，,]")
# "【香港文匯報訊】（記者 費小燁）", "香港文匯報訊（記者 顧一丹）", "【本报讯】（记者 王茜）"
_LEAD_PAREN = re.compile(r"^(?:【[^】]{2,16}】|[㐀-鿿]{2,8}[訊讯])\s?[（(](?P<report>[㐀-鿿]{0,8}(?:記者|记者)\s?[^（）()]{2,40})[）)]")
# "（星島日報記者陳大文報道）立法會…"
_LEAD_BRACKET = re.compile(r"^[（(](?P<report>[㐀-鿿]{0,10}(?:記者|记者)\s?[㐀-鿿、 ]{2,24}?(?:報道|報導|报道))[）)](?=[^\s])")
# "編輯：言淡", "(责编：岳弘彬、牛镛)", "剪接︰蔡竣羲"; not "導演：王家衛", which a review may say
_EDITOR_LINE = re.compile(r"^[（(【]?\s?(?:責任編輯|责任编辑|编辑|編輯|责编|責編|責编|剪接|剪輯|校對|校对|(?:web |english )?editor)s?\s?[:：﹕︰]|^[（(]?edited by\s", re.I)
# "(Source: Wen Wei Po; English Editor: Darius)", "來源：商台新聞": whose text it is
_SOURCE_LINE = re.compile(r"^[（(【]?\s?(?:source|稿件來源|稿源|來源|来源|文章來源|文章来源)\s?[:：﹕︰]", re.I)
# "（陳大文報道）"
_REPORTED = re.compile(r"[（(](?P<names>[㐀-鿿、 ]{2,40}?)(?P<helped>(?:參與|参与)(?:採寫|采写|採訪|采访))?(?:報道|報導|报道)?(?<=[道導写寫访訪])[）)]")
# "（作者陈茂波为香港特区政府财政司司长）", "（作者：陈茂波，系…）"
_AUTHOR_NOTE = re.compile(r"作者\s?[:：]?\s?(?P<name>[㐀-鿿·]{2,8}?)\s?[，,]?\s?(?:为|為|系|係|是|现任|現任)")
# "By Anna Lee, university teacher", "By Anna Lee, a planner based in Hong Kong": who that is, and no stop
_BY_AND_WHAT = re.compile(r"(?P<by>By [A-Z][^,\n]{3,60}), [a-z][^\n]{3,160}(?<![.!?:;,”\"'’])$")
# "◎屠海鳴", "■ 陳大文 李小明" above a column; a list's first entry has the next one's mark below
_SIGNED_ABOVE = re.compile(r"[◎■●◆□○◇★]\s?(?P<names>[㐀-鿿]{3,4}(?:[、 ][㐀-鿿]{3,4}){0,3})$")
MAX_HAN, MAX_LATIN = 80, 320
# A line above it that ends in none of these is a heading.
MAX_HEADING = 100
_BRACKETS = ("（", "(", "【")
_MAY_SIGN = frozenset((*_BRACKETS, "B", "記", "记", "文", "撰"))
_ENDS = "。.!！?？…:：,，;；”\"'’」』)）】"


def byline_in_text(first: Sequence[str], last: Sequence[str], middle: Sequence[str] = ()) -> tuple[Byline, frozenset[str]]:
    """The byline that a story states inside its own text, and the paragraphs that are nothing else.

    first, last   its opening and closing paragraphs
    middle        those between: a second piece or a list of numbers to call may follow. There a byline is bracketed, stands under a heading ("By Darius") or
                  names who took the pictures, too: "記者：郭詠欣　攝影：劉駿軒"
    A paragraph that merely ends in a bracketed byline keeps it. Example: byline_in_text(["…"], ["文：尚東美"])[1] == {"文：尚東美"}
    """
    found: list[Byline] = []
    only: set[str] = set()
    opening = first[0] if first else ""
    if opening:
        if _WIRE.match(opening[:120]):
            found.append(_chinese(opening[:120])[0])
        elif lead := _LEAD.match(opening[:120]) or _LEAD_PAREN.match(opening[:120]) or _LEAD_BRACKET.match(opening[:120]):
            found.append(_chinese(lead["report"])[0])
        elif "Xinhua" in opening[:200] and (writers := _XINHUA_WRITERS.search(opening[:300])):
            found.append(Byline(_people(writers["names"], "writer", None), None, "Xinhua"))
        elif (signed := _SIGNED_ABOVE.match(opening)) and not "".join(first[1:2]).startswith(opening[0]):
            people = _people(signed["names"], "writer", None, strict=True)
            found.append(Byline(people, None, None))
            only.update((opening,) if people else ())
    makers = _makers([*middle, *last])
    found.extend(_read(text.strip("（）()"))[0] for text in makers)
    only.update(makers)
    asked: frozenset[str] | None = None  # looked for when it matters
    inner = [text for at, text in enumerate(middle) if text[:1] in _MAY_SIGN and _signs_inside(text, middle[at - 1] if at else "".join(first[-1:]))]
    for text in dict.fromkeys((*first[:2], *inner, *last)):
        if text in only:
            continue
        if len(text) <= MAX_LATIN and (byline := _only_byline(text)) is not None:
            asked = _questions([*first, *middle, *last]) if asked is None else asked
            if text not in asked:
                found.append(byline)
                only.add(text)
        elif text in last and text.endswith(("）", ")", "�")) and (tail := (_DAMAGED_PAREN if text.endswith("�") else _TAIL_PAREN).search(text[-80:])):
            inside = tail["inside"]
            took_picture = inside[-1] in "攝摄" and not _AND_PICTURES.search(inside)  # a caption's credit says who took it, not who wrote the story
            if not took_picture and (any(title in inside for title in ("記者", "记者", "评论员", "評論員")) or inside.endswith(("報道", "报道", "報導"))):
                found.append(_chinese(inside)[0])
            elif (note := _AUTHOR_NOTE.match(inside)) and is_han_name(note["name"]):
                found.append(Byline((Name(note["name"], "person", "writer", None),), None, None))
            elif _HELPED.match(inside):
                found.append(_read(inside)[0])
    wrote = {name.name for byline in found for name in byline.names if name.role == "writer"}  # one piece's editor may be the next one's writer
    found = [byline._replace(names=tuple(n for n in byline.names if n.role != "editor" or n.name not in wrote)) for byline in found]
    return merge(*found), frozenset(only)


def _signs_inside(text: str, above: str) -> bool:
    """Whether a paragraph between others may be a byline: bracketed, "By X" under a heading, or with who took the pictures."""
    return text[0] in _BRACKETS or bool(_WROTE_AND_TOOK.match(text)) or (text.startswith("By ") and _is_heading(above))


_WROTE_AND_TOOK = re.compile(r"(?:記者|记者|文字?|撰文)\s?[:：﹕︰][^:：﹕︰。，！？\n]{2,40}(?:攝影|摄影|攝|摄|圖|图|圖片|图片)\s?[:：﹕︰]")

# The mainland's features close with who made them, a line each: "策划：李刚", "记者：曹霁阳、孟佳", "海报设计：王明", "新华社国内部制作"
_MAKER = (
    r"(?:總|总|執行|执行|責任|责任|視頻|视频|圖片|图片|海報|海报|文字|技術|技术|創意|创意|新媒體|新媒体){0,2}"
    r"(?:監製|监制|策劃|策划|統籌|统筹|記者|记者|文字|文案|撰文|撰稿|採寫|采写|執筆|执笔|編輯|编辑|編導|编导|責編|责编|校對|校对|審核|审核|攝影|摄影|攝像|摄像|拍攝|拍摄|視頻|视频|剪輯|剪辑|後期|后期|包裝|包装|"
    r"動畫|动画|設計|设计|海報|海报|視覺|视觉|製圖|制图|圖表|图表|美編|美编|配音|出鏡|出镜|出品|製作|制作|翻譯|翻译|實習生|实习生|通訊員|通讯员)"
)
_MADE_BY = re.compile(rf"[（(]?{_MAKER}(?:[、/／及]{_MAKER}){{0,2}}\s?[:：﹕︰]\s?[^。，！？：\n]{{2,60}}|[㐀-鿿、·]{{2,40}}(?:出品|制作|製作)")
_WROTE_IT = re.compile(r"[^:：﹕︰]{0,8}(?:記者|记者|文字|文案|撰|採寫|采写|執筆|执笔|編輯|编辑|責編|责编)[^:：﹕︰]{0,8}[:：﹕︰]")


def _makers(texts: Sequence[str]) -> list[str]:
    """The closing lines that name who made a story: two or more, and one of them who wrote or edited it. A film's own do not: "導演：王家衛"."""
    lines: list[str] = []
    for text in reversed(texts):
        if len(text) > MAX_HAN or not _MADE_BY.fullmatch(text):
            break
        lines.append(text)
    return lines[::-1] if len(lines) > 1 and any(_WROTE_IT.match(text) for text in lines) else []


# A transcript's lines: "Reporter: Mr Lee", "記者：（英語）"; "Secretary for Development: Yes." answers
_ASKS_FIRST = ("R", "r", "J", "j", "記", "记")
_ASKS = re.compile(r"(?:reporters?|journalists?|記者|记者)\s?[:：﹕︰]", re.I)
_SPEAKS = re.compile(r"[^\s:：﹕︰][^:：﹕︰\n]{1,60}[:：﹕︰]\s?\S")


def _questions(texts: Sequence[str]) -> frozenset[str]:
    """What reporters say in a transcript, which is one where somebody answers right below."""
    asked = [text for text in texts if text[:1] in _ASKS_FIRST and _ASKS.match(text)]
    answered = asked and any(_ASKS.match(text) and _SPEAKS.match(below) and not _MAY_BE_ONLY.match(below) for text, below in pairwise(texts))
    return frozenset(asked) if answered else frozenset()


def _is_heading(text: str) -> bool:
    """Whether a paragraph is one short line without a stop."""
    return 0 < len(text) <= MAX_HEADING and "\n" not in text and text[-1] not in _ENDS


def _only_byline(text: str) -> Byline | None:
    """A paragraph read as a byline if it is nothing else."""
    if said := _BY_AND_WHAT.match(text):
        byline, whole = _read(said["by"])
        if whole and byline.names and all(is_person(name.name) for name in byline.names):
            return byline
    if (_MAY_BE_ONLY.match(text) or ("contributed" in text and _CONTRIBUTED.match(text))) and (len(text) <= MAX_HAN or not _has_han(text)):
        byline, whole = _read(text[1:-1] if text[0] in "（(【" and text[-1] in "）)】" else text)
        told = [n for n in byline.names if n.role != "editor" and (n.kind == "person" or n.role in ("writer", "contributor"))]
        return byline if whole and (told or (byline.names and _EDITOR_LINE.match(text)) or ((byline.agency or byline.names) and _SOURCE_LINE.match(text)) or (byline.names and "contributed" in text)) else None
    if (reported := _REPORTED.fullmatch(text)) and (people := _people(reported["names"], "contributor" if reported["helped"] else "writer", None, strict=True)):
        return Byline(people, None, None)
    if 0 < len(text) <= 24 and text[0] in "（(" and text[-1] in "）)":
        inside = text[1:-1].strip()
        people = _people(inside, "writer", None, strict=True) if _has_han(inside) and re.search(r"[ 、]", inside) else ()
        return Byline(people, None, None) if people else None
    return None


def merge(*bylines: Byline) -> Byline:
    """Several readings of one story's byline: earlier wins, each person once, people before organizations.

    An organization stays only if there is no person who wrote, or if it helped: "Additional reporting by Reuters".
    """
    place = next((b.place for b in bylines if b.place), None)
    agency = next((b.agency for b in bylines if b.agency), None)
    names: dict[str, Name] = {}
    if not any(byline.names for byline in bylines):
        return Byline((), place, agency)
    for byline in bylines:
        for name in byline.names:
            key = "".join(name.name.casefold().split())
            known = names.get(key)
            if known is None:
                names[key] = name
            elif known.place is None and name.place:
                names[key] = known._replace(place=name.place)
    for key in list(names):  # "Eugene Chan" beside "Eugene Chan Kin-keung" is the same person
        if any(other != key and other.startswith(key) and names[other].kind == "person" and not _has_han(key) for other in names):
            del names[key]
    people = [n for n in names.values() if n.kind == "person"]
    writers = [n for n in people if n.role in ("writer", "contributor")]
    houses = [n for n in names.values() if n.kind == "organization" and (not writers or n.role == "contributor")]
    return Byline((*people, *houses), place, agency)
