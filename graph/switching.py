"""How an atlas directory comes to show another version: every step may be the last one.

What is killed between two steps leaves all files as before or all as after, and at most
links that the next writer sets right. Whatever lies in ``.versions`` and is neither the
version in force nor the one before it is nobody's, and goes.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import Final

CURRENT: Final = ".current"
VERSIONS: Final = ".versions"
MUCH: Final = 1 << 26
"""Bytes that a disk takes a tenth of a second for."""
_LINUX: Final = sys.platform == "linux"


def current_number(path: Path) -> int:
    """The number of the version in force; 0 where there is none."""
    linked = path / CURRENT
    name = linked.readlink().name if linked.is_symlink() else ""
    return int(name) if name.isdecimal() else 0


def is_link_of_ours(place: Path) -> bool:
    """Whether a place in the directory is a link through the version in force."""
    return place.is_symlink() and place.readlink().parent == Path(CURRENT)


def fresh_version(path: Path, *, mark: str) -> Path:
    """An empty directory for the next version.

    Args:
        path: The atlas directory.
        mark: The file that makes a directory an atlas.
    """
    remove_unused(path)
    _remove_ahead(path)
    (path / VERSIONS).mkdir(exist_ok=True)
    version = _spare(path)
    if _is_plain(path, mark):  # what stands there becomes the version before
        version = version.with_name(str(int(version.name) + 1))
    version.mkdir()
    return version


def switch(path: Path, version: Path, *, names: Iterable[str], mark: str) -> None:
    """Puts a version in force, once it is on the disk: by the rename of one link.

    Args:
        path: The atlas directory.
        version: A version of it that is complete.
        names: What the directory shows of a version.
        mark: The file that makes a directory an atlas.
    """
    sync_tree(version)
    if _is_plain(path, mark):
        _adopt(path, version.with_name(str(int(version.name) - 1)), names)
    for name in names:
        if (version / name).exists() and not os.path.lexists(path / name):
            _link(path, name, Path(CURRENT) / name)
    _sync(path / VERSIONS)
    _link(path, CURRENT, Path(VERSIONS) / version.name)
    _sync(path)


def repair_links(path: Path, *, names: Iterable[str], mark: str) -> None:
    """Has the directory show just what the version in force holds.

    Args:
        path: The atlas directory.
        names: What it shows of a version.
        mark: The file that makes a directory an atlas.
    """
    if _is_plain(path, mark):
        return
    for name in names:
        place = path / name
        if not (path / CURRENT / name).exists():
            if is_link_of_ours(place):
                place.unlink()
        elif not is_link_of_ours(place):
            if place.is_dir() and not place.is_symlink():
                place.rename(_spare(path))
            _link(path, name, Path(CURRENT) / name)


def remove_unused(path: Path) -> None:
    """Removes what no reader can be at: all but the version in force and the one before it."""
    kept = current_number(path), _before(path)
    for number, version in _numbered(path).items():
        if number in kept:
            continue
        if version.is_symlink():
            version.unlink()
        else:
            shutil.rmtree(version, ignore_errors=True)


def _before(path: Path) -> int:
    """The number of the version before the one in force; 0 where there is none."""
    current = current_number(path)
    return max((n for n in _numbered(path) if n < current), default=0)


def _remove_ahead(path: Path) -> None:
    """Removes the version before the one in force while the next one is made, where it is large.

    It would go with the next one in force; to give back gigabytes takes a disk seconds.
    """
    version = path / VERSIONS / str(_before(path))
    if version.is_dir() and not version.is_symlink() and _size(version) >= MUCH:
        Thread(target=shutil.rmtree, args=(version, True), daemon=True).start()


def _size(directory: Path) -> int:
    return sum(file.stat().st_size for file in directory.iterdir() if file.is_file())


def sync_tree(directory: Path) -> None:
    """Waits until all in a directory is on the disk, so that a power cut loses none of it.

    Where the system can, it waits for the whole disk: 2,000 pages take 0.1 s so, and 14 s
    one after another.
    """
    if _LINUX and _sync_disk(directory):
        return
    for folder, _, files in os.walk(directory):
        for file in files:
            _sync(Path(folder, file))
        _sync(Path(folder))


def sync_ahead(directory: Path) -> None:
    """Has the disk take what stands in a directory while others work on.

    Who calls ``sync_tree`` afterwards waits for the rest alone. A little is not worth it.
    """
    if _size(directory) >= MUCH:
        Thread(target=_sync_if_possible, args=(directory,), daemon=True).start()


def _sync_if_possible(directory: Path) -> None:
    with suppress(OSError):  # the last to wait meets it again
        sync_tree(directory)


def _is_plain(path: Path, mark: str) -> bool:
    """Whether the files of an atlas stand in the directory itself: it is a copy of one."""
    return not (path / CURRENT).is_symlink() and (path / mark).is_file()


def _adopt(path: Path, version: Path, names: Iterable[str]) -> None:
    """Makes a version of what stands in the directory itself; every path shows what it did."""
    if (path / CURRENT).is_dir():  # a copy that took links for what they lead to
        shutil.rmtree(path / CURRENT)
    version.mkdir()
    for name in names:
        place = path / name
        if place.is_dir():
            shutil.copytree(place, version / name, copy_function=_link_or_copy)
        elif place.exists():
            _link_or_copy(place, version / name)
    sync_tree(version)
    _link(path, CURRENT, Path(VERSIONS) / version.name)
    for name in names:
        if (version / name).exists():
            if (path / name).is_dir() and not (path / name).is_symlink():
                (path / name).rename(_spare(path))
            _link(path, name, Path(CURRENT) / name)


def _link_or_copy(source: str | Path, target: str | Path) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _link(path: Path, name: str, target: Path) -> None:
    """Has a place in the directory be a link, in one step; what it was is gone."""
    fresh = _spare(path)
    fresh.symlink_to(target)
    fresh.replace(path / name)


def _spare(path: Path) -> Path:
    """A place among the versions that is free; what is left there is nobody's."""
    return path / VERSIONS / str(max(_numbered(path), default=0) + 1)


def _numbered(path: Path) -> dict[int, Path]:
    def entries() -> Iterator[Path]:
        with suppress(FileNotFoundError):
            yield from (path / VERSIONS).iterdir()

    return {int(entry.name): entry for entry in entries() if entry.name.isdecimal()}


def _sync_disk(directory: Path) -> bool:
    """Waits until all of a file system is on the disk; whether the C library can do that."""
    syncfs = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)
    if syncfs is None:
        return False
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        if syncfs(descriptor):
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(directory))
    finally:
        os.close(descriptor)
    return True


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as problem:
        if problem.errno != errno.EINVAL:  # a file system that keeps no order of its own
            raise
    finally:
        os.close(descriptor)
