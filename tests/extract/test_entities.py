"""Entities: what is accepted of what the heads say, and the component with tables for heads."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from spacy.tokens import Doc

from extract.components import encoder, entities
from extract.components.entities import FoundEntity, Judgement, accepted
from extract.network.calibration import Calibration
from extract.network.candidates import Candidate
from extract.network.numerics import Floats
from extract.tokenization import blank_pipeline
from schemas import EntityType
from tests.extract.tiny_network import LABELS, TOKENIZER, TYPES, LookUp, any_weights, tagger

nlp = blank_pipeline()
METHOD, BENCHMARK, TASK = EntityType.METHOD, EntityType.BENCHMARK, EntityType.TASK


def logs(probabilities: Mapping[EntityType, float]) -> Floats:
    """Logarithms of the probabilities of types; of the others next to nothing."""
    return np.log([probabilities.get(kind, 1e-6) for kind in TYPES]).astype(np.float32)


def judged(
    key: str,
    *spans: tuple[int, int],
    tagger: Mapping[EntityType, float],
    other: Mapping[EntityType, float] | None = None,
) -> Judgement:
    """A candidate of one spelling; the heads agree if only one is given."""
    pieces = tuple((k + 1, k + 1) for k in range(len(spans)))
    surface = "x" * (spans[0][1] - spans[0][0])
    candidate = Candidate(key, (surface,), spans, pieces, logs(tagger))
    return Judgement(candidate, logs(tagger if other is None else other))


def taken(*entries: Judgement, share: float = 0.5, cut: float = 0.5) -> list[FoundEntity]:
    """What is accepted under a plain calibration."""
    return accepted(entries, share=share, calibration=Calibration(cut=cut), labels=LABELS)


def test_nothing_comes_of_nothing() -> None:
    """No candidates."""
    assert taken() == []


def test_the_cut_decides() -> None:
    """On the confidence that anything is named at all; the type is the likeliest."""
    entry = judged("a", (0, 3), tagger={METHOD: 0.4, TASK: 0.2})
    (found,) = taken(entry, cut=0.6)
    assert (found.type, found.spans) == (METHOD, ((0, 3),))
    assert Calibration().confidence(found.score) == 0.6
    assert taken(entry, cut=0.61) == []


@pytest.mark.parametrize(("share", "kind"), [(1.0, METHOD), (0.0, TASK), (0.75, METHOD)])
def test_the_heads_are_mixed(share: float, kind: EntityType) -> None:
    """With all the tagger's, or none, or most."""
    entry = judged("a", (0, 3), tagger={METHOD: 0.8, TASK: 0.1}, other={METHOD: 0.1, TASK: 0.8})
    (found,) = taken(entry, share=share, cut=0.1)
    assert found.type == kind


def test_the_longest_comes_first() -> None:
    """A shorter one is left what the longer ones leave; nothing if they leave nothing."""
    long = judged("long", (0, 10), tagger={METHOD: 0.6})
    short = judged("short", (0, 4), (20, 24), tagger={TASK: 0.9})
    inside = judged("in", (5, 7), tagger={TASK: 0.9})
    assert [(e.type, e.spans) for e in taken(inside, short, long)] == [
        (METHOD, ((0, 10),)),
        (TASK, ((20, 24),)),
    ]


def test_what_is_refused_takes_no_place() -> None:
    """The shorter one inside it stays."""
    long = judged("long", (0, 10), tagger={METHOD: 0.1})
    short = judged("short", (0, 4), tagger={TASK: 0.9})
    assert [e.type for e in taken(long, short)] == [TASK]


def test_types_have_cuts_of_their_own_through_their_offsets() -> None:
    """The same score is enough for one type alone."""
    calibration = Calibration(offsets={"Task": -2.0}, cut=0.5)
    entries = [
        judged("a", (0, 3), tagger={METHOD: 0.7}),
        judged("b", (5, 8), tagger={TASK: 0.7}),
    ]
    assert [
        e.type for e in accepted(entries, share=0.5, calibration=calibration, labels=LABELS)
    ] == [METHOD]


def component(share: float = 1.0, **names: str) -> entities.Entities:
    """The component with a tagger that knows some words, and nothing of the other head."""
    made = entities.Entities(nlp, "entities")
    made.load(tagger(names))
    made.share = share
    return made


def read(text: str, made: entities.Entities) -> Doc:
    """A text after the encoder and the component."""
    reader = encoder.Encoder(nlp, "encoder")
    reader.run, reader.tokenizer = LookUp(), TOKENIZER
    return made(reader(nlp.make_doc(text)))


def found(doc: Doc) -> list[tuple[str, str]]:
    """The entities of a document."""
    return [(ent.text, ent.label_) for ent in doc.ents]


def test_the_component_sets_entities_and_their_confidence() -> None:
    """Every whole word that the tagger knows, in title and abstract, each spelling."""
    doc = read(
        "FoldNet\nfoldnet beats PickNet; foldnets does not.",
        component(foldnet="Method", picknet="Model"),
    )
    assert found(doc) == [("FoldNet", "Method"), ("foldnet", "Method"), ("PickNet", "Model")]
    assert doc._.surface_confidences.keys() == {"FoldNet", "foldnet", "PickNet"}
    assert all(c >= 0.99 for c in doc._.surface_confidences.values())


def test_the_head_that_sees_all_occurrences_may_decide() -> None:
    """Told that every candidate is a benchmark, it makes them so."""
    made = component(share=0.0, foldnet="Method")
    weights = dict(made.head.weights)
    weights["surface.3.bias"] = np.zeros(1 + len(TYPES), dtype=np.float32)
    weights["surface.3.bias"][1 + TYPES.index(BENCHMARK)] = 9
    made.load(weights)
    assert found(read("FoldNet\nIt folds.", made)) == [("FoldNet", "Benchmark")]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        " ",
        "FoldNet",
        "FoldNet\n",
        "\nfoldnet",
        "\U0001f916 é\u0301 \u200b\ufffd\x00",
        "한국어",
    ],
)
def test_odd_texts(text: str) -> None:
    """Empty, a title alone, no title, no words that are known."""
    doc = read(text, component(foldnet="Method"))
    assert [surface.lower() for surface, _ in found(doc)] == text.lower().count("foldnet") * [
        "foldnet"
    ]


def test_entities_never_overlap_whatever_the_weights() -> None:
    """SpaCy would refuse them; confidences are shares."""
    for seed in range(20):
        made = entities.Entities(nlp, "entities")
        made.load(any_weights(seed, size=2.0))
        made.calibration = Calibration(cut=0.05)
        doc = read("fold net fold\nfold net, pick-net fold net: towel 3.5% fold", made)
        assert set(doc._.surface_confidences) >= {ent.text for ent in doc.ents}
        assert all(0.05 <= c <= 1 for c in doc._.surface_confidences.values())
