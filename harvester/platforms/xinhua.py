"""Xinhua's channel pages, whose lists stand in files beside them.

A list's element names its file (`<ul data="datasource:<32 hex>" datatype="ds" preview="ds_">`): ds_<32 hex>.json in the page's directory, with
up to 1,000 rows {publishUrl, showTitle, publishTime}, newest first. The page itself shows the first 15 to 60 of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from harvester.discovery import Ask, Discovery, Index, JsonItems, Window, stated_day
from harvester.layout import css
from harvester.page import Page
from harvester.source import Source

_LISTS = css("[data^='datasource:']")
_NAME = re.compile(r"datasource:(?P<id>[0-9a-f]{32})", re.I)
_BEGIN = re.compile(r"[A-Za-z_]{1,10}")
_TAGS = re.compile(r"<[^<>]{0,1000}>")
_ROWS = JsonItems("datasource", url="publishUrl", title="showTitle || title")
MAX_FILES = 12
FEW = 100  # rows of a box on a page; a channel's own list has more


class DataFiles(Discovery):
    """The lists behind a channel's page: DataFiles("https://www.news.cn/gangao/index.htm", days=30).

    days   how far they reach; where a long list ends before the window's first day, that is said
    about  pattern of headlines worth following
    The day is that of an article's address: a row may have been put on its list later.
    """

    last_resort = True

    def __init__(self, url: str, *, days: int, about: str | None = None) -> None:
        self.url, self.span, self.empty = url, days, (404,)  # a page may still name a list that is no more
        self.about = re.compile(about) if about else None

    def reaches_back(self, today: date) -> date | None:
        return today - timedelta(days=self.span)

    def asks(self, window: Window, now: datetime) -> Iterator[Ask]:
        yield Ask(self.url)

    def read(self, source: Source, ask: Ask, url: str, body: bytes, charset: str | None, window: Window, now: datetime) -> Index:
        if ask.state.get("file"):
            return self.rows(source, url, body, charset, window, now)
        page = Page(url, body, charset)
        files: dict[str, None] = {}
        for element in _LISTS.find(page):
            named = None if isinstance(element, str) else _NAME.fullmatch((element.get("data") or "").strip())
            begin = "ds_" if isinstance(element, str) else element.get("preview") or "ds_"
            if named is not None and _BEGIN.fullmatch(begin):
                files[f"{url.partition('?')[0].rpartition('/')[0]}/{begin}{named['id']}.json"] = None
        asks = [Ask(address, state={"file": True}) for address in list(files)[:MAX_FILES]]
        partial = None if asks else "the page names no file of a list; its template has changed"
        return Index([], asks, len(files), partial)

    def rows(self, source: Source, url: str, body: bytes, charset: str | None, window: Window, now: datetime) -> Index:
        """The articles of a file that are in the window."""
        listed = _ROWS.read(source, url, body, charset)
        entries = [replace(entry, headline=_TAGS.sub(" ", entry.headline or "").strip() or None) for entry in listed.entries]
        found, _oldest = self.sift(source, entries, window, now)
        index = Index(found, [], len(entries), listed.partial, listed.notes or {})
        days = sorted(day for entry in entries if (day := stated_day(source, entry, now)) is not None)
        # the oldest twentieth is left out of account: an old article may have been put among the new
        if len(days) >= FEW and (back := days[len(days) // 20]) > window.since:
            index.partial = index.partial or f"the list of {len(days)} rows goes back to {back}"
        return index
