"""Introductions: the concepts that the paper itself proposes, presents or releases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from extract.components.concept import Concept
from extract.components.concept_states import concept_states_of
from extract.components.sentences import sentence_spans
from extract.components.weighted import WeightedComponent
from extract.evidence import evidence, shortest_runs
from extract.network.calibration import Calibration, log_odds
from extract.network.heads import IntroductionHead
from schemas import Introduction

FACTORY: Final = "paperatlas_introductions"


def introductions(
    concepts: Sequence[Concept],
    probabilities: Sequence[float],
    *,
    sentences: Sequence[tuple[int, int]],
    calibration: Calibration,
) -> tuple[Introduction, ...]:
    """The introduced concepts, sorted by concept.

    Args:
        concepts: The concepts of a paper.
        probabilities: How likely each is introduced, as the head has it.
        sentences: Spans of the sentences; the first is the title.
        calibration: Says from which confidence on.
    """
    found = []
    for concept, probability in zip(concepts, probabilities, strict=True):
        confidence = calibration.confidence(log_odds(probability))
        if confidence >= calibration.cut:
            start, end = evidence(sentences, shortest_runs(sentences, concept.mentions))
            found.append(
                Introduction(
                    concept=concept.key, start_char=start, end_char=end, confidence=confidence
                )
            )
    return tuple(sorted(found, key=lambda i: i.concept))


@Language.factory(
    FACTORY,
    requires=["doc.sents", "doc._.concepts", "doc._.reading"],
    assigns=["doc._.introductions", "doc._.introduced"],
)
class Introductions(WeightedComponent[IntroductionHead]):
    """Sets ``doc._.introductions``, a tuple of ``schemas.Introduction``.

    ``doc._.introduced`` has the probability of every concept, in their order, for the
    components that follow; nought for concepts that this component was not asked about.

    Args:
        nlp: The pipeline, as spaCy hands it to a factory.
        name: Name of the component.
    """

    HEAD = IntroductionHead

    def __init__(self, nlp: Language, name: str) -> None:
        super().__init__(name)

    def __call__(self, doc: Doc) -> Doc:
        """Decides on the concepts of one document."""
        doc._.introductions = ()
        if (states := concept_states_of(doc, self.label_set)) is not None:
            doc._.introduced = self.head.probabilities(states)
            doc._.introductions = introductions(
                doc._.concepts,
                doc._.introduced.tolist(),
                sentences=sentence_spans(doc),
                calibration=self.calibration,
            )
        return doc
