"""The store for tests: it keeps the graph and speaks no Cypher."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import networkx as nx

from graph.build import edge_key
from graph.change import GraphChange
from graph.cypher_guard import check_reading
from graph.progress import Progress
from graph.stores.changed_rows import changed_rows, misfit
from graph.stores.protocol import Rows, Store, Terms
from graph.stores.rows import edge_rows, node_rows
from graph.vocabulary import vocabulary_of
from schemas import StoreError


class MemoryStore(Store):
    """A store in memory.

    Attributes:
        graph: What was saved last, as a copy, with the changes since; empty before.

    Example:
        >>> store = MemoryStore()
        >>> store.save(nx.MultiDiGraph())
        >>> len(store.graph)
        0
    """

    def __init__(self) -> None:
        self.graph = nx.MultiDiGraph()
        self._fingerprint = ""

    def terms(self) -> Terms:
        """The types and relations of the graph; see ``Store.terms``."""
        vocabulary = vocabulary_of(self.graph)
        return Terms(vocabulary.types, tuple(vocabulary.relations))

    def save(
        self, graph: nx.MultiDiGraph, *, fingerprint: str = "", progress: Progress | None = None
    ) -> None:
        """Keep a copy of the graph; see ``Store.save``."""
        nodes, edges = node_rows(graph), edge_rows(graph)
        if progress is not None:
            total = sum(map(len, nodes.values())) + sum(map(len, edges.values()))
            progress("graph", total, total)
        self.graph = graph.copy()
        self._fingerprint = fingerprint

    def update(self, change: GraphChange, *, progress: Progress | None = None) -> bool:
        """Change the graph; see ``Store.update``."""
        changed_rows(change)
        if not change.before or self._fingerprint != change.before:
            return False
        if vocabulary_of(self.graph) != change.vocabulary:
            return False
        _check_fits(self.graph, change)
        _apply(self.graph, change)
        self._fingerprint = change.after
        if progress is not None:
            progress("graph", len(change), len(change))
        return True

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


def _check_fits(graph: nx.MultiDiGraph, change: GraphChange) -> None:
    """See that what is gone is there, and that afterwards every edge has its two ends."""
    labels = dict(change.gone_nodes)
    gone = {(edge.head, edge.tail, edge_key(edge.type, edge.paper)) for edge in change.gone_edges}
    for node, label in labels.items():
        if node not in graph or graph.nodes[node]["type"] != label:
            raise misfit(f"{label} {node!r}")
        for edge in (*graph.out_edges(node, keys=True), *graph.in_edges(node, keys=True)):
            if edge not in gone:
                raise StoreError(f"the change leaves the edge {edge} of {label} {node!r}")
    for head, tail, key in sorted(gone):
        if not graph.has_edge(head, tail, key):
            raise misfit(f"edge {head!r} -> {tail!r} ({key!r})")
    after = {key.id: key.label for key, _ in change.nodes}
    for edge, _ in change.edges:
        for node, label in ((edge.head, edge.head_label), (edge.tail, edge.tail_label)):
            held = None if node in labels or node not in graph else graph.nodes[node]["type"]
            if after.get(node, held) != label:
                raise misfit(f"{label} {node!r}")


def _apply(graph: nx.MultiDiGraph, change: GraphChange) -> None:
    for edge in change.gone_edges:
        graph.remove_edge(edge.head, edge.tail, edge_key(edge.type, edge.paper))
    graph.remove_nodes_from([node for node, _ in change.gone_nodes])
    for node, properties in change.nodes:
        graph.add_node(node.id)
        graph.nodes[node.id].clear()
        graph.nodes[node.id].update(properties)
    for edge, properties in change.edges:
        key = edge_key(edge.type, edge.paper)
        if graph.has_edge(edge.head, edge.tail, key):
            graph.remove_edge(edge.head, edge.tail, key)
        graph.add_edge(edge.head, edge.tail, key, **properties)
