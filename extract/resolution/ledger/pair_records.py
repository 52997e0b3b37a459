"""The pairs that all sources of suggestions find, and the suggestions that they come to.

Each pair stands with the unit of its source that it comes from, so that the pairs of a unit
can be taken anew. Of all pairs of two nodes the best that may be one makes the suggestion,
which is made anew where such a pair, or what is known of one of the two nodes, is other than
before.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from extract.resolution.ledger.node_changes import NodeChanges
from extract.resolution.shared_units import Pair
from extract.resolution.suggestions import ends_of, may_be_one, preference, suggestion
from schemas import Entity, Suggestion, SuggestionReason

_PAIRS: Final = (
    "(node TEXT, other TEXT, surface TEXT, into_surface TEXT, reason TEXT, score REAL, unit TEXT,"
    " PRIMARY KEY (node, other, reason, unit)) WITHOUT ROWID"
)
_SUGGESTIONS: Final = (
    "(node TEXT, other TEXT, from_id TEXT, into_id TEXT, surface TEXT, into_surface TEXT,"
    " reason TEXT, score REAL, papers INTEGER, into_papers INTEGER,"
    " PRIMARY KEY (node, other)) WITHOUT ROWID"
)
_COLUMNS: Final = "node, other, surface, into_surface, reason, score"
_REASONS: Final = {reason.value: reason for reason in SuggestionReason}

_Ends = tuple[str, str]


class PairRecords:
    """All pairs by unit, and the suggestions.

    Args:
        db: Where the tables are; its transaction is the caller's.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._touched: set[_Ends] = set()

    def fill(
        self,
        pairs: Iterable[tuple[str, Pair]],
        entity: Callable[[str], Entity | None],
        clash: Callable[[str, str], bool],
    ) -> None:
        """Makes the tables anew and fills them.

        Args:
            pairs: All pairs, each after its unit.
            entity: The node of a key.
            clash: Whether two nodes are known to differ, by their keys.
        """
        for table, columns in (("pairs", _PAIRS), ("suggestions", _SUGGESTIONS)):
            self._db.execute(f"DROP TABLE IF EXISTS {table}")
            self._db.execute(f"CREATE TABLE {table} {columns}")
        self._insert(pairs)
        self._db.execute("CREATE INDEX pairs_by_unit ON pairs (reason, unit)")
        self._db.execute("CREATE INDEX pairs_by_other ON pairs (other)")
        self._settle(entity, clash)

    def replace(self, unit: str, reason: SuggestionReason, pairs: Iterable[Pair]) -> None:
        """Takes the pairs of a unit anew.

        Args:
            unit: The key of the unit.
            reason: The reason of its source.
            pairs: Its pairs now.
        """
        was = set(self.of_unit(unit, reason))
        now = set(pairs)
        for pair in was - now:
            sql = "DELETE FROM pairs WHERE node = ? AND other = ? AND reason = ? AND unit = ?"
            self._db.execute(sql, (pair.key, pair.other, reason.value, unit))
            self._touched.add(ends_of(pair))
        self._insert((unit, pair) for pair in sorted(now - was))

    def of_unit(self, unit: str, reason: SuggestionReason) -> list[Pair]:
        """The pairs of a unit as they are kept.

        Args:
            unit: The key of the unit.
            reason: The reason of its source.
        """
        return [pair for _, pair in self._select("reason = ? AND unit = ?", reason.value, unit)]

    def with_end(self, key: str) -> Iterator[tuple[str, Pair]]:
        """The pairs that a node is one end of, each after its unit.

        Args:
            key: The key of the node.
        """
        yield from self._select("node = ?", key)
        yield from self._select("other = ?", key)

    def change(self, keys: Iterable[str], nodes: NodeChanges) -> tuple[Suggestion, ...]:
        """Mends the suggestions; all of them as they are now, by node.

        Args:
            keys: The nodes of which something is other than before.
            nodes: The nodes as they are now.
        """
        for key in keys:
            self._touched.update(ends_of(pair) for _, pair in self.with_end(key))
        self._settle(nodes.entity, nodes.clash)
        rows = self._db.execute(
            "SELECT from_id, into_id, surface, into_surface, reason, score, papers, into_papers"
            " FROM suggestions ORDER BY from_id, into_id"
        )
        return tuple(map(_suggestion, rows))

    def _insert(self, pairs: Iterable[tuple[str, Pair]]) -> None:
        rows = []
        for unit, pair in pairs:
            rows.append((*pair[:4], pair.reason.value, pair.score, unit))
            self._touched.add(ends_of(pair))
        self._db.executemany("INSERT INTO pairs VALUES (?, ?, ?, ?, ?, ?, ?)", sorted(rows))

    def _select(self, where: str, *values: str) -> list[tuple[str, Pair]]:
        rows = self._db.execute(f"SELECT unit, {_COLUMNS} FROM pairs WHERE {where}", values)
        return [
            (unit, Pair(node, other, surface, into, _REASONS[reason], score))
            for unit, node, other, surface, into, reason, score in rows
        ]

    def _settle(
        self, entity: Callable[[str], Entity | None], clash: Callable[[str, str], bool]
    ) -> None:
        """Makes the suggestions of all touched pairs of nodes anew."""
        gone, rows = [], []
        for ends in sorted(self._touched):
            one, other = entity(ends[0]), entity(ends[1])
            best = None
            if one is not None and other is not None:
                best = self._best({ends[0]: one, ends[1]: other}, ends, clash)
            if best is None:
                gone.append(ends)
            else:
                rows.append((*ends, *best))
        self._touched.clear()
        self._db.executemany("DELETE FROM suggestions WHERE node = ? AND other = ?", gone)
        marks = ", ".join("?" * 10)
        self._db.executemany(f"INSERT OR REPLACE INTO suggestions VALUES ({marks})", rows)

    def _best(
        self, of: dict[str, Entity], ends: _Ends, clash: Callable[[str, str], bool]
    ) -> tuple[str | float, ...] | None:
        """The suggestion that the pairs of two nodes come to, as a row."""
        found = [pair for _, pair in self._select("node = ? AND other = ?", *ends)]
        found += [pair for _, pair in self._select("node = ? AND other = ?", *ends[::-1])]
        fit = (p for p in found if may_be_one(p, of[p.key], of[p.other], clash=clash))
        best = min(fit, key=preference, default=None)
        if best is None:
            return None
        made = suggestion(best, of[best.key], of[best.other])
        names = made.node, made.into, made.surface, made.into_surface
        return *names, made.reason.value, made.score, made.papers, made.into_papers


def _suggestion(row: tuple[str, str, str, str, str, float, int, int]) -> Suggestion:
    node, into, surface, into_surface, reason, score, papers, into_papers = row
    return Suggestion(
        node=node,
        into=into,
        surface=surface,
        into_surface=into_surface,
        reason=_REASONS[reason],
        score=score,
        papers=papers,
        into_papers=into_papers,
    )
