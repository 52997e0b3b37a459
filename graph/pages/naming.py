"""Which concepts get a page of their own, and what its file is called."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

import networkx as nx

from graph.hashes import short_hash
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


def connections(graph: nx.MultiDiGraph, node_id: str) -> int:
    """How many other papers and entities a node is joined to."""
    others = {*graph.pred[node_id], *graph.succ[node_id]} - {node_id}
    return sum(graph.nodes[other]["type"] != RESULT_LABEL for other in others)


def most_connected(graph: nx.MultiDiGraph) -> list[str]:
    """Entities by the number of neighbours, then of papers, then by id."""
    types = graph.nodes(data="type")
    entities = [i for i, kind in types if kind not in (PAPER_LABEL, RESULT_LABEL)]
    ranks = {i: (-connections(graph, i), -graph.nodes[i]["papers"], i) for i in entities}
    return sorted(entities, key=ranks.__getitem__)


def chosen_concepts(
    graph: nx.MultiDiGraph, *, pages: int | Literal["all", "none"]
) -> tuple[str, ...]:
    """The concepts that get a page: the most connected with two neighbours or more.

    Generic classes ("large language models") are joined to everything and would push
    out what has a name; as many as a tenth of the pages are theirs, and whatever the
    named leave over.

    Raises:
        ValueError: The number is negative.
    """
    ranked = [i for i in most_connected(graph) if connections(graph, i) >= 2]
    if pages == "none":
        return ()
    if pages == "all":
        return tuple(ranked)
    if pages < 0:
        raise ValueError(f"pages must be 0 or more, 'all' or 'none', not {pages}")
    generic = [i for i in ranked if graph.nodes[i]["generic"]]
    named = [i for i in ranked if not graph.nodes[i]["generic"]]
    reserved = min(len(generic), pages // GENERIC_SHARE)
    kept = named[: pages - reserved]
    kept_set = {*kept, *generic[: pages - len(kept)]}
    return tuple(i for i in ranked if i in kept_set)
