"""Records as a table for analysts: CSV with one row an article, Parquet with the record's own nesting."""

from __future__ import annotations

import csv
import dataclasses
import io
import re
import types
import typing
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from harvester import items
from harvester.errors import UsageError
from harvester.feeds import StorageError

BATCH = 1000  # records a row group: memory does not grow with the export
TIMES = ("date_published", "date_modified")
# A list becomes one cell, its parts joined; captions hold semicolons themselves, so they are parted by a bar.
PARTED = " | "


def csv_row(record: dict[str, Any]) -> dict[str, Any]:
    """A record as flat cells.

    Example: two authors become "Wang Zhan | Li Na", two photos image_captions "… | …" with as many parts as there are photos.
    """

    def joined(name: str, key: str) -> str:
        return PARTED.join((entry.get(key) or "").replace("\n", " ") for entry in record.get(name) or ())

    row = {name: record.get(name) for name in ("id", "revision", "status", "source")}
    row["publisher"] = (record.get("publisher") or {}).get("name")
    row |= {name: record.get(name) for name in ("url", "canonical_url", "language", "headline", "description", "section", "issuer")}
    row["authors"] = joined("authors", "name")
    row |= {name: record.get(name) for name in ("dateline", "date_published", "date_modified", "date_precision", "body")}
    row |= {f"image_{plural}": joined("images", key) for plural, key in (("urls", "url"), ("captions", "caption"), ("credits", "credit"), ("photographers", "photographer"))}
    row |= {name: PARTED.join(record.get(name) or ()) for name in ("keywords", "topics")}
    row["related"] = joined("related", "url")
    row["attachments"] = joined("attachments", "url")
    row["live"] = record.get("live")
    return row


# What a spreadsheet takes for a formula: a headline may be =HYPERLINK("http://…"), and a site's
_FORMULA = re.compile(r"[\s\x00]*[=+\-@＝＋－＠]")


def inert(value: Any) -> Any:
    """A cell that no spreadsheet runs: text that begins like a formula has an apostrophe before it, as OWASP advises. Example: inert("=1+1") == "'=1+1"."""
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value


def csv_chunks(records: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    """CSV as RFC 4180 has it, UTF-8, with a header, also when there is nothing. Errors: StorageError for a record of another shape."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, list(csv_row({})), lineterminator="\r\n")
    writer.writeheader()
    yield buffer.getvalue().encode()
    for record in records:
        buffer.seek(0)
        buffer.truncate()
        try:
            row = csv_row(record)
        except (AttributeError, TypeError):
            raise StorageError(f"{record.get('id')}: a record of another shape; see harvester verify") from None
        writer.writerow({name: inert(value) for name, value in row.items()})
        yield buffer.getvalue().encode()


def write_parquet(path: Path, records: Iterable[dict[str, Any]]) -> None:
    """A Parquet file that appears whole. Errors: UsageError without pyarrow; StorageError."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise UsageError("parquet needs the parquet extra: pip install 'harvester[parquet]'") from None
    schema = parquet_schema(pa)
    part = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with pq.ParquetWriter(part, schema, compression="zstd") as writer:
            for batch in batches(records):
                writer.write_table(pa.Table.from_pylist([typed(record) for record in batch], schema=schema))
        part.replace(path)
    except OSError as error:
        raise StorageError(f"{path}: {error.strerror or error}") from None
    finally:
        part.unlink(missing_ok=True)


def typed(record: dict[str, Any]) -> dict[str, Any]:
    """A record with its times as times; the words that hit a topic are a list of pairs, as Parquet's maps are."""
    found = {**record, **{name: datetime.fromisoformat(record[name]) if record.get(name) else None for name in TIMES}}
    provenance = dict(record.get("provenance") or {})
    provenance["topic_terms"] = list((provenance.get("topic_terms") or {}).items())
    return {**found, "provenance": provenance}


def parquet_schema(pa: Any) -> Any:
    """The record's columns, made from the classes in items.py."""

    def kind(hint: Any, name: str = "") -> Any:
        origin, arguments = typing.get_origin(hint), typing.get_args(hint)
        if name in TIMES:
            return pa.timestamp("s", tz="Asia/Hong_Kong")
        if origin in (typing.Union, types.UnionType):
            return kind(next(a for a in arguments if a is not type(None)))
        if origin is typing.Literal:
            return pa.string()
        if origin is list:
            return pa.list_(kind(arguments[0]))
        if origin is dict:
            return pa.map_(kind(arguments[0]), kind(arguments[1]))
        if dataclasses.is_dataclass(hint):
            hints = typing.get_type_hints(hint)
            return pa.struct([pa.field(f.name, kind(hints[f.name])) for f in dataclasses.fields(hint)])
        return {str: pa.string(), int: pa.int64(), bool: pa.bool_(), float: pa.float64()}[hint]

    hints = typing.get_type_hints(items.Article)
    return pa.schema([pa.field(f.name, kind(hints[f.name], f.name)) for f in dataclasses.fields(items.Article)])


def batches(records: Iterable[dict[str, Any]], size: int = BATCH) -> Iterator[list[dict[str, Any]]]:
    """Records in lists of at most `size`."""
    batch: list[dict[str, Any]] = []
    for record in records:
        batch.append(record)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
