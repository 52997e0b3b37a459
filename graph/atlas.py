"""The atlas as Python sees it: open a directory, then ask, look up and draw.

Nothing here loads the extractor, and the database is opened only when it is asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import networkx as nx

from graph.directory import DATABASE, NAMES, current_version
from graph.file_graph import FileGraph
from graph.files import read_graph
from graph.name_file import NameFile
from graph.names import NameIndex, Names
from graph.pages import single_page
from graph.questions import Answer, ask
from graph.questions.most_connected import MostConnected, read_most_connected
from graph.stores import Store, open_store
from graph.view import ConceptView, concept_view


class Atlas(AbstractContextManager["Atlas"]):
    """An atlas directory, opened for reading.

    Example:
        >>> with Atlas.open("atlas/") as atlas:  # doctest: +SKIP
        ...     atlas.cypher("MATCH (b:Benchmark) RETURN b.name AS name ORDER BY name")
        [{'name': 'D4RL'}, {'name': 'LIBERO'}]
    """

    def __init__(self, version: Path) -> None:
        self._version = version

    @classmethod
    def open(cls, path: str | Path) -> Self:
        """Opens an atlas directory; a later build does not change what this one sees.

        The one after that removes its files: open the atlas again by then.

        Raises:
            AtlasError: There is no atlas at this path.
        """
        return cls(current_version(Path(path)))

    @cached_property
    def nx(self) -> nx.MultiDiGraph:
        """The whole graph; node and edge attributes are those of the stores."""
        return read_graph(self._version)

    @cached_property
    def names(self) -> Names:
        """Every name, alias and id, for look-up; nothing is read before it is asked for."""
        if (self._version / NAMES).exists():
            return NameFile(self._version)
        return NameIndex.of_graph(self.nx)  # an older atlas

    @cached_property
    def store(self) -> Store:
        """The embedded database, read-only."""
        return open_store(self._version / DATABASE, read_only=True)

    @cached_property
    def _most_connected(self) -> MostConnected:
        return read_most_connected(self._version)

    @cached_property
    def _files(self) -> FileGraph:
        return FileGraph(self._version)

    def cypher(
        self, statement: str, parameters: Mapping[str, Any] | None = None, **named: Any
    ) -> list[dict[str, Any]]:
        """Runs one reading Cypher statement.

        Args:
            statement: Cypher that only reads.
            parameters: Values for its ``$names``.
            **named: More of them, as keywords.

        Raises:
            QueryError: The statement writes, calls or loads, or fails.
        """
        return self.store.run(statement, {**(parameters or {}), **named})

    def ask(
        self, question: str, *args: str, generic: bool = False, limit: int | None = None
    ) -> Answer:
        """Asks one of the named questions, as ``paperatlas query`` does.

        Args:
            question: Its name, such as ``"evaluated-on"``.
            *args: Names or ids.
            generic: Whether generic classes may be in the answer.
            limit: How many rows are given, 0 for all; unless said the first 100, of ``top``
                the first 10 of each type. ``Answer.total`` says how many there are.

        Raises:
            NameLookupError: A name leads to no node, or to several.
        """
        return ask(
            self.store,
            question,
            args,
            names=self.names,
            generic=generic,
            limit=limit,
            most_connected=self._most_connected,
        )

    def node(self, name: str) -> ConceptView:
        """A node with its facts and their evidence.

        Args:
            name: A name, alias or id; case and hyphens do not matter.

        Raises:
            NameLookupError: The name leads to no node, or to several.
        """
        return concept_view(self._files, self.names.find(name))

    def page(self, name: str) -> str:
        """The page of a concept as one self-contained HTML document.

        Raises:
            NameLookupError: The name leads to no node, or to several.
        """
        return single_page(self._files, self.names.find(name))

    def close(self) -> None:
        """Closes the database and the files, where they were opened."""
        if "store" in self.__dict__:
            self.store.close()
            del self.__dict__["store"]
        if "_files" in self.__dict__:
            self._files.close()
            del self.__dict__["_files"]
        if isinstance(self.__dict__.get("names"), NameFile):
            self.__dict__.pop("names").close()

    def __exit__(self, *failure: object) -> None:
        self.close()


def edge_counts(graph: nx.MultiDiGraph) -> dict[str, int]:
    """How many edges of each type a graph has, by type."""
    return _counts(kind for _, _, kind in graph.edges(data="type"))


def node_counts(graph: nx.MultiDiGraph) -> dict[str, int]:
    """How many nodes of each type a graph has, by type."""
    return _counts(kind for _, kind in graph.nodes(data="type"))


def _counts(types: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(types).items()))
