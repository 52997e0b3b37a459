"""Which nodes a view shows: the most telling neighbours, and those one step further."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from graph.facts import Edge
from graph.file_graph import FileGraph
from graph.readable_graph import ReadableGraph
from schemas import INTRODUCES, MENTIONS, PAPER_LABEL, RESULT_EDGES

_UNDRAWN = frozenset({*RESULT_EDGES, MENTIONS})
"""A view lists results, it does not draw them; and a mention leads no step further."""

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
    for source, target, data in _edges_at(graph, node_id, without=RESULT_EDGES):
        other = target if source == node_id else source
        if other != node_id:
            edges[other].append((source, target, data))

    def rank(other: str) -> tuple[bool, bool, int, int, str]:
        stated = [d for _, _, d in edges[other] if d["type"] != MENTIONS]
        generic, papers = _standing(graph, other)
        return not stated, generic, -len(stated or edges[other]), -papers, other

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
        if _standing(graph, neighbour)[0]:
            continue  # a class of things leads everywhere
        for source, target, data in _edges_at(graph, neighbour, without=_UNDRAWN):
            other = target if source == neighbour else source
            if other not in inside:
                edges[other].append((source, target, data))
                brought_by[other][neighbour] = None

    def rank(other: str) -> tuple[int, bool, bool, int, str]:
        introduced = any(data["type"] == INTRODUCES for _, _, data in edges[other])
        generic, papers = _standing(graph, other)
        return -len(brought_by[other]), not introduced, generic, -papers, other

    chosen: list[str] = []
    brought: dict[str, int] = defaultdict(int)
    for other in sorted(edges, key=rank):
        first = next(iter(brought_by[other]))
        if len(chosen) < wanted and brought[first] < _OUTER_EACH:
            chosen.append(other)
            brought[first] += 1
    return chosen, [edge for other in chosen for edge in edges[other]]


def _standing(graph: ReadableGraph, node_id: str) -> tuple[bool, int]:
    """Whether a node is a generic class, and in how many papers it stands."""
    node = graph.nodes[node_id]
    if node["type"] == PAPER_LABEL:  # which need not be read
        return False, 1
    return node["generic"], node["papers"]


def _edges_at(graph: ReadableGraph, node_id: str, *, without: Collection[str]) -> Iterator[Edge]:
    """The edges at a node, those that begin there first, but for those of some types."""
    if isinstance(graph, FileGraph):
        yield from graph.edges_at(node_id, without=without)
        return
    for edges in (graph.out_edges(node_id, data=True), graph.in_edges(node_id, data=True)):
        yield from (edge for edge in edges if edge[2]["type"] not in without)
