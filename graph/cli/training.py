"""``paperatlas train``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from graph.cli.console import progress, say
from graph.cli.scoring import print_scorecard

Out = Annotated[
    Path,
    typer.Option("--out", "-o", metavar="DIR", help="Checkpoints, log and the pipeline go here."),
]


def train_cli(
    data: Annotated[
        list[Path],
        typer.Argument(metavar="DATA...", help="Annotated papers, JSONL; docs/own-field.md."),
    ],
    base: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="A BERT encoder with its tokenizer.json; MiniLM-L6 unless said.",
            show_default=False,
        ),
    ] = None,
    out: Out = Path("own-pipeline"),
    dev: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="Annotated papers to score the pipeline on afterwards."),
    ] = None,
    epochs: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="Passes over the papers; 5 of many papers, up to 20 of few, unless said.",
            show_default=False,
        ),
    ] = None,
    workers: Annotated[
        int, typer.Option(min=1, help="Processes that train together, one thread each.")
    ] = 2,
    seed: Annotated[int, typer.Option(help="Of everything random.")] = 0,
) -> None:
    """Train a pipeline on your own annotations, with your own types and relations.

    The types are those that stand in DATA, a relation may join what it joins there. A run
    that was stopped goes on where it was when the same command is called again. A tenth of
    the papers, chosen by a hash of their ids, trains nothing and sets confidence and cuts.

    Needs what the extra [train] installs: pip install "paperatlas[train]"

    Example:

        paperatlas train annotations.jsonl --out crops --dev more.jsonl

        paperatlas build papers.jsonl --model crops/model
    """
    from graph.pipeline import evaluate_files, train_pipeline

    with progress() as tell:
        trained = train_pipeline(
            *data,
            out=out,
            base=base,
            epochs=epochs,
            workers=workers,
            seed=seed,
            dev=dev or (),
            progress=tell,
        )
    counted = (f"{name} ({papers})" for name, papers in trained.papers.items())
    say(f"learnt, with the papers that have it: {', '.join(counted)}")
    say(f"wrote {trained.model}; use it with --model {trained.model}")
    if dev:
        with progress() as tell:
            card = evaluate_files(dev, model=trained.model, progress=tell)
        print_scorecard(card)
