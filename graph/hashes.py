"""Short hashes, which keep ids and file names apart."""

from __future__ import annotations

import hashlib


def short_hash(text: str) -> str:
    """Eight hexadecimal digits that depend on the text alone.

    Example:
        >>> short_hash("paper:a/b")
        '91608b19'
    """
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
