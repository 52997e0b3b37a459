"""What may stand in a gold line: its typed parts, and every way it can be wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict

from schemas import RelationName, ResultKind, TypeName, Vocabulary

GOLD_PAPER = "@paper"
"""How gold files write the paper itself as head or subject."""

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
    ]


def _shape_problems(record: Mapping[str, Any], vocabulary: Vocabulary) -> Iterator[str]:
    for key in ("title", "abstract"):
        if not isinstance(record[key], str):
            yield f"{key} is {record[key]!r}, not text"
    for key, width in (("entities", 2), ("aliases", 2), ("relations", 3), ("results", 6)):
        rows = record.get(key, ())
        if not isinstance(rows, list | tuple):
            yield f"{key} is {rows!r}, not a list"
            continue
        for row in rows:
            if not isinstance(row, list | tuple) or len(row) != width:
                yield f"{row!r} in {key} is not a list of {width}"
            elif key != "results" and not all(isinstance(part, str) for part in row):
                yield f"{row!r} in {key} holds something that is not text"
            elif key == "entities" and row[1] not in vocabulary.types:
                yield f"{row[1]!r} is no type of entity; these are: {', '.join(vocabulary.types)}"
            elif key == "relations" and row[1] not in vocabulary.relations:
                known = ", ".join(vocabulary.relations)
                yield f"{row[1]!r} is no type of relation; these are: {known}"
            elif key == "results" and row[4] not in set(ResultKind):
                yield f"{row[4]!r} is no kind of result; these are: {', '.join(ResultKind)}"
    introduces = record.get("introduces", ())
    if not isinstance(introduces, list | tuple) or not all(isinstance(s, str) for s in introduces):
        yield f"introduces is {introduces!r}, not a list of surfaces"


def _entity_problems(record: Mapping[str, Any]) -> Iterator[str]:
    text = f"{record['title']}\n{record['abstract']}"
    types: dict[str, str] = {}
    for surface, kind in record["entities"]:
        if not re.search(rf"(?<!\w){re.escape(surface)}(?!\w)", text):
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
