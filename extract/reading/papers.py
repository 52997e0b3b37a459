"""The door of the reading stage: ``read`` names the sources, ``Reading`` yields their papers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from extract.reading.entries import Format, LocatedPaper
from extract.reading.recognition import entries
from extract.reading.survey import Place, ReadingReport, Survey
from schemas.errors import FormatError, InputErrors
from schemas.paper import Paper


class Reading:
    """The usable papers of some sources, in input order, as often as they are asked for.

    Each iteration goes over the sources again and holds one paper at a time.

    Args:
        survey: What the first pass found.

    Attributes:
        report: How many there are, what was repeated, failed or left out.
    """

    def __init__(self, survey: Survey) -> None:
        self._survey = survey
        self.report: ReadingReport = survey.report

    def __iter__(self) -> Iterator[Paper]:
        """Yield the papers.

        Raises:
            FormatError: A file changed or went away since it was checked.
        """
        yielded = 0
        for index, source, form in self._survey.sources:
            for entry in entries(source, format=form):
                if not isinstance(entry, LocatedPaper):
                    continue
                if self._survey.holds(entry.paper, Place(index, entry.line)):
                    yielded += 1
                    yield entry.paper
        if yielded != self.report.read:
            problem = f"{yielded} papers instead of {self.report.read}: the input changed meanwhile"
            raise FormatError(problem, file=", ".join(s.file for _, s, _ in self._survey.sources))


def read(*sources: str | Path, format: Format | None = None, keep_going: bool = False) -> Reading:
    r"""Check all sources and give their papers, in input order.

    The check goes over everything once and keeps no paper. The same id with the same text
    is kept once and reported as repeated; the same id with another text is an error that
    names both places, and neither is built.

    Args:
        sources: Paths; ``-`` is standard input. Plain or gzip, xz or zstd.
        format: Force a format; recognised from the content where not given.
        keep_going: Report what cannot be used in ``report.failed`` and yield the rest.

    Raises:
        FormatError: One file as a whole is not usable.
        PaperError: One paper is not usable.
        InputErrors: Several of these.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as directory:
        ...     path = Path(directory, "page.txt")
        ...     _ = path.write_text("Subscribe\n\nMaze Runners\n\nMice plan.\n")
        ...     reading = read(path)
        ...     [paper.title for paper in reading], len(reading.report.skipped)
        (['Maze Runners'], 1)
    """
    survey = Survey(_checked(sources), format=format)
    if survey.report.failed and not keep_going:
        errors = survey.report.failed
        raise errors[0] if len(errors) == 1 else InputErrors(errors)
    return Reading(survey)


def _checked(sources: Sequence[str | Path]) -> Sequence[str | Path]:
    if not sources:
        raise FormatError("no source of papers was named", file="<nothing>")
    return sources
