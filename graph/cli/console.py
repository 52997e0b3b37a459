"""Where words go: results to stdout, everything else to stderr; progress only to people."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

Tell = Callable[[str, int, int | None], None]


def messages() -> Console:
    """The console for words to people, on stderr."""
    return Console(stderr=True, highlight=False, soft_wrap=True)


def say(text: str, *, style: str = "") -> None:
    """Says one line on stderr; the text is never read as markup."""
    messages().print(escape(text), style=style)


def emit(text: str) -> None:
    """Writes one line of a result on stdout."""
    sys.stdout.write(text + "\n")


def warn(text: str) -> None:
    """Says one line of warning on stderr."""
    say(f"warning: {text}", style="yellow")


@contextmanager
def progress() -> Iterator[Tell]:
    """A bar on stderr that a stage can tell its state to; nothing where stderr is no terminal."""
    console = messages()
    if not console.is_terminal:
        yield lambda stage, done, total: None
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        stages: dict[str, int] = {}

        def tell(stage: str, done: int, total: int | None) -> None:
            if stage not in stages:
                for former in stages.values():
                    bar.update(former, visible=False)  # type: ignore[arg-type]  # a TaskID is an int
                stages[stage] = bar.add_task(escape(stage), total=total)
            bar.update(stages[stage], completed=done, total=total)  # type: ignore[arg-type]  # a TaskID is an int

        yield tell
