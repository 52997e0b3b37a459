"""Expected calibration error: by hand, and on facts of a paper."""

from __future__ import annotations

import math
import random

import pytest

from extract.scoring.calibration import Judged, calibration, calibrations, judged_facts
from extract.scoring.comparison import Comparison
from tests.extract.test_evaluation import small_gold, small_prediction


def test_what_is_right_as_often_as_it_says_has_no_error() -> None:
    """Three of four at 0.75, all at 1, none at 0."""
    facts = [Judged(0.75, n < 3) for n in range(4)]
    facts += [Judged(1.0, True), Judged(0.0, False)]
    found = calibration(facts)
    assert found.error == 0
    assert [(b.low, b.items, b.right) for b in found.bins] == [
        (0, 1, 0),
        (0.7, 4, 0.75),
        (0.9, 1, 1),
    ]


def test_bins_are_weighted_by_what_is_in_them() -> None:
    """Nine facts that are 0.1 too sure and one that is 0.5 too unsure."""
    facts = [Judged(1.0, True)] * 8 + [Judged(1.0, False)] + [Judged(0.5, True)]
    assert calibration(facts).error == pytest.approx(0.9 * (1 / 9) + 0.1 * 0.5)


def test_without_confidences_it_is_the_share_that_is_wrong() -> None:
    """A file that states none counts as all sure."""
    found = calibration([Judged(1.0, n % 4 > 0) for n in range(100)])
    assert found.error == pytest.approx(0.25)
    assert len(found.bins) == 1


def test_a_border_belongs_to_the_bin_above_it() -> None:
    """0.3 falls into 0.3 to 0.4, and 1 into the last."""
    lows = [calibration([Judged(c, True)]).bins[0].low for c in (0.3, 0.2999, 1.0, 0.0)]
    assert lows == [0.3, 0.2, 0.9, 0.0]


def test_drawn_as_often_as_said_it_is_small() -> None:
    """20,000 facts whose confidence is their chance."""
    draw = random.Random(3)
    chances = [draw.random() for _ in range(20_000)]
    assert calibration([Judged(c, draw.random() < c) for c in chances]).error < 0.015
    assert calibration([Judged(c, draw.random() < c * c) for c in chances]).error > 0.15


@pytest.mark.parametrize("wrong", [-0.01, 1.01, math.nan])
def test_what_is_no_share_is_refused(wrong: float) -> None:
    """The value is named."""
    with pytest.raises(ValueError, match=f"a confidence is {wrong}"):
        calibration([Judged(0.5, True), Judged(wrong, True)])


def test_the_facts_of_a_paper_are_judged_by_its_gold() -> None:
    """Two mentions, one introduction, one relation right; the other relation is not."""
    facts = list(judged_facts(Comparison(small_prediction(), small_gold())))
    assert [(name, fact.right) for name, fact in facts] == [
        ("mentions", True),
        ("mentions", True),
        ("introduces", True),
        ("relations", True),
        ("relations", False),
    ]
    assert {name: c.error for name, c in calibrations(facts).items()} == {
        "mentions": 0,
        "introduces": 0,
        "relations": 0.5,
    }
