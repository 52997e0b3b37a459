"""A Hugging Face papers page, selected and pasted: titles, abstracts and page furniture.

Blank lines are not looked at, so a paste that lost or doubled them reads the same. Each
line is judged by itself (see ``page_lines``), and then by its place:

- Prose after a title is its abstract; prose after prose is its next paragraph.
- A short line is a title when prose follows, with nothing but furniture between.
- A short line directly under "Submitted by" is the submitter's name, unless prose
  follows and no other line could be the title.
- A short line that is none of these is a title without an abstract: an error.

Two things no reader can tell from the page: an abstract whose title is missing reads as
one more paragraph of the abstract before it, and an unknown short line of the page
right before an abstract reads as its title.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from extract.reading.entries import Entry, LocatedPaper, SkippedLine
from extract.reading.fields import checked_paper
from extract.reading.page_lines import LineKind, kind_of_line, visible
from extract.reading.sources import Source
from schemas.errors import PaperError

PARAGRAPH_BREAK = "\n\n"
"""What joins the paragraphs of an abstract."""

_NAME_WORDS = 4
_NAME_LENGTH = 40


class _Short(NamedTuple):
    """A line that may be a title, and whether it stands right under "Submitted by"."""

    line: int
    text: str
    under_submitter: bool


def page_entries(source: Source) -> Iterator[Entry]:
    """The papers of a pasted page, the furniture left out, and what is wrong.

    Raises:
        FormatError: The file cannot be read on.
    """
    yield from entries_of_lines(source.text_lines(), file=source.file)


def entries_of_lines(lines: Iterator[tuple[int, str]], *, file: str) -> Iterator[Entry]:
    """The same of numbered lines.

    Example:
        >>> page = ["Subscribe", "Can Mice Plan?", "We ask mice.", "Submitted by", "ada", "Cats"]
        >>> for entry in entries_of_lines(iter(enumerate(page, start=1)), file="f"):
        ...     print(type(entry).__name__, getattr(entry, "line", None))
        SkippedLine 1
        SkippedLine 4
        LocatedPaper 2
        SkippedLine 5
        PaperError 6
    """
    page = _Page(file)
    for number, line in lines:
        text = visible(line)
        if text:
            yield from page.read(number, text)
    yield from page.end()


class _Page:
    """The page as far as it has been read: the open paper and the short lines after it."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._title: _Short | None = None
        self._paragraphs: list[str] = []
        self._shorts: list[_Short] = []
        self._after_submitter = False

    def read(self, number: int, text: str) -> Iterator[Entry]:
        kind = kind_of_line(text)
        if kind in (LineKind.FURNITURE, LineKind.SUBMITTER):
            yield SkippedLine(self._file, number, text)
        elif self._after_submitter and _like_a_name(text):
            self._shorts.append(_Short(number, text, under_submitter=True))
        elif kind is LineKind.PROSE:
            yield from self._prose(number, text)
        else:
            self._shorts.append(_Short(number, text, under_submitter=False))
        self._after_submitter = kind is LineKind.SUBMITTER

    def end(self) -> Iterator[Entry]:
        yield from self._close()
        yield from self._leftovers(self._shorts)

    def _prose(self, number: int, text: str) -> Iterator[Entry]:
        if self._shorts:
            yield from self._close()
            title = next((s for s in reversed(self._shorts) if not s.under_submitter), None)
            title = title or self._shorts[-1]
            yield from self._leftovers([s for s in self._shorts if s is not title])
            self._title, self._shorts = title, []
        if self._title is None:
            problem = f"an abstract without a title above it: {_shortened(text)!r}"
            yield PaperError(problem, file=self._file, line=number)
        else:
            self._paragraphs.append(text)

    def _close(self) -> Iterator[Entry]:
        if self._title is not None:
            fields = {"title": self._title.text, "abstract": PARAGRAPH_BREAK.join(self._paragraphs)}
            line = self._title.line
            try:
                yield LocatedPaper(checked_paper(fields, file=self._file, line=line), line)
            except PaperError as error:
                yield error
        self._title, self._paragraphs = None, []

    def _leftovers(self, shorts: list[_Short]) -> Iterator[Entry]:
        for short in shorts:
            if short.under_submitter:
                yield SkippedLine(self._file, short.line, short.text)
            else:
                problem = "a title without an abstract below it"
                yield PaperError(problem, file=self._file, line=short.line, paper=short.text)


def _like_a_name(text: str) -> bool:
    """Whether a line may be a person: a few words, even with a full stop as in "Ada L."."""
    return (
        len(text) <= _NAME_LENGTH
        and len(text.split()) <= _NAME_WORDS
        and not any(mark in text for mark in ":?!")
    )


def _shortened(text: str, length: int = 60) -> str:
    return text if len(text) <= length else f"{text[:length]}…"
