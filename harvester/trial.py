"""How one page is read, field by field: which layout, which of its picks, what the generic reader says instead. For `harvester try` and `new`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from harvester.challenge import challenge
from harvester.generic import read_generic
from harvester.items import SCRAPED_FIELDS, Article, Draft, Image, Link, Photo, Reject, Scraped
from harvester.layout import Layout, block_text, layout_of, values_for
from harvester.page import Page, loads_lenient
from harvester.pipelines import Counts, load_steps, run_steps
from harvester.spider import ArticleSpider

# In the order of the record; the rest follows.
ORDER = (
    "headline", "description", "section", "byline", "authors", "published", "updated", "published_meta", "updated_meta", "paragraphs", "photos", "related",
    "translations", "videos", "attachments", "keywords", "canonical", "language", "live", "issuer",
)  # fmt: skip
assert set(ORDER) == SCRAPED_FIELDS
RECORD = (
    "headline", "description", "section", "issuer", "authors", "dateline", "date_published", "date_modified", "date_precision", "language", "body", "images",
    "videos", "attachments", "keywords", "topics", "related", "live",
)  # fmt: skip
# The least text of an article, in characters; Chinese counts double.
LEAST_TEXT = 120
_HAN = re.compile(r"[㐀-鿿]")


@dataclass(slots=True)
class Row:
    """One field: its value, what gave it ("1/2 css('h1')", "amend", "generic reader", "" when nothing did), and the generic reader's value."""

    name: str
    value: Any
    given_by: str
    generic: Any


@dataclass(slots=True)
class Trial:
    """How a page was read. `fits`: every layout of the source with whether its landmark is on the page; `record`, `other`: ours and the generic reader's."""

    spider: str
    reader: str
    fits: list[tuple[str, str, bool]]
    rows: list[Row]
    record: Article
    other: Article
    counts: dict[str, int]
    notes: list[str] = field(default_factory=list)


def attempt(spider: ArticleSpider, page: Page, url: str, fetched: datetime, status: int | None = None) -> Trial:
    """Read a page twice: as its source does, and as if its source were unknown.

    Result: both readings as strings and as records, with the origin of each field.
    """
    draft = spider.read_page(page, url=url, fetched=fetched, status=status)
    layout = layout_of(spider.layouts, page)
    generic = read_generic(page)
    other = Draft(draft.source, spider.name, url, draft.key, generic.scraped, f"generic:{','.join(generic.readers)}", fetched, status)
    rows = list(_rows(draft, layout, page, generic.scraped))  # before the steps, which may change what they are given
    counts = Counts()
    record = run_steps(load_steps(counts), draft)
    fits = [(each.__name__, each.landmark if isinstance(each.landmark, str) else repr(each.landmark), layout_of((each,), page) is each) for each in spider.layouts]
    told = run_steps(load_steps(Counts()), other)
    return Trial(spider.name, draft.reader, fits, rows, record, told, dict(counts), [*(f"{what}: {cause}" for what, cause in page.troubles.items()), *notes(page, record, told, status)])


def _rows(draft: Draft, layout: type[Layout] | None, page: Page, generic: Scraped) -> Iterator[Row]:
    carried = draft.reader.partition("+")[2]
    for name in ORDER:
        value, given = getattr(draft.scraped, name), ""
        if layout is None:
            given = "generic reader" if value else ""
        elif value:
            given = _giver(layout, name, value, page) or ("generic reader" if carried and value == getattr(generic, name) else "amend()")
        elif name in layout.picks:
            given = f"nothing found by {', '.join(map(repr, layout.picks[name]))}"
        if value or given or getattr(generic, name):
            yield Row(name, value, given, getattr(generic, name))


def _giver(layout: type[Layout], name: str, value: Any, page: Page) -> str:
    """Which pick gave a value, by its rank; "" when none did."""
    picks = layout.picks.get(name, ())
    for rank, pick in enumerate(picks, 1):
        found = values_for(layout, name, (pick,), page)
        if found:
            same = value == found if isinstance(value, list) else value == found[0]
            place = f"{rank}/{len(picks)} " if len(picks) > 1 else ""
            return f"{place}{pick!r}" if same else ""
    if name == "translations" and layout.languages:
        return ", ".join(layout.languages)
    return ""


def notes(page: Page, record: Article, other: Article, status: int | None) -> Iterator[str]:
    """What a person should know before looking further: challenges, pages that need a browser, text in embedded data."""
    reason = challenge(page, status)
    if reason is not None and reason != "empty without JavaScript":
        yield f"no article: {reason}"
        return
    listed = next((r for r in record.reasons if r.startswith("no article")), None) if isinstance(record, Reject) else None
    if listed is not None:
        yield listed
        return
    seen = weight(" ".join(block_text(page.root).split()))
    data = embedded(page)
    lacking = weight(record.body or "") < LEAST_TEXT
    if reason or (lacking and weight(other.body or "") < LEAST_TEXT and seen < 4 * LEAST_TEXT):
        where = "it may be in the data below" if data else "find the address its data comes from (a browser's network tab), or say render=True (README, Pages that need a browser)"
        yield f"empty without JavaScript: the HTML holds {seen} characters of text; {where}"
    if lacking or record.body == other.body:
        for place, text in data[:3]:
            yield f"long text in embedded data: {place} = {text[:60]!r} … ({len(text)} characters)"


def weight(text: str) -> int:
    """Characters, Chinese ones counted double."""
    return len(text) + len(_HAN.findall(text))


def embedded(page: Page) -> list[tuple[str, str]]:
    """The longest texts in the page's JSON with the pick that gets each, longest first: ("json_ld('articleBody')", "…")."""
    found: list[tuple[str, str]] = []
    for element in page.root.iter("script"):
        kind, ident = (element.get("type") or "").lower(), element.get("id")
        if kind == "application/ld+json":
            continue
        if ident and "json" in kind:
            found.extend((f"script({ident!r}, {path!r})", text) for path, text in _texts(page.script(ident), ""))
        elif not kind or "javascript" in kind:
            for name in _ASSIGNED.findall((element.text or "")[:2_000_000])[:20]:
                found.extend((f"variable({name!r}, {path!r})", text) for path, text in _texts(page.variable(name), ""))
    found.extend((f"json_ld({path!r})", text) for path, text in _texts(page.article_data, ""))
    return sorted(found, key=lambda row: -weight(row[1]))


# "var newsData = {", "window.__INITIAL_STATE__ = {"
_ASSIGNED = re.compile(r"([A-Za-z_$][\w$]{2,60})\"?'?\]?\s{0,5}=\s{0,5}[{\[]")
_PLAIN_KEY = re.compile(r"[A-Za-z_]\w*")


def _texts(value: Any, path: str, depth: int = 0) -> Iterator[tuple[str, str]]:
    """Texts of an article's length below a JSON value, with their JMESPath."""
    if isinstance(value, str):
        if weight(value) >= LEAST_TEXT and not value.startswith(("http", "data:")) and loads_lenient(value[:2000]) is None:
            yield path, value
    elif isinstance(value, dict) and depth < 14:
        for key, inner in value.items():
            name = key if _PLAIN_KEY.fullmatch(key) else f'"{key}"'
            yield from _texts(inner, f"{path}.{name}" if path else name, depth + 1)
    elif isinstance(value, list) and depth < 14:
        for number, inner in enumerate(value[:50]):
            yield from _texts(inner, f"{path}[{number}]", depth + 1)


def value_of(record: Article, name: str) -> Any:
    """A field of a record for people: the body as paragraphs, authors, pictures and links each in one string."""
    value = getattr(record, name)
    if name == "body" and value:
        return value.split("\n\n")
    if name == "authors":
        return [f"{a.name} ({', '.join(filter(None, (a.kind, a.role, a.place)))})" for a in value]
    if name == "images":
        return [_picture(i) for i in value]
    if name in ("videos", "attachments", "related"):
        return [f"{i.title or ''} {i.url or ''}".strip() for i in value]
    return value


def told(value: Any, limit: int) -> str:
    """A value for people: beginnings and counts. Example: told(["One.", "Two."], 90) == '2: One. | Two.'"""
    if value is None or value is False or value == []:
        return "-"
    if isinstance(value, list):
        parts = [p for v in value for p in (v.split("\n\n") if isinstance(v, str) else [_one(v)])]
        if len(parts) == 1:
            return told(parts[0], limit)
        if limit > 1000:
            return f"{len(parts)}:\n" + "\n".join(parts)
        if sum(map(len, parts)) <= 2 * limit:
            return f"{len(parts)}: " + " | ".join(parts)
        return f"{len(parts)}, {sum(map(len, parts))} characters: {_cut(parts[0], limit)} … {_tail(parts[-1], limit // 2)}"
    return _cut(str(value), limit)


def _one(value: Any) -> str:
    if isinstance(value, Photo):
        return " ".join(filter(None, (value.caption or "(no caption)", value.credit and f"[{value.credit}]", value.url and f"<{value.url[-40:]}>")))
    if isinstance(value, Link):
        return " ".join(filter(None, (value.title, value.url and f"<{value.url[-60:]}>")))
    return str(value)


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[:limit]}… ({len(text)})"


def _tail(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"…{text[-limit:]}"


def _picture(image: Image) -> str:
    """Example: "The bridge at dusk. [credit Ada Lam/Gazette; photographer Ada Lam; agency Gazette]"."""
    parts = [f"{name} {value}" for name, value in (("credit", image.credit), ("photographer", image.photographer), ("agency", image.agency)) if value]
    return (image.caption or "(no caption)") + (f" [{'; '.join(parts)}]" if parts else "")
