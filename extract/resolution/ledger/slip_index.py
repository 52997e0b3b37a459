"""The words of all names, kept so that a change finds the slips that come and go with it.

Whether a word may be a slip of another hangs on how many papers have each; and what is a
slip of a name, on which names there are. Kept are the names in lower case with their nodes,
how many papers have each word, in which names it stands, and what is left of it when a letter
is taken out, under which words meet that differ by a letter.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from extract.resolution.ledger.node_changes import NodeChanges
from extract.resolution.shared_units import Pair, rank
from extract.resolution.slips import (
    is_frequent,
    is_plain,
    lower_name,
    one_slip,
    shortened,
    without_slip,
)
from extract.resolution.suggestions import letter_pair
from schemas import Entity

_TABLES: Final = {
    "slip_names": "(name TEXT, node TEXT, PRIMARY KEY (name, node)) WITHOUT ROWID",
    "slip_words": "(word TEXT PRIMARY KEY, papers INTEGER) WITHOUT ROWID",
    "slip_places": "(word TEXT, name TEXT, PRIMARY KEY (word, name)) WITHOUT ROWID",
    "slip_shorts": "(short TEXT, word TEXT, PRIMARY KEY (short, word)) WITHOUT ROWID",
}

_First = tuple[str, str]
"""The name that stands for all that are one in lower case, and the node that stands for it."""


class SlipIndex:
    """The names and words of all nodes.

    Args:
        db: Where the tables are; its transaction is the caller's.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._beside: dict[str, list[str]] = {}

    def fill(self, entities: Mapping[str, Entity]) -> None:
        """Makes the tables anew and fills them.

        Args:
            entities: All nodes by the key of their set.
        """
        for table, columns in _TABLES.items():
            self._db.execute(f"DROP TABLE IF EXISTS {table}")
            self._db.execute(f"CREATE TABLE {table} {columns}")
        names = [(lower_name(entity.name), key) for key, entity in entities.items()]
        self._insert("slip_names", names)
        counts = _counts(entities.values())
        self._insert("slip_words", counts.items())
        self._insert("slip_places", {(w, name) for name, _ in names for w in _plain_words(name)})
        self._insert("slip_shorts", {(s, word) for word in counts for s in shortened(word)})

    def change(self, nodes: NodeChanges) -> list[str]:
        """Mends the tables; the names, in lower case, of which it may be other what they slip.

        Args:
            nodes: Which nodes are other than before.
        """
        touched = {lower_name(e.name) for e in (*nodes.before.values(), *nodes.after.values())}

        def as_it_was(key: str) -> Entity | None:
            return nodes.before[key] if key in nodes.before else nodes.entity(key)

        was = self._firsts(touched, as_it_was)
        self._change_names(nodes)
        old, new = self._change_words(nodes, touched)
        now = self._firsts(touched, nodes.entity)
        others = {name for name in touched if was[name] != now[name]}
        slips = {slip for name in others for slip in self._slips_of(name)}
        return sorted(others | slips | self._with_other_words(old, new))

    def pairs(self, name: str, nodes: NodeChanges) -> Iterator[Pair]:
        """Each node that a name in lower case is a slip of, now.

        Args:
            name: The name.
            nodes: The nodes as they are now.
        """
        slip = self._first(name, nodes.entity)
        for right in without_slip(slip[0], self._right_words) if slip else ():
            other = self._first(right, nodes.entity)
            if slip is not None and other is not None:
                yield letter_pair(slip, other)

    def _firsts(
        self, names: Iterable[str], entity: Callable[[str], Entity | None]
    ) -> dict[str, _First | None]:
        return {name: self._first(name, entity) for name in names}

    def _first(self, name: str, entity: Callable[[str], Entity | None]) -> _First | None:
        """The least of the names that are one in lower case, and its node in most papers."""
        keys = self._values("SELECT node FROM slip_names WHERE name = ?", name)
        found = ((key, entity(key)) for key in keys)
        ranked = [(e.name, rank(e), key) for key, e in found if e is not None]
        first = min(ranked, default=None)
        return None if first is None else (first[0], first[2])

    def _change_names(self, nodes: NodeChanges) -> None:
        before = {(lower_name(entity.name), key) for key, entity in nodes.before.items()}
        after = {(lower_name(entity.name), key) for key, entity in nodes.after.items()}
        gone = "DELETE FROM slip_names WHERE name = ? AND node = ?"
        self._db.executemany(gone, sorted(before - after))
        self._insert("slip_names", after - before)

    def _change_words(
        self, nodes: NodeChanges, names: Iterable[str]
    ) -> tuple[dict[str, int], dict[str, int]]:
        """Mends what is kept of words; of those with other counts the old and the new ones."""
        words = {word for name in names for word in _plain_words(name)}
        old = {word: self._count(word) for word in words}
        less, more = _counts(nodes.before.values()), _counts(nodes.after.values())
        new = {word: old[word] - less[word] + more[word] for word in words}
        changed = [(papers, word) for word, papers in new.items() if papers != old[word]]
        self._change_places(names)
        self._beside.clear()
        for word in words:
            is_known = bool(self._values("SELECT 1 FROM slip_words WHERE word = ?", word))
            stands = bool(self._values("SELECT 1 FROM slip_places WHERE word = ? LIMIT 1", word))
            if stands and not is_known:
                self._insert("slip_words", [(word, new[word])])
                self._insert("slip_shorts", {(short, word) for short in shortened(word)})
            elif is_known and not stands:
                shorts = [(short, word) for short in set(shortened(word))]
                gone = "DELETE FROM slip_shorts WHERE short = ? AND word = ?"
                self._db.executemany(gone, shorts)
                self._db.execute("DELETE FROM slip_words WHERE word = ?", (word,))
        self._db.executemany("UPDATE slip_words SET papers = ? WHERE word = ?", changed)
        others = {word for _, word in changed}
        return {w: old[w] for w in others}, {w: new[w] for w in others}

    def _change_places(self, names: Iterable[str]) -> None:
        for name in names:
            rows = [(word, name) for word in _plain_words(name)]
            if self._values("SELECT 1 FROM slip_names WHERE name = ? LIMIT 1", name):
                sql = "INSERT OR IGNORE INTO slip_places VALUES (?, ?)"
            else:
                sql = "DELETE FROM slip_places WHERE word = ? AND name = ?"
            self._db.executemany(sql, rows)

    def _slips_of(self, right: str) -> Iterator[str]:
        """The names, in lower case, that may be slips of one, as words count now."""
        words = right.split()
        for at, word in enumerate(words):
            for slip in self._near(word) if is_plain(word) else ():
                if is_frequent(self._count(word), beside=self._count(slip)):
                    yield " ".join((*words[:at], slip, *words[at + 1 :]))

    def _with_other_words(self, old: Mapping[str, int], new: Mapping[str, int]) -> set[str]:
        """The names with a word that is a slip of others than before."""
        others = set()
        for word in new:
            for near in self._near(word):
                was = old[word], old.get(near, self._count(near))
                now = new[word], new.get(near, self._count(near))
                if is_frequent(was[1], beside=was[0]) != is_frequent(now[1], beside=now[0]):
                    others.add(word)
                if is_frequent(was[0], beside=was[1]) != is_frequent(now[0], beside=now[1]):
                    others.add(near)
        sql = "SELECT name FROM slip_places WHERE word = ?"
        return {name for word in others for name in self._values(sql, word)}

    def _right_words(self, word: str) -> list[str]:
        """What a word may be a slip of."""
        if not is_plain(word):
            return []
        papers = self._count(word)
        return [
            right for right in self._near(word) if is_frequent(self._count(right), beside=papers)
        ]

    def _near(self, word: str) -> list[str]:
        """The words that differ from one by a letter."""
        if word not in self._beside:
            shorts = sorted(set(shortened(word)))
            marks = ", ".join("?" * len(shorts))
            sql = f"SELECT DISTINCT word FROM slip_shorts WHERE short IN ({marks})"
            found = sorted(self._values(sql, *shorts))
            self._beside[word] = [other for other in found if one_slip(word, other)]
        return self._beside[word]

    def _count(self, word: str) -> int:
        """How many papers have a word."""
        return next(iter(self._values("SELECT papers FROM slip_words WHERE word = ?", word)), 0)

    def _values(self, sql: str, *values: str) -> list[Any]:
        return [value for (value,) in self._db.execute(sql, values)]

    def _insert(self, table: str, rows: Iterable[tuple[str, str] | tuple[str, int]]) -> None:
        self._db.executemany(f"INSERT INTO {table} VALUES (?, ?)", sorted(rows))


def _plain_words(name: str) -> set[str]:
    """The words of a name in lower case that may be slips or right."""
    return {word for word in name.split() if is_plain(word)}


def _counts(entities: Iterable[Entity]) -> Counter[str]:
    """How many papers have each word that may be a slip or right."""
    counts: Counter[str] = Counter()
    for entity in entities:
        for word in _plain_words(lower_name(entity.name)):
            counts[word] += entity.papers
    return counts
