"""What every store of the graph can do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Protocol, Self, runtime_checkable

import networkx as nx

Progress = Callable[[str, int, int], None]
"""Called with what is being written, how many rows are done, and how many there are."""


@runtime_checkable
class Store(Protocol):
    """A database that holds one graph and answers reading statements.

    After ``save(graph)`` the store holds that graph and nothing else of ours, whatever
    it held before; saving the same graph again changes nothing. ``run`` reads and never
    writes: each statement passes ``graph.cypher_guard.check_reading`` first.

    Example:
        >>> from graph.stores import open_store
        >>> with open_store("memory:") as store:
        ...     isinstance(store, Store)
        True
    """

    def save(self, graph: nx.MultiDiGraph, *, progress: Progress | None = None) -> None:
        """Make the store hold exactly this graph.

        Args:
            graph: Nodes keyed by id, edges keyed by ``type|paper``, with the properties
                that ``schemas.vocabulary`` names.
            progress: Told of every batch written.

        Raises:
            StoreError: The graph breaks the vocabulary, or the database fails.
        """
        ...

    def run(
        self, statement: str, parameters: Mapping[str, Any] | None = None
    ) -> list[dict[str, Any]]:
        """Answer one reading Cypher statement.

        Values are plain Python: a node or an edge is a dict of the properties that its
        label has (``None`` where unknown), a path is ``{"nodes": […], "edges": […]}``.

        Args:
            statement: One Cypher statement that reads.
            parameters: Values for its ``$names``.

        Returns:
            One dict a row, keyed by column, in the order the database gave.

        Raises:
            QueryError: The statement does more than read, or does not run.
            StoreError: The database cannot be reached or there is none yet.
        """
        ...

    def close(self) -> None:
        """Release the database; a closed store may be closed again."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...
