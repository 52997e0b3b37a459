"""Relations: what the paper says of two of its concepts, or of itself and a concept.

Words around and between the two, places, types, and whether something is the paper's own
contribution ("our method", "it" and "we" mean that) are weighed by a linear scorer;
``extract.linear.relation_features`` lists them. The type rules of the vocabulary always
hold. A relation's confidence is its calibrated probability.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from extract.components.introductions import paper_units
from extract.evidence import evidence, shortest_runs
from extract.linear.relation_features import PAPER, RelationFeatures
from extract.linear.scorer import LinearScorer, shipped
from extract.linear.units import PaperUnits
from schemas import PAPER_HEAD, Introduction, Relation, RelationType, Span, allows

FACTORY: Final = "paperatlas_relations"


def relations(
    paper: PaperUnits, introduced: Mapping[int, float], *, scorer: LinearScorer
) -> tuple[Relation, ...]:
    """The relations of a paper, sorted by head, type and tail; one of each.

    Args:
        paper: The paper as units.
        introduced: Confidence of being introduced, by index of the concept.
        scorer: Weighs the cues; its labels are types of relation.
    """
    reader = RelationFeatures(paper, introduced)
    kinds = [RelationType(label) for label in scorer.labels]
    found = []
    for head, tail in reader.candidates():
        allowed = [n for n, kind in enumerate(kinds) if _allowed(paper, head, kind, tail)]
        if not allowed:
            continue
        probabilities = scorer.probabilities(reader.features(head, tail))
        for n in allowed:
            if probabilities[n] >= scorer.calibration.cut:
                start, end = _evidence(paper, introduced, scorer, (head, n, tail))
                found.append(
                    Relation(
                        head=PAPER_HEAD if head == PAPER else paper.concepts[head].key,
                        type=kinds[n],
                        tail=paper.concepts[tail].key,
                        start_char=start,
                        end_char=end,
                        confidence=float(probabilities[n]),
                    )
                )
    return tuple(sorted(found, key=lambda r: (r.head, r.type, r.tail)))


def _allowed(paper: PaperUnits, head: int, kind: RelationType, tail: int) -> bool:
    head_type = None if head == PAPER else paper.concepts[head].type
    return allows(head_type, kind, paper.concepts[tail].type)


def _evidence(
    paper: PaperUnits,
    introduced: Mapping[int, float],
    scorer: LinearScorer,
    relation: tuple[int, int, int],
) -> Span:
    """The shortest run; of several, the one whose mentions alone speak most for the relation."""
    head, label, tail = relation
    concepts = paper.concepts
    runs = shortest_runs(
        paper.sentences,
        concepts[tail].mentions,
        heads=None if head == PAPER else concepts[head].mentions,
    )

    def confidence(run: range) -> float:
        reader = RelationFeatures(paper, introduced, sentences=run)
        return float(scorer.probabilities(reader.features(head, tail))[label])

    return evidence(paper.sentences, runs, confidence=confidence)


def introduced_concepts(
    paper: PaperUnits, introductions: Iterable[Introduction]
) -> dict[int, float]:
    """Confidence of the introductions by index of their concept."""
    confidence = {i.concept: i.confidence for i in introductions}
    return {
        n: confidence[concept.key]
        for n, concept in enumerate(paper.concepts)
        if concept.key in confidence
    }


@Language.factory(
    FACTORY,
    requires=["doc.sents", "doc._.concepts", "doc._.introductions"],
    assigns=["doc._.relations"],
)
class Relations:
    """Sets ``doc._.relations``, a tuple of ``schemas.Relation``.

    Args:
        nlp: The pipeline, as spaCy hands it to a factory.
        name: Name of the component.
    """

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name
        self._scorer = shipped("relation")
        if not Doc.has_extension("relations"):
            Doc.set_extension("relations", default=())

    def __call__(self, doc: Doc) -> Doc:
        """Relates the concepts of one document."""
        paper = paper_units(doc)
        introduced = introduced_concepts(paper, doc._.introductions)
        doc._.relations = relations(paper, introduced, scorer=self._scorer)
        return doc
