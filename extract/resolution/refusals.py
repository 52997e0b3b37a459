"""The joins that were not made, as they are told."""

from __future__ import annotations

from collections.abc import Iterable

from extract.resolution.concepts import CAMEL
from extract.resolution.groups import Refusal
from extract.resolution.usage import Usage
from schemas import RefusedMerge


def refusals(refused: Iterable[Refusal], usage: Usage) -> tuple[RefusedMerge, ...]:
    """The joins that were not made, sorted; each pair of surfaces once."""
    found: dict[tuple[str, str], RefusedMerge] = {}
    for link, mark in refused:
        one, other = (_surface(usage, key) for key in (link.one, link.other))
        refusal = RefusedMerge(
            surface=one,
            into=other,
            reason=link.reason,
            score=link.score,
            known=mark.partition("\n")[0],
        )
        found.setdefault((one, other), refusal)
    return tuple(found[pair] for pair in sorted(found))


def _surface(usage: Usage, key: str) -> str:
    """A surface of a key; of a spelling key that of a name, where it has no other."""
    return min(usage.surfaces.get(key) or usage.surfaces[key + CAMEL])
