"""Units for schedulers: complete, quoted, and what systemd itself says of them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from harvester.schedule import Plan, cron, scrapyd, systemd

PLAN = Plan(("--group", "all"), ("rthk_en", "hk01"), Path("/bin/echo"), Path("/usr/bin/python3"), Path("/usr"), Path("/srv/a b%c$d"), minute=17)


@pytest.mark.parametrize("plan", [PLAN, replace(PLAN, every=6, arguments=("rthk_en",)), replace(PLAN, every=24, output=Path('/srv/"x"'))])
def test_systemd_takes_them(tmp_path: Path, plan: Plan) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed")
    files = systemd(plan)
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    done = subprocess.run(["systemd-analyze", "verify", *(str(tmp_path / name) for name in files)], capture_output=True, text=True, timeout=30, check=False)
    assert (done.returncode, done.stderr.strip()) == (0, "")
    calendar = re.search(r"OnCalendar=(.+)", files["harvester.timer"])[1]  # type: ignore[index]
    assert subprocess.run(["systemd-analyze", "calendar", calendar], capture_output=True, timeout=30, check=False).returncode == 0


def test_systemd_units_are_complete() -> None:
    files = systemd(PLAN)
    for line in ("Persistent=true", "RandomizedDelaySec=10min", "OnCalendar=*-*-* *:17:00"):
        assert line in files["harvester.timer"]
    for line in ("User=harvester", "MemoryMax=1024M", "Type=oneshot", "EnvironmentFile=-/etc/harvester.env", '"HARVESTER_OUTPUT=/srv/a b%%c$$d"'):
        assert line in files["harvester.service"]


def test_the_cron_line_runs(tmp_path: Path) -> None:
    plan = replace(PLAN, output=tmp_path / "a b%c")
    line = next(text for text in cron(plan)["harvester.cron"].splitlines() if text.startswith("17 "))
    minute, hour, *_rest = line.split()
    assert (minute, hour) == ("17", "*")
    assert line.split()[5] == "harvester"
    shell = line.split(" harvester ", 1)[1].replace(r"\%", "%")  # as cron unescapes it
    if shutil.which("flock") is None:
        pytest.skip("flock is not installed")
    done = subprocess.run(["/bin/sh", "-c", shell], env={"PATH": os.environ["PATH"]}, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 0, done.stderr
    assert (plan.output / "runs" / "cron.log").read_text() == f"run --group all -s HARVESTER_OUTPUT={plan.output} -L INFO\n"


def test_scrapyd_has_a_job_for_every_source() -> None:
    files = scrapyd(PLAN)
    assert [re.search(r"spider=(\S+)", line)[1] for line in files["harvester.cron"].splitlines() if "spider=" in line] == ["rthk_en", "hk01"]  # type: ignore[index]
    assert r"'setting=HARVESTER_OUTPUT=/srv/a b\%c$d'" in files["harvester.cron"]
    assert "max_proc     = 4" in files["scrapyd.conf"]
    assert subprocess.run(["/bin/sh", "-n", "-c", files["deploy.sh"]], check=False).returncode == 0
