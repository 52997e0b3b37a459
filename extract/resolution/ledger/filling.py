"""A ledger written beside a resolution of all papers."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from extract.resolution.choices import Choices
from extract.resolution.concepts import PaperConcepts
from extract.resolution.ledger.ledger_usage import LedgerUsage
from extract.resolution.ledger.link_table import LinkTable
from extract.resolution.ledger.node_suggestions import SuggestionLedger
from extract.resolution.ledger.node_table import NodeTable
from extract.resolution.ledger.node_variants import VariantLedger
from extract.resolution.ledger.opening import opened
from extract.resolution.ledger.paper_table import PaperTable
from extract.resolution.ledger.set_table import SetTable
from extract.resolution.nodes import Part
from extract.resolution.suggestions import Nodes
from extract.resolution.usage import Usage
from schemas import Entity


@contextmanager
def new_ledger(path: Path) -> Iterator[NewLedger]:
    """A ledger that is to be written.

    Args:
        path: Its file, which there is not yet.
    """
    with opened(path) as db:
        yield NewLedger(db)


class NewLedger:
    """A ledger that is being written: paper by paper, then all else.

    Args:
        db: Its file.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._papers = PaperTable.make(db)

    def put(self, paper: PaperConcepts, parts: Sequence[Part]) -> None:
        """Writes what was chosen for a paper."""
        self._papers.put(paper, parts)

    def finish(self, usage: Usage, chosen: Choices, entities: Mapping[str, Entity]) -> None:
        """Writes what all papers say, the links between keys, the sets, and the nodes."""
        db = self._db
        self._papers.index()
        LedgerUsage.make(db, usage)
        LinkTable.make(db, usage)
        SetTable.make(db, chosen.groups, usage.surfaces)
        NodeTable.make(db, chosen.evidence, entities)
        VariantLedger(db).fill(entities)
        SuggestionLedger(db).fill(Nodes(entities, usage, chosen.groups, chosen.senses))
