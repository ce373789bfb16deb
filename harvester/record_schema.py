"""The record's JSON Schema, made from the classes in items.py; the committed copy is schema/article-1.json."""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any

from harvester import items

# Keys added within @1: always written, but records of older versions lack them.
ADDED = frozenset((("Image", "position"),))
DATE_TIME = ("date_published", "date_modified", "date_fetched", "date_first_seen")
PATTERNS = {"digest": r"^sha256:[0-9a-f]{32}$", "date_taken": r"^\d{4}-\d{2}-\d{2}$", "id": r"^[a-z][a-z0-9_]*:\S+$"}


def build() -> dict[str, Any]:
    """The schema as a mapping."""
    definitions: dict[str, Any] = {}
    root = _object(items.Article, definitions)
    root["properties"]["schema"] = {"const": items.SCHEMA}
    root["properties"]["revision"]["minimum"] = 1
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": items.SCHEMA,
        "title": "An article harvested by harvester, one revision",
        "description": (items.Article.__doc__ or "").strip(),
        **root,
        "$defs": definitions,
    }


def as_text() -> str:
    """The schema as the committed file has it."""
    return json.dumps(build(), indent=1, ensure_ascii=False) + "\n"


def committed() -> str:
    """The committed copy."""
    return files("harvester").joinpath("schema/article-1.json").read_text("utf-8")


def _object(cls: type, definitions: dict[str, Any]) -> dict[str, Any]:
    hints = typing.get_type_hints(cls)
    properties = {}
    for field in dataclasses.fields(cls):
        kind = _type(hints[field.name], definitions)
        if field.name in DATE_TIME:
            kind["format"] = "date-time"
        if field.name in PATTERNS and cls is not items.Raw:
            kind["pattern"] = PATTERNS[field.name]
        properties[field.name] = kind
    required = [name for name in properties if (cls.__name__, name) not in ADDED]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _type(hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        inner = _type(next(a for a in arguments if a is not type(None)), definitions)
        if "enum" in inner:
            return {"enum": [*inner["enum"], None]}
        return {"anyOf": [inner, {"type": "null"}]} if "$ref" in inner else {**inner, "type": [inner["type"], "null"]}
    if origin is typing.Literal:
        return {"enum": list(arguments)}
    if origin is list:
        return {"type": "array", "items": _type(arguments[0], definitions)}
    if origin is dict:
        return {"type": "object", "additionalProperties": _type(arguments[1], definitions)}
    if dataclasses.is_dataclass(hint):
        assert isinstance(hint, type)
        if hint.__name__ not in definitions:
            definitions[hint.__name__] = {}
            definitions[hint.__name__] = _object(hint, definitions)
        return {"$ref": f"#/$defs/{hint.__name__}"}
    return {"type": {str: "string", int: "integer", float: "number", bool: "boolean"}[hint]}


@cache
def checker() -> Callable[[Any], str | None]:
    """A function from a record to what is wrong with it, or None. Rejects are checked as records without their reasons."""
    from jsonschema import Draft202012Validator

    validator = Draft202012Validator(build())

    def check(record: Any) -> str | None:
        if isinstance(record, dict) and "reasons" in record:
            record = {k: v for k, v in record.items() if k != "reasons"}
        error = next(iter(validator.iter_errors(record)), None)
        if error is None:
            return None
        where = "/".join(str(p) for p in error.absolute_path)
        return f"{where or 'record'}: {error.message[:200]}"

    return check
