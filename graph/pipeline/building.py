"""The spine, run end to end: ``build(resolve(annotate(read(path))))``, then saved."""

from __future__ import annotations

import time
from pathlib import Path

from extract.annotation import annotate
from extract.confidence_cut import cut
from extract.pipeline import MODEL, read_vocabulary
from extract.resolution import resolve
from extract.version import extractor_version
from graph.atlas import edge_counts, node_counts
from graph.build import build
from graph.build_report import BuildReport
from graph.contents import PageChoice, write_contents
from graph.directory import check_writable, new_version
from graph.manifest import write_manifest
from graph.pipeline.annotating import processes, read_papers
from graph.progress import Progress, silent
from graph.spool import Spool
from graph.stores import Store


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
    reading = read_papers(*inputs, format=format, keep_going=keep_going)
    report = reading.report
    clock.lap("read")
    with new_version(directory) as version, Spool(version / "spool") as spool:
        empty = 0
        whole = annotate(reading, model=model, workers=processes(workers, report.read))
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
