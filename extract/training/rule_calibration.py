"""Calibrates the linear scorers on the mentions that the pipeline finds.

    python -m extract.training.rule_calibration TRAIN.jsonl --model extract/model

A relation of a wrong mention is a wrong relation, so a confidence that was measured on gold
mentions promises too much. Slope, offset and cut are set here on the held-out tenth as the
pipeline reads it; the weights stay.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from spacy.language import Language

from extract.components import introductions, relations
from extract.gold import read_gold
from extract.linear.scorer import BIAS, DATA, Calibration, LinearScorer
from extract.pipeline import MODEL, load_pipeline
from extract.training.linear import (
    Examples,
    FeatureNumbers,
    Floats,
    calibrate,
    calibration_error,
    figures,
    probabilities,
)
from extract.training.rule_examples import (
    introduction_examples,
    recognised_examples,
    relation_examples,
)
from extract.training.rules import introduced
from extract.training.split import is_heldout


def main(
    gold: Annotated[Path, typer.Argument(help="Gold papers; the held-out tenth is used.")],
    model: Annotated[Path, typer.Option(help="The trained recogniser.")] = MODEL,
    folder: Annotated[Path, typer.Option(help="Where the weights are.")] = DATA,
) -> None:
    """Calibrates introductions, then relations of what is then introduced."""
    nlp = _without_scorers(load_pipeline(model=model))
    heldout = (paper for paper in read_gold(gold) if is_heldout(paper.paper.id))
    papers = list(recognised_examples(heldout, nlp))
    typer.echo(f"held-out papers: {len(papers)}")
    examples, scores, calibration = _calibrated(
        "introduction", folder, lambda numbers: introduction_examples(papers, numbers)
    )
    probability = probabilities(scores, calibration)[:, 0]
    known = introduced(examples, probability, calibration, papers=len(papers))
    _calibrated("relation", folder, lambda numbers: relation_examples(papers, known, numbers))


def _without_scorers(nlp: Language) -> Language:
    for name in (relations.FACTORY, introductions.FACTORY):
        if name in nlp.pipe_names:
            nlp.remove_pipe(name)
    return nlp


def _calibrated(
    name: str, folder: Path, candidates: Callable[[FeatureNumbers], Examples]
) -> tuple[Examples, Floats, Calibration]:
    """Calibrates one scorer, notes it beside the weights, and prints the figures."""
    scorer = LinearScorer.load(name, folder=folder)
    numbers = FeatureNumbers()
    numbers.numbers.update(scorer.rows)
    numbers.growing = False
    examples = candidates(numbers)
    weights = scorer.weights
    scores: Floats = examples.matrix(len(weights)) @ weights + weights[scorer.rows[BIAS]]
    calibration = calibrate(scores, examples)
    path = folder / f"{name}_scorer.json"
    about = json.loads(path.read_text(encoding="utf-8"))
    about["calibration"] = asdict(calibration)
    about["heldout recognised"] = figures(scores, examples, calibration)
    about["heldout recognised calibration error"] = calibration_error(scores, examples, calibration)
    path.write_text(json.dumps(about, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    typer.echo(f"{name}: {calibration}")
    typer.echo(f"calibration error {about['heldout recognised calibration error']}")
    for label, row in about["heldout recognised"].items():
        typer.echo(f"{label:14} {row}")
    return examples, scores, calibration


if __name__ == "__main__":
    typer.run(main)
