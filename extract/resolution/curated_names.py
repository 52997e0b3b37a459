"""What the names of the user's curation stand for: looked up in what the rules alone give.

A name stands for every way to write it that has its spelling key, or, as an id, for the node
and the readable name of that node; where several nodes have the key, for the one that alone is
written just so. It is looked up without the file, so that no decision
changes what another one speaks of. A name that is gone is a warning and its line says nothing;
a name of several nodes is an error that lists their ids.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from extract.resolution.concepts import name_key
from extract.resolution.groups import Groups
from extract.resolution.nodes import NodeEvidence
from extract.resolution.spelling import ACRONYM, spelling_key
from schemas import CuratedName, Curation, Entity


class Unit(NamedTuple):
    """What a name stands for.

    Attributes:
        spelling: The spelling key of the ways to write it.
        node: Key of its node, where other nodes have that spelling key too.
    """

    spelling: str
    node: str = ""


class Named(NamedTuple):
    """A unit, and where the file names it."""

    unit: Unit
    at: CuratedName


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
        self._names = {key: entity.name for key, entity in entities.items()}
        self._surfaces = self._found(evidence)
        self._gone: set[CuratedName] = set()
        self.different = sorted(self._apart(names) for names in curation.different)
        self.same = sorted(self._known(names) for names in curation.same)
        self.rename = self._pairs(curation.rename)
        self.retype = self._pairs(curation.retype)
        self.hide = sorted(self._known(curation.hide))
        self._check_differences()
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
            wanted.update(_spellings(name.text if key is None else self._names[key]))
        found: dict[str, dict[str, set[str]]] = {key: {} for key in wanted}
        for node, seen in evidence.items():
            for surface in seen.surfaces:
                if (key := spelling_key(surface)) in found:
                    found[key].setdefault(node, set()).add(surface)
        return found

    def _unit(self, name: CuratedName, *, beside: Iterable[CuratedName] = ()) -> Unit | None:
        """What a name stands for; nothing where it is gone.

        A name of several nodes is clear where one of them alone is written just so, or where
        one of them has another name of the line too: what is different from that is meant.
        """
        key = self._keys.get(name.text)
        if key is not None:
            spelling = spelling_key(self._names[key])
            alone = len(self._surfaces[spelling]) == 1
            return Unit(spelling) if alone else Unit(spelling, key)
        spelling = self._spelling(name.text)
        nodes = self._surfaces[spelling]
        if not nodes:
            self._gone.add(name)
            return None
        written = [node for node, surfaces in nodes.items() if name.text in surfaces]
        if len(nodes) > 1 and len(written) == 1:
            return Unit(spelling, written[0])
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
            if one.unit == other.unit:
                problem = (
                    f"{one.at.text!r} and {other.at.text!r} are one name here: case, hyphens, "
                    "blanks and plurals tell no names apart"
                )
                raise self._curation.error(problem, max(one.at, other.at, key=_place))
        return found

    def _pairs(self, pairs: Iterable[tuple[CuratedName, CuratedName]]) -> list[tuple[Named, str]]:
        units = ((self._unit(name), name, to.text) for name, to in pairs)
        return sorted((Named(unit, name), to) for unit, name, to in units if unit is not None)

    def _check_differences(self) -> None:
        """Raises an error where names are the same and different, also through others."""
        near: defaultdict[Unit, list[tuple[Unit, int]]] = defaultdict(list)
        sets = Groups()
        for names in self.same:
            line = min(n.at.line for n in names) if names else 0
            for one, other in pairwise(names):
                near[one.unit].append((other.unit, line))
                near[other.unit].append((one.unit, line))
                sets.join("\n".join(one.unit), "\n".join(other.unit))
        for apart in self.different:
            seen: dict[str, Named] = {}
            for named in apart:
                other = seen.setdefault(sets.find("\n".join(named.unit)), named)
                if other is not named:
                    said = " and line ".join(map(str, _path(near, named.unit, other.unit)))
                    raise self._curation.error(
                        f"{other.at.text!r} and {named.at.text!r} are different here and the same "
                        f"by line {said}; delete one",
                        min(other.at, named.at, key=_place),
                    )


def _spellings(text: str) -> tuple[str, str]:
    """The spelling key of a name, and the key of the acronym or the word of the same letters.

    Example:
        >>> _spellings("pae"), _spellings("PAE")
        (('pae', '^pae'), ('^pae', 'pae'))
    """
    key = spelling_key(text)
    return key, key.removeprefix(ACRONYM) if key.startswith(ACRONYM) else ACRONYM + key


def _place(name: CuratedName) -> tuple[int, int]:
    return name.line, name.column


def _all_names(curation: Curation) -> Iterator[CuratedName]:
    for names in (*curation.same, *curation.different, curation.hide):
        yield from names
    for pair in (*curation.rename, *curation.retype):
        yield pair.name


def _path(near: Mapping[Unit, Sequence[tuple[Unit, int]]], start: Unit, end: Unit) -> list[int]:
    """The lines of the shortest chain that makes two units the same."""
    lines: dict[Unit, list[int]] = {start: []}
    reached = deque([start])
    while end not in lines:
        unit = reached.popleft()
        for other, line in sorted(near[unit]):
            if other not in lines:
                lines[other] = [*lines[unit], line]
                reached.append(other)
    return sorted(set(lines[end]))
