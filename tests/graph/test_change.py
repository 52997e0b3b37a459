from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import given, settings

from graph.change import EdgeKey, NodeKey, difference, edge_place
from graph.stores.changed_rows import changed_rows
from tests.graph.crops import crop_graph
from tests.graph.sample_variants import variant_graph
from tests.graph.stores.contents import small_graph
from tests.graph.stores.drawn_graphs import drawn_graphs

DERANDOMISED = settings(derandomize=True, deadline=None, database=None, max_examples=100)


def test_equal_graphs_do_not_differ(sample: nx.MultiDiGraph) -> None:
    """Also where one was put together in another order."""
    other = nx.MultiDiGraph()
    other.add_nodes_from(reversed(list(sample.nodes(data=True))))
    other.add_edges_from(reversed(list(sample.edges(keys=True, data=True))))
    assert len(difference(sample, other)) == 0


def test_what_comes_goes_and_becomes_other() -> None:
    """Each is named once, with all that it has afterwards."""
    old = small_graph("method:a", "method:b", "method:c")
    new = small_graph("method:b", "method:c", "method:d")
    new.nodes["method:b"]["papers"] = 2
    new.edges["method:b", "method:c", "USES|p"]["confidence"] = 0.75
    change = difference(old, new, before="1", after="2")
    assert change.gone_nodes == (NodeKey("method:a", "Method"),)
    assert [(node.key.id, node.properties) for node in change.nodes] == [
        ("method:b", new.nodes["method:b"]),
        ("method:d", new.nodes["method:d"]),
    ]
    assert [edge[:4] for edge in change.gone_edges] == [
        ("method:a", "Method", "USES", "method:b"),
        ("paper:p", "Paper", "MENTIONS", "method:a"),
    ]
    assert [(edge.key.head, edge.key.tail) for edge in change.edges] == [
        ("method:b", "method:c"),
        ("method:c", "method:d"),
        ("paper:p", "method:d"),
    ]
    assert change.edges[0].properties["confidence"] == 0.75
    assert (change.before, change.after, len(change)) == ("1", "2", 8)


def test_edges_of_a_node_that_changes_its_label_are_gone_and_new() -> None:
    """As in a database that keeps edges by the labels of their ends."""
    old, new = small_graph("x:a", "x:b"), small_graph("x:a", "x:b")
    new.nodes["x:b"]["type"] = "Task"
    change = difference(old, new)
    assert change.gone_nodes == (NodeKey("x:b", "Method"),)
    assert [node.key for node in change.nodes] == [NodeKey("x:b", "Task")]
    assert [(edge.type, edge.tail_label) for edge in change.gone_edges] == [
        ("MENTIONS", "Method"),
        ("USES", "Method"),
    ]
    assert [edge.key for edge in change.edges] == [
        edge._replace(tail_label="Task") for edge in change.gone_edges
    ]


def test_ties_between_names_have_no_paper() -> None:
    """They are known by their ends alone, and another reason makes them other."""
    old, new = variant_graph(), variant_graph()
    new.edges["model:gpt-4o", "model:gpt-4", "VARIANT_OF"]["reason"] = "size"
    change = difference(old, new)
    assert [edge.key for edge in change.edges] == [
        EdgeKey("model:gpt-4o", "Model", "VARIANT_OF", "model:gpt-4", "Model", None)
    ]
    assert len(change) == 1


def test_the_vocabulary_stays() -> None:
    """Between graphs of two vocabularies there is no change, and the message says what to do."""
    with pytest.raises(ValueError, match="save the new one instead"):
        difference(small_graph("method:a"), crop_graph())


def test_two_edges_of_one_paper_are_an_error() -> None:
    """A graph that no store would take has no differences."""
    graph = small_graph("method:a", "method:b")
    graph.add_edge(
        "method:a", "method:b", "other key", **graph.edges["method:a", "method:b", "USES|p"]
    )
    with pytest.raises(ValueError, match="two of EdgeKey"):
        difference(graph, graph)


@given(drawn_graphs(), drawn_graphs())
@DERANDOMISED
def test_it_is_sorted_and_complete(old: nx.MultiDiGraph, new: nx.MultiDiGraph) -> None:
    """Parts are sorted, databases take it, and no edge of a node that is gone is left out."""
    change = difference(old, new)
    assert list(change.gone_nodes) == sorted(change.gone_nodes)
    assert [node.key for node in change.nodes] == sorted(node.key for node in change.nodes)
    assert list(change.gone_edges) == sorted(change.gone_edges, key=edge_place)
    keys = [edge.key for edge in change.edges]
    assert keys == sorted(keys, key=edge_place)
    assert sum(len(part) for parts in changed_rows(change) for part in parts.values()) == len(
        change
    )
    gone = {node for node, _ in change.gone_nodes}
    of_gone = [e for e in old.edges(data="type") if gone & {*e[:2]}]
    assert len(of_gone) == sum(bool(gone & {edge.head, edge.tail}) for edge in change.gone_edges)
