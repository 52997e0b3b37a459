"""The pipeline: which components, in which order, and how it is loaded.

Importing this module registers the components and loads nothing; ``load_pipeline`` does.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Final

import spacy
from spacy.language import Language
from spacy.pipeline import TrainablePipe
from thinc.api import NumpyOps

from extract.components import (
    abbreviations,
    concepts,
    gazetteer,
    introductions,
    relations,
    sentences,
    surfaces,
)
from extract.tokenization import blank_pipeline
from schemas import AnnotationError

RECOGNISER: Final = "ner"

COMPONENTS: Final[tuple[str, ...]] = (
    sentences.FACTORY,
    RECOGNISER,
    gazetteer.FACTORY,
    abbreviations.FACTORY,
    surfaces.FACTORY,
    concepts.FACTORY,
    introductions.FACTORY,
    relations.FACTORY,
)
"""Everything that runs after the tokenizer, in order."""

MODEL: Final = Path(__file__).parent / "model"
"""The shipped recogniser, as ``extract.training.ner`` writes it."""

_log = logging.getLogger(__name__)


def load_pipeline(*, model: Path | str = MODEL) -> Language:
    """Loads the pipeline with all its components.

    Args:
        model: Directory of a trained recogniser.

    Returns:
        A pipeline that turns the text of a paper into a ``Doc`` with entities, sentences,
        ``doc._.concepts``, ``doc._.introductions`` and ``doc._.relations``.

    Raises:
        AnnotationError: The directory holds no recogniser.
    """
    directory = Path(model)
    if not (directory / RECOGNISER / "model").is_file():
        raise AnnotationError(
            f"{directory}: no trained recogniser; a directory written by "
            "`python -m extract.training.ner` holds config.cfg, meta.json and ner/"
        )
    trained = spacy.load(directory, exclude=["tokenizer", "vocab"])
    nlp = blank_pipeline(vocab=trained.vocab)
    for name in COMPONENTS:
        if name == RECOGNISER:
            nlp.add_pipe(RECOGNISER, source=trained)
        else:
            nlp.add_pipe(name)
    use_fast_products(nlp)
    _log.debug("loaded %s from %s", ", ".join(nlp.pipe_names), directory)
    return nlp


def use_fast_products(nlp: Language) -> None:
    """Lets the recogniser multiply matrices with numpy, three times as fast as its default."""
    recogniser = nlp.get_pipe(RECOGNISER)
    ops = NumpyOps(use_blis=False)
    nodes = recogniser.model.walk() if isinstance(recogniser, TrainablePipe) else ()
    for node in nodes:
        if isinstance(node.ops, NumpyOps):
            node.ops = ops
