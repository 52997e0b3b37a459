"""The file of names gives the answers of the index of all names."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.directory import NAMES
from graph.files import NODES, PAPERS
from graph.lines import write_models
from graph.name_file import NameFile, amend_names, write_names
from graph.names import NamedNode, NameIndex, Names, named_nodes
from schemas import AmbiguousNameError, AtlasError, Entity, Paper, UnknownNameError
from tests.graph.test_names import NODES as SAMPLE


def write_canonical(directory: Path, nodes: Sequence[NamedNode]) -> None:
    """What of an atlas the names are read from."""
    entities = sorted(n for n in nodes if n.type != "Paper")
    papers = sorted((n.id.removeprefix("paper:"), n.name) for n in nodes if n.type == "Paper")
    write_models(
        directory / NODES,
        (
            Entity(id=n.id, type=n.type, name=n.name, aliases=tuple(n.aliases), papers=1)
            for n in entities
        ),
    )
    write_models(
        directory / PAPERS, (Paper(id=key, title=title, abstract="") for key, title in papers)
    )


def outcome(names: Names, name: str) -> Any:
    """What a look-up gives: an id, several, or the nearest names."""
    try:
        return names.find(name)
    except AmbiguousNameError as error:
        return ("several", error.name, error.ids)
    except UnknownNameError as error:
        return ("none", error.name, error.nearest)


_WORDS = (
    "sac",
    "SAC",
    "Sac",
    "mae",
    "\u03c00",
    "stra\u00dfe",
    "\uff33ac",
    "\u00a8",
    "x\u0301",
    '"',
)
_JOINS = ("", "-", " ", "_", "\u2011", "  ", "\t", "\x1c", "\\")
_NAME = st.lists(st.sampled_from((*_WORDS, *_JOINS)), max_size=4).map("".join)
_ID = st.sampled_from(("method:sac", "Method:SAC", "task:sac", "paper:sac", "model:mae", "sac"))
_ENTITY = st.builds(
    lambda key, name, aliases: NamedNode(key, "Method", name, aliases),
    _ID | _NAME.map("method:{}".format),
    _NAME,
    st.lists(_NAME, max_size=3),
)
_PAPER = st.builds(
    lambda key, title: NamedNode(f"paper:{key}", "Paper", title), _NAME | _ID, _NAME | _ID
)
_NODES = st.lists(_ENTITY | _PAPER, max_size=12, unique_by=lambda n: n.id)


@given(nodes=_NODES, asked=st.lists(_NAME | _ID | st.text(max_size=5), max_size=6))
@settings(deadline=None, max_examples=200)
def test_every_answer_is_that_of_the_index(nodes: list[NamedNode], asked: list[str]) -> None:
    """Ids, several ids and nearest names, for what is there and for what is not."""
    index = NameIndex(nodes)
    with tempfile.TemporaryDirectory() as folder:
        write_canonical(Path(folder), nodes)
        write_names(Path(folder))
        every = {n for node in nodes for n in (node.id, node.name, *node.aliases)}
        every |= {node.id.removeprefix("paper:") for node in nodes}
        with NameFile(Path(folder)) as file:
            for name in sorted({*asked, *every, *(f" {n} " for n in every)}):
                assert outcome(file, name) == outcome(index, name), name
            for node in nodes:
                assert node.id in file
                found = file[node.id]
                assert found._replace(aliases=()) == node._replace(aliases=())
                assert [*found.aliases] == [*node.aliases]


@given(former=_NODES, now=_NODES)
@settings(deadline=None, max_examples=100)
def test_a_change_gives_the_file_of_what_is_left(
    former: list[NamedNode], now: list[NamedNode]
) -> None:
    """Byte for byte what is written anew, though only nodes that are other were told."""
    old, new = ({n.id: n for n in nodes} for nodes in (former, now))
    other = {key for key in {*old, *new} if old.get(key) != new.get(key)}
    with tempfile.TemporaryDirectory() as folder:
        first, second = Path(folder, "1"), Path(folder, "2")
        for directory, nodes in ((first, former), (second, now)):
            directory.mkdir()
            write_canonical(directory, nodes)
            write_names(directory)
        wanted = (second / NAMES).read_bytes()
        amend_names(first, second, before=_graph(old, other), after=_graph(new, other))
        assert (second / NAMES).read_bytes() == wanted


def _graph(nodes: dict[str, NamedNode], wanted: set[str]) -> nx.MultiDiGraph:
    graph = nx.MultiDiGraph()
    for key in sorted(wanted & nodes.keys()):
        graph.add_node(key, **nodes[key]._asdict())
    return graph


@pytest.fixture
def sample_file(tmp_path: Path) -> Path:
    """The directory of the nodes that the tests of the index look up."""
    write_canonical(tmp_path, SAMPLE)
    write_names(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "name", ["Meta-Wrld", "GPT-5", "world", "beyond", "zzzzzz", "", "-", "mae"]
)
def test_the_nearest_are_those_of_the_index(sample_file: Path, name: str) -> None:
    """In the same order."""
    with NameFile(sample_file) as names:
        assert outcome(names, name) == outcome(NameIndex(SAMPLE), name)


def test_an_id_that_is_not_there(sample_file: Path) -> None:
    """It is in no file, and asking for it is an error."""
    with NameFile(sample_file) as names:
        assert "model:none" not in names
        assert "paper:none" not in names
        assert 3 not in names
        with pytest.raises(KeyError):
            names["paper:none"]


def test_the_lines_say_what_a_name_is(tmp_path: Path) -> None:
    """The name of a node goes before an alias that is folded alike, both before its id."""
    node = NamedNode("task:sac", "Task", "SAC", ["Sac", "s. a. c."])
    write_canonical(tmp_path, [node])
    write_names(tmp_path)
    assert (tmp_path / NAMES).read_text(encoding="utf-8").splitlines() == [
        '{"key":"s.a.c.","of":"alias","node":"task:sac"}',
        '{"key":"sac","of":"name","node":"task:sac"}',
        '{"key":"task:sac","of":"id","node":"task:sac"}',
    ]


def test_a_name_that_json_must_escape_is_offered(tmp_path: Path) -> None:
    """Quotes, backslashes and control characters are in the nearest names as they are."""
    nodes = [
        NamedNode(f"task:{n}", "Task", name)
        for n, name in enumerate(('"quoted"', "back\\slash", "bell\x07ring", '\\"both'))
    ]
    write_canonical(tmp_path, nodes)
    write_names(tmp_path)
    with NameFile(tmp_path) as names:
        for node in nodes:
            asked = f"{node.name}s"
            assert outcome(names, asked) == outcome(NameIndex(nodes), asked)
            assert outcome(names, asked)[2][0] == node.name


def test_what_is_missing_or_damaged_is_said(sample_file: Path) -> None:
    """One clear line that names the file."""
    (sample_file / NODES).write_text("[\n", encoding="utf-8")
    with pytest.raises(AtlasError, match=r"nodes\.jsonl:1: not JSON"):
        write_names(sample_file)
    (sample_file / NAMES).unlink()
    with pytest.raises(AtlasError, match=r"names\.jsonl is missing"):
        NameFile(sample_file)


def test_names_that_lead_nowhere_are_said(sample_file: Path) -> None:
    """A file of names beside other canonical files is not believed."""
    (sample_file / NODES).write_text("", encoding="utf-8")
    with NameFile(sample_file) as names, pytest.raises(AtlasError, match="build the atlas anew"):
        names.find("LIBERO")


def test_the_nodes_of_a_graph(sample: nx.MultiDiGraph, tmp_path: Path) -> None:
    """Papers and entities of a graph, and its index, as the file has them."""
    nodes = list(named_nodes(sample))
    write_canonical(tmp_path, nodes)
    amend_names(tmp_path, tmp_path, before=nx.MultiDiGraph(), after=sample)  # none there yet
    with NameFile(tmp_path) as names:
        assert {names.find(node.id) for node in nodes} == set(sample)
