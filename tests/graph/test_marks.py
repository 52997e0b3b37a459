"""Names are found in a sentence as whole words, and never over each other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.marks import marks_in


@pytest.mark.parametrize(
    ("text", "surfaces", "marked"),
    [
        ("PlanBot beats GripNet.", {"a": ["PlanBot"], "b": ["GripNet"]}, ["PlanBot", "GripNet"]),
        ("LIBERO-Plus extends LIBERO.", {"p": ["LIBERO-Plus"], "l": ["LIBERO"]}, None),
        ("GPT-4 and GPT-4o, GPT-40.", {"a": ["GPT-4"]}, ["GPT-4"]),
        (
            "Large language models talk.",
            {"a": ["large language models"]},
            ["Large language models"],
        ),
        ("MAIL is no mail.", {"a": ["MAIL"]}, ["MAIL"]),
        ("no mail here", {"a": ["MAIL"]}, ["mail"]),
        ("(RL)-based RL_1 RL", {"a": ["RL"]}, ["RL", "RL"]),
        ("𝛑₀ runs on 🤖 arms", {"a": ["𝛑₀"], "b": ["🤖"]}, ["𝛑₀", "🤖"]),
        ("İstanbul and GRIP", {"a": ["grip"]}, ["GRIP"]),
        ("a.b is no axb", {"a": ["a.b"]}, ["a.b"]),
        ("nothing", {"a": ["", " "], "b": []}, []),
    ],
)
def test_marks(text: str, surfaces: dict[str, list[str]], marked: list[str] | None) -> None:
    """The marked characters are the surfaces, the longest where two would overlap."""
    expected = ["LIBERO-Plus", "LIBERO"] if marked is None else marked
    assert [text[m.start : m.end] for m in marks_in(text, surfaces)] == expected


def test_the_longer_name_wins() -> None:
    """A name inside a longer name of the other node is not marked there."""
    marks = marks_in("LIBERO-Plus extends LIBERO.", {"p": ["LIBERO-Plus"], "l": ["LIBERO"]})
    assert [(m.start, m.node) for m in marks] == [(0, "p"), (20, "l")]


@given(
    st.text(alphabet="abAB -İ", max_size=40),
    st.dictionaries(st.sampled_from("xy"), st.lists(st.text("abAB -", max_size=5), max_size=4)),
)
def test_marks_never_overlap(text: str, surfaces: dict[str, list[str]]) -> None:
    """Marks are sorted, inside the text, apart, and say a name of their node."""
    end = 0
    for mark in marks_in(text, surfaces):
        assert end <= mark.start < mark.end <= len(text)
        assert text[mark.start : mark.end].lower() in [s.lower() for s in surfaces[mark.node]]
        end = mark.end
