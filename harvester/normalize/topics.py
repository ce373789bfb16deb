"""Which topics a text is about, by the words of a vocabulary, and which words hit.

Two expressions are made of the whole vocabulary once: English terms with word boundaries, Chinese terms longest first.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


class Vocabulary:
    """Topics and their terms. `Vocabulary.load()` reads harvester/topics.toml.

    Errors: ValueError naming the topic whose entry is wrong.
    """

    def __init__(self, table: dict[str, dict[str, Any]]) -> None:
        self.ids = tuple(table)
        self.labels: dict[str, dict[str, str]] = {}
        # term as matched -> [(topic, term as in the vocabulary, strong?)]
        self._owners: dict[str, list[tuple[str, str, bool]]] = {}
        self._order: dict[tuple[str, str], int] = {}
        words: list[str] = []
        han: list[str] = []
        for topic, entry in table.items():
            self.labels[topic] = dict(entry.get("label", {}))
            terms = [(t, True) for t in entry.get("strong", ())] + [(t, False) for t in entry.get("passing", ())]
            if not terms:
                raise ValueError(f"topic {topic!r} has no terms")
            for term, strong in dict.fromkeys(terms):
                key = term if _is_acronym(term) else term.casefold()
                self._owners.setdefault(key, []).append((topic, term, strong))
                self._order.setdefault((topic, term), len(self._order))
                (han if not term.isascii() else words).append(term)
        self._han = _alternation(han)
        acronyms = [w for w in words if _is_acronym(w)]
        self._words = re.compile(rf"(?<![\w-])(?:{_joined([w for w in words if not _is_acronym(w)])})(?![\w])", re.I)
        self._acronyms = re.compile(rf"(?<![\w-])(?:{_joined(acronyms)})(?![\w])") if acronyms else None

    @classmethod
    def load(cls, text: str | None = None) -> Vocabulary:
        """The project's vocabulary, or one given as TOML text."""
        return cls(tomllib.loads(text)) if text is not None else _default()

    def find(self, title: str, body: str) -> dict[str, list[str]]:
        """Topic ids with the terms that hit, in the vocabulary's order.

        title  headline and standfirst; body: paragraphs joined by blank lines
        Example: Vocabulary.load().find("", "The Northern Metropolis …") == {"northern-metropolis": ["Northern Metropolis"]}
        """
        in_title = self._hits(title)
        hits: dict[tuple[str, str], bool] = {}
        passing: dict[str, set[int]] = {}
        for topic, term, _strong, _at in in_title:
            hits[topic, term] = True
        for topic, term, strong, at in self._hits(body):
            if not strong:
                passing.setdefault(topic, set()).add(body.count("\n\n", 0, at))
            hits[topic, term] = hits.get((topic, term), False) or strong
        sure = {topic for (topic, _term), strong in hits.items() if strong} | {t for t, where in passing.items() if len(where) > 2}
        found: dict[str, list[str]] = {topic: [] for topic in self.ids if topic in sure}
        for topic, term in sorted((k for k in hits if k[0] in sure), key=self._order.__getitem__):
            found[topic].append(term)
        return found

    def _hits(self, text: str) -> list[tuple[str, str, bool, int]]:
        found = []
        for pattern in (self._words, self._acronyms, None if text.isascii() else self._han):
            if pattern is None:
                continue
            for match in pattern.finditer(text):
                word = match[0]
                key = word if pattern is not self._words else word.casefold()
                found.extend((*owner, match.start()) for owner in self._owners.get(key, ()))
        return found


def _is_acronym(term: str) -> bool:
    return term.isascii() and term.upper() == term and " " not in term


def _joined(terms: list[str]) -> str:
    return "|".join(re.escape(t) for t in sorted(set(terms), key=len, reverse=True))


def _alternation(terms: list[str]) -> re.Pattern[str]:
    """Chinese terms grouped by their first character: the engine rejects most places at one look."""
    groups: dict[str, list[str]] = {}
    for term in set(terms):
        groups.setdefault(term[0], []).append(term[1:])
    parts = [f"{re.escape(first)}(?:{_joined(rest)})" for first, rest in sorted(groups.items())]
    return re.compile("|".join(parts))


@cache
def _default() -> Vocabulary:
    return Vocabulary.load(files("harvester").joinpath("topics.toml").read_text("utf-8"))
