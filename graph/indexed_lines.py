"""Lines of a canonical file found by number, read only when they are asked for."""

from __future__ import annotations

import os
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sized
from pathlib import Path
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel

from graph.lines import Where, parsed
from schemas import AtlasError

_BLOCK: Final = 1 << 20
_BREAK: Final = ord("\n")

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

    def blocks(self) -> Iterator[tuple[int, bytes]]:
        """Yields all lines, many at once, with the number of the first; to be called once."""
        end, rest = 0, b""
        self._begins = array("q", [0])
        try:
            while block := self._file.read(_BLOCK):
                cut = block.rfind(b"\n") + 1
                if not cut:
                    rest += block
                    continue
                lines, rest = rest + block[:cut], block[cut:]
                first = len(self)
                breaks = np.flatnonzero(np.frombuffer(lines, dtype=np.uint8) == _BREAK)
                self._begins.frombytes((breaks + (end + 1)).astype(np.int64).tobytes())
                end += len(lines)
                yield first, lines
        except OSError as problem:
            raise AtlasError(f"{self.path} cannot be read: {problem.strerror}") from None
        if rest:  # a last line without its break
            self._begins.append(end + len(rest))
            yield len(self) - 1, rest

    def known(self, begins: NDArray[np.int64]) -> None:
        """Takes where lines begin from one who knows, in the place of going through the file.

        Args:
            begins: Where each line begins, and where the last one ends.
        """
        self._begins = array("q", begins.tobytes())

    @property
    def begins(self) -> NDArray[np.int64]:
        """Where each line begins, and where the last one ends."""
        return np.array(self._begins, dtype=np.int64)

    def size(self) -> int:
        """How many bytes the file has."""
        return os.fstat(self._file.fileno()).st_size

    def line(self, number: int) -> bytes:
        """The text of a line."""
        return self._between(number, number + 1)

    def __iter__(self) -> Iterator[bytes]:
        """The text of each line, many read at once."""
        first = 0
        while first < len(self):
            end = bisect_right(self._begins, self._begins[first] + _BLOCK)
            end = min(max(end, first + 1), len(self))
            lines = self._between(first, end).split(b"\n")
            yield from lines[: end - first]
            first = end

    def _between(self, first: int, end: int) -> bytes:
        begin = self._begins[first]
        try:
            return os.pread(self._file.fileno(), self._begins[end] - begin, begin)
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


def lines_in(block: bytes) -> list[bytes]:
    r"""The lines of a block, without their breaks.

    Example:
        >>> lines_in(b"a\nb\n"), lines_in(b"a\nb")
        ([b'a', b'b'], [b'a', b'b'])
    """
    return block.removesuffix(b"\n").split(b"\n")


def are_all(found: Sized, block: bytes) -> bool:
    r"""Whether there is one thing found for each line of a block, and all lines are whole.

    Example:
        >>> are_all(["a", "b"], b"a\nb\n"), are_all(["a", "b"], b"a\nb")
        (True, False)
    """
    return len(found) == block.count(b"\n") and block.endswith(b"\n")
