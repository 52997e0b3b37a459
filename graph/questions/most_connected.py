"""What is known beforehand of the most connected nodes, so that few need be counted.

To find the nodes with the most edges, the edges of all nodes must be counted, and most nodes
stand in one paper alone. So when an atlas is made, they are counted once, and for each type
and each number of nodes it is noted in how many papers the rarest of the first ones stands;
a question then leaves out all that stands in fewer. What is counted is still the edges in the
store.
"""

from __future__ import annotations

import itertools
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Protocol

from graph.directory import MOST_CONNECTED
from graph.readable_graph import ReadableNodes
from schemas import PAPER_LABEL, RESULT_LABEL, AtlasError

_NOTED: Final = 100
"""For how many nodes of a type it is noted."""


@dataclass(frozen=True)
class MostConnected:
    """In how many papers the most connected nodes stand.

    Attributes:
        all: By type, for the first node, the first two and so on: in how many papers each of
            them stands at least.
        named: The same without generic classes.

    Example:
        >>> known = MostConnected(all={"Task": [9, 4, 4]}, named={"Task": [4, 4, 2]})
        >>> known.fewest_papers("Task", limit=2, generic=False)
        4
        >>> known.fewest_papers("Task", limit=4, generic=True)  # not noted: leave out nothing
        0
    """

    all: Mapping[str, Sequence[int]] = field(default_factory=dict)
    named: Mapping[str, Sequence[int]] = field(default_factory=dict)

    def fewest_papers(self, label: str, *, limit: int, generic: bool) -> int:
        """In how many papers each of the most connected nodes stands at least.

        Args:
            label: The type of the nodes.
            limit: How many of them; 0 for all.
            generic: Whether generic classes are among them.

        Returns:
            The number of papers; 0 where it is not known.
        """
        noted = (self.all if generic else self.named).get(label, ())
        return noted[limit - 1] if 0 < limit <= len(noted) else 0


NOTHING_KNOWN: Final = MostConnected()
"""For a store that nothing is known of."""


class CountedGraph(Protocol):
    """A graph that knows how many edges each node has: a NetworkX graph, or one read from files."""

    @property
    def nodes(self) -> ReadableNodes:
        """The nodes and their attributes."""

    def degree(self) -> Iterable[tuple[str, int]]:
        """Each node with its number of edges."""


def count_most_connected(graph: CountedGraph) -> MostConnected:
    """Counts the edges of all nodes, and looks at the first of each type."""
    edges = dict(graph.degree())
    of_type: defaultdict[str, list[str]] = defaultdict(list)
    for node, kind in graph.nodes(data="type"):
        if kind not in (PAPER_LABEL, RESULT_LABEL) and edges[node]:
            of_type[kind].append(node)
    every: dict[str, list[int]] = {}
    named: dict[str, list[int]] = {}
    for kind, nodes in sorted(of_type.items()):
        nodes.sort(key=lambda node: -edges[node])
        every[kind], named[kind] = _fewest(graph.nodes, nodes, edges)
    return MostConnected(all=every, named=named)


def _fewest(
    nodes: ReadableNodes, ranked: Iterable[str], edges: Mapping[str, int]
) -> tuple[list[int], list[int]]:
    """The fewest papers of the first nodes, and of the first that are no generic class.

    Of nodes with as many edges each may come first, so all of them count.
    """
    every: list[int] = []
    named: list[int] = []
    for _, equal in itertools.groupby(ranked, key=lambda node: edges[node]):
        if min(len(every), len(named)) >= _NOTED:
            break
        rows = [nodes[node] for node in equal]
        for noted, of_these in ((every, rows), (named, [r for r in rows if not r["generic"]])):
            papers = [row["papers"] for row in of_these] + noted[-1:]
            noted.extend([min(papers, default=0)] * len(of_these))
    return every[:_NOTED], named[:_NOTED]


def write_most_connected(graph: CountedGraph, directory: Path) -> None:
    """Counts the edges of all nodes and writes what is known then.

    Args:
        graph: The graph of a version of an atlas.
        directory: The directory of that version.
    """
    known = count_most_connected(graph)
    text = json.dumps({"all": known.all, "named": known.named}, separators=(",", ":"))
    (directory / MOST_CONNECTED).write_text(text + "\n", encoding="utf-8", newline="\n")


def read_most_connected(directory: Path) -> MostConnected:
    """What is known of a version of an atlas; nothing where it was not written down.

    Raises:
        AtlasError: The file is damaged.
    """
    path = directory / MOST_CONNECTED
    try:
        found: Any = json.loads(path.read_text(encoding="utf-8"))
        return MostConnected(all=_checked(found["all"]), named=_checked(found["named"]))
    except FileNotFoundError:
        return NOTHING_KNOWN
    except OSError as problem:
        raise AtlasError(f"{path} cannot be read: {problem.strerror or problem}") from None
    except (ValueError, TypeError, KeyError, AttributeError):
        raise AtlasError(f"{path} is damaged; build the atlas anew") from None


def _checked(found: Any) -> dict[str, list[int]]:
    return {str(label): [int(papers) for papers in noted] for label, noted in found.items()}
