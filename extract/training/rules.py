"""Learns from gold what cues are worth: the scorers of introductions and of relations.

    python -m extract.training.rules TRAIN.jsonl --report DEV.jsonl

Weights are fitted on nine tenths of the training papers; calibration and cuts on the
held-out tenth. Papers to report on fit nothing. Gold mentions stand in for recognised ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from extract.gold import read_gold
from extract.linear.scorer import DATA, DIGITS, Calibration
from extract.training.linear import (
    Examples,
    FeatureNumbers,
    Fit,
    Floats,
    calibrate,
    calibration_error,
    figures,
    fit,
    probabilities,
    write,
)
from extract.training.rule_examples import examples, introduction_examples, relation_examples
from extract.training.split import is_heldout

FOLDS = 5


@dataclass(frozen=True)
class Recipe:
    """Settings of a fit; see ``extract.training.linear.fit``."""

    strength: float
    least: int
    prune: float


INTRODUCTION = Recipe(strength=0.1, least=10, prune=0.03)
RELATION = Recipe(strength=0.03, least=30, prune=0.05)


@dataclass(frozen=True)
class Trained:
    """A fitted and calibrated scorer, and its answers to the candidates of each split."""

    fitted: Fit
    calibration: Calibration
    scores: Mapping[str, Floats]
    about: Mapping[str, object]


def train(splits: Mapping[str, Examples], numbers: FeatureNumbers, recipe: Recipe) -> Trained:
    """Fits on ``train``, calibrates on ``heldout``, and scores every split."""
    fitted = fit(splits["train"], numbers, **asdict(recipe))
    width = len(numbers.numbers)
    scores = {name: fitted.scores(part.matrix(width)) for name, part in splits.items()}
    calibration = calibrate(scores["heldout"], splits["heldout"])
    about = {
        "recipe": asdict(recipe),
        "features": len(fitted.features),
        "heldout": figures(scores["heldout"], splits["heldout"], calibration),
        "heldout calibration error": calibration_error(
            scores["heldout"], splits["heldout"], calibration
        ),
    }
    return Trained(fitted, calibration, scores, about)


def crossfitted(
    examples: Examples, numbers: FeatureNumbers, recipe: Recipe, calibration: Calibration
) -> Floats:
    """Probabilities of training candidates from fits that did not see their papers."""
    width = len(numbers.numbers)
    result = np.zeros(len(examples.rows))
    for fold in range(FOLDS):
        inside = [n for n, paper in enumerate(examples.papers) if paper % FOLDS == fold]
        outside = [n for n, paper in enumerate(examples.papers) if paper % FOLDS != fold]
        fitted = fit(examples.part(outside), numbers, **asdict(recipe))
        scores = fitted.scores(examples.part(inside).matrix(width))
        result[inside] = probabilities(scores, calibration)[:, 0]
    return result


def introduced(
    examples: Examples, probability: Floats, calibration: Calibration, *, papers: int
) -> list[dict[int, float]]:
    """What each paper is taken to introduce, as the pipeline would hand it on."""
    result: list[dict[int, float]] = [{} for _ in range(papers)]
    seen = [0] * papers
    for paper, value in zip(examples.papers, np.round(probability, DIGITS), strict=True):
        if value >= calibration.cut:
            result[paper][seen[paper]] = float(value)
        seen[paper] += 1
    return result


def main(
    gold: Annotated[Path, typer.Argument(help="Gold papers to learn from.")],
    report: Annotated[Path | None, typer.Option(help="Gold papers to report on.")] = None,
    output: Annotated[Path, typer.Option(help="Where the weights go.")] = DATA,
) -> None:
    """Learns both scorers and writes them."""
    papers = list(examples(read_gold(gold)))
    splits = {
        "train": [e for e in papers if not is_heldout(e.gold.paper.id)],
        "heldout": [e for e in papers if is_heldout(e.gold.paper.id)],
    }
    if report is not None:
        splits["report"] = list(examples(read_gold(report)))
    typer.echo(f"papers: { ({name: len(part) for name, part in splits.items()}) }")

    numbers = FeatureNumbers()
    candidates: dict[str, Examples] = {}
    for name, part in splits.items():
        candidates[name] = introduction_examples(part, numbers)
        numbers.growing = False
    first = train(candidates, numbers, INTRODUCTION)
    _finish(output, "introduction", first, candidates)

    known = {
        name: introduced(
            candidates[name],
            crossfitted(candidates[name], numbers, INTRODUCTION, first.calibration)
            if name == "train"
            else probabilities(first.scores[name], first.calibration)[:, 0],
            first.calibration,
            papers=len(part),
        )
        for name, part in splits.items()
    }
    numbers = FeatureNumbers()
    pairs: dict[str, Examples] = {}
    for name, part in splits.items():
        pairs[name] = relation_examples(part, known[name], numbers)
        numbers.growing = False
    _finish(output, "relation", train(pairs, numbers, RELATION), pairs)


def _finish(folder: Path, name: str, trained: Trained, splits: Mapping[str, Examples]) -> None:
    """Writes a scorer and prints its figures on each split."""
    write(
        folder,
        name,
        trained.fitted,
        trained.calibration,
        labels=splits["train"].labels,
        about=trained.about,
    )
    typer.echo(f"{name}: {len(trained.fitted.features)} features, {trained.calibration}")
    typer.echo(f"held-out calibration error {trained.about['heldout calibration error']}")
    for split, part in splits.items():
        for label, row in figures(trained.scores[split], part, trained.calibration).items():
            typer.echo(f"{split:8} {label:14} {row}")


if __name__ == "__main__":
    typer.run(main)
