"""Asking a named question of a store."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from graph.leaderboards import Finding, boards
from graph.names import NamedNode, Names
from graph.questions.catalog import QUESTIONS, Question, top_of_all
from graph.questions.most_connected import NOTHING_KNOWN, MostConnected
from graph.questions.paths import shortest_path
from graph.stores.protocol import EVERYTHING, Store
from schemas import UsageError

TOP: Final = 10
"""How many of a type ``top`` lists, unless said."""

LISTED: Final = 100
"""How many rows another question gives, unless said."""

ALL: Final = 0
"""As a limit: all rows there are."""


_ENDLESS: Final = 2**31 - 1


@dataclass(frozen=True)
class Answer:
    """What a store answered.

    Attributes:
        columns: Names of the columns, in order.
        rows: One dict a row, keyed by column in that order.
        statement: The Cypher that was run (of several the last).
        parameters: The values of its parameters.
        total: How many rows there are; more than in ``rows`` where a limit cut them. For
            ``top``, which is asked for the first ones, as many as in ``rows``.
    """

    columns: tuple[str, ...]
    rows: list[dict[str, Any]]
    statement: str = field(compare=False)
    parameters: Mapping[str, Any] = field(compare=False)
    total: int


def ask(
    store: Store,
    name: str,
    args: Sequence[str] = (),
    *,
    names: Names,
    generic: bool = False,
    limit: int | None = None,
    most_connected: MostConnected = NOTHING_KNOWN,
) -> Answer:
    """Ask a named question.

    Args:
        store: A store that speaks Cypher.
        name: One of ``QUESTIONS``.
        args: Its arguments: names or ids, or a type.
        names: The names of what the store holds.
        generic: Whether generic classes (large language models) may stand in the answers
            of ``top`` and ``shares-benchmarks`` and on a path where others are to be had.
        limit: How many rows are given, ``ALL`` (0) for all of them; of each type for
            ``top``. ``TOP`` for that and ``LISTED`` for others unless said; a path is whole.
        most_connected: Where the most connected nodes of the store are to be looked for;
            it saves time and changes no answer.

    Raises:
        UsageError: There is no such question, it takes other arguments, it is about a
            relation or a type that the store has none of, both ends of a path are one
            node, or the limit is below 0.
        NameLookupError: An argument names no node, or several.
        StoreError: The store cannot answer.
    """
    question = _question(name)
    _check_arguments(question, args)
    _check_relation(question, store)
    if limit is not None and limit < ALL:
        raise UsageError(f"a limit of {limit} rows is below 0; give 1 or more, or 0 for all")
    if name == "top":
        limit = TOP if limit is None else limit
        return _top(store, question, args, generic=generic, limit=limit, known=most_connected)
    nodes = [names.find(argument) for argument in args]
    if name == "path":
        path = shortest_path(store, *nodes, names=names, avoid_generic=not generic)
        rows = _shaped(question, path.rows)
        return Answer(question.columns, rows, path.statement, path.parameters, len(rows))
    limit = LISTED if limit is None else limit
    return _listed(store, question, names[nodes[0]], generic=generic, limit=limit)


def _listed(
    store: Store, question: Question, about: NamedNode, *, generic: bool, limit: int
) -> Answer:
    label, ours = about.type, store.ours()
    cut = bool(limit) and question.counted is not None
    statement = question.first(label, ours) if cut else question.statement(label, ours)
    parameters: dict[str, Any] = {"x": about.id}
    if "$generic" in statement:
        parameters["generic"] = generic
    every = dict(parameters)
    if cut:
        parameters["limit"] = limit
    rows: list[dict[str, Any]] = store.run(statement, parameters)
    total = len(rows)
    if cut and total == limit:
        total = store.run(question.total(label, ours), every)[0]["total"]
    if question.name == "leaderboard":
        rows = _ranked(rows)
        rows, total = rows[: limit or None], len(rows)
    return Answer(question.columns, _shaped(question, rows), statement, parameters, total)


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
    store: Store,
    question: Question,
    args: Sequence[str],
    *,
    generic: bool,
    limit: int,
    known: MostConnected,
) -> Answer:
    every = store.terms().types
    types = [_entity_type(args[0], every)] if args else every
    fewest = {t: known.fewest_papers(t, limit=limit, generic=generic) for t in types}
    parameters: dict[str, Any] = {"generic": generic, "limit": limit or _ENDLESS}
    rows: list[dict[str, Any]] = []
    statement = ""
    if len(types) > 1 and all(fewest.values()) and store.ours() == EVERYTHING:
        # few can be at the top of their type: one text finds those of all types at once
        statement, parameters = top_of_all(fewest, generic=generic)
        found = store.run(statement, parameters)
        for entity_type in types:
            rows += [row for row in found if row["type"] == entity_type][:limit]
    else:
        for entity_type in types:
            statement = question.statement(entity_type, store.ours())
            parameters["papers"] = fewest[entity_type]
            rows += store.run(statement, parameters)
    return Answer(question.columns, _shaped(question, rows), statement, parameters, len(rows))


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
