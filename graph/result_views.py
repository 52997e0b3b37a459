"""The results around a node as tables: leaderboards of what is reported on, lists of the rest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from graph.facts import Evidence, evidence_of, surfaces_of
from graph.leaderboards import Finding, boards
from graph.readable_graph import ReadableGraph
from graph.results import readable_value
from schemas import ARGUMENT_EDGES, ResultEdge

MOST_RESULTS: Final = 200
"""How many results a view lists unless told."""

_ROLES: Final = (
    ResultEdge.RESULT_ON,
    ResultEdge.RESULT_OF,
    ResultEdge.RESULT_IN,
    ResultEdge.RESULT_VERSUS,
    ResultEdge.REPORTS,
)
"""What a node may be to a result, the most telling first; one result is listed once."""


@dataclass(frozen=True)
class ResultView:
    """A reported number with the names of what it is about.

    Attributes:
        id: Id of the result.
        value: The value as people read it.
        kind: A score, a difference or a factor.
        subject: Name or words of what the number is of; None for the paper itself.
        metric: Name or words of the metric, where stated.
        on: Name or words of the benchmark, dataset or task, where stated.
        versus: Name or words of what it is compared with, where stated.
        evidence: Paper, confidence and sentence; value and node are marked.
        rank: Its rank on a leaderboard, where it has one.
    """

    id: str
    value: str
    kind: str
    subject: str | None
    metric: str | None
    on: str | None
    versus: str | None
    evidence: Evidence
    rank: int | None = None


@dataclass(frozen=True)
class ResultTable:
    """Results that belong together.

    Attributes:
        role: What the node is to them: the type of the edge between.
        board: Whether it is a leaderboard: results on the node in one metric.
        metric: Metric of a leaderboard, where one is stated.
        ascending: Whether less is better on this leaderboard.
        results: In order.
    """

    role: str
    board: bool
    metric: str | None
    ascending: bool
    results: tuple[ResultView, ...]


@dataclass(frozen=True)
class Results:
    """All results around a node.

    Attributes:
        tables: A leaderboard for each metric that several results on the node are in and for
            those that name none, then its other results.
        left_out: How many results the limit left out.
    """

    tables: tuple[ResultTable, ...] = ()
    left_out: int = 0

    def __iter__(self) -> Iterator[ResultView]:
        return (result for table in self.tables for result in table.results)


def results_around(graph: ReadableGraph, node_id: str, *, limit: int = MOST_RESULTS) -> Results:
    """The results that a node is an argument of, or that a paper reports.

    Args:
        graph: The graph, by the contract of ``graph.build``.
        node_id: Id of an entity or a paper.
        limit: Most results to list.

    Example:
        Five scores on one benchmark, two in each of two metrics::

            results = results_around(graph, "benchmark:libero")
            [(t.metric, [(r.rank, r.value) for r in t.results]) for t in results.tables]
            # [('FID', [(1, '9.1'), (2, '12.5')]), ('success rate', [(1, '81%'), (2, '67.3%')]),
            #  (None, [(None, '20 ms')])]
    """
    roles: dict[str, str] = {}
    for role, result in sorted(_joined(graph, node_id), key=lambda j: (_ROLES.index(j[0]), j[1])):
        roles.setdefault(result, role)
    marked = {node_id: surfaces_of(graph, node_id)}
    tables: list[ResultTable] = []
    room = limit
    for role in _ROLES:
        found = {i: _arguments(graph, i) for i, mine in roles.items() if mine == role}
        listed: list[ResultView] = []
        for board in boards(_finding(graph, i, names["metric"]) for i, names in found.items()):
            ranked = role == ResultEdge.RESULT_ON and (
                board.metric is None or len(board.places) > 1
            )
            places = board.places[:room]
            room -= len(places)
            views = tuple(
                _view(graph, p.id, found[p.id], marked, rank=p.rank if ranked else None)
                for p in places
            )
            if not ranked:
                listed.extend(views)
            elif views:
                tables.append(ResultTable(role, True, board.metric, board.ascending, views))
        if listed:
            tables.append(ResultTable(role, False, None, False, tuple(listed)))
    return Results(tuple(tables), left_out=len(roles) - (limit - room))


def _joined(graph: ReadableGraph, node_id: str) -> Iterator[tuple[ResultEdge, str]]:
    """What the node is to each result: an argument of it, or the paper that reports it."""
    arguments = set(ARGUMENT_EDGES.values())
    for result, _, kind in graph.in_edges(node_id, data="type"):
        if kind in arguments:
            yield ResultEdge(kind), result
    for _, result, kind in graph.out_edges(node_id, data="type"):
        if kind == ResultEdge.REPORTS:
            yield ResultEdge.REPORTS, result


def _arguments(graph: ReadableGraph, result: str) -> dict[str, str | None]:
    """The name or the words of each argument."""
    ends = {kind: end for _, end, kind in graph.out_edges(result, data="type")}
    data = graph.nodes[result]
    return {
        argument: graph.nodes[ends[edge]]["name"] if edge in ends else data[f"{argument}_words"]
        for argument, edge in ARGUMENT_EDGES.items()
    }


def _finding(graph: ReadableGraph, result: str, metric: str | None) -> Finding:
    data = graph.nodes[result]
    return Finding(result, metric, data["kind"], data["number"], data["unit"])


def _view(
    graph: ReadableGraph,
    result: str,
    names: dict[str, str | None],
    marked: dict[str, tuple[str, ...]],
    *,
    rank: int | None,
) -> ResultView:
    data = graph.nodes[result]
    return ResultView(
        id=result,
        value=readable_value(data["value"]),
        kind=data["kind"],
        **names,
        evidence=evidence_of(graph, data, {**marked, result: (data["value"],)}),
        rank=rank,
    )
