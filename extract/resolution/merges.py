"""The record of each join that made a node: which surface, into which, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Final

from extract.resolution.concepts import CAMEL
from extract.resolution.groups import Link
from extract.resolution.nodes import NodeEvidence
from extract.resolution.spelling import spelling_key, spelling_reason
from schemas import Entity, Merge, MergeReason

SPELLING_SCORE: Final = 0.99
"""How sure it is that two spellings of one key are one."""

LONG_FORM_SCORE: Final = 0.95
"""How sure a long form is that is known by its short form alone."""


def merges_of(entity: Entity, seen: NodeEvidence, links: Iterable[Link]) -> list[Merge]:
    """Every join that made this node, each surface to the one that it was joined to.

    Args:
        entity: The node.
        seen: What papers say of it.
        links: The links between its keys.
    """
    written = entity.name if entity.name in seen.surfaces else seen.written_name
    by_key: dict[str, list[str]] = defaultdict(list)
    for surface in seen.surfaces:
        by_key[spelling_key(surface)].append(surface)
    mains = {
        key: min(surfaces, key=lambda s: (s != written, -seen.surfaces[s], s))
        for key, surfaces in by_key.items()
    }
    merges: list[tuple[str, str, MergeReason, float]] = []
    for key, into, reason, score in _tree(spelling_key(written), mains, seen, links):
        merges.append((mains[key], mains[into], reason, score))
    if written != entity.name:
        merges.append((written, entity.name, MergeReason.CURATION, 1.0))
    for key, surfaces in by_key.items():
        for surface in surfaces:
            spelling = spelling_reason(surface, mains[key])
            if surface != mains[key] and spelling is not None:
                merges.append((surface, mains[key], spelling, SPELLING_SCORE))
    return [
        Merge(
            node=entity.id,
            surface=s,
            into=i,
            reason=r,
            papers=seen.surfaces[s],
            score=score,
            mentions=seen.mentions[s],
        )
        for s, i, r, score in sorted(merges)
    ]


def _tree(
    root: str, keys: Collection[str], seen: NodeEvidence, links: Iterable[Link]
) -> Iterator[tuple[str, str, MergeReason, float]]:
    """Each key but the root, and the key nearer to the root that it hangs on."""
    near: dict[str, dict[str, tuple[MergeReason, float]]] = defaultdict(dict)
    for link in links:
        one, other = link.one.removesuffix(CAMEL), link.other.removesuffix(CAMEL)
        near[one][other] = near[other][one] = link.reason, link.score
    hung, reached = {root}, [(root, root)]
    while reached:
        key, below = reached.pop(0)
        for other in sorted(near[key].keys() - hung):
            hung.add(other)
            if other in keys:
                yield other, below, *near[key][other]
            reached.append((other, other if other in keys else below))
    for key in sorted(set(keys) - hung):
        total, uses = seen.short_scores.get(key, (0, 0))
        score = round(total / uses / 1000, 3) if uses else LONG_FORM_SCORE
        yield key, root, MergeReason.ABBREVIATION, score
