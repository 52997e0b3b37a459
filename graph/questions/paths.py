"""A shortest path between two nodes, the same one on every engine.

The engines' own searches (``shortestPath()`` here, ``[* SHORTEST 1..4]`` there) differ in
text and in which of several paths they choose, and over a million edges one of them takes
seconds. A pattern of one step, then of two, three and four, each asked for the first path
by the ids on it, is one text for both and takes milliseconds.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any, Final

from graph.names import NameIndex
from graph.stores.protocol import EVERYTHING, Ours, Store
from graph.vocabulary import quoted
from schemas import MENTIONS, RESULT_LABEL, VARIANT_OF, UsageError

MOST_STEPS: Final = 4
"""Steps that a path may have."""

_BETWEEN: Final = ("a", "b", "c")

_MAY_STAND_BETWEEN: Final = (
    f"({{node}}.type <> '{RESULT_LABEL}' "
    "AND ($generic OR coalesce({node}.generic, false) = false))"
)
"""No result does: the paper that reports it mentions all it is about, which is as short."""


def shortest_path(
    store: Store, start: str, end: str, *, names: NameIndex, avoid_generic: bool = True
) -> tuple[list[dict[str, Any]], str, Mapping[str, Any]]:
    """The first of the shortest paths, in the order of the ids on it.

    A generic class joins everything to everything, so a path around them is taken even
    where one through them is shorter; through them only where there is no other.

    Args:
        store: Where to look.
        start: Id of the node it begins with.
        end: Id of the node it ends with.
        names: Names and types of the nodes.
        avoid_generic: Whether to look for a path around generic classes first.

    Returns:
        One row a step (none where there is no path), the statement that found them and
        its parameters.

    Raises:
        UsageError: Both ends are one node.
    """
    if start == end:
        raise UsageError(f"both ends of the path are {start}; name two different nodes")
    statement = ""
    parameters: dict[str, Any] = {}
    for generic in (False, True) if avoid_generic else (True,):
        for steps in range(1, MOST_STEPS + 1):
            statement = path_statement(steps, names[start].type, names[end].type, store.ours())
            parameters = {"x": start, "y": end}
            if steps > 1:
                parameters["generic"] = generic
            found = store.run(statement, parameters)
            if found:
                between = [found[0][name] for name in _BETWEEN[: steps - 1]]
                return _steps(store, [start, *between, end], names), statement, parameters
    return [], statement, parameters


def path_statement(steps: int, start_label: str, end_label: str, ours: Ours = EVERYTHING) -> str:
    """The text that finds the nodes between two nodes so many steps apart.

    Example:
        >>> print(path_statement(2, "Model", "Task"))
        MATCH (x:`Model` {id: $x})-[e1]-(a)-[e2]-(y:`Task` {id: $y})
        WHERE (a.type <> 'Result' AND ($generic OR coalesce(a.generic, false) = false))
        RETURN DISTINCT a.id AS a
        ORDER BY a LIMIT 1
    """
    between = _BETWEEN[: steps - 1]
    steps_on = (f"-[e{step}{ours.edge}]-" for step in range(1, steps + 1))
    nodes = (f"({name}{ours.node})" for name in between)
    end = f"(y:{quoted(end_label)}{ours.node} {{id: $y}})"
    rest = "".join(edge + node for edge, node in zip(steps_on, (*nodes, end), strict=True))
    pattern = f"MATCH (x:{quoted(start_label)}{ours.node} {{id: $x}}){rest}"
    if not between:
        return f"{pattern}\nRETURN x.id AS x LIMIT 1"
    condition = " AND ".join(_MAY_STAND_BETWEEN.format(node=name) for name in between)
    columns = ", ".join(f"{name}.id AS {name}" for name in between)
    return (
        f"{pattern}\nWHERE {condition}\nRETURN DISTINCT {columns}\n"
        f"ORDER BY {', '.join(between)} LIMIT 1"
    )


def _steps(store: Store, nodes: list[str], names: NameIndex) -> list[dict[str, Any]]:
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


def _edge(store: Store, here: str, there: str, names: NameIndex) -> tuple[bool, dict[str, Any]]:
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
