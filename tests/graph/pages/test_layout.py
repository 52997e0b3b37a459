"""Nodes are placed in sectors, on whole numbers, never over each other."""

from __future__ import annotations

import itertools
import math

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.pages.boxes import Box
from graph.pages.layout import placed, sectors_of

_boxes = st.lists(
    st.tuples(st.integers(0, 5), st.integers(10, 200), st.integers(10, 70), st.integers(0, 40)),
    max_size=40,
).map(
    lambda rows: [
        Box(f"n{i}", group, width, height, beside=f"n{beside}" if beside < i else None)
        for i, (group, width, height, beside) in enumerate(rows)
    ]
)


def _overlap(one: Box, other: Box, where: dict[str, tuple[int, int]]) -> bool:
    (x, y), (u, v) = where[one.id], where[other.id]
    return (
        abs(x - u) < (one.width + other.width) / 2 and abs(y - v) < (one.height + other.height) / 2
    )


@settings(deadline=None, max_examples=60)
@given(_boxes)
def test_no_overlaps(boxes: list[Box]) -> None:
    """Every box gets a place of whole numbers, apart from all others and from the middle."""
    where = placed(boxes, sectors=sectors_of(boxes), middle=60)
    assert set(where) == {box.id for box in boxes}
    for one, other in itertools.combinations(boxes, 2):
        assert not _overlap(one, other, where)
    for box in boxes:
        x, y = where[box.id]
        assert isinstance(x, int) and isinstance(y, int)
        assert abs(x) >= 60 + box.width / 2 or abs(y) >= 60 + box.height / 2


def test_a_full_neighbourhood() -> None:
    """150 nodes stay within a picture whose names can be read on a screen, every time the same."""
    boxes = [Box(f"n{i}", i % 5, 120, 40) for i in range(150)]
    where = placed(boxes, sectors=sectors_of(boxes))
    assert where == placed(boxes, sectors=sectors_of(boxes))
    assert max(math.hypot(x, y) for x, y in where.values()) < 1000


def test_groups_keep_together() -> None:
    """A group's nodes stand in its own sector."""
    boxes = [Box(f"n{i}", i % 3, 60, 40) for i in range(60)]
    sectors = sectors_of(boxes)
    where = placed(boxes, sectors=sectors)
    for box in boxes:
        x, y = where[box.id]
        sector = sectors[box.group]
        turn = (math.atan2(y, x / 1.15) - sector.angle + math.pi) % (2 * math.pi) - math.pi
        assert abs(turn) <= sector.half + 0.05


def test_beside_its_partner() -> None:
    """A box that belongs beside another stands nearer to it than the other to the middle."""
    boxes = [Box("method", 0, 90, 40), Box("paper", 1, 20, 20, beside="method")]
    where = placed(boxes, sectors=sectors_of(boxes))
    assert math.dist(where["method"], where["paper"]) < math.hypot(*where["method"]) / 2
    assert math.hypot(*where["paper"]) > math.hypot(*where["method"])


def test_nothing_to_place() -> None:
    """A concept alone has no layout."""
    assert placed([], sectors=sectors_of([])) == {}


def test_a_small_neighbourhood_fans_out() -> None:
    """A handful of nodes of one group stand all around and not in a heap."""
    boxes = [Box(f"n{i}", 0, 80, 40) for i in range(6)]
    where = placed(boxes, sectors=sectors_of(boxes))
    assert where["n0"][1] == 0  # the first to the right
    assert where["n0"][0] > 0
    angles = sorted(math.atan2(y, x) for x, y in where.values())
    assert all(b - a > math.radians(40) for a, b in itertools.pairwise(angles))


def test_companions_do_not_line_up() -> None:
    """Boxes beside the same one stand in different directions from it."""
    partner = Box("p", 0, 80, 40)
    boxes = [partner, *(Box(f"c{i}", 0, 60, 30, beside="p") for i in range(4))]
    where = placed(boxes, sectors=sectors_of(boxes))
    x, y = where["p"]
    angles = sorted(math.atan2(v - y, u - x) for name, (u, v) in where.items() if name != "p")
    assert all(b - a > math.radians(25) for a, b in itertools.pairwise(angles))


def _on_the_best_free_point(
    boxes: list[Box], beside: Box, where: dict[str, tuple[int, int]]
) -> bool:
    """Whether no free point is nearer to the place behind the partner."""
    x, y = (1.12 * part for part in where[str(beside.beside)])

    def cost(u: float, v: float) -> float:
        return math.hypot(u - x, v - y)

    radii = [168 + 24 * ring for ring in range(30)]
    points = [
        (round(r * math.cos(2 * math.pi * nth / count) * 1.15), round(r * math.sin(a)))
        for r in radii
        for count in [4 * int(math.pi * r / 16 / 2)]
        for nth in range(count)
        for a in [2 * math.pi * nth / count]
    ]
    own = cost(*where[beside.id])
    nearer = [point for point in points if cost(*point) < own - 1]
    others = [box for box in boxes if box.id != beside.id]
    return all(
        (abs(u) < 60 + beside.width / 2 and abs(v) < 60 + beside.height / 2)
        or any(
            abs(u - where[o.id][0]) < (beside.width + o.width) / 2 + 6
            and abs(v - where[o.id][1]) < (beside.height + o.height) / 2 + 6
            for o in others
        )
        for u, v in nearer
    )


def test_nothing_nearer_was_free() -> None:
    """A companion stands on the nearest free point, however far its partner's surroundings fill."""
    leaders = [Box(f"n{i}", i % 3, 30 + 10 * (i % 9), 20 + i % 30) for i in range(90)]
    companion = Box("c", 0, 120, 50, beside="n0")
    boxes = [*leaders, companion]
    where = placed(boxes, sectors=sectors_of(boxes))
    assert math.dist(where["c"], where["n0"]) > 120
    assert _on_the_best_free_point(boxes, companion, where)
