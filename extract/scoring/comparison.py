"""Comparison: one paper's predicted and gold facts, written so that they can be compared."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property
from typing import NamedTuple

from extract.gold import GoldPaper, TypedSpan
from extract.gold_checks import GoldResult
from extract.scoring.names import Names
from extract.surface import fold_surface
from schemas import Annotation, Result, ResultKind

_SPREAD = re.compile(r"\s*(?:±|\+/-|\$?\\pm)")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


class Triple(NamedTuple):
    """A relation between gold clusters; the paper is ``"@paper"``."""

    head: str
    type: str
    tail: str


class ResultRow(NamedTuple):
    """A result with its value folded and its arguments named by gold cluster."""

    value: str
    kind: ResultKind
    subject: str | None
    metric: str | None
    on: str | None

    @property
    def fact(self) -> tuple[str | None, ...]:
        """Value, subject, metric and on: what has to be right at once."""
        return self.value, self.subject, self.metric, self.on


class Comparison:
    """One paper, predicted and gold, side by side.

    Args:
        predicted: What was extracted from it.
        gold: Its gold.

    Attributes:
        predicted: As given.
        gold: As given.
        names: What their concepts and surfaces stand for.
        mentions: The predicted mentions as typed spans, in the order predicted.
        introduced: The predicted introductions as clusters, in the order predicted.
        relations: The predicted relations as triples, in the order predicted.
        results: The predicted results as rows, in the order predicted.
        gold_introduced: The introductions of the gold as clusters.
        gold_relations: The relations of the gold as triples, in its order.
        gold_results: The results of the gold as rows, in its order.
    """

    def __init__(self, predicted: Annotation, gold: GoldPaper) -> None:
        self.predicted = predicted
        self.gold = gold
        self.names = names = Names(predicted, gold)
        self.mentions = [TypedSpan(m.start, m.end, m.type) for m in predicted.mentions]
        self.introduced = [names.predicted(concept) for concept in predicted.introduces]
        self.relations = [
            Triple(names.predicted(r.head), r.type, names.predicted(r.tail))
            for r in predicted.relations
        ]
        self.results = [_row(r, names.predicted_argument) for r in predicted.results]
        self.gold_introduced = [names.gold(surface) for surface in gold.introduces]
        self.gold_relations = [
            Triple(names.gold(r.head), r.type, names.gold(r.tail)) for r in gold.relations
        ]
        self.gold_results = [_row(r, names.gold_argument) for r in gold.results]

    @cached_property
    def concepts(self) -> set[tuple[str, str]]:
        """The predicted concepts as clusters with their type."""
        types = {m.concept: m.type for m in self.predicted.mentions}
        return {(self.names.predicted(concept), kind) for concept, kind in types.items()}


def _row(result: Result | GoldResult, argument: Callable[[str | None], str | None]) -> ResultRow:
    return ResultRow(
        folded_value(result.value),
        result.kind,
        argument(result.subject),
        argument(result.metric),
        argument(result.on),
    )


def folded_value(value: str) -> str:
    r"""The numbers of a result's value, in order, without spread; words fold to themselves.

    Example:
        >>> folded_value(r"87.2$\pm$0.4%"), folded_value("1,200 to 1,500"), folded_value("twice")
        ('87.2', '1200|1500', 'twice')
    """
    numbers = _NUMBER.findall(_SPREAD.split(value.replace(",", ""))[0])
    return "|".join(numbers) or fold_surface(value)
