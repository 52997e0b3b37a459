"""From resolved facts to a graph: a node for each paper, entity and result, an edge a fact.

The graph is the same in NetworkX, the embedded store and Neo4j: node and edge
attributes are the properties, the key of an edge is ``"<type>|<paper>"``; that of a tie
between names, which no paper states, is its type alone: ``"VARIANT_OF"``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import networkx as nx

from graph.concept_nodes import concept_nodes
from graph.results import results_of
from graph.vocabulary import empty_graph
from schemas import (
    EDGE_PROPERTIES,
    INTRODUCES,
    MENTIONS,
    PAPER_HEAD,
    PAPER_LABEL,
    RESEARCH,
    VARIANT_OF,
    AnnotatedPaper,
    AnnotationError,
    Entity,
    Mention,
    Paper,
    Resolution,
    ResultEdge,
    Variant,
    Vocabulary,
)

_Edge = tuple[str, str, str, dict[str, Any]]
"""Head, tail, key and attributes."""


def build(resolution: Resolution, vocabulary: Vocabulary = RESEARCH) -> nx.MultiDiGraph:
    """Builds the graph of all papers, entities and results.

    A mention without a node is hidden: what is said of its concept is not in the graph.

    Args:
        resolution: What `extract.resolve` gives.
        vocabulary: The types and relations there may be; the graph keeps it.

    Returns:
        Nodes by id (papers, then entities, then results), edges by head, tail, type and paper.

    Raises:
        AnnotationError: A type or a relation is not of the vocabulary, a relation or an
            introduction names a concept that has no mention, or a variant is one of
            nothing or of itself.

    Example:
        >>> build(Resolution(papers=[], entities=(), merges=())).number_of_nodes()
        0
    """
    graph = empty_graph(vocabulary)
    entities = [(e.id, entity_attributes(e)) for e in resolution.entities]
    names = {e.id: e.name for e in resolution.entities}
    edges: list[_Edge] = []
    papers: list[tuple[str, dict[str, Any]]] = []
    results: list[tuple[str, dict[str, Any]]] = []
    for annotated in resolution.papers:
        papers.append((paper_node_id(annotated.paper.id), paper_attributes(annotated.paper)))
        _check(annotated, vocabulary)
        edges.extend(_edges(annotated))
        for result in results_of(annotated, names, vocabulary):
            results.append((result.node["id"], result.node))
            edges.extend(_result_edges(result.node, result.edges))
    for nodes in (papers, entities, results):
        graph.add_nodes_from(sorted(nodes, key=lambda n: n[0]))
    edges.extend(_variant_edge(variant, names) for variant in resolution.variants)
    edges.sort(key=lambda e: e[:3])
    graph.add_edges_from(edges)
    return graph


def paper_node_id(paper_id: str) -> str:
    """The node id of a paper.

    Example:
        >>> paper_node_id("arxiv-2306.03310")
        'paper:arxiv-2306.03310'
    """
    return f"paper:{paper_id}"


def paper_attributes(paper: Paper) -> dict[str, Any]:
    """The properties of a paper's node."""
    return {
        "id": paper_node_id(paper.id),
        "type": PAPER_LABEL,
        "name": paper.title,
        "year": paper.year,
        "venue": paper.venue,
        "url": paper.url,
    }


def entity_attributes(entity: Entity) -> dict[str, Any]:
    """The properties of an entity's node."""
    return {**entity.model_dump(), "type": str(entity.type), "aliases": list(entity.aliases)}


def edge_key(edge_type: str, paper_id: str | None) -> str:
    """The key of an edge among all edges between two nodes.

    Example:
        >>> edge_key("USES", "arxiv-2306.03310"), edge_key("VARIANT_OF", None)
        ('USES|arxiv-2306.03310', 'VARIANT_OF')
    """
    return edge_type if paper_id is None else f"{edge_type}|{paper_id}"


def _check(annotated: AnnotatedPaper, vocabulary: Vocabulary) -> None:
    """Whether all types and relations of a paper are of the vocabulary."""
    paper, annotation = annotated
    for mention in annotation.mentions:
        if mention.type not in vocabulary.types:
            raise AnnotationError(
                f"paper {paper.id!r}: mention {mention.text!r} has the type {mention.type!r}; "
                f"the types are {', '.join(vocabulary.types)}"
            )
    for relation in annotation.relations:
        if relation.type not in vocabulary.relations:
            raise AnnotationError(
                f"paper {paper.id!r}: {relation.head!r} and {relation.tail!r} have the relation "
                f"{relation.type!r}; the relations are {', '.join(vocabulary.relations) or 'none'}"
            )


def _edges(annotated: AnnotatedPaper) -> Iterator[_Edge]:
    """All edges that one paper gives, one for each head, type and tail."""
    paper, annotation = annotated
    source = paper_node_id(paper.id)
    by_node: dict[str, list[Mention]] = defaultdict(list)
    for mention in annotation.mentions:
        if mention.node is not None:
            by_node[mention.node].append(mention)
    node_of = concept_nodes(annotation.mentions)

    def node(concept: str) -> str | None:
        if concept not in node_of:
            raise AnnotationError(
                f"paper {paper.id!r}: {concept!r} is no concept of this paper; "
                f"its concepts are {', '.join(sorted(node_of)) or 'none'}"
            )
        return node_of[concept]

    for target, mentions in by_node.items():
        yield source, target, edge_key(MENTIONS, paper.id), _mentions_edge(annotated, mentions)

    facts: dict[tuple[str, str, str], tuple[float, int, int]] = {}
    stated = [
        (source, INTRODUCES, node(i.concept), i.confidence, i.start_char, i.end_char)
        for i in annotation.introductions
    ] + [
        (
            source if r.head == PAPER_HEAD else node(r.head),
            str(r.type),
            node(r.tail),
            r.confidence,
            r.start_char,
            r.end_char,
        )
        for r in annotation.relations
    ]
    for head, edge_type, tail, confidence, start, end in stated:
        if head is None or tail is None or head == tail:
            continue
        fact = (head, edge_type, tail)
        evidence = (-confidence, start, end)
        if fact not in facts or evidence < facts[fact]:
            facts[fact] = evidence
    for (head, edge_type, tail), (doubt, start, end) in facts.items():
        yield (
            head,
            tail,
            edge_key(edge_type, paper.id),
            _edge(edge_type, paper, start, end, -doubt),
        )


def _result_edges(node: dict[str, Any], edges: Iterable[tuple[str, str]]) -> Iterator[_Edge]:
    """The edge from the paper to a result, and those from it to what it is about."""
    key, paper_id = node["id"], node["paper"]
    ends = [(paper_node_id(paper_id), str(ResultEdge.REPORTS), key)]
    ends += [(key, edge_type, entity) for edge_type, entity in edges]
    evidence = {name: node[name] for name in EDGE_PROPERTIES if name != "type"}
    for head, edge_type, tail in ends:
        yield head, tail, edge_key(edge_type, paper_id), {"type": edge_type, **evidence}


def _variant_edge(variant: Variant, names: Mapping[str, str]) -> _Edge:
    """The tie from a version, size or variant to what it is one of."""
    for end in (variant.node, variant.of):
        if end not in names:
            raise AnnotationError(
                f"{variant.node!r} is a variant of {variant.of!r}, but no entity has the id {end!r}"
            )
    if variant.node == variant.of:
        raise AnnotationError(f"{variant.node!r} is a variant of itself; a tie joins two entities")
    attributes = {"type": VARIANT_OF, "reason": str(variant.reason)}
    return variant.node, variant.of, edge_key(VARIANT_OF, None), attributes


def _edge(edge_type: str, paper: Paper, start: int, end: int, confidence: float) -> dict[str, Any]:
    return {
        "type": edge_type,
        "paper": paper.id,
        "sentence": paper.text[start:end],
        "start_char": start,
        "end_char": end,
        "confidence": confidence,
    }


def _mentions_edge(annotated: AnnotatedPaper, mentions: list[Mention]) -> dict[str, Any]:
    """The MENTIONS edge to one node; its evidence is the sentence of the surest mention."""
    paper, annotation = annotated
    text = paper.text
    starts = [s.start for s in annotation.sentences]
    mentions = sorted(mentions, key=lambda m: m.start)
    spans = []
    for mention in mentions:
        at = bisect_right(starts, mention.start) - 1
        span = annotation.sentences[at] if at >= 0 else (mention.start, mention.end)
        spans.append((span[0], max(span[1], mention.end)))
    best = min(range(len(mentions)), key=lambda i: (-mentions[i].confidence, mentions[i].start))
    return {
        **_edge(MENTIONS, paper, *spans[best], mentions[best].confidence),
        "count": len(mentions),
        "sentences": [text[start:end] for start, end in dict.fromkeys(spans)],
    }
