"""Concepts: which mentions are one thing within a paper."""

import re

import pytest
import spacy
from spacy.tokens import Span

from extract.components import abbreviations, concepts
from extract.components.concept import Concept
from extract.components.concepts import group_mentions
from schemas import Abbreviation, EntityType

METHOD, TASK = EntityType.METHOD, EntityType.TASK


def grouped(text: str, surfaces: dict[str, EntityType], *pairs: tuple[str, str]) -> list[Concept]:
    """Groups all whole-word occurrences of the surfaces."""
    spans = [
        (m.start(), m.end(), kind)
        for surface, kind in surfaces.items()
        for m in re.finditer(rf"(?<!\w){re.escape(surface)}(?!\w)", text)
    ]
    made = [Abbreviation(short=short, long=long) for short, long in pairs]
    return list(group_mentions(text, spans, abbreviations=made))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Meta-Fold", "meta fold"),
        ("language model", "Language Models"),
        ("towel-folding", "towel_folding"),
    ],
)
def test_spellings_meet(one: str, other: str) -> None:
    """Case, hyphen, blank, plural; the first spelling is the key."""
    (concept,) = grouped(f"{one} and {other}", {one: TASK, other: TASK})
    assert concept.key == one
    assert len(concept.mentions) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [("GPT-4", "GPT-4o"), ("Meta-Fold", "metafold"), ("RL", "DRL"), ("LLM", "LLMs")],
)
def test_what_folds_apart_stays_apart(one: str, other: str) -> None:
    """Versions, joined words, other letters, short plurals: as surfaces fold in the gold."""
    assert len(grouped(f"{one} and {other}", {one: METHOD, other: METHOD})) == 2


def test_case_alone_makes_no_second_concept() -> None:
    """Its key is one of the spellings."""
    (concept,) = grouped("FOLD and fold, fold", {"FOLD": METHOD, "fold": METHOD})
    assert (concept.key, len(concept.mentions)) == ("fold", 3)


def test_an_abbreviation_joins_and_the_running_name_is_the_key() -> None:
    """The form that the paper goes on using."""
    text = "Fold The Napkin (FTN) folds. FTN wins. FTN rests."
    (concept,) = grouped(
        text, {"Fold The Napkin": METHOD, "FTN": METHOD}, ("FTN", "Fold The Napkin")
    )
    assert concept.key == "FTN"


def test_a_concept_has_one_type() -> None:
    """The most frequent one."""
    text = "FoldNet, foldnet, FoldNet"
    (concept,) = grouped(text, {"FoldNet": METHOD, "foldnet": TASK})
    assert concept.type == METHOD


@pytest.mark.parametrize("surface", ["paper", "@paper"])
def test_no_concept_is_keyed_as_the_paper(surface: str) -> None:
    """A dataset may be called so."""
    (concept,) = group_mentions(surface, [(0, len(surface), EntityType.DATASET)])
    assert concept.key == f"{surface} (concept)"


def test_keys_are_unique() -> None:
    """Even where a surface looks like a key that was made."""
    text = "paper (concept) and paper"
    found = group_mentions(text, [(0, 15, METHOD), (20, 25, TASK)])
    assert sorted(c.key for c in found) == ["paper (concept)", "paper (concept) (concept)"]


def test_the_component_reads_entities_and_abbreviations() -> None:
    """Concepts in the order of their first mention."""
    nlp = spacy.blank("en")
    parts = [nlp.add_pipe(abbreviations.FACTORY), nlp.add_pipe(concepts.FACTORY)]
    doc = nlp.make_doc("We do Towel Folding (TF) with FoldNet.")
    doc.set_ents([Span(doc, 5, 6, label="Task"), Span(doc, 8, 9, label="Method")])
    for part in parts:
        part(doc)
    assert [(c.key, len(c.mentions)) for c in doc._.concepts] == [("TF", 2), ("FoldNet", 1)]
