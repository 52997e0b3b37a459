"""The scorecard: extracted annotations against gold ones.

Counts are summed over all papers (micro-averaged). A paper that was not extracted
counts as one in which nothing was found. Concepts are compared by what they name: a
predicted concept is the gold cluster that one of its surfaces folds to.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from itertools import chain
from typing import TypeVar

from extract.gold import GoldPaper, fold_surface
from extract.gold_checks import GOLD_PAPER, GoldResult
from extract.scorecard import Score, Scorecard
from schemas import PAPER_HEAD, Annotation, AnnotationError, EntityType, RelationType, Result

_SPREAD = re.compile(r"\s*(?:±|\+/-|\$?\\pm)")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")

T = TypeVar("T")

__all__ = ["Score", "Scorecard", "evaluate", "folded_value"]


class _Counts:
    """True positives, predicted and gold of one row."""

    def __init__(self) -> None:
        self.right = self.predicted = self.gold = 0

    def add(self, predicted: Set[object], gold: Set[object]) -> None:
        self.right += len(predicted & gold)
        self.predicted += len(predicted)
        self.gold += len(gold)

    def score(self) -> Score:
        return Score(
            precision=self.right / max(1, self.predicted),
            recall=self.right / max(1, self.gold),
            f1=2 * self.right / max(1, self.predicted + self.gold),
            gold=self.gold,
        )


def evaluate(predicted: Iterable[Annotation], *gold: Iterable[GoldPaper]) -> Scorecard:
    """Scores annotations against one or several gold readings.

    Ids that stand in several readings are averaged: each reading gives a scorecard and the
    rows are their means. Ids that stand in one alone are pooled: they count in every
    scorecard.

    Args:
        predicted: Annotations, one a paper, in any order.
        gold: Readings of papers, one or more, as ``read_gold`` yields them.

    Raises:
        AnnotationError: A paper was predicted twice, or stands twice in one reading, or no
            gold was given.
    """
    readings = [_by_id(((g.paper.id, g) for g in reading), what="gold") for reading in gold]
    ids = sorted(set(chain.from_iterable(readings)))
    if not ids:
        raise AnnotationError("no gold to evaluate against: give one gold paper or more")
    by_paper = {i: [r[i] for r in readings if i in r] for i in ids}
    found = _by_id(((a.id, a) for a in predicted), what="predicted annotations")
    depth = max(map(len, by_paper.values()))
    references = [[same[n % len(same)] for same in by_paper.values()] for n in range(depth)]
    return Scorecard(
        rows=_mean([_score(found, reference) for reference in references]),
        papers=len(ids),
        missing=tuple(i for i in ids if i not in found),
        unknown=tuple(sorted(set(found) - set(ids))),
    )


def _by_id(items: Iterable[tuple[str, T]], *, what: str) -> dict[str, T]:
    result: dict[str, T] = {}
    for paper_id, item in items:
        if paper_id in result:
            raise AnnotationError(f"paper {paper_id!r} stands twice in the {what}; once is right")
        result[paper_id] = item
    return result


def _mean(cards: Sequence[Mapping[str, Score]]) -> dict[str, Score]:
    rows: dict[str, Score] = {}
    for name in sorted(set(chain.from_iterable(cards))):
        scores = [card[name] for card in cards if name in card]
        rows[name] = Score(
            precision=sum(s.precision for s in scores) / len(scores),
            recall=sum(s.recall for s in scores) / len(scores),
            f1=sum(s.f1 for s in scores) / len(scores),
            gold=sum(s.gold for s in scores) / len(scores),
        )
    return rows


def _score(found: Mapping[str, Annotation], gold: Iterable[GoldPaper]) -> dict[str, Score]:
    counts: defaultdict[str, _Counts] = defaultdict(_Counts)
    for paper in gold:
        predicted = found.get(paper.paper.id) or Annotation(id=paper.paper.id)
        names = _Names(predicted, paper)
        _count_mentions(counts, predicted, paper)
        _count_concepts(counts, predicted, paper, names)
        _count_relations(counts, predicted, paper, names)
        _count_results(counts, predicted, paper, names)
    return {name: count.score() for name, count in counts.items()}


class _Names:
    """What the concepts of a prediction and the surfaces of the gold stand for."""

    def __init__(self, predicted: Annotation, gold: GoldPaper) -> None:
        self.clusters = gold.clusters
        self.surfaces: defaultdict[str, set[str]] = defaultdict(set)
        for mention in predicted.mentions:
            self.surfaces[mention.concept].add(fold_surface(mention.text))

    def predicted(self, concept: str) -> str:
        """The gold cluster of a predicted concept, the first of several."""
        if concept in (PAPER_HEAD, GOLD_PAPER):
            return GOLD_PAPER
        surfaces = self.surfaces.get(concept) or {fold_surface(concept)}
        hits = sorted(self.clusters[s] for s in surfaces if s in self.clusters)
        return hits[0] if hits else f"?{concept}"

    def gold(self, surface: str) -> str:
        """The cluster of a gold surface."""
        return GOLD_PAPER if surface == GOLD_PAPER else self.clusters[fold_surface(surface)]

    def gold_argument(self, words: str | None) -> str | None:
        """An argument of a gold result: its cluster, else its folded words."""
        if words is None:
            return None
        if words in (PAPER_HEAD, GOLD_PAPER):
            return GOLD_PAPER
        return self.clusters.get(fold_surface(words), fold_surface(words))

    def predicted_argument(self, words: str | None) -> str | None:
        """An argument of a predicted result: a concept, else its folded words."""
        if words is not None and words in self.surfaces:
            return self.predicted(words)
        return self.gold_argument(words)


def _count_mentions(counts: Mapping[str, _Counts], predicted: Annotation, gold: GoldPaper) -> None:
    found = {(m.start, m.end, m.type) for m in predicted.mentions}
    wanted = {tuple(span) for span in gold.spans}
    counts["mentions"].add(found, wanted)
    counts["mentions untyped"].add({s[:2] for s in found}, {s[:2] for s in wanted})
    for kind in EntityType:
        counts[f"mentions {kind}"].add(
            {s for s in found if s[2] is kind}, {s for s in wanted if s[2] is kind}
        )


def _count_concepts(
    counts: Mapping[str, _Counts], predicted: Annotation, gold: GoldPaper, names: _Names
) -> None:
    types = {m.concept: m.type for m in predicted.mentions}
    counts["concepts"].add(
        {(names.predicted(concept), kind) for concept, kind in types.items()},
        set(gold.concept_types.items()),
    )
    counts["introduces"].add(
        {names.predicted(concept) for concept in predicted.introduces},
        {names.gold(surface) for surface in gold.introduces},
    )


def _count_relations(
    counts: Mapping[str, _Counts], predicted: Annotation, gold: GoldPaper, names: _Names
) -> None:
    found = {
        (names.predicted(r.head), r.type, names.predicted(r.tail)) for r in predicted.relations
    }
    wanted = {(names.gold(r.head), r.type, names.gold(r.tail)) for r in gold.relations}
    counts["relations"].add(found, wanted)
    counts["relations pairs"].add({(h, t) for h, _, t in found}, {(h, t) for h, _, t in wanted})
    for kind in RelationType:
        of_kind = {x for x in found if x[1] is kind}, {x for x in wanted if x[1] is kind}
        if any(of_kind):
            counts[f"relations {kind}"].add(*of_kind)


def _count_results(
    counts: Mapping[str, _Counts], predicted: Annotation, gold: GoldPaper, names: _Names
) -> None:
    found = [_result_row(r, names.predicted_argument) for r in predicted.results]
    wanted = [_result_row(r, names.gold_argument) for r in gold.results]
    columns = {
        "values": (0,),
        "value+kind": (0, 1),
        "value+subject": (0, 2),
        "value+metric": (0, 3),
        "value+on": (0, 4),
        "facts": (0, 2, 3, 4),
    }
    for name, chosen in columns.items():
        counts[f"results {name}"].add(
            {tuple(row[c] for c in chosen) for row in found},
            {tuple(row[c] for c in chosen) for row in wanted},
        )


def _result_row(
    result: Result | GoldResult, argument: Callable[[str | None], str | None]
) -> tuple[str | None, ...]:
    """Value, kind, subject, metric and on of a result, as they are compared."""
    arguments = (result.subject, result.metric, result.on)
    return folded_value(result.value), result.kind, *map(argument, arguments)


def folded_value(value: str) -> str:
    r"""The numbers of a result's value, in order, without spread; words fold to themselves.

    Example:
        >>> folded_value(r"87.2$\pm$0.4%"), folded_value("1,200 to 1,500"), folded_value("twice")
        ('87.2', '1200|1500', 'twice')
    """
    numbers = _NUMBER.findall(_SPREAD.split(value.replace(",", ""))[0])
    return "|".join(numbers) or fold_surface(value)
