"""Which nodes share a key: the units of the sources of suggestions, and who is in them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from typing import Final

from extract.resolution.ledger.node_changes import NodeChanges
from extract.resolution.shared_units import UNIT_SOURCES, Pair
from schemas import Entity, SuggestionReason

_SOURCES: Final = {source.reason: source for source in UNIT_SOURCES}

_Member = tuple[str, str, str]
"""The reason of a source, the key of a unit of it, and the key of a node in that."""


class UnitMembers:
    """The nodes of each unit.

    Args:
        db: Where the table is; its transaction is the caller's.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def fill(self, entities: Mapping[str, Entity]) -> None:
        """Makes the table anew and fills it.

        Args:
            entities: All nodes by the key of their set.
        """
        self._db.execute("DROP TABLE IF EXISTS unit_members")
        self._db.execute(
            "CREATE TABLE unit_members (reason TEXT, unit TEXT, node TEXT,"
            " PRIMARY KEY (reason, unit, node)) WITHOUT ROWID"
        )
        rows = sorted(_members(entities))
        self._db.executemany("INSERT INTO unit_members VALUES (?, ?, ?)", rows)

    def change(self, nodes: NodeChanges) -> list[tuple[SuggestionReason, str]]:
        """Mends the table; the units that nodes are or were in that are other than before.

        Args:
            nodes: Which nodes are other than before.
        """
        before, after = set(_members(nodes.before)), set(_members(nodes.after))
        gone = "DELETE FROM unit_members WHERE reason = ? AND unit = ? AND node = ?"
        self._db.executemany(gone, sorted(before - after))
        new = "INSERT INTO unit_members VALUES (?, ?, ?)"
        self._db.executemany(new, sorted(after - before))
        touched = {(reason, unit) for reason, unit, _ in before | after}
        return [(SuggestionReason(reason), unit) for reason, unit in sorted(touched)]

    def pairs(self, reason: SuggestionReason, unit: str, nodes: NodeChanges) -> list[Pair]:
        """What a source finds in a unit as it is now.

        Args:
            reason: The reason of the source.
            unit: The key of the unit.
            nodes: The nodes as they are now.
        """
        sql = "SELECT node FROM unit_members WHERE reason = ? AND unit = ?"
        keys = [key for (key,) in self._db.execute(sql, (reason.value, unit))]
        if len(keys) < 2:
            return []
        found = ((key, nodes.entity(key)) for key in keys)
        entities = {key: entity for key, entity in found if entity is not None}
        return list(_SOURCES[reason].pairs(unit, entities))


def _members(entities: Mapping[str, Entity]) -> Iterator[_Member]:
    for source in UNIT_SOURCES:
        for key, entity in entities.items():
            for unit in source.units(entity):
                yield source.reason.value, unit, key
