"""Readers while a writer switches versions: each sees one version, whole."""

from __future__ import annotations

import multiprocessing
from collections import Counter
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event
from pathlib import Path

from graph.directory import current_version
from tests.graph.crash.writing import PlainStore, in_force, servant, visible, write

BUILDS = 16
READERS = 3


def read(
    directory: Path, wanted: dict[str, dict[str, bytes]], done: Event, told: Connection
) -> None:
    """Reads until it is told to stop; sends how often it saw which version, or something else."""
    seen: Counter[str] = Counter()
    names = {tuple(sorted(files.items())): name for name, files in wanted.items()}
    told.send("ready")
    while not done.is_set():
        version = current_version(directory)
        try:
            found = visible(version)
        except FileNotFoundError:
            found = {}
        if found in wanted.values():
            seen[names[tuple(sorted(found.items()))]] += 1
        elif int(current_version(directory).name) >= int(version.name) + 2:
            seen["gone"] += 1  # it slept through two builds, for which no version is kept
        else:
            seen["torn"] += 1
    told.send(dict(seen))


def test_each_reader_sees_one_version(tmp_path: Path) -> None:
    """Two atlases take turns; no reader is blocked, finds none, or finds parts of both."""
    directory = tmp_path / "atlas"
    wanted = {}
    for content in ("one", "two"):
        write(directory, content, database=PlainStore)
        wanted[content] = in_force(directory)
    context = servant()
    done = context.Event()
    readers = []
    for _ in range(READERS):
        ours, theirs = multiprocessing.Pipe()
        reader = context.Process(target=read, args=(directory, wanted, done, theirs))
        reader.start()
        readers.append((reader, ours))
    for _, ours in readers:
        assert ours.recv() == "ready"
    for number in range(BUILDS):
        write(directory, ("one", "two")[number % 2], database=PlainStore)
    done.set()
    seen: Counter[str] = Counter()
    for reader, ours in readers:
        seen.update(ours.recv())
        reader.join()
        assert reader.exitcode == 0
    assert seen["torn"] == 0, seen
    assert seen["one"] > 0
    assert seen["two"] > 0
