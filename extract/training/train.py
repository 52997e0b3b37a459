"""Trains the extractor: ``python -m extract.training.train --help``.

Stages, each taken up where it was cut off: examples (minutes), training (hours; ``last.pt``
every ten minutes), the model that ships (int8, calibrated and cut on the held-out tenth), and
its scorecard.
"""

from __future__ import annotations

import json
import multiprocessing
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from itertools import chain
from multiprocessing.queues import SimpleQueue
from pathlib import Path
from typing import Annotated, Any, Final

import torch
import typer
from torch.multiprocessing.spawn import ProcessException

from extract.gold import read_gold
from extract.network.labels import Labels
from extract.orphans import end_with_parent
from extract.pipeline import load_pipeline
from extract.training import checkpoints
from extract.training.base import minilm
from extract.training.calibration import calibrate
from extract.training.command import run_command
from extract.training.datasets import Dataset, cached_dataset, digest_of
from extract.training.export import pipeline_of, write_encoder
from extract.training.network import Extractor
from extract.training.progress import Progress, log_our_own, spoken
from extract.training.run import TrainingRun
from extract.training.scoring import scorecard
from extract.training.settings import Settings
from extract.training.split import is_heldout
from extract.training.workers import Workers
from schemas import AnnotationError

MODEL: Final = "model"
"""Folder of the pipeline that ships, in the output directory."""

RUN: Final = "run.json"
"""What a run was made of, in its directory."""

LEAST_HELD_OUT: Final = 4
"""Papers that have to be in the held-out tenth."""


def train(settings: Settings, *, progress: Progress | None = None) -> Path:
    """Trains, exports and calibrates; returns the directory of the model.

    Raises:
        AnnotationError: The annotations break the rules, or are too few, or what to start from
            is no checkpoint.
        OSError: Something cannot be written: the disk is full, for one.
    """
    tell = progress or (lambda *_: None)
    tell("read", 0, None)
    if settings.start is not None:
        checkpoints.averaged(settings.start)  # read by every worker: what is wrong is said here
    _check_enough(settings)
    for path in (*settings.results, *settings.silver):
        next(read_gold(path, vocabulary=settings.vocabulary), None)
    run = _run_of(settings)
    _check_same_run(settings.out, run)
    load_data(settings)  # into the cache: every worker reads its own
    _record_run(settings.out, run)
    _train_together(settings, tell)
    tell("calibrate", 0, None)
    return finish(settings, load_data(settings), settings.out / "last.pt")


def epochs_for(papers: int) -> int:
    """Passes over so many papers that the network sees enough: 5 of many, up to 20 of few.

    Example:
        >>> [epochs_for(papers) for papers in (100, 1500, 6000)]
        [20, 13, 5]
    """
    return max(5, min(20, 20_000 // max(1, papers)))


def load_data(settings: Settings) -> Dataset:
    """The examples, from the cache in the output directory where there is one."""
    return cached_dataset(
        settings.gold,
        settings.base / "tokenizer.json",
        cache=settings.out / "cache",
        vocabulary=settings.vocabulary,
        results=settings.results,
        silver=settings.silver,
    )


def finish(settings: Settings, data: Dataset, checkpoint: Path) -> Path:
    """Writes the averaged weights of a checkpoint as the pipeline that ships.

    Calibration and cuts are set with the int8 encoder, on the whole held-out tenth.
    """
    model = Extractor(settings.base, Labels(settings.vocabulary))
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


def _run_of(settings: Settings) -> dict[str, Any]:
    """What a run is made of."""
    base = (settings.base / "config.json", settings.base / "tokenizer.json")
    files = (settings.gold, settings.results, settings.silver, base)
    return {
        "of": digest_of(settings.vocabulary, *files),
        "workers": settings.workers,
        "seed": settings.seed,
    }


def _check_same_run(out: Path, run: Mapping[str, Any]) -> None:
    """A checkpoint of other papers or another seed is not gone on from."""
    file = out / RUN
    if file.exists() and json.loads(file.read_text(encoding="utf-8")) != run:
        raise AnnotationError(
            f"{out} holds a run on other papers, or with another base, seed or number of "
            "workers: choose another directory, or remove it"
        )


def _record_run(out: Path, run: Mapping[str, Any]) -> None:
    """From here on the directory belongs to this run."""
    out.mkdir(parents=True, exist_ok=True)
    (out / RUN).write_text(json.dumps(run) + "\n", encoding="utf-8")


def _check_enough(settings: Settings) -> None:
    """A tenth of the papers, by a hash of their ids, sets calibration and cuts."""
    golds = (read_gold(path, vocabulary=settings.vocabulary) for path in settings.gold)
    held_out = [is_heldout(gold.paper.id) for gold in chain.from_iterable(golds)]
    if sum(held_out) < LEAST_HELD_OUT:
        raise AnnotationError(
            f"{len(held_out)} annotated papers are too few: {sum(held_out)} of them fall into the "
            "tenth that is held out, by a hash of their ids, to set calibration and cuts, and "
            f"{LEAST_HELD_OUT} or more have to; annotate more: of 100 papers enough do nearly "
            "always, of 50 in three cases of four"
        )


def _train_together(settings: Settings, tell: Progress) -> None:
    failed = multiprocessing.get_context("spawn").SimpleQueue()
    with tempfile.TemporaryDirectory() as folder:
        together = torch.multiprocessing.spawn(  # type: ignore[attr-defined]  # not in its stubs
            _work, (settings, f"{folder}/meeting", failed), nprocs=settings.workers, join=False
        )
        try:
            while not together.join(timeout=5):
                if steps := _steps(settings.out / "log.jsonl"):
                    tell("train", *steps)
        except ProcessException:
            if failed.empty():
                raise
            raise OSError(*failed.get()) from None


def _steps(log: Path) -> tuple[int, int] | None:
    """Steps done, and of how many, as the last line of the log that says so has it."""
    if log.exists():
        for line in reversed(log.read_text(encoding="utf-8").splitlines()[-20:]):
            with suppress(json.JSONDecodeError):  # a full disk may have cut it off
                row = json.loads(line)
                if "of" in row:
                    return row["step"], row["of"]
    return None


def _work(
    rank: int, settings: Settings, meeting: str, failed: SimpleQueue[tuple[int, str, str]]
) -> None:
    """Trains as one of the workers; what the system refuses is told before it is raised."""
    end_with_parent()
    try:
        workers = Workers(rank, settings.workers, Path(meeting))
        TrainingRun(settings, load_data(settings), workers).go()
    except OSError as error:
        where = str(error.filename or settings.out)  # a write that fails does not say where
        failed.put((error.errno or 0, error.strerror or str(error), where))
        raise


def main(
    gold: Annotated[list[Path], typer.Argument(help="Files of annotated papers.")],
    out: Annotated[Path, typer.Option(help="Checkpoints, log and model go here.")],
    base: Annotated[
        Path | None,
        typer.Option(help="A BertModel with its tokenizer.json; MiniLM-L6 if not given."),
    ] = None,
    dev: Annotated[Path | None, typer.Option(help="Annotated papers to report on.")] = None,
    epochs: Annotated[int, typer.Option(help="Passes over the papers.")] = 5,
    cooldown: Annotated[
        float,
        typer.Option(help="Share of the steps, at the end, in which the rate falls to nought."),
    ] = 0.2,
    workers: Annotated[int, typer.Option(help="Processes of one thread each.")] = 2,
    seed: Annotated[int, typer.Option(help="Of everything random.")] = 0,
    score_steps: Annotated[
        int, typer.Option(help="Steps from one held-out score to the next.")
    ] = 600,
    results: Annotated[
        list[Path] | None,
        typer.Option(help="Files of papers of which the results alone are to be learned."),
    ] = None,
    silver: Annotated[
        list[Path] | None, typer.Option(help="Files that extract.training.silver wrote.")
    ] = None,
    start: Annotated[Path | None, typer.Option(help="A checkpoint to start from.")] = None,
    only_finish: Annotated[
        Path | None, typer.Option(help="Train no more; write the model of this checkpoint.")
    ] = None,
) -> None:
    """Trains the extractor on annotated papers and writes the pipeline that ships.

    Example: python -m extract.training.train train.jsonl --out runs/one --dev dev.jsonl
    """
    log_our_own()
    reported = [] if dev is None else list(read_gold(dev))  # what is wrong there is said first
    settings = Settings(
        tuple(gold),
        base or minilm(),
        out,
        results=tuple(results or ()),
        silver=tuple(silver or ()),
        epochs=epochs,
        cooldown=cooldown,
        workers=workers,
        seed=seed,
        start=start,
        score_steps=score_steps,
    )
    if only_finish is not None:
        model = finish(settings, load_data(settings), only_finish)
    else:
        model = train(settings, progress=spoken())
    typer.echo(f"wrote {model}")
    if dev is not None:
        card = scorecard(load_pipeline(model=model), reported)
        for name, score in sorted(card.rows.items()):
            typer.echo(f"{name:28} {score.precision:.3f} {score.recall:.3f} {score.f1:.3f}")


if __name__ == "__main__":
    run_command(main)
