"""Our annotation as theirs: spans of tokens, and pairs of spans within a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

from extract.training.literature.documents import Marks, Tokens, Triple
from extract.training.literature.passages import Passage, Place
from schemas import Annotation


class Pairing(StrEnum):
    """Which mentions of two related concepts a relation is said of."""

    ALL = "all"
    """All that share a sentence."""
    NEAREST = "nearest"
    """In every sentence that names both, the two that stand nearest."""
    FIRST = "first"
    """As ``NEAREST``, in the first such sentence alone."""


def marks_of(
    annotation: Annotation, passage: Passage, pairing: Pairing, *, names: Mapping[str, str]
) -> list[Marks]:
    """What an annotation marks in each sentence of a passage.

    A mention whose borders are none of the tokens' is none; a relation of concepts that share
    no sentence is none.

    Args:
        annotation: Of the passage's paper.
        passage: The passage.
        pairing: Which mentions a relation is said of.
        names: Their names of our relations.
    """
    mentions: list[dict[Tokens, str]] = [{} for _ in passage.sentences]
    concepts: dict[str, list[Place]] = {}
    for mention in annotation.mentions:
        place = passage.place(mention.start, mention.end)
        if place is not None:
            mentions[place.sentence][place.tokens] = mention.type
            concepts.setdefault(mention.concept, []).append(place)
    triples: list[set[Triple]] = [set() for _ in passage.sentences]
    for relation in annotation.relations:
        ends = concepts.get(relation.head, []), concepts.get(relation.tail, [])
        for number, head, tail in _pairs(*ends, pairing):
            triples[number].add(Triple(head, names[relation.type], tail))
    return [Marks(*both) for both in zip(mentions, map(frozenset, triples), strict=True)]


def _pairs(
    heads: Sequence[Place], tails: Sequence[Place], pairing: Pairing
) -> Iterator[tuple[int, Tokens, Tokens]]:
    together: dict[int, list[tuple[Tokens, Tokens]]] = {}
    for number, head in heads:
        for other, tail in tails:
            if number == other and head != tail:
                together.setdefault(number, []).append((head, tail))
    for number in sorted(together)[: 1 if pairing is Pairing.FIRST else None]:
        pairs = together[number]
        for head, tail in pairs if pairing is Pairing.ALL else [min(pairs, key=_distance)]:
            yield number, head, tail


def _distance(pair: tuple[Tokens, Tokens]) -> tuple[int, tuple[Tokens, Tokens]]:
    """Tokens between two spans; of those as near the ones that come first.

    Example:
        >>> _distance((Tokens(5, 6), Tokens(0, 2)))[0]
        2
    """
    head, tail = pair
    return max(head.first, tail.first) - min(head.last, tail.last) - 1, (head, tail)
