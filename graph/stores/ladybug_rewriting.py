"""A Ladybug file without its holes.

The engine writes a table that changes to another place in the file, and the free places are
soon too small for large tables: after sixty changes a file was 2.6 times as large as at first.
"""

from __future__ import annotations

from typing import Any, Final

import ladybug

from graph.stores.ladybug_loading import create_tables
from graph.stores.ladybug_opening import answered
from graph.stores.rows import EdgeTable, edge_properties, node_properties
from graph.vocabulary import quoted
from schemas import Vocabulary

MOST_FREE: Final = 0.5
"""Of a file, how much may be free before it is written anew."""

LEAST_FREE: Final = 1 << 26
"""Bytes that must be free as well: a small file is left alone."""

_PAGE: Final = 1 << 12


def is_mostly_free(connection: ladybug.Connection) -> bool:
    """Whether so much of a file holds nothing that writing it anew is worth it."""
    free = sum(int(pages) for (pages,) in answered(connection, "CALL fsm_info() RETURN num_pages"))
    [[pages]] = answered(connection, "CALL file_info() RETURN num_pages")
    return bool(free > MOST_FREE * pages and free * _PAGE > LEAST_FREE)


def copy_tables(
    source: ladybug.Connection, target: ladybug.Connection, vocabulary: Vocabulary
) -> None:
    """Copy all that a database holds into an empty one, a table at a time."""
    kinds = [
        EdgeTable(edge_type, head, tail)
        for edge_type in vocabulary.edge_types
        for head, tail in answered(
            source,
            f"CALL show_connection('{edge_type}') "
            "RETURN `source table name`, `destination table name`",
        )
    ]
    create_tables(target, vocabulary, kinds)
    for label in vocabulary.node_labels:
        given = ", ".join(f"n.{name} AS {name}" for name in node_properties(label))
        rows = source.execute(f"MATCH (n:{quoted(label)}) RETURN {given} ORDER BY id")
        _copy(target, quoted(label), rows)
    for kind in kinds:
        given = ", ".join(f"r.{name} AS {name}" for name in edge_properties(kind.type))
        rows = source.execute(
            f"MATCH (a:{quoted(kind.head)})-[r:{quoted(kind.type)}]->(b:{quoted(kind.tail)}) "
            f"RETURN a.id AS head, b.id AS tail, {given}"
        )
        _copy(target, quoted(kind.type), rows, f" (from='{kind.head}', to='{kind.tail}')")


def _copy(target: ladybug.Connection, table: str, rows: Any, options: str = "") -> None:
    found = rows.get_as_arrow()
    if found.num_rows:
        target.execute(f"COPY {table} FROM $rows{options}", {"rows": found})
