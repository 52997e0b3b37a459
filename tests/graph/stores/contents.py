"""What a store holds, read back as a graph."""

from __future__ import annotations

import itertools

import networkx as nx

from graph.build import edge_key
from graph.stores import Store
from tests.graph.sample_variants import TIES

TIES_STATEMENT = (
    "MATCH (a)-[r]->(b:Model) WHERE r.type = 'VARIANT_OF' "
    "RETURN a.id AS head, b.id AS tail, r AS edge, r.paper AS paper, r.sentence AS sentence "
    "ORDER BY head"
)
TIES_ROWS = [
    {
        "head": head,
        "tail": tail,
        "edge": {"type": "VARIANT_OF", "reason": reason},
        "paper": None,
        "sentence": None,
    }
    for (head, tail), reason in sorted(TIES.items())
]
"""What the statement gives, whatever the engine, where the graph of variants is stored."""


def stored_graph(store: Store) -> nx.MultiDiGraph:
    """All nodes and edges of ours in a store, none twice, as the graph they were saved from."""
    graph = nx.MultiDiGraph()
    types = ["Paper", *store.terms().types, "Result"]
    for row in store.run("MATCH (n) WHERE n.type IN $types RETURN n", {"types": types}):
        assert row["n"]["id"] not in graph
        graph.add_node(row["n"]["id"], **row["n"])
    edges = store.run(
        "MATCH (a)-[r]->(b) WHERE a.type IN $types AND b.type IN $types "
        "RETURN a.id AS head, r, b.id AS tail",
        {"types": types},
    )
    for row in edges:
        edge = row["r"]
        key = edge_key(edge["type"], edge.get("paper"))
        assert not graph.has_edge(row["head"], row["tail"], key)
        graph.add_edge(row["head"], row["tail"], key=key, **edge)
    return graph


def same_graph(one: nx.MultiDiGraph, other: nx.MultiDiGraph) -> bool:
    """Whether two graphs have the same nodes and edges with the same properties."""
    return dict(one.nodes(data=True)) == dict(other.nodes(data=True)) and sorted(
        one.edges(keys=True, data=True), key=lambda edge: edge[:3]
    ) == sorted(other.edges(keys=True, data=True), key=lambda edge: edge[:3])


def small_graph(*names: str, label: str = "Method", paper: str = "p") -> nx.MultiDiGraph:
    """A paper that mentions entities of these names, each of which uses the next."""
    graph = nx.MultiDiGraph()
    source = f"paper:{paper}"
    graph.add_node(
        source, id=source, type="Paper", name="A made-up title", year=None, venue=None, url=None
    )
    evidence = {"paper": paper, "start_char": 0, "end_char": 9, "confidence": 0.5}
    for name in names:
        graph.add_node(
            name,
            id=name,
            type=label,
            name=name,
            aliases=[],
            papers=1,
            first_year=None,
            generic=False,
        )
        graph.add_edge(
            source,
            name,
            key=f"MENTIONS|{paper}",
            type="MENTIONS",
            sentence=f"We use {name}.",
            count=1,
            sentences=[f"We use {name}."],
            **evidence,
        )
    for head, tail in itertools.pairwise(names):
        graph.add_edge(
            head,
            tail,
            key=f"USES|{paper}",
            type="USES",
            sentence=f"{head} uses {tail}.",
            **evidence,
        )
    return graph
