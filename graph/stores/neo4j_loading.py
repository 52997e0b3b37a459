"""How a graph goes into Neo4j: constraints, batches of rows, and what is left of before."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeVar

import neo4j

from graph.progress import Progress
from graph.stores.neo4j_vocabulary import begin_change, end_change
from graph.stores.rows import EdgeTable, Row, edge_identity, edge_properties, node_properties
from graph.vocabulary import quoted
from schemas import ENTITY_PROPERTIES, PAPER_PROPERTIES, RESULT_PROPERTIES, Vocabulary

LABEL: Final = "PaperAtlas"
"""The extra label of every node that we wrote."""

BATCH: Final = 5_000
"""Rows a transaction."""

_INDEXED: Final = ("id", "name")
_NODE_PROPERTIES: Final = tuple(
    dict.fromkeys((*PAPER_PROPERTIES, *ENTITY_PROPERTIES, *RESULT_PROPERTIES))
)

_T = TypeVar("_T")


def load(
    session: neo4j.Session,
    vocabulary: Vocabulary,
    nodes: Mapping[str, list[Row]],
    edges: Mapping[EdgeTable, list[Row]],
    report: Progress,
    *,
    fingerprint: str = "",
) -> None:
    """Write all rows, then remove what an earlier load wrote and these do not hold.

    Every batch is a transaction of its own and every statement may be repeated, so that a
    load that was cut is completed by running it again.

    Args:
        session: An open session that may write.
        vocabulary: Where the labels and edge types come from.
        nodes: Rows by label.
        edges: Rows by kind of edge.
        report: Told of every batch.
        fingerprint: What names the graph; "" names none.
    """
    writer = uuid.uuid4().hex
    total = sum(map(len, nodes.values())) + sum(map(len, edges.values()))
    done = 0
    held = session.execute_write(begin_change, vocabulary, writer=writer)
    labels = dict.fromkeys(label for each in held for label in each.node_labels)
    edge_types = dict.fromkeys(edge_type for each in held for edge_type in each.edge_types)
    for statement in _schema(vocabulary, labels):
        write(session, statement)
    write(session, "CALL db.awaitIndexes(300)")
    for label, rows in nodes.items():
        for batch in batches(rows):
            write(session, node_statement(label, labels), rows=node_maps(label, batch))
            done += len(batch)
            report("nodes", done, total)
    for kind, rows in edges.items():
        for batch in batches(rows):
            write(session, edge_statement(kind.type), rows=edge_maps(kind.type, batch))
            done += len(batch)
            report("edges", done, total)
    _remove_stale_edges(session, edges, edge_types)
    _remove_stale_nodes(session, {row[0] for rows in nodes.values() for row in rows})
    session.execute_write(end_change, vocabulary, writer=writer, fingerprint=fingerprint)


def _schema(vocabulary: Vocabulary, labels: Iterable[str]) -> Iterator[str]:
    """The constraint and the indexes there should be, after those of labels that are gone."""
    for label in labels:
        if label not in vocabulary.node_labels:
            yield from (f"DROP INDEX {_index(label, name)} IF EXISTS" for name in _INDEXED)
    yield f"CREATE CONSTRAINT paperatlas_id IF NOT EXISTS FOR (n:{LABEL}) REQUIRE n.id IS UNIQUE"
    for label in vocabulary.node_labels:
        for name in _INDEXED:
            index = f"CREATE INDEX {_index(label, name)} IF NOT EXISTS"
            yield f"{index} FOR (n:{quoted(label)}) ON (n.{name})"


def _index(label: str, name: str) -> str:
    return f"paperatlas_{label.lower()}_{name}"


def node_statement(label: str, labels: Iterable[str]) -> str:
    """The statement that writes nodes of one label, whichever of the labels they had."""
    others = "".join(f":{quoted(other)}" for other in labels if other != label)
    return (
        f"UNWIND $rows AS row MERGE (n:{LABEL} {{id: row.id}}) "
        f"SET n:{quoted(label)}, n += row REMOVE n{others}"
    )


def edge_statement(edge_type: str) -> str:
    """The statement that writes edges of one type, and gives how many found their ends."""
    of_paper = " {paper: row.edge.paper}" if "paper" in edge_properties(edge_type) else ""
    return (
        f"UNWIND $rows AS row MATCH (a:{LABEL} {{id: row.head}}) "
        f"MATCH (b:{LABEL} {{id: row.tail}}) "
        f"MERGE (a)-[r:{quoted(edge_type)}{of_paper}]->(b) SET r = row.edge "
        "RETURN count(*)"
    )


def gone_edge_statement(edge_type: str) -> str:
    """The statement that deletes edges of one type by head, tail and paper, if they have one."""
    of_paper = " {paper: row.paper}" if "paper" in edge_properties(edge_type) else ""
    return (
        f"UNWIND $rows AS row MATCH (:{LABEL} {{id: row.head}})"
        f"-[r:{quoted(edge_type)}{of_paper}]->(:{LABEL} {{id: row.tail}}) DELETE r"
    )


def node_maps(label: str, rows: Iterable[Row]) -> list[dict[str, Any]]:
    """All properties of any label, so that one that changed its label keeps none."""
    none = dict.fromkeys(_NODE_PROPERTIES)
    return [{**none, **dict(zip(node_properties(label), row, strict=True))} for row in rows]


def edge_maps(edge_type: str, rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Ends and properties of edges of one type."""
    names = edge_properties(edge_type)
    return [
        {"head": head, "tail": tail, "edge": dict(zip(names, values, strict=True))}
        for head, tail, *values in rows
    ]


def _remove_stale_edges(
    session: neo4j.Session, edges: Mapping[EdgeTable, list[Row]], edge_types: Iterable[str]
) -> None:
    for edge_type in edge_types:
        wanted = {
            edge_identity(edge_type, row)
            for kind, rows in edges.items()
            if kind.type == edge_type
            for row in rows
        }
        stale = []
        for head, tail, paper, element in _read(
            session,
            f"MATCH (a:{LABEL})-[r:{quoted(edge_type)}]->(b:{LABEL}) "
            "RETURN a.id, b.id, r.paper, elementId(r)",
        ):
            if (head, tail, paper) in wanted:
                wanted.remove((head, tail, paper))  # a second one of the same is stale
            else:
                stale.append(element)
        for batch in batches(stale):
            write(
                session,
                "UNWIND $elements AS element "
                "MATCH ()-[r]->() WHERE elementId(r) = element DELETE r",
                elements=list(batch),
            )


def _remove_stale_nodes(session: neo4j.Session, wanted: set[str]) -> None:
    stale = [
        element
        for key, element in _read(session, f"MATCH (n:{LABEL}) RETURN n.id, elementId(n)")
        if key not in wanted
    ]
    for batch in batches(stale):
        write(
            session,
            "UNWIND $elements AS element MATCH (n) WHERE elementId(n) = element DETACH DELETE n",
            elements=list(batch),
        )


def write(session: neo4j.Session, statement: str, **parameters: Any) -> list[list[Any]]:
    """Run one statement in a transaction of its own, which the driver retries."""
    return session.execute_write(
        lambda transaction: transaction.run(statement, parameters).values()
    )


def _read(session: neo4j.Session, statement: str) -> list[list[Any]]:
    return session.execute_read(lambda transaction: transaction.run(statement).values())


def batches(rows: Sequence[_T]) -> Iterator[tuple[_T, ...]]:
    """The rows in parts of ``BATCH``."""
    iterator = iter(rows)
    while batch := tuple(itertools.islice(iterator, BATCH)):
        yield batch
