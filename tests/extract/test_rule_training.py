"""Training of the linear scorers: on a made-up field the cue is learned and written."""

from pathlib import Path

import pytest

from extract.linear.scorer import LinearScorer

pytest.importorskip("sklearn", reason="scikit-learn is needed for training alone")

from extract.training.linear import (
    Examples,
    FeatureNumbers,
    calibrate,
    calibration_error,
    figures,
    fit,
    write,
)


def made_up(papers: range, numbers: FeatureNumbers) -> Examples:
    """Candidates with the cue are right, but for every tenth; others are wrong."""
    examples = Examples(["YES"], gold={"YES": 0})
    for paper in papers:
        right = paper % 10 != 0
        examples.add(numbers.row(["cue", "noise"]), allowed=1, answers=int(right), paper=paper)
        examples.add(numbers.row(["noise"]), allowed=1, answers=0, paper=paper)
        examples.add(numbers.row(["cue"]), allowed=0, answers=0, paper=paper)
        examples.gold["YES"] += right
    return examples


def test_a_cue_is_learned_calibrated_and_written(tmp_path: Path) -> None:
    """What is read back answers as what was fitted; forbidden candidates count for nothing."""
    numbers = FeatureNumbers()
    train = made_up(range(200), numbers)
    numbers.growing = False
    heldout = made_up(range(200, 300), numbers)
    fitted = fit(train, numbers, strength=1.0, least=5, prune=0.01)
    scores = fitted.scores(heldout.matrix(len(numbers.numbers)))
    calibration = calibrate(scores, heldout)
    assert figures(scores, heldout, calibration)["YES"] == {
        "precision": 0.9,
        "recall": 1.0,
        "f1": round(180 / 190, 4),
        "gold": 90,
    }
    assert calibration_error(scores, heldout, calibration) < 0.02
    write(tmp_path, "toy", fitted, calibration, labels=["YES"], about={"papers": 200})
    scorer = LinearScorer.load("toy", folder=tmp_path)
    assert scorer.probabilities(["cue", "noise"])[0] == pytest.approx(0.9, abs=0.02)
    assert scorer.probabilities(["noise"])[0] < scorer.calibration.cut


def test_rare_features_get_no_weight() -> None:
    """Seen in fewer candidates than asked for."""
    numbers = FeatureNumbers()
    train = made_up(range(50), numbers)
    train.add(numbers.row(["rare"]), allowed=1, answers=1, paper=50)
    assert "rare" not in fit(train, numbers, strength=1.0, least=2, prune=0.0).features
