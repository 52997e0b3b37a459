"""The tenths of the training papers; one of them fits nothing: for stopping, cuts, confidence."""

from __future__ import annotations

import hashlib
from typing import Final

TENTHS: Final = 10
HELD_OUT: Final = 0
"""The tenth that fits nothing."""


def tenth_of(paper_id: str) -> int:
    """The tenth that a paper belongs to, decided by its id alone.

    Example:
        >>> [tenth_of(name) for name in ("p1", "p2", "p3")]
        [6, 9, 3]
    """
    return int(hashlib.sha256(paper_id.encode("utf8")).hexdigest(), 16) % TENTHS


def is_heldout(paper_id: str) -> bool:
    """Whether a paper belongs to the held-out tenth."""
    return tenth_of(paper_id) == HELD_OUT
