"""Surfaces: where one stands in a text, and what its spellings fold to."""

from __future__ import annotations

import re
from collections.abc import Iterator


def fold_surface(surface: str) -> str:
    """The form under which spellings of one surface meet when they are scored.

    Example:
        >>> fold_surface("Large-Language  Models"), fold_surface("LLMs"), fold_surface("loss")
        ('large language model', 'llms', 'loss')
    """
    folded = re.sub(r"[\s\-_]+", " ", surface.lower()).strip()
    plural = len(folded) > 4 and folded.endswith("s") and not folded.endswith("ss")
    return folded[:-1] if plural else folded


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


def is_word(character: str) -> bool:
    """Whether it is a letter, a digit or an underscore, in any script; no character is not."""
    return character.isalnum() or character == "_"
