"""Introductions: what a paper proposes and what it only names, on sentences of our own."""

import pytest
from spacy.tokens import Doc

from extract.components import abbreviations, concepts, introductions, sentences
from schemas import Introduction
from tests.extract.given_entities import read_with

FACTORIES = (
    sentences.FACTORY,
    abbreviations.FACTORY,
    concepts.FACTORY,
    introductions.FACTORY,
)


def read(text: str, entities: dict[str, str]) -> Doc:
    """Runs the components on a text whose entities are given, every occurrence."""
    return read_with(text, entities, factories=FACTORIES)


def introduced(doc: Doc) -> set[str]:
    """Keys of the introduced concepts."""
    return {i.concept for i in doc._.introductions}


@pytest.mark.parametrize(
    ("text", "entities", "expected"),
    [
        (
            "FoldNet: Folding Towels with Transformers\nWe propose FoldNet, a novel method that "
            "uses Transformers. FoldNet beats PickNet.",
            {"FoldNet": "Method", "Transformers": "Method", "PickNet": "Method"},
            {"FoldNet"},
        ),
        (
            "Testing Towel Robots\nWe introduce TowelBench, a benchmark for towel folding. "
            "We test PickNet on TowelBench.",
            {"TowelBench": "Benchmark", "towel folding": "Task", "PickNet": "Method"},
            {"TowelBench"},
        ),
        (
            "How Robots Fold\nWe study how PickNet behaves on TowelBench. We find that "
            "imitation learning helps.",
            {"PickNet": "Method", "TowelBench": "Benchmark", "imitation learning": "Method"},
            set(),
        ),
        (
            "Learning to Fold\nTowels are soft. In this paper, we present Fold The Napkin (FTN), "
            "a framework. FTN is fast.",
            {"Fold The Napkin": "Method", "FTN": "Method"},
            {"FTN"},
        ),
    ],
)
def test_what_a_paper_introduces(text: str, entities: dict[str, str], expected: set[str]) -> None:
    """Title pattern, benchmark, nothing at all, abbreviation."""
    assert introduced(read(text, entities)) == expected


def test_the_evidence_is_the_sentence_that_says_so() -> None:
    """Neither the title nor an earlier or later sentence that only names it."""
    text = (
        "FoldNet: Folding Towels\nTowels are soft. We propose FoldNet, a novel method. "
        "FoldNet is fast."
    )
    (found,) = read(text, {"FoldNet": "Method"})._.introductions
    assert isinstance(found, Introduction)
    assert text[found.start_char : found.end_char] == "We propose FoldNet, a novel method."
    assert 0.5 < found.confidence <= 1


def test_a_name_that_stands_in_the_title_alone_has_the_title_as_evidence() -> None:
    """There is no other sentence."""
    text = "FoldNet: Folding Towels\nTowels are soft. We fold them."
    (found,) = read(text, {"FoldNet": "Method"})._.introductions
    assert text[found.start_char : found.end_char] == "FoldNet: Folding Towels"


def test_a_text_without_entities_introduces_nothing() -> None:
    """And breaks nothing."""
    assert read("A title\nAn abstract.", {})._.introductions == ()
