"""The spine, run end to end: ``build(resolve(annotate(read(path))))``, then saved.

The only module of ``graph`` that imports ``extract``; asking and viewing never load it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from extract.annotation import annotate
from extract.confidence_cut import cut, cut_annotation
from extract.evaluation import errors_report, evaluate
from extract.gold import GoldPaper, read_gold
from extract.pipeline import MODEL, read_vocabulary
from extract.predicted import read_predicted
from extract.reading import Format, Reading, read
from extract.resolution import resolve
from extract.scorecard import Scorecard
from extract.scoring.disagreements.report import TITLE
from extract.training.own_field import train_pipeline
from extract.version import extractor_version
from graph.atlas import edge_counts, node_counts
from graph.build import build
from graph.build_report import BuildReport
from graph.contents import PageChoice, write_contents
from graph.directory import check_writable, new_version
from graph.manifest import write_manifest
from graph.progress import Progress, silent
from graph.spool import Spool
from graph.stores import Store
from graph.whole_file import check_replaceable, write_whole
from schemas import Annotation

__all__ = ["annotations_of", "build_atlas", "evaluate_files", "train_pipeline"]

_PAPERS_PER_WORKER = 100


class _Clock:
    """Seconds spent in each stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, stage: str) -> None:
        now = time.perf_counter()
        self.seconds[stage] = round(now - self._last, 3)
        self._last = now


def build_atlas(
    *inputs: str | Path,
    directory: str | Path,
    format: str | None = None,
    keep_going: bool = False,
    pages: PageChoice = 200,
    model: Path | None = None,
    workers: int | None = None,
    min_confidence: float = 0.0,
    server: Store | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Reads papers and writes their atlas, whole or not at all.

    Args:
        *inputs: Files of papers; ``-`` is standard input.
        directory: The atlas directory; a former atlas there is replaced when all is done.
        format: ``page``, ``jsonl`` or ``markdown``, where it should not be recognised.
        keep_going: Leave out papers that cannot be read instead of stopping.
        pages: How many concept pages to write.
        model: Directory of a trained pipeline; the shipped one unless said.
        workers: Processes that annotate; as many as there are cores unless said.
        min_confidence: Leave out what is less sure than this, from 0 to 1; the manifest
            keeps it among the settings.
        server: A second store that gets the graph, once the directory is in place.
        progress: Told how far each stage is.

    Raises:
        InputError: A paper or a file cannot be read.
        AnnotationError: The model is no trained pipeline.
        AtlasError: The directory cannot be written.
        StoreError: The second store failed; the directory is complete.
    """
    tell = progress or silent
    directory = Path(directory)
    check_writable(directory)
    model = model or MODEL
    vocabulary = read_vocabulary(model)
    clock = _Clock()
    tell("read", 0, None)
    reading = _read(*inputs, format=format, keep_going=keep_going)
    report = reading.report
    clock.lap("read")
    with new_version(directory) as version, Spool(version / "spool") as spool:
        empty = 0
        whole = annotate(reading, model=model, workers=_workers(workers, report.read))
        for annotated in cut(whole, min_confidence=min_confidence):
            spool.add(annotated)
            empty += not annotated.annotation.mentions
            tell("annotate", len(spool), report.read)
        clock.lap("annotate")
        tell("resolve", 0, None)
        resolution = resolve(spool)
        clock.lap("resolve")
        tell("build", 0, None)
        graph = build(resolution, vocabulary)
        clock.lap("build")
        written = write_contents(resolution, graph, version, pages=pages, lap=clock.lap, tell=tell)
        built = BuildReport(
            papers=report.papers_in,
            built=report.read,
            failed=report.failed_papers,
            problems=tuple(report.failed),
            repeated=len(report.repeated),
            skipped=len(report.skipped),
            without_entities=empty,
            nodes=node_counts(graph),
            edges=edge_counts(graph),
            pages=written,
            seconds=clock.seconds,
        )
        settings = {"pages": pages, "min_confidence": float(min_confidence)}
        extractor = extractor_version(model)
        write_manifest(version, extractor=extractor, settings=settings, counts=built.counts())
    if server is not None:
        server.save(graph, progress=lambda what, done, total: tell(f"load {what}", done, total))
        clock.lap("load")
    return built


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
    reading = _read(*inputs, format=format, keep_going=keep_going)

    def annotations() -> Iterator[Annotation]:
        total = reading.report.read
        whole = annotate(reading, model=pipeline, workers=_workers(workers, total))
        annotated = cut(whole, min_confidence=min_confidence)
        for done, (_, annotation) in enumerate(annotated, 1):
            yield annotation
            tell("annotate", done, total)

    return reading, annotations()


def evaluate_files(
    gold_files: Sequence[str | Path],
    *,
    predicted: str | Path | None = None,
    model: Path | None = None,
    workers: int | None = None,
    min_confidence: float = 0.0,
    errors: Path | None = None,
    progress: Progress | None = None,
) -> Scorecard:
    """Scores annotations against gold files.

    Args:
        gold_files: Gold annotations; papers in several of them are averaged.
        predicted: A file of annotations; without it the gold papers are annotated now.
        model: Directory of a trained pipeline, whose types the gold has; the shipped one
            unless said.
        workers: Processes that annotate.
        min_confidence: Leave out what is less sure than this, from 0 to 1.
        errors: A file for the worst disagreements; a former report there is replaced.
        progress: Told how far annotating is.

    Raises:
        InputError: A file cannot be read.
        AnnotationError: A gold or predicted record breaks the rules, or the model is no
            trained pipeline.
        AtlasError: The file for disagreements cannot be written, or holds something else.
    """
    tell = progress or silent
    if errors is not None:
        check_replaceable(errors, first_line=TITLE)
    model = model or MODEL
    vocabulary = read_vocabulary(model)
    gold: list[list[GoldPaper]] = [
        list(read_gold(path, vocabulary=vocabulary)) for path in gold_files
    ]
    if predicted is not None:
        found = list(read_predicted(predicted))
    else:
        found = []
        papers = {paper.paper.id: paper.paper for file in gold for paper in file}
        processes = _workers(workers, len(papers))
        for annotated in annotate(papers.values(), model=model, workers=processes):
            found.append(annotated.annotation)
            tell("annotate", len(found), len(papers))
    found = [cut_annotation(one, min_confidence=min_confidence) for one in found]
    card = evaluate(found, *gold, vocabulary=vocabulary)
    if errors is not None:
        write_whole(errors, errors_report(found, *gold))
    return card


def _read(*inputs: str | Path, format: str | None, keep_going: bool) -> Reading:
    chosen = None if format is None else Format(format)
    return read(*inputs, format=chosen, keep_going=keep_going)


def _workers(wanted: int | None, papers: int) -> int:
    """As many processes as asked for, else one a core while there is enough to do."""
    if wanted is not None:
        return wanted
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return max(1, min(cores or 1, papers // _PAPERS_PER_WORKER))
