"""What each node is a variant of, kept so that a change looks at what it touches alone.

Kept are the spellings under which each node is known, and those under which what it is a
variant of may be known. A node is looked at again where it is other than before, or where
other nodes than before are known under a spelling that it asks for.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from extract.resolution.concepts import kind_of
from extract.resolution.ledger.node_changes import NodeChanges
from extract.resolution.ledger.table import Index
from extract.resolution.versions import base_keys, spelling_keys, variant_of
from schemas import Entity, Variant

_VARIANTS: Final = "(node TEXT PRIMARY KEY, id TEXT, base TEXT, reason TEXT) WITHOUT ROWID"

_Known = set[tuple[str, str]]
"""Spellings, each with the key of a node."""


class VariantLedger:
    """What ``variants_of`` says of all nodes, mended where some of them change.

    Args:
        db: Where the tables are; its transaction is the caller's.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._surfaces = Index(db, "variant_surfaces")
        self._bases = Index(db, "variant_bases")

    def fill(self, entities: Mapping[str, Entity]) -> None:
        """Makes the tables and fills them.

        Args:
            entities: All nodes by the key of their set.
        """
        self._db.execute(f"CREATE TABLE variants {_VARIANTS}")
        known: defaultdict[str, list[Entity]] = defaultdict(list)
        surfaces = sorted(_surfaces(entities))
        for spelling, node in surfaces:
            known[spelling].append(entities[node])
        self._surfaces.make(surfaces)
        self._bases.make(_bases(entities))
        self._write(
            {
                k: variant_of(e, lambda spelling: known.get(spelling, ()))
                for k, e in entities.items()
            }
        )

    def change(self, nodes: NodeChanges) -> dict[str, Variant | None]:
        """Mends the tables; what is a variant now of what, other than before, by node id.

        Args:
            nodes: Which nodes are other than before.

        Returns:
            ``None`` for each id that was a variant before and is none now, also where there
            is no node of that id any more.
        """
        keys = nodes.before.keys() | nodes.after.keys()
        changed = {k for k in keys if _told(nodes.before.get(k)) != _told(nodes.after.get(k))}
        before = {k: e for k, e in nodes.before.items() if k in changed}
        after = {k: e for k, e in nodes.after.items() if k in changed}
        self._surfaces.replace(_surfaces(before), _surfaces(after))
        self._bases.replace(_bases(before), _bases(after))
        again = changed | self._asking(_found_under(before) ^ _found_under(after))
        was = self._read(again)
        known: dict[str, list[Entity]] = {}

        def known_as(spelling: str) -> list[Entity]:
            if spelling not in known:
                found = (nodes.entity(k) for k in self._surfaces.of(spelling))
                known[spelling] = [e for e in found if e is not None]
            return known[spelling]

        entities = {k: nodes.entity(k) for k in sorted(again)}
        now = {k: variant_of(e, known_as) if e is not None else None for k, e in entities.items()}
        self._write({k: v for k, v in now.items() if v != was.get(k)})
        return _difference(was.values(), (v for v in now.values() if v is not None))

    def _asking(self, found: Iterable[tuple[str, str, str]]) -> set[str]:
        """The keys of the nodes that may be variants of what is known under some spellings."""
        return self._bases.of_any({spelling for spelling, _, _ in found})

    def _read(self, keys: Iterable[str]) -> dict[str, Variant]:
        found = {}
        for key in keys:
            sql = "SELECT id, base, reason FROM variants WHERE node = ?"
            for id_, base, reason in self._db.execute(sql, (key,)):
                found[key] = Variant(node=id_, of=base, reason=reason)
        return found

    def _write(self, variants: Mapping[str, Variant | None]) -> None:
        gone = [(key,) for key, variant in variants.items() if variant is None]
        rows = [(k, v.node, v.of, v.reason.value) for k, v in variants.items() if v is not None]
        self._db.executemany("DELETE FROM variants WHERE node = ?", gone)
        self._db.executemany("INSERT OR REPLACE INTO variants VALUES (?, ?, ?, ?)", sorted(rows))


def _told(entity: Entity | None) -> tuple[object, ...] | None:
    """What of a node says what it is a variant of, and what is a variant of it."""
    return None if entity is None else (entity.id, entity.type, entity.name, entity.aliases)


def _surfaces(entities: Mapping[str, Entity]) -> _Known:
    return {(spelling, key) for key, e in entities.items() for spelling in spelling_keys(e)}


def _bases(entities: Mapping[str, Entity]) -> _Known:
    return {(spelling, key) for key, e in entities.items() for spelling, _ in base_keys(e)}


def _found_under(entities: Mapping[str, Entity]) -> set[tuple[str, str, str]]:
    """What a spelling finds: the id and the kind of a node."""
    return {(s, e.id, kind_of(e.type)) for e in entities.values() for s in spelling_keys(e)}


def _difference(was: Iterable[Variant], now: Iterable[Variant]) -> dict[str, Variant | None]:
    before = {variant.node: variant for variant in was}
    after = {variant.node: variant for variant in now}
    ids = sorted(before.keys() | after.keys())
    return {i: after.get(i) for i in ids if after.get(i) != before.get(i)}
