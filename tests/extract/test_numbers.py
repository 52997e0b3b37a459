"""Numbers: which count as results."""

from __future__ import annotations

from extract.components.numbers import FoundValue, chosen_values
from extract.network.calibration import Calibration
from schemas import ResultKind


def value(start: int, end: int, score: float, kind: ResultKind = ResultKind.ABSOLUTE) -> FoundValue:
    """A number at some place."""
    return FoundValue(start, end, (1, 1), kind, score)


def test_the_cut_decides_by_kind() -> None:
    """Each kind has its offset; the order is that of the text."""
    values = [value(20, 25, 0.5, ResultKind.GAIN), value(10, 15, 0.5), value(0, 5, -1.0)]
    calibration = Calibration(offsets={"gain": -2.0, "absolute": 0.0}, cut=0.5)
    assert chosen_values(values, calibration=calibration) == [value(10, 15, 0.5)]
    every = chosen_values(values, calibration=Calibration(cut=0.0))
    assert [v.start for v in every] == [0, 10, 20]


def test_of_numbers_that_overlap_the_likeliest_counts() -> None:
    """A range, or its ends; of equals the first and longest."""
    whole, low, high = (0, 20), (0, 5), (15, 20)
    ends = [value(*whole, 1.0), value(*low, 2.0), value(*high, 3.0)]
    assert [v.start for v in chosen_values(ends, calibration=Calibration())] == [0, 15]
    range_ = [value(*whole, 2.5), value(*low, 2.0), value(*high, 1.0)]
    assert [(v.start, v.end) for v in chosen_values(range_, calibration=Calibration())] == [whole]
    equal = [value(*low, 2.0), value(*whole, 2.0), value(*high, 2.0)]
    assert [(v.start, v.end) for v in chosen_values(equal, calibration=Calibration())] == [whole]
