"""What a build did, counted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from schemas import InputError


@dataclass(frozen=True)
class BuildReport:
    """What a build did.

    Attributes:
        papers: Papers that came in; built, failed and repeated add up to it.
        built: Papers in the atlas.
        failed: Papers left out.
        problems: What was wrong with each of them, and with files that failed whole.
        repeated: Papers that came twice with the same text.
        skipped: Lines of the input that belong to no paper.
        without_entities: Papers in which nothing was found.
        nodes: Nodes of each type.
        edges: Edges of each type.
        pages: Concept pages written.
        seconds: Time of each stage.
    """

    papers: int
    built: int
    failed: int
    problems: tuple[InputError, ...]
    repeated: int
    skipped: int
    without_entities: int
    nodes: dict[str, int]
    edges: dict[str, int]
    pages: int
    seconds: dict[str, float] = field(default_factory=dict)

    def counts(self) -> dict[str, Any]:
        """What an atlas keeps of it in its manifest."""
        return {
            "papers": self.papers,
            "built": self.built,
            "failed": self.failed,
            "repeated": self.repeated,
            "without_entities": self.without_entities,
            "nodes": self.nodes,
            "edges": self.edges,
            "pages": self.pages,
        }
