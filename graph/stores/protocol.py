"""What every store of the graph can do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import Any, Final, NamedTuple, Protocol, Self, runtime_checkable

import networkx as nx

from graph.change import GraphChange
from graph.progress import Progress


class Rows(list[dict[str, Any]]):
    """The rows of an answer, one dict a row, with the columns even where there is no row.

    Args:
        rows: The rows, keyed by column.
        columns: Names of the columns, in order.

    Attributes:
        columns: Names of the columns, in order.

    Example:
        >>> rows = Rows([], columns=("name", "papers"))
        >>> rows == [], rows.columns
        (True, ('name', 'papers'))
    """

    def __init__(self, rows: Iterable[dict[str, Any]] = (), *, columns: Iterable[str] = ()) -> None:
        super().__init__(rows)
        self.columns = tuple(columns)


class Ours(NamedTuple):
    """What a pattern needs to match only what ``save`` wrote, where others write as well.

    Attributes:
        node: Follows the variable or label of a node.
        edge: Follows the variable of an edge that may be of any of our types.
    """

    node: str
    edge: str


EVERYTHING: Final = Ours("", "")
"""For a store that holds nothing but ours."""


class Terms(NamedTuple):
    """What a store can be asked about.

    Attributes:
        types: The types of its entities, in the order in which they are shown.
        relations: The relations between them.
    """

    types: tuple[str, ...]
    relations: tuple[str, ...]


@runtime_checkable
class Store(Protocol):
    """A database that holds one graph and answers reading statements.

    After ``save(graph)`` the store holds that graph and nothing else of ours, whatever
    it held before; saving the same graph again changes nothing. ``update(change)`` leads from
    one graph to the next for the price of the change. ``run`` reads and never writes: each
    statement passes ``graph.cypher_guard.check_reading`` first.

    Example:
        >>> from graph.stores import open_store
        >>> with open_store("memory:") as store:
        ...     isinstance(store, Store)
        True
    """

    def ours(self) -> Ours:
        """What keeps a pattern to our nodes and edges."""
        return EVERYTHING

    def terms(self) -> Terms:
        """The types and relations of the graph that the store holds.

        Raises:
            StoreError: The database cannot be reached or there is none yet.
        """
        ...

    def save(
        self, graph: nx.MultiDiGraph, *, fingerprint: str = "", progress: Progress | None = None
    ) -> None:
        """Make the store hold exactly this graph.

        Args:
            graph: Nodes keyed by id, edges by ``graph.build.edge_key``, with the properties
                that ``schemas.vocabulary`` names; its labels and edge types are those of
                ``graph.vocabulary.vocabulary_of`` it.
            fingerprint: What names this graph. The store keeps it, and a later ``update``
                asks for it; "" names none.
            progress: Told of every batch written.

        Raises:
            StoreError: The graph breaks the vocabulary, or the database fails.
        """
        ...

    def update(self, change: GraphChange, *, progress: Progress | None = None) -> bool:
        """Make the store hold what the change turns its graph into, if it holds that graph.

        Afterwards the store holds what ``save`` of the new graph would leave, with
        ``change.after`` as its fingerprint; the work is that of the change, not of the graph.

        Args:
            change: What becomes other.
            progress: Told of every batch written.

        Returns:
            False where the store does not hold ``change.before`` of ``change.vocabulary``:
            it was never saved into, or without a fingerprint, or another graph was, or what
            was begun there was cut. Then nothing is touched, and the new graph is to be saved.

        Raises:
            StoreError: The change breaks the vocabulary or does not fit the graph, or the
                database fails. An embedded store then holds what it held; a server may hold
                a part of the change, and takes no other until a graph is saved.
        """
        ...

    def run(self, statement: str, parameters: Mapping[str, Any] | None = None) -> Rows:
        """Answer one reading Cypher statement.

        Values are plain Python: a node or an edge is a dict of the properties that its
        label has (``None`` where unknown), a path is ``{"nodes": […], "edges": […]}``.

        Args:
            statement: One Cypher statement that reads.
            parameters: Values for its ``$names``.

        Returns:
            One dict a row, keyed by column, in the order the database gave, with the columns.

        Raises:
            QueryError: The statement does more than read, or does not run.
            StoreError: The database cannot be reached or there is none yet.
        """
        ...

    def close(self) -> None:
        """Release the database; a closed store may be closed again."""
        ...

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
