"""What the heads on concepts share: their mentions pooled over the encoder's states, once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from spacy.tokens import Doc

from extract.components.concept import Concept
from extract.components.encoder import reading_of
from extract.network.candidates import plain_features
from extract.network.concept_states import ConceptStates, concept_states
from extract.network.encoder import Reading
from extract.network.geometry import geometry
from extract.network.labels import Labels
from extract.network.numerics import Integers
from schemas import AnnotationError


def concept_states_of(doc: Doc, labels: Labels) -> ConceptStates | None:
    """The states of a document's concepts, made when first asked for; None without concepts.

    They are made anew where the concepts, their types or the reading are no more the same.

    Args:
        doc: A document that an encoder read.
        labels: Say which type is which.

    Raises:
        AnnotationError: The document was not read by an encoder, or a concept is of no type
            that there is.
    """
    reading, concepts = reading_of(doc), doc._.concepts
    if not concepts:
        return None
    made_of, states = doc._.concept_states or (None, None)
    if states is None or states.reading is not reading or made_of != (concepts, labels.types):
        states = _states(reading, concepts, labels)
        doc._.concept_states = (concepts, labels.types), states
    return states


def _states(reading: Reading, concepts: Sequence[Concept], labels: Labels) -> ConceptStates:
    pieces = reading.pieces
    where = [
        [span for m in concept.mentions if (span := pieces.around(*m)) is not None]
        for concept in concepts
    ]
    return concept_states(
        reading,
        geometry(where, pieces.sentence),
        plain_features(where, pieces),
        _types(concepts, labels),
    )


def _types(concepts: Sequence[Concept], labels: Labels) -> Integers:
    """``(n,)`` indices of the types of concepts."""
    for concept in concepts:
        if concept.type not in labels.types:
            raise AnnotationError(
                f"the entity {concept.key!r} is labelled {concept.type!r}, a type that the trained "
                f"components do not know; they know {', '.join(labels.types)}"
            )
    return np.array([labels.types.index(concept.type) for concept in concepts])
