"""A shortest path between two nodes, the same one on every engine.

The engines' own searches (``shortestPath()`` here, ``[* SHORTEST 1..4]`` there) differ in
text and in which of several paths they choose, and a pattern of three or four steps takes
minutes where a hub stands on it. So the search is ours. One step and two the engine finds
itself, in no time even between hubs, and three where one end has few edges. Beyond that we go
from both ends, one step at a time, always from the end that has fewer edges or nodes to go on
from, and the engine is asked for neighbours.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from graph.names import Names
from graph.stores.protocol import EVERYTHING, Ours, Store
from graph.vocabulary import quoted
from schemas import MENTIONS, RESULT_LABEL, VARIANT_OF, UsageError

MOST_STEPS: Final = 4
"""Steps that a path may have."""

_Edges = Mapping[str, set[str]]
"""The nodes one step on, of each node of a layer."""


class PathFound(NamedTuple):
    """A path, and the last statement that looked for it.

    Attributes:
        rows: One row a step; none where there is no path.
        statement: The statement that asked for neighbours.
        parameters: The values of its parameters, in the last asking.
    """

    rows: list[dict[str, Any]]
    statement: str
    parameters: Mapping[str, Any]


def shortest_path(
    store: Store, start: str, end: str, *, names: Names, avoid_generic: bool = True
) -> PathFound:
    """The first of the shortest paths, in the order of the ids on it.

    A generic class joins everything to everything, so a path around them is taken even
    where one through them is shorter; through them only where there is no other.

    Args:
        store: Where to look.
        start: Id of the node it begins with.
        end: Id of the node it ends with.
        names: Names and types of the nodes.
        avoid_generic: Whether to look for a path around generic classes first.

    Raises:
        UsageError: Both ends are one node.
    """
    if start == end:
        raise UsageError(f"both ends of the path are {start}; name two different nodes")
    search = _Search(store, start, end, names)
    path: list[str] = []
    for generic in (False, True) if avoid_generic else (True,):
        path = search.path(generic=generic)
        if path:
            break
    return PathFound(_steps(store, path, names), search.statement, search.parameters)


def neighbour_statement(label: str, ours: Ours = EVERYTHING) -> str:
    """The text that finds what is one step from nodes of a label.

    No result stands between two nodes: the paper that reports it mentions all it is about,
    which is as short.

    Example:
        >>> print(neighbour_statement("Model"))
        UNWIND $ids AS id
        MATCH (x:`Model` {id: id})-[r]-(y)
        WHERE y.id = $goal OR
              (y.type <> 'Result' AND ($generic OR coalesce(y.generic, false) = false))
        RETURN DISTINCT x.id AS x, y.id AS y, y.type AS type
    """
    return (
        f"UNWIND $ids AS id\n"
        f"MATCH (x:{quoted(label)}{ours.node} {{id: id}})-[r{ours.edge}]-(y{ours.node})\n"
        f"WHERE y.id = $goal OR\n"
        f"      (y.type <> '{RESULT_LABEL}' "
        "AND ($generic OR coalesce(y.generic, false) = false))\n"
        "RETURN DISTINCT x.id AS x, y.id AS y, y.type AS type"
    )


_DIRECT: Final = "MATCH ({x})-[e{edge}]-({y})\nRETURN count(*) AS edges"
_DEGREE: Final = "MATCH ({x})-[e{edge}]-(m{node})\nRETURN count(*) AS edges"
_BETWEEN: Final = (
    "MATCH ({x})-[e1{edge}]-(a{node})-[e2{edge}]-({y})\n"
    f"WHERE a.type <> '{RESULT_LABEL}' AND ($generic OR coalesce(a.generic, false) = false)\n"
    "RETURN min(a.id) AS a"
)
_THREE: Final = (
    "MATCH ({x})-[e1{edge}]-(a{node})-[e2{edge}]-(b{node})-[e3{edge}]-({y})\n"
    f"WHERE a.type <> '{RESULT_LABEL}' AND ($generic OR coalesce(a.generic, false) = false)\n"
    f"  AND b.type <> '{RESULT_LABEL}' AND ($generic OR coalesce(b.generic, false) = false)\n"
    "RETURN a.id AS a, min(b.id) AS b\n"
    "ORDER BY a LIMIT 1"
)
_FEW: Final = 100
"""Edges of an end up to which the engine finds three steps itself; with more on both ends it
may take more memory than it has."""


class _Side:
    """What was found from one end: layers of nodes, each a step further than the last."""

    def __init__(self, end: str, goal: str) -> None:
        self.goal = goal
        self.layers: list[set[str]] = [{end}]
        self.edges: list[_Edges] = []

    def add(self, edges: _Edges) -> None:
        """Adds the layer that these edges lead to, without what is nearer."""
        known = set().union(*self.layers)
        onward = {x: ys - known for x, ys in edges.items()}
        self.edges.append(onward)
        self.layers.append(set().union(*onward.values()) if onward else set())


class _Search:
    """A search from both ends."""

    def __init__(self, store: Store, start: str, end: str, names: Names) -> None:
        self._store = store
        self._ends = start, end
        self._types = {start: names[start].type, end: names[end].type}
        self.statement = neighbour_statement(self._types[start], store.ours())
        self.parameters: Mapping[str, Any] = {}

    def path(self, *, generic: bool) -> list[str]:
        """The ids on the path, both ends among them; nothing where there is none."""
        start, end = self._ends
        if any(row["edges"] for row in self._ask(_DIRECT)):
            return [start, end]
        for row in self._ask(_BETWEEN, generic=generic):
            if row["a"] is not None:
                return [start, row["a"], end]
        few = {e: sum(row["edges"] for row in self._ask(_DEGREE, e)) for e in self._ends}
        if min(few.values()) <= _FEW:
            for row in self._ask(_THREE, generic=generic):
                return [start, row["a"], row["b"], end]
        ahead, behind = _Side(start, end), _Side(end, start)
        sides = (ahead, behind) if few[start] <= few[end] else (behind, ahead)
        for _ in range(MOST_STEPS):
            side = min(sides, key=lambda s: len(s.layers[-1]))
            side.add(self._neighbours(side.layers[-1], side.goal, generic=generic))
            if meeting := ahead.layers[-1] & behind.layers[-1]:
                return list(_first_path(ahead, behind, meeting))
            if not side.layers[-1]:
                break
        return []

    def _ask(self, text: str, *ends: str, **parameters: Any) -> list[dict[str, Any]]:
        """The rows of a text about these ends, or both."""
        ours = self._store.ours()
        nodes = {
            name: f"{name}:{quoted(self._types[end])}{ours.node} {{id: ${name}}}"
            for name, end in zip("xy", ends or self._ends, strict=False)
        }
        self.statement = text.format(**nodes, edge=ours.edge, node=ours.node)
        self.parameters = {**dict(zip(nodes, ends or self._ends, strict=True)), **parameters}
        return self._store.run(self.statement, self.parameters)

    def _neighbours(self, nodes: Iterable[str], goal: str, *, generic: bool) -> _Edges:
        by_label: dict[str, list[str]] = defaultdict(list)
        for node in sorted(nodes):
            by_label[self._types[node]].append(node)
        found: dict[str, set[str]] = defaultdict(set)
        for label, ids in sorted(by_label.items()):
            self.statement = neighbour_statement(label, self._store.ours())
            self.parameters = {"ids": ids, "goal": goal, "generic": generic}
            for row in self._store.run(self.statement, self.parameters):
                found[row["x"]].add(row["y"])
                self._types[row["y"]] = row["type"]
        return found


def _first_path(ahead: _Side, behind: _Side, meeting: set[str]) -> Iterator[str]:
    """Of all paths through where the sides meet, the first in the order of its ids."""
    good = [meeting]  # the nodes of each layer that lead on to the other side, the last first
    for edges in reversed(ahead.edges[1:]):
        good.append({x for x, ys in edges.items() if ys & good[-1]})
    (node,) = ahead.layers[0]
    yield node
    for edges, leading in zip(ahead.edges, reversed(good), strict=True):
        node = min(edges[node] & leading)
        yield node
    for edges in reversed(behind.edges):
        node = min(x for x, ys in edges.items() if node in ys)
        yield node


def _steps(store: Store, nodes: list[str], names: Names) -> list[dict[str, Any]]:
    rows = []
    for step, (here, there) in enumerate(itertools.pairwise(nodes), start=1):
        forward, edge = _edge(store, here, there, names)
        rows.append(
            {
                "step": step,
                "from": names[here].name,
                "edge": f"-[{edge['type']}]->" if forward else f"<-[{edge['type']}]-",
                "to": names[there].name,
                "paper": edge["paper"],
                "sentence": edge["sentence"],
            }
        )
    return rows


def _edge(store: Store, here: str, there: str, names: Names) -> tuple[bool, dict[str, Any]]:
    """The most telling edge between two neighbours: one that a paper states, if there is one.

    A mention comes after all else that joins a paper and an entity, a tie between names after
    all else that joins two entities.
    """
    found, ours = [], store.ours()
    for forward, (head, tail) in ((True, (here, there)), (False, (there, here))):
        statement = (
            f"MATCH (h:{quoted(names[head].type)}{ours.node} {{id: $head}})-[r{ours.edge}]->"
            f"(t:{quoted(names[tail].type)}{ours.node} {{id: $tail}}) "
            "RETURN r.type AS type, r.paper AS paper, r.sentence AS sentence "
            f"ORDER BY r.type IN ['{MENTIONS}', '{VARIANT_OF}'], type, paper LIMIT 1"
        )
        for row in store.run(statement, {"head": head, "tail": tail}):
            least = row["type"] in (MENTIONS, VARIANT_OF)
            found.append((least, row["type"], row["paper"] or "", not forward, row))
    best = min(found, key=lambda item: item[:4])
    return not best[3], best[4]
