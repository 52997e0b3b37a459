"""The embedded store: one Ladybug file, written by bulk COPY and read by many."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import ladybug
import networkx as nx

from graph.change import GraphChange
from graph.cypher_guard import check_reading, parameter_names
from graph.progress import Progress, silent
from graph.stores.changed_rows import changed_rows
from graph.stores.ladybug_loading import copy_rows, create_tables
from graph.stores.ladybug_log import beside, log_size
from graph.stores.ladybug_opening import (
    BUFFER_POOL,
    REFUSALS,
    close_database,
    damaged,
    first_line,
    open_database,
    opened_database,
    stored_terms,
    system_reason,
)
from graph.stores.ladybug_rewriting import copy_tables, is_mostly_free
from graph.stores.ladybug_updating import apply, held_fingerprint, keep_fingerprint, transaction
from graph.stores.protocol import Rows, Store, Terms
from graph.stores.rows import edge_rows, node_rows
from graph.stores.values import plain_edge, plain_node, plain_scalar
from graph.vocabulary import vocabulary_of
from schemas import QueryError, StoreError


class LadybugStore(Store):
    """A graph in one ``.lbug`` file.

    ``save`` writes a new file beside the old one and renames it into place, so that a
    crash leaves the old graph whole and open readers keep the one they opened. ``run``
    opens the file read-only, which any number of processes may do at once.

    ``update`` changes the file where it is. Folding a change into it costs what the graph
    costs, as the engine writes whole tables; with a ``log_limit`` a small one is only appended
    to the log beside the file (``.wal``), whose changes every reader takes from there. Then
    the file itself stays as it is, byte for byte, and file and log belong together.

    Args:
        path: The file; it need not exist before the first ``save``. Where it is a link, the
            log is beside the file that it leads to.
        read_only: Refuse ``save`` and ``update``, and refuse a missing file at once.
        buffer_pool: Most memory for pages, in bytes.
        log_limit: Bytes of changes that may stay in the log; 0 folds in each at once.

    Raises:
        StoreError: ``read_only`` and there is no such file.
    """

    def __init__(
        self,
        path: str | Path,
        *,
        read_only: bool = False,
        buffer_pool: int = BUFFER_POOL,
        log_limit: int = 0,
    ) -> None:
        self.path = Path(path)
        self._read_only = read_only
        self._buffer_pool = buffer_pool
        self._log_limit = log_limit
        self._open: tuple[ladybug.Database, ladybug.Connection] | None = None
        self._terms = Terms((), ())
        if read_only and not self.path.is_file():
            raise StoreError(f"there is no database at {self.path}")

    def save(
        self, graph: nx.MultiDiGraph, *, fingerprint: str = "", progress: Progress | None = None
    ) -> None:
        """Make the file hold exactly this graph; see ``Store.save``."""
        if self._read_only:
            raise StoreError(f"{self.path} was opened for reading only")
        nodes, edges = node_rows(graph), edge_rows(graph)
        self.close()
        new = self._new()
        try:
            with opened_database(new, self._buffer_pool, read_only=False) as (_, connection):
                create_tables(connection, vocabulary_of(graph), edges)
                copy_rows(connection, nodes, edges, progress)
                keep_fingerprint(connection, fingerprint)
                connection.execute("CHECKPOINT")
            self._settle()
            new.replace(self.path)
        except REFUSALS as error:
            raise StoreError(f"cannot write {self.path}: {system_reason(error)}") from error
        except OSError as error:
            raise StoreError(f"cannot write {self.path}: {error.strerror or error}") from error
        finally:
            _remove(new)

    def update(self, change: GraphChange, *, progress: Progress | None = None) -> bool:
        """Change the file where it is, in one transaction; see ``Store.update``.

        Nobody may have the file open meanwhile: where there are readers, change a copy of it
        and put that in its place.
        """
        if self._read_only:
            raise StoreError(f"{self.path} was opened for reading only")
        rows = changed_rows(change)
        self.close()
        if not change.before or not self.path.is_file():
            return False
        try:
            with opened_database(self.path, self._buffer_pool, read_only=False) as (_, connection):
                if not _holds(self.path, connection, change):
                    return False
                with transaction(connection):
                    apply(connection, rows, progress or silent)
                    keep_fingerprint(connection, change.after)
                if log_size(self.path) > self._log_limit:
                    connection.execute("CHECKPOINT")
                    self._rewrite(connection, change)
        except REFUSALS as error:
            raise StoreError(f"cannot write {self.path}: {system_reason(error)}") from error
        return True

    def run(self, statement: str, parameters: Mapping[str, Any] | None = None) -> Rows:
        """Answer one reading statement; see ``Store.run``."""
        check_reading(statement)
        values = _asked(statement, parameters or {})
        connection = self._connection()
        try:
            result = connection.execute(statement, values)
        except REFUSALS as error:
            raise QueryError(first_line(error)) from error
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
                raise damaged(self.path, error) from error
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
            close_database(opened)

    def _rewrite(self, connection: ladybug.Connection, change: GraphChange) -> None:
        """Put a new file in the place of one that is mostly free; one that cannot be stays."""
        if not is_mostly_free(connection):
            return
        with contextlib.suppress(OSError, StoreError, *REFUSALS):
            new = self._new()
            try:
                with opened_database(new, self._buffer_pool, read_only=False) as (_, target):
                    copy_tables(connection, target, change.vocabulary)
                    keep_fingerprint(target, change.after)
                    target.execute("CHECKPOINT")
                new.replace(self.path.resolve())
            finally:
                _remove(new)

    def _new(self) -> Path:
        """Where the file is written that shall take the place of this one."""
        new = self.path.with_name(self.path.name + ".new")
        _remove(new)
        return new

    def _settle(self) -> None:
        """Leave nothing beside the file that would be taken for that of another one."""
        if not beside(self.path):
            return
        with (
            contextlib.suppress(StoreError, *REFUSALS),  # it may be damaged
            opened_database(self.path, self._buffer_pool, read_only=False) as (_, connection),
        ):
            connection.execute("CHECKPOINT")
        for leftover in beside(self.path):
            leftover.unlink()

    def _connection(self) -> ladybug.Connection:
        if self._open is None:
            if not self.path.is_file():
                raise StoreError(f"there is no database at {self.path}")
            opened = open_database(self.path, self._buffer_pool, read_only=True)
            try:
                self._terms = stored_terms(self.path, opened[1])
            except BaseException:
                close_database(opened)
                raise
            self._open = opened
        return self._open[1]


def _holds(path: Path, connection: ladybug.Connection, change: GraphChange) -> bool:
    """Whether the file holds the graph that the change is made for."""
    if held_fingerprint(connection) != change.before:
        return False
    held, wanted = stored_terms(path, connection), change.vocabulary
    return {*held.types} == {*wanted.types} and {*held.relations} == {*wanted.relations}


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


def _remove(path: Path) -> None:
    for leftover in (path, *beside(path)):
        leftover.unlink(missing_ok=True)
