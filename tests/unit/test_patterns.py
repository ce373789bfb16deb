"""Every regular expression of the house is fed through the readers of text with what it is itself made of, over and over: time stays in proportion.

What costs the square of its input shows on a few thousand characters; the readers' own limits are part of what is tested.
"""

from __future__ import annotations

import importlib
import pkgutil
import random
import re
import time
from functools import cache
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import harvester
from tests.unit.test_properties import READERS

CATEGORIES = {sre.CATEGORY_DIGIT: "5", sre.CATEGORY_SPACE: " ", sre.CATEGORY_WORD: "a", sre.CATEGORY_NOT_DIGIT: "a", sre.CATEGORY_NOT_SPACE: "a", sre.CATEGORY_NOT_WORD: "-"}


@cache
def patterns() -> list[str]:
    """The expressions that modules keep."""
    found: set[str] = set()
    for module in pkgutil.walk_packages(harvester.__path__, "harvester."):
        if module.name == "harvester.monitors":  # needs the extra "hooks"
            continue
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                found.add(value.pattern)
    return sorted(found)


def sample(nodes: Any, chosen: random.Random) -> str:
    """A text that an expression finds, more or less."""
    return "".join(piece(operation, value, chosen) for operation, value in nodes)


def piece(operation: Any, value: Any, chosen: random.Random) -> str:
    """A text of one part of an expression."""
    if operation is sre.LITERAL:
        return chr(value)
    if operation is sre.IN:
        told = [(op, v) for op, v in value if op in (sre.LITERAL, sre.RANGE, sre.CATEGORY)]
        if not told or value[0][0] is sre.NEGATE:
            return chosen.choice("aA0 圖,")
        op, v = chosen.choice(told)
        return chr(v) if op is sre.LITERAL else chr(v[0]) if op is sre.RANGE else CATEGORIES.get(v, "a")
    if operation is sre.BRANCH:
        return sample(chosen.choice(value[1]), chosen)
    if operation is sre.SUBPATTERN:
        return sample(value[3], chosen)
    if operation is sre.ATOMIC_GROUP:
        return sample(value, chosen)
    if operation in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        return sample(value[2], chosen) * max(value[0], min(1, value[1]))
    return "a" if operation in (sre.ANY, sre.NOT_LITERAL) else ""


def parts(nodes: Any) -> list[Any]:
    """Every sequence within an expression."""
    found = [nodes]
    for operation, value in nodes:
        if operation is sre.BRANCH:
            found += [part for branch in value[1] for part in parts(branch)]
        elif operation in (sre.SUBPATTERN, sre.ATOMIC_GROUP, sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            found += parts(value[3] if operation is sre.SUBPATTERN else value if operation is sre.ATOMIC_GROUP else value[2])
    return found


def test_there_are_many() -> None:
    assert len(patterns()) > 300


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 2**32))
def test_what_an_expression_is_made_of_is_read_in_time(seed: int) -> None:
    chosen = random.Random(seed)
    within = parts(_parser.parse(chosen.choice(patterns())))
    before, repeated = sample(chosen.choice(within), chosen), sample(chosen.choice(within), chosen) or " "
    for size in (280, 590, 8000):  # below the limits of some readers, and above all
        text = f"{before}{repeated * (size // len(repeated))}~"
        for name, reader in READERS.items():
            began = time.process_time()
            reader(text)
            assert time.process_time() - began < 0.25, (name, before, repeated, size)
