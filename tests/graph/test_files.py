import json
import re
from pathlib import Path

import networkx as nx
import pytest

from graph.decisions import read_conflicts, read_merges, read_refused, read_suggestions
from graph.files import (
    CANONICAL,
    EDGES,
    NODES,
    RESULTS,
    VOCABULARY,
    read_annotations,
    read_graph,
    read_papers,
    write_canonical,
)
from graph.vocabulary import vocabulary_of
from schemas import RESULT_PROPERTIES, AtlasError
from tests.graph.crops import CROPS, crop_graph, crop_resolution
from tests.graph.sample import sample_graph, sample_resolution
from tests.graph.sample_results import result_graph, result_resolution
from tests.graph.sample_variants import TIES, variant_graph, variant_resolution


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
    assert list(resolution.refused) == list(read_refused(written))
    assert list(resolution.conflicts) == list(read_conflicts(written))
    assert list(resolution.suggestions) == list(read_suggestions(written))


def test_files_are_sorted_and_equal_byte_for_byte(written: Path, tmp_path: Path) -> None:
    """Ids ascend, edges go by head, type, tail and paper, a second write changes no byte."""
    nodes = [json.loads(line)["id"] for line in (written / NODES).read_text().splitlines()]
    edges = [json.loads(line) for line in (written / EDGES).read_text().splitlines()]
    order = [(e["head"], e["type"], e["tail"], e.get("paper", "")) for e in edges]
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
        (
            {"head": "x"},
            "an edge names 'x', which papers.jsonl, nodes.jsonl and results.jsonl do not hold",
        ),
        ({"tail": None}, "tail: Input should be a valid string"),
        ({"type": "LIKES"}, "type: 'LIKES' is not of its vocabulary: MENTIONS, INTRODUCES, ADDR"),
        ({"confidence": ...}, "the MENTIONS edge lacks confidence"),
        ({"confidence": None}, "confidence: Input should be a valid number"),
        ({"confidence": float("nan")}, "confidence: Input should be"),
        ({"confidence": 1.5}, "confidence: Input should be less than or equal to 1"),
        ({"sentence": ...}, "the MENTIONS edge lacks sentence"),
        ({"sentence": None}, "sentence: Input should be a valid string"),
        ({"start_char": "3"}, "start_char: Input should be a valid integer"),
        ({"start_char": -1}, "start_char: Input should be greater than or equal to 0"),
        ({"sentences": ...}, "the MENTIONS edge lacks sentences"),
        ({"count": ..., "sentences": ...}, "the MENTIONS edge lacks count, sentences"),
        ({"type": "USES"}, "the USES edge has, though none may, count, sentences"),
        ({"type": "VARIANT_OF"}, "the VARIANT_OF edge lacks reason"),
        ({"reason": "size"}, "the MENTIONS edge has, though none may, reason"),
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


def test_ties_between_names_come_back(tmp_path: Path) -> None:
    """Their lines have head, type, tail and reason, no nulls, and stand among the others."""
    graph = variant_graph()
    write_canonical(variant_resolution(), graph, tmp_path)
    assert nx.utils.graphs_equal(read_graph(tmp_path), graph)
    lines = (tmp_path / EDGES).read_text().splitlines()
    assert [line for line in lines if "VARIANT_OF" in line] == [
        json.dumps(
            {"head": head, "type": "VARIANT_OF", "tail": tail, "reason": reason},
            separators=(",", ":"),
        )
        for (head, tail), reason in sorted(TIES.items())
    ]
    order = [(e["head"], e["type"], e["tail"]) for e in map(json.loads, lines)]
    assert order == sorted(order)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"reason": ...}, "the VARIANT_OF edge lacks reason"),
        ({"reason": "age"}, "reason: String should match pattern"),
        ({"reason": None}, "reason: Input should be a valid string"),
        ({"paper": "v1"}, "the VARIANT_OF edge has, though none may, paper"),
        ({"paper": None}, "paper: Input should be a valid string"),
        ({"confidence": 1.0}, "the VARIANT_OF edge has, though none may, confidence"),
        ({"type": "USES"}, "the USES edge lacks confidence, end_char, paper, sentence, start_char"),
        ({"tail": "model:x"}, "an edge names 'model:x'"),
    ],
)
def test_a_damaged_tie_is_named_by_line(
    tmp_path: Path, change: dict[str, object], message: str
) -> None:
    """A tie is held to its own properties as strictly as other edges to theirs."""
    write_canonical(variant_resolution(), variant_graph(), tmp_path)
    lines = (tmp_path / EDGES).read_text(encoding="utf-8").splitlines()
    at = next(i for i, line in enumerate(lines) if '"VARIANT_OF"' in line)
    edge = {k: v for k, v in (json.loads(lines[at]) | change).items() if v is not ...}
    lines[at] = json.dumps(edge)
    (tmp_path / EDGES).write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(AtlasError, match=re.escape(f"edges.jsonl:{at + 1}: {message}")):
        read_graph(tmp_path)


@pytest.mark.parametrize("file", [EDGES, RESULTS])
def test_a_missing_file_is_named(written: Path, file: str) -> None:
    """Without edges there is no graph, and an older atlas has no results: the message says so."""
    (written / file).unlink()
    with pytest.raises(AtlasError, match=rf"{re.escape(file)} is missing; build the atlas anew"):
        read_graph(written)


@pytest.fixture
def results(tmp_path: Path) -> Path:
    """A directory with the canonical files of the made-up results."""
    write_canonical(result_resolution(), result_graph(), tmp_path)
    return tmp_path


def test_results_come_back_as_they_were(results: Path) -> None:
    """The graph with its results is equal after reading, in the same order."""
    back, graph = read_graph(results), result_graph()
    assert nx.utils.graphs_equal(back, graph)
    assert list(back) == list(graph)
    assert [p.annotation.results for p in result_resolution().papers] == [
        a.results for a in read_annotations(results)
    ]


def test_results_are_sorted_and_equal_byte_for_byte(results: Path, tmp_path: Path) -> None:
    """One line a result, by id, with every property of the vocabulary in its order."""
    lines = [json.loads(line) for line in (results / RESULTS).read_text().splitlines()]
    assert len(lines) == 10
    assert [line["id"] for line in lines] == sorted(line["id"] for line in lines)
    assert {tuple(line) for line in lines} == {RESULT_PROPERTIES}
    again = tmp_path / "again"
    again.mkdir()
    write_canonical(result_resolution(), result_graph(), again)
    for name in CANONICAL:
        assert (again / name).read_bytes() == (results / name).read_bytes()


def test_an_atlas_without_results_has_an_empty_file(written: Path) -> None:
    """No paper of the sample reports a number; the file is there all the same."""
    assert (written / RESULTS).read_bytes() == b""


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"kind": "half"}, "kind: String should match pattern"),
        ({"type": "Paper"}, "type: String should match pattern"),
        ({"number": float("inf")}, "number: Input should be a finite number"),
        ({"number": "67.3"}, "number: Input should be a valid number"),
        ({"unit": ...}, "unit: Field required"),
        ({"id": "result:p:0"}, None),
        ({"colour": "red"}, "colour: Extra inputs are not permitted"),
    ],
)
def test_a_damaged_result_is_named_by_line(
    results: Path, change: dict[str, object], message: str | None
) -> None:
    """Whatever is wrong in a line is said with the line; another id leaves edges to nowhere."""
    lines = (results / RESULTS).read_text(encoding="utf-8").splitlines()
    lines[1] = json.dumps(
        {k: v for k, v in (json.loads(lines[1]) | change).items() if v is not ...}
    )
    (results / RESULTS).write_text("\n".join(lines) + "\n", encoding="utf-8")
    expected = r"results\.jsonl do not hold" if message is None else rf"results\.jsonl:2: {message}"
    with pytest.raises(AtlasError, match=expected):
        read_graph(results)


@pytest.fixture
def crops(tmp_path: Path) -> Path:
    """A directory with the canonical files of the made-up field."""
    write_canonical(crop_resolution(), crop_graph(), tmp_path)
    return tmp_path


def test_a_field_of_its_own_comes_back_as_it_was(crops: Path) -> None:
    """The graph is equal after reading, its vocabulary too, and a second write changes no byte."""
    back, graph = read_graph(crops), crop_graph()
    assert nx.utils.graphs_equal(back, graph)
    assert vocabulary_of(back) == CROPS
    again = crops / "again"
    again.mkdir()
    write_canonical(crop_resolution(), back, again)
    for name in CANONICAL:
        assert (again / name).read_bytes() == (crops / name).read_bytes()


def test_an_atlas_of_before_has_the_shipped_vocabulary(written: Path) -> None:
    """Without the file the types are those of AI research."""
    (written / VOCABULARY).unlink()
    assert nx.utils.graphs_equal(read_graph(written), sample_graph())


def test_a_node_of_another_vocabulary_is_named_by_line(crops: Path) -> None:
    """The message names the type and those there are."""
    (crops / VOCABULARY).unlink()
    message = r"nodes\.jsonl:1: type: 'Crop' is not of its vocabulary: Method, Model, .*anew"
    with pytest.raises(AtlasError, match=message):
        read_graph(crops)


def test_an_edge_of_another_vocabulary_is_named_by_line(crops: Path) -> None:
    """What the shipped vocabulary allows is damage in an atlas of another field."""
    text = (crops / EDGES).read_text(encoding="utf-8")
    at = next(i for i, line in enumerate(text.splitlines(), 1) if '"type":"DAMAGES"' in line)
    (crops / EDGES).write_text(text.replace('"DAMAGES"', '"USES"'), encoding="utf-8")
    with pytest.raises(AtlasError, match=rf"edges\.jsonl:{at}: type: 'USES' is not .*TREATED_WITH"):
        read_graph(crops)


def test_a_damaged_vocabulary_is_named(crops: Path) -> None:
    """The file is read before all others."""
    (crops / VOCABULARY).write_text("{", encoding="utf-8")
    with pytest.raises(AtlasError, match=r"vocabulary\.json: not JSON; build the atlas anew"):
        read_graph(crops)
