r"""The names of an atlas in a sorted file, so that one is looked up without reading all.

names.jsonl         one name of a node a line: {"key": …, "of": …, "node": …}, by key and node

``key`` is the name folded, ``of`` says whether it is what the node is called ("name"), what
it is also called ("alias"), or only its id ("id"). What the node is stands in nodes.jsonl and
papers.jsonl, which are sorted by id. Whatever rule finds a name, the node's id, its name, an
alias or a paper's own id is equal to it when both are folded: so the few nodes that stand
under its key are all that matter, and which of them is meant ``NameIndex`` says.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Final

import networkx as nx

from graph.directory import NAMES
from graph.files import NODES, PAPERS, read_entities, read_papers
from graph.lines import record_line
from graph.names import NamedNode, NameIndex, Names, folded, named_nodes
from graph.nearest_names import nearest
from graph.node_identity import PAPER_PREFIX, paper_node_id
from graph.sorted_lines import Key, SortedLines
from schemas import PAPER_LABEL, AtlasError, Entity, Paper, UnknownNameError

SORTED_BY: Final = ("key", "node")

_CALLED: Final = re.compile(r'\n\{"key":"([^"\\\n]*)","of":"[an]')
"""A line of a name or an alias, without a character in it that JSON must escape."""

_ESCAPED: Final = re.compile(r'\n\{"key":("[^"\\\n]*(?:\\.[^"\\\n]*)+"),"of":"[an]')
"""A line of a name or an alias with such a character."""


class NameFile(AbstractContextManager["NameFile"], Names):
    """The names of a version of an atlas; answers as ``NameIndex`` does.

    Args:
        directory: The directory of the version.

    Raises:
        AtlasError: A file cannot be read.
    """

    def __init__(self, directory: Path) -> None:
        self._path = directory / NAMES
        with ExitStack() as opened:
            self._names = opened.enter_context(SortedLines(self._path, by=SORTED_BY))
            self._entities = opened.enter_context(SortedLines(directory / NODES, by=("id",)))
            self._papers = opened.enter_context(SortedLines(directory / PAPERS, by=("id",)))
            self._opened = opened.pop_all()

    def __exit__(self, *failure: object) -> None:
        self.close()

    def close(self) -> None:
        """Releases the files."""
        self._opened.close()

    def find(self, name: str) -> str:
        """The id of the one node of this name; see ``NameIndex``.

        Raises:
            AmbiguousNameError: Several nodes answer to it.
            UnknownNameError: None does.
        """
        written = dict.fromkeys((name, name.strip()))
        keys = dict.fromkeys(folded(n) for w in written for n in (w, paper_node_id(w)))
        few = NameIndex(node for key in keys for node in self._standing_under(key))
        try:
            return few.find(name)
        except UnknownNameError as error:
            near = nearest(folded(name.strip()), self._called(), self._called_so)
            raise UnknownNameError(error.name, nearest=near) from None

    def __contains__(self, node: object) -> bool:
        return isinstance(node, str) and self._node(node) is not None

    def __getitem__(self, node: str) -> NamedNode:
        found = self._node(node)
        if found is None:
            raise KeyError(node)
        return found

    def _node(self, node: str) -> NamedNode | None:
        if entity := self._entities.record((node,), Entity):
            return _entity(entity)
        if not node.startswith(PAPER_PREFIX):
            return None
        paper = self._papers.record((node.removeprefix(PAPER_PREFIX),), Paper)
        return None if paper is None else _paper(paper)

    def _standing_under(self, key: str) -> Iterator[NamedNode]:
        for line in self._names.find((key,)):
            node = self._node(json.loads(line)["node"])
            if node is None:
                raise AtlasError(
                    f"{self._path} names a node that there is none of; build the atlas anew"
                )
            yield node

    def _called_so(self, key: str) -> list[NamedNode]:
        nodes = list(self._standing_under(key))
        named = [node for node in nodes if folded(node.name) == key]
        return named or [n for n in nodes if key in map(folded, n.aliases)]

    def _called(self) -> Iterator[str]:
        """All folded names and aliases."""
        lines = "\n" + self._path.read_bytes().decode()
        yield from _CALLED.findall(lines)
        yield from map(json.loads, _ESCAPED.findall(lines))


def write_names(directory: Path) -> None:
    """Writes the names of a version of an atlas, from its papers and entities.

    Args:
        directory: The directory of the version, with its canonical files.

    Raises:
        AtlasError: A canonical file is missing or damaged.
    """
    entities, papers = map(_entity, read_entities(directory)), map(_paper, read_papers(directory))
    lines = _lines(itertools.chain(entities, papers))
    with (directory / NAMES).open("wb") as out:
        out.writelines(lines[key] for key in sorted(lines))


def amend_names(
    former: Path, directory: Path, *, before: nx.MultiDiGraph, after: nx.MultiDiGraph
) -> None:
    """Writes the names of the next version of an atlas from those of the version in force.

    Args:
        former: The directory of the version in force.
        directory: The directory of the next one.
        before: A graph with all nodes that are gone or other now, as they were.
        after: A graph with all nodes that are new or other, as they are.

    Raises:
        AtlasError: A file is missing or damaged.
    """
    if not (former / NAMES).exists():  # of an older version
        write_names(directory)
        return
    lines = dict.fromkeys(_lines(named_nodes(before)), b"")
    lines.update(_lines(named_nodes(after)))
    with SortedLines(former / NAMES, by=SORTED_BY) as names:
        names.replaced(lines, directory / NAMES)


def _lines(nodes: Iterable[NamedNode]) -> dict[Key, bytes]:
    """The lines of nodes, by what they are sorted by."""
    lines: dict[Key, bytes] = {}
    for node in nodes:
        of = {folded(node.id): "id"}
        of.update((folded(alias), "alias") for alias in node.aliases)
        of[folded(node.name)] = "name"
        for key, what in of.items():
            record = {"key": key, "of": what, "node": node.id}
            lines[key, node.id] = record_line(record).encode()
    return lines


def _entity(entity: Entity) -> NamedNode:
    return NamedNode(entity.id, entity.type, entity.name, entity.aliases)


def _paper(paper: Paper) -> NamedNode:
    return NamedNode(paper_node_id(paper.id), PAPER_LABEL, paper.title)
