"""The same rows in the same order from both engines, over a graph made up at random."""

from __future__ import annotations

import itertools
import os
from pathlib import Path

import neo4j
import pytest

from graph.names import NameIndex
from graph.questions import QUESTIONS, ask
from graph.stores import open_store
from schemas import UnknownNameError
from tests.graph.random_graph import random_graph
from tests.graph.sample import sample_graph
from tests.graph.sample_results import result_graph
from tests.graph.sample_variants import variant_graph
from tests.graph.stores.contents import same_graph, stored_graph

pytestmark = [pytest.mark.neo4j, pytest.mark.slow]


def test_a_random_graph(tmp_path: Path, neo4j_url: str) -> None:
    """Doubled names, letters beyond ASCII, nulls and ties: all that could sort differently."""
    graph = random_graph(1)
    names = NameIndex.of_graph(graph)
    with open_store(tmp_path / "a.lbug") as embedded, open_store(neo4j_url) as server:
        for store in (embedded, server):
            store.save(graph)
            assert same_graph(stored_graph(store), graph)
        entities = sorted(n for n, t in graph.nodes(data="type") if t not in ("Paper", "Result"))
        answered = dict.fromkeys(QUESTIONS, 0)
        for name, question in QUESTIONS.items():
            if question.arguments in (("X",), ("BENCHMARK",)):
                asked = [[node] for node in (*entities[::2], "paper:3")]
            elif name == "path":
                asked = [[entities[n], entities[-1 - 3 * n]] for n in range(5)]
            else:
                asked = [[]]
            for args in asked:
                for generic, limit in ((False, None), (True, None), (False, 2)):
                    one, other = (
                        ask(store, name, args, names=names, generic=generic, limit=limit)
                        for store in (embedded, server)
                    )
                    assert one == other, (name, args)
                    answered[name] += len(one.rows)
        assert min(answered.values()) > 5, answered


def test_leaderboards(tmp_path: Path, neo4j_url: str) -> None:
    """Ranks, words, hostile words and nulls are the same on both engines."""
    graph = result_graph()
    names = NameIndex.of_graph(graph)
    with open_store(tmp_path / "a.lbug") as embedded, open_store(neo4j_url) as server:
        for store in (embedded, server):
            store.save(graph)
        for node in sorted(n for n, t in graph.nodes(data="type") if t != "Result"):
            one = ask(embedded, "leaderboard", [node], names=names)
            assert ask(server, "leaderboard", [node], names=names) == one
        assert len(ask(server, "leaderboard", ["libero"], names=names).rows) == 9
        assert len(NameIndex.of_store(server)) == len(NameIndex.of_store(embedded)) == len(names)


def test_ties_between_names(tmp_path: Path, neo4j_url: str) -> None:
    """Every named question has an answer beside edges without a paper, the same on both."""
    graph = variant_graph()
    names = NameIndex.of_graph(graph)
    nodes = sorted(n for n, kind in graph.nodes(data="type") if kind != "Result")
    with open_store(tmp_path / "a.lbug") as embedded, open_store(neo4j_url) as server:
        for store in (embedded, server):
            store.save(graph)
        for name, question in QUESTIONS.items():
            if name == "path":
                asked = list(map(list, itertools.permutations(nodes, 2)))
            else:
                asked = [[node] for node in nodes] if question.arguments[0] != "[TYPE]" else [[]]
            for args in asked:
                one = ask(embedded, name, args, names=names)
                assert ask(server, name, args, names=names) == one, (name, args)


_FOREIGN = """
MATCH (ours:PaperAtlas:Model {id: 'model:gpt-4'})
CREATE (ford:Model {id: 'model:ford', name: 'Ford T', aliases: ['T'], generic: false}),
       (ford)-[:USES {paper: 'x', confidence: 1.0}]->(:Engine {name: 'V8', made_by: 'a test'}),
       (ford)-[:USES {paper: 'x', confidence: 1.0}]->(ours),
       (car:Car {name: 'Beetle', type: 'Method', id: 'car', made_by: 'a test'}),
       (car)-[:OUTPERFORMS {paper: 'x'}]->(ours),
       (cars:Paper {id: 'paper:x', name: 'Cars', made_by: 'a test'}),
       (cars)-[:MENTIONS {paper: 'x', count: 1}]->(ours),
       (ours)-[:DRIVES]->(ford)
SET ford.papers = 9, ford.made_by = 'a test'
"""


def test_what_others_keep_on_the_server_changes_no_answer(tmp_path: Path, neo4j_url: str) -> None:
    """Foreign nodes and edges, some under our labels and types, are in no row and no name."""
    graph = sample_graph()
    names = NameIndex.of_graph(graph)
    login = (os.environ["NEO4J_USERNAME"], os.environ["NEO4J_PASSWORD"])
    with (
        open_store(tmp_path / "a.lbug") as embedded,
        open_store(neo4j_url) as server,
        neo4j.GraphDatabase.driver(neo4j_url, auth=login) as driver,
    ):
        for store in (embedded, server):
            store.save(graph)
        try:
            driver.execute_query(_FOREIGN)
            with pytest.raises(UnknownNameError):
                NameIndex.of_store(server).find("Ford T")
            for name, args in (
                ("top", []),
                ("outperforms", ["GPT-4"]),
                ("mentions", ["GPT-4"]),
                ("uses", ["PlanBot"]),
                ("path", ["LIBERO", "KitchenQA"]),
                ("leaderboard", ["LIBERO"]),
            ):
                one = ask(embedded, name, args, names=names)
                assert ask(server, name, args, names=names) == one, name
        finally:
            driver.execute_query("MATCH (n {made_by: 'a test'}) DETACH DELETE n")
