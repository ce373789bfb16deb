"""Which topics a text is about, by the words of a vocabulary, and which words hit.

English: the first words of terms that a text has at all say which terms to look for. Chinese: one pattern of all terms, the
longest first at each place.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

_WORD = re.compile(r"[a-z0-9&]+")


class _Term(NamedTuple):
    """A term as matched (English: folded), its topic, as it stands in the vocabulary, strong?, in this case only?"""

    sought: str
    topic: str
    printed: str
    strong: bool
    exact: bool


class _Hit(NamedTuple):
    topic: str
    term: str
    strong: bool
    at: int


class Vocabulary:
    """Topics and their terms. `Vocabulary.load()` reads harvester/topics.toml.

    Errors: ValueError naming the topic whose entry is wrong.
    """

    def __init__(self, table: dict[str, dict[str, Any]]) -> None:
        self.ids = tuple(table)
        self.labels: dict[str, dict[str, str]] = {}
        # English by first word, Chinese by the term itself
        self._latin: dict[str, list[_Term]] = {}
        self._chinese: dict[str, list[_Term]] = {}
        self._order: dict[tuple[str, str], int] = {}
        for topic, entry in table.items():
            self.labels[topic] = dict(entry.get("label", {}))
            terms = [(t, True) for t in entry.get("strong", ())] + [(t, False) for t in entry.get("passing", ())]
            if not terms:
                raise ValueError(f"topic {topic!r} has no terms")
            for term, strong in terms:
                if (topic, term) in self._order:
                    continue
                self._order[topic, term] = len(self._order)
                if not term.isascii():
                    self._chinese.setdefault(term, []).append(_Term(term, topic, term, strong, True))
                    continue
                first = _WORD.match(term.casefold())
                if first is None:
                    raise ValueError(f"topic {topic!r}: term {term!r} begins with no letter or digit")
                self._latin.setdefault(first[0], []).append(_Term(term.casefold(), topic, term, strong, _is_acronym(term)))
        self._han = _pattern(self._chinese)

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
        for hit in self._hits(title):
            hits[hit.topic, hit.term] = None
            sure.add(hit.topic)
        for hit in self._hits(body):
            hits[hit.topic, hit.term] = None
            if hit.strong or hit.at < opening:
                sure.add(hit.topic)
        found: dict[str, list[str]] = {topic: [] for topic in self.ids if topic in sure}
        for topic, term in sorted((k for k in hits if k[0] in sure), key=self._order.__getitem__):
            found[topic].append(term)
        return found

    def _hits(self, text: str) -> list[_Hit]:
        """Every term that stands in a text, with the first place where it does."""
        found: list[_Hit] = []
        lower = text if text.islower() else text.casefold()
        if len(lower) != len(text):  # a few characters fold to two; places must agree
            lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
        for word in self._latin.keys() & set(_WORD.findall(lower)):
            for term in self._latin[word]:
                at = _whole(lower, text, term)
                if at >= 0:
                    found.append(_Hit(term.topic, term.printed, term.strong, at))
        if self._han is not None and not text.isascii():
            for match in self._han.finditer(text):
                found.extend(_Hit(term.topic, term.printed, term.strong, match.start()) for term in self._chinese[match[0]])
        return found


def _whole(lower: str, text: str, term: _Term) -> int:
    """Where a term first stands as whole words; -1 if nowhere. "non-GBA" is not GBA; "GBA-wide", "GBA's" are."""
    at = lower.find(term.sought)
    while at >= 0:
        end = at + len(term.sought)
        before, after = lower[at - 1 : at] if at else "", lower[end : end + 1]
        if (
            not (before == "-" or (before.isascii() and before.isalnum()))
            and not (after.isascii() and after.isalnum())
            and (not term.exact or text.startswith(term.printed, at))
        ):
            return at
        at = lower.find(term.sought, end)
    return -1


def _pattern(terms: dict[str, list[_Term]]) -> re.Pattern[str] | None:
    """All Chinese terms, grouped by first character, the longest first."""
    groups: dict[str, list[str]] = {}
    for term in sorted(terms, key=len, reverse=True):
        groups.setdefault(term[0], []).append(re.escape(term[1:]))
    return re.compile("|".join(f"{re.escape(first)}(?:{'|'.join(rests)})" for first, rests in groups.items())) if groups else None


def _is_acronym(term: str) -> bool:
    return term.isascii() and term.upper() == term and " " not in term


@cache
def _default() -> Vocabulary:
    return Vocabulary.load(files("harvester").joinpath("topics.toml").read_text("utf-8"))
