"""The Python API: open an atlas, ask it, look up and draw."""

from __future__ import annotations

import shutil
from pathlib import Path

import networkx as nx
import pytest

from graph.atlas import Atlas, edge_counts, node_counts
from graph.directory import NAMES
from graph.name_file import NameFile, write_names
from graph.names import NameIndex
from schemas import AmbiguousNameError, AtlasError, QueryError, UnknownNameError
from tests.graph.sample import HOSTILE, sample_graph
from tests.graph.sample_atlas import write_sample_atlas


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The atlas of three made-up papers; only read from."""
    return write_sample_atlas(tmp_path_factory.mktemp("api") / "atlas", pages="none")


def test_the_graph_is_the_one_that_was_built(directory: Path) -> None:
    """Nodes, edges and attributes are equal, and it is read once."""
    with Atlas.open(directory) as atlas:
        assert nx.utils.graphs_equal(atlas.nx, sample_graph())
        assert atlas.nx is atlas.nx


def test_a_path_may_be_a_string(directory: Path) -> None:
    """Both ways of naming the directory open it."""
    with Atlas.open(str(directory)) as atlas:
        assert atlas.nx.number_of_nodes() == sample_graph().number_of_nodes()


def test_cypher_gives_a_list_of_dicts(directory: Path) -> None:
    """Parameters come as a mapping, as keywords, or both."""
    with Atlas.open(directory) as atlas:
        rows = atlas.cypher(
            "MATCH (p:Paper) WHERE p.year >= $first AND p.year <= $last "
            "RETURN p.name AS title, p.venue AS venue ORDER BY p.year DESC",
            {"first": 2024},
            last=2025,
        )
    assert rows == [
        {"title": HOSTILE, "venue": None},
        {"title": "GripNet: Grasping with Little Data", "venue": "MADEUP"},
    ]


def test_cypher_only_reads(directory: Path) -> None:
    """A statement that writes is refused and changes nothing."""
    with Atlas.open(directory) as atlas:
        with pytest.raises(QueryError, match="SET"):
            atlas.cypher("MATCH (n:Paper) SET n.name = 'x'")
        assert atlas.cypher("MATCH (n:Paper) WHERE n.name = 'x' RETURN n.id") == []


def test_ask_answers_a_named_question(directory: Path) -> None:
    """Columns and rows of the question, the name found without regard to hyphens."""
    with Atlas.open(directory) as atlas:
        answer = atlas.ask("evaluated-on", "metaworld")
    assert answer.rows
    assert all(set(row) == set(answer.columns) for row in answer.rows)
    assert any("PlanBot" in row.values() for row in answer.rows)


def test_node_is_a_view(directory: Path) -> None:
    """By name, alias or id, with facts and their sentences."""
    with Atlas.open(directory) as atlas:
        view = atlas.node("BC")
        assert view.node.name == "behavior cloning"
        assert atlas.node(view.node.id) == view
        assert {f.relation for f in view.facts} >= {"OUTPERFORMS", "MENTIONS"}


def test_page_is_one_document_of_its_own(directory: Path) -> None:
    """It names the concept, and a hostile title is text in it."""
    with Atlas.open(directory) as atlas:
        page = atlas.page("PlanBot")
    assert page.startswith("<!doctype html>")
    assert "PlanBot" in page
    assert "<img src=x" not in page


@pytest.mark.parametrize("look", [Atlas.node, Atlas.page])
def test_an_unknown_name_offers_the_nearest(directory: Path, look) -> None:  # type: ignore[no-untyped-def]
    """Looking up and drawing fail alike."""
    with Atlas.open(directory) as atlas, pytest.raises(UnknownNameError, match="LIBERO"):
        look(atlas, "LIBERRO")


def test_an_ambiguous_name_lists_the_ids(directory: Path, tmp_path: Path) -> None:
    """Two nodes of one name are asked for by id."""
    copy = Path(shutil.copytree(directory / ".current" / "", tmp_path / "copy"))
    lines = (copy / "nodes.jsonl").read_text(encoding="utf-8").splitlines()
    (libero,) = (line for line in lines if line.startswith('{"id":"benchmark:libero",'))
    lines.append(libero.replace("benchmark:libero", "task:libero").replace("Benchmark", "Task"))
    (copy / "nodes.jsonl").write_text("".join(f"{line}\n" for line in sorted(lines)), "utf-8")
    write_names(copy)
    with (
        Atlas.open(copy) as atlas,
        pytest.raises(AmbiguousNameError, match="benchmark:libero, task:libero"),
    ):
        atlas.node("LIBERO")


def test_names_are_the_same_from_the_file_and_from_the_graph(
    directory: Path, tmp_path: Path
) -> None:
    """With the file of names the graph is not read for them; without it, it is."""
    copy = Path(shutil.copytree(directory / ".current" / "", tmp_path / "copy"))
    write_names(copy)
    with Atlas.open(copy) as quick:
        assert isinstance(quick.names, NameFile)
        assert quick.ask("uses", "plan-bot").rows
        assert "nx" not in vars(quick)
        found = {name: quick.names.find(name) for name in ("plan-bot", "BC", "p3", "LIBERO")}
    (copy / NAMES).unlink()
    with Atlas.open(copy) as slow:
        assert isinstance(slow.names, NameIndex)
        assert {name: slow.names.find(name) for name in found} == found


def test_a_limit_cuts_the_rows(directory: Path) -> None:
    """The first rows, and how many there are."""
    with Atlas.open(directory) as atlas:
        every = atlas.ask("mentions", "GPT-4", limit=0)
        first = atlas.ask("mentions", "GPT-4", limit=1)
    assert first.rows == every.rows[:1]
    assert first.total == every.total == len(every.rows) == 2


def test_closing_twice_and_asking_again(directory: Path) -> None:
    """The database is opened when it is asked, and again after it was closed."""
    atlas = Atlas.open(directory)
    atlas.close()
    statement = "MATCH (p:Paper) RETURN count(*) AS n"
    assert atlas.cypher(statement) == [{"n": 3}]
    atlas.close()
    atlas.close()
    assert atlas.cypher(statement) == [{"n": 3}]
    atlas.close()


def test_many_may_be_open_at_once(directory: Path) -> None:
    """Readers do not lock each other out."""
    atlases = [Atlas.open(directory) for _ in range(20)]
    answers = [a.cypher("MATCH (p:Paper) RETURN count(*) AS n") for a in atlases]
    for atlas in atlases:
        atlas.close()
    assert answers == [[{"n": 3}]] * 20


def test_there_must_be_an_atlas(tmp_path: Path) -> None:
    """A missing directory, and one that is none."""
    with pytest.raises(AtlasError, match="none"):
        Atlas.open(tmp_path / "none")
    with pytest.raises(AtlasError):
        Atlas.open(tmp_path)


def test_counts_by_type() -> None:
    """Sorted by type, nothing that is not there."""
    graph = sample_graph()
    nodes, edges = node_counts(graph), edge_counts(graph)
    assert list(nodes) == sorted(nodes)
    assert nodes["Paper"] == 3
    assert sum(nodes.values()) == graph.number_of_nodes()
    assert edges["INTRODUCES"] == 2
    assert sum(edges.values()) == graph.number_of_edges()
    assert node_counts(nx.MultiDiGraph()) == {}
