"""A writer is killed by SIGKILL, anywhere: the atlas is as before or as after."""

from __future__ import annotations

from collections.abc import Callable
from multiprocessing.context import ForkServerContext
from pathlib import Path

import pytest

from tests.graph.crash.killing import BEFORE, kill_at_random, sweep
from tests.graph.crash.writing import servant

KILLS = 10


@pytest.fixture(scope="module")
def writers() -> ForkServerContext:
    """Where writers come from."""
    return servant()


@pytest.mark.slow
@pytest.mark.parametrize("begin", BEFORE)
def test_a_kill_before_any_step_of_the_switch_tears_nothing(
    writers: ForkServerContext, begin: Callable[[Path], None], tmp_path: Path
) -> None:
    """Whatever stood there; also the next build that fails sets the links right."""
    assert sweep(writers, begin, tmp_path, inside=False) > 8


@pytest.mark.slow
def test_a_kill_at_any_time_tears_nothing(writers: ForkServerContext, tmp_path: Path) -> None:
    """Random kills, one after another on what the one before left; with a real database."""
    outcomes = kill_at_random(writers, tmp_path, kills=KILLS)
    assert outcomes.total() == KILLS
    assert outcomes["being written"] > KILLS / 8
