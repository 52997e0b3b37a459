"""The small view of the graph that every page, export and API answer is made from.

A view is one node seen with what surrounds it: its facts, each with the evidence of
every paper that states it, its most telling neighbours, and the facts among those.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from graph.facts import Edge, Fact, NodeView, facts_of, node_view
from graph.file_graph import FileGraph
from graph.neighbourhood import neighbourhood
from graph.readable_graph import ReadableGraph
from graph.result_views import Results, results_around
from graph.vocabulary import vocabulary_of
from schemas import (
    MENTIONS,
    RESEARCH,
    RESULT_LABEL,
    UnknownNameError,
    Vocabulary,
)

MOST_NODES = 150
"""How many nodes a view shows unless told, the node itself among them."""

DEFAULT_LIMIT = MOST_NODES - 1
"""How many other nodes that leaves room for."""


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
    around = neighbourhood(graph, node_id, limit=limit, fill=fill)
    return ConceptView(
        node=node_view(graph, node_id),
        facts=tuple(f for other in around.kept for f in facts_of(graph, around.edges[other])),
        neighbours=tuple(node_view(graph, other) for other in around.kept),
        left_out=around.left_out,
        between=tuple(facts_of(graph, _edges_among(graph, around.kept))),
        outer=tuple(node_view(graph, other) for other in around.outer),
        outer_facts=tuple(facts_of(graph, around.outer_edges)),
        results=results_around(graph, node_id),
        vocabulary=vocabulary_of(graph),
    )


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
