"""What a short form stands for: within its paper, and over all papers.

A paper that writes "Proposer-Agent-Evaluator (PAE)" binds its PAE to that long form.
A paper that writes PAE alone takes the long form that every other paper gives, or the
only one of the same type; where several fit, its PAE stays a thing of its own. What a
shipped table says comes first, unless the papers at hand bind the short form and none of
them so.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from extract.resolution.groups import Groups
from extract.resolution.spelling import spelling_key
from schemas import Annotation


class LocalConcept(NamedTuple):
    """A concept of one paper, reduced to what resolution looks at.

    Attributes:
        concept: Its key within the paper.
        type: Its type within the paper.
        surfaces: How often each surface stands in the paper.
        short_keys: Spelling keys of surfaces that the paper binds to a long form.
        long_keys: Spelling keys of all other surfaces, the most used first.
    """

    concept: str
    type: str
    surfaces: Counter[str]
    short_keys: tuple[str, ...]
    long_keys: tuple[str, ...]


def local_concepts(annotation: Annotation) -> list[LocalConcept]:
    """The concepts of one paper, in order of first mention."""
    shorts = {spelling_key(a.short) for a in annotation.abbreviations}
    longs = {spelling_key(a.long) for a in annotation.abbreviations}
    surfaces: dict[str, Counter[str]] = defaultdict(Counter)
    types: dict[str, str] = {}
    for mention in annotation.mentions:
        surfaces[mention.concept][mention.text] += 1
        types[mention.concept] = mention.type
    concepts = []
    for concept, counts in surfaces.items():
        keys: Counter[str] = Counter()
        for surface, count in counts.items():
            keys[spelling_key(surface)] += count
        ranked = sorted(keys, key=lambda k: (-keys[k], k))
        bound = any(k in longs for k in ranked)
        short = tuple(k for k in ranked if bound and k in shorts and k not in longs)
        long = tuple(k for k in ranked if k not in short)
        concepts.append(LocalConcept(concept, types[concept], counts, short, long))
    return concepts


class Senses:
    """The long forms of every short form, counted over papers.

    Args:
        groups: Which keys are one; long forms of one set are one sense.
        known: Long forms of short forms that no paper here binds, both as keys.
    """

    def __init__(self, groups: Groups, *, known: Mapping[str, str]) -> None:
        self._groups = groups
        self._known = known
        self._types: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))

    def add(self, concepts: Iterable[LocalConcept]) -> None:
        """Counts what one paper binds."""
        for concept in concepts:
            for short in concept.short_keys:
                self._types[short][concept.long_keys[0]][concept.type] += 1

    def sense(self, short: str, entity_type: str) -> str | None:
        """The long form that a short form without one stands for, if one is clear.

        Args:
            short: Spelling key of the short form.
            entity_type: Type that the paper gives it.
        """
        bound = self._types.get(short, {})
        senses = {self._groups.find(long) for long in bound}
        known = self._known.get(short)
        if known is not None:
            known = self._groups.find(known)
            if not senses or known in senses:
                return known
        if len(senses) > 1:
            senses = {
                self._groups.find(long) for long, types in bound.items() if entity_type in types
            }
        return senses.pop() if len(senses) == 1 else None
