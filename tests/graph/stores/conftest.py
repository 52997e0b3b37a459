"""What several tests of stores need."""

from __future__ import annotations

from collections.abc import Iterator

import neo4j
import pytest

from tests.graph.stores.server_contents import clear
from tests.neo4j_server import Login


@pytest.fixture
def raw(neo4j_login: Login) -> Iterator[neo4j.Driver]:
    """A driver of the test's own, on a server without anything of ours, before and after."""
    url, user, password = neo4j_login
    with neo4j.GraphDatabase.driver(url, auth=(user, password)) as driver:
        clear(driver)
        yield driver
        clear(driver)
