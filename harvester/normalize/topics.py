"""Which topics a text is about, by the words of a vocabulary, and which words hit.

A text is walked once: each English word, each Chinese character that begins a term is looked up, the longest term first.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

_WORD = re.compile(r"[a-z0-9&]+")


class Vocabulary:
    """Topics and their terms. `Vocabulary.load()` reads harvester/topics.toml.

    Errors: ValueError naming the topic whose entry is wrong.
    """

    def __init__(self, table: dict[str, dict[str, Any]]) -> None:
        self.ids = tuple(table)
        self.labels: dict[str, dict[str, str]] = {}
        # first word (English, folded) or first character (Chinese) -> [(term as matched, topic, term, strong, exact case?)], longest first
        self._starts: dict[str, list[tuple[str, str, str, bool, bool]]] = {}
        self._order: dict[tuple[str, str], int] = {}
        for topic, entry in table.items():
            self.labels[topic] = dict(entry.get("label", {}))
            terms = [(t, True) for t in entry.get("strong", ())] + [(t, False) for t in entry.get("passing", ())]
            if not terms:
                raise ValueError(f"topic {topic!r} has no terms")
            for term, strong in dict.fromkeys(terms):
                self._order.setdefault((topic, term), len(self._order))
                latin = term.isascii()
                first = _WORD.match(term.casefold())[0] if latin else term[0]  # type: ignore[index]
                row = (term.casefold() if latin else term, topic, term, strong, latin and _is_acronym(term))
                self._starts.setdefault(first, []).append(row)
        for rows in self._starts.values():
            rows.sort(key=lambda row: -len(row[0]))
        self._han = re.compile("[" + "".join(sorted(k for k in self._starts if not k.isascii())) + "]")

    @classmethod
    def load(cls, text: str | None = None) -> Vocabulary:
        """The project's vocabulary, or one given as TOML text."""
        return cls(tomllib.loads(text)) if text is not None else _default()

    def find(self, title: str, body: str) -> dict[str, list[str]]:
        """Topic ids with the terms that hit, in the vocabulary's order.

        title  headline and standfirst; body: paragraphs joined by blank lines
        Example: Vocabulary.load().find("", "The Northern Metropolis …") == {"northern-metropolis": ["Northern Metropolis"]}
        """
        hits: dict[tuple[str, str], None] = {}
        sure = set()
        opening = body.find("\n\n")
        opening = opening if 0 <= opening <= 800 else 300
        for topic, term, _strong, _at in self._hits(title):
            hits[topic, term] = None
            sure.add(topic)
        for topic, term, strong, at in self._hits(body):
            hits[topic, term] = None
            if strong or at < opening:
                sure.add(topic)
        found: dict[str, list[str]] = {topic: [] for topic in self.ids if topic in sure}
        for topic, term in sorted((k for k in hits if k[0] in sure), key=self._order.__getitem__):
            found[topic].append(term)
        return found

    def _hits(self, text: str) -> list[tuple[str, str, bool, int]]:
        """Every term that stands in a text: topic, term, strong?, place."""
        found: list[tuple[str, str, bool, int]] = []
        lower = text.casefold()
        if len(lower) != len(text):  # a few characters fold to two; places must agree
            lower = text.lower() if len(text.lower()) == len(text) else text
        starts = self._starts
        for match in _WORD.finditer(lower):
            rows = starts.get(match[0])
            if rows is None:
                continue
            at = match.start()
            if at and lower[at - 1] == "-":
                continue
            for folded, topic, term, strong, exact in rows:
                end = at + len(folded)
                if lower.startswith(folded, at) and not (end < len(lower) and (lower[end].isalnum() and lower[end].isascii())):
                    if not exact or text.startswith(term, at):
                        found.append((topic, term, strong, at))
        if not text.isascii():
            found.extend(self._han_hits(text))
        return found

    def _han_hits(self, text: str) -> list[tuple[str, str, bool, int]]:
        """Chinese terms, the longest at each place, none inside another."""
        found = []
        past = 0
        for match in self._han.finditer(text):
            at = match.start()
            if at < past:
                continue
            length = 0
            for term, topic, printed, strong, _exact in self._starts[match[0]]:
                if len(term) < length:
                    break
                if text.startswith(term, at):
                    found.append((topic, printed, strong, at))
                    length = len(term)
            past = at + length
        return found


def _is_acronym(term: str) -> bool:
    return term.isascii() and term.upper() == term and " " not in term


@cache
def _default() -> Vocabulary:
    return Vocabulary.load(files("harvester").joinpath("topics.toml").read_text("utf-8"))
