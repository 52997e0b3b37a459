"""Which nodes a view shows: the most telling neighbours, and those one step further."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from graph.facts import Edge
from graph.readable_graph import ReadableGraph
from schemas import INTRODUCES, MENTIONS, RESULT_EDGES

_OUTER_EACH = 4
"""How many nodes one step further a single neighbour may bring in."""


class Neighbourhood(NamedTuple):
    """The nodes that a view shows around one; of their edges no more is read than the types.

    Attributes:
        kept: The neighbours, the most telling first.
        left_out: How many neighbours the limit left out.
        edges: The edges of each neighbour with the node, also of those left out.
        outer: Nodes one step further.
        outer_edges: The edges that join these to the neighbours.
    """

    kept: tuple[str, ...]
    left_out: int
    edges: Mapping[str, list[Edge]]
    outer: tuple[str, ...]
    outer_edges: tuple[Edge, ...]


def neighbourhood(
    graph: ReadableGraph, node_id: str, *, limit: int, fill: int = 0
) -> Neighbourhood:
    """Chooses what a view of a node shows; by what rules ``view.concept_view`` says.

    Args:
        graph: The graph, by the contract of ``graph.build``.
        node_id: Id of an entity or a paper.
        limit: Most other nodes to keep.
        fill: Where the neighbours are fewer than this, nodes one step further fill up to it.

    Example:
        A paper that introduces one thing and mentions another::

            neighbourhood(graph, "paper:grip", limit=1).kept  # ("model:gripnet",)
    """
    edges: dict[str, list[Edge]] = defaultdict(list)
    for source, target, data in _edges_at(graph, node_id):
        other = target if source == node_id else source
        if other != node_id:
            edges[other].append((source, target, data))

    def rank(other: str) -> tuple[bool, bool, int, int, str]:
        stated = [d for _, _, d in edges[other] if d["type"] != MENTIONS]
        node = graph.nodes[other]
        return (
            not stated,
            bool(node.get("generic", False)),
            -len(stated or edges[other]),
            -int(node.get("papers", 1)),
            other,
        )

    ranked = sorted(edges, key=rank)
    kept = ranked[:limit]
    outer, outer_edges = _one_step_further(graph, node_id, kept, min(fill, limit) - len(kept))
    return Neighbourhood(
        kept=tuple(kept),
        left_out=len(ranked) - len(kept),
        edges=edges,
        outer=tuple(outer),
        outer_edges=tuple(outer_edges),
    )


def _one_step_further(
    graph: ReadableGraph, node_id: str, kept: list[str], wanted: int
) -> tuple[list[str], list[Edge]]:
    """Nodes joined to the neighbours by stated facts, those joined to several first."""
    if wanted <= 0:
        return [], []
    inside = {node_id, *kept}
    edges: dict[str, list[Edge]] = defaultdict(list)
    brought_by: dict[str, dict[str, None]] = defaultdict(dict)  # an ordered set each
    for neighbour in kept:
        if graph.nodes[neighbour].get("generic", False):
            continue  # a class of things leads everywhere
        for source, target, data in _edges_at(graph, neighbour):
            other = target if source == neighbour else source
            if other not in inside and data["type"] != MENTIONS:
                edges[other].append((source, target, data))
                brought_by[other][neighbour] = None

    def rank(other: str) -> tuple[int, bool, bool, int, str]:
        node = graph.nodes[other]
        introduced = any(data["type"] == INTRODUCES for _, _, data in edges[other])
        generic = bool(node.get("generic", False))
        return -len(brought_by[other]), not introduced, generic, -node.get("papers", 1), other

    chosen: list[str] = []
    brought: dict[str, int] = defaultdict(int)
    for other in sorted(edges, key=rank):
        first = next(iter(brought_by[other]))
        if len(chosen) < wanted and brought[first] < _OUTER_EACH:
            chosen.append(other)
            brought[first] += 1
    return chosen, [edge for other in chosen for edge in edges[other]]


def _edges_at(graph: ReadableGraph, node_id: str) -> Iterator[Edge]:
    """The edges at a node, but for those of results: a view lists these, it does not draw them."""
    for edges in (graph.out_edges(node_id, data=True), graph.in_edges(node_id, data=True)):
        yield from (edge for edge in edges if edge[2]["type"] not in RESULT_EDGES)
