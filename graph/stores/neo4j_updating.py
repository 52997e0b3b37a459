"""How a change goes into Neo4j: batches of what is gone and of what is new or other."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from typing import TypeVar

import neo4j

from graph.change import GraphChange
from graph.progress import Progress
from graph.stores.changed_rows import ChangedRows, Identity, misfit
from graph.stores.neo4j_loading import (
    LABEL,
    batches,
    edge_maps,
    edge_statement,
    gone_edge_statement,
    node_maps,
    node_statement,
    write,
)
from graph.stores.neo4j_vocabulary import (
    begin_change,
    end_change,
    held_fingerprint,
    stored_vocabularies,
)
from graph.stores.rows import EdgeTable, Row

_Row = TypeVar("_Row", Row, Identity)


def update(
    session: neo4j.Session, change: GraphChange, rows: ChangedRows, report: Progress
) -> bool:
    """Write a change, if the database holds the graph that it is made for.

    Every batch is a transaction of its own. From the first to the last the graph has no
    fingerprint, so that what is cut is not taken for a whole.

    Raises:
        StoreError: An end of an edge is not there.
    """
    writer = uuid.uuid4().hex
    if not session.execute_write(_begin, change, writer):
        return False
    total = len(change)
    done = 0
    for what, size in _steps(session, change, rows):
        done += size
        report(what, done, total)
    session.execute_write(end_change, change.vocabulary, writer=writer, fingerprint=change.after)
    return True


def _begin(transaction: neo4j.ManagedTransaction, change: GraphChange, writer: str) -> bool:
    if not change.before or held_fingerprint(transaction) != change.before:
        return False
    if stored_vocabularies(transaction) != (change.vocabulary,):
        return False
    begin_change(transaction, change.vocabulary, writer=writer)
    return True


def _steps(
    session: neo4j.Session, change: GraphChange, rows: ChangedRows
) -> Iterator[tuple[str, int]]:
    """What was written, batch by batch, and how many rows.

    A node that changes its label is in both lists of nodes; it is written before anything is
    deleted, and stays.
    """
    labels = change.vocabulary.node_labels
    for label, new in rows.nodes.items():
        for batch in batches(new):
            write(session, node_statement(label, labels), rows=node_maps(label, batch))
            yield "nodes", len(batch)
    for edge_type, gone_edges in _by_type(rows.gone_edges).items():
        statement = gone_edge_statement(edge_type)
        for part in batches(gone_edges):
            ends = [{"head": head, "tail": tail, "paper": paper} for head, tail, paper in part]
            write(session, statement, rows=ends)
            yield "edges", len(part)
    for edge_type, changed in _by_type(rows.edges).items():
        for batch in batches(changed):
            maps = edge_maps(edge_type, batch)
            if write(session, edge_statement(edge_type), rows=maps) != [[len(batch)]]:
                raise misfit(f"end of a {edge_type} edge that is to come")
            yield "edges", len(batch)
    kept = {row[0] for new in rows.nodes.values() for row in new}
    for gone_nodes in rows.gone_nodes.values():
        for ids in batches(gone_nodes):
            statement = f"UNWIND $ids AS id MATCH (n:{LABEL} {{id: id}}) DETACH DELETE n"
            write(session, statement, ids=[node for node in ids if node not in kept])
            yield "nodes", len(ids)


def _by_type(parts: Mapping[EdgeTable, list[_Row]]) -> dict[str, list[_Row]]:
    """The rows of edges by type alone: here an end is found whatever its label."""
    found: dict[str, list[_Row]] = {}
    for kind, rows in parts.items():
        found.setdefault(kind.type, []).extend(rows)
    return found
