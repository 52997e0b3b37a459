"""The version of the installed distribution, and of its code."""

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Final

__version__ = version("paperatlas")

_PACKAGES: Final = ("extract", "graph", "schemas")
_ENDS: Final = ("*.py", "*.tsv", "*.html")
_IN_PAGES: Final = ("jinja2", "pyvis")
"""Libraries whose output stands in pages."""
_TOP: Final = Path(__file__).parent.parent


@cache
def code_version() -> str:
    """Twelve hexadecimal digits that change with any module, shipped table or template.

    What other code made is not mended.

    Example:
        >>> len(code_version())
        12
    """
    digest = hashlib.sha256("".join(f"{name} {version(name)}\n" for name in _IN_PAGES).encode())
    for path in sorted(p for n in _PACKAGES for end in _ENDS for p in (_TOP / n).rglob(end)):
        digest.update(path.relative_to(_TOP).as_posix().encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]
