"""Spelling keys: two surfaces with one key are one word written in two ways.

The key of a surface ignores case, hyphens, blanks, brackets, LaTeX, British spelling, the
century of a year at its end, and the plural of its last word::

    >>> spelling_key("Meta-World") == spelling_key("MetaWorld")
    True
    >>> spelling_key("Large Language Models") == spelling_key("large language model")
    True
    >>> spelling_key("AIME'25") == spelling_key("AIME 2025")
    True

What tells two things apart stays in: digits, dots and plus signs; between two digits a
separator does too. Greek letters are their names::

    >>> spelling_key("GPT-4") == spelling_key("GPT-4o")
    False
    >>> spelling_key("LLaMA-2 7B") == spelling_key("LLaMA-27B")
    False
    >>> spelling_key("tau-Bench") == spelling_key("τ-bench")
    True

A version of no minor number is that version::

    >>> spelling_key("AlpacaEval 2.0") == spelling_key("AlpacaEval 2")
    True

An acronym keeps apart from the lower-case word of the same letters (SELF, self), but
not from a spelling that has capitals of its own::

    >>> spelling_key("SELF") == spelling_key("self")
    False
    >>> spelling_key("LLMs") == spelling_key("LLM")
    True
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from extract.resolution.dialect import american
from schemas import MergeReason

_DASHES = "\\-_\u2010-\u2015\u2212"
_SEPARATORS = re.compile(rf"[\s{_DASHES}~/:,()\[\]]+")
_PLAIN_SEPARATORS = re.compile(rf"[\s{_DASHES}]+")
_APOSTROPHES = re.compile(r"['\u2019\u2018`\"\u201c\u201d]")
_LATEX_STYLE = re.compile(r"\\(?:text|math)[a-z]*(?![a-zA-Z])|\\(?:bf|it|em|rm|tt|sc)(?![a-zA-Z])")
_LATEX_NAME = re.compile(r"\\([a-zA-Z]+)")
_LATEX_MARKS = re.compile(r"[${}\\]|\^(?=[\w+{])")
_YEAR = re.compile(r"([a-z]{2,})(?:19|20)(\d\d)")
ACRONYM: Final = "^"
"""What the key of a name in capitals alone begins with."""
_ROUND = re.compile(r"(?<=\d)\.0(?![\d.])")
_NO_PLURAL_ENDINGS = ("ss", "us", "is", "ous")
_LONGEST_ACRONYM = 5


def is_acronym(surface: str) -> bool:
    """Whether a surface is a short word in capitals, a plural "s" and hyphens aside.

    Example:
        >>> [is_acronym(s) for s in ("LLMs", "PAE", "SD-XL", "LIBERO", "Gato")]
        [True, True, True, False, False]
    """
    stem = _singular_acronym(surface).replace("-", "")
    return 2 <= len(stem) <= _LONGEST_ACRONYM and stem.isalpha() and stem.isupper()


def _singular_acronym(surface: str) -> str:
    return (
        surface[:-1]
        if len(surface) > 2 and surface[:-1].isupper() and surface[-1] == "s"
        else surface
    )


def without_latex(surface: str) -> str:
    r"""A surface with its LaTeX commands as the characters they stand for.

    Example:
        >>> without_latex(r"PATIENT-{\Psi}"), without_latex(r"$\textbf{Hu}$B"), without_latex("∞")
        ('PATIENT-Ψ', 'HuB', 'infty')
    """
    surface = surface.replace("∞", "infty")
    if "\\" not in surface and "$" not in surface and "^" not in surface:
        return surface
    plain = _LATEX_NAME.sub(_character, _LATEX_STYLE.sub("", surface))
    return _LATEX_MARKS.sub("", plain)


def _character(command: re.Match[str]) -> str:
    """The Greek letter that a command names, else its name."""
    name = command[1]
    case = "CAPITAL" if name[0].isupper() else "SMALL"
    try:
        return unicodedata.lookup(f"GREEK {case} LETTER {name.upper()}")
    except KeyError:
        return name


def singular(word: str) -> str:
    """The singular of an English noun, by its ending (lower case in and out).

    Example:
        >>> [singular(w) for w in ("policies", "searches", "models", "analysis", "bus")]
        ['policy', 'search', 'model', 'analysis', 'bus']
    """
    if len(word) <= 3 or word.endswith(_NO_PLURAL_ENDINGS) or not word.endswith("s"):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word[:-1]


def written_words(surface: str) -> list[str]:
    r"""The words of a surface as written, without LaTeX, quotes and brackets.

    Example:
        >>> written_words(r"$\tau^2$ (base)"), written_words("Meta-World's tasks")
        (['τ2', 'base'], ['Meta', 'Worlds', 'tasks'])
    """
    normal = unicodedata.normalize("NFKC", without_latex(surface))
    return [w for w in _SEPARATORS.split(_APOSTROPHES.sub("", normal)) if w]


@lru_cache(maxsize=1 << 18)
def spelling_key(surface: str) -> str:
    """The key under which all spellings of a surface meet.

    Args:
        surface: A surface as written in a paper.

    Returns:
        The key; never empty for a surface with a letter or digit.
    """
    written = [_ROUND.sub("", word) for word in written_words(surface)]
    if not written:
        return unicodedata.normalize("NFKC", surface).strip()
    together = "".join(written)
    if is_acronym(together) and " " not in surface.strip():
        return ACRONYM + _singular_acronym(together).lower()
    words = [_word_key(w) for w in written]
    stem = _singular_acronym(written[-1])
    words[-1] = stem.lower() if stem != written[-1] else american(singular(words[-1]))
    key = words[0]
    for word in words[1:]:
        key += f"-{word}" if key[-1].isdigit() and word[0].isdigit() else word
    year = _YEAR.fullmatch(key)
    return year[1] + year[2] if year else key


def _word_key(word: str) -> str:
    lower = word.lower()
    if not lower.isascii():
        lower = "".join(map(_latin, lower))
    return american(lower)


def _latin(char: str) -> str:
    """The name of a Greek letter; any other character as it is.

    Example:
        >>> _latin("τ"), _latin("ü")
        ('tau', 'ü')
    """
    name = unicodedata.name(char, "")
    letter = re.fullmatch(r"GREEK (?:SMALL|CAPITAL) LETTER (?:FINAL )?(\w+)", name)
    return letter[1].lower() if letter else char


def spelling_reason(surface: str, into: str) -> MergeReason | None:
    """How two surfaces of one key differ; ``None`` where their keys differ.

    Example:
        >>> spelling_reason("MetaWorld", "Meta-World")
        <MergeReason.HYPHEN: 'hyphen'>
        >>> spelling_reason("π₀", "π0")
        <MergeReason.SPELLING: 'spelling'>
    """
    if spelling_key(surface) != spelling_key(into):
        return None
    surface, into = (unicodedata.normalize("NFKC", s) for s in (surface, into))
    if surface == into:
        return MergeReason.SPELLING
    if surface.casefold() == into.casefold():
        return MergeReason.CASE
    plain_surface, plain_into = without_latex(surface), without_latex(into)
    if (plain_surface, plain_into) != (surface, into):
        return MergeReason.LATEX
    joined, target = (_PLAIN_SEPARATORS.sub("", s).casefold() for s in (surface, into))
    if joined == target:
        return MergeReason.HYPHEN
    return MergeReason.PLURAL if _singular_letters(joined, target) else MergeReason.SPELLING


def _singular_letters(joined: str, target: str) -> bool:
    """Whether two surfaces differ by a plural alone."""
    return singular(joined) == singular(target) or joined.rstrip("s") == target.rstrip("s")
