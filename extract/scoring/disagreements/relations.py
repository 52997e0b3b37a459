"""Relations in dispute: missed, spurious, of another type, turned round, of another head."""

from __future__ import annotations

from collections.abc import Iterator

from extract.gold_checks import GoldRelation
from extract.scoring.comparison import Comparison, Triple
from extract.scoring.disagreements.passages import Passages
from extract.scoring.disagreements.record import MISSED, SPURIOUS, Disagreement, Group
from extract.scoring.disagreements.surfaces import Surfaces

WRONG_TYPE = "wrong type"
WRONG_DIRECTION = "wrong direction"
WRONG_HEAD = "wrong head"
NO_ENTITY = "spurious: an end is no entity of the gold"

_Open = dict[Triple, GoldRelation]


def relation_disagreements(compared: Comparison, passages: Passages) -> Iterator[Disagreement]:
    """Every relation in dispute: the predicted ones, the surest first, then the missed ones.

    A prediction is held against a gold relation that nothing else has met: one between the
    same two, else the same turned round, else the same of another head.
    """
    surfaces = Surfaces(compared)
    gold = dict(zip(compared.gold_relations, compared.gold.relations, strict=True))
    found = set(compared.relations)
    open_gold = {triple: row for triple, row in gold.items() if triple not in found}
    pairs = list(zip(compared.relations, compared.predicted.relations, strict=True))
    told: set[Triple] = set()
    for triple, relation in sorted(pairs, key=lambda pair: (-pair[1].confidence, pair[0])):
        if triple in gold or triple in told:
            continue
        told.add(triple)
        kind, rival = _rival(triple, open_gold)
        row = open_gold.pop(rival) if rival is not None else None
        head, tail = map(surfaces.predicted_words, (relation.head, relation.tail))
        yield Disagreement(
            paper=compared.gold.paper.id,
            group=Group.RELATIONS,
            kind=kind,
            sentence=passages.evidence(
                relation,
                surfaces.predicted_spans(relation.head),
                surfaces.predicted_spans(relation.tail),
            ),
            gold=None if row is None else _words(row, surfaces),
            predicted=f"{head} {relation.type} {tail}",
            confidence=relation.confidence,
        )
    for row in open_gold.values():
        yield Disagreement(
            paper=compared.gold.paper.id,
            group=Group.RELATIONS,
            kind=MISSED,
            sentence=passages.joining(surfaces.gold_spans(row.head), surfaces.gold_spans(row.tail)),
            gold=_words(row, surfaces),
            predicted=None,
            confidence=None,
        )


def _rival(triple: Triple, gold: _Open) -> tuple[str, Triple | None]:
    """What is wrong with a triple, and the gold one that it stands for."""
    head, kind, tail = triple
    for other in gold:
        if (other.head, other.tail) == (head, tail):
            return WRONG_TYPE, other
    for other in gold:
        if other == Triple(tail, kind, head):
            return WRONG_DIRECTION, other
    for other in gold:
        if (other.type, other.tail) == (kind, tail):
            return WRONG_HEAD, other
    unknown = head.startswith("?") or tail.startswith("?")
    return NO_ENTITY if unknown else SPURIOUS, None


def _words(row: GoldRelation, surfaces: Surfaces) -> str:
    return f"{surfaces.gold_words(row.head)} {row.type} {surfaces.gold_words(row.tail)}"
