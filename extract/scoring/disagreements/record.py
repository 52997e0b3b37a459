"""One disagreement between a prediction and the gold."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Group(StrEnum):
    """What is in dispute, in the order of a report."""

    MENTIONS = "mentions"
    INTRODUCTIONS = "introductions"
    RELATIONS = "relations"
    RESULTS = "results"


MISSED = "missed"
SPURIOUS = "spurious"


@dataclass(frozen=True)
class Disagreement:
    """One thing that a prediction and the gold differ in.

    Attributes:
        paper: Id of the paper.
        group: What is in dispute.
        kind: How: missed, spurious, wrong type, …
        sentence: The sentences of the paper that it stands in.
        gold: What the gold says; ``None`` where it says nothing.
        predicted: What was predicted; ``None`` where nothing was.
        confidence: How sure the prediction was; ``None`` where nothing was predicted.
        times: How often the same stands in this paper.
    """

    paper: str
    group: Group
    kind: str
    sentence: str
    gold: str | None
    predicted: str | None
    confidence: float | None
    times: int = 1
