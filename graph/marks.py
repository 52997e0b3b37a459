"""Where the names of nodes stand in a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple


class Mark(NamedTuple):
    """A run of characters of a sentence that names a node: ``text[start:end]``."""

    start: int
    end: int
    node: str


def marks_in(text: str, surfaces: Mapping[str, Sequence[str]]) -> tuple[Mark, ...]:
    """Find the surfaces of nodes in a sentence, as whole words, the longest first.

    A node whose surfaces stand nowhere as written is looked for once more without
    regard to case, so that "Large language models" at the head of a sentence is found
    while "MAIL" does not mark a "mail" beside it.

    Args:
        text: The sentence.
        surfaces: The names of each node, by its id.

    Returns:
        Marks by position, never overlapping.

    Example:
        >>> marks_in("GPT-4o beats GPT-4.", {"a": ["GPT-4"], "b": ["GPT-4o"]})
        (Mark(start=0, end=6, node='b'), Mark(start=13, end=18, node='a'))
        >>> marks_in("Robots learn.", {"t": ["robots"]})
        (Mark(start=0, end=6, node='t'),)
    """
    marks = _search(text, surfaces)
    found = {mark.node for mark in marks}
    missing = {
        node: [_lowered(name) for name in names]
        for node, names in surfaces.items()
        if node not in found
    }
    if missing:
        marks += _search(_lowered(text), missing, taken=marks)
    return tuple(sorted(marks))


def _search(
    text: str, surfaces: Mapping[str, Sequence[str]], *, taken: Sequence[Mark] = ()
) -> list[Mark]:
    """Search surface by surface, the longest first; ``taken`` may not be overlapped."""
    pairs = {
        (name, node)
        for node, names in surfaces.items()
        for name in names
        if name in text and name.strip()
    }
    found: list[Mark] = []
    for name, node in sorted(pairs, key=lambda pair: (-len(pair[0]), pair)):
        for start in _whole_words(name, text):
            end = start + len(name)
            if all(end <= mark.start or start >= mark.end for mark in (*taken, *found)):
                found.append(Mark(start, end, node))
    return found


def _whole_words(name: str, text: str) -> Iterator[int]:
    """Where a name stands and neither side goes on with a letter, digit or underscore."""
    start = text.find(name)
    while start >= 0:
        end = start + len(name)
        around = text[start - 1 : start] + text[end : end + 1]  # nothing before the first
        if not any(map(_goes_on, around)):
            yield start
        start = text.find(name, start + 1)


def _goes_on(character: str) -> bool:
    return character.isalnum() or character == "_"


@lru_cache(maxsize=4096)
def _lowered(text: str) -> str:
    """Lower case of the same length: the rare letters that would grow stay as they are."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
