"""harvester tail: new records as they are delivered, one JSON line each, for a pipe."""

from __future__ import annotations

import argparse
import os
import select as system
import sys
import time
from collections import deque
from pathlib import Path
from typing import Any

from harvester.command import Command as Base
from harvester.commands.crawl import check_topics
from harvester.commands.export import ZONE
from harvester.delivered import TAIL_DAYS, News, Wanted, feeds_of, lines_of, record_of
from harvester.errors import UsageError

MOST = 1_000_000  # lines that -n keeps in memory


class Command(Base):
    """Every revision as it is delivered, withdrawals too; ends well when the reader closes the pipe or on Ctrl-C."""

    def syntax(self) -> str:
        """Usage."""
        return "[--source NAME] [--topic ID] [-n N] [--no-follow]"

    def short_desc(self) -> str:
        """One line."""
        return "Print new records as they are delivered, for a pipe"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Options."""
        super().add_options(parser)
        parser.add_argument("--source", action="append", default=[], metavar="NAME", help="only this source (may be repeated)")
        parser.add_argument("--topic", action="append", default=[], metavar="ID", help="only articles about this topic (may be repeated: any of them)")
        parser.add_argument("-n", "--lines", type=int, default=0, metavar="N", help="first the last N that were delivered (default: 0)")
        parser.add_argument("--no-follow", action="store_true", help="end after these")
        parser.add_argument("--every", type=float, default=1.0, metavar="SECONDS", help="how often to look (default: 1)")

    def work(self, args: list[str], opts: argparse.Namespace) -> int:
        """Print, and wait for more."""
        if args:
            raise UsageError(f"{args[0]!r}: sources are named with --source {args[0]}")
        if not 0 <= opts.lines <= MOST:
            raise UsageError(f"-n takes 0 to {MOST}; harvester export has everything")
        if not 0 < opts.every <= 3600:
            raise UsageError("--every takes seconds, more than 0 and at most 3600")
        check_topics(",".join(opts.topic))
        for name in opts.source:
            self.catalogue.get(name)
        assert self.settings is not None
        output = Path(self.settings["HARVESTER_OUTPUT"]).absolute()
        if not (output / "articles").is_dir():
            if opts.no_follow:
                raise UsageError(f"{output}: nothing was delivered there; run a crawl first or set HARVESTER_OUTPUT")
            print(f"harvester: {output}: nothing was delivered there yet; waiting", file=sys.stderr)
        wanted = Wanted(ZONE, sources=frozenset(opts.source), topics=frozenset(opts.topic), withdrawn=True)
        try:
            self.follow(output, wanted, opts)
        except BrokenPipeError:
            leave_quietly()
        except KeyboardInterrupt:
            return 130
        return 0

    def follow(self, output: Path, wanted: Wanted, opts: argparse.Namespace) -> None:
        """Until the reader has had enough. Errors: BrokenPipeError then."""
        news = News(output, wanted.sources)
        if opts.lines:
            last: deque[bytes] = deque(maxlen=opts.lines)
            for path in feeds_of(output, wanted.sources, newest_days=None if opts.no_follow else TAIL_DAYS):
                if path in news.seen or opts.no_follow:
                    last.extend(chosen(path, wanted))
            give(last)
        while not opts.no_follow:
            if reader_gone(sys.stdout):
                raise BrokenPipeError
            for path in news.look():
                give(chosen(path, wanted))
            time.sleep(opts.every)


def chosen(path: Path, wanted: Wanted) -> list[bytes]:
    """The lines of a feed that are wanted."""
    return [line for line in lines_of(path) if wanted.takes(record_of(line, path))]


def give(lines: Any) -> None:
    """Print, and push it down the pipe."""
    for line in lines:
        sys.stdout.buffer.write(line)
    sys.stdout.buffer.flush()


def reader_gone(out: Any) -> bool:
    """Whether the pipe's other end is closed, though nothing was written: an idle tail must not outlive its reader."""
    try:
        poll = system.poll()
        poll.register(out.fileno(), system.POLLERR)
        return any(event & (system.POLLERR | system.POLLHUP | system.POLLNVAL) for _fd, event in poll.poll(0))
    except (AttributeError, OSError, ValueError):
        return False


def leave_quietly() -> None:
    """Nothing more can be said to the reader; the interpreter's last flush must not complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
