"""The store for tests: it keeps the graph and speaks no Cypher."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import networkx as nx

from graph.cypher_guard import check_reading
from graph.progress import Progress
from graph.stores.protocol import Rows, Store, Terms
from graph.stores.rows import edge_rows, node_rows
from graph.vocabulary import vocabulary_of
from schemas import StoreError


class MemoryStore(Store):
    """A store in memory.

    Attributes:
        graph: What was saved last, as a copy; empty before.

    Example:
        >>> store = MemoryStore()
        >>> store.save(nx.MultiDiGraph())
        >>> len(store.graph)
        0
    """

    def __init__(self) -> None:
        self.graph = nx.MultiDiGraph()

    def terms(self) -> Terms:
        """The types and relations of the graph; see ``Store.terms``."""
        vocabulary = vocabulary_of(self.graph)
        return Terms(vocabulary.types, tuple(vocabulary.relations))

    def save(self, graph: nx.MultiDiGraph, *, progress: Progress | None = None) -> None:
        """Keep a copy of the graph; see ``Store.save``."""
        nodes, edges = node_rows(graph), edge_rows(graph)
        if progress is not None:
            total = sum(map(len, nodes.values())) + sum(map(len, edges.values()))
            progress("graph", total, total)
        self.graph = graph.copy()

    def run(self, statement: str, parameters: Mapping[str, Any] | None = None) -> Rows:
        """Refuse; read ``graph`` instead.

        Raises:
            QueryError: The statement does more than read.
            StoreError: Always else: there is no Cypher here.
        """
        check_reading(statement)
        raise StoreError("the store in memory speaks no Cypher; read its .graph, or use a .lbug")

    def close(self) -> None:
        """Nothing to release; the graph stays readable."""
