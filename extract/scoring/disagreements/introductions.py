"""Introductions in dispute: missed and spurious."""

from __future__ import annotations

from collections.abc import Iterator

from extract.scoring.comparison import Comparison
from extract.scoring.disagreements.passages import Passages
from extract.scoring.disagreements.record import MISSED, SPURIOUS, Disagreement, Group
from extract.scoring.disagreements.surfaces import Surfaces

NO_ENTITY = "spurious: no entity of the gold"


def introduction_disagreements(compared: Comparison, passages: Passages) -> Iterator[Disagreement]:
    """Every introduction in dispute: the predicted ones, then the missed ones."""
    surfaces = Surfaces(compared)
    paper = compared.gold.paper.id
    gold, found = set(compared.gold_introduced), set(compared.introduced)
    known = set(compared.gold.clusters.values())
    pairs = zip(compared.introduced, compared.predicted.introductions, strict=True)
    for cluster, introduction in pairs:
        if cluster not in gold:
            yield Disagreement(
                paper=paper,
                group=Group.INTRODUCTIONS,
                kind=SPURIOUS if cluster in known else NO_ENTITY,
                sentence=passages.evidence(
                    introduction, None, surfaces.predicted_spans(introduction.concept)
                ),
                gold=None,
                predicted=surfaces.predicted_words(introduction.concept),
                confidence=introduction.confidence,
            )
    for cluster, surface in zip(compared.gold_introduced, compared.gold.introduces, strict=True):
        if cluster not in found:
            found.add(cluster)
            yield Disagreement(
                paper=paper,
                group=Group.INTRODUCTIONS,
                kind=MISSED,
                sentence=passages.joining(None, surfaces.gold_spans(surface)),
                gold=surfaces.gold_words(surface),
                predicted=None,
                confidence=None,
            )
