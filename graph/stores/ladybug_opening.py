"""A Ladybug file, opened and closed, and what its library says turned into our errors."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import ladybug

from graph.stores.protocol import Terms
from schemas import (
    INTRODUCES,
    MENTIONS,
    PAPER_LABEL,
    RESULT_EDGES,
    RESULT_LABEL,
    VARIANT_OF,
    DamagedStoreError,
    StoreError,
)

MAX_DB_SIZE: Final = 1 << 36
"""Address space reserved per open database, in bytes; the library's own default of 8 TB
lets only fifteen be open at once."""


def _buffer_pool() -> int:
    """Half of the machine's memory, where that can be told, between 1 and 16 GB."""
    try:
        half = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2
    except (AttributeError, ValueError):  # no such call on this system, or no such name
        half = 0
    return min(max(half, 1 << 30), 1 << 34)


BUFFER_POOL: Final = _buffer_pool()
"""Most memory for pages, in bytes. A path over all kinds of edges wants 300 MB of it even
in a small graph, a COPY of two million edges over 1 GB; what is not used is not taken."""

REFUSALS: Final = (RuntimeError, ValueError, TypeError, OverflowError)
"""What the library raises for a statement that fails and for a value that it cannot take."""

_CUT_WRITE: Final = re.compile(r"numBytesToWrite: (\d+) numBytesWritten: (-?\d+)\. Error: (.+)")

_ALWAYS: Final = (PAPER_LABEL, RESULT_LABEL, MENTIONS, INTRODUCES, VARIANT_OF, *RESULT_EDGES)
"""The tables that there are whatever the vocabulary; all others are types and relations."""


def open_database(
    path: Path, buffer_pool: int, *, read_only: bool
) -> tuple[ladybug.Database, ladybug.Connection]:
    """Open a file, which comes into being where it may be written and is not there.

    A change that is in the log beside it stays there; only CHECKPOINT folds it in.
    """
    try:
        database = ladybug.Database(
            path.resolve(),  # the log is beside the file itself
            max_db_size=MAX_DB_SIZE,
            buffer_pool_size=buffer_pool,
            read_only=read_only,
            auto_checkpoint=False,  # one at the end: one after every COPY takes seconds
        )
        connection = ladybug.Connection(database)
        connection.execute("CALL force_checkpoint_on_close=false")
        return database, connection
    except RuntimeError as error:
        if read_only and "recovery is pending" in str(error):
            raise StoreError(
                f"a change of {path} was cut while it was written; change it again"
            ) from error
        if path.is_file() and (read_only or _CUT_WRITE.search(str(error)) is None):
            raise damaged(path, error) from error
        raise StoreError(f"cannot open {path}: {system_reason(error)}") from error


def close_database(opened: tuple[ladybug.Database, ladybug.Connection]) -> None:
    """Release a file."""
    database, connection = opened
    connection.close()
    database.close()


@contextlib.contextmanager
def opened_database(
    path: Path, buffer_pool: int, *, read_only: bool
) -> Iterator[tuple[ladybug.Database, ladybug.Connection]]:
    """A file that is open meanwhile; see ``open_database``."""
    opened = open_database(path, buffer_pool, read_only=read_only)
    try:
        yield opened
    finally:
        close_database(opened)


def answered(
    connection: ladybug.Connection, statement: str, parameters: dict[str, Any] | None = None
) -> list[list[Any]]:
    """The rows of one statement of our own."""
    result = connection.execute(statement, parameters or {})
    with contextlib.closing(result[-1] if isinstance(result, list) else result) as rows:
        return [list(row) for row in rows.get_all()]


def stored_terms(path: Path, connection: ladybug.Connection) -> Terms:
    """The types and relations, in order; an empty file opens as an empty database.

    Raises:
        StoreError: It holds no tables of ours, or lacks one that came with a later version.
    """
    try:
        tables = sorted(answered(connection, "CALL show_tables() RETURN id, type, name"))
    except (UnicodeDecodeError, RuntimeError) as error:
        raise damaged(path, error) from error
    names = [name for _, _, name in tables]
    missing = [name for name in _ALWAYS if name not in names]
    if missing and PAPER_LABEL in names:
        raise StoreError(
            f"{path} is of an older version (it has no table {missing[0]}); build the atlas anew"
        )
    if missing:
        raise damaged(path, f"it has no table {missing[0]}")
    own = [(kind, name) for _, kind, name in tables if name not in _ALWAYS]
    return Terms(
        types=tuple(name for kind, name in own if kind == "NODE"),
        relations=tuple(name for kind, name in own if kind == "REL"),
    )


def damaged(path: Path, reason: Exception | str) -> DamagedStoreError:
    """The error about a file that is not what it should be."""
    shown = reason if isinstance(reason, str) else first_line(reason)
    return DamagedStoreError(
        f"{path} is damaged or no atlas database; build the atlas anew ({shown})"
    )


def first_line(error: Exception) -> str:
    """The first line of what the library says."""
    return str(error).strip().split("\n", 1)[0]


def system_reason(error: Exception) -> str:
    """What the operating system said of a write that failed; else the whole line.

    Example:
        >>> line = "Cannot write. numBytesToWrite: 8 numBytesWritten: {}. Error: No space left"
        >>> system_reason(RuntimeError(line.format(-1)))
        'No space left'
        >>> system_reason(RuntimeError(line.format(3)))  # the system has not said why yet
        'the disk took 3 of 8 bytes; is it full?'
    """
    line = first_line(error)
    cut = _CUT_WRITE.search(line)
    if cut is None:
        return line
    wanted, written, reason = cut.groups()
    return reason if written == "-1" else f"the disk took {written} of {wanted} bytes; is it full?"
