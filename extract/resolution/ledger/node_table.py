"""The nodes of a ledger: what papers say of each, and the entity that this makes."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence

from extract.resolution.ledger.ledger_usage import numbered, text_of
from extract.resolution.nodes import NodeEvidence, Part, entity_of, plain_id
from schemas import Entity


class NodeTable:
    """The nodes by the key of their set.

    Args:
        db: The ledger.

    Attributes:
        before: The entities of the nodes that are gone or other, as they were; from ``settle``.
        after: Those of the nodes that are new or other, as they are.
        touched: The nodes of which papers say anything else; the entity may be as it was.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._seen: dict[str, NodeEvidence] = {}
        self.before: dict[str, Entity] = {}
        self.after: dict[str, Entity] = {}
        self.touched: set[str] = set()

    @classmethod
    def make(
        cls,
        db: sqlite3.Connection,
        evidence: Mapping[str, NodeEvidence],
        entities: Mapping[str, Entity],
    ) -> None:
        """Makes the table of all nodes."""
        db.execute(
            "CREATE TABLE nodes (key TEXT PRIMARY KEY, plain TEXT, evidence TEXT, entity TEXT)"
        )
        db.executemany(
            "INSERT INTO nodes VALUES (?, ?, ?, ?)",
            (
                (key, plain_id(seen), _text(seen), entities[key].model_dump_json())
                for key, seen in sorted(evidence.items())
            ),
        )
        db.execute("CREATE INDEX nodes_plain ON nodes (plain)")

    def entity(self, key: str) -> Entity | None:
        """The entity of a node as it is, once they are settled."""
        if key in self.before or key in self.after:
            return self.after.get(key)
        row = self._db.execute("SELECT entity FROM nodes WHERE key = ?", (key,)).fetchone()
        return Entity.model_validate_json(row[0]) if row else None

    def evidence(self, key: str) -> NodeEvidence:
        """What papers say of a node."""
        if key not in self._seen:
            row = self._db.execute("SELECT evidence FROM nodes WHERE key = ?", (key,)).fetchone()
            self._seen[key] = _read(row[0]) if row else NodeEvidence()
        return self._seen[key]

    def count(self, key: str, parts: Sequence[Part], year: int | None, by: int) -> None:
        """Adds what a paper says of a node, or takes it out."""
        self.evidence(key).count(parts, year, by)

    def settle(self) -> None:
        """Makes the entities of the nodes of which papers say anything else, with their ids."""
        plains: set[str] = set()
        self.touched = set(self._seen)
        for key, seen in sorted(self._seen.items()):
            row = self._db.execute(
                "SELECT plain, entity FROM nodes WHERE key = ?", (key,)
            ).fetchone()
            if row is not None:
                plains.add(row[0])
                self.before[key] = Entity.model_validate_json(row[1])
            if seen.papers:
                plains.add(plain_id(seen))
                self._db.execute(
                    "INSERT INTO nodes VALUES (?, ?, ?, '') ON CONFLICT DO UPDATE "
                    "SET plain = excluded.plain, evidence = excluded.evidence",
                    (key, plain_id(seen), _text(seen)),
                )
            else:
                self._db.execute("DELETE FROM nodes WHERE key = ?", (key,))
        for plain in sorted(plains):
            self._name(plain)
        for key in self.before.keys() & self.after.keys():
            if self.before[key] == self.after[key]:
                del self.before[key], self.after[key]

    def _name(self, plain: str) -> None:
        """Makes the entities of the nodes that would have one id."""
        rows = self._db.execute(
            "SELECT key, entity FROM nodes WHERE plain = ? ORDER BY key", (plain,)
        ).fetchall()
        for rank, (key, text) in enumerate(rows):
            if text:
                self.before.setdefault(key, Entity.model_validate_json(text))
            entity = entity_of(key, self.evidence(key), plain, is_first=rank == 0)
            self.after[key] = entity
            self._db.execute(
                "UPDATE nodes SET entity = ? WHERE key = ?", (entity.model_dump_json(), key)
            )


def _text(seen: NodeEvidence) -> str:
    return text_of(
        [
            seen.papers,
            seen.surfaces,
            seen.mentions,
            seen.types,
            seen.shorts,
            seen.years,
            seen.short_scores,
        ]
    )


def _read(text: str) -> NodeEvidence:
    papers, surfaces, mentions, types, shorts, years, scores = json.loads(text)
    return NodeEvidence(
        surfaces=Counter(surfaces),
        mentions=Counter(mentions),
        types=Counter(types),
        shorts=Counter(shorts),
        papers=papers,
        years=numbered(years),
        short_scores={key: (total, uses) for key, (total, uses) in scores.items()},
    )
