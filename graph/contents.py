"""What stands in a version of an atlas: canonical files, database, pages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal, NamedTuple

import networkx as nx

from graph.cores import cores
from graph.directory import DATABASE, PAGES
from graph.ends_file import AmendedEdges
from graph.file_graph import FileGraph
from graph.files import write_canonical
from graph.fingerprint import fingerprint
from graph.name_file import write_names
from graph.pages import FormerPages, write_pages
from graph.progress import Progress, silent
from graph.questions.most_connected import write_most_connected
from graph.stores import Store, open_store
from graph.switching import sync_ahead
from schemas import Resolution

PageChoice = int | Literal["all", "none"]


class Contents(NamedTuple):
    """What was written.

    Attributes:
        pages: How many concept pages.
        fingerprint: What names the graph.
    """

    pages: int
    fingerprint: str


def write_contents(
    resolution: Resolution,
    graph: nx.MultiDiGraph,
    version: Path,
    *,
    pages: PageChoice = 200,
    database: Callable[[Path], Store] = open_store,
    lap: Callable[[str], None] = lambda stage: None,
    tell: Progress = silent,
) -> Contents:
    """Writes all that is made from a graph into an empty directory.

    Args:
        resolution: The resolved facts.
        graph: The graph built from them.
        version: Where everything goes.
        pages: How many concept pages.
        database: Opens the store that stands beside the files.
        lap: Told when a stage is done.
        tell: Told how far a stage is.
    """
    tell("write", 0, None)
    write_canonical(resolution, graph, version)
    write_names(version)
    name = fingerprint(version)
    lap("write")
    tell("store", 0, None)
    with database(version / DATABASE) as store:
        store.save(graph, fingerprint=name)
    lap("store")
    tell("pages", 0, None)
    written = write_views(version, pages=pages)
    lap("pages")
    return Contents(written, name)


def write_views(
    version: Path,
    *,
    pages: PageChoice,
    former: FormerPages | None = None,
    amended: AmendedEdges | None = None,
) -> int:
    """Writes the pages of a version whose canonical files stand there, and what ranks its nodes.

    Args:
        version: Directory of the version.
        pages: How many concept pages.
        former: Pages of the version in force, which stay where nothing on them is other.
        amended: How the edges came from those of the version in force, where they did.

    Returns:
        How many concept pages were written.
    """
    with FileGraph(version, amended=amended) as graph:
        graph.keep_ends()
        sync_ahead(version)
        written = write_pages(
            graph,
            version / PAGES,
            pages=pages,
            workers=cores(),
            former=former,
            meanwhile=lambda: write_most_connected(graph, version),
        )
        return written.concepts
