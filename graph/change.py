"""What turns one graph into another, as data that a store can apply.

A change costs what it changes: ten papers added to many are some hundred nodes and edges,
however large the graph is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

import networkx as nx

from graph.vocabulary import vocabulary_of
from schemas import Vocabulary


class NodeKey(NamedTuple):
    """Which node it is."""

    id: str
    label: str


class ChangedNode(NamedTuple):
    """A node as it is afterwards.

    Attributes:
        key: Which it is.
        properties: All that it has, its id and type among them.
    """

    key: NodeKey
    properties: Mapping[str, Any]


class EdgeKey(NamedTuple):
    """Which edge it is; that of a tie between names has no paper."""

    head: str
    head_label: str
    type: str
    tail: str
    tail_label: str
    paper: str | None


class ChangedEdge(NamedTuple):
    """An edge as it is afterwards.

    Attributes:
        key: Which it is.
        properties: All that it has, its type and its paper among them.
    """

    key: EdgeKey
    properties: Mapping[str, Any]


_Key = TypeVar("_Key", NodeKey, EdgeKey)


@dataclass(frozen=True, kw_only=True)
class GraphChange:
    """What turns one graph into another, each part sorted by its keys.

    A node whose label changes is gone and new, and so is an edge when the label of one of
    its ends changes. The edges of a node that is gone are gone too, and named as such.

    Attributes:
        vocabulary: That of both graphs.
        gone_nodes: The nodes that there are no more.
        nodes: The nodes that are new, or other than before.
        gone_edges: The edges that there are no more.
        edges: The edges that are new, or other than before.
        before: What names the graph that is changed, as it was given to ``Store.save``;
            "" names none, and no store takes such a change.
        after: What names the graph that it becomes.

    Example:
        >>> from schemas import RESEARCH
        >>> len(GraphChange(vocabulary=RESEARCH, before="b4", after="c5"))
        0
    """

    vocabulary: Vocabulary
    gone_nodes: tuple[NodeKey, ...] = ()
    nodes: tuple[ChangedNode, ...] = ()
    gone_edges: tuple[EdgeKey, ...] = ()
    edges: tuple[ChangedEdge, ...] = ()
    before: str = ""
    after: str = ""

    def __len__(self) -> int:
        """How many nodes and edges it names."""
        return len(self.gone_nodes) + len(self.nodes) + len(self.gone_edges) + len(self.edges)


def difference(
    old: nx.MultiDiGraph, new: nx.MultiDiGraph, *, before: str = "", after: str = ""
) -> GraphChange:
    """The change that turns one graph into another, found by comparing all of both.

    Args:
        old: The graph as it is; its nodes and edges are those of ``graph.build.build``.
        new: The graph as it shall be, of the same vocabulary.
        before: What names the old graph.
        after: What names the new one.

    Raises:
        ValueError: The graphs are of different vocabularies, or one of them holds two edges
            of one type and paper between the same two nodes.

    Example:
        >>> old, new = nx.MultiDiGraph(), nx.MultiDiGraph()
        >>> old.add_node("x:a", id="x:a", type="Task")
        >>> new.add_node("x:a", id="x:a", type="Metric")
        >>> change = difference(old, new)
        >>> change.gone_nodes
        (NodeKey(id='x:a', label='Task'),)
        >>> change.nodes[0].key
        NodeKey(id='x:a', label='Metric')
    """
    vocabulary = vocabulary_of(new)
    if vocabulary_of(old) != vocabulary:
        raise ValueError("the graphs are of different vocabularies; save the new one instead")
    old_nodes, new_nodes = _by_key(_nodes(old)), _by_key(_nodes(new))
    old_edges, new_edges = _by_key(_edges(old)), _by_key(_edges(new))
    return GraphChange(
        vocabulary=vocabulary,
        gone_nodes=tuple(sorted(key for key in old_nodes if key not in new_nodes)),
        nodes=tuple(
            ChangedNode(key, new_nodes[key]) for key in sorted(_other(old_nodes, new_nodes))
        ),
        gone_edges=tuple(
            sorted((key for key in old_edges if key not in new_edges), key=edge_place)
        ),
        edges=tuple(
            ChangedEdge(key, new_edges[key])
            for key in sorted(_other(old_edges, new_edges), key=edge_place)
        ),
        before=before,
        after=after,
    )


def edge_place(key: EdgeKey) -> tuple[str, ...]:
    """What edges are sorted by; one without a paper comes first.

    Example:
        >>> edge_place(EdgeKey("model:a", "Model", "VARIANT_OF", "model:b", "Model", None))[-1]
        ''
    """
    return (*key[:5], key.paper or "")


def _nodes(graph: nx.MultiDiGraph) -> Iterator[tuple[NodeKey, Mapping[str, Any]]]:
    for node, data in graph.nodes(data=True):
        yield NodeKey(node, data["type"]), data


def _edges(graph: nx.MultiDiGraph) -> Iterator[tuple[EdgeKey, Mapping[str, Any]]]:
    labels: Mapping[str, str] = dict(graph.nodes(data="type"))
    for head, tail, data in graph.edges(data=True):
        yield (
            EdgeKey(head, labels[head], data["type"], tail, labels[tail], data.get("paper")),
            data,
        )


def _by_key(items: Iterable[tuple[_Key, Mapping[str, Any]]]) -> dict[_Key, Mapping[str, Any]]:
    found: dict[_Key, Mapping[str, Any]] = {}
    for key, properties in items:
        if key in found:
            raise ValueError(f"there are two of {key}")
        found[key] = dict(properties)
    return found


def _other(
    old: Mapping[_Key, Mapping[str, Any]], new: Mapping[_Key, Mapping[str, Any]]
) -> Iterator[_Key]:
    """The keys of what is new, or not as it was."""
    return (key for key, properties in new.items() if old.get(key) != properties)
