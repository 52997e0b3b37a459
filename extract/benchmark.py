"""How fast papers are read: ``python -m extract.benchmark --help``.

The whole extraction beside the bare encoder, each in as many processes of one thread. Both
take turns, so that a busy machine slows both down alike; what counts is their ratio. Then,
in one process, the CPU time of every component.
"""

from __future__ import annotations

import json
import statistics
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter, process_time
from typing import Annotated, Any, Final

import typer
from spacy.language import Language
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # ships no types

from extract.annotation import CHUNK, annotate_with, annotating_processes, annotation_of
from extract.components.encoder import FACTORY, MODEL
from extract.network.encoder import OnnxEncoder, Run
from extract.network.numerics import Floats, Integers
from extract.pipeline import MODEL as SHIPPED
from extract.pipeline import load_pipeline
from extract.reading import read
from schemas import Paper, PaperAtlasError, UsageError

BARE: Final = "encoder alone"
"""The stage that is the encoder's run."""
TURN: Final = 4 * CHUNK
"""Abstracts of a turn for each process: a spell of other work then hits both."""

Arrays = tuple[Integers, Integers]
"""What the encoder is given of a paper: ids and features."""


@dataclass(frozen=True)
class Speed:
    """What was measured.

    Attributes:
        papers: Abstracts in each round.
        workers: Processes of one thread each.
        encoder: Abstracts a second of the bare encoder, by round.
        extraction: Abstracts a second of the whole extraction, by round.
        stages: CPU milliseconds for an abstract in one process, by stage.
    """

    papers: int
    workers: int
    encoder: tuple[float, ...]
    extraction: tuple[float, ...]
    stages: dict[str, float]

    @property
    def ratio(self) -> float:
        """The share of the encoder's speed that the whole extraction keeps: the median round's.

        Example:
            >>> Speed(1, 1, (50.0, 100.0, 80.0), (45.0, 80.0, 60.0), {}).ratio
            0.8
        """
        rounds = zip(self.extraction, self.encoder, strict=True)
        return statistics.median(whole / bare for whole, bare in rounds)

    @property
    def cpu_share(self) -> float:
        """The encoder's share of the CPU time: the ratio, but for processes that wait.

        Example:
            >>> Speed(1, 1, (1.0,), (1.0,), {"tokenizer": 1.0, BARE: 3.0}).cpu_share
            0.75
        """
        return self.stages[BARE] / sum(self.stages.values())

    def record(self) -> dict[str, Any]:
        """As JSON has it; the rates are those of the median round."""
        return {
            "papers": self.papers,
            "workers": self.workers,
            "encoder_per_second": round(statistics.median(self.encoder), 2),
            "extraction_per_second": round(statistics.median(self.extraction), 2),
            "ratio": round(self.ratio, 3),
            "cpu_share": round(self.cpu_share, 3),
            "cpu_milliseconds": {name: round(ms, 3) for name, ms in self.stages.items()},
        }

    def table(self) -> Iterator[str]:
        """Lines for people."""
        record, total = self.record(), sum(self.stages.values())
        yield f"{self.papers} abstracts, {self.workers} processes of one thread"
        yield f"{'bare encoder':28}{record['encoder_per_second']:9.1f} abstracts/s"
        yield f"{'whole extraction':28}{record['extraction_per_second']:9.1f} abstracts/s"
        yield f"{'ratio':28}{self.ratio:9.2f}, by CPU time {self.cpu_share:.2f}"
        yield ""
        yield "CPU milliseconds for an abstract, in one process"
        for name, milliseconds in self.stages.items():
            yield f"{name:28}{milliseconds:9.2f}{milliseconds / total:9.1%}"
        yield f"{'all':28}{total:9.2f}"


def measure(
    papers: Sequence[Paper], *, workers: int = 2, rounds: int = 5, model: Path = SHIPPED
) -> Speed:
    """Measures the bare encoder and the whole extraction in turns, then the stages.

    Args:
        papers: What is read in each round.
        workers: Processes of one thread each.
        rounds: How often each takes its turn; one more goes before and warms up.
        model: Directory of a trained pipeline.
    """
    nlp = load_pipeline(model=model)
    stages = stage_milliseconds(papers, nlp=nlp, rounds=rounds)
    size = TURN * workers
    blocks = [papers[k : k + size] for k in range(0, len(papers), size)]
    bare, whole = [0.0] * (rounds + 1), [0.0] * (rounds + 1)
    with annotating_processes(workers, nlp=nlp) as pool:
        turns: list[tuple[list[float], Callable[[], object]]] = []
        for block in blocks:
            arrays = _arrays(block, nlp)
            turns.append((bare, partial(_encode_all, pool, arrays, model / FACTORY / MODEL)))
            turns.append((whole, partial(_extract_all, pool, block, workers)))
        for number in range(rounds + 1):
            for seconds, run in turns:
                start = perf_counter()
                run()
                seconds[number] += perf_counter() - start
            turns.reverse()
    encoder, extraction = (tuple(len(papers) / t for t in every[1:]) for every in (bare, whole))
    return Speed(len(papers), workers, encoder, extraction, stages)


def stage_milliseconds(
    papers: Sequence[Paper], *, nlp: Language, rounds: int = 5
) -> dict[str, float]:
    """CPU milliseconds for an abstract by stage: the least of the rounds after a first one."""
    reader: Any = nlp.get_pipe(FACTORY)
    run = reader.run
    every: list[dict[str, float]] = []
    try:
        with threadpool_limits(limits=1):
            for _ in range(rounds + 1):
                seconds: dict[str, float] = {}
                every.append(seconds)
                reader.run = _timed(run, seconds)
                for paper in papers:
                    _run_stages(paper, nlp, seconds)
                seconds[FACTORY] -= seconds[BARE]
    finally:
        reader.run = run
    least = {name: min(seconds[name] for seconds in every[1:]) for name in every[0]}
    return {name: 1000 * seconds / len(papers) for name, seconds in least.items()}


def _run_stages(paper: Paper, nlp: Language, seconds: dict[str, float]) -> None:
    """Annotates a paper and adds the CPU seconds of every stage."""
    start = process_time()
    doc = nlp.make_doc(paper.text)
    for name, component in (("tokenizer", None), *nlp.pipeline, ("annotation", None)):
        if component is not None:
            doc = component(doc)
        elif name == "annotation":
            annotation_of(doc, paper_id=paper.id)
        end = process_time()
        seconds[name] = seconds.get(name, 0.0) + end - start
        start = end


def _timed(run: Run, seconds: dict[str, float]) -> Run:
    """The encoder, with its CPU seconds added up."""

    def timed(ids: Integers, features: Integers) -> tuple[Floats, Floats, Floats]:
        start = process_time()
        found = run(ids, features)
        seconds[BARE] = seconds.get(BARE, 0.0) + process_time() - start
        return found

    return timed


def _arrays(papers: Iterable[Paper], nlp: Language) -> list[Arrays]:
    """What the encoder is given in the course of the whole extraction, run by run."""
    reader: Any = nlp.get_pipe(FACTORY)
    run, seen = reader.run, []

    def noted(ids: Integers, features: Integers) -> tuple[Floats, Floats, Floats]:
        seen.append((ids, features))
        found: tuple[Floats, Floats, Floats] = run(ids, features)
        return found

    reader.run = noted
    for paper in papers:
        reader.read(paper.text)
    reader.run = run
    return seen


def _extract_all(pool: ProcessPoolExecutor, papers: Sequence[Paper], workers: int) -> None:
    list(annotate_with(pool, papers, workers=workers))


def _encode_all(pool: ProcessPoolExecutor, arrays: Sequence[Arrays], path: Path) -> None:
    chunks = [arrays[k : k + CHUNK] for k in range(0, len(arrays), CHUNK)]
    list(pool.map(partial(_encode_chunk, path), chunks))


def _encode_chunk(path: Path, chunk: Sequence[Arrays]) -> None:
    for ids, features in chunk:
        _encoder_of_process(path)(ids, features)


@cache
def _encoder_of_process(path: Path) -> OnnxEncoder:
    return OnnxEncoder(path)


def main(
    files: Annotated[list[Path], typer.Argument(help="Papers in any form that paperatlas reads.")],
    papers: Annotated[
        int, typer.Option(min=1, help="Abstracts in a round; fewer papers are repeated.")
    ] = 200,
    workers: Annotated[int, typer.Option(min=1, help="Processes of one thread each.")] = 2,
    rounds: Annotated[int, typer.Option(min=1, help="Rounds that count.")] = 5,
    model: Annotated[Path, typer.Option(help="Directory of a trained pipeline.")] = SHIPPED,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Measures how fast papers are read: everything, the bare encoder, and each stage.

    Example: python -m extract.benchmark examples/*-skills.md
    """
    try:
        chosen = list(islice(cycle(islice(read(*files), papers)), papers))
        if not chosen:
            raise UsageError(f"{files[0]}: holds no paper with an abstract to read")
        speed = measure(chosen, workers=workers, rounds=rounds, model=model)
    except PaperAtlasError as problem:
        typer.echo(f"error: {problem}", err=True)
        raise typer.Exit(1) from None
    typer.echo(json.dumps(speed.record(), indent=2) if as_json else "\n".join(speed.table()))


if __name__ == "__main__":
    typer.run(main)
