"""What the live table says of a source, from its counters."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from harvester.progress import progress_of, span


def crawler(stats: dict[str, int], failed: int = 0) -> Any:
    spider = SimpleNamespace(failed=dict.fromkeys(map(str, range(failed)), "HTTP status 500"))
    return SimpleNamespace(spider=spider, stats=SimpleNamespace(get_value=lambda name, default=0: stats.get(name, default)), spidercls=SimpleNamespace(name="x"))


@pytest.mark.parametrize(
    ("stats", "failed", "left"),
    [
        ({}, 0, None),
        ({"downloader/response_count": 2}, 0, None),
        ({"downloader/response_count": 10, "harvest/index/found": 15, "harvest/revisions/new": 8}, 0, 14.0),  # ten answers in twenty seconds, seven to go
        ({"downloader/response_count": 10, "harvest/index/found": 15, "harvest/revisions/new": 5, "harvest/revisions/rejected": 3}, 3, 14.0),
        ({"downloader/response_count": 10, "harvest/index/found": 15, "harvest/index/known": 15}, 0, None),
    ],
)
def test_time_left(stats: dict[str, int], failed: int, left: float | None) -> None:
    going = SimpleNamespace(done=lambda: False)
    assert progress_of(crawler(stats, failed), going, now=120.0, began=100.0).left == left


def test_spans() -> None:
    assert [span(s) for s in (40, 180, 7200)] == ["40 s", "3 min", "2 h"]
