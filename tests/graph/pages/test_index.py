"""The directory of pages: what is in it, what the index lists, that it is always the same."""

from __future__ import annotations

import json
from pathlib import Path

import networkx as nx

from graph.pages import PagesWritten, write_pages
from tests.graph.pages.hostile import hostile_graph
from tests.graph.sample import HOSTILE, sample_graph


def _files(directory: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(directory)): path.read_bytes()
        for path in sorted(directory.rglob("*"))
        if path.is_file()
    }


def _rows(directory: Path) -> list[list[object]]:
    text = (directory / "assets" / "nodes.js").read_text("utf-8")
    rows: list[list[object]] = json.loads(text[text.index("[") : text.rindex("]") + 1])
    return rows


def test_what_is_written(sample_pages: PagesWritten) -> None:
    """An index, a page for each concept under its name, and shared assets."""
    directory = sample_pages.index.parent
    assert sample_pages.pages["benchmark:meta-world"] == "benchmark-meta-world.html"
    top = {p.name for p in directory.iterdir()}
    assert top == {"index.html", "assets", *sample_pages.pages.values()}
    assert {p.name for p in (directory / "assets").iterdir()} == {
        "atlas.css", "dom.js", "finder.js", "index.js", "labels.js", "nodes.js", "page.js",
        "panel.js", "vis-network.min.js",
    }  # fmt: skip
    assert sample_pages.concepts == len(sample_pages.pages) >= 8


def test_pages_stay_small(sample_pages: PagesWritten) -> None:
    """Scripts and styles are shared, so a page is little more than its facts."""
    directory = sample_pages.index.parent
    assert all((directory / name).stat().st_size < 40_000 for name in sample_pages.pages.values())


def test_same_bytes(tmp_path: Path) -> None:
    """The same graph gives the same files, whatever the order it was put together in."""
    graph = sample_graph()
    other = nx.MultiDiGraph()
    other.add_nodes_from(reversed(list(graph.nodes(data=True))))
    other.add_edges_from(reversed(list(graph.edges(keys=True, data=True))))
    write_pages(graph, tmp_path / "one")
    write_pages(other, tmp_path / "two")
    assert _files(tmp_path / "one") == _files(tmp_path / "two")


def test_every_node_can_be_found(sample_pages: PagesWritten) -> None:
    """The search data holds every node once, with its page where it has one."""
    graph = sample_graph()
    rows = _rows(sample_pages.index.parent)
    assert sorted(str(row[4]) for row in rows) == sorted(graph)
    files = {str(row[4]): row[2] for row in rows if row[2]}
    assert files == dict(sample_pages.pages)


def test_index_lists_concepts_and_papers(sample_pages: PagesWritten) -> None:
    """Sections of types, links to pages, papers with what they introduce, all escaped."""
    index = sample_pages.index.read_text("utf-8")
    assert '<a class="name" href="model-gpt-4.html">GPT-4</a>' in index
    assert "GripNet: Grasping with Little Data</a>" in index
    assert 'introduces <a href="method-gripnet.html">GripNet</a>' in index
    assert HOSTILE not in index
    assert "&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;" in index
    assert "javascript:" not in index


def test_no_pages_but_the_index(tmp_path: Path) -> None:
    """Without concept pages the index still lists and finds everything."""
    written = write_pages(sample_graph(), tmp_path, pages="none")
    assert written.concepts == 0
    assert [p.name for p in tmp_path.glob("*.html")] == ["index.html"]
    assert "GPT-4" in written.index.read_text("utf-8")


def test_links_lead_to_pages_that_exist(tmp_path: Path) -> None:
    """With few pages, a page links to no neighbour that has none."""
    written = write_pages(sample_graph(), tmp_path, pages=3)
    assert written.concepts == 3
    for name in written.pages.values():
        text = (tmp_path / name).read_text("utf-8")
        data = json.loads(text.split('id="data">')[1].split("</script>")[0])
        links = {c["href"] for c in data["concepts"].values()} - {None}
        assert links <= set(written.pages.values()) - {name}


def test_an_empty_graph(tmp_path: Path) -> None:
    """No nodes at all give an index that says so."""
    assert "0 papers." in write_pages(nx.MultiDiGraph(), tmp_path).index.read_text("utf-8")


def test_hostile_names_are_written(hostile_pages: PagesWritten) -> None:
    """Attacks in names end up in safe file names and escaped text."""
    for path in hostile_pages.index.parent.rglob("*.html"):
        text = path.read_text("utf-8")
        assert "<img" not in text
        assert "<svg onload" not in text
    assert len(_rows(hostile_pages.index.parent)) == len(hostile_graph())
