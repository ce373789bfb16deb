"""What would end the process from within, as an error like any other.

SystemExit and KeyboardInterrupt, raised in a callback, an errback or a pipeline, pass Scrapy's error handling by: the event loop ends and
the process hangs for ever. Here they become Died, which is counted, named with its address, and ends in the exit code.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from functools import wraps
from inspect import isasyncgen, iscoroutine
from typing import Any

from scrapy.pipelines import ItemPipelineManager

DEADLY = (SystemExit, KeyboardInterrupt)


class Died(Exception):
    """What would have ended the process."""


def alive(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function, a generator (asynchronous, too) or a coroutine function whose deadly exceptions leave as Died. Example: Request(url, alive(self.parse))"""

    @wraps(function)
    def guarded(*arguments: Any, **named: Any) -> Any:
        try:
            result = function(*arguments, **named)
        except DEADLY as error:
            raise _died(function, error) from None
        if isinstance(result, Iterator):
            return _iterated(function, result)
        if isasyncgen(result):
            return _streamed(function, result)
        return _awaited(function, result) if iscoroutine(result) else result

    return guarded


def _died(function: Callable[..., Any], error: BaseException) -> Died:
    return Died(f"{type(error).__name__} in {getattr(function, '__qualname__', function)}")


def _iterated(function: Callable[..., Any], result: Iterator[Any]) -> Iterator[Any]:
    try:
        yield from result
    except DEADLY as error:
        raise _died(function, error) from None


async def _streamed(function: Callable[..., Any], result: AsyncIterator[Any]) -> AsyncIterator[Any]:
    try:
        async for each in result:
            yield each
    except DEADLY as error:
        raise _died(function, error) from None


async def _awaited(function: Callable[..., Any], result: Coroutine[Any, Any, Any]) -> Any:
    try:
        return await result
    except DEADLY as error:
        raise _died(function, error) from None


class Pipelines(ItemPipelineManager):
    """Scrapy's item pipelines, alive; one that fails at its end is counted: Scrapy only logs it, and the run would be green."""

    def _add_middleware(self, mw: Any) -> None:
        super()._add_middleware(mw)
        for name, last in (("open_spider", -1), ("close_spider", 0), ("process_item", -1)):
            if hasattr(mw, name):
                method: Any = self.methods[name][last]
                guarded = alive(method)
                if method in self._mw_methods_requiring_spider:
                    self._mw_methods_requiring_spider.add(guarded)
                self.methods[name][last] = guarded

    async def close_spider_async(self) -> None:
        """Errors: whatever a pipeline raises at its end; counted as harvest/close_failed."""
        try:
            await super().close_spider_async()
        except Exception:
            if self.crawler is not None and self.crawler.stats is not None:
                self.crawler.stats.inc_value("harvest/close_failed")
            raise
