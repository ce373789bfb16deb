"""The saved pages as a person read them: shows a page beside its record, keeps the verdicts, counts them.

    python tests/corpus/reading.py show hk01/60300000_ab.html.gz      what a reader sees of the page, then the record
    python tests/corpus/reading.py again                              pages whose record is another than the one that was read
    python tests/corpus/reading.py keep hk01/60300000_ab.html.gz …    today's record was read: note its digest in the row
    python tests/corpus/reading.py count                              the shares, a site and in all: the table of docs/reading.md

A site's verdicts are rows of readings/SITE.tsv; a reader writes them by hand, `keep` fills in the digest. The columns:

    file        the page, below ../shared/pages
    headline    ok | wrong | none (no article, and no record: a challenge, a page without its text; the other fields are none too)
    published   ok | wrong | day (the page states no time of day, and the day is right) | none (it states no date, and the record has none)
    modified    ok | wrong | none (stated nowhere, and null)
    authors     ok | wrong | none (no byline, and no authors)
    start, end  ok | wrong | none: whether the body begins and ends where the article does, with nothing lost or foreign in between
    photos      how many photos of its own the article shows
    right       how many of these have their caption and credit as the page states them (both null where it states none)
    extra       photos of the record that are none of the article's
    digest      of the record that was read
    note        what is wrong, or worth knowing
"""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson

from harvester.commands.read import Reader, load_page, parse_fetched
from harvester.feeds import line
from harvester.items import Article, Reject
from harvester.page import Page
from harvester.sources import Catalogue

PAGES = Path(__file__).resolve().parents[3] / "shared" / "pages"
READINGS = Path(__file__).with_name("readings")
COLUMNS = ("file", "headline", "published", "modified", "authors", "start", "end", "photos", "right", "extra", "digest", "note")
# What of a record is read, and so what its digest is of.
READ = ("headline", "authors", "dateline", "date_published", "date_modified", "date_precision", "body", "reasons")
PHOTO = ("caption", "credit", "photographer", "agency", "date_taken")
FIELDS = ("headline", "published", "modified", "authors", "start", "end", "photos")


@dataclass
class Verdict:
    """One page as a person judged it: a row of a readings file."""

    file: str
    headline: str
    published: str
    modified: str
    authors: str
    start: str
    end: str
    photos: int
    right: int
    extra: int
    digest: str
    note: str


def verdicts(site: str) -> list[Verdict]:
    """A site's rows. Errors: ValueError naming the file and the row of one that is none."""
    path = READINGS / f"{site}.tsv"
    if not path.exists():
        return []
    found = []
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE), 2):
            try:
                found.append(Verdict(**{**row, **{name: int(row[name] or 0) for name in ("photos", "right", "extra")}}))  # type: ignore[arg-type]
            except (TypeError, ValueError) as error:
                raise ValueError(f"{path}:{number}: {error}; the columns are {', '.join(COLUMNS)}") from None
    return found


def write(site: str, rows: Iterable[Verdict]) -> None:
    """A site's rows, in the order of their files."""
    READINGS.mkdir(exist_ok=True)
    with (READINGS / f"{site}.tsv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, delimiter="\t", quoting=csv.QUOTE_NONE, lineterminator="\n", quotechar=None)
        writer.writeheader()
        writer.writerows(asdict(row) for row in sorted(rows, key=lambda row: row.file))


def manifest() -> list[dict[str, Any]]:
    """The rows of the saved pages' manifest."""
    return [json.loads(text) for text in (PAGES / "manifest.jsonl").read_text("utf-8").splitlines() if text]


def digest(record: Article) -> str:
    """Of the fields that are read: changes with any of them. Example: digest(record) == "5f0c27b1a9d3" """
    had = orjson.loads(line(record))
    told = [had.get(name) for name in READ] + [[photo.get(name) for name in PHOTO] for photo in had.get("images", ())]
    return hashlib.sha256(orjson.dumps(told)).hexdigest()[:12]


def records(wanted: set[str] | None = None) -> dict[str, Article]:
    """Each saved page's record by its file."""
    reader = Reader(Catalogue.load())
    found = {}
    for row in manifest():
        if wanted is None or row["file"] in wanted:
            fetched = parse_fetched(row["fetched"]) if row["fetched"] else datetime.fromisoformat("2025-12-02T12:00:00+08:00")
            found[row["file"]] = reader.read(load_page(PAGES / row["file"]), row["url"] or "https://unclaimed.example/page", fetched)
    return found


def seen(body: bytes, url: str) -> str:
    """What a reader sees of a page: its text in order, photos as [IMG …] with their attributes; then its metas and linked data."""
    page = Page(url, body)
    out: list[str] = []

    def walk(node: Any) -> None:
        tag = node.tag if isinstance(node.tag, str) else None
        if tag in ("script", "style", "noscript", "template", "head", None):
            if tag is None and node.tail:
                out.append(node.tail)
            return
        if tag in ("img", "source", "video", "iframe"):
            told = (f"{name}={value[:160]!r}" for name, value in node.attrib.items() if name in ("src", "alt", "title", "href", "poster") or name.startswith("data-"))
            out.append(f"\n[{tag.upper()} {' '.join(told)}]\n")
        block = tag not in ("a", "b", "i", "em", "strong", "span", "font", "u", "time", "small", "sup", "sub")
        if block:
            out.append(f"\n{'#' * int(tag[1]) + ' ' if tag and len(tag) == 2 and tag[0] == 'h' and tag[1].isdigit() else ''}")
        out.append(node.text or "")
        for child in node:
            walk(child)
            if isinstance(child.tag, str):
                out.append(child.tail or "")
        if block:
            out.append("\n")

    sys.setrecursionlimit(10_000)
    walk(page.root if page.root.tag != "html" else next(iter(page.root.iter("body")), page.root))
    text = "\n".join(short for raw in "".join(out).split("\n") if (short := " ".join(raw.split())))
    metas = "\n".join(f"{name}: {' | '.join(values)[:600]}" for name, values in page.metas.items())
    linked = "\n".join(script.text or "" for script in page.root.iter("script") if "ld+json" in (script.get("type") or ""))
    return f"=== WHAT A READER SEES ===\n{text}\n\n=== METAS ===\n{metas}\n\n=== LINKED DATA ===\n{linked[:6000]}"


def show(file: str) -> None:
    """Print a page beside its record."""
    row = next(row for row in manifest() if row["file"] == file)
    record = records({file})[file]
    print(f"=== {file} {row['url']} fetched {row['fetched']}\n{seen(load_page(PAGES / file), row['url'] or 'https://unclaimed.example/page')}")
    had = orjson.loads(line(record))
    raw = had.get("raw")
    body = had.pop("body", None)
    print(f"\n=== RECORD ===\n{orjson.dumps(had, option=orjson.OPT_INDENT_2).decode()}\n\n=== BODY ===\n{body}\n\nraw: {raw}\ndigest {digest(record)}{' REJECTED' if isinstance(record, Reject) else ''}")


def again() -> list[str]:
    """Pages nobody read, or whose record is another than the one that was read."""
    read = {row.file: row.digest for site in sites() for row in verdicts(site)}
    return [file for file, record in records().items() if read.get(file) != digest(record)]


def sites() -> list[str]:
    """The sites of the saved pages."""
    return sorted({row["site"] for row in manifest()})


def keep(files: list[str]) -> None:
    """Note the digests of today's records. Errors: KeyError for a page without a row."""
    had = records(set(files))
    for site in sites():
        rows = verdicts(site)
        for row in rows:
            if row.file in files:
                row.digest = digest(had[row.file])
        if rows:
            write(site, rows)
    missing = set(files) - {row.file for site in sites() for row in verdicts(site)}
    if missing:
        raise KeyError(f"no row for {', '.join(sorted(missing))}")


def shares(rows: Iterable[Verdict]) -> dict[str, tuple[int, int]]:
    """Right and judged, a field: what is stated nowhere and null is not judged. photos: with caption and credit right, of all; extra ones are wrong ones."""
    right: Counter[str] = Counter()
    judged: Counter[str] = Counter()
    for row in rows:
        for name in ("headline", "published", "modified", "authors", "start", "end"):
            verdict = getattr(row, name)
            if verdict in ("ok", "wrong") or (name == "published" and verdict == "day"):
                judged[name] += 1
                right[name] += verdict != "wrong"
        judged["photos"] += row.photos + row.extra
        right["photos"] += row.right
    return {name: (right[name], judged[name]) for name in FIELDS}


def table() -> str:
    """The shares as a Markdown table, a site a row: right of judged, and nothing where nothing is stated."""
    every = {site: verdicts(site) for site in sites()}
    rows = [*every.items(), ("all", [row for site in every.values() for row in site])]
    lines = [f"| site | pages | {' | '.join(FIELDS)} |", f"|---|---|{'---|' * len(FIELDS)}"]
    for site, read in rows:
        had = shares(read)
        lines.append(f"| {site} | {len(read)} | {' | '.join(f'{right} of {judged}' if judged else '' for right, judged in (had[name] for name in FIELDS))} |")
    return "\n".join(lines) + "\n"


def main(args: list[str]) -> int:
    """Run a command. Result: exit code."""
    match args:
        case ["show", file]:
            show(file)
        case ["again"]:
            print(*again(), sep="\n")
        case ["keep", *files]:
            keep(files)
        case ["count"]:
            print(table(), end="")
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
