"""Measures the generic reader, its source withheld, beside trafilatura, newspaper4k and news-please on the saved pages, field by field.

Run it from the checkout:

    python tests/corpus/measure_generic.py [--pages ../shared/pages] [--rivals ~/rivals/bin/python] [--without classes|metas] [--verbose]

`--rivals` is an interpreter that has the others (tests/corpus/rivals.py says how); without it only ours is measured. The strings of all readers
go through the same normalizers. Truth: labels.jsonl where a label's address is that of a saved page; else the record of the source's layout.
`--without classes` gives ours the pages with every class and id renamed, `--without metas` without metas and scripts: what is read of a page's own text.
docs/generic.md has the tables and their caveats.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import time
import zlib
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from harvester.commands.read import Reader, load_page, parse_fetched, stated_address
from harvester.generic import read_generic
from harvester.items import Draft, Reject, Scraped
from harvester.page import Page
from harvester.pipelines import Counts, Outside, load_steps, run_steps
from harvester.source import Source
from harvester.sources import Catalogue

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


def rival_readings(python: Path, folder: Path, pages: list[dict[str, Any]]) -> dict[str, dict[str, dict[str, Any]]]:
    """What the other readers make of the pages: file -> reader -> fields."""
    asked = "".join(json.dumps({"file": str(folder / row["file"]), "url": row["url"], "encoding": row["encoding"]}) + "\n" for row in pages)
    done = subprocess.run([python, Path(__file__).with_name("rivals.py")], input=asked, capture_output=True, text=True, check=True)
    told = [json.loads(line) for line in done.stdout.splitlines()]
    return {str(Path(row.pop("file")).relative_to(folder)): row for row in told}


def scraped_of(told: dict[str, Any]) -> Scraped:
    """A rival's fields as scraped strings; captions none of them gives."""
    return Scraped(
        headline=told.get("headline"),
        published_meta=told.get("published"),
        updated_meta=told.get("modified"),
        authors=[a for a in told.get("authors") or () if a],
        paragraphs=(told.get("body") or "").split("\n"),
    )


_NAMED = re.compile(r"(?P<name>\s(?:class|id)=)(?P<quote>[\"'])(?P<words>[^\"']*)(?P=quote)")
_SCRIPT = re.compile(r"(<script\b.*?</script>)", re.S | re.I)


def stripped(page: Page, what: str | None) -> Page:
    """The page without what its makers tell machines: "classes" (renamed, the same word alike) or "metas" (and scripts)."""
    if what == "metas":
        text = re.sub(r"<meta [^>]*(?:property|name|itemprop)=[^>]*>", "", _SCRIPT.sub("", page.text), flags=re.I)
    elif what == "classes":
        head, body, rest = page.text.partition("<body")
        pieces = _SCRIPT.split(rest)
        text = head + body + "".join(p if n % 2 else _NAMED.sub(_renamed, p) for n, p in enumerate(pieces))
    else:
        return page
    return Page(page.url, text.encode(), "utf-8")


def _renamed(found: re.Match[str]) -> str:
    words = " ".join(f"x{zlib.crc32(word.encode()):x}" for word in found["words"].split())
    return f"{found['name']}{found['quote']}{words}{found['quote']}"


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


Truth = dict[str, Any]


def truth_of(record: Any, label: dict[str, Any] | None) -> Truth:
    """What is right of a page: the label where there is one, what it leaves out from the layout's record."""
    writers = [a.name for a in record.authors if a.kind == "person" and a.role in ("writer", "contributor")]
    truth: Truth = {
        "headline": record.headline, "published": record.date_published, "precision": record.date_precision, "modified": record.date_modified, "authors": writers, "body": record.body,
        "captions": {key(f"{i.caption or ''}{i.credit or ''}") for i in record.images if i.caption or i.credit},
    }  # fmt: skip
    if label is not None:
        truth |= {"headline": label["title"]} | {name: label[name] for name in ("published", "modified", "authors", "body") if label.get(name)}
    return truth


def mark(score: Score, record: Any, truth: Truth, note: list[str]) -> None:
    """Marks of one record; a field that the page does not have is marked only where it must stay empty."""
    names = {a.name for a in record.authors if a.role in ("writer", "contributor")}
    people = {a.name for a in record.authors if a.kind == "person" and a.role in ("writer", "contributor")}
    day = truth["precision"] == "day"

    def told(field: str, right: float, got: Any, want: Any) -> None:
        score.add(field, right)
        if right < 0.97:
            note.append(f"{field} {right:.2f}: {str(got)[:160]!r} != {str(want)[:160]!r}")

    told("headline", key(record.headline) == key(truth["headline"]), record.headline, truth["headline"])
    published = minute(record.date_published), minute(truth["published"])
    told("published", published[0] == published[1] or (day and (published[0] or "")[:10] == (published[1] or "")[:10]), *published)
    score.add("day", (published[0] or "")[:10] == (published[1] or "")[:10])
    if truth["modified"]:
        told("modified", minute(record.date_modified) == minute(truth["modified"]), record.date_modified, truth["modified"])
    told("authors", set(truth["authors"]) in (names, people), sorted(names), truth["authors"])
    if truth["captions"]:
        got = {key(f"{i.caption or ''}{i.credit or ''}") for i in record.images if i.caption or i.credit}
        told("captions", 2 * len(got & truth["captions"]) / (len(got) + len(truth["captions"])), sorted(got - truth["captions"]), sorted(truth["captions"] - got))
    if truth["body"]:
        body = record.body or ""
        told("body", f1(body, truth["body"]), f"{body[:60]} … {body[-60:]}", f"{truth['body'][:60]} … {truth['body'][-60:]}")
        score.add("whole", f1(body, truth["body"]) >= 0.98)


MEASURES = ["headline", "published", "day", "modified", "authors", "captions", "body", "whole"]


def main() -> int:
    """The tables: all pages, English ones, Chinese ones."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=Path, default=Path("../shared/pages"))
    parser.add_argument("--rivals", type=Path, help="an interpreter that has trafilatura, newspaper4k and news-please")
    parser.add_argument("--without", choices=("classes", "metas"), help="what ours must do without")
    parser.add_argument("--verbose", action="store_true", help="every field that ours gets wrong")
    options = parser.parse_args()
    folder = options.pages.resolve()
    labels = {d["url"]: d for d in rows(folder / "labels.jsonl") if d.get("url")}
    steps, reader = load_steps(Counts()), Reader(Catalogue.load())
    pages = []
    for row in rows(folder / "manifest.jsonl"):
        body = load_page(folder / row["file"])
        url = row.get("url") or stated_address(body, row["file"])
        fetched = parse_fetched(row["fetched"]) if row.get("fetched") else datetime(2025, 12, 3, tzinfo=HONG_KONG)
        record = reader.read(body, url, fetched)
        if not isinstance(record, Reject) and not record.provenance.reader.startswith("generic"):
            pages.append(row | {"url": url, "body": body, "at": fetched, "truth": truth_of(record, labels.get(url)), "zh": (record.language or "").startswith("zh")})
            pages[-1]["encoding"] = Page(url, body).encoding
    readings = rival_readings(options.rivals, folder, [{k: r[k] for k in ("file", "url", "encoding")} for r in pages]) if options.rivals else {}
    names = ["harvester", *next(iter(readings.values()), {})]
    scores = {(name, part): Score() for name in names for part in ("all", "en", "zh")}
    times: dict[str, list[float]] = {name: [] for name in names}
    for row in pages:
        for name in names:
            if name == "harvester":
                page = stripped(Page(row["url"], row["body"]), options.without)
                _ = page.root
                start = time.process_time()
                scraped = read_generic(page).scraped
                times[name].append(time.process_time() - start)
            else:
                told = readings[row["file"]].get(name, {})
                scraped = scraped_of(told)
                times[name].append(told.get("seconds", 0.0))
            record = record_of(scraped, row["url"], row["at"], steps)
            note: list[str] = []
            mark(scores[name, "zh" if row["zh"] else "en"], record, row["truth"], note)
            mark(scores[name, "all"], record, row["truth"], [])
            for line in note if options.verbose and name == "harvester" else ():
                print(f"{row['file']}: {line}")
    for part in ("all", "en", "zh"):
        print(f"\n| {part} | {' | '.join(MEASURES)} | ms, median and most |")
        print("|---" * (len(MEASURES) + 2) + "|")
        for name in names:
            spent = sorted(times[name])
            print(f"| {name} | {scores[name, part].line(MEASURES)} | {spent[len(spent) // 2] * 1000:.0f}, {spent[-1] * 1000:.0f} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
