"""Pages of makes that no source has: each file of pages/ states above its markup what must be read from it, as TOML in a comment.

    headline, description, language, published, modified, precision   as in the record; modified = "" says that there is none
    authors     names of writers and contributors
    captions    one an image that has a caption or a credit: "caption | credit"
    body        paragraphs in full, or "e1 e2": names of texts.toml; $e1 stands for a text, in the page as in the list
"""

from __future__ import annotations

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from harvester.commands.read import Reader
from harvester.items import Article, Reject
from harvester.sources import Catalogue

PAGES = Path(__file__).parent / "pages"
TEXTS: dict[str, str] = tomllib.loads((PAGES.parent / "texts.toml").read_text("utf-8"))
FETCHED = "2026-03-02T19:50:00+08:00"


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(Catalogue([]))


def load(name: str) -> tuple[dict[str, Any], str]:
    """What is expected of a page, and its markup."""
    head, _, markup = (PAGES / f"{name}.html").read_text("utf-8").removeprefix("<!-- expect\n").partition("-->\n")
    told = tomllib.loads(head)
    if isinstance(told.get("body"), str):
        told["body"] = [f"${word}" for word in told["body"].split()]
    told["body"] = [filled(text) for text in told.get("body", ())]
    return told, filled(markup)


def filled(text: str) -> str:
    """With the texts in the place of their names."""
    for name, words in TEXTS.items():
        text = text.replace(f"${name}", words)
    return text


def told(record: Article) -> dict[str, Any]:
    """What a record says, in the words of the expectations."""
    return {
        "headline": record.headline,
        "description": record.description,
        "language": record.language,
        "published": record.date_published,
        "precision": record.date_precision,
        "modified": record.date_modified or "",
        "authors": [a.name for a in record.authors if a.role in ("writer", "contributor")],
        "captions": [" | ".join(filter(None, (i.caption, i.credit))) for i in record.images if i.caption or i.credit],
        "body": (record.body or "").split("\n\n"),
        "live": record.live,
        "videos": len(record.videos),
        "attachments": [a.url for a in record.attachments],
    }


def read(reader: Reader, name: str) -> tuple[dict[str, Any], Article]:
    expected, markup = load(name)
    fetched = datetime.fromisoformat(expected.pop("fetched", FETCHED))
    return expected, reader.read(markup.encode(expected.pop("encoding", "utf-8")), expected.pop("url"), max(fetched, datetime.fromisoformat(expected.get("modified") or FETCHED)))


@pytest.mark.parametrize("name", sorted(p.stem for p in PAGES.glob("*.html")))
def test_unseen(reader: Reader, name: str) -> None:
    expected, record = read(reader, name)
    assert not isinstance(record, Reject), record.reasons
    assert record.source == "generic"
    got = told(record)
    assert {key: got[key] for key in expected} == expected
