"""A paper as sentences of units: lower-case words, signs, and mentions of concepts.

Features are read off units, so that "on D4RL, DSRL and Gym" and "on the three tasks"
differ only where a reader would see a difference.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from extract.components.concepts import Concept

_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?|\d+(?:[.,]\d+)*|[^\w\s]")
_LIST_SIGNS = frozenset({",", "and", "or", "&", "/", "(", ")", "both", "the", ";"})
_ENDINGS = ("ingly", "ings", "ing", "edly", "ed", "es", "s")


@dataclass(frozen=True)
class Unit:
    """A word or a mention.

    Attributes:
        word: The word in lower case, a number as ``0``; ``<Type>`` for a mention.
        concept: Index of the concept mentioned, else None.
    """

    word: str
    concept: int | None = None


@dataclass(frozen=True)
class Place:
    """Where a mention stands: the index of its sentence, and of its unit within."""

    sentence: int
    position: int


@dataclass(frozen=True)
class PaperUnits:
    """The text of a paper as features see it.

    Attributes:
        text: Title, newline, abstract.
        sentences: Spans of the sentences; the first is the title.
        concepts: The concepts of the paper.
    """

    text: str
    sentences: tuple[tuple[int, int], ...]
    concepts: tuple[Concept, ...]

    @cached_property
    def _units(self) -> tuple[list[list[Unit]], list[list[Place]]]:
        mentions = sorted(
            (start, end, n) for n, c in enumerate(self.concepts) for start, end in c.mentions
        )
        starts = [start for start, _ in self.sentences]
        sentences: list[list[Unit]] = [[] for _ in starts]
        places: list[list[Place]] = [[] for _ in self.concepts]

        def words(start: int, end: int) -> None:
            for match in _WORD.finditer(self.text, start, end):
                word = "0" if match[0][0].isdigit() else match[0].lower()
                sentences[self._index(starts, match.start())].append(Unit(word))

        at = 0
        for start, end, concept in mentions:
            words(at, start)
            sentence = self._index(starts, start)
            places[concept].append(Place(sentence, len(sentences[sentence])))
            sentences[sentence].append(Unit(f"<{self.concepts[concept].type}>", concept))
            at = end
        words(at, len(self.text))
        return sentences, places

    @staticmethod
    def _index(starts: Sequence[int], position: int) -> int:
        return max(0, bisect_right(starts, position) - 1)

    @property
    def units(self) -> list[list[Unit]]:
        """The units of each sentence."""
        return self._units[0]

    @property
    def places(self) -> list[list[Place]]:
        """The places of each concept, in order."""
        return self._units[1]

    def surface(self, concept: int) -> str:
        """The key of a concept in lower case."""
        return self.concepts[concept].key.lower()


def list_lead(units: Sequence[Unit], position: int) -> int:
    """The unit before the enumeration that a mention stands in; -1 at the sentence's start.

    Example:
        >>> units = [Unit("on"), Unit("<Dataset>", 0), Unit("and"), Unit("<Dataset>", 1)]
        >>> list_lead(units, 3)
        0
    """
    at = position - 1
    while at >= 0 and (units[at].word in _LIST_SIGNS or units[at].concept is not None):
        at -= 1
    return at


@lru_cache(maxsize=1 << 15)
def stem(word: str) -> str:
    """A word without its ending, so that forms of a verb or noun share a feature.

    Example:
        >>> {stem(w) for w in ("outperforms", "outperforming", "outperformed")}
        {'outperform'}
    """
    for ending in _ENDINGS:
        if len(word) >= len(ending) + 4 and word.endswith(ending):
            return word[: -len(ending)]
    return word[:-1] if len(word) > 4 and word.endswith("e") else word
