"""harvester read: saved pages to records, offline, by the crawl's own path after the download."""

from __future__ import annotations

import argparse
import gzip
import sys
import zlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

import orjson

from harvester.command import Command as Base
from harvester.command import existing
from harvester.errors import HarvesterError, UsageError
from harvester.feeds import line
from harvester.items import Article, Reject
from harvester.normalize.language import read_language
from harvester.page import HostilePage, Page
from harvester.pdf import is_pdf
from harvester.pipelines import Counts, Outside, load_steps, run_steps
from harvester.source import split_host
from harvester.spider import ArticleSpider

HONG_KONG = ZoneInfo("Asia/Hong_Kong")
MAX_PAGE = 16 * 1024 * 1024


class PageError(HarvesterError):
    """A file that is no page."""

    exit_code = 2


class Command(Base):
    """One page, or a manifest of many."""

    def syntax(self) -> str:
        """Usage."""
        return "FILE --url URL | --manifest M.jsonl [-o OUT.jsonl]"

    def short_desc(self) -> str:
        """One line."""
        return "Read saved pages (.html, .html.gz) and print their records"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Options."""
        super().add_options(parser)
        parser.add_argument("--url", help="the page's address: chooses the source; an address no source claims goes to the generic reader")
        parser.add_argument("--fetched", help="when the page was saved (ISO 8601; Hong Kong time if no offset); default: the file's own time")
        parser.add_argument("--manifest", help='many pages: rows {"file", "url", "fetched"}, files relative to the manifest')
        parser.add_argument("-o", "--output", default="-", help="where the lines go (default: standard output)")

    def work(self, args: list[str], opts: argparse.Namespace) -> int:
        """Read."""
        reader = Reader(self.catalogue)
        if opts.manifest:
            if args or opts.url or opts.fetched:
                raise UsageError("name a file with its --url or a --manifest, not both; the manifest's rows have url and fetched")
            return self.many(reader, existing(opts.manifest), opts.output)
        if len(args) != 1 or not opts.url:
            raise UsageError("write: harvester read FILE --url URL, or: harvester read --manifest M.jsonl -o OUT.jsonl")
        path = existing(args[0])
        if not opts.url.startswith(("http://", "https://")) or split_host(opts.url) is None:
            raise UsageError(f"--url {opts.url!r} is no http(s) address")
        fetched = parse_fetched(opts.fetched) if opts.fetched else datetime.fromtimestamp(path.stat().st_mtime, UTC)
        record = reader.read(load_page(path, pdf=reader.spider_for(opts.url).pdf), opts.url, fetched)
        with open_output(opts.output) as out:
            out.write(orjson.dumps(record, option=orjson.OPT_INDENT_2) + b"\n")
        if isinstance(record, Reject):
            print(f"harvester: {args[0]}: rejected: {'; '.join(record.reasons)}", file=sys.stderr)
            return 4
        return 0

    def many(self, reader: Reader, manifest: Path, output: str) -> int:
        """A line a row; a row that cannot be read is an error line on standard error and exit code 3."""
        failed = done = 0
        with open_output(output) as out:
            for number, row in rows(manifest):
                try:
                    record = reader.read_row(manifest.parent, row, datetime.now(UTC))
                except HarvesterError as error:
                    failed += 1
                    print(f"harvester: {manifest}:{number}: {error}", file=sys.stderr)
                    out.write(line({"file": row["file"], "rejected": [str(error)], "record": None}))
                    continue
                done += 1
                if isinstance(record, Reject):
                    out.write(line({"file": row["file"], "rejected": record.reasons, "record": record}))
                else:
                    out.write(line({"file": row["file"], "record": record}))
        if not failed + done:
            raise UsageError(f"{manifest}: no rows in it")
        if failed:
            print(f"harvester: {failed} of {failed + done} pages could not be read; they are named above", file=sys.stderr)
        return 3 if failed else 0


class Reader:
    """Pages to records, without a crawl: the same spiders, layouts, loader and steps.

    Example: Reader(Catalogue.load()).read(b"<html>…", "https://www.info.gov.hk/gia/…", datetime(…, tzinfo=UTC))
    """

    def __init__(self, catalogue: Any) -> None:
        self.catalogue = catalogue
        self.counts = Counts()
        self.steps = load_steps(self.counts)
        self.spiders: dict[str, ArticleSpider] = {}

    def spider_for(self, url: str) -> ArticleSpider:
        """The spider whose page an address is; the generic one if none claims it."""
        from harvester.unclaimed import GenericSpider

        return self._spider(self.catalogue.by_url(url) or GenericSpider)

    def _spider(self, cls: type[ArticleSpider]) -> ArticleSpider:
        """The one spider of a source that reads all its pages."""
        if cls.name not in self.spiders:
            self.spiders[cls.name] = cls()
        return self.spiders[cls.name]

    def read(self, body: bytes, url: str, fetched: datetime, charset: str | None = None) -> Article:
        """One page as an Article, or a Reject with its reasons. `fetched`: aware; the base of relative dates. charset: the label of its HTTP header."""
        spider = self.spider_for(url)
        try:
            page = spider.page_of(url, body, charset)
            draft = self.edition(spider, page, url).read_page(page, url=url, fetched=fetched)
        except HostilePage as reason:
            raise PageError(f"{url}: {reason}") from None
        try:
            return run_steps(self.steps, draft)
        except Outside as reason:  # nothing is asked of a page read by hand
            raise HarvesterError(str(reason)) from None

    def edition(self, spider: ArticleSpider, page: Page, url: str) -> ArticleSpider:
        """The spider itself or, where several editions share a form of address, the one whose language the page's title is in."""
        twins = self.catalogue.claimants(url)
        if len(twins) < 2:
            return spider
        title = next(page.root.iter("title"), None)
        language = read_language(((title is not None and title.text) or "")[:500], default=spider.source.language)
        return self._spider(next((twin for twin in twins if (twin.source.language or "")[:2] == (language or "")[:2]), type(spider)))

    def read_row(self, folder: Path, row: Mapping[str, Any], now: datetime) -> Article:
        """The page of one row of a manifest. `now` stands for a `fetched` that the row lacks. Errors: HarvesterError naming the file."""
        path, url = folder / row["file"], row.get("url")
        page = load_page(path, pdf=url is not None and self.spider_for(url).pdf)
        return self.read(page, url or stated_address(page, row["file"]), parse_fetched(row["fetched"]) if row.get("fetched") else now, row.get("charset"))


def parse_fetched(text: str) -> datetime:
    """An ISO 8601 time; without an offset it is Hong Kong time. Errors: UsageError."""
    try:
        value = datetime.fromisoformat(text)
    except (ValueError, TypeError):
        raise UsageError(f"fetched {text!r} is no ISO 8601 time") from None
    return value if value.tzinfo else value.replace(tzinfo=HONG_KONG)


def load_page(path: Path, *, pdf: bool = False) -> bytes:
    """A saved page, .gz unpacked; a PDF only where `pdf` says that the source's articles are PDFs. Errors: PageError naming the file: missing, cut, too large, no page."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_PAGE + 1)
    except OSError as error:
        raise PageError(f"{path}: {error.strerror}") from None
    if data[:2] == b"\x1f\x8b":
        unpacker = zlib.decompressobj(31)
        try:
            data = unpacker.decompress(data, MAX_PAGE + 1)
        except zlib.error as error:
            raise PageError(f"{path}: damaged gzip: {error}") from None
        if not unpacker.eof and len(data) <= MAX_PAGE:
            raise PageError(f"{path}: gzip ends early after {len(data)} bytes; save the page again")
    if len(data) > MAX_PAGE:
        raise PageError(f"{path}: larger than {MAX_PAGE} bytes")
    if not data.strip():
        raise PageError(f"{path}: the page is empty")
    if b"<" not in data or (is_pdf(data) and not pdf):
        raise PageError(f"{path}: no HTML")
    return data


def rows(manifest: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Rows of a manifest with their line numbers, one at a time. Errors: UsageError naming the line."""
    opener = gzip.open if manifest.suffix == ".gz" else open
    with opener(manifest, "rb") as file:
        for number, text in enumerate(file, 1):
            if not text.strip():
                continue
            try:
                row = orjson.loads(text)
            except orjson.JSONDecodeError as error:
                raise UsageError(f"{manifest}:{number}: no JSON: {error}") from None
            if not isinstance(row, dict) or not isinstance(row.get("file"), str) or not all(isinstance(row.get(name), str | None) for name in ("url", "charset")) or "url" not in row:
                raise UsageError(f'{manifest}:{number}: a row is {{"file": …, "url": …, "fetched": …}}')
            yield number, row


def stated_address(body: bytes, file: str) -> str:
    """The address a page states of itself, for a row whose "url" is null; without one, an address that nobody has.

    Example: stated_address(b'<link rel="canonical" href="https://example.hk/1">', "1.html") == "https://example.hk/1"
    """
    page = Page(f"https://unknown.invalid/{quote(file)}", body)
    canonical = page.root.xpath("string((//link[@rel='canonical']/@href)[1])")
    stated = next((a for a in (canonical, *page.metas.get("og:url", ())) if a.startswith(("http://", "https://"))), None)
    return str(stated or page.url)


class open_output:
    """Standard output for "-"; else a file that appears whole under its name or not at all."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __enter__(self) -> IO[bytes]:
        if self.name == "-":
            self.file: IO[bytes] = sys.stdout.buffer
        else:
            self.part = Path(self.name + ".part")
            if Path(self.name).is_dir():
                raise UsageError(f"{self.name} is a directory; a file is wanted")
            try:
                self.file = self.part.open("wb")
            except OSError as error:
                raise StorageError(f"{self.name}: {error.strerror}") from None
        return self.file

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: Any) -> None:
        self.file.flush()
        if self.name == "-":
            return
        self.file.close()
        if kind is None:
            self.part.replace(self.name)
        else:
            self.part.unlink(missing_ok=True)


class StorageError(HarvesterError):
    """Output that cannot be written."""

    exit_code = 5
