"""Where the mentions of concepts stand to each other and to numbers, as index arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from extract.network.numerics import Flags, Integers, run_starts

Pieces = tuple[int, int]
"""First and last word piece of a span, both within."""

FAR: Final = 10**6
DISTANCES: Final = 10
"""Buckets of the distance between two concepts: the paper, the same piece, then powers of two."""
OFFSETS: Final = 20
"""Buckets of a signed distance: powers of two before, powers of two behind."""
SENTENCES: Final = 4
"""Buckets of how many sentences lie between: 0, 1, 2, more."""
RANKS: Final = 4
"""Buckets of how many concepts of the same type stand closer."""


@dataclass(frozen=True)
class Geometry:
    """Mentions of ``n`` concepts, padded to ``m`` each, in a text of ``l`` word pieces.

    Attributes:
        first: ``(n, m)`` first word piece.
        last: ``(n, m)`` last word piece.
        mask: ``(n, m)``, true where there is a mention; in every row there is one or more.
        sentence: ``(l,)`` number of the sentence of each word piece.
    """

    first: Integers
    last: Integers
    mask: Flags
    sentence: Integers

    @cached_property
    def distance(self) -> Integers:
        """``(n + 1, n)`` bucket between the closest two mentions; row 0 is the paper."""
        gap = self._closest(self.first)
        bucket = np.where(gap == 0, 1, 2 + np.log2(np.maximum(gap, 1)).astype(np.int64))
        return _with_paper(np.minimum(bucket, DISTANCES - 1))

    @cached_property
    def order(self) -> Integers:
        """``(n + 1, n)``: 0 paper, 1 the head comes later, 2 it comes first."""
        return _with_paper(1 + (self.first[:, None, 0] < self.first[None, :, 0]))

    @cached_property
    def apart(self) -> Integers:
        """``(n + 1, n)`` bucket of sentences between the closest; row 0 all zero."""
        return _with_paper(np.minimum(self._closest(self.sentence[self.first]), SENTENCES - 1))

    def _closest(self, place: Integers) -> Integers:
        """``(n, n)`` least difference between the places ``(n, m)`` of mentions."""
        flat, starts = place[self.mask], run_starts(self.mask)
        gap = np.abs(flat[:, None] - flat)
        least: Integers = np.minimum.reduceat(np.minimum.reduceat(gap, starts, 0), starts, 1)
        return least


@dataclass(frozen=True)
class ValueGeometry:
    """Where ``n`` concepts stand to ``v`` numbers, each ``(v, n)``.

    Attributes:
        offset: Bucket of the signed distance to the closest mention.
        apart: Bucket of sentences between.
        rank: Bucket of how many concepts of the same type stand closer.
        closest: Index of the closest mention.
    """

    offset: Integers
    apart: Integers
    rank: Integers
    closest: Integers


def geometry(mentions: Sequence[Sequence[Pieces]], sentence: Integers) -> Geometry:
    """Index arrays of concepts given as lists of spans; every list holds one or more.

    Example:
        >>> g = geometry([[(1, 2), (9, 9)], [(7, 7)]], np.zeros(10, dtype=np.int64))
        >>> g.distance[1:].tolist(), g.order[1:].tolist()
        ([[1, 3], [3, 1]], [[1, 2], [1, 1]])
    """
    n, m = len(mentions), max(map(len, mentions))
    first, last = np.zeros((n, m), dtype=np.int64), np.zeros((n, m), dtype=np.int64)
    mask = np.zeros((n, m), dtype=bool)
    for row, spans in enumerate(mentions):
        for column, (i, j) in enumerate(spans):
            first[row, column], last[row, column], mask[row, column] = i, j, True
    return Geometry(first, last, mask, sentence)


def value_geometry(values: Sequence[Pieces], g: Geometry, types: Integers) -> ValueGeometry:
    """Index arrays between numbers and concepts; ``types`` ``(n,)`` of the concepts."""
    at = np.array([i for i, _ in values])
    gap = np.where(g.mask[None], g.first[None] - at[:, None, None], FAR)
    nearest = np.abs(gap).argmin(-1)
    closest = np.take_along_axis(gap, nearest[..., None], -1)[..., 0]
    between = np.where(g.mask[None], g.sentence[g.first][None] - g.sentence[at][:, None, None], FAR)
    far = np.abs(closest)
    same = types[:, None] == types[None]
    rank = ((far[:, None, :] < far[:, :, None]) & same[None]).sum(-1)
    return ValueGeometry(
        offset=offset_buckets(closest),
        apart=np.minimum(np.abs(between).min(-1), SENTENCES - 1),
        rank=np.minimum(rank, RANKS - 1),
        closest=nearest,
    )


def offset_buckets(gap: Integers) -> Integers:
    """Buckets of signed distances: powers of two, those before zero first.

    Example:
        >>> offset_buckets(np.array([-9, -1, 0, 1, 2, 9])).tolist()
        [3, 0, 10, 10, 11, 13]
    """
    half = OFFSETS // 2
    size = np.minimum(np.log2(np.maximum(np.abs(gap), 1)).astype(np.int64), half - 1)
    bucket: Integers = np.where(gap < 0, size, half + size)
    return bucket


def places(pieces: Sequence[Pieces]) -> Integers:
    """Spans as an array ``(n, 2)``."""
    return np.array(pieces, dtype=np.int64).reshape(-1, 2)


def _with_paper(table: Integers) -> Integers:
    """The table with a first row of zeros, which is that of the paper."""
    return np.concatenate([np.zeros_like(table[:1]), table])
