"""Who may import whom: ARCHITECTURE's table, held by reading the imports."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parent.parent / "harvester"

# room -> prefixes it must never import
NEVER = {
    "normalize": ("scrapy", "harvester.items", "harvester.ledger", "harvester.feeds", "harvester.spider", "harvester.pipelines", "requests", "aiohttp", "urllib.request"),
    "items.py": ("scrapy", "harvester.ledger", "harvester.feeds", "harvester.spider", "harvester.pipelines", "harvester.normalize"),
    "source.py": ("scrapy", "harvester"),
    "layout.py": ("scrapy", "harvester.pipelines", "harvester.ledger", "harvester.feeds", "harvester.normalize"),
    "page.py": ("scrapy", "harvester.pipelines", "harvester.ledger"),
    "spiders": ("harvester.pipelines", "harvester.normalize", "harvester.ledger", "harvester.feeds"),
    "platforms": ("harvester.pipelines", "harvester.normalize", "harvester.ledger", "harvester.feeds", "harvester.spiders"),
    "spider.py": ("harvester.normalize", "harvester.ledger", "harvester.feeds"),
    "discovery.py": ("scrapy", "harvester.pipelines", "harvester.ledger"),
    "indexes.py": ("scrapy", "harvester.pipelines", "harvester.ledger"),
    "pipelines": ("harvester.layout", "harvester.page", "parsel", "lxml"),
    "ledger.py": ("scrapy",),
    "feeds.py": ("scrapy",),
    "stream.py": ("scrapy",),
}


def imports(path: Path) -> set[str]:
    """Modules a file imports when it runs; imports for types alone do not count."""
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            node.body = []
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


def files(room: str) -> list[Path]:
    path = HOUSE / room
    return sorted(path.rglob("*.py")) if path.is_dir() else [path]


@pytest.mark.parametrize("room", sorted(NEVER))
def test_rooms_know_only_whom_they_may(room: str) -> None:
    assert files(room), room
    for path in files(room):
        for name in imports(path):
            for banned in NEVER[room]:
                if room == "source.py" and name.startswith("harvester.source"):
                    continue
                assert not (name == banned or name.startswith(banned + ".")), f"{path.relative_to(HOUSE)} imports {name}"


def test_a_source_is_no_other_source() -> None:
    for path in files("spiders"):
        for name in imports(path):
            assert not name.startswith("harvester.spiders."), f"{path.name} imports {name}"


def test_pipelines_do_not_know_each_other() -> None:
    steps = {p.stem for p in files("pipelines")} - {"__init__"}
    for path in files("pipelines"):
        if path.stem == "__init__":
            continue
        for name in imports(path):
            assert not any(name.startswith(f"harvester.pipelines.{step}") for step in steps), f"{path.name} imports {name}"


@pytest.mark.parametrize("room", ["normalize", "layout.py", "page.py", "generic", "spiders", "platforms", "indexes.py"])
def test_parsers_do_not_ask_for_the_time(room: str) -> None:
    for path in files(room):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                asked = node.func.attr in ("now", "today", "utcnow", "localtime") or (node.func.attr == "time" and getattr(node.func.value, "id", "") == "time")
                assert not asked, f"{path.relative_to(HOUSE)}:{node.lineno} asks for the time"
