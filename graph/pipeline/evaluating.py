"""Annotations scored against gold, and joins against judged pairs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from extract.annotation import annotate
from extract.confidence_cut import cut_annotation
from extract.evaluation import errors_report, evaluate
from extract.gold import GoldPaper, read_gold
from extract.merge_evaluation import MergeScorecard, read_judged, score_pairs
from extract.merge_report import TITLE as MERGE_TITLE
from extract.merge_report import merge_report
from extract.pipeline import MODEL, read_vocabulary
from extract.predicted import read_predicted
from extract.resolution import resolve
from extract.scorecard import Scorecard
from extract.scoring.disagreements.report import TITLE
from graph.pipeline.annotating import processes
from graph.progress import Progress, silent
from graph.whole_file import check_replaceable, write_whole
from schemas import AnnotationError


def evaluate_files(
    gold_files: Sequence[str | Path],
    *,
    predicted: str | Path | None = None,
    model: Path | None = None,
    workers: int | None = None,
    min_confidence: float = 0.0,
    errors: Path | None = None,
    progress: Progress | None = None,
) -> Scorecard:
    """Scores annotations against gold files.

    Args:
        gold_files: Gold annotations; papers in several of them are averaged.
        predicted: A file of annotations; without it the gold papers are annotated now.
        model: Directory of a trained pipeline, whose types the gold has; the shipped one
            unless said.
        workers: Processes that annotate.
        min_confidence: Leave out what is less sure than this, from 0 to 1.
        errors: A file for the worst disagreements; a former report there is replaced.
        progress: Told how far annotating is.

    Raises:
        InputError: A file cannot be read.
        AnnotationError: A gold or predicted record breaks the rules, a gold file has no paper,
            or the model is no trained pipeline.
        AtlasError: The file for disagreements cannot be written, or holds something else.
    """
    tell = progress or silent
    if errors is not None:
        check_replaceable(errors, first_line=TITLE)
    model = model or MODEL
    vocabulary = read_vocabulary(model)
    gold: list[list[GoldPaper]] = []
    for path in gold_files:
        gold.append(list(read_gold(path, vocabulary=vocabulary)))
        if not gold[-1]:
            raise AnnotationError(
                f"{path}: no annotated paper to evaluate against; give one or more"
            )
    papers = {paper.paper.id: paper.paper for file in gold for paper in file}
    if predicted is not None:
        found = list(read_predicted(predicted, papers=papers))
    else:
        found = []
        wanted = processes(workers, len(papers))
        for annotated in annotate(papers.values(), model=model, workers=wanted):
            found.append(annotated.annotation)
            tell("annotate", len(found), len(papers))
    found = [cut_annotation(one, min_confidence=min_confidence) for one in found]
    card = evaluate(found, *gold, vocabulary=vocabulary)
    if errors is not None:
        write_whole(errors, errors_report(found, *gold))
    return card


def evaluate_merge_files(
    pairs: str | Path,
    papers: Sequence[str | Path],
    *,
    model: Path | None = None,
    errors: Path | None = None,
) -> MergeScorecard:
    """Resolves over the gold mentions of all papers and scores the nodes against pairs.

    Args:
        pairs: Pairs of surfaces that people judged, JSONL.
        papers: Gold files with the papers of the pairs, and with any others.
        model: Directory of a trained pipeline, whose types the gold has; the shipped one
            unless said.
        errors: A file for the pairs that were judged otherwise; a former report there is
            replaced.

    Raises:
        AnnotationError: A file cannot be read, a line breaks the rules, or the model is no
            trained pipeline.
        AtlasError: The file for errors cannot be written, or holds something else.
    """
    if errors is not None:
        check_replaceable(errors, first_line=MERGE_TITLE)
    judged, annotated = read_judged(pairs, papers, vocabulary=read_vocabulary(model or MODEL))
    resolution = resolve(annotated)
    card = score_pairs(judged, resolution)
    if errors is not None:
        write_whole(errors, merge_report(card, resolution))
    return card
