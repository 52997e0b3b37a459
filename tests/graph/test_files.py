import json
import re
from pathlib import Path

import networkx as nx
import pytest

from graph.files import (
    CANONICAL,
    EDGES,
    NODES,
    read_annotations,
    read_graph,
    read_merges,
    read_papers,
    write_canonical,
)
from schemas import AtlasError
from tests.graph.sample import sample_graph, sample_resolution


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """A directory with the canonical files of the sample."""
    write_canonical(sample_resolution(), sample_graph(), tmp_path)
    return tmp_path


def test_the_graph_comes_back_as_it_was(written: Path) -> None:
    """Nodes, edges and all attributes are equal after reading."""
    back, graph = read_graph(written), sample_graph()
    assert nx.utils.graphs_equal(back, graph)
    assert list(back) == list(graph)


def test_papers_annotations_and_merges_come_back(written: Path) -> None:
    """What was resolved is what is read."""
    resolution = sample_resolution()
    assert [p for p, _ in resolution.papers] == list(read_papers(written))
    assert [a for _, a in resolution.papers] == list(read_annotations(written))
    assert list(resolution.merges) == list(read_merges(written))


def test_files_are_sorted_and_equal_byte_for_byte(written: Path, tmp_path: Path) -> None:
    """Ids ascend, edges go by head, type, tail and paper, a second write changes no byte."""
    nodes = [json.loads(line)["id"] for line in (written / NODES).read_text().splitlines()]
    edges = [json.loads(line) for line in (written / EDGES).read_text().splitlines()]
    order = [(e["head"], e["type"], e["tail"], e["paper"]) for e in edges]
    assert nodes == sorted(nodes)
    assert order == sorted(order)
    again = tmp_path / "again"
    again.mkdir()
    write_canonical(sample_resolution(), sample_graph(), again)
    for name in CANONICAL:
        assert (again / name).read_bytes() == (written / name).read_bytes()


@pytest.mark.parametrize(
    ("file", "line", "message"),
    [
        (NODES, "{", r"nodes\.jsonl:1: not JSON"),
        (NODES, "[]", r"nodes\.jsonl:1: not a JSON object"),
        (NODES, "{}", r"nodes\.jsonl:1: id: Field required"),
        (NODES, "[" * 50_000, r"nodes\.jsonl:1: not JSON"),
        (NODES, "", r"nodes\.jsonl:1: not JSON"),
        (EDGES, "{}", r"edges\.jsonl:1: head: Field required"),
        (EDGES, "7", r"edges\.jsonl:1: not a JSON object"),
    ],
)
def test_damage_is_named_by_file_and_line(
    written: Path, file: str, line: str, message: str
) -> None:
    """A damaged line says where it stands and what to do."""
    (written / file).write_text(line + "\n", encoding="utf-8")
    with pytest.raises(AtlasError, match=message) as raised:
        read_graph(written)
    assert "build the atlas anew" in str(raised.value)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"head": []}, "head: Input should be a valid string"),
        ({"head": "x"}, "an edge names 'x', which nodes.jsonl and papers.jsonl do not hold"),
        ({"tail": None}, "tail: Input should be a valid string"),
        ({"type": "LIKES"}, "type: String should match pattern"),
        ({"confidence": ...}, "confidence: Field required"),
        ({"confidence": float("nan")}, "confidence: Input should be"),
        ({"confidence": 1.5}, "confidence: Input should be less than or equal to 1"),
        ({"sentence": ...}, "sentence: Field required"),
        ({"start_char": "3"}, "start_char: Input should be a valid integer"),
        ({"start_char": -1}, "start_char: Input should be greater than or equal to 0"),
        ({"sentences": ...}, "the MENTIONS edge lacks sentences"),
        ({"count": ..., "sentences": ...}, "the MENTIONS edge lacks count, sentences"),
        ({"type": "USES"}, "the USES edge has, though only MENTIONS may, count, sentences"),
        ({"colour": "red"}, "colour: Extra inputs are not permitted"),
    ],
)
def test_a_damaged_edge_is_named_by_line(
    written: Path, change: dict[str, object], message: str
) -> None:
    """Whatever is wrong in a line of edges is said with the line; ``...`` takes a key away."""
    lines = (written / EDGES).read_text(encoding="utf-8").splitlines()
    at = next(i for i, line in enumerate(lines) if '"MENTIONS"' in line)
    edge = {k: v for k, v in (json.loads(lines[at]) | change).items() if v is not ...}
    lines[at] = json.dumps(edge)
    (written / EDGES).write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(AtlasError, match=re.escape(f"edges.jsonl:{at + 1}: {message}")) as raised:
        read_graph(written)
    assert str(raised.value).endswith("; build the atlas anew")


def test_a_missing_file_is_named(written: Path) -> None:
    """Without edges there is no graph, and the message says so."""
    (written / EDGES).unlink()
    with pytest.raises(AtlasError, match=r"edges\.jsonl is missing"):
        read_graph(written)
