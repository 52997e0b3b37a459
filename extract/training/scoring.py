"""Scores a network on held-out papers through the pipeline that ships."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from spacy.language import Language

from extract.annotation import annotate_paper
from extract.evaluation import evaluate
from extract.gold import GoldPaper
from extract.pipeline import vocabulary_of
from extract.scorecard import Scorecard
from extract.training.calibration import calibrate
from extract.training.datasets import Dataset
from extract.training.export import pipeline_of, torch_run
from extract.training.network import Extractor
from extract.training.settings import Settings

ROWS: Final = ("mentions", "concepts", "introduces", "relations", "results values", "results facts")


def held_out_scores(model: Extractor, data: Dataset, settings: Settings) -> dict[str, float]:
    """F1 by row on the first held-out papers, on which calibration and cuts are set as well."""
    nlp = pipeline_of(
        model,
        run=torch_run(model),
        tokenizer=settings.base / "tokenizer.json",
        lexicon=data.lexicon,
    )
    papers = data.held_out[: settings.scored_papers]
    calibrate(nlp, papers)
    return f1_by_row(nlp, papers)


def f1_by_row(nlp: Language, papers: Iterable[GoldPaper]) -> dict[str, float]:
    """F1 of a pipeline on annotated papers, by row of the scorecard."""
    rows = scorecard(nlp, papers).rows
    return {name: round(rows[name].f1, 4) for name in ROWS if name in rows}


def scorecard(nlp: Language, papers: Iterable[GoldPaper]) -> Scorecard:
    """The scorecard of a pipeline on annotated papers."""
    gold = list(papers)
    found = [annotate_paper(paper.paper, nlp=nlp).annotation for paper in gold]
    return evaluate(found, gold, vocabulary=vocabulary_of(nlp))
