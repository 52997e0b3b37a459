"""Pairs of nodes that may be one because they have a key in common, unit by unit.

A unit is all nodes that share a key of one source. What a source says of a unit follows from
the nodes in it alone, so it is the same whether all nodes are looked at or only those of the
units that a change touches.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple

from extract.resolution.concepts import CAMEL, kind_of, name_key
from extract.resolution.heads import without_head
from extract.resolution.meaning import content
from extract.resolution.spelling import spelling_key
from extract.resolution.wording import loose_key
from schemas import Entity, EntityType, SuggestionReason

SCORES: Final[Mapping[SuggestionReason, float]] = {
    SuggestionReason.LETTER: 0.8,
    SuggestionReason.SPACING: 0.7,
    SuggestionReason.HEAD: 0.6,
    SuggestionReason.WORDING: 0.5,
    SuggestionReason.WORDS: 0.5,
}
"""How far a source is to be trusted; that of a sense is its share."""

_WORD = re.compile(r"\w+")
_ORDERED: Final = frozenset({"to", "from", "and", "or", "2"})
"""Words about which the order says what is meant: text to image, image to text."""


class Pair(NamedTuple):
    """Two keys of nodes, and the surfaces that speak for their being one."""

    key: str
    other: str
    surface: str
    into: str
    reason: SuggestionReason
    score: float


class UnitSource(NamedTuple):
    """A source of pairs.

    Attributes:
        reason: Why its pairs may be one.
        units: The keys of the units that a node is in.
        pairs: The pairs of a unit, by its key and all its nodes.
    """

    reason: SuggestionReason
    units: Callable[[Entity], tuple[str, ...]]
    pairs: Callable[[str, Mapping[str, Entity]], Iterator[Pair]]


def units_of(
    source: UnitSource, entities: Mapping[str, Entity]
) -> Iterator[tuple[str, dict[str, Entity]]]:
    """Each unit of several nodes, with its nodes.

    Args:
        source: The source.
        entities: All nodes by the key of their set.
    """
    alone: dict[str, str] = {}
    several: defaultdict[str, list[str]] = defaultdict(list)
    for key, entity in entities.items():
        for unit in source.units(entity):
            if alone.setdefault(unit, key) != key:
                several[unit].append(key)
    for unit, keys in several.items():
        yield unit, {key: entities[key] for key in (alone[unit], *keys)}


def rank(entity: Entity) -> tuple[int, str]:
    """The order of nodes: that of the most papers first, of equals by id."""
    return -entity.papers, entity.id


def _shared(entities: Mapping[str, Entity], reason: SuggestionReason) -> Iterator[Pair]:
    """Of the nodes of one kind in a unit, the one of the most papers and each other."""
    kinds: defaultdict[str, list[str]] = defaultdict(list)
    for key, entity in entities.items():
        kinds[kind_of(entity.type)].append(key)
    for keys in kinds.values():
        first, *others = sorted(keys, key=lambda k: rank(entities[k]))
        for other in others:
            names = entities[other].name, entities[first].name
            yield Pair(other, first, *names, reason, SCORES[reason])


def _spacing_units(entity: Entity) -> tuple[str, ...]:
    return (name_key(entity.name).removesuffix(CAMEL),)


def _spacing(_: str, entities: Mapping[str, Entity]) -> Iterator[Pair]:
    """VideoFold and video fold."""
    if any(name_key(e.name).endswith(CAMEL) for e in entities.values()):
        yield from _shared(entities, SuggestionReason.SPACING)


def _wording_units(entity: Entity) -> tuple[str, ...]:
    words = loose_key(entity.name)
    return (words,) if words else ()


def _wording(_: str, entities: Mapping[str, Entity]) -> Iterator[Pair]:
    """Model predictive control and controller, though papers give them two types."""
    yield from _shared(entities, SuggestionReason.WORDING)


def _bare_key(entity: Entity) -> str | None:
    bare = without_head(entity.name, type_=entity.type)
    return spelling_key(bare) if bare else None


def _head_units(entity: Entity) -> tuple[str, ...]:
    own, bare = spelling_key(entity.name), _bare_key(entity)
    return (own,) if bare is None or bare == own else (own, bare)


def _head(unit: str, entities: Mapping[str, Entity]) -> Iterator[Pair]:
    """Markov chain and Markov chain model; but a model of a task is not the task."""
    reason = SuggestionReason.HEAD
    bares = {k: e for k, e in entities.items() if spelling_key(e.name) == unit}
    for key, entity in entities.items():
        for other, bare in bares.items() if _bare_key(entity) == unit else ():
            if (entity.type == EntityType.TASK) == (bare.type == EntityType.TASK):
                yield Pair(key, other, entity.name, bare.name, reason, SCORES[reason])


def _words_units(entity: Entity) -> tuple[str, ...]:
    if " " in entity.name and _ORDERED.isdisjoint(_WORD.findall(entity.name.lower())):
        stems = content(entity.name)
        if len(stems) > 1:
            return (f"{' '.join(stems)} {entity.type}",)
    return ()


def _words(_: str, entities: Mapping[str, Entity]) -> Iterator[Pair]:
    """Robot policy learning and policy learning for robots, of one type."""
    yield from _shared(entities, SuggestionReason.WORDS)


UNIT_SOURCES: Final = (
    UnitSource(SuggestionReason.SPACING, _spacing_units, _spacing),
    UnitSource(SuggestionReason.WORDING, _wording_units, _wording),
    UnitSource(SuggestionReason.HEAD, _head_units, _head),
    UnitSource(SuggestionReason.WORDS, _words_units, _words),
)
"""The sources that look for nodes with a key in common."""
