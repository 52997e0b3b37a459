"""What is kept of the edges of a version says what reading them says, or is not used."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from graph import file_graph
from graph.directory import ENDS
from graph.ends_file import AmendedEdges
from graph.file_graph import FileGraph
from graph.files import EDGES, NODES, read_graph
from graph.sorted_lines import SortedLines
from tests.graph.test_file_graph import assert_equal, write_random

_Damage = Callable[[Path], None]


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A version of which the ends are kept."""
    directory = tmp_path / "former"
    directory.mkdir()
    write_random(directory, seed=2)
    with FileGraph(directory) as graph:
        graph.keep_ends()
    return directory


def test_what_is_kept_is_what_is_read(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The graph is the same, and nobody goes over the edges for it."""
    monkeypatch.delattr(file_graph, "read_ends")
    with FileGraph(kept) as graph:
        assert_equal(graph, read_graph(kept))
        graph.keep_ends()
    first = (kept / ENDS).read_bytes()
    with FileGraph(kept) as graph:
        graph.keep_ends()
    assert (kept / ENDS).read_bytes() == first


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-3])


def _emptied(path: Path) -> None:
    path.write_bytes(b"")


def _strange(path: Path) -> None:
    path.write_bytes(b"no array at all")


def _other(path: Path, place: int, change: Callable[[np.ndarray], object]) -> None:
    with path.open("rb") as file:
        arrays = [np.load(file) for _ in range(5)]
    change(arrays[place])
    with path.open("wb") as file:
        for array in arrays:
            np.save(file, array)


def _other_nodes(path: Path) -> None:
    _other(path, 0, lambda nodes: nodes.fill(7))


def _other_lines(path: Path) -> None:
    _other(path, 1, lambda begins: begins[1:3].sort(kind="stable") or begins[2:3].fill(0))


def _other_ends(path: Path) -> None:
    _other(path, 2, lambda heads: heads[:1].fill(10_000))


def _other_types(path: Path) -> None:
    _other(path, 3, lambda types: types[:1].fill(-1))


@pytest.mark.parametrize(
    "damage", [_cut, _emptied, _strange, _other_nodes, _other_lines, _other_ends, _other_types]
)
def test_what_is_damaged_is_not_used(kept: Path, damage: _Damage) -> None:
    """The edges are read in its place."""
    damage(kept / ENDS)
    with FileGraph(kept) as graph:
        assert_equal(graph, read_graph(kept))


def test_what_is_kept_of_other_edges_is_not_used(kept: Path) -> None:
    """A file of another length is another file."""
    lines = (kept / EDGES).read_bytes().splitlines(keepends=True)
    (kept / EDGES).write_bytes(b"".join(lines[2:]))
    with FileGraph(kept) as graph:
        assert_equal(graph, read_graph(kept))


@pytest.mark.parametrize("seed", range(12))
def test_ends_are_amended(
    kept: Path, tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever lines and nodes go and come, first and last ones among them."""
    rng = random.Random(seed)
    version = tmp_path / "version"
    shutil.copytree(kept, version)
    (version / ENDS).unlink()
    nodes, gone_lines, new_nodes, gone_nodes = _other_graph(kept, rng)
    (version / NODES).write_bytes(nodes)
    with SortedLines(kept / EDGES, by=("head", "type", "tail", "paper")) as lines:
        splices = lines.replaced(gone_lines, version / EDGES)
    change = AmendedEdges(kept, splices, gone=gone_nodes, new=new_nodes)
    with monkeypatch.context() as unread:
        unread.delattr(file_graph, "read_ends")
        graph = FileGraph(version, amended=change)
    with graph:
        assert_equal(graph, read_graph(version))
        graph.keep_ends()
    amended = (version / ENDS).read_bytes()
    (version / ENDS).unlink()
    with FileGraph(version) as graph:
        graph.keep_ends()
    assert (version / ENDS).read_bytes() == amended


def _other_graph(
    kept: Path, rng: random.Random
) -> tuple[bytes, dict[tuple[str, ...], bytes], set[str], set[str]]:
    """Lines of nodes, edges by what they replace, and the nodes that come and go."""
    graph = read_graph(kept)
    entities = sorted(n for n, data in graph.nodes(data=True) if "aliases" in data)
    gone = set(rng.sample(entities, 3))
    lines = {line.split(b'"')[3].decode(): line for line in _lines(kept / NODES)}
    some = lines[next(n for n in entities if n not in gone)]
    new = {"benchmark:!first", "task:zzz", "model:m\u00e9dium"} - lines.keys()
    for key in new:
        lines[key] = some.replace(some.split(b'"')[3], key.encode(), 1)
    for key in gone:
        del lines[key]
    edges: dict[tuple[str, ...], bytes] = {}
    for head, tail, data in graph.edges(data=True):
        place = (head, data["type"], tail, data.get("paper", ""))
        if {head, tail} & gone or rng.random() < 0.1:
            edges[place] = b""
    some = next(line for line in _lines(kept / EDGES) if b'"type":"USES"' in line)
    rest = some[some.index(b',"sentence"') :]
    for head, tail in zip(sorted(new), [*sorted(new)[1:], "model:zz"], strict=True):
        if tail in new:
            start = f'{{"head":"{head}","type":"USES","tail":"{tail}","paper":"p"'
            edges[head, "USES", tail, "p"] = start.encode() + rest
    return b"".join(lines[key] for key in sorted(lines)), edges, new, gone


def _lines(path: Path) -> list[bytes]:
    return path.read_bytes().splitlines(keepends=True)


def test_without_the_former_ends_edges_are_read(kept: Path) -> None:
    """A version that was made before ends were kept is amended all the same."""
    (kept / ENDS).unlink()
    change = AmendedEdges(kept, [], gone=set(), new=set())
    with FileGraph(kept, amended=change) as graph:
        assert_equal(graph, read_graph(kept))
