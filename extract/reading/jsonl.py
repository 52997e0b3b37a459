r"""JSONL: one paper a line, ``{"id": …, "title": …, "abstract": …}``.

Lines end at ``\n`` alone, so that a U+2028 inside a string is text. Blank lines are
passed over. A line that cannot be used is reported and the next one is read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from extract.reading.entries import Entry, LocatedPaper
from extract.reading.fields import checked_paper
from extract.reading.sources import Source, bad_utf8
from schemas.errors import PaperError
from schemas.paper import Paper

_DECODER: Final = json.JSONDecoder()


def jsonl_entries(source: Source) -> Iterator[Entry]:
    """The papers of a JSONL file, one after the other, and what is wrong with the others.

    Raises:
        FormatError: The file cannot be read on.
    """
    for number, raw in source.byte_lines():
        if raw.isspace() or not raw:
            continue
        try:
            yield LocatedPaper(paper_from_line(raw, file=source.file, line=number), number)
        except PaperError as error:
            yield error


def paper_from_line(raw: bytes, *, file: str, line: int) -> Paper:
    r"""The paper that one line of JSON holds.

    Raises:
        PaperError: The line is not UTF-8, not JSON, no object, or no usable paper.

    Example:
        >>> paper_from_line(b'{"id": "a/1", "title": "T", "abstract": " We. "}', file="f", line=1)
        Paper(id='a/1', title='T', abstract=' We. ', year=None, venue=None, url=None, authors=())
    """
    try:
        value = _DECODER.decode(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise PaperError(bad_utf8(error), file=file, line=line) from None
    except json.JSONDecodeError as error:
        problem = f"not JSON: {error.msg} at character {error.colno}"
        raise PaperError(problem, file=file, line=line) from None
    except (ValueError, RecursionError) as error:  # a number too long, brackets too deep
        raise PaperError(f"not JSON that can be read: {error}", file=file, line=line) from None
    if not isinstance(value, dict):
        problem = 'not a JSON object: a line should read {"id": …, "title": …, "abstract": …}'
        raise PaperError(problem, file=file, line=line)
    return checked_paper(value, file=file, line=line)
