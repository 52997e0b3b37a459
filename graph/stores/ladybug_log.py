"""What stands beside a Ladybug file: the log of changes not folded in, and what was cut."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

_LOG: Final = ".wal"
_OTHERS: Final = (
    ".wal.checkpoint",
    ".shadow",
    ".checkpoint.intent.lock",
    ".checkpoint.apply.lock",
    ".tmp",
)
"""What is there only while a change is folded in, or after that was cut."""


def log_of(path: Path) -> Path:
    """Where the changes are that have not been folded into a file.

    Example:
        >>> log_of(Path("atlas.lbug")).name
        'atlas.lbug.wal'
    """
    real = path.resolve()
    return real.with_name(real.name + _LOG)


def log_size(path: Path) -> int:
    """How many bytes of changes wait beside a file."""
    try:
        return log_of(path).stat().st_size
    except FileNotFoundError:
        return 0


def beside(path: Path) -> list[Path]:
    """The log of a file and what is left of a change that was cut; none after a whole one."""
    real = path.resolve()
    names = (real.with_name(real.name + ending) for ending in (_LOG, *_OTHERS))
    return [name for name in names if name.exists()]


def copy_file_and_log(source: Path, target: Path) -> None:
    """Copy a database that nobody changes meanwhile, with the changes that wait beside it.

    Args:
        source: The file.
        target: Where its copy goes; there must be none.

    Raises:
        OSError: A file cannot be read or written.

    Example:
        >>> import tempfile
        >>> place = Path(tempfile.mkdtemp())
        >>> for name in ("a.lbug", "a.lbug.wal"):
        ...     _ = (place / name).write_text("")
        >>> copy_file_and_log(place / "a.lbug", place / "b.lbug")
        >>> sorted(path.name for path in place.glob("b*"))
        ['b.lbug', 'b.lbug.wal']
    """
    shutil.copyfile(source, target)
    if log_of(source).exists():
        shutil.copyfile(log_of(source), log_of(target))
