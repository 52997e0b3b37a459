"""Asking a named question of a store."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from graph.leaderboards import Finding, boards
from graph.names import NameIndex
from graph.questions.catalog import QUESTIONS, Question
from graph.questions.paths import shortest_path
from graph.stores.protocol import Store
from schemas import UsageError

TOP: Final = 10
"""How many of a type ``top`` lists."""


@dataclass(frozen=True)
class Answer:
    """What a store answered.

    Attributes:
        columns: Names of the columns, in order.
        rows: One dict a row, keyed by column in that order.
        statement: The Cypher that was run (of several the last).
        parameters: The values of its parameters.
    """

    columns: tuple[str, ...]
    rows: list[dict[str, Any]]
    statement: str = field(compare=False)
    parameters: Mapping[str, Any] = field(compare=False)


def ask(
    store: Store,
    name: str,
    args: Sequence[str] = (),
    *,
    names: NameIndex,
    generic: bool = False,
    limit: int = TOP,
) -> Answer:
    """Ask a named question.

    Args:
        store: A store that speaks Cypher.
        name: One of ``QUESTIONS``.
        args: Its arguments: names or ids, or a type.
        names: The names of what the store holds.
        generic: Whether generic classes (large language models) may stand in the answers
            of ``top`` and ``shares-benchmarks`` and on a path where others are to be had.
        limit: How many of each type ``top`` lists.

    Raises:
        UsageError: There is no such question, it takes other arguments, it is about a
            relation or a type that the store has none of, or both ends of a path are one
            node.
        NameLookupError: An argument names no node, or several.
        StoreError: The store cannot answer.
    """
    question = _question(name)
    _check_arguments(question, args)
    _check_relation(question, store)
    if name == "top":
        return _top(store, question, args, generic=generic, limit=limit)
    nodes = [names.find(argument) for argument in args]
    if name == "path":
        path = shortest_path(store, *nodes, names=names, avoid_generic=not generic)
        rows = _shaped(question, path.rows)
        return Answer(question.columns, rows, path.statement, path.parameters)
    statement = question.statement(names[nodes[0]].type, store.ours())
    parameters: dict[str, Any] = {"x": nodes[0]}
    if "$generic" in statement:
        parameters["generic"] = generic
    rows = store.run(statement, parameters)
    if name == "leaderboard":
        rows = _ranked(rows)
    return Answer(question.columns, _shaped(question, rows), statement, parameters)


def _ranked(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows board by board, each with its rank and the board's spelling of the metric."""
    by_id = {row["id"]: row for row in rows}
    findings = (Finding(**{name: row[name] for name in Finding._fields}) for row in by_id.values())
    return [
        {**by_id[place.id], "metric": board.metric, "rank": place.rank}
        for board in boards(findings)
        for place in board.places
    ]


def _question(name: str) -> Question:
    try:
        return QUESTIONS[name]
    except KeyError:
        near = difflib.get_close_matches(name.strip().lower(), QUESTIONS, n=1, cutoff=0.4)
        meant = f"did you mean {near[0]}? " if near else ""
        choices = ", ".join(QUESTIONS)
        raise UsageError(f"no question is called {name!r}; {meant}there are {choices}") from None


def _check_arguments(question: Question, args: Sequence[str]) -> None:
    least = sum(not argument.startswith("[") for argument in question.arguments)
    if not least <= len(args) <= len(question.arguments):
        raise UsageError(
            f"{question.name} was given {len(args)} arguments; it is asked as: {question.usage}"
            f", for example: {question.name} {' '.join(question.example)}"
        )


def _check_relation(question: Question, store: Store) -> None:
    if question.needs is not None and question.needs not in (terms := store.terms()).relations:
        raise UsageError(
            f"{question.name} asks for {question.needs}, which is no relation of this atlas; "
            f"its relations are {', '.join(terms.relations) or 'none'}, "
            f"its types {', '.join(terms.types)}"
        )


def _top(
    store: Store, question: Question, args: Sequence[str], *, generic: bool, limit: int
) -> Answer:
    known = store.terms().types
    types = [_entity_type(args[0], known)] if args else known
    parameters = {"generic": generic, "limit": limit}
    rows: list[dict[str, Any]] = []
    statement = ""
    for entity_type in types:
        statement = question.statement(entity_type, store.ours())
        rows += store.run(statement, parameters)
    return Answer(question.columns, _shaped(question, rows), statement, parameters)


def _entity_type(text: str, known: Sequence[str]) -> str:
    for entity_type in known:
        if text.strip().casefold() in (entity_type.casefold(), f"{entity_type}s".casefold()):
            return entity_type
    raise UsageError(f"no type is called {text!r}; there are {', '.join(known)}")


def _shaped(question: Question, rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The columns of the question in order, its lists sorted."""
    return [
        {
            column: sorted(row[column]) if column in question.sorted_lists else row[column]
            for column in question.columns
        }
        for row in rows
    ]
