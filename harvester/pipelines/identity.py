"""Step 1: who this article is. Its id, its addresses, its publisher; and the caps that keep a hostile page small."""

from __future__ import annotations

import harvester
from harvester.items import SCHEMA, Article, Draft, Provenance, Publisher, Raw, Scraped
from harvester.normalize.urls import canonical, join_url, path_hash
from harvester.pipelines import Step
from harvester.source import without_secrets

# No real field comes near; a page that has more is hostile or broken. Characters and entries.
FIELD_CAP = 20_000
BODY_CAP = 350_000
LIST_CAP = 500
SCRAPED_FIELDS = tuple(Scraped.__dataclass_fields__)
BLOCKS_CAP = 20_000


class Identity(Step):
    """Makes the record: id "chinadaily_hk:367749", canonical URL with mirrors and tracking folded, publisher."""

    name = "identity"

    def process(self, draft: Draft) -> None:
        self.cap(draft)
        source, scraped = draft.source, draft.scraped
        folded = self.canonical_url(draft)
        own = draft.key.id if draft.key is not None else None
        if own is None:
            self.count("hashed_id")
            own = path_hash(folded)
        fetched = draft.fetched.isoformat(timespec="seconds")
        draft.article = Article(
            schema=SCHEMA,
            id=f"{draft.spider}:{own}",
            revision=1,
            status="usable",
            source=draft.spider,
            publisher=Publisher(source.title, source.kind, source.country, source.home),
            url=without_secrets(draft.url),
            canonical_url=folded,
            live=bool(scraped.live),
            raw=Raw(headline=scraped.headline, byline=" / ".join(scraped.byline) or None, published=scraped.published, updated=scraped.updated),
            provenance=Provenance(
                run=draft.run,
                reader=draft.reader,
                date_fetched=fetched,
                date_first_seen=fetched,
                http_status=draft.http_status,
                archive=draft.archive,
                harvester=harvester.__version__,
            ),
        )

    def canonical_url(self, draft: Draft) -> str:
        """The source's own form of the address; else the page's canonical link if it is the same article; else the address folded."""
        source, key = draft.source, draft.key
        if source.canonical and key is not None:
            try:
                return source.canonical.format(**key.parts)
            except KeyError:  # an older form of the address lacks a part the template asks for
                self.count("canonical_not_formed")
        stated = join_url(draft.url, draft.scraped.canonical)
        if stated and key is not None:
            other = source.article_key(stated)
            # hongkongfp.com/?p=544970 states /2025/12/02/…, the article's own address: of a short one, of two numbers, or of a number and a path that has none
            if other is not None and ("short" in key.parts or (other.id == key.id if None not in (other.id, key.id) else (other.id, key.id) != (None, None))):
                return canonical(stated)
        return canonical(draft.url)

    def cap(self, draft: Draft) -> None:
        """Cut fields that no real page has so long, and count it."""
        scraped = draft.scraped
        for name in SCRAPED_FIELDS:
            value = getattr(scraped, name)
            if isinstance(value, str):
                if len(value) > FIELD_CAP:
                    setattr(scraped, name, value[:FIELD_CAP])
                    self.count(f"cut/{name}")
            elif isinstance(value, list) and value:
                self.cap_list(draft, name, value)

    def cap_list(self, draft: Draft, name: str, values: list[object]) -> None:
        """Cut lists that are too long, and for the body the sum of its blocks."""
        limit = BLOCKS_CAP if name == "paragraphs" else LIST_CAP
        if len(values) > limit:
            del values[limit:]
            self.count(f"cut/{name}")
        left = BODY_CAP
        for at, value in enumerate(values):
            if isinstance(value, str):
                room = left if name == "paragraphs" else FIELD_CAP
                if len(value) > room:
                    values[at] = value[:room]
                    self.count(f"cut/{name}")
                left = max(0, left - len(value))
