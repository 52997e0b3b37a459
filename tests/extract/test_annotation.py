"""The whole pipeline on papers of our own: shape, order, independence of company."""

from __future__ import annotations

import multiprocessing
import pickle
import random
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from extract import annotation as annotating
from extract.annotation import annotate, annotate_paper
from extract.components import entities
from extract.pipeline import COMPONENTS, empty_pipeline, load_pipeline
from schemas import (
    PAPER_HEAD,
    RESEARCH,
    AnnotatedPaper,
    AnnotationError,
    EntityType,
    Paper,
)
from tests.extract.tiny_network import no_weights, tagger
from tests.extract.tiny_pipeline import tiny_pipeline, wild

DIGESTS = sorted((Path(__file__).parents[2] / "examples").glob("*.md"))
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


def shuffled_papers(count: int) -> list[Paper]:
    """Papers made of sentences of the example digests, drawn and mixed."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in DIGESTS)
    paragraphs = [line for line in text.splitlines() if line and line[0] not in "#-"]
    every = [s for p in paragraphs for s in re.split(r"(?<=\.) ", p) if s.endswith(".")]
    titles = [line.removeprefix("## ") for line in text.splitlines() if line.startswith("## ")]
    rng = random.Random(0)
    return [
        Paper(
            id=f"mixed/{number}",
            title=rng.choice(titles),
            abstract=" ".join(rng.sample(every, rng.randint(1, 8))),
        )
        for number in range(count)
    ]


@pytest.fixture(scope="module")
def nlp() -> Language:
    """The shipped pipeline."""
    return load_pipeline()


@pytest.fixture(scope="module")
def annotated(nlp: Language) -> list[AnnotatedPaper]:
    """All papers, by one process."""
    return list(annotate(PAPERS, nlp=nlp))


@pytest.fixture(scope="module")
def mixed(nlp: Language) -> list[AnnotatedPaper]:
    """Forty mixed papers, each annotated with nothing before it."""
    return [annotate_paper(paper, nlp=nlp) for paper in shuffled_papers(40)]


def check(found: AnnotatedPaper) -> None:
    """The rules that every annotation keeps: offsets, order, types, evidence in sentences."""
    paper, annotation = found
    text = paper.text
    spans = [(m.start, m.end) for m in annotation.mentions]
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    assert all(text[m.start : m.end] == m.text != "" for m in annotation.mentions)
    types = {m.concept: m.type for m in annotation.mentions}
    assert all(types[m.concept] is m.type for m in annotation.mentions)
    starts = {s.start for s in annotation.sentences}
    ends = {s.end for s in annotation.sentences}
    for relation in annotation.relations:
        head = None if relation.head == PAPER_HEAD else types[relation.head]
        assert RESEARCH.allows(head, relation.type, types[relation.tail])
        assert relation.head != relation.tail
    keys = [(r.head, r.type, r.tail) for r in annotation.relations]
    assert keys == sorted(set(keys))
    assert list(annotation.introduces) == sorted(set(annotation.introduces))
    assert set(annotation.introduces) <= set(types)
    for result in annotation.results:
        assert result.value in text[result.start_char : result.end_char]
    facts = (*annotation.introductions, *annotation.relations, *annotation.results)
    assert {f.start_char for f in facts} <= starts
    assert {f.end_char for f in facts} <= ends
    assert all(0 <= f.confidence <= 1 for f in (*facts, *annotation.mentions))


def test_a_directory_without_a_pipeline_is_refused(tmp_path: Path) -> None:
    """The message says what belongs there."""
    with pytest.raises(AnnotationError, match=r"no trained pipeline.*config\.cfg"):
        load_pipeline(model=tmp_path)


def test_no_process_is_no_way_to_work() -> None:
    """Said at once, not at the first paper."""
    with pytest.raises(ValueError, match="workers is 0"):
        annotate(PAPERS, workers=0)


def test_the_order_of_components_meets_their_needs() -> None:
    """What each requires an earlier one assigns."""
    made = empty_pipeline()
    assert tuple(made.pipe_names) == COMPONENTS
    assert not any(made.analyze_pipes()["problems"].values())


hostile = st.text() | st.lists(
    st.sampled_from(
        [
            *("fold", "FoldNet", "folds.", "We", "5%", "from 3 to 4x", "(FN)", "e.g.,", "-"),
            *("https://fold.io", "$\\pm$", "\\textbf{net}", "\n", "\n\n", "\0"),
            *("é\u0301", "\U0001f916", "한국어"),
        ]
    ),
    max_size=25,
).map(" ".join)


@settings(deadline=None)
@given(hostile, hostile)
def test_any_text_keeps_the_rules_under_any_weights(title: str, abstract: str) -> None:
    """Of any script, empty, without words, with marks of all kinds."""
    check(annotate_paper(Paper(id="p", title=title, abstract=abstract), nlp=wild))


def test_the_wild_pipeline_finds_things() -> None:
    """So that its annotations say something of the rules."""
    text = "FoldNet folds at 5% on towel, with it and the net. We propose FoldNet at 3x."
    found = annotate_paper(Paper(id="p", title="FoldNet folds", abstract=text), nlp=wild).annotation
    assert found.mentions
    assert found.relations
    assert found.introductions
    assert found.results


@pytest.mark.parametrize("paper", [("", ""), ("FoldNet", ""), ("", "FoldNet folds"), (" ", "\n")])
def test_a_paper_of_little_text(paper: tuple[str, str]) -> None:
    """No title, no abstract, neither."""
    title, abstract = paper
    made = tiny_pipeline(tagger({"foldnet": "Method"}))
    made.get_pipe(entities.FACTORY).share = 1.0
    found = annotate_paper(Paper(id="p", title=title, abstract=abstract), nlp=made)
    check(found)
    assert [m.text for m in found.annotation.mentions] == ["FoldNet"] * (title + abstract).count(
        "F"
    )


def test_a_text_of_nothing_that_is_known_has_sentences_alone() -> None:
    """No entity, no relation, no result."""
    made = tiny_pipeline(no_weights() | {"tags.bias": tagger({})["tags.bias"]})
    found = annotate_paper(Paper(id="p", title="A title", abstract="It folds 5%."), nlp=made)
    said = {name for name, value in found.annotation.model_dump().items() if value}
    assert said == {"id", "sentences"}


def test_a_document_is_not_remembered() -> None:
    """The next one starts from nothing."""
    first = Paper(id="a", title="FoldNet", abstract="FoldNet folds 5%.")
    second = Paper(id="b", title="A title", abstract="No word.")
    alone = annotate_paper(second, nlp=wild)
    annotate_paper(first, nlp=wild)
    assert annotate_paper(second, nlp=wild) == alone


def test_a_pickled_pipeline_annotates_the_same() -> None:
    """With weights, calibrations and vocabulary."""
    paper = Paper(id="p", title="FoldNet folds", abstract="FoldNet folds at 5% on towel net.")
    again = pickle.loads(pickle.dumps(wild))
    assert annotate_paper(paper, nlp=again) == annotate_paper(paper, nlp=wild)
    assert annotate_paper(paper, nlp=again).annotation.mentions


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
def test_words_are_forgotten_and_change_nothing(
    monkeypatch: pytest.MonkeyPatch, mixed: list[AnnotatedPaper]
) -> None:
    """A pipeline that was loaded for it stays small; annotations are as without forgetting."""
    own = load_pipeline()
    start = len(own.vocab)
    monkeypatch.setattr(annotating, "load_pipeline", lambda *, model: own)
    monkeypatch.setattr(annotating, "MOST_WORDS", start + 200)
    sizes = []
    for found, expected in zip(annotate(m.paper for m in mixed), mixed, strict=True):
        assert found == expected
        sizes.append(len(own.vocab))
    assert any(later < earlier for earlier, later in pairwise(sizes))
    assert max(sizes) < start + 600


@pytest.mark.model
def test_annotations_keep_the_rules_of_the_schema(
    annotated: list[AnnotatedPaper], mixed: list[AnnotatedPaper]
) -> None:
    """On made-up papers and on mixed ones; the title is a sentence."""
    for found in (*annotated, *mixed):
        check(found)
        first = found.annotation.sentences[0]
        assert found.paper.text[: first.end] == found.paper.title
    assert all(found.annotation.mentions for found in annotated)
    assert sum(bool(found.annotation.mentions) for found in mixed) > 30


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
    nlp: Language, annotated: list[AnnotatedPaper], mixed: list[AnnotatedPaper]
) -> None:
    """Alone, again, in another order, and after others."""
    assert annotate_paper(PAPERS[7], nlp=nlp) == annotated[7]
    assert list(annotate(reversed(PAPERS), nlp=nlp)) == annotated[::-1]
    papers = [found.paper for found in mixed]
    assert list(annotate([*papers[20:], *PAPERS, *papers[:20]], nlp=nlp)) == [
        *mixed[20:],
        *annotated,
        *mixed[:20],
    ]


@pytest.mark.model
def test_the_shipped_pipeline_survives_pickle_and_disk(
    nlp: Language, annotated: list[AnnotatedPaper], tmp_path: Path
) -> None:
    """It annotates the same, and is written again as it was."""
    again = pickle.loads(pickle.dumps(nlp))
    assert list(annotate(PAPERS[:4], nlp=again)) == annotated[:4]
    nlp.to_disk(tmp_path / "one", exclude=["vocab"])
    loaded = load_pipeline(model=tmp_path / "one")
    assert list(annotate(PAPERS[:4], nlp=loaded)) == annotated[:4]
    loaded.to_disk(tmp_path / "other", exclude=["vocab"])
    for path in (tmp_path / "one").rglob("*.*"):
        other = tmp_path / "other" / path.relative_to(tmp_path / "one")
        assert path.is_dir() or path.read_bytes() == other.read_bytes(), path.name


@pytest.mark.model
def test_the_shipped_pipeline_survives_bytes(
    nlp: Language, annotated: list[AnnotatedPaper]
) -> None:
    """As spaCy's pipelines do: made from its config, then filled; also in other processes."""
    again = type(nlp).from_config(nlp.config).from_bytes(nlp.to_bytes())
    assert list(annotate(PAPERS[:4], nlp=again)) == annotated[:4]
    again = pickle.loads(pickle.dumps(again))
    assert list(annotate(PAPERS[:4], nlp=again)) == annotated[:4]


@pytest.mark.model
def test_a_long_paper_is_read_to_its_end(nlp: Language) -> None:
    """Beyond what the encoder holds at once; names are found in every part."""
    filler = "The robot folds a towel and then it rests for a while. " * 60
    text = f"{filler}We test GPT-4 on LIBERO. {filler}We test GPT-4 on Meta-World."
    paper = Paper(id="long", title="FoldNet: Folding Towels", abstract=text)
    found = annotate_paper(paper, nlp=nlp)
    check(found)
    places = {m.text: m.start for m in found.annotation.mentions}
    assert places["LIBERO"] > 3000
    assert places["Meta-World"] > 6000


@pytest.mark.model
@pytest.mark.parametrize(
    "text",
    ["", " ", "\n\n", "a", "§ \\ $x_{1}$ \U0001f916", "e.g. " * 600, "x" * 50_000, "1-" * 600],
)
def test_odd_papers_survive(nlp: Language, text: str) -> None:
    """Nothing, white space, signs, one word without an end."""
    for title, abstract in ((text, "B."), ("A", text)):
        check(annotate_paper(Paper(id="p", title=title, abstract=abstract), nlp=nlp))


@pytest.mark.model
@pytest.mark.slow
@pytest.mark.parametrize("method", ["fork", "spawn"])
@pytest.mark.parametrize("given", [True, False])
def test_processes_change_nothing(
    method: str,
    given: bool,
    nlp: Language,
    annotated: list[AnnotatedPaper],
    mixed: list[AnnotatedPaper],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Under either way of starting them, with a pipeline at hand or without."""
    monkeypatch.setattr(multiprocessing.context._default_context, "_actual_context", None)
    multiprocessing.set_start_method(method, force=True)
    papers = [*PAPERS, *(found.paper for found in mixed)]
    found = list(annotate(papers, nlp=nlp if given else None, workers=2))
    assert found == [*annotated, *mixed]
