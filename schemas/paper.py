"""A paper as it is read: identity, text and what is known about its origin."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

SPAN_SEPARATOR = "\n"
"""What joins title and abstract in the text that all offsets count in."""


class Paper(BaseModel):
    r"""One paper.

    Attributes:
        id: Stable identifier, never used as a file name.
        title: Title, verbatim.
        abstract: Abstract, verbatim; several paragraphs are joined by blank lines.
        year: Year of publication, where known.
        venue: Where it appeared, where known.
        url: Address of the paper, where known.
        authors: Names of the authors, where known.

    Example:
        >>> Paper(id="p1", title="A", abstract="We present B.").text
        'A\nWe present B.'
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    title: str
    abstract: str
    year: int | None = None
    venue: str | None = None
    url: str | None = None
    authors: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Title, newline, abstract: offsets everywhere count its code points."""
        return f"{self.title}{SPAN_SEPARATOR}{self.abstract}"
