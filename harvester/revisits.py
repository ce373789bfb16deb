"""When an article that is known is looked at again: a ladder of ages after its publication, so that silent rewrites are caught."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from harvester.ledger import Known

# Hours after publication. info.gov.hk rewrites releases under their old timestamp, mostly within the day, seldom after a week.
LADDER = (1.0, 6.0, 24.0, 72.0, 168.0)
DAY = timedelta(days=1)


def is_due(known: Known, now: datetime, ladder: Sequence[float] = LADDER) -> bool:
    """Whether a known article is to be asked for again.

    ladder  ages in hours; at each the article is looked at once, and never after the last
    Rules: an article that was gone is asked for again a day later; one withdrawn only when an index lists it again, so it is due.
    Example: published at 12:00, last seen at 12:10: due from 13:00 on, then from 18:00, then a day, three days, a week later.
    """
    if known.status == "withdrawn":
        return True
    if known.gone_since is not None:
        return now - known.gone_since >= DAY
    if known.last_seen is None:
        return True
    born = known.published or known.first_seen or known.last_seen
    passed = [step for step in (born + timedelta(hours=hours) for hours in ladder) if step <= now]
    return bool(passed) and known.last_seen < passed[-1]
