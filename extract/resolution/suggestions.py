"""What the rules are unsure of: pairs of nodes that may be one thing, for a person to decide.

Nothing here joins anything. Each source looks where a rule of resolution stopped short:

    sense     a short form without its long form; most papers mean this one, but too few
    spacing   one word or two (VideoFold, video fold), where types differ
    wording   the same words in other forms, where types differ
    head      a name with and without a generic head, where the rule on heads has doubts
    words     the same words that carry meaning, in another order or form
    letter    a letter more, less or other in a word that hardly any other name has

Both nodes are of one kind, have the same numbers, and are not known to be different. Every
source goes over the nodes once, by a key that the two have in common.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple

from extract.resolution.concepts import kind_of
from extract.resolution.groups import Groups
from extract.resolution.senses import Senses
from extract.resolution.shared_units import SCORES, UNIT_SOURCES, Pair, rank, units_of
from extract.resolution.slips import lower_name, slips
from extract.resolution.spelling import spelling_key
from extract.resolution.twins import TWIN
from extract.resolution.usage import Usage
from schemas import Entity, Suggestion, SuggestionReason

HALF: Final = 0.5
"""Share of the weight that a meaning must have to be suggested."""

_NUMBER = re.compile(r"\d+(?:\.\d+)*")


class Nodes(NamedTuple):
    """The nodes and what is known of them.

    Attributes:
        entities: The nodes by the key of their set.
        usage: What all papers say.
        groups: Which keys are one, and what must stay apart.
        senses: What short forms stand for.
    """

    entities: Mapping[str, Entity]
    usage: Usage
    groups: Groups
    senses: Senses

    def clash(self, one: str, other: str) -> bool:
        """Whether two nodes are known to differ, by their keys."""
        return self.groups.clash(one, other) is not None


def suggested(nodes: Nodes) -> tuple[Suggestion, ...]:
    """Pairs of nodes that may be one, each once with its best reason, by node.

    Args:
        nodes: All nodes.
    """
    found: dict[tuple[str, str], Pair] = {}
    entities = nodes.entities
    for _, pair in pairs_by_unit(nodes):
        if may_be_one(pair, entities[pair.key], entities[pair.other], clash=nodes.clash):
            ends = ends_of(pair)
            found[ends] = min(found.get(ends, pair), pair, key=preference)
    return tuple(
        sorted(
            (suggestion(p, entities[p.key], entities[p.other]) for p in found.values()), key=_order
        )
    )


def pairs_by_unit(nodes: Nodes) -> Iterator[tuple[str, Pair]]:
    """What all sources find, each pair with the unit of its source that it comes from.

    The unit of a sense is its short form, that of a slip the lower-case name that has it.

    Args:
        nodes: All nodes.
    """
    for short in sorted(nodes.usage.bound):
        for key, other, score in meant(nodes.senses, short, nodes.entities.get):
            yield short, sense_pair(nodes.entities[key], nodes.entities[other], key, other, score)
    for source in UNIT_SOURCES:
        for unit, of_unit in units_of(source, nodes.entities):
            for pair in source.pairs(unit, of_unit):
                yield unit, pair
    for pair in _letter(nodes.entities):
        yield lower_name(pair.surface), pair


def ends_of(pair: Pair) -> tuple[str, str]:
    """The two keys of a pair, the lesser first."""
    return min(pair[:2]), max(pair[:2])


def preference(pair: Pair) -> tuple[float, Pair]:
    """The order of the pairs of the same two nodes: the one that says most first."""
    return -pair.score, pair


def _order(one: Suggestion) -> tuple[str, str]:
    return one.node, one.into


def suggestion(pair: Pair, one: Entity, other: Entity) -> Suggestion:
    """The lesser node first, as what would go into the greater.

    Args:
        pair: Why the two may be one.
        one: The node of its key.
        other: The node of its other key.
    """
    ends = [(one, pair.surface), (other, pair.into)]
    (lesser, surface), (greater, into) = sorted(ends, key=lambda e: (e[0].papers, e[0].id))
    return Suggestion(
        node=lesser.id,
        into=greater.id,
        surface=surface,
        into_surface=into,
        reason=pair.reason,
        score=round(pair.score, 3),
        papers=lesser.papers,
        into_papers=greater.papers,
    )


def may_be_one(
    pair: Pair, one: Entity, other: Entity, *, clash: Callable[[str, str], bool]
) -> bool:
    """Whether nothing that is known speaks against a pair.

    Args:
        pair: The pair.
        one: The node of its key.
        other: The node of its other key.
        clash: Whether two nodes are known to differ, by their keys.
    """
    return (
        pair.key != pair.other
        and TWIN not in pair.key
        and TWIN not in pair.other
        and kind_of(one.type) == kind_of(other.type)
        and _numbers(pair.surface) == _numbers(pair.into)
        and not clash(pair.key, pair.other)
    )


def _numbers(surface: str) -> list[str]:
    return _NUMBER.findall(spelling_key(surface))


def meant(
    senses: Senses, short: str, entity: Callable[[str], Entity | None]
) -> Iterator[tuple[str, str, float]]:
    """A short form that stays apart, and the meaning that over half of its papers give.

    Args:
        senses: What short forms stand for.
        short: The short form.
        entity: The node of a key, where there is one.

    Yields:
        The keys of the two nodes, and the share of the meaning.
    """
    for key in senses.apart_keys(short):
        one = entity(key)
        if one is None:
            continue
        likeliest = senses.likeliest(short, one.type)
        if likeliest is None or not likeliest.score >= HALF:
            continue
        other = senses.of_kind(likeliest.key, one.type)
        if entity(other) is not None:
            yield key, other, likeliest.score


def sense_pair(one: Entity, other: Entity, key: str, other_key: str, score: float) -> Pair:
    """What is meant by a short form, as a pair; each node speaks by its name."""
    return Pair(key, other_key, one.name, other.name, SuggestionReason.SENSE, score)


def _letter(entities: Mapping[str, Entity]) -> Iterator[Pair]:
    """Napkin folding and napkin foldign."""
    papers: Counter[str] = Counter()
    at: dict[str, str] = {}
    for key, entity in sorted(entities.items(), key=lambda i: rank(i[1])):
        at.setdefault(entity.name, key)
        papers[entity.name] += entity.papers
    for slip, right in slips(papers):
        yield letter_pair((slip, at[slip]), (right, at[right]))


def letter_pair(slip: tuple[str, str], right: tuple[str, str]) -> Pair:
    """A slip and the name without it, by the name and the key of each."""
    reason = SuggestionReason.LETTER
    return Pair(slip[1], right[1], slip[0], right[0], reason, SCORES[reason])
