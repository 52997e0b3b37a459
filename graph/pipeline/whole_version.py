"""A version made from all its papers: annotated, resolved, built, written."""

from __future__ import annotations

from extract.resolution import resolve
from graph.atlas import edge_counts, node_counts
from graph.build import build
from graph.collection import held_back
from graph.contents import write_contents
from graph.directory import LEDGER
from graph.pipeline.gathering import CutPapers, Gathering, reusable
from graph.pipeline.job import Job, Written
from graph.progress import Progress
from graph.stores import Store


def whole_version(job: Job) -> Written:
    """Annotates what is not known, resolves and builds all, and writes the version."""
    clock, tell, annotator = job.clock, job.making.progress, job.making.annotator
    gathering = Gathering(job.spool, reusable(job.former, annotator, job.least), least=job.least)
    gathering.run(job.want, annotator, progress=tell, forecast=job.making.forecast)
    clock.lap("annotate")
    with held_back() as settle:
        tell("resolve", 0, None)
        resolution = resolve(
            CutPapers(job.spool, job.least), curation=job.curation, ledger=job.version / LEDGER
        )
        clock.lap("resolve")
        tell("build", 0, None)
        graph = build(resolution, annotator.vocabulary)
        clock.lap("build")
        settle()
        contents = write_contents(
            resolution,
            graph,
            job.version,
            pages=job.asked["pages"],
            database=job.making.database,
            lap=clock.lap,
            tell=tell,
        )

    def load(store: Store, progress: Progress) -> None:
        store.save(graph, fingerprint=contents.fingerprint, progress=progress)

    return Written(
        nodes=node_counts(graph),
        edges=edge_counts(graph),
        pages=contents.pages,
        fingerprint=contents.fingerprint,
        without_entities=gathering.empty,
        reused=gathering.reused,
        load=load,
        warnings=resolution.warnings,
    )
