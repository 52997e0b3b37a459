"""The file of a ledger."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from schemas import AtlasError

_OF_THE_SYSTEM: Final[Mapping[int, int]] = {
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_IOERR: errno.EIO,
    sqlite3.SQLITE_READONLY: errno.EROFS,
    sqlite3.SQLITE_CANTOPEN: errno.EACCES,
    sqlite3.SQLITE_PERM: errno.EACCES,
}
"""What a failure of SQLite is, where the file cannot be written."""


@contextmanager
def opened(path: Path, *, copied_from: Path | None = None) -> Iterator[sqlite3.Connection]:
    """Opens a ledger that nobody else sees yet, for one transaction.

    It is part of a version that is written whole or not at all, so it keeps no journal.

    Args:
        path: Its file.
        copied_from: The file of which it is a copy, where it is to be one.

    Raises:
        OSError: It cannot be written: the disk is full, for one.
        AtlasError: It is damaged.
    """
    if copied_from is not None:
        shutil.copyfile(copied_from, path)
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as db:
            for setting in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -65536"):
                db.execute(f"PRAGMA {setting}")
            db.execute("BEGIN")
            yield db
            db.execute("COMMIT")
    except sqlite3.Error as problem:
        number = _OF_THE_SYSTEM.get((getattr(problem, "sqlite_errorcode", None) or 0) & 0xFF)
        if number is not None:
            raise OSError(number, os.strerror(number), str(path)) from problem
        raise AtlasError(
            f"{copied_from or path} is damaged ({problem}); delete it, and the next change "
            "joins all names anew"
        ) from problem
