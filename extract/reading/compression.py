"""Decompression chosen by magic bytes, never by the ending of a file's name."""

from __future__ import annotations

import gzip
import io
import lzma
import zlib
from collections.abc import Callable
from typing import BinaryIO, Final, cast

import zstandard

_CHUNK: Final = 1 << 18

DAMAGE: Final = (EOFError, gzip.BadGzipFile, zlib.error, lzma.LZMAError, zstandard.ZstdError)
"""What the decompressors raise on data that is broken or cut short."""


class _ZstdFile(io.RawIOBase):
    """Decompressed bytes of zstd frames; unlike the library's own reader it notices a cut.

    Args:
        raw: Compressed bytes; closed with this object.
    """

    def __init__(self, raw: BinaryIO) -> None:
        self._raw = raw
        self._frame = zstandard.ZstdDecompressor().decompressobj()
        self._started = False
        self._ready = b""

    def readable(self) -> bool:
        """Always true."""
        return True

    def readinto(self, buffer: object) -> int:
        """Fill the buffer; 0 at the end.

        Raises:
            EOFError: The last frame is cut short.
        """
        view = memoryview(cast(bytearray, buffer))
        while not self._ready:
            data = self._frame.unused_data if self._frame.eof else b""
            data = data or self._raw.read(_CHUNK)
            if not data:
                if self._started and not self._frame.eof:
                    raise EOFError("the last zstd frame is cut short")
                return 0
            if self._frame.eof:
                self._frame = zstandard.ZstdDecompressor().decompressobj()
            self._started = True
            self._ready = self._frame.decompress(data)
        count = min(len(view), len(self._ready))
        view[:count] = self._ready[:count]
        self._ready = self._ready[count:]
        return count

    def close(self) -> None:
        """Close the compressed file too."""
        self._raw.close()
        super().close()


class _Owning(io.BufferedReader):
    """A buffered reader that closes the compressed file as well.

    Args:
        decompressed: Reader of decompressed bytes.
        raw: The file below it, which gzip and lzma leave open.
    """

    def __init__(self, decompressed: io.RawIOBase, raw: BinaryIO) -> None:
        super().__init__(decompressed, _CHUNK)
        self._below = raw

    def close(self) -> None:
        """Close both."""
        super().close()
        self._below.close()


_OPENERS: Final[tuple[tuple[bytes, str, Callable[[BinaryIO], object]], ...]] = (
    (b"\x1f\x8b", "gzip", lambda raw: gzip.GzipFile(fileobj=raw)),
    (b"\xfd7zXZ\x00", "xz", lzma.LZMAFile),
    (b"\x28\xb5\x2f\xfd", "zstd", _ZstdFile),
)


def compression_of(head: bytes) -> str | None:
    r"""The name of the compression that these first bytes announce.

    Example:
        >>> compression_of(b"\x1f\x8b\x08"), compression_of(b'{"id": 1}')
        ('gzip', None)
    """
    return next((name for magic, name, _ in _OPENERS if head.startswith(magic)), None)


def decompressed(raw: BinaryIO) -> BinaryIO:
    """A buffered reader of the plain bytes of an open, seekable file.

    Closing it closes ``raw``. Several members or frames in a row are one text.
    """
    head = raw.read(6)
    raw.seek(0)
    for magic, _, opener in _OPENERS:
        if head.startswith(magic):
            return cast(BinaryIO, _Owning(cast(io.RawIOBase, opener(raw)), raw))
    return raw
