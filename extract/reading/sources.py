"""Sources of papers: a file or standard input, opened, decompressed and cut into lines.

A source can be gone over any number of times. What cannot be (standard input, a pipe)
is first copied into a temporary file that goes away with the source.
"""

from __future__ import annotations

import io
import os
import shutil
import stat
import sys
import tempfile
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from extract.reading.compression import DAMAGE, compression_of, decompressed
from schemas.errors import FormatError

STDIN: Final = "-"
"""How a user names standard input."""

STDIN_NAME: Final = "<stdin>"
"""How messages name it."""

HEAD_BYTES: Final = 1 << 16
"""How much of a file is looked at to recognise it."""

_BOM: Final = b"\xef\xbb\xbf"
_BUFFER: Final = 1 << 18
_TEXT_CONTROLS: Final = frozenset(b"\t\n\r\f\b\x1b")
_OTHER_ENCODINGS: Final = (
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
)
_OTHER_FILES: Final = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"BZh", "compressed with bzip2 (gzip, xz and zstd are read)"),
)


class Source:
    """One input as the user named it.

    Args:
        name: A path, or ``-`` for standard input, which is read to its end at once.

    Attributes:
        file: How messages name it.

    Raises:
        FormatError: It is missing, a directory, not permitted or otherwise not to be opened.
    """

    def __init__(self, name: str | Path) -> None:
        self.file = shown_name(name)
        if self.file == STDIN_NAME:
            self._path = self._spooled(_standard_input())
        else:
            self._path = Path(name)
            with self._errors_translated():
                mode = self._path.stat().st_mode
                if stat.S_ISDIR(mode):
                    raise FormatError("this is a directory, name the files in it", file=self.file)
                if not stat.S_ISREG(mode):
                    with self._path.open("rb") as pipe:
                        self._path = self._spooled(pipe)

    def head(self) -> bytes:
        """The first bytes, decompressed, without byte order mark.

        Raises:
            FormatError: The file is empty, binary, not UTF-8 by its mark, or damaged.
        """
        with self._errors_translated(), self._opened() as stream:
            head = stream.read(HEAD_BYTES)
        self._refuse_binary(head)
        head = head.removeprefix(_BOM)
        if not head or (len(head) < HEAD_BYTES - len(_BOM) and not head.strip()):
            raise FormatError("this file is empty", file=self.file)
        return head

    def byte_lines(self) -> Iterator[tuple[int, bytes]]:
        r"""Each line with its number from 1, split at ``\n`` alone, line end kept.

        Raises:
            FormatError: The file cannot be read on, or its compression is damaged.
        """
        number = 0
        try:
            with self._opened() as stream:
                for number, line in enumerate(stream, start=1):
                    yield number, line.removeprefix(_BOM) if number == 1 else line
        except DAMAGE as error:
            raise self._damaged(error, after=number) from error
        except OSError as error:
            raise self._unreadable(error) from error

    def text_lines(self) -> Iterator[tuple[int, str]]:
        r"""Each line as text with its number, without its end, be it ``\n``, ``\r\n`` or ``\r``.

        Raises:
            FormatError: As ``byte_lines``; or a line is not UTF-8.
        """
        number = 0
        for _, raw in self.byte_lines():
            try:
                text = raw.decode("utf-8")
            except UnicodeDecodeError as error:
                line = number + 1 + raw[: error.start].count(b"\r")
                raise FormatError(bad_utf8(error), file=self.file, line=line) from error
            text = text.removesuffix("\n").removesuffix("\r")
            for part in text.split("\r"):
                number += 1
                yield number, part

    @contextmanager
    def _opened(self) -> Iterator[BinaryIO]:
        with decompressed(self._path.open("rb", buffering=_BUFFER)) as stream:
            yield stream

    @contextmanager
    def _errors_translated(self) -> Iterator[None]:
        try:
            yield
        except DAMAGE as error:
            raise self._damaged(error, after=0) from error
        except (OSError, ValueError) as error:  # ValueError: a NUL character in the path
            raise self._unreadable(error) from error

    def _damaged(self, error: BaseException, *, after: int) -> FormatError:
        with self._path.open("rb") as raw:
            name = compression_of(raw.read(6)) or "compressed"
        return FormatError(
            f"its {name} data is damaged or cut short after line {after} ({error})", file=self.file
        )

    def _unreadable(self, error: OSError | ValueError) -> FormatError:
        if isinstance(error, FileNotFoundError):
            problem = "there is no such file"
        elif isinstance(error, PermissionError):
            problem = "reading this file is not permitted"
        elif isinstance(error, OSError) and error.strerror:
            problem = f"this file cannot be read ({error.strerror})"
        else:
            problem = f"this file cannot be read ({error})"
        return FormatError(problem, file=self.file)

    def _refuse_binary(self, head: bytes) -> None:
        for magic, encoding in _OTHER_ENCODINGS:
            if head.startswith(magic):
                raise FormatError(f"this text is {encoding}, save it as UTF-8", file=self.file)
        kind = next((kind for magic, kind in _OTHER_FILES if head.startswith(magic)), None)
        controls = sum(byte < 32 and byte not in _TEXT_CONTROLS for byte in head)
        if kind or b"\0" in head or controls * 20 > len(head):
            what = f"this is {kind}" if kind else "this file is binary"
            raise FormatError(f"{what}, papers are read from text in UTF-8", file=self.file)

    def _spooled(self, stream: BinaryIO) -> Path:
        handle, path = tempfile.mkstemp(prefix="paperatlas-")
        weakref.finalize(self, _remove, path)
        with os.fdopen(handle, "wb") as spool:
            shutil.copyfileobj(stream, spool, _BUFFER)
        return Path(path)


def shown_name(name: str | Path) -> str:
    """How messages name a source: as the user did, in characters that can be printed.

    Example:
        >>> shown_name("-"), shown_name(Path("a/b.jsonl"))
        ('<stdin>', 'a/b.jsonl')
    """
    if str(name) == STDIN:
        return STDIN_NAME
    return str(name).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def bad_utf8(error: UnicodeDecodeError) -> str:
    r"""What to say of bytes that are not UTF-8.

    Example:
        >>> try:
        ...     b"caf\xe9".decode()
        ... except UnicodeDecodeError as error:
        ...     bad_utf8(error)
        'not UTF-8: byte 0xe9 at byte 4 of the line, save the file as UTF-8'
    """
    byte = error.object[error.start]
    return (
        f"not UTF-8: byte {byte:#04x} at byte {error.start + 1} of the line, save the file as UTF-8"
    )


def _standard_input() -> BinaryIO:
    binary: BinaryIO | None = getattr(sys.stdin, "buffer", None)
    return binary if binary is not None else io.BytesIO(sys.stdin.read().encode("utf-8"))


def _remove(path: str) -> None:
    Path(path).unlink(missing_ok=True)
