"""When known articles are looked at again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from harvester.ledger import Known
from harvester.revisits import is_due

BORN = datetime(2024, 7, 31, 4, tzinfo=UTC)
KNOWN = Known(1, "sha256:00", "usable", BORN, BORN + timedelta(minutes=10), BORN, None)


@pytest.mark.parametrize(
    ("seen", "now", "due"),
    [
        (0.2, 0.9, False), (0.2, 1.0, True), (1.1, 5.9, False), (1.1, 6.0, True), (0.2, 30, True), (24.5, 71, False), (24.5, 72, True),
        (72.1, 167, False), (72.1, 168, True), (168.2, 10_000, False), (5_000, 10_000, False), (100, 10_000, True),
    ],
)  # fmt: skip
def test_the_ladder(seen: float, now: float, due: bool) -> None:
    known = replace(KNOWN, last_seen=BORN + timedelta(hours=seen))
    assert is_due(known, BORN + timedelta(hours=now)) is due


def test_without_a_publication_the_first_sight_counts() -> None:
    known = replace(KNOWN, published=None, first_seen=BORN, last_seen=BORN)
    assert not is_due(known, BORN + timedelta(minutes=59))
    assert is_due(known, BORN + timedelta(minutes=61))


def test_gone_is_asked_again_a_day_later() -> None:
    known = replace(KNOWN, gone_since=BORN + timedelta(hours=6))
    assert not is_due(known, BORN + timedelta(hours=29))
    assert is_due(known, BORN + timedelta(hours=30))


def test_withdrawn_and_listed_again() -> None:
    assert is_due(replace(KNOWN, status="withdrawn"), BORN)


def test_no_ladder_no_visits() -> None:
    assert not is_due(KNOWN, BORN + timedelta(days=100), ())
