"""The papers of a ledger: the concepts of each and what was chosen for them."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

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
        self._with.make((main, key) for key, text in rows for main in _mains(text))

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

    def find(self, papers: Iterable[str]) -> Iterator[tuple[PaperConcepts, list[Part]]]:
        """Yields those of some papers that there are, by id."""
        for key in sorted(papers):
            row = self._db.execute("SELECT value FROM papers WHERE key = ?", (key,)).fetchone()
            if row is not None:
                yield _read(key, row[0])


def _mains(text: str) -> list[str]:
    """The key that stands for each concept, as ``PaperConcepts.mains`` has it."""
    return [(longs or shorts)[0] for _, _, _, shorts, longs, *_ in json.loads(text)[1]]


def _read(key: str, text: str) -> tuple[PaperConcepts, list[Part]]:
    year, rows = json.loads(text)
    parts = [
        (
            LocalConcept(concept, kind, Counter(surfaces), tuple(shorts), tuple(longs), introduced),
            Choice(node, found, score),
        )
        for concept, kind, surfaces, shorts, longs, introduced, node, found, score in rows
    ]
    return PaperConcepts(key, year, [concept for concept, _ in parts]), parts
