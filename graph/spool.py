"""Annotated papers kept on disk while a build runs, so that memory does not grow with them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

from schemas import AnnotatedPaper, Annotation, Paper


class Spool(AbstractContextManager["Spool"]):
    """A file of annotated papers; iterates by paper id, any number of times.

    Args:
        path: The file, made anew and removed on exit.

    Example:
        >>> import tempfile
        >>> with Spool(Path(tempfile.mkdtemp()) / "spool") as spool:
        ...     for name in ("b", "a"):
        ...         paper = Paper(id=name, title=name, abstract="Text.")
        ...         spool.add(AnnotatedPaper(paper, Annotation(id=name)))
        ...     [paper.id for paper, _ in spool]
        ['a', 'b']
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = path.open("w+b")
        self._offsets: dict[str, int] = {}

    def add(self, annotated: AnnotatedPaper) -> None:
        """Appends one paper."""
        self._file.seek(0, 2)
        self._offsets[annotated.paper.id] = self._file.tell()
        for record in annotated:
            self._file.write(record.model_dump_json().encode() + b"\n")

    def __len__(self) -> int:
        return len(self._offsets)

    def __iter__(self) -> Iterator[AnnotatedPaper]:
        for _, offset in sorted(self._offsets.items()):
            self._file.seek(offset)
            paper = Paper.model_validate_json(self._file.readline())
            yield AnnotatedPaper(paper, Annotation.model_validate_json(self._file.readline()))

    def __exit__(self, *failure: object) -> None:
        self._file.close()
        self._path.unlink(missing_ok=True)
