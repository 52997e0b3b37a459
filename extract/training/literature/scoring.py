"""Splits of a data set as passages, and annotations of them scored."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import count
from pathlib import Path
from typing import NamedTuple

from extract.scoring.counts import Count
from extract.training.literature.benchmarks import Benchmark
from extract.training.literature.conversion import annotation_of, gold_of
from extract.training.literature.documents import Document, read_documents
from extract.training.literature.measures import scores
from extract.training.literature.pairs import Pairing, marks_of
from extract.training.literature.passages import Passage, passages
from extract.training.split import HELD_OUT, tenth_of
from schemas import Annotation


class Outcome(NamedTuple):
    """How a split was scored.

    Attributes:
        split: Its name.
        scores: By measure.
        pairing: Which mentions a relation was said of.
    """

    split: str
    scores: dict[str, Count]
    pairing: Pairing


def split_passages(benchmark: Benchmark, directory: Path, split: str) -> list[Passage]:
    """The passages of ``train``, ``dev`` or a test.

    Their ids say which tenth they belong to: those of train to the tenths that are not held out,
    all of a document to one; the others to the one that is.

    Raises:
        AnnotationError: The file is not there or cannot be read.
    """
    file = {"train": benchmark.train, "dev": benchmark.dev, **benchmark.tests}[split]
    found = []
    for document in read_documents(directory / file):
        tenth = _training_tenth(document) if split == "train" else HELD_OUT
        for number, sentences in enumerate(passages(document, words=benchmark.words)):
            name = f"{benchmark.name}/{split}/{document.id}/{number}"
            found.append(Passage(id_in_tenth(name, tenth), tuple(sentences)))
    return found


def id_in_tenth(name: str, tenth: int) -> str:
    """The first id that begins with a name and belongs to a tenth.

    Example:
        >>> id_in_tenth("p", 3), tenth_of(id_in_tenth("p", 3))
        ('p#6', 3)
    """
    return next(found for n in count() if tenth_of(found := f"{name}#{n}") == tenth)


def scored(
    benchmark: Benchmark,
    found: Iterable[Passage],
    said: Iterable[Annotation],
    pairing: Pairing,
) -> dict[str, Count]:
    """Annotations of passages, scored against what people marked.

    Args:
        benchmark: The data set.
        found: The passages.
        said: The annotation of each.
        pairing: Which mentions a relation is said of.
    """
    both = (
        (marks, sentence.marks)
        for passage, annotation in zip(found, said, strict=True)
        for marks, sentence in zip(
            marks_of(annotation, passage, pairing, names=benchmark.names),
            passage.sentences,
            strict=True,
        )
    )
    return scores(both, symmetric=benchmark.symmetric)


def best_outcome(
    benchmark: Benchmark, split: str, found: Sequence[Passage], said: Sequence[Annotation]
) -> Outcome:
    """The outcome with the pairing of the best strict relation F1, of several the first."""
    outcomes = [
        Outcome(split, scored(benchmark, found, said, pairing), pairing) for pairing in Pairing
    ]
    return max(outcomes, key=lambda outcome: outcome.scores["Rel+"].f1)


def ceilings(benchmark: Benchmark, directory: Path) -> list[Outcome]:
    """What a pipeline without a fault could reach: their gold through our format and back.

    The pairing is the one that is best on dev.
    """
    outcomes: list[Outcome] = []
    for split in ("dev", "train", *benchmark.tests):
        found = split_passages(benchmark, directory, split)
        gold = [annotation_of(gold_of(p, symmetric=benchmark.symmetric)) for p in found]
        if not outcomes:
            outcomes.append(best_outcome(benchmark, split, found, gold))
        else:
            pairing = outcomes[0].pairing
            outcomes.append(Outcome(split, scored(benchmark, found, gold, pairing), pairing))
    return outcomes


def _training_tenth(document: Document) -> int:
    """A tenth that is not held out, by the document's id."""
    tenths = (tenth_of(f"{document.id}/{n}") for n in count())
    return next(tenth for tenth in tenths if tenth != HELD_OUT)
