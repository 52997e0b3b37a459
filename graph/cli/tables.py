"""Rows as people, scripts and spreadsheets read them."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from graph.cli.console import emit, results, visible, write
from schemas import UsageError

_PIPED_WIDTH = 120
_SHORT = 24
"""Columns no wider than this are never folded."""


class Style(StrEnum):
    """How rows are printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def print_rows(columns: Sequence[str], rows: Sequence[dict[str, Any]], *, style: Style) -> None:
    """Prints rows on stdout.

    Args:
        columns: Names of the columns, in order.
        rows: One dict a row, keyed by column.
        style: A table for people, an array of objects, or CSV with a header.

    Raises:
        PaperAtlasError: Standard output is closed.
    """
    if style is Style.JSON:
        emit(json.dumps(_finite(rows), ensure_ascii=False, indent=2, allow_nan=False))
    elif style is Style.CSV:
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_flat(row.get(c), empty="") for c in columns] for row in rows)
        write(out.getvalue())
    else:
        _print_table(columns, rows)


def style_of(*, as_json: bool, as_csv: bool) -> Style:
    """The style that two switches ask for.

    Raises:
        UsageError: Both are on.
    """
    if as_json and as_csv:
        raise UsageError("--json and --csv exclude each other; give one of them")
    return Style.JSON if as_json else Style.CSV if as_csv else Style.TABLE


def _print_table(columns: Sequence[str], rows: Sequence[dict[str, Any]]) -> None:
    console = Console(file=results(), highlight=False)
    if not console.is_terminal:
        console.width = max(console.width, _PIPED_WIDTH)
    if not rows:
        console.print("nothing found")
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    cells = [[visible(_flat(row.get(c), empty="-")) for c in columns] for row in rows]
    for at, column in enumerate(columns):
        numbers = all(isinstance(row.get(column), int | float | None) for row in rows)
        table.add_column(
            Text(visible(column)),
            justify="right" if numbers else "left",
            overflow="fold",
            no_wrap=max(len(line[at]) for line in cells) <= _SHORT,
        )
    for line in cells:
        table.add_row(*map(Text, line))
    console.print(table)
    console.print(f"{len(rows)} row{'' if len(rows) == 1 else 's'}")


def _finite(value: Any) -> Any:
    """The value with null for what JSON has no number for: NaN and the infinities."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: _finite(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(one) for one in value]
    return value


def _flat(value: Any, *, empty: str) -> str:
    if value is None:
        return empty
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return str(value.get("name", json.dumps(value, ensure_ascii=False)))
    if isinstance(value, list):
        return "\n".join(_flat(v, empty=empty) for v in value)
    if isinstance(value, float):
        return f"{value:g}"
    return str(value)
