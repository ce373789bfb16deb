"""What the commands share: settings, sources by name or address, errors in one line with the right exit code."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from scrapy.commands import ScrapyCommand
from scrapy.utils.conf import arglist_to_dict

from harvester.errors import UsageError
from harvester.sources import Catalogue


class Command(ScrapyCommand):
    """Base of the commands. Subclasses write `work(args, opts)` and return an exit code.

    Any error with an `exit_code` ends the command with that code and one line on standard error.
    """

    requires_crawler_process = False
    requires_project = False
    default_settings = {"LOG_LEVEL": "INFO"}

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Only what our commands need of Scrapy's options: -s and the log."""
        group = parser.add_argument_group("Settings")
        group.add_argument("-s", "--set", action="append", default=[], metavar="NAME=VALUE", help="set a setting (may be repeated)")
        group.add_argument("-L", "--loglevel", metavar="LEVEL", default=None, help="log level (default: INFO)")
        group.add_argument("--logfile", metavar="FILE", default=None, help="log to a file instead of standard error")
        parser.set_defaults(profile=None, nolog=False, pidfile=None, pdb=False)

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Settings from the command line. Errors: exit code 2."""
        assert self.settings is not None
        try:
            self.settings.setdict(arglist_to_dict(opts.set), priority="cmdline")
        except ValueError:
            self.die("a setting is written NAME=VALUE, as in -s HARVESTER_OUTPUT=/srv/feeds")
        if opts.loglevel:
            self.settings.set("LOG_LEVEL", opts.loglevel.upper(), priority="cmdline")
        if opts.logfile:
            self.settings.set("LOG_FILE", opts.logfile, priority="cmdline")

    def die(self, message: str, code: int = 2) -> None:
        """One line on standard error, then the end."""
        print(f"harvester: {message}", file=sys.stderr)
        raise SystemExit(code)

    @cached_property
    def catalogue(self) -> Catalogue:
        """All sources."""
        assert self.settings is not None
        return Catalogue.load(self.settings)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Scrapy's entry."""
        unknown = [a for a in args if a.startswith("-") and a != "-"]
        if unknown:
            self.die(f"unknown option {unknown[0]}; see harvester {type(self).__module__.rpartition('.')[2]} --help")
        try:
            self.exitcode = self.work(args, opts)
        except BrokenPipeError:
            # The reader of our output has had enough; nothing more can be said to it.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            self.exitcode = 5
        except KeyboardInterrupt:
            self.exitcode = 130
        except Exception as error:
            code = getattr(error, "exit_code", None)
            if code is None:
                raise
            self.die(str(error), code)

    def work(self, args: list[str], opts: argparse.Namespace) -> int:
        """Do it; the exit code is the result."""
        raise NotImplementedError


def spider_arguments(pairs: Iterable[str]) -> Mapping[str, Any]:
    """-a NAME=VALUE options as a mapping. Errors: UsageError."""
    try:
        return arglist_to_dict(list(pairs))
    except ValueError:
        raise UsageError("a spider argument is written NAME=VALUE, as in -a since=2024-07-31") from None


def existing(path: str) -> Path:
    """A file that must be there. Errors: UsageError that names it."""
    found = Path(path)
    if not found.exists():
        raise UsageError(f"{path}: no such file")
    if found.is_dir():
        raise UsageError(f"{path} is a directory; a file is wanted")
    return found
