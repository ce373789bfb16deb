"""Text of pages, tidied and otherwise untouched: white space, invisible characters, paragraphs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

# What a reader never sees: C0/C1 controls, soft hyphen, zero-width, bidi controls, BOM, tags, lone surrogates.
_CONTROLS = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
_BIDI = "\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c"
_INVISIBLE = "\u00ad\u200b\u200c\u2060-\u2064\ufeff\U000e0000-\U000e007f"
_GONE = re.compile(f"[{_CONTROLS}{_BIDI}{_INVISIBLE}\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_ASCII_CONTROLS = bytes(range(32)) + b"\x7f"
_ASCII_CONTROLS_IN_LINES = _ASCII_CONTROLS.replace(b"\n", b"")
# A zero-width joiner holds emoji together; anywhere else it is dirt ("Alice\u200d Wong").
_JOINED = "\U0001f000-\U0001faff\u2600-\u27bf\u0900-\u0dff"
_JOINER = re.compile(f"(?<![{_JOINED}\ufe0f])\u200d|\u200d(?![{_JOINED}])")
_SPACE_RUN = re.compile("[\t\n\x0b\x0c\r\x1c-\x1f\x85\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+ *| {2,}")
# Does the text need any work at all? One scan answers for most lines.
_DIRTY = re.compile(
    "[^\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2030-\u205e\u20a0-\u2bff\u3001-\u9fff\uac00-\ud7a3\uff00-\uffef]| {2}|^ | $"
)
_LINE_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_OTHER_ENDS = "\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
# Atomic, or "\r\n" alone would count as two breaks; begins at a break, or a long run of spaces would be walked from each of its places.
_PARAGRAPH_BREAK = re.compile("(?>\r\n|[\n\r\x85\u2028])(?>[ \t\u00a0\u3000\u200b]*+(?>\r\n|[\n\r\x85\u2028\u2029]))+|\u2029")
# "*****", "______________________________", "-----", "＊＊＊"
_RULE = re.compile(r"[*_\-=＊－—─━·\s]{3,}")
_RULES = frozenset("*_-=＊－—─━·")
_NOT_WORD = re.compile(r"[\W_]+")
# "å¤§åŸ”", "Ã¢â‚¬â„¢": UTF-8 bytes read one by one as windows-1252
_TAIL = "\u0152-\u0178\u02c6\u02dc\u2013-\u203a\u20ac\u2122"
_MOJIBAKE = re.compile(
    f"[\u00c2\u00c3][\u0080-\u00bf]|\u00e2\u20ac[\u0080-\u02ff\u2013-\u2122]|[\u00e4-\u00e9][\u00a1-\u00bf{_TAIL}][\u0080-\u00bf{_TAIL}]"
)
# "µo®i§½¤µ¤é¤½¥¬": Big5 or GBK bytes read one by one; no European language comes near a third of such letters
_HIGH = re.compile("[\u0080-\u00ff]")


def clean(text: str) -> str:
    """One line of text as the reader sees it: NFC, each run of white space one space, nothing invisible.

    Example: clean("\\u200bTai\\u00a0Po  fire ") == "Tai Po fire"
    """
    if "\u00a0" in text or "\u3000" in text:
        text = text.replace("\u00a0", " ").replace("\u3000", " ")
    text = text.strip()
    if text.isascii():
        data = text.encode()
        if len(data.translate(None, _ASCII_CONTROLS)) == len(data) and "  " not in text:  # a third of the cost of isprintable()
            return text
    elif text.isprintable() and "  " not in text:  # controls, invisible characters and odd spaces are not printable
        return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)
    if not _DIRTY.search(text):
        return text if text.isascii() or unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)
    text = _SPACE_RUN.sub(" ", text)
    text = _GONE.sub("", text)
    if "\u200d" in text:
        text = _JOINER.sub("", text)
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return _SPACE_RUN.sub(" ", text).strip()


def clean_lines(text: str) -> list[str]:
    """The lines of a text, each cleaned; empty ones left out."""
    parts = _LINE_BREAK.split(text) if any(end in text for end in _OTHER_ENDS) else text.split("\n")
    return [line for line in map(clean, parts) if line]


# A line of only white space, as info.gov.hk has between paragraphs; and the line ends that need the slow way.
_BLANK_LINE = re.compile("\n[ \t\u00a0\u3000\u200b]+(?=\n)")
_RARE_ENDS = ("\r", "\x85", "\u2028", "\u2029")


def _split(block: str) -> list[str]:
    """A block at its blank lines."""
    for end in _RARE_ENDS:  # four searches for a character are far cheaper than one for a set
        if end in block:
            return _PARAGRAPH_BREAK.split(block)
    return [part.strip("\n") for part in _BLANK_LINE.sub("\n", block).split("\n\n")]


def _is_clean(block: str) -> bool:
    """Whether every line of a block is as `clean` would leave it: most blocks are, and one look costs less than one a line."""
    if block.isascii():
        data = block.encode()
        if len(data.translate(None, _ASCII_CONTROLS_IN_LINES)) < len(data):
            return False
    elif not block.replace("\n", "").isprintable() or not unicodedata.is_normalized("NFC", block):
        return False
    return "  " not in block and " \n" not in block and "\n " not in block and block == block.strip()


def _without_rules(text: str) -> str:
    """A paragraph without lines that are but a rule: "*****"."""
    if "\n" in text:
        return "\n".join([line for line in text.split("\n") if not (line[:1] in _RULES and _RULE.fullmatch(line))])
    return "" if text[:1] in _RULES and _RULE.fullmatch(text) else text


def paragraphs(blocks: Iterable[str]) -> list[str]:
    """Blocks of text as paragraphs.

    blocks: texts in which a blank line parts paragraphs and a line break stays inside one
    Result: cleaned paragraphs; empty ones and ruled lines ("*****", "_____") left out; nothing else touched.
    Example: paragraphs(["One\\ntwo\\n\\n*****", "three"]) == ["One\\ntwo", "three"]
    """
    found: list[str] = []
    for block in blocks:
        if "\t" in block or "\u200b" in block:  # cells of tables, and the dirt that is met most: done with in all lines at once
            block = block.replace("\u200b", "").replace("\t", " ")
        while "  " in block:
            block = block.replace("  ", " ")
        if _is_clean(block):
            found.extend(filter(None, map(_without_rules, (part.strip("\n") for part in block.split("\n\n")))))
        else:
            found.extend(filter(None, (_without_rules("\n".join(clean_lines(part))) for part in _split(block))))
    return found


def flags(text: str) -> frozenset[str]:
    """What is wrong with a raw text: "replacement" (U+FFFD), "control", "bidi", "invisible". For counting."""
    if "\ufffd" not in text and text.replace("\n", "").isprintable():  # controls, bidi marks and invisible characters are not printable
        return frozenset()
    found = set()
    if "\ufffd" in text:
        found.add("replacement")
    for name, characters in _FLAGGED:
        if characters.search(text):
            found.add(name)
    return frozenset(found)


_FLAGGED = (
    ("control", re.compile(f"[{_CONTROLS}\ud800-\udfff]")),
    ("bidi", re.compile(f"[{_BIDI}]")),
    ("invisible", re.compile(f"[{_INVISIBLE}]")),
)


_MOJIBAKE_START = re.compile("[\u00a1-\u00ff]")


def mojibake(text: str) -> bool:
    """Whether a text was read in a one-byte encoding that it is not in.

    Rule: three or more UTF-8 pairs and more than an accident's share; or (Big5, GBK) a third of it high Latin-1 letters.
    """
    if text.isascii():
        return False
    sample = text[:5000]
    if not _MOJIBAKE_START.search(sample):
        return False
    hits = len(_MOJIBAKE.findall(sample))
    return (hits >= 3 and hits * 100 > len(sample)) or (len(sample) >= 12 and len(_HIGH.findall(sample)) * 3 > len(sample))


# English text is ASCII but for these; without them the fast way is open.
_CURLY = ("’", "‘", "“", "”", "–", "—", "…", "\u00a0")
_LOWER = bytes(range(128)).lower() + bytes(range(128, 256))
_NO_LETTERS = bytes(c for c in range(128) if not chr(c).isalnum())


def fold(text: str) -> str:
    """A key that two copies of a sentence share: no case, no punctuation, no white space, any script."""
    if not text.isascii():
        for character in _CURLY:
            text = text.replace(character, " ")
    if text.isascii():
        return text.encode().translate(_LOWER, _NO_LETTERS).decode()
    return _NOT_WORD.sub("", unicodedata.normalize("NFKC", text)).casefold()
