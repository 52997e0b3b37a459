"""From scores of known answers to a calibration and its cut.

Scores become confidences by logistic regression (Platt 1999) with an offset for each label;
a cut is the confidence that gives the best F1.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

import numpy as np
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]  # ships none

from extract.network.calibration import Calibration

CUTS: Final = tuple(round(0.1 + 0.05 * step, 2) for step in range(13))
"""Cuts that are tried: 0.1 to 0.7."""

NEVER: Final = 2.0
"""A cut that no confidence reaches."""

LEAST_SLOPE: Final = 0.05
"""A surer score never means a lower confidence, however little the held-out papers say."""


class Answer(NamedTuple):
    """A score that a head gave, its label, and whether it was right to say yes."""

    score: float
    label: str
    right: bool


def with_best_cut(calibration: Calibration, answers: Sequence[Answer], *, gold: int) -> Calibration:
    """A calibration with the cut of the best F1, where the gold has so many right answers.

    Where it has none the answer is never yes: nothing taught the head what it is asked.
    """
    if not gold:
        return replace(calibration, cut=NEVER)
    confidences = np.array([calibration.confidence(a.score, a.label) for a in answers])
    right = np.array([answer.right for answer in answers], dtype=bool)

    def f1(cut: float) -> float:
        yes = confidences >= cut
        return 2 * float((yes & right).sum()) / max(1, int(yes.sum()) + gold)

    return replace(calibration, cut=best(f1, CUTS))


def fit(answers: Sequence[Answer]) -> Calibration:
    """Slope, and an offset for each label, that make scores into shares of right answers.

    A label without both right and wrong answers takes the offset of all.
    """
    right = np.array([answer.right for answer in answers])
    if right.all() or not right.any():
        return Calibration()
    counts: dict[str, set[bool]] = {}
    for answer in answers:
        counts.setdefault(answer.label, set()).add(answer.right)
    labels = sorted(label for label, seen in counts.items() if len(seen) == 2)
    scores = np.array([[answer.score] for answer in answers])
    given = np.array([[float(answer.label == label) for label in labels] for answer in answers])
    model = LogisticRegression(C=10.0, max_iter=1000)
    model.fit(np.concatenate([scores, given.reshape(len(answers), -1)], 1), right)
    slope, *offsets = model.coef_[0].tolist()
    slope = max(slope, LEAST_SLOPE)
    base = float(model.intercept_[0])
    return Calibration(
        slope=round(slope, 4),
        offset=round(base, 4),
        offsets={
            label: round(base + offset, 4) for label, offset in zip(labels, offsets, strict=True)
        },
    )


def best(f1: Callable[[float], float], cuts: Sequence[float]) -> float:
    """The cut of the best F1, smoothed over its neighbours so that no single peak decides.

    Example:
        >>> best(lambda cut: -abs(cut - 0.3), (0.1, 0.2, 0.3, 0.4, 0.5))
        0.3
    """
    values = np.array([f1(cut) for cut in cuts])
    padded = np.concatenate([values[:1], values, values[-1:]])
    return cuts[int(np.argmax((padded[:-2] + padded[1:-1] + padded[2:]) / 3))]
