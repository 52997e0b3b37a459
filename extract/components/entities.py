"""Entities: surfaces that the tagger proposes, judged over all their occurrences.

The tagger says how likely each span is a name; a second head looks at all occurrences of a
surface at once and says what it is, if anything. Both are mixed, and every whole-word
occurrence of an accepted surface is an entity of its one type, the longest surface first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from extract.components.encoder import reading_of
from extract.components.weighted import WeightedComponent
from extract.network.calibration import Calibration, log_odds
from extract.network.candidates import Candidate, candidates, plain_features
from extract.network.encoder import Reading
from extract.network.geometry import geometry
from extract.network.heads import EntityHead
from extract.network.labels import Labels
from extract.network.numerics import Floats
from schemas import Span

FACTORY: Final = "paperatlas_entities"


@dataclass(frozen=True)
class Judgement:
    """A candidate and what the heads say of it.

    Attributes:
        candidate: The surface.
        judged: ``(types,)`` log probabilities of the head that sees all its occurrences.
    """

    candidate: Candidate
    judged: Floats


@dataclass(frozen=True)
class FoundEntity:
    """An accepted surface.

    Attributes:
        surfaces: Its spellings.
        type: What it is.
        score: Log odds of being an entity.
        spans: Where it stands and no longer one does.
    """

    surfaces: tuple[str, ...]
    type: str
    score: float
    spans: tuple[Span, ...]


def judgements(reading: Reading, head: EntityHead, *, labels: Labels) -> list[Judgement]:
    """Candidates of a text with what both heads say of them, sorted by key."""
    found = candidates(reading.pieces, head.tags(reading.hidden), labels=labels)
    if not found:
        return []
    where = [candidate.pieces for candidate in found]
    plain = plain_features(where, reading.pieces)
    logs = head.surfaces(reading.hidden, geometry(where, reading.pieces.sentence), plain)
    return [Judgement(c, log[1:]) for c, log in zip(found, logs, strict=True)]


def mixed(judged: Sequence[Judgement], *, share: float, labels: Labels) -> list[tuple[float, str]]:
    """Of each candidate the log odds of being an entity, and its likeliest type.

    Args:
        judged: Candidates.
        share: The tagger's share in the mix of the two heads' log probabilities.
        labels: Say which type is which.
    """
    if not judged:
        return []
    tagger = np.stack([j.candidate.scores for j in judged])
    mix = share * tagger + (1 - share) * np.stack([j.judged for j in judged])
    probabilities, likeliest = np.exp(mix).sum(1).tolist(), mix.argmax(1).tolist()
    return [(log_odds(p), labels.types[k]) for p, k in zip(probabilities, likeliest, strict=True)]


def accepted(
    judged: Sequence[Judgement], *, share: float, calibration: Calibration, labels: Labels
) -> list[FoundEntity]:
    """Entities, the longest surface first; none overlap.

    Args:
        judged: Candidates.
        share: The tagger's share in the mix; the rest is the other head's.
        calibration: Says from which confidence on.
        labels: Say which type is which.
    """
    order = sorted(judged, key=lambda j: (-max(map(len, j.candidate.surfaces)), j.candidate.key))
    taken = bytearray(max((j.candidate.spans[-1][1] for j in judged), default=0))
    found = []
    for entry, (score, kind) in zip(order, mixed(order, share=share, labels=labels), strict=True):
        if calibration.confidence(score, kind) < calibration.cut:
            continue
        spans = []
        for start, end in entry.candidate.spans:
            if not any(taken[start:end]):
                taken[start:end] = b"\x01" * (end - start)
                spans.append(Span(start, end))
        if spans:
            found.append(FoundEntity(entry.candidate.surfaces, kind, score, tuple(spans)))
    return found


@Language.factory(
    FACTORY, requires=["doc._.reading"], assigns=["doc.ents", "doc._.surface_confidences"]
)
class Entities(WeightedComponent[EntityHead]):
    """Sets ``doc.ents``, and ``doc._.surface_confidences``: the confidence by surface.

    Args:
        nlp: The pipeline, as spaCy hands it to a factory.
        name: Name of the component.

    Attributes:
        share: The tagger's share in the mix of the two heads.
    """

    HEAD = EntityHead

    def __init__(self, nlp: Language, name: str) -> None:
        super().__init__(name)
        self.share = 0.5

    def __call__(self, doc: Doc) -> Doc:
        """Finds the entities of one document.

        Raises:
            AnnotationError: The document was not read by an encoder.
        """
        found = accepted(
            judgements(reading_of(doc), self.head, labels=self.label_set),
            share=self.share,
            calibration=self.calibration,
            labels=self.label_set,
        )
        spans = [doc.char_span(a, b, label=e.type) for e in found for a, b in e.spans]
        doc.set_ents([span for span in spans if span is not None])
        doc._.surface_confidences = {
            surface: self.calibration.confidence(e.score, e.type)
            for e in found
            for surface in e.surfaces
        }
        return doc

    def settings(self) -> dict[str, Any]:
        """Calibration and share."""
        return {**super().settings(), "share": self.share}

    def set(self, settings: dict[str, Any]) -> None:
        """Takes calibration and share."""
        super().set(settings)
        self.share = float(settings["share"])
