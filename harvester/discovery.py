"""How a site says what is new, and for which dates it can: feeds, sitemaps, listings, day and month indexes, APIs, number walks.

A Discovery gives asks (addresses to fetch) for a window of days and reads the answers. It fetches nothing and keeps nothing:
what a walk must remember travels in `Ask.state`.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import jmespath

from harvester.indexes import MAX_SITEMAP, BadIndex, Entry, FeedItems, Items, JsonItems, Links, Listed, SitemapItems, XmlItems
from harvester.items import Found
from harvester.layout import css, text_of
from harvester.normalize.dates import read_date
from harvester.normalize.urls import canonical, join_url
from harvester.page import Page
from harvester.source import Source, split_host

__all__ = [
    "Api", "Archive", "Ask", "BadIndex", "Daily", "Dated", "Discovery", "Feed", "FeedItems", "Index", "JsonItems", "Links", "Listing", "Monthly", "Numbered", "Sitemap",
    "Walk", "Window", "WindowError", "XmlItems", "Yearly",
]  # fmt: skip

DAY = timedelta(days=1)
MAX_FILES = 200
MAX_SITEMAP_DEPTH = 3
MAX_PAGES = 200
MAX_BLIND = 20  # pages in a row that state no day: the walk cannot tell where it is


class WindowError(ValueError):
    """A window that cannot be; one line for the person who typed it."""


_AGO = re.compile(r"(\d{1,4})\s*([hdw])$")


@dataclass(frozen=True)
class Window:
    """Days asked for, both included, in the source's zone. Example: Window(date(2024, 7, 31), date(2024, 8, 6)).holds(date(2024, 8, 1))"""

    since: date
    until: date

    @classmethod
    def parse(cls, since: str | None, until: str | None, *, now: datetime, zone: tzinfo, lookback: int) -> Window:
        """Days as typed: YYYY-MM-DD, today, yesterday, 2d (days ago), 12h, 1w; without since, `lookback` days back.

        An until in the future means today: no index has the days after it.
        Errors: WindowError: no date, since after until, since in the future.
        """
        here = now.astimezone(zone)
        last = _day("until", until, here) if until else here.date()
        first = _day("since", since, here) if since else min(here.date(), last) - timedelta(days=lookback)
        if first > here.date():
            raise WindowError(f"since {first} is in the future; today is {here.date()} there")
        if first > last:
            raise WindowError(f"since {first} is after until {last}")
        return cls(first, min(last, here.date()))

    def days(self) -> Iterator[date]:
        """Every day of it, the newest first."""
        day = self.until
        while day >= self.since:
            yield day
            day -= DAY

    def holds(self, day: date | None) -> bool:
        """Whether a day is in it; an unknown day may be."""
        return day is None or self.since <= day <= self.until


def _day(name: str, text: str, here: datetime) -> date:
    word = text.strip().lower()
    if word == "today":
        return here.date()
    if word == "yesterday":
        return here.date() - DAY
    if found := _AGO.match(word):
        number = int(found[1])
        return (here - timedelta(**{{"h": "hours", "d": "days", "w": "weeks"}[found[2]]: number})).date()
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise WindowError(f"{name} {text!r} is no date; write YYYY-MM-DD, today, yesterday or 2d") from None


@dataclass
class Ask:
    """One index request. `state` is what a walk remembers: page, cursor, depth, keys seen. `day`: the day it is the index of."""

    url: str
    headers: dict[str, str] = field(default_factory=dict)
    method: str = "GET"
    body: bytes | None = None
    day: date | None = None
    state: dict[str, Any] = field(default_factory=dict)


@dataclass
class Index:
    """What one index page said: articles in the window, pages after it, how many it listed, why it is incomplete, what was skipped.

    oldest  the oldest day among its entries, in the window or not; told: address and version of the entries that tell one, in the window or not
    refused links with control characters in them
    """

    found: list[Found]
    more: list[Ask]
    listed: int = 0
    partial: str | None = None
    notes: dict[str, int] = field(default_factory=dict)
    oldest: date | None = None
    told: list[tuple[str, str]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


class Discovery:
    """Base of the walks. `render`: its pages need a browser. `empty`: statuses that mean "nothing there"."""

    empty: tuple[int, ...] = ()
    render: bool = False
    max_size: int = 0  # bytes of an answer, where more than a page's limit is usual
    url: str = ""
    last_resort: bool = False  # used only where no other way reaches the window
    about: re.Pattern[str] | None = None  # headlines worth following, for indexes of a whole country's news
    sections: re.Pattern[str] | None = None  # sections worth following, for feeds that name them

    @property
    def name(self) -> str:
        """A short label for people."""
        return f"{type(self).__name__} {self.url}"

    def reaches_back(self, today: date) -> date | None:
        """The earliest day it can list; None: no limit is known."""
        return None

    def asks(self, window: Window, now: datetime) -> Iterator[Ask]:
        """The first requests for a window."""
        yield from ()

    def covers(self, ask: Ask, index: Index, window: Window) -> tuple[date, date] | None:
        """First and last day that an answer tells of to the end; None: a walk, which does so when none of its pages failed."""
        return None

    @property
    def dated(self) -> bool:
        """Whether its requests depend on the window, so that a short window costs few."""
        return "{since" in self.url

    def direct(self, window: Window, now: datetime) -> Iterator[Found]:
        """Addresses known without asking anything."""
        yield from ()

    def nothing(self, ask: Ask) -> tuple[int, ...]:
        """Statuses of the answer to a request that mean "nothing there"."""
        return self.empty

    def instead(self, ask: Ask, window: Window, now: datetime) -> Ask | None:
        """What to ask next where there is nothing."""
        return None

    def read(self, source: Source, ask: Ask, url: str, body: bytes, charset: str | None, window: Window, now: datetime) -> Index:
        """What an answer says. Errors: BadIndex."""
        raise NotImplementedError

    def sift(self, source: Source, entries: list[Entry], window: Window, now: datetime, day: date | None = None) -> tuple[list[Found], date | None]:
        """Entries in the window as Found, and the oldest day among all entries."""
        found = []
        oldest: date | None = None
        for entry in entries:
            worth = self.about is None or not entry.headline or self.about.search(entry.headline) is not None
            worth = worth and (self.sections is None or not entry.sections or any(self.sections.fullmatch(name) for name in entry.sections))
            stated = day or stated_day(source, entry, now)
            if stated is not None and (oldest is None or stated < oldest):
                oldest = stated
            if worth and window.holds(stated):
                found.append(Found(entry.url, entry.published, stated, entry.headline))
        return found, oldest


def stated_day(source: Source, entry: Entry, now: datetime) -> date | None:
    """The day that an entry states, or its address; None for one that cannot be."""
    if entry.published:
        moment = read_date(entry.published, zone=ZoneInfo(source.zone), now=now, formats=source.date_formats, day_first=source.day_first)
        if moment is not None and moment.value <= now + DAY:
            return moment.value.date()
    key = source.article_key(entry.url)
    return key.day if key is not None else None


def _index(listed: Listed, found: list[Found], more: list[Ask]) -> Index:
    told = [(entry.url, entry.version) for entry in listed.entries if entry.version]
    return Index(found, more, len(listed.entries), listed.partial, listed.notes or {}, told=told, refused=listed.refused or [])


def able(discoveries: Sequence[Discovery], window: Window, today: date) -> list[Discovery]:
    """The discoveries that reach back to the window; the last resorts only where nothing else does."""
    reach = [(d, d.reaches_back(today)) for d in discoveries]
    found = [d for d, back in reach if back is None or back <= window.since]
    return [d for d in found if not d.last_resort] or found


class Feed(Discovery):
    """An RSS or Atom feed; `days` is how far back its items usually reach; about, sections: patterns of headlines and of sections (whole) worth following.

    Example: Feed("https://…/rss.xml", days=3)
    """

    def __init__(self, url: str, *, days: int = 3, headers: dict[str, str] | None = None, render: bool = False, about: str | None = None,
                 sections: str | None = None) -> None:  # fmt: skip
        self.url, self.span, self.headers, self.render = url, days, headers or {}, render
        self.about, self.sections = re.compile(about) if about else None, re.compile(sections) if sections else None
        self.items: Items = FeedItems()

    def reaches_back(self, today: date) -> date | None:
        return today - timedelta(days=self.span)

    def asks(self, window: Window, now: datetime) -> Iterator[Ask]:
        yield Ask(self.url, dict(self.headers))

    def read(self, source: Source, ask: Ask, url: str, body: bytes, charset: str | None, window: Window, now: datetime) -> Index:
        listed = self.items.read(source, url, body, charset)
        found, oldest = self.sift(source, listed.entries, window, now)
        index = _index(listed, found, [])
        index.oldest = oldest
        return index

    def covers(self, ask: Ask, index: Index, window: Window) -> tuple[date, date] | None:
        # A feed holds its newest items: of its oldest day some may have gone already.
        return (index.oldest + DAY if index.oldest else window.until + DAY, window.until)


class Sitemap(Discovery):
    """A sitemap, news sitemap or sitemap index, up to 50 MiB a file.

    follow  pattern of the files of an index worth asking; days: how far back it reaches; about: pattern of headlines worth following, where it states them
    """

    def __init__(self, url: str, *, days: int | None = None, follow: str | None = None, headers: dict[str, str] | None = None, about: str | None = None) -> None:
        self.url, self.span, self.headers = url, days, headers or {}
        self.follow = re.compile(follow) if follow else None
        self.about = re.compile(about) if about else None
        self.max_size = MAX_SITEMAP
        self.items = SitemapItems()

    def reaches_back(self, today: date) -> date | None:
        return today - timedelta(days=self.span) if self.span is not None else None

    def asks(self, window: Window, now: datetime) -> Iterator[Ask]:
        # One set shared by all asks of this walk: each file once, however the files name each other.
        yield Ask(self.url, dict(self.headers), state={"depth": 0, "files": {self.url}})

    def read(self, source: Source, ask: Ask, url: str, body: bytes, charset: str | None, window: Window, now: datetime) -> Index:
        listed = self.items.read(source, url, body, charset)
        entries = [e for e in listed.entries if source.article_key(e.url) is not None]
        found, _oldest = self.sift(source, entries, window, now)
        index = _index(listed, found, [])
        files: set[str] = ask.state.setdefault("files", {ask.url})
        depth = ask.state.get("depth", 0) + 1
        for address in listed.more or ():
            if address in files or (self.follow and not self.follow.search(address)):
                continue
            if depth > MAX_SITEMAP_DEPTH or len(files) >= MAX_FILES:
                index.partial = f"sitemap limit reached: depth {MAX_SITEMAP_DEPTH} or {MAX_FILES} files"
                break
            files.add(address)
            index.more.append(Ask(address, dict(self.headers), state={"depth": depth, "files": files}))
        return index


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class Archive(Discovery):
    """Sitemaps of a site's whole archive, one a month of publication: Archive("https://…/archives.xml", months=r"/(?P<y>\\d{4})_(?P<m>[a-z]{3})\\.xml$").

    months  pattern of the index's files, with the groups y and m (a number, or three letters of an English name)
    only    pattern of the addresses (path) worth following; first: the earliest month's first day; slack: numbers that one article is ahead of another
    A file states when an article was last changed, never its day. What was changed before the window was published before it; what was
    changed after it is followed if its number is no higher than those of the window, for a site's numbers grow.
    """

    last_resort = True

    def __init__(self, url: str, *, months: str, only: str = "", first: date | None = None, slack: int = 200) -> None:
        self.url, self.months, self.only, self.first, self.slack = url, re.compile(months, re.I), re.compile(only), first, slack
        self.max_size = MAX_SITEMAP
        self.items = SitemapItems()

    @property
    def dated(self) -> bool:
        return True

    def reaches_back(self, today: date) -> date | None:
        return self.first

    def asks(self, window: Window, now: datetime) -> Iterator[Ask]:
        yield Ask(self.url)

    def read(self, source: Source, ask: Ask, url: str, body: bytes, charset: str | None, window: Window, now: datetime) -> Index:
        listed = self.items.read(source, url, body, charset)
        if ask.state.get("file"):
            return _index(listed, self.published(source, listed, window, now), [])
        files = {month: address for address in listed.more or () if (month := self.month_of(address)) is not None}
        if not files:
            raise BadIndex("the index names no file of a month; the archive has moved")
        months = [month for month in sorted(files, reverse=True) if (window.since.year, window.since.month) <= month <= (window.until.year, window.until.month)]
        index = _index(listed, [], [Ask(files[month], state={"file": True}) for month in months])
        here = now.astimezone(ZoneInfo(source.zone))
        wanted = {(day.year, day.month) for day in window.days() if (day.year, day.month) <= (here.year, here.month)}
        if lacking := sorted(wanted - set(files)):
            index.partial = f"no file of {', '.join(f'{year}-{month:02d}' for year, month in lacking)} is named"
        return index

    def month_of(self, address: str) -> tuple[int, int] | None:
        """The month that a file's address names."""
        found = self.months.search(address)
        if found is None:
            return None
        name = found["m"].lower()
        month = int(name) if name.isdigit() else _MONTHS.index(name) + 1 if name in _MONTHS else 0
        return (int(found["y"]), month) if 1 <= month <= 12 else None

    def published(self, source: Source, listed: Listed, window: Window, now: datetime) -> list[Found]:
        """The articles of a file that may have been published in the window."""
        zone = ZoneInfo(source.zone)
        rows: list[tuple[str, int, date | None]] = []
        for entry in listed.entries:
            key, split = source.article_key(entry.url), split_host(entry.url)
            if key is None or split is None or not self.only.search(split[1]):
                listed.note("not_followed")
                continue
            moment = read_date(entry.published, zone=zone, now=now) if entry.published else None
            rows.append((entry.url, int(key.id) if key.id is not None and key.id.isdigit() and len(key.id) < 15 else 0, moment.value.date() if moment is not None else None))
        highest = max((number for _url, number, day in rows if day is not None and day <= window.until), default=None)
        found = []
        for url, number, day in rows:
            if (day is not None and day < window.since) or (day is not None and day > window.until and highest is not None and number > highest + self.slack):
                listed.note("out_of_window")
            else:
                found.append(Found(url))
        return found


_VARIES = re.compile(r"[0-9a-f]{8,64}|\d{1,20}", re.I)
MAX_SEGMENTS, MAX_REPEATS = 15, 3


class Walk(Discovery):
    """A site walked by its own links, for sites that have no list of their articles: Walk("https://…/", follow=r"/(?:news|archive)/").

    follow      pattern of the addresses (path and query) worth looking at for links; articles are never walked through
    depth, max_pages, alike   how deep, how many pages in all, and how many of one pattern (numbers and hashes aside): calendars and
                              session ids make endless sites; where a limit ends the walk, that is said
    """

    def __init__(self, url: str, *, follow: str = r"/", depth: int = 20, max_pages: int = 300, alike: int = 40, headers: dict[str, str] | None = None) -> None:
        self.url, self.follow, self.depth, self.max_pages, self.alike, self.headers = url, re.compile(follow), depth, max_pages, alike, headers or {}
        self.items = Links()

    def asks(self, window: Window, now: datetime) -> Iterator[Ask]:
        yield Ask(self.url, dict(self.headers), state={"depth": 0, "seen": {canonical(self.url, https=False)}, "alike": {}})

    def read(self, source: Source, ask: Ask, url: str, body: bytes, charset: str | None, window: Window, now: datetime) -> Index:
        listed = self.items.read(source, url, body, charset)
        found, _oldest = self.sift(source, listed.entries, window, now)
        index = _index(listed, found, [])
        page = Page(url, body, charset)
        for anchor in itertools.islice(page.root.iter("a"), 2000):
            address = join_url(page.base, anchor.get("href"))
            split = split_host(address) if address else None
            if address is None or split is None or not source.owns_host(split[0]) or source.article_key(address) is not None or not self.follow.search(split[1]):
                continue
            self.step(index, ask, canonical(address, https=False), split[1])
        return index

    def step(self, index: Index, ask: Ask, address: str, target: str) -> None:
        """Follow one link, or say why not."""
        seen, alike, depth = ask.state["seen"], ask.state["alike"], ask.state["depth"] + 1
        if address in seen:
            return
        segments = [part for part in target.partition("?")[0].split("/") if part]
        if len(segments) > MAX_SEGMENTS or any(segments.count(part) >= MAX_REPEATS for part in segments):
            index.notes["growing_address"] = index.notes.get("growing_address", 0) + 1
            return
        path, _, query = target.partition("?")
        pattern = _VARIES.sub("*", path) + ("?" + "&".join(sorted({pair.partition("=")[0] for pair in query.split("&")})) if query else "")
        if depth > self.depth or len(seen) >= self.max_pages:
            index.partial = f"budget of {self.max_pages} pages or depth {self.depth} reached at depth {depth}, pattern {pattern[:100]}"
        elif alike.get(pattern, 0) >= self.alike:
            index.partial = f"trap suspected: more than {self.alike} pages like {pattern[:100]}"
        else:
            seen.add(address)
            alike[pattern] = alike.get(pattern, 0) + 1
            index.more.append(Ask(address, dict(self.headers), state={**ask.state, "depth": depth}))


class Daily(Discovery):
    """One index a day: Daily("https://…/%Y%m/%d.htm"). first: the earliest day it serves; empty: statuses of a day without articles."""

    def __init__(self, template: str, *, first: date | None = None, items: Items | None = None, empty: tuple[int, ...] = (404,),
                 headers: dict[str, str] | None = None, render: bool = False, months: int | None = None) -> None:  # fmt: skip
        self.url, self.first, self.headers, self.render, self.empty, self.months = template, first, headers or {}, render, empty, months
        self.items: Items = items or Links()

    def reaches_back(self, today: date) -> date | None:
        return today - timedelta(days=30 * self.months) if self.months is not None else self.first

    def asks(self, window: Window, now: datetime) -> Iterator[Ask]:
        for day in window.days():
            if self.first is None or day >= self.first:
                yield Ask(day.strftime(self.url), dict(self.headers), day=day)

    def read(self, source: Source, ask: Ask, url: str, body: bytes, charset: str | None, window: Window, now: datetime) -> Index:
        listed = self.items.read(source, url, body, charset)
        found, _oldest = self.sift(source, listed.entries, window, now, ask.day)
        return _index(listed, found, [])

    def covers(self, ask: Ask, index: Index, window: Window) -> tuple[date, date] | None:
        return (ask.day, ask.day) if ask.day is not None else None

    @property
    def dated(self) -> bool:
        return True


class Monthly(Daily):
    """One index a month: Monthly("https://…?date=%Y%m"); entries are filtered by their own dates."""

    def asks(self, window: Window, now: datetime) -> Iterator[Ask]:
        month = window.until.replace(day=1)
        while month >= window.since.replace(day=1):
            if self.first is None or month >= self.first.replace(day=1):
                yield Ask(month.strftime(self.url), dict(self.headers))
            month = (month - DAY).replace(day=1)

    # A month of several categories is told by all of them together: a walk.


class Listing(Discovery):
    """Pages of links, newest first, back to the window's first day: Listing("https://…/page_{page}.html").

    first, step  the first page's number and what is added for the next; max_pages: where to stop in any case
    next         CSS of the link to the next page, for sites that number theirs otherwise
    days         how far back it reaches, where known
    front        the first page's own address, where it has no number: "index.html" before "index2.html"
    last         CSS of the number of the last page, where the page tells it
    about        pattern of headlines worth following, for lists of a whole country's news
    last_resort  walked only where no other way reaches the window
    ordered      newest first; False: an older article does not end the walk
    seek         the highest page: for a window long past, pages are passed over by how far their days are from it (newest first, each with days)
    begin        the first page's address for a window long past, where one can be asked for by instant: {end} is in epoch seconds, a day or two after it
    sections     pattern of the sections worth following, where a feed names them
    Stops at an article older than the window, at a page without new articles, at a repeated page, at the last page, at `max_pages`,
    and where page after page states no day.
    """

    def __init__(self, template: str, *, first: int = 1, step: int = 1, max_pages: int = MAX_PAGES, items: Items | None = None, next: str | None = None,
                 days: int | None = None, headers: dict[str, str] | None = None, render: bool = False, empty: tuple[int, ...] = (),
                 front: str | None = None, last: str | None = None, about: str | None = None, last_resort: bool = False, ordered: bool = True,
                 seek: int | None = None, sections: str | None = None, begin: str | None = None) -> None:  # fmt: skip
        self.url, self.first, self.step, self.max_pages, self.span, self.seek = template, first, step, max_pages, days, seek
        self.items: Items = items or Links()
        self.next = css(next) if next else None
        self.headers, self.render, self.empty = headers or {}, render, empty
        self.front, self.last, self.last_resort = front, css(last) if last else None, last_resort
        self.about, self.ordered = re.compile(about) if about else None, ordered
        self.sections, self.begin = re.compile(sections) if sections else None, begin

    def reaches_back(self, today: date) -> date | None:
        return today - timedelta(days=self.span) if self.span is not None else None

    def address(self, page: int, cursor: str | None, window: Window, now: datetime) -> str:
        """The address of a page."""
        if page == self.first and self.begin is not None and window.until < (now - 3 * DAY).date():
            after = datetime(window.until.year, window.until.month, window.until.day, tzinfo=UTC) + 2 * DAY
            return self.begin.format(end=int(after.timestamp()))
        if page == self.first and self.front is not None:
            return self.front
        return self.url.format(page=page, offset=page, cursor=cursor or "", since=window.since, until=window.until, ms=int(now.timestamp() * 1000))

    def asks(self, window: Window, now: datetime) -> Iterator[Ask]:
        yield Ask(self.address(self.first, None, window, now), dict(self.headers), state={"page": self.first, "n": 1, "seen": set(), "stale": 0})

    def read(self, source: Source, ask: Ask, url: str, body: bytes, charset: str | None, window: Window, now: datetime) -> Index:
        listed = self.items.read(source, url, body, charset)
        found, oldest = self.sift(source, listed.entries, window, now)
        index = _index(listed, found, [])
        if self.seek is not None and not ask.state.get("walks"):
            sought = self.sought(source, ask, listed, window, now, self.seek)
            if sought is not None and ask.state.get("n", 1) < self.max_pages:
                return Index([], [self.leap(ask, *sought, window, now)], len(listed.entries), listed.partial, listed.notes or {})  # its articles are read when the walk comes to them
            if sought is not None:
                index.partial = f"{self.max_pages} pages read and the window is not reached"
                return index
            if not listed.entries and ask.state.get("page", self.first) > self.first:
                index.partial = f"the list ends on page {ask.state['page'] - 1}, and the window is not reached"
        if self.begin is not None and not listed.entries and ask.state.get("n", 1) == 1:
            index.partial = index.partial or "nothing is listed up to the window's end"
        ask.state["walks"] = True
        seen: set[str] = ask.state.setdefault("seen", set())
        fresh = [e.url for e in listed.entries if e.url not in seen]
        seen.update(fresh)
        stale = 0 if fresh else ask.state.get("stale", 0) + 1
        if not listed.entries or stale >= self.patience or (self.ordered and oldest is not None and oldest < window.since):
            if self.seek is not None and oldest is not None and oldest > window.until:
                index.partial = index.partial or f"the list ends on {oldest}, and the window is not reached"
            return index
        number = ask.state.get("n", 1)
        blind = 0 if oldest is not None else ask.state.get("blind", 0) + 1
        if blind >= MAX_BLIND and self.ordered:
            index.partial = index.partial or f"{blind} pages in a row state no day; the walk does not know where it is and ends"
            return index
        if number >= self.max_pages:
            index.partial = index.partial or f"{self.max_pages} pages read and the window's first day is not reached"
            return index
        follow = self.following(ask, url, body, charset, listed, window, now)
        if follow is not None:
            address, page, cursor = follow
            state = {**ask.state, "page": page, "n": number + 1, "seen": seen, "stale": stale, "blind": blind, "cursors": ask.state.get("cursors", ()), "cursor": cursor}
            if cursor is not None:
                state["cursors"] = (*state["cursors"], cursor)
            index.more.append(Ask(address, dict(self.headers), self.method, self.payload(page), state=state))
        return index

    def leap(self, ask: Ask, page: int, state: dict[str, Any], window: Window, now: datetime) -> Ask:
        """The request for a page that is not the next."""
        return Ask(self.address(page, None, window, now), dict(self.headers), state={**ask.state, **state, "page": page, "n": ask.state.get("n", 1) + 1})

    def nothing(self, ask: Ask) -> tuple[int, ...]:
        # a page that was leaped to may be behind the last
        return (*self.empty, 404) if self.seek is not None and self.leaped(ask) else self.empty

    def instead(self, ask: Ask, window: Window, now: datetime) -> Ask | None:
        return self.leap(ask, *self.halved(ask), window, now) if self.seek is not None and self.leaped(ask) else None

    def leaped(self, ask: Ask) -> bool:
        """Whether pages before the one asked for were passed over and the window's are still looked for."""
        return not ask.state.get("walks") and ask.state.get("page", self.first) > ask.state.get("low", self.first - 1) + 1

    def halved(self, ask: Ask) -> tuple[int, dict[str, Any]]:
        """The page half-way back, where one may be behind the window's newest."""
        page, low = ask.state["page"], ask.state.get("low", self.first - 1)
        return max((low + page) // 2, low + 1), {"low": low, "high": page, "again": True}

    def sought(self, source: Source, ask: Ask, listed: Listed, window: Window, now: datetime, last: int) -> tuple[int, dict[str, Any]] | None:
        """The page to look at next, and what is known then, while the window's newest page is looked for; None where the walk begins.

        low is a page whose articles are all newer than the window, high one that may be behind its beginning: from there on the walk comes
        to pages that were looked at already ("again").
        """
        page, low, high = ask.state.get("page", self.first), ask.state.get("low", self.first - 1), ask.state.get("high")
        days = [day for entry in listed.entries if (day := stated_day(source, entry, now)) is not None]
        if days and min(days) > window.until:
            if high is None and page < last:
                # as many pages as the days still to pass take at the pace since the page before
                passed, left = (now.astimezone(ZoneInfo(source.zone)).date() - min(days)).days, (min(days) - window.until).days
                since = passed - ask.state.get("passed", 0)
                step = (page - low) * (left / since if since > 0 else 2)
                return min(page + max(int(min(step, 8 * page)), 1), last), {"low": page, "passed": passed}
            low = page
            return (max((low + high) // 2, low + 1), {"low": low, "high": high}) if high is not None and high > low + 1 else None
        # some new article may stand above those of all days
        newest = sorted(days)[-1 - (len(days) + 5) // 10] if days else None
        return self.halved(ask) if self.leaped(ask) and (newest is None or newest <= window.until) else None

    patience = 1
    method = "GET"

    def payload(self, page: int) -> bytes | None:
        """The body of a request; none for pages asked by GET."""
        return None

    def following(
        self, ask: Ask, url: str, body: bytes, charset: str | None, listed: Listed, window: Window, now: datetime
    ) -> tuple[str, int, str | None] | None:
        """Address, number and cursor of the next page; None at the end."""
        page = ask.state.get("page", self.first) + self.step
        parsed = Page(url, body, charset) if self.next is not None or self.last is not None else None
        if self.last is not None and parsed is not None and self.is_last(parsed, page):
            return None
        if self.next is not None and parsed is not None:
            for value in self.next.find(parsed):
                address = join_url(parsed.base, value if isinstance(value, str) else value.get("href"))
                if address and address != url:
                    return address, page, None
            return None
        if "{" not in self.url:
            return None
        return self.address(page, None, window, now), page, None

    def is_last(self, parsed: Page, page: int) -> bool:
        """Whether the page after this one is beyond the last that this one tells of."""
        assert self.last is not None
        numbers = [int(text) for text in map(text_of, self.last.find(parsed)) if text.isascii() and text.isdigit() and len(text) < 9]
        return bool(numbers) and page > max(numbers)


class Yearly(Listing):
    """Pages of links kept a year apart, newest first: Yearly("https://…/index_year_{year}-type_all-page_{page}.html", since=1999).

    since  the earliest year it serves; a year without pages answers 404. The other options are Listing's.
    """

    def __init__(self, template: str, *, since: int, **options: Any) -> None:
        super().__init__(template, **{"empty": (404,), **options})
        self.since = since

    def reaches_back(self, today: date) -> date | None:
        return date(self.since, 1, 1)

    def asks(self, window: Window, now: datetime) -> Iterator[Ask]:
        # a window may end in the future; no year after this one has pages
        for year in range(min(window.until.year, (now + DAY).year), max(window.since.year, self.since) - 1, -1):
            yield Ask(self.of_year(year, self.first), dict(self.headers), state={"page": self.first, "n": 1, "seen": set(), "stale": 0, "year": year})

    def of_year(self, year: int, page: int) -> str:
        """The address of a year's page."""
        return self.url.format(year=year, page=page)

    def following(
        self, ask: Ask, url: str, body: bytes, charset: str | None, listed: Listed, window: Window, now: datetime
    ) -> tuple[str, int, str | None] | None:
        page = ask.state.get("page", self.first) + self.step
        if "{page}" not in self.url or (self.last is not None and self.is_last(Page(url, body, charset), page)):
            return None
        return self.of_year(ask.state["year"], page), page, None


class Api(Listing):
    """A JSON list: Api("https://…?page={page}", items=JsonItems("data[]", url="url", date="publish_at")).

    The template takes {page}, {offset} (with step = the page's size), {cursor}, {since:%Y-%m-%d}, {until:%Y-%m-%d}.
    cursor  JMESPath of the next cursor in the answer; total: JMESPath of the number of pages; next_url: JMESPath of the next address
    body    template of a POST body, with {page} and {{ }} for braces
    """

    patience = 2

    def __init__(self, template: str, *, items: Items, cursor: str | None = None, total: str | None = None, next_url: str | None = None,
                 body: str | None = None, **options: Any) -> None:  # fmt: skip
        super().__init__(template, items=items, **options)
        self.cursor = jmespath.compile(cursor) if cursor else None
        self.total = jmespath.compile(total) if total else None
        self.next_url = jmespath.compile(next_url) if next_url else None
        self.body = body
        self.method = "POST" if body is not None else "GET"

    def payload(self, page: int) -> bytes | None:
        return self.body.format(page=page).encode() if self.body is not None else None

    def asks(self, window: Window, now: datetime) -> Iterator[Ask]:
        for ask in super().asks(window, now):
            ask.method, ask.body = self.method, self.payload(self.first)
            yield ask

    def following(
        self, ask: Ask, url: str, body: bytes, charset: str | None, listed: Listed, window: Window, now: datetime
    ) -> tuple[str, int, str | None] | None:
        page = ask.state.get("page", self.first) + self.step
        data = listed.data
        if self.next_url is not None:
            following = self.next_url.search(data)
            address = join_url(url, following) if isinstance(following, str) else None
            return (address, page, address) if address and address not in ask.state.get("cursors", ()) else None
        if self.cursor is not None:
            value = self.cursor.search(data)
            cursor = str(value) if value not in (None, "", False) else None
            if cursor is None or cursor in ask.state.get("cursors", ()):
                return None
            return self.address(page, cursor, window, now), page, cursor
        if self.total is not None:
            total = self.total.search(data)
            if isinstance(total, int) and not isinstance(total, bool) and ask.state.get("n", 1) >= total:
                return None
        if "{page" not in self.url and "{offset" not in self.url and self.body is None:
            return None
        return self.address(page, None, window, now), page, None


class Dated(Discovery):
    """Articles whose addresses are their days, where no index reaches: Dated("https://…/blog%Y%m%d.htm", weekdays=(6,), first=date(2017, 8, 6)).

    weekdays  days of the week on which one appears (Monday is 0); first: the earliest day
    """

    last_resort = True

    def __init__(self, template: str, *, first: date, weekdays: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)) -> None:
        self.url, self.first, self.weekdays = template, first, weekdays

    @property
    def dated(self) -> bool:
        return True

    def reaches_back(self, today: date) -> date | None:
        return self.first

    def direct(self, window: Window, now: datetime) -> Iterator[Found]:
        for day in window.days():
            if self.first <= day <= (now + DAY).date() and day.weekday() in self.weekdays:
                yield Found(day.strftime(self.url), day=day, guessed=True)


class Numbered(Discovery):
    """A walk over a site's own article numbers, between days whose numbers are known.

    template  address with {id}; known: (number, day) pairs, any order; ahead: numbers a day guessed after the last pair
    margin    days added on both sides, for what the straight line misses
    newest    a page of the site's newest articles: for windows after the last pair its highest number is the number of today, where it is a likely one
    """

    last_resort = True

    def __init__(self, template: str, known: tuple[tuple[int, date], ...], *, ahead: float = 60.0, margin: int = 2, newest: str | None = None) -> None:
        self.url, self.ahead, self.margin, self.newest = template, ahead, margin, newest
        self.known = sorted(known, key=lambda pair: pair[1])
        self.items = Links()

    @property
    def dated(self) -> bool:
        return True

    def reaches_back(self, today: date) -> date | None:
        return self.known[0][1]

    def number_on(self, day: date, known: Sequence[tuple[int, date]] = ()) -> int:
        """The number that a day probably begins with. known: the pairs to go by, in the order of their days; else the source's own."""
        known = known or self.known
        if day <= known[0][1]:
            return known[0][0]
        for (n1, d1), (n2, d2) in itertools.pairwise(known):
            if d1 <= day <= d2:
                return round(n1 + (n2 - n1) * ((day - d1).days / max(1, (d2 - d1).days)))
        return round(known[-1][0] + self.ahead * (day - known[-1][1]).days)

    def direct(self, window: Window, now: datetime) -> Iterator[Found]:
        if self.newest is None or window.until <= self.known[-1][1]:
            yield from self.guesses(window, now, self.known)

    def asks(self, window: Window, now: datetime) -> Iterator[Ask]:
        if self.newest is not None and window.until > self.known[-1][1]:
            yield Ask(self.newest)

    def read(self, source: Source, ask: Ask, url: str, body: bytes, charset: str | None, window: Window, now: datetime) -> Index:
        listed = self.items.read(source, url, body, charset)
        today = now.astimezone(ZoneInfo(source.zone)).date()
        number, day = self.known[-1]
        likely = number + 5 * self.ahead * ((today - day).days + 1)
        told = [int(key.id) for e in listed.entries if (key := source.article_key(e.url)) is not None and key.id is not None and key.id.isdigit() and len(key.id) < 12]
        newest = max((n for n in told if number < n <= likely), default=None)
        if newest is None:
            listed.note("no_newest_number")
            return _index(listed, list(self.guesses(window, now, self.known)), [])
        return _index(listed, list(self.guesses(window, now, [*self.known, (newest, today)], newest)), [])

    def guesses(self, window: Window, now: datetime, known: Sequence[tuple[int, date]], newest: int | None = None) -> Iterator[Found]:
        """The addresses of the numbers of a window, the newest first. newest: the highest number there is."""
        today = now.astimezone(UTC).date()
        first = self.number_on(window.since - timedelta(days=self.margin), known)
        last = self.number_on(min(window.until, today) + timedelta(days=1 + self.margin), known)
        for number in range(last if newest is None else min(last, newest), first - 1, -1):
            yield Found(self.url.format(id=number), guessed=True)
