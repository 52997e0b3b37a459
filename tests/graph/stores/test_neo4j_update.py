"""A change that goes into Neo4j: beside what others put there, cut, and two at once."""

from __future__ import annotations

from collections.abc import Iterator

import neo4j
import pytest

from graph.change import ChangedEdge, EdgeKey, GraphChange, difference
from graph.stores import Store, neo4j_loading, open_store
from schemas import StoreError
from tests.graph.stores.contents import same_graph, small_graph, stored_graph
from tests.graph.stores.server_contents import rows_of

pytestmark = pytest.mark.neo4j

OLD = small_graph("x:a", "x:b", "x:c", "x:d")
NEW = small_graph("x:c", "x:b", "x:e", paper="q")
CHANGE = difference(OLD, NEW, before="old", after="new")


@pytest.fixture
def store(raw: neo4j.Driver, neo4j_url: str) -> Iterator[Store]:
    """A store on that server."""
    with open_store(neo4j_url) as opened:
        yield opened


def test_a_cut_change_is_completed_by_a_save(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever a change stops, the server takes no other until a graph is saved again."""
    monkeypatch.setattr(neo4j_loading, "BATCH", 2)
    for stop in range(1, len(CHANGE) + 1, 3):
        store.save(OLD, fingerprint="old")

        def cut(what: str, done: int, total: int | None, stop: int = stop) -> None:
            if done >= stop:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            store.update(CHANGE, progress=cut)
        assert not store.update(CHANGE)
        assert not store.update(difference(NEW, OLD, before="new", after="old"))
        store.save(NEW, fingerprint="new")
        assert same_graph(stored_graph(store), NEW)
        assert store.update(difference(NEW, OLD, before="new", after="old"))
        assert same_graph(stored_graph(store), OLD)


def test_a_cut_save_leaves_no_fingerprint(store: Store) -> None:
    """A graph of which a part was loaded is called neither what it was nor what it shall be."""
    store.save(OLD, fingerprint="old")

    def cut(what: str, done: int, total: int | None) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.save(NEW, fingerprint="new", progress=cut)
    assert not store.update(CHANGE)
    assert not store.update(difference(NEW, OLD, before="new", after="old"))


def test_two_that_write_at_once_leave_no_fingerprint(store: Store, neo4j_url: str) -> None:
    """What they left may be of both, so it is called nothing, also while one is not done."""
    with open_store(neo4j_url) as other:

        def saves(what: str, done: int, total: int | None) -> None:
            other.save(NEW, fingerprint="new")

        store.save(OLD, fingerprint="old")
        assert store.update(CHANGE, progress=saves)
        assert not store.update(difference(NEW, OLD, before="new", after="old"))

        def changes(what: str, done: int, total: int | None) -> None:
            assert not other.update(CHANGE)

        store.save(OLD, fingerprint="old")
        assert store.update(CHANGE, progress=changes)
        assert store.update(difference(NEW, OLD, before="new", after="old"))


def test_foreign_nodes_and_edges_are_not_touched(store: Store, raw: neo4j.Driver) -> None:
    """What others wrote stays, also on a node of ours that changes its label."""
    store.save(OLD, fingerprint="old")
    raw.execute_query(
        "MATCH (a:PaperAtlas {id: 'x:b'}) "
        "CREATE (:Foreign:Method {id: 'x:a', name: 'theirs'})-[:READS]->(a) SET a.rank = 7 "
        "CREATE (:Foreign:Paper {id: 'paper:p'})-[:MENTIONS {paper: 'p'}]->(a)"
    )
    foreign = (
        "MATCH (n:Foreign)-[r]->(m) RETURN elementId(n), properties(n), elementId(r), "
        "properties(r), m.id, m.rank, elementId(m) ORDER BY elementId(n)"
    )
    before = rows_of(raw, foreign)
    assert len(before) == 2
    new = NEW.copy()
    new.nodes["x:b"]["type"] = "Task"
    assert store.update(difference(OLD, new, before="old", after="new"))
    assert rows_of(raw, foreign) == before
    assert same_graph(stored_graph(store), new)


def test_only_a_graph_with_a_fingerprint_leaves_a_note(store: Store, raw: neo4j.Driver) -> None:
    """The note is one node, which goes when a graph without a fingerprint comes."""
    notes = "MATCH (n) WHERE NOT n:PaperAtlas RETURN labels(n), n.fingerprint"
    store.save(OLD, fingerprint="old")
    assert rows_of(raw, notes) == [[["PaperAtlasGraph"], "old"]]
    store.update(CHANGE)
    assert rows_of(raw, notes) == [[["PaperAtlasGraph"], "new"]]
    store.save(OLD)
    assert rows_of(raw, notes) == []


def test_an_edge_without_its_end_is_an_error(store: Store) -> None:
    """What does not fit is said, and the server takes no other change until a save."""
    store.save(OLD, fingerprint="old")
    key = EdgeKey("x:a", "Method", "USES", "x:none", "Method", "p")
    edge = ChangedEdge(key, OLD.edges["x:a", "x:b", "USES|p"])
    bad = GraphChange(vocabulary=CHANGE.vocabulary, edges=(edge,), before="old", after="new")
    with pytest.raises(StoreError, match=r"does not fit .* USES edge"):
        store.update(bad)
    assert not store.update(CHANGE)


def test_read_only_refuses_a_change(neo4j_url: str) -> None:
    """A store opened for reading writes nothing."""
    with (
        open_store(neo4j_url, read_only=True) as store,
        pytest.raises(StoreError, match="for reading only"),
    ):
        store.update(CHANGE)
