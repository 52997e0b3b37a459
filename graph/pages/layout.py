"""Where the nodes of a page stand: in sectors by relation, no two overlapping.

The concept stands in the middle. What is joined to it in the same way shares a sector,
the most telling innermost, and a paper stands beside what it introduces. Every node
is a box wide enough for its label; boxes are put one by one on the best free point of
a fixed polar grid, so the result needs no physics and no random numbers, and is whole
numbers throughout.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_RING = 24.0  # between two rings of the grid
_ARC = 16.0  # between two points of a ring
_STRETCH = 1.15  # labels are wide and screens too
_NARROWEST = 0.05  # of the circle, for a sector of one small box
_GAP = 6.0  # between two boxes

_FEW = 24  # nodes that can stand around the concept side by side
_AT_ONCE = 16  # points tried in the first step; each further one tries twice as many
_REACH = 120.0  # around a partner that its companions are looked for first

_Floats = NDArray[np.float64]
_Order = NDArray[np.intp]


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
            round(radius * math.cos(self.angle) * _STRETCH),
            round(radius * math.sin(self.angle)),
        )


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
    spots = _Spots(boxes, middle=middle)
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


class _Spots:
    """A polar grid of places, and the boxes that already stand on it.

    A point is open until even the smallest of all boxes could not stand there any more;
    only open points are tried.
    """

    def __init__(self, boxes: Sequence[Box], *, middle: float) -> None:
        self.where: dict[str, tuple[int, int]] = {}
        self._taken = np.zeros((len(boxes) + 1, 4))
        self._placed = 0
        self._narrowest = min((box.width for box in boxes), default=0.0) / 2
        self._lowest = min((box.height for box in boxes), default=0.0) / 2
        room = sum((box.width + _GAP) * (box.height + _GAP) for box in boxes)
        inner = 168.0
        outer = inner + 300.0 + math.sqrt(3 * room / (math.pi * _STRETCH))
        rings = [
            np.stack([np.full(count, radius), np.arange(count) * (2 * math.pi / count)])
            for radius in np.arange(inner, outer, _RING)
            for count in [4 * int(math.pi * radius / _ARC / 2)]
        ]
        self._radius, self._angle = np.concatenate(rings, axis=1)
        self._x: _Floats = np.rint(self._radius * np.cos(self._angle) * _STRETCH)
        self._y: _Floats = np.rint(self._radius * np.sin(self._angle))
        self._open = np.ones(self._x.size, dtype=bool)
        self._by_x = np.argsort(self._x, kind="stable")
        self._sorted_x = self._x[self._by_x]
        self._take(0.0, 0.0, middle, middle)

    def order_in_sector(self, sector: Sector) -> _Order:
        """Near the middle and near the sector's own middle line; outside it, the last resort."""
        turned = (self._angle - sector.angle + math.pi) % (2 * math.pi) - math.pi
        turn = np.abs(turned) / sector.half
        cost = self._radius * (1 + 0.3 * turn) + np.where(turn > 1, 1e5 * turn, 0.0)
        return np.argsort(cost, kind="stable")

    def still_open(self, order: _Order) -> _Order:
        """An order without points that are not open, as soon as its first are not."""
        if self._open[order[:_AT_ONCE]].any():
            return order
        return order[self._open[order]]

    def orders_beside(
        self, partner: tuple[int, int], others: Sequence[tuple[int, int]]
    ) -> Iterator[_Order]:
        """Near the partner, rather behind it than before it, and not in line with others there.

        No point costs less than it is far from the place behind the partner, so that those
        within a reach that cost no more than it come before all that are beyond it.
        """
        x, y = partner
        reach = _REACH
        while True:
            points = self._between(1.12 * x, 1.12 * y, reach, reach)
            points = np.sort(points[self._open[points]])
            cost = np.hypot(self._x[points] - 1.12 * x, self._y[points] - 1.12 * y)
            dx, dy = self._x[points] - x, self._y[points] - y
            distance = np.maximum(np.hypot(dx, dy), 1.0)
            for u, v in others:
                to_other = max(math.hypot(u - x, v - y), 1.0)
                aligned = (dx * (u - x) + dy * (v - y)) / (distance * to_other)
                cost += 150.0 * np.clip((aligned - 0.8) / 0.2, 0.0, 1.0)
            within = np.flatnonzero(cost <= reach)
            yield points[within[np.argsort(cost[within], kind="stable")]]
            if reach == math.inf:
                return
            reach = 3 * reach if reach < self._radius[-1] else math.inf

    def place(self, box: Box, orders: Iterable[_Order]) -> None:
        """Put the box on the first free point of the first order that has one."""
        wide, high = box.width / 2, box.height / 2
        taken = self._taken[: self._placed]
        for points in (chunk for order in orders for chunk in _chunks(order)):
            chunk = points[self._open[points]]
            apart_x = np.abs(self._x[chunk, None] - taken[:, 0]) >= wide + taken[:, 2]
            apart_y = np.abs(self._y[chunk, None] - taken[:, 1]) >= high + taken[:, 3]
            free = np.flatnonzero((apart_x | apart_y).all(axis=1))
            if free.size:
                spot = chunk[free[0]]
                x, y = float(self._x[spot]), float(self._y[spot])
                break
        else:  # the grid is full: below everything
            x, y = 0.0, float((taken[:, 1] + taken[:, 3]).max() + high + _GAP)
        self._take(x, y, wide + _GAP, high + _GAP)
        self.where[box.id] = (round(x), round(y))

    def _take(self, x: float, y: float, wide: float, high: float) -> None:
        self._taken[self._placed] = x, y, wide, high
        self._placed += 1
        wide, high = self._narrowest + wide, self._lowest + high
        near = self._between(x, y, wide + 1, high + 1)
        blocked = (np.abs(self._x[near] - x) < wide) & (np.abs(self._y[near] - y) < high)
        self._open[near[blocked]] = False

    def _between(self, x: float, y: float, across: float, along: float) -> _Order:
        """The points of a rectangle, by the distance of its sides from its middle."""
        first, end = np.searchsorted(self._sorted_x, (x - across, x + across))
        points = self._by_x[first:end]
        return points[np.abs(self._y[points] - y) <= along]


def _chunks(order: _Order) -> Iterator[_Order]:
    start, size = 0, _AT_ONCE
    while start < order.size:
        yield order[start : start + size]
        start, size = start + size, 2 * size
