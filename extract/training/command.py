"""Commands of ``python -m extract.training.…``."""

from __future__ import annotations

import sys
from collections.abc import Callable

import typer

from schemas import PaperAtlasError


def run_command(main: Callable[..., None]) -> None:
    """Runs a command; what is wrong with its input is one line, and the exit code 1."""
    try:
        typer.run(main)
    except (PaperAtlasError, OSError) as error:
        sys.exit(f"error: {error}")
