"""``paperatlas evaluate``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graph.cli.building import Workers
from graph.cli.console import emit, progress, say, warn
from graph.cli.merge_scoring import evaluate_merges
from graph.cli.options import AsJson, MinConfidence, Model
from graph.cli.tables import Style, print_rows
from schemas import UsageError

if TYPE_CHECKING:
    from extract.scorecard import Scorecard


def evaluate_cli(
    gold: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="GOLD...",
            help="Gold annotations, JSONL; papers in several files are averaged, others pooled.",
            show_default=False,
        ),
    ] = None,
    predicted: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Annotations to score; without it the gold papers are annotated."
        ),
    ] = None,
    merges: Annotated[
        Path | None,
        typer.Option(
            metavar="PAIRS",
            help="Score resolution instead: judged pairs of surfaces, JSONL; needs --papers.",
        ),
    ] = None,
    papers: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE...",
            help="Gold annotations, JSONL, with the papers of the pairs and any others.",
        ),
    ] = None,
    model: Model = None,
    workers: Workers = None,
    min_confidence: MinConfidence = 0.0,
    errors: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Write the worst disagreements, or the wrong pairs, here, as Markdown.",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Score the extractor, or a file of annotations, against gold; or resolution against pairs.

    Each row has precision, recall and F1, the 95% interval of F1 (1,000 draws of the
    papers), and how many the gold has; where facts carry a confidence, its expected
    calibration error (ECE: 10 bins of equal width). Below stands, for each bin of
    confidence, which share was right, of how many.

    With --merges it says how well names are joined: over the gold mentions of all papers
    of --papers, which of the pairs share a node. A pair is a line like

        {"cat": "acronym", "a": {"id": PAPER, "surface": "SAC"}, "b": {...}, "label": "same"}

    Example:

        paperatlas evaluate gold.jsonl --json

        paperatlas evaluate gold.jsonl --errors worst.md

        paperatlas evaluate --merges pairs.jsonl --papers gold.jsonl more.jsonl
    """
    if merges is not None or papers:
        others = {
            "GOLD": gold,
            "--predicted": predicted,
            "--workers": workers,
            "--min-confidence": min_confidence,
        }
        evaluate_merges(
            merges,
            papers or [],
            refused=[name for name, given in others.items() if given],
            model=model,
            errors=errors,
            as_json=as_json,
        )
        return
    if not gold:
        raise UsageError("name files of gold annotations, or --merges PAIRS with --papers FILE...")
    from graph.pipeline import evaluate_files

    with progress() as tell:
        card = evaluate_files(
            gold,
            predicted=predicted,
            model=model,
            workers=workers,
            min_confidence=min_confidence,
            errors=errors,
            progress=tell,
        )
    if errors is not None:
        say(f"wrote {errors}")
    if as_json:
        emit(card.to_json())
        return
    print_scorecard(card)


def print_scorecard(card: Scorecard) -> None:
    """Prints a scorecard as tables; says on stderr which papers are in one file alone."""
    if card.missing:
        warn(f"{len(card.missing)} gold papers have no annotation and count as missed")
    if card.unknown:
        warn(f"{len(card.unknown)} annotated papers are not in the gold and were left out")
    columns = ["row", "precision", "recall", "f1", "95% interval", "gold", "ece"]
    print_rows(columns, list(_scores(card)), style=Style.TABLE)
    reliability = list(_reliability(card))
    if reliability:
        print_rows(list(reliability[0]), reliability, style=Style.TABLE)


def _scores(card: Scorecard) -> Iterator[dict[str, str]]:
    for name, score in card.rows.items():
        yield {
            "row": name,
            "precision": f"{score.precision:.3f}",
            "recall": f"{score.recall:.3f}",
            "f1": f"{score.f1:.3f}",
            "95% interval": f"{score.low:.3f} to {score.high:.3f}",
            "gold": f"{score.gold:.0f}",
            "ece": "" if score.calibration is None else f"{score.calibration.error:.3f}",
        }


def _reliability(card: Scorecard) -> Iterator[dict[str, str]]:
    """For each bin that holds anything, a column for each row that has a calibration."""
    known = {
        name: {(b.low, b.high): b for b in score.calibration.bins}
        for name, score in card.rows.items()
        if score.calibration is not None
    }
    for low, high in sorted({borders for bins in known.values() for borders in bins}):
        line = {"confidence": f"{low:.1f} to {high:.1f}"}
        for name, bins in known.items():
            found = bins.get((low, high))
            line[name] = "" if found is None else f"{found.right:.2f} of {found.items}"
        yield line
