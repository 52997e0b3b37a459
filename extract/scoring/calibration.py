"""Calibration: how far confidence is the share that is right.

Expected calibration error with ten bins of equal width, as in Guo, Pleiss, Sun and
Weinberger, "On calibration of modern neural networks" (2017), after Naeini, Cooper and
Hauskrecht (2015): in each bin the mean confidence less the share that is right, without
its sign, weighted by the share of all that fall into the bin. A bin holds its lower border
and not its upper one, except for the last, which holds 1 too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from extract.scoring.comparison import Comparison

BINS: Final = 10


class Bin(NamedTuple):
    """What fell between two borders of confidence.

    Attributes:
        low: Lower border.
        high: Upper border.
        items: How many fell into it; a bin of none is left out of a calibration.
        confidence: Their mean confidence.
        right: The share of them that is right.
    """

    low: float
    high: float
    items: int
    confidence: float
    right: float


@dataclass(frozen=True)
class Calibration:
    """How far the confidence of one kind of fact can be taken at its word.

    Attributes:
        error: Expected calibration error, from 0 to 1.
        bins: The bins that hold anything, by confidence.
    """

    error: float
    bins: tuple[Bin, ...]


class Judged(NamedTuple):
    """A prediction's confidence, and whether the gold agrees."""

    confidence: float
    right: bool


def judged_facts(compared: Comparison) -> Iterator[tuple[str, Judged]]:
    """Every predicted fact of a paper with the row that it counts in.

    Mentions are right with span and type; introductions and relations as the scorecard
    counts them. A result is judged as a fact (value, subject, metric and on at once),
    which is what its confidence speaks of.
    """
    predicted, gold = compared.predicted, compared.gold
    spans, introduced = gold.spans, set(compared.gold_introduced)
    for mention, span in zip(predicted.mentions, compared.mentions, strict=True):
        yield "mentions", Judged(mention.confidence, span in spans)
    for introduction, cluster in zip(predicted.introductions, compared.introduced, strict=True):
        yield "introduces", Judged(introduction.confidence, cluster in introduced)
    relations = set(compared.gold_relations)
    for relation, triple in zip(predicted.relations, compared.relations, strict=True):
        yield "relations", Judged(relation.confidence, triple in relations)
    facts = {row.fact for row in compared.gold_results}
    for result, row in zip(predicted.results, compared.results, strict=True):
        yield "results facts", Judged(result.confidence, row.fact in facts)


def calibrations(facts: Iterable[tuple[str, Judged]]) -> Mapping[str, Calibration]:
    """The calibration of each row that any fact was judged in."""
    by_row: dict[str, list[Judged]] = {}
    for name, judged in facts:
        by_row.setdefault(name, []).append(judged)
    return {name: calibration(judged) for name, judged in by_row.items()}


def calibration(judged: Iterable[Judged]) -> Calibration:
    """The expected calibration error of predictions, and the bins it comes from.

    Args:
        judged: Confidences, each between 0 and 1, and whether each was right; at least one.

    Raises:
        ValueError: A confidence is not between 0 and 1.

    Example:
        >>> sure = [Judged(0.95, True)] * 3 + [Judged(0.95, False)]
        >>> unsure = [Judged(0.5, True), Judged(0.5, False)]
        >>> round(calibration(sure + unsure).error, 4)  # 4/6 of |0.95 - 0.75|, 2/6 of 0
        0.1333
    """
    facts = list(judged)
    confidence = np.array([fact.confidence for fact in facts], dtype=np.float64)
    right = np.array([fact.right for fact in facts], dtype=np.float64)
    if not ((confidence >= 0) & (confidence <= 1)).all():
        wrong = next(c for c in confidence.tolist() if not 0 <= c <= 1)
        raise ValueError(f"a confidence is {wrong}; it is a number from 0 to 1")
    index = np.minimum((confidence * BINS).astype(np.int64), BINS - 1)
    bins = []
    for n in range(BINS):
        inside = index == n
        items = int(inside.sum())
        if items:
            bins.append(
                Bin(
                    low=n / BINS,
                    high=(n + 1) / BINS,
                    items=items,
                    confidence=float(confidence[inside].mean()),
                    right=float(right[inside].mean()),
                )
            )
    error = sum(b.items * abs(b.confidence - b.right) for b in bins) / len(facts)
    return Calibration(error=error, bins=tuple(bins))
