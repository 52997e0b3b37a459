"""Which papers choose other nodes than before, where others are added or withdrawn.

What a paper's short form stands for depends on all papers that spell it out. So those choose
again that have a short form of which that may be other, or a key whose set is; all others
keep what they have.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from extract.resolution.choices import by_node, choice_of, parts_of
from extract.resolution.concepts import PaperConcepts
from extract.resolution.known import known_shorts
from extract.resolution.ledger.ledger_usage import LedgerUsage, keys_of, stem
from extract.resolution.ledger.node_table import NodeTable
from extract.resolution.ledger.paper_table import PaperTable, StoredPaper
from extract.resolution.ledger.set_table import Moved, SetTable
from extract.resolution.ledger.table import Lazy
from extract.resolution.nodes import Part
from extract.resolution.senses import Choice, Senses


class SetTypes(Lazy[Counter[str]]):
    """The types that papers give each set of keys, summed up when they are asked for."""

    def __init__(self, usage: LedgerUsage, sets: SetTable) -> None:
        super().__init__()
        self._usage, self._sets = usage, sets

    def __missing__(self, root: str) -> Counter[str]:
        """Sums up those of a set, by its representative."""
        types: Counter[str] = Counter()
        for key in self._sets.members(root):
            if key in self._usage.surfaces:
                types.update(self._usage.types[key])
        self[root] = types
        return types


class Reach:
    """From keys to the short forms that may mean them.

    Args:
        usage: What papers say.
        sets: Which keys are one.
    """

    def __init__(self, usage: LedgerUsage, sets: SetTable) -> None:
        self._usage, self._sets = usage, sets

    def keys(self, keys: Iterable[str]) -> set[str]:
        """All keys of their sets."""
        return {member for key in keys for member in (key, *self._sets.members(key))}

    def stems(self, keys: Iterable[str]) -> set[str]:
        """The stems of keys and of the short forms that are bound to them or known as them."""
        keys = set(keys)
        bound = self._usage.shorts_of.of_any(keys)
        known = (short for key in keys for short in known_shorts().get(key, ()))
        return {stem(key) for key in (*keys, *bound, *known)}

    def of_nodes(self, nodes: Iterable[str]) -> set[str]:
        """The stems of all that may be one of some nodes, by their keys."""
        return self.stems(self.keys(node.split(" ")[0] for node in nodes))


class Decisions:
    """The choices of papers, made again where a change may make them other.

    Args:
        papers: The papers.
        nodes: What is known of each node.
        sets: Which keys are one.
        senses: What short forms stand for.

    Attributes:
        other: The papers that speak of other nodes than before, and those that are new.
    """

    def __init__(
        self, papers: PaperTable, nodes: NodeTable, sets: SetTable, senses: Senses
    ) -> None:
        self._papers, self._nodes, self._sets, self._senses = papers, nodes, sets, senses
        self.other: set[str] = set()

    def take_out(self, paper: PaperConcepts, parts: Sequence[Part]) -> None:
        """Takes out of the nodes what a paper said that is withdrawn."""
        self._count(paper, parts, -1)

    def put_in(self, paper: PaperConcepts) -> None:
        """Chooses for a new paper."""
        parts = list(parts_of(paper, self._sets, self._senses))
        self._count(paper, parts, 1)
        self._papers.put(paper, parts)
        self.other.add(paper.paper)

    def mend(self, moved: Moved, stems: set[str], new: set[str]) -> None:
        """Chooses again for those papers that may choose otherwise.

        Args:
            moved: Which sets are other.
            stems: The stems of the short forms of which it may be other what they mean.
            new: The papers that have chosen already.
        """
        near = self._papers.with_any(moved.keys)
        named = self._papers.with_any(key for of_stem in stems for key in keys_of(of_stem))
        for stored in self._papers.stored((near | named) - new):
            again = self._again(stored, None if stored.paper in near else stems)
            if again:
                paper, before = stored.whole()
                after = [(c, again.get(n, choice)) for n, (c, choice) in enumerate(before)]
                self._shift(paper, before, after)

    def _again(self, stored: StoredPaper, stems: set[str] | None) -> dict[int, Choice]:
        """The choices of a paper for concepts of some stems, or all, that are other now."""
        other = {}
        mains = stored.mains
        for place, main in enumerate(mains):
            if stems is None or (stem(main) in stems and not stored.is_short(place)):
                concept, before = stored.part(place)
                choice = choice_of(
                    concept,
                    main,
                    mains,
                    self._sets,
                    self._senses,
                    paper=stored.paper,
                    year=stored.year,
                )
                if choice != before:
                    other[place] = choice
        return other

    def _shift(self, paper: PaperConcepts, before: Sequence[Part], after: Sequence[Part]) -> None:
        """Takes out of nodes what a paper said of them, and puts in what it says now."""
        pairs = zip(before, after, strict=True)
        nodes = {choice.key for two in pairs if two[0] != two[1] for _, choice in two}
        for parts, by in ((before, -1), (after, 1)):
            self._count(paper, [part for part in parts if part[1].key in nodes], by)
        self._papers.put(paper, after)
        if any(one[1].key != other[1].key for one, other in zip(before, after, strict=True)):
            self.other.add(paper.paper)

    def _count(self, paper: PaperConcepts, parts: Iterable[Part], by: int) -> None:
        """Adds what a paper says to what is known of its nodes, or takes it out."""
        for node, of_node in by_node(parts).items():
            self._nodes.count(node, of_node, paper.year, by)
