"""What stands for the graph of an atlas: by it a server knows whether it holds the former one."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

from graph.files import EDGES, NODES, PAPERS, RESULTS, VOCABULARY

_GRAPH: Final = (PAPERS, NODES, RESULTS, EDGES, VOCABULARY)


def fingerprint(version: Path) -> str:
    """A hash of the canonical files that a graph is read from, in 32 hexadecimal digits.

    Args:
        version: Directory of a version.
    """
    digest = hashlib.sha256()
    for name in _GRAPH:
        with (version / name).open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:32]
