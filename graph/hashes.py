"""Short hashes: they keep ids and file names apart, and say whether a file is as it was."""

from __future__ import annotations

import hashlib
import zlib
from pathlib import Path
from typing import Final

_CHUNK: Final = 1 << 20


def short_hash(text: str) -> str:
    """Eight hexadecimal digits that depend on the text alone.

    Example:
        >>> short_hash("paper:a/b")
        '91608b19'
    """
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def checksum(file: Path) -> str:
    """The CRC-32 of a file in eight hexadecimal digits: told by it is damage, not intent."""
    found = 0
    with file.open("rb") as content:
        while part := content.read(_CHUNK):
            found = zlib.crc32(part, found)
    return f"{found:08x}"
