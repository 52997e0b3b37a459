"""A writer is killed by SIGKILL, anywhere: the atlas is as before or as after."""

from __future__ import annotations

import random
import shutil
import signal
import time
from collections import Counter
from collections.abc import Callable
from multiprocessing.context import ForkServerContext
from pathlib import Path

import pytest

from graph.directory import CONTENTS, new_version
from graph.files import RESULTS, VOCABULARY
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
    for name in CONTENTS:
        source = place.with_name("source") / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, place / name)


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


@pytest.fixture(scope="module")
def writers() -> ForkServerContext:
    """Where writers come from."""
    return servant()


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


def _sweep(
    writers: ForkServerContext, begin: Callable[[Path], None], folder: Path, *, inside: bool
) -> int:
    """Kills a writer at each of its changes, looks, and runs it again; how many there are."""
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


@pytest.mark.parametrize("begin", BEFORE)
def test_a_kill_before_any_step_of_the_switch_tears_nothing(
    writers: ForkServerContext, begin: Callable[[Path], None], tmp_path: Path
) -> None:
    """Whatever stood there; also the next build that fails sets the links right."""
    assert _sweep(writers, begin, tmp_path, inside=False) > 8


@pytest.mark.slow
@pytest.mark.parametrize("begin", BEFORE)
def test_a_kill_before_any_change_of_the_disk_tears_nothing(
    writers: ForkServerContext, begin: Callable[[Path], None], tmp_path: Path
) -> None:
    """Each file of a version, and each that is removed with an old one, counts as well."""
    assert _sweep(writers, begin, tmp_path, inside=True) > 40


IN_CI = 24
ALL = 300


@pytest.mark.parametrize("kills", [IN_CI, pytest.param(ALL, marks=pytest.mark.slow)])
def test_a_kill_at_any_time_tears_nothing(
    writers: ForkServerContext, tmp_path: Path, kills: int
) -> None:
    """Random kills, one after another on what the one before left; with a real database."""
    directory = tmp_path / "atlas"
    states: dict[str, dict[str, bytes]] = {}
    took = 0.0
    for content in ("one", "two"):
        started = time.monotonic()
        assert _run(writers, tmp_path / content, content, None)
        took = time.monotonic() - started
        states[content] = visible(tmp_path / content)
    chance = random.Random(0)
    outcomes: Counter[str] = Counter()
    for number in range(kills):
        if number % 10 == 0:
            shutil.rmtree(directory, ignore_errors=True)
        before = in_force(directory)
        content = chance.choice([name for name in states if states[name] != before])
        finished = _run(writers, directory, content, chance.uniform(0, 1.1 * took))
        found = in_force(directory)
        assert found in (before, states[content]), number
        assert not directory.exists() or visible(directory) == found
        as_before = found == before
        outcomes["finished" if finished else "as before" if as_before else "as after"] += 1
        assert found == states[content] or not finished
        if chance.random() < 0.5:
            assert _run(writers, directory, content, None)
            assert in_force(directory) == visible(directory) == states[content], number
            assert leftovers(directory) == [], number
    print(kills, "kills:", dict(outcomes))  # noqa: T201  # for whoever asks with -s
    assert outcomes["as before"] > kills / 2


def _run(writers: ForkServerContext, directory: Path, content: str, seconds: float | None) -> bool:
    """Whether a writer was done within so many seconds; it is killed else."""
    writer = writers.Process(target=write, args=(directory, content))
    writer.start()
    writer.join(seconds)
    writer.kill()
    writer.join()
    assert writer.exitcode in (0, -signal.SIGKILL)
    return writer.exitcode == 0
