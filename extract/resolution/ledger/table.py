"""Records of a ledger by key, in memory as far as somebody asked for them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Generic, NamedTuple, TypeVar

Value = TypeVar("Value")


class Form(NamedTuple, Generic[Value]):
    """How records are written.

    Attributes:
        empty: A record of what nothing is known of.
        encode: From a record to text.
        decode: And back.
    """

    empty: Callable[[], Value]
    encode: Callable[[Value], str]
    decode: Callable[[str], Value]


class Lazy(dict[str, Value]):
    """Records that are made when they are asked for, by ``__missing__``.

    A key that nothing is known of has an empty record, and counts as missing.
    """

    def get(self, key: str, default: Any = None) -> Any:
        """A record, where anything is known."""
        return self[key] or default

    def __contains__(self, key: object) -> bool:
        """Whether anything is known of a key."""
        return isinstance(key, str) and bool(self[key])


class Table(Lazy[Value]):
    """A table of records that are read when they are asked for and written back by ``save``.

    Args:
        db: The ledger.
        name: Of the table.
        form: How its records are written.
    """

    def __init__(self, db: sqlite3.Connection, name: str, form: Form[Value]) -> None:
        super().__init__()
        self._db, self._name, self._form = db, name, form
        self._read: dict[str, str | None] = {}

    def __missing__(self, key: str) -> Value:
        """Reads a record."""
        row = self._db.execute(f"SELECT value FROM {self._name} WHERE key = ?", (key,)).fetchone()
        self._read[key] = text = None if row is None else row[0]
        value = self._decoded(text)
        self[key] = value
        return value

    def before(self, key: str) -> Value:
        """A record as it was read."""
        if key not in self._read:
            self[key]
        return self._decoded(self._read[key])

    def save(self) -> None:
        """Writes what became other."""
        gone: list[tuple[str]] = []
        other: list[tuple[str, str]] = []
        for key, value in self.items():
            text = self._form.encode(value) if value else None
            if text == self._read.get(key):
                continue
            if text is None:
                gone.append((key,))
            else:
                other.append((key, text))
        self._db.executemany(f"DELETE FROM {self._name} WHERE key = ?", gone)
        self._db.executemany(f"INSERT OR REPLACE INTO {self._name} VALUES (?, ?)", other)

    def _decoded(self, text: str | None) -> Value:
        return self._form.empty() if text is None else self._form.decode(text)


def make_table(
    db: sqlite3.Connection, name: str, form: Form[Value], records: Mapping[str, Value]
) -> None:
    """Makes a table of all its records."""
    db.execute(f"CREATE TABLE {name} (key TEXT PRIMARY KEY, value TEXT NOT NULL)")
    rows = ((key, form.encode(value)) for key, value in sorted(records.items()) if value)
    db.executemany(f"INSERT INTO {name} VALUES (?, ?)", rows)


class Index:
    """Which values stand under which key: a table of pairs.

    Args:
        db: The ledger.
        name: Of the table.
    """

    def __init__(self, db: sqlite3.Connection, name: str) -> None:
        self._db, self._name = db, name

    def make(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Makes the table of all its pairs, each of which may come more than once."""
        self._db.execute(
            f"CREATE TABLE {self._name} (key TEXT NOT NULL, value TEXT NOT NULL, "
            "PRIMARY KEY (key, value)) WITHOUT ROWID"
        )
        self._db.executemany(
            f"INSERT OR IGNORE INTO {self._name} VALUES (?, ?)", sorted(set(pairs))
        )

    def of(self, key: str) -> list[str]:
        """The values that stand under a key, sorted."""
        rows = self._db.execute(
            f"SELECT value FROM {self._name} WHERE key = ? ORDER BY value", (key,)
        )
        return [value for (value,) in rows]

    def of_any(self, keys: Iterable[str]) -> set[str]:
        """The values that stand under any of some keys."""
        return {value for key in keys for value in self.of(key)}

    def replace(self, before: Iterable[tuple[str, str]], after: Iterable[tuple[str, str]]) -> None:
        """Takes pairs out and puts others in."""
        old, new = set(before), set(after)
        self._db.executemany(
            f"DELETE FROM {self._name} WHERE key = ? AND value = ?", sorted(old - new)
        )
        self._db.executemany(f"INSERT OR IGNORE INTO {self._name} VALUES (?, ?)", sorted(new - old))
