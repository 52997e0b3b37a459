"""The nodes of an atlas read from its canonical files, a line when it is asked for."""

from __future__ import annotations

import json
import re
from array import array
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, Literal, overload

from graph.build import entity_attributes, paper_attributes, paper_node_id
from graph.facts import NodeView, typed_node
from graph.files import NODES, PAPERS, RESULTS, ResultLine, check_name
from graph.indexed_lines import IndexedLines, are_all, lines_in
from graph.line_attributes import entity_in, entity_view_in, paper_in
from graph.stores.rows import node_properties
from schemas import PAPER_LABEL, RESULT_LABEL, RESULT_PROPERTIES, Entity, Paper

TEXT: Final = rb'"([^"\\]*(?:\\.[^"\\]*)*)"'
"""A string of JSON, and what stands between its quotes."""

_ID: Final = re.compile(rb'\{"id":' + TEXT + rb",")
_ID_AND_TYPE: Final = re.compile(rb'\{"id":' + TEXT + rb',"type":"(\w+)",')

_PLAIN: Final = re.compile(rb'^\{"id":"([^"\\\n]*)",(?:"type":"(\w+)",)?.*\n', re.MULTILINE)
"""A line that begins without a character in an id that JSON must escape; its id and type."""

_MOST_KEPT: Final = 50_000
"""So many nodes' attributes are kept at hand before all are let go."""


class FileNodes:
    """The nodes of a canonical directory: papers, then entities, then results.

    Args:
        directory: Where the canonical files are.
        types: The types that entities may have.

    Attributes:
        ids: The ids in sorted order; the place in it is the number of a node.
        number: The number of each id.
        types: The type of each node, by number.

    Raises:
        AtlasError: A file is missing or the beginning of a line in it is damaged.
    """

    def __init__(self, directory: Path, types: tuple[str, ...]) -> None:
        self._files = tuple(IndexedLines(directory / name) for name in (PAPERS, NODES, RESULTS))
        papers, entities, results = self._files
        self._known: dict[str, _NodeAttributes] = {}
        ids = [paper_node_id(key) for key in _ids(papers, Paper)]
        kinds = [PAPER_LABEL] * len(ids)
        for key, kind in _typed_ids(entities, types):
            ids.append(key)
            kinds.append(kind)
        ids.extend(_ids(results, ResultLine))
        kinds.extend([RESULT_LABEL] * (len(ids) - len(kinds)))
        first_entity, first_result = len(papers), len(papers) + len(entities)
        by_id = sorted(range(len(ids)), key=ids.__getitem__)
        self.ids = [ids[place] for place in by_id]
        self.types = [kinds[place] for place in by_id]
        self.number = {key: number for number, key in enumerate(self.ids)}
        self._line = array("q", by_id)
        """Of each node the number of its line, counted on from file to file."""
        self._begins = (0, first_entity, first_result)

    def close(self) -> None:
        """Closes the files."""
        for lines in self._files:
            lines.close()

    def __len__(self) -> int:
        return len(self.ids)

    def __contains__(self, node: object) -> bool:
        return node in self.number

    def __iter__(self) -> Iterator[str]:
        for label in (PAPER_LABEL, None, RESULT_LABEL):
            for key, kind in zip(self.ids, self.types, strict=True):
                if (kind if kind in (PAPER_LABEL, RESULT_LABEL) else None) == label:
                    yield key

    def __getitem__(self, node: str) -> Mapping[str, Any]:
        """The attributes of a node; its line is read when one but the type is asked for."""
        if node not in self._known:
            if len(self._known) >= _MOST_KEPT:
                self._known.clear()
            self._known[node] = _NodeAttributes(self, self.number[node])
        return self._known[node]

    @overload
    def __call__(self, data: Literal[True]) -> Iterator[tuple[str, dict[str, Any]]]: ...
    @overload
    def __call__(self, data: str) -> Iterator[tuple[str, Any]]: ...
    def __call__(self, data: Literal[True] | str) -> Iterator[tuple[str, Any]]:
        """Every node with its attributes, or with the one of this name; none of it is kept."""
        for key in self:
            number = self.number[key]
            if data == "type":
                yield key, self.types[number]
            else:
                attributes = self.read(number)
                yield key, attributes if data is True else attributes.get(data)

    def listed(self) -> Iterator[NodeView]:
        """The papers, then the entities; none of it is kept.

        Raises:
            AtlasError: A line is damaged.
        """
        papers, entities, _ = self._files
        for number, line in enumerate(papers):
            paper = paper_in(line) or paper_attributes(papers.record(number, Paper))
            yield typed_node(paper["id"], paper)
        for number, line in enumerate(entities):
            view = entity_view_in(line)
            if view is None:
                entity = entity_attributes(entities.record(number, Entity))
                view = typed_node(entity["id"], entity)
            yield view

    def read(self, number: int) -> dict[str, Any]:
        """The attributes of a node by its number, read from its line.

        Raises:
            AtlasError: It is damaged.
        """
        place = self._line[number]
        papers, entities, results = self._files
        _, first_entity, first_result = self._begins
        if place >= first_result:
            result = results.record(place - first_result, ResultLine).__dict__
            return {name: result[name] for name in RESULT_PROPERTIES}
        if place >= first_entity:
            place -= first_entity
            found = entity_in(entities.line(place))
            return found or entity_attributes(entities.record(place, Entity))
        return paper_in(papers.line(place)) or paper_attributes(papers.record(place, Paper))


class _NodeAttributes(Mapping[str, Any]):
    """The attributes of a node; all but its type are read when one is asked for."""

    __slots__ = ("_nodes", "_number", "_read")

    def __init__(self, nodes: FileNodes, number: int) -> None:
        self._nodes, self._number = nodes, number
        self._read: dict[str, Any] | None = None

    def __getitem__(self, name: str) -> Any:
        kind = self._nodes.types[self._number]
        if name == "type":
            return kind
        if self._read is None:
            if name not in node_properties(kind):
                raise KeyError(name)
            self._read = self._nodes.read(self._number)
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(node_properties(self._nodes.types[self._number]))

    def __len__(self) -> int:
        return len(node_properties(self._nodes.types[self._number]))


def _ids(lines: IndexedLines, model: type[Paper] | type[ResultLine]) -> Iterator[str]:
    for first, block in lines.blocks():
        plain = _PLAIN.findall(block)
        if are_all(plain, block):
            yield from (key.decode() for key, _ in plain)
            continue
        for number, line in enumerate(lines_in(block), first):
            found = _ID.match(line)
            yield text(found[1]) if found else lines.record(number, model).id


def _typed_ids(lines: IndexedLines, types: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    known = {name.encode(): name for name in types}
    for first, block in lines.blocks():
        plain = _PLAIN.findall(block)
        if are_all(plain, block) and all(kind in known for _, kind in plain):
            yield from ((key.decode(), known[kind]) for key, kind in plain)
            continue
        for number, line in enumerate(lines_in(block), first):
            if found := _ID_AND_TYPE.match(line):
                key, kind = text(found[1]), found[2].decode()
            else:
                entity = lines.record(number, Entity)
                key, kind = entity.id, entity.type
            if kind not in types:
                lines.record(number, Entity)
                check_name(kind, types, lines.where(number))
            yield key, kind


def text(between_quotes: bytes) -> str:
    r"""What a string of JSON says.

    Example:
        >>> text(rb"method:a\"b"), text(b"task:x")
        ('method:a"b', 'task:x')
    """
    if b"\\" in between_quotes:
        said: str = json.loads(b'"%b"' % between_quotes)
        return said
    return between_quotes.decode()
