"""The version of the installed distribution, and of its code."""

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Final

__version__ = version("paperatlas")

_PACKAGES: Final = ("extract", "graph", "schemas")
_ENDS: Final = ("*.py", "*.tsv")
_TOP: Final = Path(__file__).parent.parent


@cache
def code_version() -> str:
    """Twelve hexadecimal digits that change with any module or shipped table.

    What other code made is not mended.

    Example:
        >>> len(code_version())
        12
    """
    digest = hashlib.sha256()
    for path in sorted(p for n in _PACKAGES for end in _ENDS for p in (_TOP / n).rglob(end)):
        digest.update(path.relative_to(_TOP).as_posix().encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]
