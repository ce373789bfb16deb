"""Step 8: which of our topics the article is about, and by which words; keeps only the topics asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from harvester.items import Draft
from harvester.normalize.topics import Vocabulary
from harvester.pipelines import Outside, Step, Tally

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class Topics(Step):
    """`wanted` (the spider argument topics=): only articles about one of these go on; the rest are counted."""

    name = "topics"

    def __init__(self, tally: Tally, wanted: frozenset[str] = frozenset()) -> None:
        super().__init__(tally)
        self.vocabulary = Vocabulary.load()
        self.wanted = wanted

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """With the spider's topics."""
        assert crawler.stats is not None
        return cls(crawler.stats, frozenset(getattr(crawler.spider, "topics", ())))

    def process(self, draft: Draft) -> None:
        article = draft.record
        terms = self.vocabulary.find(f"{article.headline or ''}\n{article.description or ''}", article.body or "")
        article.topics = list(terms)
        article.provenance.topic_terms = terms
        if terms:
            self.count("matched")
        if self.wanted and not self.wanted.intersection(terms):
            self.count("other_topic")
            raise Outside(f"{draft.url} is about none of {', '.join(sorted(self.wanted))}")
