# what needs the libraries of training is imported where they are
"""Calibrations and cuts from answers whose truth is known."""

from __future__ import annotations

import math
import random

import pytest

pytest.importorskip("sklearn", reason="scikit-learn is needed for training alone")

from extract.network.calibration import Calibration
from extract.training.fitting import CUTS, NEVER, Answer, best, fit, with_best_cut


def answers(count: int, *, slope: float, offsets: dict[str, float]) -> list[Answer]:
    """Answers that are right as often as a calibration says."""
    rng = random.Random(0)
    made = []
    for _ in range(count):
        label, score = rng.choice(sorted(offsets)), rng.gauss(0, 2)
        chance = 1 / (1 + math.exp(-(slope * score + offsets[label])))
        made.append(Answer(score, label, rng.random() < chance))
    return made


def test_a_calibration_is_found_again() -> None:
    """Slope, and the offset of every label."""
    found = fit(answers(20_000, slope=0.7, offsets={"a": -1.0, "b": 0.5}))
    assert found.slope == pytest.approx(0.7, abs=0.05)
    assert found.offsets["a"] == pytest.approx(-1.0, abs=0.1)
    assert found.offsets["b"] == pytest.approx(0.5, abs=0.1)


def test_confidences_are_shares_of_right_answers() -> None:
    """In every tenth, to a few hundredths."""
    given = answers(20_000, slope=0.7, offsets={"a": -1.0, "b": 0.5})
    calibration = fit(given)
    bins: dict[int, list[tuple[float, bool]]] = {}
    for answer in given:
        confidence = calibration.confidence(answer.score, answer.label)
        bins.setdefault(min(9, int(10 * confidence)), []).append((confidence, answer.right))
    for inside in bins.values():
        said = sum(confidence for confidence, _ in inside) / len(inside)
        assert said == pytest.approx(sum(right for _, right in inside) / len(inside), abs=0.05)


def test_a_label_of_one_kind_of_answer_takes_the_offset_of_all() -> None:
    """From right ones alone no offset can be told."""
    given = [*answers(500, slope=1.0, offsets={"a": 0.0}), Answer(1.0, "c", True)]
    found = fit(given)
    assert found.offsets.keys() == {"a"}
    assert found.confidence(0.5, "c") == found.confidence(0.5)


@pytest.mark.parametrize("given", [[], [Answer(1.0, "a", True)], [Answer(1.0, "a", False)] * 3])
def test_answers_of_one_kind_teach_nothing(given: list[Answer]) -> None:
    """The plain calibration stays."""
    assert fit(given) == Calibration()


def test_the_cut_gives_the_best_f1() -> None:
    """Nearly: it is smoothed over its neighbours; what was never proposed counts as missed."""
    given = answers(5_000, slope=1.5, offsets={"a": -1.0})
    total = sum(answer.right for answer in given)
    plain = fit(given)

    def f1(cut: float, gold: int) -> float:
        yes = [a.right for a in given if plain.confidence(a.score, a.label) >= cut]
        return 2 * sum(yes) / (len(yes) + gold)

    for gold in (total, 2 * total):
        found = with_best_cut(plain, given, gold=gold)
        assert found.cut in CUTS
        assert found.slope == plain.slope
        assert f1(found.cut, gold) > max(f1(cut, gold) for cut in CUTS) - 0.005


def test_no_single_peak_decides() -> None:
    """A plain of good cuts is better than one lucky one."""
    values = {0.1: 0.95, 0.2: 0.1, 0.3: 0.8, 0.4: 0.8, 0.5: 0.8}
    assert best(values.__getitem__, tuple(values)) == 0.4


def test_no_answers_have_a_cut_as_well() -> None:
    """A paper may have nothing to decide."""
    assert with_best_cut(Calibration(), [], gold=3).cut in CUTS
    assert with_best_cut(Calibration(), [], gold=0).cut == NEVER
