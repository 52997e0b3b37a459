"""What a file of curation changes: two resolutions of the same papers, compared."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

from schemas import Entity, RefusedMerge, Resolution


class Node(NamedTuple):
    """A node, and in how many papers it stands."""

    id: str
    name: str
    papers: int


class Piece(NamedTuple):
    """What became of some surfaces of a node; no id where they are hidden."""

    id: str | None
    surfaces: tuple[str, ...]


@dataclass(frozen=True)
class Joined:
    """A node that was several."""

    node: Node
    of: tuple[Node, ...]


@dataclass(frozen=True)
class Parted:
    """A node that becomes several."""

    node: Node
    into: tuple[Piece, ...]


@dataclass(frozen=True)
class Renamed:
    """A node that gets another name or another type: its ids and what it is called or is."""

    node: str
    id: str
    before: str
    after: str


@dataclass(frozen=True)
class Preview:
    """What a file of curation changes, each list by id.

    Attributes:
        joined: Nodes that become one.
        parted: Nodes that become several.
        renamed: Nodes of another name.
        retyped: Nodes of another type.
        hidden: Nodes that leave the graph.
        refused: Joins that the file stands against.
        warnings: Names of the file that are gone.
    """

    joined: tuple[Joined, ...]
    parted: tuple[Parted, ...]
    renamed: tuple[Renamed, ...]
    retyped: tuple[Renamed, ...]
    hidden: tuple[Node, ...]
    refused: tuple[RefusedMerge, ...]
    warnings: tuple[str, ...]

    @property
    def changes_nothing(self) -> bool:
        """Whether the graph is the same with the file and without."""
        return not (self.joined or self.parted or self.renamed or self.retyped or self.hidden)

    def as_record(self) -> dict[str, Any]:
        """The preview as JSON has it."""
        return {
            "joined": [
                {"node": one.node._asdict(), "of": [n._asdict() for n in one.of]}
                for one in self.joined
            ],
            "parted": [
                {"node": one.node._asdict(), "into": [p._asdict() for p in one.into]}
                for one in self.parted
            ],
            "renamed": [asdict(one) for one in self.renamed],
            "retyped": [asdict(one) for one in self.retyped],
            "hidden": [node._asdict() for node in self.hidden],
            "refused": [one.model_dump(mode="json") for one in self.refused],
            "warnings": list(self.warnings),
        }


def preview(before: Resolution, after: Resolution) -> Preview:
    """Compares what the rules alone give with what they give under a file of curation.

    Args:
        before: Resolved without the file.
        after: The same papers, resolved with it.

    Example:
        >>> nothing = Resolution(papers=[], entities=(), merges=())
        >>> preview(nothing, nothing).changes_nothing
        True
    """
    was = {entity.id: entity for entity in before.entities}
    now = {entity.id: entity for entity in after.entities}
    mentions: Counter[tuple[str, str | None]] = Counter()
    surfaces: defaultdict[tuple[str, str | None], set[str]] = defaultdict(set)
    for old, new in zip(before.papers, after.papers, strict=True):
        pairs = zip(old.annotation.mentions, new.annotation.mentions, strict=True)
        for mention, again in pairs:
            if mention.node is not None:
                mentions[mention.node, again.node] += 1
                surfaces[mention.node, again.node].add(mention.text)
    into: defaultdict[str, set[str | None]] = defaultdict(set)
    made_of: defaultdict[str, set[str]] = defaultdict(set)
    for old_id, new_id in mentions:
        into[old_id].add(new_id)
        if new_id is not None:
            made_of[new_id].add(old_id)
    same = _same_nodes(mentions)
    refused = set(after.refused) - set(before.refused)
    return Preview(
        joined=tuple(
            Joined(_node(now[one]), tuple(_node(was[n]) for n in sorted(of)))
            for one, of in sorted(made_of.items())
            if len(of) > 1
        ),
        parted=tuple(
            Parted(
                _node(was[one]),
                tuple(
                    Piece(n, tuple(sorted(surfaces[one, n])))
                    for n in sorted(of, key=lambda n: n or "")
                ),
            )
            for one, of in sorted(into.items())
            if len(of) > 1
        ),
        renamed=tuple(
            Renamed(old, new, was[old].name, now[new].name)
            for old, new in same
            if was[old].name != now[new].name
        ),
        retyped=tuple(
            Renamed(old, new, was[old].type, now[new].type)
            for old, new in same
            if was[old].type != now[new].type
        ),
        hidden=tuple(_node(entity) for entity in after.hidden),
        refused=tuple(one for one in after.refused if one in refused),
        warnings=after.warnings,
    )


def _node(entity: Entity) -> Node:
    return Node(entity.id, entity.name, entity.papers)


def _same_nodes(mentions: Mapping[tuple[str, str | None], int]) -> list[tuple[str, str]]:
    """Pairs of a node before and after that stand for each other.

    A node of the same id does, where they have mentions in common, else that of most.
    """
    kept = {pair: count for pair, count in mentions.items() if pair[1] is not None}
    after = _most(((old, new), count) for (old, new), count in kept.items())
    before = _most(((new, old), count) for (old, new), count in kept.items())
    return sorted((old, new) for old, new in after.items() if before[new] == old)


def _most(counts: Iterable[tuple[tuple[Any, Any], int]]) -> dict[str, str]:
    """For each first itself, else the second that it stands with most often, or first by id."""
    best: dict[str, tuple[bool, int, str]] = {}
    for (one, other), count in counts:
        rank = (one != other, -count, other)
        best[one] = min(best.get(one, rank), rank)
    return {one: other for one, (*_, other) in best.items()}
