"""SCMP's pages of about 2019 to 2022 (Vue) keep the article in Apollo's cache: window.__APOLLO_STATE__, entries that point to each other.

The HTML shows the opening only; the cache has the whole text, the meter aside. Fields are named with their arguments: body({"customContents":…}).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jmespath

MAX_DEPTH = 6


def article(values: list[Any]) -> list[Any]:
    """The page's article out of the cache, its references resolved, arguments off its fields' names, {"type": "json"} boxes opened; [] without one.

    values  the cache: {"$ROOT_QUERY.content({…})": {"headline": …, "images": [{"type": "id", "id": …}], …}, …}
    """
    for cache in values:
        entries = cache.items() if isinstance(cache, dict) else ()
        # The first is the page's own; the others are teasers and the next article of its endless scroll.
        for key, entry in entries:
            if key.startswith("$ROOT_QUERY.content(") and isinstance(entry, dict) and entry.get("headline") and any(k.startswith("body") for k in entry):
                return [_resolved(entry, cache, 0)]
    return []


def _resolved(value: Any, cache: dict[str, Any], depth: int) -> Any:
    if isinstance(value, list):
        return [_resolved(v, cache, depth) for v in value]
    if not isinstance(value, dict):
        return value
    if value.get("type") == "json" and "json" in value:
        return value["json"]
    if value.get("type") == "id" and isinstance(value.get("id"), str):
        entry = cache.get(value["id"])
        return _resolved(entry, cache, depth + 1) if isinstance(entry, dict) and depth < MAX_DEPTH else None
    row: dict[str, Any] = {}
    for key, part in value.items():
        name = key.partition("(")[0]
        if name == key or name not in row:  # "images" before images({"filter": …}), which are its cuts
            row[name] = _resolved(part, cache, depth)
    return row


def told(path: str) -> Callable[[list[Any]], list[Any]]:
    """A function for `via` that reads a JMESPath out of the article. Example: told("authors[].name")."""
    expression = jmespath.compile(path)

    def of_article(values: list[Any]) -> list[Any]:
        found = expression.search(values[0])
        return [] if found is None else found if isinstance(found, list) else [found]

    return of_article
