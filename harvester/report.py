"""What an operator asks each morning, gathered from the ledger and the run reports: one Standing a source; and the Prometheus text of it.

The ledger has the counts of every run; only the reports of the last day and of the runs that brought something new are opened.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from harvester.accounts import DAY, DayCount
from harvester.health import MANY_RUNS, STATES, Finding, coverage, judge, past_reports, state_of, telling
from harvester.ledger import Ledger
from harvester.spider import ArticleSpider

COUNTS = ("found", "new", "revised", "unchanged", "withdrawn", "rejected", "failed", "requests")
NOT_RUN = timedelta(hours=26)  # a source that was not run for longer is late, whatever its last run said
NEAR = timedelta(days=3)  # what "now" is for the coverage of fields


@dataclass
class Series:
    """One day of the plots; rejected and failed (without the rejected) are of its worst run."""

    day: date
    new: int = 0
    revised: int = 0
    rejected: int = 0
    failed: int = 0
    runs: int = 0
    latency: float | None = None


@dataclass
class Field:
    """How often a field is present: now, usually (None: too little is known), as expected (None: nothing is)."""

    name: str
    share: float
    usual: float | None
    expected: float | None


@dataclass
class Standing:
    """How a source is.

    day       counts of the last 24 hours (rejected and failed: addresses); usual: 10th, 50th and 90th percentile of new articles a day before
    newest    the newest article's instant; coverage, layouts, empty_picks, http: of the last runs that brought something
    rejects   reason -> addresses; failures: cause -> addresses; days: the counted days of the range
    """

    name: str
    title: str
    group: str
    per_day: tuple[int, int]
    silent_hours: float
    findings: list[Finding] = field(default_factory=list)
    last: dict[str, Any] = field(default_factory=dict)
    last_at: datetime | None = None
    day: dict[str, int] = field(default_factory=dict)
    usual: tuple[int, int, int] | None = None
    series: list[Series] = field(default_factory=list)
    newest: datetime | None = None
    coverage: list[Field] = field(default_factory=list)
    records: int = 0
    layouts: dict[str, int] = field(default_factory=dict)
    empty_picks: dict[str, int] = field(default_factory=dict)
    http: dict[str, int] = field(default_factory=dict)
    rejects: dict[str, list[str]] = field(default_factory=dict)
    failures: dict[str, list[str]] = field(default_factory=dict)
    latency: tuple[float, float] | None = None
    days: list[DayCount] = field(default_factory=list)

    @property
    def incomplete(self) -> list[DayCount]:
        """The counted days that are not finished."""
        return [d for d in self.days if not d.finished]

    @property
    def state(self) -> str:
        """The gravest state, or ok."""
        return state_of(self.findings)

    def age(self, now: datetime) -> float | None:
        """Hours since the newest article."""
        return (now - self.newest).total_seconds() / 3600 if self.newest else None


def standings(spiders: Iterable[type[ArticleSpider]], output: Path, *, now: datetime, days: int = 30) -> list[Standing]:
    """How the sources are that ever ran, the gravest first. Errors: UsageError without a ledger, LedgerError."""
    ledger = Ledger.open(output / "state" / "ledger.sqlite", readonly=True)
    try:
        found = [s for s in (standing(spider, ledger, output / "runs", now=now, days=days) for spider in spiders) if s is not None]
    finally:
        ledger.close()
    return sorted(found, key=lambda s: (STATES.index(s.state) if s.state in STATES else len(STATES), s.name))


def standing(spider: type[ArticleSpider], ledger: Ledger, folder: Path, *, now: datetime, days: int) -> Standing | None:
    """How one source is; None when it never ran."""
    source = spider.source
    runs = [r for r in ledger.runs(spider.name, limit=MANY_RUNS) if r["counts"].get("kind", "crawl") != "replay"]
    if not runs:
        return None
    zone = ZoneInfo(source.zone)
    made = Standing(spider.name, source.title, source.group, source.expect.per_day, source.expect.silent_hours)
    crawls = [r for r in runs if r["counts"].get("kind", "crawl") == "crawl"]
    reports = past_reports(folder, telling(runs))
    recent = past_reports(folder, [r["run"] for r in crawls if now - r["started"] <= DAY][:48])
    last = past_reports(folder, [r["run"] for r in (crawls or runs)[:1]])
    made.last, made.last_at = (last[0] if last else {}), (crawls or runs)[0]["started"]
    made.day = {n: sum(int(r["counts"].get(n) or 0) for r in crawls if now - r["started"] <= DAY) for n in COUNTS}
    made.series = series(runs, now.astimezone(zone).date(), days, zone)
    made.usual = usual_of(made.series[:-1])
    newest = [r["newest"] for r in (*reports, *recent, *last) if r.get("newest")]
    made.newest = max((datetime.fromisoformat(n) for n in newest), default=None)
    _fields(made, spider, reports, recent or last, now)
    _trouble(made, recent or last)
    waits = [r["latency"] for r in (recent or last) if r.get("latency")]
    if waits:
        made.latency = sorted(w["median"] for w in waits)[len(waits) // 2], max(w["p90"] for w in waits)
    today = now.astimezone(zone).date()
    made.days = ledger.days(spider.name, today - timedelta(days=days), today - DAY)
    if made.last:
        made.findings = judge({**made.last, "finished": now.isoformat()}, source.expect, reports, layouts=bool(spider.layouts))
        made.findings += died(made)
    if crawls and now - made.last_at > NOT_RUN:  # where there were only backfills, nothing says that it is to be run
        hours = (now - made.last_at).total_seconds() / 3600
        made.findings.append(Finding("late", f"not run for {hours:.0f} hours", "look at the scheduler: systemctl list-timers, or the crontab's log"))
    made.findings.sort(key=lambda f: STATES.index(f.state))
    return made


def to_do(found: Sequence[Standing]) -> list[tuple[str, str, list[tuple[Standing, list[Finding]]]]]:
    """What is wrong, the gravest first: state, cure, and the sources that it would cure, each with its findings.

    A day without news for all (a public holiday, a network that is down) is one thing to do, however many sources it shows in.
    """
    made: dict[tuple[str, str], dict[str, tuple[Standing, list[Finding]]]] = {}
    for s in found:
        for f in s.findings:
            made.setdefault((f.state, f.cure), {}).setdefault(s.name, (s, []))[1].append(f)
    return [(state, cure, list(sources.values())) for (state, cure), sources in sorted(made.items(), key=lambda i: STATES.index(i[0][0]))]


def died(made: Standing) -> list[Finding]:
    """A run that was killed has nothing to say for itself."""
    if made.last.get("outcome") != "killed":
        return []
    return [Finding("broken", "the last run was killed", "look for the cause in the system's log (out of memory, power); run it again: nothing staged is lost")]


def series(runs: Sequence[dict[str, Any]], today: date, days: int, zone: ZoneInfo) -> list[Series]:
    """The last days, the oldest first, with what their runs brought; backfills apart, which bring what is old."""
    by_day = {today - timedelta(days=n): Series(today - timedelta(days=n)) for n in range(days - 1, -1, -1)}
    waits: dict[date, list[float]] = {}
    for run in runs:
        day, counts = run["started"].astimezone(zone).date(), run["counts"]
        entry = by_day.get(day)
        if entry is None or counts.get("kind", "crawl") != "crawl":
            continue
        entry.runs += 1
        entry.new += int(counts.get("new") or 0)
        entry.revised += int(counts.get("revised") or 0)
        # what fails is asked for by every run again: the worst run of the day tells how much it is
        entry.rejected = max(entry.rejected, int(counts.get("rejected") or 0))
        entry.failed = max(entry.failed, int(counts.get("failed") or 0) - int(counts.get("rejected") or 0))
        if counts.get("latency") is not None:
            waits.setdefault(day, []).append(float(counts["latency"]))
    for day, values in waits.items():
        by_day[day].latency = sorted(values)[len(values) // 2]
    return list(by_day.values())


def usual_of(days: Sequence[Series]) -> tuple[int, int, int] | None:
    """New articles of a usual day: 10th, 50th, 90th percentile of the days with runs; None with fewer than five of them."""
    counts = sorted(d.new for d in days if d.runs)
    if len(counts) < 5:
        return None
    return counts[len(counts) // 10], counts[len(counts) // 2], counts[len(counts) * 9 // 10]


def _fields(made: Standing, spider: type[ArticleSpider], reports: Sequence[dict[str, Any]], recent: Sequence[dict[str, Any]], now: datetime) -> None:
    near = [r for r in reports if now - datetime.fromisoformat(r["started"]) <= NEAR] or list(reports[:5])
    before = [r for r in reports if all(r is not n for n in near)]
    records, shares = coverage(near)
    known, usual = coverage(before)
    expected = spider.source.expect.filled
    made.records = records
    names = sorted({*shares, *usual, *expected}, key=lambda n: (n not in expected, -shares.get(n, 0.0), n))
    made.coverage = [Field(n, shares.get(n, 0.0), usual.get(n, 0.0) if known >= 10 else None, expected.get(n)) for n in names] if records else []
    for target, source in ((made.layouts, "layouts"), (made.empty_picks, "empty_picks")):
        sums: Counter[str] = Counter()
        for report in near or recent:
            sums.update(report.get(source, {}))
        target.update(sums.most_common())
    answers: Counter[str] = Counter()
    for report in recent:
        answers.update(report.get("http", {}))
    made.http.update(sorted(answers.items()))


def _trouble(made: Standing, recent: Sequence[dict[str, Any]]) -> None:
    for report in recent:
        for reject in report.get("rejected", ()):
            for reason in reject.get("reasons", ()):
                _note(made.rejects, str(reason), reject["url"])
        for failure in report.get("failed", ()):
            if not str(failure["cause"]).startswith("rejected"):
                _note(made.failures, str(failure["cause"]), failure["url"])
    made.day["rejected"] = len({url for urls in made.rejects.values() for url in urls})
    made.day["failed"] = len({url for urls in made.failures.values() for url in urls})


def _note(book: dict[str, list[str]], cause: str, url: str) -> None:
    urls = book.setdefault(cause, [])
    if url not in urls:
        urls.append(url)


# --- Prometheus ------------------------------------------------------------------------------------------------------------

_HELP = {
    "harvester_state": "1 for the state a source is in",
    "harvester_last_run_timestamp_seconds": "when the last run began",
    "harvester_last_run_exit_code": "exit code of the last run",
    "harvester_articles": "what the runs of the last 24 hours brought",
    "harvester_usual_new_articles": "new articles of a usual day (median)",
    "harvester_newest_article_age_seconds": "age of the newest article",
    "harvester_silent_limit_seconds": "age of the newest article after which the source is late",
    "harvester_field_share": "share of records that have a field",
    "harvester_http_responses": "answers of the last 24 hours by status",
    "harvester_latency_seconds": "from published to delivered, new articles of the last 24 hours",
    "harvester_days_incomplete": "days whose articles differ from their index",
}


def prometheus(found: Sequence[Standing], *, now: datetime) -> str:
    """The text for node_exporter's textfile collector."""
    rows: dict[str, list[str]] = {name: [] for name in _HELP}

    def add(metric: str, value: float, **labels: str) -> None:
        told = ",".join(f'{k}="{_escaped(v)}"' for k, v in labels.items())
        rows[metric].append(f"{metric}{{{told}}} {value:.10g}")

    for s in found:
        for state in ("ok", *STATES):
            add("harvester_state", float(s.state == state), source=s.name, state=state)
        if s.last_at is not None:
            add("harvester_last_run_timestamp_seconds", s.last_at.timestamp(), source=s.name)
        if "exit_code" in s.last:
            add("harvester_last_run_exit_code", s.last["exit_code"], source=s.name)
        for name in COUNTS:
            add("harvester_articles", s.day.get(name, 0), source=s.name, outcome=name)
        if s.usual:
            add("harvester_usual_new_articles", s.usual[1], source=s.name)
        age = s.age(now)
        if age is not None:
            add("harvester_newest_article_age_seconds", round(age * 3600), source=s.name)
        add("harvester_silent_limit_seconds", s.silent_hours * 3600, source=s.name)
        for f in s.coverage:
            add("harvester_field_share", round(f.share, 4), source=s.name, field=f.name)
        for status, n in s.http.items():
            add("harvester_http_responses", n, source=s.name, status=status)
        if s.latency:
            add("harvester_latency_seconds", s.latency[0] * 60, source=s.name, quantile="0.5")
            add("harvester_latency_seconds", s.latency[1] * 60, source=s.name, quantile="0.9")
        add("harvester_days_incomplete", len(s.incomplete), source=s.name)
    lines = []
    for name, values in rows.items():
        if values:
            lines += [f"# HELP {name} {_HELP[name]}", f"# TYPE {name} gauge", *values]
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
