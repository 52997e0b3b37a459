"""What ``paperatlas evaluate --merges`` asks for and prints."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from typer.core import TyperCommand

from graph.cli.console import emit, say, warn
from graph.cli.reports import counted
from graph.cli.tables import Style, print_rows
from schemas import UsageError

if TYPE_CHECKING:
    from extract.merge_evaluation import MergeScore

_NAMED: Final = 5
"""Of the surfaces that are no mention of their paper so many are named."""


class ManyPapers(TyperCommand):
    """A command that takes several files after one ``--papers``."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parses the arguments with ``--papers`` before each of its files."""
        return super().parse_args(ctx, repeated("--papers", args))


def repeated(option: str, args: Sequence[str]) -> list[str]:
    """The arguments with an option before each of the values that follow it.

    Example:
        >>> repeated("--papers", ["x", "--papers", "a", "b", "--json", "c"])
        ['x', '--papers', 'a', '--papers', 'b', '--json', 'c']
    """
    each: list[str] = []
    within = False
    for at, arg in enumerate(args):
        if arg == "--":
            return [*each, *args[at:]]
        if arg.startswith("-") and arg != "-":
            within = arg == option or arg.startswith(f"{option}=")
        elif within and each[-1] != option:
            each.append(option)
        each.append(arg)
    return each


def evaluate_merges(
    pairs: Path | None,
    papers: Sequence[Path],
    *,
    refused: Sequence[str],
    model: Path | None,
    errors: Path | None,
    as_json: bool,
) -> None:
    """Scores resolution against judged pairs, and prints how well it joins.

    Args:
        pairs: The file of ``--merges``, where it is given.
        papers: The files of ``--papers``.
        refused: What else was given that makes no sense with these.
        model: Directory of a trained pipeline; the shipped one unless said.
        errors: Where the wrong pairs go.
        as_json: Print JSON.

    Raises:
        UsageError: One of the two is missing, or something else is given.
    """
    if pairs is None:
        raise UsageError("--papers needs --merges PAIRS, a file of judged pairs")
    if not papers:
        raise UsageError("--merges needs --papers FILE..., the annotated papers of its pairs")
    if refused:
        raise UsageError(
            f"--merges scores resolution over the papers of --papers; leave out {refused[0]}"
        )
    from graph.pipeline import evaluate_merge_files

    card = evaluate_merge_files(pairs, papers, model=model, errors=errors)
    _warn_absent(card.absent)
    if errors is not None:
        say(f"wrote {errors}")
    if as_json:
        emit(card.to_json())
        return
    rows = [_row("all", card.whole), *(_row(name, s) for name, s in card.categories.items())]
    print_rows(list(rows[0]), rows, style=Style.TABLE)
    say(f"{counted(card.papers, 'paper')} resolved, {counted(len(card.wrong), 'wrong pair')}")


def _warn_absent(absent: Sequence[tuple[str, str]]) -> None:
    for paper, surface in absent[:_NAMED]:
        warn(f"{surface!r} is no mention of {paper!r}; its pairs count as not joined")
    if len(absent) > _NAMED:
        warn(f"{len(absent) - _NAMED} more surfaces are no mention of their paper")


def _row(name: str, score: MergeScore) -> dict[str, object]:
    return {
        "category": name,
        "precision": f"{score.precision:.3f}",
        "recall": f"{score.recall:.3f}",
        "f1": f"{score.f1:.3f}",
        "joined": score.joined,
        "same": score.same,
        "pairs": score.pairs,
    }
