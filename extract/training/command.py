"""Commands of ``python -m extract.training.…``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Final

import typer

from schemas import PaperAtlasError, system_words

LISTED: Final = 20
"""Of what is wrong at most so many are named."""


def run_command(main: Callable[..., None]) -> None:
    """Runs a command; what is wrong with its input is one line, and the exit code 1."""
    run_app(lambda: typer.run(main))


def run_app(app: Callable[[], object]) -> None:
    """As ``run_command``, for an app of several commands."""
    try:
        app()
    except PaperAtlasError as error:
        sys.exit(f"error: {error}")
    except OSError as error:
        sys.exit(f"error: {system_words(error)}")


def say_first(lines: Sequence[str], *, rest: str) -> None:
    """Says the first of some lines, and how many more there are by ``rest`` with their number."""
    for line in lines[:LISTED]:
        typer.echo(line, err=True)
    if len(lines) > LISTED:
        typer.echo(rest.format(len(lines) - LISTED), err=True)
