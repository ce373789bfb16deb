"""One pace a host in a process."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

from scrapy.http import Request
from scrapy.utils.test import get_crawler

from harvester.pacing import Downloader, SharedSlot, Stopping


def downloader(delay: float) -> Downloader:
    return Downloader(get_crawler(settings_dict={"DOWNLOAD_DELAY": delay, "DOWNLOAD_DELAY_JITTER": 0}))


def in_loop(test: Callable[[], Awaitable[None]]) -> Callable[[], None]:
    @wraps(test)
    def run() -> None:
        asyncio.run(test())  # type: ignore[arg-type]

    return run


@in_loop
async def test_slots_of_a_host_share_their_time() -> None:
    SharedSlot.last.clear()
    one, two = downloader(1), downloader(1)
    _key, first = one._get_slot(Request("http://a.example/1"))
    first.lastseen = time.monotonic()
    _key, second = two._get_slot(Request("http://a.example/2"))
    _key, other = two._get_slot(Request("http://b.example/"))
    assert isinstance(second, SharedSlot)
    assert second.lastseen == first.lastseen > 0
    assert other.lastseen == 0
    assert one._get_slot(Request("http://a.example/3"))[1] is first
    for loader in (one, two):
        await loader.handlers._close()


@in_loop
async def test_a_stop_lets_the_queue_go() -> None:
    class Waiting:
        failed: Any = None

        def errback(self, error: Any) -> None:
            self.failed = error

    loader = downloader(1)
    _key, slot = loader._get_slot(Request("http://a.example/1"))
    waiting = [Waiting(), Waiting()]
    slot.queue.extend((Request("http://a.example/"), w) for w in waiting)  # type: ignore[misc]
    assert loader.drop_queued() == 2
    assert not slot.queue
    assert all(isinstance(w.failed, Stopping) for w in waiting)
    await loader.handlers._close()
