"""Pairs of surfaces that people judged: the same thing, or two.

One JSON object a line: ``{"cat", "a": {"id", "surface", "type"}, "b": {…}, "label"}``, where
``label`` is ``"same"`` or ``"different"`` and ``a`` and ``b`` name a surface of a paper each.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from schemas import AnnotationError

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
    try:
        with Path(path).open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if not line.strip():
                    continue
                yield number, _pair(line, where=f"{path}:{number}")
    except FileNotFoundError:
        raise AnnotationError(f"{path}: there is no such file") from None
    except (OSError, UnicodeDecodeError) as error:
        raise AnnotationError(f"{path}: not readable as UTF-8 text: {error}") from error


def _pair(line: str, *, where: str) -> Pair:
    try:
        return Pair.model_validate(json.loads(line))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "the line"
        raise AnnotationError(f"{where}: {place}: {first['msg']}; {PAIR_FORM}") from None
    except ValueError as error:
        raise AnnotationError(f"{where}: not JSON ({error})") from None
