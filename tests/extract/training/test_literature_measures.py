"""The measures of the literature, counted by hand."""

from __future__ import annotations

import pytest

from extract.scoring.counts import Count
from extract.training.literature.documents import Marks, Tokens, Triple
from extract.training.literature.measures import scores

NET, TASK, OTHER = Tokens(0, 0), Tokens(2, 3), Tokens(5, 5)
USED = Triple(NET, "USED-FOR", TASK)
COMPARED = Triple(NET, "COMPARE", OTHER)
GOLD = Marks({NET: "Method", TASK: "Task", OTHER: "Generic"}, frozenset({USED, COMPARED}))


def found(
    mentions: dict[Tokens, str] | None = None, relations: set[Triple] | None = None
) -> dict[str, Count]:
    """Scores of a sentence against ``GOLD``."""
    marks = Marks({**GOLD.mentions, **(mentions or {})}, frozenset(relations or GOLD.relations))
    return scores([(marks, GOLD)], symmetric={"COMPARE"})


def test_a_relation_that_holds_both_ways_counts_twice() -> None:
    """Whichever way it is written."""
    whole = {"NER": Count(3, 3, 3), "Rel": Count(3, 3, 3), "Rel+": Count(3, 3, 3)}
    turned = Triple(OTHER, "COMPARE", NET)
    assert found() == found(relations={USED, turned}) == whole
    assert found(relations={COMPARED})["Rel"] == Count(2, 2, 3)


def test_direction_counts_where_it_matters() -> None:
    """A relation the wrong way round is wrong."""
    turned = Triple(TASK, "USED-FOR", NET)
    assert found(relations={turned, COMPARED})["Rel"] == Count(2, 3, 3)


@pytest.mark.parametrize(
    ("kind", "expected"), [("Task", (3, 3)), ("Metric", (2, 2)), ("Generic", (2, 2))]
)
def test_a_wrong_type_spoils_the_strict_measure(kind: str, expected: tuple[int, int]) -> None:
    """And the mention, but not the relation of its span."""
    got = found({TASK: kind})
    assert (got["NER"].right, got["Rel+"].right) == expected
    assert got["Rel"].right == 3


def test_a_type_that_is_seldom_named_counts_as_well() -> None:
    """Generic mentions too."""
    assert scores([(Marks({OTHER: "Generic"}, frozenset()), GOLD)])["NER"] == Count(1, 1, 3)


def test_sentences_are_summed_before_shares_are_taken() -> None:
    """Micro-averaged, and nothing predicted is nought."""
    nothing = Marks({}, frozenset())
    summed = scores([(GOLD, GOLD), (nothing, GOLD)])["NER"]
    assert summed == Count(3, 3, 6)
    assert (summed.precision, summed.recall, round(summed.f1, 3)) == (1.0, 0.5, 0.667)
    assert scores([(nothing, nothing)])["Rel+"].f1 == 0
