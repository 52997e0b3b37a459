"""The small view of the graph that every page, export and API answer is made from.

A view is one node seen with what surrounds it: its facts, each with the evidence of
every paper that states it, its most telling neighbours, and the facts among those.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from graph.facts import Edge, Fact, NodeView, facts_of, node_view
from graph.file_graph import FileGraph
from graph.readable_graph import ReadableGraph
from graph.result_views import Results, results_around
from graph.vocabulary import vocabulary_of
from schemas import (
    INTRODUCES,
    MENTIONS,
    RESEARCH,
    RESULT_EDGES,
    RESULT_LABEL,
    UnknownNameError,
    Vocabulary,
)

MOST_NODES = 150
"""How many nodes a view shows unless told, the node itself among them."""

DEFAULT_LIMIT = MOST_NODES - 1
"""How many other nodes that leaves room for."""

_OUTER_EACH = 4
"""How many nodes one step further a single neighbour may bring in."""


@dataclass(frozen=True)
class ConceptView:
    """A node and its neighbourhood.

    Attributes:
        node: The node itself.
        facts: Its facts with the neighbours kept, in the order of the neighbours.
        neighbours: The nodes at the other end, the most telling first.
        left_out: How many neighbours the limit left out.
        between: Facts among the neighbours, but for mere mentions: these would tie
            every paper to all it names and hide the rest.
        outer: Nodes one step further that fill up a small neighbourhood.
        outer_facts: Facts that join them to the neighbours, but for mere mentions.
        results: Reported numbers that the node is an argument of; none is a neighbour.
        vocabulary: Where the types of all these come from.
    """

    node: NodeView
    facts: tuple[Fact, ...]
    neighbours: tuple[NodeView, ...]
    left_out: int
    between: tuple[Fact, ...]
    outer: tuple[NodeView, ...] = ()
    outer_facts: tuple[Fact, ...] = ()
    results: Results = field(default_factory=Results)
    vocabulary: Vocabulary = RESEARCH

    def facts_with(self, other: str) -> tuple[Fact, ...]:
        """The facts that join the node to one neighbour."""
        return tuple(f for f in self.facts if f.other(self.node.id) == other)


def concept_view(
    graph: ReadableGraph, node_id: str, *, limit: int = DEFAULT_LIMIT, fill: int = 0
) -> ConceptView:
    """Look at one node.

    Neighbours joined by a stated fact come before papers that only mention the node,
    named things before generic classes, then those with more evidence, then those in
    more papers, then by id.

    Args:
        graph: The graph, by the contract of ``graph.build``.
        node_id: Id of an entity or a paper.
        limit: Most other nodes to keep.
        fill: Where the neighbours are fewer than this, nodes one step further fill up
            to it, never beyond the limit: what the papers among them introduce, and what
            else is stated of the named ones, a few each.

    Raises:
        UnknownNameError: No paper and no entity has this id.
        ValueError: The limit is negative.

    Example:
        A method evaluated on a benchmark, and the paper that names both::

            view = concept_view(graph, "benchmark:meta-world")
            [n.name for n in view.neighbours]  # ['ADS', 'Skills from Data']
    """
    if limit < 0:
        raise ValueError(f"limit must be 0 or more, not {limit}")
    if node_id not in graph or graph.nodes[node_id]["type"] == RESULT_LABEL:
        raise UnknownNameError(node_id)
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
    return ConceptView(
        node=node_view(graph, node_id),
        facts=tuple(f for other in kept for f in facts_of(graph, edges[other])),
        neighbours=tuple(node_view(graph, other) for other in kept),
        left_out=len(ranked) - len(kept),
        between=tuple(facts_of(graph, _edges_among(graph, kept))),
        outer=tuple(node_view(graph, other) for other in outer),
        outer_facts=tuple(facts_of(graph, outer_edges)),
        results=results_around(graph, node_id),
        vocabulary=vocabulary_of(graph),
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


def _edges_among(graph: ReadableGraph, nodes: Iterable[str]) -> list[Edge]:
    kept = set(nodes)
    if isinstance(graph, FileGraph):
        return list(graph.edges_among(kept, without=MENTIONS))
    return [
        (source, target, data)
        for source in sorted(kept)
        for _, target, data in graph.out_edges(source, data=True)
        if target in kept and target != source and data["type"] != MENTIONS
    ]
