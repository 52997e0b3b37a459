r"""Numbers in a text that may be results, and what is in them.

What is found, by example: ``96.2%``, ``+3.8 points``, ``5x``, ``0.79±0.07``, ``1,200``,
``27.5% to 31%`` (the range and its ends), ``an order of magnitude``, ``twice``.
"""

# ruff: noqa: RUF001  # signs that look alike are what this module is about
from __future__ import annotations

import re
from typing import Final, NamedTuple

_SIGN = r"(?:\\sim\s?|\\approx\s?|\\textbf\{|[+\-−–~≈<>≥≤$]){0,8}"
_NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?|\.\d+"
_SPREAD = r"(?:\s?\$?(?:±|\+/-|\\pm)\$?\s?\d+(?:\.\d+)?)?"
_UNIT = (
    r"(?:\s?(?:\$?\\?\\times\$?|\$?\\{1,2}%\$?|%|×|[xX]\b|-fold\b|fold\b|times\b"
    r"|percent(?:age points?)?\b|pp\b|points?\b|dB\b|ms\b|seconds?\b|s\b|Hz\b|FPS\b|GB\b))?"
)
_SINGLE = rf"{_SIGN}(?:{_NUMBER}){_SPREAD}{_UNIT}\$?"
_JOIN = r"\s?(?:to|-{1,3}|−|–|—|/)\s?"
_WORDS = (
    r"(?:an?|one|two|three|several) orders? of magnitude|orders? of magnitude|order-of-magnitude"
    r"|twofold|threefold|fourfold|two-fold|three-fold|half|twice|doubl(?:es|ing|e)"
)
_CANDIDATE: Final = re.compile(
    rf"(?<![\w.])(?:{_SINGLE})(?:{_JOIN}(?:{_SINGLE}))*|\b(?:{_WORDS})\b"
)
_PART: Final = re.compile(_SINGLE)
_SPLIT: Final = re.compile(r"\s*(?:±|\+/-|\$?\\pm)")
_DIGITS: Final = re.compile(r"(?<![\d.,%])([+\-−–]?)\$?(\d+(?:,\d{3})*(?:\.\d+)?|\.\d+)")
_UNITS: Final = (
    (re.compile(r"percentage points?|\bpp\b|points?", re.IGNORECASE), "points"),
    (re.compile(r"%|percent", re.IGNORECASE), "%"),
    (re.compile(r"×|\\times|\d\s?[xX]\b|fold\b|times\b"), "x"),
    (re.compile(r"\bdB\b"), "dB"),
    (re.compile(r"\bms\b|\d\s?ms\b"), "ms"),
    (re.compile(r"seconds?\b|\d\s?s\b"), "s"),
    (re.compile(r"Hz\b"), "Hz"),
    (re.compile(r"FPS\b"), "FPS"),
    (re.compile(r"GB\b"), "GB"),
)


class Quantity(NamedTuple):
    """What a value says.

    Attributes:
        number: The number with its sign; of a range the last; None of words.
        unit: ``%``, ``points``, ``x`` and so on; None where none is written.
    """

    number: float | None
    unit: str | None


def value_spans(text: str) -> list[tuple[int, int]]:
    """Start and end of numbers with sign, spread and unit; a range gives itself and its parts.

    Example:
        >>> text = "from 27.5% to 31%"
        >>> [text[start:end] for start, end in value_spans(text)]
        ['27.5% to 31%', '27.5%', '31%']
    """
    spans: list[tuple[int, int]] = []
    for match in _CANDIDATE.finditer(text):
        spans.append(match.span())
        at = match.start()
        parts = [
            (at + part.start() + _range_dash(match[0], part.start()), at + part.end())
            for part in _PART.finditer(match[0])
        ]
        spans += [part for part in parts if part != match.span()]
    return [(start, end) for start, end in spans if text[start:end].strip()]


def _range_dash(values: str, start: int) -> int:
    """1 where what looks like the sign of a part joins it to the number before, else 0."""
    return int(start > 0 and values[start] in "-−–" and not values[start - 1].isspace())


def quantity(value: str) -> Quantity:
    r"""Number and unit of a value as written.

    Example:
        >>> tuple(quantity("+3.8 points")), tuple(quantity("0.79±0.07"))
        ((3.8, 'points'), (0.79, None))
        >>> tuple(quantity("27.5% to 31%")), tuple(quantity(r"5$\times$")), tuple(quantity("twice"))
        ((31.0, '%'), (5.0, 'x'), (None, None))
    """
    unit = next((name for pattern, name in _UNITS if pattern.search(value)), None)
    found = _DIGITS.findall(_SPLIT.split(value)[0])
    if not found:
        return Quantity(None, unit)
    sign, digits = found[-1]
    number = float(digits.replace(",", ""))
    return Quantity(-number if sign in tuple("-−–") else number, unit)
