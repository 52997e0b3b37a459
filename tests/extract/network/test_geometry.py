"""Where things stand to each other, against looking at every pair of mentions."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from extract.network.geometry import (
    DISTANCES,
    OFFSETS,
    RANKS,
    SENTENCES,
    geometry,
    offset_buckets,
    places,
    value_geometry,
)

LENGTH = 600
spans = st.tuples(st.integers(1, LENGTH - 9), st.integers(0, 8)).map(lambda s: (s[0], sum(s)))
mentions = st.lists(st.lists(spans, min_size=1, max_size=4).map(sorted), min_size=1, max_size=5)
sentences = st.integers(7, 300).map(lambda length: np.arange(LENGTH) // length)


@given(mentions, sentences)
def test_pairs_of_concepts(where: list[list[tuple[int, int]]], sentence: np.ndarray) -> None:
    """Distance of the two closest first pieces, order of the first mentions, sentences between."""
    g = geometry(where, sentence)
    for row, one in enumerate(where):
        assert [(int(a), int(b)) for a, b in zip(g.first[row], g.last[row], strict=True)][
            : len(one)
        ] == one
        assert g.mask[row].tolist() == [k < len(one) for k in range(g.mask.shape[1])]
        for column, other in enumerate(where):
            gap = min(abs(a - b) for a, _ in one for b, _ in other)
            bucket = 1 if gap == 0 else 1 + gap.bit_length()
            assert g.distance[row + 1, column] == min(bucket, DISTANCES - 1)
            assert g.order[row + 1, column] == (2 if one[0][0] < other[0][0] else 1)
            between = min(abs(int(sentence[a] - sentence[b])) for a, _ in one for b, _ in other)
            assert g.apart[row + 1, column] == min(between, SENTENCES - 1)
    for table in (g.distance, g.order, g.apart):
        assert table.shape == (len(where) + 1, len(where))
        assert not table[0].any()


@given(mentions, sentences, st.lists(spans, min_size=1, max_size=4), st.data())
def test_numbers_and_concepts(
    where: list[list[tuple[int, int]]],
    sentence: np.ndarray,
    values: list[tuple[int, int]],
    data: st.DataObject,
) -> None:
    """The closest mention, how far before or behind, and how many of its type are closer."""
    kinds = data.draw(st.lists(st.integers(0, 2), min_size=len(where), max_size=len(where)))
    v = value_geometry(values, geometry(where, sentence), np.array(kinds))
    for row, (at, _) in enumerate(values):
        gaps = [[first - at for first, _ in some] for some in where]
        closest = [min(some, key=abs) for some in gaps]
        for column, some in enumerate(gaps):
            assert v.closest[row, column] == some.index(closest[column])
            assert v.offset[row, column] == offset_bucket(closest[column])
            between = min(abs(int(sentence[at] - sentence[first])) for first, _ in where[column])
            assert v.apart[row, column] == min(between, SENTENCES - 1)
            closer = [
                other
                for other, kind in enumerate(kinds)
                if kind == kinds[column] and abs(closest[other]) < abs(closest[column])
            ]
            assert v.rank[row, column] == min(len(closer), RANKS - 1)


def offset_bucket(gap: int) -> int:
    """The bucket of one signed distance."""
    half = OFFSETS // 2
    size = min(max(abs(gap), 1).bit_length() - 1, half - 1)
    return size if gap < 0 else half + size


@given(st.lists(st.integers(-(10**5), 10**5), min_size=1))
def test_buckets_of_signed_distances(gaps: list[int]) -> None:
    """Powers of two, those before first; none beyond the table."""
    found = offset_buckets(np.array(gaps)).tolist()
    assert found == [offset_bucket(gap) for gap in gaps]
    assert all(0 <= bucket < OFFSETS for bucket in found)


def test_no_span_is_an_empty_array() -> None:
    """Of the right shape."""
    assert places([]).shape == (0, 2)
    assert places([(1, 2)]).tolist() == [[1, 2]]
