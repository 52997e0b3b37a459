"""Which nodes a view shows: the most telling neighbours, and those one step further."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from graph.facts import Edge
from graph.file_graph import FileGraph
from graph.readable_graph import ReadableGraph
from graph.vocabulary import vocabulary_of
from schemas import INTRODUCES, MENTIONS, PAPER_LABEL, RESULT_EDGES

_OUTER_EACH = 4
"""How many nodes one step further a single neighbour may bring in."""


class Neighbourhood(NamedTuple):
    """The nodes that a view shows around one; of their edges no more is read than the types.

    Attributes:
        kept: The neighbours, the most telling first.
        left_out: How many neighbours the limit left out.
        edges: The edges of each of these with the node.
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
    drawn = {*vocabulary_of(graph).edge_types} - {*RESULT_EDGES}  # a view lists results
    stated = drawn - {MENTIONS}
    edges = _by_other(node_id, _edges_at(graph, node_id, stated))
    suffice = len(edges) >= limit  # then nobody who merely mentions the node is shown
    if not suffice:
        edges = _by_other(node_id, _edges_at(graph, node_id, drawn))
    every = _count_neighbours(graph, node_id, drawn) if suffice else len(edges)

    def rank(other: str) -> tuple[bool, bool, int, int, str]:
        facts = edges[other]
        if not suffice:
            facts = [f for f in facts if f[2]["type"] != MENTIONS]
        generic, papers = _standing(graph, other)
        return not facts, generic, -len(facts or edges[other]), -papers, other

    kept = sorted(edges, key=rank)[:limit]
    shown = {other: edges[other] for other in kept}
    if suffice:
        for source, target, data in _edges_at(graph, node_id, {MENTIONS}, ends=shown):
            shown[target if source == node_id else source].append((source, target, data))
    wanted = min(fill, limit) - len(kept)
    outer, outer_edges = _one_step_further(graph, node_id, kept, stated, wanted)
    return Neighbourhood(
        kept=tuple(kept),
        left_out=every - len(kept),
        edges=shown,
        outer=tuple(outer),
        outer_edges=tuple(outer_edges),
    )


def _one_step_further(
    graph: ReadableGraph, node_id: str, kept: list[str], stated: Collection[str], wanted: int
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
        for source, target, data in _edges_at(graph, neighbour, stated):
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


def _by_other(node_id: str, edges: Iterable[Edge]) -> dict[str, list[Edge]]:
    """The edges of a node by the node at their other end, but for loops."""
    found: dict[str, list[Edge]] = defaultdict(list)
    for source, target, data in edges:
        other = target if source == node_id else source
        if other != node_id:
            found[other].append((source, target, data))
    return found


def _edges_at(
    graph: ReadableGraph,
    node_id: str,
    kinds: Collection[str],
    *,
    ends: Collection[str] | None = None,
) -> Iterator[Edge]:
    """The edges at a node, those that begin there first.

    Args:
        graph: The graph.
        node_id: The node.
        kinds: Their types.
        ends: The nodes at the other end; any unless said.
    """
    if isinstance(graph, FileGraph):
        yield from graph.edges_at(node_id, kinds=kinds, ends=ends)
        return
    out, into = graph.out_edges(node_id, data=True), graph.in_edges(node_id, data=True)
    for edges, other in ((out, 1), (into, 0)):
        for edge in edges:
            if edge[2]["type"] in kinds and (ends is None or edge[other] in ends):
                yield edge


def _count_neighbours(graph: ReadableGraph, node_id: str, kinds: Collection[str]) -> int:
    if isinstance(graph, FileGraph):
        return graph.count_neighbours(node_id, kinds=kinds)
    return len(_by_other(node_id, _edges_at(graph, node_id, kinds)))
