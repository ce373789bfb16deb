"""Step 6: when: what the reader sees wins over metadata, which only completes it; no time is invented."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from harvester.items import Draft
from harvester.normalize.dates import Moment, plausible, read_date, split_stamps
from harvester.pipelines import Step

logger = logging.getLogger(__name__)

MONTH = timedelta(days=30)
MINUTE = timedelta(minutes=1)
DAYS_APART = timedelta(days=1)  # what two clocks can differ by
DATA = frozenset(("epoch", "iso"))  # how no reader is told


@lru_cache(maxsize=64)
def zone_of(name: str) -> tzinfo:
    """A time zone by name, made once."""
    return ZoneInfo(name)


class Dates(Step):
    """date_published, date_modified, date_precision."""

    name = "dates"

    def process(self, draft: Draft) -> None:
        article, scraped = draft.record, draft.scraped
        stamps = split_stamps(scraped.published) if scraped.published else None
        visible = stamps.published if stamps else None
        updated = scraped.updated or (stamps.updated if stamps else None)
        if visible is None and stamps and stamps.updated and not scraped.updated:
            # "Updated: 2019-03-13 09:21" alone is the publication time (chinadaily.com.cn)
            visible, updated = stamps.updated, None
        article.raw.published = visible or scraped.published
        article.raw.updated = updated
        published = self.published(draft, visible)
        if published is None:
            self.count("no_published")
        else:
            article.date_published = published.value.isoformat()
            article.date_precision = published.precision  # type: ignore[assignment]
        modified = self.modified(draft, updated, published)
        if modified is not None:
            article.date_modified = modified.value.isoformat()

    def published(self, draft: Draft, visible: str | None) -> Moment | None:
        """The publication, from the visible line completed by metadata, then the index entry."""
        scraped = draft.scraped
        seen = self.read(draft, visible, "published")
        stated = self.read(draft, scraped.published_meta, "published_meta")
        clock = draft.notes.get("headline_time")
        if seen is not None and seen.precision == "day" and clock:
            timed = self.read(draft, f"{seen.value:%Y-%m-%d} {clock}", "headline_time")
            seen = timed or seen
        if seen is None and stated is None and draft.found is not None and draft.found.published:
            stated = self.read(draft, draft.found.published, "index")
            if stated is not None:
                self.count("from_index")
        if seen is None and stated is None and draft.source.dated_address and draft.key is not None and draft.key.day is not None:
            stated = self.read(draft, draft.key.day.isoformat(), "address")
            self.count("from_address")
        return self.completed(seen, stated)

    def completed(self, seen: Moment | None, stated: Moment | None) -> Moment | None:
        """The seen date; the stated one where it says the same more precisely, or where nothing is seen."""
        if seen is None or stated is None:
            return seen or stated
        if seen.precision == "relative" and stated.precision == "minute":
            return stated
        if seen.how == "relative" and seen.precision == "minute" and stated.precision == "day":
            # "昨日 00:30" is told of the clock of whoever looked; a day stated as a date is not
            if abs(seen.value.date() - stated.value.date()) <= DAYS_APART:
                self.count("day_from_metadata")
                return seen._replace(value=seen.value.replace(year=stated.value.year, month=stated.value.month, day=stated.value.day))
            self.count("metadata_differs")
        if seen.precision == "day" and stated.precision == "minute" and seen.value.date() == stated.value.date():
            self.count("time_from_metadata")
            return stated
        if seen.precision == stated.precision == "minute":
            if timedelta(0) <= stated.value - seen.value < MINUTE:
                return stated  # the same minute, with its seconds
            if seen.how == "relative" and DAYS_APART < abs(stated.value - seen.value) <= 2 * DAYS_APART:
                self.count("day_from_metadata")  # the stated hour may be a placeholder, its day is nearer than a clock that nobody knows
                return seen._replace(value=min((seen.value + n * DAYS_APART for n in (-1, 0, 1)), key=lambda day: abs(stated.value - day)))
            self.count("metadata_differs")
        return seen

    def modified(self, draft: Draft, updated: str | None, published: Moment | None) -> Moment | None:
        """The update, if it is one: after the publication, and no mass stamp of a site's migration."""
        after = published.value if published is not None else None
        moment = None
        if updated:
            stamps = split_stamps(updated)
            moment = self.read(draft, stamps.updated or stamps.published or updated, "updated", after)
        stated = self.read(draft, draft.scraped.updated_meta, "updated_meta", after)
        if moment is not None and moment.precision == "day" and after is not None and moment.value.date() == after.date():
            moment = None  # a bare day that is the publication's own says nothing
        printed = moment is not None and moment.how not in DATA
        moment, seen = self.completed(moment, stated), moment
        if moment is None:
            return None
        if after is not None and abs(moment.value - after) < MINUTE and not printed and (seen is None or moment.value == after):
            return None  # data of a page that was never updated: the publication told twice
        if after is not None and timedelta(0) < after - moment.value < MINUTE:
            return moment._replace(value=after)  # the minute that the reader sees; the publication has its seconds from metadata
        if after is not None and moment.value < after and not (moment.precision == "day" and moment.value.date() == after.date()):
            self.count("updated_before_published")
            return None
        if after is not None and f"{moment.value:%Y-%m-%d}" in draft.source.migration_days and moment.value - after > MONTH:
            self.count("migration_stamp")
            return None
        return moment

    def read(self, draft: Draft, text: str | None, what: str, after: datetime | None = None) -> Moment | None:
        """One date string; None, counted, when it cannot be read or cannot be true."""
        if not text:
            return None
        source = draft.source
        moment = read_date(
            text,
            zone=zone_of(source.zone),
            now=draft.fetched,
            formats=source.date_formats,
            hint=draft.key.day if draft.key is not None else None,
            after=after,
            day_first=source.day_first,
        )
        if moment is None:
            self.count(f"unread/{what}")
            return None
        if not plausible(moment, now=draft.fetched):
            self.count(f"implausible/{what}")
            logger.warning("%s: implausible date %r in %s of %s; left empty, kept in raw", draft.spider, text[:80], what, draft.url)
            return None
        self.count(f"how/{moment.how}")
        return moment
