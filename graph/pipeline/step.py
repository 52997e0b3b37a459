"""What leads from the atlas in force to the next one, as papers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from graph.former import Former
from schemas import Paper


class Step(NamedTuple):
    """What leads from the atlas in force to the next one.

    Attributes:
        new: Papers that it does not have, or has otherwise, by id.
        gone: Ids of papers that it has and the next one has not, or has otherwise.
    """

    new: Mapping[str, Paper]
    gone: frozenset[str]

    @property
    def papers(self) -> int:
        """How many papers it is about."""
        return len(self.gone | self.new.keys())


def step_to(former: Former, papers: Iterable[Paper], *, most: float) -> Step | None:
    """The step from an atlas to one of these papers; ``None`` where it is a large one.

    Args:
        former: The atlas.
        papers: All papers of the next one.
        most: How many papers it may be about.
    """
    new: dict[str, Paper] = {}
    left = set(former.every_id)
    for paper in papers:
        left.discard(paper.id)
        if not former.holds(paper):
            new[paper.id] = paper
        if len(new) > most:
            return None
    step = Step(new, frozenset(left | (new.keys() & former.every_id)))
    return step if step.papers <= most else None
