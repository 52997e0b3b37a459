"""Relations: what the paper says of two of its concepts, or of itself and a concept.

"Our method", "it" and "we" stand for what the paper introduces: the head was trained so, and
where it says that the paper is evaluated on something, and one thing that it introduces can be,
that is.
The type rules of the vocabulary always hold.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
from spacy.language import Language
from spacy.tokens import Doc

from extract.components.concept import Concept
from extract.components.concept_states import concept_states_of
from extract.components.sentences import sentence_spans
from extract.components.weighted import WeightedComponent
from extract.evidence import evidence, shortest_runs
from extract.network.calibration import Calibration
from extract.network.concept_states import ConceptStates
from extract.network.heads import RelationHead
from extract.network.labels import Labels
from extract.network.numerics import Floats
from schemas import PAPER_HEAD, Relation, RelationType

FACTORY: Final = "paperatlas_relations"

ITS_OWN: Final = frozenset({RelationType.EVALUATED_ON})
"""Relations that are not the paper's where they can be those of what it introduces."""


def of_its_own(
    logits: Floats, concepts: Sequence[Concept], introduced: Collection[str], *, labels: Labels
) -> Floats:
    """Logits in which the one thing that a paper introduces has what the paper itself had.

    Where a paper introduces several things that may have a relation, or none, it keeps that.

    Args:
        logits: ``(1 + n, n, relations)`` as the head has them; row 0 is the paper.
        concepts: The ``n`` concepts of a paper.
        introduced: Keys of those that it introduces.
        labels: The relations, and which types they may join.
    """
    found = logits.copy()
    for name in ITS_OWN.intersection(labels.relations):
        heads, index = labels.vocabulary.relations[name].heads, labels.relations.index(name)
        own = [k for k, c in enumerate(concepts, 1) if c.key in introduced and c.type in heads]
        if len(own) == 1:
            found[own[0], :, index] = logits[[0, own[0]], :, index].max(0)
            found[0, :, index] = -np.inf
    return found


def possible(
    concepts: Sequence[Concept], logits: Floats, *, labels: Labels
) -> npt.NDArray[np.bool_]:
    """Which scores may be a relation: by the type rules, of nothing to itself, and not moved away.

    Args:
        concepts: The ``n`` concepts of a paper.
        logits: ``(1 + n, n, relations)``, as ``of_its_own`` leaves them.
        labels: The relations, and which types they may join.

    Returns:
        One truth value for each of the logits.
    """
    types = np.array([labels.types.index(concept.type) for concept in concepts])
    allowed = labels.allowed[np.concatenate([[len(labels.types)], types])[:, None], types[None]]
    allowed[np.arange(len(concepts)) + 1, np.arange(len(concepts))] = False
    return np.asarray(allowed & np.isfinite(logits))


def relations(
    concepts: Sequence[Concept],
    logits: Floats,
    *,
    sentences: Sequence[tuple[int, int]],
    calibration: Calibration,
    labels: Labels,
) -> tuple[Relation, ...]:
    """The relations of a paper, sorted by head, type and tail; one of each.

    Args:
        concepts: The concepts of a paper.
        logits: ``(1 + n, n, relations)`` as the head has them; row 0 is the paper.
        sentences: Spans of the sentences; the first is the title.
        calibration: Says from which confidence on, by type of relation.
        labels: The relations, and which types they may join.
    """
    least = np.array(
        [least_score(calibration, kind) for kind in labels.relations], dtype=np.float32
    )
    found = []
    may_be = possible(concepts, logits, labels=labels)
    for row, tail, index in np.argwhere(may_be & (logits >= least)).tolist():
        head = concepts[row - 1] if row else None
        runs = shortest_runs(
            sentences, concepts[tail].mentions, heads=head.mentions if head else None
        )
        start, end = evidence(sentences, runs)
        found.append(
            Relation(
                head=head.key if head else PAPER_HEAD,
                type=labels.relations[index],
                tail=concepts[tail].key,
                start_char=start,
                end_char=end,
                confidence=calibration.confidence(
                    float(logits[row, tail, index]), labels.relations[index]
                ),
            )
        )
    return tuple(sorted(found, key=lambda r: (r.head, r.type, r.tail)))


def least_score(calibration: Calibration, label: str) -> float:
    """The score from which on a label's confidence reaches the cut; no score reaches 1 or more.

    Example:
        >>> least_score(Calibration(slope=2.0, offset=1.0, cut=0.5), "USES")
        -0.5
        >>> least_score(Calibration(cut=1.0), "USES")
        inf
    """
    if calibration.cut >= 1:
        return np.inf
    odds = float(np.log(calibration.cut / (1 - calibration.cut)))
    return (odds - calibration.offsets.get(label, calibration.offset)) / calibration.slope


@Language.factory(
    FACTORY,
    requires=[
        "doc.sents",
        "doc._.concepts",
        "doc._.introduced",
        "doc._.introductions",
        "doc._.reading",
    ],
    assigns=["doc._.relations"],
)
class Relations(WeightedComponent[RelationHead]):
    """Sets ``doc._.relations``, a tuple of ``schemas.Relation``.

    Args:
        nlp: The pipeline, as spaCy hands it to a factory.
        name: Name of the component.
    """

    HEAD = RelationHead

    def __init__(self, nlp: Language, name: str) -> None:
        super().__init__(name)

    def logits(self, doc: Doc, states: ConceptStates) -> Floats:
        """What speaks for each relation of a document.

        Args:
            doc: A document whose introductions are known.
            states: The network's states of its ``n`` concepts.

        Returns:
            ``(1 + n, n, relations)``; row 0 is the paper, minus infinity where what it had is
            now said of what it introduces.
        """
        return of_its_own(
            self.head.logits(states, doc._.introduced),
            doc._.concepts,
            {said.concept for said in doc._.introductions},
            labels=self.label_set,
        )

    def __call__(self, doc: Doc) -> Doc:
        """Relates the concepts of one document."""
        doc._.relations = ()
        if (states := concept_states_of(doc, self.label_set)) is not None:
            doc._.relations = relations(
                doc._.concepts,
                self.logits(doc, states),
                sentences=sentence_spans(doc),
                calibration=self.calibration,
                labels=self.label_set,
            )
        return doc
