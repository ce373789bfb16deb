"""`make bench`: what reading costs, as ratios measured in one run. CPU time compares; wall-clock time on a shared machine does not.

Measured side by side, interleaved round by round: (a) harvester's path from bytes to a JSON line, (b) bare lxml parsing of the same
bytes, (c) trafilatura's full extraction, (d) a crawl of a recorded site against a bare Scrapy spider that yields dicts.
Pages: the manifest given, else the pages of the recorded demo site, repeated.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import fmean, median
from typing import Any

from lxml import etree
from rich.console import Console
from rich.table import Table

from harvester.commands.read import Reader, load_page, parse_fetched, rows
from harvester.feeds import line
from harvester.sources import Catalogue

DEMO = Path(__file__).parent / "demo" / "day1.warc.gz"
Pages = list[tuple[bytes, str, datetime]]


def load(manifest: str | None, limit: int) -> Pages:
    """Pages as (bytes, address, fetched)."""
    pages: Pages = []
    if manifest:
        path = Path(manifest)
        for _number, row in rows(path):
            fetched = parse_fetched(row["fetched"]) if row.get("fetched") else datetime(2026, 1, 1, tzinfo=UTC)
            pages.append((load_page(path.parent / row["file"]), row["url"], fetched))
    else:
        from harvester.archive import read_archive

        articles = [r for r in read_archive([DEMO]) if r.status == 200 and b"<html" in r.body[:200].lower() and "/P20" in r.url]
        pages = [(r.body, r.url, r.fetched) for r in articles]
    return (pages * (limit // len(pages) + 1))[: max(limit, len(pages))]


def cpu(work: Callable[[], Any]) -> float:
    """CPU seconds of a piece of work."""
    start = time.process_time()
    work()
    return time.process_time() - start


def read_costs(pages: Pages, rounds: int, with_trafilatura: bool) -> dict[str, float]:
    """CPU milliseconds a page of each reader: page after page, all readers in turn on each; of the rounds, the median of each page.

    What else a machine does slows neighbours alike, so that the ratio stands where single figures do not.
    """
    reader = Reader(Catalogue.load())
    for body, url, fetched in pages[:50]:
        reader.read(body, url, fetched)

    def bare(body: bytes, _url: str, _fetched: datetime) -> None:
        etree.fromstring(body, etree.HTMLParser(encoding="utf-8"))

    def harvest(body: bytes, url: str, fetched: datetime) -> None:
        line(reader.read(body, url, fetched))

    def full(body: bytes, url: str, _fetched: datetime) -> None:
        import trafilatura

        trafilatura.bare_extraction(body.decode("utf-8", "replace"), url=url, with_metadata=True)

    readers = {"bare lxml parse": bare, "harvester read": harvest} | ({"trafilatura": full} if with_trafilatura else {})
    costs: dict[str, list[float]] = {name: [] for name in readers}
    for number, page in enumerate(pages):
        for name, read in readers.items():
            if name != "trafilatura" or number % 4 == 0:
                costs[name].append(median(cpu(partial(read, *page)) for _round in range(rounds)))
    return {name: fmean(values) * 1000 for name, values in costs.items()}


# --- the crawl -------------------------------------------------------------------------------------------------------------

_BARE = """
import scrapy, sys
class Bare(scrapy.Spider):
    name = "bare"
    custom_settings = {"LOG_LEVEL": "ERROR", "TELNETCONSOLE_ENABLED": False, "REMOTE_CONTROL_ENABLED": False, "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
                       "FEEDS": {sys.argv[2]: {"format": "jsonl"}}}
    async def start(self):
        yield scrapy.Request(sys.argv[1] + "/index.html")
    def parse(self, response):
        for href in response.css("#contentBody a::attr(href)").getall():
            yield response.follow(href, self.article)
    def article(self, response):
        yield {"url": response.url, "headline": response.css("#PRHeadlineSpan::text").get(), "body": "\\n".join(response.css("#pressrelease ::text").getall()),
               "published": response.css("div.mB15.f15::text").get(), "photos": response.css("a.fancybox::attr(title)").getall()}
from scrapy.crawler import AsyncCrawlerProcess
p = AsyncCrawlerProcess(); p.crawl(Bare); p.start()
"""

_OURS = """
import sys
from dataclasses import replace
from harvester.discovery import Listing, Links
from harvester.spiders.government.info_gov_hk import InfoGovHkEnSpider
from harvester.process import crawl
from scrapy.utils.project import get_project_settings
class Bench(InfoGovHkEnSpider):
    name = "bench"
    source = replace(InfoGovHkEnSpider.source, hosts=("127.0.0.1",), delay=0, concurrency=16, canonical=None)
    discovery = (Listing(sys.argv[1] + "/index.html", items=Links("#contentBody")),)
settings = get_project_settings()
settings.setdict({"LOG_LEVEL": "ERROR", "HARVESTER_NO_DELAY": True, "HARVESTER_ALLOW_PRIVATE": ["127.0.0.1"], "DOWNLOAD_DELAY": 0, "AUTOTHROTTLE_ENABLED": False, "ROBOTSTXT_OBEY": False,
                  "HARVESTER_OUTPUT": sys.argv[2]}, priority="cmdline")
code, reports = crawl([(Bench, {"since": "2000-01-01"})], settings)
print(dict(reports[0].counts), file=sys.stderr)
sys.exit(0 if reports[0].counts["new"] == int(sys.argv[3]) else 1)
"""


def crawl_costs(articles: int, body: bytes) -> dict[str, float]:
    """CPU milliseconds a page of a bare Scrapy spider and of ours over the same loopback server, start-up included in neither."""
    links = "".join(f'<a href="/gia/general/202407/31/P20240731{n:05d}.htm">Release {n}</a>' for n in range(articles))
    index = f'<html><body><div id="contentBody">{links}</div></body></html>'.encode()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            payload = index if self.path == "/index.html" else body if "/gia/" in self.path else b""
            self.send_response(200 if payload else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(payload)))
            self.end_headers()
            self.wfile.write(payload)

        def log_message(self, *_: Any) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}"
    costs = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, program in (("bare Scrapy spider", _BARE), ("harvester crawl", _OURS)):
            script = Path(folder) / f"run_{name.split()[0].lower()}.py"
            script.write_text(program)
            times = []
            for extra in ("a", "b"):
                before = resource.getrusage(resource.RUSAGE_CHILDREN)
                subprocess.run([sys.executable, str(script), base, str(Path(folder) / f"{name.split()[0]}-{extra}.out"), str(articles)],
                               check=True, env={**os.environ, "SCRAPY_SETTINGS_MODULE": "harvester.settings"} if program is _OURS else None, cwd=folder)  # fmt: skip
                after = resource.getrusage(resource.RUSAGE_CHILDREN)
                times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
            costs[name] = min(times) / articles * 1000
    server.shutdown()
    return costs


# --- the ledger ------------------------------------------------------------------------------------------------------------

SOURCES = 58
RUN = 5000  # articles a run of the filling


def _row(run: str, n: int) -> Any:
    """An article as it is staged: ids, addresses and record lines as long as those of the real sites."""
    from harvester.ledger import StagedRow

    source, day = f"source_{n % SOURCES:02d}", datetime.fromtimestamp(1_600_000_000 + n * 190, UTC)
    return StagedRow(
        id=f"{source}:P{day:%Y%m%d}{n:08d}",
        revision=1,
        source=source,
        run=run,
        kind="article",
        line=b'{"body":"' + b"x" * 5000 + b'"}\n',
        digest="sha256:" + hashlib.blake2b(n.to_bytes(8, "big"), digest_size=16).hexdigest(),
        published=day.isoformat(),
        url=f"https://www.info.gov.hk/gia/general/{day:%Y%m/%d}/P{day:%Y%m%d}{n:08d}.htm",
        seen=day,
    )


def ledger_costs(articles: int) -> dict[str, float]:
    """What the ledger costs when it holds so many: milliseconds a look-up and a staging (wall clock, medians), bytes an article, memory.

    The filling writes the staged rows in bulk and commits them as a run does; look-ups and stagings are the run's own calls.
    """
    from harvester.ledger import Ledger

    chosen = random.Random(7)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.sqlite"
        ledger = Ledger.open(path)
        for first in range(0, articles, RUN):
            run = f"fill{first}"
            ledger.start_run(run, f"source_{first // RUN % SOURCES:02d}", None, datetime.now(UTC))
            rows = [_row(run, n) for n in range(first, min(first + RUN, articles))]
            ledger.db.execute("BEGIN")
            ledger.db.executemany(
                "INSERT INTO staged (run, kind, id, revision, withdrawn, digest, published, url, seen, line) VALUES (?,?,?,1,0,?,?,?,?,x'00')",
                [(run, r.kind, r.id, bytes.fromhex(r.digest[7:]), r.published, r.url, int(r.seen.timestamp())) for r in rows],
            )
            ledger.db.execute("COMMIT")
            ledger.commit_run(run)
        ledger.close()
        size = path.stat().st_size
        ledger = Ledger.open(path)
        ledger.start_run("measured", "source_00", None, datetime.now(UTC))
        before = _memory()
        looked, staged = [], []
        for n in (chosen.randrange(articles) for _ in range(20_000)):
            row = _row("measured", n)
            start = time.perf_counter()
            found = ledger.lookup(row.id)
            looked.append(time.perf_counter() - start)
            assert found is not None
        for n in range(articles, articles + 3000):
            row = _row("measured", n)
            start = time.perf_counter()
            assert ledger.lookup(row.id) is None
            middle = time.perf_counter()
            ledger.stage(row)
            staged.append(time.perf_counter() - middle)
            looked.append(middle - start)
        grown = _memory() - before
        start = time.perf_counter()
        ledger.commit_run("measured")
        commit = time.perf_counter() - start
        ledger.close()
    looked.sort()
    staged.sort()
    return {"articles": articles, "look-up ms": looked[len(looked) // 2] * 1000, "look-up ms, slowest of a hundred": looked[len(looked) * 99 // 100] * 1000,
            "staging ms": staged[len(staged) // 2] * 1000, "staging ms, slowest of a hundred": staged[len(staged) * 99 // 100] * 1000,
            "commit of 3000 ms": commit * 1000, "bytes an article": size / articles, "memory grown MB": grown}  # fmt: skip


def _memory() -> float:
    """Resident memory now, in MB; statm's figure lags behind."""
    rss = next(text for text in Path("/proc/self/smaps_rollup").read_text().splitlines() if text.startswith("Rss:"))
    return int(rss.split()[1]) / 1e3


def print_figures(what: str, figures: dict[str, float]) -> int:
    """A line a figure, then all of them as JSON."""
    for name, value in figures.items():
        print(f"{name}: {value:,.3f}" if value < 100 else f"{name}: {value:,.0f}")
    print(json.dumps({what: figures}))
    return 0


def main() -> int:
    """Measure and print: a table, then one JSON line."""
    parser = argparse.ArgumentParser(description="What reading costs, as ratios measured in one run")
    parser.add_argument("--manifest", help="pages to read (default: the demo's, repeated)")
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--articles", type=int, default=400, help="articles of the crawl; 0 leaves it out")
    parser.add_argument("--no-trafilatura", action="store_true")
    parser.add_argument("--ledger", type=int, nargs="?", const=1_000_000, metavar="ARTICLES", help="measure only the ledger, holding so many (default: a million)")
    parser.add_argument("--render", choices=("splash", "playwright"), help="measure only pages in a browser: a real one, through the crawl's own path")
    parser.add_argument("--renders", type=int, default=300, help="with --render: pages (default: 300)")
    parser.add_argument("--at-once", type=int, default=1, help="with --render: pages at once (default: 1, as most sources)")
    parser.add_argument("--maxrss", type=int, default=600, help="with --render splash: megabytes after which it is started anew (default: 600)")
    options = parser.parse_args()
    if options.render:
        from harvester.bench_rendering import render_costs

        return print_figures(options.render, render_costs(options.render, options.renders, options.at_once, options.maxrss))
    if options.ledger:
        return print_figures("ledger", ledger_costs(options.ledger))
    asyncio.set_event_loop_policy(None)
    pages = load(options.manifest, options.pages)
    costs = read_costs(pages, options.rounds, not options.no_trafilatura)
    table = Table(title=f"{len(pages)} pages, {sum(len(b) for b, _u, _f in pages) // len(pages) // 1024} KB on average", box=None)
    for column in ("what", "CPU ms/page", "pages/s/core", "ratio to bare lxml"):
        table.add_column(column, justify="left" if column == "what" else "right")
    base = costs["bare lxml parse"]
    for name, value in costs.items():
        table.add_row(name, f"{value:.3f}", f"{1000 / value:.0f}", f"{value / base:.2f}")
    Console().print(table)
    result: dict[str, Any] = {"read": costs, "ratio": costs["harvester read"] / base}
    if options.articles:
        crawl = crawl_costs(options.articles, pages[0][0])
        for name, value in crawl.items():
            print(f"{name}: {value:.2f} CPU ms/page, start-up included, {options.articles} articles")
        print(f"harvester crawl / bare spider: {crawl['harvester crawl'] / crawl['bare Scrapy spider']:.2f}")
        result["crawl"] = crawl
    print(f"memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")
    print(json.dumps(result))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
