"""What the heads on concepts share: their mentions pooled over the encoder's states, once."""

from __future__ import annotations

import numpy as np
from spacy.tokens import Doc

from extract.network.candidates import plain_features
from extract.network.geometry import geometry
from extract.network.heads import ConceptStates, concept_states
from extract.network.labels import Labels
from schemas import AnnotationError


def concept_states_of(doc: Doc, labels: Labels) -> ConceptStates | None:
    """The states of a document's concepts, made when first asked for; None without concepts.

    Args:
        doc: A document that an encoder read.
        labels: Say which type is which.

    Raises:
        AnnotationError: The document was not read by an encoder.
    """
    reading = doc._.reading
    if reading is None:
        raise AnnotationError(
            "the document was not read: the component paperatlas_encoder comes first"
        )
    if not doc._.concepts:
        return None
    if doc._.concept_states is None:
        pieces = reading.pieces
        where = [
            [span for m in concept.mentions if (span := pieces.around(*m)) is not None]
            for concept in doc._.concepts
        ]
        doc._.concept_states = concept_states(
            reading,
            geometry(where, pieces.sentence),
            plain_features(where, pieces),
            np.array([labels.types.index(concept.type) for concept in doc._.concepts]),
        )
    states: ConceptStates = doc._.concept_states
    return states
