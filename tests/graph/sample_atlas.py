"""The sample graph as an atlas directory, made without a model."""

from __future__ import annotations

from pathlib import Path

from graph.atlas import edge_counts, node_counts
from graph.build import build
from graph.contents import PageChoice, write_contents
from graph.directory import new_version
from graph.manifest import write_manifest
from tests.graph.sample import sample_resolution


def write_sample_atlas(directory: Path, *, pages: PageChoice = 200) -> Path:
    """Writes the atlas of the three made-up papers and returns its directory."""
    resolution = sample_resolution()
    graph = build(resolution)
    with new_version(directory) as version:
        written = write_contents(resolution, graph, version, pages=pages)
        counts = {
            "papers": 3,
            "built": 3,
            "failed": 0,
            "repeated": 0,
            "without_entities": 0,
            "nodes": node_counts(graph),
            "edges": edge_counts(graph),
            "pages": written,
        }
        write_manifest(version, extractor="none", settings={"pages": pages}, counts=counts)
    return directory
