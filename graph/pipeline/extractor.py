"""Which extractor reads the papers of an atlas, and what it may say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Protocol

from extract.annotation import annotate
from extract.pipeline import MODEL, read_vocabulary
from extract.version import extractor_version
from graph.pipeline.annotating import processes
from schemas import AnnotatedPaper, Paper, Vocabulary


class Annotator(Protocol):
    """What makes annotations: a trained pipeline, or what was prepared beforehand."""

    @property
    def version(self) -> str:
        """A fingerprint: papers of one text and one version have one annotation."""
        ...

    @property
    def vocabulary(self) -> Vocabulary:
        """The types and relations that its annotations may have."""
        ...

    def annotate(self, papers: Iterable[Paper], *, expected: int) -> Iterator[AnnotatedPaper]:
        """Yields the papers with their annotations, in any number of processes.

        Args:
            papers: The papers, taken as they are needed.
            expected: About how many there are.
        """
        ...


class TrainedExtractor:
    """A trained pipeline on disk; the shipped one unless said.

    Args:
        model: Its directory.
        workers: Processes that annotate; one a core unless said.

    Raises:
        AnnotationError: The directory is no trained pipeline.
    """

    def __init__(self, model: Path | None = None, *, workers: int | None = None) -> None:
        self._model = model or MODEL
        self._workers = workers
        self.vocabulary = read_vocabulary(self._model)

    @cached_property
    def version(self) -> str:
        """See ``Annotator.version``."""
        return extractor_version(self._model)

    def annotate(self, papers: Iterable[Paper], *, expected: int) -> Iterator[AnnotatedPaper]:
        """See ``Annotator.annotate``."""
        return annotate(papers, model=self._model, workers=processes(self._workers, expected))
