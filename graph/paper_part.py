"""What one paper gives to the graph: its node, those of its results, and the edges it states."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from graph.concept_nodes import concept_nodes
from graph.node_identity import edge_key, paper_attributes, paper_node_id
from graph.results import results_of
from schemas import (
    EDGE_PROPERTIES,
    INTRODUCES,
    MENTIONS,
    PAPER_HEAD,
    RESEARCH,
    AnnotatedPaper,
    AnnotationError,
    Mention,
    Paper,
    ResultEdge,
    Vocabulary,
)

Edge = tuple[str, str, str, dict[str, Any]]
"""Head, tail, key and attributes."""


class PaperPart(NamedTuple):
    """What one paper gives to the graph, beside what its mentions lead to.

    Attributes:
        paper: The properties of its node.
        results: Those of the node of each result.
        edges: All edges that it states, each with head, tail, key and attributes.
    """

    paper: dict[str, Any]
    results: list[dict[str, Any]]
    edges: list[Edge]


def said_by(
    annotated: AnnotatedPaper, names: Mapping[str, str], vocabulary: Vocabulary = RESEARCH
) -> PaperPart:
    """The part of the graph that one paper gives; no other paper's annotation matters.

    Args:
        annotated: The paper; its mentions carry nodes.
        names: Name of each entity, by id.
        vocabulary: The types and relations there may be.

    Raises:
        AnnotationError: A type or a relation is not of the vocabulary, or a relation or an
            introduction names a concept that has no mention.
    """
    _check(annotated, vocabulary)
    results, edges = [], [*_edges(annotated)]
    for result in results_of(annotated, names, vocabulary):
        results.append(result.node)
        edges.extend(_result_edges(result.node, result.edges))
    return PaperPart(paper_attributes(annotated.paper), results, edges)


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


def _edges(annotated: AnnotatedPaper) -> Iterator[Edge]:
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


def _result_edges(node: dict[str, Any], edges: Iterable[tuple[str, str]]) -> Iterator[Edge]:
    """The edge from the paper to a result, and those from it to what it is about."""
    key, paper_id = node["id"], node["paper"]
    ends = [(paper_node_id(paper_id), str(ResultEdge.REPORTS), key)]
    ends += [(key, edge_type, entity) for edge_type, entity in edges]
    evidence = {name: node[name] for name in EDGE_PROPERTIES if name != "type"}
    for head, edge_type, tail in ends:
        yield head, tail, edge_key(edge_type, paper_id), {"type": edge_type, **evidence}


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
