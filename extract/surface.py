"""Surfaces: where one stands in a text, where none does, and what its spellings fold to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_CLOSED_BY: Final = {"(": ")", "[": "]", "{": "}"}
_ADDRESS_MARKS: Final = ("http", "www.", ".io", ".com", ".edu")
_ADDRESS: Final = re.compile(r"(?<!\S)\S*(?:https?://|www\.|\.io|\.com|\.edu)\S*")


def fold_surface(surface: str) -> str:
    """The form under which spellings of one surface meet when they are scored.

    Example:
        >>> fold_surface("Large-Language  Models"), fold_surface("LLMs"), fold_surface("loss")
        ('large language model', 'llms', 'loss')
    """
    return without_plural(re.sub(r"[\s\-_]+", " ", surface.lower()).strip())


def without_plural(folded: str) -> str:
    """A folded surface of five letters or more without the s at its end, but for a double one.

    Example:
        >>> without_plural("vision language models"), without_plural("llms"), without_plural("loss")
        ('vision language model', 'llms', 'loss')
    """
    plural = len(folded) > 4 and folded.endswith("s") and not folded.endswith("ss")
    return folded[:-1] if plural else folded


def address_spans(text: str) -> list[tuple[int, int]]:
    """Start and end of every web address, in which no surface stands.

    Example:
        >>> address_spans("See (https://fold.io/net) and FoldNet")
        [(4, 25)]
    """
    if not any(mark in text for mark in _ADDRESS_MARKS):  # hardly any text has one
        return []
    return [match.span() for match in _ADDRESS.finditer(text)]


def whole_words(text: str, surface: str) -> Iterator[int]:
    """Yields where a surface starts with no word character on either side.

    Example:
        >>> list(whole_words("RL, (RL)-based, RLHF, DRL", "RL"))
        [0, 5]
    """
    start = text.find(surface) if surface else -1
    while start >= 0:
        end = start + len(surface)
        if not (is_word(text[start - 1 : start]) or is_word(text[end : end + 1])):
            yield start
            start = text.find(surface, end)
        else:
            start = text.find(surface, start + 1)


def is_balanced(surface: str) -> bool:
    """Whether it closes the brackets that it opens and no others, and its dollar signs pair up.

    No annotator marked a surface that does not, of 74,096.

    Example:
        >>> [is_balanced(name) for name in ("MBPP(+)", "$x$-Net", "FoldNet}$", "GoT) reasoning")]
        [True, True, False, False]
    """
    opened: list[str] = []
    for character in surface:
        if character in _CLOSED_BY:
            opened.append(_CLOSED_BY[character])
        elif character in _CLOSED_BY.values() and (not opened or opened.pop() != character):
            return False
    return not opened and surface.count("$") % 2 == 0


def is_word(character: str) -> bool:
    """Whether it is a letter, a digit or an underscore, in any script; no character is not."""
    return character.isalnum() or character == "_"
