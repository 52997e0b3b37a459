"""Components without others, in the place of others, and again: they answer or say why not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from extract.annotation import annotation_of
from extract.components import (
    abbreviations,
    concepts,
    encoder,
    entities,
    introductions,
    relations,
    results,
    sentences,
    surfaces,
)
from extract.components.concept_states import concept_states_of
from extract.network.labels import Labels
from extract.pipeline import COMPONENTS, MODEL
from schemas import AnnotationError, Vocabulary
from tests.extract.tiny_network import LABELS, TYPES, any_weights
from tests.extract.tiny_pipeline import tiny_pipeline, wild

TEXT = "FoldNet folds\nFoldNet folds at 5% on towel net. We propose FoldNet (FN) at 3x."
BEHIND = (concepts.FACTORY, introductions.FACTORY, relations.FACTORY, results.FACTORY)
"""What answers from the entities."""
NO_INTRODUCTIONS = [introductions.FACTORY]


def run(doc: Doc, names: Iterable[str] = BEHIND) -> Doc:
    """Runs components of the wild pipeline on a document."""
    for name in names:
        doc = wild.get_pipe(name)(doc)
    return doc


def with_entities(doc: Doc, count: int) -> Doc:
    """A document that keeps its first entities, and a type of the next kind for each."""
    kept = [
        Span(doc, e.start, e.end, TYPES[(TYPES.index(e.label_) + 1) % len(TYPES)])
        for e in doc.ents[:count]
    ]
    doc.set_ents(kept)
    return doc


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_pipeline_without_one_component(name: str) -> None:
    """What needs it says so; all else answers as if it had nothing to say."""
    with wild.select_pipes(disable=name):
        if name == encoder.FACTORY:
            with pytest.raises(AnnotationError, match="paperatlas_encoder comes first"):
                wild(TEXT)
        elif name == sentences.FACTORY:
            with pytest.raises(ValueError, match="Sentence boundaries unset"):
                wild(TEXT)
        else:
            doc = wild(TEXT)
            assert bool(doc._.relations) is (
                name not in {entities.FACTORY, concepts.FACTORY, relations.FACTORY}
            )
            assert annotation_of(doc, paper_id="p").sentences


def test_without_introductions_nothing_is_held_to_be_introduced() -> None:
    """All else is answered."""
    with wild.select_pipes(disable=introductions.FACTORY):
        doc = wild(TEXT)
    assert doc._.introductions == ()
    assert doc._.introduced.tolist() == [0] * len(doc._.concepts)
    assert doc._.relations
    assert doc._.results


@pytest.mark.parametrize("name", [entities.FACTORY, *BEHIND[1:]])
def test_a_document_that_was_not_read_is_refused(name: str) -> None:
    """The message says what has to come first; so where it is a copy."""
    for doc in (wild.make_doc(TEXT), wild(TEXT).copy()):
        with pytest.raises(AnnotationError, match="paperatlas_encoder comes first"):
            run(doc, [name])


@pytest.mark.parametrize(
    "name", [sentences.FACTORY, abbreviations.FACTORY, surfaces.FACTORY, concepts.FACTORY]
)
def test_what_needs_no_encoder_is_usable_by_itself(name: str) -> None:
    """In a pipeline of spaCy's."""
    nlp = spacy.blank("en")
    nlp.add_pipe(name)
    assert nlp(TEXT).text == TEXT


def ruled(label: str) -> Language:
    """The wild pipeline where spaCy's rules say what is an entity: FoldNet."""
    nlp = tiny_pipeline(any_weights(11, size=2.0), cut=0.1)
    ruler: Any = nlp.add_pipe("entity_ruler", before=entities.FACTORY)
    ruler.add_patterns([{"label": label, "pattern": "FoldNet"}])
    nlp.remove_pipe(entities.FACTORY)
    return nlp


def test_rules_in_the_place_of_the_tagger() -> None:
    """What they mark is what is related."""
    doc = ruled("Method")(TEXT)
    assert [concept.key for concept in doc._.concepts] == ["FoldNet"]
    assert {r.tail for r in doc._.relations} == {"FoldNet"}


def test_a_label_of_no_type_is_refused() -> None:
    """The message names it and the types that there are."""
    with pytest.raises(AnnotationError, match=r"'FoldNet' is labelled 'ORG'.*they know Method, M"):
        ruled("ORG")(TEXT)


@pytest.mark.parametrize("count", [0, 1, 2, 5])
def test_components_that_run_again_answer_from_the_entities_of_now(count: int) -> None:
    """As they answer on a document that never had others."""
    again = run(with_entities(wild(TEXT), count))
    with wild.select_pipes(disable=[surfaces.FACTORY, *BEHIND]):
        fresh = run(with_entities(wild(TEXT), count))
    assert annotation_of(again, paper_id="p") == annotation_of(fresh, paper_id="p")
    assert again._.introduced.tolist() == fresh._.introduced.tolist()
    assert bool(again._.relations) is bool(count)


def test_introductions_of_other_concepts_do_not_count() -> None:
    """Until the component is asked again."""
    doc = run(with_entities(wild(TEXT), 3), [concepts.FACTORY, relations.FACTORY, results.FACTORY])
    assert doc._.introduced.tolist() == [0] * len(doc._.concepts)
    assert run(doc, [introductions.FACTORY])._.introduced.all()


def test_states_are_made_once_and_anew_where_something_changed() -> None:
    """The concepts, the types or the reading."""
    doc = wild(TEXT)
    states = concept_states_of(doc, LABELS)
    assert concept_states_of(run(doc, BEHIND[1:]), Labels(LABELS.vocabulary)) is states
    other = Vocabulary(types=(*TYPES[::-1], "Crop"))
    turned = concept_states_of(doc, Labels(other))
    assert states is not None
    assert turned is not None
    assert turned.types.tolist() == [len(TYPES) - 1 - k for k in states.types]
    again = concept_states_of(doc, LABELS)
    anew = concept_states_of(run(doc, [encoder.FACTORY]), LABELS)  # the reading alone is another
    assert again is not None
    assert anew is not None
    assert again.reading is not doc._.reading
    assert anew.reading is doc._.reading


@pytest.mark.model
@pytest.mark.parametrize("without", [{"disable": NO_INTRODUCTIONS}, {"exclude": NO_INTRODUCTIONS}])
def test_the_shipped_pipeline_without_introductions(without: dict[str, Any]) -> None:
    """Loaded as spaCy loads one."""
    nlp = spacy.load(MODEL, **without)
    doc = nlp("FoldNet: Folding\nWe propose FoldNet. On LIBERO, FoldNet outperforms PPO by 3.5%.")
    assert doc._.relations
    assert doc._.results
    assert not doc._.introduced.any()
