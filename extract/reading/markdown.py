"""Markdown digests: ``## Title``, facts about the paper if any, then paragraphs.

A paper reads from its ``##`` heading to the next heading of the same or a higher level::

    # A week of mice                    skipped, as is all else before the first ##

    ## Maze Runners: Mice that Plan     the title; [Title](address) gives the url too
    - id: mice/7                        facts, each optional, directly under the title:
    - year: 2023                        id, year, venue, url, authors (parted by ;)
    - venue: Rodent Letters

    Mice run through mazes. This line   lines of a paragraph are joined by a space,
    belongs to the same paragraph.

    A second paragraph.                 paragraphs by a blank line

Any other list item is text and a paragraph of its own. Headings below ``##``, rules and
what stands under a ``#`` are skipped and reported. A ``##`` inside a code fence is no
heading. Other markup is left as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from extract.reading.entries import Entry, LocatedPaper, SkippedLine
from extract.reading.fields import checked_paper
from extract.reading.sources import Source
from schemas.errors import FormatError, PaperError

TITLE_HEADING: Final = re.compile(r"^ {0,3}##(?:[ \t]+(?P<title>.*?))?(?:[ \t]+#+)?[ \t]*$")
"""A heading of the second level; its title may be missing."""

_OTHER_HEADING: Final = re.compile(r"^ {0,3}(?P<marks>#|#{3,6})(?:[ \t]|$)")
_RULE: Final = re.compile(r"^ {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$")
_FENCE: Final = re.compile(r"^ {0,3}(?:```|~~~)")
_FACT: Final = re.compile(r"^[-*+][ \t]+(id|year|venue|url|authors)[ \t]*:(.*)$", re.IGNORECASE)
_ITEM: Final = re.compile(r"^(?:[-*+]|\d{1,3}[.)])[ \t]")
_LINK: Final = re.compile(r"^\[(?P<text>.+)\]\(<?(?P<url>https?://[^\s>]+?)>?\)$")


def markdown_entries(source: Source) -> Iterator[Entry]:
    """The papers of a digest, the lines left out, and what is wrong.

    Raises:
        FormatError: There is no ``##`` heading, or the file cannot be read on.
    """
    yield from entries_of_lines(source.text_lines(), file=source.file)


def entries_of_lines(lines: Iterator[tuple[int, str]], *, file: str) -> Iterator[Entry]:
    """The same of numbered lines.

    Example:
        >>> digest = ["# Mice", "## Maze Runners", "- year: 2023", "", "Mice plan,", "we say."]
        >>> for entry in entries_of_lines(iter(enumerate(digest, start=1)), file="f"):
        ...     print(entry.text if isinstance(entry, SkippedLine) else entry.paper.abstract)
        # Mice
        Mice plan, we say.
    """
    section: _Section | None = None
    found = fenced = False
    for number, line in lines:
        fenced ^= _FENCE.match(line) is not None
        heading = None if fenced else TITLE_HEADING.match(line)
        other = None if fenced else _OTHER_HEADING.match(line)
        if heading or (other and other["marks"] == "#"):
            if section is not None:
                yield section.paper()
            section = None
        if heading:
            found = True
            section = _Section(file, number, (heading["title"] or "").strip())
        elif not line.strip():
            if section is not None:
                section.end_paragraph()
        elif section is None or other or (not fenced and _RULE.match(line)):
            yield SkippedLine(file, number, line.strip())
            if section is not None:
                section.end_paragraph()
        else:
            problem = section.read(number, line.strip())
            if problem is not None:
                yield problem
                section = None
    if section is not None:
        yield section.paper()
    if not found:
        raise FormatError("there is no '## Title' heading in this Markdown", file=file)


class _Section:
    """One paper as far as it has been read."""

    def __init__(self, file: str, line: int, title: str) -> None:
        self._file = file
        self._line = line
        link = _LINK.match(title)
        self._fields: dict[str, object] = {"title": link["text"] if link else title}
        if link:
            self._fields["url"] = link["url"]
        self._facts: set[str] = set()
        self._paragraphs: list[list[str]] = []
        self._open = False

    def read(self, number: int, text: str) -> PaperError | None:
        fact = None if self._paragraphs else _FACT.match(text)
        if fact is None:
            if not self._open or _ITEM.match(text):
                self._paragraphs.append([])
            self._paragraphs[-1].append(text)
            self._open = True
            return None
        name, value = fact[1].lower(), fact[2].strip()
        if name in self._facts:
            title = str(self._fields["title"])
            problem = f"the {name} is given twice"
            return PaperError(problem, file=self._file, line=number, paper=title)
        self._facts.add(name)
        if name == "authors":
            self._fields[name] = [part.strip() for part in value.split(";") if part.strip()]
        elif value:
            self._fields[name] = value
        return None

    def end_paragraph(self) -> None:
        self._open = False

    def paper(self) -> LocatedPaper | PaperError:
        abstract = "\n\n".join(" ".join(lines) for lines in self._paragraphs)
        fields = {**self._fields, "abstract": abstract or None}
        try:
            return LocatedPaper(checked_paper(fields, file=self._file, line=self._line), self._line)
        except PaperError as error:
            return error
