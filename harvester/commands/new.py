"""harvester new: a source's file and its first case, drafted from one page. The case fails until a person has read its record."""

from __future__ import annotations

import argparse
import importlib.util
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from shlex import quote

import harvester
from harvester.cases import CASES, NAME, save
from harvester.challenge import challenge
from harvester.command import Command as Base
from harvester.commands.read import Reader
from harvester.commands.record import make_case
from harvester.drafting import Draft, draft, letters
from harvester.errors import UsageError
from harvester.fetching import take
from harvester.page import Page
from harvester.source import KINDS
from harvester.sources import Catalogue
from harvester.spider import ArticleSpider
from harvester.trial import RECORD, Trial, attempt, told, value_of
from harvester.unclaimed import GenericSpider

LANGUAGES = {"en": "English", "zh-Hant-HK": "Traditional Chinese", "zh-Hans-CN": "Simplified Chinese"}


class Command(Base):
    """A new source."""

    def syntax(self) -> str:
        """Usage."""
        return "NAME FILE --url URL | NAME URL"

    def short_desc(self) -> str:
        """One line."""
        return "Draft a new source and its first, failing case from one article page"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Options."""
        super().add_options(parser)
        parser.add_argument("--url", help="the page's address, where a file is given")
        parser.add_argument("--fetched", help="when the page was saved (ISO 8601; Hong Kong time if no offset); default: the file's own time, now for an address")
        parser.add_argument("--kind", choices=KINDS, default="newspaper", help="what the publisher is (default: newspaper)")
        parser.add_argument("--spiders", type=Path, default=Path(harvester.__file__).parent / "spiders", metavar="DIR", help=argparse.SUPPRESS)
        parser.add_argument("--cases", type=Path, default=CASES, metavar="DIR", help=f"where the cases are (default: {CASES})")

    @staticmethod
    def again(what: str, url: str) -> str:
        """The page as a command takes it. Example: "page.html --url 'https://example.hk/news?id=1'"."""
        return quote(url) if what.startswith(("http://", "https://")) else f"{quote(what)} --url {quote(url)}"

    def work(self, args: list[str], opts: argparse.Namespace) -> int:
        """Draft."""
        if len(args) != 2:
            raise UsageError("write: harvester new NAME FILE --url URL, or: harvester new NAME URL")
        name, what = args
        if not NAME.fullmatch(name):
            raise UsageError(f"a source is named by small letters, digits and underscores, as in example_post, not {name!r}")
        if name in self.catalogue.spiders:
            raise UsageError(f"there is a source named {name}: {module_of(self.catalogue.get(name))}")
        taken = take(what, opts.url, opts.fetched, self.settings)
        owner = self.catalogue.by_url(taken.url)
        if owner is not None:
            raise UsageError(f"the address belongs to {owner.name} already; add a case instead: harvester record {self.again(what, taken.url)} --case CASE")
        path = opts.spiders / ("government" if opts.kind in ("government", "statutory_body") else "news") / f"{name}.py"
        if path.exists():
            raise UsageError(f"{path} exists already")
        page = Page(taken.url, taken.body, taken.charset)
        reason = challenge(page, taken.status)
        if reason is not None:
            raise UsageError(f"{what} is no article: {reason}" + (f"; look closer with harvester try {what}" if "JavaScript" in reason else ""))
        other = next((p for p in GenericSpider().read_page(page, url=taken.url, fetched=taken.fetched).problems if p.startswith("no article")), None)
        if other is not None:
            raise UsageError(f"{what} is {other}; a source is drafted from the page of one article")
        drafted = draft(page, taken.url)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source_text(name, opts.kind, drafted, taken.url), "utf-8")
        print(f"wrote {path}")
        spider = load_spider(path)
        case = make_case(opts.cases, name, "first", taken.url, taken.fetched)
        reader = Reader(Catalogue([*self.catalogue, spider]))
        save(case, taken.body, reader.read(taken.body, taken.url, taken.fetched))
        print(f"wrote {case.page}, expected.json and case.toml")
        trial = attempt(spider(), page, taken.url, taken.fetched)
        for note in (*trial.notes, *drafted.notes, *missed(trial)):
            print(f"  ! {note}")
        if not drafted.landmark and not dict(drafted.picks)["headline"].startswith("script("):
            print("  ! no element holds the body; see the notes above and fill in landmark and paragraphs by hand")
        print(f"next: harvester try {self.again(what, taken.url)}")
        print(f"      mend {path.name} until every field is right; then put words of your own in the place of the publisher's, in {case.page}, and: harvester record --again {case.folder}")
        print(f'      read expected.json against the page and write the day in case.toml: reviewed = "{datetime.now(UTC).date()}"; until then make test fails')
        print(f"      harvester doctor {name} shows whether its indexes tell what is new; what else a source needs is in CONTRIBUTING.md")
        return 0


def missed(trial: Trial) -> Iterator[str]:
    """What the draft has not and the generic reader has: "images: none with a caption; the generic reader finds 2"."""
    for name in RECORD:
        ours, theirs = getattr(trial.record, name), getattr(trial.other, name)
        if theirs and not ours:
            yield f"{name}: the draft finds none, the generic reader finds {told(value_of(trial.other, name), 60)}"
    kept = letters(" ".join([trial.other.body or "", *(f"{image.caption} {image.credit}" for image in trial.other.images)]))
    more = [line for line in (trial.record.body or "").split("\n\n") if letters(line) not in kept]
    if trial.other.body and more:
        yield f"body: {len(more)} lines that the generic reader leaves out, as {more[0][:50]!r}; what is no text goes by drop"
    captions = [sum(1 for image in record.images if image.caption) for record in (trial.record, trial.other)]
    if trial.record.images and captions[0] < captions[1]:
        yield f"images: the draft finds {captions[0]} captions, the generic reader {captions[1]}"


def module_of(spider: type[ArticleSpider]) -> str:
    """Where a source is written."""
    return str(sys.modules[spider.__module__].__file__)


def load_spider(path: Path) -> type[ArticleSpider]:
    """The spider of a file just written. Errors: UsageError when it does not import."""
    spec = importlib.util.spec_from_file_location(f"harvester_draft_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return next(v for v in vars(module).values() if isinstance(v, type) and issubclass(v, ArticleSpider) and v.__module__ == spec.name)


def source_text(name: str, kind: str, drafted: Draft, url: str) -> str:
    """The file of a source as the template has it, filled in."""
    stated = dict(drafted.picks)["headline"]
    landmark = f'"{drafted.landmark}"' if drafted.landmark else stated if stated.startswith("script(") else '"body"  # nothing better was found: name an element that only article pages have'
    picks = "\n".join(f"    {field} = {pick}" for field, pick in drafted.picks)
    used = sorted({word for word in ("css", "each", "json_ld", "meta", "script") if re.search(rf"\b{word}\(", picks)})
    calls = drafted.discovery
    ways = sorted({call.partition("(")[0] for call in calls} - {"posts"})
    imports = [f"from harvester.discovery import {', '.join(ways)}"] if ways else []
    imports.append(f"from harvester.layout import {', '.join(['Layout', *used])}")
    if any(call.startswith("posts(") for call in calls):
        imports.append("from harvester.platforms.wordpress import posts")
    drop = ", ".join(f'"{path}"' for path in drafted.drop) + ("," if len(drafted.drop) == 1 else "")
    template = files("harvester").joinpath("commands/templates/source.py.txt").read_text("utf-8")
    return template.format(
        title=_quoted(drafted.title), url=url, imports="\n".join(imports), landmark=landmark, picks=picks, drop=drop, spider="".join(part.title() for part in name.split("_")) + "Spider", language_name=LANGUAGES[drafted.language], name=name, home=drafted.home,
        hosts=", ".join(f'"{host}"' for host in drafted.hosts) + ("," if len(drafted.hosts) == 1 else ""), pattern=drafted.pattern.replace('"', ""), kind=kind, language=drafted.language,
        discovery=", ".join(calls) + ("," if len(calls) == 1 else ""),
    )  # fmt: skip


def _quoted(text: str) -> str:
    """Safe between double quotes of the written file."""
    return " ".join(text.split()).replace("\\", "").replace('"', "'")[:200]
