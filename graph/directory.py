"""The atlas directory on disk, switched whole: a reader sees the old atlas or the new one.

    DIR/.versions/3/…        everything of one build; the one before it stays for its readers
                             until the next build, where it is large only until that begins
    DIR/.current             link to the version in force; renaming it is the switch
    DIR/papers.jsonl, …      links through .current, so that paths stay the same
    DIR/.lock                held by whoever writes
    DIR/.unfinished          annotations of a build that was stopped

A build that fails or is killed leaves only a version that nothing points to; the next
writer removes it. Files of the user's own in DIR are never touched. How the switch is
made: ``switching``; who may write: ``writer_lock``.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from graph.decisions import MERGES
from graph.files import ANNOTATIONS, CANONICAL, EDGES, NODES, PAPERS
from graph.switching import (
    CURRENT,
    VERSIONS,
    current_number,
    fresh_version,
    is_link_of_ours,
    remove_unused,
    repair_links,
    switch,
)
from graph.writer_lock import writer_lock
from schemas import AtlasError

MANIFEST = "manifest.json"
UNFINISHED = ".unfinished"
"""Annotations of a build that was stopped, for the next one to take up."""
DATABASE = "atlas.lbug"
DATABASE_LOG = "atlas.lbug.wal"
"""Changes that wait beside the database, where there are any."""
LEDGER = "resolution.sqlite"
"""What the resolution was made of, where the rules alone made it."""
NAMES = "names.jsonl"
MOST_CONNECTED = "most_connected.json"
ENDS = "edges.ends"
PAGES = "pages"
CONTENTS = (
    *CANONICAL,
    MANIFEST,
    DATABASE,
    DATABASE_LOG,
    LEDGER,
    NAMES,
    MOST_CONNECTED,
    ENDS,
    PAGES,
)

_FIRST = frozenset({PAPERS, ANNOTATIONS, NODES, EDGES, MERGES, MANIFEST})
"""What atlases held from the first version on; an older one may be built anew in its place."""

_LOCK = ".lock"
_USERS = frozenset({"atlas.yaml"})


def current_version(path: Path) -> Path:
    """The directory that holds the files in force.

    It stays where it is until the second build after this begins, so that a reader may go
    on reading what it opened while a new atlas takes its place. (A plain copy has no such
    place: the first build on it makes one.)

    Args:
        path: An atlas directory, or a plain copy of its contents.

    Raises:
        AtlasError: There is no atlas; says what to do.
    """
    with _named(path, "read"):
        linked = path / CURRENT
        while True:
            number = current_number(path)
            version = linked.resolve() if linked.is_symlink() else path
            if (version / MANIFEST).is_file():
                return version
            if number == current_number(path):  # it did not move on between two looks
                break
        if not path.exists():
            raise AtlasError(
                f"there is no atlas at {path}; make one with: paperatlas build INPUT -o {path}"
            )
        if not path.is_dir():
            raise AtlasError(f"{path} is a file, not an atlas directory")
        raise AtlasError(f"{path} is not an atlas: it has no {MANIFEST}")


def check_writable(path: Path) -> None:
    """Raises an error where an atlas must not or cannot be written.

    Raises:
        AtlasError: The path is a file, a directory of other things, or read-only.
    """
    with _named(path, "written"):
        if path.is_symlink() and not path.exists():
            raise AtlasError(f"{path} is a link to nowhere; remove it or name another directory")
        if not path.exists():
            above = next(p for p in path.absolute().parents if p.exists())
            if above.is_dir() and not os.access(above, os.W_OK | os.X_OK):
                raise AtlasError(
                    f"{path} cannot be made: {above} is read-only; "
                    "name a directory you may write to"
                )
            return
        if not path.is_dir():
            raise AtlasError(f"{path} is a file; name a directory to write the atlas into")
        foreign = _foreign(path)
        if foreign:
            raise AtlasError(
                f"{path} is not empty and is no atlas (it holds {foreign!r}); "
                "name a new or empty directory"
            )
        if not os.access(path, os.W_OK | os.X_OK):
            raise AtlasError(f"{path} is read-only; name a directory you may write to")


def _foreign(path: Path) -> str | None:
    """Something that stands in a directory that is no atlas; ``None`` where it is one or empty."""
    entries = {entry.name: entry for entry in path.iterdir()}
    strange = sorted(v.name for v in (path / VERSIONS).glob("*") if not v.name.isdecimal())
    if strange:
        return f"{VERSIONS}/{strange[0]}"
    linked = path / CURRENT
    if linked.is_symlink():
        ours = linked.readlink().parent == Path(VERSIONS) and current_number(path)
        return None if ours else CURRENT
    if entries.keys() >= _FIRST and (path / MANIFEST).is_file():
        return None
    known = _USERS | {VERSIONS, _LOCK, UNFINISHED}
    others = (n for n, entry in entries.items() if n not in known and not is_link_of_ours(entry))
    return min(others, default=None)


@contextmanager
def _named(path: Path, what: str) -> Iterator[None]:
    """Turns a failure of the file system into one that names the atlas."""
    try:
        yield
    except OSError as problem:
        reason = problem.strerror or problem
        raise AtlasError(f"{path} cannot be {what}: {reason}") from problem


@contextmanager
def new_version(path: Path) -> Iterator[Path]:
    """An empty directory for the next version; switched to when the block ends well.

    Args:
        path: The atlas directory, made if it is not there.

    Raises:
        AtlasError: It cannot be written, is no atlas, or someone else is writing it.

    Example:
        with new_version(Path("atlas")) as version:
            (version / "manifest.json").write_text("{}")
    """
    check_writable(path)
    made = not path.exists()
    try:
        path.mkdir(parents=True, exist_ok=True)
        with writer_lock(path / _LOCK, directory=path):
            done = False
            try:
                version = fresh_version(path, mark=MANIFEST)
                repair_links(path, names=CONTENTS, mark=MANIFEST)
                yield version
                switch(path, version, names=CONTENTS, mark=MANIFEST)
                done = True
                repair_links(path, names=CONTENTS, mark=MANIFEST)
            finally:
                with suppress(OSError):
                    if not done:
                        repair_links(path, names=CONTENTS, mark=MANIFEST)
                    remove_unused(path)
                    if made:
                        _remove_traces(path)
    except OSError as problem:
        if not _is_about(problem, path):
            raise
        with _named(path, "written"):
            raise


_OF_WRITING = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS})


def _is_about(problem: OSError, path: Path) -> bool:
    """Whether a failure is one of writing the atlas, and not of reading something else."""
    if problem.errno in _OF_WRITING:
        return True
    return bool(problem.filename) and Path(os.fsdecode(problem.filename)).is_relative_to(path)


def _remove_traces(path: Path) -> None:
    """Takes away a directory that a failed first build made, where nothing else is in it."""
    if (path / CURRENT).is_symlink():
        return
    shutil.rmtree(path / VERSIONS, ignore_errors=True)
    (path / _LOCK).unlink(missing_ok=True)
    if not any(path.iterdir()):
        path.rmdir()
