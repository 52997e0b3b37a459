"""Counts: right, predicted and gold of one paper, by row of the scorecard."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import NamedTuple

from extract.scoring.comparison import Comparison
from schemas import Vocabulary


class Count(NamedTuple):
    """How many were right, predicted, and in the gold.

    Example:
        >>> round(Count(right=1, predicted=2, gold=4).f1, 3)
        0.333
    """

    right: int
    predicted: int
    gold: int

    @property
    def precision(self) -> float:
        """Share of the predicted that is right; 0 where nothing was predicted."""
        return self.right / max(1, self.predicted)

    @property
    def recall(self) -> float:
        """Share of the gold that was found; 0 where there is none."""
        return self.right / max(1, self.gold)

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        return 2 * self.right / max(1, self.predicted + self.gold)


def paper_counts(compared: Comparison, vocabulary: Vocabulary) -> Mapping[str, Count]:
    """The counts of one paper by row; a type of relation that neither side has is no row.

    Args:
        compared: What was found, and the gold.
        vocabulary: The types that there are.

    Example:
        >>> from extract.gold import GoldPaper
        >>> from extract.gold_checks import GoldEntity
        >>> from schemas import RESEARCH, Annotation, Mention, Paper
        >>> paper = Paper(id="p", title="FoldNet", abstract="FoldNet folds.")
        >>> entity = GoldEntity(surface="FoldNet", type="Method")
        >>> mention = Mention(start=0, end=7, type="Method", text="FoldNet", concept="FoldNet")
        >>> gold = GoldPaper(paper=paper, entities=(entity,))
        >>> compared = Comparison(Annotation(id="p", mentions=(mention,)), gold)
        >>> paper_counts(compared, RESEARCH)["mentions"]
        Count(right=1, predicted=1, gold=2)
    """
    return {
        name: _count(found, wanted)
        for rows in (_mentions, _concepts, _relations, _results)
        for name, found, wanted in rows(compared, vocabulary)
    }


_Row = tuple[str, Iterable[Hashable], Iterable[Hashable]]


def _count(found: Iterable[Hashable], wanted: Iterable[Hashable]) -> Count:
    predicted, gold = set(found), set(wanted)
    return Count(len(predicted & gold), len(predicted), len(gold))


def _mentions(compared: Comparison, vocabulary: Vocabulary) -> Iterator[_Row]:
    found, wanted = compared.mentions, compared.gold.spans
    yield "mentions", found, wanted
    yield "mentions untyped", (s[:2] for s in found), (s[:2] for s in wanted)
    for kind in vocabulary.types:
        yield (
            f"mentions {kind}",
            (s for s in found if s.type == kind),
            (s for s in wanted if s.type == kind),
        )


def _concepts(compared: Comparison, _: Vocabulary) -> Iterator[_Row]:
    yield "concepts", compared.concepts, compared.gold.concept_types.items()
    yield "introduces", compared.introduced, compared.gold_introduced


def _relations(compared: Comparison, vocabulary: Vocabulary) -> Iterator[_Row]:
    found, wanted = compared.relations, compared.gold_relations
    yield "relations", found, wanted
    yield "relations pairs", ((r.head, r.tail) for r in found), ((r.head, r.tail) for r in wanted)
    for kind in vocabulary.relations:
        of_kind = [r for r in found if r.type == kind], [r for r in wanted if r.type == kind]
        if any(of_kind):
            yield f"relations {kind}", *of_kind


def _results(compared: Comparison, _: Vocabulary) -> Iterator[_Row]:
    found, wanted = compared.results, compared.gold_results
    for name, of_row in _RESULT_COLUMNS.items():
        yield f"results {name}", map(of_row, found), map(of_row, wanted)


_RESULT_COLUMNS = {
    "values": lambda row: row.value,
    "value+kind": lambda row: (row.value, row.kind),
    "value+subject": lambda row: (row.value, row.subject),
    "value+metric": lambda row: (row.value, row.metric),
    "value+on": lambda row: (row.value, row.on),
    "facts": lambda row: row.fact,
}
