"""Kills writers by SIGKILL and looks: the atlas is as before or as after.

    python -m tests.graph.crash.killing [KILLS]

Kills at random times, 300 unless said, then at every change of the disk; the tests do less.
"""

from __future__ import annotations

import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from multiprocessing.context import ForkServerContext
from pathlib import Path

import pytest

from graph.directory import CONTENTS, new_version
from graph.files import RESULTS, VOCABULARY
from graph.switching import current_number
from tests.graph.crash.writing import (
    PlainStore,
    in_force,
    leftovers,
    servant,
    visible,
    write,
    write_and_die,
)


def nothing(place: Path) -> None:
    """Leaves what is not there as it is."""


def empty(place: Path) -> None:
    """A directory of the user's."""
    place.mkdir()


def atlas(place: Path) -> None:
    """An atlas, built twice."""
    write(place, "two", database=PlainStore)
    write(place, "one", database=PlainStore)


def older_atlas(place: Path) -> None:
    """An atlas from before there were results and vocabularies."""
    atlas(place)
    for name in (RESULTS, VOCABULARY):
        (place / ".current" / name).unlink()
        (place / name).unlink()


def plain_copy(place: Path) -> None:
    """The files that an atlas shows, without its links and versions."""
    atlas(place.with_name("source"))
    place.mkdir()
    for source in (place.with_name("source") / name for name in CONTENTS):
        if source.exists():  # no changes wait beside the database
            copy = shutil.copytree if source.is_dir() else shutil.copy
            copy(source, place / source.name)


def followed_copy(place: Path) -> None:
    """A copy that took every link for what it leads to, hidden ones too."""
    atlas(place.with_name("source"))
    shutil.copytree(place.with_name("source"), place, symlinks=False)


BEFORE: list[Callable[[Path], None]] = [
    nothing,
    empty,
    atlas,
    older_atlas,
    plain_copy,
    followed_copy,
]


def _copied(source: Path, target: Path) -> Path:
    shutil.rmtree(target, ignore_errors=True)
    if source.exists():
        shutil.copytree(source, target, symlinks=True)
    return target


def _killed(writers: ForkServerContext, directory: Path, at: int, *, inside: bool) -> bool:
    """Whether a writer died at this change; it was done before else."""
    writer = writers.Process(
        target=write_and_die, args=(directory, "two"), kwargs={"at": at, "inside": inside}
    )
    writer.start()
    writer.join()
    assert writer.exitcode in (0, -signal.SIGKILL)
    return writer.exitcode != 0


def sweep(
    writers: ForkServerContext, begin: Callable[[Path], None], folder: Path, *, inside: bool
) -> int:
    """Kills a writer at each of its changes, looks, and runs it again.

    Args:
        writers: Where writers come from.
        begin: What stands there before.
        folder: An empty directory to work in.
        inside: Whether changes within a version count.

    Returns:
        How many changes there are.
    """
    begin(folder / "before")
    before = visible(folder / "before")
    write(folder / "after", "two", database=PlainStore)
    after = visible(folder / "after")
    assert before != after
    at = 1
    while True:
        directory = _copied(folder / "before", folder / "atlas")
        if not _killed(writers, directory, at, inside=inside):
            assert in_force(directory) == visible(directory) == after
            return at - 1
        found = in_force(directory)
        assert found in (before, after), at
        if directory.exists():
            seen = visible(directory)
            missing = {name for name in found if name not in seen}
            assert seen == {name: found[name] for name in found if name not in missing}, at
            # the pages of a copy are a directory, in whose place no link comes in one step
            assert not missing or begin in (plain_copy, followed_copy)
            assert all(name.startswith("pages/") for name in missing)
            with pytest.raises(ZeroDivisionError), new_version(directory):
                _ = 1 / 0
            assert in_force(directory) == visible(directory) == found, at
        write(directory, "two", database=PlainStore)
        assert in_force(directory) == visible(directory) == after, at
        assert leftovers(directory) == [], at
        at += 1


def kill_at_random(writers: ForkServerContext, folder: Path, *, kills: int) -> Counter[str]:
    """Kills writers at random times, each on what the one before left; the database is real.

    Args:
        writers: Where writers come from.
        folder: An empty directory to work in.
        kills: How many.

    Returns:
        How often the version was not begun, was being written, or was in force.
    """
    directory = folder / "atlas"
    states: dict[str, dict[str, bytes]] = {}
    for content in ("one", "two"):
        took = _run(writers, folder / content, content)
        states[content] = visible(folder / content)
    chance = random.Random(0)
    outcomes: Counter[str] = Counter()
    for number in range(kills):
        if number % 10 == 0:
            shutil.rmtree(directory, ignore_errors=True)
        before = in_force(directory)
        content = chance.choice([name for name in states if states[name] != before])
        _run(writers, directory, content, seconds=chance.uniform(0, 1.2 * took))
        found = in_force(directory)
        assert found in (before, states[content]), number
        assert not directory.exists() or visible(directory) == found
        cut = "being written" if _is_cut(directory) else "not begun"
        outcomes["in force" if found != before else cut] += 1
        if chance.random() < 0.5:
            took = _run(writers, directory, content)
            assert in_force(directory) == visible(directory) == states[content], number
            assert leftovers(directory) == [], number
    return outcomes


def _is_cut(directory: Path) -> bool:
    """Whether there is a version that was not put in force."""
    numbers = [int(version.name) for version in (directory / ".versions").glob("*")]
    return max(numbers, default=0) > current_number(directory)


def _run(
    writers: ForkServerContext, directory: Path, content: str, *, seconds: float | None = None
) -> float:
    """How long a writer took; it is killed after so many seconds."""
    started = time.monotonic()
    writer = writers.Process(target=write, args=(directory, content))
    writer.start()
    writer.join(seconds)
    writer.kill()
    writer.join()
    assert writer.exitcode == 0 or (seconds is not None and writer.exitcode == -signal.SIGKILL)
    return time.monotonic() - started


def main(kills: int) -> None:
    """Does all of it and prints how often it did what."""
    with tempfile.TemporaryDirectory() as folder:
        outcomes = kill_at_random(servant(), Path(folder), kills=kills)
        print(kills, "kills at random:", dict(outcomes), flush=True)  # noqa: T201  # it is a script
    for begin in BEFORE:
        with tempfile.TemporaryDirectory() as folder:
            changes = sweep(servant(), begin, Path(folder), inside=True)
            print(begin.__name__, "killed at each of", changes, "changes", flush=True)  # noqa: T201


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
