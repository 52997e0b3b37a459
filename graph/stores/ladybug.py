"""The embedded store: one Ladybug file, written by bulk COPY and read by many."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import ladybug
import networkx as nx

from graph.cypher_guard import check_reading, parameter_names
from graph.progress import Progress
from graph.stores.ladybug_loading import copy_rows, create_tables
from graph.stores.protocol import Rows, Store, Terms
from graph.stores.rows import edge_rows, node_rows
from graph.stores.values import plain_edge, plain_node, plain_scalar
from graph.vocabulary import vocabulary_of
from schemas import (
    INTRODUCES,
    MENTIONS,
    PAPER_LABEL,
    RESULT_EDGES,
    RESULT_LABEL,
    VARIANT_OF,
    QueryError,
    StoreError,
)

MAX_DB_SIZE: Final = 1 << 36
"""Address space reserved per open database, in bytes; the library's own default of 8 TB
lets only fifteen be open at once."""

BUFFER_POOL: Final = 1 << 30
"""Most memory for pages, in bytes. A path over all kinds of edges wants 300 MB of it even
in a small graph; what is not used is not taken."""

_REFUSALS: Final = (RuntimeError, ValueError, TypeError, OverflowError)
"""What the library raises for a statement that fails and for a value that it cannot take."""

_CUT_WRITE: Final = re.compile(r"numBytesToWrite: (\d+) numBytesWritten: (-?\d+)\. Error: (.+)")

_ALWAYS: Final = (PAPER_LABEL, RESULT_LABEL, MENTIONS, INTRODUCES, VARIANT_OF, *RESULT_EDGES)
"""The tables that there are whatever the vocabulary; all others are types and relations."""


class LadybugStore(Store):
    """A graph in one ``.lbug`` file.

    ``save`` writes a new file beside the old one and renames it into place, so that a
    crash leaves the old graph whole and open readers keep the one they opened. ``run``
    opens the file read-only, which any number of processes may do at once.

    Args:
        path: The file; it need not exist before the first ``save``.
        read_only: Refuse ``save``, and refuse a missing file at once.
        buffer_pool: Most memory for pages, in bytes.

    Raises:
        StoreError: ``read_only`` and there is no such file.
    """

    def __init__(
        self, path: str | Path, *, read_only: bool = False, buffer_pool: int = BUFFER_POOL
    ) -> None:
        self.path = Path(path)
        self._read_only = read_only
        self._buffer_pool = buffer_pool
        self._open: tuple[ladybug.Database, ladybug.Connection] | None = None
        self._terms = Terms((), ())
        if read_only and not self.path.is_file():
            raise StoreError(f"there is no database at {self.path}")

    def save(self, graph: nx.MultiDiGraph, *, progress: Progress | None = None) -> None:
        """Make the file hold exactly this graph; see ``Store.save``."""
        if self._read_only:
            raise StoreError(f"{self.path} was opened for reading only")
        nodes, edges = node_rows(graph), edge_rows(graph)
        self.close()
        beside = self.path.with_name(self.path.name + ".new")
        _remove(beside)
        try:
            with _database(beside, self._buffer_pool, read_only=False) as (_, connection):
                create_tables(connection, vocabulary_of(graph), edges)
                copy_rows(connection, nodes, edges, progress)
                connection.execute("CHECKPOINT")
            beside.replace(self.path)
        except _REFUSALS as error:
            raise StoreError(f"cannot write {self.path}: {_system_reason(error)}") from error
        except OSError as error:
            raise StoreError(f"cannot write {self.path}: {error.strerror or error}") from error
        finally:
            _remove(beside)

    def run(self, statement: str, parameters: Mapping[str, Any] | None = None) -> Rows:
        """Answer one reading statement; see ``Store.run``."""
        check_reading(statement)
        values = _asked(statement, parameters or {})
        connection = self._connection()
        try:
            result = connection.execute(statement, values)
        except _REFUSALS as error:
            raise QueryError(_first_line(error)) from error
        if isinstance(result, list):  # never for the one statement that passed the gate
            raise QueryError("one statement only")
        with contextlib.closing(result):
            columns: list[str] = result.get_column_names()
            doubled = sorted({c for c in columns if columns.count(c) > 1})
            if doubled:
                raise QueryError(f"two columns are called {doubled[0]!r}; tell them apart with AS")
            try:
                rows = result.get_all()
            except (UnicodeDecodeError, RuntimeError) as error:
                raise StoreError(_damaged(self.path, error)) from error
            found = (dict(zip(columns, map(_plain, row), strict=True)) for row in rows)
            return Rows(found, columns=columns)

    def terms(self) -> Terms:
        """The types and relations that the file has tables for; see ``Store.terms``."""
        self._connection()
        return self._terms

    def close(self) -> None:
        """Release the file."""
        if self._open is not None:
            opened, self._open = self._open, None
            _close(opened)

    def _connection(self) -> ladybug.Connection:
        if self._open is None:
            if not self.path.is_file():
                raise StoreError(f"there is no database at {self.path}")
            opened = _open(self.path, self._buffer_pool, read_only=True)
            try:
                self._terms = _terms(self.path, opened[1])
            except BaseException:
                _close(opened)
                raise
            self._open = opened
        return self._open[1]


def _open(
    path: Path, buffer_pool: int, *, read_only: bool
) -> tuple[ladybug.Database, ladybug.Connection]:
    try:
        database = ladybug.Database(
            path,
            max_db_size=MAX_DB_SIZE,
            buffer_pool_size=buffer_pool,
            read_only=read_only,
            auto_checkpoint=False,  # one at the end: one after every COPY takes seconds
        )
        return database, ladybug.Connection(database)
    except RuntimeError as error:
        if read_only and path.is_file():
            raise StoreError(_damaged(path, error)) from error
        raise StoreError(f"cannot open {path}: {_system_reason(error)}") from error


def _close(opened: tuple[ladybug.Database, ladybug.Connection]) -> None:
    database, connection = opened
    connection.close()
    database.close()


def _terms(path: Path, connection: ladybug.Connection) -> Terms:
    """The types and relations, in order; an empty file opens as an empty database.

    Raises:
        StoreError: It holds no tables of ours, or lacks one that came with a later version.
    """
    try:
        result = connection.execute("CALL show_tables() RETURN id, type, name")
        results = result if isinstance(result, list) else [result]
        tables = sorted(tuple(row) for one in results for row in one.get_all())
    except (UnicodeDecodeError, RuntimeError) as error:
        raise StoreError(_damaged(path, error)) from error
    names = [name for _, _, name in tables]
    missing = [name for name in _ALWAYS if name not in names]
    if missing and PAPER_LABEL in names:
        raise StoreError(
            f"{path} is of an older version (it has no table {missing[0]}); build the atlas anew"
        )
    if missing:
        raise StoreError(_damaged(path, f"it has no table {missing[0]}"))
    own = [(kind, name) for _, kind, name in tables if name not in _ALWAYS]
    return Terms(
        types=tuple(name for kind, name in own if kind == "NODE"),
        relations=tuple(name for kind, name in own if kind == "REL"),
    )


def _damaged(path: Path, reason: Exception | str) -> str:
    shown = reason if isinstance(reason, str) else _first_line(reason)
    return f"{path} is damaged or no atlas database; build the atlas anew ({shown})"


@contextlib.contextmanager
def _database(
    path: Path, buffer_pool: int, *, read_only: bool
) -> Iterator[tuple[ladybug.Database, ladybug.Connection]]:
    opened = _open(path, buffer_pool, read_only=read_only)
    try:
        yield opened
    finally:
        _close(opened)


def _asked(statement: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters that the statement asks for; the engine takes a missing one for null."""
    names = sorted(parameter_names(statement))
    missing = [name for name in names if name not in parameters]
    if missing:
        raise QueryError(f"the statement asks for ${missing[0]}, which is not given")
    return {name: parameters[name] for name in names}


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str):  # most values by far
        return value
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        if "_NODES" in value and "_RELS" in value:
            return {"nodes": _plain(value["_NODES"]), "edges": _plain(value["_RELS"])}
        if "_SRC" in value:
            return plain_edge(value["_LABEL"], value)
        if "_LABEL" in value:
            return plain_node(value["_LABEL"], value)
        return {str(key): _plain(item) for key, item in value.items()}
    return plain_scalar(value)


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n", 1)[0]


def _system_reason(error: Exception) -> str:
    """What the operating system said of a write that failed; else the whole line.

    Example:
        >>> line = "Cannot write. numBytesToWrite: 8 numBytesWritten: {}. Error: No space left"
        >>> _system_reason(RuntimeError(line.format(-1)))
        'No space left'
        >>> _system_reason(RuntimeError(line.format(3)))  # the system has not said why yet
        'the disk took 3 of 8 bytes; is it full?'
    """
    line = _first_line(error)
    cut = _CUT_WRITE.search(line)
    if cut is None:
        return line
    wanted, written, reason = cut.groups()
    return reason if written == "-1" else f"the disk took {written} of {wanted} bytes; is it full?"


def _remove(path: Path) -> None:
    for leftover in (path, path.with_name(path.name + ".wal"), path.with_name(path.name + ".tmp")):
        leftover.unlink(missing_ok=True)
