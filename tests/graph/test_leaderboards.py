"""Which of two results is the better one, and what stands where on a board."""

from __future__ import annotations

import random

import pytest

from graph.leaderboards import LOWER, TURNED, Finding, boards, lower_is_better


@pytest.mark.parametrize(
    "metric",
    [
        "error",
        "Error rates",
        "word error rate",
        "WER",
        "val_loss",
        "perplexity",
        "PPL",
        "FID",
        "gFID",
        "1-step FID",
        "mean absolute error",
        "inference latency",
        "wall-clock time",
        "cumulative regret",
        "training costs",
        "FPR@95",
        "collisions",
        "failure rate",
        "energy",
    ],
)
def test_less_is_better(metric: str) -> None:
    """What one would rather have none of."""
    assert lower_is_better(metric)


@pytest.mark.parametrize(
    "metric",
    [
        None,
        "",
        "accuracy",
        "success rate",
        "attack success rate",
        "mAP",
        "FPS",
        "lossless ratio",
        "error reduction",
        "memory savings",
        "cost efficiency",
        "hallucination detection F1",
        "mean time between failures",
        "timeliness",
    ],
)
def test_more_is_better(metric: str | None) -> None:
    """Also where a word of loss is turned by another, or stands only inside a word."""
    assert not lower_is_better(metric)


def test_the_words_are_as_the_rule_reads_them() -> None:
    """No word of the rule is a plural or upper case: it would never be met."""
    for word in LOWER | TURNED:
        assert lower_is_better(word) is (word in LOWER)
    assert not LOWER & TURNED


def _board(
    *rows: tuple[str, str | None, str, float | None, str | None],
) -> list[tuple[object, ...]]:
    return [
        (board.metric, place.rank, place.id)
        for board in boards(Finding(*row) for row in rows)
        for place in board.places
    ]


def test_scores_first_then_gains_then_ratios() -> None:
    """Only scores with a number have a rank; differences are the greatest first."""
    assert _board(
        ("a", "accuracy", "ratio", 2.0, "x"),
        ("b", "accuracy", "gain", 3.0, "points"),
        ("c", "accuracy", "gain", -9.0, "%"),
        ("d", "accuracy", "absolute", None, None),
        ("e", "accuracy", "absolute", 10.0, "%"),
        ("f", "accuracy", "absolute", 90.0, "%"),
    ) == [
        ("accuracy", 1, "f"),
        ("accuracy", 2, "e"),
        ("accuracy", None, "d"),
        ("accuracy", None, "c"),
        ("accuracy", None, "b"),
        ("accuracy", None, "a"),
    ]


def test_equal_scores_share_a_rank() -> None:
    """Two first places, then the third."""
    rows = [(i, "loss", "absolute", n, None) for i, n in (("c", 2.0), ("a", 1.0), ("b", 1.0))]
    assert _board(*rows) == [("loss", 1, "a"), ("loss", 1, "b"), ("loss", 3, "c")]


def test_each_unit_has_ranks_of_its_own() -> None:
    """Milliseconds are not compared with seconds; percents and points are."""
    rows = [
        ("a", "latency", "absolute", 20.0, "ms"),
        ("b", "latency", "absolute", 12.0, "ms"),
        ("c", "latency", "absolute", 0.2, "s"),
    ]
    assert _board(*rows) == [("latency", 1, "b"), ("latency", 2, "a"), ("latency", 1, "c")]
    rows = [("a", "F1", "absolute", 71.0, "points"), ("b", "F1", "absolute", 72.0, None)]
    assert _board(*rows) == [("F1", 1, "b"), ("F1", 2, "a")]


def test_a_fraction_among_percents_is_a_percentage() -> None:
    """0.79 is more than 67%, and the same as 79%; among bare numbers it is what it says."""
    percents = [
        ("a", "F1", "absolute", 67.0, "%"),
        ("b", "F1", "absolute", 0.79, None),
        ("c", "F1", "absolute", 79.0, "%"),
    ]
    assert _board(*percents) == [("F1", 1, "b"), ("F1", 1, "c"), ("F1", 3, "a")]
    bare = [("a", "BLEU", "absolute", 30.1, None), ("b", "BLEU", "absolute", 0.9, None)]
    assert _board(*bare) == [("BLEU", 1, "a"), ("BLEU", 2, "b")]


def test_spellings_of_a_metric_meet_and_no_metric_comes_last() -> None:
    """The most used spelling names the board; the greatest board is first."""
    rows = [
        ("a", None, "absolute", 1.0, None),
        ("b", None, "absolute", 2.0, None),
        ("c", None, "absolute", 3.0, None),
        ("d", "Success-Rates", "absolute", 1.0, "%"),
        ("e", "success rate", "absolute", 2.0, "%"),
        ("f", "success rate", "absolute", 3.0, "%"),
        ("g", "FID", "absolute", 3.0, None),
        ("h", "\u00e9cart", "absolute", 3.0, None),
    ]
    made = boards(Finding(*row) for row in rows)
    assert [(b.metric, b.ascending, len(b.places)) for b in made] == [
        ("success rate", False, 3),
        ("FID", True, 1),
        ("\u00e9cart", False, 1),
        (None, False, 3),
    ]


def test_the_order_of_the_results_changes_nothing() -> None:
    """Shuffled in, the same boards out."""
    rng = random.Random(3)
    rows = [
        Finding(
            str(n),
            rng.choice([None, "loss", "Loss", "losses", "F1"]),
            rng.choice(["absolute", "gain", "ratio"]),
            rng.choice([None, 0.5, 50.0, 2.0]),
            rng.choice([None, "%", "x", "ms"]),
        )
        for n in range(200)
    ]
    made = boards(rows)
    assert sum(len(board.places) for board in made) == 200
    for _ in range(5):
        rng.shuffle(rows)
        assert boards(rows) == made
