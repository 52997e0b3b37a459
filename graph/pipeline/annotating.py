"""Papers read and annotated: the first half of the spine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from extract.annotation import annotate
from extract.confidence_cut import cut
from extract.pipeline import MODEL, read_vocabulary
from extract.reading import Format, Reading, read
from graph.cores import cores
from graph.progress import Progress, silent
from schemas import Annotation

PAPERS_PER_WORKER: Final = 100


def annotations_of(
    *inputs: str | Path,
    format: str | None = None,
    keep_going: bool = False,
    model: Path | None = None,
    workers: int | None = None,
    min_confidence: float = 0.0,
    progress: Progress | None = None,
) -> tuple[Reading, Iterator[Annotation]]:
    """The annotations of all papers, in input order, as they are made.

    Returns:
        What was read (its ``report`` says what was left out), and the annotations.

    Raises:
        AnnotationError: The model is no trained pipeline.
        InputError: A paper or a file cannot be read.
    """
    tell = progress or silent
    pipeline = model or MODEL
    read_vocabulary(pipeline)  # an error now, not with the first paper
    reading = read_papers(*inputs, format=format, keep_going=keep_going)

    def annotations() -> Iterator[Annotation]:
        total = reading.report.read
        whole = annotate(reading, model=pipeline, workers=processes(workers, total))
        annotated = cut(whole, min_confidence=min_confidence)
        for done, (_, annotation) in enumerate(annotated, 1):
            yield annotation
            tell("annotate", done, total)

    return reading, annotations()


def read_papers(*inputs: str | Path, format: str | None, keep_going: bool) -> Reading:
    """The papers of all inputs; ``format`` is the name of one, where it should not be guessed."""
    chosen = None if format is None else Format(format)
    return read(*inputs, format=chosen, keep_going=keep_going)


def processes(wanted: int | None, papers: int) -> int:
    """As many processes as asked for, else one a core while there is enough to do."""
    if wanted is not None:
        return wanted
    return max(1, min(cores(), papers // PAPERS_PER_WORKER))
