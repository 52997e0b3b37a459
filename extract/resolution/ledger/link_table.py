"""The links that the rules make, each by what the rule looked at."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from typing import Any, Final

from extract.resolution.aliases import known_aliases
from extract.resolution.groups import Link
from extract.resolution.heads import bare_of
from extract.resolution.joins import words_of
from extract.resolution.ledger.ledger_usage import LedgerUsage, keys_of, stem
from extract.resolution.ledger.table import Index
from extract.resolution.rules import (
    BEFORE_SENSES,
    KEY_RULES,
    WORD_RULES,
    aliases,
    long_forms,
    longs_of,
    synonyms,
)
from extract.resolution.spelling import spelling_key
from extract.resolution.usage import Usage, bound_key
from schemas import MergeReason

_WORDS: Final[Mapping[str, str]] = {name: f"words_{at}" for at, name in enumerate(WORD_RULES)}
"""The table of what shares a word, by rule."""

_LONG_FORMS, _SYNONYMS, _ALIASES = "long forms", "synonyms in a paper", "known aliases"

Unit = tuple[str, str]
"""The name of a rule, and a key, pair or word that it looked at."""


class LinkTable:
    """The links, and what it takes to find those that a change makes other.

    Args:
        db: The ledger.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._words = {name: Index(db, table) for name, table in _WORDS.items()}
        self._heads = Index(db, "with_head")

    @classmethod
    def make(cls, db: sqlite3.Connection, usage: Usage) -> None:
        """Makes the tables, of all that papers say."""
        db.execute(
            "CREATE TABLE links "
            "(rule TEXT, unit TEXT, one TEXT, other TEXT, reason TEXT, score REAL)"
        )
        db.execute(
            "CREATE TABLE synonyms (one TEXT, other TEXT, papers INTEGER, "
            "PRIMARY KEY (one, other)) WITHOUT ROWID"
        )
        table = cls(db)
        table._count_synonyms(usage)
        db.execute("CREATE INDEX synonyms_other ON synonyms (other)")
        words: list[Unit] = []
        for name, index in table._words.items():
            pairs = _by_word(partial(words_of, name), usage.surfaces)
            index.make(pairs)
            shared = Counter(word for word, _ in pairs)
            words.extend((name, word) for word, keys in shared.items() if keys > 1)
        table._heads.make(_by_word(_heads, usage.surfaces))
        units = (
            *_each(KEY_RULES, usage.surfaces),
            *words,
            *_each([_LONG_FORMS], usage.bound),
            *_each([_SYNONYMS], (bound_key(*pair) for pair in usage.synonyms)),
            *_each([_ALIASES], (bound_key(*pair) for pair in known_aliases())),
        )
        table._insert(sorted((unit, link) for unit in units for link in table._links(usage, unit)))
        for name, columns in (("unit", "rule, unit"), ("one", "one"), ("other", "other")):
            db.execute(f"CREATE INDEX links_by_{name} ON links ({columns})")

    def mend(self, usage: LedgerUsage, keys: Collection[str]) -> set[str]:
        """Makes the links of some keys again; the keys at the ends of those that are other.

        Args:
            usage: What papers say now.
            keys: The keys of which what is said may be other than before.
        """
        self._count_synonyms(usage)
        before = {key: usage.surfaces_before(key) for key in keys}
        after = {key: usage.surfaces[key] for key in keys}
        self._heads.replace(*(_by_word(_heads, said) for said in (before, after)))
        units = {*self._of_keys(usage, keys)}
        for name, index in self._words.items():
            was, now = (_by_word(partial(words_of, name), said) for said in (before, after))
            index.replace(was, now)
            units.update((name, word) for word, _ in (*was, *now))
        ends: set[str] = set()
        for unit in sorted(units):
            old, new = set(self._of_unit(unit)), self._links(usage, unit)
            if old != new:
                self._db.execute("DELETE FROM links WHERE rule = ? AND unit = ?", unit)
                self._insert((unit, link) for link in sorted(new))
                ends.update(end for link in old ^ new for end in link[:2])
        return ends

    def near(self, key: str) -> set[str]:
        """The keys that a key has a link with."""
        rows = self._db.execute(
            "SELECT other FROM links WHERE one = ?1 UNION SELECT one FROM links WHERE other = ?1",
            (key,),
        )
        return {other for (other,) in rows}

    def of(self, keys: Iterable[str]) -> tuple[list[Link], list[Link]]:
        """The links of some keys: of the rules before senses, and of those after."""
        before: list[Link] = []
        after: list[Link] = []
        for key in keys:
            rows = self._db.execute(
                "SELECT rule, one, other, reason, score FROM links WHERE one = ?", (key,)
            )
            for rule, *link in rows:
                (before if rule in BEFORE_SENSES else after).append(link_in(link))
        return before, after

    def _of_keys(self, usage: LedgerUsage, keys: Collection[str]) -> Iterator[Unit]:
        """What rules look at, but for words, where what is said of some keys is other."""
        stems = {stem(key) for key in keys}
        near = {key for of_stem in stems for key in keys_of(of_stem)}
        yield from _each(KEY_RULES, near | self._heads.of_any(stems))
        yield from _each([_LONG_FORMS], {*keys, *usage.shorts_of.of_any(keys)})
        changed = (bound_key(*pair) for pair in usage.synonyms)
        yield from _each([_SYNONYMS], {*changed, *self._pairs_with(keys)})
        pairs = {pair for of_stem in stems for pair in _alias_pairs().get(of_stem, ())}
        yield from _each([_ALIASES], pairs)

    def _pairs_with(self, keys: Iterable[str]) -> Iterator[str]:
        for key in keys:
            for pair in self._db.execute(
                "SELECT one, other FROM synonyms WHERE one = ?1 OR other = ?1", (key,)
            ):
                yield bound_key(*pair)

    def _links(self, usage: Usage, unit: Unit) -> set[Link]:
        """The links that a rule makes of what it looks at."""
        name, of = unit
        if name in KEY_RULES:
            return set(KEY_RULES[name](usage, of)) if of in usage.surfaces else set()
        if name in WORD_RULES:
            keys = self._words[name].of(of)
            return set(WORD_RULES[name][1](usage, keys)) if len(keys) > 1 else set()
        if name == _LONG_FORMS:
            return set(long_forms(longs_of(usage, of))) if of in usage.bound else set()
        one, other = of.split("\n")
        if name == _ALIASES:
            return set(aliases(usage, one, other))
        row = self._db.execute(
            "SELECT papers FROM synonyms WHERE one = ? AND other = ?", (one, other)
        ).fetchone()
        return set(synonyms(usage, one, other, row[0])) if row else set()

    def _count_synonyms(self, usage: Usage) -> None:
        """Adds to how many papers use two keys for one concept."""
        self._db.executemany(
            "INSERT INTO synonyms VALUES (?, ?, ?) "
            "ON CONFLICT DO UPDATE SET papers = papers + excluded.papers",
            sorted((one, other, papers) for (one, other), papers in usage.synonyms.items()),
        )
        self._db.execute("DELETE FROM synonyms WHERE papers = 0")

    def _of_unit(self, unit: Unit) -> Iterator[Link]:
        rows = self._db.execute(
            "SELECT one, other, reason, score FROM links WHERE rule = ? AND unit = ?", unit
        )
        return map(link_in, rows)

    def _insert(self, links: Iterable[tuple[Unit, Link]]) -> None:
        self._db.executemany(
            "INSERT INTO links VALUES (?, ?, ?, ?, ?, ?)",
            ((*unit, *link[:2], str(link.reason), link.score) for unit, link in links),
        )


@cache
def _alias_pairs() -> Mapping[str, Sequence[str]]:
    """The pairs of the shipped list, by the stem of either name."""
    pairs: defaultdict[str, list[str]] = defaultdict(list)
    for pair in known_aliases():
        for surface in pair:
            pairs[stem(spelling_key(surface))].append(bound_key(*pair))
    return pairs


def _each(names: Iterable[str], of: Iterable[str]) -> Iterator[Unit]:
    of = list(of)
    return ((name, each) for name in names for each in of)


def _by_word(
    words_of: Callable[[Iterable[str]], set[str]], said: Mapping[str, Iterable[str]]
) -> list[tuple[str, str]]:
    """Words and the keys whose surfaces give them."""
    return [(word, key) for key, surfaces in said.items() for word in words_of(surfaces)]


def _heads(surfaces: Iterable[str]) -> set[str]:
    """The stems of what is left of surfaces without a generic head."""
    return {stem(spelling_key(bare)) for bare in map(bare_of, surfaces) if bare is not None}


def link_in(row: Sequence[Any]) -> Link:
    """The link that a row of a ledger says."""
    one, other, reason, score = row
    return Link(one, other, MergeReason(reason), score)
