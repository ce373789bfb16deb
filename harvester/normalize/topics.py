"""Which topics a text is about, by the words of a vocabulary, and which words hit.

English: the rarest words of terms that a text has at all say which terms to look for. Chinese: so do the first two characters,
and the longest term at each place wins.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

_WORD = re.compile(r"[a-z0-9&]+")
# Everything that is no part of a word, for bytes.translate
_WORDS_ALONE = bytes(c if chr(c).isascii() and _WORD.match(chr(c)) else 32 for c in range(256))

# Words that half of all releases have: no sign of a term.
_EVERYWHERE = frozenset((
    "11", "2024", "2025", "a", "affairs", "and", "area", "areas", "authority", "basic", "board", "building", "bureau", "capital", "central", "centre",
    "centres", "city", "commission", "committee", "community", "department", "development", "family", "financial", "first", "for", "fund", "government",
    "green", "health", "hong", "housing", "in", "industry", "its", "kong", "management", "market", "new", "of", "office", "offices", "planning",
    "private", "public", "residential", "safety", "service", "set", "society", "supply", "territories", "the", "their", "three", "to", "tomorrow",
    "treatment", "university", "up"
))  # fmt: skip


class _Term(NamedTuple):
    """A term as matched (Chinese as it is, English folded), its topic, as it stands in the vocabulary, strong?, in this case only?"""

    sought: str
    folded: bytes
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
        # English by rarest word; Chinese by the first two characters, the longest term first
        self._latin: dict[bytes, list[_Term]] = {}
        self._chinese: dict[str, list[_Term]] = {}
        self._order: dict[tuple[str, str], int] = {}
        common = Counter(word for entry in table.values() for kind in ("strong", "passing") for term in entry.get(kind, ()) for word in _words(term))
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
                    if len(term) < 2:
                        raise ValueError(f"topic {topic!r}: term {term!r} is a single character")
                    self._chinese.setdefault(term[:2], []).append(_Term(term, b"", topic, term, strong, True))
                    continue
                words = _words(term)
                if not _WORD.match(term.casefold()):
                    raise ValueError(f"topic {topic!r}: term {term!r} begins with no letter or digit")
                self._latin.setdefault(min(words, key=lambda word: (word in _EVERYWHERE, common[word], -len(word))).encode(), []).append(_Term(term.casefold(), term.casefold().encode(), topic, term, strong, _is_acronym(term)))
        for rows in self._chinese.values():
            rows.sort(key=lambda term: -len(term.sought))
        self._han = _pairs(self._chinese)
        self._rare = frozenset(self._latin)

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
        opening = len(title) + 2 + (opening if 0 <= opening <= 800 else 300)
        for hit in self._hits(f"{title}\n\n{body}"):  # no term has a line end in it
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
        plain = lower.encode("ascii", "replace")
        for word in self._rare.intersection(plain.translate(_WORDS_ALONE).split()):
            for term in self._latin[word]:
                if (at := _whole(plain, text, term)) >= 0:
                    found.append(_Hit(term.topic, term.printed, term.strong, at))
        if self._han is not None and not text.isascii():
            found.extend(self._chinese_hits(text, self._han))
        return found

    def _chinese_hits(self, text: str, pairs: re.Pattern[str]) -> list[_Hit]:
        """Chinese terms, the longest at each place, none inside another; of one term in two topics, both."""
        found: list[_Hit] = []
        past = 0
        for match in pairs.finditer(text):
            at = match.start()
            if at < past:
                continue
            length = 0
            for term in self._chinese.get(text[at : at + 2], ()):
                if len(term.sought) < length:
                    break
                if text.startswith(term.sought, at):
                    found.append(_Hit(term.topic, term.printed, term.strong, at))
                    length = len(term.sought)
            past = at + length
        return found


def _whole(plain: bytes, text: str, term: _Term) -> int:
    """Where an English term first stands as whole words; -1 if nowhere. "non-GBA" is not GBA; "GBA-wide", "GBA's" are.

    plain  the text folded, a "?" for each character that is not ASCII: bytes are searched three times as fast
    """
    sought = term.folded
    at = plain.find(sought)
    while at >= 0:
        end = at + len(sought)
        before, after = plain[at - 1 : at] if at else b"", plain[end : end + 1]
        if not (before == b"-" or before.isalnum()) and not after.isalnum() and (not term.exact or text.startswith(term.printed, at)):
            return at
        at = plain.find(sought, end)
    return -1


def _pairs(starts: dict[str, list[_Term]]) -> re.Pattern[str] | None:
    """Where a Chinese term can begin: a first character of one before a second character of one."""
    if not starts:
        return None
    first, second = (re.escape("".join(sorted({pair[at] for pair in starts}))) for at in (0, 1))
    return re.compile(f"[{first}](?=[{second}])")


def _words(term: str) -> list[str]:
    """The words of an English term; none of a Chinese one."""
    return _WORD.findall(term.casefold()) if term.isascii() else []


def _is_acronym(term: str) -> bool:
    return term.isascii() and term.upper() == term and " " not in term


@cache
def _default() -> Vocabulary:
    return Vocabulary.load(files("harvester").joinpath("topics.toml").read_text("utf-8"))
