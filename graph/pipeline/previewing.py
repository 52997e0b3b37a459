"""What a file of curation would change in a build, without writing anything."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from extract.reading import ReadingReport
from extract.resolution import resolve
from graph.curation import curation_for
from graph.curation_preview import Preview, preview
from graph.directory import UNFINISHED
from graph.former import Former
from graph.pipeline.annotating import read_papers
from graph.pipeline.extractor import Annotator, TrainedExtractor
from graph.pipeline.gathering import CutPapers, Gathering, Wanted, reusable
from graph.progress import Forecast, Progress, silent, unforeseen
from graph.spool import Spool


def preview_build(
    *inputs: str | Path,
    directory: str | Path,
    curation: Path | None = None,
    format: str | None = None,
    keep_going: bool = False,
    model: Path | None = None,
    workers: int | None = None,
    min_confidence: float = 0.0,
    annotator: Annotator | None = None,
    progress: Progress | None = None,
    forecast: Forecast | None = None,
) -> tuple[Preview, ReadingReport]:
    """Resolves papers with and without a file of curation, and writes nothing.

    Annotations are taken, where they are there, from the atlas in the directory and from what
    a build left that was stopped.

    Args:
        *inputs: Files of papers; ``-`` is standard input.
        directory: The atlas directory, whose ``atlas.yaml`` is read.
        curation: Another file of curation.
        format: ``page``, ``jsonl`` or ``markdown``, where it should not be recognised.
        keep_going: Leave out papers that cannot be read instead of stopping.
        model: Directory of a trained pipeline; the shipped one unless said.
        workers: Processes that annotate; as many as there are cores unless said.
        min_confidence: Leave out what is less sure than this, from 0 to 1.
        annotator: What reads the papers, in the place of a trained pipeline.
        progress: Told how far each stage is.
        forecast: Told, after a few seconds, how long annotating will take.

    Returns:
        What the file changes, and what was read.

    Raises:
        CurationError: The file is wrong or contradicts itself.
        InputError: A paper or a file cannot be read.
        AnnotationError: The model is no trained pipeline.
    """
    directory, tell = Path(directory), progress or silent
    annotator = annotator or TrainedExtractor(model, workers=workers)
    decisions = curation_for(directory, annotator.vocabulary.types, chosen=curation)
    tell("read", 0, None)
    reading = read_papers(*inputs, format=format, keep_going=keep_going)
    count = reading.report.read
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch) / "annotated"
        with suppress(FileNotFoundError):
            shutil.copyfile(directory / UNFINISHED, place)
        with Spool(place, extractor=annotator.version, least=min_confidence) as spool:
            former = reusable(Former.find(directory), annotator, min_confidence)
            Gathering(spool, former, least=min_confidence).run(
                Wanted(reading, total=count, new=count),
                annotator,
                progress=tell,
                forecast=forecast or unforeseen,
            )
            tell("resolve", 0, None)
            papers = CutPapers(spool, min_confidence)
            return preview(resolve(papers), resolve(papers, curation=decisions)), reading.report
