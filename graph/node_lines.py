"""The lines of papers and entities as the attributes of their nodes.

Whoever lists an atlas reads all of them. msgspec checks the types of a line as it parses it, in
a fraction of the time that a model of pydantic takes; a line that it refuses is one for the
model, which says what is wrong.
"""

from __future__ import annotations

from typing import Any

import msgspec

from graph.node_identity import paper_attributes


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


_ENTITY = msgspec.json.Decoder(_Entity)
_PAPER = msgspec.json.Decoder(_Paper)


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
