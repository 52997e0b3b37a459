"""A view holds a node's facts, evidence and neighbours, and the facts among those."""

from __future__ import annotations

import networkx as nx
import pytest

from graph.facts import Sentence
from graph.view import MOST_NODES, concept_view
from schemas import UnknownNameError
from tests.graph.pages.hostile import edge, entity, large_graph, paper
from tests.graph.sample import HOSTILE, sample_graph
from tests.graph.sample_variants import variant_graph


def _id(graph: nx.MultiDiGraph, name: str) -> str:
    return next(i for i, data in graph.nodes(data=True) if data["name"] == name)


def test_node_and_neighbours() -> None:
    """Methods evaluated on a benchmark are its neighbours, before papers that mention it."""
    graph = sample_graph()
    view = concept_view(graph, _id(graph, "LIBERO"))
    assert view.node.type == "Benchmark"
    assert view.node.papers == 1
    names = [n.name for n in view.neighbours]
    assert names == ["GripNet", "GripNet: Grasping with Little Data"]
    assert view.left_out == 0


def test_evidence() -> None:
    """A fact's evidence names the paper and marks both ends in the sentence."""
    graph = sample_graph()
    libero, gripnet = _id(graph, "LIBERO"), _id(graph, "GripNet")
    (fact,) = concept_view(graph, libero).facts_with(gripnet)
    assert (fact.source, fact.relation, fact.target) == (gripnet, "EVALUATED_ON", libero)
    (evidence,) = fact.evidence
    assert evidence.paper.name == "GripNet: Grasping with Little Data"
    assert evidence.paper.url == "https://example.org/gripnet"
    assert evidence.confidence == 0.7
    (sentence,) = evidence.sentences
    marked = [(text, node) for text, node in sentence.pieces() if node]
    assert marked == [("GripNet", gripnet), ("LIBERO", libero)]
    assert "".join(text for text, _ in sentence.pieces()) == sentence.text


def test_mentions_bring_every_sentence() -> None:
    """The evidence of a mention is every sentence of that paper that names the node."""
    graph = sample_graph()
    view = concept_view(graph, _id(graph, "GPT-4"))
    kitchens = _id(graph, "A Study of Large Language Models in Kitchens")
    facts = {f.relation: f for f in view.facts_with(kitchens)}
    assert set(facts) == {"MENTIONS", "USES"}
    assert len(facts["MENTIONS"].evidence[0].sentences) == 2


def test_versions_are_neighbours() -> None:
    """A tie between names makes a neighbour as a stated fact does, before a mere mention."""
    view = concept_view(variant_graph(), "model:llama-2")
    assert [n.name for n in view.neighbours] == ["LLaMA-2 70B", "Cooking by the Book"]
    assert [f.relation for f in view.facts] == ["VARIANT_OF", "MENTIONS"]
    filled = concept_view(variant_graph(), "benchmark:kitchenqa", fill=5)
    assert "LLaMA-2" in [n.name for n in filled.outer]


def test_a_fact_gathers_papers() -> None:
    """Two papers that state the same fact are two pieces of evidence of one fact."""
    graph = nx.MultiDiGraph()
    a, b = entity(graph, "method:a", "A"), entity(graph, "benchmark:b", "B")
    for name in ("p2", "p1"):
        paper(graph, name, name)
        edge(graph, a, "EVALUATED_ON", b, name, "A is tested on B.")
    (fact,) = concept_view(graph, b).facts
    assert [e.paper.name for e in fact.evidence] == ["p1", "p2"]


def test_facts_among_neighbours() -> None:
    """Who introduced a neighbour and what it uses is in the view; mere mentions are not."""
    graph = sample_graph()
    view = concept_view(graph, _id(graph, "Meta-World"))
    among = {(f.source, f.relation, f.target) for f in view.between}
    planbot, gripnet = _id(graph, "PlanBot"), _id(graph, "GripNet")
    assert (planbot, "COMPARED_WITH", gripnet) in among
    assert (_id(graph, HOSTILE), "INTRODUCES", planbot) in among
    assert "MENTIONS" not in {relation for _, relation, _ in among}


def test_named_before_generic() -> None:
    """A generic class comes after what has a name, whatever it is joined by."""
    graph = nx.MultiDiGraph()
    hub = entity(graph, "benchmark:hub", "Hub")
    entity(graph, "model:llms", "LLMs", generic=True, papers=99)
    entity(graph, "model:small", "Small")
    paper(graph, "p", "A paper")
    for model in ("model:llms", "model:small"):
        edge(graph, model, "EVALUATED_ON", hub, "p", "Both are tested on Hub.")
    edge(graph, "model:llms", "USES", hub, "p", "LLMs use Hub.")
    edge(graph, "paper:p", "MENTIONS", hub, "p", "Hub is named.")
    names = [n.name for n in concept_view(graph, hub).neighbours]
    assert names == ["Small", "LLMs", "A paper"]


def test_limit() -> None:
    """The limit keeps the most telling and counts the rest; facts are of the kept alone."""
    graph = large_graph(40)
    view = concept_view(graph, "benchmark:hub", limit=15)
    assert len(view.neighbours) == 15
    assert view.left_out == 65
    assert {n.type for n in view.neighbours} == {"Method"}
    assert view.neighbours[0].papers == 7
    kept = {n.id for n in view.neighbours}
    assert {f.other(view.node.id) for f in view.facts} == kept
    assert concept_view(graph, "benchmark:hub", limit=0).facts == ()


def test_a_view_shows_150_nodes_at_most() -> None:
    """The node itself counts, and so do nodes one step further."""
    graph = large_graph(200)
    view = concept_view(graph, "benchmark:hub", fill=400)
    assert 1 + len(view.neighbours) + len(view.outer) == MOST_NODES == 150
    assert view.left_out == 400 - 149
    few = concept_view(sample_graph(), _id(sample_graph(), "LIBERO"), limit=3, fill=36)
    assert (len(few.neighbours), len(few.outer)) == (2, 1)


def test_a_paper_has_a_view_too() -> None:
    """A paper's neighbours are what it introduces and mentions."""
    graph = sample_graph()
    view = concept_view(graph, _id(graph, HOSTILE))
    assert view.node.type == "Paper"
    assert view.node.year == 2025
    stated = [n.name for n in view.neighbours[:2]]
    assert stated == ["PlanBot", "behavior cloning"]  # introduced and compared, not only named
    assert "INTRODUCES" in {f.relation for f in view.facts}


def test_order_of_edges_does_not_matter() -> None:
    """The same graph put together in another order gives an equal view."""
    graph = sample_graph()
    other = nx.MultiDiGraph()
    other.add_nodes_from(reversed(list(graph.nodes(data=True))))
    other.add_edges_from(reversed(list(graph.edges(keys=True, data=True))))
    for node in graph:
        assert concept_view(graph, node) == concept_view(other, node)


def test_unknown_node() -> None:
    """An id that no node has is an error of the tree."""
    with pytest.raises(UnknownNameError, match="benchmark:none"):
        concept_view(sample_graph(), "benchmark:none")


def test_negative_limit() -> None:
    """A negative limit is refused by its value."""
    with pytest.raises(ValueError, match="-1"):
        concept_view(sample_graph(), "paper:p3", limit=-1)


def test_pieces_without_marks() -> None:
    """A sentence in which nothing was found is one plain piece; an empty one is none."""
    assert list(Sentence("Plain.").pieces()) == [("Plain.", None)]
    assert list(Sentence("").pieces()) == []


def test_a_small_neighbourhood_is_filled_up() -> None:
    """Nodes one step further come in with the facts that join them to the neighbours."""
    graph = sample_graph()
    view = concept_view(graph, _id(graph, "LIBERO"), fill=36)
    gripnet = _id(graph, "GripNet")
    assert [n.name for n in view.outer[:2]] == ["Meta-World", "PlanBot"]
    assert len(view.outer) == 4  # a single neighbour brings in no more
    assert [n.generic for n in view.outer] == sorted(n.generic for n in view.outer)
    assert {f.other(gripnet) for f in view.outer_facts} == {n.id for n in view.outer}
    assert not {n.id for n in view.outer} & {view.node.id, *(n.id for n in view.neighbours)}
    assert "MENTIONS" not in {f.relation for f in view.outer_facts}


def test_filling_up_stops() -> None:
    """No more nodes come in than are wanted, and none where the neighbours suffice."""
    graph = sample_graph()
    libero = _id(graph, "LIBERO")
    assert len(concept_view(graph, libero, fill=3).outer) == 1
    assert concept_view(graph, libero, fill=2).outer == ()
    assert concept_view(graph, libero).outer == ()


def test_a_paper_that_only_mentions_brings_in_what_it_introduces() -> None:
    """The method of a paper that names a model is one step from that model."""
    graph = nx.MultiDiGraph()
    model, method = entity(graph, "model:m", "M"), entity(graph, "method:x", "X")
    paper(graph, "p", "A paper")
    edge(graph, "paper:p", "MENTIONS", model, "p", "We ask M.")
    edge(graph, "paper:p", "MENTIONS", method, "p", "We present X.")
    edge(graph, "paper:p", "INTRODUCES", method, "p", "We present X.")
    view = concept_view(graph, model, fill=9)
    assert [n.name for n in view.outer] == ["X"]
    assert [f.relation for f in view.outer_facts] == ["INTRODUCES"]


def test_a_generic_neighbour_brings_in_nothing() -> None:
    """A class of things is joined to everything and says nothing of the node."""
    graph = nx.MultiDiGraph()
    a, b = entity(graph, "model:a", "A"), entity(graph, "method:b", "B")
    entity(graph, "model:llms", "LLMs", generic=True)
    paper(graph, "p", "A paper")
    edge(graph, a, "PART_OF", "model:llms", "p", "A is one of the LLMs.")
    edge(graph, b, "USES", "model:llms", "p", "B uses LLMs.")
    assert concept_view(graph, a, fill=9).outer == ()
