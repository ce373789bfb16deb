"""The reader for pages without a layout: JSON-LD and metas for what is stated, its own block picker for what is seen.

The picker weighs blocks of text by their length outside links (a Chinese character counts double) and takes the element that holds most
of them near the headline. trafilatura, 17 times the cost of parsing a page, is asked only where the picker is unsure.
Everything found is a string of the page: meaning is made of it later, by the same pipelines as for layouts.
"""

from __future__ import annotations

from typing import NamedTuple

from harvester.generic.reader import Reader
from harvester.items import SCRAPED_FIELDS, Scraped
from harvester.page import Page, lift


class Generic(NamedTuple):
    """What was read, and which of "json-ld", "opengraph", "embedded", "trafilatura" gave something of it (the page's own text is always read)."""

    scraped: Scraped
    readers: tuple[str, ...]


def read_generic(page: Page, *, wanted: frozenset[str] | None = None) -> Generic:
    """Read a page of unknown make.

    wanted  names of the Scraped fields to fill; None: all
    Result: strings as the page has them, relative addresses made absolute by the pipelines.
    Example: read_generic(page).scraped.published_meta == "2025-11-30T10:28:36+08:00"
    """
    lift(page.root)
    reader = Reader(page)
    scraped = Scraped()
    for name in _ORDER:
        if wanted is None or name in wanted:
            value = getattr(reader, name)()
            if value:
                setattr(scraped, name, value)
    used = tuple(name for name in ("json-ld", "opengraph", "embedded", "trafilatura") if name in reader.used)
    return Generic(scraped, used)


_ORDER = (
    "headline", "description", "section", "byline", "authors", "published", "updated", "published_meta", "updated_meta", "paragraphs",
    "photos", "translations", "videos", "attachments", "keywords", "canonical", "language", "live",
)  # fmt: skip
assert SCRAPED_FIELDS.issuperset(_ORDER)
