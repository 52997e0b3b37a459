"""Fixtures that several packages of tests share."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

import pytest

from tests import neo4j_server


@pytest.fixture(scope="session")
def neo4j_login() -> Iterator[neo4j_server.Login]:
    """A Neo4j server: the one that PAPERATLAS_TEST_NEO4J names, else a fresh one."""
    url = os.environ.get("PAPERATLAS_TEST_NEO4J")
    if url:
        user = os.environ.get("NEO4J_USERNAME", "neo4j")
        yield neo4j_server.Login(url, user, os.environ.get("NEO4J_PASSWORD", ""))
        return
    with contextlib.ExitStack() as stack:
        try:
            login = stack.enter_context(neo4j_server.running())
        except neo4j_server.ServerError as error:
            pytest.fail(str(error), pytrace=False)
        yield login


@pytest.fixture
def neo4j_url(neo4j_login: neo4j_server.Login, monkeypatch: pytest.MonkeyPatch) -> str:
    """The server's address, with its credentials in the environment as a user has them."""
    monkeypatch.setenv("NEO4J_USERNAME", neo4j_login.user)
    monkeypatch.setenv("NEO4J_PASSWORD", neo4j_login.password)
    return neo4j_login.url
