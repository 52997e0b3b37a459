"""The whole pipeline on papers of our own: shape, order, independence of company."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from itertools import pairwise

import pytest
from spacy.language import Language

from extract.annotation import annotate, annotate_paper, mention_confidence
from extract.components.gazetteer import Source
from extract.pipeline import COMPONENTS, load_pipeline
from schemas import AnnotatedPaper, AnnotationError, EntityType, Paper, allows

PAPERS = [
    Paper(
        id=f"made/{number}",
        title=f"{name}: Teaching Robots to Fold",
        abstract=f"We propose {name}, a reinforcement learning method for robotic manipulation. "
        f"{name} uses large language models (LLMs), e.g., GPT-4, to write rewards.\n\n"
        f"On LIBERO and Meta-World, {name} outperforms PPO by 3.5% in success rate. "
        "Code: https://example.org/GPT-4.",
    )
    for number, name in enumerate(["FoldNet", "Pick2Place", "ToDo-RL", "π-Fold"] * 5)
]


@pytest.fixture(scope="module")
def nlp() -> Language:
    """The shipped pipeline."""
    return load_pipeline()


@pytest.fixture(scope="module")
def annotated(nlp: Language) -> list[AnnotatedPaper]:
    """All papers, by one process."""
    return list(annotate(PAPERS, nlp=nlp))


def test_a_directory_without_a_recogniser_is_refused(tmp_path: object) -> None:
    """The message says what belongs there."""
    with pytest.raises(AnnotationError, match=r"no trained recogniser.*config\.cfg"):
        load_pipeline(model=str(tmp_path))


def test_no_process_is_no_way_to_work() -> None:
    """Said at once, not at the first paper."""
    with pytest.raises(ValueError, match="workers is 0"):
        annotate(PAPERS, workers=0)


def test_confidence_is_a_share_for_every_type_and_source() -> None:
    """None certain, none hopeless."""
    sources = {s.value: s for s in Source}
    for type_ in EntityType:
        for name in sources:
            assert 0 < mention_confidence(name, type_, sources) < 1


@pytest.mark.model
def test_the_order_of_components_meets_their_needs(nlp: Language) -> None:
    """What each requires an earlier one assigns."""
    assert tuple(nlp.pipe_names) == COMPONENTS
    assert not any(nlp.analyze_pipes()["problems"].values())


@pytest.mark.model
def test_papers_come_in_order_and_only_as_asked(nlp: Language) -> None:
    """A stream stays a stream."""
    taken = []

    def source() -> Iterator[Paper]:
        for paper in PAPERS:
            taken.append(paper.id)
            yield paper

    stream = annotate(source(), nlp=nlp)
    assert taken == []
    assert next(stream).paper == PAPERS[0]
    assert taken == ["made/0"]
    assert [a.annotation.id for a in stream] == [p.id for p in PAPERS[1:]]


@pytest.mark.model
def test_annotations_keep_the_rules_of_the_schema(annotated: list[AnnotatedPaper]) -> None:
    """Offsets, order, one type for a concept, type rules, evidence in whole sentences."""
    for paper, annotation in annotated:
        text = paper.text
        assert annotation.mentions
        spans = [(m.start, m.end) for m in annotation.mentions]
        assert all(a[1] <= b[0] for a, b in pairwise(spans))
        assert all(text[m.start : m.end] == m.text for m in annotation.mentions)
        types = {m.concept: m.type for m in annotation.mentions}
        assert all(types[m.concept] is m.type for m in annotation.mentions)
        assert text[: annotation.sentences[0].end] == paper.title
        starts = {s.start for s in annotation.sentences}
        ends = {s.end for s in annotation.sentences}
        for relation in annotation.relations:
            head = None if relation.head == "paper" else types[relation.head]
            assert allows(head, relation.type, types[relation.tail])
            assert relation.start_char in starts
            assert relation.end_char in ends
        keys = [(r.head, r.type, r.tail) for r in annotation.relations]
        assert keys == sorted(set(keys))
        assert list(annotation.introduces) == sorted(set(annotation.introduces))
        assert set(annotation.introduces) <= set(types)


@pytest.mark.model
def test_known_names_are_found(annotated: list[AnnotatedPaper]) -> None:
    """In every paper, and none inside an address."""
    for paper, annotation in annotated:
        found = {(m.text, m.type) for m in annotation.mentions}
        assert ("LIBERO", EntityType.BENCHMARK) in found
        assert ("GPT-4", EntityType.MODEL) in found
        assert all(m.start < paper.text.index("https://") for m in annotation.mentions)
        assert ("LLMs", "large language models") in {
            (a.short, a.long) for a in annotation.abbreviations
        }


@pytest.mark.model
def test_a_paper_is_annotated_the_same_in_any_company(
    nlp: Language, annotated: list[AnnotatedPaper]
) -> None:
    """Alone, again, and after others."""
    assert annotate_paper(PAPERS[7], nlp=nlp) == annotated[7]
    assert list(annotate(reversed(PAPERS), nlp=nlp)) == annotated[::-1]


@pytest.mark.model
@pytest.mark.parametrize("text", ["", " ", "\n\n", "a", "§ \\ $x_{1}$ \U0001f916", "e.g. " * 2000])
def test_odd_papers_survive(nlp: Language, text: str) -> None:
    """Empty, one letter, no words, very long."""
    paper = Paper(id="odd", title=text, abstract=text)
    (result,) = annotate([paper], nlp=nlp)
    assert result.paper == paper


@pytest.mark.model
@pytest.mark.slow
@pytest.mark.parametrize("method", ["fork", "spawn"])
@pytest.mark.parametrize("given", [True, False])
def test_processes_change_nothing(
    method: str,
    given: bool,
    nlp: Language,
    annotated: list[AnnotatedPaper],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Under either way of starting them, with a pipeline at hand or without."""
    monkeypatch.setattr(multiprocessing.context._default_context, "_actual_context", None)
    multiprocessing.set_start_method(method, force=True)
    assert list(annotate(PAPERS, nlp=nlp if given else None, workers=2)) == annotated
