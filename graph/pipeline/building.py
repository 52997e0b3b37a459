"""The spine, run end to end: ``build(resolve(annotate(read(path))))``, then saved."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from graph.build_report import BuildReport
from graph.contents import PageChoice
from graph.curation import curation_for
from graph.directory import UNFINISHED, check_writable, new_version
from graph.former import Former
from graph.manifest import write_manifest
from graph.pipeline.amended_version import amended_version, step_of
from graph.pipeline.annotating import read_papers
from graph.pipeline.extractor import Annotator, TrainedExtractor
from graph.pipeline.gathering import Wanted
from graph.pipeline.job import Clock, Job, Making, Written
from graph.pipeline.whole_version import whole_version
from graph.progress import Forecast, Progress, silent, unforeseen
from graph.spool import Spool
from graph.stores import Store
from schemas import AtlasError, DamagedStoreError

DEFAULTS: Final[Mapping[str, Any]] = {"pages": 200, "min_confidence": 0.0}
"""What is asked for where nobody says."""


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
    forecast: Forecast | None = None,
    curation: Path | None = None,
) -> BuildReport:
    """Reads papers and writes their atlas, whole or not at all.

    Annotations that the former atlas holds of the same text, or that a build left which was
    stopped, are taken and not made again.

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
        forecast: Told, after a few seconds, how long annotating will take.
        curation: File of the user's decisions on names; ``atlas.yaml`` in the directory
            unless said.

    Raises:
        CurationError: The user's decisions are wrong or contradict each other.
        InputError: A paper or a file cannot be read.
        AnnotationError: The model is no trained pipeline.
        AtlasError: The directory cannot be written.
        StoreError: The second store failed; the directory is complete.
    """
    directory = Path(directory)
    check_writable(directory)
    making = trained_making(
        model,
        workers=workers,
        server=server,
        progress=progress,
        forecast=forecast,
        curation=curation,
    )
    clock = Clock()
    making.progress("read", 0, None)
    reading = read_papers(*inputs, format=format, keep_going=keep_going)
    count = reading.report.read
    clock.lap("read")
    return make(
        directory,
        lambda _: Wanted(reading, total=count, new=count, read=reading.report),
        making,
        settings={"pages": pages, "min_confidence": float(min_confidence)},
        clock=clock,
    )


def trained_making(
    model: Path | None,
    *,
    workers: int | None,
    server: Store | None,
    progress: Progress | None,
    forecast: Forecast | None,
    curation: Path | None,
) -> Making:
    """Making with a trained pipeline and the embedded database, as the functions are asked to.

    Raises:
        AnnotationError: The model is no trained pipeline.
    """
    return Making(
        TrainedExtractor(model, workers=workers),
        server=server,
        progress=progress or silent,
        forecast=forecast or unforeseen,
        curation=curation,
    )


def make(
    directory: Path,
    wanted: Callable[[Former | None], Wanted],
    making: Making,
    *,
    settings: Mapping[str, Any],
    clock: Clock | None = None,
) -> BuildReport:
    """Writes the next version of an atlas: annotated, resolved, built, saved.

    Args:
        directory: The atlas directory.
        wanted: From the atlas in force, if any, to what the next one holds. It is asked
            once nobody else can write.
        making: How.
        settings: What is asked for; where it says nothing, what the former atlas has.
        clock: What has measured the stages so far.
    """
    clock = clock or Clock()
    annotator = making.annotator
    curation = curation_for(directory, annotator.vocabulary.types, chosen=making.curation)
    with new_version(directory) as version:
        former = Former.find(directory)
        asked = {**DEFAULTS, **(former.settings if former else {})}
        asked.update((name, value) for name, value in settings.items() if value is not None)
        least = float(asked["min_confidence"])
        with Spool(directory / UNFINISHED, extractor=annotator.version, least=least) as spool:
            want = wanted(former)
            job = Job(version, former, want, spool, making, asked, curation, clock)
            written = _written(job)
            read = want.read
            report = BuildReport(
                papers=read.papers_in if read else 0,
                built=want.total,
                failed=read.failed_papers if read else 0,
                problems=tuple(read.failed) if read else (),
                repeated=len(read.repeated) if read else 0,
                skipped=len(read.skipped) if read else 0,
                without_entities=written.without_entities,
                nodes=written.nodes,
                edges=written.edges,
                pages=written.pages,
                reused=written.reused,
                changes=want.changes,
                warnings=written.warnings,
                seconds=clock.seconds,
            )
            write_manifest(
                version,
                extractor=annotator.version,
                settings={name: asked[name] for name in DEFAULTS},
                counts=report.counts(),
                run=report.run(),
                graph=written.fingerprint,
                curated=job.is_curated,
            )
    spool.done()
    if making.server is not None:
        written.load(making.server, _loading(making.progress))
        clock.lap("load")
    return report


def _written(job: Job) -> Written:
    """The next version: the one in force mended, where it can be, else all made anew.

    It cannot where a file of it is damaged.
    """
    former = job.former
    problem = next(iter(former.damage.values()), None) if former else None
    step = step_of(job)
    if former is not None and step is not None:
        try:
            return amended_version(job, former, step)
        except (AtlasError, DamagedStoreError) as damage:
            problem = str(damage).rpartition("; ")[0] or str(damage)  # without what to do
            for path in job.version.iterdir():
                shutil.rmtree(path) if path.is_dir() else path.unlink()
    written = whole_version(job)
    if problem is None:
        return written
    again = f"all was made anew, since the version before could not be mended: {problem}"
    return replace(written, warnings=(*written.warnings, again))


def _loading(tell: Progress) -> Progress:
    """Progress that says it is the second store which is loaded."""
    return lambda what, done, of: tell(f"load {what}", done, of)


def check_vocabulary(former: Former, annotator: Annotator) -> None:
    """Raises an error where an annotator speaks of other things than an atlas does.

    Raises:
        AtlasError: Their types or relations differ.
    """
    if former.vocabulary != annotator.vocabulary:
        raise AtlasError(
            f"the atlas has the types {', '.join(former.vocabulary.types)}, this pipeline "
            f"{', '.join(annotator.vocabulary.types)}: give --model the pipeline that the atlas "
            "was built with, or build it anew"
        )
