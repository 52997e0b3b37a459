"""Fits the weights of a linear scorer, calibrates it, chooses its cut, and writes it.

scikit-learn (Pedregosa et al., 2011) is needed here and nowhere at extraction time.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy import sparse  # type: ignore[import-untyped]  # ships none
from sklearn.linear_model import (  # type: ignore[import-untyped]  # ships none
    LogisticRegression,
)

from extract.linear.scorer import BIAS, Calibration

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass
class Examples:
    """Candidates with their features and answers.

    Attributes:
        labels: What is asked of each candidate.
        rows: Numbers of the features of each candidate.
        allowed: Which labels the candidate may have, a bit each.
        answers: Which labels it has, a bit each.
        papers: Which paper it comes from.
        gold: How many answers the gold has of each label, found among candidates or not.
    """

    labels: Sequence[str]
    rows: list[array[int]] = field(default_factory=list)
    allowed: list[int] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    papers: list[int] = field(default_factory=list)
    gold: dict[str, int] = field(default_factory=dict)

    def add(self, row: Iterable[int], *, allowed: int, answers: int, paper: int) -> None:
        """Adds one candidate."""
        self.rows.append(array("i", row))
        self.allowed.append(allowed)
        self.answers.append(answers)
        self.papers.append(paper)

    def part(self, chosen: Iterable[int]) -> Examples:
        """The candidates at the given places; the gold stays that of the whole."""
        result = Examples(self.labels, gold=self.gold)
        for n in chosen:
            result.rows.append(self.rows[n])
            result.allowed.append(self.allowed[n])
            result.answers.append(self.answers[n])
            result.papers.append(self.papers[n])
        return result

    def bits(self, masks: Sequence[int]) -> Bools:
        """One row a candidate and one column a label."""
        return np.array([[m >> n & 1 for n in range(len(self.labels))] for m in masks], dtype=bool)

    def matrix(self, width: int) -> sparse.csr_matrix:
        """The features as a sparse matrix of ones."""
        lengths = np.fromiter(map(len, self.rows), np.int64, len(self.rows))
        indices = np.fromiter((i for row in self.rows for i in row), np.int32, lengths.sum())
        ends = np.concatenate([[0], np.cumsum(lengths)])
        ones = np.ones(len(indices), np.float32)
        return sparse.csr_matrix((ones, indices, ends), (len(self.rows), width))


class FeatureNumbers:
    """Gives each feature a number when it is first seen, while it may still grow."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.growing = True

    def row(self, features: Iterable[str]) -> list[int]:
        """The numbers of the features that are known."""
        if self.growing:
            return [self.numbers.setdefault(f, len(self.numbers)) for f in features]
        return [self.numbers[f] for f in features if f in self.numbers]


@dataclass(frozen=True)
class Fit:
    """Weights that were fitted.

    Attributes:
        features: Names of the features that have a weight.
        columns: Their numbers.
        weights: A row a label and a column a feature; the last is the bias.
    """

    features: Sequence[str]
    columns: npt.NDArray[np.int64]
    weights: Floats

    def scores(self, matrix: sparse.csr_matrix) -> Floats:
        """Scores of all candidates, a column a label."""
        result: Floats = matrix[:, self.columns] @ self.weights[:, :-1].T + self.weights[:, -1]
        return result


def fit(
    examples: Examples, numbers: FeatureNumbers, *, strength: float, least: int, prune: float
) -> Fit:
    """Fits one logistic regression a label on the candidates that may have it.

    Args:
        examples: What to fit.
        numbers: Names of the features.
        strength: Inverse of the L2 penalty.
        least: Features of fewer candidates get no weight.
        prune: Weights nearer to zero than this are dropped; all are rounded to two digits.
    """
    names = list(numbers.numbers)
    matrix = examples.matrix(len(names))
    columns = np.flatnonzero(np.bincount(matrix.indices, minlength=len(names)) >= least)
    matrix = matrix[:, columns]
    allowed, answers = examples.bits(examples.allowed), examples.bits(examples.answers)
    weights = np.zeros((len(examples.labels), len(columns) + 1))
    for n in range(len(examples.labels)):
        rows = allowed[:, n]
        model = LogisticRegression(C=strength, max_iter=300)
        model.fit(matrix[rows], answers[rows, n])
        coefficients = np.where(np.abs(model.coef_[0]) < prune, 0.0, model.coef_[0])
        weights[n] = np.round([*coefficients, model.intercept_[0]], 2)
    used = np.flatnonzero((weights[:, :-1] != 0).any(axis=0))
    columns = columns[used]
    kept = weights[:, [*used, -1]]
    return Fit([names[c] for c in columns], columns, kept)


def calibrate(scores: Floats, examples: Examples) -> Calibration:
    """Platt's slope and offset, and the cut of the best F1, on papers that fitted no weight."""
    allowed, answers = examples.bits(examples.allowed), examples.bits(examples.answers)
    model = LogisticRegression(C=1e6)
    model.fit(scores[allowed][:, None], answers[allowed])
    slope, offset = round(float(model.coef_[0, 0]), 4), round(float(model.intercept_[0]), 4)
    uncut = Calibration(slope, offset, 0.0)
    cuts = [round(0.02 * n, 2) for n in range(8, 36)]
    best = max(cuts, key=lambda cut: figures(scores, examples, _at(uncut, cut))["all"]["f1"])
    return _at(uncut, best)


def _at(calibration: Calibration, cut: float) -> Calibration:
    return Calibration(calibration.slope, calibration.offset, cut)


def probabilities(scores: Floats, calibration: Calibration) -> Floats:
    """Calibrated probabilities of scores."""
    result: Floats = 1 / (1 + np.exp(-(calibration.slope * scores + calibration.offset)))
    return result


def figures(
    scores: Floats, examples: Examples, calibration: Calibration
) -> dict[str, dict[str, float]]:
    """Precision, recall, F1 and gold of each label and of all."""
    allowed, answers = examples.bits(examples.allowed), examples.bits(examples.answers)
    chosen = allowed & (probabilities(scores, calibration) >= calibration.cut)
    right = (chosen & answers).sum(axis=0)
    rows = zip(examples.labels, right, chosen.sum(axis=0), strict=True)
    counts = {label: (int(r), int(c), examples.gold.get(label, 0)) for label, r, c in rows}
    totals = [sum(column) for column in zip(*counts.values(), strict=True)]
    counts["all"] = (totals[0], totals[1], totals[2])
    return {
        label: {
            "precision": round(r / max(1, c), 3),
            "recall": round(r / max(1, g), 3),
            "f1": round(2 * r / max(1, c + g), 4),
            "gold": g,
        }
        for label, (r, c, g) in counts.items()
    }


def calibration_error(scores: Floats, examples: Examples, calibration: Calibration) -> float:
    """Expected calibration error of the answers above the cut, in ten bins of probability."""
    probability = probabilities(scores, calibration)
    chosen = examples.bits(examples.allowed) & (probability >= calibration.cut)
    answers = examples.bits(examples.answers)[chosen]
    stated = probability[chosen]
    bins = np.minimum((stated * 10).astype(int), 9)
    gaps = [
        abs(stated[bins == b].mean() - answers[bins == b].mean()) * (bins == b).mean()
        for b in np.unique(bins)
    ]
    return round(float(sum(gaps)), 4)


def write(
    folder: Path,
    name: str,
    fitted: Fit,
    calibration: Calibration,
    *,
    labels: Sequence[str],
    about: Mapping[str, object],
) -> None:
    """Writes the weights, a feature a line and sorted, and what is known about them."""
    order = sorted(range(len(fitted.features)), key=lambda n: fitted.features[n])
    lines = ["\t".join(["feature", *labels])]
    lines.append("\t".join([BIAS, *(f"{w:g}" for w in fitted.weights[:, -1])]))
    for n in order:
        weights = (f"{w:g}" if w else "" for w in fitted.weights[:, n])
        lines.append("\t".join([fitted.features[n], *weights]))
    (folder / f"{name}_weights.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    content = {"calibration": asdict(calibration), **about}
    text = json.dumps(content, indent=2, sort_keys=True) + "\n"
    (folder / f"{name}_scorer.json").write_text(text, encoding="utf-8")
