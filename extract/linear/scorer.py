"""A linear scorer: weights of readable features, shipped as text.

The weights stand in a table of tab-separated values, a feature a line and a label a
column; cut and calibration in a JSON file beside it. Probabilities are calibrated (Platt,
"Probabilistic outputs for support vector machines", 1999) on papers that fit no weight.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

DATA: Final = Path(__file__).parents[1] / "data"
"""Where the shipped weights are."""

DIGITS: Final = 3
"""Decimals that a confidence keeps, so that machines agree on it."""


BIAS: Final = "bias"
"""The feature that always holds."""


@dataclass(frozen=True)
class Calibration:
    """How a score becomes a probability, and from which on it counts.

    Attributes:
        slope: Factor of the score.
        offset: What is added.
        cut: The least probability at which the answer is yes.
    """

    slope: float
    offset: float
    cut: float


class LinearScorer:
    """Sums the weights of the features that hold.

    Attributes:
        rows: Number of each feature's row in ``weights``.
        weights: A row a feature and a column a label.

    Args:
        labels: What is scored, one column each.
        weights: A row of weights for each feature that has any, and for ``bias``.
        calibration: From score to probability.

    Example:
        >>> scorer = LinearScorer(["YES"], {"bias": [-1.0], "cue": [3.0]}, Calibration(1, 0, 0.5))
        >>> scorer.probabilities(["cue", "never seen"]).tolist()
        [0.881]
    """

    def __init__(
        self,
        labels: Sequence[str],
        weights: Mapping[str, Sequence[float]],
        calibration: Calibration,
    ) -> None:
        self.labels = tuple(labels)
        self.calibration = calibration
        self.rows = {feature: n for n, feature in enumerate(weights)}
        self.weights = np.array(list(weights.values()), dtype=np.float64)

    @classmethod
    def load(cls, name: str, *, folder: Path = DATA) -> LinearScorer:
        """Reads ``<name>_weights.tsv`` and ``<name>_scorer.json``."""
        lines = (folder / f"{name}_weights.tsv").read_text(encoding="utf-8").splitlines()
        header, *rows = (line.split("\t") for line in lines)
        about = json.loads((folder / f"{name}_scorer.json").read_text(encoding="utf-8"))
        return cls(
            header[1:],
            {row[0]: [float(w) if w else 0.0 for w in row[1:]] for row in rows},
            Calibration(**about["calibration"]),
        )

    def scores(self, features: Iterable[str]) -> npt.NDArray[np.float64]:
        """The sum of weights for each label, bias included; unknown features weigh nothing."""
        rows = [self.rows[BIAS], *(self.rows[f] for f in features if f in self.rows)]
        total: npt.NDArray[np.float64] = self.weights[rows].sum(axis=0)
        return total

    def probabilities(self, features: Iterable[str]) -> npt.NDArray[np.float64]:
        """The calibrated probability of each label, rounded."""
        score = self.calibration.slope * self.scores(features) + self.calibration.offset
        probability: npt.NDArray[np.float64] = np.round(1 / (1 + np.exp(-score)), DIGITS)
        return probability


@cache
def shipped(name: str) -> LinearScorer:
    """The shipped scorer of a name, read once in a process."""
    return LinearScorer.load(name)
