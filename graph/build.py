"""From resolved facts to a graph: a node for each paper, entity and result, an edge a fact.

The graph is the same in NetworkX, the embedded store and Neo4j: node and edge
attributes are the properties, the key of an edge is ``"<type>|<paper>"``; that of a tie
between names, which no paper states, is its type alone: ``"VARIANT_OF"``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import networkx as nx

from graph.node_identity import edge_key, entity_attributes, paper_attributes, paper_node_id
from graph.paper_part import Edge, said_by
from graph.vocabulary import empty_graph
from schemas import RESEARCH, VARIANT_OF, AnnotationError, Resolution, Variant, Vocabulary

__all__ = [
    "build",
    "edge_key",
    "entity_attributes",
    "paper_attributes",
    "paper_node_id",
    "variant_edge",
]


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
    edges: list[Edge] = []
    papers: list[tuple[str, dict[str, Any]]] = []
    results: list[tuple[str, dict[str, Any]]] = []
    for annotated in resolution.papers:
        said = said_by(annotated, names, vocabulary)
        papers.append((said.paper["id"], said.paper))
        results.extend((result["id"], result) for result in said.results)
        edges.extend(said.edges)
    for nodes in (papers, entities, results):
        graph.add_nodes_from(sorted(nodes, key=lambda n: n[0]))
    edges.extend(variant_edge(variant, names) for variant in resolution.variants)
    edges.sort(key=lambda e: e[:3])
    graph.add_edges_from(edges)
    return graph


def variant_edge(variant: Variant, names: Mapping[str, str]) -> Edge:
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
