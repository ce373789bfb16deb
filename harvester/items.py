"""The contract: the record that goes out (Article) and the strings that come in (Scraped).

Read this first. A page's words travel one way: a Layout picks strings into Scraped, the pipelines turn them into an
Article, and the Article is written as one line of JSON in the order of the fields below. `docs/record.md` explains
every field to readers; `harvester/schema/article-1.json` is generated from these classes.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from harvester.source import ArticleKey, Source

SCHEMA = "harvester/article@1"

PublisherKind = Literal["government", "statutory_body", "newspaper", "broadcaster", "agency", "portal"]
AuthorKind = Literal["person", "organization"]
Role = Literal["writer", "contributor", "photographer", "editor", "translator"]
Precision = Literal["minute", "day", "relative"]
Rel = Literal["read-more", "also-read", "see-also", "infographic", "related"]
Status = Literal["usable", "withdrawn"]


# --- what goes out ---------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Publisher:
    """Who publishes: `Publisher("RTHK", "broadcaster", "HK", "https://news.rthk.hk/")`."""

    name: str
    kind: PublisherKind
    country: str
    url: str


@dataclass(slots=True)
class Translation:
    """The same release in another language, when the page links it. `language` is a BCP 47 tag."""

    language: str
    url: str


@dataclass(slots=True)
class Author:
    """One name of the byline. `place` is where the byline says the person wrote from."""

    name: str
    kind: AuthorKind
    role: Role
    place: str | None = None


@dataclass(slots=True)
class Image:
    """A content photo. `credit` is as printed; `photographer` and `agency` are normalized; `date_taken` is YYYY-MM-DD."""

    url: str | None = None
    caption: str | None = None
    credit: str | None = None
    photographer: str | None = None
    agency: str | None = None
    date_taken: str | None = None
    position: int | None = None


@dataclass(slots=True)
class Media:
    """A video or an attached file."""

    url: str
    title: str | None = None


@dataclass(slots=True)
class Related:
    """A link that the article itself carries in or right under its text."""

    rel: Rel
    title: str
    url: str | None = None


@dataclass(slots=True)
class Raw:
    """The page's own words for the values made of them: evidence, not an interface."""

    headline: str | None = None
    byline: str | None = None
    published: str | None = None
    updated: str | None = None


@dataclass(slots=True)
class Provenance:
    """Where a record comes from and who read it. `reader` is `layout:<Name>` or `generic:<json-ld, opengraph, embedded, trafilatura>`."""

    run: str | None = None
    reader: str = ""
    date_fetched: str | None = None
    date_first_seen: str | None = None
    http_status: int | None = None
    digest: str | None = None
    archive: str | None = None
    topic_terms: dict[str, list[str]] = field(default_factory=dict)
    harvester: str = ""


@dataclass(slots=True)
class Article:
    """One article, one revision, one line of JSON. Every key is always present, in this order."""

    schema: str
    id: str
    revision: int
    status: Status
    source: str
    publisher: Publisher
    url: str
    canonical_url: str
    language: str | None = None
    translations: list[Translation] = field(default_factory=list)
    headline: str | None = None
    description: str | None = None
    section: str | None = None
    issuer: str | None = None
    authors: list[Author] = field(default_factory=list)
    dateline: str | None = None
    date_published: str | None = None
    date_modified: str | None = None
    date_precision: Precision | None = None
    body: str | None = None
    images: list[Image] = field(default_factory=list)
    videos: list[Media] = field(default_factory=list)
    attachments: list[Media] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    related: list[Related] = field(default_factory=list)
    live: bool = False
    raw: Raw = field(default_factory=Raw)
    provenance: Provenance = field(default_factory=Provenance)


@dataclass(slots=True)
class Reject(Article):
    """An article that lacks what every record must have: the same shape, as far as it could be read, plus the reasons."""

    reasons: list[str] = field(default_factory=list)


# --- what comes in ---------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Photo:
    """One photo as the page gives it: strings only. `caption` still holds the credit; `credit` only if the page keeps it apart."""

    url: str | None = None
    caption: str | None = None
    credit: str | None = None


@dataclass(slots=True)
class Link:
    """One link as the page gives it. `rel` is set only where the page says what kind of link it is."""

    title: str | None = None
    url: str | None = None
    rel: str | None = None


@dataclass(slots=True)
class Scraped:
    """Strings only, as a Layout picked them. The names of these fields are the names a Layout may declare.

    headline        the title as the reader sees it
    description     the standfirst
    section         breadcrumb or channel
    byline          visible byline strings, one per line of the page: ["By Wang Zhan in Hong Kong"]
    authors         names given as data (JSON-LD, embedded JSON), one entry each
    published       the date line the reader sees; may hold both dates ("Published: … | Updated: …")
    updated         the update line the reader sees
    published_meta  the same from metadata or embedded data: completes the visible date, never contradicts it
    updated_meta    likewise
    paragraphs      the body's blocks of text; a blank line separates paragraphs, a line break stays
    photos          content photos in page order
    related         links inside or right under the article
    translations    links to the same release in another language; `rel` is the language tag
    videos, attachments, keywords, canonical, language, live, issuer: as their names say
    """

    headline: str | None = None
    description: str | None = None
    section: str | None = None
    byline: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    published: str | None = None
    updated: str | None = None
    published_meta: str | None = None
    updated_meta: str | None = None
    paragraphs: list[str] = field(default_factory=list)
    photos: list[Photo] = field(default_factory=list)
    related: list[Link] = field(default_factory=list)
    translations: list[Link] = field(default_factory=list)
    videos: list[Link] = field(default_factory=list)
    attachments: list[Link] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    canonical: str | None = None
    language: str | None = None
    live: str | None = None
    issuer: str | None = None


SCRAPED_FIELDS = frozenset(f.name for f in fields(Scraped))


@dataclass(slots=True)
class Found:
    """What an index said of an article before it was fetched: its address and, where stated, its day and headline.

    url        absolute
    published  the date string of the index entry, as printed, if any
    day        the day the index belongs to or states, in the source's zone, if known
    headline   the link's text, if any
    guessed    the address is a guess (a walk over numbers): that nothing is there is no failure
    """

    url: str
    published: str | None = None
    day: date | None = None
    headline: str | None = None
    guessed: bool = False


@dataclass(slots=True)
class Draft:
    """An article on its way through the pipelines: the strings, the record being made of them, and what is known around it.

    fetched   aware instant the page was received; the base of relative dates
    base      what the page's relative links are relative to, where that is not `url` (redirects, <base href>)
    paragraphs  the body under construction, once the body step has read it
    problems  reasons to reject, collected by any step
    """

    source: Source
    spider: str
    url: str
    key: ArticleKey | None
    scraped: Scraped
    reader: str
    fetched: datetime
    http_status: int | None = None
    found: Found | None = None
    run: str | None = None
    archive: str | None = None
    article: Article | None = None
    paragraphs: list[str] = field(default_factory=list)
    notes: dict[str, Any] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    base: str | None = None

    @property
    def record(self) -> Article:
        """The record under construction; identity, the first step, has made it."""
        assert self.article is not None, "identity must run first"
        return self.article


@dataclass(slots=True)
class Gone:
    """A page that answered 404 or 410 at `fetched`; the revisions step knows whether it was ever published."""

    source: str
    url: str
    article_id: str | None
    status: int
    fetched: datetime
