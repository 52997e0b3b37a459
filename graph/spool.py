"""Annotated papers on disk while a build runs: memory does not grow, and nothing is lost.

The file outlives a build that was stopped or killed, so that the next one takes up what was
annotated; it goes when a build is done. Its first line names the extractor; two lines follow
for each paper, which are whole or, at the end of a file that was cut, are cut off.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import BinaryIO, Final

from pydantic import ValidationError

from schemas import AnnotatedPaper, Annotation, Paper

FLUSHED_EVERY: Final = 16
"""Papers that a kill may cost at most."""


def text_hash(paper: Paper) -> bytes:
    """What stands for the text of a paper: papers of one text have one annotation."""
    return hashlib.sha256(paper.text.encode("utf-8", "surrogatepass")).digest()[:16]


class Spool(AbstractContextManager["Spool"]):
    """A file of annotated papers; iterates by paper id, any number of times.

    Args:
        path: The file. What an earlier one of the same extractor left there can be taken.
        extractor: Which extractor annotates; annotations of another are thrown away.
        least: The least confidence of what is taken from a former atlas; what was left with
            another is thrown away as well, since some of it may have been cut.

    Example:
        >>> import tempfile
        >>> with Spool(Path(tempfile.mkdtemp()) / "spool") as spool:
        ...     for name in ("b", "a"):
        ...         paper = Paper(id=name, title=name, abstract="Text.")
        ...         spool.add(AnnotatedPaper(paper, Annotation(id=name)))
        ...     [paper.id for paper, _ in spool]
        ['a', 'b']
    """

    def __init__(self, path: Path, *, extractor: str = "", least: float = 0.0) -> None:
        self._path = path
        self._offsets: dict[str, int] = {}
        self._before: dict[bytes, int] = {}
        header = json.dumps({"annotated by": extractor, "at least": least}).encode() + b"\n"
        path.touch()
        self._file: BinaryIO = path.open("r+b")
        if self._file.readline() == header:
            self._find_before()
        else:
            self._file.truncate(0)
            self._file.seek(0)
            self._file.write(header)

    def __len__(self) -> int:
        return len(self._offsets)

    def __iter__(self) -> Iterator[AnnotatedPaper]:
        for _, offset in sorted(self._offsets.items()):
            self._file.seek(offset)
            paper = Paper.model_validate_json(self._file.readline())
            yield AnnotatedPaper(paper, Annotation.model_validate_json(self._file.readline()))

    def take(self, paper: Paper) -> Annotation | None:
        """The annotation that an earlier run made of this text; the paper counts as added."""
        offset = self._before.get(text_hash(paper))
        if offset is None:
            return None
        self._file.seek(offset)
        known = Paper.model_validate_json(self._file.readline())
        annotation = Annotation.model_validate_json(self._file.readline())
        if known == paper:
            self._offsets[paper.id] = offset
            return annotation
        annotation = annotation.model_copy(update={"id": paper.id})
        self.add(AnnotatedPaper(paper, annotation))
        return annotation

    def add(self, annotated: AnnotatedPaper) -> None:
        """Appends one paper."""
        self._file.seek(0, 2)
        self._offsets[annotated.paper.id] = self._file.tell()
        self._file.write(b"".join(r.model_dump_json().encode() + b"\n" for r in annotated))
        if len(self._offsets) % FLUSHED_EVERY == 0:
            self._file.flush()

    def done(self) -> None:
        """Removes the file: all that was annotated is where it belongs."""
        self._file.close()
        self._path.unlink(missing_ok=True)

    def __exit__(self, *failure: object) -> None:
        if not self._file.closed:
            self._file.close()
            if not self._offsets and not self._before:
                self._path.unlink(missing_ok=True)

    def _find_before(self) -> None:
        """Notes where each whole pair of lines stands, and cuts off what follows the last."""
        end = self._file.tell()
        while (line := self._file.readline()) and (second := self._file.readline()):
            try:
                paper = Paper.model_validate_json(line)
            except ValidationError:
                break
            if not second.endswith(b"}\n"):
                break
            self._before[text_hash(paper)] = end
            end = self._file.tell()
        self._file.truncate(end)


def papers_kept(path: Path) -> int:
    """How many annotated papers a stopped build left in such a file.

    Example:
        >>> papers_kept(Path("no such file"))
        0
    """
    try:
        with path.open("rb") as file:
            return max(0, sum(1 for line in file if line.endswith(b"\n")) - 1) // 2
    except OSError:
        return 0
