"""The mean of runs' weights: ``python -m extract.training.soup --help``.

Runs that start from the same weights and differ in their seed end near each other, and their
mean is often better than any of them (Wortsman et al., "Model soups: averaging weights of
multiple fine-tuned models improves accuracy without increasing inference time", 2022).
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from torch import Tensor

from extract.training import checkpoints
from extract.training.command import run_command
from schemas import AnnotationError


def mean(runs: list[Path]) -> dict[str, Tensor]:
    """The mean of the averaged weights of some checkpoints.

    Raises:
        AnnotationError: A file is missing or no checkpoint, or the checkpoints are of different
            networks.
    """
    total: dict[str, Tensor] = {}
    for run in runs:
        weights = checkpoints.averaged(run)
        if total and {n: w.shape for n, w in weights.items()} != {
            n: w.shape for n, w in total.items()
        }:
            raise AnnotationError(f"{run}: of another network than {runs[0]}")
        for name, weight in weights.items():
            total[name] = total[name] + weight if name in total else weight.clone()
    return {name: _share(weight, len(runs)) for name, weight in total.items()}


def _share(weight: Tensor, count: int) -> Tensor:
    return weight / count if weight.is_floating_point() else weight // count


def main(
    runs: Annotated[list[Path], typer.Argument(help="Checkpoints (last.pt), two or more.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Where the mean goes.")],
) -> None:
    """Writes the mean of runs' weights as a checkpoint.

    Example: python -m extract.training.soup runs/one/last.pt runs/two/last.pt -o soup.pt

    It becomes the pipeline that ships by ``python -m extract.training.train GOLD --out RUN
    --only-finish soup.pt``.
    """
    checkpoints.save(out, {"model": mean(runs), "of": [str(run) for run in runs]})
    typer.echo(f"wrote {out}, the mean of {len(runs)} runs")


if __name__ == "__main__":
    run_command(main)
