"""harvester schedule --print systemd|cron|scrapyd: ready units for the daily job; nothing is installed."""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import sys
from pathlib import Path

from harvester.command import Command as Base
from harvester.errors import UsageError
from harvester.schedule import Plan, cron, scrapyd, systemd

KINDS = {"systemd": systemd, "cron": cron, "scrapyd": scrapyd}
USER = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,31}\$?")
# Where each file goes on the machine; the rest stays where it is written.
PLACES = {"harvester.service": "/etc/systemd/system/", "harvester.timer": "/etc/systemd/system/"}
NEXT = {
    "systemd": "useradd --system {user} if there is no such user, chown -R {user} {output}, cp harvester.service harvester.timer /etc/systemd/system/, systemctl daemon-reload && systemctl enable --now harvester.timer",
    "cron": "useradd --system {user} if there is no such user, chown -R {user} {output}, install -m 644 harvester.cron /etc/cron.d/harvester",
    "scrapyd": "scrapyd in the directory of scrapyd.conf, then sh deploy.sh, then install -m 644 harvester.cron /etc/cron.d/harvester",
}


class Command(Base):
    """Writes what a scheduler wants."""

    def syntax(self) -> str:
        """Usage."""
        return "--print systemd|cron|scrapyd [NAME…] [--group government|news|all] [--every HOURS] [--to DIR]"

    def short_desc(self) -> str:
        """One line."""
        return "Print ready units for systemd, cron or scrapyd: lock, random minute, memory bound"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Options."""
        super().add_options(parser)
        parser.add_argument("--print", dest="kind", choices=sorted(KINDS), help="which scheduler")
        parser.add_argument("--group", choices=("government", "news", "all"), help="which sources (default: all)")
        parser.add_argument("--every", type=int, default=1, metavar="HOURS", help="hours between runs, a divisor of 24 (default: 1)")
        parser.add_argument("--minute", type=int, metavar="M", help="minute of the hour (default: a random one)")
        parser.add_argument("--memory", type=int, default=1024, metavar="MB", help="bound of memory (default: 1024)")
        parser.add_argument("--user", default="harvester", metavar="USER", help="whom it is run as (default: harvester)")
        parser.add_argument("--to", metavar="DIR", help="write the files there instead of printing them")

    def work(self, args: list[str], opts: argparse.Namespace) -> int:
        """Print or write."""
        if opts.kind is None:
            raise UsageError("say for which scheduler: --print systemd, --print cron or --print scrapyd")
        if opts.every < 1 or 24 % opts.every:
            raise UsageError(f"--every {opts.every} does not divide a day; write 1, 2, 3, 4, 6, 8, 12 or 24")
        if opts.minute is not None and not 0 <= opts.minute < 60:
            raise UsageError(f"--minute {opts.minute} is no minute; write 0 to 59")
        if opts.memory < 256:
            raise UsageError(f"--memory {opts.memory} is too little; write 256 or more megabytes")
        if not USER.fullmatch(opts.user):
            raise UsageError(f"--user {opts.user!r} is no user's name")
        plan = self.plan(args, opts)
        files = KINDS[opts.kind](plan)
        following = NEXT[opts.kind].format(user=plan.user, output=plan.output)
        if opts.to:
            write(Path(opts.to), files)
            print(f"then: {following}")
            return 0
        for name, text in files.items():
            print(f"# {PLACES.get(name, '')}{name}\n{text}")
        print(f"# then: {following}")
        return 0

    def plan(self, names: list[str], opts: argparse.Namespace) -> Plan:
        """What was asked for. Errors: UsageError for a source that is none."""
        assert self.settings is not None
        found = tuple(self.catalogue.get(name).name for name in names)
        group = opts.group or (None if found else "all")
        arguments = (*(("--group", group) if group else ()), *found)
        members = tuple(s.name for s in self.catalogue if s.name in found or (group in ("all", s.source.group) and s.source.refuses is None))
        program = Path(sys.argv[0]) if os.path.basename(sys.argv[0]) == "harvester" else Path(shutil.which("harvester") or "harvester")
        return Plan(
            arguments,
            members,
            program=program.absolute(),
            python=Path(sys.executable),
            directory=Path.cwd(),
            output=Path(self.settings["HARVESTER_OUTPUT"]).absolute(),
            minute=random.randrange(60) if opts.minute is None else opts.minute,
            every=opts.every,
            memory=opts.memory,
            user=opts.user,
        )


def write(folder: Path, files: dict[str, str]) -> None:
    """Write the files and say so. Errors: UsageError when the directory cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (folder / name).write_text(text, "utf-8")
            print(f"wrote {folder / name}")
    except OSError as error:
        raise UsageError(f"{folder}: {error.strerror}") from None
