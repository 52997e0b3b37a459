"""A pipeline of one's own, from annotated papers; loads what training needs when it is called."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from extract.gold import read_gold
from extract.training.base import checked_base, minilm
from extract.training.fields import field_of
from schemas import UsageError


class Trained(NamedTuple):
    """A pipeline of one's own.

    Attributes:
        model: Its directory.
        papers: In how many of the annotated papers each type and relation stands.
    """

    model: Path
    papers: Mapping[str, int]


def train_pipeline(
    *data: Path,
    out: Path,
    base: Path | None = None,
    epochs: int | None = None,
    workers: int = 2,
    seed: int = 0,
    dev: Sequence[Path] = (),
    progress: Callable[[str, int, int | None], None] | None = None,
) -> Trained:
    """Trains a pipeline on annotated papers, with the types and relations that they have.

    Args:
        *data: Files of annotated papers.
        out: Checkpoints, log and the pipeline go here; a run that was stopped goes on.
        base: Directory of a BERT encoder with its ``tokenizer.json``; MiniLM-L6 unless said.
        epochs: Passes over the papers; by their number unless said.
        workers: Processes that train together, one thread each.
        seed: Of everything random.
        dev: Files that the pipeline will be scored on; they are checked before it is trained.
        progress: Told how far it is.

    Raises:
        UsageError: The libraries of training are not installed.
        AnnotationError: The annotations break the rules or are too few, the base is no
            encoder, or ``out`` holds another run.
    """
    try:
        from extract.training.settings import Settings
        from extract.training.train import epochs_for, train

        encoder = minilm() if base is None else checked_base(base)
    except ModuleNotFoundError as missing:
        raise UsageError(
            f"training needs {missing.name} and more: "
            'pip install "paperatlas[train]" (in a checkout: pip install -e ".[train]")'
        ) from None
    field = field_of(data)
    for path in dev:
        for _ in read_gold(path, vocabulary=field.vocabulary):
            pass
    settings = Settings(
        gold=data,
        base=encoder,
        out=out,
        vocabulary=field.vocabulary,
        epochs=epochs or epochs_for(max(field.papers.values())),
        workers=workers,
        seed=seed,
    )
    return Trained(train(settings, progress=progress), field.papers)
