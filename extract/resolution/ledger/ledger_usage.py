"""What all papers say, as far as somebody asks: ``Usage`` over the tables of a ledger."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final

from extract.resolution.concepts import CAMEL, PaperConcepts
from extract.resolution.ledger.table import Form, Index, Table, make_table
from extract.resolution.spelling import ACRONYM
from extract.resolution.usage import Binding, Owner, Usage


def text_of(value: Any) -> str:
    """JSON on one line, its keys sorted."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def numbered(record: Mapping[str, int]) -> Counter[int]:
    """Counts by number, from JSON."""
    return Counter({int(key): count for key, count in record.items()})


def _owners(text: str) -> list[Owner]:
    return [Owner(p, long, kind, frozenset(near)) for p, long, kind, near in json.loads(text)]


def _owners_text(owners: Iterable[Owner]) -> str:
    return text_of([[p, long, kind, sorted(near)] for p, long, kind, near in owners])


def _bound(text: str) -> dict[str, Binding]:
    return {
        long: Binding(papers, Counter(types), numbered(years), introducing)
        for long, (papers, types, years, introducing) in json.loads(text).items()
    }


def _bound_text(bound: Mapping[str, Binding]) -> str:
    return text_of({k: [b.papers, b.types, b.years, b.introducing] for k, b in bound.items()})


COUNTS: Final[Form[Counter[str]]] = Form(Counter, text_of, lambda text: Counter(json.loads(text)))
_YEARS: Final[Form[Counter[int]]] = Form(Counter, text_of, lambda t: numbered(json.loads(t)))
_FORMS: Final[Mapping[str, Form[Any]]] = {
    "surfaces": COUNTS,
    "types": COUNTS,
    "spaced": COUNTS,
    "neighbours": COUNTS,
    "years": _YEARS,
    "bound": Form(dict, _bound_text, _bound),
    "owners": Form(list, _owners_text, _owners),
}
"""The attributes of ``Usage`` that are tables."""


class LedgerUsage(Usage):
    """What all papers say, read from a ledger by key.

    ``synonyms`` has nothing but what was added since.

    Args:
        db: The ledger.

    Attributes:
        shorts_of: The short forms of each long form.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        super().__init__()
        self._tables = {name: Table(db, name, form) for name, form in _FORMS.items()}
        for name, table in self._tables.items():
            setattr(self, name, table)
        self.shorts_of = Index(db, "shorts_of")

    @classmethod
    def make(cls, db: sqlite3.Connection, usage: Usage) -> None:
        """Makes the tables of all that papers say."""
        for name, form in _FORMS.items():
            make_table(db, name, form, getattr(usage, name))
        pairs = ((long, short) for short, longs in usage.bound.items() for long in longs)
        Index(db, "shorts_of").make(pairs)

    def mend(self, gone: Iterable[PaperConcepts], new: Iterable[PaperConcepts]) -> set[str]:
        """Takes papers out and puts others in; the keys of which what is said may be other."""
        keys: set[str] = set()
        for papers, by in ((gone, -1), (new, 1)):
            for paper in papers:
                self.count(paper, by)
                for concept in paper.concepts:
                    keys.update(concept.long_keys, concept.short_keys)
        keys |= {key.removesuffix(CAMEL) for key in keys}
        for key in keys:
            if self.owners[key]:
                self.sort_owners(key)
        self.shorts_of.replace(
            ((long, short) for short in keys for long in self.longs_before(short)),
            ((long, short) for short in keys for long in self.bound[short]),
        )
        return keys

    def surfaces_before(self, key: str) -> Counter[str]:
        """The surfaces of a key before the change."""
        surfaces: Counter[str] = self._tables["surfaces"].before(key)
        return surfaces

    def longs_before(self, short: str) -> set[str]:
        """What a short form was bound to before the change."""
        return set(self._tables["bound"].before(short))

    def bound_otherwise(self, shorts: Iterable[str]) -> set[str]:
        """The long forms that some short forms are bound to now or were before, not both."""
        found: set[str] = set()
        for short in shorts:
            found |= self.longs_before(short) ^ set(self.bound[short])
        return found

    def save(self) -> None:
        """Writes what became other."""
        for table in self._tables.values():
            table.save()


def stem(key: str) -> str:
    """What the keys of one spelling have in common.

    Example:
        >>> [stem(key) for key in ("foldnet", "foldnet*", "^clip")]
        ['foldnet', 'foldnet', 'clip']
    """
    return key.removesuffix(CAMEL).removeprefix(ACRONYM)


def keys_of(stem: str) -> tuple[str, ...]:
    """All keys that a stem may be that of."""
    return stem, stem + CAMEL, ACRONYM + stem, ACRONYM + stem + CAMEL
