"""The file of a ledger."""

from __future__ import annotations

import sqlite3
from pathlib import Path


def opened(path: Path) -> sqlite3.Connection:
    """Opens a ledger that nobody else sees yet.

    It is part of a version that is written whole or not at all, so it keeps no journal.
    """
    db = sqlite3.connect(path, isolation_level=None)
    for setting in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -65536"):
        db.execute(f"PRAGMA {setting}")
    db.execute("BEGIN")
    return db
