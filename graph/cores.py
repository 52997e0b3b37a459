"""How many processes may run at once."""

from __future__ import annotations

import os


def cores() -> int:
    """The cores that this process may use; one where that is not known."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
