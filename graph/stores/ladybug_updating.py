"""How a change goes into a Ladybug file: a statement a row, which finds its nodes by id.

Many rows in one statement would be joined with the whole table, which costs what the graph
costs; a bulk COPY is in no log, so that a change that is cut could not be taken back.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import ladybug

from graph.progress import Progress
from graph.stores.changed_rows import ChangedRows, Identity, identities, misfit
from graph.stores.ladybug_opening import answered
from graph.stores.rows import EdgeTable, edge_properties, node_properties
from graph.vocabulary import quoted
from schemas import PAPER_LABEL

BATCH: Final = 1_000
"""Rows from one report to the next."""


def held_fingerprint(connection: ladybug.Connection) -> str:
    """What names the graph in the file, "" where nothing does."""
    tables = answered(connection, "CALL show_tables() RETURN name, comment")
    return next((comment for name, comment in tables if name == PAPER_LABEL), "")


def keep_fingerprint(connection: ladybug.Connection, fingerprint: str) -> None:
    """Note in the file what names its graph: as the comment of the table of papers."""
    text = fingerprint.replace("\\", "\\\\").replace("'", "\\'")
    connection.execute(f"COMMENT ON TABLE {quoted(PAPER_LABEL)} IS '{text}'")


@contextlib.contextmanager
def transaction(connection: ladybug.Connection) -> Iterator[None]:
    """All that is executed within, or nothing of it."""
    connection.execute("BEGIN TRANSACTION")
    try:
        yield
    except BaseException:
        with contextlib.suppress(RuntimeError):  # a statement that failed has ended it already
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def apply(connection: ladybug.Connection, rows: ChangedRows, report: Progress) -> None:
    """Delete what is gone, then write what is new or other.

    An edge that may be other than before is deleted, if it is there, and written anew; a node
    keeps its place and its edges.

    Raises:
        StoreError: What should be there is not.
    """
    total = sum(len(part) for parts in rows for part in parts.values())
    done = 0

    def said(what: str, items: Sequence[Any]) -> Iterator[Any]:
        nonlocal done
        for item in items:
            yield item
            done += 1
            if done % BATCH == 0:
                report(what, done, total)
        report(what, done, total)

    for kind, gone in rows.gone_edges.items():
        for one in said("edges", gone):
            if not _delete_edge(connection, kind, one):
                raise misfit(f"{kind.type} edge {one[0]!r} -> {one[1]!r}")
    for label, ids in rows.gone_nodes.items():
        statement = f"MATCH (n:{quoted(label)} {{id: $id}}) DELETE n RETURN count(*)"
        for node in said("nodes", ids):
            if not _count(connection, statement, {"id": node}):
                raise misfit(f"{label} {node!r}")
    for label, new in rows.nodes.items():
        names = node_properties(label)
        assigned = ", ".join(f"n.{name} = ${name}" for name in names if name != "id")
        statement = f"MERGE (n:{quoted(label)} {{id: $id}}) SET {assigned}"
        for row in said("nodes", new):
            connection.execute(statement, dict(zip(names, row, strict=True)))
    _add_pairs(connection, rows.edges)
    for kind, changed in rows.edges.items():
        names = ("head", "tail", *edge_properties(kind.type))
        given = ", ".join(f"{name}: ${name}" for name in names[2:])
        statement = (
            f"MATCH (a:{quoted(kind.head)} {{id: $head}}), (b:{quoted(kind.tail)} {{id: $tail}}) "
            f"CREATE (a)-[:{quoted(kind.type)} {{{given}}}]->(b) RETURN count(*)"
        )
        for row, one in zip(said("edges", changed), identities(kind, changed), strict=True):
            _delete_edge(connection, kind, one)
            if not _count(connection, statement, dict(zip(names, row, strict=True))):
                raise misfit(f"{kind.head} {one[0]!r} or no {kind.tail} {one[1]!r}")


def _delete_edge(connection: ladybug.Connection, kind: EdgeTable, one: Identity) -> int:
    """Delete an edge; gives how many there were."""
    head, tail, paper = one
    of_paper = "" if paper is None else " {paper: $paper}"
    return _count(
        connection,
        f"MATCH (:{quoted(kind.head)} {{id: $head}})-[r:{quoted(kind.type)}{of_paper}]->"
        f"(:{quoted(kind.tail)} {{id: $tail}}) DELETE r RETURN count(*)",
        {"head": head, "tail": tail} | ({} if paper is None else {"paper": paper}),
    )


def _add_pairs(connection: ladybug.Connection, kinds: Iterable[EdgeTable]) -> None:
    """Let the types of edges join the labels that they have not joined in this file so far."""
    for kind in kinds:
        connection.execute(
            f"ALTER TABLE {quoted(kind.type)} "
            f"ADD IF NOT EXISTS FROM {quoted(kind.head)} TO {quoted(kind.tail)}"
        )


def _count(connection: ladybug.Connection, statement: str, parameters: dict[str, Any]) -> int:
    [[count]] = answered(connection, statement, parameters)
    return int(count)
