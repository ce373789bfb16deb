"""Measures the generic reader against trafilatura on the saved pages: headline, date, authors, captions, body.

Run it from the checkout: python tests/corpus/measure_generic.py [--pages ../shared/pages] [--verbose]
Strings go through the same normalizers for both readers. Truth: labels.jsonl where a label's address is that of a saved page;
for bodies also ../texts/news.jsonl, whose texts hold the body among other lines: there the share of the reader's shingles that
stand in the text and the share of the text's shingles that the reader has are reported apart.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from harvester.challenge import challenge
from harvester.generic import read_generic
from harvester.items import Draft, Scraped
from harvester.page import Page
from harvester.pipelines import Counts, Outside, load_steps, run_steps
from harvester.source import Source

HONG_KONG = ZoneInfo("Asia/Hong_Kong")
SOURCE = Source(title="Unknown", home="https://example.hk/", hosts=("example.hk",), article="/", kind="portal", language="en")


def rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def shingles(text: str) -> set[str]:
    """Runs of 8 letters and digits, white space and punctuation set aside."""
    letters = "".join(c for c in text.lower() if c.isalnum())
    return {letters[i : i + 8] for i in range(max(1, len(letters) - 7))} if letters else set()


def f1(got: str, want: str) -> float:
    """Agreement of two texts by their shingles, 0..1."""
    a, b = shingles(got), shingles(want)
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else float(a == b)


def key(text: str | None) -> str:
    """A text's letters and digits."""
    return "".join(c for c in (text or "").lower() if c.isalnum())


def record_of(scraped: Scraped, url: str, fetched: datetime, steps: list[Any]) -> Any:
    """Scraped strings through the pipelines, as an article of an unknown source."""
    draft = Draft(SOURCE, "unknown", url or "https://example.hk/1", None, scraped, "generic", fetched)
    try:
        return run_steps(steps, draft)
    except Outside:
        return None


def by_trafilatura(page: Page) -> Scraped:
    """What trafilatura alone gives: precision mode, metadata on."""
    from trafilatura import bare_extraction

    found = bare_extraction(page.text, favor_precision=True, include_comments=False, with_metadata=True)
    data = found.as_dict() if found is not None and hasattr(found, "as_dict") else (found or {})
    return Scraped(
        headline=data.get("title"),
        published_meta=data.get("date"),
        authors=[a.strip() for a in (data.get("author") or "").split(";") if a.strip()],
        paragraphs=(data.get("text") or "").split("\n"),
    )


class Score:
    """Sums of one reader's marks by measure."""

    def __init__(self) -> None:
        self.sums: dict[str, list[float]] = {}

    def add(self, measure: str, value: float) -> None:
        """One mark, 0..1."""
        self.sums.setdefault(measure, []).append(value)

    def line(self, measures: list[str]) -> str:
        """The averages, with how many pages each is of."""
        cells = []
        for m in measures:
            values = self.sums.get(m, [])
            cells.append(f"{sum(values) / len(values):.3f} ({len(values)})" if values else "-")
        return " | ".join(cells)


def minute(text: str | None) -> str | None:
    """An instant to the minute, in Hong Kong's time."""
    return datetime.fromisoformat(text).astimezone(HONG_KONG).strftime("%Y-%m-%d %H:%M") if text else None


def mark(score: Score, record: Any, label: dict[str, Any], note: list[str]) -> None:
    """Marks of one record against one label."""
    names = {a.name for a in record.authors if a.role in ("writer", "contributor")}
    people = {a.name for a in record.authors if a.kind == "person" and a.role in ("writer", "contributor")}
    right = key(record.headline) == key(label["title"])
    score.add("headline", right)
    if not right:
        note.append(f"headline {record.headline!r} != {label['title']!r}")
    for field, stated in (("published", record.date_published), ("modified", record.date_modified)):
        if label.get(field):
            score.add(field, minute(stated) == minute(label[field]))
            if minute(stated) != minute(label[field]):
                note.append(f"{field} {stated} != {label[field]}")
    if "authors" in label:
        want = set(label["authors"])
        score.add("authors", want in (names, people))
        if want not in (names, people):
            note.append(f"authors {sorted(names)} != {sorted(want)}")
    if label.get("body"):
        value = f1(record.body or "", label["body"])
        score.add("body", value)
        score.add("start", key(record.body)[:12] == key(label["body"])[:12])
        score.add("end", key(record.body)[-12:] == key(label["body"])[-12:])
        if value < 0.97:
            note.append(f"body {value:.2f}: {(record.body or '')[:50]!r} … {(record.body or '')[-50:]!r}")


def against_text(score: Score, record: Any, text: str, note: list[str]) -> None:
    """Marks of one body against the text of its page, which holds other lines too."""
    got, want = shingles(record.body or ""), shingles(text)
    stands = len(got & want) / len(got) if got else 0.0
    has = len(got & want) / len(want) if want else 0.0
    score.add("in text", stands)
    score.add("of text", has)
    if stands < 0.9 or has < 0.6:
        note.append(f"text: {stands:.2f} of the body stands in it, it has {has:.2f}: {(record.body or '')[:60]!r}")


def main() -> int:
    """The table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=Path, default=Path("../shared/pages"))
    parser.add_argument("--texts", type=Path, default=Path("../shared/texts/news.jsonl"))
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    labels = {d["url"]: d for d in rows(options.pages / "labels.jsonl") if d.get("url")}
    texts = {d["url"]: d["text"] for d in rows(options.texts)} if options.texts.exists() else {}
    steps = load_steps(Counts())
    scores = {"generic": Score(), "trafilatura": Score()}
    times: dict[str, list[float]] = {"generic": [], "trafilatura": []}
    for row in rows(options.pages / "manifest.jsonl"):
        page_bytes = gzip.decompress((options.pages / row["file"]).read_bytes())
        url = row.get("url") or ""
        fetched = datetime.fromisoformat(re.sub(r"Z$", "+00:00", row["fetched"])) if row.get("fetched") else datetime(2025, 12, 3)
        fetched = fetched if fetched.tzinfo else fetched.replace(tzinfo=HONG_KONG)
        if url not in labels and url not in texts:
            continue
        page = Page(url, page_bytes)
        if challenge(page):
            continue
        for name, reader in (("generic", lambda p: read_generic(p).scraped), ("trafilatura", by_trafilatura)):
            page = Page(url, page_bytes)
            _ = page.root
            start = time.process_time()
            scraped = reader(page)
            times[name].append(time.process_time() - start)
            record = record_of(scraped, url, fetched, steps)
            note: list[str] = []
            if url in labels:
                mark(scores[name], record, labels[url], note)
            elif url in texts:
                against_text(scores[name], record, texts[url], note)
            for line in note if options.verbose else ():
                print(f"{name:12} {row['file']}: {line}")
    measures = ["headline", "published", "modified", "authors", "body", "start", "end", "in text", "of text"]
    print("reader | " + " | ".join(measures) + " | ms, median and most")
    for name, score in scores.items():
        spent = sorted(times[name])
        print(f"{name} | {score.line(measures)} | {spent[len(spent) // 2] * 1000:.1f} {spent[-1] * 1000:.0f}" if spent else name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
