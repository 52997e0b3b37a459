"""The canonical files of what resolution decided, and of what it left to a person.

merges.jsonl        one join a line, by node and surface
refused.jsonl       one join a line that was not made, by its two surfaces
conflicts.jsonl     one node a line on whose type papers disagree, by id
suggestions.jsonl   two nodes a line that may be one, by their ids; nothing is joined by it
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from graph.lines import records, write_models
from schemas import Merge, RefusedMerge, Resolution, Suggestion, TypeConflict

MERGES = "merges.jsonl"
REFUSED = "refused.jsonl"
CONFLICTS = "conflicts.jsonl"
SUGGESTIONS = "suggestions.jsonl"
DECISIONS = (MERGES, REFUSED, CONFLICTS, SUGGESTIONS)


def write_decisions(resolution: Resolution, directory: Path) -> None:
    """Writes these files into a directory that exists."""
    write_models(directory / MERGES, resolution.merges)
    write_models(directory / REFUSED, resolution.refused)
    write_models(directory / CONFLICTS, resolution.conflicts)
    write_models(directory / SUGGESTIONS, resolution.suggestions)


def read_merges(directory: Path, *, node: str | None = None) -> Iterator[Merge]:
    """The joins of an atlas, or of one node, by node and surface."""
    holding = [] if node is None else [f'"node":{json.dumps(node, ensure_ascii=False)}']
    return records(directory / MERGES, Merge, holding=holding)


def read_refused(directory: Path) -> Iterator[RefusedMerge]:
    """The joins that were not made, by their surfaces."""
    return records(directory / REFUSED, RefusedMerge)


def read_conflicts(directory: Path) -> Iterator[TypeConflict]:
    """The nodes on whose type papers disagree, by id."""
    return records(directory / CONFLICTS, TypeConflict)


def read_suggestions(directory: Path) -> Iterator[Suggestion]:
    """The nodes that may be one, by id."""
    return records(directory / SUGGESTIONS, Suggestion)
