"""All papers of the next atlas with their annotations: made now, or known from before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from extract.confidence_cut import cut, cut_annotation
from extract.reading import ReadingReport
from graph.build_report import Changes
from graph.former import Former
from graph.pipeline.extractor import Annotator
from graph.pipeline.step import Step
from graph.progress import Forecast, Pace, Progress
from graph.spool import Spool
from schemas import AnnotatedPaper, Annotation, Paper


@dataclass(frozen=True)
class Wanted:
    """What the next atlas is to hold.

    Attributes:
        papers: All papers; those that may be new first.
        total: How many there are.
        new: How many of them may be new.
        read: What was read for it.
        changes: What becomes other than it was, where an atlas is changed.
        step: The papers that make the difference, where an atlas is changed.
    """

    papers: Iterable[Paper]
    total: int
    new: int
    read: ReadingReport | None = None
    changes: Changes = field(default_factory=Changes)
    step: Step | None = None


def reusable(former: Former | None, annotator: Annotator, least: float) -> Former | None:
    """The former atlas, if what the annotator would say of a known text stands in it."""
    if former is None or former.extractor != annotator.version or not former.has_annotations:
        return None
    return former if former.settings.get("min_confidence") in (0.0, least) else None


class Gathering:
    """Brings all wanted papers with their annotations into a spool.

    Args:
        spool: Where they go; what an earlier run left in it is taken.
        former: The atlas whose annotations are taken.
        least: The least confidence that stays, which decides what counts as empty.

    Attributes:
        empty: Papers in which nothing was found.
        reused: Papers whose annotation was there from before.
    """

    def __init__(self, spool: Spool, former: Former | None, *, least: float) -> None:
        self._spool = spool
        self._former = former
        self._least = least
        self.empty = self.reused = 0

    def run(
        self, want: Wanted, annotator: Annotator, *, progress: Progress, forecast: Forecast
    ) -> None:
        """Annotates what is new, and takes the rest from where it is."""
        pace = Pace(forecast)
        for annotated in annotator.annotate(self._new(want.papers), expected=want.new):
            self._spool.add(annotated)
            self._count(annotated.annotation)
            pace.done(left=want.new - len(self._spool))
            progress("annotate", len(self._spool), want.total)

    def _new(self, papers: Iterable[Paper]) -> Iterator[Paper]:
        for paper in papers:
            annotation = self._spool.take(paper)
            if annotation is None and self._former is not None:
                annotation = self._former.annotation(paper)
                if annotation is not None:
                    self._spool.add(AnnotatedPaper(paper, annotation))
            if annotation is None:
                yield paper
            else:
                self.reused += 1
                self._count(annotation)

    def _count(self, annotation: Annotation) -> None:
        self.empty += not cut_annotation(annotation, min_confidence=self._least).mentions


class CutPapers:
    """The papers of a spool, each annotation cut; iterable any number of times."""

    def __init__(self, spool: Spool, least: float) -> None:
        self._spool = spool
        self._least = least

    def __iter__(self) -> Iterator[AnnotatedPaper]:
        return cut(self._spool, min_confidence=self._least)
