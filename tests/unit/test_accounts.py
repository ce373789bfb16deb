"""The proof of completeness: days counted, kept in the ledger, and never called finished too early."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from harvester.accounts import Accounts, DayCount, continued, span
from harvester.ledger import Ledger, StagedRow

D1, D2, TODAY = date(2024, 7, 31), date(2024, 8, 1), date(2024, 8, 20)
URL = "https://www.info.gov.hk/gia/general/202407/31/P{}.htm"


def counted(accounts: Accounts, failed: dict[str, str] | None = None, known: tuple[str, ...] = ()) -> dict[date, DayCount]:
    return {c.day: c for c in accounts.days(failed=failed or {}, known=lambda e: e.id in known, today=TODAY)}


def test_a_day_is_finished_when_all_listed_is_delivered() -> None:
    accounts = Accounts()
    for n in ("1", "2", "3"):
        accounts.enlist(n, URL.format(n), D1, own=True, article_id=n)
    accounts.cover(span(D1, D2))
    accounts.settle("1", "delivered")
    accounts.settle("2", "other")
    days = counted(accounts, known=("3",))
    assert (days[D1].listed, days[D1].delivered, days[D1].other, days[D1].finished) == (3, 2, 1, True)
    assert (days[D2].listed, days[D2].finished) == (0, True), "an index that lists nothing is an answer"


@pytest.mark.parametrize(("state", "cause"), [("rejected", "rejected: body missing"), ("failed", "HTTP status 500")])
def test_what_is_missing_is_named(state: str, cause: str) -> None:
    accounts = Accounts()
    accounts.enlist("1", URL.format(1), D1, article_id="1")
    accounts.cover(span(D1, D1))
    day = counted(accounts, {URL.format(1): cause})[D1]
    assert (getattr(day, state), day.delivered, day.finished) == (1, 0, False)
    assert day.missed == {URL.format(1): ("1", cause)}
    assert day.word == "1 missing"


def test_what_was_never_asked_for_is_missing() -> None:
    accounts = Accounts()
    accounts.enlist("1", URL.format(1), D1, article_id="1")
    accounts.cover(span(D1, D1))
    assert counted(accounts)[D1].failed == 1


def test_an_index_that_was_not_read_proves_nothing() -> None:
    accounts = Accounts()
    accounts.enlist("1", URL.format(1), D1)
    accounts.settle("1", "delivered")
    accounts.cover(span(D1, D2))
    accounts.lose(D1)
    days = counted(accounts)
    assert not days[D1].finished
    assert days[D2].finished
    accounts.lose(None)
    assert not any(d.finished for d in counted(accounts).values())


def test_a_day_that_is_not_over_is_not_finished() -> None:
    accounts = Accounts()
    accounts.cover(span(TODAY, TODAY))
    assert counted(accounts)[TODAY].word == "not over yet"


def test_the_index_of_the_day_decides_the_day() -> None:
    accounts = Accounts()
    accounts.enlist("1", URL.format(1), D2)
    accounts.enlist("1", URL.format(1), D1, own=True)
    accounts.enlist("1", URL.format(1), D2)
    assert accounts.by_day == {D1: 1}


def test_a_guessed_number_is_listed_by_what_it_states() -> None:
    accounts = Accounts()
    accounts.settle("77", "delivered", day=D1)
    assert counted(accounts)[D1].listed == 1


def test_a_count_is_continued_where_an_index_is_as_it_was() -> None:
    day = date(2024, 7, 31)
    before = DayCount(day, 9, 8, failed=1, whole=True, missed={"u": ("x:9", "HTTP status 500")})
    same = continued(DayCount(day, over=True), before, brought=set(), proven=False)
    assert (same.listed, same.delivered, same.failed, same.whole, same.word) == (9, 8, 1, True, "1 missing")
    more = continued(DayCount(day, 2, 2, over=True), before, brought={"x:10"}, proven=False)
    assert (more.listed, more.delivered, more.word) == (10, 9, "1 missing")
    healed = replace(before, delivered=9, failed=0, missed={}, made_good={"x:9"})
    whole = continued(DayCount(day, 1, 1, over=True), healed, brought={"x:9"}, proven=False)
    assert (whole.listed, whole.delivered, whole.word) == (9, 9, "finished")
    other = continued(DayCount(day, over=True), DayCount(day, 5, 2, other=3, whole=True), brought=set(), proven=False)
    assert (other.delivered, other.other, other.word) == (2, 3, "finished")
    assert continued(DayCount(day, over=True), None, brought=set(), proven=True).word == "finished", "nothing came on a day after one that was read"
    assert continued(DayCount(day, over=True), None, brought=set(), proven=False).word == "index incomplete"
    assert continued(DayCount(day, 3, 3, over=True), DayCount(day, 2, 2), brought=set(), proven=True).word == "index incomplete"


def test_the_word_is_what_the_numbers_say() -> None:
    day = DayCount(date(2024, 7, 31), listed=23, delivered=23, failed=2, whole=True, over=True)
    assert day.word == "finished"
    assert replace(day, whole=False).word == "index incomplete", "never '2 missing' beside 23 of 23"
    assert replace(day, delivered=20, other=1).word == "2 missing"


def test_days_in_the_ledger(tmp_path: Path) -> None:
    ledger = Ledger.open(tmp_path / "ledger.sqlite")
    full = DayCount(D1, 3, 2, 0, 1, 0, True, True, {URL.format(1): ("1", "HTTP status 500")})
    full.missed = {URL.format(1): ("x:1", "HTTP status 500")}
    ledger.note_day("x", full)
    assert ledger.days("x", D1, D2) == [full]
    ledger.note_day("x", DayCount(D1, 1, 1))  # a feed saw less of the day later on
    assert ledger.days("x", D1, D2) == [full]
    ledger.start_run("r", "x", None, datetime(2024, 8, 20, tzinfo=UTC))
    ledger.stage(StagedRow("x:1", 1, "x", "r", "article", b"{}\n", "sha256:00", None, URL.format(1)))
    ledger.commit_run("r")
    day = ledger.days("x", D1, D2)[0]
    assert (day.delivered, day.failed, day.missed, day.finished) == (3, 0, {}, True), "delivered since"


def test_an_older_ledger_is_brought_up_to_date(tmp_path: Path) -> None:
    from harvester import ledger as room

    path = tmp_path / "ledger.sqlite"
    db = sqlite3.connect(path)
    db.executescript(f"{room._TABLES}INSERT INTO sources VALUES (1, 'x');INSERT INTO days VALUES (1, '2024-07-31', 7);PRAGMA user_version=1;")
    db.close()
    with pytest.raises(room.LedgerError, match="next run"):
        Ledger.open(path, readonly=True)
    ledger = Ledger.open(path)
    assert [(c.day, c.listed, c.finished) for c in ledger.days("x", D1, D2)] == [(D1, 7, False)]
    ledger.close()
    assert Ledger.open(path).db.execute("PRAGMA user_version").fetchone()[0] == room.SCHEMA_VERSION
