"""The atlas directory on disk, switched whole: a reader sees the old atlas or the new one.

    DIR/.versions/3/…        everything of one build; the one before it stays for its readers
    DIR/.current             link to the version in force; renaming it is the switch
    DIR/papers.jsonl, …      links through .current, so that paths stay the same
    DIR/.lock                held by whoever writes
    DIR/.unfinished          annotations of a build that was stopped

A build that fails or is killed leaves only a version that nothing points to; the next
writer removes it. Files of the user's own in DIR are never touched.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from graph.files import CANONICAL, RESULTS, VOCABULARY
from schemas import AtlasError

MANIFEST = "manifest.json"
UNFINISHED = ".unfinished"
"""Annotations of a build that was stopped, for the next one to take up."""
DATABASE = "atlas.lbug"
PAGES = "pages"
CONTENTS = (*CANONICAL, MANIFEST, DATABASE, PAGES)

_FIRST = frozenset(CANONICAL) - {RESULTS, VOCABULARY}
"""What atlases held from the first version on; an older one may be built anew in its place."""

_CURRENT = ".current"
_VERSIONS = ".versions"
_LOCK = ".lock"
_USERS = frozenset({"atlas.yaml"})


def current_version(path: Path) -> Path:
    """The directory that holds the files in force.

    It stays where it is until the second build after this, so that a reader may go on
    reading what it opened while a new atlas takes its place.

    Args:
        path: An atlas directory, or a plain copy of its contents.

    Raises:
        AtlasError: There is no atlas; says what to do.
    """
    with _named(path, "read"):
        linked = path / _CURRENT
        version = linked.resolve() if linked.is_symlink() else path
        if (version / MANIFEST).is_file():
            return version
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
    names = {entry.name for entry in path.iterdir()}
    strange = sorted(v.name for v in (path / _VERSIONS).glob("*") if not v.name.isdigit())
    if strange:
        return f"{_VERSIONS}/{strange[0]}"
    linked = path / _CURRENT
    if linked.is_symlink() and linked.readlink().parent == Path(_VERSIONS):
        return None
    if MANIFEST in names and names.issuperset(_FIRST):
        return None
    return min(names - _USERS - {_VERSIONS, _LOCK, UNFINISHED}, default=None)


@contextmanager
def _named(path: Path, what: str) -> Iterator[None]:
    """Turns a failure of the file system into one that names the atlas."""
    try:
        yield
    except Timeout:
        raise
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
    with _named(path, "written"):
        path.mkdir(parents=True, exist_ok=True)
        lock = FileLock(path / _LOCK, timeout=0)
    try:
        with _named(path, "written"):
            lock.acquire()
    except Timeout:
        raise AtlasError(
            f"{path} is being written by another process; wait until it is done"
        ) from None
    done = False
    try:
        version = _fresh(path)
        try:
            yield version
            _switch(path, version)
            done = True
        finally:
            _remove_unused(path)
    except OSError as problem:
        if not _is_about(problem, path):
            raise
        with _named(path, "written"):
            raise
    finally:
        if made and not done:
            _remove_traces(path)
        lock.release()


def _is_about(problem: OSError, path: Path) -> bool:
    """Whether a failure is one of writing the atlas, and not of reading something else."""
    if problem.errno in (errno.ENOSPC, errno.EDQUOT):
        return True
    return bool(problem.filename) and Path(os.fsdecode(problem.filename)).is_relative_to(path)


def _fresh(path: Path) -> Path:
    _remove_unused(path)
    versions = path / _VERSIONS
    versions.mkdir(exist_ok=True)
    numbers = [int(v.name) for v in versions.iterdir() if v.name.isdigit()]
    version = versions / str(max(numbers, default=0) + 1)
    version.mkdir()
    return version


def _switch(path: Path, version: Path) -> None:
    """Points the directory at a version: one rename, then the links that go through it."""
    _replace_link(path / _CURRENT, Path(_VERSIONS) / version.name)
    for name in CONTENTS:
        place = path / name
        if not (version / name).exists():
            place.unlink(missing_ok=True)
            continue
        if place.is_dir() and not place.is_symlink():
            shutil.rmtree(place)
        _replace_link(place, Path(_CURRENT) / name)


def _replace_link(place: Path, target: Path) -> None:
    fresh = place.with_name(f".{place.name.lstrip('.')}.new")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(target)
    fresh.replace(place)


def _remove_unused(path: Path) -> None:
    """Removes what no reader can be at: all but the version in force and the one before it."""
    linked = path / _CURRENT
    current = int(linked.readlink().name) if linked.is_symlink() else 0
    versions = {int(v.name): v for v in (path / _VERSIONS).glob("*") if v.name.isdigit()}
    before = max((n for n in versions if n < current), default=0)
    for number, version in versions.items():
        if number not in (current, before):
            shutil.rmtree(version, ignore_errors=True)


def _remove_traces(path: Path) -> None:
    """Takes away a directory that a failed first build made, where nothing else is in it."""
    shutil.rmtree(path / _VERSIONS, ignore_errors=True)
    (path / _LOCK).unlink(missing_ok=True)
    if path.is_dir() and not any(path.iterdir()):
        path.rmdir()
