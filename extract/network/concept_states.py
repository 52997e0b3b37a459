"""Concepts as the heads see them: their mentions pooled over the encoder's states."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from extract.network.encoder import Reading
from extract.network.geometry import Geometry
from extract.network.numerics import (
    AT_ONCE,
    Floats,
    Integers,
    attention,
    by_piece,
    mean_of_runs,
    pooled,
)


@dataclass(frozen=True)
class ConceptStates:
    """What the heads see of a paper's ``n`` concepts.

    Attributes:
        reading: The text.
        geometry: Where the mentions stand.
        pooled: ``(n, width)`` log-sum-exp over the mentions.
        plain: ``(n, 3)`` plain features.
        types: ``(n,)`` indices of types.
        looks: ``(l, 1 + n, heads)`` attention of the paper and of each concept.
    """

    reading: Reading
    geometry: Geometry
    pooled: Floats
    plain: Floats
    types: Integers
    looks: Floats


def concept_states(reading: Reading, g: Geometry, plain: Floats, types: Integers) -> ConceptStates:
    """Pools the mentions of concepts over the states of a text."""
    hidden = reading.hidden
    return ConceptStates(
        reading=reading,
        geometry=g,
        pooled=pooled((hidden[g.first] + hidden[g.last]) / np.float32(2), g.mask),
        plain=plain,
        types=types,
        looks=by_piece(_looks(reading, g)),
    )


def _looks(reading: Reading, g: Geometry) -> Floats:
    """Attention ``(1 + n, heads, l)`` of the paper and, on average, of each concept's mentions.

    In a text as long as a book's chapter, mentions are looked at in turn: their attention all
    at once is mentions times word pieces, and would take the memory of the machine.
    """
    heads, length, _ = reading.key.shape
    at_once = max(1, AT_ONCE // (heads * length))
    rows = np.concatenate([[0], g.first[g.mask]])
    if len(rows) <= at_once:
        seen = attention(reading.query, reading.key, rows)
        return np.concatenate([seen[:1], mean_of_runs(seen[1:], g.mask)])
    found = [attention(reading.query, reading.key, rows[:1])[0]]
    for first, mask in zip(g.first, g.mask, strict=True):
        mentions = first[mask]
        total = np.zeros_like(found[0])
        for start in range(0, len(mentions), at_once):
            part = mentions[start : start + at_once]
            total += attention(reading.query, reading.key, part).sum(0)
        found.append(total / np.float32(len(mentions)))
    return np.stack(found)
