"""The first pass over the input: everything is checked before anything is built.

Of each paper only its id, a digest of its text and its place are kept, so that memory
stays small however many there are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from extract.reading.entries import Format, LocatedPaper, SkippedLine
from extract.reading.recognition import entries, recognised_format
from extract.reading.sources import STDIN, STDIN_NAME, Source, shown_name
from schemas.errors import FormatError, InputError, PaperError
from schemas.paper import Paper

_DIGEST_BYTES: Final = 16
_SOURCE_BYTES: Final = 4
_LINE_BYTES: Final = 8


class Repeated(NamedTuple):
    """A paper that came again, with the same id and the same text; its first place counts."""

    id: str
    where: str


@dataclass(frozen=True)
class ReadingReport:
    """What the first pass found.

    Attributes:
        read: Number of papers that will be yielded.
        repeated: Papers that came again, in input order.
        failed: What cannot be used, in input order: one ``PaperError`` a paper, one
            ``FormatError`` a file.
        skipped: Lines that belong to no paper, in input order.
        formats: The format of each file that could be recognised, by its name.
    """

    read: int
    repeated: tuple[Repeated, ...]
    failed: tuple[InputError, ...]
    skipped: tuple[SkippedLine, ...]
    formats: dict[str, Format]

    @property
    def failed_papers(self) -> int:
        """How many papers cannot be used, files that failed as a whole not counted."""
        return sum(isinstance(error, PaperError) for error in self.failed)

    @property
    def papers_in(self) -> int:
        """Papers in the input: read, failed and repeated."""
        return self.read + self.failed_papers + len(self.repeated)


class Place(NamedTuple):
    """Where a paper starts.

    Attributes:
        source: Index of the source.
        line: Line in it, counted from 1.
    """

    source: int
    line: int


class _Copy(NamedTuple):
    """Another paper of an id that is known already."""

    id: str
    place: Place
    same_text: bool


class Survey:
    """What is known of all papers after going over every source once.

    Args:
        names: The sources as the user named them.
        format: The format of all of them; recognised from the content where not given.

    Attributes:
        sources: The sources that can be read, each with its index and format.
        report: What was found.
    """

    def __init__(self, names: Sequence[str | Path], *, format: Format | None) -> None:
        self._known: dict[str, bytes] = {}
        self._copies: list[_Copy] = []
        self._failed: list[tuple[Place, InputError]] = []
        self._skipped: list[SkippedLine] = []
        self._formats: dict[str, Format] = {}
        self._files = [shown_name(name) for name in names]
        self.sources: list[tuple[int, Source, Format]] = []
        for index, name in enumerate(names):
            before = (len(self._known), len(self._copies), len(self._failed), len(self._skipped))
            try:
                self._open_and_read(index, name, format)
            except FormatError as error:
                self._forget_since(*before)
                self._failed.append((Place(index, error.line or 0), error))
        repeated = self._sorted_out()
        self._failed.sort(key=lambda failure: failure[0])
        self.report = ReadingReport(
            read=len(self._known),
            repeated=tuple(repeated),
            failed=tuple(error for _, error in self._failed),
            skipped=tuple(self._skipped),
            formats=self._formats,
        )

    def holds(self, paper: Paper, place: Place) -> bool:
        """Whether this is the paper to build for its id, and not a copy or a conflict.

        Raises:
            FormatError: Its text is not what it was when the sources were checked.
        """
        known = self._known.get(paper.id)
        if known is None or _place(known) != place:
            return False
        if known[:_DIGEST_BYTES] != text_digest(paper):
            problem = "this file changed while it was being read"
            raise FormatError(problem, file=self._files[place.source], line=place.line)
        return True

    def _open_and_read(self, index: int, name: str | Path, format: Format | None) -> None:
        if str(name) == STDIN and STDIN_NAME in self._files[:index]:
            raise FormatError("standard input can be read once only", file=STDIN_NAME)
        source = Source(name)
        head = source.head()
        form = format or recognised_format(head.decode("utf-8", "replace"), file=source.file)
        self._formats[source.file] = form
        papers = len(self._known) + len(self._copies) + len(self._failed)
        for entry in entries(source, format=form):
            if isinstance(entry, LocatedPaper):
                self._note(entry.paper, Place(index, entry.line))
            elif isinstance(entry, SkippedLine):
                self._skipped.append(entry)
            else:
                self._failed.append((Place(index, entry.line or 0), entry))
        if papers == len(self._known) + len(self._copies) + len(self._failed):
            raise FormatError(f"there is no paper in this file, read as {form}", file=source.file)
        self.sources.append((index, source, form))

    def _note(self, paper: Paper, place: Place) -> None:
        digest = text_digest(paper)
        known = self._known.get(paper.id)
        if known is None:
            self._known[paper.id] = digest + _packed(place)
        else:
            self._copies.append(_Copy(paper.id, place, known[:_DIGEST_BYTES] == digest))

    def _forget_since(self, known: int, copies: int, failed: int, skipped: int) -> None:
        """Drop what a file gave that turned out to be unusable as a whole."""
        while len(self._known) > known:
            self._known.popitem()
        del self._copies[copies:], self._failed[failed:], self._skipped[skipped:]

    def _sorted_out(self) -> list[Repeated]:
        """Turn copies into repeats and conflicts; a conflict fails every paper of its id."""
        other = {copy.id: copy.place for copy in reversed(self._copies) if not copy.same_text}
        repeated = []
        for copy in self._copies:
            if copy.id not in other:
                repeated.append(Repeated(copy.id, self._where(copy.place)))
                continue
            first = _place(self._known[copy.id])
            self._conflict(copy.id, copy.place, other[copy.id] if copy.same_text else first)
        for identifier, place in other.items():
            self._conflict(identifier, _place(self._known.pop(identifier)), place)
        return repeated

    def _conflict(self, identifier: str, place: Place, against: Place) -> None:
        error = PaperError(
            f"this id stands at {self._where(against)} too, with another text: "
            "neither is built, give each text an id of its own",
            file=self._files[place.source],
            line=place.line,
            paper=identifier,
        )
        self._failed.append((place, error))

    def _where(self, place: Place) -> str:
        return f"{self._files[place.source]}:{place.line}"


def text_digest(paper: Paper) -> bytes:
    """A hash of title and abstract; no text holds the NUL that parts them here."""
    text = f"{paper.title}\0{paper.abstract}".encode()
    return hashlib.blake2b(text, digest_size=_DIGEST_BYTES).digest()


def _packed(place: Place) -> bytes:
    return place.source.to_bytes(_SOURCE_BYTES) + place.line.to_bytes(_LINE_BYTES)


def _place(known: bytes) -> Place:
    middle = _DIGEST_BYTES + _SOURCE_BYTES
    return Place(
        int.from_bytes(known[_DIGEST_BYTES:middle]),
        int.from_bytes(known[middle:]),
    )
