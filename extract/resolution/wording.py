"""Wordings: phrases that say one thing in other word forms.

The wording key sees through the form of the words before
the last and through short forms of settled meaning within a phrase::

    >>> wording_key("positional embeddings") == wording_key("position embedding")
    True
    >>> wording_key("reasoning LLMs") == wording_key("reasoning large language model")
    True
    >>> wording_key("language modeling") == wording_key("language model")
    False

The loose key also sees through the form of the last word; it is for things of one type::

    >>> loose_key("model predictive controller") == loose_key("Model Predictive Control")
    True
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from extract.resolution.dialect import american
from extract.resolution.known import settled_words
from extract.resolution.spelling import singular, written_words

TABLE: Final = Path(__file__).parent.parent / "data" / "word_variants.tsv"

_ADJECTIVES: Final = (
    (re.compile(r"(?<=\w{4}ion)al$"), ""),
    (re.compile(r"(?<=\w{3}ic)al$"), ""),
    (re.compile(r"(?<=\w{3}al)ity$"), ""),
    (re.compile(r"(?<=\w{4}[ts])ive$"), "ion"),
)


@cache
def _variants() -> Mapping[str, str]:
    """The word that stands for each word with a variant: the smallest of those it meets."""
    parent: dict[str, str] = {}

    def find(word: str) -> str:
        while (above := parent.get(word, word)) != word:
            word = above
        return word

    with TABLE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            low, high = sorted((find(row["word"]), find(row["variant"])))
            if low != high:
                parent[high] = low
    return {word: find(word) for word in parent}


def plain_words(surface: str) -> tuple[str, ...]:
    """The words of a surface in lower case, singular and American.

    Example:
        >>> plain_words("Behaviour-Cloning Policies")
        ('behavior', 'cloning', 'policy')
    """
    return tuple(american(singular(w.lower())) for w in written_words(surface))


@lru_cache(maxsize=1 << 16)
def base_form(word: str) -> str:
    """The form that stands for a word and its variants.

    Example:
        >>> [base_form(w) for w in ("positional", "generative", "modality", "robot")]
        ['position', 'generation', 'modal', 'robot']
    """
    for ending, instead in _ADJECTIVES:
        word = ending.sub(instead, word)
    return _variants().get(word, word)


@lru_cache(maxsize=1 << 18)
def wording(surface: str) -> tuple[str, ...]:
    """The words of a phrase in one form each; of fewer than two words nothing.

    Example:
        >>> wording("sim-to-real RL"), wording("FoldNet")
        (('sim', 'to', 'real', 'reinforcement', 'learning'), ())
    """
    written = written_words(surface)
    if len(written) < 2:
        return ()
    words: list[str] = []
    for word in written:
        words.extend(settled_words(word) or (american(singular(word.lower())),))
    return (*map(base_form, words[:-1]), words[-1])


def wording_key(surface: str) -> str | None:
    """The words in one key; ``None`` for what is no phrase."""
    words = wording(surface)
    return " ".join(words) if words else None


def loose_key(surface: str) -> str | None:
    """The words in one key, the last in its base form too.

    Who or what does something is not the doing: a planner no planning, a model no modeling.

    Example:
        >>> loose_key("motion planner") == loose_key("motion planning")
        False
        >>> loose_key("language models") == loose_key("language modeling")
        False
    """
    words = wording(surface)
    if not words:
        return None
    last = words[-1]
    base = base_form(last)
    kept = _is_doer(last) != _is_doer(base) and (_is_doing(last) or _is_doing(base))
    kept = kept or last == "modeling"
    return " ".join((*words[:-1], last if kept else base))


def _is_doer(word: str) -> bool:
    return word.endswith(("er", "or"))


def _is_doing(word: str) -> bool:
    return word.endswith(("ing", "ion", "ed"))
