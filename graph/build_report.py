"""What a build or a change did, counted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from schemas import InputError


@dataclass(frozen=True)
class Changes:
    """What became of the papers that were added, and what was withdrawn.

    Attributes:
        added: Papers that the atlas did not have.
        revised: Papers of a known id whose text or data is another now.
        unchanged: Papers that the atlas had just so.
        removed: Papers withdrawn.
    """

    added: int = 0
    revised: int = 0
    unchanged: int = 0
    removed: int = 0


@dataclass(frozen=True)
class BuildReport:
    """What a run did.

    Attributes:
        papers: Papers that came in; built, failed and repeated add up to it in a build.
        built: Papers in the atlas.
        failed: Papers left out.
        problems: What was wrong with each of them, and with files that failed whole.
        repeated: Papers that came twice with the same text.
        skipped: Lines of the input that belong to no paper.
        without_entities: Papers of the atlas in which nothing was found.
        nodes: Nodes of each type.
        edges: Edges of each type.
        pages: Concept pages written.
        reused: Papers whose annotation was there from before.
        changes: What ``add`` and ``remove`` changed.
        warnings: What the user's decisions say of names that are gone.
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
    reused: int = 0
    changes: Changes = field(default_factory=Changes)
    warnings: tuple[str, ...] = ()
    seconds: dict[str, float] = field(default_factory=dict)

    def counts(self) -> dict[str, Any]:
        """What is in the atlas, whatever way it came to be; the manifest keeps it."""
        return {
            "papers": self.built,
            "without_entities": self.without_entities,
            "nodes": self.nodes,
            "edges": self.edges,
            "pages": self.pages,
        }

    def run(self) -> dict[str, int]:
        """What the last run alone did; the manifest keeps it beside the counts."""
        return {"papers": self.papers, "failed": self.failed, "repeated": self.repeated}
