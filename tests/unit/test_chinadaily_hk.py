"""China Daily Hong Kong is read by the order of its text, whatever the elements are called: one article, five markups."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape

import pytest

from harvester.commands.read import Reader
from harvester.sources import Catalogue

TITLE = "Rail link to 'shorten trips' across the delta"
DATE = "Published: 09:45, December 21, 2023 | Updated: 15:06, December 21, 2023"
BY = "By Mei Lam in Hong Kong"
FIRST = "Workers (right) test a train of the new line at a depot in Shenzhen, on Dec 20, 2023. (PHOTO / HKSAR GOVT)"
SECOND = "A view of the boundary at dusk on Aug 16, 2023. (JOY FONG / CHINA DAILY)"
TEXT = [
    "A rail link between Hung Shui Kiu and Qianhai will cut the trip across the bay to fifteen minutes, engineers said on Wednesday at a briefing in the city.",
    "The line is one of several that will tie the Northern Metropolis to its neighbors, and its first tunnel is to be bored from both ends at once.",
    "READ MORE: Depot in Shenzhen nears completion",
    "Trains will run every four minutes at the busiest hours, with seats for nine hundred people, and will carry bicycles outside them.",
    SECOND,
    "The cost is to be shared by both cities, and the first passengers are expected within eleven years of the start of works.",
]
LINES = [FIRST, *TEXT]
NAV = "<ul class='nav'><li><a href='/'>Home</a></li><li><a href='/hk'>Hong Kong</a></li></ul>"
FOOT = "<div class='footer'><p>Copyright. All rights reserved.</p></div><div class='more'><h3>Latest</h3><ul><li><a href='/hk/article/1'>Another headline</a></li></ul></div>"
HEAD = f"<html><head><title>{TITLE} - China Daily HK</title><meta property='og:title' content=\"{TITLE}\"></head><body>{NAV}"


def p(line: str) -> str:
    return f"<p>{escape(line)}</p>"


def figure(line: str) -> str:
    return f"<figure><img src='/upload/{len(line)}.jpg'><figcaption>{escape(line)}</figcaption></figure>" if line in (FIRST, SECOND) else p(line)


MARKUPS = {
    "old": f"{HEAD}<div class='news-cut-box'><div class='news-hd'><h5>{TITLE}</h5><span class='news-date'>{DATE} {BY}</span></div><div class='news-cut'>{''.join(map(p, LINES))}</div></div>{FOOT}",
    "plain": f"{HEAD}{p(DATE)}{p(TITLE)}{p(BY)}{''.join(map(p, LINES))}{FOOT}",
    "figures": f"{HEAD}<article><div>{DATE}</div><h1>{TITLE}</h1><div>{BY}</div>{''.join(map(figure, LINES))}</article>{FOOT}",
    "nested": f"{HEAD}<div><div><div>{DATE}</div><div><span>PDF View</span></div><div><h1>{TITLE}</h1></div><div>{BY}</div></div><div>{''.join(f'<div><div>{escape(x)}</div></div>' for x in LINES)}</div></div>{FOOT}",
    "breaks": f"{HEAD}<div>{DATE}<br>{TITLE}<br>{BY}<br>{'<br><br>'.join(map(escape, LINES))}</div>{FOOT}",
}


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(Catalogue.load())


@pytest.mark.parametrize("markup", sorted(MARKUPS))
def test_every_markup_gives_the_same_record(reader: Reader, markup: str) -> None:
    record = reader.read(MARKUPS[markup].encode(), "https://www.chinadailyasia.com/hk/article/367749", datetime(2023, 12, 22, tzinfo=UTC))
    assert record.id == "chinadaily_hk:367749"
    assert record.canonical_url == "https://www.chinadailyhk.com/hk/article/367749"
    assert (record.headline, record.section) == (TITLE, "hk")
    assert [(a.name, a.role, a.place) for a in record.authors] == [("Mei Lam", "writer", "Hong Kong")]
    assert record.dateline == "Hong Kong"
    assert (record.date_published, record.date_modified) == ("2023-12-21T09:45:00+08:00", "2023-12-21T15:06:00+08:00")
    assert record.body == "\n\n".join(line for line in TEXT if line != SECOND and not line.startswith("READ MORE"))
    assert [(i.credit, i.photographer, i.agency, i.date_taken) for i in record.images] == [
        ("PHOTO / HKSAR GOVT", None, "HKSAR Government", "2023-12-20"),
        ("JOY FONG / CHINA DAILY", "Joy Fong", "China Daily", "2023-08-16"),
    ]
    assert [(r.rel, r.title) for r in record.related] == [("read-more", "Depot in Shenzhen nears completion")]
    assert (record.raw.byline, record.raw.published, record.raw.updated) == (BY, "09:45, December 21, 2023", "15:06, December 21, 2023")
    assert record.provenance.reader == "layout:TextOrder"


def test_a_migration_stamp_is_no_update(reader: Reader) -> None:
    page = MARKUPS["plain"].replace("December 21, 2023 | Updated: 15:06, December 21, 2023", "April 14, 2021 | Updated: 19:28, June 4, 2023")
    record = reader.read(page.encode(), "https://www.chinadailyhk.com/article/163006", datetime(2024, 1, 1, tzinfo=UTC))
    assert (record.date_published, record.date_modified) == ("2021-04-14T09:45:00+08:00", None)
