"""Canonical lines as the attributes of nodes and edges, or as views of nodes.

Whoever lists an atlas or writes its pages reads many. msgspec checks the types of a line as it
parses it, in a fraction of the time that a model of pydantic takes; a line that it refuses is
one for the model, which says what is wrong.
"""

from __future__ import annotations

from typing import Annotated, Any

import msgspec

from graph.facts import NodeView
from graph.node_identity import paper_attributes
from schemas import MENTIONS


class _Entity(msgspec.Struct, kw_only=True):
    id: str
    type: str
    name: str
    aliases: list[str] = []
    papers: int
    first_year: int | None = None
    generic: bool = False


class _Paper(msgspec.Struct, kw_only=True):
    id: str
    title: str
    abstract: str
    year: int | None = None
    venue: str | None = None
    url: str | None = None
    authors: list[str] = []


class _Edge(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    head: str
    type: str
    tail: str
    paper: str
    sentence: str
    start_char: Annotated[int, msgspec.Meta(ge=0)]
    end_char: Annotated[int, msgspec.Meta(ge=0)]
    confidence: Annotated[float, msgspec.Meta(ge=0, le=1)]


class _Mentions(_Edge, kw_only=True, forbid_unknown_fields=True):
    count: Annotated[int, msgspec.Meta(ge=1)]
    sentences: Annotated[list[str], msgspec.Meta(min_length=1)]


_ENTITY = msgspec.json.Decoder(_Entity)
_PAPER = msgspec.json.Decoder(_Paper)
_MENTIONS = msgspec.json.Decoder(_Mentions)
_EDGE = msgspec.json.Decoder(_Edge)


def entity_view_in(line: bytes) -> NodeView | None:
    """The view of an entity's node; ``None`` where the line is not plainly one.

    Example:
        >>> entity_view_in(b'{"id":"task:x","type":"Task","name":"x","papers":2}').papers
        2
    """
    try:
        entity = _ENTITY.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
    return NodeView(
        entity.id,
        entity.type,
        entity.name,
        tuple(entity.aliases),
        entity.papers,
        entity.first_year,
        entity.generic,
    )


def entity_in(line: bytes) -> dict[str, Any] | None:
    """The attributes of an entity's node; ``None`` where the line is not plainly one.

    Example:
        >>> entity_in(b'{"id":"task:x","type":"Task","name":"x","papers":2}')["aliases"]
        []
        >>> entity_in(b'{"id":"task:x","papers":"many"}') is None
        True
    """
    try:
        return msgspec.structs.asdict(_ENTITY.decode(line))
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None


def paper_in(line: bytes) -> dict[str, Any] | None:
    """The attributes of a paper's node; ``None`` where the line is not plainly one.

    Example:
        >>> paper_in(b'{"id":"p1","title":"A","abstract":"B."}')["id"]
        'paper:p1'
    """
    try:
        paper = _PAPER.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
    return paper_attributes(paper)


def edge_in(line: bytes, kind: str) -> dict[str, Any] | None:
    """The attributes of an edge; ``None`` where the line is not plainly one with a sentence.

    Args:
        line: A line of the canonical file.
        kind: The type of the edge.

    Example:
        >>> line = (
        ...     b'{"head":"model:a","type":"USES","tail":"model:b","paper":"p","sentence":"A.",'
        ...     b'"start_char":0,"end_char":2,"confidence":0.5}'
        ... )
        >>> edge_in(line, "USES")["confidence"], edge_in(line, "MENTIONS")
        (0.5, None)
    """
    try:
        edge = (_MENTIONS if kind == MENTIONS else _EDGE).decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
    attributes = msgspec.structs.asdict(edge)
    del attributes["head"], attributes["tail"]
    return attributes
