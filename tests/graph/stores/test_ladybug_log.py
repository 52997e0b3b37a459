"""Changes that wait beside a Ladybug file, and changes that are killed."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from graph.change import difference
from graph.stores import ladybug_rewriting, open_store
from graph.stores.ladybug_log import beside, copy_file_and_log, log_of, log_size
from schemas import StoreError
from tests.graph.random_graph import random_graph
from tests.graph.stores.contents import same_graph, small_graph, stored_graph
from tests.neo4j_server import ROOT

OLD = small_graph("method:a", "method:b")
NEW = small_graph("method:b", "method:c", paper="q")
CHANGE = difference(OLD, NEW, before="old", after="new")
BACK = difference(NEW, OLD, before="new", after="old")
MANY = 1 << 20


def written(path: Path, log_limit: int = MANY) -> Path:
    """The file in which the change is made, with so much left in the log."""
    with open_store(path, log_limit=log_limit) as store:
        store.save(OLD, fingerprint="old")
        assert store.update(CHANGE)
    return path


def test_a_small_change_leaves_the_file_as_it_is(tmp_path: Path) -> None:
    """The log has it all, and every reader takes it from there, also at the same time."""
    path = tmp_path / "a.lbug"
    with open_store(path, log_limit=MANY) as store:
        store.save(OLD, fingerprint="old")
        before = path.read_bytes()
        for change in (CHANGE, BACK, CHANGE):
            assert store.update(change)
    assert path.read_bytes() == before
    assert [log.name for log in beside(path)] == ["a.lbug.wal"]
    with open_store(path, read_only=True) as one, open_store(path, read_only=True) as other:
        assert same_graph(stored_graph(one), NEW)
        assert same_graph(stored_graph(other), NEW)


def test_a_long_log_is_folded_in(tmp_path: Path) -> None:
    """When there is more in the log than may stay, the file takes all of it."""
    path = written(tmp_path / "a.lbug")
    limit = 2 * log_size(path)
    sizes = []
    with open_store(path, log_limit=limit) as store:
        for change in 3 * (BACK, CHANGE):
            assert store.update(change)
            sizes.append(log_size(path))
        assert same_graph(stored_graph(store), NEW)
    assert 0 in sizes
    assert 0 < max(sizes) <= limit


def test_nothing_is_left_beside_the_file(tmp_path: Path) -> None:
    """Where nothing may stay in the log, there is none afterwards."""
    path = written(tmp_path / "a.lbug", log_limit=0)
    assert [f.name for f in tmp_path.iterdir()] == ["a.lbug"]
    assert log_size(path) == 0


def test_a_link_leads_to_the_log(tmp_path: Path) -> None:
    """Whoever opens a link to the file reads what waits beside the file itself."""
    (tmp_path / "version").mkdir()
    path = written(tmp_path / "version" / "a.lbug")
    (tmp_path / "link.lbug").symlink_to(path)
    with open_store(tmp_path / "link.lbug", read_only=True) as store:
        assert same_graph(stored_graph(store), NEW)


def test_a_copy_goes_its_own_way(tmp_path: Path) -> None:
    """The copy has what waits in the log, and a change to it reaches neither file of the first."""
    path, copy = written(tmp_path / "a.lbug"), tmp_path / "b.lbug"
    before = path.read_bytes(), log_of(path).read_bytes()
    copy_file_and_log(path, copy)
    with open_store(path, read_only=True) as reader, open_store(copy) as store:
        assert same_graph(stored_graph(reader), NEW)
        assert store.update(BACK)
        assert same_graph(stored_graph(store), OLD)
    assert (path.read_bytes(), log_of(path).read_bytes()) == before
    assert log_size(copy) == 0


def test_a_save_takes_the_log_away(tmp_path: Path) -> None:
    """The log of the graph before is not taken for one of the new graph."""
    path = written(tmp_path / "a.lbug")
    other = small_graph("method:x")
    with open_store(path, log_limit=MANY) as store:
        store.save(other, fingerprint="other")
        assert same_graph(stored_graph(store), other)
    assert [f.name for f in tmp_path.iterdir()] == ["a.lbug"]


@pytest.mark.parametrize("kept", [1, 1000, -1])
def test_a_damaged_log_is_an_error(tmp_path: Path, kept: int) -> None:
    """It is never read as half a graph; saving again sets it right."""
    path = written(tmp_path / "a.lbug")
    log_of(path).write_bytes(log_of(path).read_bytes()[:kept])
    with (
        open_store(path, read_only=True) as store,
        pytest.raises(StoreError, match="damaged or no atlas database; build the atlas anew"),
    ):
        store.run("MATCH (n:Paper) RETURN n.id AS id")
    with open_store(path) as store:
        with pytest.raises(StoreError, match=r"a\.lbug"):
            store.update(BACK)
        store.save(NEW)
        assert same_graph(stored_graph(store), NEW)
    assert [f.name for f in tmp_path.iterdir()] == ["a.lbug"]


def test_a_log_of_another_file_is_an_error(tmp_path: Path) -> None:
    """A log that was left beside a file that it is not of changes nothing."""
    log = log_of(written(tmp_path / "a.lbug")).read_bytes()
    path = written(tmp_path / "b.lbug", log_limit=0)
    log_of(path).write_bytes(log)
    with (
        open_store(path, read_only=True) as store,
        pytest.raises(StoreError, match="does not match"),
    ):
        store.run("MATCH (n:Paper) RETURN n.id AS id")


def test_a_file_with_much_free_space_is_written_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However often a graph is changed, the file stays about as large as a fresh one."""
    graphs = [random_graph(seed, papers=4, entities=9) for seed in (1, 2)]
    path = tmp_path / "a.lbug"

    def largest() -> int:
        sizes = []
        with open_store(path) as store:
            store.save(graphs[0], fingerprint="0")
            for number in range(4):
                old, new = (graphs[(number + n) % 2] for n in (0, 1))
                change = difference(old, new, before=str(number), after=str(number + 1))
                assert store.update(change)
                sizes.append(path.stat().st_size)
                assert same_graph(stored_graph(store), new)
        assert [f.name for f in tmp_path.iterdir()] == ["a.lbug"]
        return max(sizes)

    grown = largest()
    monkeypatch.setattr(ladybug_rewriting, "LEAST_FREE", 0)
    monkeypatch.setattr(ladybug_rewriting, "MOST_FREE", 0.1)
    assert largest() < 0.75 * grown


def test_a_file_that_cannot_be_written_anew_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The change is made all the same, in the file that there is."""
    monkeypatch.setattr(ladybug_rewriting, "LEAST_FREE", -1)
    monkeypatch.setattr(ladybug_rewriting, "MOST_FREE", -1.0)
    path = tmp_path / "a.lbug"
    with open_store(path) as store:
        store.save(OLD, fingerprint="old")
        (tmp_path / "a.lbug.new").mkdir()
        inode = path.stat().st_ino
        assert store.update(CHANGE)
        assert same_graph(stored_graph(store), NEW)
        assert path.stat().st_ino == inode
        (tmp_path / "a.lbug.new").rmdir()
        assert store.update(BACK)
        assert same_graph(stored_graph(store), OLD)
        assert path.stat().st_ino != inode


_CHANGING = """
import sys
from graph.change import difference
from graph.stores import ladybug_rewriting, open_store
from tests.graph.random_graph import random_graph
one, other = (random_graph(seed, papers=4, entities=9) for seed in (1, 2))
with open_store(sys.argv[1]) as store:
    print("begun", flush=True)
    store.update(difference(one, other, before="one", after="other"))
"""


@pytest.mark.slow
def test_a_change_that_is_killed_is_made_or_not(tmp_path: Path) -> None:
    """Killed whenever, a second run finds the graph before or the one after, and ends with it."""
    one, other = (random_graph(seed, papers=4, entities=9) for seed in (1, 2))
    change = difference(one, other, before="one", after="other")
    with open_store(tmp_path / "one.lbug") as store:
        store.save(one, fingerprint="one")
    rng = random.Random(0)
    for number in range(4):
        path = tmp_path / f"{number}.lbug"
        copy_file_and_log(tmp_path / "one.lbug", path)
        command = [sys.executable, "-c", _CHANGING, str(path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(rng.uniform(0, 2))
            process.kill()
        with open_store(path) as store:
            begun = store.update(change)
            assert begun or store.update(difference(other, other, before="other", after="other"))
            assert same_graph(stored_graph(store), other)
        assert beside(path) == []
