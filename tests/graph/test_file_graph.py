"""The graph read from files is the graph that is read whole, and damage is named when met."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest

from graph import indexed_lines
from graph.file_graph import FileGraph
from graph.files import EDGES, NODES, PAPERS, RESULTS, read_graph, write_canonical
from graph.lines import write_models
from graph.pages import single_page, write_pages
from graph.pages.naming import listing
from graph.view import concept_view
from graph.vocabulary import vocabulary_of
from schemas import MENTIONS, PAPER_LABEL, RESULT_LABEL, AtlasError, Entity, Paper, Resolution
from tests.graph.crops import crop_graph, crop_resolution
from tests.graph.random_graph import random_graph
from tests.graph.sample import sample_graph, sample_resolution
from tests.graph.sample_results import result_graph, result_resolution
from tests.graph.sample_variants import variant_graph, variant_resolution

_WRITTEN = {
    "sample": (sample_resolution, sample_graph),
    "results": (result_resolution, result_graph),
    "variants": (variant_resolution, variant_graph),
    "crops": (crop_resolution, crop_graph),
}


@pytest.fixture(params=sorted(_WRITTEN))
def directory(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A directory with canonical files, of one of several made-up fields."""
    resolution, graph = _WRITTEN[request.param]
    write_canonical(resolution(), graph(), tmp_path)
    return tmp_path


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[Path]:
    """A directory with the canonical files of the sample."""
    write_canonical(sample_resolution(), sample_graph(), tmp_path)
    return tmp_path


def assert_equal(files: FileGraph, whole: nx.MultiDiGraph) -> None:
    """Sees that a graph read from files says what one that is read whole says."""
    assert list(files.nodes(data=True)) == list(whole.nodes(data=True))
    assert list(files.nodes(data="type")) == list(whole.nodes(data="type"))
    assert list(files.nodes(data="name")) == list(whole.nodes(data="name"))
    assert vocabulary_of(files) == vocabulary_of(whole)
    for node in whole:
        assert node in files
        assert dict(files.nodes[node]) == whole.nodes[node]
        assert files.nodes[node]["type"] == whole.nodes[node]["type"]
        assert files.nodes[node].get("colour", 7) == 7
        assert list(files.successors(node)) == list(whole.successors(node))
        assert list(files.predecessors(node)) == list(whole.predecessors(node))
        for data in (True, "type", "paper", "reason"):
            assert list(files.out_edges(node, data=data)) == list(whole.out_edges(node, data=data))
            assert list(files.in_edges(node, data=data)) == list(whole.in_edges(node, data=data))
    assert "nobody" not in files


def test_every_node_and_edge_is_that_of_the_whole_graph(directory: Path) -> None:
    """Nodes, edges and all attributes come in the same order as from the graph read whole."""
    with FileGraph(directory) as files:
        assert_equal(files, read_graph(directory))


def write_random(directory: Path, *, seed: int) -> None:
    """Writes the canonical files of a graph made up at random."""
    whole = random_graph(seed)
    write_canonical(Resolution(papers=[], entities=(), merges=()), whole, directory)
    with (directory / PAPERS).open("w", encoding="utf-8") as papers:
        for node, data in sorted(whole.nodes(data=True)):
            if data["type"] == PAPER_LABEL:
                paper = Paper(id=node.removeprefix("paper:"), title=data["name"], abstract="")
                papers.write(paper.model_dump_json() + "\n")
    write_models(
        directory / NODES,
        (Entity(**data) for _, data in sorted(whole.nodes(data=True)) if "aliases" in data),
    )


@pytest.mark.parametrize("seed", range(4))
def test_graphs_made_up_at_random(tmp_path: Path, seed: int) -> None:
    """With every kind of edge, several between two nodes, and names that sort in odd ways."""
    write_random(tmp_path, seed=seed)
    with FileGraph(tmp_path) as files:
        assert_equal(files, read_graph(tmp_path))


@pytest.mark.parametrize("size", [1, 300, 5000])
def test_edges_are_read_in_blocks_of_any_size(
    directory: Path, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where names are written with escapes and the last line has no break."""
    monkeypatch.setattr(indexed_lines, "_BLOCK", size)
    for name in (PAPERS, NODES, RESULTS, EDGES):
        path = directory / name
        lines = path.read_text(encoding="utf-8").splitlines()
        lines[::2] = [json.dumps(json.loads(line), separators=(",", ":")) for line in lines[::2]]
        path.write_text("\n".join(lines).replace("r-", r"r\u002d"), encoding="utf-8")
    with FileGraph(directory) as files:
        assert_equal(files, read_graph(directory))


def test_views_are_equal(directory: Path) -> None:
    """Whatever holds the graph, a node is seen in the same way."""
    whole = read_graph(directory)
    with FileGraph(directory) as files:
        assert listing(files) == listing(whole)
        for node, kind in whole.nodes(data="type"):
            if kind != RESULT_LABEL:
                assert concept_view(files, node, fill=9) == concept_view(whole, node, fill=9)


def test_pages_are_equal_byte_for_byte(directory: Path, tmp_path: Path) -> None:
    """Pages written from the files and from the graph read whole do not differ."""
    whole = read_graph(directory)
    one, other = tmp_path / "one", tmp_path / "other"
    write_pages(whole, one, pages="all")
    with FileGraph(directory) as files:
        written = write_pages(files, other, pages="all")
        for node in written.pages:
            assert single_page(files, node) == single_page(whole, node)
    assert _contents(one) == _contents(other)


def _contents(directory: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(directory)): path.read_bytes()
        for path in sorted(directory.rglob("*"))
        if path.is_file()
    }


def test_ids_of_any_characters(sample: Path) -> None:
    """Quotes, backslashes and letters of other scripts in an id are what they are."""
    odd = 'a"b\\c\n\u03c0\u2028\U0001f600'
    lines = (sample / PAPERS).read_bytes().splitlines(keepends=True)
    lines.append(Paper(id=odd, title='Of "odds"', abstract="").model_dump_json().encode() + b"\n")
    (sample / PAPERS).write_bytes(b"".join(lines))
    edges = (sample / EDGES).read_text("utf-8").splitlines(keepends=True)
    mention = next(line for line in edges if f'"type":"{MENTIONS}"' in line)
    head = mention.split('","type"')[0].removeprefix('{"head":"')
    written = Paper(id=f"paper:{odd}", title="", abstract="").model_dump_json()
    quoted = written.removeprefix('{"id":"').split('","title"')[0]
    edges.append(mention.replace(head, quoted))
    (sample / EDGES).write_text("".join(edges), "utf-8", newline="\n")
    with FileGraph(sample) as files:
        assert [*files.successors(f"paper:{odd}")]
        assert_equal(files, read_graph(sample))


def test_lines_written_otherwise_are_read_all_the_same(sample: Path) -> None:
    """Blanks in a line, as a person's own script may leave them, change nothing."""
    whole = read_graph(sample)
    for name in (PAPERS, NODES, EDGES):
        text = (sample / name).read_text("utf-8")
        (sample / name).write_text(text.replace('{"', '{ "'), "utf-8", newline="\n")
    with FileGraph(sample) as files:
        assert_equal(files, whole)


@pytest.mark.parametrize("file", [PAPERS, NODES, EDGES, RESULTS])
def test_a_missing_file(sample: Path, file: str) -> None:
    """The error is that of the graph read whole."""
    (sample / file).unlink()
    assert _complaint(sample) == _whole_complaint(sample)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        *((file, '{"', "{") for file in (PAPERS, NODES, EDGES)),
        *((file, "}", "") for file in (PAPERS, NODES, EDGES)),
        *((file, '"type":"', '"type":"X') for file in (NODES, EDGES)),
        (EDGES, '"head":"', '"head":"x'),
        (EDGES, '"tail":"', '"tail":"x'),
        (EDGES, '"confidence":', '"confidence":-'),
        (EDGES, '"sentence":', '"sentense":'),
        (NODES, '"papers":', '"papers":"x'),
        (NODES, '"generic":false', '"generic":3'),
        (PAPERS, '"title":', '"title":[],"was":'),
    ],
)
def test_damage_is_named_as_in_the_graph_read_whole(
    sample: Path, file: str, old: str, new: str
) -> None:
    """A damaged line is met with the same words, its file and its number."""
    lines = (sample / file).read_text("utf-8").splitlines(keepends=True)
    lines[1] = lines[1].replace(old, new, 1)
    (sample / file).write_text("".join(lines), "utf-8", newline="\n")
    expected = _whole_complaint(sample)
    assert f"{file}:2: " in expected
    assert _complaint(sample) == expected


def _complaint(directory: Path) -> str:
    with pytest.raises(AtlasError) as raised, FileGraph(directory) as files:
        for node, data in files.nodes(data=True):
            assert dict(data)
            for _, _, attributes in files.out_edges(node, data=True):
                assert dict(attributes)
    return str(raised.value)


def _whole_complaint(directory: Path) -> str:
    with pytest.raises(AtlasError) as raised:
        read_graph(directory)
    return str(raised.value)


def test_an_empty_atlas(tmp_path: Path) -> None:
    """Files without a line are a graph without a node."""
    resolution = Resolution(papers=[], entities=(), merges=())
    write_canonical(resolution, nx.MultiDiGraph(), tmp_path)
    with FileGraph(tmp_path) as files:
        assert list(files.nodes(data=True)) == []
        assert files.connections() == {}
        assert write_pages(files, tmp_path / "pages").concepts == 0


def test_it_may_be_read_when_its_atlas_has_moved_on(sample: Path) -> None:
    """Files that are removed under a reader are read to the end."""
    whole = read_graph(sample)
    with FileGraph(sample) as files:
        for path in sample.iterdir():
            path.unlink()
        assert_equal(files, whole)
    assert any(kind == PAPER_LABEL for _, kind in whole.nodes(data="type"))
