from __future__ import annotations

from pathlib import Path

import neo4j
import pytest

from tests import neo4j_server


@pytest.mark.parametrize(("present", "missing"), [((), "java"), (("java",), "mvn")])
def test_what_is_missing_is_said_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, present: tuple[str, ...], missing: str
) -> None:
    """Without Java or Maven the message names the command and what brings it."""
    for tool in present:
        (tmp_path / tool).touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(neo4j_server.ServerError, match=f"`{missing}`") as caught:
        neo4j_server.fetch()
    assert "\n" not in str(caught.value)


@pytest.mark.neo4j
def test_the_server_is_the_version_that_we_promise(neo4j_login: neo4j_server.Login) -> None:
    """The tests talk to Neo4j 5.26 or newer."""
    url, user, password = neo4j_login
    with neo4j.GraphDatabase.driver(url, auth=(user, password)) as driver:
        agent = driver.get_server_info().agent
    major, minor = agent.removeprefix("Neo4j/").split(".")[:2]
    assert (int(major), int(minor)) >= (5, 26)
