"""What a user says of names where the rules are wrong: the curation of an atlas.

The models say what the file says and where; they read no file. Every name is a way to
write a thing, in whatever case and with whatever hyphens, or the id of a node.
"""

from __future__ import annotations

from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from schemas.errors import CurationError

_FROZEN = ConfigDict(frozen=True, extra="forbid")


class CuratedName(NamedTuple):
    """A name as the file writes it, and where: line and column, counted from 1."""

    text: str
    line: int
    column: int


class CuratedPair(NamedTuple):
    """A name, and what it is to be: its new name, or its new type."""

    name: CuratedName
    to: CuratedName


class Curation(BaseModel):
    """All decisions of one file; the order of its lines says nothing.

    Attributes:
        file: The file as the user named it, for messages.
        same: Names of one thing, two or more each time.
        different: Names of two or more things, which nothing is to join.
        rename: What nodes are to be called.
        retype: What types nodes are to have.
        hide: Nodes that are not to be in the graph.

    Example:
        >>> curation = Curation(hide=(CuratedName("napkins", line=2, column=8),))
        >>> curation.is_empty, Curation().is_empty
        (False, True)
        >>> str(curation.error("nothing to say", curation.hide[0]))
        'atlas.yaml:2:8: nothing to say'
    """

    model_config = _FROZEN

    file: str = "atlas.yaml"
    same: tuple[tuple[CuratedName, ...], ...] = ()
    different: tuple[tuple[CuratedName, ...], ...] = ()
    rename: tuple[CuratedPair, ...] = ()
    retype: tuple[CuratedPair, ...] = ()
    hide: tuple[CuratedName, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is decided."""
        return not (self.same or self.different or self.rename or self.retype or self.hide)

    def error(self, problem: str, at: CuratedName) -> CurationError:
        """An error that names the place of a name."""
        return CurationError(problem, file=self.file, line=at.line, column=at.column)
