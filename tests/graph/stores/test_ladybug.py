from __future__ import annotations

import contextlib
from pathlib import Path

import ladybug
import networkx as nx
import pytest

from graph.stores import Store, open_store
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


def test_what_is_saved_is_read_back(ladybug_sample: Store, sample: nx.MultiDiGraph) -> None:
    """Every node, edge and property, with nulls and lists as they were."""
    assert same_graph(stored_graph(ladybug_sample), sample)


def test_saving_replaces_what_was_there(tmp_path: Path) -> None:
    """The file holds what was saved last; saving it again changes nothing."""
    with open_store(tmp_path / "a.lbug") as store:
        store.save(small_graph("method:a", "method:b"))
        assert len(store.run("MATCH (n:Method) RETURN n")) == 2
        last = small_graph("method:b", "method:c", paper="q")
        for _ in range(2):
            store.save(last)
            assert same_graph(stored_graph(store), last)
    assert [f.name for f in tmp_path.iterdir()] == ["a.lbug"]


def test_an_empty_graph_has_every_label_and_type(tmp_path: Path) -> None:
    """Labels and types that nothing bears answer nothing, in any combination."""
    with open_store(tmp_path / "a.lbug") as store:
        store.save(nx.MultiDiGraph())
        for statement in (
            "MATCH (a:Paper)-[r:MENTIONS]->(b:Metric) RETURN r.count AS x, b.first_year AS y",
            "MATCH (a:Task)-[r:PART_OF]->(b:Paper) RETURN r, b.year AS y",
            "MATCH (a:Metric)-[r:TRAINED_ON|USES]-(b:Task) RETURN r.sentence AS x",
            "MATCH (a) RETURN a.year AS x, a.aliases AS y",
        ):
            assert store.run(statement) == []


def test_hostile_text_is_only_text(tmp_path: Path) -> None:
    """Names and sentences made of Cypher, quotes and control characters come back whole."""
    hostile = "x'}) DETACH DELETE n // \" ` \\ {} $p \n\t \u2028 \U0001f600 */"
    graph = small_graph("method:a", "method:b")
    graph.nodes["method:a"].update(name=hostile, aliases=[hostile, ""])
    graph.edges["method:a", "method:b", "USES|p"]["sentence"] = hostile
    with open_store(tmp_path / "a.lbug") as store:
        store.save(graph)
        assert same_graph(stored_graph(store), graph)
        found = store.run("MATCH (n) WHERE n.name = $n RETURN n.id AS id", {"n": hostile})
        assert found == [{"id": "method:a"}]


def test_text_that_no_file_can_hold_is_an_error(tmp_path: Path) -> None:
    """Half a surrogate pair is refused, and the old graph stays."""
    graph = small_graph("method:a")
    with open_store(tmp_path / "a.lbug") as store:
        store.save(graph)
        graph.nodes["method:a"]["name"] = "half of a pair: \ud800"
        with pytest.raises(StoreError, match="cannot write"):
            store.save(graph)
        assert store.run("MATCH (n:Method) RETURN n.name AS name") == [{"name": "method:a"}]


def test_many_may_read_at_once(tmp_path: Path) -> None:
    """More databases are open at once than the library's default lets be."""
    path = tmp_path / "a.lbug"
    with open_store(path) as store:
        store.save(small_graph("method:a"))
    with contextlib.ExitStack() as stack:
        readers = [stack.enter_context(open_store(path, read_only=True)) for _ in range(24)]
        for reader in readers:
            assert reader.run("MATCH (n) RETURN count(*) AS n") == [{"n": 2}]


def test_a_reader_keeps_what_it_opened(tmp_path: Path) -> None:
    """Saving blocks no reader, and a reader opened before sees the graph of before."""
    path = tmp_path / "a.lbug"
    with open_store(path) as writer:
        writer.save(small_graph("method:a"))
        with open_store(path, read_only=True) as reader:
            before = reader.run("MATCH (n) RETURN n.id AS id ORDER BY id")
            writer.save(small_graph("method:b", "method:c"))
            assert reader.run("MATCH (n) RETURN n.id AS id ORDER BY id") == before
        with open_store(path, read_only=True) as reader:
            assert len(reader.run("MATCH (n) RETURN n.id AS id")) == 3


def test_a_cut_save_leaves_the_old_graph(tmp_path: Path) -> None:
    """An error in the middle leaves the file as it was and nothing beside it."""
    old = small_graph("method:a")

    def stop(what: str, done: int, total: int) -> None:
        if what == "edges":
            raise KeyboardInterrupt

    with open_store(tmp_path / "a.lbug") as store:
        store.save(old)
        with pytest.raises(KeyboardInterrupt):
            store.save(small_graph("method:b", "method:c"), progress=stop)
        assert same_graph(stored_graph(store), old)
    assert [f.name for f in tmp_path.iterdir()] == ["a.lbug"]


def test_progress_ends_with_all(tmp_path: Path, sample: nx.MultiDiGraph) -> None:
    """The last report says that every row is written."""
    reports: list[tuple[str, int, int]] = []
    with open_store(tmp_path / "a.lbug") as store:
        store.save(sample, progress=lambda *report: reports.append(report))
    total = sample.number_of_nodes() + sample.number_of_edges()
    assert reports[-1] == ("edges", total, total)
    assert reports[0][0] == "nodes"


def test_there_must_be_a_file_to_read(tmp_path: Path) -> None:
    """Reading what was never saved is an error, at once where only reading was asked for."""
    with pytest.raises(StoreError, match="no database at"):
        open_store(tmp_path / "a.lbug", read_only=True)
    with pytest.raises(StoreError, match="no database at"):
        open_store(tmp_path / "a.lbug").run("MATCH (n) RETURN n")
    assert list(tmp_path.iterdir()) == []


def test_read_only_refuses_to_save(ladybug_sample: Store) -> None:
    """A store opened for reading writes nothing."""
    path = ladybug_sample.path  # type: ignore[attr-defined]
    with (
        open_store(path, read_only=True) as store,
        pytest.raises(StoreError, match="for reading only"),
    ):
        store.save(small_graph("method:a"))


@pytest.mark.parametrize(
    "content",
    [b"", b"x", b"not a database" * 1000, bytes(range(256)) * 80],
    ids=["empty", "a byte", "text", "bytes"],
)
def test_a_file_that_is_no_database_is_an_error(tmp_path: Path, content: bytes) -> None:
    """The message names the file and says what to do."""
    (tmp_path / "a.lbug").write_bytes(content)
    with pytest.raises(StoreError, match=r"a\.lbug is damaged .* build the atlas anew"):
        open_store(tmp_path / "a.lbug", read_only=True).run("MATCH (n) RETURN n.type AS type")


@pytest.mark.parametrize("kept", [100, 4096, 1 << 20, -4096])
def test_a_file_that_was_cut_is_an_error(ladybug_sample: Store, tmp_path: Path, kept: int) -> None:
    """Wherever it ends, the advice is the same."""
    whole = ladybug_sample.path.read_bytes()  # type: ignore[attr-defined]
    (tmp_path / "a.lbug").write_bytes(whole[:kept])
    with pytest.raises(StoreError, match="damaged or no atlas database; build the atlas anew"):
        open_store(tmp_path / "a.lbug", read_only=True).run("MATCH (n) RETURN n.name AS name")


def test_text_overwritten_in_the_file_is_an_error(ladybug_sample: Store, tmp_path: Path) -> None:
    """Bytes that are no text any more come as advice, not as the library's own error."""
    whole = ladybug_sample.path.read_bytes()  # type: ignore[attr-defined]
    broken = whole.replace(b"GripNet", b"\xff\xff\xff\xff\xff\xff\xff")
    assert broken != whole
    (tmp_path / "a.lbug").write_bytes(broken)
    with pytest.raises(StoreError, match="damaged or no atlas database; build the atlas anew"):
        open_store(tmp_path / "a.lbug", read_only=True).run("MATCH (n) RETURN n.name AS name")


def test_a_database_of_others_is_an_error(tmp_path: Path) -> None:
    """A whole database without our tables is no atlas; the message names the first."""
    database = ladybug.Database(tmp_path / "a.lbug", max_db_size=1 << 30)
    ladybug.Connection(database).execute("CREATE NODE TABLE Robot(id STRING PRIMARY KEY)")
    database.close()
    with pytest.raises(StoreError, match=r"build the atlas anew \(it has no table Paper\)"):
        open_store(tmp_path / "a.lbug", read_only=True).run("MATCH (n:Robot) RETURN n.id AS id")


def test_an_older_database_says_so(tmp_path: Path) -> None:
    """A database from before there were results is not called damaged, and asks for a build."""
    database = ladybug.Database(tmp_path / "a.lbug", max_db_size=1 << 30)
    connection = ladybug.Connection(database)
    for label in ("Paper", "Method", "Model", "Benchmark", "Dataset", "Task", "Metric"):
        connection.execute(f"CREATE NODE TABLE {label}(id STRING PRIMARY KEY)")
    database.close()
    older = r"is of an older version \(it has no table Result\); build the atlas anew"
    with pytest.raises(StoreError, match=older):
        open_store(tmp_path / "a.lbug", read_only=True).run("MATCH (n:Paper) RETURN n.id AS id")


def test_an_atlas_without_ties_says_that_it_is_older(tmp_path: Path) -> None:
    """A database that lacks but the table of ties between names asks for a build."""
    path = tmp_path / "a.lbug"
    with open_store(path) as store:
        store.save(small_graph("method:a", "method:b"))
    database = ladybug.Database(path, max_db_size=1 << 30)
    ladybug.Connection(database).execute("DROP TABLE VARIANT_OF")
    database.close()
    older = r"is of an older version \(it has no table VARIANT_OF\); build the atlas anew"
    with open_store(path, read_only=True) as store, pytest.raises(StoreError, match=older):
        store.run("MATCH (n:Paper) RETURN n.id AS id")


def test_ties_between_names_are_read_back(tmp_path: Path) -> None:
    """They have a type and a reason, and null for what only a paper's edges have."""
    graph = variant_graph()
    with open_store(tmp_path / "a.lbug") as store:
        store.save(graph)
        assert same_graph(stored_graph(store), graph)
        assert store.run(TIES_STATEMENT) == TIES_ROWS


def test_results_are_read_back(tmp_path: Path) -> None:
    """Numbers, nulls and hostile words of results come back as they were."""
    graph = result_graph()
    with open_store(tmp_path / "a.lbug") as store:
        store.save(graph)
        assert same_graph(stored_graph(store), graph)
        words = store.run(
            "MATCH (r:Result) WHERE r.subject_words IS NOT NULL "
            "RETURN r.subject_words AS words, r.number AS number"
        )
    assert words == [{"words": HOSTILE_WORDS, "number": None}]


def test_an_answer_without_rows_has_its_columns(ladybug_sample: Store) -> None:
    """The columns come with the rows, and the rows are a list."""
    rows = ladybug_sample.run("MATCH (n:Task) WHERE n.id = '' RETURN n.id AS id, n.name AS name")
    assert (rows, rows.columns) == ([], ("id", "name"))


def test_a_missing_directory_is_an_error(tmp_path: Path) -> None:
    """Saving into a directory that is not there says so and makes none."""
    with pytest.raises(StoreError, match=r"a\.lbug"):
        open_store(tmp_path / "none" / "a.lbug").save(small_graph("method:a"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("statement", "parameters", "message"),
    [
        ("MATCH (n:Robot) RETURN n", {}, "Robot"),
        ("MATCH (n RETURN n", {}, "Parser exception"),
        ("MATCH (n) WHERE n.id = $x RETURN n", {}, r"asks for \$x, which"),
        ("MATCH (n) RETURN n.id AS a, n.name AS a", {}, "a"),
        ("RETURN $x AS x", {"x": object()}, "object"),
        ("RETURN $x AS x", {"x": 2**70}, "int"),
        ("RETURN $x AS x", {"x": [1, "a"]}, "a"),
        ("RETURN $x AS x", {"x": "\ud800"}, "str"),
        ("RETURN '\ud800' AS x", {}, "incompatible"),
    ],
)
def test_a_statement_that_does_not_run_is_one_line(
    ladybug_sample: Store, statement: str, parameters: dict[str, object], message: str
) -> None:
    """What the engine says becomes a QueryError of a single line."""
    with pytest.raises(QueryError, match=message) as caught:
        ladybug_sample.run(statement, parameters)
    assert "\n" not in str(caught.value)


def test_a_path_is_nodes_and_edges(ladybug_sample: Store) -> None:
    """A path comes as plain lists of plain dicts."""
    row = ladybug_sample.run("MATCH p = (:Paper)-[:INTRODUCES]->(b) RETURN p ORDER BY b.id LIMIT 1")
    path = row[0]["p"]
    assert [node["type"] for node in path["nodes"]] == ["Paper", "Method"]
    assert path["edges"][0]["type"] == "INTRODUCES"
    assert not any(key.startswith("_") for node in path["nodes"] for key in node)


def test_closing_twice_and_going_on(tmp_path: Path) -> None:
    """A closed store opens again when asked, and may be closed again."""
    store = open_store(tmp_path / "a.lbug")
    store.save(small_graph("method:a"))
    for _ in range(2):
        assert len(store.run("MATCH (n) RETURN n")) == 2
        store.close()
        store.close()
