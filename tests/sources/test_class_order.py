"""A class more, before or after, and white space of any kind between classes: no layout reads a class attribute as a whole."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from harvester.cases import Case, cases, differences, stable
from harvester.commands.read import Reader, load_page
from harvester.sources import Catalogue

ALL = list(cases(Path(__file__).resolve().parent))
_CLASS = re.compile(r"""(<[a-z][^<>]{0,3000}?\sclass=)(["'])([^"'<>]*)\2""")


def changed(found: re.Match[str]) -> str:
    """A class attribute with a class before, one after, and line ends between all."""
    classes = found[3].replace(" ", "\n  ")
    return f"{found[1]}{found[2]} zz8\n  {classes} zz9 {found[2]}"


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(Catalogue.load())


@pytest.mark.parametrize("case", ALL, ids=[case.name for case in ALL])
def test_the_record_stays(reader: Reader, case: Case) -> None:
    source = load_page(case.page).decode("utf-8", "surrogateescape")
    page = _CLASS.sub(changed, source).encode("utf-8", "surrogateescape")
    assert not differences(case.expected(), stable(reader.read(page, case.url, case.fetched)))
