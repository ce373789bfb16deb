"""Recorded cases: a page, its address, and the record a person has read against it. tests/sources/NAME/CASE/ holds one each.

    page.html       the site's markup, words of our own (page.html.gz is read too; page.pdf where a source's articles are PDFs)
    case.toml       url, fetched, reviewed (the day a person read the record against the page; "" until then), shows (what the case is there for)
    expected.json   the stable part of the record; the body as a list of paragraphs, so that a change shows as a line
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import orjson

from harvester.errors import UsageError
from harvester.feeds import line
from harvester.items import Article
from harvester.pdf import is_pdf

CASES = Path("tests") / "sources"
PAGES = ("page.html", "page.html.gz", "page.pdf")
_KEYS = frozenset(("url", "fetched", "reviewed", "shows"))
# A case's and a source's name: "live_blog", "info_gov_hk_en"
NAME = re.compile(r"[a-z][a-z0-9_]{1,60}")


@dataclass(frozen=True, slots=True)
class Case:
    """One recorded page. `folder` is tests/sources/NAME/CASE; `fetched` is aware; `reviewed` None until a person has read the record."""

    folder: Path
    url: str
    fetched: datetime
    reviewed: date | None
    shows: str = ""

    @property
    def source(self) -> str:
        """The spider that must claim the page."""
        return self.folder.parent.name

    @property
    def name(self) -> str:
        """NAME/CASE, as tests print it."""
        return f"{self.source}/{self.folder.name}"

    @property
    def page(self) -> Path:
        """The page's file. Errors: UsageError when there is none."""
        found = next((self.folder / name for name in PAGES if (self.folder / name).exists()), None)
        if found is None:
            raise UsageError(f"{self.folder}: no page.html or page.pdf")
        return found

    @property
    def pdf(self) -> bool:
        """Whether the page is a PDF."""
        return self.page.suffix == ".pdf"

    def expected(self) -> dict[str, Any]:
        """The record as reviewed. Errors: UsageError naming the file."""
        path = self.folder / "expected.json"
        try:
            value = orjson.loads(path.read_bytes())
        except OSError as error:
            raise UsageError(f"{path}: {error.strerror}") from None
        except orjson.JSONDecodeError as error:
            raise UsageError(f"{path}: no JSON: {error}") from None
        if not isinstance(value, dict):
            raise UsageError(f"{path}: a record is an object")
        return value


def cases(root: Path) -> Iterator[Case]:
    """Every case below a folder of sources, by name. Errors: UsageError naming the file that is wrong."""
    for settings in sorted(root.glob("*/*/case.toml")):
        yield load(settings.parent)


def load(folder: Path) -> Case:
    """One case. Errors: UsageError that names the file and what is wrong with it."""
    path = folder / "case.toml"
    try:
        told = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: {error}") from None
    unknown = sorted(set(told) - _KEYS)
    if unknown:
        raise UsageError(f"{path}: {unknown[0]!r} is unknown; there are {', '.join(sorted(_KEYS))}")
    if not isinstance(told.get("url"), str) or not told["url"]:
        raise UsageError(f"{path}: url is missing")
    try:
        fetched = datetime.fromisoformat(str(told.get("fetched")))
        reviewed = date.fromisoformat(str(told["reviewed"])) if told.get("reviewed") else None
    except ValueError as error:
        raise UsageError(f"{path}: {error}") from None
    if fetched.tzinfo is None:
        raise UsageError(f'{path}: fetched needs an offset, as in "2026-11-24T09:00:00+08:00"')
    return Case(folder, told["url"], fetched, reviewed, str(told.get("shows") or ""))


def save(case: Case, page: bytes, record: Article) -> None:
    """Write a new case's three files. Errors: UsageError when the folder holds a case already; OSError of the disk."""
    if case.folder.exists() and any(case.folder.iterdir()):
        raise UsageError(f"{case.folder} exists already; choose another case name")
    case.folder.mkdir(parents=True, exist_ok=True)
    (case.folder / ("page.pdf" if is_pdf(page) else "page.html")).write_bytes(page)
    write(case, record)


def write(case: Case, record: Article) -> None:
    """Write case.toml and expected.json of a case, over those that are there."""
    rows = {
        "url": case.url,
        "fetched": case.fetched.isoformat(),
        "reviewed": case.reviewed.isoformat() if case.reviewed else "",
        "shows": case.shows,
    }
    text = "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in rows.items())
    (case.folder / "case.toml").write_text(text, "utf-8")
    text = json.dumps(stable(record), ensure_ascii=False, indent=1) + "\n"
    (case.folder / "expected.json").write_text(text, "utf-8")


def stable(record: Article) -> dict[str, Any]:
    """What two readings of one page agree in: the record without revision, status, run, times of the run, digest and version.

    The body is a list of its paragraphs; `reader` and `topic_terms` of the provenance stay.
    Example: stable(record)["body"] == ["First paragraph.", "Second paragraph."]
    """
    value: dict[str, Any] = orjson.loads(line(record))
    for key in ("schema", "revision", "status"):
        value.pop(key, None)
    body = value.get("body")
    value["body"] = body.split("\n\n") if isinstance(body, str) else body
    made = value.pop("provenance", None) or {}
    value["reader"] = made.get("reader")
    value["topic_terms"] = made.get("topic_terms")
    return value


def differences(expected: dict[str, Any], got: dict[str, Any]) -> list[str]:
    """One line a difference, with the place: 'images[0].credit: expected "RTHK", got null'. Empty: they agree."""
    return list(_compare("", expected, got))


def _compare(place: str, expected: Any, got: Any) -> Iterator[str]:
    if isinstance(expected, dict) and isinstance(got, dict):
        for key in [*expected, *(k for k in got if k not in expected)]:
            at = f"{place}.{key}" if place else key
            if key not in got:
                yield f"{at}: expected {_shown(expected[key])}, the record has no such key"
            elif key not in expected:
                yield f"{at}: not expected, got {_shown(got[key])}"
            else:
                yield from _compare(at, expected[key], got[key])
    elif isinstance(expected, list) and isinstance(got, list):
        for number, (one, other) in enumerate(zip(expected, got, strict=False)):
            yield from _compare(f"{place}[{number}]", one, other)
        for number in range(len(got), len(expected)):
            yield f"{place}[{number}]: expected {_shown(expected[number])}, got nothing"
        for number in range(len(expected), len(got)):
            yield f"{place}[{number}]: not expected, got {_shown(got[number])}"
    elif expected != got:
        yield f"{place}: expected {_shown(expected)}, got {_shown(got)}"


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 240 else f"{text[:200]} … {text[-30:]}"
