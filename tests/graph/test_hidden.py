"""What the user hides leaves the graph with all its edges, and comes back from the files."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import pytest

from extract.resolution import resolve
from graph.build import build
from graph.files import CANONICAL, read_annotations, read_papers, write_canonical
from schemas import AnnotatedPaper, CuratedName, Curation, Resolution
from tests.graph.sample import sample_papers
from tests.graph.sample_results import result_papers


def _hiding(*names: str) -> Curation:
    return Curation(hide=tuple(CuratedName(n, 1, c) for c, n in enumerate(names, 1)))


def _written(resolution: Resolution, directory: Path) -> dict[str, bytes]:
    directory.mkdir()
    write_canonical(resolution, build(resolution), directory)
    return {name: (directory / name).read_bytes() for name in CANONICAL}


@pytest.mark.parametrize("name", ["Meta-World", "GripNet"])
def test_all_else_stays_as_it_was(name: str) -> None:
    """The graph is that of the rules without the node and its edges."""
    whole = build(resolve(sample_papers()))
    (gone,) = (n for n, d in whole.nodes(data=True) if d["name"] == name)
    hidden = build(resolve(sample_papers(), curation=_hiding(name)))
    whole.remove_node(gone)
    assert nx.utils.graphs_equal(whole, hidden)


def test_an_argument_of_a_result_becomes_words() -> None:
    """The number is still reported, on what is no node any more."""
    graph = build(resolve(result_papers(), curation=_hiding("libero")))
    results = [d for _, d in graph.nodes(data=True) if d["type"] == "Result"]
    assert "benchmark:libero" not in graph
    assert any(d["on_words"] == "LIBERO" for d in results)
    assert len(results) == sum(1 for _, _, kind in graph.edges(data="type") if kind == "REPORTS")


def test_the_files_bring_back_what_was_hidden(tmp_path: Path) -> None:
    """Annotations keep hidden mentions; without the line they give the same bytes as ever."""
    papers = [*sample_papers()]
    never = _written(resolve(papers), tmp_path / "never")
    curated = _written(resolve(papers, curation=_hiding("Meta-World")), tmp_path / "curated")
    assert curated["nodes.jsonl"] != never["nodes.jsonl"]
    directory = tmp_path / "curated"
    kept = map(AnnotatedPaper, read_papers(directory), read_annotations(directory))
    assert _written(resolve(kept), tmp_path / "again") == never


def test_facts_of_a_concept_of_two_nodes_go_to_the_one_most_written() -> None:
    """Where two ways to write a concept are said to differ, no fact is lost or doubled."""
    papers = list(sample_papers())
    names = CuratedName("BC", 1, 1), CuratedName("behavior cloning", 1, 2)
    plain = build(resolve(papers))
    parted = build(resolve(papers, curation=Curation(different=(names,))))
    assert plain.nodes["method:behavior-cloning"]["aliases"] == ["BC"]
    assert parted.nodes["method:bc"]["papers"] == 2
    assert parted.nodes["method:behavior-cloning"]["papers"] == 1
    facts = [
        sorted(d["type"] for _, _, d in graph.edges(data=True) if d["type"] != "MENTIONS")
        for graph in (plain, parted)
    ]
    assert facts[0] == facts[1]
