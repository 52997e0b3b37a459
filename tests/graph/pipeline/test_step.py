"""The papers that lead from one atlas to the next, and when they are too many."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.former import Former
from graph.pipeline.building import make
from graph.pipeline.gathering import Wanted
from graph.pipeline.step import step_to
from schemas import AmbiguousNameError, Paper, UnknownNameError
from tests.graph.pipeline.prepared import Engine, made_up_paper, making


@pytest.fixture
def former(tmp_path: Path) -> Former:
    """An atlas of four papers."""
    papers = [made_up_paper(n, [n % 3]) for n in range(4)]
    papers[3] = papers[3].model_copy(update={"id": 'p/"\\3', "title": "Paper 1"})
    make(
        tmp_path,
        lambda _: Wanted(papers, len(papers), len(papers)),
        making(Engine()),
        settings={"pages": "none"},
    )
    return Former(tmp_path)


def test_what_is_new_revised_or_gone(former: Former) -> None:
    """A paper that is just as it was is not among them."""
    same, revised, new = made_up_paper(0, [0]), made_up_paper(1, [2]), made_up_paper(7, [1])
    step = step_to(former, [same, revised, new], most=10)
    assert step is not None
    assert step.new == {"p/1": revised, "p/7": new}
    assert step.gone == {"p/1", "p/2", 'p/"\\3'}
    assert step.papers == 4


@pytest.mark.parametrize(("most", "is_small"), [(3, False), (4, True)])
def test_a_large_step_is_none(former: Former, most: int, is_small: bool) -> None:
    """One new, one revised, two gone are four papers."""
    papers = [made_up_paper(0, [0]), made_up_paper(1, [2]), made_up_paper(7, [1])]
    assert (step_to(former, papers, most=most) is not None) == is_small


def test_new_papers_beyond_the_most_are_not_looked_at(former: Former) -> None:
    """So that few are in memory."""
    seen: list[str] = []

    def papers() -> Iterator[Paper]:
        for n in range(5, 50):
            seen.append(f"p/{n}")
            yield made_up_paper(n, [0])

    assert step_to(former, papers(), most=2) is None
    assert len(seen) == 3


def test_the_papers_of_an_atlas_are_known_by_id(former: Former) -> None:
    """Whatever characters that has."""
    known = former.known(["p/2", 'p/"\\3', "p/9"])
    assert known["p/2"] == made_up_paper(2, [2])
    assert known.keys() == {"p/2", 'p/"\\3'}
    assert former.holds(known["p/2"]) is True
    assert former.holds(known["p/2"].model_copy(update={"year": 1999})) is False
    assert former.holds(made_up_paper(9, [0])) is None


def test_names_of_papers(former: Former) -> None:
    """Ids, ids of nodes and titles; a title of two papers, and one of none, is an error."""
    assert former.ids(["p/2", "paper:p/0", "paper  2"]) == {"p/0", "p/2"}
    with pytest.raises(AmbiguousNameError, match="several"):
        former.ids(["p/2", "Paper 1"])
    with pytest.raises(UnknownNameError, match="Paper 0"):
        former.ids(["Paper 00"])


def test_an_annotation_is_known_by_the_text(former: Former) -> None:
    """Under another id, of another year; not of another text."""
    known = made_up_paper(2, [2])
    other = Paper(id="q", title=known.title, abstract=known.abstract, year=1999)
    found = former.annotation(other)
    assert found is not None
    assert found.id == "q"
    assert [m.text for m in found.mentions][:2] == ["Proposer-Agent-Evaluator", "PAE"]
    assert former.annotation(other.model_copy(update={"title": "Another"})) is None
