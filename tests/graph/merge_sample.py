"""An atlas with something of all that resolution decides, from papers made up for it."""

from __future__ import annotations

from pathlib import Path

from extract.resolution import resolve
from schemas import EntityType, Resolution
from tests.extract.resolution.papers import paper
from tests.graph.sample_atlas import write_atlas

_MODEL, _METHOD, _TASK = EntityType.MODEL, EntityType.METHOD, EntityType.TASK
_BENCHMARK = EntityType.BENCHMARK

MANY = 7
"""So many papers fold napkins, one of them with a slip of the pen."""


def merge_resolution() -> Resolution:
    """Spellings, an abbreviation, a type conflict, a size, a refused join, a slip of the pen."""
    long = ("quilted zone folding", _METHOD, "q")
    return resolve(
        [
            paper("a", ("Napkin-Net", _MODEL, "x"), ("Napkin-Net", _MODEL, "x")),
            paper("b", ("Napkin-Net", _MODEL, "x"), ("Napkin-Net 7B", _MODEL, "y")),
            paper("c", ("napkin net", _METHOD, "x"), ("QZF", _METHOD, "q")),
            paper("d", long, ("QZF", _METHOD, "q"), short={"QZF": "quilted zone folding"}),
            paper("e", long, ("Quilted Zone Folding", _METHOD, "q")),
            paper("f", ("TowelQA", _BENCHMARK, "x"), ("TowelQA 2", _BENCHMARK, "x")),
            paper("g", ("napkin foldng", _TASK, "x")),
            *(paper(f"h{n}", ("napkin folding", _TASK, "x")) for n in range(MANY - 1)),
        ]
    )


def write_merge_atlas(directory: Path) -> Path:
    """Writes the atlas and returns its directory."""
    return write_atlas(directory, merge_resolution(), papers=7 + MANY - 1, pages="none")
