"""Edges become facts: grouped, ordered, each with the evidence of every paper."""

from __future__ import annotations

import networkx as nx
import pytest

from graph.facts import Fact, NodeView, Sentence, facts_of, node_view
from graph.marks import Mark
from tests.graph.pages.hostile import edge, entity, paper
from tests.graph.sample import sample_graph


def _facts(graph: nx.MultiDiGraph) -> list[Fact]:
    return list(facts_of(graph, graph.edges(data=True)))


@pytest.fixture
def graph() -> nx.MultiDiGraph:
    """Two papers, two entities, no edges."""
    graph = nx.MultiDiGraph()
    entity(graph, "method:a", "A")
    entity(graph, "benchmark:b", "B")
    paper(graph, "p1", "First")
    paper(graph, "p2", "Second")
    return graph


def test_a_node_is_seen_with_its_properties() -> None:
    """An entity has aliases and papers, a paper has year, venue and address."""
    sample = sample_graph()
    llms = next(i for i, d in sample.nodes(data=True) if "LLMs" in (d.get("aliases") or ()))
    seen = node_view(sample, llms)
    assert (seen.type, seen.papers, seen.generic) == ("Model", 1, True)
    assert "LLMs" in seen.aliases
    assert node_view(sample, "paper:arxiv/2401.00001") == NodeView(
        id="paper:arxiv/2401.00001",
        type="Paper",
        name="GripNet: Grasping with Little Data",
        year=2024,
        venue="MADEUP",
        url="https://example.org/gripnet",
    )


def test_introductions_come_first_and_mentions_last(graph: nx.MultiDiGraph) -> None:
    """Relations stand between them, by name, then ties between names."""
    graph.add_edge("method:a", "benchmark:b", key="VARIANT_OF", type="VARIANT_OF", reason="size")
    for relation in ("MENTIONS", "USES", "INTRODUCES", "ADDRESSES"):
        edge(graph, "paper:p1", relation, "method:a", "p1", "We present A.")
    assert [f.relation for f in _facts(graph)] == [
        "INTRODUCES",
        "ADDRESSES",
        "USES",
        "VARIANT_OF",
        "MENTIONS",
    ]


def test_a_tie_between_names_has_a_reason_for_evidence(graph: nx.MultiDiGraph) -> None:
    """No paper states it; whatever a paper states has no reason."""
    edge(graph, "method:a", "USES", "benchmark:b", "p1", "A uses B.")
    graph.add_edge("method:a", "benchmark:b", key="VARIANT_OF", type="VARIANT_OF", reason="size")
    uses, tie = _facts(graph)
    assert tie == Fact("method:a", "VARIANT_OF", "benchmark:b", evidence=(), reason="size")
    assert uses.reason is None


def test_the_surest_evidence_comes_first(graph: nx.MultiDiGraph) -> None:
    """Two papers that state one fact are one fact; either direction is a fact of its own."""
    for name, confidence in (("p1", 0.5), ("p2", 0.9)):
        edge(graph, "method:a", "USES", "benchmark:b", name, "A uses B.")
        graph["method:a"]["benchmark:b"][f"USES|{name}"]["confidence"] = confidence
    edge(graph, "benchmark:b", "USES", "method:a", "p1", "B uses A.")
    facts = {(f.source, f.target): f for f in _facts(graph)}
    there = facts["method:a", "benchmark:b"]
    assert [(e.paper.name, e.confidence) for e in there.evidence] == [
        ("Second", 0.9),
        ("First", 0.5),
    ]
    assert there.other("method:a") == "benchmark:b"
    assert there.other("benchmark:b") == "method:a"
    assert len(facts["benchmark:b", "method:a"].evidence) == 1


def test_both_ends_are_marked(graph: nx.MultiDiGraph) -> None:
    """A paper has no name within its own sentences, an entity has."""
    edge(graph, "method:a", "USES", "benchmark:b", "p1", "A uses B.")
    edge(graph, "paper:p1", "INTRODUCES", "method:a", "p1", "First, A.")
    introduces, uses = _facts(graph)
    assert uses.evidence[0].sentences == (
        Sentence("A uses B.", (Mark(0, 1, "method:a"), Mark(7, 8, "benchmark:b"))),
    )
    assert introduces.evidence[0].sentences == (Sentence("First, A.", (Mark(7, 8, "method:a"),)),)


def test_evidence_of_a_paper_that_is_not_there(graph: nx.MultiDiGraph) -> None:
    """A part of a graph may lack the paper; its id stands for it."""
    edge(graph, "method:a", "USES", "benchmark:b", "gone", "A uses B.")
    (fact,) = _facts(graph)
    assert fact.evidence[0].paper == NodeView(id="paper:gone", type="Paper", name="gone")


def test_no_edges_are_no_facts(graph: nx.MultiDiGraph) -> None:
    """Nothing comes of nothing."""
    assert _facts(graph) == []
