from __future__ import annotations

import itertools
import tempfile
from collections.abc import Iterator
from pathlib import Path

import neo4j
import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.change import ChangedEdge, ChangedNode, EdgeKey, GraphChange, NodeKey, difference
from graph.stores import Store, open_store
from graph.stores.memory import MemoryStore
from schemas import StoreError
from tests.graph.crops import crop_graph
from tests.graph.stores.contents import same_graph, small_graph, stored_graph
from tests.graph.stores.drawn_graphs import drawn_graphs

SEQUENCES = st.lists(drawn_graphs(), min_size=2, max_size=4)
DERANDOMISED = settings(
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def content(store: Store) -> nx.MultiDiGraph:
    """What a store holds."""
    return store.graph if isinstance(store, MemoryStore) else stored_graph(store)


def follow(store: Store, graphs: list[nx.MultiDiGraph]) -> None:
    """Save the first graph and change it into each of the others, looking at each."""
    store.save(graphs[0], fingerprint="0")
    for number, (old, new) in enumerate(itertools.pairwise(graphs)):
        change = difference(old, new, before=str(number), after=str(number + 1))
        assert store.update(change)
        assert same_graph(content(store), new)


@given(SEQUENCES)
@settings(DERANDOMISED, max_examples=100)
def test_memory_holds_what_a_save_would_leave(graphs: list[nx.MultiDiGraph]) -> None:
    """Whatever the graphs, the change from one to the next leads from one to the next."""
    follow(MemoryStore(), graphs)


@given(SEQUENCES, st.sampled_from([0, 1 << 20]))
@settings(DERANDOMISED, max_examples=15)
def test_ladybug_holds_what_a_save_would_leave(
    graphs: list[nx.MultiDiGraph], log_limit: int
) -> None:
    """The same, with a log that is folded in at once and with one that stays."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "a.lbug"
        with open_store(path, log_limit=log_limit) as store:
            follow(store, graphs)
        with open_store(path, read_only=True) as reader:
            assert same_graph(stored_graph(reader), graphs[-1])


@pytest.mark.neo4j
@given(SEQUENCES)
@settings(DERANDOMISED, max_examples=10)
def test_neo4j_holds_what_a_save_would_leave(
    neo4j_url: str, raw: neo4j.Driver, graphs: list[nx.MultiDiGraph]
) -> None:
    """The same, and each node bears the label of its type alone."""
    with open_store(neo4j_url) as store:
        follow(store, graphs)
    labels = raw.execute_query("MATCH (n:PaperAtlas) RETURN n.type, labels(n)").records
    assert all(sorted(found) == sorted(["PaperAtlas", label]) for label, found in labels)


@pytest.fixture(params=["memory", "ladybug", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A store of each kind, that holds nothing."""
    url = {"memory": "memory:", "ladybug": str(tmp_path / "a.lbug")}.get(request.param)
    if url is None:
        request.getfixturevalue("raw")
        url = request.getfixturevalue("neo4j_url")
    with open_store(url) as opened:
        yield opened


OLD = small_graph("method:a", "method:b")
NEW = small_graph("method:b", "method:c", paper="q")


def test_only_the_graph_before_is_changed(store: Store) -> None:
    """A store that never was saved into, or holds another graph, takes nothing and says so."""
    change = difference(OLD, NEW, before="old", after="new")
    assert not store.update(change)
    store.save(OLD, fingerprint="another")
    assert not store.update(change)
    store.save(OLD)
    assert not store.update(change)
    assert same_graph(content(store), OLD)
    store.save(OLD, fingerprint="old")
    assert store.update(change)
    assert not store.update(change)
    assert same_graph(content(store), NEW)


def test_a_graph_without_a_fingerprint_is_not_changed(store: Store) -> None:
    """What has no name is not taken for another that has none."""
    store.save(OLD)
    assert not store.update(difference(OLD, NEW))
    store.save(OLD, fingerprint="old")
    assert store.update(difference(OLD, NEW, before="old"))
    assert not store.update(difference(NEW, OLD))
    assert same_graph(content(store), NEW)


def test_a_graph_of_another_vocabulary_is_not_changed(store: Store) -> None:
    """A change of the crops does not go into a graph of papers on AI."""
    store.save(OLD, fingerprint="old")
    crops = crop_graph()
    assert not store.update(difference(crops, crops, before="old", after="new"))
    assert same_graph(content(store), OLD)
    store.save(crops, fingerprint="crops")
    fewer = crops.copy()
    fewer.remove_node(sorted(fewer)[0])
    assert store.update(difference(crops, fewer, before="crops", after="fewer"))
    assert same_graph(content(store), fewer)


def test_a_change_of_nothing_gives_another_name(store: Store) -> None:
    """The graph stays, under what it is called now."""
    store.save(OLD, fingerprint="1")
    assert store.update(difference(OLD, OLD, before="1", after="quote ' and \\ and \\'"))
    assert not store.update(difference(OLD, NEW, before="1", after="2"))
    assert store.update(difference(OLD, NEW, before="quote ' and \\ and \\'", after="2"))
    assert same_graph(content(store), NEW)


def test_pairs_of_labels_that_were_not_joined_before(store: Store) -> None:
    """A type of edge may come to join what it has joined nowhere so far."""
    store.save(OLD, fingerprint="old")
    new = OLD.copy()
    metric = {**OLD.nodes["method:a"], "id": "metric:m", "type": "Metric", "name": "m"}
    new.add_node("metric:m", **metric)
    for head, tail in (("metric:m", "method:a"), ("method:a", "metric:m")):
        new.add_edge(head, tail, "USES|p", **OLD.edges["method:a", "method:b", "USES|p"])
    assert store.update(difference(OLD, new, before="old", after="new"))
    assert same_graph(content(store), new)


def test_a_node_changes_its_label(store: Store) -> None:
    """It is gone and new, and its edges with it; nothing of the old label is left."""
    store.save(OLD, fingerprint="old")
    new = OLD.copy()
    new.nodes["method:a"]["type"] = "Benchmark"
    change = difference(OLD, new, before="old", after="new")
    assert (len(change.gone_nodes), len(change.nodes)) == (1, 1)
    assert (len(change.gone_edges), len(change.edges)) == (2, 2)
    assert store.update(change)
    assert same_graph(content(store), new)


def test_a_node_keeps_the_edges_that_do_not_change(store: Store) -> None:
    """Properties are set where they are: the change names no edge, and all are there."""
    store.save(OLD, fingerprint="old")
    new = OLD.copy()
    new.nodes["method:a"].update(papers=7, aliases=["alias"], first_year=None)
    new.nodes["paper:p"].update(year=2024, venue="MADEUP")
    change = difference(OLD, new, before="old", after="new")
    assert (len(change.nodes), len(change)) == (2, 2)
    assert store.update(change)
    assert store.update(difference(new, OLD, before="new", after="old"))
    assert same_graph(content(store), OLD)


def _with(**parts: object) -> GraphChange:
    """A good change to the old graph, and something bad beside it."""
    good = difference(OLD, NEW, before="old", after="new")
    return GraphChange(**{**vars(good), **parts})  # type: ignore[arg-type]


_NODE = {**OLD.nodes["method:a"], "id": "zzz", "name": "z"}
_EDGE = dict(OLD.edges["method:a", "method:b", "USES|p"])


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (_with(nodes=(ChangedNode(NodeKey("zzz", "Robot"), _NODE | {"type": "Robot"}),)), "Robot"),
        (_with(nodes=(ChangedNode(NodeKey("zzz", "Task"), _NODE),)), "its key says 'Task'"),
        (_with(nodes=(ChangedNode(NodeKey("z", "Method"), _NODE),)), "carries the id 'zzz'"),
        (
            _with(nodes=(ChangedNode(NodeKey("zzz", "Method"), {"id": "zzz", "type": "Method"}),)),
            "has no 'name'",
        ),
        (_with(nodes=2 * (ChangedNode(NodeKey("zzz", "Method"), _NODE),)), "names 'zzz' twice"),
        (_with(gone_nodes=(NodeKey("method:a", "Robot"),)), "Robot"),
        (_with(gone_nodes=2 * (NodeKey("method:a", "Method"),)), "twice"),
        (_with(gone_edges=(EdgeKey("a", "Method", "LIKES", "b", "Method", "p"),)), "LIKES"),
        (
            _with(
                edges=(
                    ChangedEdge(
                        EdgeKey("method:b", "Method", "USES", "paper:q", "Paper", "p"), _EDGE
                    ),
                )
            ),
            "USES cannot lead from Method to Paper",
        ),
        (
            _with(
                edges=(
                    ChangedEdge(
                        EdgeKey("method:b", "Method", "USES", "method:c", "Method", "x"), _EDGE
                    ),
                )
            ),
            "its key says 'x'",
        ),
        (
            _with(
                edges=2
                * (
                    ChangedEdge(
                        EdgeKey("method:b", "Method", "USES", "method:c", "Method", "p"), _EDGE
                    ),
                )
            ),
            "two USES",
        ),
    ],
)
def test_what_breaks_the_vocabulary_is_refused(
    store: Store, bad: GraphChange, message: str
) -> None:
    """A row that no save would take is an error, and nothing is changed."""
    store.save(OLD, fingerprint="old")
    with pytest.raises(StoreError, match=message):
        store.update(bad)
    assert same_graph(content(store), OLD)
    assert store.update(_with())


_HANGING = ChangedEdge(EdgeKey("method:b", "Method", "USES", "method:x", "Method", "p"), _EDGE)


@pytest.mark.parametrize("store", ["memory", "ladybug"], indirect=True)
@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (_with(edges=(_HANGING,)), "method:x"),
        (_with(gone_nodes=(NodeKey("method:x", "Method"),)), "holds no Method 'method:x'"),
        (_with(gone_nodes=(NodeKey("method:a", "Task"),)), "holds no Task 'method:a'"),
        (_with(gone_edges=(*_with().gone_edges, _HANGING.key)), "method:x"),
        (_with(gone_edges=()), "method:a|paper:p|connected edges"),
    ],
    ids=["no end", "no node", "other label", "no edge", "edges left"],
)
def test_what_does_not_fit_leaves_an_embedded_store_as_it_was(
    store: Store, bad: GraphChange, message: str
) -> None:
    """Half of it is written when the misfit is found, and all of that is taken back."""
    store.save(OLD, fingerprint="old")
    with pytest.raises(StoreError, match=message) as caught:
        store.update(bad)
    assert "\n" not in str(caught.value)
    assert same_graph(content(store), OLD)
    assert store.update(_with())
    assert same_graph(content(store), NEW)


@pytest.mark.parametrize("what", ["nodes", "edges"])
def test_an_interrupted_change_is_taken_back(tmp_path: Path, what: str) -> None:
    """An error in the middle leaves an embedded store and its directory as they were."""

    def stop(now: str, done: int, total: int | None) -> None:
        if now == what:
            raise KeyboardInterrupt

    with open_store(tmp_path / "a.lbug") as store:
        store.save(OLD, fingerprint="old")
        with pytest.raises(KeyboardInterrupt):
            store.update(_with(), progress=stop)
        assert same_graph(content(store), OLD)
        assert [f.name for f in tmp_path.iterdir()] == ["a.lbug"]
        assert store.update(_with())


def test_text_that_no_file_can_hold_is_taken_back(tmp_path: Path) -> None:
    """Half a surrogate pair is refused, and the old graph stays."""
    bad = ChangedNode(NodeKey("zzz", "Method"), _NODE | {"name": "half of a pair: \ud800"})
    with open_store(tmp_path / "a.lbug") as store:
        store.save(OLD, fingerprint="old")
        with pytest.raises(StoreError, match="cannot write"):
            store.update(_with(nodes=(*_with().nodes, bad)))
        assert same_graph(content(store), OLD)


def test_read_only_refuses_a_change(tmp_path: Path) -> None:
    """A store opened for reading writes nothing."""
    with open_store(tmp_path / "a.lbug") as store:
        store.save(OLD, fingerprint="old")
    with (
        open_store(tmp_path / "a.lbug", read_only=True) as reader,
        pytest.raises(StoreError, match="for reading only"),
    ):
        reader.update(_with())


def test_what_is_written_is_told(store: Store) -> None:
    """The last report says that all is written."""
    reports: list[tuple[str, int, int | None]] = []
    change = difference(OLD, NEW, before="old", after="new")
    store.save(OLD, fingerprint="old")
    store.update(change, progress=lambda *report: reports.append(report))
    assert reports[-1][1:] == (len(change), len(change))
    assert [done for _, done, _ in reports] == sorted(done for _, done, _ in reports)
