"""Spelling keys: two surfaces with one key are one word written in two ways.

The key of a surface ignores case, hyphens, blanks, LaTeX and the plural of its last word::

    >>> spelling_key("Meta-World") == spelling_key("MetaWorld")
    True
    >>> spelling_key("Large Language Models") == spelling_key("large language model")
    True

What tells two things apart stays in: digits, dots, plus signs and Greek letters::

    >>> spelling_key("GPT-4") == spelling_key("GPT-4o")
    False

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

from schemas import MergeReason

_SEPARATORS = re.compile(r"[\s\-_\u2010-\u2015\u2212]+")
_LATEX_STYLE = re.compile(r"\\(?:text|math)[a-z]*(?![a-zA-Z])|\\(?:bf|it|em|rm|tt|sc)(?![a-zA-Z])")
_LATEX_NAME = re.compile(r"\\([a-zA-Z]+)")
_LATEX_MARKS = re.compile(r"[${}\\]|\^(?=[\d+{])")
_ACRONYM_MARK = "^"
_NO_PLURAL_ENDINGS = ("ss", "us", "is", "ous")
_LONGEST_ACRONYM = 5


def is_acronym(surface: str) -> bool:
    """Whether a surface is a short word in capitals, a plural "s" aside.

    Example:
        >>> is_acronym("LLMs"), is_acronym("PAE"), is_acronym("LIBERO"), is_acronym("Gato")
        (True, True, False, False)
    """
    stem = _singular_acronym(surface)
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
    if "\\" not in surface and "$" not in surface:
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


def _singular(word: str) -> str:
    """The singular of an English noun, by its ending (lower case in and out)."""
    if len(word) <= 3 or word.endswith(_NO_PLURAL_ENDINGS) or not word.endswith("s"):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word[:-1]


@lru_cache(maxsize=1 << 16)
def spelling_key(surface: str) -> str:
    """The key under which all spellings of a surface meet.

    Args:
        surface: A surface as written in a paper.

    Returns:
        The key; never empty for a surface with a letter or digit.
    """
    normal = unicodedata.normalize("NFKC", without_latex(surface)).strip()
    if is_acronym(normal):
        return _ACRONYM_MARK + _singular_acronym(normal).lower()
    words = [w for w in _SEPARATORS.split(normal.lower()) if w]
    if not words:
        return normal
    last = _SEPARATORS.split(normal)[-1]
    stem = _singular_acronym(last)
    words[-1] = stem.lower() if stem != last else _singular(words[-1])
    return "".join(words)


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
    joined, target = (_SEPARATORS.sub("", s).casefold() for s in (surface, into))
    return MergeReason.HYPHEN if joined == target else MergeReason.PLURAL
