"""A real scrapyd: the egg built as the deploy script builds it, a job scheduled, its feed where it was told to go."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from harvester.schedule import Plan, scrapyd
from tests.crawl.conftest import records

pytestmark = pytest.mark.services
ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "harvester" / "demo" / "day1.warc.gz"


@dataclass
class Scrapyd:
    """A running one."""

    base: str
    folder: Path
    plan: Plan

    def ask(self, path: str, **form: str) -> dict[str, Any]:
        data = urllib.parse.urlencode(form).encode() if form else None
        with urllib.request.urlopen(f"{self.base}/{path}", data, timeout=20) as answer:
            found: dict[str, Any] = json.load(answer)
            return found


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Scrapyd]:
    program = shutil.which("scrapyd", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    if program is None or shutil.which("curl") is None:
        reason = "scrapyd or curl is not installed: pip install 'harvester[services]'"
        if os.environ.get("HARVESTER_SERVICES") == "required":
            pytest.fail(reason)
        pytest.skip(reason)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    checkout = tmp_path / "checkout"
    shutil.copytree(ROOT, checkout, ignore=shutil.ignore_patterns(".*", "tests", "output", "build", "*.egg-info"))
    (checkout / "harvester" / "__init__.py").write_text('"""From the egg."""\n\n__version__ = "9.9.egg"\n')
    plan = Plan(("--group", "all"), ("info_gov_hk_tc",), Path("harvester"), Path(sys.executable), checkout, tmp_path / "feeds", minute=3)
    home = tmp_path / "scrapyd"
    home.mkdir()
    for name, text in scrapyd(plan).items():
        (home / name).write_text(text.replace("6800", str(port)))
    # What the server runs must come from the egg, not from this checkout.
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "SCRAPY_SETTINGS_MODULE")}
    with (home / "server.log").open("w") as log:
        child = subprocess.Popen([program], cwd=home, env=environment, stdout=log, stderr=log)
    found = Scrapyd(f"http://127.0.0.1:{port}", home, plan)
    try:
        for _ in range(100):
            try:
                found.ask("daemonstatus.json")
                break
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.2)
        yield found
    finally:
        child.terminate()
        child.wait(timeout=20)


def test_deployed_scheduled_delivered(server: Scrapyd, tmp_path: Path) -> None:
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    deployed = subprocess.run(["sh", str(server.folder / "deploy.sh")], capture_output=True, text=True, timeout=120, env=environment, check=False)
    assert deployed.returncode == 0, deployed.stderr
    assert json.loads(deployed.stdout.splitlines()[-1])["status"] == "ok", deployed.stdout
    assert "info_gov_hk_tc" in server.ask("listspiders.json?project=harvester")["spiders"]
    query = urllib.parse.urlencode([("project", "harvester"), ("spider", "info_gov_hk_tc"), ("since", "2024-07-31"), ("until", "2024-08-01"),
                                    *(("setting", f"{name}={value}") for name, value in replayed(server.plan.output).items())]).encode()  # fmt: skip
    with urllib.request.urlopen(f"{server.base}/schedule.json", query, timeout=20) as answer:
        job = json.load(answer)["jobid"]
    finished: list[dict[str, Any]] = []
    deadline = time.monotonic() + 60
    while not finished and time.monotonic() < deadline:
        finished = [entry for entry in server.ask("listjobs.json?project=harvester")["finished"] if entry["id"] == job]
        time.sleep(0.3)
    logs = "".join(path.read_text() for path in (server.folder / "logs").rglob("*.log"))
    assert finished, logs
    assert {r["id"] for r in records(server.plan.output)} == {f"info_gov_hk_tc:P{n}" for n in ("2024073100702", "2024073100803", "2024080100211")}, logs
    reports = [json.loads(path.read_text()) for path in (server.plan.output / "runs").glob("*.json")]
    assert [(r["outcome"], r["exit_code"], r["harvester"]) for r in reports] == [("complete", 0, "9.9.egg")]
    assert not list(server.folder.rglob("ledger.sqlite")), "nothing below scrapyd's own directory"


def replayed(output: Path) -> dict[str, str]:
    """Settings of a job that answers from the demo's archive, since no test asks a real host."""
    from harvester.commands.replay import replay_settings

    settings = {name: json.dumps(value) if isinstance(value, dict) else str(value) for name, value in replay_settings((str(DEMO),)).items()}
    return settings | {"HARVESTER_OUTPUT": str(output), "HARVESTER_REPLAY": str(DEMO)}
