"""States told by their signs; what is ordinary gives none."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from harvester.health import STATES, judge, state_of, telling
from harvester.report import Series, Standing, prometheus, usual_of
from harvester.source import Expect

EXPECT = Expect(per_day=(8, 60), silent_hours=36, filled={"issuer": 0.6, "images": 0.2})
NOW = datetime(2024, 8, 2, 4, 0, tzinfo=UTC)  # noon of a Friday in Hong Kong


def report(**changed: Any) -> dict[str, Any]:
    """A run of an ordinary day."""
    counts = {"found": 40, "new": 20, "revised": 1, "unchanged": 19, "rejected": 0, "failed": 0, **changed.pop("counts", {})}
    made: dict[str, Any] = {
        "run": "r", "source": "x", "kind": "crawl", "started": NOW.isoformat(), "finished": NOW.isoformat(), "window": ["2024-07-31", "2024-08-02"], "exit_code": 0,
        "counts": counts, "failed": [], "rejected": [], "newest": "2024-08-02T10:00:00+08:00", "filled": {"records": 20, "issuer": 16, "images": 6, "topics": 15},
        "layouts": {"Since2016": 40}, "empty_picks": {}, "reject_reasons": {}, "days": {"2024-07-31": 30, "2024-08-01": 28, "2024-08-02": 9}, "incomplete": {"2024-08-02": "not over yet"},
        "stats": {"harvest/index/pages": 3},
    }  # fmt: skip
    return made | changed


def failed(cause: str, n: int, **more: str) -> list[dict[str, str]]:
    return [{"url": f"https://x.hk/{i}", "cause": cause, **more} for i in range(n)]


NOTHING = {"new": 0, "revised": 0, "unchanged": 0, "found": 0}


@pytest.mark.parametrize(
    ("changed", "state", "words"),
    [
        ({}, "ok", ""),
        ({"failed": failed("HTTP status 403 (Cloudflare challenge)", 1)}, "ok", ""),
        ({"failed": failed("HTTP status 403 (Cloudflare challenge)", 30), "counts": NOTHING}, "blocked", "Cloudflare challenge"),
        ({"failed": failed("rejected: blocked: captcha", 30), "counts": NOTHING | {"rejected": 30}}, "blocked", "captcha"),
        ({"failed": failed("robots.txt unreachable (503): not crawled", 2), "counts": NOTHING}, "blocked", "does not answer"),
        ({"failed": failed("DownloadTimeoutError: 30 s", 2), "counts": NOTHING}, "blocked", "does not answer"),
        ({"stats": {"harvest/refused": 12}, "counts": NOTHING}, "blocked", "robots.txt"),
        ({"counts": {"new": 2, "revised": 0, "unchanged": 0, "rejected": 8}, "reject_reasons": {"body missing": 8}}, "broken", "body missing"),
        ({"failed": failed("index unreadable: no feed", 1), "counts": NOTHING}, "broken", "no feed"),
        ({"failed": failed("HTTP status 404 (not found page)", 1, kind="index"), "counts": NOTHING}, "broken", "indexes not had"),
        ({"stats": {"harvest/index/pages": 3, "harvest/index/without_articles": 3}, "counts": NOTHING}, "broken", "list no article"),
        ({"layouts": {"Since2016": 2, "none": 30}}, "broken", "no layout fits 30 of 32"),
        ({"exit_code": 5, "reason": "No space left on device"}, "broken", "No space left"),
        ({"failed": failed("pipeline error: KeyError: 'x'", 1)}, "broken", "a bug"),
        ({"filled": {"records": 20, "issuer": 3, "images": 6}, "empty_picks": {"Since2016.issuer": 17}}, "hollow", "issuer in 15% of 20 records, expected 60%; the pick Since2016.issuer"),
        ({"counts": {"new": 500}}, "flooded", "500 new articles"),
        ({"counts": {"new": 2, "revised": 38, "unchanged": 0}}, "flooded", "38 of 40"),
        ({"days": {"2024-07-31": 30, "2024-08-01": 3, "2024-08-02": 9}}, "thin", "3 articles listed on 2024-08-01"),
        ({"newest": "2024-07-30T10:00:00+08:00"}, "late", "74 hours old"),
    ],
)
def test_states(changed: dict[str, Any], state: str, words: str) -> None:
    findings = judge(report(**changed), EXPECT, [])
    assert state_of(findings) == state, findings
    if state != "ok":
        assert words in findings[0].reason
        assert len(findings[0].cure) > 20


def test_a_field_that_vanishes_is_told_by_the_past() -> None:
    past = [report(run=f"p{n}", started=(NOW - timedelta(days=n)).isoformat()) for n in range(1, 4)]
    gone = report(filled={"records": 20, "issuer": 16, "images": 6, "topics": 1})
    assert [f.reason for f in judge(gone, EXPECT, past)] == ["topics in 5% of 20 records, usually 75%"]
    assert judge(gone, EXPECT, []) == []
    few = report(filled={"records": 2, "issuer": 0, "images": 0, "topics": 0})
    assert judge(few, EXPECT, past) == [], "two records prove nothing"


def test_weekends_and_backfills_are_not_thin_or_late() -> None:
    weekend = report(started="2024-08-05T02:00:00+00:00", days={"2024-08-03": 1, "2024-08-04": 0, "2024-08-05": 2})
    assert state_of(judge(weekend, EXPECT, [])) in ("ok", "late")
    assert judge(report(kind="backfill", newest="2019-01-01T10:00:00+08:00", days={"2019-01-02": 1}, counts={"new": 500}), EXPECT, []) == []


def test_public_holidays_are_not_thin() -> None:
    new_year = {"started": "2026-02-18T02:00:00+00:00", "newest": "2026-02-18T09:00:00+08:00"}
    assert judge(report(**new_year, days={"2026-02-17": 1}), EXPECT, []) == []
    before = judge(report(**new_year, days={"2026-02-16": 1, "2026-02-17": 1}), EXPECT, [])
    assert [(f.state, f.reason.split(",")[0]) for f in before] == [("thin", "1 article listed on 2026-02-16")]


def test_an_index_that_was_refused_has_not_moved() -> None:
    for cause in ("HTTP status 403 (Cloudflare challenge)", "the host's name cannot be resolved: DNS lookup failed"):
        assert {f.state for f in judge(report(failed=failed(cause, 3, kind="index"), counts=NOTHING), EXPECT, [])} == {"blocked"}


def test_what_a_graver_state_explains_is_not_said_again() -> None:
    little: dict[str, Any] = {"days": {"2024-08-01": 1}, "newest": "2024-07-30T10:00:00+08:00"}
    assert {f.state for f in judge(report(**little), EXPECT, [])} == {"thin", "late"}
    shut = failed("HTTP status 403 (Cloudflare challenge)", 30)
    assert {f.state for f in judge(report(**little, failed=shut, counts=NOTHING), EXPECT, [])} == {"blocked"}


def test_the_gravest_comes_first() -> None:
    both = judge(report(newest="2024-07-30T10:00:00+08:00", days={"2024-08-01": 1}, filled={"records": 20, "issuer": 0, "images": 6}), EXPECT, [])
    assert [f.state for f in both] == ["hollow", "thin", "late"]
    assert [STATES.index(f.state) for f in both] == sorted(STATES.index(f.state) for f in both)


def test_the_past_is_what_brought_something() -> None:
    runs = [{"run": "a", "counts": {"new": 0}}, {"run": "b", "counts": {"new": 3}}, {"run": "c", "counts": {"new": 3, "kind": "backfill"}}]
    assert telling(runs) == ["b"]


def test_usual() -> None:
    days = [Series(date(2024, 7, n), new=n, runs=1) for n in range(1, 21)] + [Series(date(2024, 7, 25))]
    assert usual_of(days) == (3, 11, 19)
    assert usual_of(days[:4]) is None


def test_prometheus_text() -> None:
    made = Standing("x", 'The "X" Post', "news", (1, 2), 36.0, last={"exit_code": 3}, last_at=NOW, day={"new": 5}, newest=NOW - timedelta(hours=2))
    text = prometheus([made], now=NOW)
    assert 'harvester_state{source="x",state="ok"} 1\n' in text
    assert 'harvester_newest_article_age_seconds{source="x"} 7200\n' in text
    assert 'harvester_last_run_exit_code{source="x"} 3\n' in text
    samples = [line for line in text.splitlines() if not line.startswith("#")]
    assert all(line.count("{") == 1 and float(line.rsplit(" ", 1)[1]) >= 0 for line in samples)
    assert len({line.rsplit(" ", 1)[0] for line in samples}) == len(samples)
