"""How a source is: a run compared with what its source expects and with its own past → ok, late, thin, hollow, broken, blocked, flooded.

Each finding says what was seen and what to do about it. Nothing here fetches, and nothing knows Scrapy.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import orjson

from harvester.source import Expect

Report = Mapping[str, Any]

# The gravest first: what stops everything before what is only less than usual.
STATES = ("blocked", "broken", "hollow", "flooded", "thin", "late")
MANY_RUNS = 800  # runs of a source that are looked through for its past: hourly ones of a month
PAST_RUNS = 60  # of them, those with new articles, whose reports are read
PAST = timedelta(days=28)
ENOUGH = 5  # records of a run that tell something of a field
ENOUGH_PAST = 30  # records of the past that do

# "HTTP status 403 (Cloudflare challenge)", "rejected: blocked: captcha", "IgnoreRequest: Forbidden by robots.txt"
_REFUSED = re.compile(r"HTTP status (?:401|402|403|407|429|451)\b|blocked:|challenge|captcha|access denied|too many requests|login wall|consent wall|robots\.txt", re.I)
# "robots.txt unreachable (503): not crawled", "no whole answer within 30 s (timeout)", "5 failures in a row"
_SILENT = re.compile(r"unreachable|timeout|timed out|refused by|connection|resolve|failures in a row|HTTP status 5\d\d", re.I)


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it should be: state, what was seen, what to do."""

    state: str
    reason: str
    cure: str


def judge(report: Report, expect: Expect, past: Sequence[Report], *, layouts: bool = True) -> list[Finding]:
    """What is wrong with a source after a run, the gravest first; nothing when it is ok.

    report   a run report as in output/runs/
    past     earlier reports of the same source, any order; layouts: the source has layouts of its own
    """
    usual = [p for p in past if p.get("kind", "crawl") == "crawl" and p.get("run") != report.get("run") and _days_before(p, report) <= PAST]
    findings = [*refused(report), *broken(report, layouts=layouts), *hollow(report, expect, usual)]
    if report.get("kind", "crawl") == "crawl":
        findings += flooded(report, expect)
        if not any(f.state in ("blocked", "broken") for f in findings):  # which are why there is little, and nothing new
            findings += [*thin(report, expect, usual), *late(report, expect, usual)]
    return sorted(findings, key=lambda f: STATES.index(f.state))


def state_of(findings: Sequence[Finding]) -> str:
    """The gravest state, or ok."""
    return findings[0].state if findings else "ok"


def usable(report: Report) -> int:
    """Records that were had or known."""
    counts = report.get("counts", {})
    return sum(int(counts.get(n, 0)) for n in ("new", "revised", "unchanged", "other_topic"))


def refused(report: Report) -> Iterable[Finding]:
    """Blocked: the site does not let us in, or does not answer at all."""
    causes = [str(f.get("cause", "")) for f in report.get("failed", ())]
    shut = [c for c in causes if _REFUSED.search(c) and not _SILENT.search(c)]
    silent = [c for c in causes if _SILENT.search(c)]
    kept_out = int(report.get("stats", {}).get("harvest/refused", 0))
    had = usable(report)
    if shut and len(shut) >= max(1, had):
        yield Finding("blocked", f"{len(shut)} of {had + len(causes)} pages refused: {_most(shut)}",
                      "the site refuses crawlers: set HARVESTER_CONTACT, run less often, ask the site's operator; do not work around it")  # fmt: skip
    elif kept_out and kept_out >= max(1, had):
        yield Finding("blocked", f"{kept_out} addresses not fetched: robots.txt or another host", "read the site's robots.txt: where it forbids articles, ask the publisher or leave the source out")
    elif silent and len(silent) >= max(1, had):
        yield Finding("blocked", f"the site does not answer: {_most(silent)}", "look at the site in a browser and at this machine's network; the next run finds what was missed")


def broken(report: Report, *, layouts: bool) -> Iterable[Finding]:
    """Broken: pages are had, and are not what the source's file says."""
    name, stats, counts = report.get("source", "NAME"), report.get("stats", {}), report.get("counts", {})
    causes = [str(f.get("cause", "")) for f in report.get("failed", ())]
    code = report.get("exit_code")
    if code == 5:
        yield Finding("broken", f"storage: {report.get('reason')}", "make room or mend the disk, then run again: nothing harvested is lost")
    elif code == 1 or any(c.startswith(("pipeline error", "reading failed")) for c in causes):
        bugs = [c for c in causes if c.startswith(("pipeline error", "reading failed"))]
        yield Finding("broken", f"a bug: {_most(bugs) if bugs else report.get('reason') or 'see the log'}", f"harvester doctor {name} saves the page; report it with the log")
    for what, told in report.get("troubles", {}).items():
        yield Finding("broken", f"{what} raised on {told}", f"look at a page with harvester try: its data is not what it was; mend the layout, then harvester replay: {name}")
    rejected = int(counts.get("rejected", 0))
    reasons = {k: v for k, v in report.get("reject_reasons", {}).items() if k != "blocked"}
    if rejected >= 2 and reasons and rejected * 3 >= rejected + usable(report):
        worst = max(reasons, key=lambda k: reasons[k])
        yield Finding("broken", f"{rejected} of {rejected + usable(report)} pages rejected: {worst}",
                      f"the site changed its page: harvester doctor {name}, mend the layout, then harvester replay the archive")  # fmt: skip
    odd = [c for c in causes if c.startswith(("index unreadable", "index incomplete"))]
    # an index that is not let out, or a host that is silent, has not moved
    moved = [f for f in report.get("failed", ()) if f.get("kind") == "index" and not _REFUSED.search(str(f.get("cause"))) and not _SILENT.search(str(f.get("cause")))]
    empty, pages = int(stats.get("harvest/index/without_articles", 0)), int(stats.get("harvest/index/pages", 0))
    if odd:
        yield Finding("broken", f"{len(odd)} indexes: {_most(odd)}", f"harvester doctor {name} tells which one and how it answers; mend the source's discovery")
    elif moved:
        yield Finding("broken", f"{len(moved)} indexes not had: {_most([str(f['cause']) for f in moved])}", f"harvester doctor {name}: the feed or list has probably moved; mend the source's discovery")
    elif pages and empty >= pages:
        yield Finding("broken", f"all {pages} indexes list no article", f"harvester doctor {name}: the list's page has probably changed; mend the source's discovery")
    seen = report.get("layouts", {})
    read, strange = sum(seen.values()), int(seen.get("none", 0))
    if layouts and strange >= 2 and strange * 2 >= read:
        yield Finding("broken", f"no layout fits {strange} of {read} pages; the generic reader took them", f"the site changed its page: harvester doctor {name} saves one, mend the layout")


def coverage(reports: Iterable[Report]) -> tuple[int, dict[str, float]]:
    """Records, and the share of them (0 to 1) that has each field, over some runs."""
    sums: Counter[str] = Counter()
    for report in reports:
        sums.update({k: int(v) for k, v in report.get("filled", {}).items()})
    records = sums.pop("records", 0)
    return records, {name: n / records for name, n in sums.items()} if records else {}


def hollow(report: Report, expect: Expect, usual: Sequence[Report]) -> Iterable[Finding]:
    """Hollow: records come, and something that is usually in them does not."""
    records, filled = coverage([report])
    if records < ENOUGH:
        return
    known, before = coverage(usual)
    for name in sorted({*expect.filled, *before}):
        share, wanted = filled.get(name, 0.0), expect.filled.get(name, 0.0)
        had = before.get(name, 0.0) if known >= ENOUGH_PAST else 0.0
        if wanted and share < wanted / 2 and records * wanted >= ENOUGH / 2:
            told = f"expected {wanted:.0%}"
        elif had >= 0.3 and share < had / 2 and had - share > 0.3:
            told = f"usually {had:.0%}"
        else:
            continue
        picks = [p for p in report.get("empty_picks", {}) if p.rpartition(".")[2] in (name, _PICKS.get(name, name))]
        where = f"; the pick {picks[0]} finds nothing" if picks else ""
        yield Finding("hollow", f"{name} in {share:.0%} of {records} records, {told}{where}", f"look at a page with harvester try, mend the pick, then harvester replay: {report.get('source')}")


_PICKS = {"images": "photos", "authors": "byline", "photo credit": "photos"}


def flooded(report: Report, expect: Expect) -> Iterable[Finding]:
    """Flooded: far more than a healthy day brings, or everything changed at once."""
    counts = report.get("counts", {})
    new, revised = int(counts.get("new", 0)), int(counts.get("revised", 0))
    days = window_days(report)
    most = expect.per_day[1]
    if new > 1.5 * most * days and new > 20:
        yield Finding("flooded", f"{new} new articles for {days} days, at most {most} a day expected", "look at the newest records: other sections, old articles under new addresses? mend Source.article or Expect")
    everything = new + revised + int(counts.get("unchanged", 0))
    if revised > 20 and revised * 2 > everything:
        yield Finding("flooded", f"{revised} of {everything} articles revised at once", "compare two revisions: a new line on every page of the site, or a changed reader of ours? mend the layout's drop")


def thin(report: Report, expect: Expect, usual: Sequence[Report]) -> Iterable[Finding]:
    """Thin: the last working day that is over listed fewer than the source's healthy day; Hong Kong's public holidays are none."""
    days = {**{d: n for p in reversed(usual) for d, n in p.get("days", {}).items()}, **report.get("days", {})}
    today = datetime.fromisoformat(report["started"]) + timedelta(hours=8)  # every source's days are UTC+8
    over = [date.fromisoformat(d) for d in days if date.fromisoformat(d) < today.date() and working(date.fromisoformat(d))]
    own = [d for d in over if str(d) in report.get("days", {}) and report.get("incomplete", {}).get(str(d)) != "index incomplete"]
    if not own:
        return
    last = max(own)
    number = days[str(last)]
    if number < expect.per_day[0]:
        yield Finding("thin", f"{number} {'article' if number == 1 else 'articles'} listed on {last}, at least {expect.per_day[0]} expected on a working day", "compare with the site's own list: a section the discovery does not see?")


def working(day: date) -> bool:
    """Whether offices and newsrooms are at work: Monday to Friday, and no public holiday in Hong Kong. Example: working(date(2026, 2, 17)) is False"""
    return day.weekday() < 5 and day not in _holidays()


@cache
def _holidays() -> Container[date]:
    from holidays import country_holidays  # 0.1 s, and most commands ask for none

    return country_holidays("HK", categories=("public", "optional"))  # banks' days too


def late(report: Report, expect: Expect, usual: Sequence[Report]) -> Iterable[Finding]:
    """Late: nothing new for longer than the source is ever silent."""
    known = [r["newest"] for r in (report, *usual) if r.get("newest")]
    if not known:
        return
    now = datetime.fromisoformat(report.get("finished") or report["started"])
    newest = max(datetime.fromisoformat(n) for n in known)
    hours = (now - newest).total_seconds() / 3600
    if hours > expect.silent_hours:
        yield Finding("late", f"the newest article is {hours:.0f} hours old, at most {expect.silent_hours:.0f} expected", f"look at the site: is there anything newer? then harvester doctor {report.get('source')}")


def window_days(report: Report) -> int:
    """Days of a run's window."""
    window = report.get("window")
    return (date.fromisoformat(window[1]) - date.fromisoformat(window[0])).days + 1 if window else 1


def telling(runs: Iterable[Mapping[str, Any]]) -> list[str]:
    """Of a source's runs in the ledger (the newest first), the ids of the crawls that brought something new: its past."""
    found = [str(r["run"]) for r in runs if r["counts"].get("new") and r["counts"].get("kind", "crawl") == "crawl"]
    return found[:PAST_RUNS]


def past_reports(folder: Path, runs: Iterable[str]) -> list[dict[str, Any]]:
    """The reports of some runs; those that are not there or cannot be read are left out."""
    found = []
    for run in runs:
        try:
            found.append(orjson.loads((folder / f"{run}.json").read_bytes()))
        except (OSError, orjson.JSONDecodeError):
            continue
    return [r for r in found if isinstance(r, dict)]


def _days_before(earlier: Report, report: Report) -> timedelta:
    try:
        return datetime.fromisoformat(report["started"]) - datetime.fromisoformat(earlier["started"])
    except (KeyError, ValueError):
        return timedelta.max


def _most(causes: Sequence[str]) -> str:
    """The most frequent of some causes."""
    return Counter(causes).most_common(1)[0][0][:160] if causes else ""

