"""Bylines as publishers print them: who wrote, in which role, from where; people apart from organizations.

A line is first parted into labelled segments ("記者：郭詠欣攝影：劉駿軒", "Writer: Lin Min | Editor: Jane Chen"), each segment into names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from harvester.normalize.names import is_pen_name, is_person, looks_like_organization, organization, title_case, without_title


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

_ROLES = {
    "writer": ("撰文", "記者", "记者", "採訪", "采访", "文字", "文", "採訪及撰文", "採訪撰文", "撰稿", "作者", "writer", "writers", "journalist",
               "journalists", "reporter", "reporters", "text", "author", "by", "採訪及拍攝", "攝影/記者", "記者/攝影", "reporting", "story", "特約記者", "實習記者"),
    "photographer": ("攝影", "摄影", "拍攝", "攝", "photographer", "photo", "photos", "視頻攝製", "视频摄制", "視頻拍攝", "影片", "攝製", "圖", "图"),
    "editor": ("編輯", "编辑", "責任編輯", "责任编辑", "责编", "責編", "責编", "editor", "english editor", "web editor", "剪接", "製作", "校對", "校对", "剪輯", "edited by", "editors", "監製"),
    "translator": ("翻譯", "翻译", "譯", "translator", "translated by", "編譯", "编译"),
    "contributor": ("additional reporting", "additional reporting by", "contributor", "contributors", "通訊員", "通讯员"),
    "source": ("source", "from", "來源", "来源", "資料來源", "资料来源"),
}  # fmt: skip
_ROLE_OF = {label: role for role, labels in _ROLES.items() for label in labels}
# "記者：", "English Editor:", "採訪及拍攝︰"; the longest labels first
_LABEL = re.compile(
    r"(?P<label>" + "|".join(re.escape(x) for x in sorted(_ROLE_OF, key=len, reverse=True) if x not in ("by", "from", "文", "圖", "图", "攝", "譯", "text", "photo", "photos", "story"))
    + r"|(?<![㐀-鿿])[文圖图攝譯]|\bfrom|\btext|\bphotos?)\s?[:：﹕︰／]\s?",
    re.I,
)  # fmt: skip
_ROLE_SLASH = re.compile(r"^[（(]?文\s?[/／]\s?")
_EDGES = " \t\n　|｜·;；,，、。.()（）[]【】-–—:：﹕︰"

# "By Wang Zhan", "by Kelly Ho", "News Service by AFP", "12:49 By Kathy Zhang"; "By" may carry a no-break space
_BY = re.compile(r"(?:^|[\s,;|(>])(?:news service\s+|words\s+|written\s+|story\s+|reporting\s+)?by[\s:]+(?=[\w'’])", re.I)
_ADDITIONAL = re.compile(r"^\W{0,3}additional\s+reporting\s*(?:by)?\s*:?\s+", re.I)
_REPORTING = re.compile(r"^\W{0,3}(?:reporting|reported|written|compiled|story)\s+by\s+", re.I)
_REPORTS_FROM = re.compile(r"(?P<names>(?:[A-Z][\w'’\-]+ ){1,3}[A-Z][\w'’\-]+(?:(?:, | and )(?:[A-Z][\w'’\-]+ ){1,3}[A-Z][\w'’\-]+){0,3}) reports? (?:from|in) (?P<place>[A-Z][\w ]{2,30})\.?$")
_XINHUA_WRITERS = re.compile(r"\bby Xinhua (?:writers?|correspondents?|reporters?) (?P<names>[A-Z][^.\n(]{3,120}?)(?=$|\.|\n|\s--|\s\()", re.I)
_IN_PLACE = re.compile(r"\s+in\s+(?P<place>[A-Z][\w'’]+(?:[ ,]+(?:and\s+)?[A-Z][\w'’]+){0,4})\s*$")
# what follows the names on a byline line
_AFTER = re.compile(r"\s*(?:\||｜|·|•|(?:last\s+)?updated\b|published\b|posted\b|source\s?:|\d{1,2}:\d{2}|\d{4}[-/.年]|(?:19|20)\d{2}\b).*$", re.I | re.S)
_AGENCY_PAREN = re.compile(r"\s*[(（](?P<agency>[^()（）]{2,40})[)）]\s*$")
_DATE_LEAD = re.compile(r"^.{0,60}?\d{1,2}:\d{2}\s*(?=by\b)", re.I)

# "（评论员 罗博 萧海川）", "（大公文匯全媒體記者 周禹含）", "（點新聞記者劉鴻霖報道）", "【大公報訊】記者陸九如報道：", "(記者 徐嘉儀)", "（综合本报记者刘温馨、屈信明报道）"
_REPORTER = re.compile(
    r"(?P<org>[㐀-鿿A-Za-z0-9]{0,14}?)(?P<title>特約記者|特派記者|實習記者|見習記者|特约记者|實習记者|记者|記者|评论员|評論員)\s?(?P<names>[^（）()【】：:，。；;\n]{1,80}?)\s?(?P<end>報道|報導|报道|电|電|摄影报道)?\s?(?=[）)：:，；;。】]|$)"
)
_PLACE_END = re.compile(r"\s(?P<place>[㐀-鿿]{2,5})$")
_WIRE = re.compile(
    r"^(?P<org>新华社|新華社|人民网|人民網|本报|本報|香港中通社|中通社|中新社|中新网|中国新闻网|央视新闻|大公报|大公報|文汇报|中国日报|[㐀-鿿]{2,6}?[社网網报報])"
    r"(?P<place>[㐀-鿿]{2,6})?(?P<date>\d{1,2}月\d{1,2}日)[电電]\s?(?:[（(](?P<names>[^（）()]{2,60})[)）])?"
)
_HAN_SPLIT = re.compile(r"\s?[、,，/／;；&＆+＋]\s?|\s(?:及|和|與|与)\s|(?<=[㐀-鿿])(?:及|與)(?=[㐀-鿿]{2,3}$)|\s+")
_LATIN_SPLIT = re.compile(r"\s*(?:,\s*and\s+|,\s*|\s+and\s+|\s*&\s*|;\s*|\s+/\s+|、|/|\s+with\s+)\s*")
# "Edith LinandLeopold Chen", "Denise TsangElizabeth Cheung"
_GLUED_AND = re.compile(r"(?<=[a-z])and(?=[A-Z][a-z]+ [A-Z])")
_GLUED = re.compile(r"(?<=[a-z]{2})(?=[A-Z][a-z]+ [A-Z][a-z])")
_MC = re.compile(r"(?:Mc|Mac|De|La|Le|Van|Von|Fitz|Di|Du)$")
_SIMPLE_ORG = re.compile(r"^(?:the\s+)?(?P<org>.{2,40}?)(?:\s+(?:staff|reporters?|correspondents?))?$", re.I)


def read_byline(text: str) -> Byline:
    """One visible byline string. Unknown text gives no names; nothing is guessed.

    Examples: read_byline("By Wang Zhan in Hong Kong").names[0].name == "Wang Zhan", .place == "Hong Kong";
              read_byline("記者：郭詠欣攝影：劉駿軒") has a writer and a photographer
    """
    text = text[:LIMIT].replace("\u00a0", " ").replace("\u200b", "").strip()
    if not text:
        return NOTHING
    if found := _XINHUA_WRITERS.search(text):
        return Byline(_people(found["names"], "writer", None), None, "Xinhua")
    if found := _ADDITIONAL.match(text):
        return Byline(_people(text[found.end() :], "contributor", None), None, None)
    if _ROLE_SLASH.match(text):
        text = "文：" + _ROLE_SLASH.sub("", text)
    labels = list(_LABEL.finditer(text))
    if labels:
        return _labelled(text, labels)
    if _has_han(text):
        return _chinese(text)
    return _english(text)


def _labelled(text: str, labels: list[re.Match[str]]) -> Byline:
    """Segments "label: names", glued or not."""
    names: list[Name] = []
    agency = None
    place = None
    lead = text[: labels[0].start()].strip(_EDGES)
    if lead:
        before = _chinese(lead) if _has_han(lead) else _english(lead)
        names.extend(before.names)
        place, agency = before.place, before.agency
    for at, label in enumerate(labels):
        end = labels[at + 1].start() if at + 1 < len(labels) else len(text)
        role = _ROLE_OF.get(label["label"].lower(), "writer")
        segment = _AFTER.sub("", text[label.end() : end]) if role != "source" else text[label.end() : end].split("|", maxsplit=1)[0]
        segment = segment.strip(_EDGES)
        if role == "source":
            agency = agency or organization(segment) or None
            continue
        segment = re.sub(r"(?:報道|報導|报道)$", "", segment)
        if found := _IN_PLACE.search(segment):
            place, segment = place or found["place"], segment[: found.start()]
        names.extend(_people(segment, role, place))
    return Byline(tuple(names), place, agency)


def _chinese(text: str) -> Byline:
    """Reporter phrases, wire ledes, bare names."""
    place = agency = None
    names: list[Name] = []
    if wire := _WIRE.match(text):
        agency = organization(wire["org"]) or wire["org"]
        place = wire["place"]
        if wire["names"]:
            people = _people(re.sub(r"^(?:记者|記者)\s?", "", wire["names"]), "writer", place)
            names.extend(people)
        return Byline(tuple(names), place, agency)
    spans = list(_REPORTER.finditer(text))
    for found in spans:
        listed = found["names"].strip()
        if spot := _PLACE_END.search(listed):
            if found["end"] and len(listed) > len(spot["place"]) + 2:
                place, listed = spot["place"], listed[: spot.start()]
        if re.fullmatch(r"報道|報導|报道|攝|摄|摄影|攝影", listed):
            listed = ""
        house = re.sub(r"^(?:综合|綜合)", "", found["org"])
        org = organization(house) or (house if house and looks_like_organization(house) else None)
        agency = agency or org
        names.extend(_people(listed, "writer", place))
    if spans:
        if not names and agency:
            names.append(Name(agency, "organization", "writer", None))
        return Byline(tuple(names), place, agency)
    bare = re.sub(r"(?:報道|報導|报道)$", "", text.strip(_EDGES)).strip(_EDGES)
    if bare in ("綜合", "综合", "本報綜合", "專訊"):
        return NOTHING
    if known := organization(bare):
        return Byline((Name(known, "organization", "writer", None),), None, known)
    people = _people(bare, "writer", None, strict=True)
    return Byline(people, None, None)


def _english(text: str) -> Byline:
    """"By …", bare names, agencies."""
    if found := _REPORTS_FROM.search(text):
        place = found["place"].strip()
        return Byline(_people(found["names"], "writer", place), place, None)
    agency = None
    reporting = _REPORTING.match(text)
    marks = [reporting] if reporting else list(_BY.finditer(text))
    stated = bool(marks)
    if marks:
        rest = text[marks[-1].end() :] if not reporting else text[reporting.end() :]
    else:
        rest = text
    parts = re.split(r"\s*[|｜]\s*", rest)
    for part in parts[1:] if stated or len(parts) > 1 else []:
        agency = agency or organization(part.strip(_EDGES))
    first = parts[0]
    first = _AFTER.sub("", first).strip()
    if found := _AGENCY_PAREN.search(first):
        agency = agency or organization(found["agency"]) or found["agency"].strip()
        first = first[: found.start()]
    place = None
    if found := _IN_PLACE.search(first.strip(" .,")):
        stripped = first.strip(" .,")
        place, first = found["place"].strip(), stripped[: found.start()]
    first = first.strip(_EDGES)
    if house := organization(first):
        return Byline((Name(house, "organization", "writer", None),), place, house)
    names = _people(first, "writer", place, strict=not stated)
    return Byline(names, place, agency) if names or agency else NOTHING


# "作者：白影 （港菲混血兒)", "文：李明（記者）": what is said of a person in brackets is no second person
_REMARK = re.compile(r"(?<=[㐀-鿿])\s?[（(][^（）()]{1,24}(?:[)）]|$)")


def _people(text: str, role: str, place: str | None, *, strict: bool = False) -> tuple[Name, ...]:
    """Names of one list. strict: nothing says that these are names, so all of them must read as full names."""
    if "（" in text or "(" in text:
        text = _REMARK.sub("", text)
    text = text.strip(_EDGES)
    if not text or len(text) > 400:
        return ()
    if house := organization(text):
        return (Name(house, "organization", role, place),)
    if _has_han(text):
        text = re.sub(r"^(?:本報|本报)?(?:記者|记者)\s?|\s?(?:等)$", "", text)
        parts = [p.strip(_EDGES) for p in _HAN_SPLIT.split(text)]
        if " " in text and all(len(p) == 1 for p in parts if p):  # "周 楎"
            parts = ["".join(parts)]
    else:
        text = _GLUED_AND.sub(" and ", text)
        text = _unglue(text)
        parts = [p.strip(_EDGES.replace(".", "")).rstrip(".") if not re.search(r"\b[A-Z]\.$", p) else p for p in _LATIN_SPLIT.split(text)]
        parts = _three(parts)
    names: list[Name] = []
    for part in parts:
        if not part or part.lower() in ("and", "with"):
            continue
        if house := organization(part):
            names.append(Name(house, "organization", role, place))
            continue
        person = without_title(part)
        if is_person(person) or (not strict and is_pen_name(person)):
            names.append(Name(title_case(person), "person", role, place))
        elif strict:
            return ()
        elif looks_like_organization(part) and len(part) <= 60 and not any(c.isdigit() for c in part):
            names.append(Name(part, "organization", role, place))
    return tuple(names)


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
        if len(parts) > 1 and len(words) == 4 and all(re.fullmatch(r"[A-Z][a-z]+", w) for w in words):
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
        text = raw[:LIMIT].replace("\u00a0", " ").strip()
        text = re.sub(r"^by\s+", "", text, flags=re.I)
        if not text or "@" in text or text.lower().startswith(("http", "www.")) or text.lower() in _LOGINS:
            continue
        if _LABEL.search(text) or _REPORTER.search(text):
            found.extend(read_byline(text).names)
        else:
            place = None
            if spot := _IN_PLACE.search(text):
                place, text = spot["place"].strip(), text[: spot.start()]
            found.extend(_people(text, role, place))
    return tuple(dict.fromkeys(found))


_LOGINS = frozenset(("admin", "administrator", "editor", "root", "webmaster", "user", "author", "unknown", "null", "none", "staff", "guest", "web"))

# A whole paragraph that is only a byline: "（點新聞記者劉鴻霖報道）", "記者：蘇珮欣", "By Zoe Low and Tommy Wang", "文／黃永光"
_ONLY_HAN = re.compile(
    r"^[（(【]?\s?(?:(?:[㐀-鿿A-Za-z0-9]{0,12})(?:記者|记者|通訊員)[^。！？]{0,60}|(?:撰文|採訪|文|攝影|攝影/記者|作者|採訪及拍攝|剪接|視頻|翻譯|编译|編譯)\s?[:：﹕︰/／][^。！？]{1,60}|(?:综合|綜合)[^。]{0,10}(?:報道|报道|報導))\s?[）)】]?$"
)
_EDITOR_LINE = re.compile(r"^[（(【]?\s?(?:責任編輯|责任编辑|编辑|編輯|责编|責編|Editor|Web editor)s?\s?[:：﹕︰]\s?.{1,40}[）)】]?$", re.I)
_ONLY_LATIN = re.compile(r"^\(?\s?(?:(?:[Bb]y|BY)\s+[A-Z][^.!?]{2,120}\.?|Additional [Rr]eporting\s?(?:by)?:?\s+[A-Z][^!?]{2,160}|Reporting by [A-Z][^!?]{2,300}|\((?:Source|Journalist|Reporter)s?\s?:[^!?]{2,160}|(?:Source|Journalist|Reporter)s?\s?:\s?[A-Z][^.!?]{2,80})\)?$")
_TAIL_PAREN = re.compile(r"[（(](?P<inside>[^（）()]{2,60})[）)]\s*$")
_LEAD = re.compile(r"^(?:【(?P<tag>[^】]{2,16})】)?\s?(?:[㐀-鿿]{0,8}?)(?P<report>(?:記者|记者)[㐀-鿿、 ]{2,24}?(?:報道|報導|报道))\s?[:：，,]")


def byline_in_text(first: Sequence[str], last: Sequence[str]) -> tuple[Byline, frozenset[str]]:
    """The byline that a story states inside its own text, and the paragraphs that are nothing else.

    first, last   its opening and closing paragraphs
    A paragraph that merely ends in a bracketed byline keeps it. Example: byline_in_text(["…"], ["文：尚東美"])[1] == {"文：尚東美"}
    """
    found: list[Byline] = []
    only: set[str] = set()
    opening = first[0] if first else ""
    if opening:
        if _WIRE.match(opening[:120]):
            found.append(_chinese(opening[:120]))
        elif lead := _LEAD.match(opening[:120]):
            found.append(_chinese(lead["report"]))
        elif "Xinhua" in opening[:200] and (writers := _XINHUA_WRITERS.search(opening[:300])):
            found.append(Byline(_people(writers["names"], "writer", None), None, "Xinhua"))
    for text in dict.fromkeys((*first[:2], *last)):
        if len(text) <= 320 and (byline := _only_byline(text)) is not None:
            if byline.names or _EDITOR_LINE.match(text):
                found.append(byline)
                only.add(text)
        elif text in last and text[-1:] in "）)" and (tail := _TAIL_PAREN.search(text[-80:])):
            inside = tail["inside"]
            if any(title in inside for title in ("記者", "记者", "评论员", "評論員")) or inside.endswith(("報道", "报道", "報導")):
                found.append(_chinese(inside))
    return merge(*found), frozenset(only)


def _only_byline(text: str) -> Byline | None:
    """A paragraph read as a byline if it is nothing else."""
    if _EDITOR_LINE.match(text) or _ONLY_LATIN.match(text):
        return read_byline(text.strip("() "))
    if _has_han(text) and len(text) <= 80 and _ONLY_HAN.match(text):
        return read_byline(text)
    if 0 < len(text) <= 24 and text[0] in "（(" and text[-1] in "）)":
        inside = text[1:-1].strip()
        people = _people(inside, "writer", None, strict=True) if _has_han(inside) and re.search(r"[ 、]", inside) else ()
        return Byline(people, None, None) if people else None
    return None


def merge(*bylines: Byline) -> Byline:
    """Several readings of one story's byline: earlier wins, each person once, people before organizations.

    An organization stays only if there is no person who wrote.
    """
    names: dict[str, Name] = {}
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
    houses = [] if writers else [n for n in names.values() if n.kind == "organization"]
    place = next((b.place for b in bylines if b.place), None)
    agency = next((b.agency for b in bylines if b.agency), None)
    return Byline((*people, *houses), place, agency)
