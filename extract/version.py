"""Which extractor this is: a fingerprint of the model and data that it ships with."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

_SHIPPED: Final = ("model", "data")


@cache
def extractor_version() -> str:
    """Twelve hexadecimal digits that change when any shipped model or data file does.

    Example:
        >>> len(extractor_version())
        12
    """
    here = Path(__file__).parent
    digest = hashlib.sha256()
    for path in sorted(p for folder in _SHIPPED for p in (here / folder).rglob("*") if p.is_file()):
        digest.update(path.relative_to(here).as_posix().encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]
