"""From a head's score to a confidence, and the cut from which on it counts.

Scores are log odds. They are calibrated (Platt, "Probabilistic outputs for support vector
machines", 1999), with an offset of its own for each label, on papers that trained nothing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

DIGITS: Final = 3
"""Decimals that a confidence keeps, so that machines agree on it."""

_LEAST: Final = 1e-6


@dataclass(frozen=True)
class Calibration:
    """How a score becomes a confidence.

    Attributes:
        slope: Factor of the score.
        offset: What is added for a label that has no offset of its own.
        offsets: What is added, by label.
        cut: The least confidence at which the answer is yes.

    Example:
        >>> calibration = Calibration(slope=1.0, offsets={"Task": -1.0}, cut=0.4)
        >>> calibration.confidence(0.5), calibration.confidence(0.5, "Task")
        (0.622, 0.378)
    """

    slope: float = 1.0
    offset: float = 0.0
    offsets: Mapping[str, float] = field(default_factory=dict)
    cut: float = 0.5

    def confidence(self, score: float, label: str = "") -> float:
        """The confidence of a score, rounded."""
        odds = self.slope * score + self.offsets.get(label, self.offset)
        return round(1 / (1 + math.exp(-max(-50.0, min(50.0, odds)))), DIGITS)


def log_odds(probability: float) -> float:
    """The score of a probability.

    Example:
        >>> log_odds(0.5)
        0.0
    """
    p = min(max(probability, _LEAST), 1 - _LEAST)
    return math.log(p / (1 - p))
