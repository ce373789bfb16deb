"""The proof of completeness: what the indexes listed for each day, and what became of each article. No machinery: the spider and the delivery tell it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

DAY = timedelta(days=1)
DELIVERED, REJECTED, FAILED, OTHER = "delivered", "rejected", "failed", "other"


@dataclass
class DayCount:
    """One day of a source: what its indexes listed and what came of it.

    whole   the day's index was read to its end in this run; `other`: sound articles that were not asked for (topic or day)
    missed  address -> (article id or None, cause) of what was listed and is not delivered; made_good: ids of what was and has been delivered since
    over    the day was over when it was counted, in the source's zone; before that nothing is final
    """

    day: date
    listed: int = 0
    delivered: int = 0
    rejected: int = 0
    failed: int = 0
    other: int = 0
    whole: bool = False
    over: bool = False
    missed: dict[str, tuple[str | None, str]] = field(default_factory=dict)
    made_good: set[str] = field(default_factory=set)

    @property
    def finished(self) -> bool:
        """Whether the day is proven complete: read to its end, over, and every article listed is delivered."""
        return self.whole and self.over and self.listed == self.delivered + self.other

    @property
    def word(self) -> str:
        """The state for people: finished, not over, index incomplete, or n of m."""
        if self.finished:
            return "finished"
        missing = self.listed - self.delivered - self.other
        if missing > 0:
            return f"{missing} missing"
        if not self.whole:
            return "index incomplete"
        return "not over yet" if not self.over else "incomplete"


def continued(count: DayCount, before: DayCount | None, *, brought: set[str], proven: bool) -> DayCount:
    """A day's count where some of its indexes are as they were when it was last counted ("not modified"): what they list is known from then.

    count    what this run counted; before: the day as it stands in the ledger
    brought  ids of the day's articles that are new in this run; proven: an earlier run read the indexes up to this day, which has no count yet
    Example: 9 listed before, one feed has one more and the other is as it was: 10 listed.
    """
    if before is None:
        return replace(count, whole=count.whole or proven)
    missed = {**{url: told for url, told in before.missed.items() if told[0] not in brought}, **count.missed}
    rejected = sum(cause.startswith("rejected") for _id, cause in missed.values())
    failed, other = len(missed) - rejected, max(count.other, before.other)
    listed = max(count.listed, before.listed + len(brought - before.made_good))
    delivered = max(0, listed - rejected - failed - other)
    return DayCount(count.day, listed, delivered, rejected, failed, other, count.whole or before.whole, count.over, missed)


@dataclass
class _Entry:
    url: str
    day: date | None
    own: bool
    id: str | None
    state: str | None = None
    cause: str = ""


class Accounts:
    """One run's book. Articles are told apart by `same`: the site's own number, else the address.

    Example: accounts.enlist("P2024073100701", url, date(2024, 7, 31), own=True); accounts.settle("P2024073100701", "delivered")
    """

    def __init__(self) -> None:
        self.entries: dict[str, _Entry] = {}
        self.covered: set[date] = set()
        self.lost_days: set[date] = set()
        self.lost = False  # an index that tells of many days was not read

    def enlist(self, same: str, url: str, day: date | None, *, own: bool = False, article_id: str | None = None) -> None:
        """An index listed an article. own: the index is the day's own, and decides which day that is."""
        entry = self.entries.get(same)
        if entry is None:
            self.entries[same] = _Entry(url, day, own, article_id)
        elif (own and not entry.own) or entry.day is None:
            entry.day, entry.own = day, own

    def settle(self, same: str, state: str, cause: str = "", day: date | None = None, url: str = "") -> date | None:
        """What became of it; the result is its day. An article that no index listed (a guessed number) is listed by this, on the day it states."""
        entry = self.entries.get(same)
        if entry is None:
            entry = self.entries[same] = _Entry(url or same, day, False, None)
        if entry.state != DELIVERED:
            entry.state, entry.cause = state, cause
            entry.day = entry.day or day
        return entry.day

    def cover(self, days: Iterator[date]) -> None:
        """Days whose index was read to its end."""
        self.covered.update(days)

    def lose(self, day: date | None) -> None:
        """An index that was asked for and not had, or not to its end: the index of a day, or (None) one of many days."""
        if day is None:
            self.lost = True
        else:
            self.lost_days.add(day)

    @property
    def by_day(self) -> dict[date, int]:
        """Articles listed a day."""
        counts: dict[date, int] = {}
        for entry in self.entries.values():
            if entry.day is not None:
                counts[entry.day] = counts.get(entry.day, 0) + 1
        return dict(sorted(counts.items()))

    def days(self, *, failed: dict[str, str], known: Callable[[_Entry], bool], today: date) -> list[DayCount]:
        """The days that this run can speak of, the oldest first.

        failed  address -> cause, of what was asked for and not had
        known   whether the ledger has an article (not fetched again, or answered 304)
        today   the day it is in the source's zone
        """
        counts = {day: DayCount(day, whole=not self.lost and day not in self.lost_days) for day in self.covered}
        for day in self.lost_days:
            counts.setdefault(day, DayCount(day))
        for entry in self.entries.values():
            if entry.day is None:
                continue
            self._count(counts.setdefault(entry.day, DayCount(entry.day)), entry, failed, known)
        for count in counts.values():
            count.over = count.day < today
        return [counts[day] for day in sorted(counts)]

    @staticmethod
    def _count(count: DayCount, entry: _Entry, failed: dict[str, str], known: Callable[[_Entry], bool]) -> None:
        count.listed += 1
        state, cause = entry.state, entry.cause
        if state is None and entry.url in failed:
            cause = failed[entry.url]
            state = REJECTED if cause.startswith("rejected") else FAILED
        if state is None:
            state, cause = (DELIVERED, "") if known(entry) else (FAILED, "not asked for: the run ended before")
        setattr(count, state, getattr(count, state) + 1)
        if state in (REJECTED, FAILED):
            count.missed[entry.url] = (entry.id, cause)


def span(first: date, last: date) -> Iterator[date]:
    """Every day from first to last, both included."""
    while first <= last:
        yield first
        first += DAY
