"""The sets of keys that name one thing, and what keeps them apart."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from typing import Final, NamedTuple

from extract.resolution.groups import CURATED, Groups, Link, Marks, Refusal
from extract.resolution.joins import NUMBERS, by_score, make, mark_meaning, numbers_in
from extract.resolution.ledger.ledger_usage import LedgerUsage, text_of
from extract.resolution.ledger.link_table import LinkTable, link_in
from schemas import MergeReason

_LATE: Final = frozenset({MergeReason.SYNONYM, MergeReason.HEAD, MergeReason.ALIAS})
"""The reasons of the rules that come after senses."""


class Moved(NamedTuple):
    """What a change does to the sets.

    Attributes:
        keys: The keys of sets that have other keys than before, as they were and as they are.
        roots: The representatives of all sets that were made again, before and after.
        members: The keys of all of these.
    """

    keys: set[str]
    roots: set[str]
    members: set[str]


class _Set(NamedTuple):
    """A set of several keys: these, the links that it is made of, and its marks."""

    keys: list[str]
    links: list[Link]
    marks: Marks


class SetTable(Groups):
    """The sets of a ledger; a key that it has nothing on is a set of its own.

    Args:
        db: The ledger.
        usage: What papers say.
    """

    def __init__(self, db: sqlite3.Connection, usage: LedgerUsage) -> None:
        super().__init__()
        self._db, self._usage = db, usage
        self._parent.update(db.execute("SELECT key, root FROM roots"))

    @classmethod
    def make(cls, db: sqlite3.Connection, groups: Groups, keys: Iterable[str]) -> None:
        """Makes the tables.

        Args:
            db: The ledger.
            groups: The sets.
            keys: All keys.
        """
        db.execute("CREATE TABLE roots (key TEXT PRIMARY KEY, root TEXT) WITHOUT ROWID")
        db.execute("CREATE TABLE sets (root TEXT PRIMARY KEY, value TEXT)")
        db.execute(
            "CREATE TABLE refused (one TEXT, other TEXT, reason TEXT, score REAL, mark TEXT)"
        )
        _insert(db, groups, keys)
        for column in ("one", "other"):
            db.execute(f"CREATE INDEX refused_{column} ON refused ({column})")

    def members(self, key: str) -> list[str]:
        """The keys of the set of a key."""
        found = self._set(self.find(key))
        return found.keys if found else [key]

    def links_of(self, root: str) -> list[Link]:
        """The links that a set is made of."""
        found = self._set(root)
        return found.links if found else []

    def marks_of(self, key: str) -> Marks:
        """What the set of a key is marked with."""
        root = self.find(key)
        found = self._set(root)
        if found:
            return found.marks
        alone = Groups()
        self._mark_numbers(alone, root)
        self._mark_meanings(alone, root)
        return alone.marks_of(root)

    def clash(self, one: str, other: str, *, named: str = "") -> str | None:
        """The mark that tells two sets apart; of the user's there are none."""
        return None if named == CURATED else super().clash(one, other, named=named)

    def mend(self, links: LinkTable, ends: Iterable[str]) -> Moved:
        """Makes those sets again that links are about.

        Args:
            links: The links as they are now.
            ends: The keys that have other links or other marks than before.
        """
        keys = self._component(links, ends)
        before = {self.find(key): frozenset(self.members(key)) for key in keys}
        self._take_out(before, keys)
        groups = Groups()
        for key in keys:
            self._mark_numbers(groups, key)
        early, late = links.of(keys)
        make(groups, early)
        for key in keys:
            self._mark_meanings(groups, key)
        make(groups, late)
        _insert(self._db, groups, keys)
        self._parent.update((key, groups.find(key)) for key in keys)
        after = {self.find(key): frozenset(self.members(key)) for key in keys}
        return Moved(
            {key for of_set in {*before.values()} ^ {*after.values()} for key in of_set},
            {*before, *after},
            {*keys},
        )

    def all_refused(self) -> list[Refusal]:
        """All links that were not made, in the order in which they were tried."""
        rows = self._db.execute("SELECT one, other, reason, score, mark FROM refused")
        refused = [Refusal(link_in(link), mark) for *link, mark in rows]
        return sorted(refused, key=lambda r: (r.link.reason in _LATE, by_score(r.link)))

    def _set(self, root: str) -> _Set | None:
        row = self._db.execute("SELECT value FROM sets WHERE root = ?", (root,)).fetchone()
        if row is None:
            return None
        keys, links, marks = json.loads(row[0])
        return _Set(
            keys,
            [*map(link_in, links)],
            {k: v if isinstance(v, str) else frozenset(v) for k, v in marks.items()},
        )

    def _mark_numbers(self, groups: Groups, key: str) -> None:
        if key in self._usage.surfaces:
            groups.mark(key, NUMBERS, numbers_in(key))

    def _mark_meanings(self, groups: Groups, key: str) -> None:
        for short in self._usage.shorts_of.of(key):
            mark_meaning(groups, short, key)

    def _component(self, links: LinkTable, ends: Iterable[str]) -> list[str]:
        """The keys that a way of links leads to, as they are or as the sets had them."""
        found: set[str] = set()
        waiting = set(ends)
        while waiting:
            key = waiting.pop()
            found.add(key)
            waiting |= {*links.near(key), *self.members(key)} - found
        return sorted(found)

    def _take_out(self, roots: Iterable[str], keys: Iterable[str]) -> None:
        self._db.executemany("DELETE FROM sets WHERE root = ?", [(root,) for root in roots])
        ends = [(key,) for key in keys]
        self._db.executemany("DELETE FROM roots WHERE key = ?", ends)
        self._db.executemany("DELETE FROM refused WHERE one = ?", ends)
        self._db.executemany("DELETE FROM refused WHERE other = ?", ends)


def _insert(db: sqlite3.Connection, groups: Groups, keys: Iterable[str]) -> None:
    """Writes the sets of several keys, and what was refused."""
    sets: defaultdict[str, list[str]] = defaultdict(list)
    links: defaultdict[str, list[Link]] = defaultdict(list)
    for key in sorted(keys):
        sets[groups.find(key)].append(key)
    for link in groups.links:
        links[groups.find(link.one)].append(link)
    for root, of_set in sets.items():
        if len(of_set) > 1:
            marks = {
                name: value if isinstance(value, str) else sorted(value)
                for name, value in sorted(groups.marks_of(root).items())
            }
            row = root, text_of([of_set, links[root], marks])
            db.execute("INSERT INTO sets VALUES (?, ?)", row)
            db.executemany("INSERT INTO roots VALUES (?, ?)", [(key, root) for key in of_set])
    db.executemany(
        "INSERT INTO refused VALUES (?, ?, ?, ?, ?)",
        (
            (r.link.one, r.link.other, str(r.link.reason), r.link.score, r.mark)
            for r in groups.refused
        ),
    )
