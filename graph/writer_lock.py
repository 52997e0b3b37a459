"""One writer at a time: a lock that dies with its holder and says who that is.

The lock is the kernel's (``flock``), so that nothing is left of it when its holder is
killed. The locked file names the holder for whoever is refused; a name that a dead process
left in it counts for nothing.
"""

from __future__ import annotations

import errno
import json
import os
import platform
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Final

from schemas import AtlasError

PATIENCE: Final = 1.0
"""Seconds to wait for a holder that has not said yet who it is."""

_NO_LOCKS: Final = frozenset({errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL})

_held: set[int] = set()
"""Descriptors of the locks that this process holds."""


@contextmanager
def writer_lock(file: Path, *, directory: Path) -> Iterator[None]:
    """Keeps other writers out for the length of the block.

    Args:
        file: What is locked; made if it is not there.
        directory: What messages say is being written.

    Raises:
        AtlasError: Someone else holds the lock, or there are no locks on this file system.
        OSError: The file cannot be opened or written.

    Example:
        >>> import tempfile
        >>> place = Path(tempfile.mkdtemp())
        >>> with writer_lock(place / ".lock", directory=place):
        ...     json.loads((place / ".lock").read_text())["process"] == os.getpid()
        True
        >>> (place / ".lock").read_text()
        ''
    """
    descriptor = _locked(file, directory)
    _held.add(descriptor)
    _let_go_in_children()
    try:
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, _about_us(), 0)
        yield
    finally:
        if descriptor in _held:  # and this is not a child, which let go already
            with suppress(OSError):
                os.ftruncate(descriptor, 0)
            _held.discard(descriptor)
            os.close(descriptor)


def _locked(file: Path, directory: Path) -> int:
    """A descriptor of the file, locked."""
    until = time.monotonic() + PATIENCE
    while True:
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o666)
        try:
            if _lock(descriptor, directory):
                with suppress(FileNotFoundError):
                    if os.path.samestat(os.fstat(descriptor), file.stat()):
                        descriptor, kept = -1, descriptor
                        return kept
                continue  # the one who held it took the file away
            holder = _holder(descriptor)
        finally:
            if descriptor >= 0:
                os.close(descriptor)
        if holder or time.monotonic() > until:
            raise AtlasError(
                f"{directory} is being written by {holder or 'another process'}; "
                "wait until it is done, or stop it"
            )
        time.sleep(0.02)


def _lock(descriptor: int, directory: Path) -> bool:
    """Whether the lock was free."""
    import fcntl  # not on Windows, where atlases can still be read

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as problem:
        if problem.errno not in _NO_LOCKS:
            raise
        raise AtlasError(
            f"{directory} cannot be written: its file system has no locks "
            f"({problem.strerror}); build the atlas on a local disk and copy it"
        ) from None
    return True


def _about_us() -> bytes:
    about = {"process": os.getpid(), "host": platform.node(), "command": _command(sys.argv)}
    return json.dumps(about).encode() + b"\n"


def _command(words: list[str]) -> str:
    """What runs, without its arguments.

    Example:
        >>> _command(["/usr/bin/paperatlas", "-v", "build", "papers.txt"])
        'paperatlas build'
        >>> [_command([first]) for first in ("nightly.py", "lib/pytest/__main__.py", "-c")]
        ['nightly.py', 'pytest', 'python']
    """
    place = Path(words[0] if words else "")
    program = place.parent.name if place.name == "__main__.py" else place.name
    if program != "paperatlas":
        return program if program and not program.startswith("-") else "python"
    return " ".join([program, *[word for word in words[1:] if not word.startswith("-")][:1]])


def _holder(descriptor: int) -> str | None:
    """Who says in the file that it holds it; ``None`` if nobody does who is alive."""
    try:
        about = json.loads(os.pread(descriptor, 1000, 0))
        process, host, command = int(about["process"]), str(about["host"]), str(about["command"])
    except (ValueError, TypeError, KeyError):
        return None
    if host == platform.node() and not _alive(process):
        return None
    return f"{command} (process {process} on {host})"


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except PermissionError:
        return True  # someone else's
    except (OSError, OverflowError):
        return False
    return True


@cache
def _let_go_in_children() -> None:
    """Has forked processes close the locks, which would else outlive the one that took them."""
    os.register_at_fork(after_in_child=_let_go)


def _let_go() -> None:
    while _held:
        os.close(_held.pop())
