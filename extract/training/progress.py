"""What a run says to who waits for hours."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

import typer

Progress = Callable[[str, int, int | None], None]
"""Told what is being done, how much of it is done, and of how much."""


def spoken(every: float = 60.0) -> Progress:
    """Progress as lines on standard error: a stage when it begins, then how far it is.

    Args:
        every: Seconds from one line on a stage to the next.

    Example:
        >>> tell = spoken()
        >>> tell("train", 20, 3330)  # train: 20 of 3330, on standard error
    """
    last: list[tuple[str, float]] = []

    def tell(stage: str, done: int, of: int | None) -> None:
        now = time.monotonic()
        if last and last[0][0] == stage and now - last[0][1] < every:
            return
        last[:] = [(stage, now)]
        typer.echo(stage if of is None else f"{stage}: {done} of {of}", err=True)

    return tell


def log_our_own() -> None:
    """Logs what our modules say, and of libraries the warnings alone."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    logging.getLogger("extract").setLevel(logging.INFO)
