"""What the readers of the formats hand over, one entry after the other."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from schemas.errors import PaperError
from schemas.paper import Paper


class Format(StrEnum):
    """How papers are written down in a file."""

    PAGE = "page"
    """A pasted Hugging Face papers page."""

    JSONL = "jsonl"
    """One JSON object a line."""

    MARKDOWN = "markdown"
    """A digest: ``## Title`` and paragraphs."""


class LocatedPaper(NamedTuple):
    """A paper and the line that it starts in, counted from 1."""

    paper: Paper
    line: int


class SkippedLine(NamedTuple):
    """A line that belongs to no paper: page furniture, or text before the first heading."""

    file: str
    line: int
    text: str


Entry = LocatedPaper | SkippedLine | PaperError
"""A paper, a line left out, or a paper that cannot be used (reported, not raised)."""
