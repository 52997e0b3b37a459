"""Every store takes the labels and edge types of whatever vocabulary a graph has."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import neo4j
import networkx as nx
import pytest

from graph.names import NameIndex
from graph.questions import ask
from graph.stores import Store, neo4j_loading, open_store
from graph.stores.memory import MemoryStore
from graph.vocabulary import vocabulary_of
from schemas import RESEARCH, StoreError, Vocabulary
from tests.graph.crops import CROPS, KEYWORDS, crop_graph
from tests.graph.stores.contents import same_graph, small_graph, stored_graph
from tests.graph.stores.server_contents import SCHEMA, clear, rows_of

VOCABULARIES = pytest.mark.parametrize("vocabulary", [CROPS, KEYWORDS], ids=["crops", "keywords"])


@VOCABULARIES
def test_memory(vocabulary: Vocabulary) -> None:
    """The graph comes back with its vocabulary."""
    store = MemoryStore()
    store.save(crop_graph(vocabulary))
    assert nx.utils.graphs_equal(store.graph, crop_graph(vocabulary))
    assert store.terms() == (vocabulary.types, tuple(vocabulary.relations))


@VOCABULARIES
def test_ladybug(tmp_path: Path, vocabulary: Vocabulary) -> None:
    """Nodes and edges come back, and an opened file knows its types and relations."""
    graph = crop_graph(vocabulary)
    with open_store(tmp_path / "a.lbug") as store:
        store.save(graph)
        assert same_graph(stored_graph(store), graph)
    with open_store(tmp_path / "a.lbug", read_only=True) as store:
        assert store.terms() == (vocabulary.types, tuple(vocabulary.relations))
        _check_questions(store, graph)


def test_ladybug_keeps_nothing_of_the_vocabulary_before(tmp_path: Path) -> None:
    """Another vocabulary is another set of tables."""
    with open_store(tmp_path / "a.lbug") as store:
        store.save(small_graph("method:a", "method:b"))
        assert store.terms() == (RESEARCH.types, tuple(RESEARCH.relations))
        store.save(crop_graph())
        assert store.terms() == (CROPS.types, tuple(CROPS.relations))
        assert same_graph(stored_graph(store), crop_graph())


def test_a_graph_is_checked_against_its_own_vocabulary() -> None:
    """What another vocabulary allows is no label and no edge type here."""
    graph = crop_graph()
    graph.graph["vocabulary"] = KEYWORDS
    with pytest.raises(StoreError, match=r"'Crop'; known are Paper, Order, Group, Result"):
        MemoryStore().save(graph)
    graph = small_graph("pest:a", "pest:b", label="Pest")
    graph.graph["vocabulary"] = CROPS
    with pytest.raises(StoreError, match=r"a USES cannot lead .*TREATED_WITH, DAMAGES"):
        MemoryStore().save(graph)


def _check_questions(store: Store, graph: nx.MultiDiGraph) -> None:
    """The general questions, by rows known to be right."""
    names = NameIndex.of_store(store)
    assert len(names) == len(NameIndex.of_graph(graph)) == 5
    types, relations = vocabulary_of(graph).types, sorted(vocabulary_of(graph).relations)
    mentions = ask(store, "mentions", ["Leaf-Mite"], names=names).rows
    assert [row["paper"] for row in mentions] == ["c1", "c2"]
    introduces = ask(store, "introduces", ["neem wash"], names=names).rows
    assert [row["title"] for row in introduces] == ["Mites on Barley"]
    [step] = ask(store, "path", ["leaf mite", "barley"], names=names).rows
    assert step["edge"] == f"-[{relations[0]}]->"
    [board] = ask(store, "leaderboard", ["leaf mite"], names=names).rows
    assert (board["metric"], board["value"], board["subject"]) == ("removal", "40%", "neem wash")
    top = ask(store, "top", names=names).rows
    assert [row["type"] for row in top] == sorted((r["type"] for r in top), key=types.index)
    assert {row["name"] for row in top} == {"leaf mite", "barley", "neem wash"}
    of_one = ask(store, "top", [f"{types[1]}s".lower()], names=names).rows
    assert [row["name"] for row in of_one] == ["barley"]


_OURS = (
    "MATCH (n) WHERE n:PaperAtlas OR n:PaperAtlasVocabulary OPTIONAL MATCH (n)-[r]->(m) "
    "RETURN labels(n), properties(n), type(r), properties(r), m.id "
    "ORDER BY n.id, type(r), r.paper, m.id"
)


@pytest.fixture
def server(raw: neo4j.Driver, neo4j_url: str) -> Iterator[Store]:
    """A store on that server."""
    with open_store(neo4j_url) as opened:
        yield opened


@pytest.mark.neo4j
@VOCABULARIES
def test_neo4j(server: Store, neo4j_url: str, vocabulary: Vocabulary) -> None:
    """Nodes and edges come back, and a fresh reader learns the vocabulary from the server."""
    graph = crop_graph(vocabulary)
    server.save(graph)
    server.save(graph)
    assert same_graph(stored_graph(server), graph)
    with open_store(neo4j_url, read_only=True) as store:
        assert store.terms() == (vocabulary.types, tuple(sorted(vocabulary.relations)))
        _check_questions(store, graph)


@pytest.mark.neo4j
def test_neo4j_holds_the_shipped_vocabulary_as_ever(server: Store, raw: neo4j.Driver) -> None:
    """No node of its own, and an index on id and name of each label."""
    server.save(small_graph("method:a", "method:b"))
    assert server.terms() == (RESEARCH.types, tuple(RESEARCH.relations))
    assert rows_of(raw, "MATCH (n) WHERE NOT n:PaperAtlas RETURN n") == []
    ours = [name for name, *_ in rows_of(raw, SCHEMA) if name.startswith("paperatlas")]
    assert ours == sorted(
        ["paperatlas_id"]
        + [f"paperatlas_{n.lower()}_{p}" for n in RESEARCH.node_labels for p in ("id", "name")]
    )


@pytest.mark.neo4j
def test_neo4j_keeps_nothing_of_the_vocabulary_before(server: Store, raw: neo4j.Driver) -> None:
    """After several vocabularies everything is as if the last had been the first."""
    graphs = [small_graph("x:a", "x:b"), crop_graph(), crop_graph(KEYWORDS)]
    for last in graphs:
        clear(raw)
        server.save(last)
        fresh = rows_of(raw, _OURS), rows_of(raw, SCHEMA)
        for other in graphs:
            server.save(other)
            server.save(last)
            assert (rows_of(raw, _OURS), rows_of(raw, SCHEMA)) == fresh


@pytest.mark.neo4j
def test_neo4j_a_node_of_both_vocabularies_changes_its_label(
    server: Store, raw: neo4j.Driver
) -> None:
    """A node with the id of an old one bears the new label alone, and edges of old types go."""
    server.save(small_graph("x:a", "x:b"))
    graph = small_graph("x:a", label="Crop")
    graph.graph["vocabulary"] = CROPS
    graph.add_node("x:b", **{**graph.nodes["x:a"], "id": "x:b", "name": "x:b"})
    server.save(graph)
    assert rows_of(raw, "MATCH (n {id: 'x:a'}) RETURN labels(n)") in (
        [[["PaperAtlas", "Crop"]]],
        [[["Crop", "PaperAtlas"]]],
    )
    assert rows_of(raw, "MATCH ()-[r]->() RETURN DISTINCT type(r)") == [["MENTIONS"]]


@pytest.mark.neo4j
def test_neo4j_a_cut_change_is_completed_by_the_next(
    server: Store, raw: neo4j.Driver, neo4j_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever a change of vocabulary stops, the next load leaves its own graph alone."""
    monkeypatch.setattr(neo4j_loading, "BATCH", 2)
    old, new, last = small_graph("x:a", "x:b", "x:c"), crop_graph(), crop_graph(KEYWORDS)
    server.save(last)
    fresh = rows_of(raw, _OURS), rows_of(raw, SCHEMA)
    for stop in range(1, new.number_of_nodes() + new.number_of_edges(), 7):
        server.save(old)

        def cut(what: str, done: int, total: int | None, stop: int = stop) -> None:
            if done >= stop:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            server.save(new, progress=cut)
        with open_store(neo4j_url) as reader:
            assert set(reader.terms().types) == {*RESEARCH.types, *CROPS.types}
        server.save(last)
        assert (rows_of(raw, _OURS), rows_of(raw, SCHEMA)) == fresh


@pytest.mark.neo4j
def test_neo4j_edges_of_others_are_in_no_answer(server: Store, raw: neo4j.Driver) -> None:
    """What others wrote between our nodes and around them is not ours, nor is it touched."""
    graph = crop_graph()
    server.save(graph)
    raw.execute_query(
        "MATCH (a:PaperAtlas {id: 'pest:leaf-mite'}), (b:PaperAtlas {id: 'treatment:neem-wash'}) "
        "CREATE (a)-[:USES {paper: 'c1', type: 'USES', sentence: 'x'}]->(b), "
        "(b)-[:LIKES]->(:Foreign:Crop {id: 'crop:x', name: 'X', type: 'Crop', generic: false})"
        "-[:DAMAGES {paper: 'c1', type: 'DAMAGES'}]->(a)"
    )
    names = NameIndex.of_store(server)
    _check_questions(server, graph)
    steps = ask(server, "path", ["leaf mite", "neem wash"], names=names).rows
    assert all("USES" not in step["edge"] for step in steps)
    server.save(graph)
    foreign = "MATCH ()-[r:USES|LIKES]->() RETURN type(r) ORDER BY type(r)"
    assert rows_of(raw, foreign) == [["LIKES"], ["USES"]]


@pytest.mark.neo4j
def test_neo4j_a_broken_vocabulary_is_one_line(server: Store, raw: neo4j.Driver) -> None:
    """A node that is ours by its label and holds something else makes no label."""
    raw.execute_query("CREATE (:PaperAtlasVocabulary {json: $j})", j='{"types": ["A` B"]}')
    with pytest.raises(StoreError, match="PaperAtlasVocabulary keeps no vocabulary") as caught:
        server.terms()
    assert "\n" not in str(caught.value)
    with pytest.raises(StoreError, match="keeps no vocabulary"):
        server.save(crop_graph())
