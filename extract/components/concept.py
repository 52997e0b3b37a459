"""A concept, without spaCy: the msgpack of srsly asks for it while spaCy is imported."""

from __future__ import annotations

from dataclasses import dataclass

from schemas import Span


@dataclass(frozen=True)
class Concept:
    """One entity within a paper.

    Attributes:
        key: Its name, unique in the paper: the surface that the paper goes on using.
        type: Its type within this paper.
        mentions: Where it is named, in order.
    """

    key: str
    type: str
    mentions: tuple[Span, ...]
