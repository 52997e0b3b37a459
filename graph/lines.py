"""Lines of the canonical files: one JSON record a line, checked as it is read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from schemas import AtlasError

_Record = TypeVar("_Record", bound=BaseModel)


class Where(NamedTuple):
    """Where a record stands: its file and line."""

    path: Path
    line: int


def record_line(record: Mapping[str, Any]) -> str:
    r"""One record as a line.

    Example:
        >>> record_line({"id": "é"})
        '{"id":"é"}\n'
    """
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n"


def model_line(record: BaseModel) -> str:
    """One record with all its fields as a line."""
    return record_line(record.model_dump(mode="json"))


def write_lines(path: Path, records: Iterable[Mapping[str, Any]]) -> None:
    """Writes each record as one line."""
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.writelines(map(record_line, records))


def write_models(path: Path, records: Iterable[BaseModel]) -> None:
    """Writes each record with all its fields as one line."""
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.writelines(map(model_line, records))


def records(path: Path, model: type[_Record], *, holding: Sequence[str] = ()) -> Iterator[_Record]:
    """Yields each line of a file as a record.

    Args:
        path: A canonical file.
        model: What its lines are.
        holding: Leave out lines that lack one of these; they are not parsed.

    Raises:
        AtlasError: The file cannot be read, or a line is no such record.
    """
    return (record for _, record in located(path, model, holding=holding))


def located(
    path: Path, model: type[_Record], *, holding: Sequence[str] = ()
) -> Iterator[tuple[Where, _Record]]:
    """Yields each line of a file as a record, with where it stands.

    Args:
        path: A canonical file.
        model: What its lines are.
        holding: Leave out lines that lack one of these; they are not parsed.

    Raises:
        AtlasError: The file cannot be read, or a line is no such record.
    """
    parts = [part.encode() for part in holding]
    try:
        with path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if not all(part in line for part in parts):
                    continue
                where = Where(path, number)
                yield where, parsed(line, model, where)
    except (FileNotFoundError, NotADirectoryError):
        raise AtlasError(f"{path} is missing; build the atlas anew") from None
    except OSError as problem:
        raise AtlasError(f"{path} cannot be read: {problem.strerror or problem}") from None


def parsed(line: bytes, model: type[_Record], where: Where) -> _Record:
    """The record of one line.

    Raises:
        AtlasError: The line is no such record.
    """
    try:
        return model.model_validate_json(line)
    except ValidationError as problem:
        raise damaged(where, first_problem(problem)) from None


def damaged(where: Where, problem: str) -> AtlasError:
    """The error about a line that cannot be right."""
    return AtlasError(f"{where.path}:{where.line}: {problem}; build the atlas anew")


def first_problem(problem: ValidationError) -> str:
    """What is wrong with a line that is no such record, in a few words."""
    first = problem.errors(include_url=False, include_context=False)[0]
    if first["type"] == "json_invalid":
        return "not JSON"
    if not first["loc"]:
        return "not a JSON object"
    return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
