"""What becomes other in the resolution of an atlas when some of its papers change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from schemas.resolution import (
    Entity,
    Merge,
    RefusedMerge,
    Suggestion,
    TypeConflict,
    Variant,
)


@dataclass(frozen=True)
class ResolutionChange:
    """The difference between two resolutions, one of them of a few other papers.

    What stands by node id replaces all that was known of that node: an empty list says that
    it has none of these any more.

    Attributes:
        nodes: For each paper that is new, or whose mentions lead to other nodes than before:
            the node of each of its concepts.
        renamed: Papers that are not among these but mention a node of another name now.
        gone: Ids of the entities that are no more.
        entities: The entities that are new or other than before, by id.
        merges: The joins, by node.
        conflicts: What papers disagree about, by node; ``None`` where they no longer do.
        variants: What a node is a variant of, by node; ``None`` where it no longer is one.
        refused: All joins that were not made.
        suggestions: All pairs of nodes that may be one.
    """

    nodes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    renamed: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset()
    entities: tuple[Entity, ...] = ()
    merges: Mapping[str, tuple[Merge, ...]] = field(default_factory=dict)
    conflicts: Mapping[str, TypeConflict | None] = field(default_factory=dict)
    variants: Mapping[str, Variant | None] = field(default_factory=dict)
    refused: tuple[RefusedMerge, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
