"""A suite for Spidermon: fails when a run's state is not ok. For actions, subclass it and name the subclass in SPIDERMON_ENGINE_STOP_MONITORS.

    class Mine(RunMonitors):
        monitors_failed_actions = [SendSlackMessage]
"""

from __future__ import annotations

from spidermon import Monitor, MonitorSuite, monitors

from harvester.extensions import Delivery, RunReport


@monitors.name("Run")
class RunMonitor(Monitor):  # type: ignore[misc]
    """Reads the run report, which is written when the engine has stopped."""

    @property
    def report(self) -> RunReport:
        """The run's report."""
        report: RunReport = Delivery.of(self.data.crawler).report
        return report

    @monitors.name("complete")  # type: ignore[untyped-decorator]
    def test_complete(self) -> None:
        """Exit code 0."""
        assert self.report.exit_code == 0, f"{self.report.source}: {self.report.outcome}: {self.report.reason or f'{len(self.report.failed)} addresses not had'}"

    @monitors.name("healthy")  # type: ignore[untyped-decorator]
    def test_healthy(self) -> None:
        """State ok; else what is wrong and what to do."""
        told = "; ".join(f"{f['state']}: {f['reason']} → {f['cure']}" for f in self.report.findings)
        assert self.report.state == "ok", f"{self.report.source}: {told}"


class RunMonitors(MonitorSuite):  # type: ignore[misc]
    """Both."""

    monitors = [RunMonitor]
