"""docs/conventions.md is true: every string of the catalogue of conventions is read again and counted, class by class.

What is right and what is wrong was judged by reading; a count that moves says that the table, or the code, wants another look.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from harvester.normalize.body import read_body
from harvester.normalize.bylines import byline_in_text, read_byline
from harvester.normalize.captions import read_caption
from harvester.normalize.datelines import read_dateline
from harvester.normalize.dates import Moment, read_date, split_stamps
from harvester.normalize.related import read_related
from harvester.normalize.text import clean, paragraphs
from tests.conftest import shared

HKT = ZoneInfo("Asia/Hong_Kong")
NOW = datetime(2025, 12, 3, 10, 0, tzinfo=HKT)
DOCUMENT = Path(__file__).parents[2] / "docs" / "conventions.md"


def credit(text: str) -> Counter[str]:
    """Whether a caption's credit is read, and whether it names who took the picture."""
    read = read_caption(text)
    return Counter(parsed=int(read.credit is not None), told=int(read.photographer is not None))


def byline(text: str) -> Counter[str]:
    """Whether a byline is read, and how many people it names."""
    read = read_byline(clean(text))
    return Counter(parsed=int(bool(read.names or read.agency)), told=sum(name.kind == "person" for name in read.names))


def stamp(text: str) -> Counter[str]:
    """Whether a date line is read, and how many of its dates are to the minute."""
    stamps = split_stamps(text)
    moments: list[Moment | None] = [read_date(piece or "", zone=HKT, now=NOW) for piece in stamps]
    return Counter(parsed=int(any(moments)), told=sum(m is not None and m.precision == "minute" for m in moments))


def dateline(text: str) -> Counter[str]:
    """Whether an opening is a dateline, and how many reporters it names."""
    names = byline_in_text([text], [])[0].names
    return Counter(parsed=int(read_dateline(text) is not None), told=sum(name.kind == "person" for name in names))


def link(text: str) -> Counter[str]:
    """Whether a line points to another story; told: what does not, but leaves the body as the site's own."""
    line = clean(text)
    parsed = read_related(line) is not None
    return Counter(parsed=int(parsed), told=int(not parsed and line not in read_body(["甲。", line]).paragraphs))


def trailer(text: str) -> Counter[str]:
    """Whether a closing line leaves the body or is a byline; told: the people it names."""
    blocks = paragraphs(["甲。\n\n" + text])
    people = sum(name.kind == "person" for name in read_byline(clean(text)).names)
    return Counter(parsed=int(len(read_body(blocks).paragraphs) == 1 or bool(read_byline(clean(text)).names)), told=people)


READERS: dict[str, Callable[[str], Counter[str]]] = {
    "photo_en": credit, "photo_paren_en": credit, "zh_paren_credit": credit, "zh_bare_credit": credit, "zh_byline": byline, "zh_paren_byline": byline, "zh_wire": dateline, "zh_lede": dateline,
    "zh_upd": stamp, "en_upd": stamp, "zh_related": link, "en_rel": link, "zh_trail": trailer, "en_trail": trailer,
}  # fmt: skip


@cache
def document() -> dict[str, list[int]]:
    """The table's rows: class -> strings, parsed, told, refused, wrong, unread."""
    rows = re.findall(r"^\| `(\w+)` \|((?: *\d+ *\|){6})", DOCUMENT.read_text("utf-8"), re.M)
    return {name: [int(cell) for cell in cells.split("|") if cell.strip()] for name, cells in rows}


@cache
def judged(heading: str) -> dict[int, str]:
    """The lines that were judged so: line number -> class."""
    section = DOCUMENT.read_text("utf-8").split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    return {int(number): name for name, numbers in re.findall(r"^- `(\w+)`: (.+?)(?: — |$)", section, re.M) for number in re.findall(r"\d+", numbers)}


def strings() -> Iterator[tuple[int, str, str]]:
    """The catalogue's strings: line number, class, text."""
    for number, row in enumerate((shared("texts") / "conventions.tsv").read_text("utf-8").splitlines(), 1):
        if number > 1:
            _site, name, text, *_rest = row.split("\t")
            yield number, name, text


@cache
def counted() -> dict[str, Counter[str]]:
    """What the normalizers make of the catalogue now."""
    found: dict[str, Counter[str]] = {name: Counter() for name in READERS}
    for _number, name, text in strings():
        found[name].update(READERS[name](text), strings=1)
    return found


def test_the_table_has_every_class_and_adds_up() -> None:
    assert sorted(document()) == sorted(READERS)
    for name, (total, parsed, _told, refused, wrong, unread) in document().items():
        assert parsed + refused == total, name
        assert wrong == sum(row == name for row in judged("Wrong").values()), name
        assert unread == sum(row == name for row in judged("Unread").values()), name


@pytest.mark.parametrize("name", sorted(READERS))
def test_the_table_is_true(name: str) -> None:
    now = counted()[name]
    total, parsed, told, _refused, _wrong, _unread = document()[name]
    assert (now["strings"], now["parsed"], now["told"]) == (total, parsed, told), "read the class again and mend docs/conventions.md, or the code"


def test_the_judged_lines_are_as_they_were() -> None:
    for number, name, text in strings():
        if number in judged("Wrong"):
            assert (name, READERS[name](text)["parsed"]) == (judged("Wrong")[number], 1), number
        if number in judged("Unread"):
            assert (name, READERS[name](text)["parsed"]) == (judged("Unread")[number], 0), number
