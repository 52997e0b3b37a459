"""The fixed tenth of the training papers that fits nothing: for stopping, cuts, confidence."""

from __future__ import annotations

import hashlib
from typing import Final

TENTHS: Final = 10


def is_heldout(paper_id: str) -> bool:
    """Whether a paper belongs to the held-out tenth, decided by its id alone.

    Example:
        >>> [name for name in ("p1", "p5", "p6", "p8") if is_heldout(name)]
        ['p5', 'p8']
    """
    digest = hashlib.sha256(paper_id.encode("utf8")).digest()
    return int.from_bytes(digest[:4], "big") % TENTHS == 0
