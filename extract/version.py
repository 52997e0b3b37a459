"""Which extractor this is: a fingerprint of its model and of the data that ships."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

from extract.pipeline import MODEL

_DATA: Final = Path(__file__).parent / "data"


@cache
def extractor_version(model: Path = MODEL) -> str:
    """Twelve hexadecimal digits that change when any file of a model or shipped data does.

    Args:
        model: Directory of a trained pipeline.

    Example:
        >>> len(extractor_version())
        12
    """
    digest = hashlib.sha256()
    for folder, name in ((_DATA, "data"), (model, "model")):
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            digest.update(f"{name}/{path.relative_to(folder).as_posix()}".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]
