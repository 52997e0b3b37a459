"""Pages written by several processes are those that one writes."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest

from graph.file_graph import FileGraph
from graph.files import EDGES
from graph.pages import index, write_pages, writing
from schemas import AtlasError
from tests.graph.test_file_graph import write_random


def files_of(directory: Path) -> dict[str, bytes]:
    """What is written, by path."""
    return {
        path.relative_to(directory).as_posix(): path.read_bytes()
        for path in directory.rglob("*")
        if path.is_file()
    }


@pytest.fixture
def version(tmp_path: Path) -> Path:
    """The canonical files of a graph of fifty concepts."""
    directory = tmp_path / "version"
    directory.mkdir()
    write_random(directory, seed=5)
    return directory


@pytest.mark.parametrize("way", multiprocessing.get_all_start_methods())
def test_several_processes_write_the_same(
    version: Path, tmp_path: Path, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However they are started."""
    monkeypatch.setattr(writing, "FEWEST", 10)
    monkeypatch.setattr(multiprocessing, "Process", multiprocessing.get_context(way).Process)
    with FileGraph(version) as graph:
        write_pages(graph, tmp_path / "one")
        written = write_pages(graph, tmp_path / "three", workers=3)
    assert written.concepts > 30
    assert files_of(tmp_path / "one") == files_of(tmp_path / "three")


@pytest.mark.parametrize("listed_a_page", [1, 2, 10, 1000])
def test_who_also_writes_the_listing_writes_fewer_pages(
    version: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, listed_a_page: int
) -> None:
    """Even where that leaves it none; all are written."""
    monkeypatch.setattr(writing, "FEWEST", 10)
    monkeypatch.setattr(index, "_LISTED_A_PAGE", listed_a_page)
    with FileGraph(version) as graph:
        write_pages(graph, tmp_path / "one")
        write_pages(graph, tmp_path / "three", workers=3)
    assert files_of(tmp_path / "one") == files_of(tmp_path / "three")


def test_few_pages_need_one_process(
    version: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its start would cost more than it writes."""
    monkeypatch.delattr(multiprocessing, "Process")
    with FileGraph(version) as graph:
        assert write_pages(graph, tmp_path / "pages", pages=10, workers=8).concepts == 10


def test_an_error_in_another_process_is_told(
    version: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if one process had met it."""
    monkeypatch.setattr(writing, "FEWEST", 10)
    edges = version / EDGES
    edges.write_text(edges.read_text().replace('"confidence":', '"confidence":"no",""  :'))
    with FileGraph(version) as graph, pytest.raises(AtlasError, match=r"edges\.jsonl:\d+"):
        write_pages(graph, tmp_path / "pages", workers=3)
    assert not multiprocessing.active_children()
