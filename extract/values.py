r"""Numbers in a text that may be results, and what is in them.

What is found, by example: ``96.2%``, ``+3.8 points``, ``5x``, ``0.79±0.07``, ``1,200``,
``1.2e-3``, ``73,6%``, ``27/30`` (a fraction and its numbers), ``27.5% to 31%`` (the range and its
ends), ``an order of magnitude``, ``twice``.
"""

# ruff: noqa: RUF001  # signs that look alike are what this module is about
from __future__ import annotations

import math
import re
from typing import Final, NamedTuple

_SIGN = r"(?:\\sim\s?|\\approx\s?|\\textbf\{|[+\-−–~≈<>≥≤$]){0,8}"
_COMMA = r"0,\d{2}(?!\d)|\d{1,2},\d{1,2}(?=\s?\\?%)"  # a decimal one, as in 73,6%
_POWER = r"10\^(?:\{[\-−]?\d+\}|[\-−]?\d+)"
_EXPONENT = rf"[eE][+\-−]?\d+\b|\s?(?:\\times|\\cdot|×|·)\s?{_POWER}"
_NUMBER = rf"{_POWER}|(?:{_COMMA}|\d+(?:,\d{{3}})*(?:\.\d+)?|\.\d+)(?:{_EXPONENT})?"
_SPREAD = r"(?:\s?\$?(?:±|\+/-|\\pm)\$?\s?\d+(?:\.\d+)?)?"
_UNIT = (
    r"(?:\s?(?:\$?\\?\\times\$?|\$?\\{1,2}%\$?|%|×|[xX]\b|-fold\b|fold\b|times\b"
    r"|percent(?:age points?)?\b|pp\b|points?\b|dB\b|ms\b|seconds?\b|s\b|Hz\b|FPS\b|GB\b))?"
)
_SINGLE = rf"{_SIGN}(?:{_NUMBER}){_SPREAD}{_UNIT}\$?"
_JOIN = r"\s?(?:to|-{1,3}|−|–|—)\s?"
_FRACTION = r"(?<!/)(\d+(?:\.\d+)?)/(\d+)(?!\.?\d|/|\s?\\?%)"
_WORDS = (
    r"(?:an?|one|two|three|several) orders? of magnitude|orders? of magnitude|order-of-magnitude"
    r"|twofold|threefold|fourfold|two-fold|three-fold|half|twice|doubl(?:es|ing|e)"
)
_CANDIDATE: Final = re.compile(
    rf"(?<![\w.])(?:{_SIGN}{_FRACTION}|(?:{_SINGLE})(?:{_JOIN}(?:{_SINGLE}))*)|\b(?:{_WORDS})\b"
)
_PART: Final = re.compile(_SINGLE)
_SPLIT: Final = re.compile(r"\s*(?:±|\+/-|\$?\\pm)")
_DIGITS: Final = re.compile(rf"(?<![\d.,%])([+\-−–]?)\$?({_NUMBER})")
_OF_ALL: Final = re.compile(rf"{_SIGN}{_FRACTION}")
_TIMES_TEN: Final = re.compile(_EXPONENT)
_TEN: Final = re.compile(r"(\s?(?:\\times|\\cdot|×|·)\s?)?10\^\{?([\-−]?\d+)\}?")
_DECIMAL_COMMA: Final = re.compile(r"^(\d+),(\d{1,2})(?!\d)")
_UNITS: Final = (
    (re.compile(r"percentage points?|(?<![a-z])pp\b|points?", re.IGNORECASE), "points"),
    (re.compile(r"%|percent", re.IGNORECASE), "%"),
    (re.compile(r"×|\\times|\d\s?[xX]\b|fold\b|times\b"), "x"),
    (re.compile(r"(?<![a-zA-Z])dB\b"), "dB"),
    (re.compile(r"\bms\b|\d\s?ms\b"), "ms"),
    (re.compile(r"seconds?\b|\d\s?s\b"), "s"),
    (re.compile(r"Hz\b"), "Hz"),
    (re.compile(r"FPS\b"), "FPS"),
    (re.compile(r"GB\b"), "GB"),
)


class Quantity(NamedTuple):
    """What a value says.

    Attributes:
        number: The number with its sign; of a range the last, of a fraction the quotient; None
            of words, and of what is too large for a number.
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
    rest = _TIMES_TEN.sub("", value)
    unit = next((name for pattern, name in _UNITS if pattern.search(rest)), None)
    if fraction := _OF_ALL.fullmatch(value):
        part, whole = map(_number, fraction.groups())
        return Quantity(part / whole if whole and part is not None else None, unit)
    found = _DIGITS.findall(_SPLIT.split(value)[0])
    if not found:
        return Quantity(None, unit)
    sign, digits = found[-1]
    number = _number(digits)
    return Quantity(-number if number and sign in tuple("-−–") else number, unit)


def _number(digits: str) -> float | None:
    """A number as written without its sign: ``1,200``, ``73,6``, ``1.2e-3``, ``10^{-6}``."""
    plain = _TEN.sub(lambda ten: f"{'' if ten[1] else '1'}e{ten[2]}", digits).replace("−", "-")
    plain = _DECIMAL_COMMA.sub(r"\1.\2", plain).replace(",", "")
    number = float(plain)
    return number if math.isfinite(number) else None
