"""Who writes holds a lock that names it and dies with it."""

from __future__ import annotations

import errno
import fcntl
import json
import multiprocessing
import os
import platform
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from graph import writer_lock as lock_module
from graph.directory import current_version, new_version
from graph.writer_lock import writer_lock
from schemas import AtlasError
from tests.graph.crash.small_disk import command, papers
from tests.graph.crash.writing import in_force, write
from tests.graph.sample_atlas import write_sample_atlas


def hold(file: Path, told: Connection) -> None:
    """Holds a lock until it is killed."""
    with writer_lock(file, directory=file.parent):
        told.send(os.getpid())
        time.sleep(60)


def hold_and_fork(file: Path, told: Connection) -> None:
    """Holds a lock, with a child that lives on."""
    with writer_lock(file, directory=file.parent):
        child = os.fork()
        if not child:
            time.sleep(60)
            os._exit(0)
        told.send(child)
        time.sleep(60)


def started(holder: Callable[[Path, Connection], None], file: Path) -> tuple[int, int]:
    """A process that holds a lock, and what it tells."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("forkserver").Process(target=holder, args=(file, theirs))
    process.start()
    assert process.pid is not None
    told: int = ours.recv()
    return process.pid, told


def killed(process: int) -> None:
    """Kills a process of ours and waits for its end."""
    os.kill(process, signal.SIGKILL)
    for child in multiprocessing.active_children():
        child.join()


def test_a_holder_is_named_and_its_lock_dies_with_it(tmp_path: Path) -> None:
    """Process and host while it lives; the name that it leaves counts for nothing."""
    file = tmp_path / ".lock"
    process, _ = started(hold, file)
    with (
        pytest.raises(
            AtlasError,
            match=rf"{tmp_path} is being written by .+ \(process {process} on {platform.node()}\); "
            "wait until it is done, or stop it",
        ),
        writer_lock(file, directory=tmp_path),
    ):
        pass
    killed(process)
    assert json.loads(file.read_text())["process"] == process
    with writer_lock(file, directory=tmp_path):
        assert json.loads(file.read_text())["process"] == os.getpid()
    assert file.read_text() == ""


def test_a_forked_child_does_not_keep_the_lock(tmp_path: Path) -> None:
    """Processes that annotate may outlive the one that was killed; its lock does not."""
    process, child = started(hold_and_fork, tmp_path / ".lock")
    try:
        killed(process)
        os.kill(child, 0)  # it lives
        with writer_lock(tmp_path / ".lock", directory=tmp_path):
            pass
    finally:
        os.kill(child, signal.SIGKILL)


@pytest.mark.parametrize(
    "left",
    ["", "no JSON", "[]", '{"process": "x"}', "dead"],
)
def test_a_name_that_is_stale_is_not_told(
    tmp_path: Path, left: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new holder that has not said who it is yet is not called by the name of a dead one."""
    monkeypatch.setattr(lock_module, "PATIENCE", 0.1)
    if left == "dead":
        gone = subprocess.Popen(["true"])
        gone.wait()
        left = json.dumps({"process": gone.pid, "host": platform.node(), "command": "dead"})
    file = tmp_path / ".lock"
    file.write_text(left)
    with file.open("r+b") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with (
            pytest.raises(AtlasError, match="is being written by another process; wait"),
            writer_lock(file, directory=tmp_path),
        ):
            pass
    with writer_lock(file, directory=tmp_path):
        pass


def test_a_holder_that_is_about_to_say_who_it_is_is_waited_for(tmp_path: Path) -> None:
    """Between the lock and the name there is a moment, in which nobody is misnamed."""
    file = tmp_path / ".lock"
    file.touch()
    namer = f"import time; time.sleep(.3); open({str(file)!r}, 'w').write({_about(os.getpid())!r})"
    with file.open("r+b") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with (
            subprocess.Popen([sys.executable, "-c", namer]),
            pytest.raises(AtlasError, match=rf"by late \(process {os.getpid()} on"),
            writer_lock(file, directory=tmp_path),
        ):
            pass


def _about(process: int) -> str:
    return json.dumps({"process": process, "host": platform.node(), "command": "late"})


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.EOPNOTSUPP])
def test_a_file_system_without_locks_is_one_clear_line(
    tmp_path: Path, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some network disks have none: nothing is written there."""

    def refuse(descriptor: int, operation: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(fcntl, "flock", refuse)
    with pytest.raises(AtlasError, match=r"its file system has no locks .*; build the atlas on"):
        write_sample_atlas(tmp_path / "atlas")


def test_a_lock_is_never_a_link_to_something_else(tmp_path: Path) -> None:
    """What a link leads to is not emptied."""
    write(tmp_path / "atlas", "one")
    (tmp_path / "precious").write_text("mine")
    (tmp_path / "atlas" / ".lock").unlink()
    (tmp_path / "atlas" / ".lock").symlink_to(tmp_path / "precious")
    with pytest.raises(AtlasError, match="cannot be written"):
        write(tmp_path / "atlas", "two")
    assert (tmp_path / "precious").read_text() == "mine"


def test_readers_are_not_kept_out(tmp_path: Path) -> None:
    """While someone writes, the atlas before is read."""
    directory = tmp_path / "atlas"
    write(directory, "one")
    before = in_force(directory)
    with pytest.raises(ZeroDivisionError), new_version(directory) as version:
        assert in_force(directory) == before
        assert current_version(directory) != version
        _ = 1 / 0


def test_the_command_says_who_writes_and_ends_with_1(tmp_path: Path) -> None:
    """One line on stderr."""
    directory = tmp_path / "atlas"
    write(directory, "one")
    process, _ = started(hold, directory / ".lock")
    refused = command("build", papers(), "-o", directory)
    killed(process)
    assert refused["code"] == 1
    said = str(refused["said"])
    assert said.startswith(f"error: {directory} is being written by ")
    assert f"(process {process} on {platform.node()})" in said
    assert "\n" not in said
