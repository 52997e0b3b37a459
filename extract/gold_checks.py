"""What may stand in a gold line: its typed parts, and every way it can be wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from reprlib import repr as shown
from typing import Any, Final

from pydantic import BaseModel, ConfigDict

from extract.reading.fields import bad_character
from schemas import Argument, RelationName, ResultKind, TypeName, Vocabulary

GOLD_PAPER = "@paper"
"""How gold files write the paper itself as head or subject."""

ARGUMENTS: Final[Mapping[Argument, int]] = {"subject": 0, "metric": 1, "on": 2, "versus": 5}
"""Where the arguments of a result stand in its row."""

_NUMBER: Final = re.compile(r"(?<=\\pm )\d+(?:\.\d+)?|\d+(?:,\d{3}(?!\d))*(?:\.\d+)?")
"""Digits with point and thousands; a spread without thousands, as the extractor reads it."""

_FROZEN = ConfigDict(frozen=True)


class GoldEntity(BaseModel):
    """A surface and its type."""

    model_config = _FROZEN

    surface: str
    type: TypeName


class GoldRelation(BaseModel):
    """A relation between surfaces; the head may be ``"@paper"``."""

    model_config = _FROZEN

    head: str
    type: RelationName
    tail: str

    @classmethod
    def of(cls, row: Sequence[str]) -> GoldRelation:
        """Reads ``[head, type, tail]``."""
        head, relation, tail = row
        return cls(head=head, type=relation, tail=tail)


class GoldResult(BaseModel):
    """A reported number; subject, metric, on and versus are surfaces or words."""

    model_config = _FROZEN

    subject: str | None
    metric: str | None
    on: str | None
    value: str
    kind: ResultKind
    versus: str | None

    @classmethod
    def of(cls, row: Sequence[Any]) -> GoldResult:
        """Reads ``[subject, metric, on, value, kind, versus]``."""
        subject, metric, on, value, kind, versus = row
        return cls(
            subject=subject,
            metric=metric,
            on=on,
            value=str(value),
            kind=ResultKind(kind),
            versus=versus,
        )


def problems(record: Mapping[str, Any], vocabulary: Vocabulary) -> list[str]:
    """Says everything that is wrong with a gold record; empty where nothing is.

    Example:
        >>> from schemas import RESEARCH
        >>> problems({"title": "A", "abstract": "b", "entities": [["C", "Method"]]}, RESEARCH)
        ["the surface 'C' does not stand in the text as whole words"]
    """
    shapes = list(_shape_problems(record, vocabulary))
    if shapes:
        return shapes
    types = dict(record["entities"])
    return [
        *_entity_problems(record),
        *_unlisted(record, types),
        *(
            p
            for row in record.get("relations", ())
            for p in _relation_problems(row, types, vocabulary)
        ),
        *_value_problems(record),
    ]


def not_text(value: object) -> str | None:
    """Why a value is no text that a file can hold; None where it is.

    Example:
        >>> not_text(7), not_text("seven")
        ('is 7, not text', None)
    """
    if not isinstance(value, str):
        return f"is {shown(value)}, not text"
    bad = bad_character(value)
    return bad and f"holds {bad}"


def _shape_problems(record: Mapping[str, Any], vocabulary: Vocabulary) -> Iterator[str]:
    for key in ("title", "abstract"):
        if wrong := not_text(record[key]):
            yield f"{key} {wrong}"
    for key, width in (("entities", 2), ("aliases", 2), ("relations", 3), ("results", 6)):
        rows = record.get(key, ())
        if not isinstance(rows, list | tuple):
            yield f"{key} is {shown(rows)}, not a list"
            continue
        for row in rows:
            if not isinstance(row, list | tuple) or len(row) != width:
                yield f"{shown(row)} in {key} is not a list of {width}"
            elif key == "results":
                yield from _result_shape_problems(row)
            elif not all(isinstance(part, str) for part in row):
                yield f"{shown(row)} in {key} holds something that is not text"
            elif key == "entities" and row[1] not in vocabulary.types:
                yield f"{row[1]!r} is no type of entity; these are: {', '.join(vocabulary.types)}"
            elif key == "relations" and row[1] not in vocabulary.relations:
                known = ", ".join(vocabulary.relations)
                yield f"{row[1]!r} is no type of relation; these are: {known}"
    introduces = record.get("introduces", ())
    if not isinstance(introduces, list | tuple) or not all(isinstance(s, str) for s in introduces):
        yield f"introduces is {shown(introduces)}, not a list of surfaces"


def _result_shape_problems(row: Sequence[Any]) -> Iterator[str]:
    for name, column in ARGUMENTS.items():
        if row[column] is not None and (wrong := not_text(row[column])):
            yield f"the {name} of a result {wrong}"
    if not isinstance(row[3], str | int | float):
        yield f"the value of a result is {shown(row[3])}, not a number as written"
    if row[4] not in list(ResultKind):
        yield f"{shown(row[4])} is no kind of result; these are: {', '.join(ResultKind)}"


def _entity_problems(record: Mapping[str, Any]) -> Iterator[str]:
    text = f"{record['title']}\n{record['abstract']}"
    types: dict[str, str] = {}
    for surface, kind in record["entities"]:
        if not surface.strip() or not re.search(rf"(?<!\w){re.escape(surface)}(?!\w)", text):
            yield f"the surface {surface!r} does not stand in the text as whole words"
        if types.setdefault(surface, kind) != kind:
            yield f"{surface!r} is both {types[surface]} and {kind}; one surface has one type"


def _unlisted(record: Mapping[str, Any], types: Mapping[str, str]) -> Iterator[str]:
    for surface in record.get("introduces", ()):
        if surface not in types:
            yield f"{surface!r} is introduced but no listed entity"
    for pair in record.get("aliases", ()):
        for surface in pair:
            if surface not in types:
                yield f"{surface!r} in the alias {list(pair)!r} is no listed entity"


def _relation_problems(
    row: Sequence[str], types: Mapping[str, str], vocabulary: Vocabulary
) -> Iterator[str]:
    head, relation, tail = row
    missing = [s for s in (head, tail) if s not in types and not (s == head == GOLD_PAPER)]
    if missing:
        for surface in missing:
            yield f"{surface!r} in the relation {list(row)!r} is no listed entity"
        return
    head_type = None if head == GOLD_PAPER else types[head]
    if not vocabulary.allows(head_type, relation, types[tail]):
        rule = vocabulary.relations[relation]
        heads = sorted(rule.heads) + ([GOLD_PAPER] if rule.paper_head else [])
        yield (
            f"{relation} may not join {head!r} ({head_type or GOLD_PAPER}) and {tail!r} "
            f"({types[tail]}); heads are {', '.join(heads)}, tails {', '.join(sorted(rule.tails))}"
        )


def _value_problems(record: Mapping[str, Any]) -> Iterator[str]:
    """A value stands in the text as written; 1% and 5% do not where the text says 41.5%."""
    text = f"{record['title']}\n{record['abstract']}"
    inside = {n for found in _NUMBER.finditer(text) for n in range(found.start() + 1, found.end())}
    for row in record.get("results", ()):
        value = str(row[3])
        if not value.strip() or not _stands(value, text, inside):
            yield (
                f"the value {value!r} in the result {list(row)!r} does not stand in the text; "
                "a value is written as it stands there"
            )


def _stands(value: str, text: str, inside: Set[int]) -> bool:
    """Whether a text has a value somewhere without cutting a number in two.

    Args:
        value: As it is written.
        text: Title and abstract.
        inside: The places within the numbers of the text.
    """
    starts = (found.start() for found in re.finditer(f"(?={re.escape(value)})", text))
    return any(inside.isdisjoint((start, start + len(value))) for start in starts)
