"""What encoding a page is really in: labels lie, bytes less so.

UTF-8 comes first whenever it decodes; then the labels, each repaired to the superset that sites really send
(big5 to Big5-HKSCS, gb2312 and gbk to GB18030, latin-1 to windows-1252).
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

# <meta charset="big5">, <meta http-equiv="Content-Type" content="text/html; charset=gb2312">
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}[\"']?\s{0,5}([A-Za-z0-9_:-]{2,40})", re.I)

_REPAIRED = {
    "big5": "big5hkscs", "x-x-big5": "big5hkscs", "big5-eten": "big5hkscs", "windows-950": "big5hkscs", "cp950": "big5hkscs",
    "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "gb_2312-80": "gb18030", "csgb2312": "gb18030", "windows-936": "gb18030", "hz": "gb18030",
    "iso8859-1": "cp1252", "ascii": "cp1252", "ansi": "cp1252", "x-sjis": "cp932", "shift_jis": "cp932", "windows-31j": "cp932", "euc_kr": "cp949",
}  # fmt: skip
# The codecs of the web (WHATWG Encoding); a label may name others of Python's, of which some raise, and some are no text ("undefined", "idna", "hex")
_WEB = frozenset(
    ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "big5hkscs", "gb18030", "cp932", "euc_jp", "iso2022_jp", "cp949", "koi8-r", "koi8-u", "mac-roman",
     "cp866", "cp874", "tis-620", *(f"cp125{n}" for n in range(9)), *(f"iso8859-{n}" for n in range(2, 17)))
)  # fmt: skip
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


_WIDE = re.compile(r"[^\x00-\x7f]+")
MOSTLY = 8  # characters read right for each that is broken


class Decoded(NamedTuple):
    """A page's text, its bytes in UTF-8, the encoding it was in, and whether bytes were replaced by U+FFFD."""

    text: str
    utf8: bytes
    encoding: str
    replaced: int


def decode(body: bytes, label: str | None = None) -> Decoded:
    """Text of a page's bytes.

    body   bytes with content codings removed; label: charset of the HTTP header, if any
    Result: never fails; bytes that fit no encoding become U+FFFD and are counted in `replaced`.
    Example: decode("香港".encode("big5hkscs"), "utf-8").text == "香港"
    """
    for bom, name in _BOMS:
        if body.startswith(bom):
            text = body[len(bom) :].decode(name, "replace")
            return Decoded(text, text.encode("utf-8", "replace"), name, text.count("�"))
    if b"\0" in body[:512]:
        wide = _utf16(body)
        if wide is not None:
            return Decoded(wide, wide.encode("utf-8", "replace"), "utf-16", 0)
    try:
        return Decoded(body.decode("utf-8"), body, "utf-8", 0)
    except UnicodeDecodeError:
        pass
    return _damaged(body) or _legacy(body, label)


def _damaged(body: bytes) -> Decoded | None:
    """UTF-8 with some bytes broken, or cut within a character; None when it is another encoding: those rarely look like UTF-8."""
    text = body.decode("utf-8", "replace")
    bad = text.count("�")
    good = sum(map(len, _WIDE.findall(text))) - bad
    return Decoded(text, text.encode("utf-8"), "utf-8", bad) if good > MOSTLY * bad or (good and bad == 1 and text[-1] == "�") else None


def _utf16(body: bytes) -> str | None:
    """UTF-16 without a BOM, told by the zero bytes that its ASCII leaves, the first character's at once; None when it is not that."""
    head = body[:512]
    if 0 not in head[:2]:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) < len(head) // 25 or min(even, odd) > max(even, odd) // 8:
        return None
    try:
        return body.decode("utf-16-be" if even > odd else "utf-16-le")
    except UnicodeDecodeError:
        return None


def codec_of(label: str) -> str | None:
    """The codec for a label, the superset that sites really send; None where it names no encoding of pages.

    Examples: codec_of("x-gbk") == "gb18030", codec_of("undefined") is None
    """
    name = label.lower().strip()
    name = _REPAIRED.get(name, name)
    try:
        name = codecs.lookup(name).name
    except (LookupError, ValueError):  # unknown; "big5\x00"
        return None
    name = _REPAIRED.get(name, name)
    return name if name in _WEB else None


def _legacy(body: bytes, label: str | None) -> Decoded:
    """A page that is not UTF-8: the candidate under which it reads with the fewest doubtful characters."""
    named = []
    meta = _META_CHARSET.search(body[:4096])
    for name in (label, meta.group(1).decode("ascii") if meta else None):
        codec = codec_of(name or "")
        if codec and codec not in named:
            named.append(codec)
    best: tuple[float, int, str, str] | None = None
    for rank, name in enumerate(dict.fromkeys((*named, "big5hkscs", "gb18030", "utf-8", "cp1252"))):
        text = body.decode(name, "replace")
        score = _doubt(text) + rank * 0.002
        if best is None or score < best[0]:
            best = (score, rank, name, text)
    assert best is not None
    _score, _rank, name, text = best
    return Decoded(text, text.encode("utf-8", "replace"), name, text.count("�"))


# Characters that Chinese pages are full of when read right, and that are rare when Big5 is read as GB or the reverse.
_COMMON = frozenset(
    "的一是不在有人這这中大為为上個个國国我以要他時时來来用們们生到作地於"
    "于出就分對对成會会可主發发年動动同工也能下過过子說说產产香港政府日月"
)


def _doubt(text: str) -> float:
    """How unlikely a reading is, 0 (plain) to above 1, from the share of odd characters among its non-ASCII ones."""
    sample = text if len(text) <= 200_000 else text[:200_000]
    wide = [c for c in sample if c > "\x7f"]
    if not wide:
        return 0.0
    replaced = private = han = common = latin = 0
    for c in wide:
        if c == "�":
            replaced += 1
        elif "\ue000" <= c <= "\uf8ff" or "\x80" <= c <= "\x9f":
            private += 1
        elif "㐀" <= c <= "鿿":
            han += 1
            common += c in _COMMON
        elif c < "ɐ":
            latin += 1
    total = len(wide)
    doubt = (replaced * 3 + private) / total
    if han:
        doubt += 0.6 * (1 - min(1.0, common / han / 0.12)) * (han / total)
    # Long runs of accented Latin letters are Chinese bytes read as windows-1252; an English page has few.
    if latin > 0.6 * total and total > 0.2 * len(sample) * 0.2:
        doubt += min(1.0, total / max(1, len(sample)) * 4)
    return doubt
