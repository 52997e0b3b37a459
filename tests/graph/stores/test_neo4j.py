from __future__ import annotations

import logging
import threading
import traceback
from collections.abc import Iterator
from typing import Any

import neo4j
import networkx as nx
import pytest

import graph.stores.neo4j as neo4j_store
from graph.stores import Store, neo4j_loading, open_store
from schemas import QueryError, StoreError
from tests.graph.sample_results import HOSTILE_WORDS, result_graph
from tests.graph.sample_variants import variant_graph
from tests.graph.stores.contents import (
    TIES_ROWS,
    TIES_STATEMENT,
    same_graph,
    small_graph,
    stored_graph,
)
from tests.neo4j_server import Login, free_port

pytestmark = pytest.mark.neo4j

FOREIGN = "PaperAtlasTestForeign"


@pytest.fixture
def raw(neo4j_login: Login) -> Iterator[neo4j.Driver]:
    """A driver of the test's own; what it leaves behind is removed."""
    url, user, password = neo4j_login
    with neo4j.GraphDatabase.driver(url, auth=(user, password)) as driver:
        yield driver
        driver.execute_query(f"MATCH (n:{FOREIGN}) DETACH DELETE n")


@pytest.fixture
def store(neo4j_url: str) -> Iterator[Store]:
    """A store that logs in with the environment's credentials."""
    with open_store(neo4j_url) as opened:
        yield opened


def rows(driver: neo4j.Driver, statement: str, **parameters: Any) -> list[list[Any]]:
    """What a statement answers, past our store."""
    return [record.values() for record in driver.execute_query(statement, parameters).records]


def test_what_is_saved_is_read_back(neo4j_sample: Store, sample: nx.MultiDiGraph) -> None:
    """Every node, edge and property, with nulls and lists as they were."""
    assert same_graph(stored_graph(neo4j_sample), sample)


def test_saving_again_changes_nothing(
    store: Store, raw: neo4j.Driver, sample: nx.MultiDiGraph
) -> None:
    """A second load leaves the very same nodes and edges, none doubled."""
    everything = (
        "MATCH (n:PaperAtlas) OPTIONAL MATCH (n)-[r]->() "
        "RETURN elementId(n), elementId(r) ORDER BY elementId(n), elementId(r)"
    )
    store.save(sample)
    before = rows(raw, everything)
    store.save(sample)
    assert rows(raw, everything) == before


def test_constraints_and_indexes_are_there(store: Store, raw: neo4j.Driver) -> None:
    """The id is unique under our label, and names and ids have indexes under each type."""
    store.save(small_graph("method:a"))
    constraints = rows(raw, "SHOW CONSTRAINTS YIELD labelsOrTypes, properties, type")
    assert [["PaperAtlas"], ["id"], "UNIQUENESS"] in constraints
    indexes = rows(raw, "SHOW INDEXES YIELD labelsOrTypes, properties, state")
    for label in ("Paper", "Method", "Model", "Benchmark", "Dataset", "Task", "Metric"):
        assert [[label], ["name"], "ONLINE"] in indexes
        assert [[label], ["id"], "ONLINE"] in indexes


def test_what_is_gone_is_removed(store: Store) -> None:
    """Nodes and edges that the graph no longer holds go, in whichever way they changed."""
    store.save(small_graph("method:a", "method:b", "method:c"))
    last = small_graph("method:c", "method:a", paper="q")
    store.save(last)
    assert same_graph(stored_graph(store), last)


def test_a_node_that_changed_its_label_keeps_nothing_of_the_old(
    store: Store, raw: neo4j.Driver
) -> None:
    """The old label and the properties that only it had are removed."""
    store.save(small_graph("x:a", label="Method"))
    last = small_graph("x:a", label="Benchmark")
    last.nodes["paper:p"].update(year=2024, url="https://example.org")
    store.save(last)
    assert same_graph(stored_graph(store), last)
    [[labels]] = rows(raw, "MATCH (n:PaperAtlas {id: 'x:a'}) RETURN labels(n)")
    assert sorted(labels) == ["Benchmark", "PaperAtlas"]


def test_foreign_nodes_and_edges_are_not_touched(store: Store, raw: neo4j.Driver) -> None:
    """What others wrote stays, even with our labels, our types and our ids."""
    store.save(small_graph("method:a", "method:b"))
    raw.execute_query(
        f"MATCH (a:PaperAtlas {{id: 'method:a'}}) "
        f"CREATE (x:{FOREIGN}:Method {{id: 'method:a', name: 'theirs'}}) "
        f"CREATE (y:{FOREIGN}:Paper {{id: 'paper:p'}})-[:MENTIONS {{paper: 'p'}}]->(x) "
        f"CREATE (y)-[:READS]->(a), (a)-[:USES {{mine: true}}]->(x)"
    )
    raw.execute_query(
        "MATCH (a:PaperAtlas {id: 'method:a'}), (b:PaperAtlas {id: 'method:b'}) "
        "SET a.rank = 7 CREATE (a)-[:LIKES]->(b)"
    )
    foreign = (
        f"MATCH (n:{FOREIGN}) OPTIONAL MATCH (n)-[r]-(m) "
        "RETURN elementId(n), properties(n), elementId(r), properties(r), m.id "
        "ORDER BY elementId(n), elementId(r)"
    )
    before = rows(raw, foreign)
    store.save(small_graph("method:a", "method:b", "method:c", paper="q"))
    assert rows(raw, foreign) == before
    assert rows(raw, "MATCH (a:PaperAtlas)-[:LIKES]->(:PaperAtlas) RETURN a.id, a.rank") == [
        ["method:a", 7]
    ]
    store.save(nx.MultiDiGraph())
    assert rows(raw, "MATCH (n:PaperAtlas) RETURN count(n)") == [[0]]
    assert rows(raw, f"MATCH (n:{FOREIGN}) RETURN count(n)") == [[2]]


def test_a_cut_load_is_completed_by_the_next(
    store: Store, sample: nx.MultiDiGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever a load stops, a rerun leaves the graph whole and nothing doubled."""
    monkeypatch.setattr(neo4j_loading, "BATCH", 4)
    total = sample.number_of_nodes() + sample.number_of_edges()
    for stop in range(4, total, 9):
        store.save(small_graph("method:old", "method:gripnet"))

        def cut(what: str, done: int, total: int, stop: int = stop) -> None:
            if done >= stop:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            store.save(sample, progress=cut)
        store.save(sample)
        assert same_graph(stored_graph(store), sample)


def test_two_loads_at_once_leave_one_graph(
    neo4j_url: str, sample: nx.MultiDiGraph, store: Store
) -> None:
    """Loads that block each other are retried; no edge is written twice."""
    store.save(nx.MultiDiGraph())
    failures: list[BaseException] = []

    def load() -> None:
        try:
            with open_store(neo4j_url) as mine:
                mine.save(sample)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=load) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert same_graph(stored_graph(store), sample)
    count = store.run("MATCH ()-[r]->() WHERE r.paper IS NOT NULL RETURN count(r) AS n")
    assert count == [{"n": sample.number_of_edges()}]


def test_a_load_waits_for_locks_and_is_retried(store: Store, raw: neo4j.Driver) -> None:
    """The driver retries what is transient, and a lock that another holds is waited for."""
    graph = small_graph("method:a", "method:b")
    store.save(graph)
    tries = []

    def unlucky_once(transaction: neo4j.ManagedTransaction) -> None:
        tries.append(1)
        if len(tries) == 1:
            raise neo4j.exceptions.TransientError("made up")
        transaction.run("RETURN 1").consume()

    with raw.session() as session:
        session.execute_write(unlucky_once)  # the driver's promise that save relies on
    assert len(tries) == 2
    with raw.session() as session, session.begin_transaction() as other:
        other.run("MATCH (n:PaperAtlas {id: 'method:b'}) SET n.held = true").consume()
        waiting = threading.Thread(target=store.save, args=(graph,))
        waiting.start()
        waiting.join(0.5)
        assert waiting.is_alive()  # it waits for the lock that we hold
        other.rollback()
        waiting.join(60)
    assert not waiting.is_alive()
    assert same_graph(stored_graph(store), graph)


def test_hostile_text_is_only_text(store: Store) -> None:
    """Ids, names and sentences made of Cypher come back whole and do nothing."""
    hostile = "x'}) DETACH DELETE n // \" ` \\ {} $p \n\t \u2028 \U0001f600 */"
    graph = small_graph(f"method:{hostile}", "method:b", paper=hostile)
    graph.nodes["method:b"].update(name=hostile, aliases=[hostile, ""])
    store.save(graph)
    assert same_graph(stored_graph(store), graph)


def test_an_unreachable_server_is_one_line() -> None:
    """The message says where, at once, and asks the right question."""
    port = free_port()
    with pytest.raises(StoreError) as caught:
        open_store(f"bolt://127.0.0.1:{port}", user="neo4j", password="secret-of-mine")
    message = str(caught.value)
    assert message.startswith(f"cannot reach Neo4j at bolt://127.0.0.1:{port}: is it running?")
    assert "\n" not in message


def test_a_wrong_password_is_one_line_without_it(
    neo4j_login: Login, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """Neither message, chain, log nor screen holds the password."""
    caplog.set_level(logging.DEBUG)
    wrong = "-".join(("wrong", "secret", "of", "mine"))  # a traceback shows our source as well
    with pytest.raises(StoreError, match="refuses the login") as caught:
        open_store(neo4j_login.url, user=neo4j_login.user, password=wrong)
    chain = "".join(traceback.format_exception(caught.value))
    shown = chain + caplog.text + "".join(capfd.readouterr())
    assert wrong not in shown
    assert "\n" not in str(caught.value)


def test_no_login_where_one_is_needed_is_one_line(
    neo4j_login: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that wants a login and gets none says so."""
    monkeypatch.delenv("NEO4J_USERNAME", raising=False)
    monkeypatch.delenv("NEO4J_PASSWORD", raising=False)
    with pytest.raises(StoreError, match="refuses the login"):
        open_store(neo4j_login.url)


def test_the_server_itself_refuses_to_write(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Past the gate stands a transaction that may only read."""
    monkeypatch.setattr(neo4j_store, "check_reading", lambda statement: None)
    with pytest.raises(QueryError, match=r"(?i)writ.* read access mode"):
        store.run(f"CREATE (:{FOREIGN})")


def test_read_only_refuses_to_save(neo4j_url: str) -> None:
    """A store opened for reading writes nothing."""
    with (
        open_store(neo4j_url, read_only=True) as store,
        pytest.raises(StoreError, match="for reading only"),
    ):
        store.save(nx.MultiDiGraph())


@pytest.mark.parametrize(
    ("statement", "parameters", "message"),
    [
        ("MATCH (n RETURN n", {}, "Invalid input"),
        ("MATCH (n) WHERE n.id = $x RETURN n", {}, "x"),
        ("MATCH (n) RETURN n.id AS a, n.name AS a", {}, "same name"),
        ("RETURN $x AS x", {"x": object()}, "object"),
        ("RETURN $x AS x", {"x": 2**70}, r"."),
        ("RETURN 1 / 0 AS x", {}, "by zero"),
    ],
)
def test_a_statement_that_does_not_run_is_one_line(
    store: Store, statement: str, parameters: dict[str, object], message: str
) -> None:
    """What the server says becomes a QueryError of a single line."""
    with pytest.raises(QueryError, match=message) as caught:
        store.run(statement, parameters)
    assert "\n" not in str(caught.value)


def test_unknown_labels_are_silent(
    store: Store, capfd: pytest.CaptureFixture[str], recwarn: pytest.WarningsRecorder
) -> None:
    """The server's notifications reach no screen."""
    assert store.run("MATCH (n:NoSuchLabel) RETURN n.nothing AS x, id(n) AS y") == []
    assert "".join(capfd.readouterr()) == ""
    assert not recwarn.list


def test_values_are_plain(store: Store) -> None:
    """Dates, times and durations come as text."""
    [row] = store.run("RETURN date('2024-05-01') AS d, duration('P1D') AS e, [time('10:00Z')] AS t")
    assert row == {"d": "2024-05-01", "e": "P1D", "t": ["10:00:00.000000000+00:00"]}


def test_results_are_read_back(store: Store) -> None:
    """Numbers, nulls and hostile words of results come back as they were, and go again."""
    graph = result_graph()
    store.save(graph)
    store.save(graph)
    assert same_graph(stored_graph(store), graph)
    words = store.run(
        "MATCH (r:Result) WHERE r.subject_words IS NOT NULL "
        "RETURN r.subject_words AS words, r.number AS number"
    )
    assert words == [{"words": HOSTILE_WORDS, "number": None}]
    store.save(small_graph("method:a"))
    assert store.run("MATCH (r:Result:PaperAtlas) RETURN r.id AS id") == []


def test_ties_between_names_are_read_back(store: Store, raw: neo4j.Driver) -> None:
    """They come as they were; loaded again, changed by hand or doubled, they are the same."""
    graph = variant_graph()
    ties = "MATCH ()-[r:VARIANT_OF]->() RETURN elementId(r) AS id ORDER BY id"
    store.save(graph)
    before = rows(raw, ties)
    store.save(graph)
    assert rows(raw, ties) == before
    raw.execute_query("MATCH ()-[r:VARIANT_OF]->() SET r.paper = 'v1', r.reason = 'made up'")
    raw.execute_query("MATCH (a)-[r:VARIANT_OF]->(b) CREATE (a)-[:VARIANT_OF {reason: 'x'}]->(b)")
    store.save(graph)
    assert len(rows(raw, ties)) == len(before) == 2
    assert same_graph(stored_graph(store), graph)
    assert store.run(TIES_STATEMENT) == TIES_ROWS


def test_ties_that_are_gone_are_removed(store: Store) -> None:
    """A tie whose ends stay goes alone, one whose end goes goes with it; turned, it is another."""
    store.save(variant_graph())
    turned = variant_graph()
    turned.remove_edge("model:gpt-4o", "model:gpt-4", "VARIANT_OF")
    turned.add_edge("model:gpt-4", "model:gpt-4o", "VARIANT_OF", type="VARIANT_OF", reason="size")
    turned.remove_node("model:llama-2")
    store.save(turned)
    assert same_graph(stored_graph(store), turned)


def test_an_answer_without_rows_has_its_columns(store: Store) -> None:
    """The columns come with the rows, and the rows are a list."""
    rows = store.run("MATCH (n:NoSuchLabel) RETURN n.id AS id, n.name AS name")
    assert (rows, rows.columns) == ([], ("id", "name"))
