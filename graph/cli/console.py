"""Where words go: results to stdout, everything else to stderr; progress only to people.

What a paper or a store says is written by strangers: no character that a terminal obeys
gets through.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from graph.progress import Progress as Tell
from graph.progress import silent
from schemas import PaperAtlasError

_OBEYED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""C0 but for tab and line feed, DEL and C1; and halves of surrogate pairs, which no file takes."""

_HALVES = re.compile(r"[\ud800-\udfff]")


def visible(text: str) -> str:
    r"""The text with U+FFFD for every control character but tab and line feed.

    Example:
        >>> visible("\x1b[31mred\x07\tand\nmore\x9b")
        '�[31mred�\tand\nmore�'
    """
    return _OBEYED.sub("\ufffd", text)


def messages() -> Console:
    """The console for words to people, on stderr."""
    return Console(stderr=True, highlight=False, soft_wrap=True, emoji=False)


def say(text: str, *, style: str = "") -> None:
    """Says one line on stderr; the text is never read as markup, nor obeyed by a terminal."""
    messages().print(escape(visible(text)), style=style)


def results() -> TextIO:
    """Standard output, where results go: as UTF-8, whatever the locale or code page.

    Raises:
        PaperAtlasError: It is closed.
    """
    out = sys.stdout
    if out is None or out.closed:
        raise PaperAtlasError("standard output is closed, so the result has nowhere to go")
    if isinstance(out, io.TextIOWrapper) and out.encoding.lower() not in ("utf-8", "utf8"):
        out.reconfigure(encoding="utf-8", errors="strict")
    return out


def write(text: str) -> None:
    """Writes text on stdout: to a program as it is, to a terminal nothing that it obeys.

    Raises:
        PaperAtlasError: Standard output is closed.
    """
    out = results()
    out.write(visible(text) if out.isatty() else _HALVES.sub("\ufffd", text))


def emit(text: str) -> None:
    r"""Writes JSON and a line feed on stdout; what a terminal would obey is escaped in it.

    Args:
        text: JSON, whose strings may hold any character.

    Raises:
        PaperAtlasError: Standard output is closed.

    Example:
        >>> emit('"\x9b1m"')
        "\u009b1m"
    """
    results().write(_OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n")


def warn(text: str) -> None:
    """Says one line of warning on stderr."""
    say(f"warning: {text}", style="yellow")


@contextmanager
def progress() -> Iterator[Tell]:
    """A bar on stderr that a stage can tell its state to; nothing where stderr is no terminal."""
    console = messages()
    if not console.is_terminal:
        yield silent
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
                stages[stage] = bar.add_task(escape(visible(stage)), total=total)
            bar.update(stages[stage], completed=done, total=total)  # type: ignore[arg-type]  # a TaskID is an int

        yield tell
