"""Introductions: the concepts that the paper itself proposes, presents or releases.

Cues such as ``Name: subtitle``, "we propose X", "X, a novel ...", the place and the look of
a name are weighed by a linear scorer; ``extract.linear.introduction_features`` lists them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from extract.components.concepts import Concept
from extract.components.sentences import sentence_spans
from extract.evidence import evidence, shortest_runs
from extract.linear.introduction_features import introduction_features, mention_features
from extract.linear.scorer import LinearScorer, shipped
from extract.linear.units import PaperUnits
from schemas import Introduction

FACTORY: Final = "paperatlas_introductions"


def introductions(paper: PaperUnits, *, scorer: LinearScorer) -> tuple[Introduction, ...]:
    """The introduced concepts of a paper, sorted by concept.

    Args:
        paper: The paper as units.
        scorer: Weighs the cues.
    """
    found = []
    for index, concept in enumerate(paper.concepts):
        (confidence,) = scorer.probabilities(introduction_features(paper, index))
        if confidence >= scorer.calibration.cut:
            start, end = _sentence(paper, index, scorer)
            found.append(
                Introduction(
                    concept=concept.key,
                    start_char=start,
                    end_char=end,
                    confidence=float(confidence),
                )
            )
    return tuple(sorted(found, key=lambda i: i.concept))


def _sentence(paper: PaperUnits, concept: int, scorer: LinearScorer) -> tuple[int, int]:
    """The sentence that says it most surely; the title only where it alone has the name."""
    runs = shortest_runs(paper.sentences, paper.concepts[concept].mentions)

    def confidence(run: range) -> float:
        places = [p for p in paper.places[concept] if p.sentence in run]
        scores = [float(scorer.scores(sorted(mention_features(paper, p)))[0]) for p in places]
        return max(scores) if 0 not in run else float("-inf")

    return evidence(paper.sentences, runs, confidence=confidence)


def paper_units(doc: Doc) -> PaperUnits:
    """The units of a document whose sentences and concepts are set."""
    concepts: Sequence[Concept] = doc._.concepts
    return PaperUnits(doc.text, sentence_spans(doc), tuple(concepts))


@Language.factory(
    FACTORY, requires=["doc.sents", "doc._.concepts"], assigns=["doc._.introductions"]
)
class Introductions:
    """Sets ``doc._.introductions``, a tuple of ``schemas.Introduction``.

    Args:
        nlp: The pipeline, as spaCy hands it to a factory.
        name: Name of the component.
    """

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name
        self._scorer = shipped("introduction")
        if not Doc.has_extension("introductions"):
            Doc.set_extension("introductions", default=())

    def __call__(self, doc: Doc) -> Doc:
        """Decides on the concepts of one document."""
        doc._.introductions = introductions(paper_units(doc), scorer=self._scorer)
        return doc
