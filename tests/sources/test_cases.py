"""Every recorded case by the path of `harvester read`: the record must be the one a person read, and smell of nothing.

One folder a case, tests/sources/NAME/CASE/; harvester/cases.py says what is in it, CONTRIBUTING.md how to add one.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from harvester.cases import Case, cases, differences, stable
from harvester.commands.read import Reader, load_page
from harvester.items import Article, Reject
from harvester.sources import Catalogue
from tests.smells import smells

HERE = Path(__file__).resolve().parent
ALL = list(cases(HERE))
MAX_PAGE = 120_000  # bytes; a case is a skeleton, not a copy of a page

each_case = pytest.mark.parametrize("case", ALL, ids=[case.name for case in ALL])


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(Catalogue.load())


def record_of(reader: Reader, case: Case) -> Article:
    return reader.read(load_page(case.page, pdf=case.pdf), case.url, case.fetched)


@each_case
def test_case_reads_as_reviewed(reader: Reader, case: Case) -> None:
    record = record_of(reader, case)
    wrong = differences(case.expected(), stable(record))
    again = f"harvester read {case.page} --url '{case.url}' --fetched {case.fetched.isoformat()}"
    assert not wrong, "\n".join([f"{case.name} reads otherwise than reviewed:", *wrong, f"look at it: {again}"])
    assert record.source == case.source, f"{case.name}: the page belongs to {record.source}"


@each_case
def test_nothing_smells(reader: Reader, case: Case) -> None:
    record = record_of(reader, case)
    if not isinstance(record, Reject):
        assert smells(stable(record), fetched=case.fetched) == []


@each_case
def test_a_person_read_it(case: Case) -> None:
    assert case.reviewed is not None, (
        f"{case.folder / 'case.toml'}: reviewed is empty. Read expected.json against the page, field by field, mend the layout where it is wrong, "
        f'then write the day: reviewed = "YYYY-MM-DD"'
    )


@each_case
def test_a_case_is_a_skeleton(case: Case) -> None:
    size = case.page.stat().st_size
    assert size <= MAX_PAGE, f"{case.page}: {size} bytes; leave out the scripts, styles and lists that no pick reads"


def test_every_folder_holds_a_case() -> None:
    folders = [f for f in HERE.glob("*/*") if f.is_dir() and f.name != "__pycache__" and f.parent.name != "__pycache__"]
    assert sorted(folders) == sorted(case.folder for case in ALL), "a folder without case.toml is never run"
    known = {spider.name for spider in Catalogue.load()} | {"generic"}
    assert {case.source for case in ALL} <= known
