"""When an article that is known is looked at again: a ladder of ages after its publication, so that silent rewrites are caught.

Rungs that fell due together are one look. A look costs a request, unless an index that was read anyway tells the versions of its articles (when
changed, or the whole text) and has proven that it tells of changes: then "as it was" on the index is the look.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from datetime import datetime, timedelta

from harvester.errors import UsageError
from harvester.ledger import Known, Word

# Hours after publication. info.gov.hk rewrites releases under their old timestamp, mostly within the day, seldom after a week.
LADDER = (1.0, 6.0, 24.0, 72.0, 168.0)
LONGEST = 24 * 366.0
DAY = timedelta(days=1)
WHOLE_EVERY = timedelta(days=3)  # an index is asked for whole that often: one that is "not modified" for ever would hide all that is new
# An index is believed after three revisions that it announced; one silent revision takes twenty announced ones to make good, and until
# then all that it answered for is asked for. Of the articles it answers for, one in five is asked for all the same at its last rung.
ANNOUNCED, AMENDS, CHECKED = 3, 20, 5


def parse_ladder(steps: Sequence[object]) -> tuple[float, ...]:
    """HARVESTER_REVISITS as hours, the least first: parse_ladder(["6", "1"]) == (1.0, 6.0). Errors: UsageError."""
    try:
        hours = tuple(sorted(float(str(step)) for step in steps if str(step).strip()))
    except ValueError:
        hours = (math.nan,)
    if not all(0 < step <= LONGEST for step in hours):
        raise UsageError(f"HARVESTER_REVISITS is {','.join(map(str, steps))!r}; write hours after publication, as in HARVESTER_REVISITS=1,6,24,72,168")
    return hours


def is_due(known: Known, now: datetime, ladder: Sequence[float] = LADDER, *, trust: bool = False) -> bool:
    """Whether a known article is to be asked for again.

    ladder  ages in hours; at each the article is looked at once, and never after the last
    trust   an index's word counts as a look
    Rules: an article that was gone is asked for again a day later; one withdrawn only when an index lists it again, so it is due.
    Example: published at 12:00, last seen at 12:10: due from 13:00 on, then from 18:00, then a day, three days, a week later.
    """
    if known.status == "withdrawn":
        return True
    if known.gone_since is not None:
        return now - known.gone_since >= DAY
    looked = known.last_seen
    if trust and known.vouched is not None and looked is not None:
        looked = max(looked, known.vouched)
    if looked is None:
        return True
    born = known.published or known.first_seen or looked
    passed = [step for step in (born + timedelta(hours=hours) for hours in ladder) if step <= now]
    return bool(passed) and looked < passed[-1]


def last_look(known: Known, now: datetime, ladder: Sequence[float] = LADDER) -> bool:
    """Whether this is the last time that a known article is looked at: it is asked for whole then, whatever the server says of its versions.

    A server whose ETag stays the same though the page was changed, or that answers "not modified" for ever, hides a rewrite until then.
    """
    born = known.published or known.first_seen
    return bool(born and ladder) and now - born >= timedelta(hours=max(ladder))  # type: ignore[operator]


def stamp_of(rank: int, version: str) -> bytes:
    """What an index says of an article's version, in eight bytes. rank: which of the source's indexes says it; the words of two are not compared."""
    return bytes([min(rank, 255)]) + hashlib.sha256(version.encode("utf-8", "replace")).digest()[:7]


def comparable(known: Known, stamp: bytes | None) -> bool:
    """Whether the same index spoke of the article when its page was last looked at."""
    return known.stamp is not None and stamp is not None and known.stamp[0] == stamp[0]


def believed(word: Word) -> bool:
    """Whether a source's indexes have proven that they tell of changes."""
    return word.announced >= ANNOUNCED + AMENDS * word.silent


def vouched(article_id: str, known: Known, stamp: bytes | None, now: datetime, ladder: Sequence[float] = LADDER) -> bool:
    """Whether the word of a believed index, that an article is as it was, stands for a look at its page.

    stamp  what the index says now, None when no index told
    Never for a page that was gone or withdrawn, and not for one article in five at its last rung, so that the word stays proven.
    """
    if known.status == "withdrawn" or known.gone_since is not None or stamp is None or known.stamp != stamp:
        return False
    born = known.published or known.first_seen
    last = born is None or not ladder or now - born >= timedelta(hours=ladder[-1])
    return not (last and hashlib.sha256(article_id.encode()).digest()[0] % CHECKED == 0)
