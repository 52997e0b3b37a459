"""The graph of an atlas read from its canonical files, a line when it is asked for.

Opening goes over each file once and keeps where its lines begin, the ids of the nodes and the
ends and types of the edges, as numbers. What a line says beyond that is read from the file
when someone asks.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Literal, overload

import numpy as np
from numpy.typing import NDArray

from graph.build import edge_key
from graph.collection import held_back
from graph.edge_ends import Ends, Numbers, read_ends
from graph.ends_file import AmendedEdges, amended_ends, stored_ends, write_ends
from graph.file_nodes import FileNodes
from graph.files import EDGES, VOCABULARY, EdgeLine, edge_attributes
from graph.indexed_lines import IndexedLines
from graph.line_attributes import edge_in
from graph.stores.rows import edge_properties
from graph.vocabulary import read_vocabulary
from schemas import RESULT_LABEL


class FileGraph(AbstractContextManager["FileGraph"]):
    """A graph for reading alone, by the contract of ``graph.build``: a ``ReadableGraph``.

    What it says of nodes and edges equals what ``graph.files.read_graph`` gives for the same
    directory, in the same order. A damaged line is an error when it is met: at the opening
    where its beginning is damaged or names what is not there, else when it is read.

    Args:
        directory: Where the canonical files are.
        amended: How its edges came from those of another version, where they did.

    Raises:
        AtlasError: A file is missing or a line in it is damaged.

    Example:
        Write the pages of a version of an atlas::

            with FileGraph(version) as graph:
                write_pages(graph, version / "pages")
    """

    def __init__(self, directory: Path, *, amended: AmendedEdges | None = None) -> None:
        self._directory = directory
        self._connections: dict[str, int] | None = None
        with held_back():
            self._read(directory, amended)

    def _read(self, directory: Path, amended: AmendedEdges | None) -> None:
        vocabulary = read_vocabulary(directory / VOCABULARY)
        self.graph: Mapping[str, Any] = {"vocabulary": vocabulary}
        self.nodes = FileNodes(directory, vocabulary.types)
        self._lines = IndexedLines(directory / EDGES)
        self._types = vocabulary.edge_types
        self._ends = self._found_ends(amended)
        heads, types, tails = self._ends
        order = np.argsort(np.argsort([_key(name, "") for name in self._types]))
        ranks = order.astype(np.int32)[types] if types.size else types
        self._going_out = _Sorted(heads, np.lexsort((ranks, tails, heads)), len(self.nodes))
        self._coming_in = _Sorted(tails, np.lexsort((ranks, heads, tails)), len(self.nodes))
        self._heads, self._edge_types, self._tails = heads, types, tails

    def _found_ends(self, amended: AmendedEdges | None) -> Ends:
        ids, number, types = self.nodes.ids, self.nodes.number, self._types
        if amended is None:
            found = stored_ends(self._directory, self._lines, nodes=len(ids), types=len(types))
        else:
            found = amended_ends(amended, self._lines, ids=ids, number=number, types=types)
        return found or read_ends(self._lines, number, types)

    def keep_ends(self) -> None:
        """Keeps what was found of the edges, so that the next reader need not go over all."""
        write_ends(self._directory, self._lines, self._ends, nodes=len(self.nodes))

    def __reduce__(self) -> tuple[type[FileGraph], tuple[Path]]:
        return FileGraph, (self._directory,)

    def close(self) -> None:
        """Closes the files."""
        self._lines.close()
        self.nodes.close()

    def __exit__(self, *failure: object) -> None:
        self.close()

    def __contains__(self, node: object) -> bool:
        return node in self.nodes

    def successors(self, node: str) -> Iterator[str]:
        """The tails of the edges that begin at a node, each once."""
        return self._each(self._tails[self._going_out.at(self.nodes.number[node])])

    def predecessors(self, node: str) -> Iterator[str]:
        """The heads of the edges that end at a node, each once."""
        return self._each(self._heads[self._coming_in.at(self.nodes.number[node])])

    @overload
    def out_edges(
        self, node: str, *, data: Literal[True]
    ) -> Iterator[tuple[str, str, Mapping[str, Any]]]: ...
    @overload
    def out_edges(self, node: str, *, data: str) -> Iterator[tuple[str, str, Any]]: ...
    def out_edges(self, node: str, *, data: Literal[True] | str) -> Iterator[tuple[str, str, Any]]:
        """The edges that begin at a node with their attributes, or with one of these."""
        return self._edges(self._going_out.at(self.nodes.number[node]), data)

    @overload
    def in_edges(
        self, node: str, *, data: Literal[True]
    ) -> Iterator[tuple[str, str, Mapping[str, Any]]]: ...
    @overload
    def in_edges(self, node: str, *, data: str) -> Iterator[tuple[str, str, Any]]: ...
    def in_edges(self, node: str, *, data: Literal[True] | str) -> Iterator[tuple[str, str, Any]]:
        """The edges that end at a node with their attributes, or with one of these."""
        return self._edges(self._coming_in.at(self.nodes.number[node]), data)

    def edges_at(
        self, node: str, *, kinds: Collection[str], ends: Collection[str] | None = None
    ) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
        """The edges of some types at a node, those that begin there first.

        Args:
            node: The node.
            kinds: The types.
            ends: The nodes at the other end; any unless said.
        """
        edges, others = self._at(node, kinds)
        if ends is not None:
            edges = edges[np.isin(others, [self.nodes.number[end] for end in ends])]
        return self._edges(edges, True)

    def count_neighbours(self, node: str, *, kinds: Collection[str]) -> int:
        """How many other nodes a node has an edge with that is of some types."""
        _, others = self._at(node, kinds)
        return int(np.count_nonzero(np.unique(others) != self.nodes.number[node]))

    def _at(self, node: str, kinds: Collection[str]) -> tuple[Numbers, Numbers]:
        """The edges of some types at a node, and the node at the other end of each."""
        wanted = np.array([name in kinds for name in self._types])
        number = self.nodes.number[node]
        out, into = self._going_out.at(number), self._coming_in.at(number)
        edges = np.concatenate([out, into])
        others = np.concatenate([self._tails[out], self._heads[into]])
        kept = wanted[self._edge_types[edges]]
        return edges[kept], others[kept]

    def edges_among(
        self, nodes: Iterable[str], *, without: str
    ) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
        """The edges between any of these nodes, but for those of one type and for loops.

        They come as ``out_edges`` of each node gives them, the nodes in sorted order.
        """
        numbers = sorted(self.nodes.number[node] for node in nodes)
        wanted = np.zeros(len(self.nodes), dtype=bool)
        wanted[numbers] = True
        unwanted = self._types.index(without)
        for number in numbers:
            edges = self._going_out.at(number)
            tails = self._tails[edges]
            kept = wanted[tails] & (tails != number) & (self._edge_types[edges] != unwanted)
            yield from self._edges(edges[kept], True)

    def degree(self) -> Iterator[tuple[str, int]]:
        """Each node with its number of edges."""
        ends = np.concatenate([self._heads, self._tails])
        counts = np.bincount(ends, minlength=len(self.nodes)).tolist()
        return zip(self.nodes.ids, counts, strict=True)

    def connections(self) -> dict[str, int]:
        """How many other papers and entities each node is joined to; counted once."""
        if self._connections is None:
            self._connections = self._counted_connections()
        return self._connections

    def _counted_connections(self) -> dict[str, int]:
        size = len(self.nodes)
        counted = np.array([kind != RESULT_LABEL for kind in self.nodes.types], dtype=bool)
        kept = counted[self._heads] & counted[self._tails] & (self._heads != self._tails)
        heads, tails = (ends[kept].astype(np.int64) for ends in (self._heads, self._tails))
        pairs = np.sort(np.concatenate([heads * size + tails, tails * size + heads]))
        first = np.diff(pairs, prepend=-1) != 0
        counts = np.bincount(pairs[first] // max(size, 1), minlength=size)
        return dict(zip(self.nodes.ids, counts.tolist(), strict=True))

    def _each(self, nodes: Numbers) -> Iterator[str]:
        return (self.nodes.ids[number] for number in dict.fromkeys(nodes.tolist()))

    def _edges(self, edges: Numbers, data: Literal[True] | str) -> Iterator[tuple[str, str, Any]]:
        ids = self.nodes.ids
        rows = zip(
            edges.tolist(),
            self._heads[edges].tolist(),
            self._edge_types[edges].tolist(),
            self._tails[edges].tolist(),
            strict=True,
        )
        for line, head, kind, tail in rows:
            if data == "type":
                yield ids[head], ids[tail], self._types[kind]
                continue
            attributes = _EdgeAttributes(self._lines, line, self._types[kind])
            yield ids[head], ids[tail], attributes if data is True else attributes.get(data)


class _EdgeAttributes(Mapping[str, Any]):
    """The attributes of an edge; all but its type are read when one is asked for."""

    __slots__ = ("_line", "_lines", "_read", "_type")

    def __init__(self, lines: IndexedLines, line: int, kind: str) -> None:
        self._lines, self._line, self._type = lines, line, kind
        self._read: dict[str, Any] | None = None

    def __getitem__(self, name: str) -> Any:
        if name == "type":
            return self._type
        if self._read is None:
            self._read = edge_in(self._lines.line(self._line), self._type) or edge_attributes(
                self._lines.record(self._line, EdgeLine), self._lines.where(self._line)
            )
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(edge_properties(self._type))

    def __len__(self) -> int:
        return len(edge_properties(self._type))


class _Sorted:
    """Edges by one of their ends: where those of each node stand in an order of all."""

    def __init__(self, ends: Numbers, order: NDArray[np.intp], nodes: int) -> None:
        self._order = order.astype(np.int32)
        self._begins = np.searchsorted(ends[order], np.arange(nodes + 1)).tolist()

    def at(self, node: int) -> Numbers:
        """The numbers of the edges at a node."""
        return self._order[self._begins[node] : self._begins[node + 1]]


def _key(kind: str, paper: str | None) -> str:
    """The key of an edge; a tie between names has no paper."""
    return edge_key(kind, paper if "paper" in edge_properties(kind) else None)
