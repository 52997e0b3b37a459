"""What is placed on a page, and the sectors of the circle where it belongs."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

STRETCH: Final = 1.15
"""Labels are wide and screens too."""


@dataclass(frozen=True)
class Box:
    """What is to be placed.

    Attributes:
        id: Of the node.
        group: Its sector; sectors go round in the order of these numbers.
        width: Of node and label.
        height: Of node and label.
        beside: Id of another box to stand next to, where there is one.
    """

    id: str
    group: int
    width: float
    height: float
    beside: str | None = None


@dataclass(frozen=True)
class Sector:
    """A slice of the circle: the angle of its middle line, and half its width."""

    angle: float
    half: float

    def towards(self, radius: float) -> tuple[int, int]:
        """The point of the middle line at this distance."""
        return (
            round(radius * math.cos(self.angle) * STRETCH),
            round(radius * math.sin(self.angle)),
        )
