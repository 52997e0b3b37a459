"""What is said while a run goes on."""

from __future__ import annotations

import subprocess
import sys

import pytest

from extract.training.progress import spoken

LOG = """
import logging
from extract.training.progress import log_our_own
log_our_own()
logging.getLogger("extract.training").info("ours")
logging.getLogger("onnxruntime").info("theirs")
logging.getLogger("onnxruntime").warning("theirs: beware")
"""


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
    """Ours is; in a process of its own, since pytest has handlers that take part."""
    done = subprocess.run([sys.executable, "-c", LOG], check=True, capture_output=True, text=True)
    assert done.stderr.splitlines() == ["ours", "theirs: beware"]
