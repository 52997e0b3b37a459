"""What the heads choose from, in the order of their columns."""

from __future__ import annotations

from functools import cached_property
from typing import Final

import numpy as np

from extract.network.numerics import Flags, Integers
from schemas import ResultKind, Vocabulary

KINDS: Final[tuple[ResultKind | None, ...]] = (None, *ResultKind)
"""Kinds of number; the first is "no result"."""
ROLES: Final = ("subject", "metric", "on", "versus")
"""The arguments of a result."""

NOTHING, WORDS, PAPER = 0, 1, 2
"""What an argument may be before the concepts: not said, words that name no concept, the paper."""
FIRST_CONCEPT: Final = 3
"""Index of the first concept among the targets of an argument."""

STRENGTHS: Final = ("often", "known", "seldom", "gazetteer")
"""How well a lexicon knows a name."""


class Labels:
    """The labels that a vocabulary gives the heads, and the features that it gives the encoder.

    Args:
        vocabulary: Types and relations.

    Attributes:
        types: Types of entity.
        relations: Types of relation.
        tags: Tags of word pieces: outside; begin, inside and last of a name; a name of one
            piece (unit).

    Example:
        >>> labels = Labels(Vocabulary(types=("Pest", "Crop")))
        >>> labels.tags[:5], labels.places[2].tolist()
        (('O', 'B-Pest', 'I-Pest', 'L-Pest', 'U-Pest'), [3, 7])
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.types: tuple[str, ...] = vocabulary.types
        self.relations: tuple[str, ...] = tuple(vocabulary.relations)
        self.tags = ("O", *(f"{place}-{kind}" for kind in self.types for place in "BILU"))

    @cached_property
    def places(self) -> Integers:
        """``(4, types)`` indices of the tags that begin, go on, end, and are whole names."""
        return np.array(
            [[self.tags.index(f"{letter}-{kind}") for kind in self.types] for letter in "BILU"]
        )

    @cached_property
    def allowed(self) -> Flags:
        """``(types + 1, types, relations)``: whether it may join these; last row: the paper."""
        allows = self.vocabulary.allows
        return np.array(
            [
                [[allows(head, kind, tail) for kind in self.relations] for tail in self.types]
                for head in (*self.types, None)
            ],
            dtype=bool,
        ).reshape(len(self.types) + 1, len(self.types), len(self.relations))

    def feature(self, kind: str, strength: str) -> int:
        """The feature of the first piece of a name that a lexicon knows; the others have one more.

        Feature 0 is a piece of no name.
        """
        return 1 + 2 * (len(self.types) * STRENGTHS.index(strength) + self.types.index(kind))

    @property
    def title_feature(self) -> int:
        """The feature of the first piece of the name that a title begins with."""
        return 1 + 2 * len(self.types) * len(STRENGTHS)

    @property
    def features(self) -> int:
        """How many features there are."""
        return self.title_feature + 2
