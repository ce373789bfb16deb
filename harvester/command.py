"""What the commands share: settings, sources by name or address, errors in one line with the right exit code."""

from __future__ import annotations

import argparse
import contextlib
import difflib
import io
import logging
import math
import os
import sys
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, NoReturn

from scrapy.commands import ScrapyCommand
from scrapy.settings import BaseSettings, default_settings
from scrapy.utils.conf import arglist_to_dict

from harvester.errors import UsageError
from harvester.revisits import parse_ladder
from harvester.sources import Catalogue

FOUNDED = datetime(2020, 1, 1, tzinfo=UTC)  # an earlier clock is that of a machine without one
PIPE = 128 + 13  # as a shell has it for a program that SIGPIPE ended
_TRUTHS = ("0", "1", "true", "false", "True", "False")  # what Scrapy takes for yes and no


class Command(ScrapyCommand):
    """Base of the commands. Subclasses write `work(args, opts)` and return an exit code.

    Any error with an `exit_code` ends the command with that code and one line on standard error.
    """

    by_clock = False  # its work is by what time it is now: days, ages, windows
    requires_crawler_process = False
    requires_project = False
    default_settings = {"LOG_LEVEL": "INFO"}

    @property
    def called(self) -> str:
        """The command's name as it is typed."""
        return type(self).__module__.rpartition(".")[2]

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Only what our commands need of Scrapy's options: -s and the log. Wrong use of any of them is one line."""
        self.parser = parser
        parser.usage = f"harvester {self.called} {self.syntax()}".rstrip()
        parser.formatter_class = argparse.HelpFormatter  # Scrapy's underlines headings and takes "The case's name:" for one
        parser.allow_abbrev = False  # --sin for --since is a typo
        parser.error = self.misused  # type: ignore[method-assign]
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
        if opts.loglevel is not None:
            self.settings.set("LOG_LEVEL", opts.loglevel.upper(), priority="cmdline")
        if opts.logfile:
            self.settings.set("LOG_FILE", opts.logfile, priority="cmdline")
        try:
            check_settings(self.settings)
        except UsageError as error:
            self.die(str(error))

    def misused(self, message: str) -> NoReturn:
        """What argparse has to say, in one line."""
        self.die(f"{message}{' S' if message.endswith('?') else '; s'}ee harvester {self.called} --help")

    def die(self, message: str, code: int = 2) -> NoReturn:
        """One line on standard error, then the end."""
        with contextlib.suppress(OSError):  # nobody reads it; the exit code says it, too
            print(f"harvester: {message}", file=sys.stderr, flush=True)
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
            self.misused(f"unknown option {unknown[0]}{self.near(unknown[0])}")
        for action in self.parser._actions:
            if action.option_strings and "" in _listed(getattr(opts, action.dest, None)) and action.default != "":
                self.misused(f"{action.option_strings[-1]} is empty")
        try:
            speak_utf8()
            if self.by_clock:
                check_clock(datetime.now(UTC))
            self.exitcode = self.work(args, opts)
            sys.stdout.flush()
        except BrokenPipeError:
            be_silent()  # the reader of our output has had enough; nothing more can be said to it
            self.exitcode = PIPE
        except KeyboardInterrupt:
            self.exitcode = 130
        except Exception as error:
            code = getattr(error, "exit_code", None)
            if code is not None:
                self.die(str(error), code)
            if not isinstance(error, OSError) or error.errno is None:
                raise
            logging.getLogger(__name__).debug("where it happened", exc_info=True)
            be_silent()  # the interpreter's last flush would fail again
            self.die(f"{os.fsdecode(error.filename) if error.filename else 'standard output'}: {error.strerror}", 5)

    def near(self, option: str) -> str:
        """A hint at the option that was meant; nothing where none is like it."""
        known = [text for action in self.parser._actions for text in action.option_strings if text.startswith("--")]
        found = difflib.get_close_matches(option.partition("=")[0], known, n=1)
        return f"; did you mean {found[0]}?" if found else ""

    def work(self, args: list[str], opts: argparse.Namespace) -> int:
        """Do it; the exit code is the result."""
        raise NotImplementedError


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def speak_utf8() -> None:
    """Standard output in UTF-8 whatever the locale is, as the feeds are; nowhere, where it is closed."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # started with >&-
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")


def be_silent() -> None:
    """Nothing more is said on standard output."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115


def check_settings(settings: BaseSettings) -> None:
    """Refuse settings that cannot be meant, before anything is asked or written. Errors: UsageError that names the setting and what to write.

    Example: HARVESTER_OUTPT=/srv/feeds, DOWNLOAD_TIMEOUT=soon, LOG_LEVEL=LOUD, an empty HARVESTER_OUTPUT.
    """
    from harvester import settings as own_settings  # reads the environment as it is imported

    ours = {name for name in vars(own_settings) if name.startswith("HARVESTER_")}
    for name in settings:
        if name.startswith("HARVESTER_") and name not in ours:
            near = difflib.get_close_matches(name, ours, n=1)
            raise UsageError(f"no setting named {name}{f'; did you mean {near[0]}?' if near else '; README.md has them'}")
        default = vars(own_settings).get(name, vars(default_settings).get(name))
        value = settings[name]
        if isinstance(value, str):
            _check(name, value, default)
    if not settings["HARVESTER_OUTPUT"]:
        raise UsageError("HARVESTER_OUTPUT is empty; name the directory for the feeds")
    contact = str(settings["HARVESTER_CONTACT"])
    if not contact.isascii() or not contact.isprintable():
        raise UsageError(f"HARVESTER_CONTACT is {contact!r}; write an address or URL in ASCII: it goes into the user agent")
    parse_ladder(settings.getlist("HARVESTER_REVISITS"))
    level = settings["LOG_LEVEL"]
    if isinstance(level, str) and not isinstance(logging.getLevelName(level), int):
        raise UsageError(f"LOG_LEVEL {level!r} is none; write DEBUG, INFO, WARNING or ERROR")
    if settings["LOG_FILE"]:
        try:
            with open(settings["LOG_FILE"], "a", encoding="utf-8"):
                pass
        except OSError as error:
            raise UsageError(f"--logfile {settings['LOG_FILE']}: {error.strerror}") from None


def _check(name: str, value: str, default: Any) -> None:
    """One setting that was written as text, against what its default is. Errors: UsageError."""
    if isinstance(default, bool):
        if value not in _TRUTHS:
            raise UsageError(f"{name} is {value!r}; write True or False")
    elif isinstance(default, int | float):
        try:
            number = float(value) if isinstance(default, float) or name in _FRACTIONS else float(int(value))
        except ValueError:
            number = math.nan
        if not math.isfinite(number) or (number < 0 <= default):
            raise UsageError(f"{name} is {value!r}; write a number, as in {name}={default}")


# Whole numbers by default that may be fractions of seconds.
_FRACTIONS = {"DOWNLOAD_DELAY", "DOWNLOAD_TIMEOUT", "DNS_TIMEOUT", "METAREFRESH_MAXDELAY", "CLOSESPIDER_TIMEOUT", "CLOSESPIDER_TIMEOUT_NO_ITEM", "LOGSTATS_INTERVAL"}


def check_clock(now: datetime) -> None:
    """Refuse to work by a clock that was never set: windows, dates told as ages and revisits would all be wrong. Errors: UsageError."""
    if now < FOUNDED:
        raise UsageError(f"this machine's clock says {now:%Y-%m-%d}: set it, then run again; nothing was asked for")


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
