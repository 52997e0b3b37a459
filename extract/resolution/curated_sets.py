"""The user's decisions on nodes, applied to what the rules gave.

1. A way to write a thing that a paper uses for something the user calls different leaves that
   node for its own: where a paper writes "Proposer-Agent-Evaluator (PAE)" and the two are said
   to differ, its PAE is what PAE alone is.
2. Nodes that are the same become one, unless that chains two that differ: this is refused.
3. Nodes get the names and types that the user gives, and some are hidden.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from extract.resolution.choices import Choices, sum_up
from extract.resolution.concepts import CAMEL, local_concepts, name_key
from extract.resolution.curated_marks import mark_of
from extract.resolution.curated_names import CuratedNames
from extract.resolution.curated_parts import own_part, part
from extract.resolution.curated_units import Named, Unit
from extract.resolution.groups import Groups, Link, Refusal
from extract.resolution.nodes import NodeEvidence, Part
from extract.resolution.senses import Choice
from extract.resolution.spelling import spelling_key
from schemas import AnnotatedPaper, Curation, MergeReason


class CuratedSets:
    """The nodes after the user's decisions.

    Args:
        curation: The file.
        names: What it speaks of.
        choices: What the rules decide once the keys are marked and joined.
        papers: All papers.

    Attributes:
        evidence: What papers say of each node, by its key; with given names and types.
        hidden: Keys of the nodes that are left out.
        links: Joins of nodes, by the key of the node that came of it.
        refused: Joins that were not made.

    Raises:
        CurationError: A node is to have two names or types, or to be hidden and changed.
    """

    def __init__(
        self,
        curation: Curation,
        names: CuratedNames,
        choices: Choices,
        papers: Iterable[AnnotatedPaper],
    ) -> None:
        self._curation = curation
        self._names = names
        self._choices = choices
        self._papers = papers
        self._sets = Groups()
        self._moved: set[tuple[str, str]] = set()
        self._joins: list[tuple[str, Link]] = []
        self._given: dict[str, Named] = {}
        self._of_key: dict[str, dict[str, int]] = {}
        self.refused: list[Refusal] = []
        self.evidence: Mapping[str, NodeEvidence] = choices.evidence
        self._set_apart(names)
        self._join(names)
        self._change(names)
        self.hidden = frozenset(n for named in names.hide for n in self._nodes(named.unit))
        self._check_hidden(names)

    @property
    def links(self) -> Mapping[str, list[Link]]:
        """Joins of names that the node is made of, by its key."""
        groups = self._choices.groups
        found: defaultdict[str, list[Link]] = defaultdict(list)
        by_root: defaultdict[str, set[str]] = defaultdict(set)
        for key in self._choices.evidence:
            by_root[key].add(self._sets.find(key))
        for link in groups.links:
            for node in by_root.get(groups.find(link.one), ()):
                found[node].append(link)
        for key, link in self._joins:
            found[self._sets.find(key)].append(link)
        return found

    def differ(self, one: str, other: str) -> bool:
        """Whether the user says that two nodes are different."""
        return self._sets.clash(one, other) is not None

    def node(self, key: str, surface: str, entity_type: str) -> str:
        """The key of the node of a surface.

        Args:
            key: The key that the rules chose for its concept.
            surface: The surface.
            entity_type: Type of the concept within the paper.
        """
        if self._moved and (key, spelling_key(surface)) in self._moved:
            key = self._home(surface, entity_type)
        return self._sets.find(key)

    def _home(self, surface: str, entity_type: str) -> str:
        """The key of the node of a surface that nothing else is said of."""
        groups, senses = self._choices.groups, self._choices.senses
        return senses.of_kind(groups.find(name_key(surface)), entity_type)

    def _parts(self, paper: AnnotatedPaper) -> Iterator[Part]:
        """The concepts of a paper, each in as many parts as nodes have a surface of it."""
        chosen = dict(self._choices.chosen[paper.paper.id])
        for concept in local_concepts(paper):
            choice = chosen[concept.concept]
            nodes: defaultdict[str, list[str]] = defaultdict(list)
            for surface in concept.surfaces:
                nodes[self.node(choice.key, surface, concept.type)].append(surface)
            stays = self._sets.find(choice.key)
            for node, surfaces in nodes.items():
                if len(nodes) == 1 and node == stays:
                    yield concept, choice._replace(key=node)
                elif node == stays:
                    yield part(concept, surfaces), choice._replace(key=node)
                else:
                    yield own_part(concept, surfaces), Choice(node, found=False, score=1.0)

    def _sum_up(self) -> None:
        evidence: defaultdict[str, NodeEvidence] = defaultdict(NodeEvidence)
        for paper in self._papers:
            sum_up(self._parts(paper), paper.paper.year, evidence)
        self.evidence = evidence

    def _nodes(self, unit: Unit) -> dict[str, int]:
        """The nodes that a unit stands for now, and how many papers have it there."""
        found: dict[str, int] = {}
        for key in self._names.name_keys(unit):
            for node, papers in self._of_key.get(key, {}).items():
                found[node] = found.get(node, 0) + papers
        if not found and unit.node:  # all its names are those of other nodes too
            node = self._sets.find(unit.node)
            return {node: self.evidence[node].papers} if node in self.evidence else {}
        return found

    def _index(self) -> None:
        """Notes which nodes have a surface that the file speaks of."""
        self._of_key = {}
        for node, seen in self.evidence.items():
            for surface, papers in seen.surfaces.items():
                if spelling_key(surface) in self._names.spellings:
                    of_key = self._of_key.setdefault(name_key(surface), {})
                    of_key[node] = of_key.get(node, 0) + papers

    def _set_apart(self, names: CuratedNames) -> None:
        """Lets surfaces leave the nodes that the user says are others, until all have."""
        self._index()
        while names.different:
            moved: set[tuple[str, str]] = set()
            for apart in names.different:
                moved |= self._leaving(apart)
            if not moved - self._moved:
                break
            self._moved |= moved
            self._sum_up()
            self._index()

    def _leaving(self, apart: Iterable[Named]) -> set[tuple[str, str]]:
        """Which surfaces have to leave which nodes; the one at home stays, else the most used."""
        present: defaultdict[str, list[tuple[bool, int, Unit]]] = defaultdict(list)
        for named in apart:
            for node, papers in self._nodes(named.unit).items():
                home = self._is_home(node, named.unit.spelling)
                present[node].append((not home, -papers, named.unit))
        leaving = set()
        for node, units in sorted(present.items()):
            stays, *others = sorted(units)
            for away, _, unit in others:
                if away:
                    leaving.add((node, unit.spelling))
                    self._refuse(node, unit, stays[2], apart)
        return leaving

    def _is_home(self, node: str, spelling: str) -> bool:
        groups = self._choices.groups
        root = node.partition(" ")[0].removesuffix(CAMEL)
        homes = {groups.find(k).removesuffix(CAMEL) for k in (spelling, spelling + CAMEL)}
        return root in homes or root == spelling

    def _refuse(self, node: str, unit: Unit, stays: Unit, apart: Iterable[Named]) -> None:
        shorts = {spelling_key(s) for s in self.evidence[node].shorts}
        short = not shorts.isdisjoint({unit.spelling, stays.spelling})
        reason = MergeReason.ABBREVIATION if short else MergeReason.SYNONYM
        one, other = sorted((unit.spelling, stays.spelling))
        self.refused.append(Refusal(Link(one, other, reason, 1.0), mark_of(apart)))

    def _join(self, names: CuratedNames) -> None:
        """Makes nodes one that are the same."""
        for apart in names.different:
            for named in apart:
                for node in sorted(self._nodes(named.unit)):
                    self._sets.mark(node, mark_of(apart), "\n".join(named.unit))
        pairs = {(a.unit, b.unit) for same in names.same for a, b in pairwise(same)}
        pairs.update((same[0].unit, n.unit) for same in names.same for n in same[1:])
        for one, other in sorted(pairs):
            low, high = sorted((one.spelling, other.spelling))
            link = Link(low, high, MergeReason.CURATION, 1.0)
            nodes = [*sorted(self._nodes(one)), *sorted(self._nodes(other))]
            for node, next_node in pairwise(nodes):
                if self._sets.join(node, next_node, MergeReason.CURATION):
                    self._joins.append((node, link))
                else:
                    mark = self._sets.refused[-1].mark
                    self.refused.append(Refusal(link, mark))
        if self._sets.links:
            self._sum_up()
            self._index()

    def _change(self, names: CuratedNames) -> None:
        """Gives nodes the names and types that the user gives."""
        for pairs, what in ((names.rename, "name"), (names.retype, "type")):
            given: dict[str, tuple[str, Named]] = {}
            for named, to in pairs:
                for node in self._nodes(named.unit):
                    before, by = given.setdefault(node, (to, named))
                    if before != to:
                        first, second = sorted((by.at, named.at), key=lambda n: n[1:])
                        raise self._curation.error(
                            f"{second.text!r} is to have the {what} "
                            f"{to if second is named.at else before!r}, and by line {first.line}, "
                            f"as {first.text!r}, another one; delete one of the two",
                            second,
                        )
                    self._given.setdefault(node, named)
            for node, (to, _) in given.items():
                if what == "name":
                    self.evidence[node].given_name = to
                else:
                    self.evidence[node].given_type = to

    def _check_hidden(self, names: CuratedNames) -> None:
        for named in names.hide:
            for node in self._nodes(named.unit):
                if node in self._given:
                    line = self._given[node].at.line
                    raise self._curation.error(
                        f"{named.at.text!r} is to be hidden, and by line {line} to be changed; "
                        "delete one of the two",
                        named.at,
                    )
