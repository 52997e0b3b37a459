"""The graph as sorted rows for a database, checked against the vocabulary."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

import networkx as nx

from graph.vocabulary import vocabulary_of
from schemas import (
    EDGE_PROPERTIES,
    ENTITY_PROPERTIES,
    INTRODUCES,
    MENTIONS,
    MENTIONS_PROPERTIES,
    PAPER_LABEL,
    PAPER_PROPERTIES,
    RESULT_EDGES,
    RESULT_LABEL,
    RESULT_PROPERTIES,
    VARIANT_OF,
    VARIANT_PROPERTIES,
    ResultEdge,
    StoreError,
    Vocabulary,
)

Row = tuple[Any, ...]
"""Values in the order of the table's properties."""


_NODE_PROPERTIES: Final = {PAPER_LABEL: PAPER_PROPERTIES, RESULT_LABEL: RESULT_PROPERTIES}
_EDGE_PROPERTIES: Final = {MENTIONS: MENTIONS_PROPERTIES, VARIANT_OF: VARIANT_PROPERTIES}


class EdgeTable(NamedTuple):
    """The kind of an edge: its type and the labels of its ends."""

    type: str
    head: str
    tail: str


def node_properties(label: str) -> tuple[str, ...]:
    """The properties of a node with this label, in order.

    Example:
        >>> node_properties("Paper")
        ('id', 'type', 'name', 'year', 'venue', 'url')
    """
    return _NODE_PROPERTIES.get(label, ENTITY_PROPERTIES)


def edge_properties(edge_type: str) -> tuple[str, ...]:
    """The properties of an edge of this type, in order.

    Example:
        >>> edge_properties("MENTIONS")[-2:]
        ('count', 'sentences')
        >>> edge_properties("VARIANT_OF")
        ('type', 'reason')
    """
    return _EDGE_PROPERTIES.get(edge_type, EDGE_PROPERTIES)


def edge_identity(edge_type: str, row: Row) -> tuple[str, str, str | None]:
    """Head, tail and paper of an edge's row, which no two of its type share.

    A tie between names has no paper, so there is one between two entities.

    Example:
        >>> edge_identity("USES", ("model:a", "model:b", "USES", "p", "A uses B.", 0, 9, 1.0))
        ('model:a', 'model:b', 'p')
        >>> edge_identity("VARIANT_OF", ("model:a", "model:b", "VARIANT_OF", "size"))
        ('model:a', 'model:b', None)
    """
    return row[0], row[1], row[3] if "paper" in edge_properties(edge_type) else None


def edge_tables(vocabulary: Vocabulary) -> Iterator[EdgeTable]:
    """Yield every kind of edge that can occur.

    The type rules hold for the types within the paper; resolution may have chosen another
    type for the node, so a relation may join any two entities.
    """
    entities = vocabulary.types
    for edge_type in vocabulary.edge_types:
        if edge_type == ResultEdge.REPORTS:
            yield EdgeTable(edge_type, PAPER_LABEL, RESULT_LABEL)
            continue
        heads: tuple[str, ...]
        if edge_type in RESULT_EDGES:
            heads = (RESULT_LABEL,)
        elif edge_type in (MENTIONS, INTRODUCES):
            heads = (PAPER_LABEL,)
        elif edge_type == VARIANT_OF:
            heads = entities
        else:
            from_paper = vocabulary.relations[edge_type].paper_head
            heads = (PAPER_LABEL, *entities) if from_paper else entities
        for head in heads:
            for tail in entities:
                yield EdgeTable(edge_type, head, tail)


def node_rows(graph: nx.MultiDiGraph) -> dict[str, list[Row]]:
    """Rows of the nodes by label, all labels, sorted by id.

    Raises:
        StoreError: A node has no known label, lacks a property, or has another id than its key.

    Example:
        >>> g = nx.MultiDiGraph()
        >>> g.add_node("paper:p", id="paper:p", type="Paper", name="T", year=None,
        ...            venue=None, url=None)
        >>> node_rows(g)["Paper"]
        [('paper:p', 'Paper', 'T', None, None, None)]
    """
    vocabulary = vocabulary_of(graph)
    rows: dict[str, list[Row]] = {label: [] for label in vocabulary.node_labels}
    for key, data in graph.nodes(data=True):
        rows.setdefault(data.get("type"), []).append(node_row(key, data, vocabulary))
    for table in rows.values():
        table.sort(key=lambda row: row[0])
    return rows


def edge_rows(graph: nx.MultiDiGraph) -> dict[EdgeTable, list[Row]]:
    """Rows of the edges by kind, only the kinds that occur, sorted by head, tail and paper.

    A row begins with the ids of head and tail; the edge's properties follow.

    Raises:
        StoreError: An edge has no known type, joins what cannot be joined, lacks a property
            or stands twice.

    Example:
        >>> g = nx.MultiDiGraph()
        >>> g.add_node("model:a", type="Model")
        >>> g.add_node("task:b", type="Task")
        >>> _ = g.add_edge("model:a", "task:b", key="ADDRESSES|p", type="ADDRESSES", paper="p",
        ...                sentence="A does b.", start_char=0, end_char=9, confidence=1.0)
        >>> edge_rows(g)[EdgeTable("ADDRESSES", "Model", "Task")]
        [('model:a', 'task:b', 'ADDRESSES', 'p', 'A does b.', 0, 9, 1.0)]
    """
    vocabulary = vocabulary_of(graph)
    known = dict.fromkeys(edge_tables(vocabulary))
    labels: Mapping[str, str] = dict(graph.nodes(data="type"))
    found: dict[EdgeTable, list[Row]] = {}
    for head, tail, key, data in graph.edges(keys=True, data=True):
        table = EdgeTable(data.get("type"), labels[head], labels[tail])
        found.setdefault(table, []).append(edge_row(head, tail, key, data, table, known))
    return sorted_edge_rows(found, known)


def node_row(key: str, data: Mapping[str, Any], vocabulary: Vocabulary) -> Row:
    """The row of one node.

    Raises:
        StoreError: It has no known label, lacks a property, or has another id than its key.
    """
    label: Any = data.get("type")
    check_label(key, label, vocabulary)
    if data.get("id") != key:
        raise StoreError(f"node {key!r} carries the id {data.get('id')!r}; they must be equal")
    return _values(data, node_properties(label), f"node {key!r}")


def check_label(key: str, label: Any, vocabulary: Vocabulary) -> None:
    """See that a node is of a known type.

    Raises:
        StoreError: It is not.
    """
    if label not in vocabulary.node_labels:
        known = ", ".join(vocabulary.node_labels)
        raise StoreError(f"node {key!r} has type {label!r}; known are {known}")


def edge_row(
    head: str,
    tail: str,
    key: str,
    data: Mapping[str, Any],
    table: EdgeTable,
    known: Collection[EdgeTable],
) -> Row:
    """The row of one edge, which begins with the ids of head and tail.

    Raises:
        StoreError: It is of no known kind or lacks a property.
    """
    place = f"edge {head!r} -> {tail!r} ({key!r})"
    check_edge_table(table, known, place)
    return (head, tail, *_values(data, edge_properties(table.type), place))


def check_edge_table(table: EdgeTable, known: Collection[EdgeTable], place: str) -> None:
    """See that an edge is of a known kind.

    Raises:
        StoreError: It is not.
    """
    if table not in known:
        types = ", ".join(dict.fromkeys(one.type for one in known))
        raise StoreError(
            f"{place}: a {table.type} cannot lead from {table.head} to {table.tail}; "
            f"known types are {types}"
        )


def sorted_edge_rows(
    found: Mapping[EdgeTable, list[Row]], known: Iterable[EdgeTable]
) -> dict[EdgeTable, list[Row]]:
    """The rows by kind in the order of the known kinds, sorted by head, tail and paper.

    Raises:
        StoreError: An edge stands twice.
    """
    for table, rows in found.items():
        rows.sort(key=lambda row: row[:4])
        for one, next_one in itertools.pairwise(edge_identity(table.type, row) for row in rows):
            if one == next_one:
                of = "" if one[2] is None else f" of {one[2]!r}"
                raise StoreError(f"two {table.type} edges {one[0]!r} -> {one[1]!r}{of}")
    return {table: found[table] for table in known if table in found}


def _values(data: Mapping[str, Any], properties: tuple[str, ...], place: str) -> Row:
    try:
        return tuple(data[name] for name in properties)
    except KeyError as missing:
        raise StoreError(f"{place} has no {missing.args[0]!r}") from None
