"""What is a person's name, what an organization's: shared by bylines and credits."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

# "GANG WEN", "SHAMIM ASHRAF", "Zoey SUN": words in capitals are set in title case; initials ("K.Y.") stay
_CAPITALS = re.compile(r"[A-ZÀ-Þ]{2,}(?:'[A-Z]+)?")
_KEEP = frozenset(("II", "III", "IV", "JR", "SR", "MTR", "KC", "SC", "JP", "TVB", "DDN"))
# "CK Chan", "YT LAU": two letters that no name is; not "NG", "ST", nor a title
_TWO_INITIALS = re.compile(r"(?!NG|ST|DR|MR|MS)[BCDFGHJKLMNPQRSTVWXYZ][BCDFGHJKLMNPQRSTVWXZ]")
_PARTICLES = frozenset(("de", "da", "di", "la", "le", "van", "von", "der", "den", "bin", "al", "el", "dos", "du", "y"))
# Han names: 2-4 characters, minority names with a middle dot
_DOTTED_NAME = re.compile(r"[㐀-鿿]{1,8}(?:[·‧・•．][㐀-鿿]{1,8}){1,3}")
_HAN_NAME = re.compile(rf"[㐀-鿿]{{2,4}}|{_DOTTED_NAME.pattern}")
_LATIN_NAME = re.compile(r"[A-ZÀ-Þ][\w'’.\-]*(?: (?:[A-ZÀ-Þ][\w'’.\-]*|de|da|di|la|le|van|von|der|den|bin|al|el|dos|du)){1,5}")
_ONE_WORD = re.compile(r"[A-Z][a-zA-Z'’\-]{1,20}")
_TITLE = re.compile(r"^(?:(?:Dr|Prof|Professor|Mr|Mrs|Ms|Miss|Sir|Ir|Hon|The Hon)\.?|Chief Executive|(?:Chief|Financial) Secretary|(?:Senior |Staff )?(?:Reporter|Correspondent|Columnist|Writer)) (?=[A-Z])")
# "By Tuesday", "By Design", "Train To Guangzhou": words in capitals that no name holds
_NO_NAME_WORD = re.compile(
    r"\b(?:the|of|and|for|to|from|with|by|at|or|is|are|was|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Christmas|Easter|Lawmakers|Legislators|Officials|Experts|Residents|Developers|"
    r"Midnight|Noon|Breaking|Northern Metropolis|Step|Guide|Default|Contrast|Comparison|Law|Nature|Mistake|Accident|Demand|Request|Invitation|Others?|Everyone|Nobody|Someone)\b",
    re.I,
)
_NO_NAME_ALONE = frozenset(
    ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december", "me", "you", "us", "them", "it", "he", "she", "we", "they",
     "design", "day", "night", "train", "bus", "sea", "air", "land", "rail", "road", "hand", "then", "now", "here", "this", "that", "these", "all", "law", "no", "not", "so", "what", "why",
     "how", "when", "where", "who", "hours", "minutes", "advertisement", "opinion", "news", "home", "world", "business", "sport", "sports")
)  # fmt: skip
# Words of organizations, not of people
_ORGANIZATION_WORD = re.compile(
    r"\b(?:News|Daily|Press|Post|Agency|Agencies|Times|Standard|Media|Network|Reporters?|Editors?|Editorial|Department|Bureau|Government|Council|"
    r"Authority|Association|Foundation|University|Company|Limited|Ltd|Group|Online|Edition|Newsroom|Staff|Desk|Team|Weekly|Radio|Television|TV|"
    r"Commission|Office|Centre|Center|Institute|Committee|Solicitors|Museum|Police|Maps|Club|Society|Trust|Hospital|College|Airlines|Airways|Railways?|Hotel|Gallery|Theatre|Union|Federation|Alliance|Holdings|Properties|Construction|Engineering|Architects|"
    r"Corporation|Corp|Inc|Publishing|Pictures|Productions?|Entertainment|Magazine|Journal|Tribune|Herald|Gazette|Observatory|Secretariat|Consulate|Embassy|Ministry|Administration|Academy|Library|Archives?|Studio|Channel|Correspondents?|Writers?|Board|Bank|Service|"
    # "Wikimedia Commons", "SOPA Images", "Human Rights Watch", "Global Voices"
    r"Images|Commons|Rights|Voices|International|Forum|Initiative)\b",
    re.I,
)
_HAN_ORGANIZATION = re.compile(
    r"(?:社|報|报|網|网|台|臺|局|處|处|署|部|會|会|院|大學|大学|公司|集團|集团|中心|媒體|媒体|新聞|新闻|記者|记者|編輯室?|编辑室?|團隊|团队|電視|电视|頻道|频道|研究所|基金|協會|协会|政府|委員會|银行|銀行|日報|日报|通訊員|通讯员|報道|报道|組)$"
)
_NOT_NAME = re.compile(r"https?:|www\.|@|\d{2}|[<>{}|=]")


@cache
def organizations() -> dict[str, str]:
    """Printed form (case folded, without spaces) -> canonical name."""
    table = tomllib.loads(files("harvester.normalize").joinpath("organizations.toml").read_text("utf-8"))
    return {_key(alias): name for name, aliases in table.items() for alias in (name, *aliases)}


# "HKFP Staff", "Our Staff Reporter", "法庭線記者", "路透社報道": the house behind the word
_REPORTER_OF = re.compile(r"^our\s+|\s(?:staff(?: (?:writers?|reporters?))?|reporters?|correspondents?|writers?|editorial|editors?|newsroom)$|(?:記者|记者|報道|報導|报道|專訊|[訊讯])$", re.I)


def _key(text: str) -> str:
    return "".join(text.casefold().split()).replace("’", "'")


def organization(text: str) -> str | None:
    """The canonical name if a text is an organization known by name. Example: organization("CHINA DAILY") == "China Daily"."""
    return (organizations().get(_key(text)) or organizations().get(_key(_REPORTER_OF.sub("", text)))) if 0 < len(text) <= 60 else None


# "本報記者", "Staff Reporter": whoever prints it
_OURS = frozenset(("Staff Reporter", "本報", "本报"))
# "棱角編輯部" of 棱角媒體, "有線財經" of 有線新聞: what parts a desk's name from its house's
_DESK = re.compile(r"(?:即時)?(?:編輯部|编辑部|編輯室|新聞部|新闻部|採訪組|記者組|財經|财经|體育|娛樂|新聞|新闻|媒體|媒体)$")


def is_house(name: str, publisher: str) -> bool:
    """Whether an organization that a byline names is the publisher itself or a desk of it, which tells no author.

    From the catalogue of conventions ("by Hong Kong Free Press", "SCMP Reporters": nobody); a wire is somebody else.
    Example: is_house("South China Morning Post", "South China Morning Post") and not is_house("AFP", "Hong Kong Free Press")
    """
    if name in _OURS:
        return True
    ours, theirs = ((organization(text) or text).casefold().strip() for text in (name, publisher))
    shorter, longer = sorted((ours, theirs), key=len)
    if longer == shorter or (len(shorter) >= MIN_HOUSE and longer.startswith(f"{shorter} " if shorter.isascii() else shorter)):
        return True
    return len(root := _DESK.sub("", ours)) >= MIN_HOUSE and root == _DESK.sub("", theirs)


MIN_HOUSE = 2  # characters that two names of one house share, as 有線; of English names whole words


@cache
def _surnames() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Family names of one character, of two, and the characters no given name holds."""
    table = tomllib.loads(files("harvester.normalize").joinpath("surnames.toml").read_text("utf-8"))
    return frozenset("".join(table["single"].split())), frozenset(table["compound"]), frozenset(table["never"])


def is_han_name(text: str) -> bool:
    """Whether Han characters are a full name, told by the family name: 陳大文, 歐陽文倩, 林鄭月娥, 馬·艾哈邁德; not 會上, 回答, 問他何時."""
    single, compound, never = _surnames()
    if never.intersection(text) or organization(text) or _HAN_ORGANIZATION.search(text):
        return False
    if _DOTTED_NAME.fullmatch(text):
        return True
    if not 2 <= len(text) <= 4 or not all("㐀" <= c <= "鿿" for c in text):
        return False
    if text[:2] in compound:
        return 3 <= len(text) <= 4
    return text[0] in single


def is_surname(text: str) -> bool:
    """Whether a text is a Chinese family name and nothing else: the first half of "歐陽 德浩", "周 楎"."""
    single, compound, _never = _surnames()
    return text in single or text in compound


def title_case(name: str) -> str:
    """Capitals as a name is written: "GANG WEN" -> "Gang Wen", "O'BRIEN" -> "O'Brien", "Zoey SUN" -> "Zoey Sun"; initials ("CK CHAN" -> "CK Chan") and all else untouched."""
    if name.upper() != name and not _CAPITALS.search(name):
        return name
    if not name.isascii() and not _CAPITALS.search(name):
        return name
    return " ".join(_cased(word) for word in name.split(" "))


def _cased(word: str) -> str:
    if not _CAPITALS.search(word) or word in _KEEP or "." in word[:-1] or _TWO_INITIALS.fullmatch(word):
        return word
    if word.lower() in _PARTICLES and word.isupper() and len(word) <= 3:
        return word.capitalize()
    parts = re.split(r"([-'’])", word)
    out = "".join(p.capitalize() if p.isupper() and len(p) > 1 else p for p in parts)
    if out.startswith("Mc") and len(out) > 3:
        out = "Mc" + out[2].upper() + out[3:]
    # "Eugene CHAN Kin-keung" keeps the given name's small second half; "KIN-KEUNG" gets it
    head, dash, rest = out.partition("-")
    return f"{head}-{rest.lower()}" if dash and word.isupper() and rest and len(rest) <= 6 and "'" not in rest else out


def without_title(name: str) -> str:
    """A name without Dr, Prof, Mr …"""
    return _TITLE.sub("", name)


def is_person(text: str) -> bool:
    """Whether a text can be one person's name: 2-5 Latin words in capitals, or 2-4 Han characters; no organization word."""
    if not 2 <= len(text) <= 60 or _NOT_NAME.search(text) or organization(text):
        return False
    if _HAN_NAME.fullmatch(text):
        return not _HAN_ORGANIZATION.search(text)
    return bool(_LATIN_NAME.fullmatch(text)) and not _ORGANIZATION_WORD.search(text) and not _NO_NAME_WORD.search(text)


def is_pen_name(text: str) -> bool:
    """Whether a text can be a pen name where a name is expected: one Latin word ("Sunny"), or 1-6 Han characters."""
    if not text or _NOT_NAME.search(text) or organization(text):
        return False
    if _ONE_WORD.fullmatch(text):
        return not _ORGANIZATION_WORD.search(text) and not _NO_NAME_WORD.search(text) and text.lower() not in _NO_NAME_ALONE
    return (
        len(text) <= 6 and all("㐀" <= c <= "鿿" for c in text) and not _HAN_ORGANIZATION.search(text)
    )


def looks_like_organization(text: str) -> bool:
    """Whether a text that is no known organization reads like one ("Tang, Wong, and Chow Solicitors", "消防處")."""
    return bool(_ORGANIZATION_WORD.search(text) or _HAN_ORGANIZATION.search(text))
