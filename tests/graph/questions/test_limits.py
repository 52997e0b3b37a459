"""How many rows an answer has, and how many there are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from graph.names import NameIndex
from graph.questions import QUESTIONS, ask
from graph.questions.asking import ALL
from graph.questions.most_connected import (
    NOTHING_KNOWN,
    MostConnected,
    count_most_connected,
    read_most_connected,
    write_most_connected,
)
from graph.stores import Store, open_store
from schemas import AtlasError, UsageError
from tests.graph.random_graph import random_graph


@pytest.fixture(scope="module")
def graph() -> nx.MultiDiGraph:
    """A graph made up at random, with ties and doubled names."""
    return random_graph(7)


@pytest.fixture(scope="module")
def store(graph: nx.MultiDiGraph, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """That graph in a Ladybug file."""
    with open_store(tmp_path_factory.mktemp("limits") / "a.lbug") as opened:
        opened.save(graph)
        yield opened


def test_the_first_rows_and_how_many_there_are(store: Store, graph: nx.MultiDiGraph) -> None:
    """With a limit stand the first rows of all, and the total is that of all."""
    names = NameIndex.of_graph(graph)
    cut = dict.fromkeys(QUESTIONS, 0)
    for name, question in QUESTIONS.items():
        if question.arguments not in (("X",), ("BENCHMARK",)):
            continue
        for node in sorted(n for n, t in graph.nodes(data="type") if t not in ("Paper", "Result")):
            for generic in (False, True):
                every = ask(store, name, [node], names=names, generic=generic, limit=ALL)
                assert every.total == len(every.rows)
                for limit in (1, 2, 5):
                    some = ask(store, name, [node], names=names, generic=generic, limit=limit)
                    assert (some.rows, some.total) == (every.rows[:limit], every.total), node
                    cut[name] += some.total > limit
    asked = [n for n, q in QUESTIONS.items() if q.arguments in (("X",), ("BENCHMARK",))]
    assert all(cut[name] for name in asked if name != "introduces"), cut


def test_a_hundred_rows_unless_said(tmp_path: Path) -> None:
    """What many papers mention is listed in part, with the number of all."""
    graph = random_graph(3, papers=130, entities=8)  # each paper mentions every entity
    names = NameIndex.of_graph(graph)
    node = min(n for n, t in graph.nodes(data="type") if t not in ("Paper", "Result"))
    with open_store(tmp_path / "a.lbug") as store:
        store.save(graph)
        usual = ask(store, "mentions", [node], names=names)
        every = ask(store, "mentions", [node], names=names, limit=ALL)
    assert (len(usual.rows), usual.total, len(every.rows)) == (100, 130, 130)
    assert usual.rows == every.rows[:100]


def test_all_of_a_type(store: Store, graph: nx.MultiDiGraph) -> None:
    """``top`` without a limit lists every node of the type that has an edge."""
    rows = ask(store, "top", ["Task"], names=NameIndex.of_graph(graph), generic=True, limit=ALL)
    tasks = [n for n, t in graph.nodes(data="type") if t == "Task" and graph.degree(n)]
    assert len(rows.rows) == rows.total == len(tasks)


def test_a_limit_below_nothing_is_refused(store: Store, graph: nx.MultiDiGraph) -> None:
    """The message says what may be given."""
    with pytest.raises(UsageError, match="a limit of -1 rows is below 0"):
        ask(store, "top", names=NameIndex.of_graph(graph), limit=-1)


def test_what_is_known_beforehand_changes_no_answer(store: Store, graph: nx.MultiDiGraph) -> None:
    """For each type, all types and every number: the same as when all nodes are counted."""
    known = count_most_connected(graph)
    names = NameIndex.of_graph(graph)
    assert any(known.fewest_papers(t, limit=1, generic=True) > 1 for t in store.terms().types)
    for labels in ([], *([label] for label in store.terms().types)):
        for generic in (False, True):
            for limit in (ALL, *range(1, 15)):
                told, untold = (
                    ask(
                        store,
                        "top",
                        labels,
                        names=names,
                        generic=generic,
                        limit=limit,
                        most_connected=most,
                    )
                    for most in (known, NOTHING_KNOWN)
                )
                assert told == untold, (labels, generic, limit)


def test_the_most_connected_may_stand_in_many_papers(tmp_path: Path) -> None:
    """In more than a byte can count, and the first of another type in few."""
    graph = random_graph(3, papers=300, entities=8)
    rare = next(n for n, t in sorted(graph.nodes(data="type")) if t == "Task")
    for node in graph:
        if "aliases" in graph.nodes[node]:
            graph.nodes[node]["papers"] = 2 if node == rare else 300
    names, known = NameIndex.of_graph(graph), count_most_connected(graph)
    with open_store(tmp_path / "a.lbug") as store:
        store.save(graph)
        told, untold = (
            ask(store, "top", names=names, limit=1, most_connected=most)
            for most in (known, NOTHING_KNOWN)
        )
    assert told.rows == untold.rows
    assert len(told.rows) > 1


def test_it_is_written_and_read(graph: nx.MultiDiGraph, tmp_path: Path) -> None:
    """What comes back is what was counted; the same graph gives the same bytes."""
    write_most_connected(graph, tmp_path)
    first = (tmp_path / "most_connected.json").read_bytes()
    assert read_most_connected(tmp_path) == count_most_connected(graph)
    write_most_connected(graph, tmp_path)
    assert (tmp_path / "most_connected.json").read_bytes() == first


def test_where_it_was_not_written_nothing_is_known(tmp_path: Path) -> None:
    """An older atlas is asked without it; a damaged file is said."""
    assert read_most_connected(tmp_path) == MostConnected()
    for damaged in ("", "[]", '{"all": {"Task": ["x"]}, "named": {}}'):
        (tmp_path / "most_connected.json").write_text(damaged, encoding="utf-8")
        with pytest.raises(AtlasError, match=r"most_connected\.json is damaged"):
            read_most_connected(tmp_path)
