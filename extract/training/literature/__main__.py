"""The command: ``python -m extract.training.literature --help``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from extract.training.base import minilm
from extract.training.literature.benchmarks import BENCHMARKS, Benchmark
from extract.training.literature.comparison import compare
from extract.training.literature.measures import MEASURES
from extract.training.literature.scoring import Outcome, ceilings
from extract.training.progress import log_our_own
from extract.training.settings import Settings
from schemas import AnnotationError


def main(
    name: Annotated[str, typer.Argument(help=f"The data set: {', '.join(BENCHMARKS)}.")],
    directory: Annotated[Path, typer.Argument(help="Where its files are.")],
    out: Annotated[
        Path | None, typer.Option(help="Run and scores go here; without it nothing is trained.")
    ] = None,
    base: Annotated[
        Path | None,
        typer.Option(help="A BertModel with its tokenizer.json; MiniLM-L6 if not given."),
    ] = None,
    epochs: Annotated[int | None, typer.Option(help="Passes over the papers.")] = None,
    words: Annotated[
        int | None, typer.Option(help="The most words of a passage; 1: every sentence alone.")
    ] = None,
    workers: Annotated[int, typer.Option(help="Processes of one thread each.")] = 2,
    seed: Annotated[int, typer.Option(help="Of everything random.")] = 0,
    start: Annotated[Path | None, typer.Option(help="A checkpoint to start from.")] = None,
) -> None:
    """Trains our recipe on a data set of the literature and scores it by their measures.

    Example: python -m extract.training.literature scierc scierc/ --out runs/scierc
    """
    if name not in BENCHMARKS:
        raise typer.BadParameter(f"{name!r} is none of {', '.join(BENCHMARKS)}")
    benchmark = BENCHMARKS[name]
    if words is not None:
        benchmark = replace(benchmark, words=words)
    log_our_own()
    try:
        tables = [("the most our format allows", ceilings(benchmark, directory))]
        if out is not None:
            settings = Settings(
                (), base or minilm(), out, workers=workers, seed=seed, start=start, score_steps=200
            )
            outcomes = compare(benchmark, directory, settings, epochs=epochs)
            tables.append(("ours", outcomes))
            (out / "scores.json").write_text(_record(outcomes), encoding="utf-8")
    except AnnotationError as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(1) from None
    for line in table(benchmark, tables):
        typer.echo(line)


def table(benchmark: Benchmark, tables: Iterable[tuple[str, Iterable[Outcome]]]) -> Iterator[str]:
    """Lines of the figures in percent, ours first, then what is published."""
    yield f"{benchmark.name:44} {'NER P':>6} {'R':>6} {'F1':>6} {'Rel F1':>7} {'Rel+ F1':>8}"
    for who, outcomes in tables:
        for split, scores, pairing in outcomes:
            ner, rel, strict = (scores[name] for name in MEASURES)
            yield (
                f"{f'{split}: {who} ({pairing})':44} {100 * ner.precision:6.1f} "
                f"{100 * ner.recall:6.1f} {100 * ner.f1:6.1f} {100 * rel.f1:7.1f} "
                f"{100 * strict.f1:8.1f}"
            )
    for split, published in benchmark.published.items():
        for system, figures, source in published:
            ner_f1, rel_f1, strict_f1 = (
                f"{figures[name]:.1f}" if name in figures else "-" for name in MEASURES
            )
            yield (
                f"{f'{split}: {system}':44} {'':6} {'':6} {ner_f1:>6} {rel_f1:>7} "
                f"{strict_f1:>8}  {source}"
            )


def _record(outcomes: Iterable[Outcome]) -> str:
    rows = {
        split: {"pairing": pairing, **{name: score._asdict() for name, score in scores.items()}}
        for split, scores, pairing in outcomes
    }
    return json.dumps(rows, indent=2) + "\n"


if __name__ == "__main__":
    typer.run(main)
