"""From sets of surfaces to nodes: readable name, type, id, and the record of each join."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from extract.resolution.spelling import spelling_key, spelling_reason, without_latex
from extract.slug import short_hash, slug
from schemas import Entity, EntityType, Merge, MergeReason

_TYPE_ORDER: dict[str, int] = {kind: rank for rank, kind in enumerate(EntityType)}
_CLASSES: frozenset[str] = frozenset(
    {EntityType.METHOD, EntityType.MODEL, EntityType.BENCHMARK, EntityType.DATASET}
)


@dataclass
class NodeEvidence:
    """What all papers say of one node, summed up.

    Attributes:
        surfaces: In how many papers each surface stands.
        types: How many papers give it each type.
        shorts: Surfaces that some paper uses as the short form of another.
        papers: How many papers mention it.
        first_year: The earliest year among them.
    """

    surfaces: Counter[str] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)
    shorts: set[str] = field(default_factory=set)
    papers: int = 0
    first_year: int | None = None

    @property
    def name(self) -> str:
        """The most used full form; of equals one without LaTeX, then one without capitals."""
        full = [s for s in self.surfaces if s not in self.shorts] or list(self.surfaces)
        return min(
            full, key=lambda s: (-self.surfaces[s], s != without_latex(s), s != s.lower(), s)
        )

    @property
    def type(self) -> str:
        """The type that most papers give; of equals the first of ``EntityType``, or by name."""
        last = len(_TYPE_ORDER)
        return min(self.types, key=lambda t: (-self.types[t], _TYPE_ORDER.get(t, last), t))

    @property
    def generic(self) -> bool:
        """Whether this is a class of things: papers write it in plain lower-case words.

        A phrase is one where any paper does so (its first letter may open a sentence),
        a single word where most papers do.
        Tasks, metrics and what other fields speak of (wheat, rust) have such names by nature
        and are never called generic.
        """
        if self.type not in _CLASSES:
            return False
        words = [s for s in self.surfaces if not any(c.isdigit() for c in s)]
        if any(" " in s and s[1:] == s[1:].lower() for s in words):
            return True
        plain = sum(self.surfaces[s] for s in words if s == s.lower())
        return 2 * plain > sum(self.surfaces.values())


def entities_of(evidence: dict[str, NodeEvidence]) -> dict[str, Entity]:
    """The nodes, by the key of their set; ids are clear of clashes.

    Of several nodes whose type and slug agree, the one of the smallest key keeps the
    plain id and the others take a hash of their key: C keeps ``method:c`` before C++ in
    however many papers either stands, so that more papers do not swap the two.
    """
    rivals: dict[str, list[str]] = defaultdict(list)
    for key, seen in evidence.items():
        rivals[f"{seen.type.lower()}:{slug(seen.name)}"].append(key)
    entities = {}
    for plain, keys in rivals.items():
        for rank, key in enumerate(sorted(keys)):
            seen = evidence[key]
            entities[key] = Entity(
                id=plain if rank == 0 else f"{plain}-{short_hash(key)}",
                type=seen.type,
                name=seen.name,
                aliases=tuple(sorted(s for s in seen.surfaces if s != seen.name)),
                papers=seen.papers,
                first_year=seen.first_year,
                generic=seen.generic,
            )
    return entities


def merges_of(entity: Entity, seen: NodeEvidence) -> list[Merge]:
    """Every join that made this node, each surface to the one nearest to it in spelling."""
    by_key: dict[str, list[str]] = defaultdict(list)
    for surface in seen.surfaces:
        by_key[spelling_key(surface)].append(surface)
    merges = []
    for surfaces in by_key.values():
        main = min(surfaces, key=lambda s: (s != entity.name, -seen.surfaces[s], s))
        if main != entity.name:
            merges.append((main, entity.name, MergeReason.ABBREVIATION))
        for surface in surfaces:
            reason = spelling_reason(surface, main)
            if surface != main and reason is not None:
                merges.append((surface, main, reason))
    return [
        Merge(node=entity.id, surface=s, into=i, reason=r, papers=seen.surfaces[s])
        for s, i, r in sorted(merges)
    ]
