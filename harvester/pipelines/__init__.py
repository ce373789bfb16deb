"""From strings to meaning, one step a file. A step gets a Draft, does its one thing, counts what it did, and hands it on.

The steps never fetch, never select, never see each other. `STEPS` is their order; the crawl runs them as Scrapy item
pipelines, `harvester read` runs the same objects through `run_steps`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol, Self

from harvester.items import Article, Draft

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class Tally(Protocol):
    """Where steps count; Scrapy's stats collector is one."""

    def inc_value(self, key: str, count: int = 1, start: int = 0) -> None:
        """Add to a counter."""


class Counts(Counter[str]):
    """A Tally for work without a crawler."""

    def inc_value(self, key: str, count: int = 1, start: int = 0) -> None:
        """Add to a counter."""
        self[key] += count


class Outside(Exception):
    """The article is sound but was not asked for (its topic or its day). Counted, not an error."""


class Step:
    """One pipeline step. Subclasses set `name` and write `process(draft)`; `count(what)` adds to harvest/<name>/<what>."""

    name = "step"

    def __init__(self, tally: Tally) -> None:
        self.tally = tally

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way to make a pipeline."""
        assert crawler.stats is not None
        return cls(crawler.stats)

    def count(self, what: str, n: int = 1) -> None:
        """Add to this step's counter."""
        self.tally.inc_value(f"harvest/{self.name}/{what}", n)

    def process(self, draft: Draft) -> Any:
        """Do the step's one thing; a result other than None replaces the draft as the item."""
        raise NotImplementedError

    def process_item(self, item: Any) -> Any:
        """Scrapy's entry: drafts are processed, anything else passes."""
        if not isinstance(item, Draft):
            return item
        try:
            result = self.process(item)
        except Outside as reason:
            from scrapy.exceptions import DropItem

            raise DropItem(str(reason), log_level="DEBUG") from None
        return item if result is None else result


# Module and class of every step, in order; the number is Scrapy's ITEM_PIPELINES order.
STEPS: tuple[tuple[int, str], ...] = (
    (100, "harvester.pipelines.identity.Identity"),
    (150, "harvester.pipelines.headline.HeadlineStep"),
    (200, "harvester.pipelines.body.BodyStep"),
    (300, "harvester.pipelines.bylines.Bylines"),
    (350, "harvester.pipelines.captions.Captions"),
    (400, "harvester.pipelines.dates.Dates"),
    (450, "harvester.pipelines.links.Links"),
    (500, "harvester.pipelines.topics.Topics"),
    (800, "harvester.pipelines.checks.Checks"),
)


def load_steps(tally: Tally) -> list[Step]:
    """The steps for work without a crawler, in order."""
    steps = []
    for _order, path in STEPS:
        module, _, name = path.rpartition(".")
        steps.append(getattr(import_module(module), name)(tally))
    return steps


def run_steps(steps: Sequence[Step], draft: Draft) -> Article:
    """A draft through all steps: an Article, or a Reject when it lacks what a record must have.

    Errors: Outside when a step is told to keep only some articles.
    """
    item: Any = draft
    for step in steps:
        item = step.process(item) or item if isinstance(item, Draft) else item
    assert isinstance(item, Article)
    return item
