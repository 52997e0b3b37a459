"""Reported numbers become nodes and edges; whatever is no entity stays as words."""

from __future__ import annotations

import networkx as nx
import pytest

from extract.resolution import resolve
from graph.build import build
from graph.results import readable_value, result_id
from schemas import (
    EDGE_PROPERTIES,
    RESULT_EDGES,
    RESULT_PROPERTIES,
    AnnotatedPaper,
    EntityType,
    Paper,
    Resolution,
)
from tests.graph.sample_results import (
    BEST,
    HOSTILE_WORDS,
    annotated,
    result,
    result_graph,
    result_papers,
    result_resolution,
)


@pytest.fixture(scope="module")
def graph() -> nx.MultiDiGraph:
    """The graph of the made-up results, not to be changed."""
    return nx.freeze(result_graph())


def _found(graph: nx.MultiDiGraph, **wanted: object) -> str:
    """The id of the one result of these properties."""
    ids = [i for i, d in graph.nodes(data=True) if wanted.items() <= d.items()]
    assert len(ids) == 1
    return ids[0]


def _ends(graph: nx.MultiDiGraph, node: str) -> dict[str, str]:
    return {data["type"]: end for _, end, data in graph.out_edges(node, data=True)}


def test_a_result_is_a_node_with_an_edge_to_each_entity_it_is_about(
    graph: nx.MultiDiGraph,
) -> None:
    """Subject, metric, testbed and what it is compared with; the paper reports it."""
    node = _found(graph, value="+3.8 points")
    assert _ends(graph, node) == {
        "RESULT_OF": "model:gripnet",
        "RESULT_IN": "metric:success-rate",
        "RESULT_ON": "benchmark:libero",
        "RESULT_VERSUS": "method:bc",
    }
    assert list(graph.predecessors(node)) == ["paper:arxiv/2401.00001"]
    data = graph.nodes[node]
    assert (data["number"], data["unit"], data["kind"]) == (3.8, "points", "gain")
    assert data["name"] == "+3.8 points gain in success rate on LIBERO over BC"
    assert [data[f"{a}_words"] for a in ("subject", "metric", "on", "versus")] == [None] * 4


def test_nodes_and_edges_have_exactly_the_properties_of_the_schema(graph: nx.MultiDiGraph) -> None:
    """In the order of the vocabulary, the evidence on node and edges alike."""
    results = {i: d for i, d in graph.nodes(data=True) if d["type"] == "Result"}
    assert len(results) == 10
    for node, data in results.items():
        assert tuple(data) == RESULT_PROPERTIES
        assert node == data["id"]
        for _, _, key, edge in (
            *graph.out_edges(node, keys=True, data=True),
            *graph.in_edges(node, keys=True, data=True),
        ):
            assert edge["type"] in RESULT_EDGES
            assert key == f"{edge['type']}|{data['paper']}"
            assert set(edge) == set(EDGE_PROPERTIES)
            assert {**edge, "type": "Result"}.items() <= data.items()


def test_evidence_is_the_text_between_its_offsets(graph: nx.MultiDiGraph) -> None:
    """The sentence of a result is what its paper says there, and it holds the value."""
    texts = {p.id: p.text for p, _ in result_papers()}
    for _, data in graph.nodes(data=True):
        if data["type"] == "Result":
            assert texts[data["paper"]][data["start_char"] : data["end_char"]] == data["sentence"]
            assert data["value"] in data["sentence"]


def test_of_the_paper_itself_there_is_only_reports(graph: nx.MultiDiGraph) -> None:
    """The paper as subject is neither an edge nor words."""
    node = _found(graph, value="81%")
    assert "RESULT_OF" not in _ends(graph, node)
    assert graph.nodes[node]["subject_words"] is None
    assert graph.has_edge("paper:p two: 2", node)


def test_words_stay_words(graph: nx.MultiDiGraph) -> None:
    """What is no concept of the paper is kept to the letter, whatever it says."""
    node = _found(graph, value="about half")
    assert _ends(graph, node) == {"RESULT_ON": "benchmark:libero"}
    data = graph.nodes[node]
    assert data["subject_words"] == data["metric_words"] == HOSTILE_WORDS
    assert data["versus_words"] == BEST
    assert data["number"] is data["unit"] is None


def test_what_another_paper_calls_a_metric_is_words_here(graph: nx.MultiDiGraph) -> None:
    """FID is an entity elsewhere; this paper does not name it, so it is not joined to it."""
    node = _found(graph, value="0.5")
    assert graph.nodes[node]["metric_words"] == "FID"
    assert "RESULT_IN" not in _ends(graph, node)


@pytest.mark.parametrize(
    ("argument", "concept", "edge"),
    [("metric", "BC", "RESULT_IN"), ("on", "BC", "RESULT_ON"), ("on", "FID", "RESULT_ON")],
)
def test_a_concept_of_the_wrong_type_is_words(argument: str, concept: str, edge: str) -> None:
    """A metric is a Metric, and what is reported on is a benchmark, a dataset or a task."""
    paper = Paper(id="p", title="BC and FID", abstract="It reaches 5.")
    graph = _graph(annotated(paper, result("5", 5, None, "absolute", **{argument: concept})))
    node = _found(graph, value="5")
    assert edge not in _ends(graph, node)
    assert graph.nodes[node][f"{argument}_words"] == concept


def test_the_type_within_the_paper_decides() -> None:
    """Resolution may choose another type for the node; the edge is there all the same."""
    paper = Paper(id="p", title="LIBERO", abstract="It reaches 5.")
    made = annotated(paper, result("5", 5, None, "absolute", on="LIBERO"))
    graph = build(_resolved(made, node_type=EntityType.METHOD))
    assert _ends(graph, _found(graph, value="5")) == {"RESULT_ON": "method:libero"}


def test_one_result_given_twice_is_one_node_and_the_surest() -> None:
    """The id comes from what is said and where; two subjects of one figure are two results."""
    paper = Paper(id="p", title="BC and FID", abstract="It reaches 5.")
    twice = [result("5", 5, None, "absolute", subject="BC", confidence=c) for c in (0.2, 0.9, 0.4)]
    other = result("5", 5, None, "absolute", subject="FID", confidence=0.1)
    graph = _graph(annotated(paper, *twice, other))
    found = sorted(d["confidence"] for _, d in graph.nodes(data=True) if d["type"] == "Result")
    assert found == [0.1, 0.9]


def test_ids_do_not_depend_on_other_papers() -> None:
    """A result keeps its id and its place in the file however many papers there are."""
    alone = _graph(result_papers()[0])
    ids = {i for i, d in alone.nodes(data=True) if d["type"] == "Result"}
    assert len(ids) == 4
    assert ids < set(result_graph())


def test_half_a_surrogate_pair_is_no_obstacle() -> None:
    """JSON may hold one; the id is made all the same."""
    odd = result("5", 5, None, "absolute").model_copy(update={"subject": "\ud800"})
    assert result_id("p", odd).startswith("result:p:")


def test_the_order_of_papers_and_results_changes_nothing() -> None:
    """Backwards in, the same graph out, in the same order."""
    resolution = result_resolution()
    backwards = [
        AnnotatedPaper(p, a.model_copy(update={"results": a.results[::-1]}))
        for p, a in reversed(list(resolution.papers))
    ]
    other = build(Resolution(papers=backwards, entities=resolution.entities, merges=()))
    assert list(other.nodes(data=True)) == list(result_graph().nodes(data=True))
    assert list(other.edges(data=True)) == list(result_graph().edges(data=True))


def _graph(made: AnnotatedPaper) -> nx.MultiDiGraph:
    return build(resolve([made]))


def _resolved(made: AnnotatedPaper, *, node_type: EntityType) -> Resolution:
    """The paper resolved, its one entity a node of another type."""
    resolution = resolve([made])
    [entity] = resolution.entities
    moved = entity.model_copy(
        update={"type": node_type, "id": f"{node_type.lower()}:{entity.id.split(':')[1]}"}
    )
    [(paper, annotation)] = resolution.papers
    mentions = tuple(m.model_copy(update={"node": moved.id}) for m in annotation.mentions)
    changed = annotation.model_copy(update={"mentions": mentions})
    return Resolution(papers=[AnnotatedPaper(paper, changed)], entities=(moved,), merges=())


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"$\sim400$ ms", "~400 ms"),
        (r"$\mathbf{\sim5}$x", "~5x"),
        (r"\textbf{1.44$\times$ to 6.36$\times$", "1.44x to 6.36x"),
        (r"$\textbf{+8.26\%}$", "+8.26%"),
        (r"$\approx 3.6 \times 10^{-4}$", "≈3.6 x 10^{-4}"),
        (r"0.79 $\pm$ 0.07", "0.79 ± 0.07"),
        (r"\textbf{\mathbf{5}}", "5"),
        (r"$\mathbf{10^{-4}}$", r"\mathbf{10^{-4}}"),
        (r"\textbf{12_{\pm 3}}", r"\textbf{12_{± 3}}"),
        (r"${\sim}5$", "~5"),
        (r"5 \simple", r"5 \simple"),
    ],
)
def test_a_value_is_read_without_latex(written: str, read: str) -> None:
    """Signs stay as signs, marks that the text closes only later go too."""
    assert readable_value(written) == read
