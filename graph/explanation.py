"""Why a node is one: its surfaces with the papers they stand in, and what was not decided."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from graph.decisions import read_conflicts, read_merges, read_refused, read_suggestions
from graph.files import ANNOTATIONS, EDGES, NODES, read_entities
from graph.lines import records
from graph.names import NamedNode, NameIndex
from schemas import (
    VARIANT_OF,
    Annotation,
    AtlasError,
    Entity,
    Merge,
    RefusedMerge,
    Suggestion,
    TypeConflict,
    Variant,
    VariantReason,
)


class _Tie(BaseModel):
    """A line of ``edges.jsonl`` that says what is a variant of what."""

    head: str
    type: str
    tail: str
    reason: VariantReason


@dataclass(frozen=True)
class SurfaceUse:
    """A surface of a node, how it came to it, and where it stands.

    Attributes:
        surface: As papers write it.
        depth: How many joins lie between it and the name; 0 is the name.
        into: The surface that it was joined to; ``None`` of the name.
        reason: Why it was joined.
        score: How sure that is.
        mentions: How often it stands in papers.
        papers: The ids of those papers, sorted.
    """

    surface: str
    depth: int
    into: str | None
    reason: str | None
    score: float | None
    mentions: int
    papers: tuple[str, ...]


@dataclass(frozen=True)
class Explanation:
    """What is known of how a node came to be.

    Attributes:
        node: The node.
        surfaces: Its surfaces, the name first and each after the one that it was joined to.
        refused: Joins of one of its surfaces that were not made.
        conflict: The types that papers give it, where they are several.
        variant_of: What it is a version, size or variant of.
        variants: Its versions, sizes and variants.
        suggestions: What it may be one with, or what may be one with it.
        names: The names of the other nodes, by id.
    """

    node: Entity
    surfaces: tuple[SurfaceUse, ...]
    refused: tuple[RefusedMerge, ...]
    conflict: TypeConflict | None
    variant_of: tuple[Variant, ...]
    variants: tuple[Variant, ...]
    suggestions: tuple[Suggestion, ...]
    names: Mapping[str, str]

    def as_record(self) -> dict[str, Any]:
        """The explanation as JSON has it."""
        return {
            "node": self.node.model_dump(mode="json"),
            "surfaces": [
                {name: value for name, value in asdict(use).items() if name != "depth"}
                for use in self.surfaces
            ],
            "refused": [one.model_dump(mode="json") for one in self.refused],
            "types": dict(self.conflict.types) if self.conflict else None,
            "variant_of": [one.model_dump(mode="json") for one in self.variant_of],
            "variants": [one.model_dump(mode="json") for one in self.variants],
            "suggestions": [one.model_dump(mode="json") for one in self.suggestions],
        }


def explained(version: Path, name: str) -> Explanation:
    """Explains one node of an atlas.

    Args:
        version: The directory of the files in force (``current_version``).
        name: A name, alias or id; case and hyphens do not matter.

    Raises:
        NameLookupError: The name leads to no node, or to several.
        AtlasError: A file is missing or damaged.
    """
    entities = {entity.id: entity for entity in read_entities(version)}
    names = NameIndex(NamedNode(e.id, e.type, e.name, e.aliases) for e in entities.values())
    node = entities[names.find(name)]
    surfaces = {node.name, *node.aliases}
    refused = (r for r in read_refused(version) if {r.surface, r.into} & surfaces)
    ties = list(_ties(version / EDGES, node.id))
    suggestions = tuple(s for s in read_suggestions(version) if node.id in (s.node, s.into))
    others = {end for tie in ties for end in (tie.node, tie.of)}
    others |= {end for s in suggestions for end in (s.node, s.into)}
    if strange := sorted(others - entities.keys()):
        raise AtlasError(
            f"{version / NODES} lacks {strange[0]!r}, which others name; build the atlas anew"
        )
    return Explanation(
        node=node,
        surfaces=tuple(_uses(version, node)),
        refused=tuple(refused),
        conflict=next((c for c in read_conflicts(version) if c.node == node.id), None),
        variant_of=tuple(t for t in ties if t.node == node.id),
        variants=tuple(t for t in ties if t.of == node.id),
        suggestions=suggestions,
        names={end: entities[end].name for end in sorted(others)},
    )


def _uses(version: Path, node: Entity) -> Iterator[SurfaceUse]:
    """The surfaces from the name on, each below the one it was joined to."""
    merges = {m.surface: m for m in read_merges(version, node=node.id)}
    below: defaultdict[str, list[Merge]] = defaultdict(list)
    for merge in merges.values():
        below[merge.into].append(merge)
    papers: defaultdict[str, set[str]] = defaultdict(set)
    mentions: Counter[str] = Counter()
    for annotation in _annotations(version / ANNOTATIONS, node.id):
        for mention in annotation.mentions:
            if mention.node == node.id:
                papers[mention.text].add(annotation.id)
                mentions[mention.text] += 1
    waiting = [(0, node.name)]
    while waiting:
        depth, surface = waiting.pop()
        joined = merges.get(surface)
        yield SurfaceUse(
            surface=surface,
            depth=depth,
            into=joined.into if joined else None,
            reason=joined.reason.value if joined else None,
            score=joined.score if joined else None,
            mentions=mentions[surface],
            papers=tuple(sorted(papers[surface])),
        )
        nearest = sorted(below.pop(surface, ()), key=lambda m: (m.papers, m.surface), reverse=True)
        waiting += [(depth + 1, m.surface) for m in reversed(nearest)]


def _annotations(version_file: Path, node: str) -> Iterator[Annotation]:
    """The annotations that name a node; the others are not parsed."""
    return records(version_file, Annotation, holding=[f'"node":{_as_json(node)}'])


def _ties(edges: Path, node: str) -> Iterator[Variant]:
    """The ties of a node to what it is a variant of, and of its variants to it."""
    for tie in records(edges, _Tie, holding=[f'"type":"{VARIANT_OF}"', _as_json(node)]):
        if tie.type == VARIANT_OF and node in (tie.head, tie.tail):
            yield Variant(node=tie.head, of=tie.tail, reason=tie.reason)


def _as_json(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
