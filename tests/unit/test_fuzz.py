"""Anything at all, within a budget: pages, feeds, sitemaps, answers and ledgers that were changed at random end in a record, or in an error of ours."""

from __future__ import annotations

import gzip
import json
import random
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harvester import feeds
from harvester.cases import Case, cases
from harvester.commands.read import Reader, load_page
from harvester.errors import HarvesterError
from harvester.feeds import KINDS, deliver, final_path, line, manifest_path, probe, recover, verify_file
from harvester.indexes import BadIndex, FeedItems, JsonItems, SitemapItems
from harvester.ledger import Ledger, LedgerError, StagedRow
from harvester.source import Source
from harvester.sources import Catalogue
from tests.conftest import ROOT

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
SOURCE = Source(title="Test", kind="portal", hosts=("a.hk",), home="https://a.hk/", language="en", article=r"/a/(?P<id>\d+)")
CASES = [case for case in cases(ROOT / "tests" / "sources") if not case.pdf]
SEEDS = st.integers(0, 2**32)
# What pages are changed with: marks of bylines, dates and credits, broken markup, what JSON and XML cannot hold, long runs
PIECES = (
    "記者", "記者：", "By ", "By Ann Lee, ", "2026年3月2日", "12:30", "攝", "（攝）", "圖：", "【", "】", "[", "(", "|", "/", "：", "。", "\n", "\u3000", "\u00a0", "\u200b", "\u202e", "\u2028", "\x85", "\x00", "\x1f", "é", "🇭🇰",
    "&#xD800;", "&#0;", "&amp;", "&", "<", ">", "</", "<br>", "<p>", "</p>", "<div>", "</div>", "<b>", "<h1>", "<!--", "-->", "<script>", "</script>", "<![CDATA[", "]]>", '"', "'", "\\", "{", "}", "null", "NaN", "1e999", "9" * 500,
    " class=date", " datetime=2099-01-01", " srcset=,", " href=http://[", "READ MORE: ", "相關新聞", "Photo: ", "(Xinhua)", "HONG KONG (Reuters) - ", "=HYPERLINK(", "\ud800",
)  # fmt: skip


def changed(data: bytes, seed: int) -> bytes:
    """Some bytes changed at random: pieces put in, once or many times, stretches taken out, doubled, moved; an end that is missing."""
    chosen = random.Random(seed)
    for _ in range(chosen.choice((1, 1, 2, 5, 20))):
        at = chosen.randrange(len(data) + 1)
        piece = chosen.choice(PIECES).encode("utf-8", "surrogatepass")
        match chosen.randrange(7):
            case 0:
                data = data[:at] + piece + data[at:]
            case 1:
                data = data[:at] + piece * (30_000 // len(piece)) + data[at:]
            case 2:
                data = data[:at] + data[at + chosen.randrange(1, 2000) :]
            case 3:
                data = data[:at] + data[at : at + 400] * 30 + data[at:]
            case 4:
                near = data.find(chosen.choice((b">", b'"', b"</", b"<p")), at)
                data = data[:near] + piece * chosen.choice((1, 50)) + data[near:] if near > 0 else data
            case 5:
                data = bytes(b if chosen.random() > 0.001 else chosen.randrange(256) for b in data)
            case 6 if chosen.random() < 0.2:
                data = data[:at]
    return data


@contextmanager
def in_time(seconds: float = 1) -> Iterator[None]:
    """A guard against hangs: far above what the work takes, far below what a hang does."""
    began = time.process_time()
    yield
    assert time.process_time() - began < seconds


@cache
def reader() -> Reader:
    return Reader(Catalogue.load())


@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(CASES), SEEDS)
def test_layouts_over_pages_that_were_changed(case: Case, seed: int) -> None:
    page = changed(load_page(case.page), seed)
    with in_time():
        try:
            record = reader().read(page, case.url, NOW)
        except HarvesterError:
            return
        text = line(record)
    assert text.endswith(b"\n")
    assert len(text.decode("utf-8").splitlines()) == 1
    assert json.loads(text, parse_constant=pytest.fail)["source"] == record.source


# What a site's data may hold of a sudden where it held something else
ODD: tuple[Any, ...] = (None, True, 0, -1, 1.5, 10**30, "", [], {}, [None], [[]], {"a": None}, ["x", 1, {}], {"@type": 5}, "2026-13-45", "http://[", "x" * 5000, [{"name": [{"x": 1}]}], {"name": {"name": 5}}, "\x00\x1b", "<b>x</b>", [1e308])
SCRIPTS = re.compile(r"(<script[^>]*>)(.*?)(</script>)", re.S | re.I)
WITH_DATA = [case for case in CASES if any(mark in case.page.read_bytes() for mark in (b"ld+json", b"__NEXT_DATA__", b"__APOLLO", b"window."))]


def retyped(value: Any, chosen: random.Random) -> Any:
    """Data with some values of other types, and some keys gone."""
    if chosen.random() < 0.06:
        return chosen.choice(ODD)
    if isinstance(value, dict):
        return {key: retyped(inner, chosen) for key, inner in value.items() if chosen.random() > 0.02}
    return [retyped(inner, chosen) for inner in value] if isinstance(value, list) else value


@settings(max_examples=100, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(WITH_DATA), SEEDS)
def test_layouts_over_data_of_other_types(case: Case, seed: int) -> None:
    """Every script of a page that holds JSON."""
    chosen = random.Random(seed)

    def changed_script(found: re.Match[str]) -> str:
        start = min((at for at in (found[2].find("{"), found[2].find("[")) if at >= 0), default=-1)
        try:
            value, end = json.JSONDecoder(strict=False).raw_decode(found[2], start)
        except ValueError:
            return found[0]
        return f"{found[1]}{found[2][:start]}{json.dumps(retyped(value, chosen))}{found[2][end:]}{found[3]}"

    page = SCRIPTS.sub(changed_script, load_page(case.page).decode("utf-8", "replace")).encode("utf-8", "replace")
    for url in (case.url, "https://www.example.hk/news/1"):
        with in_time(), suppress(HarvesterError):
            line(reader().read(page, url, NOW))


def feed_of(n: int) -> bytes:
    items = "".join(f"<item><title>Title &amp; {i}</title><link>https://a.hk/a/{i}{i:05d}</link><pubDate>Tue, 24 Nov 2026 08:00:00 +0800</pubDate></item>\n" for i in range(1, n + 1))
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>x</title>{items}</channel></rss>'.encode()


def sitemap_of(n: int) -> bytes:
    urls = "".join(f"<url><loc>https://a.hk/a/{i}{i:05d}</loc><lastmod>2026-11-24T08:00:00+08:00</lastmod></url>\n" for i in range(1, n + 1))
    return f'<?xml version="1.0" encoding="utf-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'.encode()


def answer_of(n: int) -> bytes:
    return json.dumps({"items": [{"url": f"https://a.hk/a/{i}{i:05d}", "date": "2026-11-24", "text": 'a "b'} for i in range(1, n + 1)]}).encode()


READERS: tuple[tuple[Any, bytes], ...] = (
    (FeedItems(), feed_of(8)), (SitemapItems(), sitemap_of(8)), (SitemapItems(), gzip.compress(sitemap_of(8), mtime=0)),
    (JsonItems("items[]", url="url", date="date", without=("text",)), answer_of(8)),
)  # fmt: skip


@pytest.mark.parametrize(("items", "body"), READERS, ids=["feed", "sitemap", "packed", "answer"])
def test_a_list_cut_anywhere_names_no_half_address(items: Any, body: bytes) -> None:
    whole = {entry.url for entry in items.read(SOURCE, "https://a.hk/", body, None).entries}
    assert len(whole) == 8
    for at in range(len(body)):
        try:
            listed = items.read(SOURCE, "https://a.hk/", body[:at], None)
        except BadIndex:
            continue
        assert {entry.url for entry in listed.entries} <= whole, at
        assert len(listed.entries) == 8 or listed.partial, at


@settings(max_examples=200, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(READERS), SEEDS)
def test_lists_that_were_changed(row: tuple[Any, bytes], seed: int) -> None:
    items, body = row
    with in_time():
        try:
            listed = items.read(SOURCE, "https://a.hk/", changed(body, seed), None)
        except BadIndex:
            return
    assert all(entry.url.startswith(("http://", "https://")) for entry in listed.entries)


# --- the ledger and the feeds ------------------------------------------------------------------------------------------------

RUN = "20261124T080000Z-a"
LINES = [b'{"id":"a:%d","body":"%s"}\n' % (n, b"words " * 60) for n in range(30)]


def staged(ledger: Ledger) -> None:
    ledger.start_run(RUN, "a", None, NOW)
    for n, text in enumerate(LINES):
        ledger.stage(StagedRow(f"a:{n}", 1, "a", RUN, "article", text, "sha256:" + "0" * 32, None, f"https://a.hk/{n}"))


def test_a_ledger_cut_or_overwritten_is_refused_or_whole(tmp_path: Path) -> None:
    """A file cut anywhere, or with pages of zeros or noise: never another crash, never an empty ledger in its place."""
    probe(tmp_path)
    path = tmp_path / "state" / "ledger.sqlite"
    ledger = Ledger.open(path)
    staged(ledger)
    ledger.close()
    body = path.read_bytes()
    chosen = random.Random(7)
    refused = list[tuple[str, str]]()
    for n in range(120):
        copy = tmp_path / f"{n}" / "ledger.sqlite"
        copy.parent.mkdir()
        at = chosen.randrange(len(body))
        kind = n % 3
        hole = bytes(4096) if kind == 1 else chosen.randbytes(300)
        damaged = body[:at] if kind == 0 else body[:at] + hole[: len(body) - at] + body[at + len(hole) :]
        copy.write_bytes(damaged)
        with in_time():
            try:
                again = Ledger.open(copy)
                try:
                    list(again.staged(RUN, "article"))
                    again.lookup("a:1")
                finally:
                    again.close()
            except LedgerError as error:
                refused.append((str(copy), str(error)))
        assert copy.stat().st_size == len(damaged) or kind != 0
        shutil.rmtree(copy.parent)
    assert len(refused) > 50
    assert all(name in words and "\n" not in words for name, words in refused)


class Volatile:
    """Files as a disk has them that was cut off from power: what was not synced may be there, in part, or not; a rename may be older than what it names."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root, self.states = root, list[dict[str, bytes]]()
        for name in ("write_atomic", "write_manifest", "sync_directory"):
            self.watch(name, monkeypatch)

    def watch(self, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
        real = getattr(feeds, name)

        def watched(*arguments: Any, **named: Any) -> Any:
            self.note()
            result = real(*arguments, **named)
            self.note()
            return result

        monkeypatch.setattr(feeds, name, watched)

    def note(self) -> None:
        """Remember the feeds as they are now."""
        self.states.append({str(path.relative_to(self.root)): path.read_bytes() for kind in KINDS for path in (self.root / kind).rglob("*") if path.is_file()})


@pytest.mark.parametrize("seed", range(4))
def test_whatever_a_power_cut_leaves_of_a_delivery_the_next_makes_it_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    """At every step of a delivery: files there, empty, cut, of noise, or gone, each by itself; the ledger as before the commit."""
    chosen = random.Random(seed)
    output = tmp_path / "output"
    probe(output)
    ledger = Ledger.open(output / "state" / "ledger.sqlite")
    staged(ledger)
    ledger.close()
    before = (output / "state" / "ledger.sqlite").read_bytes()
    disk = Volatile(output, monkeypatch)
    paths = {kind: final_path(output, kind, date(2026, 11, 24), "a", RUN) for kind in KINDS}
    ledger = Ledger.open(output / "state" / "ledger.sqlite")
    deliver(ledger, output, "a", RUN, paths, outcome="complete")
    ledger.close()
    monkeypatch.undo()
    assert len(disk.states) > 6
    for n, state in enumerate(disk.states):
        place = tmp_path / f"after-{n}"
        probe(place)
        (place / "state" / "ledger.sqlite").write_bytes(before)
        for name, data in state.items():
            left = chosen.choice((data, data, b"", data[: chosen.randrange(len(data) + 1)], bytes(len(data)), None))
            if left is not None:
                (place / name).parent.mkdir(parents=True, exist_ok=True)
                (place / name).write_bytes(left)
        again = Ledger.open(place / "state" / "ledger.sqlite")
        recover(again, place, "a", live_run="20261125T080000Z-a", now=NOW)
        assert not list(again.staged(RUN, "article"))
        again.close()
        feed = final_path(place, "articles", date(2026, 11, 24), "a", RUN)
        assert feed.read_bytes() == b"".join(LINES)
        assert verify_file(feed) == []
        assert manifest_path(feed).exists()
        assert not list(place.rglob("*.part"))
