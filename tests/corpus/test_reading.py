"""The saved pages as a person read them: each has a verdict, on today's record, and the shares are what was asked for."""

from __future__ import annotations

import pytest

from tests.conftest import ROOT, shared
from tests.corpus.reading import READINGS, Verdict, again, shares, table, verdicts

pytestmark = pytest.mark.corpus
GOALS = {"headline": 1.0, "published": 1.0, "authors": 0.98, "start": 0.98, "end": 0.98, "photos": 0.95}


def all_verdicts() -> list[Verdict]:
    return [row for path in sorted(READINGS.glob("*.tsv")) for row in verdicts(path.stem)]


def test_every_record_is_the_one_that_was_read() -> None:
    shared("pages")
    assert again() == [], "read them again (tests/corpus/reading.py show FILE), mend their rows, then: reading.py keep FILE"


@pytest.mark.parametrize("field", GOALS)
def test_what_was_read_is_right(field: str) -> None:
    right, judged = shares(all_verdicts())[field]
    assert judged > 50
    assert right / judged >= GOALS[field], f"{right} of {judged}"


def test_verdicts_are_words_of_the_table() -> None:
    for row in all_verdicts():
        assert row.headline in ("ok", "wrong", "none"), row
        assert row.published in ("ok", "wrong", "day", "none"), row
        assert {row.modified, row.authors, row.start, row.end} <= {"ok", "wrong", "none"}, row
        assert 0 <= row.right <= row.photos, row
        wrong = "wrong" in (row.headline, row.published, row.modified, row.authors, row.start, row.end) or row.right < row.photos or row.extra
        assert row.note or not wrong, f"{row.file}: the note says what is wrong"


def test_the_document_says_what_the_rows_say() -> None:
    shared("pages")
    told = (ROOT / "docs" / "reading.md").read_text("utf-8")
    assert told.partition("<!-- reading.py count -->\n")[2].partition("<!-- end -->")[0] == table()
