"""A version made from the one in force, where few papers are new, revised or withdrawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import networkx as nx

from extract.resolution.ledger import mended
from graph.amending import Amended, amend
from graph.atlas import edge_counts, node_counts
from graph.change import GraphChange, difference
from graph.collection import held_back
from graph.contents import write_views
from graph.directory import DATABASE, LEDGER, PAGES
from graph.ends_file import AmendedEdges
from graph.files import read_graph
from graph.fingerprint import fingerprint
from graph.former import Former
from graph.name_file import amend_names
from graph.pages import FormerPages
from graph.pages.touched import Amendment
from graph.pipeline.gathering import CutPapers, Gathering, Wanted
from graph.pipeline.job import Job, Written
from graph.pipeline.step import Step, step_to
from graph.progress import Progress, silent
from graph.stores import Store
from graph.stores.ladybug_log import copy_file_and_log
from graph.version import code_version


def step_of(job: Job) -> Step | None:
    """The step from the former version, where that can be mended by it.

    It can if the same code made it, of the same settings, nothing of it is damaged and the user
    decides nothing; and where few papers are other, since all is made anew in less time than
    much is mended.
    """
    former = job.former
    if (
        former is None
        or job.is_curated
        or former.manifest.get("curated", True)
        or former.extractor != job.making.annotator.version
        or former.manifest["versions"].get("code") != code_version()
        or former.settings["min_confidence"] != job.least
        or former.damage
        or not (former.version / LEDGER).is_file()
    ):
        return None
    most = job.making.most_changed * former.count
    step = job.want.step
    if step is None:
        return step_to(former, job.want.papers, most=most)
    return step if step.papers <= most else None


def amended_version(job: Job, former: Former, step: Step) -> Written:
    """Annotates what is new, finds what that changes, and writes the version by it."""
    making = job.making
    gathering = Gathering(job.spool, former, least=job.least)
    new = Wanted(step.new.values(), total=len(step.new), new=len(step.new))
    gathering.run(new, making.annotator, progress=making.progress, forecast=making.forecast)
    job.clock.lap("annotate")
    with held_back():
        amended = _amended(job, former, step)
        amend_names(former.version, job.version, before=amended.before, after=amended.after)
        after = fingerprint(job.version)
        change = difference(
            amended.before, amended.after, before=former.manifest["graph"], after=after
        )
        job.clock.lap("write")

        def follow(store: Store, progress: Progress = silent) -> None:
            follow_change(store, change, job.version, progress=progress)

        making.progress("store", 0, None)
        if (former.version / DATABASE).is_file():
            copy_file_and_log(former.version / DATABASE, job.version / DATABASE)
        with making.database(job.version / DATABASE) as store:
            follow(store)
        job.clock.lap("store")
    making.progress("pages", 0, None)
    before, after_it = amended.before, amended.after
    pages = write_views(
        job.version,
        pages=job.asked["pages"],
        former=FormerPages(former.version / PAGES, Amendment(before, after_it, change)),
        amended=AmendedEdges(
            former.version,
            amended.edges,
            gone=before.nodes - after_it.nodes,
            new=after_it.nodes - before.nodes,
        ),
    )
    job.clock.lap("pages")
    counts = former.manifest["counts"]
    return Written(
        nodes=_counted(counts["nodes"], node_counts, amended),
        edges=_counted(counts["edges"], edge_counts, amended),
        pages=pages,
        fingerprint=after,
        without_entities=counts["without_entities"] + amended.without_entities,
        reused=job.want.total - len(step.new) + gathering.reused,
        load=follow,
    )


def follow_change(
    store: Store, change: GraphChange, version: Path, *, progress: Progress = silent
) -> bool:
    """Changes a store, or saves a version into it where it is not what the change is of.

    Returns:
        Whether the change was enough.
    """
    if store.update(change, progress=progress):
        return True
    store.save(read_graph(version), fingerprint=change.after, progress=progress)
    return False


def _amended(job: Job, former: Former, step: Step) -> Amended:
    job.making.progress("resolve", 0, None)
    new = {annotated.paper.id: annotated for annotated in CutPapers(job.spool, job.least)}
    change = mended(former.version / LEDGER, job.version / LEDGER, gone=step.gone, new=new.values())
    job.clock.lap("resolve")
    job.making.progress("write", 0, None)
    return amend(
        former.version,
        job.version,
        change,
        gone=step.gone,
        new=new,
        vocabulary=job.making.annotator.vocabulary,
    )


def _counted(
    before: Mapping[str, int],
    counts_of: Callable[[nx.MultiDiGraph], dict[str, int]],
    amended: Amended,
) -> dict[str, int]:
    """Counts by type, carried on."""
    counts = Counter(before)
    counts.update(counts_of(amended.after))
    counts.subtract(counts_of(amended.before))
    return {kind: number for kind, number in sorted(counts.items()) if number}
