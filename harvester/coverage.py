"""What of each source's saved pages is filled, counted; and docs/sources.md, made of that and of the sources themselves.

coverage.json is written by `harvester sources --measure DIR` and committed. A share says how many records have a field filled, not how many
pages should: a site without bylines has authors on none of its pages.
"""

from __future__ import annotations

import inspect
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from harvester.errors import HarvesterError, UsageError
from harvester.items import Article, Reject

if TYPE_CHECKING:
    from harvester.commands.read import Reader
    from harvester.discovery import Discovery
    from harvester.spider import ArticleSpider

Coverage = dict[str, dict[str, int]]
GENERIC = "generic"
# A record has it: field -> what is asked of an Article.
FIELDS = (
    "headline", "minute", "modified", "authors", "people", "dateline", "section", "description", "issuer", "body", "images", "captions", "credits", "photographers",
    "keywords", "topics", "related", "translations", "videos", "attachments",
)  # fmt: skip
# Of the photos of all records together.
PHOTOS = ("photos", "photo_urls", "photo_captions", "photo_credits")
# The columns of docs/sources.md.
SHOWN = (("to the minute", "minute"), ("authors", "authors"), ("captions", "captions"), ("credits", "credits"), ("updated", "modified"))


def filled(record: Article) -> Iterator[str]:
    """The fields of FIELDS that a record has. Example: set(filled(record)) >= {"headline", "minute", "body"}"""
    has = {
        "headline": record.headline,
        "minute": record.date_precision == "minute",
        "modified": record.date_modified,
        "authors": record.authors,
        "people": any(a.kind == "person" for a in record.authors),
        "dateline": record.dateline,
        "section": record.section,
        "description": record.description,
        "issuer": record.issuer,
        "body": record.body,
        "images": record.images,
        "captions": any(i.caption for i in record.images),
        "credits": any(i.credit for i in record.images),
        "photographers": any(i.photographer for i in record.images),
        "keywords": record.keywords,
        "topics": record.topics,
        "related": record.related,
        "translations": record.translations,
        "videos": record.videos,
        "attachments": record.attachments,
    }
    return (name for name in FIELDS if has[name])


def count(counts: Coverage, record: Article) -> None:
    """Add one page's record to the counts of its source."""
    row: Counter[str] = Counter(counts.get(record.source, {}))
    row["pages"] += 1
    if isinstance(record, Reject):
        row["blocked" if any(r.startswith("blocked") for r in record.reasons) else "rejected"] += 1
    else:
        row["records"] += 1
        row["layout"] += record.provenance.reader.startswith("layout:")
        row.update(filled(record))
        for image in record.images:
            row["photos"] += 1
            row["photo_urls"] += bool(image.url)
            row["photo_captions"] += bool(image.caption)
            row["photo_credits"] += bool(image.credit)
    order = ("pages", "records", "layout", "blocked", "rejected", *FIELDS, *PHOTOS)
    counts[record.source] = {name: row[name] for name in order if row[name]}


def measure(folder: Path, reader: Reader) -> Coverage:
    """Read every page of a folder's manifest.jsonl. Errors: UsageError without a manifest; a page that cannot be read is named on standard error."""
    from datetime import UTC, datetime

    from harvester.commands.read import rows

    manifest = folder / "manifest.jsonl"
    if not manifest.exists():
        raise UsageError(f"{manifest}: no such file; a folder of saved pages has a manifest: rows of file, url and fetched")
    counts: Coverage = {}
    for number, row in rows(manifest):
        try:
            count(counts, reader.read_row(folder, row, datetime(2026, 1, 1, tzinfo=UTC)))
        except HarvesterError as error:
            print(f"harvester: {manifest}:{number}: {error}", file=sys.stderr)
    return dict(sorted(counts.items()))


def committed() -> dict[str, Any]:
    """coverage.json: {"measured": day, "sources": {name: counts}, "live": {name: day first harvested from the site}}."""
    value: dict[str, Any] = json.loads(files("harvester").joinpath("coverage.json").read_text("utf-8"))
    return value


def as_text(counts: Coverage, day: date, live: dict[str, str]) -> str:
    """coverage.json's text, a line a source."""
    lines = ",\n".join(f"  {json.dumps(name)}: {json.dumps(row)}" for name, row in counts.items())
    return f'{{\n "measured": "{day}",\n "live": {json.dumps(live)},\n "sources": {{\n{lines}\n }}\n}}\n'


# --- docs/sources.md ---------------------------------------------------------------------------------------------------------

HEAD = """# Sources

Made by `harvester sources --markdown > docs/sources.md` from the sources themselves and from `harvester/coverage.json`; do not edit.
{sources} sources, {verified} of them verified on saved pages ({pages} pages, counted on {measured}).

- **Seen live**: the day a run from the site itself was first complete. {live} Addresses of feeds, lists and APIs come from saved pages, texts and
  published code; what they answer today is unproven until a run has said so. `harvester crawl NAME` and its run report tell.
- **Pages**: saved pages on which the layout was verified. 0: its facts come from texts and code, and if they are wrong the generic reader carries the page.
- **Reaches back**: how far a backfill can go by the source's own lists.
- The shares say on how many of the records read from those pages the field is filled, not on how many it should be: a site that prints no
  bylines has authors on 0 %. The rest of the counts are in `harvester/coverage.json`.
"""
COLUMNS = ("source", "publisher", "languages", "discovery", "reaches back", "pages", *(name for name, _key in SHOWN), "known gaps", "seen live")


def markdown(spiders: Iterable[type[ArticleSpider]], data: dict[str, Any]) -> str:
    """docs/sources.md: a table of government sources, one of news, and what the files say of themselves."""
    every = list(spiders)
    counts: Coverage = data["sources"]
    live: dict[str, str] = data["live"]
    verified = [s for s in every if counts.get(s.name, {}).get("records")]
    seen = "None has been yet." if not live else f"{len(live)} have been."
    text = [HEAD.format(sources=len(every), verified=len(verified), pages=sum(counts[s.name]["pages"] for s in verified), measured=data["measured"], live=seen)]
    for group, title in (("government", "Government and statutory bodies"), ("news", "News")):
        text.append(f"## {title}\n")
        text.append(_row(COLUMNS))
        text.append(_row("---" for _column in COLUMNS))
        text.extend(_row(_cells(s, counts.get(s.name, {}), live.get(s.name))) for s in every if s.source.group == group)
        text.append("")
    text.append("## What the files say\n")
    text.extend(_notes(every))
    return "\n".join(text).rstrip() + "\n"


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _cells(spider: type[ArticleSpider], row: dict[str, int], live: str | None) -> list[str]:
    source = spider.source
    records = row.get("records", 0)
    shares = [f"{100 * row.get(key, 0) // records} %" if records else "" for _name, key in SHOWN]
    languages = ", ".join(dict.fromkeys((source.language, *(tag for layout in spider.layouts for tag in layout.languages))))
    return [
        f"`{spider.name}`", source.title, languages, kinds(spider.discovery), reach(spider.discovery), str(row.get("pages", 0) if records else 0), *shares,
        "; ".join(gaps(spider, row)), live or "never",
    ]  # fmt: skip


def kinds(discovery: Iterable[Discovery]) -> str:
    """The ways a source says what is new, counted. Example: "Feed ×3, Daily"."""
    found = Counter(type(d).__name__ for d in discovery)
    return ", ".join(name if n == 1 else f"{name} ×{n}" for name, n in found.items())


def reach(discovery: Iterable[Discovery]) -> str:
    """How far back the lists go: "2006-01-01", "14 days", "no known limit"."""
    ways = list(discovery)
    if not ways:
        return "nothing"
    one, other = date(2026, 1, 1), date(2026, 3, 1)
    pairs = [(d.reaches_back(one), d.reaches_back(other)) for d in ways]
    if any(a is None for a, _b in pairs):
        return "no known limit"
    first, later = min((a, b) for a, b in pairs if a is not None)
    return str(first) if first == later else f"{(one - first).days} days"


def gaps(spider: type[ArticleSpider], row: dict[str, int]) -> Iterator[str]:
    """What is known to be missing, from the counts and from the lists."""
    records = row.get("records", 0)
    if spider.source.refuses:
        yield f"refuses machines ({spider.source.refuses}); asked only where it is named"
    if not row:
        yield "no saved page"
    elif row.get("blocked") == row["pages"]:
        yield "the saved pages are its refusals"
    else:
        if records < row["pages"]:
            yield f"{row['pages'] - records} of its pages give no record"
        if row.get("layout", 0) < records:
            yield f"{records - row.get('layout', 0)} pages have no layout and go to the generic reader"
        if row.get("minute", 0) < records:
            yield f"{records - row.get('minute', 0)} pages state a day without a time"
        if missing := row.get("photos", 0) - row.get("photo_urls", 0):
            yield f"{missing} photos without an address"
    back = reach(spider.discovery)
    if back.endswith("days"):
        yield f"no way back beyond {back}"
    if any(type(d).__name__ == "Numbered" for d in spider.discovery):
        yield "the way back guesses article numbers"


def _notes(spiders: list[type[ArticleSpider]]) -> Iterator[str]:
    """The docstring of each file of sources, once."""
    modules: dict[str, list[str]] = {}
    for spider in spiders:
        modules.setdefault(spider.__module__, []).append(f"`{spider.name}`")
    for module, names in sorted(modules.items(), key=lambda item: item[1]):
        told = inspect.cleandoc(sys.modules[module].__doc__ or "")
        yield f"**{', '.join(names)}**: {told}\n"
