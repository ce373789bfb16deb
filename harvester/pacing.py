"""One pace a host for all spiders of a process, and a stop that does not wait for the queue.

Scrapy keeps the time of the last request in each crawler's own slot: four sources of www.info.gov.hk in one process would ask it four times
as often as one. Here the slots of a host share that time. Verified with Scrapy 2.19 on 2026-11-24; tests/unit/test_pacing.py notices a change.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, ClassVar
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from scrapy.core.downloader import Downloader as ScrapyDownloader
from scrapy.core.downloader import Slot
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request


class Stopping(IgnoreRequest):
    """Not asked: the run was told to stop. No failure; the next run finds it again."""


GRACE = 4.0  # seconds that a run which was told to stop gives to what is under way
_stops: WeakKeyDictionary[Any, asyncio.Event] = WeakKeyDictionary()


def stop_of(crawler: Any) -> asyncio.Event:
    """What is set when a crawler waits for nothing any more."""
    return _stops.setdefault(crawler, asyncio.Event())


async def unless_stopped(crawler: Any, work: Coroutine[Any, Any, Any]) -> Any:
    """The result of some waiting, a download or a pause, which ends where the crawler is to wait no longer. Errors: Stopping; the work's own."""
    task, stop = asyncio.ensure_future(work), asyncio.ensure_future(stop_of(crawler).wait())
    try:
        await asyncio.wait((task, stop), return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            return task.result()
        raise Stopping("the run was stopped")
    finally:
        task.cancel()
        stop.cancel()


class SharedSlot(Slot):
    """A crawler's slot whose time of the last request is the host's, not the crawler's."""

    last: ClassVar[dict[str, float]] = {}
    host: str = ""

    @property
    def lastseen(self) -> float:
        """When the host was last asked, by whichever spider (monotonic seconds)."""
        return self.last.get(self.host, 0.0)

    @lastseen.setter
    def lastseen(self, moment: float) -> None:
        if moment:  # zero is a new slot's "never": the host may have been asked by another
            self.last[self.host] = moment


class Downloader(ScrapyDownloader):
    """Scrapy's downloader with shared slots."""

    def _get_slot(self, request: Request, spider: Any = None) -> tuple[str, Slot]:
        key, slot = super()._get_slot(request)
        if not isinstance(slot, SharedSlot):
            shared = self.slots[key] = SharedSlot(slot.concurrency, slot.delay, slot.jitter)
            shared.host = key
            return key, shared
        return key, slot

    async def _download(self, slot: Slot, request: Request) -> Any:
        """A server that drips would have the stop wait for it."""
        return await unless_stopped(self.crawler, super()._download(slot, request))

    def drop_queued(self, netloc: str | None = None, reason: IgnoreRequest | None = None) -> int:
        """Let go of what waits for its turn; what is under way is finished. Returns how many requests that were.

        netloc   only those to this host and port; reason: what they end with
        """
        dropped = 0
        for slot in self.slots.values():
            queued = list(slot.queue)
            slot.queue.clear()
            for request, waiting in queued:
                if netloc is not None and urlsplit(request.url).netloc != netloc:
                    slot.queue.append((request, waiting))
                    continue
                waiting.errback(reason or Stopping("the run was stopped"))
                dropped += 1
        return dropped


def part_of(crawler: Any, name: str) -> Any:
    """A crawler's stats, spider or engine; None before it has one (Scrapy raises RuntimeError then)."""
    try:
        return getattr(crawler, name)
    except RuntimeError:
        return None


def drop_queued(crawler: Any, netloc: str | None = None, reason: IgnoreRequest | None = None) -> None:
    """Let a crawler go of the requests that wait for their turn: of all of them, or of those to one host."""
    downloader = getattr(part_of(crawler, "engine"), "downloader", None)
    if isinstance(downloader, Downloader):
        downloader.drop_queued(netloc, reason)
