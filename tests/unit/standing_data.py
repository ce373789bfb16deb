"""A month of runs as they lie in an output directory: one source of every state. Also for looking at the page by eye."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson

from harvester.accounts import DayCount
from harvester.ledger import Ledger

NOW = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)  # Tuesday, 09:30 in Hong Kong
FIELDS = ("issuer", "images", "topics", "description", "photo credit", "translations", "authors")
STATE_OF = {"info_gov_hk_en": "ok", "info_gov_hk_tc": "ok", "news_gov_hk_en": "thin", "chinadaily_hk": "hollow", "rthk_en": "ok", "hkfp": "blocked", "mingpao": "broken",
            "thestandard": "late", "hk01": "flooded"}  # fmt: skip


def build(output: Path, sources: dict[str, str] | None = None, *, days: int = 30, a_day: int = 3) -> None:
    """Write ledger and reports of a month, `a_day` runs each day."""
    ledger = Ledger.open(output / "state" / "ledger.sqlite")
    (output / "runs").mkdir(parents=True, exist_ok=True)
    for name, state in (sources or STATE_OF).items():
        dice = random.Random(name)
        for back in range(days - 1, -1, -1):
            for n in range(a_day):
                started = NOW - timedelta(days=back, hours=1 + (24 // a_day) * (a_day - 1 - n))
                _run(ledger, output, name, state if back == 0 else "ok", started, dice)
        for back in range(1, min(days, 22)):
            day = (NOW - timedelta(days=back)).date()
            listed = dice.randint(20, 40)
            missing = 2 if back in (4, 9) and name in ("mingpao", "hkfp") else 0
            missed = {f"https://news.example/{name}/{day}/{i}.html": (f"{name}:{i}", "HTTP status 500") for i in range(missing)}
            ledger.note_day(name, DayCount(day, listed, listed - missing, failed=missing, whole=back != 7, over=True, missed=missed))
    ledger.close()


def _run(ledger: Ledger, output: Path, name: str, state: str, started: datetime, dice: random.Random) -> None:
    weekend = (started + timedelta(hours=8)).weekday() > 4
    new = dice.randint(1, 4) if weekend else dice.randint(6, 12)
    new = {"blocked": 0, "thin": 1, "flooded": 400, "late": 0}.get(state, new)
    counts = {"found": new + 20, "new": new, "revised": dice.randint(0, 2), "unchanged": 12, "withdrawn": 0, "rejected": 0, "other_topic": 0, "failed": 0, "requests": new + 16, "recovered": 0}
    shares = {"issuer": 0.9, "images": 0.5, "topics": 0.7, "description": 1.0, "photo credit": 0.4, "translations": 0.8, "authors": 0.6}
    failed: list[dict[str, str]] = []
    rejected: list[dict[str, Any]] = []
    http, layouts, reasons = {"200": new + 14, "304": 2}, {"Since2024": new}, {}
    newest = started - timedelta(hours=60 if state == "late" else 0.5)
    if state == "blocked":
        failed = [{"url": f"https://news.example/{name}/{i}.html", "cause": "HTTP status 403 (Cloudflare challenge)"} for i in range(23)]
        counts |= {"failed": 23, "revised": 0, "unchanged": 0}
        http, layouts = {"200": 1, "403": 23}, {}
    if state == "broken":
        rejected = [{"url": f"https://news.example/{name}/新聞/{i}?a=1&b=2", "reasons": ["body missing"]} for i in range(9)]
        failed = [{"url": r["url"], "cause": "rejected: body missing"} for r in rejected]
        counts |= {"rejected": 9, "failed": 9, "new": 2, "unchanged": 0}
        layouts, reasons = {"Since2024": 2, "none": 9}, {"body missing": 9}
    if state == "hollow":
        shares |= {"images": 0.0, "photo credit": 0.0}
    local = (started + timedelta(hours=8)).date()
    yesterday = local - timedelta(days=1)
    while yesterday.weekday() > 4:
        yesterday -= timedelta(days=1)
    report = {
        "run": f"{started:%Y%m%dT%H%M%SZ}-{name}", "source": name, "started": started.isoformat(), "finished": (started + timedelta(minutes=3)).isoformat(),
        "window": [str(yesterday), str(local)], "outcome": "partial" if failed else "complete", "exit_code": 3 if failed else 0, "reason": None, "counts": counts, "failed": failed,
        "rejected": rejected, "newest": newest.isoformat() if new else None, "kind": "crawl", "state": state, "findings": [],
        "latency": {"n": new, "median": dice.randint(18, 70), "p90": dice.randint(70, 160)} if new else {},
        "filled": {"records": new, **{f: round(new * shares[f]) for f in FIELDS}} if new else {}, "layouts": layouts,
        "empty_picks": {"Since2024.photos": new, "Since2024.updated": new // 2} if state == "hollow" else {}, "reject_reasons": reasons, "http": http,
        "days": {str(yesterday): 2 if state == "thin" else 31, str(local): 9}, "incomplete": {str(local): "not over yet"}, "stats": {"harvest/index/pages": 3},
    }  # fmt: skip
    ledger.start_run(report["run"], name, (yesterday, local), started)
    ledger.finish_run(report["run"], report["outcome"], {**counts, "kind": "crawl", "state": state, "latency": report["latency"].get("median")}, started + timedelta(minutes=3))
    (output / "runs" / f"{report['run']}.json").write_bytes(orjson.dumps(report))
