"""Which of the words beside a short form are its long form.

The algorithm is that of Schwartz and Hearst, "A simple algorithm for identifying
abbreviation definitions in biomedical text" (PSB 2003): the letters of the short form are
looked for from right to left in the words beside the parenthesis, and the first letter
must begin a word. One thing is added: words that begin with the whole short form, by letters
or by syllables, are taken whole, where the algorithm would stop at a shorter end of them.
"""

from __future__ import annotations

import re
from typing import Final

QUOTES: Final = "'\"`*\u201c\u201d\u2018\u2019"
"""Marks that may stand around a form and are no part of it."""

_WORD = re.compile(r"[^\s\-/]+")
_PART = re.compile(r"[A-Z][a-z]{2,}")
_DIGITS = re.compile(r"\d+")

_INITIALED: Final = 3
"""Letters of an acronym from which on they are looked for at the beginning of words."""


def best_long_form(short: str, window: str) -> str | None:
    """Finds the shortest end of the window that spells the short form.

    Args:
        short: The short form.
        window: The words that may hold the long form, which ends where they end.

    Returns:
        The long form, or None where a letter is not found or the match is no long form.

    Example:
        >>> best_long_form("LoRA", "with modules of Low-Rank Adaptation")
        'Low-Rank Adaptation'
        >>> best_long_form("LLMs", "such as Large Language Models")
        'Large Language Models'
        >>> best_long_form("PPO", "trained by Proximal Policy Optimization")
        'Proximal Policy Optimization'
        >>> best_long_form("PAE", "we fold towels") is None
        True
        >>> best_long_form("FTN-4", "with folds of up to nine in 46%") is None  # another number
        True
    """
    at = len(window)
    letters = [c for c in short.lower() if c.isalnum()]
    for n, letter in reversed(list(enumerate(letters))):
        at -= 1
        while at >= 0 and (
            window[at].lower() != letter or (n == 0 and at > 0 and window[at - 1].isalnum())
        ):
            at -= 1
        if at < 0:
            return None
    long = window[window.rfind(" ", 0, at) + 1 :].lstrip("([{-" + QUOTES)
    long = max(long, _initialled(letters, window), _begun(short, window), key=len)
    if len(long) <= len(short) or re.search(rf"(?<!\w){re.escape(short)}(?!\w)", long):
        return None
    if not set(_DIGITS.findall(long)) <= set(_DIGITS.findall(short)):
        return None
    return long if _has_initials(short, long) else None


def _has_initials(short: str, long: str) -> bool:
    """Whether half the letters of an acronym begin words of a long form of several.

    Example:
        >>> _has_initials("DRL", "deep neural networks"), _has_initials("PPL", "perplexity")
        (False, True)
    """
    words = [w[0] for w in _WORD.finditer(long)]
    if len(words) < 2 or len(short) < _INITIALED or not short.isupper():
        return True
    left = [w[0].lower() for w in words]
    found = 0
    for letter in short.lower():
        if letter in left:
            found += 1
            del left[: left.index(letter) + 1]
    return 2 * found >= len(short)


def _initialled(letters: list[str], window: str) -> str:
    """The last words of the window, where their initials are the letters; else nothing.

    Where they are, no shorter end of the window can be meant.
    """
    words = list(_WORD.finditer(window))[-len(letters) :]
    if [w[0][0].lower() for w in words] != letters:
        return ""
    return window[words[0].start() :]


def _begun(short: str, window: str) -> str:
    """The last words of the window of which some begin with the parts of a name; else nothing.

    Example:
        >>> _begun("FoldNap", "a Folding Napkin folded model")
        'Folding Napkin folded model'
        >>> _begun("FoldNap", "a folded napping model"), _begun("LoRA", "Low-Rank Adaptation")
        ('folded napping model', '')
    """
    parts = _PART.findall(short)
    if len(parts) < 2 or "".join(parts) != short:
        return ""
    starts = [(w.start(), w[0].lower()) for w in _WORD.finditer(window)]
    found = -1
    for part in reversed(parts):
        while starts and not starts[-1][1].startswith(part.lower()):
            starts.pop()
        if not starts:
            return ""
        found, _ = starts.pop()
    return window[found:]
