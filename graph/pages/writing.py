"""The pages of concepts, written by several processes where there are many.

Each page is a function of the graph alone, so who writes it changes no byte. A process gets its
pages when it starts and ends with the last of them, also where the one that started it was killed.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from graph.pages.former_pages import StandingPages
from graph.pages.page import concept_page, page_view
from graph.readable_graph import ReadableGraph

FEWEST: Final = 40
"""Pages for which a process of its own is worth its start."""


def write_concept_pages(
    graph: ReadableGraph,
    directory: Path,
    concepts: Sequence[str],
    *,
    links: Mapping[str, str],
    standing: StandingPages | None = None,
    workers: int = 1,
    meanwhile: Callable[[], None] = lambda: None,
    worth: int = 0,
) -> None:
    """Writes a page for each of some concepts.

    Args:
        graph: The graph; with several workers one that can be pickled, such as a ``FileGraph``.
        directory: Where to write.
        concepts: Their node ids.
        links: File name of each page there is, by node id.
        standing: Former pages that are taken as they are where writing anew would give them.
        workers: How many processes may write, this one among them.
        meanwhile: What this one does before it writes pages.
        worth: As many pages as could be written in the time that it takes.
    """
    count = max(1, min(workers, len(concepts) // FEWEST))
    shares = _shares(concepts, count, worth=worth)
    others = [
        multiprocessing.Process(
            target=_write_beside, args=(graph, directory, links, standing, share), daemon=True
        )
        for share in shares[1:]
    ]
    try:
        for process in others:
            process.start()
        meanwhile()
        _write_some(graph, directory, links, standing, shares[0])
        for process, share in zip(others, shares[1:], strict=True):
            process.join()
            if process.exitcode:  # here the error is one that can be told
                _write_some(graph, directory, links, standing, share)
    finally:
        for process in others:
            if process.pid is not None:
                process.terminate()
                process.join()


def _shares(concepts: Sequence[str], count: int, *, worth: int) -> list[Sequence[str]]:
    """What each process writes, big pages and small ones alike; the first does more beside.

    Example:
        >>> _shares("abcdef", 2, worth=2), _shares("abcd", 2, worth=9), _shares("ab", 1, worth=9)
        ([['a', 'd'], ['b', 'c', 'e', 'f']], [[], ['a', 'b', 'c', 'd']], [['a', 'b']])
    """
    every = len(concepts)
    own = every if count == 1 else max(0, (every + worth) // count - worth)
    mine = {place * every // own for place in range(own)}
    rest = [concept for place, concept in enumerate(concepts) if place not in mine]
    shares: list[Sequence[str]] = [[concepts[place] for place in sorted(mine)]]
    return [*shares, *(rest[first :: count - 1] for first in range(count - 1))]


def _write_beside(
    graph: ReadableGraph,
    directory: Path,
    links: Mapping[str, str],
    standing: StandingPages | None,
    share: Sequence[str],
) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started the process stops it
    try:
        _write_some(graph, directory, links, standing, share)
    except Exception:
        raise SystemExit(1) from None


def _write_some(
    graph: ReadableGraph,
    directory: Path,
    links: Mapping[str, str],
    standing: StandingPages | None,
    share: Sequence[str],
) -> None:
    for node_id in share:
        page = None if standing is None else standing.page_of(graph, node_id, links)
        if page is None:
            page = concept_page(page_view(graph, node_id), links=links).encode("utf-8")
        (directory / links[node_id]).write_bytes(page)
