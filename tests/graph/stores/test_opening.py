from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from graph.stores import Store, open_store, shown_address
from graph.stores.ladybug import LadybugStore
from graph.stores.memory import MemoryStore
from schemas import StoreError


def test_importing_and_naming_stores_loads_no_driver() -> None:
    """Neither the package nor the store in memory imports a database's library."""
    code = (
        "import sys, graph.stores, graph.questions, graph.names\n"
        "graph.stores.open_store('memory:')\n"
        "loaded = {'ladybug', 'neo4j', 'pyarrow', 'spacy'} & set(sys.modules)\n"
        "sys.exit(repr(loaded) if loaded else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("as_type", [str, Path])
def test_a_file_ending_in_lbug_is_ladybug(tmp_path: Path, as_type: type) -> None:
    """A path may be text or a Path."""
    assert isinstance(open_store(as_type(tmp_path / "a.lbug")), LadybugStore)


def test_memory_is_a_store() -> None:
    """The store for tests follows the protocol."""
    store = open_store("memory:")
    assert isinstance(store, MemoryStore)
    assert isinstance(store, Store)


@pytest.mark.parametrize(
    "url", ["mysql://here", "atlas.db", "", "http://localhost:7474", "bolt:localhost", "memory"]
)
def test_any_other_address_lists_the_choices(url: str) -> None:
    """The error names every ending and scheme there is."""
    with pytest.raises(StoreError, match=r"\.lbug.*memory:.*bolt://.*neo4j\+ssc://"):
        open_store(url)


def test_an_unknown_address_is_not_echoed_past_its_scheme() -> None:
    """A password may stand in an address that no store takes either."""
    with pytest.raises(StoreError) as caught:
        open_store("https://neo4j:hunter2@localhost")
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "bolt:neo4j:s3cret@localhost",
        "neo4j:s3cret@bolt://localhost",
        "bolt//neo4j:s3cret@localhost",
        "https://neo4j:s3cret@localhost",
        "bolt://neo4j:s3cret@localhost",
        "neo4j:s3cret@localhost",
    ],
)
def test_a_login_in_any_place_is_refused_without_echoing_it(url: str) -> None:
    """Whatever stands before and after it, and however the scheme is misspelt."""
    for ask in (open_store, shown_address) if url.startswith("bolt://") else (open_store,):
        with pytest.raises(StoreError, match="holds a login") as caught:
            ask(url)
        assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize(
    "url", ["neo4j:s3cret://localhost", "bolt:neo4j:s3cret", "db?password=s3cret", "S3CRET://x"]
)
def test_nothing_that_may_be_a_password_is_shown(url: str) -> None:
    """Only a scheme of letters, or a path of plain characters, is repeated."""
    with pytest.raises(StoreError, match="no store is called '…'") as caught:
        open_store(url)
    assert "s3cret" not in str(caught.value).lower()
    assert "s3cret" not in shown_address(url).lower()


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("bolt://localhost:7687?token=s3cret", "bolt://localhost:7687"),
        ("neo4j+s://example.org/", "neo4j+s://example.org"),
        ("memory:", "memory:"),
        ("/home/me@work/a.lbug", "/home/me@work/a.lbug"),
    ],
)
def test_an_address_is_shown_without_its_query(url: str, shown: str) -> None:
    """What may be printed of the address of a store."""
    assert shown_address(url) == shown


def test_a_query_string_is_not_echoed() -> None:
    """The driver's own complaint would repeat it."""
    with pytest.raises(StoreError) as caught:
        open_store("bolt://127.0.0.1:1?password=s3cret", user="a", password="b")
    assert "s3cret" not in str(caught.value)
