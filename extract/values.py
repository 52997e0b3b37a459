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

_GAP = r"[^\S\n]?"
_SIGN = r"(?:\\sim\s?|\\approx\s?|\\textbf\{|[+\-−–~≈<>≥≤$]){0,8}"
_COMMA = (  # a decimal one, as in 0,795 and 73,6%; neither ends of an interval nor a list
    r"(?<![\[({,])0,\d{2,}(?![,\])}])|(?<![\[({,])\d{1,2},\d(?=\s?\\?%)"
)
_TIMES = rf"{_GAP}(?:\\times|\\cdot|[×·x*]){_GAP}"
_POWER = r"10\^(?:\{[\-−]?\d+\}|[\-−]?\d+)"
_EXPONENT = rf"[eE][+\-−]?\d+(?!\d)|{_TIMES}{_POWER}"
_PLAIN = r"[1-9]\d{0,2}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+"
_NUMBER = rf"{_POWER}|(?:{_COMMA}|{_PLAIN})(?:{_EXPONENT})?"
_FRACTION = r"(?<!/)(\d+(?:\.\d+)?)/(\d+(?:\.0)?)(?![.,]?\d|/|[eE]\d|\s?\\?%)"
_SPREAD = rf"(?:{_GAP}\$?(?:±|\+/-|\\pm)\$?{_GAP}\d+(?:\.\d+)?)?"
_UNIT = (
    rf"(?:{_GAP}(?:\$?\\?\\times\$?|\$?\\{{1,2}}%\$?|%|×|[xX]\b|-fold\b|fold\b|times\b"
    r"|percent(?:age points?)?\b|pp\b|points?\b|dB\b|ms\b|seconds?\b|s\b|Hz\b|FPS\b|GB\b))?"
)
_SINGLE = rf"{_SIGN}(?:{_NUMBER}){_SPREAD}{_UNIT}\$?"
_PART = rf"{_SIGN}{_FRACTION}{_UNIT}\$?|{_SINGLE}"
_JOIN = rf"{_GAP}(?:to|-{{1,3}}|−|–|—){_GAP}"
_WORDS = (
    r"(?:an?|one|two|three|several) orders? of magnitude|orders? of magnitude|order-of-magnitude"
    r"|twofold|threefold|fourfold|two-fold|three-fold|half|twice|doubl(?:es|ing|e)"
)
_CANDIDATE: Final = re.compile(rf"(?<![\w.])(?:{_PART})(?:{_JOIN}(?:{_PART}))*|\b(?:{_WORDS})\b")
_PARTS: Final = re.compile(_PART)
_SINGLES: Final = re.compile(_SINGLE)
_SPLIT: Final = re.compile(r"\s*(?:±|\+/-|\$?\\pm)")
_DIGITS: Final = re.compile(rf"(?<![\d.,%])([+\-−–]?)\$?(?:{_FRACTION}|({_NUMBER}))")
_TIMES_TEN: Final = re.compile(_EXPONENT)
_TEN: Final = re.compile(rf"({_TIMES})?10\^\{{?([\-−]?\d+)\}}?")
_DECIMAL_COMMA: Final = re.compile(r"^(0(?=,\d{2})|\d{1,2}(?=,\d(?!\d))),")
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
        start, end = match.span()
        written = list(_PARTS.finditer(match[0]))
        parts = [
            (start + first, start + last)
            for part in written
            for first, last in _of_part(match[0], part)
        ]
        beside_slash = "/" in (text[start - 1 : start], text[end : end + 1])
        if len(written) != 1 and not beside_slash:  # a range, or words
            spans.append((start, end))
        spans += parts
    return [(start, end) for start, end in spans if text[start:end].strip()]


def _of_part(values: str, part: re.Match[str]) -> list[tuple[int, int]]:
    """A number, or a fraction and its numbers; these alone where it is more than a whole."""
    start, end = part.start() + _range_dash(values, part.start()), part.end()
    if part[1] is None:
        return [(start, end)]
    numbers = [
        (part.start() + n.start(), part.start() + n.end()) for n in _SINGLES.finditer(part[0])
    ]
    return [(start, end), *numbers] if float(part[1]) <= float(part[2]) else numbers


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
    found = _DIGITS.findall(_SPLIT.split(value)[0])
    if not found:
        return Quantity(None, unit)
    sign, part, whole, digits = found[-1]
    number = _number(digits) if digits else _quotient(_number(part), _number(whole))
    return Quantity(-number if number and sign in tuple("-−–") else number, unit)


def _quotient(part: float | None, whole: float | None) -> float | None:
    return part / whole if part is not None and whole else None


def _number(digits: str) -> float | None:
    """A number as written without its sign: ``1,200``, ``73,6``, ``1.2e-3``, ``10^{-6}``."""
    plain = _TEN.sub(lambda ten: f"{'' if ten[1] else '1'}e{ten[2]}", digits).replace("−", "-")
    plain = _DECIMAL_COMMA.sub(r"\1.", plain).replace(",", "")
    number = float(plain)
    return number if math.isfinite(number) else None
