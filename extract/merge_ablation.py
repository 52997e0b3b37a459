"""What each rule of resolution gives: ``python -m extract.merge_ablation PAIRS PAPERS...``.

Prints a table of precision, recall and F1 on judged pairs: with all rules, and with each of them
left out alone, as with groups of them that stand in for each other.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from extract.judged_pairs import Pair, read_pairs
from extract.merge_evaluation import MergeScore, annotated_golds, score_pairs
from extract.resolution import RULES, resolve
from schemas import AnnotatedPaper

GROUPS: Final = (
    ("word forms", "form of the last word"),
    ("kinds", "introductions"),
    ("kinds", "introductions", "years"),
    ("table", "neighbours"),
    RULES,
)
"""Rules that are left out together."""


_EACH: Final[tuple[tuple[str, ...], ...]] = tuple((rule,) for rule in RULES)


class Ablation(NamedTuple):
    """The score with some rules left out."""

    without: tuple[str, ...]
    score: MergeScore


def ablations(
    pairs: Sequence[Pair],
    papers: Sequence[AnnotatedPaper],
    *,
    groups: Iterable[tuple[str, ...]] = ((), *_EACH, *GROUPS),
) -> Iterator[Ablation]:
    """Yields the score without each group of rules, in the order given.

    Args:
        pairs: Judged pairs.
        papers: The papers that they come from.
        groups: Names of rules, as ``extract.resolution.RULES`` has them.
    """
    for group in groups:
        yield Ablation(group, score_pairs(pairs, resolve(papers, without=group)).whole)


def main() -> None:
    """Prints the table, as Markdown."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("pairs", type=Path, help="judged pairs, JSONL")
    parser.add_argument("papers", type=Path, nargs="+", help="annotated papers, JSONL")
    options = parser.parse_args()
    pairs = [pair for _, pair in read_pairs(options.pairs)]
    print("| Without | Precision | Recall | F1 |\n|---|---|---|---|")  # noqa: T201  # a command
    for without, score in ablations(pairs, annotated_golds(options.papers)):
        names = "every rule" if without == RULES else ", ".join(without) or "(all rules on)"
        row = f"| {names} | {score.precision:.3f} | {score.recall:.3f} | {score.f1:.3f} |"
        print(row, flush=True)  # noqa: T201  # a command


if __name__ == "__main__":
    main()
