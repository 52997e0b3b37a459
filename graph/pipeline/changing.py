"""Papers added, revised and withdrawn: the atlas is as if it had always been so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from extract.reading import ReadingReport
from graph.build_report import BuildReport, Changes
from graph.change import GraphChange
from graph.contents import PageChoice
from graph.directory import current_version
from graph.files import PAPERS, VOCABULARY
from graph.former import Former
from graph.pipeline.amended_version import follow_change
from graph.pipeline.annotating import read_papers
from graph.pipeline.building import check_vocabulary, make, trained_making
from graph.pipeline.gathering import Wanted
from graph.pipeline.job import Clock, Making
from graph.pipeline.step import Step
from graph.progress import Forecast, Progress
from graph.stores import Store
from schemas import AtlasError, Paper, UnknownNameError


def add_papers(
    *inputs: str | Path,
    directory: str | Path,
    format: str | None = None,
    keep_going: bool = False,
    pages: PageChoice | None = None,
    model: Path | None = None,
    workers: int | None = None,
    min_confidence: float | None = None,
    server: Store | None = None,
    progress: Progress | None = None,
    forecast: Forecast | None = None,
    curation: Path | None = None,
) -> BuildReport:
    """Adds papers to an atlas; one of a known id and another text replaces what was there.

    The atlas becomes what one build of all its papers gives. Only new text is annotated,
    unless the extractor is not the one that the atlas was built with: then all is.

    Args:
        *inputs: Files of papers; ``-`` is standard input.
        directory: The atlas directory.
        format: ``page``, ``jsonl`` or ``markdown``, where it should not be recognised.
        keep_going: Leave out papers that cannot be read instead of stopping.
        pages: How many concept pages; as the atlas has them unless said.
        model: Directory of the trained pipeline; the shipped one unless said.
        workers: Processes that annotate.
        min_confidence: Leave out what is less sure; as the atlas does unless said.
        server: A second store that gets the graph, once the directory is in place.
        progress: Told how far each stage is.
        forecast: Told, after a few seconds, how long annotating will take.
        curation: File of the user's decisions on names; ``atlas.yaml`` in the directory
            unless said.

    Raises:
        AtlasError: There is no atlas, it cannot be written, or has other types than the model.
        CurationError: The user's decisions are wrong or contradict each other.
        InputError: A paper or a file cannot be read; nothing is changed then.
        StoreError: The second store failed; the directory is complete.
    """
    directory = Path(directory)
    current_version(directory)  # an error now, before the reading
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
    papers = list(reading)
    clock.lap("read")
    settings = {"pages": pages, "min_confidence": min_confidence}
    return add(directory, papers, making, read=reading.report, settings=settings, clock=clock)


def remove_papers(
    *names: str,
    directory: str | Path,
    model: Path | None = None,
    workers: int | None = None,
    server: Store | None = None,
    progress: Progress | None = None,
    forecast: Forecast | None = None,
    curation: Path | None = None,
) -> BuildReport:
    """Withdraws papers from an atlas; it becomes what a build without them gives.

    Args:
        *names: Ids or titles of papers.
        directory: The atlas directory.
        model: Directory of the trained pipeline; the shipped one unless said.
        workers: Processes that annotate, where the extractor is another now.
        server: A second store that gets the graph, once the directory is in place.
        progress: Told how far each stage is.
        forecast: Told, after a few seconds, how long annotating will take.
        curation: File of the user's decisions on names; ``atlas.yaml`` in the directory
            unless said.

    Raises:
        NameLookupError: A name is that of no paper; nothing is changed then.
        AtlasError: There is no atlas, it cannot be written, or has other types than the model.
        CurationError: The user's decisions are wrong or contradict each other.
        StoreError: The second store failed; the directory is complete.
    """
    directory = Path(directory)
    current_version(directory)
    making = trained_making(
        model,
        workers=workers,
        server=server,
        progress=progress,
        forecast=forecast,
        curation=curation,
    )
    return remove(directory, names, making)


def add(
    directory: Path,
    papers: Iterable[Paper],
    making: Making,
    *,
    read: ReadingReport | None = None,
    settings: dict[str, PageChoice | float | None] | None = None,
    clock: Clock | None = None,
) -> BuildReport:
    """Adds papers that were read; see ``add_papers``."""
    given = {paper.id: paper for paper in papers}

    def wanted(former: Former | None) -> Wanted:
        atlas = _there(former, directory, making)
        known = atlas.known(given)
        new = {key: paper for key, paper in given.items() if known.get(key) != paper}
        gone = frozenset(known.keys() & new.keys())
        total = atlas.count + len(new) - len(gone)
        changes = Changes(
            added=len(new) - len(gone), revised=len(gone), unchanged=len(given) - len(new)
        )

        def every() -> Iterator[Paper]:
            yield from given.values()
            yield from (paper for paper in atlas.papers() if paper.id not in given)

        other = _is_read_again(atlas, making)
        return Wanted(
            every(),
            total=total,
            new=total if other else len(given),
            read=read,
            changes=changes,
            step=Step(new, gone),
        )

    return make(directory, wanted, making, settings=settings or {}, clock=clock)


def remove(directory: Path, names: Iterable[str], making: Making) -> BuildReport:
    """Withdraws papers; see ``remove_papers``."""
    asked = list(names)

    def wanted(former: Former | None) -> Wanted:
        atlas = _there(former, directory, making)
        try:
            gone = frozenset(atlas.ids(asked))
        except UnknownNameError as error:
            if making.server is not None and _completed(making.server, atlas):
                raise AtlasError(
                    f"{error}; the server still had what an earlier change took out, and holds "
                    "now what the atlas holds"
                ) from error
            raise
        total = atlas.count - len(gone)
        other = _is_read_again(atlas, making)
        return Wanted(
            (paper for paper in atlas.papers() if paper.id not in gone),
            total=total,
            new=total if other else 0,
            changes=Changes(removed=len(gone)),
            step=Step({}, gone),
        )

    return make(directory, wanted, making, settings={})


def _completed(server: Store, atlas: Former) -> bool:
    """Brings a server on which a change was cut to what the atlas holds; whether it had to."""
    graph = atlas.manifest["graph"]
    nothing = GraphChange(vocabulary=atlas.vocabulary, before=graph, after=graph)
    return not follow_change(server, nothing, atlas.version)


def _there(former: Former | None, directory: Path, making: Making) -> Former:
    if former is None:
        raise AtlasError(f"{directory} is no atlas that can be changed; build it anew")
    if problem := former.damage.get(PAPERS):
        raise AtlasError(f"{problem}: build the atlas anew from the files of its papers")
    if VOCABULARY not in former.damage:
        check_vocabulary(former, making.annotator)
    return former


def _is_read_again(atlas: Former, making: Making) -> bool:
    """Whether all papers are to be annotated, since their annotations are not to be had."""
    return atlas.extractor != making.annotator.version or not atlas.has_annotations
