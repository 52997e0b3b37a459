"""Stores that hold the sample graph, one of each engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest

from graph.names import NameIndex
from graph.stores import Store, open_store
from tests.graph.sample import sample_graph
from tests.graph.sample_results import result_graph
from tests.neo4j_server import Login


@pytest.fixture(scope="session")
def sample() -> nx.MultiDiGraph:
    """The sample graph, not to be changed."""
    return nx.freeze(sample_graph())


@pytest.fixture(scope="session")
def sample_names(sample: nx.MultiDiGraph) -> NameIndex:
    """The names in the sample graph."""
    return NameIndex.of_graph(sample)


@pytest.fixture(scope="module")
def ladybug_sample(
    sample: nx.MultiDiGraph, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    """The sample graph in a Ladybug file."""
    path: Path = tmp_path_factory.mktemp("ladybug") / "sample.lbug"
    with open_store(path) as store:
        store.save(sample)
        yield store


@pytest.fixture(scope="module")
def ladybug_results(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The graph of made-up results in a Ladybug file."""
    path: Path = tmp_path_factory.mktemp("ladybug") / "results.lbug"
    with open_store(path) as store:
        store.save(result_graph())
        yield store


@pytest.fixture(scope="module")
def neo4j_sample(sample: nx.MultiDiGraph, neo4j_login: Login) -> Iterator[Store]:
    """The sample graph in a Neo4j server."""
    url, user, password = neo4j_login
    with open_store(url, user=user, password=password) as store:
        store.save(sample)
        yield store
