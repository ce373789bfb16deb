"""Hooks for other watchers: Sentry (SENTRY_DSN) is told of errors and of runs that are not ok, Spidermon (SPIDERMON_ENABLED) runs its monitors.

Both are extras. What is asked for and not installed is said before the first request.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Self

from scrapy import signals
from scrapy.exceptions import NotConfigured

from harvester.errors import UsageError
from harvester.source import without_secrets

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from harvester.extensions import Delivery, RunReport

logger = logging.getLogger(__name__)

MAX_EVENTS = 20  # errors of a run that are sent; the run report has them all
FLUSH = 5  # seconds that the end of a run waits for Sentry
STOPPED = (130, 143)  # exit codes of a stop that somebody asked for


class Hooks:
    """Starts the hooks that are configured; NotConfigured without any. Errors: UsageError for one that cannot start."""

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        if not settings["SENTRY_DSN"] and not settings.getbool("SPIDERMON_ENABLED"):
            raise NotConfigured
        if settings["SENTRY_DSN"]:
            self.sentry = Sentry(crawler, settings["SENTRY_DSN"])
        if settings.getbool("SPIDERMON_ENABLED"):
            self.spidermon = spidermon(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor."""
        return cls(crawler)


def spidermon(crawler: Crawler) -> Any:
    """Spidermon's own extension, with harvester.monitors.RunMonitors where no other suites are set."""
    try:
        from spidermon.contrib.scrapy.extensions import Spidermon
    except ImportError as error:
        raise UsageError(f"SPIDERMON_ENABLED is set and Spidermon is not installed ({error}): pip install 'harvester[spidermon]'") from None
    return Spidermon.from_crawler(crawler)


class Sentry:
    """One event an error, up to MAX_EVENTS, and one for a run that is not ok. No local variables, no pages, no secrets of addresses."""

    def __init__(self, crawler: Crawler, dsn: str) -> None:
        try:
            import sentry_sdk
            from sentry_sdk.utils import event_from_exception
        except ImportError:
            raise UsageError("SENTRY_DSN is set and Sentry's library is not installed: pip install 'harvester[sentry]'") from None
        client: Any
        try:
            client = sentry_sdk.Client(dsn=dsn, default_integrations=False, include_local_variables=False, send_default_pii=False, max_breadcrumbs=0)
        except Exception as error:  # its message repeats the address, which holds a key
            raise UsageError(f"SENTRY_DSN is no address that Sentry's library takes ({type(error).__name__}); copy it from the project's settings there") from None
        self.crawler, self.client, self.read, self.sent = crawler, client, event_from_exception, 0
        self.tags = {"source": crawler.spider.name if crawler.spider else ""}
        crawler.signals.connect(self.spider_error, signals.spider_error)
        crawler.signals.connect(self.item_error, signals.item_error)
        crawler.signals.connect(self.engine_stopped, signals.engine_stopped)

    def spider_error(self, failure: Any, response: Response) -> None:
        """A callback raised."""
        self.send(failure.value, response.url)

    def item_error(self, item: Any, response: Response | None, failure: Any) -> None:
        """A pipeline raised."""
        self.send(failure.value, getattr(item, "url", None) or (response.url if response is not None else ""))

    def send(self, error: BaseException, url: str) -> None:
        """One error, with the page it was about."""
        self.sent += 1
        if self.sent <= MAX_EVENTS:
            event, hint = self.read(error, client_options=self.client.options)
            event |= {"tags": self.tags, "contexts": {"page": {"url": without_secrets(url)[:500]}}}
            self.client.capture_event(event, hint)

    def engine_stopped(self) -> None:
        """The run is over, its report written."""
        from harvester.extensions import Delivery

        delivery: Delivery | None = Delivery.of(self.crawler)
        if delivery is not None:
            event = event_of(delivery.report)
            if event is not None:
                self.client.capture_event({**event, "tags": self.tags})
        self.client.close(timeout=FLUSH)


def event_of(report: RunReport) -> dict[str, Any] | None:
    """What Sentry is told of a run; None when it is ok or was stopped on purpose. Runs of one source in one state are one issue there."""
    if report.exit_code in STOPPED or (report.exit_code == 0 and report.state == "ok"):
        return None
    told = report.findings[0] if report.findings else {"state": report.outcome, "reason": report.reason or f"exit code {report.exit_code}", "cure": "see the run report"}
    findings = {f"{n}. {f['state']}": f"{f['reason']} → {f['cure']}" for n, f in enumerate(report.findings or [told], 1)}
    return {
        "message": f"{report.source} is {told['state']}: {told['reason']}",
        "level": "error" if report.exit_code not in (0, 3) or told["state"] in ("broken", "blocked") else "warning",
        "fingerprint": ["harvester", report.source, str(told["state"])],
        "contexts": {"run": {"id": report.run, "exit code": report.exit_code, **report.counts}, "findings": findings},
    }
