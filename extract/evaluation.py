"""The scorecard: extracted annotations against gold ones.

Counts are summed over all papers (micro-averaged). A paper that was not extracted
counts as one in which nothing was found. Concepts are compared by what they name: a
predicted concept is the gold cluster that one of its surfaces folds to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from extract.gold import GoldPaper
from extract.scorecard import Score, Scorecard
from extract.scoring.calibration import calibrations, judged_facts
from extract.scoring.comparison import Comparison, folded_value
from extract.scoring.counts import Count, paper_counts
from extract.scoring.disagreements import disagreements
from extract.scoring.disagreements.report import disagreement_report
from extract.scoring.intervals import f1_intervals
from schemas import RESEARCH, Annotation, AnnotationError, Vocabulary

T = TypeVar("T")

__all__ = ["Score", "Scorecard", "errors_report", "evaluate", "folded_value"]

_Reading = Sequence[Mapping[str, Count]]
"""The counts of each paper under one gold reading of it."""


def evaluate(
    predicted: Iterable[Annotation],
    *gold: Iterable[GoldPaper],
    vocabulary: Vocabulary = RESEARCH,
) -> Scorecard:
    """Scores annotations against one or several gold readings.

    Ids that stand in several readings are averaged: each reading gives a scorecard and the
    rows are their means. Ids that stand in one alone are pooled: they count in every
    scorecard. The 95% intervals of F1 come from 1,000 draws of the paper ids; a draw takes
    the same papers from each reading. Confidences are judged against all readings.

    Args:
        predicted: Annotations, one a paper, in any order.
        gold: Readings of papers, one or more, as ``read_gold`` yields them.
        vocabulary: The types that there are; each type of entity has a row.

    Raises:
        AnnotationError: A paper was predicted twice, or stands twice in one reading, or no
            gold was given.
    """
    found = _by_id(((a.id, a) for a in predicted), what="predicted annotations")
    by_paper = _readings(gold)
    depth = max(map(len, by_paper.values()))
    references = [
        [Comparison(found.get(i) or Annotation(id=i), s[n % len(s)]) for i, s in by_paper.items()]
        for n in range(depth)
    ]
    counts = [[paper_counts(compared, vocabulary) for compared in r] for r in references]
    judged = (facts for compared in chain(*references) for facts in judged_facts(compared))
    known = calibrations(judged)
    return Scorecard(
        rows={
            name: Score(**values, calibration=known.get(name))
            for name, values in _rows(counts).items()
        },
        papers=len(by_paper),
        missing=tuple(i for i in by_paper if i not in found),
        unknown=tuple(sorted(set(found) - set(by_paper))),
    )


def errors_report(predicted: Iterable[Annotation], *gold: Iterable[GoldPaper]) -> str:
    """The worst disagreements with the gold, as Markdown for people to read.

    Where a paper has several readings, the first of them counts.

    Raises:
        AnnotationError: As ``evaluate`` does.
    """
    found = _by_id(((a.id, a) for a in predicted), what="predicted annotations")
    sides = [
        Comparison(found.get(i) or Annotation(id=i), same[0]) for i, same in _readings(gold).items()
    ]
    differing = chain.from_iterable(map(disagreements, sides))
    return disagreement_report(differing, papers=len(sides))


def _readings(gold: Iterable[Iterable[GoldPaper]]) -> dict[str, list[GoldPaper]]:
    """All readings of each paper, by id."""
    readings = [_by_id(((g.paper.id, g) for g in reading), what="gold") for reading in gold]
    ids = sorted(set(chain.from_iterable(readings)))
    if not ids:
        raise AnnotationError("no gold to evaluate against: give one gold paper or more")
    return {i: [r[i] for r in readings if i in r] for i in ids}


def _by_id(items: Iterable[tuple[str, T]], *, what: str) -> dict[str, T]:
    result: dict[str, T] = {}
    for paper_id, item in items:
        if paper_id in result:
            raise AnnotationError(f"paper {paper_id!r} stands twice in the {what}; once is right")
        result[paper_id] = item
    return result


def _rows(readings: Sequence[_Reading]) -> dict[str, dict[str, float]]:
    """Every row's scores, by name: means over the readings that have the row."""
    names = sorted({name for reading in readings for counts in reading for name in counts})
    arrays = [_array(reading, names) for reading in readings]
    present = [[any(name in c for c in reading) for name in names] for reading in readings]
    low, high = f1_intervals(arrays, present=present)
    rows = {}
    for at, name in enumerate(names):
        sums = [
            array[:, at].sum(axis=0).tolist()
            for array, has in zip(arrays, present, strict=True)
            if has[at]
        ]
        scores = [(c.precision, c.recall, c.f1, c.gold) for c in (Count(*s) for s in sums)]
        precision, recall, f1, gold = (sum(s) / len(scores) for s in zip(*scores, strict=True))
        rows[name] = {
            "precision": precision,
            "recall": recall,
            "f1": f1,
            "gold": gold,
            "low": float(low[at]),
            "high": float(high[at]),
        }
    return rows


def _array(reading: _Reading, names: Sequence[str]) -> npt.NDArray[np.int64]:
    """Counts of shape (papers, rows, 3); a paper without a row counts nothing in it."""
    nothing = Count(0, 0, 0)
    return np.array(
        [[counts.get(name, nothing) for name in names] for counts in reading], dtype=np.int64
    )
