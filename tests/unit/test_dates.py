"""Dates, form by form: zones, ages in words, parts of the day, years in two figures, labels on either side; and what is not told."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from harvester.normalize.dates import read_date, split_stamps

HKT = ZoneInfo("Asia/Hong_Kong")
NOW = datetime(2025, 12, 2, 10, 0, tzinfo=HKT)


def read(text: str) -> tuple[str, str] | None:
    """The instant to the minute and its precision."""
    moment = read_date(text, zone=HKT, now=NOW)
    return (moment.value.isoformat()[:16], moment.precision) if moment else None


ZONES = [
    ("2025-11-26 19:30 GMT+8", "2025-11-26T19:30"),
    ("2025-11-26 19:30 (GMT+8)", "2025-11-26T19:30"),
    ("2025-11-26 19:30 UTC+08:00", "2025-11-26T19:30"),
    ("Wed Nov 26 2025 19:30:00 GMT+0800 (Hong Kong Standard Time)", "2025-11-26T19:30"),
    ("Wed Nov 26 19:30:00 GMT+08:00 2025", "2025-11-26T19:30"),
    ("November 26, 2025 at 7:30 PM HKT", "2025-11-26T19:30"),
    ("Wed 26 Nov 2025 19.30 HKT", "2025-11-26T19:30"),
    ("2025-11-26HKT 19:30", "2025-11-26T19:30"),
    ("2025年11月26日 11:30 GMT", "2025-11-26T19:30"),
    ("2025-11-26 19:30 UTC", "2025-11-27T03:30"),
    ("2025-11-26 19:30:00 +0000 UTC", "2025-11-27T03:30"),
    ("2025-11-26T11:30:00+00", "2025-11-26T19:30"),
    ("20251126T113000Z", "2025-11-26T19:30"),
    ("20251126 19:30", "2025-11-26T19:30"),
    ("26 Nov 2025 20:30 JST", "2025-11-26T19:30"),
    ("Nov 26, 2025 6:30 AM EST", "2025-11-26T19:30"),
    ("26 Nov 2025 19:30 +0900", "2025-11-26T18:30"),
    # a year behind a hyphen is no offset
    ("19:30 26-11-2025", "2025-11-26T19:30"),
]


@pytest.mark.parametrize(("text", "value"), ZONES)
def test_a_zone_that_is_named_counts(text: str, value: str) -> None:
    assert read(text) == (value, "minute")


@pytest.mark.parametrize("text", ["2025-11-26 19:30 IST", "26 Nov 2025 7:30 PM (AEST)", "Nov 26, 2025 7:30 AM ET", "2025年11月26日 當地時間19:30", "2025-11-26 19:30 (格林威治時間)", "26 Nov 2025 7:30pm local time"])
def test_a_zone_that_is_not_known_leaves_the_day(text: str) -> None:
    assert read(text) == ("2025-11-26T00:00", "day")


AGES = [
    ("an hour ago", "2025-12-02T09:00"),
    ("two hours ago", "2025-12-02T08:00"),
    ("half an hour ago", "2025-12-02T09:30"),
    ("1 hour 20 minutes ago", "2025-12-02T08:40"),
    ("5m ago", "2025-12-02T09:55"),
    ("2d ago", "2025-11-30T10:00"),
    ("兩小時前", "2025-12-02T08:00"),
    ("两小时前", "2025-12-02T08:00"),
    ("半小時前", "2025-12-02T09:30"),
    ("半個小時前", "2025-12-02T09:30"),
    ("十五分鐘前", "2025-12-02T09:45"),
    ("1小時20分鐘前", "2025-12-02T08:40"),
    ("(5分鐘前)", "2025-12-02T09:55"),
    ("2個星期前", "2025-11-18T10:00"),
]


@pytest.mark.parametrize(("text", "value"), AGES)
def test_ages(text: str, value: str) -> None:
    assert read(split_stamps(text).published or "") == (value, "relative")


@pytest.mark.parametrize("text", ["a few hours ago", "several hours ago", "數小時前", "幾分鐘前", "十幾分鐘前", "1.5 hours ago", "1個半小時前", "2 months ago", "3個月前", "1 year ago", "last week", "Tomorrow 8:00"])
def test_ages_that_tell_no_time(text: str) -> None:
    assert read(text) is None


HOURS = [
    ("凌晨12時30分", "2025-11-26T00:30"),
    ("凌晨1時", "2025-11-26T01:00"),
    ("早上7時", "2025-11-26T07:00"),
    ("中午12時", "2025-11-26T12:00"),
    ("正午12時", "2025-11-26T12:00"),
    ("中午1時", "2025-11-26T13:00"),
    ("下午12時30分", "2025-11-26T12:30"),
    ("黃昏6時", "2025-11-26T18:00"),
    ("晚7时30分", "2025-11-26T19:30"),
    ("夜晚10點", "2025-11-26T22:00"),
    ("深夜11時半", "2025-11-26T23:30"),
    # the end of the day, and what follows it
    ("晚上12時", "2025-11-27T00:00"),
    ("晚上12時05分", "2025-11-27T00:05"),
    ("19時30分15秒", "2025-11-26T19:30"),
    ("7.30pm", "2025-11-26T19:30"),
    ("12 noon", "2025-11-26T12:00"),
]


@pytest.mark.parametrize(("text", "value"), HOURS)
def test_parts_of_the_day(text: str, value: str) -> None:
    assert read(f"2025年11月26日 {text}") == (value, "minute")


@pytest.mark.parametrize(("text", "seconds"), [("2026-03-02 20:00 12,031 views", 0), ("2026年3月2日 20:00 12萬人", 0), ("2026年3月2日20時00分 12秒", 12), ("2 March 2026 20:00:12", 12)])
def test_a_number_behind_the_time_is_no_second(text: str, seconds: int) -> None:
    moment = read_date(text, zone=HKT, now=NOW)
    assert moment is not None and (moment.value.hour, moment.value.minute, moment.value.second) == (20, 0, seconds)


@pytest.mark.parametrize("text", ["午夜12時", "深夜12時", "半夜2時", "晚上1時", "12:00 midnight", "24:30", "25:00", "12:61"])
def test_hours_that_may_be_the_next_day_s_are_not_told(text: str) -> None:
    assert read(f"2025年11月26日 {text}") == ("2025-11-26T00:00", "day")


DAYS = [
    ("昨晚11時", "2025-12-01T23:00"),
    ("昨晚12時", "2025-12-02T00:00"),
    ("今晨8時", "2025-12-02T08:00"),
    ("昨 19:30", "2025-12-01T19:30"),
    ("今 08:30", "2025-12-02T08:30"),
    ("前晚11時", "2025-11-30T23:00"),
    ("昨天 下午3:20", "2025-12-01T15:20"),
    ("Today at 8:15 am", "2025-12-02T08:15"),
]


@pytest.mark.parametrize(("text", "value"), DAYS)
def test_named_days(text: str, value: str) -> None:
    assert read(split_stamps(text).published or "") == (value, "minute")


YEARS = [
    ("26/11/25", "2025-11-26"),
    ("26.11.25", "2025-11-26"),
    ("26 Nov 25", "2025-11-26"),
    ("26-Nov-25", "2025-11-26"),
    ("Nov 26, '25", "2025-11-26"),
    ("2023 Nov 26", "2023-11-26"),
    ("25年11月26日", "2025-11-26"),
    ("26 11 月, 2025", "2025-11-26"),
    ("11 月 26, 2025", "2025-11-26"),
    ("26 十一月 2025", "2025-11-26"),
    ("民國99年1月2日", "2010-01-02"),
    # no year: a time behind the day is none
    ("26 Nov 10am", "2025-11-26"),
    ("26 Nov 19:30", "2025-11-26"),
]


@pytest.mark.parametrize(("text", "day"), YEARS)
def test_years(text: str, day: str) -> None:
    found = read(text)
    assert found is not None
    assert found[0][:10] == day


@pytest.mark.parametrize("text", ["25-11-26", "99年1月2日", "2025年13月1日", "2025年2月30日", "11月31日", "2025年11月", "Nov 2025", "26/13/25", "11/26/25", "3.1.2.25"])
def test_years_and_days_that_are_not_told(text: str) -> None:
    assert read(text) is None


LINES = [
    # the label follows its time
    ("2025-11-26 18:00 發佈 2025-11-26 19:30 更新", "2025-11-26 18:00", "2025-11-26 19:30"),
    ("2025年11月26日 19:25更新", None, "2025年11月26日 19:25"),
    ("5分鐘前更新", None, "5分鐘前"),
    ("November 26, 2025 | 7:30pm", "November 26, 2025 7:30pm", None),
    ("Last Revision Date: 26.11.2025", None, "26.11.2025"),
    ("Last update : 26 Nov 2025", None, "26 Nov 2025"),
    ("26.11.2025 ｜ 下午7:30", "26.11.2025 下午7:30", None),
    ("修訂日期：2025年11月26日", None, "2025年11月26日"),
    # its day was cut off: no clock time alone
    ("Published: 11:25am, 28 Nov 2025Updated: 5:01pm,", "11:25am, 28 Nov 2025", None),
    ("Updated an hour ago", None, "an hour ago"),
]


@pytest.mark.parametrize(("text", "published", "updated"), LINES)
def test_lines(text: str, published: str | None, updated: str | None) -> None:
    assert split_stamps(text) == (published, updated)


DAYS_WITHOUT_YEAR = [
    ("11月30日 14:06", "2025-11-30"),
    ("12月20日", "2024-12-20"),
    # its weekday tells the year
    ("11月29日(六) 11:19", "2025-11-29"),
    ("11月29日(五) 11:19", "2024-11-29"),
    ("11月29日 星期三", "2023-11-29"),
    ("Sunday, Nov 29", "2020-11-29"),
    ("12月3日 星期三 09:00", "2025-12-03"),
    # none of a dozen years has it so: the last one there was
    ("2月29日 星期三", "2024-02-29"),
]


@pytest.mark.parametrize(("text", "day"), DAYS_WITHOUT_YEAR)
def test_a_weekday_tells_the_year(text: str, day: str) -> None:
    found = read(text)
    assert found is not None
    assert found[0][:10] == day


FORMATS = [
    ("26 Nov 2025", "%d %b %Y", ("2025-11-26T00:00", "day")),
    ("26 Nov 2025 7:30 PM", "%d %b %Y %I:%M %p", ("2025-11-26T19:30", "minute")),
    ("26 Nov 2025 11:30 +0000", "%d %b %Y %H:%M %z", ("2025-11-26T19:30", "minute")),
    ("26.11.2025", "%d.%m.%Y", ("2025-11-26T00:00", "day")),
    # another format than the line's, and no day: read as if there were none
    ("26 Nov 2025", "%d/%m/%Y", ("2025-11-26T00:00", "day")),
    ("32 Nov 2025", "%d %b %Y", None),
    ("26 Nov 0025", "%d %b %Y", None),
]


@pytest.mark.parametrize(("text", "pattern", "value"), FORMATS)
def test_a_source_s_own_format(text: str, pattern: str, value: tuple[str, str] | None) -> None:
    moment = read_date(text, zone=HKT, now=NOW, formats=(pattern,))
    assert (moment and (moment.value.isoformat()[:16], moment.precision)) == value


@pytest.mark.parametrize("text", ["99999999999999999", "Foo Nov 26 25:30:00 HKT 2025", "Wed Foo 25 19:29:33 HKT 2025", "26 Foo 2025 10:00 +0800", "400 days 5 hours ago ago", "999 weeks ago", "十十月十十日", "2025年十十月1日"])
def test_what_cannot_be_is_not_read(text: str) -> None:
    moment = read(text)
    assert moment is None or moment[1] == "day"


def test_a_label_behind_a_time_of_on_cc() -> None:
    assert split_stamps("香港時間 11月28日(五) 10:10建立") == ("11月28日 10:10", None)
    assert split_stamps("香港時間 11月28日(五) 00:44更新 23:10建立") == ("23:10", "11月28日 00:44")  # made the day before


@pytest.mark.parametrize("text", ["2026/13/01", "2026-13-01 10:20", "2026.13.01", "民國0年1月1日", "去年12月3日"])
def test_numbers_that_are_no_date_are_not_turned_around(text: str) -> None:
    """A month 13 is no day, and a year that is printed and not read is not this one."""
    zone = ZoneInfo("Asia/Hong_Kong")
    assert read_date(text, zone=zone, now=datetime(2026, 11, 29, 12, tzinfo=zone)) is None
