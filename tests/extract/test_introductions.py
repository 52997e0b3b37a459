"""Introductions: which concepts a paper introduces, and where it says so."""

from __future__ import annotations

import numpy as np
import pytest
from spacy.tokens import Doc

from extract.components import abbreviations, concepts, encoder, introductions, sentences
from extract.components.concept import Concept
from extract.components.introductions import introductions as chosen
from extract.network.calibration import Calibration
from extract.network.numerics import Floats
from schemas import AnnotationError, EntityType, Introduction
from tests.extract.given_entities import read_with
from tests.extract.tiny_network import TYPES, WIDTH, no_weights

FACTORIES = (
    sentences.FACTORY,
    encoder.FACTORY,
    abbreviations.FACTORY,
    concepts.FACTORY,
    introductions.FACTORY,
)
SENTENCES = [(0, 9), (10, 19), (20, 29)]
METHOD = EntityType.METHOD


def benchmarks_alone() -> dict[str, Floats]:
    """Weights under which benchmarks are introduced and nothing else is."""
    weights = no_weights()
    weights["type_vectors.weight"] = np.eye(1 + len(TYPES), dtype=np.float32)
    weights["introduced.0.weight"][0, WIDTH + TYPES.index(EntityType.BENCHMARK)] = 8
    weights["introduced.2.weight"][0, 0] = 2
    weights["introduced.2.bias"][0] = -8
    return weights


def read(text: str, entities: dict[str, str]) -> Doc:
    """Runs the components on a text whose entities are given, every occurrence."""
    return read_with(text, entities, factories=FACTORIES, weights=benchmarks_alone())


def test_the_cut_decides_and_the_order_is_by_concept() -> None:
    """Confidences are calibrated and rounded."""
    found = chosen(
        [Concept(key, METHOD, ((12, 15),)) for key in ("b", "a", "c")],
        [0.9, 0.5, 0.3],
        sentences=SENTENCES,
        calibration=Calibration(slope=2.0, cut=0.5),
    )
    assert [(i.concept, i.confidence) for i in found] == [("a", 0.5), ("b", 0.988)]


@pytest.mark.parametrize(
    ("mentions", "evidence"),
    [
        (((0, 4), (12, 15), (22, 25)), (10, 19)),
        (((0, 4),), (0, 9)),
        (((0, 4), (22, 25)), (20, 29)),
    ],
)
def test_the_evidence_is_the_first_sentence_behind_the_title(
    mentions: tuple[tuple[int, int], ...], evidence: tuple[int, int]
) -> None:
    """The title where there is no other."""
    (found,) = chosen(
        [Concept("a", METHOD, mentions)], [0.9], sentences=SENTENCES, calibration=Calibration()
    )
    assert (found.start_char, found.end_char) == evidence


def test_the_component_asks_its_head() -> None:
    """About every concept, once; what follows sees how likely each is."""
    text = "TowelBench: A Study\nPickNet folds. We test PickNet on TowelBench (TB). TB is new."
    doc = read(text, {"TowelBench": "Benchmark", "PickNet": "Method", "TB": "Benchmark"})
    (found,) = doc._.introductions
    assert isinstance(found, Introduction)
    assert found.concept == "TB"
    assert found.confidence > 0.99
    assert text[found.start_char : found.end_char].startswith("We test PickNet on TowelBench")
    assert [c.key for c in doc._.concepts] == ["TB", "PickNet"]
    assert doc._.introduced.round(2).tolist() == [1.0, 0.0]


@pytest.mark.parametrize("text", ["A title\nAn abstract.", "A title\n", "\n"])
def test_a_text_without_entities_introduces_nothing(text: str) -> None:
    """And breaks nothing."""
    doc = read(text, {})
    assert doc._.introductions == ()
    assert len(doc._.introduced) == 0


def test_a_document_that_was_not_read_is_refused() -> None:
    """The message says what has to come first."""
    parts = [name for name in FACTORIES if name != encoder.FACTORY]
    with pytest.raises(AnnotationError, match="paperatlas_encoder comes first"):
        read_with("A\nB", {"B": "Method"}, factories=parts, weights=benchmarks_alone())
