"""From a name as a person types it to the id of one node."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self

import networkx as nx

from schemas import NODE_LABELS, PAPER_LABEL, AmbiguousNameError, UnknownNameError

if TYPE_CHECKING:
    from graph.stores.protocol import Store

NEAREST: Final = 5
"""How many names an unknown one is answered with."""

_PAPER_PREFIX: Final = "paper:"
_IGNORED: Final = re.compile(r"[\s_\-\u00ad\u2010-\u2015\u2212]+")
_STATEMENT: Final = (
    "MATCH (n) WHERE n.type IN $types "
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
    """All names of a graph, to look one up.

    A name is tried as written before it is tried without regard to case, hyphens and
    blanks, and a node's own name before its aliases: as an id (or a paper's own id), as
    a name, as a folded name, as an alias, as a folded alias, as a folded id. The first
    of these that anything answers to decides.

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
            self._folded_names.setdefault(folded(node.name), set()).add(node.id)
            self._folded_ids.setdefault(folded(node.id), set()).add(node.id)
            for alias in node.aliases:
                self._aliases.setdefault(alias, set()).add(node.id)
                self._folded_aliases.setdefault(folded(alias), set()).add(node.id)

    @classmethod
    def of_graph(cls, graph: nx.MultiDiGraph) -> Self:
        """The names of a graph."""
        return cls(
            NamedNode(key, data["type"], data["name"], data.get("aliases") or ())
            for key, data in sorted(graph.nodes(data=True))
        )

    @classmethod
    def of_store(cls, store: Store) -> Self:
        """The names of what a store holds, by one statement."""
        rows: list[dict[str, Any]] = store.run(_STATEMENT, {"types": list(NODE_LABELS)})
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
        name = name.strip()
        if name in self._nodes:
            return name
        if _PAPER_PREFIX + name in self._nodes:
            return _PAPER_PREFIX + name
        key = folded(name)
        for names, wanted in (
            (self._names, name),
            (self._folded_names, key),
            (self._aliases, name),
            (self._folded_aliases, key),
            (self._folded_ids, key),
        ):
            found = names.get(wanted) if key else None
            if found:
                if len(found) > 1:
                    raise AmbiguousNameError(name, ids=sorted(found))
                return next(iter(found))
        raise UnknownNameError(name, nearest=self._nearest(key))

    def _nearest(self, key: str) -> list[str]:
        """The names most like it: those that hold it, the shortest first, then the similar."""
        if not key:
            return []
        near: dict[str, None] = {}
        known = sorted({*self._folded_names, *self._folded_aliases})
        holding = sorted((len(k), k) for k in known if key in k) if len(key) > 2 else []
        similar = difflib.get_close_matches(key, known, n=NEAREST, cutoff=0.6)
        for candidate in (*(k for _, k in holding[:NEAREST]), *similar):
            ids = self._folded_names.get(candidate) or self._folded_aliases[candidate]
            for node in sorted(ids, key=lambda n: (self._nodes[n].type == PAPER_LABEL, n)):
                near.setdefault(self._nodes[node].name)
        return list(near)[:NEAREST]


def find_node(graph: nx.MultiDiGraph | NameIndex, name: str) -> str:
    """The id of the one node of this name; see ``NameIndex``.

    Raises:
        AmbiguousNameError: Several nodes answer to it.
        UnknownNameError: None does.
    """
    index = graph if isinstance(graph, NameIndex) else NameIndex.of_graph(graph)
    return index.find(name)
