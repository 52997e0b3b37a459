"""What views, results and pages ask of a graph, whoever holds it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, Protocol, overload


class ReadableNodes(Protocol):
    """The nodes of a graph and their attributes."""

    def __len__(self) -> int:
        """How many there are."""

    def __getitem__(self, node: str) -> Mapping[str, Any]:
        """The attributes of a node."""

    @overload
    def __call__(self, data: Literal[True]) -> Iterable[tuple[str, Mapping[str, Any]]]: ...
    @overload
    def __call__(self, data: str) -> Iterable[tuple[str, Any]]: ...
    def __call__(self, data: Literal[True] | str) -> Iterable[tuple[str, Any]]:
        """Every node with its attributes, or with the one of this name."""


class ReadableGraph(Protocol):
    """A graph by the contract of ``graph.build``, for reading alone.

    ``nx.MultiDiGraph`` is one, and so is ``graph.file_graph.FileGraph``, which reads what is
    asked for from the canonical files. The methods are those of the former.

    Attributes:
        graph: Of the graph itself: its ``"vocabulary"``.
    """

    graph: Mapping[str, Any]

    @property
    def nodes(self) -> ReadableNodes:
        """The nodes and their attributes."""

    def __contains__(self, node: object) -> bool:
        """Whether there is a node of this id."""

    def successors(self, node: str) -> Iterator[str]:
        """The tails of the edges that begin at a node, each once."""

    def predecessors(self, node: str) -> Iterator[str]:
        """The heads of the edges that end at a node, each once."""

    @overload
    def out_edges(
        self, node: str, *, data: Literal[True]
    ) -> Iterable[tuple[str, str, Mapping[str, Any]]]: ...
    @overload
    def out_edges(self, node: str, *, data: str) -> Iterable[tuple[str, str, Any]]: ...
    def out_edges(self, node: str, *, data: Literal[True] | str) -> Iterable[tuple[str, str, Any]]:
        """The edges that begin at a node with their attributes, or with one of these."""

    @overload
    def in_edges(
        self, node: str, *, data: Literal[True]
    ) -> Iterable[tuple[str, str, Mapping[str, Any]]]: ...
    @overload
    def in_edges(self, node: str, *, data: str) -> Iterable[tuple[str, str, Any]]: ...
    def in_edges(self, node: str, *, data: Literal[True] | str) -> Iterable[tuple[str, str, Any]]:
        """The edges that end at a node with their attributes, or with one of these."""
