"""Graphs made up at random, with all that makes two databases sort differently."""

from __future__ import annotations

import random

import networkx as nx

from schemas import (
    ARGUMENT_EDGES,
    INTRODUCES,
    MENTIONS,
    RESEARCH,
    VARIANT_OF,
    EntityType,
    ResultKind,
    VariantReason,
)

_STEMS = (
    "Meta",
    "meta",
    "\u00c9toile",
    "etoile",
    "\u03c00.5",
    "GPT",
    "gpt",
    "\uff5e",
    "\U0001f600",
    "Z",
    "a b",
)


def random_graph(seed: int, *, papers: int = 40, entities: int = 60) -> nx.MultiDiGraph:
    """A graph by the contract: doubled names, odd letters, nulls, and every kind of edge."""
    rng = random.Random(seed)
    graph = nx.MultiDiGraph()
    for number in range(papers):
        key = f"paper:{number}"
        graph.add_node(
            key,
            id=key,
            type="Paper",
            name=f"{rng.choice(_STEMS)} and others",
            year=rng.choice([None, 2023, 2024]),
            venue=rng.choice([None, "MADEUP"]),
            url=None,
        )
    types = list(EntityType)
    for number in range(entities):
        kind = str(rng.choice(types))
        key = f"{kind.lower()}:{number}"
        graph.add_node(
            key,
            id=key,
            type=kind,
            name=f"{rng.choice(_STEMS)}{rng.choice(['', '-', ' '])}{number // 3}",
            aliases=sorted(f"alias {number} {n}" for n in range(rng.randrange(3))),
            papers=rng.randrange(1, 9),
            first_year=rng.choice([None, 2020]),
            generic=rng.random() < 0.1,
        )
    nodes = sorted(n for n, t in graph.nodes(data="type") if t != "Paper")
    for number in range(papers):
        for tail in rng.sample(nodes, 8):
            _add(graph, rng, f"paper:{number}", MENTIONS, tail, str(number))
        _add(graph, rng, f"paper:{number}", INTRODUCES, rng.choice(nodes), str(number))
        for _ in range(10):
            relation = rng.choice(list(RESEARCH.relations))
            from_paper = RESEARCH.relations[relation].paper_head and rng.random() < 0.2
            head = f"paper:{number}" if from_paper else rng.choice(nodes)
            tail = rng.choice(nodes)  # resolution may have changed either type
            if head != tail:
                _add(graph, rng, head, str(relation), tail, str(number))
        for nth in range(3):
            _add_result(graph, rng, f"result:{number}:{nth}", nodes, str(number))
    for node in rng.sample(nodes, entities // 3):
        reason = str(rng.choice(list(VariantReason)))
        other = rng.choice([n for n in nodes if n != node])
        graph.add_edge(node, other, key=VARIANT_OF, type=VARIANT_OF, reason=reason)
    return graph


def _add_result(
    graph: nx.MultiDiGraph, rng: random.Random, key: str, entities: list[str], paper: str
) -> None:
    """A result with edges for some of its arguments, of any type, and words for the others."""
    number = rng.choice([None, float(rng.randrange(4)), 0.5, -1.5])
    given = {edge: rng.random() for edge in ARGUMENT_EDGES.values()}
    words = {
        f"{argument}_words": rng.choice([None, *_STEMS]) if given[edge] < 0.4 else None
        for argument, edge in ARGUMENT_EDGES.items()
    }
    graph.add_node(
        key,
        id=key,
        type="Result",
        name=f"{number} of {rng.choice(_STEMS)}",
        value=str(number),
        number=number,
        unit=rng.choice([None, "%", "ms"]),
        kind=str(rng.choice(list(ResultKind))),
        **words,
        paper=paper,
        sentence="A sentence with a number.",
        start_char=0,
        end_char=25,
        confidence=round(rng.random(), 3),
    )
    _add(graph, rng, f"paper:{paper}", "REPORTS", key, paper)
    for edge_type, chance in given.items():
        if chance >= 0.4:
            _add(graph, rng, key, str(edge_type), rng.choice(entities[:12]), paper)


def _add(
    graph: nx.MultiDiGraph, rng: random.Random, head: str, edge_type: str, tail: str, paper: str
) -> None:
    start = rng.randrange(100)
    sentence = f"A sentence about {tail}, number {start}."
    data = {
        "type": edge_type,
        "paper": paper,
        "sentence": sentence,
        "start_char": start,
        "end_char": start + len(sentence),
        "confidence": round(rng.random(), 3),
    }
    if edge_type == MENTIONS:
        data |= {"count": rng.randrange(1, 4), "sentences": [sentence, "Another."]}
    graph.add_edge(head, tail, key=f"{edge_type}|{paper}", **data)
