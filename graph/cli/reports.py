"""What a run says of itself on stderr: forecast, counts, times, and what a stop leaves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from graph.cli.console import say, warn
from graph.directory import UNFINISHED
from graph.spool import papers_kept
from schemas import InputError

if TYPE_CHECKING:
    from graph.build_report import BuildReport

_SECONDS: Final = 100
"""Up to so many are said as seconds, more as minutes."""


def say_report(report: BuildReport, output: Path) -> None:
    """Says what went in and came out, how long each stage took, and where to look."""
    say_failures(report.problems)
    for warning in report.warnings:
        warn(warning)
    if report.skipped:
        say(f"{counted(report.skipped, 'line')} belonged to no paper and were skipped")
    changes = report.changes
    if changes.removed:
        say(f"{counted(changes.removed, 'paper')} withdrawn, {report.built} left")
    elif changes.added or changes.revised or changes.unchanged:
        say(
            f"{counted(report.papers, 'paper')} in = {changes.added} added + {changes.revised} "
            f"revised + {changes.unchanged} known + {report.failed} failed + {report.repeated} "
            f"repeated; {report.built} in the atlas, {report.without_entities} gave no entity"
        )
    else:
        say(
            f"{counted(report.papers, 'paper')} in = {report.built} built + {report.failed} failed "
            f"+ {report.repeated} repeated; {report.without_entities} gave no entity"
        )
    if report.reused:
        say(f"{counted(report.reused, 'annotation')} known from before")
    say(f"nodes: {_listed(report.nodes)}")
    say(f"edges: {_listed(report.edges)}")
    took = ", ".join(f"{stage} {seconds:.1f}" for stage, seconds in report.seconds.items())
    say(f"{sum(report.seconds.values()):.1f} s ({took})")
    say(f"{counted(report.pages, 'concept page')}; open {output / 'pages' / 'index.html'}")


def say_failures(failed: tuple[InputError, ...]) -> None:
    """Warns of each paper that was left out."""
    for problem in failed:
        warn(f"left out: {problem}")


def foretell(left: int, per_second: float) -> None:
    """Says how long annotating will take."""
    say(
        f"{counted(left, 'paper')} left to annotate, {per_second:.0f} a second: "
        f"about {spoken_time(left / per_second)}"
    )


def spoken_time(seconds: float) -> str:
    """A time as people say it.

    Example:
        >>> spoken_time(42), spoken_time(840), spoken_time(9000)
        ('42 s', '14 min', '2.5 h')
    """
    if seconds < _SECONDS:
        return f"{seconds:.0f} s"
    if seconds < 60 * _SECONDS:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h"


@contextmanager
def stopping(directory: Path) -> Iterator[None]:
    """Says what is kept where a run is stopped by Ctrl-C, and how to go on."""
    try:
        yield
    except KeyboardInterrupt:
        if kept := papers_kept(directory / UNFINISHED):
            say(
                f"{counted(kept, 'annotated paper')} kept in {directory / UNFINISHED}: "
                "the same command goes on from there"
            )
        raise


def counted(number: int, noun: str) -> str:
    """A number with its noun.

    Example:
        >>> counted(1, "paper"), counted(0, "paper")
        ('1 paper', '0 papers')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _listed(counts: dict[str, int]) -> str:
    each = ", ".join(f"{kind} {count}" for kind, count in counts.items())
    return f"{sum(counts.values())} ({each})" if counts else "0"
