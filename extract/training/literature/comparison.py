"""Trains our recipe on a data set of the literature and scores it by their measures.

Their train split trains. Their dev split stands where the held-out tenth stands: it sets
calibration and cuts, and which mentions a relation is said of. Their tests are only scored.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Final

from spacy.language import Language

from extract.annotation import annotate_paper
from extract.components import abbreviations
from extract.json_lines import write_json_lines
from extract.pipeline import load_pipeline
from extract.training.literature.benchmarks import Benchmark
from extract.training.literature.conversion import gold_of
from extract.training.literature.passages import Passage
from extract.training.literature.scoring import Outcome, best_outcome, scored, split_passages
from extract.training.progress import spoken
from extract.training.settings import Settings
from extract.training.standoff_records import gold_record
from schemas import Annotation

GOLD: Final = "gold.jsonl"
"""Train and dev split as our gold, in the directory of a run; it holds their texts."""


def compare(
    benchmark: Benchmark, directory: Path, settings: Settings, *, epochs: int | None = None
) -> list[Outcome]:
    """Trains, or takes up a run, and scores dev and tests.

    Args:
        benchmark: The data set.
        directory: Where its files are.
        settings: How to train; gold files, vocabulary and epochs are those of the data set.
        epochs: Passes over its papers; as many as ``epochs_for`` says if not given.

    Raises:
        AnnotationError: A file is not there or cannot be read, or the run is another's.
    """
    # torch and scikit-learn are there only where a model is trained
    from extract.training.calibration import calibrate
    from extract.training.train import epochs_for, train

    training = split_passages(benchmark, directory, "train")
    dev = split_passages(benchmark, directory, "dev")
    settings.out.mkdir(parents=True, exist_ok=True)
    model = train(
        replace(
            settings,
            gold=(write_gold(settings.out / GOLD, [*training, *dev], benchmark),),
            vocabulary=benchmark.vocabulary,
            epochs=epochs or epochs_for(len(training)),
        ),
        progress=spoken(),
    )
    nlp = without_abbreviations(load_pipeline(model=model))
    calibrate(nlp, [gold_of(passage, symmetric=benchmark.symmetric) for passage in dev])
    outcomes = [best_outcome(benchmark, "dev", dev, annotated(dev, nlp))]
    pairing = outcomes[0].pairing
    for test in benchmark.tests:
        found = split_passages(benchmark, directory, test)
        figures = scored(benchmark, found, annotated(found, nlp), pairing)
        outcomes.append(Outcome(test, figures, pairing))
    return outcomes


def write_gold(path: Path, found: Iterable[Passage], benchmark: Benchmark) -> Path:
    """Writes passages as a gold file."""
    golds = (gold_of(passage, symmetric=benchmark.symmetric) for passage in found)
    write_json_lines(path, map(gold_record, golds))
    return path


def without_abbreviations(nlp: Language) -> Language:
    """The pipeline without the component that joins short and long forms into one concept.

    For these data sets they are two entities, which may even be related, and training does not
    join them either. Calibration and cuts have to be set anew.
    """
    nlp.remove_pipe(abbreviations.FACTORY)
    return nlp


def annotated(found: Iterable[Passage], nlp: Language) -> list[Annotation]:
    """What a pipeline says of each passage."""
    return [annotate_paper(passage.paper, nlp=nlp).annotation for passage in found]
