"""What the heads choose from, in the order of their columns."""

from __future__ import annotations

from typing import Final

import numpy as np

from schemas import EntityType, RelationType, ResultKind, allows

TYPES: Final = tuple(EntityType)
RELATIONS: Final = tuple(RelationType)
KINDS: Final[tuple[ResultKind | None, ...]] = (None, *ResultKind)
"""Kinds of number; the first is "no result"."""
ROLES: Final = ("subject", "metric", "on", "versus")
"""The arguments of a result."""

NOTHING, WORDS, PAPER = 0, 1, 2
"""What an argument may be before the concepts: not said, words that name no concept, the paper."""
FIRST_CONCEPT: Final = 3
"""Index of the first concept among the targets of an argument."""

TAGS: Final = ("O", *(f"{place}-{kind}" for kind in TYPES for place in "BILU"))
"""Tags of word pieces: outside; begin, inside and last of a name; a name of one piece (unit)."""
BEGIN, INSIDE, LAST, UNIT = ([TAGS.index(f"{place}-{kind}") for kind in TYPES] for place in "BILU")
"""Indices of the tags of a place, in the order of ``TYPES``."""

ALLOWED: Final = np.array(
    [
        [[allows(head, kind, tail) for kind in RELATIONS] for tail in TYPES]
        for head in (*TYPES, None)
    ]
)
"""``(types + 1, types, relations)``: whether it may join these; the last row is the paper."""
