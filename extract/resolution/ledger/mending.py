"""A change of a ledger: papers are taken out and put in, and all that follows is mended."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from extract.resolution.concepts import PaperConcepts
from extract.resolution.ledger.decisions import Decisions, Reach, SetTypes
from extract.resolution.ledger.ledger_usage import LedgerUsage, keys_of
from extract.resolution.ledger.link_table import LinkTable
from extract.resolution.ledger.node_changes import NodeChanges
from extract.resolution.ledger.node_suggestions import SuggestionLedger
from extract.resolution.ledger.node_table import NodeTable
from extract.resolution.ledger.node_variants import VariantLedger
from extract.resolution.ledger.opening import opened
from extract.resolution.ledger.paper_table import PaperTable
from extract.resolution.ledger.set_table import SetTable
from extract.resolution.merges import merges_of
from extract.resolution.nodes import conflict_of
from extract.resolution.refusals import refusals
from extract.resolution.senses import Senses
from extract.resolution.suggestions import meant
from schemas import AnnotatedPaper, Entity, Merge, ResolutionChange, TypeConflict


def mended(
    former: Path, ledger: Path, *, gone: Collection[str], new: Iterable[AnnotatedPaper]
) -> ResolutionChange:
    """Takes papers out of a resolution and puts others in.

    It costs what the change touches: papers that share a short form or a key with those that
    come and go are looked at again, all others are not. What comes out is what a resolution of all
    papers would give.

    Args:
        former: The file of the resolution as it is.
        ledger: The file of the next one, which there is not yet.
        gone: Ids of papers that are withdrawn or revised.
        new: Papers that are added or revised.

    Returns:
        What is other than before.

    Raises:
        AtlasError: The file is damaged.
    """
    with opened(ledger, copied_from=former) as db:
        return _Mending(db, gone, [PaperConcepts.of(paper) for paper in new]).change()


class _Mending:
    """One change."""

    def __init__(
        self, db: sqlite3.Connection, gone: Collection[str], new: Collection[PaperConcepts]
    ) -> None:
        self._db = db
        self._usage = LedgerUsage(db)
        self._sets = SetTable(db, self._usage)
        self._papers = PaperTable(db)
        self._nodes = NodeTable(db)
        self._reach = Reach(self._usage, self._sets)
        self._senses = Senses(self._usage, self._sets, types=SetTypes(self._usage, self._sets))
        self._gone, self._new = list(self._papers.find(gone)), new

    def change(self) -> ResolutionChange:
        """Mends all, and says what is other."""
        usage, papers = self._usage, self._papers
        gone = [paper for paper, _ in self._gone]
        keys = usage.mend(gone, self._new)
        papers.mend(gone, self._new)
        links = LinkTable(self._db)
        ends = links.mend(usage, keys)
        moved = self._sets.mend(links, ends | usage.bound_otherwise(keys))
        stems = self._reach.stems(self._reach.keys(keys | moved.members))
        decisions = Decisions(papers, self._nodes, self._sets, self._senses)
        for paper, parts in self._gone:
            decisions.take_out(paper, parts)
        for paper in self._new:
            decisions.put_in(paper)
        decisions.mend(moved, stems, {paper.paper for paper in self._new})
        self._nodes.settle()
        usage.save()
        return self._said(decisions.other, moved.roots, stems)

    def _said(self, other: set[str], roots: set[str], stems: set[str]) -> ResolutionChange:
        """What is other than before.

        Args:
            other: The papers that chose other nodes, and the new ones.
            roots: The representatives of sets that were made again.
            stems: The stems of all keys that the change may have touched.
        """
        nodes, db = self._nodes, self._db
        before = {entity.id: entity for entity in nodes.before.values()}
        after = {entity.id: entity for entity in nodes.after.values()}
        both = nodes.before.keys() & nodes.after.keys()
        moved = {k for k in both if nodes.before[k].id != nodes.after[k].id}
        named = {k for k in both - moved if nodes.before[k].name != nodes.after[k].name}
        other = other | self._papers_of(moved)
        found = ((key, nodes.entity(key)) for key in nodes.touched | nodes.after.keys() | roots)
        touched = {key: entity for key, entity in found if entity is not None}
        changes = NodeChanges(
            nodes.before, nodes.after, nodes.entity, frozenset(roots), self._differ
        )
        return ResolutionChange(
            nodes={
                paper.paper: {concept.concept: self._id(choice.key) for concept, choice in parts}
                for paper, parts in self._papers.find(other)
            },
            renamed=frozenset(self._papers_of(named) - other),
            gone=frozenset(before.keys() - after.keys()),
            entities=tuple(e for k, e in sorted(after.items()) if before.get(k) != e),
            merges=self._merges(touched, before),
            conflicts=self._conflicts(touched, before),
            variants=VariantLedger(db).change(changes),
            refused=refusals(self._sets.all_refused(), self._usage),
            suggestions=SuggestionLedger(db).change(changes, self._meant(stems)),
        )

    def _id(self, key: str) -> str:
        entity = self._nodes.entity(key)
        if entity is None:
            raise LookupError(f"no node {key!r} in the ledger")
        return entity.id

    def _papers_of(self, nodes: set[str]) -> set[str]:
        """The papers that speak of any of some nodes."""
        if not nodes:
            return set()
        keys = (key for stem in self._reach.of_nodes(nodes) for key in keys_of(stem))
        return {
            paper.paper
            for paper, parts in self._papers.find(self._papers.with_any(keys))
            if any(choice.key in nodes for _, choice in parts)
        }

    def _merges(
        self, touched: Mapping[str, Entity], before: Mapping[str, Entity]
    ) -> dict[str, tuple[Merge, ...]]:
        """The joins of nodes, none for those that are gone."""
        merges: dict[str, tuple[Merge, ...]] = dict.fromkeys(before, ())
        for key, entity in touched.items():
            seen = self._nodes.evidence(key)
            merges[entity.id] = tuple(merges_of(entity, seen, self._sets.links_of(key)))
        return merges

    def _conflicts(
        self, touched: Mapping[str, Entity], before: Mapping[str, Entity]
    ) -> dict[str, TypeConflict | None]:
        conflicts: dict[str, TypeConflict | None] = dict.fromkeys(before)
        for key, entity in touched.items():
            conflicts[entity.id] = conflict_of(entity, self._nodes.evidence(key))
        return conflicts

    def _meant(self, stems: set[str]) -> dict[str, list[tuple[str, str, float]]]:
        """What short forms may mean of which that may be other than before."""
        nodes = self._nodes
        ends = {
            key
            for key in nodes.before.keys() | nodes.after.keys()
            if _kind(nodes.before.get(key)) != _kind(nodes.after.get(key))
        }
        shorts = {k for stem in stems | self._reach.of_nodes(ends) for k in keys_of(stem)}
        return {
            short: list(meant(self._senses, short, nodes.entity)) if bound else []
            for short in sorted(shorts)
            if (bound := short in self._usage.bound) or self._usage.longs_before(short)
        }

    def _differ(self, one: str, other: str) -> bool:
        return self._sets.clash(one, other) is not None


def _kind(entity: Entity | None) -> str | None:
    return None if entity is None else entity.type
