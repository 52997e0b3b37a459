"""A change of the graph as sorted rows for a database, checked as a whole graph is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple, TypeVar

from graph.build import edge_key
from graph.change import EdgeKey, GraphChange, NodeKey
from graph.stores.rows import (
    EdgeTable,
    Row,
    check_edge_table,
    check_label,
    edge_identity,
    edge_properties,
    edge_row,
    edge_tables,
    node_row,
    sorted_edge_rows,
)
from schemas import StoreError

Identity = tuple[str, str, str | None]
"""Head, tail and paper of an edge, which no two of its kind share."""

_Key = TypeVar("_Key", str, NodeKey, EdgeKey)


class ChangedRows(NamedTuple):
    """What a change asks of a database.

    Attributes:
        gone_nodes: Ids by label.
        nodes: Rows by label.
        gone_edges: Identities by kind of edge.
        edges: Rows by kind of edge.
    """

    gone_nodes: dict[str, list[str]]
    nodes: dict[str, list[Row]]
    gone_edges: dict[EdgeTable, list[Identity]]
    edges: dict[EdgeTable, list[Row]]


def changed_rows(change: GraphChange) -> ChangedRows:
    """The rows of a change.

    Raises:
        StoreError: It breaks the vocabulary as a graph might, names a node or an edge twice,
            or what it says of one contradicts its key.

    Example:
        >>> from schemas import RESEARCH
        >>> change = GraphChange(vocabulary=RESEARCH, gone_nodes=(NodeKey("task:a", "Task"),))
        >>> changed_rows(change).gone_nodes
        {'Task': ['task:a']}
    """
    vocabulary = change.vocabulary
    known = dict.fromkeys(edge_tables(vocabulary))
    gone_nodes: dict[str, list[str]] = {}
    for node, label in _once(change.gone_nodes):
        check_label(node, label, vocabulary)
        gone_nodes.setdefault(label, []).append(node)
    nodes: dict[str, list[Row]] = {}
    for key, properties in change.nodes:
        row = node_row(key.id, properties, vocabulary)
        _check(f"node {key.id!r}", "type", key.label, properties.get("type"))
        nodes.setdefault(key.label, []).append(row)
    _once([key.id for key, _ in change.nodes])
    gone_edges: dict[EdgeTable, list[Identity]] = {}
    for edge in _once(change.gone_edges):
        table = _table(edge)
        check_edge_table(table, known, _place(edge))
        gone_edges.setdefault(table, []).append((edge.head, edge.tail, edge.paper))
    edges: dict[EdgeTable, list[Row]] = {}
    for edge, properties in change.edges:
        table, name = _table(edge), edge_key(edge.type, edge.paper)
        row = edge_row(edge.head, edge.tail, name, properties, table, known)
        _check(_place(edge), "type", edge.type, properties["type"])
        if "paper" in edge_properties(edge.type):
            _check(_place(edge), "paper", edge.paper, properties["paper"])
        edges.setdefault(table, []).append(row)
    return ChangedRows(
        {label: sorted(gone_nodes[label]) for label in sorted(gone_nodes)},
        {label: sorted(nodes[label], key=lambda row: row[0]) for label in sorted(nodes)},
        {
            table: sorted(gone_edges[table], key=lambda one: (one[0], one[1], one[2] or ""))
            for table in known
            if table in gone_edges
        },
        sorted_edge_rows(edges, known),
    )


def identities(table: EdgeTable, rows: list[Row]) -> list[Identity]:
    """The identities of the edges that rows of one kind are."""
    return [edge_identity(table.type, row) for row in rows]


def misfit(what: str) -> StoreError:
    """That the graph in the store is not the one that the change is made for."""
    return StoreError(f"the change does not fit the graph in the store: it holds no {what}")


def _once(keys: Sequence[_Key]) -> Sequence[_Key]:
    """The keys, none of which stands twice."""
    if len(set(keys)) != len(keys):
        twice = next(key for key, times in Counter(keys).items() if times > 1)
        raise StoreError(f"the change names {twice!r} twice")
    return keys


def _table(edge: EdgeKey) -> EdgeTable:
    return EdgeTable(edge.type, edge.head_label, edge.tail_label)


def _place(edge: EdgeKey) -> str:
    return f"edge {edge.head!r} -> {edge.tail!r} ({edge_key(edge.type, edge.paper)!r})"


def _check(place: str, name: str, wanted: str | None, found: Any) -> None:
    if found != wanted:
        raise StoreError(f"{place} has the {name} {found!r}; its key says {wanted!r}")
