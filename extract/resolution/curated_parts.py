"""Parts of a concept: some of its surfaces, where the user says that they are several things."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from extract.resolution.concepts import CAMEL, LocalConcept
from extract.resolution.spelling import spelling_key


def part(concept: LocalConcept, surfaces: Iterable[str]) -> LocalConcept:
    """Some surfaces of a concept, those that stay."""
    kept = set(surfaces)
    keys = {spelling_key(s) for s in kept}
    return concept._replace(
        surfaces=Counter({s: n for s, n in concept.surfaces.items() if s in kept}),
        short_keys=tuple(k for k in concept.short_keys if k in keys),
        long_keys=tuple(k for k in concept.long_keys if k.removesuffix(CAMEL) in keys),
    )


def own_part(concept: LocalConcept, surfaces: Iterable[str]) -> LocalConcept:
    """Some surfaces of a concept, as if they were all of it."""
    own = part(concept, surfaces)
    return own._replace(short_keys=(), long_keys=(*own.short_keys, *own.long_keys))
