"""Evidence: where in the text a fact stands, as a run of whole sentences."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from schemas import Span


def shortest_runs(
    sentences: Sequence[tuple[int, int]],
    tails: Iterable[tuple[int, int]],
    *,
    heads: Iterable[tuple[int, int]] | None = None,
) -> list[range]:
    """Finds the shortest runs of sentences that hold a mention of head and one of tail.

    Args:
        sentences: Spans of all sentences, in order.
        tails: Spans of the mentions of the tail.
        heads: Spans of the mentions of the head; None where the paper is the head, and the
            tail alone has to be held.

    Returns:
        All runs of the least length, in order, as indices of sentences.

    Example:
        >>> shortest_runs([(0, 9), (10, 19), (20, 29)], [(22, 25)], heads=[(0, 4), (11, 14)])
        [range(1, 3)]
    """
    starts = [start for start, _ in sentences]
    others = [None] if heads is None else list(heads)
    runs = {_run(starts, tail, head or tail) for tail in tails for head in others}
    shortest = min(map(len, runs), default=0)
    return sorted((run for run in runs if len(run) == shortest), key=lambda run: run.start)


def _run(starts: Sequence[int], one: tuple[int, int], other: tuple[int, int]) -> range:
    """The sentences from the first to the last that two mentions touch."""
    first = bisect_right(starts, min(one[0], other[0])) - 1
    last = bisect_right(starts, max(one[1], other[1]) - 1) - 1
    return range(max(0, first), max(0, last) + 1)


def evidence(sentences: Sequence[tuple[int, int]], runs: Sequence[range]) -> Span:
    """The span of the first run that says more than the title; of the first where none does.

    Args:
        sentences: Spans of all sentences, in order; the first is the title.
        runs: Candidates, in order; one or more.

    Example:
        >>> evidence([(0, 9), (10, 19), (20, 29)], [range(0, 1), range(1, 2), range(2, 3)])
        Span(start=10, end=19)
    """
    best = next((run for run in runs if run.start > 0), runs[0])
    return Span(sentences[best.start][0], sentences[best.stop - 1][1])
