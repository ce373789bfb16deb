"""When known articles are looked at again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from harvester.indexes import FeedItems, JsonItems, SitemapItems
from harvester.ledger import Known, Word
from harvester.revisits import CHECKED, believed, comparable, is_due, stamp_of, vouched
from harvester.spiders.government.info_gov_hk import InfoGovHkEnSpider

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


STAMP = stamp_of(0, "2024-07-31T12:00:00Z")
TOLD = replace(KNOWN, stamp=STAMP)


@pytest.mark.parametrize(("announced", "silent", "trust"), [(2, 0, False), (3, 0, True), (3, 1, False), (22, 1, False), (23, 1, True)])
def test_an_index_is_believed_by_what_it_told(announced: int, silent: int, trust: bool) -> None:
    assert believed(Word(announced, silent)) is trust


def test_an_index_answers_for_what_it_lists_as_it_was() -> None:
    at = BORN + timedelta(hours=7)
    assert vouched("x:1", TOLD, STAMP, at)
    assert not vouched("x:1", TOLD, stamp_of(0, "2024-07-31T13:00:00Z"), at)
    assert not vouched("x:1", TOLD, stamp_of(1, "2024-07-31T12:00:00Z"), at), "another index says it"
    assert not vouched("x:1", TOLD, None, at), "no index lists it"
    assert not vouched("x:1", KNOWN, STAMP, at), "nothing was said when it was looked at"
    assert not vouched("x:1", replace(TOLD, gone_since=BORN), STAMP, at)
    assert not vouched("x:1", replace(TOLD, status="withdrawn"), STAMP, at)


def test_one_in_five_is_looked_at_in_the_end_whatever_the_index_says() -> None:
    asked = sum(not vouched(f"x:{n}", TOLD, STAMP, BORN + timedelta(hours=168)) for n in range(2000))
    assert abs(asked - 2000 / CHECKED) < 60


def test_words_of_two_indexes_are_not_compared() -> None:
    assert comparable(TOLD, stamp_of(0, "anything"))
    assert not comparable(TOLD, stamp_of(1, "2024-07-31T12:00:00Z"))


def test_an_index_that_is_believed_no_longer_leaves_its_looks_to_be_made_good() -> None:
    known = replace(TOLD, vouched=BORN + timedelta(hours=24))
    assert not is_due(known, BORN + timedelta(hours=30), trust=True)
    assert is_due(known, BORN + timedelta(hours=30))


def test_what_an_index_tells_of_versions() -> None:
    source = InfoGovHkEnSpider.source

    def feed(inside: str) -> str | None:
        body = f'<rss xmlns:a="http://www.w3.org/2005/Atom"><channel><item><link>https://e.hk/1</link>{inside}</item></channel></rss>'
        return FeedItems().read(source, "https://e.hk/", body.encode(), None).entries[0].version

    assert feed("<a:updated>2024-07-31T12:00:00Z</a:updated>") == "2024-07-31T12:00:00Z"
    assert feed("<description>A teaser.</description><pubDate>Wed, 31 Jul 2024 12:00:00 +0800</pubDate>") is None
    long = "The whole article. " * 60
    assert feed(f"<description>{long}</description>") not in (None, feed(f"<description>{long}!</description>"))
    sitemap = "<urlset><url><loc>https://e.hk/1</loc><lastmod>{}</lastmod></url></urlset>"
    for day, version in (("2024-07-31", None), ("2024-07-31T12:00:00+08:00", "2024-07-31T12:00:00+08:00")):
        assert SitemapItems().read(source, "https://e.hk/", sitemap.format(day).encode(), None).entries[0].version == version
    items = JsonItems("[]", url="link", changed="modified")
    assert items.read(source, "https://e.hk/", b'[{"link": "https://e.hk/1", "modified": "2024-07-31T12:00:00"}]', None).entries[0].version == "2024-07-31T12:00:00"
