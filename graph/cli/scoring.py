"""``paperatlas evaluate``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from graph.cli.building import Workers
from graph.cli.console import emit, progress, warn
from graph.cli.options import AsJson, MinConfidence
from graph.cli.tables import Style, print_rows


def evaluate_cli(
    gold: Annotated[
        list[Path],
        typer.Argument(
            metavar="GOLD...",
            help="Gold annotations, JSONL; papers in several files are averaged, others pooled.",
        ),
    ],
    predicted: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Annotations to score; without it the gold papers are annotated."
        ),
    ] = None,
    workers: Workers = None,
    min_confidence: MinConfidence = 0.0,
    as_json: AsJson = False,
) -> None:
    """Score the extractor, or a file of annotations, against gold.

    Example:

        paperatlas evaluate gold.jsonl --json
    """
    from graph.pipeline import evaluate_files

    with progress() as tell:
        card = evaluate_files(
            gold,
            predicted=predicted,
            workers=workers,
            min_confidence=min_confidence,
            progress=tell,
        )
    if as_json:
        emit(card.to_json())
        return
    if card.missing:
        warn(f"{len(card.missing)} gold papers have no annotation and count as missed")
    if card.unknown:
        warn(f"{len(card.unknown)} annotated papers are not in the gold and were left out")
    rows = [
        {
            "row": name,
            "precision": f"{score.precision:.3f}",
            "recall": f"{score.recall:.3f}",
            "f1": f"{score.f1:.3f}",
            "gold": f"{score.gold:.0f}",
        }
        for name, score in card.rows.items()
    ]
    print_rows(["row", "precision", "recall", "f1", "gold"], rows, style=Style.TABLE)
