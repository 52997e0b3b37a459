from __future__ import annotations

import itertools
import re

import pytest

from graph.cypher_guard import check_reading, parameter_names
from graph.questions import QUESTIONS, Question
from graph.stores.protocol import EVERYTHING, Ours
from schemas import RESEARCH


def test_the_questions_are_those_of_the_contract() -> None:
    """Each has its name, in the order they are listed."""
    assert list(QUESTIONS) == [
        "evaluated-on",
        "uses",
        "outperforms",
        "mentions",
        "introduces",
        "shares-benchmarks",
        "leaderboard",
        "path",
        "top",
    ]


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=list(QUESTIONS))
def test_each_text_reads_and_takes_parameters_only(question: Question) -> None:
    """The text passes the gate for every label, and values are parameters."""
    for label, ours in itertools.product(
        RESEARCH.node_labels, (EVERYTHING, Ours(":Own", ":USES|PART_OF"))
    ):
        statement = question.statement(label, ours)
        check_reading(statement)
        assert not re.search("LABEL|OURS|TYPES", statement)
        assert f":`{label}`" in statement
        assert parameter_names(statement) <= {"x", "y", "generic", "limit", "papers"}


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=list(QUESTIONS))
def test_each_orders_its_rows(question: Question) -> None:
    """No text leaves the order to the engine."""
    assert "\nORDER BY " in question.cypher


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=list(QUESTIONS))
def test_each_is_described(question: Question) -> None:
    """A line on what it answers, an example that fits, and distinct columns."""
    assert re.fullmatch(r"[A-Z].*\.", question.description)
    assert len(question.description) < 80
    assert len(question.example) == len(question.arguments)
    assert len(set(question.columns)) == len(question.columns)
    assert question.usage.startswith(question.name)
