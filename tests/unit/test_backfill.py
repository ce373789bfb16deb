"""Windows, rates, and what is left of a range."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.settings import Settings

from harvester.accounts import DayCount
from harvester.backfill import cut, delay_of, finished_stretches, parse_rate, parse_width, prepare, remaining
from harvester.errors import UsageError
from harvester.spiders.government.info_gov_hk import InfoGovHkEnSpider

D = date(2024, 7, 1)


def day(n: int) -> date:
    return D + timedelta(days=n)


@pytest.mark.parametrize(("text", "seconds"), [("1/2s", 2.0), ("2/s", 0.5), ("30/m", 2.0), ("1/s", 1.0), ("120/h", 30.0), ("1/0.5s", 0.5)])
def test_rates(text: str, seconds: float) -> None:
    assert parse_rate(text) == seconds


@pytest.mark.parametrize("text", ["", "0/s", "fast", "1", "1/", "-1/s", "1/2d", "9" * 1000])
def test_no_rates(text: str) -> None:
    with pytest.raises(UsageError, match="--rate"):
        parse_rate(text)


def test_widths() -> None:
    assert (parse_width("7d"), parse_width("2w"), parse_width("1D")) == (7, 14, 1)
    for text in ("0d", "d", "7", "week", "-1d"):
        with pytest.raises(UsageError, match="--window"):
            parse_width(text)


def test_a_rate_is_never_faster_than_the_source() -> None:
    settings = Settings({"DOWNLOAD_DELAY": 1.0, "ROBOTSTXT_OBEY": True})
    prepare(settings, 0.1)
    assert delay_of(InfoGovHkEnSpider, settings) == InfoGovHkEnSpider.source.delay
    InfoGovHkEnSpider.update_settings(settings)
    assert settings.getfloat("DOWNLOAD_DELAY") == InfoGovHkEnSpider.source.delay
    slow = Settings({"ROBOTSTXT_OBEY": True})
    prepare(slow, 5.0)
    InfoGovHkEnSpider.update_settings(slow)
    assert slow.getfloat("DOWNLOAD_DELAY") == 5.0


@given(
    st.integers(0, 60),
    st.integers(1, 20),
    st.lists(st.tuples(st.integers(-10, 70), st.integers(0, 12)), max_size=8),
)
def test_what_is_left_is_exactly_what_is_not_finished(length: int, width: int, spans: list[tuple[int, int]]) -> None:
    finished = [(day(a), day(a + n)) for a, n in spans]
    windows = [w for first, last in remaining(D, day(length), finished) for w in cut(first, last, width)]
    asked = [day((first - D).days + i) for first, last in windows for i in range((last - first).days + 1)]
    wanted = [day(n) for n in range(length + 1) if not any(a <= day(n) <= b for a, b in finished)]
    assert sorted(asked) == wanted
    assert all((last - first).days < width for first, last in windows)


def test_finished_days_are_joined() -> None:
    days = [DayCount(day(n), 2, 2, whole=True, over=True) for n in (0, 1, 3)]
    days.insert(2, DayCount(day(2), 2, 1, failed=1, whole=True, over=True))
    assert finished_stretches(days) == [(day(0), day(1), {"listed": 4, "delivered": 4}), (day(3), day(3), {"listed": 2, "delivered": 2})]
