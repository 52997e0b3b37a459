"""Intervals of F1: what they hold, by hand and beside a plain bootstrap."""

from __future__ import annotations

import random

import numpy as np
import numpy.typing as npt
import pytest

from extract.scoring.intervals import f1_intervals


def made_up_counts(papers: int, rows: int) -> npt.NDArray[np.int64]:
    """Counts in which right is never more than predicted or gold."""
    draw = random.Random(7)
    return np.array(
        [
            [
                (min(p, g, draw.randint(0, 9)), p, g)
                for p, g in ((draw.randint(0, 9), draw.randint(0, 9)) for _ in range(rows))
            ]
            for _ in range(papers)
        ]
    )


def plain_bootstrap(counts: npt.NDArray[np.int64], row: int) -> list[float]:
    """The same, paper by paper, with the draws of another generator."""
    draw = random.Random(11)
    scores = []
    for _ in range(4000):
        drawn = [counts[draw.randrange(len(counts)), row] for _ in range(len(counts))]
        right, predicted, gold = (sum(int(c[k]) for c in drawn) for k in range(3))
        scores.append(2 * right / max(1, predicted + gold))
    scores.sort()
    return [scores[100], scores[3899]]


def test_it_holds_the_score_and_is_close_to_a_plain_bootstrap() -> None:
    """Two borders of 60 papers, to the second digit."""
    counts = made_up_counts(60, 2)
    low, high = f1_intervals([counts])
    for row in range(2):
        right, predicted, gold = counts[:, row].sum(axis=0)
        assert low[row] < 2 * right / (predicted + gold) < high[row]
        assert [low[row], high[row]] == pytest.approx(plain_bootstrap(counts, row), abs=0.015)


def test_the_same_seed_gives_the_same_borders_and_another_other_ones() -> None:
    """Byte for byte."""
    counts = made_up_counts(30, 3)
    once, twice = f1_intervals([counts]), f1_intervals([counts.copy()])
    assert [b.tobytes() for b in once] == [b.tobytes() for b in twice]
    assert f1_intervals([counts], seed=1)[0].tolist() != once[0].tolist()


def test_more_papers_narrow_it() -> None:
    """Ten times the papers, a third of the width or so."""
    few = made_up_counts(20, 1)
    many = np.concatenate([few] * 10)
    (low, high), (lowest, highest) = f1_intervals([many]), f1_intervals([few])
    assert (high - low)[0] < 0.5 * (highest - lowest)[0]


def test_papers_that_are_alike_leave_no_doubt() -> None:
    """Every draw is the same."""
    low, high = f1_intervals([np.array([[[2, 4, 4]]] * 5)])
    assert low.tolist() == high.tolist() == [0.5]


def test_readings_are_averaged_draw_by_draw() -> None:
    """Where two readings have a row; where one has it, that one alone."""
    good, bad = np.array([[[1, 1, 1], [1, 1, 1]]]), np.array([[[0, 1, 1], [0, 0, 0]]])
    low, high = f1_intervals([good, bad], present=[[True, True], [True, False]])
    assert low.tolist() == high.tolist() == [0.5, 1.0]


def test_a_row_of_nothing_is_nought() -> None:
    """As in the scorecard, no division by zero."""
    low, high = f1_intervals([np.zeros((4, 1, 3), dtype=np.int64)])
    assert low.tolist() == high.tolist() == [0.0]
