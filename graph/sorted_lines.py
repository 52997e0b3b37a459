"""A canonical file as what it is, a sorted table: lines are found and replaced by their key.

Finding a line reads a few others (bisection), replacing some copies all others as they are, so
that a change of some lines of a large file costs little more than copying the file.
"""

from __future__ import annotations

import json
import mmap
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from graph.lines import Where, damaged, first_problem
from schemas import AtlasError

Key = tuple[str, ...]
"""What lines are sorted by; the beginning of one stands for all lines that begin so."""

_Record = TypeVar("_Record", bound=BaseModel)

_CHUNK: Final = 1 << 24
"""Bytes that are copied at a time."""


class Splice(NamedTuple):
    """Lines in the place of others.

    Attributes:
        start: Where the first of the former lines began, in bytes.
        end: Where the last of them ended; ``start`` where there were none.
        text: The lines that stand there now, whole, or nothing.
    """

    start: int
    end: int
    text: bytes


class SortedLines(AbstractContextManager["SortedLines"]):
    r"""The lines of a file, each a JSON object, sorted by some of its fields.

    Args:
        path: The file.
        by: The fields; one that a line lacks counts as empty.

    Raises:
        AtlasError: The file cannot be read.

    Example:
        >>> import tempfile
        >>> path = Path(tempfile.mkdtemp()) / "nodes.jsonl"
        >>> _ = path.write_text('{"id":"a","n":1}\n{"id":"c","n":2}\n')
        >>> with SortedLines(path, by=("id",)) as lines:
        ...     [*lines.find(("c",))], [*lines.find(("b",))]
        ([b'{"id":"c","n":2}\n'], [])
    """

    def __init__(self, path: Path, *, by: tuple[str, ...]) -> None:
        self._path = path
        self._by = by
        try:
            with path.open("rb") as file:
                empty = not file.seek(0, 2)
                self._bytes: mmap.mmap | bytes = (
                    b"" if empty else mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
                )
        except FileNotFoundError:
            raise AtlasError(f"{path} is missing; build the atlas anew") from None
        except OSError as problem:
            raise AtlasError(f"{path} cannot be read: {problem.strerror or problem}") from None

    def __exit__(self, *failure: object) -> None:
        if isinstance(self._bytes, mmap.mmap):
            self._bytes.close()

    def find(self, key: Key) -> Iterator[bytes]:
        """The lines whose key begins with this."""
        at, end = self._range(key)
        while at < end:
            stop = self._end_of(at)
            yield self._bytes[at:stop]
            at = stop

    def record(self, key: Key, model: type[_Record]) -> _Record | None:
        """The first line whose key begins with this, as a record; ``None`` where there is none.

        Raises:
            AtlasError: The line is no such record.
        """
        at, end = self._range(key)
        if at == end:
            return None
        try:
            return model.model_validate_json(self._bytes[at : self._end_of(at)])
        except ValidationError as problem:
            raise damaged(self._where(at), first_problem(problem)) from None

    def replaced(self, lines: Mapping[Key, bytes], target: Path) -> list[Splice]:
        """Writes the file with other lines in some places.

        Args:
            lines: By the beginning of a key, what stands there in the place of all lines that
                begin so: whole lines, sorted, or nothing. None begins with another.
            target: The file to write.

        Returns:
            What stands where, from the first to the last, but for places where nothing
            stood and nothing stands.
        """
        splices, done = [], 0
        with target.open("wb") as out:
            for key in sorted(lines):
                start, end = self._range(key)
                self._copy(out, done, start)
                out.write(lines[key])
                done = end
                if lines[key] or start < end:
                    splices.append(Splice(start, end, lines[key]))
            self._copy(out, done, len(self._bytes))
        return splices

    def _copy(self, out: Any, start: int, end: int) -> None:
        for at in range(start, end, _CHUNK):
            out.write(self._bytes[at : min(at + _CHUNK, end)])

    def _range(self, key: Key) -> tuple[int, int]:
        return self._first(key, past=False), self._first(key, past=True)

    def _first(self, key: Key, *, past: bool) -> int:
        """Where the first line begins whose key does not come before this, or comes after."""
        low, high = 0, len(self._bytes)
        while low < high:
            line = self._bytes.rfind(b"\n", 0, (low + high) // 2) + 1
            line = max(line, low)
            found = self._key(line)[: len(key)]
            if found < key or (past and found == key):
                low = self._end_of(line)
            else:
                high = line
        return low

    def _key(self, line: int) -> Key:
        try:
            record = json.loads(self._bytes[line : self._end_of(line)])
            return tuple(record.get(field, "") for field in self._by)
        except (ValueError, AttributeError):
            raise damaged(self._where(line), "not a JSON object") from None

    def _where(self, line: int) -> Where:
        return Where(self._path, self._bytes[:line].count(b"\n") + 1)

    def _end_of(self, line: int) -> int:
        return (self._bytes.find(b"\n", line) + 1) or len(self._bytes)
