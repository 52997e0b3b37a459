"""Lines of a canonical file found by number, read only when they are asked for."""

from __future__ import annotations

import os
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from graph.lines import Where, parsed
from schemas import AtlasError

_Record = TypeVar("_Record", bound=BaseModel)


class IndexedLines:
    """A file whose lines are known by number, from 0, once it was gone through.

    Where each line begins is kept, eight bytes a line. The file stays open, so that it may
    be read after its atlas has moved on.

    Args:
        path: A canonical file.

    Raises:
        AtlasError: The file cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._begins = array("q", [0])
        try:
            self._file = path.open("rb")
        except (FileNotFoundError, NotADirectoryError):
            raise AtlasError(f"{path} is missing; build the atlas anew") from None
        except OSError as problem:
            raise AtlasError(f"{path} cannot be read: {problem.strerror or problem}") from None

    def scanned(self) -> Iterator[tuple[int, bytes]]:
        """Yields every line with its number, from the first to the last; to be called once."""
        end = 0
        try:
            for number, line in enumerate(self._file):
                end += len(line)
                self._begins.append(end)
                yield number, line
        except OSError as problem:
            raise AtlasError(f"{self.path} cannot be read: {problem.strerror}") from None

    def line(self, number: int) -> bytes:
        """The text of a line."""
        begin = self._begins[number]
        try:
            return os.pread(self._file.fileno(), self._begins[number + 1] - begin, begin)
        except OSError as problem:
            raise AtlasError(f"{self.path} cannot be read: {problem.strerror}") from None

    def where(self, number: int) -> Where:
        """Where a line stands, as errors name it."""
        return Where(self.path, number + 1)

    def record(self, number: int, model: type[_Record]) -> _Record:
        """The record of a line.

        Raises:
            AtlasError: The line is no such record.
        """
        return parsed(self.line(number), model, self.where(number))

    def __len__(self) -> int:
        return len(self._begins) - 1

    def close(self) -> None:
        """Closes the file."""
        self._file.close()
