"""What the names of the user's curation stand for: looked up in what the rules alone give.

A name stands for every way to write it that has its spelling key, or, as an id, for the node
and the readable name of that node; where several nodes have the key, for the one that alone is
written just so. It is looked up without the file, so that no decision
changes what another one speaks of; what is found nowhere may be a name or an id that the file
itself gives. A name that is gone is a warning and its line says nothing;
a name of several nodes is an error that lists their ids.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from extract.resolution.concepts import name_key
from extract.resolution.curated_units import Named, Unit, check_differences, place
from extract.resolution.nodes import NodeEvidence
from extract.resolution.spelling import ACRONYM, spelling_key
from extract.slug import slug
from schemas import CuratedName, Curation, Entity


class CuratedNames:
    """The decisions of a file on what the rules alone give.

    Args:
        curation: The file.
        evidence: What papers say of each node, by its key.
        entities: The nodes, by the same keys.

    Attributes:
        same: Units of one thing, two or more each time, sorted.
        different: Units of several things, sorted.
        rename: Units and what they are to be called, sorted.
        retype: Units and what type they are to have, sorted.
        hide: Units that are to be left out, sorted.
        warnings: Names that are gone, by line.

    Raises:
        CurationError: A name is that of several nodes, or two decisions exclude each other.
    """

    def __init__(
        self,
        curation: Curation,
        evidence: Mapping[str, NodeEvidence],
        entities: Mapping[str, Entity],
    ) -> None:
        self._curation = curation
        self._keys = {entity.id: key for key, entity in entities.items()}
        self._ids = {key: entity.id for key, entity in entities.items()}
        self._entities = entities
        self._surfaces = self._found(evidence)
        self._gone: set[CuratedName] = set()
        self._given = self._given_names()
        self.different = sorted(self._apart(names) for names in curation.different)
        self.same = sorted(self._known(names) for names in curation.same)
        self.rename = self._pairs(curation.rename)
        self.retype = self._pairs(curation.retype)
        self.hide = sorted(self._known(curation.hide))
        check_differences(curation, self.same, self.different)
        self.warnings = tuple(
            str(curation.error(f"nothing is called {n.text!r} here; it changes nothing", n))
            for n in sorted(self._gone, key=lambda n: (n.line, n.column))
        )

    @property
    def spellings(self) -> Collection[str]:
        """The spelling keys that the file speaks of."""
        return self._surfaces.keys()

    def name_keys(self, unit: Unit) -> Sequence[str]:
        """The name keys of the surfaces that a unit stands for and no other node has."""
        nodes = self._surfaces[unit.spelling]
        if not unit.node:
            return sorted({name_key(s) for found in nodes.values() for s in found})
        others = {name_key(s) for node, found in nodes.items() if node != unit.node for s in found}
        return sorted({name_key(s) for s in nodes[unit.node]} - others)

    def _found(self, evidence: Mapping[str, NodeEvidence]) -> dict[str, dict[str, set[str]]]:
        """By the spelling keys that the file speaks of, the nodes written so and their surfaces."""
        wanted: set[str] = set()
        for name in _all_names(self._curation):
            key = self._keys.get(name.text)
            wanted.update(_spellings(name.text if key is None else self._entities[key].name))
        found: dict[str, dict[str, set[str]]] = {key: {} for key in wanted}
        for node, seen in evidence.items():
            for surface in seen.surfaces:
                if (key := spelling_key(surface)) in found:
                    found[key].setdefault(node, set()).add(surface)
        return found

    def _unit(self, name: CuratedName, *, beside: Iterable[CuratedName] = ()) -> Unit | None:
        """What a name stands for; nothing where it is gone."""
        unit = self._looked_up(name, beside)
        if unit is None:
            given = self._given.get(name.text) or self._given.get(spelling_key(name.text), set())
            if len(given) == 1:
                return next(iter(given))
            self._gone.add(name)
        return unit

    def _given_names(self) -> Mapping[str, set[Unit]]:
        """Names and ids that nodes have only by the file, and the units that get them."""
        names: defaultdict[Unit, set[str]] = defaultdict(set)
        types: defaultdict[Unit, set[str]] = defaultdict(set)
        given: defaultdict[str, set[Unit]] = defaultdict(set)
        for apart in self._curation.different:
            for name in apart:
                if (unit := self._looked_up(name, apart)) is not None:
                    names[unit].add(name.text)
        for pairs, what in ((self._curation.rename, names), (self._curation.retype, types)):
            for name, to in pairs:
                if (unit := self._looked_up(name)) is not None:
                    what[unit].add(to.text)
                    if what is names:
                        given[spelling_key(to.text)].add(unit)
        for unit in names.keys() | types.keys():
            nodes = [unit.node] if unit.node else self._surfaces[unit.spelling]
            known = [self._entities[node] for node in nodes]
            for kind in types[unit] | {entity.type for entity in known}:
                for text in names[unit] | {entity.name for entity in known}:
                    given[f"{kind.lower()}:{slug(text)}"].add(unit)
        return given

    def _looked_up(self, name: CuratedName, beside: Iterable[CuratedName] = ()) -> Unit | None:
        """What a name stands for without the file.

        A name of several nodes is clear where one of them alone is written just so, or where
        one of them has another name of the line too. What is said to differ is said of all
        ways to write it: a part of them could not be kept apart.
        """
        key = self._keys.get(name.text)
        if key is not None:
            spelling = spelling_key(self._entities[key].name)
            alone = len(self._surfaces[spelling]) == 1
            return Unit(spelling) if alone else Unit(spelling, key)
        spelling = self._spelling(name.text)
        nodes = self._surfaces[spelling]
        if not nodes:
            return None
        written = [node for node, surfaces in nodes.items() if name.text in surfaces]
        if len(nodes) > 1 and len(written) == 1:
            return Unit(spelling) if beside else Unit(spelling, written[0])
        clear = len(nodes) == 1 or any(
            not nodes.keys().isdisjoint(self._nodes(other)) for other in beside if other != name
        )
        if not clear:
            ids = ", ".join(sorted(self._ids[node] for node in nodes))
            problem = f"{name.text!r} names several nodes, write an id: {ids}"
            raise self._curation.error(problem, name)
        return Unit(spelling)

    def _nodes(self, name: CuratedName) -> Collection[str]:
        key = self._keys.get(name.text)
        return self._surfaces[self._spelling(name.text)].keys() if key is None else {key}

    def _spelling(self, text: str) -> str:
        """The spelling key of a name, and of no acronym where nothing but one is written so."""
        found = (key for key in _spellings(text) if self._surfaces[key])
        return next(found, spelling_key(text))

    def _known(self, names: Iterable[CuratedName]) -> list[Named]:
        units = ((self._unit(name), name) for name in names)
        return sorted(Named(unit, name) for unit, name in units if unit is not None)

    def _apart(self, names: Sequence[CuratedName]) -> list[Named]:
        units = ((self._unit(name, beside=names), name) for name in names)
        found = sorted(Named(unit, name) for unit, name in units if unit is not None)
        for one, other in pairwise(found):
            ids = one.unit != other.unit and {one.at.text, other.at.text} <= self._keys.keys()
            if one.unit.spelling == other.unit.spelling and not ids:
                problem = (
                    f"{one.at.text!r} and {other.at.text!r} are one name here: case, hyphens, "
                    "blanks and plurals tell no names apart"
                )
                raise self._curation.error(problem, max(one.at, other.at, key=place))
        return found

    def _pairs(self, pairs: Iterable[tuple[CuratedName, CuratedName]]) -> list[tuple[Named, str]]:
        units = ((self._unit(name), name, to.text) for name, to in pairs)
        return sorted((Named(unit, name), to) for unit, name, to in units if unit is not None)


def _spellings(text: str) -> tuple[str, str]:
    """The spelling key of a name, and the key of the acronym or the word of the same letters.

    Example:
        >>> _spellings("pae"), _spellings("PAE")
        (('pae', '^pae'), ('^pae', 'pae'))
    """
    key = spelling_key(text)
    return key, key.removeprefix(ACRONYM) if key.startswith(ACRONYM) else ACRONYM + key


def _all_names(curation: Curation) -> Iterator[CuratedName]:
    for names in (*curation.same, *curation.different, curation.hide):
        yield from names
    for pair in (*curation.rename, *curation.retype):
        yield pair.name
