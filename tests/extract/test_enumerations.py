"""What a text lists, and from where to where something goes."""

from __future__ import annotations

import re

import pytest

from extract.enumerations import Link, links, runs

LISTED, RISEN = Link.LISTED, Link.RISEN


def names(text: str) -> list[tuple[int, int]]:
    """The words in capitals and the numbers of a text."""
    return [match.span() for match in re.finditer(r"\b[A-Z]{2,}\b|\d+(?:\.\d+)?\\?%?", text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("AA, BB, and CC", [LISTED, LISTED]),
        ("AA and the BB as well as on CC", [LISTED, LISTED]),
        ("AA (test), BB; CC/DD", [LISTED, LISTED, LISTED]),
        (r"AA \& BB & CC", [LISTED, LISTED]),
        ("12%, about 13% and up to +14%", [LISTED, LISTED]),
        ("from 12% to 13%, and from 14 to 15", [RISEN, None, RISEN]),
        (r"12\% (base) $\to$ 13\%", [RISEN]),
        (r"12 → \textbf{13}", [RISEN]),
        ("AA beats BB", [None]),
        ("AA. BB", [None]),
        ("AA\nBB", [None]),
        ("AA and other BB", [None]),
        ("AA android BB", [None]),
        ("12 together 13", [None]),
        ("AA", []),
        ("", []),
    ],
)
def test_links(text: str, expected: list[Link | None]) -> None:
    """Commas, conjunctions and asides list; other words between end a list."""
    assert links(text, names(text)) == expected


def test_runs_are_of_two_or_more() -> None:
    """One that nothing goes on from is in no stretch, whatever stands around it."""
    assert runs([], [LISTED]) == runs([None, RISEN], [LISTED]) == []
    assert runs([None, LISTED, RISEN, None], [LISTED]) == [range(1, 3)]
    assert runs([None, LISTED, RISEN, None], [LISTED, RISEN]) == [range(1, 4)]
