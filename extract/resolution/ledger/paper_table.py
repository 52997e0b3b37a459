"""The papers of a ledger: the concepts of each and what was chosen for them."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from extract.resolution.concepts import LocalConcept, PaperConcepts
from extract.resolution.ledger.ledger_usage import text_of
from extract.resolution.ledger.table import Index
from extract.resolution.nodes import Part
from extract.resolution.senses import Choice


class PaperTable:
    """What every paper says, and of which nodes it speaks.

    Args:
        db: The ledger.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._with = Index(db, "papers_with")

    @classmethod
    def make(cls, db: sqlite3.Connection) -> PaperTable:
        """An empty one; ``index`` completes it."""
        db.execute("CREATE TABLE papers (key TEXT PRIMARY KEY, value TEXT NOT NULL)")
        return cls(db)

    def put(self, paper: PaperConcepts, parts: Sequence[Part]) -> None:
        """Writes what was chosen for a paper."""
        row = [paper.year, [[*concept, *choice] for concept, choice in parts]]
        self._db.execute("INSERT OR REPLACE INTO papers VALUES (?, ?)", (paper.paper, text_of(row)))

    def index(self) -> None:
        """Makes the index of all papers, once they are written."""
        rows = self._db.execute("SELECT key, value FROM papers")
        self._with.make((main, key) for key, text in rows for main in StoredPaper(key, text).mains)

    def mend(self, gone: Iterable[PaperConcepts], new: Iterable[PaperConcepts]) -> None:
        """Takes papers out of table and index, and puts others into the index."""
        gone = list(gone)
        self._db.executemany("DELETE FROM papers WHERE key = ?", [(p.paper,) for p in gone])
        self._with.replace(
            *([(main, p.paper) for p in papers for main in p.mains] for papers in (gone, new))
        )

    def with_any(self, keys: Iterable[str]) -> set[str]:
        """The papers that have a concept which one of some keys stands for."""
        return self._with.of_any(keys)

    def stored(self, papers: Iterable[str]) -> Iterator[StoredPaper]:
        """Yields those of some papers that there are, by id."""
        for key in sorted(papers):
            row = self._db.execute("SELECT value FROM papers WHERE key = ?", (key,)).fetchone()
            if row is not None:
                yield StoredPaper(key, row[0])

    def find(self, papers: Iterable[str]) -> Iterator[tuple[PaperConcepts, list[Part]]]:
        """The same, each with all its concepts and what was chosen for them."""
        return (stored.whole() for stored in self.stored(papers))


class StoredPaper:
    """A paper of a ledger: a concept of it is made when it is asked for.

    Args:
        paper: Its id.
        text: Its row.

    Attributes:
        paper: Its id.
        year: Its year, where it is known.
        mains: The key that stands for each concept, as ``PaperConcepts.mains`` has it.
    """

    def __init__(self, paper: str, text: str) -> None:
        self.paper = paper
        self.year, self._rows = json.loads(text)
        self.mains = _mains(self._rows)

    def is_short(self, place: int) -> bool:
        """Whether the paper binds the concept in this place to a long form."""
        return bool(self._rows[place][3])

    def part(self, place: int) -> Part:
        """The concept in this place, and what was chosen for it."""
        name, kind, surfaces, shorts, longs, introduced, unmarked, *chosen = self._rows[place]
        local = LocalConcept(
            name, kind, Counter(surfaces), tuple(shorts), tuple(longs), introduced, unmarked
        )
        return local, Choice(*chosen)

    def whole(self) -> tuple[PaperConcepts, list[Part]]:
        """All concepts, and what was chosen for each."""
        parts = [self.part(place) for place in range(len(self._rows))]
        return PaperConcepts(self.paper, self.year, [concept for concept, _ in parts]), parts


def _mains(rows: Iterable[Sequence[Any]]) -> list[str]:
    return [(longs or shorts)[0] for _, _, _, shorts, longs, *_ in rows]
