"""Legislative Council: papers of the Panel on Development, the Finance Committee and the Public Works Subcommittee, English and Chinese.

No saved page exists. The committees' JSON (UTF-8 with BOM) was read daily by a crawler from March to August 2026 and then gave nothing for two days,
so it may have moved or begun to refuse: a year without meetings is told as an incomplete index, never as a quiet one. meetings.json of a
term's year lists the meetings of the panel and of the subcommittee; papers/<day>.json a meeting's papers, each a PDF in English and Chinese with
its title (of two meetings on a day the second is <day>a.json, as the names of its agenda and minutes tell). The Finance Committee keeps its
papers by kind instead, a file a kind for the whole term, papers.json naming the kinds. Minutes have no title anywhere and are not followed.
A paper is an article: headline from the index, text from the PDF. No paper's day of issue is told; its date is the meeting's, and unknown for a
meeting to come. Papers go out days before a meeting, so meetings up to three weeks after the window are asked for too.
Press releases of the Secretariat go out on info.gov.hk ("issued on behalf of the Legislative Council Secretariat").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from harvester.discovery import Ask, BadIndex, Discovery, Index, Window
from harvester.indexes import loads_guarded
from harvester.items import Draft, Found
from harvester.layout import Layout, address, css
from harvester.page import Page
from harvester.source import Expect, Source
from harvester.spider import ArticleSpider

BASE = "https://www.legco.gov.hk"
FIRST_YEAR = 2022
AHEAD = timedelta(days=21)
ZONE = ZoneInfo("Asia/Hong_Kong")
# "2026.03.24"
_DAY = re.compile(r"(\d{4})\.(\d{1,2})\.(\d{1,2})")
# "/yr2026/english/panels/dev/agenda/dev20260324a.htm": the second meeting of a day
_TOKEN = re.compile(r"(\d{8}[a-z]?)\.[a-z]{3,4}$", re.I)
# the name of a kind's file: "fcr"
_KIND = re.compile(r"[\w-]{1,60}$")


def term_of(year: int) -> int:
    """The term that a year's meetings are filed under: 7 for 2022 to 2025, 8 from 2026."""
    return 7 + (year - FIRST_YEAR) // 4


def day_of(told: Any) -> date | None:
    """A meeting's day: "2026.03.24"; of a list of such, or of {"value": "2026.03.24"}, the first that is one."""
    if isinstance(told, list):
        return next((day for row in told if (day := day_of(row.get("value") if isinstance(row, dict) else row))), None)
    found = _DAY.match(told) if isinstance(told, str) else None
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


class Committee(Discovery):
    """What the two kinds of indexes share. committee: its folder; language: the key of its files, en or tc."""

    def __init__(self, committee: str, language: str) -> None:
        self.url = f"{BASE}/bi/data/committees/{committee}"
        self.language = language

    def reaches_back(self, today: date) -> date | None:
        return date(FIRST_YEAR, 1, 1)

    def years(self, window: Window, now: datetime) -> range:
        """The years of the window and of the meetings soon after it, the newest first; a year to come has no file yet."""
        last = min(window.until + AHEAD, now.astimezone(ZONE).date()).year
        return range(last, max(FIRST_YEAR, window.since.year) - 1, -1)

    def found(self, index: Index, row: dict[str, Any], day: date, now: datetime) -> None:
        """Note a paper in the language asked for. day: its meeting's."""
        link = self.told(row, "pdf")
        if link is None:
            index.notes["no_address"] = index.notes.get("no_address", 0) + 1
            return
        # the window is the meetings'; a paper of a meeting to come has no day yet
        index.found.append(Found(urljoin(f"{BASE}/", link.replace(" ", "%20")), day.isoformat() if day <= now.astimezone(ZONE).date() else None, None, self.told(row, "title")))

    def told(self, row: Any, what: str) -> str | None:
        """A paper's title or address in the language asked for."""
        value = row.get(what) if isinstance(row, dict) else None
        value = value.get(self.language) if isinstance(value, dict) else value
        return value.strip() or None if isinstance(value, str) else None


class Meetings(Committee):
    """The meetings of a committee, year by year, and each meeting's papers."""

    def asks(self, window: Window, now: datetime) -> Iterator[Ask]:
        for year in self.years(window, now):
            yield Ask(f"{self.url}/term-{term_of(year):02d}/{year}/meetings.json", state={"year": year})

    def read(self, source: Source, ask: Ask, url: str, body: bytes, charset: str | None, window: Window, now: datetime) -> Index:
        data = loads_guarded(body, charset)
        return self.papers(data, ask, now) if "meeting" in ask.state else self.meetings(data, ask, window, now)

    def meetings(self, data: Any, ask: Ask, window: Window, now: datetime) -> Index:
        """Asks for the papers of the meetings in the window. Errors: BadIndex when the answer lists no schedule."""
        schedule = data.get("schedule") if isinstance(data, dict) else None
        if not isinstance(schedule, list):
            raise BadIndex("the answer has no schedule; the committee's file has moved")
        index = Index([], [], 0)
        for meeting in schedule:
            day = day_of(meeting.get("dates")) if isinstance(meeting, dict) else None
            if day is None:
                index.notes["no_day"] = index.notes.get("no_day", 0) + 1
                continue
            index.listed += 1
            if window.since <= day <= window.until + AHEAD and meeting.get("papers") == "Y":
                base = ask.url.rpartition("/")[0]
                index.more.append(Ask(f"{base}/papers/{token_of(meeting, day)}.json", state={"meeting": day}))
        # a year's first meetings are in January or February
        here = now.astimezone(ZONE)
        if not index.listed and (ask.state["year"], 3) <= (here.year, here.month):
            index.partial = f"no meeting of {ask.state['year']} is listed; the file has moved, or the site refuses"
        return index

    def papers(self, data: Any, ask: Ask, now: datetime) -> Index:
        """The papers of a meeting in the language asked for. Errors: BadIndex when the answer lists none."""
        rows = data.get("papers") if isinstance(data, dict) else data
        if not isinstance(rows, list):
            raise BadIndex("the answer has no papers")
        index = Index([], [], len(rows))
        for row in rows:
            self.found(index, row, ask.state["meeting"], now)
        return index


def token_of(meeting: dict[str, Any], day: date) -> str:
    """What a meeting's file of papers is called: its day, with a letter for the second meeting of a day. Example: "20260324a"."""
    for kind in ("minutes", "agenda"):
        files = meeting.get(kind)
        for link in files.values() if isinstance(files, dict) else ():
            if isinstance(link, str) and (found := _TOKEN.search(link.strip())):
                return found[1].lower()
    return f"{day:%Y%m%d}"


class Kinds(Committee):
    """The papers of a term by kind: papers.json names the kinds, a file each has the papers with the days of their meetings."""

    def asks(self, window: Window, now: datetime) -> Iterator[Ask]:
        for term in sorted({term_of(year) for year in self.years(window, now)}, reverse=True):
            yield Ask(f"{self.url}/term-{term:02d}/papers/papers.json")

    def read(self, source: Source, ask: Ask, url: str, body: bytes, charset: str | None, window: Window, now: datetime) -> Index:
        data = loads_guarded(body, charset)
        return self.papers(data, window, now) if "kind" in ask.state else self.kinds(data, ask)

    def kinds(self, data: Any, ask: Ask) -> Index:
        """Asks for each kind's file. Errors: BadIndex when the answer names none."""
        names = list(dict.fromkeys(str(row["cat_id"]).strip() for row in rows_of(data.get("paper") if isinstance(data, dict) else None, "cat_id")))
        base = ask.url.rpartition("/")[0]
        index = Index([], [Ask(f"{base}/{name}.json", state={"kind": name}) for name in names if _KIND.match(name)], len(names))
        if not index.more:
            raise BadIndex("the answer names no kind of papers; the committee's file has moved")
        return index

    def papers(self, data: Any, window: Window, now: datetime) -> Index:
        """The papers of a kind whose meetings are in the window."""
        index = Index([], [], 0)
        for row in rows_of(data, "pdf"):
            index.listed += 1
            day = day_of(row.get("date"))
            if day is None:
                index.notes["no_day"] = index.notes.get("no_day", 0) + 1
            elif window.since <= day <= window.until + AHEAD:
                self.found(index, row, day, now)
        return index


def rows_of(data: Any, key: str) -> Iterator[dict[str, Any]]:
    """Every object of an answer that has a key, however deep, in the answer's order."""
    stack = [data]
    while stack:
        node = stack.pop()
        if isinstance(node, dict):
            if node.get(key):
                yield node
            stack.extend(reversed([value for value in node.values() if isinstance(value, (dict, list))]))
        elif isinstance(node, list):
            stack.extend(reversed(node))


class Paper(Layout):
    """A PDF's text. Its own first lines are the committee's letterhead, so the headline is the index's where there was one."""

    landmark = "#pdf"
    section = address(r"/(?:english|chinese)/((?:panels|fc|bc|hc)(?:/[a-z]+)?)/")
    paragraphs = css("#pdf > p")


def article(language: str) -> str:
    """Addresses of a language: /yr2024/english/panels/dev/papers/dev20240123cb1-35-3-e.pdf."""
    return rf"/yr\d{{4}}(?:-\d{{2,4}})?/{language}/(?:[\w-]+/){{1,5}}(?P<id>[\w.%-]{{4,80}})\.pdf$"


def discovery(language: str) -> tuple[Discovery, ...]:
    """The committees' indexes. language: the key of its files, en or tc."""
    return (Meetings("panels/development", language), Meetings("fc-subcommittees/public-works", language), Kinds("finance-committee", language))


ENGLISH = Source(
    title="Legislative Council of the Hong Kong Special Administrative Region",
    home=f"{BASE}/en/",
    hosts=("www.legco.gov.hk", "legco.gov.hk"),
    article=article("english"),
    kind="government",
    language="en",
    expect=Expect(per_day=(0, 60), silent_hours=24 * 60, floor=0),
    delay=2.0,
    lookback=7,
    required=("headline", "body"),
)


class LegcoSpider(ArticleSpider):
    """What both languages share."""

    source = ENGLISH
    pdf = True

    def read_page(self, page: Page, *, url: str, fetched: datetime, status: int | None = None, found: Found | None = None) -> Draft:
        """As ever, under the index's title and its meeting's day, for days in a paper are of all kinds; a PDF without text says why."""
        draft = super().read_page(page, url=url, fetched=fetched, status=status, found=found)
        draft.scraped.published = draft.scraped.published_meta = None
        if found is not None and found.headline:
            draft.scraped.headline = found.headline
        for holder in page.root.xpath("//div[@id='pdf'][@data-fault!='']"):
            draft.problems.append(holder.get("data-fault"))
        return draft


class LegcoEnSpider(LegcoSpider):
    """English papers."""

    name = "legco_en"
    source = ENGLISH
    discovery = discovery("en")
    layouts = (Paper,)


class LegcoTcSpider(LegcoSpider):
    """Traditional Chinese papers."""

    name = "legco_tc"
    source = replace(ENGLISH, title="香港特別行政區立法會", home=f"{BASE}/tc/", article=article("chinese"), language="zh-Hant-HK")
    discovery = discovery("tc")
    layouts = (Paper,)
