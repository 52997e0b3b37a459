"""From a name as a person types it to the id of one node."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol, Self

import networkx as nx

from graph.nearest_names import nearest
from graph.node_identity import PAPER_PREFIX
from schemas import PAPER_LABEL, RESULT_LABEL, AmbiguousNameError, UnknownNameError

if TYPE_CHECKING:
    from graph.stores.protocol import Store

_IGNORED: Final = re.compile(r"[\s_\-\u00ad\u2010-\u2015\u2212]+")
_STATEMENT: Final = (
    f"MATCH (n{{ours}}) WHERE n.type <> '{RESULT_LABEL}' "
    "RETURN n.id AS id, n.type AS type, n.name AS name, n.aliases AS aliases ORDER BY id"
)


class NamedNode(NamedTuple):
    """What of a node is needed to find it.

    Attributes:
        id: Id of the node.
        type: Its type, which is its label.
        name: Its readable name; of a paper its title.
        aliases: The other ways to write it.
    """

    id: str
    type: str
    name: str
    aliases: Sequence[str] = ()


class Names(Protocol):
    """All names of the papers and entities of a graph, to look one up.

    How a name is found says ``NameIndex``; every other look-up gives the same answers.
    """

    def find(self, name: str) -> str:
        """The id of the one node of this name.

        Raises:
            AmbiguousNameError: Several nodes answer to it.
            UnknownNameError: None does.
        """
        ...

    def __contains__(self, node: object) -> bool:
        """Whether this is the id of a node."""
        ...

    def __getitem__(self, node: str) -> NamedNode:
        """The node of an id.

        Raises:
            KeyError: There is none.
        """
        ...


def folded(name: str) -> str:
    """A name without what a person may write otherwise: case, hyphens, blanks.

    Example:
        >>> folded("Meta-World") == folded("meta world") == folded("METAWORLD")
        True
        >>> folded("GPT-4") == folded("GPT-4o")
        False
    """
    return _IGNORED.sub("", unicodedata.normalize("NFKC", name)).casefold()


class NameIndex:
    """All names of the papers and entities of a graph, to look one up.

    A result has no name that anyone would ask for: it is found through what it is about.

    The first of these that anything answers to decides, and where several nodes answer to
    it, that is an error:

    1. the id of a node, as written;
    2. as written: the name of an entity, the title of a paper, or a paper's own id;
    3. both again without the blanks around what was typed;
    4. a name or a title without regard to case, hyphens and blanks;
    5. an alias as written, then an alias without regard to those;
    6. an id without regard to those.

    So what a node is called goes before what another is also called: an alias is read off
    one paper's spelling, a name off the most papers'. And as written goes before as folded,
    so that of two names that differ in case alone each can be asked for.

    Example:
        >>> index = NameIndex([
        ...     NamedNode("benchmark:meta-world", "Benchmark", "Meta-World", ["MetaWorld v2"]),
        ...     NamedNode("method:sac", "Method", "SAC"),
        ...     NamedNode("task:sac", "Task", "SAC"),
        ... ])
        >>> index.find("metaworld"), index.find("METAWORLD V2"), index.find("task:sac")
        ('benchmark:meta-world', 'benchmark:meta-world', 'task:sac')
        >>> index.find("sac")
        Traceback (most recent call last):
        ...
        schemas.errors.AmbiguousNameError: 'sac' names several nodes, ask by id: method:sac, \
task:sac
        >>> index.find("metawrld")
        Traceback (most recent call last):
        ...
        schemas.errors.UnknownNameError: nothing is called 'metawrld' here; the nearest are: \
Meta-World
    """

    def __init__(self, nodes: Iterable[NamedNode]) -> None:
        self._nodes: dict[str, NamedNode] = {}
        self._names: dict[str, set[str]] = {}
        self._folded_names: dict[str, set[str]] = {}
        self._aliases: dict[str, set[str]] = {}
        self._folded_aliases: dict[str, set[str]] = {}
        self._folded_ids: dict[str, set[str]] = {}
        for node in nodes:
            self._nodes[node.id] = node
            self._names.setdefault(node.name, set()).add(node.id)
            if node.type == PAPER_LABEL and node.id.startswith(PAPER_PREFIX):
                own = node.id.removeprefix(PAPER_PREFIX)
                self._names.setdefault(own, set()).add(node.id)
            self._folded_names.setdefault(folded(node.name), set()).add(node.id)
            self._folded_ids.setdefault(folded(node.id), set()).add(node.id)
            for alias in node.aliases:
                self._aliases.setdefault(alias, set()).add(node.id)
                self._folded_aliases.setdefault(folded(alias), set()).add(node.id)

    @classmethod
    def of_graph(cls, graph: nx.MultiDiGraph) -> Self:
        """The names of a graph."""
        return cls(named_nodes(graph))

    @classmethod
    def of_store(cls, store: Store) -> Self:
        """The names of what a store holds, by one statement."""
        rows = store.run(_STATEMENT.format(ours=store.ours().node))
        return cls(
            NamedNode(row["id"], row["type"], row["name"], row["aliases"] or ()) for row in rows
        )

    def __len__(self) -> int:
        return len(self._nodes)

    def __contains__(self, node: object) -> bool:
        return node in self._nodes

    def __getitem__(self, node: str) -> NamedNode:
        return self._nodes[node]

    def find(self, name: str) -> str:
        """The id of the one node of this name.

        Raises:
            AmbiguousNameError: Several nodes answer to it.
            UnknownNameError: None does.
        """
        for written in dict.fromkeys((name, name.strip())):
            if written in self._nodes:
                return written
            if written in self._names:
                return _only(written, self._names[written])
        name = name.strip()
        key = folded(name)
        for names, wanted in (
            (self._folded_names, key),
            (self._aliases, name),
            (self._folded_aliases, key),
            (self._folded_ids, key),
        ):
            if key and wanted in names:
                return _only(name, names[wanted])
        raise UnknownNameError(name, nearest=self._nearest(key))

    def _nearest(self, key: str) -> list[str]:
        known = {*self._folded_names, *self._folded_aliases}
        return nearest(key, known, self._called)

    def _called(self, key: str) -> list[NamedNode]:
        ids = self._folded_names.get(key) or self._folded_aliases[key]
        return [self._nodes[node] for node in ids]


def named_nodes(graph: nx.MultiDiGraph) -> Iterator[NamedNode]:
    """The papers and entities of a graph, by id."""
    for key, data in sorted(graph.nodes(data=True)):
        if data["type"] != RESULT_LABEL:
            yield NamedNode(key, data["type"], data["name"], data.get("aliases") or ())


def _only(name: str, ids: set[str]) -> str:
    if len(ids) > 1:
        raise AmbiguousNameError(name, ids=sorted(ids))
    return next(iter(ids))
