"""Facts that a reader finds on the real page, read from its text by the whole extractor."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from extract.annotation import annotate
from extract.pipeline import MODEL
from extract.reading import read
from schemas import AnnotatedPaper, EntityType, RelationType

PAGE = Path(__file__).parents[3] / "shared" / "data" / "skill-papers.txt"

pytestmark = [pytest.mark.shared, pytest.mark.model, pytest.mark.slow]


@pytest.fixture(scope="module")
def papers() -> Mapping[str, AnnotatedPaper]:
    """All papers of the page by title."""
    if not PAGE.exists():
        pytest.skip("the real page is not beside the checkout")
    if not MODEL.exists():
        pytest.skip("no pipeline has been trained into the package")
    return {found.paper.title: found for found in annotate(read(PAGE))}


def surfaces(found: AnnotatedPaper, concept: str) -> set[str]:
    """Every way the paper writes a concept."""
    return {m.text for m in found.annotation.mentions if m.concept == concept}


@pytest.mark.parametrize(
    ("head", "tail"),
    [
        ("CycleQD", "AgentBench"),
        ("PSEC", "D4RL"),
        ("PAE", "WebVoyager"),
        ("PAE", "WebArena"),
        ("ADS", "Meta-World"),
    ],
)
def test_evaluated_on(papers: Mapping[str, AnnotatedPaper], head: str, tail: str) -> None:
    """The head under any of its names, and evidence that holds the tail."""
    evidence = [
        found.paper.text[r.start_char : r.end_char]
        for found in papers.values()
        for r in found.annotation.relations
        if r.type == RelationType.EVALUATED_ON
        and head in surfaces(found, r.head)
        and tail in surfaces(found, r.tail)
    ]
    assert len(evidence) == 1
    assert tail in evidence[0]


def test_libero_is_introduced_as_a_benchmark(papers: Mapping[str, AnnotatedPaper]) -> None:
    """By the paper that is named after it."""
    (found,) = (p for title, p in papers.items() if title.startswith("LIBERO:"))
    (introduced,) = (
        i for i in found.annotation.introductions if "LIBERO" in surfaces(found, i.concept)
    )
    types = {m.type for m in found.annotation.mentions if m.concept == introduced.concept}
    assert types == {EntityType.BENCHMARK}
    sentence = found.paper.text[introduced.start_char : introduced.end_char]
    assert "introduce LIBERO" in sentence
