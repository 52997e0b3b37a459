"""The server store: a Neo4j database, loaded in batches and only where it is ours.

Our nodes carry the extra label ``PaperAtlas``, which bears the uniqueness of ``id``. An
edge is ours when it has one of our types and joins two of our nodes; the database itself
says what our types are (see ``neo4j_vocabulary``). Nothing else is touched, except that
edges of others fall with a node of ours that is removed.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, Final, TypeVar

import neo4j
import networkx as nx
from neo4j.exceptions import AuthError, DriverError, Neo4jError

from graph.change import GraphChange
from graph.cypher_guard import check_reading
from graph.progress import Progress, silent
from graph.stores.changed_rows import changed_rows
from graph.stores.neo4j_loading import LABEL, load
from graph.stores.neo4j_login import Address, login, parse_address
from graph.stores.neo4j_updating import update
from graph.stores.neo4j_vocabulary import stored_vocabularies
from graph.stores.protocol import Ours, Rows, Store, Terms
from graph.stores.rows import edge_rows, node_rows
from graph.stores.values import plain_edge, plain_node, plain_scalar
from graph.vocabulary import quoted, vocabulary_of
from schemas import QueryError, StoreError, Vocabulary

_T = TypeVar("_T")

CONNECT_TIMEOUT: Final = 10.0
"""Seconds to wait for a server that does not answer."""

RETRY_TIME: Final = 30.0
"""Seconds for which the driver tries again what a lost connection or a lock cut off."""


class Neo4jStore(Store):
    """A graph in a Neo4j 5.26 server or newer.

    What vocabulary the server holds is read once, when it is first needed.

    Args:
        url: ``bolt://host:port`` or a kin of it, without a login in it.
        user: Name to log in with; the variable ``NEO4J_USERNAME`` else.
        password: Its password; the variable ``NEO4J_PASSWORD`` else.
        read_only: Refuse ``save`` and ``update``.

    Raises:
        StoreError: The address is malformed or holds a login, the server is not reached,
            or it refuses the login.
    """

    def __init__(
        self,
        url: str,
        *,
        user: str | None = None,
        password: str | None = None,
        read_only: bool = False,
    ) -> None:
        self._address: Address = parse_address(url)
        self._read_only = read_only
        self._held: tuple[Vocabulary, ...] = ()
        _quiet()
        auth = login(self._address, user=user, password=password)
        with self._translated():
            self._driver = neo4j.GraphDatabase.driver(
                self._address.url,
                auth=auth,
                connection_timeout=CONNECT_TIMEOUT,
                connection_acquisition_timeout=2 * CONNECT_TIMEOUT,
                max_transaction_retry_time=RETRY_TIME,
                notifications_min_severity="OFF",
                warn_notification_severity="OFF",
                user_agent="paperatlas",
            )
        try:
            with self._translated():
                self._driver.verify_connectivity()
        except BaseException:
            self._driver.close()
            raise

    def save(
        self, graph: nx.MultiDiGraph, *, fingerprint: str = "", progress: Progress | None = None
    ) -> None:
        """Make the database hold exactly this graph, beside what others put there.

        A load that was cut is completed by the next. See ``Store.save``.
        """
        nodes, edges = node_rows(graph), edge_rows(graph)
        with self._writing() as session:
            vocabulary, report = vocabulary_of(graph), progress or silent
            load(session, vocabulary, nodes, edges, report, fingerprint=fingerprint)

    def update(self, change: GraphChange, *, progress: Progress | None = None) -> bool:
        """Change what the database holds, if it is the graph before; see ``Store.update``.

        A change that was cut is completed by a ``save``, which the next ``update`` asks for.
        What others did to our edges meanwhile is put right by a ``save`` alone.
        """
        rows = changed_rows(change)
        with self._writing() as session:
            return update(session, change, rows, progress or silent)

    def ours(self) -> Ours:
        """What keeps a pattern to our nodes and edges; see ``Store.ours``."""
        return Ours(node=f":{LABEL}", edge=f":{'|'.join(map(quoted, self._edge_types()))}")

    def terms(self) -> Terms:
        """The types and relations that were loaded; see ``Store.terms``."""
        held = self._vocabularies()
        return Terms(
            types=tuple(dict.fromkeys(name for each in held for name in each.types)),
            relations=tuple(dict.fromkeys(name for each in held for name in each.relations)),
        )

    def run(self, statement: str, parameters: Mapping[str, Any] | None = None) -> Rows:
        """Answer one reading statement, in a transaction that may not write; see ``Store.run``."""
        check_reading(statement)

        def read(transaction: neo4j.ManagedTransaction) -> Rows:
            result = transaction.run(statement, dict(parameters or {}))
            columns = result.keys()
            rows = [[_plain(value, edge_types) for value in record.values()] for record in result]
            return Rows((dict(zip(columns, row, strict=True)) for row in rows), columns=columns)

        edge_types = self._edge_types()
        return self._read(read)

    def close(self) -> None:
        """Close the connections."""
        self._driver.close()

    @contextlib.contextmanager
    def _writing(self) -> Iterator[neo4j.Session]:
        """A session that may write."""
        if self._read_only:
            raise StoreError(f"{self._address.shown} was opened for reading only")
        self._held = ()
        again = "; what was loaded stays, and loading again completes it"
        with self._translated(advice=again), self._driver.session() as session:
            yield session

    def _edge_types(self) -> tuple[str, ...]:
        names = (name for each in self._vocabularies() for name in each.edge_types)
        return tuple(dict.fromkeys(names))

    def _vocabularies(self) -> tuple[Vocabulary, ...]:
        if not self._held:
            self._held = self._read(stored_vocabularies)
        return self._held

    def _read(self, work: Callable[[neo4j.ManagedTransaction], _T]) -> _T:
        with (
            self._translated(),
            self._driver.session(default_access_mode=neo4j.READ_ACCESS) as session,
        ):
            return session.execute_read(work)

    @contextlib.contextmanager
    def _translated(self, *, advice: str = "") -> Iterator[None]:
        """Turn what the driver raises into one clear line each; advice ends that of a failure."""
        try:
            yield
        except AuthError as error:
            raise StoreError(
                f"{self._address.shown} refuses the login: check the user name and the password "
                f"({_first_line(error.message)})"
            ) from None
        except Neo4jError as error:
            if (error.code or "").startswith("Neo.ClientError"):
                raise QueryError(_first_line(error.message)) from error
            raise StoreError(
                f"{self._address.shown} failed: {_first_line(error.message)}{advice}"
            ) from error
        except (DriverError, OSError) as error:
            raise StoreError(
                f"cannot reach Neo4j at {self._address.shown}: is it running? "
                f"({_first_line(self._address.hide(str(error)))}){advice}"
            ) from None
        except (TypeError, ValueError, OverflowError) as error:  # a value no parameter can be
            raise QueryError(_first_line(str(error))) from error


def _plain(value: Any, edge_types: Collection[str]) -> Any:
    if isinstance(value, list):
        return [_plain(item, edge_types) for item in value]
    if isinstance(value, dict):
        return {str(key): _plain(item, edge_types) for key, item in value.items()}
    if isinstance(value, neo4j.graph.Node):
        ours = LABEL in value.labels
        return plain_node(value.get("type") if ours else None, dict(value.items()))
    if isinstance(value, neo4j.graph.Relationship):
        return plain_edge(value.type if value.type in edge_types else None, dict(value.items()))
    if isinstance(value, neo4j.graph.Path):
        parts = {"nodes": list(value.nodes), "edges": list(value.relationships)}
        return {name: _plain(part, edge_types) for name, part in parts.items()}
    return plain_scalar(value)


def _first_line(text: str | None) -> str:
    return (text or "no message").strip().split("\n", 1)[0]


def _quiet() -> None:
    """Keep the driver's warnings of retries off a user's screen; ``logging`` may still ask."""
    logger = logging.getLogger("neo4j")
    if not any(isinstance(handler, logging.NullHandler) for handler in logger.handlers):
        logger.addHandler(logging.NullHandler())
