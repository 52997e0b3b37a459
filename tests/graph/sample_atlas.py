"""The sample graphs as atlas directories, made without a model."""

from __future__ import annotations

from pathlib import Path

from graph.atlas import edge_counts, node_counts
from graph.build import build
from graph.contents import PageChoice, write_contents
from graph.directory import new_version
from graph.manifest import write_manifest
from schemas import Resolution
from tests.graph.sample import sample_resolution
from tests.graph.sample_results import result_resolution


def write_sample_atlas(directory: Path, *, pages: PageChoice = 200) -> Path:
    """Writes the atlas of the three made-up papers and returns its directory."""
    return write_atlas(directory, sample_resolution(), papers=3, pages=pages)


def write_result_atlas(directory: Path, *, pages: PageChoice = 200) -> Path:
    """Writes the atlas of the four papers that report numbers and returns its directory."""
    return write_atlas(directory, result_resolution(), papers=4, pages=pages)


def write_atlas(directory: Path, resolution: Resolution, *, papers: int, pages: PageChoice) -> Path:
    """Writes the atlas of resolved facts and returns its directory."""
    graph = build(resolution)
    with new_version(directory) as version:
        written = write_contents(resolution, graph, version, pages=pages)
        counts = {
            "papers": papers,
            "without_entities": 0,
            "nodes": node_counts(graph),
            "edges": edge_counts(graph),
            "pages": written.pages,
        }
        settings = {"pages": pages, "min_confidence": 0.0}
        run = {"papers": papers, "failed": 0, "repeated": 0}
        write_manifest(version, extractor="none", settings=settings, counts=counts, run=run)
    return directory
