"""What an evaluation says: a score a row, and the rows as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Score:
    """One row of the scorecard.

    Attributes:
        precision: Share of the predicted that is right; 0 where nothing was predicted.
        recall: Share of the gold that was found; 0 where there is no gold.
        f1: Harmonic mean of the two.
        gold: How many there are in the gold (a mean over several gold readings).
    """

    precision: float
    recall: float
    f1: float
    gold: float


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
        """An object keyed by row, each with precision, recall, f1 and gold."""
        return json.dumps({name: vars(score) for name, score in self.rows.items()}, indent=2)
