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
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from extract.resolution.concepts import CAMEL, kind_of, name_key
from extract.resolution.groups import Groups
from extract.resolution.heads import without_head
from extract.resolution.meaning import content
from extract.resolution.senses import Senses
from extract.resolution.slips import slips
from extract.resolution.spelling import spelling_key
from extract.resolution.twins import TWIN
from extract.resolution.usage import Usage
from extract.resolution.wording import loose_key
from schemas import Entity, EntityType, Suggestion, SuggestionReason

HALF: Final = 0.5
"""Share of the weight that a meaning must have to be suggested."""

SCORES: Final[Mapping[SuggestionReason, float]] = {
    SuggestionReason.LETTER: 0.8,
    SuggestionReason.SPACING: 0.7,
    SuggestionReason.HEAD: 0.6,
    SuggestionReason.WORDING: 0.5,
    SuggestionReason.WORDS: 0.5,
}
"""How far a source is to be trusted; that of a sense is its share."""

_NUMBER = re.compile(r"\d+(?:\.\d+)*")
_WORD = re.compile(r"\w+")
_ORDERED: Final = frozenset({"to", "from", "and", "or", "2"})
"""Words about which the order says what is meant: text to image, image to text."""


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


class _Pair(NamedTuple):
    """Two keys of nodes, and the surfaces that speak for their being one."""

    key: str
    other: str
    surface: str
    into: str
    reason: SuggestionReason
    score: float


def suggested(nodes: Nodes) -> tuple[Suggestion, ...]:
    """Pairs of nodes that may be one, each once with its best reason, by node.

    Args:
        nodes: All nodes.
    """
    found: dict[tuple[str, str], _Pair] = {}
    for source in _SOURCES:
        for pair in source(nodes):
            if _may_be_one(nodes, pair):
                ends = min(pair[:2]), max(pair[:2])
                known = found.get(ends)
                if known is None or (-pair.score, pair) < (-known.score, known):
                    found[ends] = pair
    return tuple(sorted((_suggestion(nodes, p) for p in found.values()), key=_order))


def _order(one: Suggestion) -> tuple[str, str]:
    return one.node, one.into


def _suggestion(nodes: Nodes, pair: _Pair) -> Suggestion:
    """The lesser node first, as what would go into the greater."""
    ends = [(nodes.entities[pair.key], pair.surface), (nodes.entities[pair.other], pair.into)]
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


def _may_be_one(nodes: Nodes, pair: _Pair) -> bool:
    one, other = nodes.entities[pair.key], nodes.entities[pair.other]
    return (
        pair.key != pair.other
        and TWIN not in pair.key
        and TWIN not in pair.other
        and kind_of(one.type) == kind_of(other.type)
        and _numbers(pair.surface) == _numbers(pair.into)
        and nodes.groups.clash(pair.key, pair.other) is None
    )


def _numbers(surface: str) -> list[str]:
    return _NUMBER.findall(spelling_key(surface))


def _senses(nodes: Nodes) -> Iterator[_Pair]:
    """A short form that stays apart, and the meaning that over half of its papers give."""
    for short in sorted(nodes.usage.bound):
        for key in nodes.senses.apart_keys(short):
            entity = nodes.entities.get(key)
            if entity is None:
                continue
            likeliest = nodes.senses.likeliest(short, entity.type)
            if likeliest is None or not likeliest.score >= HALF:
                continue
            other = nodes.senses.of_kind(likeliest.key, entity.type)
            if other in nodes.entities:
                yield _Pair(
                    key,
                    other,
                    entity.name,
                    nodes.entities[other].name,
                    SuggestionReason.SENSE,
                    likeliest.score,
                )


def _shared(
    nodes: Nodes, surfaces: Iterable[tuple[str, str, str]], reason: SuggestionReason
) -> Iterator[_Pair]:
    """Of all nodes that share a key, the one of the most papers and each other.

    Args:
        nodes: All nodes.
        surfaces: A key to share, the key of a node and a surface of it each.
        reason: Why those that share it may be one.
    """
    alone: dict[str, tuple[str, str]] = {}
    several: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for shared, key, surface in surfaces:
        of_kind = f"{shared} {kind_of(nodes.entities[key].type)}"
        known = alone.setdefault(of_kind, (key, surface))
        if known[0] != key:
            several[of_kind] |= {known, (key, surface)}
    for of_nodes in several.values():
        (first, name), *others = sorted(of_nodes, key=lambda n: _rank(nodes.entities[n[0]]))
        for other, surface in others:
            yield _Pair(other, first, surface, name, reason, SCORES[reason])


def _rank(entity: Entity) -> tuple[int, str]:
    return -entity.papers, entity.id


def _spacing(nodes: Nodes) -> Iterator[_Pair]:
    """VideoFold and video fold."""
    names = [(key, e.name, name_key(e.name)) for key, e in nodes.entities.items()]
    camel = {k.removesuffix(CAMEL) for _, _, k in names if k.endswith(CAMEL)}
    joint = ((k.removesuffix(CAMEL), key, name) for key, name, k in names)
    yield from _shared(nodes, (j for j in joint if j[0] in camel), SuggestionReason.SPACING)


def _wording(nodes: Nodes) -> Iterator[_Pair]:
    """Model predictive control and controller, though papers give them two types."""
    keyed = ((loose_key(e.name), key, e.name) for key, e in nodes.entities.items())
    known = ((words, key, name) for words, key, name in keyed if words)
    yield from _shared(nodes, known, SuggestionReason.WORDING)


def _head(nodes: Nodes) -> Iterator[_Pair]:
    """Markov chain and Markov chain model; but a model of a task is not the task."""
    by_key: defaultdict[str, list[str]] = defaultdict(list)
    for key, entity in nodes.entities.items():
        by_key[spelling_key(entity.name)].append(key)
    for key, entity in nodes.entities.items():
        bare = without_head(entity.name, type_=entity.type)
        for other in by_key.get(spelling_key(bare), ()) if bare else ():
            bare_entity = nodes.entities[other]
            if (entity.type == EntityType.TASK) == (bare_entity.type == EntityType.TASK):
                reason = SuggestionReason.HEAD
                yield _Pair(key, other, entity.name, bare_entity.name, reason, SCORES[reason])


def _words(nodes: Nodes) -> Iterator[_Pair]:
    """Robot policy learning and policy learning for robots, of one type."""

    def keyed() -> Iterator[tuple[str, str, str]]:
        for key, entity in nodes.entities.items():
            if " " in entity.name and _ORDERED.isdisjoint(_WORD.findall(entity.name.lower())):
                stems = content(entity.name)
                if len(stems) > 1:
                    yield f"{' '.join(stems)} {entity.type}", key, entity.name

    yield from _shared(nodes, keyed(), SuggestionReason.WORDS)


def _letter(nodes: Nodes) -> Iterator[_Pair]:
    """Napkin folding and napkin foldign."""
    papers: Counter[str] = Counter()
    at: dict[str, str] = {}
    for key, entity in sorted(nodes.entities.items(), key=lambda i: _rank(i[1])):
        at.setdefault(entity.name, key)
        papers[entity.name] += entity.papers
    reason = SuggestionReason.LETTER
    for slip, right in slips(papers):
        yield _Pair(at[slip], at[right], slip, right, reason, SCORES[reason])


_SOURCES: Final = (_senses, _spacing, _wording, _head, _words, _letter)
