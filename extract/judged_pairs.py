"""Pairs of surfaces that people judged: the same thing, or two.

One JSON object a line: ``{"cat", "a": {"id", "surface", "type"}, "b": {…}, "label"}``, where
``label`` is ``"same"`` or ``"different"`` and ``a`` and ``b`` name a surface of a paper each.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from extract.json_lines import read_json_lines
from schemas import AnnotationError, first_problem

PAIR_FORM: Final = (
    'a pair has "cat", "label" ("same" or "different") and, as "a" and "b", '
    'objects with "id" and "surface"'
)


class PairSide(BaseModel):
    """A surface of a paper: one half of a pair."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    surface: str


class Pair(BaseModel):
    """Two surfaces and whether a reader of the field takes them for one thing."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    cat: str
    a: PairSide
    b: PairSide
    label: Literal["same", "different"]


def read_pairs(path: Path | str) -> Iterator[tuple[int, Pair]]:
    """Yields the pairs of a file, each with its line.

    Raises:
        AnnotationError: The file cannot be read, or a line is no pair.
    """
    for number, record in read_json_lines(path):
        try:
            yield number, Pair.model_validate(record)
        except ValidationError as error:
            problem = f"{path}:{number}: {first_problem(error)}"
            raise AnnotationError(f"{problem}; {PAIR_FORM}") from None
