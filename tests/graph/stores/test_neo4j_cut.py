"""A load into Neo4j that is cut, by the connection or by SIGKILL: the next one completes it."""

from __future__ import annotations

import random
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Self

import neo4j
import networkx as nx
import pytest

import graph.stores.neo4j as neo4j_store
from graph.stores import Store, neo4j_loading, open_store
from schemas import StoreError
from tests.graph.crash.writing import servant
from tests.graph.sample_atlas import write_sample_atlas
from tests.graph.stores.contents import same_graph, small_graph, stored_graph
from tests.neo4j_server import ROOT, Login

pytestmark = pytest.mark.neo4j

SMALL_BATCH = 8


class Wire:
    """A way to the server that breaks after so many bytes to it.

    Args:
        url: The server.
        breaks_at: Bytes after which it breaks; never unless said.
        mends: Whether the next connection gets through again.

    Attributes:
        sent: Bytes that went to the server.
    """

    def __init__(self, url: str, *, breaks_at: int | None = None, mends: bool = False) -> None:
        host, port = url.removeprefix("bolt://").split(":")
        self._server = (host, int(port))
        self._breaks_at = breaks_at
        self._mends = mends
        self.sent = 0
        self._sockets: list[socket.socket] = []
        self._entrance = socket.create_server(("127.0.0.1", 0))
        self.url = f"bolt://127.0.0.1:{self._entrance.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        self._close(self._entrance, *self._sockets)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._entrance.accept()
                server = socket.create_connection(self._server)
                self._sockets += [client, server]
                for source, target, counts in ((client, server, True), (server, client, False)):
                    threading.Thread(
                        target=self._carry, args=(source, target, counts), daemon=True
                    ).start()

    def _carry(self, source: socket.socket, target: socket.socket, counts: bool) -> None:
        with suppress(OSError):
            while data := source.recv(512):
                if counts and self._breaks_at is not None:
                    left = self._breaks_at - self.sent
                    if len(data) >= left:
                        target.sendall(data[:left])
                        self._break()
                        return
                self.sent += len(data) if counts else 0
                target.sendall(data)
        self._close(source, target)

    def _break(self) -> None:
        self._breaks_at = None
        if not self._mends:
            self._close(self._entrance)
        self._close(*self._sockets)

    @staticmethod
    def _close(*sockets: socket.socket) -> None:
        for each in sockets:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()


@pytest.fixture
def store(neo4j_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A store with a way of its own to the server; loads are of many small batches."""
    monkeypatch.setattr(neo4j_loading, "BATCH", SMALL_BATCH)
    monkeypatch.setattr(neo4j_store, "RETRY_TIME", 0.5)
    with open_store(neo4j_url) as opened:
        opened.save(small_graph("method:old", "method:gripnet"))
        yield opened


def counted(login: Login) -> list[int]:
    """How many nodes and edges of ours there are, past our store."""
    with neo4j.GraphDatabase.driver(login.url, auth=(login.user, login.password)) as driver:
        statements = ("MATCH (n:PaperAtlas)", "MATCH (:PaperAtlas)-[n]->(:PaperAtlas)")
        return [
            driver.execute_query(f"{each} RETURN count(n) AS n").records[0]["n"]
            for each in statements
        ]


def is_whole(store: Store, login: Login, graph: nx.MultiDiGraph) -> bool:
    """Whether the server holds just this graph, nothing lost and nothing doubled."""
    numbers = [graph.number_of_nodes(), graph.number_of_edges()]
    return counted(login) == numbers and same_graph(stored_graph(store), graph)


def bytes_of_a_load(url: str, graph: nx.MultiDiGraph) -> int:
    """How many bytes a load sends."""
    with Wire(url) as wire, open_store(wire.url) as through:
        through.save(graph)
        return wire.sent


@pytest.mark.parametrize("mends", [False, True])
def test_a_lost_connection_is_one_line_and_a_rerun_completes_the_load(
    store: Store, neo4j_login: Login, sample: nx.MultiDiGraph, mends: bool
) -> None:
    """Wherever the wire breaks; where it mends at once, the driver goes on by itself."""
    whole = bytes_of_a_load(neo4j_login.url, sample)
    for tenth in range(1, 10, 2):
        store.save(small_graph("method:old", "method:gripnet"))
        with Wire(neo4j_login.url, breaks_at=whole * tenth // 10, mends=mends) as wire:
            through = open_store(wire.url)
            if mends:
                through.save(sample)
            else:
                with pytest.raises(StoreError) as caught:
                    through.save(sample)
                message = str(caught.value)
                assert message.startswith(f"cannot reach Neo4j at {wire.url}: is it running? (")
                assert message.endswith("; what was loaded stays, and loading again completes it")
                assert "\n" not in message
                assert not is_whole(store, neo4j_login, sample)
                store.save(sample)
            through.close()
        assert is_whole(store, neo4j_login, sample), tenth


def test_the_command_says_one_line_and_ends_with_1(
    store: Store, neo4j_login: Login, sample: nx.MultiDiGraph, tmp_path: Path
) -> None:
    """``paperatlas load`` over a wire that breaks; the same command completes it."""
    atlas = write_sample_atlas(tmp_path / "atlas")
    half = bytes_of_a_load(neo4j_login.url, sample) // 2
    store.save(small_graph("method:old", "method:gripnet"))
    with Wire(neo4j_login.url, breaks_at=half) as wire:
        cut = _load(wire.url, atlas)
    assert cut.returncode == 1
    assert cut.stderr.startswith(f"error: cannot reach Neo4j at {wire.url}: is it running?")
    assert cut.stderr.count("\n") == 1
    assert not is_whole(store, neo4j_login, sample)
    again = _load(neo4j_login.url, atlas)
    assert again.returncode == 0, again.stderr
    assert is_whole(store, neo4j_login, sample)


def _load(url: str, atlas: Path) -> subprocess.CompletedProcess[str]:
    script = (
        "import graph.stores.neo4j as store, graph.stores.neo4j_loading as loading\n"
        f"store.RETRY_TIME = 0.5; loading.BATCH = {SMALL_BATCH}\n"
        "from graph.cli import main; main()"
    )
    return subprocess.run(
        [sys.executable, "-c", script, "load", url, "--atlas", str(atlas)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def load(login: Login, graph: nx.MultiDiGraph) -> None:
    """Loads a graph in many small batches."""
    neo4j_loading.BATCH = SMALL_BATCH  # type: ignore[misc]  # in a process of its own
    with open_store(login.url, user=login.user, password=login.password) as opened:
        opened.save(graph)


def test_a_killed_load_is_completed_by_the_next(
    store: Store, neo4j_login: Login, sample: nx.MultiDiGraph
) -> None:
    """The writer dies by SIGKILL at random times, several in a row before one is let be."""
    writers, chance = servant(), random.Random(0)
    thawed = nx.MultiDiGraph(sample)
    started = time.monotonic()
    load(neo4j_login, thawed)
    took = time.monotonic() - started
    for number in range(12):
        if number % 3 == 0:
            store.save(small_graph("method:old", "method:gripnet"))
        writer = writers.Process(target=load, args=(neo4j_login, thawed))
        writer.start()
        writer.join(chance.uniform(0, 1.2 * took))
        writer.kill()
        writer.join()
        if number % 3 == 2:
            store.save(sample)
            assert is_whole(store, neo4j_login, sample), number
