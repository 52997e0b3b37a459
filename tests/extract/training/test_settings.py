"""The learning rate over a run."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.training.settings import Settings


def settings(**more: float) -> Settings:
    """Settings that differ from the usual."""
    return Settings(gold=(), base=Path(), out=Path(), **more)  # type: ignore[arg-type]


@given(st.integers(1, 2000), st.integers(1, 200), st.floats(0, 1))
def test_a_rate_rises_stays_and_falls_to_nought(steps: int, warmup: int, cooldown: float) -> None:
    """Never over the full rate; it does not rise again once it falls."""
    some = settings(warmup=warmup, cooldown=cooldown)
    shares = [some.rate_share(step, steps) for step in range(steps + 1)]
    assert all(0 <= share <= 1 for share in shares)
    assert shares[-1] == 0
    assert shares[0] > 0
    top = shares.index(max(shares))
    assert shares[: top + 1] == sorted(shares[: top + 1])
    assert shares[top:] == sorted(shares[top:], reverse=True)


@pytest.mark.parametrize(
    ("step", "share"), [(0, 1 / 60), (29, 0.5), (59, 1.0), (799, 1.0), (900, 0.5), (1000, 0.0)]
)
def test_the_usual_run(step: int, share: float) -> None:
    """Sixty steps up; the last fifth down."""
    assert settings().rate_share(step, 1000) == pytest.approx(share)
