"""Step 10, in a crawl only: new, revised, unchanged or withdrawn; the record is staged in the ledger before any feed sees it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self

from scrapy.exceptions import DropItem

import harvester
from harvester.feeds import StorageError, line
from harvester.items import SCHEMA, Article, Draft, Gone, Provenance, Publisher, Reject
from harvester.ledger import Ledger, LedgerError, StagedRow
from harvester.normalize.urls import canonical
from harvester.pipelines import Step, Tally

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from harvester.spider import ArticleSpider
    from harvester.stream import Stream


class Revisions(Step):
    """First sight gives revision 1; another digest the next one; the same digest is dropped as unchanged.

    `ledger` and `run` come from the delivery extension, which owns both.
    """

    name = "revisions"

    def __init__(self, tally: Tally, ledger: Ledger, run: str, spider: ArticleSpider, storage_lost: Callable[[BaseException], None] | None = None,
                 stamps: Mapping[str, bytes] | None = None, weigh: Callable[..., None] | None = None, stream: Stream | None = None) -> None:  # fmt: skip
        super().__init__(tally)
        self.storage_lost, self.lost = storage_lost, False
        self.stamps, self.weigh = stamps if stamps is not None else {}, weigh
        self.stream = stream
        self.ledger, self.run, self.spider, self.source = ledger, run, spider, spider.name

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """With the run's ledger."""
        from harvester.extensions import Delivery

        assert crawler.stats is not None
        delivery = Delivery.of(crawler)
        return cls(crawler.stats, delivery.ledger, delivery.run, delivery.spider, delivery.stop, delivery.stamps, delivery.weigh, delivery.stream)

    def process_item(self, item: Any) -> Any:
        """Articles and rejects are staged; pages that are gone are noted; anything else passes.

        When the ledger can take nothing any more the run is stopped, once and in one line; what comes after is left for the next run.
        """
        if self.lost:
            raise DropItem("storage is gone", log_level="DEBUG")
        try:
            if isinstance(item, Article):
                return self.settle(item)
            if isinstance(item, Gone):
                return self.gone(item)
        except (LedgerError, StorageError) as error:
            if self.storage_lost is None:
                raise
            self.lost = True
            self.storage_lost(error)
            raise DropItem("storage is gone", log_level="DEBUG") from error
        return item

    def process(self, draft: Draft) -> Any:  # drafts never come this far
        raise TypeError("revisions takes records, not drafts")

    def settle(self, article: Article) -> Article:
        """Revision and staging of one record. Errors: DropItem when it is unchanged or was already rejected for the same reasons."""
        digest = article.provenance.digest or ""
        if isinstance(article, Reject):
            self.count("rejected")
            self.stage(article, "reject", digest)
            return article
        known = self.ledger.lookup(article.id)
        if known is not None and known.digest != digest and self.weigh is not None:
            self.weigh(article.id, known)
        if known is None:
            self.count("new")
        elif known.digest == digest and known.status == article.status:
            self.count("unchanged")
            self.ledger.note_unchanged(article.id, received(article) or datetime.now(UTC), self.stamps.get(article.id))
            raise DropItem(f"unchanged: {article.id}", log_level="DEBUG")
        else:
            self.count("revised")
            article.revision = known.revision + 1
        if known is not None and known.first_seen is not None:
            article.provenance = replace(article.provenance, date_first_seen=known.first_seen.isoformat(timespec="seconds"))
        self.stage(article, "article", digest)
        return article

    def gone(self, page: Gone) -> Any:
        """A known article that answers 404 or 410 twice, a day apart, is withdrawn; one never published is a failure."""
        id_ = f"{self.source}:{page.article_id}"
        known = self.ledger.lookup(id_) if page.article_id else None
        if known is None:
            self.spider.fail(page.url, f"HTTP status {page.status}")
            raise DropItem(f"gone, and never published: {page.url}", log_level="DEBUG")
        if known.status == "withdrawn" or not self.ledger.note_gone(id_, page.fetched):
            self.count("gone")
            raise DropItem(f"gone: {id_}", log_level="DEBUG")
        self.count("withdrawn")
        self.ledger.forget_validator(page.url)  # if it comes back as it was, "not modified" would not tell
        source = self.spider.source
        article = Article(
            schema=SCHEMA,
            id=id_,
            revision=known.revision + 1,
            status="withdrawn",
            source=self.source,
            publisher=Publisher(source.title, source.kind, source.country, source.home),
            url=page.url,
            canonical_url=canonical(page.url),
        )
        article.provenance = Provenance(
            run=self.run,
            date_fetched=page.fetched.isoformat(timespec="seconds"),
            date_first_seen=known.first_seen.isoformat(timespec="seconds") if known.first_seen else None,
            http_status=page.status,
            digest=known.digest,
            harvester=harvester.__version__,
        )
        self.stage(article, "article", known.digest)
        return article

    def stage(self, article: Article, kind: str, digest: str) -> None:
        """Durably in the ledger; the feeds follow."""
        text = line(article)
        seq = self.ledger.stage(
            StagedRow(
                id=article.id,
                revision=article.revision,
                source=self.source,
                run=self.run,
                kind=kind,
                line=text,
                digest=digest,
                published=article.date_published,
                url=article.url,
                status=article.status,
                seen=received(article),
                stamp=self.stamps.get(article.id),
            )
        )
        if self.stream is not None and kind == "article":
            self.stream.append(text, seq)


def received(article: Article) -> datetime | None:
    """When the page was received: the past, where it comes out of an archive."""
    stated = article.provenance.date_fetched
    return datetime.fromisoformat(stated) if stated else None
