from __future__ import annotations

import networkx as nx
import pytest

from graph.stores.rows import EdgeTable, edge_rows, edge_tables, node_rows
from schemas import RESEARCH, RESULT_EDGES, RESULT_PROPERTIES, StoreError
from tests.graph.sample_results import result_graph
from tests.graph.sample_variants import TIES, variant_graph
from tests.graph.stores.contents import small_graph


def test_every_type_may_join_any_two_entities() -> None:
    """Resolution may change a node's type, so no pair of entity labels is left out."""
    tables = list(edge_tables(RESEARCH))
    for edge_type in RESEARCH.edge_types:
        if edge_type in RESULT_EDGES:
            continue
        heads = {t.head for t in tables if t.type == edge_type}
        if edge_type in ("MENTIONS", "INTRODUCES"):
            assert heads == {"Paper"}
        else:
            assert heads >= set(RESEARCH.types)
            assert ("Paper" in heads) is (edge_type not in ("PART_OF", "VARIANT_OF"))
    assert len(tables) == 2 * 6 + 8 * 7 * 6 + 2 * 6 * 6 + 1 + 4 * 6


def test_a_result_is_reported_by_a_paper_and_leads_to_entities() -> None:
    """No result leads to a paper or to another result, and no entity to a result."""
    tables = {
        (t.type, t.head, t.tail) for t in edge_tables(RESEARCH) if "Result" in (t.head, t.tail)
    }
    assert tables == {("REPORTS", "Paper", "Result")} | {
        (edge_type, "Result", entity)
        for edge_type in RESULT_EDGES
        if edge_type != "REPORTS"
        for entity in RESEARCH.types
    }


def test_a_result_is_a_row_of_its_properties() -> None:
    """Numbers stay numbers, what is not known stays null."""
    rows = [
        dict(zip(RESULT_PROPERTIES, r, strict=True)) for r in node_rows(result_graph())["Result"]
    ]
    assert len(rows) == 10
    assert {type(row["number"]) for row in rows} == {float, type(None)}
    assert [row["id"] for row in rows] == sorted(row["id"] for row in rows)


def test_rows_do_not_depend_on_the_order_of_the_graph(sample: nx.MultiDiGraph) -> None:
    """A graph put together backwards gives the same rows."""
    backwards = nx.MultiDiGraph()
    for key, data in reversed(list(sample.nodes(data=True))):
        backwards.add_node(key, **data)
    for head, tail, key, data in reversed(list(sample.edges(keys=True, data=True))):
        backwards.add_edge(head, tail, key=key, **data)
    assert node_rows(backwards) == node_rows(sample)
    assert list(edge_rows(backwards).items()) == list(edge_rows(sample).items())


def test_rows_hold_the_whole_graph(sample: nx.MultiDiGraph) -> None:
    """No node and no edge is left behind."""
    assert sum(map(len, node_rows(sample).values())) == sample.number_of_nodes()
    assert sum(map(len, edge_rows(sample).values())) == sample.number_of_edges()


def test_an_unknown_label_is_an_error() -> None:
    """The message names the node, its type and the types there are."""
    with pytest.raises(StoreError, match=r"'robot:r'.*'Robot'.*Paper, Method"):
        node_rows(small_graph("robot:r", label="Robot"))


def test_another_id_than_the_key_is_an_error() -> None:
    """A node is keyed by its id."""
    graph = small_graph("method:a")
    graph.nodes["method:a"]["id"] = "method:b"
    with pytest.raises(StoreError, match="'method:a' carries the id 'method:b'"):
        node_rows(graph)


def test_a_missing_property_is_an_error() -> None:
    """The message names the node and the property."""
    graph = small_graph("method:a")
    del graph.nodes["method:a"]["aliases"]
    with pytest.raises(StoreError, match="'method:a' has no 'aliases'"):
        node_rows(graph)


def test_an_edge_that_cannot_be_is_an_error() -> None:
    """No edge leads to a paper, and no type comes from elsewhere than the vocabulary."""
    graph = small_graph("method:a", "method:b")
    graph.edges["method:a", "method:b", "USES|p"]["type"] = "USES]->() DETACH DELETE n //"
    with pytest.raises(StoreError, match="cannot lead from Method to Method"):
        edge_rows(graph)


def test_two_edges_of_one_type_and_paper_are_an_error() -> None:
    """One edge per head, type, tail and paper."""
    graph = small_graph("method:a", "method:b")
    data = graph.edges["method:a", "method:b", "USES|p"]
    graph.add_edge("method:a", "method:b", key="again", **data)
    with pytest.raises(StoreError, match="two USES edges"):
        edge_rows(graph)


def test_a_tie_between_names_is_a_row_without_a_paper() -> None:
    """It has a type and a reason; a second one between the same two is an error."""
    graph = variant_graph()
    rows = edge_rows(graph)[EdgeTable("VARIANT_OF", "Model", "Model")]
    assert rows == [(*ends, "VARIANT_OF", reason) for ends, reason in sorted(TIES.items())]
    graph.add_edge("model:gpt-4o", "model:gpt-4", key="again", type="VARIANT_OF", reason="size")
    doubled = r"two VARIANT_OF edges 'model:gpt-4o' -> 'model:gpt-4'$"
    with pytest.raises(StoreError, match=doubled):
        edge_rows(graph)


def test_a_tie_leads_from_no_paper() -> None:
    """Names of entities alone say it."""
    graph = variant_graph()
    graph.add_edge("paper:v1", "model:gpt-4", key="VARIANT_OF", type="VARIANT_OF", reason="size")
    with pytest.raises(StoreError, match="a VARIANT_OF cannot lead from Paper to Model"):
        edge_rows(graph)


def test_only_kinds_that_occur_are_given() -> None:
    """The rows of edges are those of the graph, by kind in the order of the vocabulary."""
    kinds = list(edge_rows(small_graph("task:a", "task:b", label="Task")))
    assert kinds == [EdgeTable("MENTIONS", "Paper", "Task"), EdgeTable("USES", "Task", "Task")]
