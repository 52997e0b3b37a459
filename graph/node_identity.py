"""Ids, keys and properties of what the graph holds."""

from __future__ import annotations

from typing import Any, Final, Protocol

from schemas import PAPER_LABEL, Entity

PAPER_PREFIX: Final = "paper:"
"""What the id of a paper's node begins with; the paper's own id follows."""


def paper_node_id(paper_id: str) -> str:
    """The node id of a paper.

    Example:
        >>> paper_node_id("arxiv-2306.03310")
        'paper:arxiv-2306.03310'
    """
    return f"{PAPER_PREFIX}{paper_id}"


def edge_key(edge_type: str, paper_id: str | None) -> str:
    """The key of an edge among all edges between two nodes.

    Example:
        >>> edge_key("USES", "arxiv-2306.03310"), edge_key("VARIANT_OF", None)
        ('USES|arxiv-2306.03310', 'VARIANT_OF')
    """
    return edge_type if paper_id is None else f"{edge_type}|{paper_id}"


class _PaperFields(Protocol):
    """What a paper's node says of it: a ``Paper``, or the line of one read by other means."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def year(self) -> int | None: ...
    @property
    def venue(self) -> str | None: ...
    @property
    def url(self) -> str | None: ...


def paper_attributes(paper: _PaperFields) -> dict[str, Any]:
    """The properties of a paper's node."""
    return {
        "id": paper_node_id(paper.id),
        "type": PAPER_LABEL,
        "name": paper.title,
        "year": paper.year,
        "venue": paper.venue,
        "url": paper.url,
    }


def entity_attributes(entity: Entity) -> dict[str, Any]:
    """The properties of an entity's node."""
    return {**entity.model_dump(), "type": str(entity.type), "aliases": list(entity.aliases)}
