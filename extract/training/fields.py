"""A field of one's own: its types and relations, as its annotated papers use them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import TypeAdapter, ValidationError

from extract.gold import gold_records
from extract.gold_checks import ARGUMENTS, GOLD_PAPER
from schemas import (
    RESEARCH,
    AnnotationError,
    Argument,
    RelationName,
    TypeName,
    Vocabulary,
)

_TYPE: TypeAdapter[str] = TypeAdapter(TypeName)
_RELATION: TypeAdapter[str] = TypeAdapter(RelationName)


class Field(NamedTuple):
    """What annotated papers speak of.

    Attributes:
        vocabulary: ``RESEARCH`` where they speak of nothing else; otherwise their types and
            relations in the order in which they come, a relation between all types that it
            joins somewhere.
        papers: In how many papers each type and relation stands, in the order in which they come.
    """

    vocabulary: Vocabulary
    papers: Mapping[str, int]


def field_of(files: Iterable[Path]) -> Field:
    """The field of some files of annotated papers; what else is wrong in a record is not said here.

    Raises:
        AnnotationError: A file cannot be read, a line is no JSON object, a name is not fit to
            be a type or a relation, or there is no type at all; names file and line.
    """
    seen: Counter[str] = Counter()
    types: dict[str, None] = {}
    rules: dict[str, dict[str, Any]] = {}
    arguments: dict[Argument, set[str]] = {}
    files = list(files)
    for where, record in _records(files):
        of = dict(_rows(record, "entities", 2))
        for name in of.values():
            _check(_TYPE, name, where, "type", "a capital, then letters and digits: CropPest")
            types.setdefault(name)
        relations = list(_rows(record, "relations", 3))
        for head, name, tail in relations:
            _check(_RELATION, name, where, "relation", "capitals, digits and _: TREATED_WITH")
            rule = rules.setdefault(name, {"heads": set(), "tails": set(), "paper_head": False})
            for end, types_there in ((head, rule["heads"]), (tail, rule["tails"])):
                if end in of:
                    types_there.add(of[end])
            rule["paper_head"] |= head == GOLD_PAPER
        for row in _rows(record, "results", 6):
            for argument, column in ARGUMENTS.items():
                if row[column] in of:
                    arguments.setdefault(argument, set()).add(of[row[column]])
        seen.update({*of.values(), *(name for _, name, _ in relations)})
    if not types:
        raise AnnotationError(
            f"{', '.join(map(str, files))}: no entity in any paper, so there is nothing to learn"
        )
    papers = {name: seen[name] for name in (*types, *rules)}
    return Field(_vocabulary(tuple(types), rules, arguments, files), papers)


def _vocabulary(
    types: tuple[str, ...],
    rules: Mapping[str, Mapping[str, Any]],
    arguments: Mapping[Argument, set[str]],
    files: Iterable[Path],
) -> Vocabulary:
    if set(types) <= set(RESEARCH.types) and rules.keys() <= RESEARCH.relations.keys():
        return RESEARCH
    try:
        return Vocabulary.model_validate(
            {"types": types, "relations": rules, "arguments": arguments}
        )
    except ValidationError as problem:
        message = problem.errors()[0]["msg"].removeprefix("Value error, ")
        raise AnnotationError(f"{', '.join(map(str, files))}: {message}") from None


def _records(files: Iterable[Path]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The records of the files, with where they stand."""
    for path in files:
        for number, record in gold_records(path):
            yield f"{path}:{number}", record


def _rows(record: Mapping[str, Any], key: str, width: int) -> Iterator[list[str]]:
    """The rows of a part that have the right shape."""
    rows = record.get(key)
    for row in rows if isinstance(rows, list) else ():
        if (
            isinstance(row, list)
            and len(row) == width
            and all(isinstance(x, str | None) for x in row)
        ):
            yield row


def _check(adapter: TypeAdapter[str], name: str, where: str, what: str, right: str) -> None:
    try:
        adapter.validate_python(name)
    except ValidationError:
        raise AnnotationError(
            f"{where}: {name!r} cannot be the name of a {what}; one is {right}"
        ) from None
