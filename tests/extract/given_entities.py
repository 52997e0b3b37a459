"""A text read by some components, its entities given instead of recognised."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from extract.components.encoder import Encoder
from extract.components.weighted import WeightedComponent
from extract.network.heads import Weights
from extract.tokenization import blank_pipeline
from tests.extract.tiny_network import TOKENIZER, LookUp


def read_with(
    text: str, entities: Mapping[str, str], *, factories: Sequence[str], weights: Weights
) -> Doc:
    """Runs the components on a text in which every occurrence of a surface is an entity.

    The encoder is the tiny one; components with a head take what they need of the weights.
    """
    nlp = blank_pipeline()
    parts = [nlp.add_pipe(name) for name in factories]
    doc = nlp.make_doc(text)
    spans: list[Span] = []
    for surface, label in entities.items():
        at = text.find(surface)
        while at >= 0:
            span = doc.char_span(at, at + len(surface), label=label)
            if span is not None:
                spans.append(span)
            at = text.find(surface, at + 1)
    doc.set_ents(filter_spans(spans))
    for part in parts:
        if isinstance(part, Encoder):
            part.run, part.tokenizer = LookUp(), TOKENIZER
        if isinstance(part, WeightedComponent):
            part.load(weights)
        part(doc)
    return doc
