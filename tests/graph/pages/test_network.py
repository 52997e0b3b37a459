"""The drawing of a view: what is drawn, how it looks, where it stands."""

from __future__ import annotations

import json
import re

from graph.pages.looks import looks_of
from graph.pages.network import drawing, names_papers
from graph.pages.page import page_view, stylesheet
from graph.view import concept_view
from schemas import RESEARCH, RESULT_EDGES, RESULT_LABEL
from tests.graph.pages.hostile import HALF, edge, entity, hostile_graph, large_graph, paper
from tests.graph.sample import sample_graph
from tests.graph.sample_variants import variant_graph


def test_every_type_has_a_look() -> None:
    """Each type has its own colour and shape, in the page's style sheet too."""
    drawn = set(RESEARCH.node_labels) - {RESULT_LABEL}
    styles = looks_of(RESEARCH).types
    assert set(styles) == drawn
    assert len({style.colour for style in styles.values()}) == len(drawn)
    assert len({style.shape for style in styles.values()}) == len(drawn)
    css = stylesheet(RESEARCH)
    for name, style in styles.items():
        if name != "Paper":  # a paper's follows the theme
            assert f".type-{name.lower()} {{ fill: {style.colour.lower()}; }}" in css


def test_every_relation_has_words() -> None:
    """Each type of edge is said in short lower-case words."""
    relations = looks_of(RESEARCH).relations
    assert set(relations) == set(RESEARCH.edge_types) - set(RESULT_EDGES)
    assert all(re.fullmatch("[a-z ]{4,14}", words.edge) for words in relations.values())


def test_positions_are_fixed() -> None:
    """Nodes have whole positions, the concept the middle, and physics is off."""
    view = concept_view(sample_graph(), "paper:p3")
    drawn = drawing(view)
    assert [n["id"] for n in drawn.nodes] == [view.node.id, *(n.id for n in view.neighbours)]
    assert (drawn.nodes[0]["x"], drawn.nodes[0]["y"]) == (0, 0)
    assert all(isinstance(n["x"], int) and isinstance(n["y"], int) for n in drawn.nodes)
    assert drawn.options["physics"]["enabled"] is False
    assert drawing(view) == drawn


def test_a_page_draws_150_nodes_at_most() -> None:
    """The concept is one of them."""
    drawn = drawing(page_view(large_graph(200), "benchmark:hub"))
    assert len(drawn.nodes) == 150


def test_nothing_reads_labels_as_markup() -> None:
    """No node or edge has a tooltip, and labels are never read as HTML or Markdown."""
    drawn = drawing(concept_view(hostile_graph(), "benchmark:bench"))
    assert not any("title" in part for part in (*drawn.nodes, *drawn.edges))
    assert drawn.options["nodes"]["font"]["multi"] is False
    assert drawn.options["edges"]["font"]["multi"] is False
    assert HALF not in json.dumps(drawn.nodes)


def test_mentions_are_drawn_where_nothing_else_is() -> None:
    """A paper tied in by what it introduces needs no mention; one that only names does."""
    graph = large_graph(3)
    paper(graph, "only", "Names it only")
    edge(graph, "paper:only", "MENTIONS", "benchmark:hub", "only", "Hub is known.")
    drawn = drawing(concept_view(graph, "benchmark:hub"))
    assert [e["from"] for e in drawn.edges if e["kind"] == "MENTIONS"] == ["paper:only"]
    assert sum(e["kind"] == "INTRODUCES" for e in drawn.edges) == 3


def test_parallel_edges_bend_apart() -> None:
    """Two relations between the same nodes are two edges of different curvature."""
    graph = large_graph(1)
    edge(graph, "method:m-000", "USES", "benchmark:hub", "p000", "It uses Hub.")
    edge(graph, "benchmark:hub", "EXTENDS", "method:m-000", "p000", "Hub extends it.")
    edges = [e for e in drawing(concept_view(graph, "benchmark:hub")).edges if e["central"]]
    assert len(edges) == 3
    assert len({json.dumps(e.get("smooth")) for e in edges}) == 3


def test_more_papers_wider_edges_larger_nodes() -> None:
    """Edges grow with the papers that state them, nodes with those that mention them."""
    graph = large_graph(2)
    paper(graph, "more", "More")
    edge(graph, "method:m-001", "EVALUATED_ON", "benchmark:hub", "more", "Again on Hub.")
    entity(graph, "method:m-001", "Method of number 1", papers=50)
    drawn = drawing(concept_view(graph, "benchmark:hub"))
    width = {e["from"]: e["width"] for e in drawn.edges if e["kind"] == "EVALUATED_ON"}
    size = {n["id"]: n["size"] for n in drawn.nodes}
    assert width["method:m-001"] > width["method:m-000"]
    assert size["method:m-001"] > size["method:m-000"]


def test_captions_name_the_sectors() -> None:
    """Each group that stands around the concept has a caption; papers beside others none."""
    drawn = drawing(concept_view(large_graph(30), "benchmark:hub"))
    assert [caption["text"] for caption in drawn.captions] == ["Evaluated on it"]


def test_an_edge_goes_around_the_concept() -> None:
    """An edge between opposite neighbours bends, so that it is not taken for two others."""
    graph = large_graph(2)
    edge(graph, "method:m-000", "COMPARED_WITH", "method:m-001", "p000", "They are compared.")
    drawn = drawing(concept_view(graph, "benchmark:hub"))
    bent = {e["kind"]: e.get("smooth", {}).get("roundness", 0) for e in drawn.edges}
    assert bent == {"EVALUATED_ON": 0, "INTRODUCES": 0, "COMPARED_WITH": 0.3}


def test_a_tie_between_names_is_dashed() -> None:
    """It has an arrow and a width of its own though no paper states it."""
    drawn = drawing(concept_view(variant_graph(), "model:gpt-4"))
    edges = {e["kind"]: e for e in drawn.edges}
    assert edges["VARIANT_OF"]["label"] == "variant of"
    assert edges["VARIANT_OF"]["width"] == edges["COMPARED_WITH"]["width"] == 1
    dashes = {kind: e.get("dashes") for kind, e in edges.items()}
    assert dashes == {"COMPARED_WITH": None, "VARIANT_OF": [8, 4], "MENTIONS": [2, 5]}
    assert edges["VARIANT_OF"]["arrows"] == "to"
    assert [kind for kind, e in edges.items() if "smooth" in e] == ["VARIANT_OF"]


def test_few_papers_have_room_for_their_titles() -> None:
    """Titles are drawn from the start where a page holds twelve papers or fewer."""
    assert names_papers(concept_view(large_graph(12), "benchmark:hub"))
    assert not names_papers(concept_view(large_graph(13), "benchmark:hub"))
