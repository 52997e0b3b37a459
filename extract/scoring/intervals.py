"""Intervals: how far F1 moves when other papers are drawn.

The percentile bootstrap (Efron, "Bootstrap methods: another look at the jackknife", 1979),
with papers as the unit that is drawn, since facts of one paper are not independent of each
other (as Koehn, "Statistical significance tests for machine translation evaluation", 2004,
draws whole sentences).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

RESAMPLES: Final = 1000
"""How often as many papers as there are get drawn, with replacement."""

LEVEL: Final = 0.95
"""The share of the resamples that an interval holds."""

SEED: Final = 1979
"""Start of the draws: NumPy keeps the stream of ``RandomState`` fixed over its versions."""


def f1_intervals(
    readings: Sequence[npt.NDArray[np.int64]],
    *,
    present: Sequence[Sequence[bool]] | None = None,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """The borders that hold F1 in 95 of 100 resamples of the papers.

    Args:
        readings: For each gold reading an array of shape (papers, rows, 3): right,
            predicted and gold of each paper and row. Papers and rows are the same in
            all; a resample takes the same papers from each.
        present: For each reading and row, whether the reading has the row; F1 is the mean
            over those that have it. All have all of them unless said.
        resamples: How often papers are drawn.
        seed: Start of the draws; the same seed gives the same borders.

    Returns:
        The lower and the upper border, each of shape (rows,). A resample in which a row
        has nothing, predicted or gold, counts as F1 0, as in the scorecard.

    Example:
        >>> half = np.array([[[1, 1, 1]], [[0, 1, 1]]])  # one paper all right, one all wrong
        >>> low, high = f1_intervals([half])
        >>> float(low[0]), float(high[0])
        (0.0, 1.0)
    """
    papers, rows, _ = readings[0].shape
    flat = [counts.reshape(papers, rows * 3).astype(np.float64) for counts in readings]
    has = np.ones((len(readings), rows)) if present is None else np.array(present, np.float64)
    random = np.random.RandomState(seed)
    drawn = np.empty((resamples, rows))
    for n in range(resamples):
        times = np.bincount(random.randint(papers, size=papers), minlength=papers)
        sums = (np.dot(times.astype(np.float64), counts).reshape(rows, 3) for counts in flat)
        scores = [2 * s[:, 0] / np.maximum(1.0, s[:, 1] + s[:, 2]) for s in sums]
        drawn[n] = (np.array(scores) * has).sum(axis=0) / has.sum(axis=0)
    low, high = np.quantile(drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
    return low, high
