"""Ready units for schedulers: systemd, cron, scrapyd. Plain functions from a plan to text; nothing is installed."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path

# Every path that goes into a unit is quoted for it: a space or a percent sign in a directory's name must not change what is run.
_SERVICE = """\
[Unit]
Description=Harvest Hong Kong development news ({what})
Documentation=man:systemd.timer(5)
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
# Once: useradd --system {user}. It reads the program and the working directory, and owns the output.
User={user}
WorkingDirectory={directory}
# Credentials and the operator's contact: lines NAME=value, readable by its owner only; missing is fine.
EnvironmentFile=-/etc/harvester.env
ExecStart={command}
# Stopped by SIGTERM: what was harvested is delivered, then it ends with 143. 6: another run has a source.
SuccessExitStatus=6 143
KillSignal=SIGTERM
TimeoutStartSec={hours}h
TimeoutStopSec=2min
Nice=10
MemoryHigh={high}M
MemoryMax={memory}M
# A run needs to write below its output and nowhere else.
NoNewPrivileges=yes
PrivateTmp=yes
ProtectSystem=full
ProtectKernelTunables=yes
ProtectControlGroups=yes
RestrictSUIDSGID=yes
"""
_TIMER = """\
[Unit]
Description=Harvest Hong Kong development news ({what}), every {hours} h

[Timer]
OnCalendar=*-*-* {calendar}:{minute:02d}:00
# Not all machines at the same minute, and the same minute of this machine every time.
RandomizedDelaySec=10min
FixedRandomDelay=yes
# A run that was missed while the machine was off is made up for.
Persistent=true
AccuracySec=1min

[Install]
WantedBy=timers.target
"""
_CRON = """\
# /etc/cron.d/harvester
# Exit codes go to the log beside the output. flock: never two at once (the ledger's own lock would refuse the second, too).
# ulimit: at most {limit} MB of address space. A missed run is made up for by the next: it looks two days back.
SHELL=/bin/sh
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
{minute} {hour} * * * {user} {line}
"""
_SCRAPYD_CONF = """\
# scrapyd.conf, beside which scrapyd is started
[scrapyd]
bind_address = 127.0.0.1
http_port    = 6800
# One process a source, {processes} at once: the bound of memory.
max_proc     = {processes}
eggs_dir     = eggs
logs_dir     = logs
# The feeds are harvester's own: whole or not at all, manifest last.
items_dir    =
jobs_to_keep = 50
"""
_SCRAPYD_DEPLOY = """\
#!/bin/sh
# deploy.sh: build the egg in a checkout and give it to scrapyd; again for every new version. Needs setuptools 77 to 80 (scrapyd knows no newer).
set -eu
cd {directory}
{python} -c 'import setuptools; setuptools.setup()' -q bdist_egg --dist-dir build/egg
egg=$(ls -t build/egg/*.egg | head -n 1)
curl --fail --silent --show-error -F project=harvester -F version=$(date +%s) -F egg=@"$egg" http://127.0.0.1:6800/addversion.json
"""
_SCRAPYD_CRON = """\
# /etc/cron.d/harvester: one job a source; the output directory is absolute, since a job's working directory is scrapyd's.
# scrapyd lists a job as finished whatever its exit code, which is in its log: look at harvester status and output/runs.
SHELL=/bin/sh
"""
_SCRAPYD_LINE = "{minute} {hour} * * * {user} curl --fail --silent --show-error -d project=harvester -d spider={name} {setting} http://127.0.0.1:6800/schedule.json >/dev/null\n"


@dataclass(frozen=True)
class Plan:
    """What is to be run.

    arguments  of harvester run: ("--group", "all") or names; names: every source that means
    program    the harvester program; python: its interpreter; directory: the working directory; output: absolute
    minute     of the hour, 0 to 59; every: hours between runs, a divisor of 24; memory: megabytes
    """

    arguments: tuple[str, ...]
    names: tuple[str, ...]
    program: Path
    python: Path
    directory: Path
    output: Path
    minute: int
    every: int = 1
    memory: int = 1024
    user: str = "harvester"

    @property
    def command(self) -> tuple[str, ...]:
        """The command as words."""
        return (str(self.program), "run", *self.arguments, "-s", f"HARVESTER_OUTPUT={self.output}", "-L", "INFO")


def systemd(plan: Plan) -> dict[str, str]:
    """harvester.service and harvester.timer, by file name."""
    what = " ".join(plan.arguments).removeprefix("--group ")
    command = " ".join(_unit_word(word) for word in plan.command)
    calendar = _hours(plan.every).replace("*/", "00/")
    service = _SERVICE.format(what=what, directory=_unit_path(plan.directory), user=plan.user, command=command, hours=max(plan.every, 6), high=plan.memory * 3 // 4, memory=plan.memory)
    return {"harvester.service": service, "harvester.timer": _TIMER.format(what=what, hours=plan.every, calendar=calendar, minute=plan.minute)}


def cron(plan: Plan) -> dict[str, str]:
    """A file for /etc/cron.d."""
    limit = plan.memory * 4  # address space is more than what is used: libraries, threads, the ledger's mapping
    lock = shlex.quote(str(plan.output / "state" / "run.lock"))
    log = shlex.quote(str(plan.output / "runs" / "cron.log"))
    run = shlex.join(plan.command)
    folders = f"mkdir -p {shlex.quote(str(plan.output / 'state'))} {shlex.quote(str(plan.output / 'runs'))}"
    line = f"cd {shlex.quote(str(plan.directory))} && {folders} && ulimit -v {limit * 1024} && flock -n -E 6 {lock} {run} >>{log} 2>&1"
    line = line.replace("%", r"\%")  # cron takes a bare % for the end of the line
    return {"harvester.cron": _CRON.format(limit=limit, minute=plan.minute, hour=_hours(plan.every), user=plan.user, line=line)}


def scrapyd(plan: Plan) -> dict[str, str]:
    """scrapyd.conf, a deploy script, and a cron file that schedules one job a source, minutes apart."""
    setting = shlex.quote(f"setting=HARVESTER_OUTPUT={plan.output}")
    lines = [
        _SCRAPYD_LINE.format(minute=(plan.minute + n) % 60, hour=_hours(plan.every), user=plan.user, name=name, setting="--data-urlencode " + setting).replace("%", r"\%")
        for n, name in enumerate(plan.names)
    ]
    return {
        "scrapyd.conf": _SCRAPYD_CONF.format(processes=max(1, plan.memory // 256)),
        "deploy.sh": _SCRAPYD_DEPLOY.format(directory=shlex.quote(str(plan.directory)), python=shlex.quote(str(plan.python))),
        "harvester.cron": _SCRAPYD_CRON + "".join(lines),
    }


def _hours(every: int) -> str:
    return {1: "*", 24: "0"}.get(every, f"*/{every}")


def _unit_word(word: str) -> str:
    """A word of ExecStart: percent, dollar and quotes escaped as systemd.service(5) has it."""
    word = word.replace("%", "%%").replace("$", "$$")
    if not word or any(c in word for c in " \t\"'\\;"):
        return '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return word


def _unit_path(path: Path) -> str:
    return str(path).replace("%", "%%")
