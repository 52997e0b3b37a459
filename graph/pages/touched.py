"""What a change of the graph touches, as far as a page can tell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

import networkx as nx

from graph.change import GraphChange
from graph.node_identity import paper_node_id
from graph.readable_graph import ReadableGraph
from schemas import RESULT_EDGES, RESULT_LABEL, ResultEdge


class Amendment(NamedTuple):
    """What turned the graph of one version into that of the next.

    Attributes:
        before: The part of the former graph that holds all that is gone or other now.
        after: What stands in its place. A paper whose node is gone, new or other has all its
            edges in these two.
        change: The difference of the two.
    """

    before: nx.MultiDiGraph
    after: nx.MultiDiGraph
    change: GraphChange


class Touched(NamedTuple):
    """What a page that shows none of it says as before.

    Attributes:
        nodes: Nodes that are gone, new or other.
        pairs: By node, those that it has an edge with that is gone, new or other, or that
            comes from a paper whose node is.
        results_at: Nodes that list a result of which any part is gone, new or other, the
            name of what it is about and the paper it comes from among them.
    """

    nodes: Collection[str]
    pairs: Mapping[str, Collection[str]]
    results_at: Collection[str]

    def is_shown(self, centre: str, others: Collection[str]) -> bool:
        """Whether the page of a node shows any of it.

        Args:
            centre: The node.
            others: All other nodes on its page.

        Example:
            >>> touched = Touched({"task:a"}, {"task:b": {"task:c"}, "task:c": {"task:b"}}, ())
            >>> touched.is_shown("task:x", {"task:b"}), touched.is_shown("task:b", {"task:c"})
            (False, True)
        """
        shown = {centre, *others}
        return (
            centre in self.results_at
            or not shown.isdisjoint(self.nodes)
            or any(not shown.isdisjoint(self.pairs[node]) for node in shown & self.pairs.keys())
        )


def touched_by(amendment: Amendment, graph: ReadableGraph) -> Touched:
    """What a change touches.

    Args:
        amendment: The change.
        graph: The whole graph as it is now.
    """
    before, after, change = amendment
    nodes = {key.id for key in change.gone_nodes} | {node.key.id for node in change.nodes}
    pairs: dict[str, set[str]] = defaultdict(set)
    results = set(_renamed(amendment, graph))
    results |= {key.id for key in change.gone_nodes if key.label == RESULT_LABEL}
    results |= {node.key.id for node in change.nodes if node.key.label == RESULT_LABEL}
    for head, kind, tail in _edges(amendment, nodes):
        if kind in RESULT_EDGES:
            results.add(tail if kind == ResultEdge.REPORTS else head)
        else:
            pairs[head].add(tail)
            pairs[tail].add(head)
    parts = (before, after, graph)
    at = {end for part in parts for result in results for end in _ends(part, result)}
    return Touched(nodes, dict(pairs), at)


def _edges(amendment: Amendment, nodes: Collection[str]) -> Iterator[tuple[str, str, str]]:
    """Head, type and tail of the edges that are gone, new or other, or of such a paper."""
    change = amendment.change
    for key in (*change.gone_edges, *(edge.key for edge in change.edges)):
        yield key.head, key.type, key.tail
    for part in (amendment.before, amendment.after):
        for head, tail, data in part.edges(data=True):
            if "paper" in data and paper_node_id(data["paper"]) in nodes:
                yield head, data["type"], tail


def _renamed(amendment: Amendment, graph: ReadableGraph) -> Iterator[str]:
    """The results that name something which has another name now."""
    before = amendment.before
    for node in amendment.change.nodes:
        key = node.key.id
        if key in before and before.nodes[key]["name"] != node.properties["name"]:
            for result, _, kind in graph.in_edges(key, data="type"):
                if kind in RESULT_EDGES and kind != ResultEdge.REPORTS:
                    yield result


def _ends(graph: ReadableGraph, result: str) -> Iterator[str]:
    """What a result is about, and the paper that reports it."""
    if result in graph:
        yield from graph.successors(result)
        yield from graph.predecessors(result)
