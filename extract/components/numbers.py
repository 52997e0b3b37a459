"""Numbers that are results: every number of a text with its kind, and those that count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from extract.network.calibration import Calibration, log_odds
from extract.network.encoder import Reading
from extract.network.geometry import Pieces, places
from extract.network.heads import ResultHead
from extract.network.labels import KINDS
from extract.values import value_spans
from schemas import ResultKind


@dataclass(frozen=True)
class FoundValue:
    """A number that is a result.

    Attributes:
        start: First character.
        end: One past the last.
        pieces: Its word pieces.
        kind: Score, difference or factor.
        score: Log odds of being a result of that kind.
    """

    start: int
    end: int
    pieces: Pieces
    kind: ResultKind
    score: float


def scored_values(reading: Reading, head: ResultHead) -> list[FoundValue]:
    """Every number of a text with its likeliest kind, in order."""
    text, pieces = reading.pieces.text, reading.pieces
    spans = [(a, b, p) for a, b in value_spans(text) if (p := pieces.around(a, b)) is not None]
    if not spans:
        return []
    kinds = head.kinds(reading.hidden, places([p for _, _, p in spans]))
    found = []
    for (start, end, where), logs in zip(spans, kinds, strict=True):
        kind = KINDS[1 + int(logs[1:].argmax())]
        assert kind is not None  # the first alone is "no result"
        found.append(FoundValue(start, end, where, kind, log_odds(1 - float(np.exp(logs[0])))))
    return found


def chosen_values(values: Sequence[FoundValue], *, calibration: Calibration) -> list[FoundValue]:
    """Those that are results; of numbers that overlap (a range and its ends) the likeliest."""
    chosen: list[FoundValue] = []
    for value in sorted(values, key=lambda v: (-v.score, v.start, -v.end)):
        if calibration.confidence(value.score, value.kind) >= calibration.cut and all(
            value.end <= other.start or other.end <= value.start for other in chosen
        ):
            chosen.append(value)
    return sorted(chosen, key=lambda v: v.start)
