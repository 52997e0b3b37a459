"""How long work says how far it is."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

Progress = Callable[[str, int, int | None], None]
"""Called with what is being done, how much of it is, and how much there is (if known)."""


def silent(what: str, done: int, total: int | None) -> None:
    """Progress that nobody watches."""


Forecast = Callable[[int, float], None]
"""Called once, with how many papers are left to annotate and how many a second are."""

FORECAST_AFTER: Final = 5.0
"""Seconds of annotating after which a forecast can be made."""

FEWEST_FORECAST: Final = 16
"""Papers by then, or the first forecast waits for them."""


def unforeseen(left: int, per_second: float) -> None:
    """A forecast that nobody hears."""


class Pace:
    """How fast annotating goes, from the second paper on: the first waits for the model.

    Args:
        forecast: Told once, as soon as the pace is known.
        clock: Seconds, from anywhere on.

    Example:
        >>> seconds = iter(range(100))
        >>> pace = Pace(lambda left, per_second: print(left, per_second),
        ...             clock=lambda: float(next(seconds)))
        >>> for left in range(40, 20, -1):
        ...     pace.done(left=left)
        24 1.0
    """

    def __init__(self, forecast: Forecast, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._forecast = forecast
        self._clock = clock
        self._papers = -1
        self._since = 0.0
        self._said = False

    def done(self, *, left: int) -> None:
        """One more paper is annotated, so many are left."""
        now = self._clock()
        self._papers += 1
        if self._papers == 0:
            self._since = now
        passed = now - self._since
        if not self._said and self._papers >= FEWEST_FORECAST and passed >= FORECAST_AFTER:
            self._said = True
            self._forecast(max(0, left), self._papers / passed)
