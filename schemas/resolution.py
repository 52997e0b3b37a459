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
    with a ligature and "fine" without. ``WORDING`` joins other forms of the same words
    (position and positional embedding), ``HEAD`` a name with and without a generic head
    (Meta-World benchmark), ``SYNONYM`` what a paper uses for one thing, ``ALIAS`` what a
    shipped list of names says, ``CURATION`` what the user says.
    """

    CASE = "case"
    HYPHEN = "hyphen"
    PLURAL = "plural"
    LATEX = "latex"
    SPELLING = "spelling"
    ABBREVIATION = "abbreviation"
    WORDING = "wording"
    HEAD = "head"
    SYNONYM = "synonym"
    ALIAS = "alias"
    CURATION = "curation"


class VariantReason(StrEnum):
    """What tells a node from the one that it is a variant of: GPT-4, 70B, turbo."""

    VERSION = "version"
    SIZE = "size"
    VARIANT = "variant"


class SuggestionReason(StrEnum):
    """Why two nodes may be one.

    ``SENSE``: a short form without its long form, of which most papers, but too few, mean
    the other node. ``SPACING``: one word or two. ``WORDING``: other forms of the same words.
    ``HEAD``: with and without a generic head. ``WORDS``: the same words in another order.
    ``LETTER``: a slip of the pen.
    """

    SENSE = "sense"
    SPACING = "spacing"
    WORDING = "wording"
    HEAD = "head"
    WORDS = "words"
    LETTER = "letter"


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
        score: How sure that is, up to 1.
        mentions: How often it stands in them.
    """

    model_config = ConfigDict(frozen=True)

    node: str
    surface: str
    into: str
    reason: MergeReason
    papers: int
    score: float = 1.0
    mentions: int


class RefusedMerge(BaseModel):
    """A join that was not made: it would have made one node of two things known to differ.

    Attributes:
        surface: A surface of the one.
        into: A surface of the other.
        reason: What spoke for the join.
        score: How sure that was.
        known: What tells the two apart: "numbers", "meaning of PAE", "curation, line 7".
    """

    model_config = ConfigDict(frozen=True)

    surface: str
    into: str
    reason: MergeReason
    score: float
    known: str


class Suggestion(BaseModel):
    """Two nodes that may be one, which no rule was sure enough of; nothing was joined.

    Attributes:
        node: Id of the node in fewer papers.
        into: Id of the other.
        surface: A surface of the one that speaks for it.
        into_surface: The surface of the other that it was compared with.
        reason: Why they may be one.
        score: How far that is to be trusted, up to 1.
        papers: Number of papers that mention the one.
        into_papers: Number of papers that mention the other.
    """

    model_config = ConfigDict(frozen=True)

    node: str
    into: str
    surface: str
    into_surface: str
    reason: SuggestionReason
    score: float
    papers: int
    into_papers: int


class Variant(BaseModel):
    """A node that is a version, size or variant of another; the names say so, no paper does.

    Attributes:
        node: Id of the node.
        of: Id of the node that it is one of.
        reason: What tells the two apart.
    """

    model_config = ConfigDict(frozen=True)

    node: str
    of: str
    reason: VariantReason


class TypeConflict(BaseModel):
    """A node to which papers give several types; the first has the most papers.

    Attributes:
        node: Id of the node.
        types: Each type and how many papers give it, the most first.
    """

    model_config = ConfigDict(frozen=True)

    node: str
    types: tuple[tuple[TypeName, int], ...]


@dataclass(frozen=True)
class Resolution:
    """The resolved facts that a graph is built from.

    Attributes:
        papers: Papers with annotations whose mentions carry a node, by paper id;
            may be iterated several times.
        entities: All nodes, sorted by id.
        merges: All joins, sorted by node and surface.
        refused: Joins that were not made, sorted.
        variants: Versions and sizes of other nodes, sorted by node.
        conflicts: Nodes on whose type papers disagree, sorted by node.
        suggestions: Nodes that may be one and were not joined, sorted by node.
        hidden: Nodes that the user left out, sorted by id; their mentions carry no node.
        warnings: What the user's curation says of names that are gone, by line.
    """

    papers: Iterable[AnnotatedPaper]
    entities: tuple[Entity, ...]
    merges: tuple[Merge, ...]
    refused: tuple[RefusedMerge, ...] = ()
    variants: tuple[Variant, ...] = ()
    conflicts: tuple[TypeConflict, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    hidden: tuple[Entity, ...] = ()
    warnings: tuple[str, ...] = ()
