"""A full disk, a file that may not grow, a disk that may only be read: one line, nothing lost."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.file_limit import files_of_at_most
from tests.graph.crash.small_disk import FREE, attempt
from tests.graph.crash.writing import in_force, leftovers, visible, write
from tests.neo4j_server import ROOT

_NO_MOUNT = 77


def on_own_disk(mode: str, place: Path) -> list[dict[str, Any]]:
    """Runs ``small_disk`` on a disk of 16 MB that nobody else sees."""
    if shutil.which("unshare") is None:
        pytest.skip("there is no `unshare` to mount a small disk with")
    place.mkdir()
    script = (
        f'mount -t tmpfs -o size=16m tmpfs "$2" || exit {_NO_MOUNT}; '
        'exec "$0" -m tests.graph.crash.small_disk "$1" "$2"'
    )
    done = subprocess.run(
        ["unshare", "-rm", "sh", "-c", script, sys.executable, mode, place],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == _NO_MOUNT or "unshare" in done.stderr.split("\n", 1)[0]:
        pytest.skip(f"nothing may be mounted here: {done.stderr.strip()}")
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_full_disk_is_one_line_and_leaves_the_atlas(tmp_path: Path) -> None:
    """Wherever it fills up, in the database too; with room again, a rerun ends the work."""
    *tries, build, new, stats, rerun = on_own_disk("full", tmp_path / "disk")
    assert [each["free"] for each in tries] == list(FREE)
    for each in (*tries, build, new):
        assert each["said"].endswith(("No space left on device", "bytes; is it full?")), each
        assert "\n" not in each["said"]
    assert all(each["code"] == 0 for each in tries)  # it was raised, and nothing crashed
    assert any("atlas.lbug" in each["said"] for each in tries)
    assert (build["code"], new["code"]) == (1, 1)
    assert stats["code"] == 0
    for each in (*tries, build, new, stats, rerun):
        assert each["intact"], each
        assert each["strange"] == []
    assert rerun["leftovers"] == []


def test_a_read_only_disk_is_one_line_and_can_be_read(tmp_path: Path) -> None:
    """A build is refused at once, in an atlas and beside it; a question is answered."""
    build, new, stats = on_own_disk("read-only", tmp_path / "disk")
    assert build["said"] == (
        f"error: {tmp_path}/disk/atlas is read-only; name a directory you may write to"
    )
    assert new["said"] == (
        f"error: {tmp_path}/disk/new cannot be made: {tmp_path}/disk is read-only; "
        "name a directory you may write to"
    )
    assert [each["code"] for each in (build, new, stats)] == [1, 1, 0]
    assert all(each["intact"] for each in (build, new, stats))


@pytest.mark.parametrize("most", [0, 50, 4_000, 400_000])
def test_a_file_that_may_not_grow_is_one_line_and_leaves_the_atlas(
    tmp_path: Path, most: int
) -> None:
    """The limit of the process stops the spool, the canonical files or the database."""
    directory = tmp_path / "atlas"
    write(directory, "one")
    before = visible(directory)
    with files_of_at_most(most):
        tried = attempt(directory)
    assert tried["code"] == 0
    said = str(tried["said"])
    assert said.startswith((f"{directory} cannot be written: ", "cannot write ", "cannot open "))
    assert said.endswith((os.strerror(errno.EFBIG), "bytes; is it full?"))
    assert "\n" not in said
    assert in_force(directory) == visible(directory) == before
    write(directory, "two")
    assert leftovers(directory) == []
    assert in_force(directory) == visible(directory) != before
