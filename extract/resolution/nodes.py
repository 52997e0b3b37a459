"""From sets of surfaces to nodes: readable name, type and id."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from extract.resolution.concepts import CAMEL, LocalConcept
from extract.resolution.senses import Choice
from extract.resolution.spelling import spelling_key, without_latex
from extract.resolution.usage import add, add_all
from extract.slug import short_hash, slug
from schemas import Entity, EntityType, TypeConflict

_TYPE_ORDER: dict[str, int] = {kind: rank for rank, kind in enumerate(EntityType)}
_CLASSES: frozenset[str] = frozenset(
    {EntityType.METHOD, EntityType.MODEL, EntityType.BENCHMARK, EntityType.DATASET}
)


KNOWN_BY_SHORT: Final = 5
"""A name is known by its short form where so many times as many papers use that alone."""

GENERIC_PHRASES: Final = 0.1
"""Share of its papers that write a class of things as a phrase in small letters."""


Part = tuple[LocalConcept, Choice]
"""A concept of a paper or some of its surfaces, and their node."""


@dataclass
class NodeEvidence:
    """What all papers say of one node, summed up.

    Attributes:
        surfaces: In how many papers each surface stands.
        mentions: How often each surface stands in them.
        types: How many papers give it each type.
        shorts: How many concepts use a surface as the short form of another.
        papers: How many papers mention it.
        years: How many of them are of which year.
        short_scores: For the key of each surface that is short for something, over all uses:
            the sum of scores in thousandths and the number of uses.
        given_name: What the user calls it.
        given_type: What type the user gives it.
    """

    surfaces: Counter[str] = field(default_factory=Counter)
    mentions: Counter[str] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)
    shorts: Counter[str] = field(default_factory=Counter)
    papers: int = 0
    years: Counter[int] = field(default_factory=Counter)
    short_scores: dict[str, tuple[int, int]] = field(default_factory=dict)
    given_name: str | None = None
    given_type: str | None = None

    def count(self, parts: Sequence[Part], year: int | None, by: int = 1) -> None:
        """Adds what one paper says of the node.

        Args:
            parts: The concepts of the paper that are the node, or their surfaces that are.
            year: The year of the paper.
            by: 1; -1 takes out what was added.
        """
        self.papers += by
        if year is not None:
            add(self.years, year, by)
        add_all(self.types, {c.type for c, _ in parts}, by)
        add_all(self.surfaces, {s for c, _ in parts for s in c.surfaces}, by)
        for concept, choice in parts:
            add_all(self.mentions, concept.surfaces, by)
            self._count_shorts(concept, choice, by)

    def _count_shorts(self, concept: LocalConcept, choice: Choice, by: int) -> None:
        """Counts which surfaces of a concept are short for something."""
        shorts = set(concept.short_keys)
        if choice.found and not shorts:
            shorts.add(concept.long_keys[0].removesuffix(CAMEL))
        if not shorts:
            return
        add_all(self.shorts, (s for s in concept.surfaces if spelling_key(s) in shorts), by)
        for short in shorts:
            total, uses = self.short_scores.get(short, (0, 0))
            self.short_scores[short] = total + by * round(1000 * choice.score), uses + by
            if not self.short_scores[short][1]:
                del self.short_scores[short]

    @property
    def first_year(self) -> int | None:
        """The earliest year of a paper that mentions it."""
        return min(self.years, default=None)

    @property
    def is_given(self) -> bool:
        """Whether the user gives it a name or a type."""
        return self.given_name is not None or self.given_type is not None

    @property
    def name(self) -> str:
        """What the user calls it, else what papers do."""
        return self.given_name or self.written_name

    @property
    def written_name(self) -> str:
        """The most used full form; the short form, where hardly anybody writes it out.

        Of equals one without LaTeX comes first, then one without capitals.
        """
        shorts = {s.lower() for s in self.shorts}
        full = [s for s in self.surfaces if s.lower() not in shorts]
        written_out = sum(self.surfaces[s] for s in full)
        short = sum(self.surfaces.values()) - written_out
        if not full or (short > KNOWN_BY_SHORT * written_out and not self.generic):
            full = [s for s in self.surfaces if s.lower() in shorts]
        return min(
            full, key=lambda s: (-self.surfaces[s], s != without_latex(s), s != s.lower(), s)
        )

    @property
    def type(self) -> str:
        """The type that the user gives, else the one that most papers do.

        Of equals the first of ``EntityType``, or by name.
        """
        return self.given_type or self.ranked_types[0][0]

    @property
    def ranked_types(self) -> list[tuple[str, int]]:
        """Each type and how many papers give it, the most first."""
        last = len(_TYPE_ORDER)
        return sorted(self.types.items(), key=lambda i: (-i[1], _TYPE_ORDER.get(i[0], last), i[0]))

    @property
    def generic(self) -> bool:
        """Whether this is a class of things: papers write it in plain lower-case words.

        A phrase is one where a tenth of the papers do so (its first letter may open a
        sentence), a single word where most papers do.
        Tasks, metrics and what other fields speak of (wheat, rust) have such names by nature
        and are never called generic.
        """
        if self.type not in _CLASSES:
            return False
        words = [s for s in self.surfaces if not any(c.isdigit() for c in s)]
        phrases = sum(self.surfaces[s] for s in words if " " in s and s[1:] == s[1:].lower())
        plain = sum(self.surfaces[s] for s in words if s == s.lower())
        every = sum(self.surfaces.values())
        return phrases > GENERIC_PHRASES * every or 2 * plain > every


def plain_id(seen: NodeEvidence) -> str:
    """The id of a node, unless another has it by right."""
    return f"{seen.type.lower()}:{slug(seen.name)}"


def entities_of(evidence: Mapping[str, NodeEvidence]) -> dict[str, Entity]:
    """The nodes, by the key of their set; ids are clear of clashes."""
    rivals: dict[str, list[str]] = defaultdict(list)
    for key, seen in evidence.items():
        rivals[plain_id(seen)].append(key)
    return {
        key: entity_of(key, evidence[key], plain, is_first=rank == 0)
        for plain, keys in rivals.items()
        for rank, key in enumerate(sorted(keys, key=lambda k: (evidence[k].is_given, k)))
    }


def entity_of(key: str, seen: NodeEvidence, plain: str, *, is_first: bool) -> Entity:
    """A node as papers speak of it.

    Of several nodes whose type and slug agree, the one of the smallest key keeps the
    plain id and the others take a hash of their key: C keeps ``method:c`` before C++ in
    however many papers either stands, so that more papers do not swap the two. What the user
    renames or retypes takes no id from a node that has it by itself.

    Args:
        key: The key of its set.
        seen: What papers say of it.
        plain: Its plain id.
        is_first: Whether it keeps that.
    """
    return Entity(
        id=plain if is_first else f"{plain}-{short_hash(key)}",
        type=seen.type,
        name=seen.name,
        aliases=tuple(sorted(s for s in seen.surfaces if s != seen.name)),
        papers=seen.papers,
        first_year=seen.first_year,
        generic=seen.generic,
    )


def conflict_of(entity: Entity, seen: NodeEvidence) -> TypeConflict | None:
    """The types that papers give a node, where they are several and the user chose none."""
    if len(seen.types) < 2 or seen.given_type is not None:
        return None
    return TypeConflict(node=entity.id, types=tuple(seen.ranked_types))
