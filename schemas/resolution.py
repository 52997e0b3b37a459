"""What resolution decides: which mentions are one node, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from schemas.annotation import AnnotatedPaper
from schemas.vocabulary import TypeName


class MergeReason(StrEnum):
    """Why two surfaces are one node.

    ``SPELLING`` joins what is written in other characters alone: "π₀" and "π0", "ﬁne"
    with a ligature and "fine" without.
    """

    CASE = "case"
    HYPHEN = "hyphen"
    PLURAL = "plural"
    LATEX = "latex"
    SPELLING = "spelling"
    ABBREVIATION = "abbreviation"


class Entity(BaseModel):
    """A node of the graph that is not a paper.

    Attributes:
        id: ``<type>:<slug of the name>``, with a stable suffix where slugs clash.
        type: The type chosen over all papers.
        name: The most used full form.
        aliases: All other surfaces, sorted.
        papers: Number of papers that mention it.
        first_year: Earliest year among them, where any is known.
        generic: Whether it is a class of things (large language models), not a name.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    type: TypeName
    name: str
    aliases: tuple[str, ...] = ()
    papers: int
    first_year: int | None = None
    generic: bool = False


class Merge(BaseModel):
    """One join: a surface that went into a node, and the reason.

    Attributes:
        node: Id of the node.
        surface: The surface that joined.
        into: The surface of that node it was joined to.
        reason: Why.
        papers: Number of papers in which the joined surface stands.
    """

    model_config = ConfigDict(frozen=True)

    node: str
    surface: str
    into: str
    reason: MergeReason
    papers: int


@dataclass(frozen=True)
class Resolution:
    """The resolved facts that a graph is built from.

    Attributes:
        papers: Papers with annotations whose mentions carry a node, by paper id;
            may be iterated several times.
        entities: All nodes, sorted by id.
        merges: All joins, sorted by node and surface.
    """

    papers: Iterable[AnnotatedPaper]
    entities: tuple[Entity, ...]
    merges: tuple[Merge, ...]
