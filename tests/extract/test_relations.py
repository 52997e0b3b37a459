"""Relations: which of the head's scores become relations, under which rules."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from extract.components import (
    abbreviations,
    concepts,
    encoder,
    introductions,
    relations,
    sentences,
)
from extract.components.concept import Concept
from extract.components.relations import least_score, of_its_own, possible
from extract.components.relations import relations as chosen
from extract.network.calibration import Calibration
from extract.network.numerics import Floats
from schemas import PAPER_HEAD, RESEARCH, EntityType, Relation, RelationType, Span
from tests.extract.given_entities import read_with
from tests.extract.tiny_network import LABELS, RELATIONS, TYPES, no_weights

FACTORIES = (
    sentences.FACTORY,
    encoder.FACTORY,
    abbreviations.FACTORY,
    concepts.FACTORY,
    introductions.FACTORY,
    relations.FACTORY,
)
SENTENCES = [(0, 9), (10, 19), (20, 29), (30, 39)]
METHOD, BENCHMARK, TASK = EntityType.METHOD, EntityType.BENCHMARK, EntityType.TASK
CONCEPTS = [
    Concept("net", METHOD, (Span(0, 3), Span(12, 15))),
    Concept("bench", BENCHMARK, (Span(16, 18), Span(31, 33))),
    Concept("fold", TASK, (Span(22, 25),)),
]


def scores(*yes: tuple[int, int, RelationType], of: int = 3) -> Floats:
    """Logits that say yes to some, given by row (0 is the paper), column and type."""
    found = np.full((of + 1, of, len(RELATIONS)), -5.0, dtype=np.float32)
    for row, column, kind in yes:
        found[row, column, RELATIONS.index(kind)] = 3.0
    return found


def triples(found: tuple[Relation, ...]) -> list[tuple[str, str, str]]:
    """Head, type and tail."""
    return [(r.head, str(r.type), r.tail) for r in found]


def test_what_the_paper_is_evaluated_on_its_one_introduced_thing_is() -> None:
    """Not where it introduces two that may be, or none, and no other relation."""
    said = scores((0, 1, RelationType.EVALUATED_ON), (0, 2, RelationType.ADDRESSES))
    evaluated = RELATIONS.index(RelationType.EVALUATED_ON)
    moved = of_its_own(said, CONCEPTS, {"net", "bench"}, labels=LABELS)
    assert moved[1, 1, evaluated] == said[0, 1, evaluated]
    assert not np.isfinite(moved[0, :, evaluated]).any()
    others = [k for k in range(len(RELATIONS)) if k != evaluated]
    assert np.array_equal(moved[..., others], said[..., others])
    two = [*CONCEPTS, Concept("other", METHOD, (Span(5, 8),))]
    for concepts_, introduced in (
        (CONCEPTS, {"bench"}),
        (CONCEPTS, set()),
        (two, {"net", "other"}),
    ):
        same = scores((0, 1, RelationType.EVALUATED_ON), of=len(concepts_))
        assert np.array_equal(of_its_own(same, concepts_, introduced, labels=LABELS), same)


def test_what_may_be_a_relation() -> None:
    """Neither what moved, nor what the type rules forbid, nor anything of itself."""
    moved = of_its_own(scores((0, 1, RelationType.EVALUATED_ON)), CONCEPTS, {"net"}, labels=LABELS)
    may_be = possible(CONCEPTS, moved, labels=LABELS)
    evaluated, uses = map(RELATIONS.index, (RelationType.EVALUATED_ON, RelationType.USES))
    assert may_be[1, 1, evaluated]
    assert not may_be[0, :, evaluated].any()
    assert may_be[1, 1, uses]
    assert not may_be[1, 2, uses]
    assert not may_be[np.arange(3) + 1, np.arange(3)].any()


def test_scores_over_the_cut_are_relations() -> None:
    """Of concepts, and of the paper; sorted."""
    logits = scores(
        (1, 1, RelationType.EVALUATED_ON),
        (0, 2, RelationType.ADDRESSES),
        (2, 2, RelationType.PART_OF),
    )
    found = chosen(CONCEPTS, logits, sentences=SENTENCES, calibration=Calibration(), labels=LABELS)
    assert triples(found) == [
        ("bench", "PART_OF", "fold"),
        ("net", "EVALUATED_ON", "bench"),
        (PAPER_HEAD, "ADDRESSES", "fold"),
    ]
    assert {r.confidence for r in found} == {0.953}


def test_the_type_rules_hold_against_any_score() -> None:
    """No method is measured by a task, nothing relates to itself, the paper is part of nothing."""
    logits = scores(
        (1, 2, RelationType.MEASURED_BY), (1, 0, RelationType.USES), (0, 0, RelationType.PART_OF)
    )
    assert (
        chosen(CONCEPTS, logits, sentences=SENTENCES, calibration=Calibration(), labels=LABELS)
        == ()
    )


@pytest.mark.parametrize(
    ("row", "column", "kind", "evidence"),
    [
        (1, 1, RelationType.EVALUATED_ON, (10, 19)),
        (1, 2, RelationType.ADDRESSES, (10, 29)),
        (2, 2, RelationType.ADDRESSES, (10, 29)),
        (0, 1, RelationType.EVALUATED_ON, (10, 19)),
    ],
)
def test_the_evidence_is_the_shortest_run_of_whole_sentences(
    row: int, column: int, kind: RelationType, evidence: tuple[int, int]
) -> None:
    """One that holds both; two neighbours; of equals the first behind the title; the tail's."""
    logits = scores((row, column, kind))
    (found,) = chosen(
        CONCEPTS, logits, sentences=SENTENCES, calibration=Calibration(), labels=LABELS
    )
    assert (found.start_char, found.end_char) == evidence


def test_each_type_has_its_own_offset() -> None:
    """The same score is enough for one and not for the other."""
    calibration = Calibration(offsets={"USES": -4.0}, cut=0.5)
    pair = [Concept("a", METHOD, (Span(12, 13),)), Concept("b", METHOD, (Span(14, 15),))]
    logits = scores((1, 1, RelationType.USES), (1, 1, RelationType.EXTENDS), of=2)
    found = chosen(pair, logits, sentences=SENTENCES, calibration=calibration, labels=LABELS)
    assert triples(found) == [("a", "EXTENDS", "b")]


@given(
    st.floats(-20, 20),
    st.floats(0.05, 3),
    st.floats(-3, 3),
    st.sampled_from([0.1, 0.25, 0.5, 0.7]),
)
def test_the_least_score_is_where_the_cut_is(
    score: float, slope: float, offset: float, cut: float
) -> None:
    """But for the rounding of confidences."""
    calibration = Calibration(slope=slope, offsets={"USES": offset}, cut=cut)
    if score >= least_score(calibration, "USES") + 0.002:
        assert calibration.confidence(score, "USES") >= cut
    if score <= least_score(calibration, "USES") - 0.02 / slope:
        assert calibration.confidence(score, "USES") < cut


@settings(deadline=None)
@given(st.lists(st.sampled_from(TYPES), min_size=1, max_size=5), st.integers(0, 2**32 - 1))
def test_whatever_the_scores_exactly_the_allowed_ones_are_chosen(
    types: list[EntityType], seed: int
) -> None:
    """Against trying every pair and type; one of each, sorted, rounded."""
    some = [
        Concept(f"c{k}", kind, (Span(10 * k % 37, 10 * k % 37 + 2),))
        for k, kind in enumerate(types)
    ]
    shape = (len(some) + 1, len(some), len(RELATIONS))
    logits = np.random.default_rng(seed).normal(0, 4, shape).astype(np.float32)
    heads = [(PAPER_HEAD, None), *((c.key, c.type) for c in some)]
    wanted = [
        (head, str(RELATIONS[index]), some[column].key)
        for (row, (head, kind)), column, index in product(
            enumerate(heads), range(len(some)), range(len(RELATIONS))
        )
        if logits[row, column, index] >= 0
        and row - 1 != column
        and RESEARCH.allows(kind, RELATIONS[index], some[column].type)
    ]
    found = chosen(some, logits, sentences=SENTENCES, calibration=Calibration(), labels=LABELS)
    assert triples(found) == sorted(wanted)
    assert all(r.confidence == round(r.confidence, 3) for r in found)


FOLDNET = "FoldNet: Folding\nWe propose FoldNet. We evaluate it on TowelBench with PickNet."
ENTITIES = {"FoldNet": "Method", "TowelBench": "Benchmark", "PickNet": "Method"}


def read(text: str, entities: dict[str, str], weights: dict[str, Floats]) -> Doc:
    """Runs the components on a text whose entities are given, every occurrence."""
    return read_with(text, entities, factories=FACTORIES, weights=weights)


def always(kind: RelationType) -> dict[str, Floats]:
    """Weights under which every pair is related so."""
    weights = no_weights()
    weights["relation.bias"][0] = 5
    weights["relation.bias"][1 + RELATIONS.index(kind)] = 9
    return weights


def test_the_component_asks_its_head() -> None:
    """About every pair in both orders and about the paper; the rules leave what may be."""
    doc = read(FOLDNET, ENTITIES, always(RelationType.EVALUATED_ON))
    assert triples(doc._.relations) == [
        ("FoldNet", "EVALUATED_ON", "TowelBench"),
        ("PickNet", "EVALUATED_ON", "TowelBench"),
        (PAPER_HEAD, "EVALUATED_ON", "TowelBench"),
    ]
    assert {r.confidence for r in doc._.relations} == {0.982}
    sentence = "We evaluate it on TowelBench with PickNet."
    evidence = {r.head: FOLDNET[r.start_char : r.end_char] for r in doc._.relations}
    assert evidence == {
        "FoldNet": f"We propose FoldNet. {sentence}",
        "PickNet": sentence,
        PAPER_HEAD: sentence,
    }


def test_no_concept_is_related_to_itself() -> None:
    """Whatever it is and however often it is named."""
    doc = read(FOLDNET, ENTITIES, always(RelationType.PART_OF))
    heads = [(r.head, r.tail) for r in doc._.relations]
    assert len(heads) == 6
    assert all(head != tail and head != PAPER_HEAD for head, tail in heads)


@pytest.mark.parametrize("text", ["A title\nAn abstract.", "A title\n", "\n", ""])
def test_a_text_without_entities_relates_nothing(text: str) -> None:
    """And breaks nothing."""
    assert read(text, {}, always(RelationType.USES))._.relations == ()


def test_a_single_concept_is_related_to_the_paper_alone() -> None:
    """There is no other."""
    doc = read("A title\nWe use FoldNet.", ENTITIES, always(RelationType.USES))
    assert triples(doc._.relations) == [(PAPER_HEAD, "USES", "FoldNet")]
