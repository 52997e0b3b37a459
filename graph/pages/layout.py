"""Where the nodes of a page stand: in sectors by relation, no two overlapping.

The concept stands in the middle. What is joined to it in the same way shares a sector,
the most telling innermost, and a paper stands beside what it introduces. Every node
is a box wide enough for its label; boxes are put one by one on the best free point of
a fixed polar grid, so the result needs no physics and no random numbers, and is whole
numbers throughout.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from graph.pages.boxes import Box, Sector
from graph.pages.spots import Spots

_NARROWEST = 0.05  # of the circle, for a sector of one small box

_FEW = 24  # nodes that can stand around the concept side by side


def sectors_of(boxes: Sequence[Box]) -> dict[int, Sector]:
    """The sector of each group, as wide as its boxes need; the first box to the right.

    Boxes that stand beside another one need no room in theirs.

    Example:
        >>> sectors_of([Box("a", 0, 60, 40), Box("b", 1, 60, 40)])[0].towards(100)
        (115, 0)
    """
    needs: dict[int, float] = {}
    leaders = _leaders(boxes)
    for box in leaders:
        needs[box.group] = needs.get(box.group, 0.0) + box.width * box.height
    floor = _NARROWEST * sum(needs.values())
    shares = {group: max(need, floor) for group, need in sorted(needs.items())}
    whole = sum(shares.values())
    first = min(shares, default=0)
    slices = sum(box.group == first for box in leaders) if len(leaders) <= _FEW else 1
    start = -math.pi * shares.get(first, 0.0) / (whole or 1.0) / max(slices, 1)
    sectors = {}
    for group, share in shares.items():
        half = math.pi * share / whole
        sectors[group] = Sector(start + half, half)
        start += 2 * half
    return sectors


def placed(
    boxes: Sequence[Box], *, sectors: Mapping[int, Sector], middle: float = 60.0
) -> dict[str, tuple[int, int]]:
    """Place boxes around the origin.

    Args:
        boxes: The most telling first: the order from the middle outwards.
        sectors: Where each group belongs; see ``sectors_of``.
        middle: Half the width of the square kept free for the concept itself.

    Returns:
        The middle of each box; boxes never overlap each other or that square.

    Example:
        >>> boxes = [Box("a", 0, 60, 40), Box("b", 1, 60, 40)]
        >>> placed(boxes, sectors=sectors_of(boxes))
        {'a': (193, 0), 'b': (-193, 0)}
    """
    ids = {box.id for box in boxes}
    spots = Spots(boxes, middle=middle)
    leaders = _leaders(boxes)
    if len(leaders) <= _FEW:  # a slice for each: a small neighbourhood fans out
        for box, sector in _slices(leaders, sectors):
            spots.place(box, [spots.order_in_sector(sector)])
    else:
        preferred = {group: spots.order_in_sector(sector) for group, sector in sectors.items()}
        for box in leaders:
            preferred[box.group] = spots.still_open(preferred[box.group])
            spots.place(box, [preferred[box.group]])
    companions: dict[str | None, list[tuple[int, int]]] = {}
    for box in boxes:
        if box.beside in ids:
            partner = spots.where.get(str(box.beside), (0, 0))
            others = companions.setdefault(box.beside, [])
            spots.place(box, spots.orders_beside(partner, others))
            others.append(spots.where[box.id])
    return spots.where


def _leaders(boxes: Sequence[Box]) -> list[Box]:
    """The boxes that stand in a sector and not beside another box."""
    ids = {box.id for box in boxes}
    return [box for box in boxes if box.beside not in ids]


def _slices(boxes: Sequence[Box], sectors: Mapping[int, Sector]) -> Iterator[tuple[Box, Sector]]:
    """Cut each sector into equal slices, one for each of its boxes."""
    for group, sector in sectors.items():
        members = [box for box in boxes if box.group == group]
        half = sector.half / max(len(members), 1)
        start = sector.angle - sector.half
        for nth, box in enumerate(members):
            yield box, Sector(start + (2 * nth + 1) * half, half)
