"""What stands in a version of an atlas: canonical files, database, pages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal

import networkx as nx

from graph.directory import DATABASE, PAGES
from graph.files import write_canonical
from graph.pages import write_pages
from graph.progress import Progress, silent
from graph.stores import Store, open_store
from schemas import Resolution

PageChoice = int | Literal["all", "none"]


def write_contents(
    resolution: Resolution,
    graph: nx.MultiDiGraph,
    version: Path,
    *,
    pages: PageChoice = 200,
    database: Callable[[Path], Store] = open_store,
    lap: Callable[[str], None] = lambda stage: None,
    tell: Progress = silent,
) -> int:
    """Writes all that is made from a graph into an empty directory.

    Args:
        resolution: The resolved facts.
        graph: The graph built from them.
        version: Where everything goes.
        pages: How many concept pages.
        database: Opens the store that stands beside the files.
        lap: Told when a stage is done.
        tell: Told how far a stage is.

    Returns:
        How many concept pages were written.
    """
    tell("write", 0, None)
    write_canonical(resolution, graph, version)
    lap("write")
    tell("store", 0, None)
    with database(version / DATABASE) as store:
        store.save(graph)
    lap("store")
    tell("pages", 0, None)
    written = write_pages(graph, version / PAGES, pages=pages)
    lap("pages")
    return written.concepts
