"""Which concepts get a page of their own, and what its file is called."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import partial
from typing import Literal, NamedTuple

from graph.facts import NodeView, node_view, typed_node
from graph.file_graph import FileGraph
from graph.hashes import short_hash
from graph.readable_graph import ReadableGraph
from schemas import PAPER_LABEL, RESULT_LABEL

_PLAIN = re.compile(r"[a-z]+:[a-z0-9]+(?:[._-]+[a-z0-9]+)*")
_LONGEST = 96
GENERIC_SHARE = 10
"""One page in so many may go to a generic class while named concepts wait."""


def page_filename(node_id: str) -> str:
    """The file of a node's page: safe on every system, and another one for every id.

    It depends on the id alone, so links stay good when the atlas grows.

    Example:
        >>> page_filename("benchmark:meta-world")
        'benchmark-meta-world.html'
        >>> page_filename("paper:a/b")
        'paper-a-b-91608b19.html'
    """
    stem = node_id.replace(":", "-", 1)
    if not _PLAIN.fullmatch(node_id) or len(stem) > _LONGEST:
        # characters were lost, so a hash keeps two ids apart
        ascii_id = unicodedata.normalize("NFKD", node_id).encode("ascii", "ignore").decode()
        slug = re.sub(r"[^a-z0-9]+", "-", ascii_id.lower())[:_LONGEST].strip("-")
        digest = short_hash(node_id)
        stem = f"{slug}-{digest}" if slug else digest
    return f"{stem}.html"


class Connected(NamedTuple):
    """An entity, and how many other papers and entities it is joined to."""

    node: NodeView
    connections: int


class Listing(NamedTuple):
    """All that the index lists.

    Attributes:
        concepts: Entities by the number of neighbours, then of papers, then by id.
        papers: The latest first, then by title.
    """

    concepts: list[Connected]
    papers: list[NodeView]


def listing(graph: ReadableGraph) -> Listing:
    """All entities and papers of a graph; every node is looked at once."""
    joined: Callable[[str], int]
    views: Iterable[NodeView]
    if isinstance(graph, FileGraph):
        joined, views = graph.connections().__getitem__, graph.nodes.listed()
    else:
        joined = partial(_connections, graph)
        nodes = graph.nodes(data=True)
        views = (typed_node(i, data) for i, data in nodes if data["type"] != RESULT_LABEL)
    concepts, papers = [], []
    for view in views:
        if view.type == PAPER_LABEL:
            papers.append(view)
        else:
            concepts.append(Connected(view, joined(view.id)))
    concepts.sort(key=_rank)
    papers.sort(key=lambda p: (-(p.year or 0), p.name, p.id))
    return Listing(concepts, papers)


def _rank(concept: Connected) -> tuple[int, int, str]:
    return -concept.connections, -concept.node.papers, concept.node.id


def _connections(graph: ReadableGraph, node_id: str) -> int:
    others = {*graph.predecessors(node_id), *graph.successors(node_id)} - {node_id}
    return sum(graph.nodes[other]["type"] != RESULT_LABEL for other in others)


def ranked_concepts(graph: FileGraph) -> Iterable[Connected]:
    """The entities of a graph as ``listing`` orders them; no more is read than is taken."""
    connections = graph.connections()
    alike: dict[int, list[str]] = defaultdict(list)
    for node_id, kind in graph.nodes(data="type"):
        if kind not in (PAPER_LABEL, RESULT_LABEL):
            alike[connections[node_id]].append(node_id)
    return (
        concept
        for number in sorted(alike, reverse=True)
        for concept in sorted(
            (Connected(node_view(graph, i), number) for i in alike[number]), key=_rank
        )
    )


def chosen_concepts(
    concepts: Iterable[Connected], *, pages: int | Literal["all", "none"]
) -> tuple[str, ...]:
    """The concepts that get a page: the most connected with two neighbours or more.

    Generic classes ("large language models") are joined to everything and would push
    out what has a name; as many as a tenth of the pages are theirs, and whatever the
    named leave over.

    Args:
        concepts: Those of a ``Listing``, in its order; no more are taken than it needs.
        pages: How many pages there may be, or all, or none.

    Raises:
        ValueError: The number is negative.
    """
    joined = itertools.takewhile(lambda concept: concept.connections >= 2, concepts)
    if pages == "none":
        return ()
    if pages == "all":
        return tuple(concept.node.id for concept in joined)
    if pages < 0:
        raise ValueError(f"pages must be 0 or more, 'all' or 'none', not {pages}")
    most_generic = pages // GENERIC_SHARE
    ranked: list[str] = []
    named: list[str] = []
    generic: list[str] = []
    for node, _ in joined:
        ranked.append(node.id)
        (generic if node.generic else named).append(node.id)
        if len(named) >= pages and len(generic) >= most_generic:
            break
    kept = named[: pages - min(len(generic), most_generic)]
    kept_set = {*kept, *generic[: pages - len(kept)]}
    return tuple(node_id for node_id in ranked if node_id in kept_set)
