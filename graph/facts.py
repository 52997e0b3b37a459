"""Facts with their evidence, read off the edges of the graph.

An edge is what one paper states; a fact is one head, type and tail with every paper
that states it. A tie between a version and what it is one of comes from their names: it is
a fact with a reason in the place of papers. All of it is plain frozen data, so whoever
renders it needs neither the graph nor a store.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from graph.build import paper_node_id
from graph.marks import Mark, marks_in
from graph.readable_graph import ReadableGraph
from schemas import INTRODUCES, MENTIONS, PAPER_LABEL, VARIANT_OF

Edge = tuple[str, str, Mapping[str, Any]]
"""Head, tail and attributes of an edge, as ``graph.edges(data=True)`` gives them."""


class NodeView(NamedTuple):
    """A node and its properties; those of the other kind of node are empty.

    Attributes:
        id: Id of the node.
        type: Its label.
        name: Its name; a paper's title.
        aliases: Other names of an entity.
        papers: How many papers mention an entity; 1 for a paper.
        first_year: Earliest year an entity is mentioned in, where known.
        generic: Whether an entity is a class of things and not a name.
        year: Year of a paper, where known.
        venue: Venue of a paper, where known.
        url: Address of a paper, where known.
    """

    id: str
    type: str
    name: str
    aliases: tuple[str, ...] = ()
    papers: int = 1
    first_year: int | None = None
    generic: bool = False
    year: int | None = None
    venue: str | None = None
    url: str | None = None


@dataclass(frozen=True)
class Sentence:
    """A sentence of evidence and where the ends of its fact stand in it."""

    text: str
    marks: tuple[Mark, ...] = ()

    def pieces(self) -> Iterator[tuple[str, str | None]]:
        """Yield the text cut at the marks, each piece with the node it names or None.

        Example:
            >>> list(Sentence("A beats B.", (Mark(0, 1, "a"), Mark(8, 9, "b"))).pieces())
            [('A', 'a'), (' beats ', None), ('B', 'b'), ('.', None)]
        """
        done = 0
        for mark in self.marks:
            if mark.start > done:
                yield self.text[done : mark.start], None
            yield self.text[mark.start : mark.end], mark.node
            done = mark.end
        if done < len(self.text):
            yield self.text[done:], None


@dataclass(frozen=True)
class Evidence:
    """What one paper says for a fact.

    Attributes:
        paper: The paper's node.
        confidence: Between 0 and 1.
        sentences: One run of sentences; for MENTIONS every sentence that names the node.
    """

    paper: NodeView
    confidence: float
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True)
class Fact:
    """One typed edge between two nodes with the evidence of all papers that state it.

    Attributes:
        source: Id of the head.
        relation: Type of the edge.
        target: Id of the tail.
        evidence: The most confident first, then by year and paper; none for a tie that
            comes from names.
        reason: What tells the ends of such a tie apart, a ``VariantReason``; None else.
    """

    source: str
    relation: str
    target: str
    evidence: tuple[Evidence, ...]
    reason: str | None = None

    def other(self, node_id: str) -> str:
        """The end that is not this node."""
        return self.target if self.source == node_id else self.source


def node_view(graph: ReadableGraph, node_id: str) -> NodeView:
    """The properties of one node, typed."""
    return typed_node(node_id, graph.nodes[node_id])


def typed_node(node_id: str, data: Mapping[str, Any]) -> NodeView:
    """The properties of a node, typed, from its attributes."""
    if data["type"] == PAPER_LABEL:
        return NodeView(
            id=node_id,
            type=PAPER_LABEL,
            name=data["name"],
            year=data.get("year"),
            venue=data.get("venue"),
            url=data.get("url"),
        )
    return NodeView(
        node_id,
        data["type"],
        data["name"],
        tuple(data.get("aliases") or ()),
        data["papers"],
        data.get("first_year"),
        data.get("generic", False),
    )


def facts_of(graph: ReadableGraph, edges: Iterable[Edge]) -> Iterator[Fact]:
    """Group edges into facts: introductions, relations, ties between names, mentions."""
    grouped: dict[tuple[str, str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for source, target, data in edges:
        grouped[source, data["type"], target].append(data)

    def order(key: tuple[str, str, str]) -> tuple[int, tuple[str, str, str]]:
        return {INTRODUCES: 0, VARIANT_OF: 2, MENTIONS: 3}.get(key[1], 1), key

    for source, relation, target in sorted(grouped, key=order):
        if relation == VARIANT_OF:
            [data] = grouped[source, relation, target]
            yield Fact(source, relation, target, (), data["reason"])
            continue
        ends = {i: surfaces_of(graph, i) for i in (source, target)}
        evidence = [evidence_of(graph, data, ends) for data in grouped[source, relation, target]]
        evidence.sort(key=lambda e: (-e.confidence, e.paper.year or 0, e.paper.id))
        yield Fact(source, relation, target, tuple(evidence))


def surfaces_of(graph: ReadableGraph, node_id: str) -> tuple[str, ...]:
    """The name and aliases of an entity; a paper's title is looked for in no sentence."""
    data = graph.nodes[node_id]
    if data["type"] == PAPER_LABEL:
        return ()
    return (data["name"], *(data.get("aliases") or ()))


def evidence_of(
    graph: ReadableGraph, data: Mapping[str, Any], surfaces: dict[str, tuple[str, ...]]
) -> Evidence:
    """What an edge or a result says, with these surfaces marked in its sentences.

    Args:
        graph: The graph that holds its paper.
        data: Attributes of the edge or of the result's node.
        surfaces: What to mark, by the id that a mark then carries.
    """
    paper_id = paper_node_id(data["paper"])
    paper = (
        node_view(graph, paper_id)
        if paper_id in graph
        else NodeView(id=paper_id, type=PAPER_LABEL, name=data["paper"])
    )
    texts = data.get("sentences") or [data["sentence"]]
    return Evidence(
        paper=paper,
        confidence=data["confidence"],
        sentences=tuple(Sentence(text, marks_in(text, surfaces)) for text in texts),
    )
