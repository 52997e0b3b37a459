"""Slips of the pen: names that differ from a much more frequent one by a letter of one word.

A slip leaves a word that hardly any other name has: "reinforcment" is one, "grasp" in "grasp
learning" is none of "graph learning". Names that differ by a letter are found by what is
left when one letter is taken out of each (symmetric deletion, W. Garbe 2012), which takes
time in proportion to the letters.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

from extract.resolution.spelling import written_words

LETTERS: Final = 6
"""Letters that the word must have."""

FREQUENT: Final = 5
"""So many papers must write the word right for each that does not."""


def slips(papers: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """Yields each name with a slip and the name without it, by the names.

    Args:
        papers: How many papers have each name.

    Example:
        >>> list(slips({"napkin folding": 9, "napkin foldign": 1, "napkin holding": 9}))
        [('napkin foldign', 'napkin folding')]
        >>> list(slips({"grasp learning": 1, "graph learning": 9, "grasp": 5}))
        []
    """
    counts: Counter[str] = Counter()
    names: dict[str, str] = {}
    for name in sorted(papers):
        lower = lower_name(name)
        names.setdefault(lower, name)
        for word in set(lower.split()):
            counts[word] += papers[name]
    right_words = dict(_right_words(counts))
    for lower, name in names.items():
        if right_words.keys().isdisjoint(lower.split()):
            continue
        for right in without_slip(name, lambda word: right_words.get(word, ())):
            if right in names:
                yield name, names[right]


@lru_cache(maxsize=1 << 18)
def lower_name(name: str) -> str:
    """The words of a name in lower case: what of names that differ in capitals is one.

    Example:
        >>> lower_name("Napkin-Folding (deep)")
        'napkin folding deep'
    """
    return " ".join(written_words(name)).lower()


def without_slip(name: str, right_words: Callable[[str], Iterable[str]]) -> Iterator[str]:
    """What a name is, in lower case, with one word of it written right.

    Args:
        name: The name.
        right_words: What a word may be a slip of.

    Example:
        >>> list(without_slip("Napkin foldign", {"foldign": ["folding"]}.get))
        ['napkin folding']
    """
    words, written = lower_name(name).split(), written_words(name)
    for at, word in enumerate(words):
        for right in right_words(word) or () if _may_slip(written, at) else ():
            yield " ".join((*words[:at], right, *words[at + 1 :]))


def _right_words(counts: Mapping[str, int]) -> Iterator[tuple[str, list[str]]]:
    """Each word that may be a slip, with the frequent words that differ by a letter."""
    left: defaultdict[str, list[str]] = defaultdict(list)
    for word, papers in counts.items():
        if papers >= FREQUENT and is_plain(word):
            for short in shortened(word):
                left[short].append(word)
    for word, papers in counts.items():
        if not is_plain(word):
            continue
        near = {
            right
            for short in shortened(word)
            for right in left.get(short, ())
            if is_frequent(counts[right], beside=papers) and one_slip(word, right)
        }
        if near:
            yield word, sorted(near)


def is_frequent(papers: int, *, beside: int) -> bool:
    """Whether so many papers have a word that what few have beside it may be a slip.

    Args:
        papers: How many papers have the word.
        beside: How many have the other.

    Example:
        >>> is_frequent(9, beside=1), is_frequent(9, beside=2), is_frequent(4, beside=0)
        (True, False, False)
    """
    return papers >= FREQUENT and papers >= FREQUENT * beside


def _may_slip(words: Sequence[str], at: int) -> bool:
    """Whether a word is written as words are, not as names: Foldign Net, but no FoldigN.

    Example:
        >>> [_may_slip(w.split(), 0) for w in ("Foldign Net", "foldign", "Foldign", "FOLDIGN Net")]
        [True, True, False, False]
    """
    word = words[at]
    return word.islower() or (word[1:].islower() and len(words) > 1)


def is_plain(word: str) -> bool:
    """Whether a word may be a slip or right: long enough, and of letters alone."""
    return len(word) >= LETTERS and word.isalpha()


def shortened(word: str) -> Iterator[str]:
    """The word, and what is left of it without each letter but the first."""
    yield word
    for at in range(1, len(word)):
        yield word[:at] + word[at + 1 :]


def one_slip(word: str, right: str) -> bool:
    """Whether one letter is missing, too many, another, or changed places with the next.

    A letter more at the end is rather an ending, and no slip.

    Example:
        >>> [one_slip(w, "folding") for w in ("foldng", "foldding", "foldign", "fodlign")]
        [True, True, True, False]
        >>> one_slip("foldings", "folding")
        False
    """
    if len(word) != len(right) and word.rstrip("sdr") == right.rstrip("sdr"):
        return False
    start = 0
    while start < min(len(word), len(right)) and word[start] == right[start]:
        start += 1
    one, other = word[start:], right[start:]
    if not one or not other:
        return False
    return (
        one[1:] == other[1:]
        or one[1:] == other
        or one == other[1:]
        or (one[:2] == other[1::-1] and one[2:] == other[2:])
    )
