"""Pairs of nodes that may be one, kept so that a change looks at what it touches alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from extract.resolution.ledger.node_changes import NodeChanges
from extract.resolution.ledger.pair_records import PairRecords
from extract.resolution.ledger.slip_index import SlipIndex
from extract.resolution.ledger.unit_members import UnitMembers
from extract.resolution.shared_units import Pair
from extract.resolution.suggestions import Nodes, pairs_by_unit, sense_pair
from schemas import Entity, Suggestion, SuggestionReason


class SuggestionLedger:
    """What ``suggested`` says of all nodes, mended where some of them change.

    Args:
        db: Where the tables are; its transaction is the caller's.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self._members = UnitMembers(db)
        self._slips = SlipIndex(db)
        self._records = PairRecords(db)

    def fill(self, nodes: Nodes) -> None:
        """Makes the tables anew and fills them.

        Args:
            nodes: All nodes and what is known of them.
        """
        self._members.fill(nodes.entities)
        self._slips.fill(nodes.entities)
        self._records.fill(pairs_by_unit(nodes), nodes.entities.get, nodes.clash)

    def change(
        self, nodes: NodeChanges, senses: Mapping[str, Sequence[tuple[str, str, float]]]
    ) -> tuple[Suggestion, ...]:
        """Mends the tables; all suggestions as they are now, by node.

        Args:
            nodes: Which nodes are other than before.
            senses: For each short form of which it may be other than before what is meant by
                it: the keys of the nodes and the score of each, as ``meant`` yields them.
        """
        nodes = _that_count(nodes)
        keys = nodes.before.keys() | nodes.after.keys()
        for reason, unit in self._members.change(nodes):
            self._records.replace(unit, reason, self._members.pairs(reason, unit, nodes))
        for name in self._slips.change(nodes):
            self._records.replace(name, SuggestionReason.LETTER, self._slips.pairs(name, nodes))
        for short, ends in {**self._renamed(keys), **senses}.items():
            meant = _sense_pairs(ends, nodes.entity)
            self._records.replace(short, SuggestionReason.SENSE, meant)
        return self._records.change(sorted(keys | nodes.remarked), nodes)

    def _renamed(self, keys: Iterable[str]) -> dict[str, list[tuple[str, str, float]]]:
        """The short forms that are said of some nodes, and all that is meant by them."""
        sense = SuggestionReason.SENSE
        found = (pair for key in keys for pair in self._records.with_end(key))
        shorts = sorted({unit for unit, pair in found if pair.reason is sense})
        return {
            short: [(p.key, p.other, p.score) for p in self._records.of_unit(short, sense)]
            for short in shorts
        }


def _sense_pairs(
    ends: Iterable[tuple[str, str, float]], entity: Callable[[str], Entity | None]
) -> Iterator[Pair]:
    for key, other_key, score in ends:
        one, other = entity(key), entity(other_key)
        if one is not None and other is not None:
            yield sense_pair(one, other, key, other_key, score)


def _that_count(nodes: NodeChanges) -> NodeChanges:
    """The changes of nodes that a suggestion may tell, each node looked up but once."""
    keys = nodes.before.keys() | nodes.after.keys()
    same = {k for k in keys if _told(nodes.before.get(k)) == _told(nodes.after.get(k))}
    known: dict[str, Entity | None] = dict(nodes.after)

    def entity(key: str) -> Entity | None:
        if key not in known:
            known[key] = nodes.entity(key)
        return known[key]

    return replace(
        nodes,
        before={k: e for k, e in nodes.before.items() if k not in same},
        after={k: e for k, e in nodes.after.items() if k not in same},
        entity=entity,
    )


def _told(entity: Entity | None) -> tuple[object, ...] | None:
    """What of a node a suggestion tells or hangs on."""
    return None if entity is None else (entity.id, entity.type, entity.name, entity.papers)
