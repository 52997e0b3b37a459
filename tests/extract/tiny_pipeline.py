"""The pipeline over the tiny network."""

from __future__ import annotations

from typing import Any

from spacy.language import Language

from extract.components import encoder, entities, introductions, relations, results
from extract.network.calibration import Calibration
from extract.pipeline import empty_pipeline
from tests.extract.tiny_network import TOKENIZER, LookUp, any_weights


def tiny_pipeline(weights: Any, *, cut: float = 0.5) -> Language:
    """The pipeline with a tiny encoder and weights of our own."""
    made = empty_pipeline()
    reader: Any = made.get_pipe(encoder.FACTORY)
    reader.run, reader.tokenizer = LookUp(), TOKENIZER
    for factory in (entities, introductions, relations, results):
        component: Any = made.get_pipe(factory.FACTORY)
        component.load(weights)
        component.calibration = Calibration(cut=cut)
    return made


wild = tiny_pipeline(any_weights(11, size=2.0), cut=0.1)
"""Finds something nearly everywhere, none of it meant."""
