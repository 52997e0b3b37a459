"""A grid of places around a concept, and the boxes that stand on it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from graph.pages.boxes import STRETCH, Box, Sector

_RING = 24.0  # between two rings of the grid
_ARC = 16.0  # between two points of a ring
_GAP = 6.0  # between two boxes
_AT_ONCE = 16  # points tried in the first step; each further one tries twice as many
_REACH = 120.0  # around a partner that its companions are looked for first

_Floats = NDArray[np.float64]
_Order = NDArray[np.intp]


class Spots:
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
        outer = inner + 300.0 + math.sqrt(3 * room / (math.pi * STRETCH))
        rings = [
            np.stack([np.full(count, radius), np.arange(count) * (2 * math.pi / count)])
            for radius in np.arange(inner, outer, _RING)
            for count in [4 * int(math.pi * radius / _ARC / 2)]
        ]
        self._radius, self._angle = np.concatenate(rings, axis=1)
        self._x: _Floats = np.rint(self._radius * np.cos(self._angle) * STRETCH)
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
