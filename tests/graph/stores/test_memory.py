from __future__ import annotations

import networkx as nx
import pytest

from graph.stores.memory import MemoryStore
from schemas import QueryError, StoreError
from tests.graph.sample_results import result_graph
from tests.graph.sample_variants import variant_graph
from tests.graph.stores.contents import same_graph, small_graph


def test_it_keeps_a_copy(sample: nx.MultiDiGraph) -> None:
    """What is saved can be read back, and later changes do not reach it."""
    store, graph = MemoryStore(), nx.MultiDiGraph(sample)
    store.save(graph)
    graph.remove_node("model:gpt-4")
    assert same_graph(store.graph, sample)


def test_results_are_kept() -> None:
    """The graph of results is read back whole."""
    store = MemoryStore()
    store.save(result_graph())
    assert same_graph(store.graph, result_graph())


def test_ties_between_names_are_kept() -> None:
    """Edges without a paper are kept as the others are."""
    store = MemoryStore()
    store.save(variant_graph())
    assert same_graph(store.graph, variant_graph())


def test_saving_replaces() -> None:
    """It holds what was saved last and nothing else."""
    store = MemoryStore()
    store.save(small_graph("method:a"))
    store.save(small_graph("method:b"))
    assert sorted(store.graph) == ["method:b", "paper:p"]


def test_it_checks_as_the_databases_do() -> None:
    """A graph that no database would take is refused here as well, and nothing is kept."""
    store = MemoryStore()
    with pytest.raises(StoreError, match="Robot"):
        store.save(small_graph("robot:r", label="Robot"))
    assert len(store.graph) == 0


def test_it_speaks_no_cypher() -> None:
    """Reading is refused with what to do instead, writing by the gate."""
    store = MemoryStore()
    with pytest.raises(StoreError, match="speaks no Cypher"):
        store.run("MATCH (n) RETURN n")
    with pytest.raises(QueryError, match="DELETE"):
        store.run("MATCH (n) DELETE n")
