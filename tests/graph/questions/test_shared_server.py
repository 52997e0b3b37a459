"""The questions on a server that holds more than our graph."""

from __future__ import annotations

from collections.abc import Iterator

import neo4j
import networkx as nx
import pytest

from graph.names import NameIndex
from graph.questions import ask
from graph.stores import Store
from tests.graph.questions.test_asking import every_question
from tests.neo4j_server import Login

pytestmark = pytest.mark.neo4j

FOREIGN = [
    "CREATE (:Foreign:Model {id: 'engine:user', name: 'GPT-4', type: 'Model'})"
    "-[:USES {paper: 'p3', type: 'USES'}]->(:Foreign:Engine {id: 'engine:v8', name: 'V8'})",
    "CREATE (:Foreign:Model {id: 'model:gpt-4', name: 'GPT-4', type: 'Model', aliases: ['BC'], "
    "generic: false, papers: 9})-[:EVALUATED_ON {paper: 'q', type: 'EVALUATED_ON'}]->"
    "(:Foreign:Benchmark {id: 'benchmark:libero', name: 'LIBERO', type: 'Benchmark', "
    "generic: false, papers: 9})",
    "MATCH (g:PaperAtlas {id: 'model:gpt-4'}) CREATE (c:Foreign:Car {id: 'car:a', name: 'A', "
    "type: 'Car'}) CREATE (c)-[:OUTPERFORMS {paper: 'p3', type: 'OUTPERFORMS'}]->(g) "
    "CREATE (g)-[:DRIVES]->(c), (g)-[:USES {paper: 'p3', type: 'USES'}]->(c)",
    "MATCH (g:PaperAtlas {id: 'model:gpt-4'}), (l:PaperAtlas {id: 'benchmark:libero'}) "
    "CREATE (g)-[:DRIVES {paper: 'p3', type: 'DRIVES', sentence: 'x'}]->(l)",
    "MATCH (l:PaperAtlas {id: 'benchmark:libero'}), (m:PaperAtlas {id: 'model:gpt-4'}) "
    "CREATE (l)<-[:EVALUATED_ON]-(h:Foreign:Method {id: 'm:h', name: 'H', type: 'Method', "
    "generic: false})-[:USES]->(m)",
    "MATCH (g:PaperAtlas {id: 'model:gpt-4'}) CREATE (:Foreign:Paper {id: 'paper:x', name: 'X', "
    "type: 'Paper'})-[:MENTIONS {paper: 'x', count: 99}]->(g)",
]


@pytest.fixture
def shared(neo4j_sample: Store, neo4j_login: Login) -> Iterator[Store]:
    """The sample on a server where others keep nodes of our labels and edges of our types."""
    url, user, password = neo4j_login
    with neo4j.GraphDatabase.driver(url, auth=(user, password)) as driver:
        for statement in FOREIGN:
            assert driver.execute_query(statement).summary.counters.relationships_created
        yield neo4j_sample
        driver.execute_query("MATCH (n:Foreign) DETACH DELETE n")
        driver.execute_query("MATCH ()-[r:DRIVES]->() DELETE r")


def test_foreign_nodes_and_edges_are_in_no_answer(
    shared: Store, ladybug_sample: Store, sample: nx.MultiDiGraph, sample_names: NameIndex
) -> None:
    """Every question about every node gives the rows of the atlas's own database."""
    asked = [q for q in every_question(sample) if q[0] != "path"]
    asked += [("path", ["model:gpt-4", "benchmark:libero"]), ("path", ["p3", "GripNet"])]
    for question, args in asked:
        for generic in (False, True):
            one, other = (
                ask(store, question, args, names=sample_names, generic=generic)
                for store in (ladybug_sample, shared)
            )
            assert (one.columns, one.rows) == (other.columns, other.rows), (question, args)


def test_foreign_nodes_have_no_name_here(shared: Store, sample: nx.MultiDiGraph) -> None:
    """The index holds our nodes as the graph has them, and theirs not at all."""
    names, ours = NameIndex.of_store(shared), NameIndex.of_graph(sample)
    assert len(names) == len(sample)
    assert all(names[node] == ours[node] for node in sample)
    assert names.find("GPT-4") == "model:gpt-4"
    assert "car:a" not in names
