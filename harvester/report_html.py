"""The morning's page: every source's standing as one HTML file that needs nothing else: no scripts, no fonts, no network."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from html import escape
from zoneinfo import ZoneInfo

import harvester
from harvester.health import STATES
from harvester.report import Standing, to_do

HONG_KONG = ZoneInfo("Asia/Hong_Kong")
WIDTHS = ("15%", "8%", "5%", "6%", "16%", "7%", "9%", "7%", "6%", "7%", "7%", "7%")  # so that the folded table's columns stand below the other's
LINKS = 8  # addresses shown for one reason
WORDS = {"ok": "as usual", "late": "silent for too long", "thin": "fewer than usual", "hollow": "fields are missing", "broken": "pages are not understood",
         "blocked": "not let in", "flooded": "far more than usual"}  # fmt: skip

STYLE = """
:root{color-scheme:light dark;--bg:#f6f7f9;--card:#fff;--ink:#1a2230;--soft:#5a6575;--line:#dfe3e9;--bar:#3a6fb0;--bar2:#9dbbdd;--band:#3a6fb01a;
--ok:#1f7a44;--late:#8a6100;--thin:#8a6100;--hollow:#8a6100;--flooded:#7a3fa0;--broken:#b3261e;--blocked:#b3261e;--none:#c9d0d9}
@media(prefers-color-scheme:dark){:root{--bg:#12161c;--card:#1b212a;--ink:#e6eaf0;--soft:#9aa6b5;--line:#2d3642;--bar:#6ea3e0;--bar2:#3d5f86;--band:#6ea3e022;
--ok:#5cc488;--late:#e0b34d;--thin:#e0b34d;--hollow:#e0b34d;--flooded:#c794ea;--broken:#ff8a80;--blocked:#ff8a80;--none:#3a4450}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);font:15px/1.45 system-ui,-apple-system,"Segoe UI","Noto Sans CJK TC","PingFang TC","Microsoft JhengHei",sans-serif}
main{max-width:1240px;margin:0 auto;padding:20px 16px 60px}
h1{font-size:24px;margin:0}h2{font-size:18px;margin:30px 0 10px}h3{font-size:13px;margin:0 0 8px;color:var(--soft);font-weight:600}
p{margin:4px 0}p,.todo div{overflow-wrap:anywhere;min-width:0}a{color:inherit;text-decoration-color:var(--soft);text-underline-offset:2px}
.soft{color:var(--soft)}small{font-size:13px}
.head{display:flex;flex-wrap:wrap;gap:6px 18px;align-items:baseline}
.tally{display:flex;flex-wrap:wrap;gap:8px;margin:14px 0 0}
.chip{display:inline-block;padding:1px 9px;border-radius:99px;border:1.5px solid var(--c);color:var(--c);font-size:13px;font-weight:600;white-space:nowrap}
.card{background:var(--card);border:1px solid var(--line);border-radius:10px}
.todo{list-style:none;margin:0;padding:0}
.todo li{display:grid;grid-template-columns:84px 170px 1fr;gap:2px 12px;padding:10px 14px;border-top:1px solid var(--line)}
.todo li:first-child{border-top:0}.todo b{overflow-wrap:anywhere;font-weight:600}
table{border-collapse:collapse;width:100%}
.all td,.all th{padding:7px 10px;text-align:right;border-top:1px solid var(--line);white-space:nowrap;font-variant-numeric:tabular-nums}
.all th{border-top:0;color:var(--soft);font-size:13px;font-weight:600}
.all td:nth-child(-n+2),.all th:nth-child(-n+2){text-align:left}.all td:first-child a{font-weight:600}
.all .plot{padding:4px 10px}.zero{color:var(--soft)}.bad{color:var(--broken);font-weight:600}.warn{color:var(--late);font-weight:600}
svg{display:block;width:100%}
details{margin:10px 0;padding:0}
summary{cursor:pointer;padding:12px 14px;display:flex;flex-wrap:wrap;gap:4px 12px;align-items:baseline;list-style:none}
summary::-webkit-details-marker{display:none}summary::before{content:"▸";color:var(--soft);width:1em}details[open]>summary::before{content:"▾"}
summary b{font-size:16px}
.body{padding:0 14px 14px;display:grid;grid-template-columns:repeat(auto-fit,minmax(min(340px,100%),1fr));gap:20px 28px}
.body>section{min-width:0}.wide{grid-column:1/-1}
.axis{display:flex;justify-content:space-between;font-size:12px;color:var(--soft);margin-top:3px}
.field{display:grid;grid-template-columns:108px 1fr 124px;gap:8px;align-items:center;font-size:13px;margin:3px 0}
.track{position:relative;height:10px;background:var(--band);border-radius:3px}.track i{position:absolute;inset:0 auto 0 0;background:var(--bar);border-radius:3px}
.track u{position:absolute;top:-3px;bottom:-3px;width:2px;background:var(--ink)}.track.low i{background:var(--broken)}
.num{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.pairs{font-size:13px}.pairs td{padding:2px 0;vertical-align:top;overflow-wrap:anywhere}.pairs td:last-child{text-align:right;padding-left:12px;white-space:nowrap;font-variant-numeric:tabular-nums}
.urls{margin:2px 0 10px;padding-left:18px;font-size:13px}.urls li{overflow-wrap:anywhere}
.strip{display:flex;gap:2px}.strip i{flex:1;height:18px;border-radius:2px;background:var(--none)}.strip .done{background:var(--ok)}.strip .open{background:var(--broken)}.strip .part{background:var(--late)}
.http{display:flex;height:14px;border-radius:3px;overflow:hidden;gap:1px}.http i{background:var(--c)}
.key{display:flex;flex-wrap:wrap;gap:2px 14px;font-size:13px;margin-top:5px}.key span::before{content:"";display:inline-block;width:9px;height:9px;border-radius:2px;background:var(--c);margin-right:5px}
@media(max-width:760px){main{padding:14px 10px 40px}.todo li{grid-template-columns:auto 1fr;}.todo li>div{grid-column:1/-1}
.all,.all tbody{display:block}.all thead,.all colgroup{display:none}.all tr{display:grid;grid-template-columns:repeat(4,1fr);padding:10px 12px;border-top:1px solid var(--line)}.all tr:first-child{border-top:0}
.all td{border:0;padding:2px 0;text-align:left!important;white-space:normal}.all td:first-child{grid-column:1/4;font-size:16px}.all td:nth-child(2){text-align:right!important}
.all .plot{grid-column:1/-1;width:auto;padding:4px 0}.all td[data-k]::before{content:attr(data-k);display:block;font-size:12px;color:var(--soft)}
.field{grid-template-columns:96px 1fr 120px}}
"""


def page(found: Sequence[Standing], *, now: datetime, days: int, never: Sequence[str] = ()) -> str:
    """The whole page. found: the gravest first; never: sources that never ran."""
    local = now.astimezone(HONG_KONG)
    tally = Counter(s.state for s in found)
    chips = "".join(f'<span class="chip" style="--c:var(--{state})">{tally[state]} {state}</span>' for state in (*STATES, "ok") if tally[state])
    title = f"harvester: {sum(n for s, n in tally.items() if s != 'ok')} of {len(found)} sources need a look" if any(s.state != "ok" for s in found) else "harvester: all sources as usual"
    rest = f'<p class="soft"><small>Never run: {escape(", ".join(never))}</small></p>' if never else ""
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"><meta name=\"referrer\" content=\"no-referrer\">"
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body><main>"
        f'<div class="head"><h1>{escape(title.removeprefix("harvester: ").capitalize())}</h1><span class="soft">{local:%A, %B} {local.day}, {local:%Y, %H:%M} HKT</span></div>'
        f'<div class="tally">{chips}</div>{todo(found)}{overview(found, now)}<h2>Source by source</h2>{"".join(source(s, now, days) for s in found)}{rest}'
        f'<p class="soft"><small>Counts are of the 24 hours before this page was made; plots of {days} days, Hong Kong time. harvester {escape(harvester.__version__)}</small></p>'
        "</main></body></html>\n"
    )


def chip(state: str) -> str:
    """A state as a word with its color."""
    return f'<span class="chip" style="--c:var(--{state})" title="{WORDS[state]}">{state}</span>'


def todo(found: Sequence[Standing]) -> str:
    """What is wrong and what to do, the gravest first; what has one cure is one row."""
    rows = []
    for state, cure, sources in to_do(found):
        names = f'<a href="#{sources[0][0].name}">{sources[0][0].name}</a>' if len(sources) == 1 else f"{len(sources)} sources"
        reasons = "<br>".join(("" if len(sources) == 1 else f'<a href="#{s.name}">{s.name}</a>: ') + escape(f.reason) for s, findings in sources for f in findings)
        rows.append(f'<li><span>{chip(state)}</span><b>{names}</b><div>{reasons}<br><small class="soft">{escape(cure)}</small></div></li>')
    return f'<h2>To do</h2><ul class="todo card">{"".join(rows)}</ul>' if rows else ""


def overview(found: Sequence[Standing], now: datetime) -> str:
    """One row a source; those that are as usual are folded away where any is not."""
    heads = ("source", "state", "new", "usual", "30 days", "revised", "unchanged", "rejected", "failed", "newest", "latency", "days open")
    unwell: list[str] = []
    well: list[str] = []
    for s in found:
        age = s.age(now)
        usual = f"{s.usual[0]}–{s.usual[2]}" if s.usual else f"({s.per_day[0]}–{s.per_day[1]})" if s.per_day[1] < 10_000 else ""
        late = age is not None and age > s.silent_hours
        (well if s.state == "ok" else unwell).append(
            f'<tr><td><a href="#{s.name}">{s.name}</a></td><td>{chip(s.state)}</td>{cell("new", s.day.get("new", 0))}<td data-k="usual" class="soft">{usual}</td>'
            f'<td class="plot">{bars(s, height=30)}</td>{cell("revised", s.day.get("revised", 0))}{cell("unchanged", s.day.get("unchanged", 0))}'
            f'{cell("rejected", s.day.get("rejected", 0), "bad")}{cell("failed", s.day.get("failed", 0), "bad")}'
            f'<td data-k="newest"{" class=warn" if late else ""}>{span(age)}</td><td data-k="latency">{span(s.latency[0] / 60) if s.latency else ""}</td>'
            f'{cell("days open", len(s.incomplete), "warn")}</tr>'
        )


    def table(rows: list[str]) -> str:
        columns = "".join(f'<col style="width:{w}">' for w in WIDTHS)
        return f'<table class="all"><colgroup>{columns}</colgroup><thead><tr>{"".join(f"<th>{h}</th>" for h in heads)}</tr></thead><tbody>{"".join(rows)}</tbody></table>'

    shown = f'<div class="card">{table(unwell or well)}</div>'
    return f"<h2>All sources</h2>{shown}{folded(len(well), table(well)) if unwell and well else ''}"


def folded(number: int, body: str) -> str:
    """What needs no look, one click away."""
    return f'<details class="card"><summary><b>{number} as usual</b></summary>{body}</details>'


def cell(name: str, number: int, loud: str = "") -> str:
    """A number; zero is quiet, trouble is loud."""
    return f'<td data-k="{name}" class="{loud if number and loud else "" if number else "zero"}">{number}</td>'


def source(s: Standing, now: datetime, days: int) -> str:
    """Everything of one source."""
    ran = f"last run {span((now - s.last_at).total_seconds() / 3600)} ago: {escape(str(s.last.get('outcome', 'no report')))}" if s.last_at else ""
    findings = "".join(f'<p>{chip(f.state)} {escape(f.reason)}<br><small class="soft">{escape(f.cure)}</small></p>' for f in s.findings)
    parts = [section("", findings, wide=True) if findings else "", volume(s, days), latency(s), fields(s), reading(s), answers(s), completeness(s), trouble("Rejected", s.rejects), trouble("Failed", s.failures)]
    return (
        f'<details class="card" id="{s.name}"{" open" if s.state != "ok" else ""}><summary><b>{s.name}</b>{chip(s.state)}<span class="soft">{escape(s.title)}</span>'
        f'<span class="soft"><small>{ran}</small></span></summary><div class="body">{"".join(parts)}</div></details>'
    )


def section(title: str, body: str, *, wide: bool = False) -> str:
    """One panel."""
    return f'<section{" class=wide" if wide else ""}>{f"<h3>{title}</h3>" if title else ""}{body}</section>'


def bars(s: Standing, *, height: int) -> str:
    """New articles a day as bars, rejects and failures on top of them, over the band of a usual day."""
    low, high = (s.usual[0], s.usual[2]) if s.usual else s.per_day if s.per_day[1] < 10_000 else (0, 0)
    top = max([1, *(d.new + d.rejected + d.failed for d in s.series)]) * 1.05
    high = int(min(high, top))
    width = 10 * len(s.series)
    parts = [f'<rect x="0" width="{width}" y="{height * (1 - high / top):.1f}" height="{max(0.5, height * max(0, high - low) / top):.1f}" fill="var(--band)"/>'] if high else []
    for n, d in enumerate(s.series):
        bad = d.rejected + d.failed
        told = f"<title>{d.day:%a} {d.day}: {d.new} new, {d.revised} revised, {d.rejected} rejected, {d.failed} failed, {d.runs} runs</title>"
        first, second = height * d.new / top, height * bad / top
        parts.append(
            f'<g>{told}<rect x="{10 * n}" width="10" y="0" height="{height}" fill="transparent"/><rect x="{10 * n + 1}" width="8" y="{height - first:.1f}" height="{first:.1f}" fill="var(--bar)"/>'
            + (f'<rect x="{10 * n + 1}" width="8" y="{height - first - second:.1f}" height="{second:.1f}" fill="var(--broken)"/>' if bad else "")
            + ("" if d.runs else f'<rect x="{10 * n + 1}" width="8" y="{height - 1}" height="1" fill="var(--none)"/>')
            + "</g>"
        )
    label = f"New articles a day of {s.name}"
    return f'<svg viewBox="0 0 {width} {height}" height="{height}" preserveAspectRatio="none" role="img" aria-label="{label}">{"".join(parts)}</svg>'


def axis(s: Standing, middle: str) -> str:
    """First day, what is shown, last day."""
    return f'<div class="axis"><span>{s.series[0].day:%b} {s.series[0].day.day}</span><span>{middle}</span><span>{s.series[-1].day:%b} {s.series[-1].day.day}</span></div>' if s.series else ""


def volume(s: Standing, days: int) -> str:
    """New articles a day."""
    top = max((d.new for d in s.series), default=0)
    usual = f"usual day {s.usual[0]} to {s.usual[2]}" if s.usual else f"expected {s.per_day[0]} to {s.per_day[1]}" if s.per_day[1] < 10_000 else ""
    day = s.day
    told = f"{day.get('new', 0)} new, {day.get('revised', 0)} revised, {day.get('unchanged', 0)} unchanged in 24 hours; {day.get('requests', 0)} requests"
    return section("New articles a day", f'{bars(s, height=90)}{axis(s, f"most {top}; {usual}" if usual else f"most {top}")}<p><small>{told}</small></p>')


def latency(s: Standing) -> str:
    """From published to delivered, the median of each day."""
    top = max((d.latency for d in s.series if d.latency is not None), default=0.0)
    if not top:
        return ""
    columns = "".join(
        f'<g><title>{d.day:%a} {d.day}: {span(d.latency / 60)}</title><rect x="{10 * n}" width="10" y="0" height="60" fill="transparent"/>'
        f'<rect x="{10 * n + 1}" width="8" y="{60 - 57 * d.latency / top:.1f}" height="{57 * d.latency / top:.1f}" fill="var(--bar2)"/></g>'
        for n, d in enumerate(s.series) if d.latency is not None
    )  # fmt: skip
    svg = f'<svg viewBox="0 0 {10 * len(s.series)} 60" height="60" preserveAspectRatio="none" role="img" aria-label="Latency of {s.name}">{columns}</svg>'
    told = f"median {span(s.latency[0] / 60)}, slowest tenth from {span(s.latency[1] / 60)} in 24 hours" if s.latency else ""
    return section("From published to delivered", f'{svg}{axis(s, f"most {span(top / 60)}")}<p><small>{told}</small></p>')


def fields(s: Standing) -> str:
    """How often each field is present; the tick is the usual share."""
    if not s.coverage:
        return ""
    rows = []
    for f in s.coverage:
        if not (f.share or f.usual or f.expected):
            continue
        low = (f.expected is not None and f.share < f.expected / 2) or (f.usual is not None and f.usual >= 0.3 and f.share < f.usual / 2)
        tick = f'<u style="left:calc({min(1.0, f.usual):.1%} - 1px)"></u>' if f.usual is not None else ""
        told = f"usual {f.usual:.0%}" if f.usual is not None else f"expect {f.expected:.0%}" if f.expected is not None else ""
        rows.append(f'<div class="field"><span>{escape(f.name)}</span><span class="track{" low" if low else ""}"><i style="width:{f.share:.1%}"></i>{tick}</span>'
                    f'<span class="num">{f.share:.0%} <small class="soft">{told}</small></span></div>')  # fmt: skip
    return section(f"Fields in the last {s.records} records", "".join(rows))


def reading(s: Standing) -> str:
    """Layouts seen, and the picks that found nothing."""
    seen, empty = s.layouts, s.empty_picks
    if not seen:
        return ""
    total = sum(seen.values())
    rows = "".join(f"<tr><td{' class=bad' if name == 'none' else ''}>{'no layout: generic reader' if name == 'none' else escape(name)}</td><td>{n} of {total}</td></tr>" for name, n in seen.items())
    picks = "".join(f"<tr><td>{escape(name)}</td><td>{n} of {seen.get(name.partition('.')[0], total)}</td></tr>" for name, n in sorted(empty.items(), key=lambda i: -i[1])[:12])
    return section("Layouts", f'<table class="pairs">{rows}</table>' + (f'<h3 style="margin-top:12px">Picks that found nothing</h3><table class="pairs">{picks}</table>' if picks else ""))


def answers(s: Standing) -> str:
    """HTTP answers by class."""
    if not s.http:
        return ""
    colors = {"2": "var(--ok)", "3": "var(--bar2)", "4": "var(--late)", "5": "var(--broken)"}
    strip = "".join(f'<i style="flex:{n};--c:{colors.get(status[:1], "var(--none)")}"></i>' for status, n in s.http.items())
    key = "".join(f'<span style="--c:{colors.get(status[:1], "var(--none)")}">{escape(status)}: {n}</span>' for status, n in s.http.items())
    return section("HTTP answers", f'<div class="http">{strip}</div><div class="key">{key}</div>')


def completeness(s: Standing) -> str:
    """Each day's index against what was delivered."""
    if not s.days:
        return ""
    by_day = {d.day: d for d in s.days}
    cells, day = [], s.series[0].day
    while day < s.series[-1].day:
        d = by_day.get(day)
        kind, told = ("", "not counted") if d is None else ("done" if d.finished else "open" if d.missed else "part", f"{d.word}: listed {d.listed}, delivered {d.delivered}")
        cells.append(f'<i class="{kind}" title="{day}: {escape(told)}"></i>')
        day += timedelta(days=1)
    rows = "".join(f"<tr><td>{d.day}: {escape(d.word)}</td><td>{d.delivered + d.other} of {d.listed}{'' if d.whole else ' or more'}</td></tr>" for d in s.incomplete[-8:])
    key = '<div class="key"><span style="--c:var(--ok)">finished</span><span style="--c:var(--late)">index incomplete</span><span style="--c:var(--broken)">articles missing</span><span style="--c:var(--none)">not counted</span></div>'
    done = sum(d.finished for d in s.days)
    return section(f"Days: {done} of {len(s.days)} finished", f'<div class="strip">{"".join(cells)}</div>{key}<table class="pairs" style="margin-top:8px">{rows}</table>')


def trouble(title: str, book: dict[str, list[str]]) -> str:
    """Reasons with their addresses."""
    if not book:
        return ""
    parts = []
    for reason, urls in sorted(book.items(), key=lambda i: -len(i[1]))[:12]:
        more = f"<li>… and {len(urls) - LINKS} more in the run report</li>" if len(urls) > LINKS else ""
        parts.append(f'<p><small><b>{len(urls)}</b> {escape(reason)}</small></p><ul class="urls">{"".join(f"<li>{link(u)}</li>" for u in urls[:LINKS])}{more}</ul>')
    return section(title, "".join(parts), wide=True)  # addresses are long


def link(url: str) -> str:
    """A web address as a link; anything else as text."""
    text = escape(url)
    return f'<a href="{text}" rel="noreferrer">{text}</a>' if url.startswith(("http://", "https://")) else text


def span(hours: float | None) -> str:
    """A span for people: 40 min, 5 h, 3 d."""
    if hours is None:
        return ""
    if hours < 1.5:
        return f"{round(hours * 60)} min"
    return f"{round(hours)} h" if hours < 48 else f"{hours / 24:.0f} d"
