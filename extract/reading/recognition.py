"""Which format a file is in, from what it holds; the ending of its name only breaks ties."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Final

from extract.reading.entries import Entry, Format
from extract.reading.hf_page import page_entries
from extract.reading.jsonl import jsonl_entries
from extract.reading.markdown import TITLE_HEADING, markdown_entries
from extract.reading.page_lines import LineKind, kind_of_line, visible
from extract.reading.sources import Source
from schemas.errors import FormatError

_LINES: Final = 40
"""How many lines that are not blank are looked at for JSON and for page furniture."""

_OBJECT: Final = re.compile(r'\{\s*(?:"|\}$)')
_COMPRESSED: Final = (".gz", ".xz", ".zst")
_ENDINGS: Final = {
    ".jsonl": Format.JSONL,
    ".ndjson": Format.JSONL,
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
}
_READERS: Final[dict[Format, Callable[[Source], Iterator[Entry]]]] = {
    Format.PAGE: page_entries,
    Format.JSONL: jsonl_entries,
    Format.MARKDOWN: markdown_entries,
}


def entries(source: Source, *, format: Format) -> Iterator[Entry]:
    """The papers of a source read as this format, with what was left out or is wrong.

    Raises:
        FormatError: The source as a whole is not usable.
    """
    return _READERS[format](source)


def recognised_format(head: str, *, file: str) -> Format:
    r"""The format of a file that begins so.

    A line that opens a JSON object makes it JSONL and a ``## `` heading Markdown; failing
    both, the ending of the name decides; then furniture of the page, or a paragraph,
    makes it a pasted page.

    Args:
        head: Its first lines, as text.
        file: Its name.

    Raises:
        FormatError: It is HTML, a JSON array, or nothing of the kind.

    Example:
        >>> recognised_format('{"id": "a"}\n', file="x")
        <Format.JSONL: 'jsonl'>
        >>> recognised_format("# Mice\n\n## Maze Runners\n\nMice plan.\n", file="x")
        <Format.MARKDOWN: 'markdown'>
        >>> recognised_format("Maze Runners\nMice plan.\n", file="x")
        <Format.PAGE: 'page'>
    """
    lines = [text for text in map(visible, head.splitlines()) if text]
    first = list(islice(lines, _LINES))
    if any(_OBJECT.match(line) for line in first):
        return Format.JSONL
    if any(TITLE_HEADING.match(line) for line in head.splitlines()):
        return Format.MARKDOWN
    by_name = _format_by_ending(file)
    if by_name is not None:
        return by_name
    if first and first[0].startswith("["):
        problem = "this is a JSON array, write one object a line instead (JSONL)"
        raise FormatError(problem, file=file, line=1)
    if first and re.match(r"<(?:!doctype|html|\?xml|head|body)\b", first[0], re.IGNORECASE):
        problem = "this is the source of a web page, paste the text that a browser shows"
        raise FormatError(problem, file=file, line=1)
    kinds = {kind_of_line(line) for line in lines}
    if kinds - {LineKind.CANDIDATE}:
        return Format.PAGE
    shown = first[0] if first else ""
    raise FormatError(
        "this is no pasted page with titles and abstracts, no JSONL and no Markdown with "
        f"'## Title' headings; it begins {shown[:60]!r} (--format page, jsonl or markdown "
        "forces a format)",
        file=file,
        line=1,
    )


def _format_by_ending(file: str) -> Format | None:
    name = file.lower()
    for ending in _COMPRESSED:
        name = name.removesuffix(ending)
    return next((form for ending, form in _ENDINGS.items() if name.endswith(ending)), None)
