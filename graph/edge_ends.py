"""Head, type and tail of every edge in a canonical file, as numbers.

The file is gone through in blocks of whole lines: what they have in common is done for a block
at once. A block with a line that is not as we write it is gone through line by line.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph.file_nodes import TEXT, text
from graph.files import NODES, PAPERS, RESULTS, EdgeLine, check_name
from graph.indexed_lines import IndexedLines, are_all, lines_in
from graph.lines import damaged

Numbers = NDArray[np.int32]

_PLAIN: Final = re.compile(
    rb'^\{"head":"([^"\\\n]*)","type":"(\w+)","tail":"([^"\\\n]*)",.*\n', re.MULTILINE
)
"""A line that begins without a character in a name that JSON must escape."""

_ENDS: Final = re.compile(rb'\{"head":' + TEXT + rb',"type":"(\w+)","tail":' + TEXT + rb",")


class Ends(NamedTuple):
    """The ends and types of edges, by the number of their line."""

    heads: Numbers
    types: Numbers
    tails: Numbers


def read_ends(lines: IndexedLines, number: Mapping[str, int], types: tuple[str, ...]) -> Ends:
    """Goes over all edges; afterwards their lines are known by number.

    Args:
        lines: The file, not gone through yet.
        number: The number of each node, by id.
        types: The types that edges may have; the place in it is the number of one.

    Raises:
        AtlasError: The beginning of a line is damaged or names what is not there.
    """
    reader = EndsReader(lines, number, types)
    heads, kinds, tails = array("i"), array("i"), array("i")
    for first, block in lines.blocks():
        found = reader.found(first, block)
        for all_of, some in zip((heads, kinds, tails), found, strict=True):
            all_of.extend(some)
    return _as_ends((heads, kinds, tails))


_Found = tuple[Sequence[int], Sequence[int], Sequence[int]]


def _as_ends(found: _Found) -> Ends:
    return Ends(*(np.array(numbers, dtype=np.int32) for numbers in found))


class EndsReader:
    """Reads the ends of edges from whole lines.

    Args:
        lines: The file that they are of.
        number: The number of each node, by id.
        types: The types that edges may have.
    """

    def __init__(
        self, lines: IndexedLines, number: Mapping[str, int], types: tuple[str, ...]
    ) -> None:
        self._lines, self._number, self._types = lines, number, types
        self._nodes = {key.encode("utf-8", "surrogatepass"): n for key, n in number.items()}
        self._kinds = {name.encode(): place for place, name in enumerate(types)}

    def ends(self, first: int, block: bytes) -> Ends:
        """The ends of the edges of some lines.

        Args:
            first: The number of the first of them.
            block: The lines, or none.

        Raises:
            AtlasError: The beginning of a line is damaged or names what is not there.
        """
        return _as_ends(self.found(first, block) if block else ((), (), ()))

    def found(self, first: int, block: bytes) -> _Found:
        """The same as numbers of Python."""
        plain = self._plain(block)
        return self._each(first, block) if plain is None else plain

    def _plain(self, block: bytes) -> _Found | None:
        """Those of a block; ``None`` where a line is not plain or names what is not there."""
        rows = _PLAIN.findall(block)
        if not are_all(rows, block):
            return None
        heads, kinds, tails = zip(*rows, strict=True)
        try:
            return (
                [self._nodes[head] for head in heads],
                [self._kinds[kind] for kind in kinds],
                [self._nodes[tail] for tail in tails],
            )
        except KeyError:
            return None

    def _each(self, first: int, block: bytes) -> _Found:
        """Those of a block, line by line."""
        rows = [self._one(line, content) for line, content in enumerate(lines_in(block), first)]
        heads, kinds, tails = zip(*rows, strict=True)
        return heads, kinds, tails

    def _one(self, line: int, content: bytes) -> tuple[int, int, int]:
        found = _ENDS.match(content)
        try:
            if found is not None:
                head, kind, tail = text(found[1]), self._kinds[found[2]], text(found[3])
                return self._number[head], kind, self._number[tail]
        except (KeyError, ValueError):
            pass
        return self._checked(line)

    def _checked(self, line: int) -> tuple[int, int, int]:
        """The ends of an edge whose line is not as we write it.

        Raises:
            AtlasError: It is damaged.
        """
        edge, where = self._lines.record(line, EdgeLine), self._lines.where(line)
        check_name(edge.type, self._types, where)
        for end in (edge.head, edge.tail):
            if end not in self._number:
                raise damaged(
                    where,
                    f"an edge names {end!r}, which {PAPERS}, {NODES} and {RESULTS} do not hold",
                )
        return self._number[edge.head], self._types.index(edge.type), self._number[edge.tail]
