"""Abbreviations: a table of sentences and the pairs they define."""

import pytest
import spacy
from spacy.tokens import Span

from extract.components.abbreviations import FACTORY, abbreviation_spans
from schemas import Abbreviation


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("We train Large Language Models (LLMs).", [("LLMs", "Large Language Models")]),
        ("a large language model (LLM) folds", [("LLM", "large language model")]),
        ("the vision-language-action (VLA) model", [("VLA", "vision-language-action")]),
        ("by Planner-Folder-Judge(PFJ), a system", [("PFJ", "Planner-Folder-Judge")]),
        ("plug-and-play Low-Rank Adaptation (LoRA)", [("LoRA", "Low-Rank Adaptation")]),
        ("We present FTN (Fold The Napkin), which", [("FTN", "Fold The Napkin")]),
        ("turning text-to-image (T2I) models", [("T2I", "text-to-image")]),
        ("the mean Intersection over Union (mIoU)", [("mIoU", "mean Intersection over Union")]),
        ("reinforcement learning (RL; see above)", [("RL", "reinforcement learning")]),
        (
            "Folding Towels (FT) and Ironing Shirts (IS)",
            [("FT", "Folding Towels"), ("IS", "Ironing Shirts")],
        ),
        ("It folds towels (XYZ) well", []),
        ("our method (ours) is best", []),
        ("in recent years (2024) it", []),
        ("many robots (e.g., Robot Arms)", []),
        ("A sentence ends here. (SEH) starts", []),
        ("FTN (a robot that folds)", []),
        ("empty () and nested ((RL))", []),
    ],
)
def test_pairs_of_a_sentence(text: str, pairs: list[tuple[str, str]]) -> None:
    """Both ways round, plural, no blank, and what defines nothing."""
    found = [
        (text[s.short[0] : s.short[1]], text[s.long[0] : s.long[1]])
        for s in abbreviation_spans(text)
    ]
    assert found == pairs


def test_the_component_sorts_and_keeps_the_first_definition() -> None:
    """One long form for a short form."""
    nlp = spacy.blank("en")
    nlp.add_pipe(FACTORY)
    doc = nlp("We do Towel Folding (TF), then Ironing (I) and Table Finding (TF) and Big Day (BD).")
    assert doc._.abbreviations == (
        Abbreviation(short="BD", long="Big Day"),
        Abbreviation(short="TF", long="Towel Folding"),
    )


@pytest.mark.parametrize(
    ("recognised", "entities"),
    [
        ((5, 6), [("Towel Folding", "Task"), ("TF", "Task")]),
        ((2, 4), [("Towel Folding", "Task")]),
    ],
)
def test_the_long_form_of_a_recognised_short_form_becomes_an_entity(
    recognised: tuple[int, int], entities: list[tuple[str, str]]
) -> None:
    """It takes the short form's type; a short form is not made from a long one."""
    nlp = spacy.blank("en")
    component = nlp.add_pipe(FACTORY)
    doc = nlp.make_doc("We do Towel Folding (TF) now.")
    doc.set_ents([Span(doc, *recognised, label="Task")])
    component(doc)
    assert [(ent.text, ent.label_) for ent in doc.ents] == entities


def test_no_entity_is_made_over_another() -> None:
    """The long form holds an entity already; both stay as they are."""
    nlp = spacy.blank("en")
    component = nlp.add_pipe(FACTORY)
    doc = nlp.make_doc("We do Towel Folding (TF) now.")
    doc.set_ents([Span(doc, 3, 4, label="Task"), Span(doc, 5, 6, label="Method")])
    component(doc)
    assert [ent.text for ent in doc.ents] == ["Folding", "TF"]
