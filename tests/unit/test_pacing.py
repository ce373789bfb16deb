"""One pace a host in a process."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

import pytest
from scrapy.http import Request
from scrapy.settings import Settings
from scrapy.utils.test import get_crawler

from harvester.errors import UsageError
from harvester.pacing import Downloader, SharedSlot, Stopping
from harvester.spider import is_real
from harvester.spiders.government.info_gov_hk import InfoGovHkEnSpider


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


@pytest.mark.parametrize(
    ("host", "real"),
    [("www.info.gov.hk", True), (".gov.hk", True), ("8.8.8.8", True), ("127.0.0.1", False), ("10.1.2.3", False), ("::1", False), ("localhost", False), ("site.test", False)],
)
def test_real_hosts(host: str, real: bool) -> None:
    assert is_real(host) == real


def test_no_setting_makes_manners_worse_at_a_real_host() -> None:
    rude = {"DOWNLOAD_DELAY": "0", "HARVESTER_NO_DELAY": True, "CONCURRENT_REQUESTS_PER_DOMAIN": "16"}
    settings = Settings()
    settings.setmodule("harvester.settings", priority="project")
    settings.setdict(rude, priority="cmdline")
    InfoGovHkEnSpider.update_settings(settings)
    source = InfoGovHkEnSpider.source
    assert (settings.getfloat("DOWNLOAD_DELAY"), settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN")) == (source.delay, source.concurrency)
    settings.set("ROBOTSTXT_OBEY", "False", priority="cmdline")
    with pytest.raises(UsageError, match=r"robots\.txt is obeyed"):
        InfoGovHkEnSpider.update_settings(settings)
    settings.setdict({**rude, "HARVESTER_REPLAY": ["archive.warc.gz"]}, priority="cmdline")
    InfoGovHkEnSpider.update_settings(settings)
    slow = Settings()
    slow.setmodule("harvester.settings", priority="project")
    slow.set("DOWNLOAD_DELAY", "9", priority="cmdline")
    InfoGovHkEnSpider.update_settings(slow)
    assert slow.getfloat("DOWNLOAD_DELAY") == 9.0, "slower is the operator's to say"
