"""Evidence: the shortest run of whole sentences, by example and by law."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.evidence import evidence, shortest_runs
from schemas import Span

SENTENCES = [(0, 9), (10, 19), (20, 29), (30, 39)]


@pytest.mark.parametrize(
    ("heads", "tails", "runs"),
    [
        (None, [(12, 14), (31, 33)], [range(1, 2), range(3, 4)]),
        ([(0, 4)], [(5, 8)], [range(1)]),
        ([(0, 4)], [(5, 8), (31, 33)], [range(1)]),
        ([(0, 4), (32, 34)], [(12, 14), (22, 24)], [range(2), range(2, 4)]),
        ([(0, 4)], [(22, 24)], [range(3)]),
        ([(8, 12)], [(13, 15)], [range(2)]),
    ],
)
def test_shortest_runs(
    heads: list[tuple[int, int]] | None, tails: list[tuple[int, int]], runs: list[range]
) -> None:
    """The paper as head; one sentence; several equally short; far apart; over a border."""
    assert shortest_runs(SENTENCES, tails, heads=heads) == runs


def test_the_first_run_that_says_more_than_the_title_wins() -> None:
    """One that only begins in the title is better than none, and so is the title itself."""
    assert evidence(SENTENCES, [range(1), range(2, 3), range(3, 4)]) == Span(20, 29)
    assert evidence(SENTENCES, [range(2), range(2, 4)]) == Span(20, 39)
    assert evidence(SENTENCES, [range(2)]) == Span(0, 19)
    assert evidence(SENTENCES, [range(1)]) == Span(0, 9)


spans = st.lists(
    st.tuples(st.integers(0, 38), st.integers(1, 3)).map(lambda p: (p[0], min(39, sum(p)))),
    min_size=1,
    max_size=4,
)


@given(heads=spans, tails=spans)
def test_every_run_holds_both_and_no_shorter_one_does(
    heads: list[tuple[int, int]], tails: list[tuple[int, int]]
) -> None:
    """Compared with trying all runs of sentences."""
    starts = [start for start, _ in SENTENCES] + [40]
    pieces = list(pairwise(starts))

    def holds(first: int, last: int) -> bool:
        low, high = pieces[first][0], pieces[last][1]
        return all(any(low <= a and b <= high for a, b in some) for some in (heads, tails))

    every = [(i, j) for i in range(4) for j in range(i, 4) if holds(i, j)]
    least = min(j - i for i, j in every)
    wanted = [range(i, j + 1) for i, j in every if j - i == least]
    assert shortest_runs(SENTENCES, tails, heads=heads) == wanted
