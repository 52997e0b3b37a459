"""Variants of papers: other names and numbers, the same answers."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from extract.gold import GoldPaper
from extract.gold_checks import problems
from extract.surface import fold_surface
from extract.training.standoff_records import gold_record
from extract.training.variants import Variants, renamed
from schemas import RESEARCH
from tests.extract.training.made_papers import made_papers


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> list[GoldPaper]:
    """Forty made-up papers."""
    return made_papers(tmp_path_factory.mktemp("gold"), 40)


def surfaces(paper: GoldPaper) -> list[str]:
    """The surfaces of a paper's entities."""
    return [entity.surface for entity in paper.entities]


def test_names_and_numbers_change_in_text_and_answers_alike(papers: list[GoldPaper]) -> None:
    """Everywhere in the text, in every answer; nothing else does."""
    paper = papers[0]
    method, score = paper.entities[0].surface, paper.results[0].value
    assert method in paper.paper.title
    assert score.endswith("%")
    other = renamed(paper, {method: "KneadNet"}, {score.removesuffix("%"): "42"})
    swap = {method: "KneadNet", score: "42%"}
    title, abstract = paper.paper.title, paper.paper.abstract
    for old, new in swap.items():
        title, abstract = title.replace(old, new), abstract.replace(old, new)
    assert (other.paper.title, other.paper.abstract) == (title, abstract)
    assert other.introduces == ("KneadNet",)
    assert (other.results[0].subject, other.results[0].value) == ("KneadNet", "42%")
    assert {r.head for r in other.relations} == {"KneadNet", "@paper"}
    assert other.paper.id == paper.paper.id
    assert renamed(paper, {}) == paper


def test_variants_are_annotated_papers(papers: list[GoldPaper]) -> None:
    """By the rules of gold files, with as many mentions, of the same types in the same order."""
    variants, chance, changed = Variants(papers), random.Random(1), 0
    for paper in papers:
        variant = variants.of(paper, chance)
        assert problems(gold_record(variant), RESEARCH) == []
        types = [span.type for span in sorted(paper.spans)]
        assert [span.type for span in sorted(variant.spans)] == types
        assert len(variant.clusters) == len(paper.clusters)
        changed += surfaces(variant) != surfaces(paper)
    assert changed > len(papers) / 2


def test_new_names_are_those_of_the_same_sort(papers: list[GoldPaper]) -> None:
    """A method's for a method's, introduced for introduced; never one that stands there."""
    variants, chance = Variants(papers), random.Random(2)
    known = {(e.surface, e.type) for paper in papers for e in paper.entities}
    introduced = {surface for paper in papers for surface in paper.introduces}
    for paper in papers:
        variant = variants.of(paper, chance)
        assert {(e.surface, e.type) for e in variant.entities} <= known
        assert set(variant.introduces) <= introduced
        old = {fold_surface(surface) for surface in surfaces(paper)}
        new = {fold_surface(s) for s in surfaces(variant)} - old
        assert not any(f" {name} " in f" {fold_surface(paper.paper.text)} " for name in new)


def test_the_same_chance_gives_the_same_variant(papers: list[GoldPaper]) -> None:
    """Whatever was asked before."""
    one, two = Variants(papers), Variants(papers)
    two.of(papers[3], random.Random(9))
    for paper in papers[:10]:
        assert one.of(paper, random.Random(5)) == two.of(paper, random.Random(5))


def test_numbers_keep_their_form(tmp_path: Path) -> None:
    """As many digits before and behind the point; what is no score stays."""
    (paper,) = made_papers(tmp_path, 1)
    seen = set()
    for seed in range(40):
        variant = Variants([paper]).of(paper, random.Random(seed))
        values = [result.value for result in variant.results]
        assert all(value in variant.paper.text for value in values)
        assert len(values[0]) == len(paper.results[0].value)
        assert values[1].endswith(" points")
        seen.add(tuple(values))
    assert len(seen) > 5
