"""From a score to a confidence."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.network.calibration import DIGITS, Calibration, log_odds


@given(st.floats(0, 1))
def test_log_odds_and_confidence_undo_each_other(probability: float) -> None:
    """But for the rounding, and for what is all but certain."""
    assert Calibration().confidence(log_odds(probability)) == pytest.approx(probability, abs=6e-4)


@given(st.floats(-1e6, 1e6), st.floats(0.01, 5), st.floats(-5, 5))
def test_a_confidence_is_the_logistic_of_the_odds(
    score: float, slope: float, offset: float
) -> None:
    """Rounded, and within 0 and 1 however large the score."""
    odds = max(-50.0, min(50.0, slope * score + offset))
    found = Calibration(slope=slope, offset=offset).confidence(score)
    assert found == round(1 / (1 + math.exp(-odds)), DIGITS)
    assert 0 <= found <= 1


def test_labels_have_offsets_of_their_own() -> None:
    """One without takes that of all."""
    calibration = Calibration(offset=1.0, offsets={"Task": -1.0})
    assert calibration.confidence(0, "Task") == 0.269
    assert calibration.confidence(0, "Model") == calibration.confidence(0) == 0.731
