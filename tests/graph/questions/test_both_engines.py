"""The same rows in the same order from both engines, over a graph made up at random."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.names import NameIndex
from graph.questions import QUESTIONS, ask
from graph.stores import open_store
from tests.graph.random_graph import random_graph
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
        entities = sorted(n for n, t in graph.nodes(data="type") if t != "Paper")
        answered = dict.fromkeys(QUESTIONS, 0)
        for name, question in QUESTIONS.items():
            if question.arguments == ("X",):
                asked = [[node] for node in (*entities[::2], "paper:3")]
            elif name == "path":
                asked = [[entities[n], entities[-1 - 3 * n]] for n in range(5)]
            else:
                asked = [[]]
            for args in asked:
                for generic in (False, True):
                    one = ask(embedded, name, args, names=names, generic=generic)
                    other = ask(server, name, args, names=names, generic=generic)
                    assert one == other, (name, args)
                    answered[name] += len(one.rows)
        assert min(answered.values()) > 5, answered
