"""A file of a run that is there whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A file to write to, which is moved to its place at the end.

    Raises:
        OSError: It cannot be written (the disk is full, for one), with its path; what stood
            there before stays.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    try:
        with part.open("wb") as file:
            yield file
        part.replace(path)
    except (OSError, RuntimeError) as error:
        # torch stumbles over the end of a file that could not be written, and says only that
        problem = error if isinstance(error, OSError) else error.__context__
        if not isinstance(problem, OSError):
            raise
        raise OSError(problem.errno, problem.strerror, str(path)) from None
    finally:
        part.unlink(missing_ok=True)
