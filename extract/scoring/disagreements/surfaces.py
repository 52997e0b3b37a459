"""Surfaces: where a paper names something, and by which words a reader knows it."""

from __future__ import annotations

from collections import defaultdict

from extract.gold_checks import GOLD_PAPER
from extract.scoring.comparison import Comparison
from extract.surface import fold_surface


class Surfaces:
    """Where the clusters of the gold stand, and how predicted concepts are written.

    Args:
        compared: One paper, predicted and gold.
    """

    def __init__(self, compared: Comparison) -> None:
        text = compared.gold.paper.text
        self._spans: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        for start, end, _ in sorted(compared.gold.spans):
            cluster = compared.gold.clusters[fold_surface(text[start:end])]
            self._spans[cluster].append((start, end))
        self._types = compared.gold.concept_types
        self._predicted: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        self._words: dict[str, str] = {}
        for mention in sorted(compared.predicted.mentions, key=lambda m: (m.start, m.end)):
            self._predicted[mention.concept].append((mention.start, mention.end))
            self._words.setdefault(mention.concept, f"{mention.text} ({mention.type})")
        self._names = compared.names

    def gold_spans(self, surface: str) -> list[tuple[int, int]]:
        """Where the gold marks what this surface names; nothing for the paper itself."""
        return [] if surface == GOLD_PAPER else self._spans[self._names.gold(surface)]

    def gold_words(self, surface: str) -> str:
        """A gold surface with its type."""
        if surface == GOLD_PAPER:
            return GOLD_PAPER
        return f"{surface} ({self._types[self._names.gold(surface)]})"

    def predicted_spans(self, concept: str) -> list[tuple[int, int]]:
        """Where a predicted concept was found; nothing for the paper itself."""
        return self._predicted[concept]

    def predicted_words(self, concept: str) -> str:
        """The first mention of a predicted concept with its type, else its key."""
        if self._names.predicted(concept) == GOLD_PAPER:
            return GOLD_PAPER
        return self._words.get(concept, concept)
