"""Sources whose pages were never seen: with every class and id renamed, the generic reader still gives headline, day and body."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from harvester.cases import Case, cases, stable
from harvester.commands.read import Reader, load_page
from harvester.items import Reject
from harvester.sources import Catalogue

# a source joins when it is added without a saved page, and leaves when a page of it is there
UNSEEN = (
    "devb_en", "devb_tc", "devb_sc", "hkma_en", "hkma_tc", "hkma_sc", "ura_en", "ura_tc", "ura_sc", "hkstp_en", "hkstp_tc", "hkstp_sc", "policyaddress_en",
    "policyaddress_tc", "policyaddress_sc", "fso_en", "fso_tc", "fso_sc", "cedd_en", "cedd_tc", "ndrc", "hmo", "locpg", "english_news_cn", "cgtn", "globaltimes",
    "news_gov_hk_en", "news_gov_hk_tc", "chinadaily_hk", "inmediahk", "thecollectivehk",
)  # fmt: skip
# a challenge page has no record to give
ALL = [case for case in cases(Path(__file__).resolve().parent) if case.source in UNSEEN and case.expected()["body"]]
_NAMES = re.compile(r"""\b(class|id)=(["'])[^"']*\2""")


def renamed(html: str) -> str:
    """The page with every class and id called by a number, as a rebuilt site might."""
    numbers: dict[str, str] = {}
    return _NAMES.sub(lambda found: f'{found[1]}="k{numbers.setdefault(found[0], str(len(numbers)))}"', html)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(Catalogue.load())


@pytest.mark.parametrize("case", ALL, ids=[case.name for case in ALL])
def test_the_generic_reader_carries_a_rebuilt_page(reader: Reader, case: Case) -> None:
    page = renamed(load_page(case.page).decode("utf-8"))
    record = reader.read(page.encode(), case.url, case.fetched)
    expected, got = case.expected(), stable(record)
    assert not isinstance(record, Reject), record.reasons
    assert got["headline"] == expected["headline"]
    assert (got["date_published"] or "")[:10] == (expected["date_published"] or "")[:10]
    missing = [paragraph for paragraph in expected["body"] if paragraph not in got["body"]]
    assert not missing
    assert len(got["body"]) <= len(expected["body"]) + 2, got["body"]


def test_every_unseen_source_has_cases() -> None:
    with_cases = {case.source for case in ALL}
    assert set(UNSEEN) == with_cases


def test_every_source_has_two_cases() -> None:
    """Papers of the Legislative Council are PDFs under the index's title and day: tests/unit/test_pdf.py has them."""
    counts = Counter(case.source for case in cases(Path(__file__).resolve().parent))
    assert sorted(spider.name for spider in Catalogue.load() if counts[spider.name] < 2) == ["legco_en", "legco_tc"]
