"""A file that is written whole or not at all, and never over something else."""

from __future__ import annotations

from pathlib import Path

from schemas import AtlasError


def check_replaceable(path: Path, *, first_line: str) -> None:
    """Raises an error where a file must not or cannot be written.

    A file of the same making, known by its first line, may be replaced, and so may an
    empty one.

    Args:
        path: Where to write.
        first_line: What a file that may be replaced begins with.

    Raises:
        AtlasError: There is no such directory, or something else stands there.
    """
    if not path.parent.is_dir():
        raise AtlasError(f"{path} cannot be written: there is no directory {path.parent}")
    if not path.exists():
        return
    if not path.is_file():
        raise AtlasError(f"{path} is not a file; name a file to write to")
    try:
        with path.open("rb") as file:
            start = file.readline(len(first_line.encode()) + 2)
    except OSError as problem:
        raise AtlasError(f"{path} cannot be read: {problem.strerror or problem}") from None
    if start and start.rstrip(b"\r\n") != first_line.encode():
        raise AtlasError(
            f"{path} holds something else, which stays (its first line is not "
            f"{first_line!r}); name another file"
        )


def write_whole(path: Path, text: str) -> None:
    """Writes a file beside its place and then moves it there.

    Raises:
        AtlasError: It cannot be written; what stood there before stays.
    """
    place = path.resolve()
    fresh = place.with_name(f".{place.name}.new")
    try:
        fresh.write_text(text, encoding="utf-8", newline="\n")
        fresh.replace(place)
    except OSError as problem:
        raise AtlasError(f"{path} cannot be written: {problem.strerror or problem}") from None
    finally:
        fresh.unlink(missing_ok=True)
