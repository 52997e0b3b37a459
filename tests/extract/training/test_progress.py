"""What is said while a run goes on."""

from __future__ import annotations

import logging

import pytest

from extract.training.progress import log_our_own, spoken


def test_a_stage_is_said_when_it_begins_and_then_now_and_then(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Not each time that it is told of."""
    tell = spoken(every=3600)
    for step in range(3):
        tell("train", step, 9)
    tell("calibrate", 0, None)
    out, err = capsys.readouterr()
    assert (out, err.splitlines()) == ("", ["train: 0 of 9", "calibrate"])


def test_how_far_it_is_is_said_again_after_a_while(capsys: pytest.CaptureFixture[str]) -> None:
    """Here at once."""
    tell = spoken(every=0)
    for step in range(3):
        tell("train", step, 9)
    assert capsys.readouterr().err.splitlines() == [f"train: {step} of 9" for step in range(3)]


def test_what_libraries_only_mention_is_not_logged() -> None:
    """Ours is."""
    log_our_own()
    try:
        assert logging.getLogger("extract.training").isEnabledFor(logging.INFO)
        assert not logging.getLogger("onnxruntime").isEnabledFor(logging.INFO)
    finally:
        logging.getLogger("extract").setLevel(logging.NOTSET)
