"""The pipeline: which components, in which order, and how it is loaded.

Importing this module registers the components and loads nothing; ``load_pipeline`` does.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Final

import spacy
from spacy.language import Language

from extract.components import (
    abbreviations,
    concepts,
    encoder,
    entities,
    introductions,
    relations,
    results,
    sentences,
    surfaces,
)
from extract.network.labels import Labels
from extract.tokenization import blank_pipeline
from schemas import RESEARCH, AnnotationError, Vocabulary

COMPONENTS: Final[tuple[str, ...]] = (
    sentences.FACTORY,
    encoder.FACTORY,
    entities.FACTORY,
    abbreviations.FACTORY,
    surfaces.FACTORY,
    concepts.FACTORY,
    introductions.FACTORY,
    relations.FACTORY,
    results.FACTORY,
)
"""Everything that runs after the tokenizer, in order."""

MODEL: Final = Path(__file__).parent / "model"
"""The shipped model, as ``extract.training.export`` writes it."""

_log = logging.getLogger(__name__)


def load_pipeline(*, model: Path | str = MODEL) -> Language:
    """Loads the pipeline with all its components.

    Args:
        model: Directory of a trained pipeline, as ``nlp.to_disk`` writes it.

    Returns:
        A pipeline that turns the text of a paper into a ``Doc`` with entities, sentences,
        ``doc._.concepts``, ``doc._.introductions``, ``doc._.relations`` and ``doc._.results``.

    Raises:
        AnnotationError: The directory holds no trained pipeline, or a damaged one.
    """
    directory = _trained(model)
    try:
        nlp = spacy.load(directory)
    except AnnotationError:
        raise
    except Exception as problem:  # of many classes, some of which do not travel from a process
        said = " ".join(str(problem).split())
        raise AnnotationError(f"{directory}: cannot be read as a pipeline: {said}") from None
    _log.debug("loaded %s from %s", ", ".join(nlp.pipe_names), directory)
    return nlp


def read_vocabulary(model: Path | str = MODEL) -> Vocabulary:
    """What the pipeline in a directory finds, without loading it.

    Raises:
        AnnotationError: The directory holds no trained pipeline.

    Example:
        >>> read_vocabulary().types[:2]
        ('Method', 'Model')
    """
    return encoder.read_vocabulary(_trained(model) / encoder.FACTORY)


def vocabulary_of(nlp: Language) -> Vocabulary:
    """What a pipeline finds: types and relations.

    Example:
        >>> vocabulary_of(empty_pipeline(Vocabulary(types=("Crop",)))).types
        ('Crop',)
    """
    labels: Labels = nlp.get_pipe(encoder.FACTORY).label_set  # type: ignore[attr-defined]
    return labels.vocabulary


def empty_pipeline(vocabulary: Vocabulary = RESEARCH) -> Language:
    """The pipeline with all its components, those with weights still empty.

    Args:
        vocabulary: What it is to find.

    Example:
        >>> empty_pipeline().pipe_names[:3]
        ['paperatlas_sentences', 'paperatlas_encoder', 'paperatlas_entities']
    """
    nlp = blank_pipeline()
    labels = Labels(vocabulary)
    for name in COMPONENTS:
        component = nlp.add_pipe(name)
        if hasattr(component, "label_set"):
            component.label_set = labels
    return nlp


def _trained(model: Path | str) -> Path:
    """A directory that holds a trained pipeline."""
    directory = Path(model)
    if not (directory / "config.cfg").is_file():
        raise AnnotationError(
            f"{directory}: no trained pipeline; a directory written by `paperatlas train` or "
            "nlp.to_disk holds config.cfg, meta.json and a folder for each component"
        )
    return directory
