"""What an evaluation says: a score a row, and the rows as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from extract.scoring.calibration import Calibration


@dataclass(frozen=True)
class Score:
    """One row of the scorecard.

    Attributes:
        precision: Share of the predicted that is right; 0 where nothing was predicted.
        recall: Share of the gold that was found; 0 where there is no gold.
        f1: Harmonic mean of the two.
        gold: How many there are in the gold (a mean over several gold readings).
        low: Lower border of the 95% interval of F1, over draws of papers.
        high: Its upper border.
        calibration: How far confidence is the share that is right; ``None`` for rows that
            are sums or parts of others, and where nothing was predicted.
    """

    precision: float
    recall: float
    f1: float
    gold: float
    low: float
    high: float
    calibration: Calibration | None = None

    def as_record(self) -> dict[str, Any]:
        """The row as JSON has it: ``ece`` and ``reliability`` where it has a calibration."""
        record: dict[str, Any] = {
            "precision": self.precision,
            "recall": self.recall,
            "f1": self.f1,
            "low": self.low,
            "high": self.high,
            "gold": self.gold,
        }
        if self.calibration is not None:
            record["ece"] = self.calibration.error
            record["reliability"] = [bin_._asdict() for bin_ in self.calibration.bins]
        return record


@dataclass(frozen=True)
class Scorecard:
    """How far extraction agrees with gold.

    Attributes:
        rows: Scores by name of the row, sorted.
        papers: How many papers the gold has.
        missing: Ids of gold papers that were not predicted, sorted; they count as misses.
        unknown: Ids of predicted papers that the gold does not have, sorted; they are left
            out of the score.
    """

    rows: Mapping[str, Score]
    papers: int
    missing: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    def to_json(self) -> str:
        """An object keyed by row, each with precision, recall, f1, low, high and gold.

        The rows ``mentions``, ``introduces``, ``relations`` and ``results facts`` also have
        ``ece``, the expected calibration error of their confidences, and ``reliability``,
        the bins behind it.
        """
        return json.dumps({name: row.as_record() for name, row in self.rows.items()}, indent=2)
