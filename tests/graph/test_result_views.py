"""The results around a node: leaderboards of what is reported on, lists of the rest."""

from __future__ import annotations

import networkx as nx
import pytest

from graph.result_views import Results, results_around
from graph.view import concept_view
from schemas import RESULT_EDGES, UnknownNameError
from tests.graph.sample import sample_graph
from tests.graph.sample_results import BEST, HOSTILE_WORDS, result_graph


@pytest.fixture(scope="module")
def graph() -> nx.MultiDiGraph:
    """The graph of the made-up results, not to be changed."""
    return nx.freeze(result_graph())


def _shown(results: Results) -> list[tuple[str, str | None, list[tuple[int | None, str]]]]:
    return [(t.role, t.metric, [(r.rank, r.value) for r in t.results]) for t in results.tables]


def test_a_benchmark_has_a_leaderboard_for_each_metric(graph: nx.MultiDiGraph) -> None:
    """As the named question ranks them, the most results first; what is alone comes together."""
    results = results_around(graph, "benchmark:libero")
    assert _shown(results) == [
        (
            "RESULT_ON",
            "success rate",
            [(1, "81%"), (2, "67.3%"), (2, "67.3%"), (None, "+3.8 points")],
        ),
        ("RESULT_ON", "FID", [(1, "9.1"), (2, "12.5")]),
        ("RESULT_ON", None, [(None, "5x")]),
        ("RESULT_ON", None, [(None, "about half"), (None, "20 ms")]),
    ]
    assert [t.ascending for t in results.tables] == [False, True, False, False]
    assert [t.board for t in results.tables] == [True, True, True, False]
    assert results.left_out == 0


def test_names_and_words_of_a_result(graph: nx.MultiDiGraph) -> None:
    """Names of entities, words of what is none, and nothing for the paper itself."""
    found = {r.value: r for r in results_around(graph, "benchmark:libero")}
    gain, odd = found["+3.8 points"], found["about half"]
    assert (gain.subject, gain.metric, gain.on, gain.versus) == (
        "GripNet",
        "success rate",
        "LIBERO",
        "BC",
    )
    assert (odd.subject, odd.metric, odd.on, odd.versus) == (
        HOSTILE_WORDS,
        HOSTILE_WORDS,
        "LIBERO",
        BEST,
    )
    assert found["81%"].subject is None
    assert found["81%"].evidence.paper.name == "PlanBot at Home"


def test_value_and_node_are_marked_in_the_sentence(graph: nx.MultiDiGraph) -> None:
    """The evidence says where the number stands and where what the page is about."""
    result = next(r for r in results_around(graph, "benchmark:libero") if r.value == "81%")
    [sentence] = result.evidence.sentences
    assert [(text, node) for text, node in sentence.pieces() if node] == [
        ("LIBERO", "benchmark:libero"),
        ("81%", result.id),
    ]


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        ("model:gripnet", [("RESULT_OF", ["12.5", "20 ms", "67.3%", "+3.8 points"])]),
        ("metric:latency", [("RESULT_IN", ["20 ms"])]),
        ("method:bc", [("RESULT_VERSUS", ["+3.8 points", "5x"])]),
        ("paper:p3", [("REPORTS", ["about half", "0.5", "67.3%"])]),
        ("paper:p4", []),
    ],
)
def test_other_nodes_list_their_results(
    graph: nx.MultiDiGraph, node: str, expected: list[tuple[str, list[str]]]
) -> None:
    """One table for what the node is to them, without ranks: these are not one contest."""
    tables = results_around(graph, node).tables
    assert [(t.role, sorted(r.value for r in t.results)) for t in tables] == [
        (role, sorted(values)) for role, values in expected
    ]
    assert all(result.rank is None for table in tables for result in table.results)


def test_a_result_in_two_roles_is_listed_once(graph: nx.MultiDiGraph) -> None:
    """What is reported on a thing and of it stands on its leaderboard alone."""
    both = nx.MultiDiGraph(graph)
    result = next(r.id for r in results_around(graph, "benchmark:libero") if r.value == "20 ms")
    edge = both.edges["paper:arxiv/2401.00001", result, "REPORTS|arxiv/2401.00001"]
    both.add_edge(result, "benchmark:libero", **{**edge, "type": "RESULT_VERSUS"})
    assert _shown(results_around(both, "benchmark:libero")) == _shown(
        results_around(graph, "benchmark:libero")
    )


def test_the_limit_is_said(graph: nx.MultiDiGraph) -> None:
    """The first boards are kept, the first places of the last of them, and the rest counted."""
    results = results_around(graph, "benchmark:libero", limit=5)
    assert [len(t.results) for t in results.tables] == [4, 1]
    assert results.left_out == 4
    assert results_around(graph, "benchmark:libero", limit=0) == Results((), left_out=9)


def test_a_node_without_results_has_no_table() -> None:
    """The sample of facts reports no number."""
    assert results_around(sample_graph(), "benchmark:libero") == Results()


@pytest.mark.parametrize("fill", [0, 36])
def test_results_are_no_neighbours(graph: nx.MultiDiGraph, fill: int) -> None:
    """The picture shows papers and entities alone, however many results there are."""
    for node, kind in graph.nodes(data="type"):
        if kind == "Result":
            continue
        view = concept_view(graph, node, fill=fill)
        shown = (view.node, *view.neighbours, *view.outer)
        assert all(n.type != "Result" for n in shown)
        for fact in (*view.facts, *view.between, *view.outer_facts):
            assert fact.relation not in RESULT_EDGES
        assert view.results == results_around(graph, node)


def test_a_result_has_no_view(graph: nx.MultiDiGraph) -> None:
    """It stands on the pages of what it is about."""
    result = next(n for n, kind in graph.nodes(data="type") if kind == "Result")
    with pytest.raises(UnknownNameError):
        concept_view(graph, result)
