"""Writers of small atlases that can be killed, and what a directory shows after that."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Any

import networkx as nx

from graph.directory import DATABASE, DATABASE_LOG, LEDGER, MANIFEST, current_version
from graph.pipeline.building import make
from graph.pipeline.gathering import Wanted
from graph.pipeline.job import Making
from graph.progress import Progress
from graph.stores import Store, open_store
from graph.stores.memory import MemoryStore
from schemas import AtlasError
from tests.extract.resolution.ledger.rows import ledger_rows
from tests.graph.pipeline.prepared import ALWAYS, PreparedAnnotator, made_up_paper
from tests.graph.stores.contents import stored_graph

CONTENTS = {
    "one": [made_up_paper(0, [0, 1]), made_up_paper(1, [2]), made_up_paper(2, [4, 6])],
    "two": [made_up_paper(1, [2, 3], year=2024), made_up_paper(3, [0, 1, 5])],
}
"""Two atlases that differ in every file."""


class PlainStore(MemoryStore):
    """A database that is one small file, where a thousand are written."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path

    def save(
        self, graph: nx.MultiDiGraph, *, fingerprint: str = "", progress: Progress | None = None
    ) -> None:
        """Writes the nodes."""
        super().save(graph, fingerprint=fingerprint, progress=progress)
        self._path.write_text(json.dumps(sorted(graph.nodes(data=True))), encoding="utf-8")


def write(directory: Path, content: str, *, database: Callable[[Path], Store] = open_store) -> None:
    """Builds an atlas there from prepared annotations, as the command does from real ones."""
    papers = CONTENTS[content]
    make(
        directory,
        lambda _: Wanted(papers, len(papers), len(papers)),
        Making(PreparedAnnotator(), database=database, most_changed=ALWAYS),
        settings={"pages": 2, "min_confidence": 0.0},
    )


def write_and_die(directory: Path, content: str, *, at: int, inside: bool) -> None:
    """Builds an atlas, up to just before a change of the disk, and dies there by SIGKILL.

    Args:
        directory: Where.
        content: A key of ``CONTENTS``.
        at: The number of the change, from 1; the atlas is done where there are fewer.
        inside: Whether those within a version count, which nobody sees until the switch.
    """
    sys.addaudithook(_Killer(directory, at, inside=inside))
    write(directory, content, database=PlainStore)


class _Killer:
    """Counts what Python reports before it changes something on the disk."""

    _changing = frozenset({"link", "mkdir", "remove", "rename", "rmdir", "symlink", "truncate"})

    def __init__(self, directory: Path, at: int, *, inside: bool) -> None:
        self._directory = directory
        self._left = at
        self._inside = inside

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            place, _, flags = arguments
            if not flags & (os.O_WRONLY | os.O_RDWR):
                return
        elif event.removeprefix("os.") in self._changing:
            place = arguments[1 if event in ("os.symlink", "os.rename", "os.link") else 0]
        else:
            return
        if isinstance(place, str | bytes | os.PathLike) and self._counts(Path(os.fsdecode(place))):
            self._left -= 1
            if not self._left:
                os.kill(os.getpid(), signal.SIGKILL)

    def _counts(self, place: Path) -> bool:
        if not place.is_absolute():  # what is removed with all that is around it
            return self._inside
        if not place.is_relative_to(self._directory):
            return False
        parts = place.relative_to(self._directory).parts
        return self._inside or len(parts) < 3 or parts[0] != ".versions"


def servant() -> ForkServerContext:
    """Where writers come from: a process that has imported all they need, and forks."""
    context = multiprocessing.get_context("forkserver")
    needed = ["graph.stores.ladybug", "ladybug._lbug", "graph.pages", "pyvis.network"]
    context.set_forkserver_preload([__name__, *needed])
    return context


def in_force(directory: Path) -> dict[str, bytes]:
    """The files of the version in force, as ``visible`` has them; none where there is no atlas."""
    try:
        return visible(current_version(directory))
    except AtlasError:
        return {}


def visible(directory: Path) -> dict[str, bytes]:
    """The files that a user sees, by path, through whatever links; the manifest without its run.

    A Ladybug file and its log are shown as the graph that they hold, a ledger as its rows.
    """
    found = {}
    for folder, folders, files in os.walk(directory, followlinks=True):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            path = Path(folder, name)
            if path.is_file() and not name.startswith(".") and name != DATABASE_LOG:
                found[path.relative_to(directory).as_posix()] = _content(path)
    return found


def _content(path: Path) -> bytes:
    content = path.read_bytes()
    if path.name == MANIFEST:
        manifest = json.loads(content)
        del manifest["run"]
        return json.dumps(manifest).encode()
    if path.name == LEDGER and content.startswith(b"SQLite"):
        rows = {name: sorted(map(repr, of)) for name, of in ledger_rows(path).items()}
        return json.dumps(rows).encode()
    if path.name == DATABASE and not content.startswith(b"["):
        with open_store(path, read_only=True) as store:
            graph = stored_graph(store)
        edges = sorted(graph.edges(keys=True, data=True), key=lambda edge: edge[:3])
        return json.dumps([sorted(graph.nodes(data=True)), edges]).encode()
    return content


def leftovers(directory: Path) -> list[str]:
    """What stands in an atlas directory that a finished build does not leave."""
    strange = [
        p.name
        for p in directory.iterdir()
        if (p.name.startswith(".") and p.name not in (".current", ".lock", ".versions"))
        or (p.is_symlink() and not p.exists())
    ]
    versions = sorted((directory / ".versions").iterdir())
    strange += [v.name for v in versions if v.is_symlink() or not v.name.isdecimal()]
    return strange if len(versions) < 3 else [*strange, f"{len(versions)} versions"]
