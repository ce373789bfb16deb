"""harvester record: a case of a page, to be read by a person; until then its test fails."""

from __future__ import annotations

import argparse
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import orjson

from harvester.cases import CASES, NAME, Case, differences, load, save, stable, write
from harvester.command import Command as Base
from harvester.commands.read import Reader, load_page
from harvester.errors import UsageError
from harvester.fetching import take
from harvester.items import Reject


class Command(Base):
    """A page becomes tests/sources/NAME/CASE/."""

    def syntax(self) -> str:
        """Usage."""
        return "FILE --url URL --case CASE | URL --case CASE | --again FOLDER"

    def short_desc(self) -> str:
        """One line."""
        return "Add a test case from a page; it fails until a person has read the record"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Options."""
        super().add_options(parser)
        parser.add_argument("--url", help="the page's address, where a file is given: chooses the source")
        parser.add_argument("--fetched", help="when the page was saved (ISO 8601; Hong Kong time if no offset); default: the file's own time, now for an address")
        parser.add_argument("--case", help="the case's name, what is special about the page: live_blog, no_byline (default: from the address)")
        parser.add_argument("--again", metavar="FOLDER", type=Path, help="read the page of a case anew, after you changed it or the layout; empties reviewed")
        parser.add_argument("--cases", type=Path, default=CASES, metavar="DIR", help=f"where the cases are (default: {CASES})")

    def work(self, args: list[str], opts: argparse.Namespace) -> int:
        """Record."""
        if opts.again:
            return again(opts.again, Reader(self.catalogue))
        if len(args) != 1:
            raise UsageError("write: harvester record FILE --url URL --case NAME, or: harvester record URL --case NAME")
        reader = Reader(self.catalogue)
        taken = take(args[0], opts.url, opts.fetched, self.settings, pdf=reader.spider_for(opts.url or args[0]).pdf)
        record = reader.read(taken.body, taken.url, taken.fetched)
        case = make_case(opts.cases, record.source, opts.case, taken.url, taken.fetched)
        save(case, taken.body, record)
        print(orjson.dumps(stable(record), option=orjson.OPT_INDENT_2).decode())
        print(f"wrote {case.page}, expected.json and case.toml")
        if isinstance(record, Reject):
            print(f"note: the page is rejected as it reads now: {'; '.join(record.reasons)}")
        if case.pdf:
            print("next: the words are the publisher's and stay out of the repository: put a PDF of your own words, set out alike, in the place of page.pdf,")
        else:
            print("next: the words are the publisher's and stay out of the repository: put your own in their place in page.html and leave the markup as it is,")
        print(f"      then harvester record --again {case.folder}")
        print(f"      read expected.json against the page, mend the layout where it is wrong, write the day in {case.folder}/case.toml: reviewed = \"{datetime.now(UTC).date()}\"")
        return 0


def again(folder: Path, reader: Reader) -> int:
    """Read a case's page anew and say what changed; `reviewed` is emptied when anything did. Errors: UsageError."""
    case = load(folder)
    record = reader.read(load_page(case.page, pdf=case.pdf), case.url, case.fetched)
    wrong = differences(case.expected(), stable(record)) if (folder / "expected.json").exists() else ["expected.json: new"]
    if not wrong:
        print(f"{folder}: reads as before")
        return 0
    print("\n".join(wrong))
    write(replace(case, reviewed=None), record)
    print(f"wrote {folder}/expected.json; read it against the page, then fill in reviewed in case.toml")
    return 0


def make_case(root: Path, source: str, name: str | None, url: str, fetched: datetime) -> Case:
    """A new case's description. Errors: UsageError when its name cannot be one."""
    name = name or _named(url)
    if not NAME.fullmatch(name):
        raise UsageError(f"a case is named by small letters, digits and underscores, as in live_blog, not {name!r}")
    return Case(root / source / name, url, fetched, None)


def _named(url: str) -> str:
    words = [w for w in re.split(r"[^a-z0-9]+", url.lower().partition("://")[2])[1:] if w.isascii() and re.search(r"\d{3}", w)]
    return f"page_{words[-1]}"[:40] if words else "page"
