"""Which extractor this is: a fingerprint of its model, the data that ships, and its code."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

from extract.pipeline import MODEL

_HERE: Final = Path(__file__).parent
_CODE: Final = (
    "components",
    "network",
    "annotation.py",
    "pipeline.py",
    "tokenization.py",
    "enumerations.py",
    "evidence.py",
    "surface.py",
    "values.py",
    "resolution/dialect.py",
    "resolution/groups.py",
    "resolution/spelling.py",
)
"""What decides, beside model and data, how a text is annotated: the extractor and its imports."""


@cache
def extractor_version(model: Path = MODEL) -> str:
    """Twelve hexadecimal digits that change when any file of a model, its data or code does.

    Args:
        model: Directory of a trained pipeline.

    Example:
        >>> len(extractor_version())
        12
    """
    digest = hashlib.sha256()
    for folder, name, paths in (
        (_HERE / "data", "data", (_HERE / "data").rglob("*")),
        (model, "model", model.rglob("*")),
        (_HERE, "code", code_files()),
    ):
        for path in sorted(p for p in paths if p.is_file()):
            digest.update(f"{name}/{path.relative_to(folder).as_posix()}".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]


def code_files() -> list[Path]:
    """The modules that decide how a text is annotated.

    Example:
        >>> "values.py" in {path.name for path in code_files()}
        True
    """
    places = [_HERE / name for name in _CODE]
    return [p for place in places for p in (place, *place.rglob("*.py")) if p.is_file()]
