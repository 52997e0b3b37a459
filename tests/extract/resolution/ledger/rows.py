"""What a ledger holds, whatever was written there before."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any


def ledger_rows(path: Path) -> dict[str, set[tuple[Any, ...]]]:
    """All rows of a ledger by table, whatever their order and that of JSON keys in them."""
    with closing(sqlite3.connect(path)) as db:
        names = [n for (n,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: {tuple(map(_plain, row)) for row in db.execute(f"SELECT * FROM {name}")}
            for name in names
        }


def _plain(value: Any) -> Any:
    if isinstance(value, str) and value[:1] in ("[", "{"):
        return json.dumps(json.loads(value), sort_keys=True)
    return value
