"""The fingerprint of the extractor: it covers all that decides annotations."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import extract
from extract.version import code_files

ROOT = Path(extract.__file__).parents[1]
EXTRACTOR = (
    "components/*.py",
    "network/*.py",
    "annotation.py",
    "pipeline.py",
    "tokenization.py",
)
DECIDE_NOTHING = {"extract/orphans.py": "ends a process whose parent is gone"}


def test_all_code_that_decides_annotations_is_covered() -> None:
    """The extractor and what it imports, however far away, but for what is listed."""
    found = {path for pattern in EXTRACTOR for path in (ROOT / "extract").glob(pattern)}
    left = list(found)
    while left:
        fresh = set(imported(left.pop())) - found
        found |= fresh
        left += fresh
    names = {path.relative_to(ROOT).as_posix() for path in found}
    covered = {path.relative_to(ROOT).as_posix() for path in code_files()}
    assert names - covered == set(DECIDE_NOTHING)
    assert covered <= names


def imported(path: Path) -> Iterator[Path]:
    """Our modules that a module imports by name; packages above them are no more than doors."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from filter(None, (module(alias.name) for alias in node.names))
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                if file := module(f"{node.module}.{alias.name}") or module(node.module):
                    yield file


def module(name: str) -> Path | None:
    """The file of a module of ``extract``, None where there is none."""
    place = ROOT.joinpath(*name.split("."))
    files = (place.with_suffix(".py"), place / "__init__.py")
    return next((f for f in files if name.split(".")[0] == "extract" and f.is_file()), None)
