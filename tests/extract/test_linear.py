"""Units, features and scorer: what the linear models see, and how they add it up."""

import json
from pathlib import Path

import pytest

from extract.components.concepts import Concept
from extract.linear.introduction_features import introduction_features, name_shape
from extract.linear.relation_features import PAPER, RelationFeatures
from extract.linear.scorer import Calibration, LinearScorer, shipped
from extract.linear.units import PaperUnits, stem
from schemas import EntityType, RelationType

TITLE = "FoldNet: Folding Towels"
FIRST = "We propose FoldNet, a network for towel folding."
SECOND = "It outperforms PickNet on TowelBench, ShirtBench and SockBench by 3.5%."


def paper() -> PaperUnits:
    """A small paper with its concepts in the order of their names below."""
    text = f"{TITLE}\n{FIRST} {SECOND}"
    kinds = {
        "FoldNet": EntityType.METHOD,
        "towel folding": EntityType.TASK,
        "PickNet": EntityType.METHOD,
        "TowelBench": EntityType.BENCHMARK,
        "ShirtBench": EntityType.BENCHMARK,
        "SockBench": EntityType.BENCHMARK,
    }
    concepts = []
    for name, kind in kinds.items():
        places, at = [], text.find(name)
        while at >= 0:
            places.append((at, at + len(name)))
            at = text.find(name, at + 1)
        concepts.append(Concept(name, kind, tuple(places)))
    second = text.index(SECOND)
    first = len(TITLE) + 1
    sentences = ((0, len(TITLE)), (first, second - 1), (second, len(text)))
    return PaperUnits(text, sentences, tuple(concepts))


FOLDNET, PICKNET, TOWEL, SHIRT, SOCK = 0, 2, 3, 4, 5


def test_units_are_words_signs_and_mentions() -> None:
    """Numbers are one word; a mention is one unit."""
    words = [unit.word for unit in paper().units[2]]
    assert words[:4] == ["it", "outperforms", "<Method>", "on"]
    assert words[-4:] == ["by", "0", "%", "."]


def test_places_say_sentence_and_position() -> None:
    """FoldNet begins the title and is the third unit of the first sentence."""
    assert [(p.sentence, p.position) for p in paper().places[FOLDNET]] == [(0, 0), (1, 2)]


def test_every_member_of_a_list_sees_what_leads_it() -> None:
    """All three benchmarks stand after "on"."""
    features = RelationFeatures(paper(), {FOLDNET: 0.9})
    for tail in (TOWEL, SHIRT, SOCK):
        assert "main lead1 on" in features.features(FOLDNET, tail)


def test_a_proposal_is_seen() -> None:
    """The cue, and what is between it and the name."""
    assert "we propos +0 mentions" in introduction_features(paper(), FOLDNET)
    assert not any("propos +" in f for f in introduction_features(paper(), PICKNET))


@pytest.mark.parametrize(
    ("introduced", "head", "kind"),
    [
        ({FOLDNET: 0.9}, FOLDNET, "main"),
        ({FOLDNET: 0.9, PICKNET: 0.6}, PICKNET, "intro"),
        ({FOLDNET: 0.9}, PICKNET, "other"),
        ({FOLDNET: 0.9}, PAPER, "paper+"),
        ({}, PAPER, "paper"),
        ({FOLDNET: 0.5, PICKNET: 0.5}, FOLDNET, "main"),
    ],
)
def test_classes_of_heads(introduced: dict[int, float], head: int, kind: str) -> None:
    """The most surely introduced is main; of equals the first."""
    assert RelationFeatures(paper(), introduced).head_class(head) == kind


def test_a_restricted_reader_sees_its_sentences_only() -> None:
    """Without the second sentence no "outperforms" is between the two."""
    whole = RelationFeatures(paper(), {FOLDNET: 0.9})
    part = RelationFeatures(paper(), {FOLDNET: 0.9}, sentences=range(1, 2))
    assert len(whole.places[FOLDNET]) == 2
    assert len(part.places[FOLDNET]) == 1


@pytest.mark.parametrize(
    ("words", "one"),
    [
        (("evaluate", "evaluates", "evaluated", "evaluating"), "evaluat"),
        (("propose", "proposed", "proposing"), "propos"),
        (("on",), "on"),
        (("loss",), "loss"),
    ],
)
def test_stems(words: tuple[str, ...], one: str) -> None:
    """Forms of a word share a stem; short words are left alone."""
    assert {stem(w) for w in words} == {one}


def test_shapes_of_names() -> None:
    """What a name looks like to the scorers."""
    shapes = {name: name_shape(name) for name in ("LLMs", "Meta-World", "GPT-4", "towel folding")}
    assert shapes == {
        "LLMs": "acronym",
        "Meta-World": "camel",
        "GPT-4": "digit",
        "towel folding": "lower",
    }


def test_a_scorer_is_read_from_its_two_files(tmp_path: Path) -> None:
    """Empty cells weigh nothing; unknown features too."""
    (tmp_path / "toy_weights.tsv").write_text("feature\tA\tB\nbias\t-1\t0\ncue\t3\t\n")
    calibration = {"slope": 1.0, "offset": 0.0, "cut": 0.5}
    (tmp_path / "toy_scorer.json").write_text(json.dumps({"calibration": calibration, "x": 1}))
    scorer = LinearScorer.load("toy", folder=tmp_path)
    assert scorer.labels == ("A", "B")
    assert scorer.scores(["cue", "unseen"]).tolist() == [2.0, 0.0]
    assert scorer.probabilities([]).tolist() == [0.269, 0.5]
    assert scorer.calibration == Calibration(1.0, 0.0, 0.5)


def test_the_shipped_scorers_know_their_labels() -> None:
    """Relations: every type of the vocabulary."""
    assert shipped("introduction").labels == ("INTRODUCED",)
    assert set(shipped("relation").labels) == set(RelationType)
