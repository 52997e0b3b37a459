from __future__ import annotations

import logging
import traceback

import pytest

from graph.stores import open_store
from graph.stores.neo4j_login import login, parse_address
from schemas import StoreError

ADDRESS = parse_address("neo4j+s://db.example.org:7688")


@pytest.mark.parametrize(
    "url",
    [
        "bolt://neo4j:hunter2@localhost:7687",
        "neo4j+s://neo4j:hunter2@db.example.org",
        "bolt://hunter2@localhost",
        "bolt://neo4j:hunter2/x@localhost",
        "bolt://neo4j:hunter2#x@localhost",
        "bolt://neo4j:hunter2%40localhost",
        "bolt://localhost:hunter2",
        "bolt://localhost/hunter2",
        "bolt://localhost#hunter2",
        "bolt://[hunter2",
        "bolt://:hunter2",
        "BOLT://neo4j:hunter2@localhost",
    ],
)
def test_a_secret_in_the_address_is_refused_and_not_repeated(
    url: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """Neither message, chain of errors, log nor screen holds what stood in the address."""
    caplog.set_level(logging.DEBUG)
    with pytest.raises(StoreError) as caught:
        open_store(url, user="neo4j", password="other")
    error: BaseException | None = caught.value
    while error is not None:
        assert "hunter2" not in repr(error)
        error = error.__cause__ or error.__context__
    chain = "".join(traceback.format_exception_only(caught.value))
    assert "hunter2" not in chain + caplog.text + "".join(capfd.readouterr())
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("bolt://localhost", "bolt://localhost"),
        ("neo4j://localhost:7687/", "neo4j://localhost:7687"),
        ("neo4j+ssc://[::1]:7687", "neo4j+ssc://[::1]:7687"),
        ("neo4j://db.example.org:7687?policy=eu", "neo4j://db.example.org:7687"),
    ],
)
def test_an_address_is_shown_without_its_query(url: str, shown: str) -> None:
    """Messages show scheme, host and port alone; the driver gets the whole."""
    assert parse_address(url) == (url, shown)


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NEO4J_USERNAME", raising=False)
    monkeypatch.delenv("NEO4J_PASSWORD", raising=False)


def test_arguments_go_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is given as an argument wins over the variables."""
    monkeypatch.setenv("NEO4J_USERNAME", "from-variable")
    monkeypatch.setenv("NEO4J_PASSWORD", "secret-of-variable")
    assert login(ADDRESS) == ("from-variable", "secret-of-variable")
    assert login(ADDRESS, user="u") == ("u", "secret-of-variable")
    assert login(ADDRESS, user="u", password="p") == ("u", "p")


def test_no_login_at_all_is_left_to_the_server() -> None:
    """Some servers ask for none."""
    assert login(ADDRESS) is None


@pytest.mark.parametrize(
    ("given", "missing"),
    [({"user": "u"}, "NEO4J_PASSWORD"), ({"password": "hunter2"}, "NEO4J_USERNAME")],
)
def test_half_a_login_is_an_error(given: dict[str, str], missing: str) -> None:
    """The message names what is missing and not what is there."""
    with pytest.raises(StoreError, match=missing) as caught:
        login(ADDRESS, **given)
    assert "hunter2" not in str(caught.value)
