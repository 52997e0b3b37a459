r"""JSON lines: files of one JSON value a line, read and written.

Lines end at ``\n`` alone, so that a U+2028 inside a string is text. Blank lines and a byte
order mark are passed over. A file is written beside its place and then moved there, so that
it is there whole or not at all.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from extract.reading.sources import bad_utf8
from schemas import AnnotationError

_BOM: Final = b"\xef\xbb\xbf"


def read_json_lines(path: Path | str) -> Iterator[tuple[int, Any]]:
    """Yields the values of a file, each with the number of its line.

    Raises:
        AnnotationError: The file cannot be read, or a line is no JSON; names both.
    """
    try:
        with Path(path).open("rb") as lines:
            for number, raw in enumerate(lines, 1):
                line = raw.removeprefix(_BOM) if number == 1 else raw
                if line.strip():
                    yield number, _value(line, where=f"{path}:{number}")
    except FileNotFoundError:
        raise AnnotationError(f"{path}: there is no such file") from None
    except OSError as problem:
        raise AnnotationError(f"{path}: {problem.strerror or problem}") from None


def _value(line: bytes, *, where: str) -> Any:
    try:
        return json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise AnnotationError(f"{where}: {bad_utf8(error)}") from None
    except json.JSONDecodeError as error:
        problem = f"not JSON: {error.msg} at character {error.colno}"
        raise AnnotationError(f"{where}: {problem}") from None
    except RecursionError:
        raise AnnotationError(f"{where}: JSON nested too deeply to be an annotation") from None
    except ValueError as error:  # a number too long
        raise AnnotationError(f"{where}: not JSON that can be read: {error}") from None


def json_line(record: Any) -> str:
    r"""A value as a line holds it.

    Example:
        >>> json_line({"id": "π/0"})
        '{"id": "π/0"}\n'
    """
    return json.dumps(record, ensure_ascii=False) + "\n"


def write_json_lines(path: Path, records: Iterable[Any]) -> int:
    """Writes values, one a line, whole or not at all; returns how many.

    A link stays one; what it leads to is written.

    Raises:
        AnnotationError: The file cannot be written; what stood there before stays.
    """
    check_place(path)
    place = path.resolve()
    fresh = place.with_name(f".{place.name}.new")
    written = 0
    try:
        with fresh.open("w", encoding="utf-8", newline="\n") as lines:
            for record in records:
                lines.write(json_line(record))
                written += 1
        fresh.replace(place)
    except OSError as problem:
        raise AnnotationError(f"{path} cannot be written: {problem.strerror or problem}") from None
    finally:
        fresh.unlink(missing_ok=True)
    return written


def check_place(path: Path) -> None:
    """Raises an error where no file can be written.

    Raises:
        AnnotationError: There is no such directory, or something stands there that is no file.
    """
    if not path.parent.is_dir():
        raise AnnotationError(f"{path} cannot be written: there is no directory {path.parent}")
    if path.exists() and not path.is_file():
        raise AnnotationError(f"{path} is not a file; name a file to write to")
