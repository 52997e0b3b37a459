"""Attacks and reads tried on the real engines, past the gate and through it."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ladybug
import neo4j
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.cypher_guard import check_reading
from graph.stores import Store
from schemas import QueryError
from tests.graph.cypher_statements import ATTACKS, MALFORMED, READS
from tests.neo4j_server import Login

LADYBUG_ATTACKS = [
    "CREATE (:Paper {id: 'evil'})",
    "MATCH (n:Method) DETACH DELETE n",
    "MATCH (n:Method) SET n.name = 'evil' RETURN n.id",
    "UNWIND ['evil'] AS x MERGE (:Paper {id: x})",
    "RETURN 1 AS x; CREATE (:Paper {id: 'evil'})",
    "PROFILE CREATE (:Paper {id: 'evil'})",
    "CREATE NODE TABLE Evil(id INT64 PRIMARY KEY)",
    "ALTER TABLE Paper DROP venue",
    "DROP TABLE INTRODUCES",
    "COPY (MATCH (n) RETURN n.id) TO 'evil.csv'",
    "LOAD FROM 'secret.csv' RETURN *",
    "CALL show_tables() RETURN *",
    "RETURN 1 /* **/ AS x, ' */ UNION ALL RETURN 2 //'",
]
"""Each does something on a Ladybug file that is open for writing."""

NEO4J_ATTACKS = [
    "CREATE (:Paper {id: 'evil'})",
    "MATCH (n:Method) DETACH DELETE n",
    "MATCH (n:Method) SET n.name = 'evil' RETURN n.id",
    "MATCH (n:Method) REMOVE n.name",
    "MATCH (n:Method) FOREACH (x IN [1] | SET n.x = x)",
    "MATCH (n:Method) CALL (n) { DETACH DELETE n }",
    "INSERT (:Paper {id: 'evil'})",
    "CYPHER 5 MATCH (n:Method) DETACH DELETE n",
    "UNWIND ['evil'] AS x MERGE (:Paper {id: x})",
    "RETURN 1 AS x // a\r UNION ALL CREATE (n:Paper {id: 'evil'}) RETURN 2 AS x",
    "MATCH (n:Method)\u00a0SET\u2003n.x = 1",
]
"""Each changes a Neo4j database in a transaction that may write."""


@pytest.fixture
def writable(
    ladybug_sample: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[ladybug.Connection]:
    """A copy of the sample's file, open for writing, in a directory of its own."""
    monkeypatch.chdir(tmp_path)
    Path("secret.csv").write_text("a,b\n1,2\n")
    shutil.copy(ladybug_sample.path, "copy.lbug")  # type: ignore[attr-defined]
    database = ladybug.Database("copy.lbug", max_db_size=1 << 30, buffer_pool_size=1 << 28)
    connection = ladybug.Connection(database)
    yield connection
    connection.close()
    database.close()


@pytest.fixture(scope="module")
def server(neo4j_login: Login) -> Iterator[neo4j.Driver]:
    """A driver of the test's own, past the gate."""
    url, user, password = neo4j_login
    with neo4j.GraphDatabase.driver(url, auth=(user, password)) as driver:
        yield driver


def effect(connection: ladybug.Connection, statement: str) -> str:
    """What a statement did: to the graph, to the tables, to the disk, or by what it read."""
    before = _state(connection)
    answered = connection.execute(statement)
    results = answered if isinstance(answered, list) else [answered]
    rows = [row for result in results for row in result.get_all()]
    return f"{before != _state(connection)} {len(rows)}"


def _state(connection: ladybug.Connection) -> list[Any]:
    def ask(statement: str) -> Any:
        result = connection.execute(statement)
        assert not isinstance(result, list)
        return result.get_all()

    return [
        ask("MATCH (n) RETURN n.id, n.name ORDER BY n.id"),
        ask("MATCH (a)-[r]->(b) RETURN a.id, b.id, r.type, r.paper ORDER BY a.id, b.id, r.type"),
        sorted(map(str, ask("CALL show_tables() RETURN name"))),
        sorted(map(str, ask("CALL table_info('Paper') RETURN name"))),
        sorted(f.name for f in Path().iterdir() if not f.name.startswith("copy.lbug")),
    ]


@pytest.mark.parametrize("statement", LADYBUG_ATTACKS)
def test_what_works_on_ladybug_is_stopped(
    writable: ladybug.Connection, ladybug_sample: Store, statement: str
) -> None:
    """The attack is real (it changes something or reads what it should not) and refused."""
    with pytest.raises(QueryError):
        ladybug_sample.run(statement)
    if "secret" in statement or "show_tables" in statement or "**/" in statement:
        assert not effect(writable, statement).endswith(" 0")
        if "**/" in statement:
            assert effect(writable, statement).endswith(" 2")  # the hidden half ran
    else:
        assert effect(writable, statement).startswith("True")


@pytest.mark.neo4j
@pytest.mark.parametrize("statement", NEO4J_ATTACKS)
def test_what_works_on_neo4j_is_stopped(
    neo4j_sample: Store, server: neo4j.Driver, statement: str
) -> None:
    """The attack is real (rolled back here) and refused."""
    with pytest.raises(QueryError):
        neo4j_sample.run(statement)
    with server.session() as session, session.begin_transaction() as transaction:
        counters = transaction.run(statement).consume().counters
        transaction.rollback()
        assert counters.contains_updates


@pytest.mark.parametrize("statement", READS)
def test_reads_run_on_ladybug(ladybug_sample: Store, statement: str) -> None:
    """What the gate calls reading runs."""
    ladybug_sample.run(statement)


@pytest.mark.neo4j
@pytest.mark.parametrize("statement", READS)
def test_reads_answer_the_same_on_both(
    ladybug_sample: Store, neo4j_sample: Store, statement: str
) -> None:
    """Both engines give the same rows, in whatever order."""

    def rows(store: Store) -> list[str]:
        found = store.run(statement)
        for row in found:
            for value in row.values():
                if isinstance(value, list):
                    value.sort(key=str)
        return sorted(map(str, found))

    assert rows(ladybug_sample) == rows(neo4j_sample)


_PIECES = st.sampled_from(
    sorted(
        {word for _, statement in ATTACKS for word in statement.split()}
        | {word for statement in READS for word in statement.split()}
        | set("()[]{}'\"`;:.,|$*-/\\\n\r\u00a0")
        | {"//", "/*", "*/", "**/", "\\'", "(n)", "1.", "(:Paper {id: 'evil'})", "'evil.csv'"}
    )
)
_SOUP = st.lists(_PIECES, min_size=1, max_size=9).map(" ".join) | st.lists(
    _PIECES, min_size=1, max_size=9
).map("".join)
_ATTACK = st.sampled_from(
    [attack for _, attack in (*ATTACKS, *MALFORMED) if "\0" not in attack] + LADYBUG_ATTACKS
)
_HIDDEN = st.builds(
    lambda attack, frame: frame[0] + attack + frame[1],
    _ATTACK,
    st.sampled_from(
        [
            ("", ""),
            ("/* ", " */"),
            ("/* **/ ", "/* */"),
            ("// ", "\n"),
            ("// ", "\r"),
            ("'", "'"),
            ('"', '"'),
            ("AS `", "`"),
            ("`` ", " ``"),
            ("\\' ", " '"),
            ("/* ' */ ", " // '\n"),
            ("/* ` */ ", " // `\n"),
            ("// ' \n", " /* ' */"),
            ("AS x ", ""),
            ("1. ", ""),
            (".", ""),
            (":", ""),
            ("$", ""),
        ]
    ),
)


def _spliced(read: str, hidden: str, place: int) -> str:
    words = read.split(" ")
    place %= len(words) + 1
    return " ".join([*words[:place], hidden, *words[place:]])


_SPLICED = st.builds(_spliced, st.sampled_from(READS), _HIDDEN, st.integers(0, 20))
_LIMITS = settings(
    max_examples=1_000,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@given(statement=_SOUP | _SPLICED)
@_LIMITS
def test_whatever_passes_changes_nothing_on_ladybug(
    writable: ladybug.Connection, statement: str
) -> None:
    """Of statements thrown together at random, those that pass only read."""
    try:
        check_reading(statement)
    except QueryError:
        return
    before = _state(writable)
    with contextlib.suppress(RuntimeError):
        writable.execute(statement)
    assert _state(writable) == before


@pytest.mark.neo4j
@given(statement=_SOUP | _SPLICED)
@_LIMITS
def test_whatever_passes_changes_nothing_on_neo4j(server: neo4j.Driver, statement: str) -> None:
    """The same on Neo4j, in a transaction that may write."""
    try:
        check_reading(statement)
    except QueryError:
        return
    with server.session() as session:
        transaction = session.begin_transaction()
        try:
            counters = transaction.run(statement).consume().counters
        except neo4j.exceptions.Neo4jError:
            return
        finally:
            transaction.close()
        assert not counters.contains_updates
        assert not counters.contains_system_updates
