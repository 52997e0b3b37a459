"""Whether two long forms of one short form say one thing.

Where both are bound to one short form little else can be meant, so stems are compared: those
of the words that carry meaning, in alphabetical order::

    >>> content("question answering over knowledge graphs")
    ('answ', 'graph', 'knowledg', 'quest')
    >>> content("Masked Image Modeling") == content("mask image model")
    True
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final

from extract.resolution.dialect import american
from extract.resolution.known import settled_words
from extract.resolution.spelling import singular, written_words
from extract.resolution.wording import base_form

_FUNCTION_WORDS_LIST = (
    "a an and as at by for from in into of on over the to towards under using via with"
)
FUNCTION_WORDS: Final = frozenset(_FUNCTION_WORDS_LIST.split())
_BARE_LIST = (
    "model method framework algorithm approach architecture system technique benchmark dataset "
    "corpus metric score measure index network task"
)
_BARE: Final = frozenset(_BARE_LIST.split())
_ENDINGS_LIST = (
    "isation ization ations ation ators ator ative ating ated ional ities ality ments ment ings "
    "ing ions ion ical ors or ers er ed ive ity als al es ic s e y"
)
_ENDINGS: Final = tuple(_ENDINGS_LIST.split())


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """A word without its ending, four letters at least.

    Example:
        >>> [stem(w) for w in ("adapters", "adaptation", "splats", "splatting", "masked", "mask")]
        ['adapt', 'adapt', 'splat', 'splat', 'mask', 'mask']
    """
    word = base_form(singular(word))
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            word = word[: -len(ending)]
            break
    return word[:-1] if len(word) > 4 and word[-1] == word[-2] else word


@lru_cache(maxsize=1 << 16)
def content_words(surface: str, *, expand: bool = True) -> tuple[str, ...]:
    """Stems of the words that carry meaning, as they stand.

    Args:
        surface: A phrase.
        expand: Whether short forms of settled meaning are read as what they stand for.
    """
    words: list[str] = []
    for word in written_words(surface):
        words.extend((expand and settled_words(word)) or (american(word.lower()),))
    stems = [stem(w) for w in words if w not in FUNCTION_WORDS] or [stem(w) for w in words]
    while len(stems) > 1 and stems[-1] in _bare_stems():
        stems.pop()
    return tuple(stems)


@cache
def _bare_stems() -> frozenset[str]:
    return frozenset(map(stem, _BARE))


def content(surface: str) -> tuple[str, ...]:
    """Stems of the words that carry meaning, sorted."""
    return tuple(sorted(content_words(surface)))


def same_meaning(one: str, other: str, *, expand: bool = True) -> bool:
    """Whether two long forms of one short form say one thing.

    They do where their content is equal, where one has words between the first and the last
    that the other leaves out, or where long ones differ by a letter.

    Example:
        >>> same_meaning("speech-to-text translation", "Speech Translation")
        True
        >>> same_meaning("small language models", "spoken language models")
        False
        >>> same_meaning("multimodal in-context learning", "in-context learning")
        False
    """
    first, second = (content_words(s, expand=expand) for s in (one, other))
    if sorted(first) == sorted(second):
        return True
    short, long = sorted((first, second), key=len)
    if len(short) >= 2 and (short[0], short[-1]) == (long[0], long[-1]):
        rest = iter(long)
        if all(word in rest for word in short):
            return True
    return _differ_by_a_letter("".join(first), "".join(second))


def _differ_by_a_letter(one: str, other: str) -> bool:
    """One letter more, less or other, in 12 letters or more; not in the first two."""
    if min(len(one), len(other)) < 12 or abs(len(one) - len(other)) > 1:
        return False
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if at is None:
        return True
    if at < 2:
        return False
    return (
        one[at + 1 :] == other[at + 1 :]
        or one[at + 1 :] == other[at:]
        or one[at:] == other[at + 1 :]
    )
