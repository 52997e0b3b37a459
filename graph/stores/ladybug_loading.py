"""How a graph goes into an empty Ladybug file: tables, then bulk COPY from Arrow."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

import ladybug
import pyarrow as pa

from graph.progress import Progress, silent
from graph.stores.rows import EdgeTable, Row, edge_properties, edge_tables, node_properties
from graph.vocabulary import quoted
from schemas import Vocabulary

_COLUMN_TYPES: Final[dict[str, tuple[str, pa.DataType]]] = {
    "aliases": ("STRING[]", pa.list_(pa.string())),
    "sentences": ("STRING[]", pa.list_(pa.string())),
    "generic": ("BOOLEAN", pa.bool_()),
    **dict.fromkeys(("confidence", "number"), ("DOUBLE", pa.float64())),
    **dict.fromkeys(
        ("year", "papers", "first_year", "start_char", "end_char", "count"), ("INT64", pa.int64())
    ),
}
_TEXT: Final = ("STRING", pa.string())


def create_tables(
    connection: ladybug.Connection, vocabulary: Vocabulary, occurring: Collection[EdgeTable]
) -> None:
    """Every label and type; of the pairs that a type may join those that occur, or one.

    A pair that is not there answers nothing, as it should; each that is there costs
    milliseconds and kilobytes, and six types with nine relations have 409.
    """
    for label in vocabulary.node_labels:
        columns = _column_list(node_properties(label))
        connection.execute(f"CREATE NODE TABLE {quoted(label)}({columns}, PRIMARY KEY(id))")
    known = list(edge_tables(vocabulary))
    for edge_type in vocabulary.edge_types:
        possible = [table for table in known if table.type == edge_type]
        tables = [table for table in possible if table in occurring] or possible[:1]
        pairs = ", ".join(f"FROM {quoted(table.head)} TO {quoted(table.tail)}" for table in tables)
        columns = _column_list(edge_properties(edge_type))
        connection.execute(f"CREATE REL TABLE {quoted(edge_type)}({pairs}, {columns})")


def copy_rows(
    connection: ladybug.Connection,
    nodes: Mapping[str, list[Row]],
    edges: Mapping[EdgeTable, list[Row]],
    progress: Progress | None,
) -> None:
    """Bulk COPY of all rows, a table at a time."""
    report = progress or silent
    done, total = 0, sum(map(len, nodes.values())) + sum(map(len, edges.values()))
    for label, rows in nodes.items():
        if rows:
            table = _arrow(rows, node_properties(label))
            connection.execute(f"COPY {quoted(label)} FROM $rows", {"rows": table})
            done += len(rows)
            report("nodes", done, total)
    for kind, rows in edges.items():
        table = _arrow(rows, ("head", "tail", *edge_properties(kind.type)))
        connection.execute(
            f"COPY {quoted(kind.type)} FROM $rows (from='{kind.head}', to='{kind.tail}')",
            {"rows": table},
        )
        done += len(rows)
        report("edges", done, total)


def _column_list(properties: tuple[str, ...]) -> str:
    return ", ".join(f"{name} {_COLUMN_TYPES.get(name, _TEXT)[0]}" for name in properties)


def _arrow(rows: list[Row], properties: tuple[str, ...]) -> pa.Table:
    columns = zip(*rows, strict=True)
    return pa.table(
        {
            name: pa.array(column, type=_COLUMN_TYPES.get(name, _TEXT)[1])
            for name, column in zip(properties, columns, strict=True)
        }
    )
